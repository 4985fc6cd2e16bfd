"""Domain names for the questions budgets' tables are asked."""

from __future__ import annotations

from typing import Any

from django.db import models


class BudgetQuerySet(models.QuerySet[Any]):
    """Budgets."""

    def worked_on(self, year: int) -> BudgetQuerySet:
        """The year's versions, the newest first: what an editor sees and changes."""
        return self.filter(year=year).order_by("-version")

    def in_force(self, year: int) -> BudgetQuerySet:
        """The year's budget to rely on first: the adopted one, else the newest version."""
        return self.filter(year=year)._to_rely_on_first()

    def in_force_each_year(self) -> list[Any]:
        """One budget for each year that has any, the one `in_force` gives first, in order. One query."""
        found: dict[int, Any] = {}
        for budget in self._to_rely_on_first():
            found.setdefault(budget.year, budget)
        return [found[year] for year in sorted(found)]

    def _to_rely_on_first(self) -> BudgetQuerySet:
        return self.exclude(status="superseded").order_by(
            models.Case(models.When(status="adopted", then=0), default=1), "-version"
        )

    def before(self, budget: Any) -> BudgetQuerySet:
        """The versions of the same year before a budget that the board has decided, the newest first."""
        decided = self.filter(year=budget.year, version__lt=budget.version)
        return decided.filter(status__in=("adopted", "superseded")).order_by("-version")
