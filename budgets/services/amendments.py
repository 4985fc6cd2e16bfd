"""Writes of a budget's changes during the year: the board's decision on one alone, without a plan."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.models import Budget
from budgets.services.budgets import adopt_budget
from budgets.services.guards import refuse_stranger, refuse_unexplained, refuse_unseen
from members.models import Decision, Federation, Meeting
from members.services import save_decision


@transaction.atomic
def adopt_amendment(
    *, federation: Federation, pk: int, meeting: Meeting, minutes_ref: str, seen: str | None = None
) -> Budget:
    """The board has decided on a change of the budget alone: the decision is recorded, and the version adopted by it.

    A paragraph that is recorded already is taken, unless it carries something else. The year's first budget is adopted
    with its plan, never here. `seen` is the fingerprint of what the user was shown; raises BasisChanged when the budget
    says anything else by now.
    """
    budget = Budget.locked(pk, None)
    refuse_stranger(budget.federation_id, federation)
    if budget.version == 1:
        raise ValidationError("Årets första budget fastställs tillsammans med verksamhetsplanen.")
    refuse_unseen(budget, seen)
    refuse_unexplained(budget)
    decision = Decision.objects.filter(
        meeting=meeting, meeting__federation=federation, minutes_ref=minutes_ref
    ).first()
    if decision is not None and decision.is_sealed:
        raise ValidationError(
            {"minutes_ref": "Paragrafen har redan fastställt något annat. Skriv ändringens egen paragraf."}
        )
    if decision is None:
        decision = save_decision(
            federation=federation,
            meeting=meeting,
            minutes_ref=minutes_ref,
            subject=f"Ändring av budget {budget.year}",
        )
    return adopt_budget(federation=federation, pk=pk, decision=decision)
