"""What many budgets add up to, of many federations, read at once: for lists that compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budgets.domain.facts import CentreFact
from budgets.domain.totals import Totals, totals
from budgets.models import Budget, CostCentre
from budgets.queries import budget_fact, lines_of
from members.models import Decision


@dataclass(frozen=True)
class BudgetSummary:
    """A budget and its totals."""

    budget: Budget
    totals: Totals

    @property
    def decision(self) -> Decision | None:
        """The decision it was adopted by."""
        return self.budget.decision


def summaries(budgets: Sequence[Budget]) -> list[BudgetSummary]:
    """The budgets with their totals, in the same order. Three queries, however many they are."""
    lines = lines_of([budget.pk for budget in budgets])
    centres: dict[int, list[CentreFact]] = {}
    for centre in CostCentre.objects.filter(federation__in={budget.federation_id for budget in budgets}):
        fact = CentreFact(centre.pk, centre.parent_id, centre.code, "", centre.purpose)
        centres.setdefault(centre.federation_id, []).append(fact)
    return [
        BudgetSummary(
            budget, totals(budget_fact(budget, lines), tuple(centres.get(budget.federation_id, ())))
        )
        for budget in budgets
    ]
