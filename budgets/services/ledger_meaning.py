"""What accounts and objects mean is decided when the ledger is read: another meaning would change closed months.

Whatever says what they mean (mappings, account groups, the codes of IDs) is written within the guard here: a closed
month refuses it, as it refuses every change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.domain.ledger import WHOLE_YEAR, month_name
from budgets.domain.ledger_balance import line_of
from budgets.ledger_queries import ledger_mapping
from budgets.models import BalanceFigure, LedgerFigure
from budgets.services.ledger_months import lock_ledger
from finsam import swedish
from finsam.scope import Scope
from members.models import Federation

Row = tuple[int, int, str, str, str]
"""Year, month, account, dimension and object of something that a closed month holds."""


@contextmanager
def closed_months_keep_their_meaning(federation: Federation) -> Iterator[None]:
    """What is written within is undone, and ValidationError raised, when a closed month would be read otherwise.

    One query while no month is closed; else ten, whatever the ledger's size.
    """
    with transaction.atomic():
        lock_ledger(federation)
        closed = _closed(federation)
        before = _meanings(federation, closed)
        yield
        after = _meanings(federation, closed)
        changed = [row for row, meaning in before.items() if after.get(row) != meaning]
        if changed:
            raise ValidationError(_refusal(changed), code="closed")


def _closed(federation: Federation) -> set[tuple[int, int]]:
    """Year and month of every month that is closed."""
    closings = federation.ledger_closings.filter(reopened_at=None).order_by()
    return set(closings.values_list("year", "month"))


def _meanings(federation: Federation, closed: set[tuple[int, int]]) -> dict[Row, Any]:
    """What each account and object of the closed months means: ID, account group, line of the balance sheet."""
    if not closed:
        return {}
    years = {year for year, _month in closed}
    mapping = ledger_mapping(Scope(federation.pk, max(years)))
    own = {number: each.balance_line for number, each in mapping.accounts.items() if each.balance_line}
    figures = LedgerFigure.objects.filter(federation=federation, year__in=years).exclude(account_number="")
    balances = BalanceFigure.objects.filter(federation=federation, year__in=years).exclude(account_number="")
    rows = figures.order_by().values_list(
        "year", "month", "account_number", "ledger_import__dimension", "object_code", "ledger_import"
    )
    found: dict[Row, Any] = {}
    for year, month, number, dimension, code, file in rows.distinct():
        if _is_closed(year, month, closed):
            found[year, month, number, dimension or "", code] = (
                mapping.is_balance(number),
                mapping.group_of(number),
                mapping.centre_of(dimension, code, number) if file else None,
                line_of(number, own),
            )
    for year, month, number in balances.order_by().values_list("year", "month", "account_number").distinct():
        if _is_closed(year, month or 1, closed):
            found[year, month, number, "", "saldo"] = line_of(number, own)
    return found


def _is_closed(year: int, month: int, closed: set[tuple[int, int]]) -> bool:
    """Whether a month is closed; the whole year is when any month of it is."""
    if month == WHOLE_YEAR:
        return any(year == each for each, _month in closed)
    return (year, month) in closed


def _refusal(changed: list[Row]) -> str:
    months = sorted({(year, month or 1) for year, month, *_what in changed})
    accounts = sorted({number for _year, _month, number, *_what in changed})
    told = swedish.listed([f"{month_name(month)} {year}" for year, month in months[:3]])
    more = f" och {len(months) - 3} månader till" if len(months) > 3 else ""
    is_are = "är stängd" if len(months) == 1 else "är stängda"
    which = f"konto {swedish.listed(accounts[:3])}{' med flera' if len(accounts) > 3 else ''}"
    return (
        f"{told[:1].upper()}{told[1:]}{more} {is_are}, och ändringen skulle räkna belopp där på annat sätt ({which}). "
        "Öppna igen under Uppföljning › Månader, med en motivering, om det ska ändras."
    )
