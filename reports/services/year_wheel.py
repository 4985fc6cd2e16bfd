"""Writes of the year wheel: own occasions, what is said of the law's days, the usual times, and what is done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam import swedish
from finsam.periods import is_year
from finsam.revisions import remove, store
from members.models import Federation, User, WheelEntry, WheelMark
from members.services import of_federation
from reports.domain.deadlines import law_day
from reports.domain.usual_times import USUAL_TIMES


def save_wheel_entry(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> WheelEntry:
    """Add or change one of the federation's own occasions."""

    def guard(entry: WheelEntry) -> None:
        of_federation(federation)(entry)
        if entry.law:
            raise ValidationError("Lagens tidpunkter har en egen sida.")

    changes = {"federation": federation, **changes}
    return store(WheelEntry, pk=pk, revision=revision, changes=changes, guard=guard)


def save_law_day(
    *,
    federation: Federation,
    law: str,
    pk: int | None = None,
    revision: int | None = None,
    month: int,
    day: int,
    **changes: Any,
) -> WheelEntry:
    """Say who answers for one of the law's days, and an earlier day of the federation's own. Never a later one."""
    legal = law_day(law)
    if legal is None:
        raise ValidationError("Lagen har ingen sådan tidpunkt.")
    if (month, day) > (legal.month, legal.day):
        last = f"{legal.day} {swedish.MONTHS[legal.month - 1]}"
        raise ValidationError(
            {"day": f"Lagen säger senast den {last} ({legal.source}). Välj den dagen eller en tidigare."}
        )

    def guard(entry: WheelEntry) -> None:
        of_federation(federation)(entry)
        if entry.law != law:
            raise ValidationError("Raden gäller en annan tidpunkt.")

    changes |= {
        "federation": federation,
        "law": law,
        "title": legal.title.format(year="").replace("  ", " ").strip(),
        "year_offset": legal.year_offset,
        "month": month,
        "day": day,
    }
    return store(WheelEntry, pk=pk, revision=revision, changes=changes, guard=guard)


def remove_wheel_entry(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an occasion with what is marked of it; one of the law's is then as the law says."""
    remove(WheelEntry, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def add_usual_times(*, federation: Federation, keys: Collection[str], from_year: int) -> int:
    """Add the chosen usual times that the wheel does not have; how many were added."""
    Federation.objects.select_for_update().get(
        pk=federation.pk
    )  # two who press at once add each of them once
    known = {title.casefold() for title in federation.wheel_entries.values_list("title", flat=True)}
    chosen = [each for each in USUAL_TIMES if each.key in keys and each.title.casefold() not in known]
    for each in chosen:
        save_wheel_entry(
            federation=federation,
            title=each.title,
            month=each.month,
            day=each.day,
            year_offset=each.year_offset,
            responsible=each.responsible,
            note=each.note,
            from_year=from_year,
        )
    return len(chosen)


@transaction.atomic
def mark_done(*, federation: Federation, pk: int, year: int, user: User, done_on: date) -> WheelMark:
    """Mark an own occasion as done for the year it concerns; who was first stays, when two do."""
    entry = WheelEntry.objects.select_for_update().filter(pk=pk, federation=federation).first()
    if entry is None:
        raise ValidationError("Någon har tagit bort tidpunkten.")
    if entry.law:
        raise ValidationError("Lagens tidpunkter blir klara av sig själva, när det som ska göras är gjort.")
    if not is_year(year):
        raise ValidationError("Det är inget år som förbundet kan ha.")
    found = entry.marks.filter(year=year).first()
    if found is not None:
        return found
    changes = {"entry": entry, "year": year, "done_on": done_on, "done_by": user}
    return store(WheelMark, pk=None, revision=None, changes=changes)


def save_wheel_mark(*, federation: Federation, pk: int, revision: int | None, **changes: Any) -> WheelMark:
    """Change the day or the note of what is done."""
    return store(WheelMark, pk=pk, revision=revision, changes=changes, guard=of_federation(federation))


def remove_wheel_mark(*, federation: Federation, pk: int, revision: int | None) -> None:
    """It was not done after all."""
    remove(WheelMark, pk=pk, revision=revision, guard=of_federation(federation))
