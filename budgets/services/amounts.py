"""Writes of what lines hold beside the whole year's amount, and of how many parts a year is entered in."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.domain.parts import even_parts
from budgets.models import Budget, BudgetLine, LineAmount
from budgets.services.guards import open_budget_of, refuse_closed, refuse_stranger
from budgets.services.rows import REFERRED, add_row, rewrite_amount
from finsam.revisions import store
from members.models import Federation


@transaction.atomic
def save_amount(
    *,
    federation: Federation,
    line: BudgetLine,
    kind: str,
    year: int,
    part: int = 0,
    amount: Decimal | None,
    note: str | None = None,
) -> LineAmount | None:
    """Set what a line holds in a column; None and no note takes the cell away. `note` None keeps the note it has."""
    open_budget_of(federation)(line)
    known = line.amounts.filter(kind=kind, year=year, part=part).first()
    kept = note if note is not None else known.note if known else ""
    if amount is None and not kept:
        if known is not None:
            known.delete()
        return None
    changes = {"line": line, "kind": kind, "year": year, "part": part, "amount": amount, "note": kept}
    return store(LineAmount, pk=known.pk if known else None, revision=None, changes=changes)


@transaction.atomic
def set_parts(*, federation: Federation, pk: int, revision: int | None, parts: int) -> Budget:
    """Enter the year's amounts in so many parts; what is entered is divided evenly in whole kronor, or added up."""
    budget = Budget.locked(pk, revision)
    refuse_stranger(budget.federation_id, federation)
    refuse_closed(budget)
    if parts not in Budget.Parts.values:
        raise ValidationError({"parts": "Välj hela året, halvår, tertial, kvartal eller månad."})
    if parts == budget.parts:
        return budget
    budget.save_next(parts=parts)
    for line in budget.lines.select_related(*REFERRED).prefetch_related("amounts"):
        line.budget = budget
        whole = _taken_out_of_parts(line)
        rewrite_amount(line, whole if parts == 1 else None)
        if parts > 1 and whole is not None:
            for part, amount in enumerate(even_parts(whole, parts), start=1):
                add_row(
                    LineAmount,
                    line=line,
                    kind=LineAmount.Kind.PART,
                    year=budget.year,
                    part=part,
                    amount=amount,
                )
    return budget


def _taken_out_of_parts(line: BudgetLine) -> Decimal | None:
    """The year's amount of a line, whose parts are taken away."""
    parts = [cell for cell in line.amounts.all() if cell.kind == LineAmount.Kind.PART]
    amounts = [cell.amount for cell in parts if cell.amount is not None]
    for cell in parts:
        cell.delete()
    return sum(amounts, Decimal(0)) if amounts else line.amount
