"""The page that chooses in how many parts a year's budget is entered."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.http import Http404

from budgets.forms.parts import PartsForm
from budgets.models import Budget
from budgets.queries import budget_facts, budget_scope
from budgets.services import set_parts
from members.access import Permission
from members.pages import RowPage


class PartsPage(RowPage):
    """Whole year, halves, thirds, quarters or months, with what each means for the amounts entered."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "shapes"
    form_class = PartsForm
    back = "shapes"
    noun, noun_new = "årets delar", "årets delar"
    save = staticmethod(set_parts)
    help_text = (
        "Årets belopp skrivs för hela året eller i lika många delar på varje rad. "
        "Summan för året räknas av delarna."
    )

    def rows(self) -> models.QuerySet[Budget]:
        return self.federation.budgets.worked_on(self.year)

    @cached_property
    def row(self) -> Budget:
        """The version of the year's budget that is worked on; 404 when the year has none."""
        found: Budget | None = self.rows().first()
        if found is None:
            raise Http404
        return found

    def get_title(self) -> str:
        return "Årets delar"

    def name_of(self, row: Budget) -> str:
        return f"budgeten för {row.year} skrivs {row.get_parts_display()}"

    def form_arguments(self) -> dict[str, Any]:
        budget = budget_scope(self.federation, self.year, is_editor=True).facts(budget_facts).budget
        return {"federation": self.federation, "budget": budget}
