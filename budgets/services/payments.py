"""Writes of the days on which members pay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.domain.requisitions import USUAL, a_year_later, usual_days
from budgets.models import Instalment
from budgets.year_queries import instalment_facts
from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation

LAST_YEAR = "last_year"
"""The way to pay that is last year's."""


def save_instalment(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Instalment:
    """Add or change a payment day. That the days add up to 100 % is a finding: they are entered one at a time."""

    def guard(day: Instalment) -> None:
        of_federation(federation)(day)
        due_on, percent = changes.get("due_on", day.due_on), changes.get("percent", day.percent)
        _refuse_odd(changes.get("year", day.year), due_on, percent)

    return store(
        Instalment, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
    )


def remove_instalment(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a payment day."""
    remove(Instalment, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def fill_instalments(*, federation: Federation, year: int, way: str) -> int:
    """Give a year without payment days last year's, or one of the usual ways to pay; how many days that is."""
    if federation.instalments.filter(year=year).exists():
        raise ValidationError(
            f"Det finns redan betalningsdagar för {year}. Ändra dem, eller ta bort dem först."
        )
    if way == LAST_YEAR:
        days = a_year_later(instalment_facts(federation, year - 1))
        if not days:
            raise ValidationError(f"Det finns inga betalningsdagar för {year - 1} att utgå från.")
    elif way in USUAL:
        days = usual_days(way, year)
    else:
        raise ValidationError("Välj fyra kvartal, en betalning eller förra årets dagar.")
    for day in days:
        save_instalment(
            federation=federation,
            year=year,
            due_on=day.due_on,
            percent=day.percent,
            party_group=day.party_group,
        )
    return len(days)


def _refuse_odd(year: int, due_on: date | None, percent: Decimal | None) -> None:
    wrong = {}
    if due_on is not None and abs(due_on.year - year) > 1:
        wrong["due_on"] = f"Dagen ligger långt från {year}. Kontrollera årtalet."
    if percent is not None and percent <= 0:
        wrong["percent"] = "Skriv en andel som är större än 0 %."
    if wrong:
        raise ValidationError(wrong)
