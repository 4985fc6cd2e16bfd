"""The year-end: what is entered beside the ledger, and what it leads to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from budgets.domain.balance_requirement import SIGNS, balance_requirement
from budgets.domain.cost_notes import audit_cost
from budgets.domain.investments import PLANNED, investments
from budgets.forms.year_end import YearEndEntryForm
from budgets.models import YearEndEntry
from budgets.services.year_end import remove_year_end_entry, save_year_end_entry
from budgets.year_end_queries import year_end
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage

SUBJECTS = (
    ("requirement", "Balanskravsutredning", tuple(SIGNS)),
    ("investments", "Investeringar", tuple(PLANNED.values())),
    ("audit", "Revisionens kostnad", ("audit_cost",)),
)
"""What the entries are for: the key, the heading and the kinds."""


class YearEndPage(FederationPage):
    """What is entered for the year-end, by what it is for, and what follows. Constant number of queries."""

    permission = Permission.READ_BUDGET
    place = "follow_up"
    subpage = "year_end"
    title = "Bokslut"
    template_name = "budgets/year_end.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        entries = list(
            self.federation.year_end_entries.filter(year=self.year).select_related(
                "cost_centre", "account_group"
            )
        )
        facts = Scope(self.federation.pk, self.year).facts(year_end)
        return self.show(
            {
                "subjects": [
                    (key, heading, [each for each in entries if each.kind in kinds])
                    for key, heading, kinds in SUBJECTS
                ],
                "requirement": balance_requirement(facts) if facts else None,
                "investments": investments(facts) if facts else None,
                "audit": audit_cost(facts) if facts else None,
                "can_edit": self.may(Permission.EDIT_LEDGER),
            }
        )


class YearEndEntryPage(RowPage):
    """Add or change an entry of the year-end."""

    permission = Permission.EDIT_LEDGER
    place = "follow_up"
    subpage = "year_end"
    back = "year_end"
    form_class = YearEndEntryForm
    noun, noun_new = "uppgiften", "en uppgift till bokslutet"
    save = staticmethod(save_year_end_entry)
    remove = "year_end_entry_remove"

    def rows(self) -> models.QuerySet[YearEndEntry]:
        return self.federation.year_end_entries.filter(year=self.year)

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "year": self.year}

    def initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("slag", "")}

    def name_of(self, row: Any) -> str:
        return str(row.label)


class YearEndEntryRemove(RemovePage, YearEndEntryPage):
    """Asks, and removes an entry of the year-end."""

    discard = staticmethod(remove_year_end_entry)
