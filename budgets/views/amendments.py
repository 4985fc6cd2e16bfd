"""Pages of a budget's changes during the year: what each version changes, and the way of a change to the decision."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from budgets import services
from budgets.domain.amendments import Amendment, amendments, funding_mismatch
from budgets.forms.amendments import AmendmentDecisionForm, AmendmentForm
from budgets.models import Budget
from budgets.queries import year_versions
from budgets.services.amendments import adopt_amendment
from budgets.services.guards import BasisChanged
from budgets.views.budget import BudgetRow
from finsam import swedish
from finsam.forms import add_errors
from finsam.revisions import refuse_taken
from members.access import Permission
from members.models import Meeting
from members.pages import FederationPage


class _OfAmendments(FederationPage, abstract=True):
    place = "budget"
    subpage = "amendments"

    @cached_property
    def amendments(self) -> tuple[Amendment, ...]:
        """The versions that the user may see, with what each changes."""
        is_editor = self.may(Permission.EDIT_BUDGET) or self.may(Permission.RECORD_DECISIONS)
        return amendments(year_versions(self.federation, self.year, is_editor=is_editor))

    @cached_property
    def newest(self) -> Budget | None:
        """The version that is worked on."""
        found: Budget | None = self.federation.budgets.worked_on(self.year).first()
        return found

    @property
    def open_amendment(self) -> Budget | None:
        """The change that is being worked on, when there is one."""
        newest = self.newest
        return newest if newest is not None and newest.version > 1 and newest.is_open else None

    def back(self) -> HttpResponse:
        """To the page of all changes."""
        return HttpResponseRedirect(self.url("amendments"))


class AmendmentsPage(_OfAmendments):
    """All versions of the year's budget, the newest first. Constant number of queries."""

    permission = Permission.READ_BUDGET
    title = "Ändringar under året"
    template_name = "budgets/amendments.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        shown = self.amendments
        newest = shown[0].version.budget if shown else None
        return self.show(
            {
                "amendments": [self._told(each) for each in shown],
                "can_start": newest is not None
                and newest.status == Budget.Status.ADOPTED
                and self.may(Permission.EDIT_BUDGET),
                "can_edit": self.may(Permission.EDIT_BUDGET),
                "can_decide": self.may(Permission.RECORD_DECISIONS),
            }
        )

    def _told(self, each: Amendment) -> dict[str, Any]:
        budget = each.version.budget
        return {
            **_funding_told(each),
            "budget": budget,
            "status_label": Budget.Status(budget.status).label,
            "anchor": f"andringar-{budget.version}",
            "is_open": each.version.is_amendment and not budget.is_decided,
        }


def _funding_told(each: Amendment) -> dict[str, Any]:
    """A change with what is said to pay for it, and what speaks against that."""
    budget = each.version.budget
    source = budget.funding_source
    mismatch = funding_mismatch(each.before, budget, each.centres) if source and each.before else ""
    return {
        "amendment": each,
        "funding_label": Budget.FundingSource(source).label if source else "",
        "mismatch": mismatch,
    }


class BudgetVersion(_OfAmendments):
    """Begin a change of the adopted budget. A GET leads back to the page with the button."""

    permission = Permission.EDIT_BUDGET

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.newest is None:
            messages.error(request, f"Budgeten för {self.year} är inte påbörjad.")
            return self.back()
        try:
            with refuse_taken():
                budget = services.new_budget_version(federation=self.federation, pk=self.newest.pk)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.back()
        messages.success(request, f"{budget} är påbörjad. Skriv vad som ändras, och ändra sedan raderna.")
        return HttpResponseRedirect(self.url("amendment"))


class AmendmentPage(BudgetRow):
    """What the change that is worked on is about, and how it is paid for."""

    subpage = "amendments"
    form_class = AmendmentForm
    back = "amendments"
    noun, noun_new = "vad ändringen gäller", "en ändring"
    save = staticmethod(services.save_budget)
    help_text = "Skriv så att den som läser beslutet förstår. Raderna ändrar du sedan i budgeten."

    def rows(self) -> models.QuerySet[Budget]:
        return self.federation.budgets.worked_on(self.year).filter(version__gt=1)

    @cached_property
    def budget(self) -> Budget:
        return self.worked_on()

    @cached_property
    def row(self) -> Budget:
        return self.budget

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._elsewhere() or super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._elsewhere() or super().post(request, **kwargs)

    def _elsewhere(self) -> HttpResponse | None:
        """Where to, when no change is open."""
        if self.budget.version > 1 and self.budget.is_open:
            return None
        messages.info(self.request, "Det finns ingen påbörjad ändring av budgeten.")
        return HttpResponseRedirect(self.back_url())


class BudgetProposal(_OfAmendments):
    """Lay a change before the board. A GET leads back to the page with the button."""

    permission = Permission.EDIT_BUDGET

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            if self.open_amendment is None:
                raise ValidationError("Det finns ingen påbörjad ändring av budgeten.")
            budget = services.propose_budget(federation=self.federation, pk=self.open_amendment.pk)
            messages.success(request, f"{budget} är framlagd. Den kan ändras tills styrelsen har beslutat.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self.back()


class BudgetAdoption(_OfAmendments):
    """Record the board's decision on a change of the budget alone: what is adopted stands above the button."""

    permission = Permission.RECORD_DECISIONS
    title = "Registrera beslut om ändrad budget"
    template_name = "budgets/amendment_decision.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.open_amendment is None:
            messages.info(request, "Det finns ingen påbörjad ändring av budgeten att fastställa.")
            return self.back()
        return self._page(self._form(initial={"seen": self._basis}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        amended = self.open_amendment
        if amended is None:
            return self.get(request, **kwargs)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        meeting: Meeting = form.cleaned_data["meeting"]
        try:
            with refuse_taken():
                budget = adopt_amendment(federation=self.federation, pk=amended.pk, **form.cleaned_data)
        except BasisChanged as error:
            messages.warning(request, error.message)
            return self._page(self._form(initial=form.cleaned_data | {"seen": self._basis}), 409)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        day = swedish.long_date(meeting.held_on)
        messages.success(request, f"{budget} är fastställd {day}, {form.cleaned_data['minutes_ref']}.")
        return self.back()

    @property
    def _basis(self) -> str:
        """Fingerprint of what the page shows."""
        return self.amendments[0].version.fingerprint

    def _form(self, *data: Any, **given: Any) -> AmendmentDecisionForm:
        return AmendmentDecisionForm(*data, federation=self.federation, year=self.year, **given)

    def _page(self, form: AmendmentDecisionForm, status: int = 200) -> HttpResponse:
        return self.show(
            {
                **_funding_told(self.amendments[0]),
                "form": form,
                "cancel_url": self.url("amendments"),
                "first_url": self.url("meeting_add"),
            },
            status=status,
        )
