"""Closing months of the ledger, and opening them again with a reason. A closed month refuses every change.

Whoever writes in the ledger, or closes a month, first takes the federation's lock: nothing is written between the
question whether a month is open and the writing.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from budgets.domain.ledger import month_name
from budgets.models import LedgerClosing
from finsam import swedish
from finsam.revisions import refuse_taken, store
from members.models import Federation, User

MONTHS = tuple(range(1, 13))


class MonthClosed(ValidationError):
    """A month that is to be changed is closed."""

    def __init__(self, year: int, months: Iterable[int]) -> None:
        names = [month_name(month) for month in sorted(months)]
        is_are = "är stängd" if len(names) == 1 else "är stängda"
        super().__init__(
            f"{swedish.listed(names).capitalize()} {year} {is_are} och ändras inte. "
            "Öppna igen under Uppföljning › Månader, med en motivering, om något ska rättas.",
            code="closed",
        )


def lock_ledger(federation: Federation) -> None:
    """Let no one else write in the federation's ledger, nor close a month of it, until this transaction ends."""
    Federation.objects.select_for_update().get(pk=federation.pk)


def closed_months(federation: Federation, year: int) -> frozenset[int]:
    """The months of the year that are closed. One query."""
    closed = federation.ledger_closings.filter(year=year, reopened_at=None)
    return frozenset(closed.values_list("month", flat=True))


def refuse_closed_months(federation: Federation, year: int, months: Iterable[int]) -> None:
    """Raise MonthClosed when any of the months is closed; 0, the whole year, touches all of them. One query.

    The ledger is to be locked already (`lock_ledger`).
    """
    asked = set(months)
    found = closed_months(federation, year) & (set(MONTHS) if 0 in asked else asked)
    if found:
        raise MonthClosed(year, found)


@transaction.atomic
def close_months(*, federation: Federation, year: int, through: int, user: User | None) -> list[int]:
    """Close every open month of the year up to and with `through`; which they are."""
    if through not in MONTHS:
        raise ValidationError({"through": "Välj en månad."})
    lock_ledger(federation)
    closed = closed_months(federation, year)
    open_ones = [month for month in MONTHS if month <= through and month not in closed]
    if not open_ones:
        raise ValidationError(
            {"through": f"Månaderna till och med {month_name(through)} {year} är redan stängda."}
        )
    with refuse_taken():
        for month in open_ones:
            changes = {"federation": federation, "year": year, "month": month, "closed_by": user}
            store(LedgerClosing, pk=None, revision=None, changes=changes)
    return open_ones


@transaction.atomic
def reopen_month(
    *, federation: Federation, year: int, month: int, reason: str, user: User | None
) -> LedgerClosing:
    """Open a closed month again. Why is kept, with who and when."""
    if not reason.strip():
        raise ValidationError({"reason": "Skriv varför månaden öppnas."})
    lock_ledger(federation)
    closing = federation.ledger_closings.filter(year=year, month=month, reopened_at=None).first()
    if closing is None:
        raise ValidationError(f"{month_name(month).capitalize()} {year} är inte stängd.")
    changes = {"reopened_at": timezone.now(), "reopened_by": user, "reason": reason.strip()}
    return store(LedgerClosing, pk=closing.pk, revision=None, changes=changes)
