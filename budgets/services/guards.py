"""What every write of budgets asks first: is it the federation's own, and may it still be changed?"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from budgets.models import Budget, BudgetLine, OutlookYear
from budgets.queries import basis_of
from members.models import Federation


class BasisChanged(ValidationError):
    """What the board would adopt is not what the user was shown."""

    def __init__(self) -> None:
        super().__init__("Någon har ändrat budgeten sedan du öppnade sidan. Läs igen före beslutet.")


def refuse_unseen(budget: Budget, seen: str | None) -> None:
    """A locked budget says what it said when it was shown: `seen` is its fingerprint then; None skips it."""
    if seen is not None and seen != basis_of(budget):
        raise BasisChanged


def open_budget_of(federation: Federation, budget: Budget | None = None) -> Any:
    """A guard: the row's budget, as it stands now and locked, is the federation's own and open.

    `budget` is the one the row is to belong to: a row is not moved to another.
    """

    def guard(row: BudgetLine | OutlookYear) -> None:
        own = Budget.objects.select_for_update().get(pk=row.budget_id)
        refuse_stranger(own.federation_id, federation)
        refuse_closed(own)
        if budget is not None and budget.pk != own.pk:
            refuse_closed(budget)
            raise ValidationError("Det går inte att flytta till en annan budget.")

    return guard


def refuse_stranger(federation_id: int, federation: Federation) -> None:
    if federation_id != federation.pk:
        raise ValidationError("Det hör till ett annat förbund.")


def refuse_closed(budget: Budget) -> None:
    if not budget.is_open:
        raise ValidationError(
            f"Budgeten för {budget.year} är {budget.get_status_display().lower()} och ändras inte. "
            "En rättelse görs i en ny version med eget beslut."
        )


def refuse_unexplained(budget: Budget) -> None:
    """A change during the year says what it changes and how it is paid for (11 kap. 15 § of the Municipal Act)."""
    if budget.version > 1 and not (budget.change_reason and budget.funding_source):
        raise ValidationError(
            f"Budgeten för {budget.year} är en ändring av en fastställd budget. Skriv först vad ändringen gäller "
            "och hur den finansieras, under Budget › Ändringar."
        )
