"""Writes of the ledger that people type: amounts of months, balances, forecasts.

A closed month refuses every change, also of one who writes while it is being closed. A month is typed or read from a
file. What a file gave is never changed by hand, nor is anything typed beside it: it is corrected in a later file. What
was typed before a file came stays where somebody has said that the two are not the same, and may only be taken away.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.domain.ledger import WHOLE_YEAR, month_name
from budgets.models import (
    AccountGroup,
    BalanceFigure,
    CostCentre,
    Forecast,
    LedgerFigure,
    LedgerImport,
)
from budgets.services.guards import refuse_stranger
from budgets.services.ledger_months import (
    MONTHS,
    MonthClosed,
    closed_months,
    lock_ledger,
    refuse_closed_months,
)
from finsam.revisions import EditConflict, RowGone, remove, store
from members.models import Federation, User
from members.services import of_federation

MIXED = (
    "{year} har belopp både för månader och för hela året, och de skulle räknas två gånger. "
    "Skriv antingen månader eller hela året."
)


@dataclass(frozen=True)
class Openness:
    """Which months of a year are typed in: those that are neither closed nor read from a file. The ledger is locked."""

    year: int
    closed: frozenset[int]
    filed: frozenset[int]

    @classmethod
    def of(cls, federation: Federation, year: int) -> Openness:
        """The year's months as they stand. Three queries."""
        read = federation.ledger_imports.filter(year=year, status=LedgerImport.Status.COMMITTED)
        spans = read.values_list("first_month", "last_month")
        held = federation.ledger_figures.filter(year=year).exclude(ledger_import=None)
        return cls(
            year,
            closed_months(federation, year),
            frozenset(
                {month for first, last in spans if first and last for month in range(first, last + 1)}
                | set(held.order_by().values_list("month", flat=True).distinct())
            ),
        )

    def refuse(self, month: int, *, is_removal: bool = False) -> None:
        """Raise ValidationError when nothing may be typed in the month; 0, the whole year, touches all of them.

        What someone typed may still be taken away where a file has been read.
        """
        touched = set(MONTHS) if month == WHOLE_YEAR else {month}
        if closed := self.closed & touched:
            raise MonthClosed(self.year, closed)
        if not is_removal and self.filed & (touched | {WHOLE_YEAR}):
            what = "Året" if month == WHOLE_YEAR else month_name(month).capitalize()
            raise ValidationError(
                f"{what} {'' if month == WHOLE_YEAR else f'{self.year} '}är inläst från en fil. "
                "Rätta i ekonomisystemet och läs in filen igen.",
                code="filed",
            )


def is_mixed(month: int, others: Collection[int]) -> bool:
    """Whether an amount for the month beside amounts for the `others` would be counted twice."""
    return any((each == WHOLE_YEAR) != (month == WHOLE_YEAR) for each in others)


@transaction.atomic
def save_ledger_amount(
    *,
    federation: Federation,
    year: int,
    month: int,
    cost_centre: CostCentre,
    account_group: AccountGroup | None = None,
    account_number: str = "",
    line_key: UUID | None = None,
    amount: Decimal | None,
    source: str = "",
    user: User | None,
    revision: int | None = None,
) -> LedgerFigure | None:
    """Set what a month (0: the whole year) holds on an ID and account, account group or budget line.

    None takes the amount away. `revision` is that of the row as it was shown, 0 when there was none: another state
    raises EditConflict or RowGone. None skips the comparison.
    """
    lock_ledger(federation)
    Openness.of(federation, year).refuse(month, is_removal=amount is None)
    refuse_stranger(cost_centre.federation_id, federation)
    place = {
        "federation": federation,
        "year": year,
        "month": month,
        "cost_centre": cost_centre,
        "account_group": account_group,
        "account_number": account_number,
        "line_key": line_key,
    }
    known = LedgerFigure.objects.select_for_update(of=("self",)).filter(ledger_import=None, **place).first()
    _refuse_changed_since(known, revision)
    if amount is None:
        if known is not None:
            known.delete()
        return None
    _refuse_mixed(federation, year, month)
    changes = {**place, "amount": amount, "source": source, "entered_by": user}
    if known is not None and known.amount == amount and known.source == source:
        return known
    return store(LedgerFigure, pk=known.pk if known else None, revision=None, changes=changes)


@transaction.atomic
def save_balance(
    *,
    federation: Federation,
    user: User | None,
    pk: int | None = None,
    revision: int | None = None,
    **changes: Any,
) -> BalanceFigure:
    """Add or change what a part of the balance sheet stood at when a month ended."""

    def guard(row: BalanceFigure) -> None:
        of_federation(federation)(row)
        _refuse_of_file(row)
        if pk is not None:
            refuse_closed_months(federation, row.year, [row.month or 1])
        refuse_closed_months(
            federation, changes.get("year", row.year), [changes.get("month", row.month) or 1]
        )

    lock_ledger(federation)
    changes = {"federation": federation, **changes, "entered_by": user}
    return store(BalanceFigure, pk=pk, revision=revision, changes=changes, guard=guard)


@transaction.atomic
def remove_balance(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Take away a balance that was typed."""

    def guard(row: BalanceFigure) -> None:
        of_federation(federation)(row)
        _refuse_of_file(row)
        refuse_closed_months(federation, row.year, [row.month or 1])

    lock_ledger(federation)
    remove(BalanceFigure, pk=pk, revision=revision, guard=guard)


@transaction.atomic
def save_forecast(
    *,
    federation: Federation,
    year: int,
    month: int,
    cost_centre: CostCentre,
    line_key: UUID | None = None,
    amount: Decimal | None,
    comment: str = "",
    source: str = "",
    user: User | None,
    revision: int | None = None,
) -> Forecast | None:
    """Set what an ID is expected to end the year at, as seen after the month; neither amount nor comment removes it.

    `revision` as in `save_ledger_amount`. A forecast is an opinion and no bookkeeping: closed months do not stop it.
    """
    lock_ledger(federation)
    refuse_stranger(cost_centre.federation_id, federation)
    place = {
        "federation": federation,
        "year": year,
        "month": month,
        "cost_centre": cost_centre,
        "line_key": line_key,
    }
    known = Forecast.objects.select_for_update(of=("self",)).filter(**place).first()
    _refuse_changed_since(known, revision)
    if amount is None and not comment:
        if known is not None:
            known.delete()
        return None
    changes = {**place, "amount": amount, "comment": comment, "source": source, "entered_by": user}
    return store(Forecast, pk=known.pk if known else None, revision=None, changes=changes)


def _refuse_changed_since(known: LedgerFigure | Forecast | None, revision: int | None) -> None:
    """Refuse when the row is not as it was shown: `revision` 0 is that there was none, None asks nothing."""
    if revision is None:
        return
    if known is None:
        if revision:
            raise RowGone
    elif known.revision != revision:
        raise EditConflict(known)


def _refuse_mixed(federation: Federation, year: int, month: int) -> None:
    """Months and the whole year in one year would be counted twice."""
    months = federation.ledger_figures.filter(year=year).order_by().values_list("month", flat=True)
    if is_mixed(month, set(months.distinct())):
        raise ValidationError(MIXED.format(year=year), code="mixed")


def _refuse_of_file(row: BalanceFigure) -> None:
    if row.ledger_import_id is not None:
        raise ValidationError(
            "Beloppet är inläst från en fil. Rätta det i ekonomisystemet och läs in filen igen."
        )
