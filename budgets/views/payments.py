"""Pages of what members pay: the years side by side, who pays what when, and the days on which they do."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from budgets.domain.contribution_history import contribution_history
from budgets.domain.requisitions import RequisitionFacts, Requisitions, days_add_up, requisitions
from budgets.exports import Value, as_csv
from budgets.forms.payments import PARTIES, InstalmentForm
from budgets.imports.cells import guarded
from budgets.models import Instalment
from budgets.services import payments as services
from budgets.year_queries import history_facts, requisition_facts
from finsam import findings, swedish
from finsam.revisions import refuse_taken
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage


class ContributionHistoryPage(FederationPage):
    """What each member has paid over the years. As many queries for ten years as for one."""

    permission = Permission.READ_BUDGET
    place = "budget"
    subpage = "contributions"
    title = "Medelstilldelning per år"
    template_name = "budgets/contribution_history.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show({"history": contribution_history(history_facts(self.federation))})


class _Requisitions(FederationPage, abstract=True):
    """A page about what the members are asked for in a year."""

    permission = Permission.READ_BUDGET
    place = "budget"
    subpage = "requisitions"

    @cached_property
    def facts(self) -> RequisitionFacts:
        """The budget in force, the shares and the days."""
        return requisition_facts(self.federation, self.year)

    @cached_property
    def found(self) -> Requisitions | None:
        """Who pays what when; None while nobody owes anything."""
        owed = self.facts.owed
        return requisitions(owed, self.facts.instalments) if owed else None


class RequisitionsPage(_Requisitions):
    """The requisition list of a year, and its payment days. Constant number of queries."""

    title = "Rekvisitioner"
    template_name = "budgets/requisitions.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        owed, days = self.facts.owed, self.facts.instalments
        return self.show(
            {
                "facts": self.facts,
                "found": self.found,
                "findings": findings.run([lambda each: days_add_up(each, days)], owed) if owed else (),
                "days": [(day, PARTIES[day.party_group]) for day in days],
                "can_edit": self.may(Permission.EDIT_BUDGET),
                "had_days": not days and self.federation.instalments.filter(year=self.year - 1).exists(),
            }
        )


class RequisitionPage(_Requisitions):
    """One member's requisition, to print and send."""

    template_name = "budgets/requisition.html"

    def get_title(self) -> str:
        return f"Rekvisition till {self.row.member.paying_name}"

    @cached_property
    def row(self) -> Any:
        """The member's row; 404 when it pays nothing in the year."""
        row = self.found.of(self.kwargs["member"]) if self.found else None
        if row is None:
            raise Http404
        return row

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        total = self.found.amount if self.found else None
        return self.show({"facts": self.facts, "row": self.row, "total": total})


class RequisitionsCsv(_Requisitions):
    """The requisition list as a file: a row for each member and day."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.found is None or not self.found.is_complete:
            messages.error(request, "Listan kan hämtas när varje part har dagar som tillsammans blir 100 %.")
            return HttpResponseRedirect(self.url("requisitions"))
        name = f"rekvisitioner-{self.federation.slug}-{self.year}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(
            as_csv(_rows(self.found, self.facts)), content_type="text/csv; charset=utf-8", headers=headers
        )


def _rows(found: Requisitions, facts: RequisitionFacts) -> list[tuple[Value, ...]]:
    header = (
        "medlem",
        "andel_procent",
        "betalas_senast",
        "del_av_aret_procent",
        "belopp_kr",
        "budgetens_status",
        "beslut",
    )
    return [
        header,
        *(
            (
                guarded(row.member.paying_name),
                row.percent,
                payment.due_on.isoformat(),
                payment.percent,
                payment.amount,
                facts.status,
                guarded(facts.decision),
            )
            for row in found.rows
            for payment in row.payments
        ),
    ]


class InstalmentsFill(FederationPage):
    """Give a year its first payment days. A GET leads back to the list, which has the buttons."""

    permission = Permission.EDIT_BUDGET
    place = "budget"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("requisitions"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            with refuse_taken():
                count = services.fill_instalments(
                    federation=self.federation, year=self.year, way=request.POST.get("way", "")
                )
            days = "betalningsdag" if count == 1 else "betalningsdagar"
            messages.success(request, f"Sparat: {swedish.count(count)} {days} för {self.year}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("requisitions"))


class InstalmentPage(RowPage):
    """Add or change a payment day."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "requisitions"
    back = "requisitions"
    form_class = InstalmentForm
    noun, noun_new = "betalningsdagen", "en betalningsdag"
    save = staticmethod(services.save_instalment)
    remove = "instalment_remove"

    def rows(self) -> models.QuerySet[Instalment]:
        return self.federation.instalments.filter(year=self.year)

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def name_of(self, row: Instalment) -> str:
        return swedish.long_date(row.due_on)


class InstalmentRemove(RemovePage, InstalmentPage):
    """Remove a payment day."""

    discard = staticmethod(services.remove_instalment)
