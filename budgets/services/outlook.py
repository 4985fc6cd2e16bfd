"""Writes of an outlook as a whole: several of its years at once, and years added at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from budgets.models import Budget, OutlookYear
from budgets.services.budgets import save_outlook_year
from members.models import Federation


@dataclass(frozen=True)
class YearChange:
    """What is to be written of a year: a row at a revision, or with no `pk` a year that nothing was entered for."""

    year: int
    pk: int | None
    revision: int | None
    changes: dict[str, Any]


@transaction.atomic
def save_outlook(
    *, federation: Federation, budget: Budget, years: Iterable[YearChange], add: Sequence[int] = ()
) -> list[OutlookYear]:
    """Write what has changed in several years and add others, all or nothing.

    Raises EditConflict or RowGone at the first year that is not as it was.
    """
    saved = []
    for each in years:
        fixed = {} if each.pk else {"budget": budget, "year": each.year}
        row = save_outlook_year(
            federation=federation, pk=each.pk, revision=each.revision, **fixed, **each.changes
        )
        saved.append(row)
    added = [year for year in add if year not in {row.year for row in saved}]
    return saved + [save_outlook_year(federation=federation, budget=budget, year=year) for year in added]
