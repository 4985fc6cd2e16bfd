"""Financial goals added, assessed and removed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation
from plans.models import FinancialGoal

STEP = 10


@transaction.atomic
def save_financial_goal(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> FinancialGoal:
    """Add a goal last in its year, or change one. What is computed stands once a year, and is not assessed by hand."""
    Federation.objects.select_for_update().get(pk=federation.pk)  # of two at once, the second sees what came
    if pk is None and not changes.get("position"):
        own = federation.financial_goals.filter(year=changes["year"])
        changes["position"] = int(own.aggregate(last=Max("position"))["last"] or 0) + STEP

    def guard(goal: FinancialGoal) -> None:
        of_federation(federation)(goal)
        kind, year = changes.get("kind", goal.kind), changes.get("year", goal.year)
        if kind == FinancialGoal.Kind.OWN:
            return
        if changes.get("status", goal.status):
            raise ValidationError({"status": "Målet räknas fram ur räkenskaperna. Lämna tomt."})
        same = federation.financial_goals.filter(year=year, kind=kind)
        if (same.exclude(pk=goal.pk) if goal.pk else same).exists():
            raise ValidationError({"kind": "Året har redan ett sådant mål. Ändra det i stället."})

    return store(
        FinancialGoal, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
    )


def remove_financial_goal(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a goal."""
    remove(FinancialGoal, pk=pk, revision=revision, guard=of_federation(federation))
