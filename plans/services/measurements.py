"""Training events, indicators and measurements added, changed, read in and removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation
from plans.domain.indicators import exactness
from plans.models import Indicator, Measurement, TrainingEvent

STEP = 10


@transaction.atomic
def save_training_event(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> TrainingEvent:
    """Add a training event last in its year, or change one."""
    if pk is None and not changes.get("position"):
        own = federation.training_events.filter(year=changes["year"])
        changes["position"] = int(own.aggregate(last=Max("position"))["last"] or 0) + STEP

    def guard(event: TrainingEvent) -> None:
        of_federation(federation)(event)
        day, year = changes.get("held_on", event.held_on), changes.get("year", event.year)
        if day is not None and day.year != year:
            raise ValidationError({"held_on": f"Skriv en dag under {year}, eller lämna tomt."})

    return store(
        TrainingEvent,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=guard,
    )


def remove_training_event(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a training event."""
    remove(TrainingEvent, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def save_indicator(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Indicator:
    """Add an indicator last, or change one. A code that has been given stays: texts refer to it."""
    if pk is not None:
        changes.pop("code", None)
    elif not changes.get("code"):
        changes["code"] = _free_code(federation, slugify(changes.get("name", ""))[:36] or "indikator")
    if pk is None and not changes.get("position"):
        last = federation.indicators.aggregate(last=Max("position"))["last"]
        changes["position"] = int(last or 0) + STEP
    return store(
        Indicator,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=of_federation(federation),
    )


def _free_code(federation: Federation, wanted: str) -> str:
    taken = set(federation.indicators.values_list("code", flat=True))
    code, number = wanted, 2
    while code in taken:
        code, number = f"{wanted}-{number}", number + 1
    return code


def remove_indicator(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an indicator with its measurements."""
    remove(Indicator, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def save_measurement(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Measurement:
    """Add a measurement to an indicator, or change one."""

    def guard(row: Measurement) -> None:
        of_federation(federation)(row)
        _refuse_too_exact(row.indicator, changes.get("value", row.value))

    return store(Measurement, pk=pk, revision=revision, changes=changes, guard=guard)


def _refuse_too_exact(indicator: Indicator, value: Any) -> None:
    if value is not None and round(value, indicator.decimals) != value:
        how = exactness(indicator.decimals)
        raise ValidationError(
            {"value": f"”{indicator}” mäts i {how}. Ändra värdet, eller indikatorns decimaler."}
        )


def remove_measurement(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a measurement."""
    remove(Measurement, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def keep_measurements(
    *, federation: Federation, indicator: Indicator, rows: Iterable[Mapping[str, Any]]
) -> tuple[int, int]:
    """Write many measurements of one indicator, all or none; how many were added and how many changed.

    A row of the same time and group takes the place of the one that is there.
    """
    of_federation(federation)(indicator)
    locked = Indicator.locked(indicator.pk, None)
    there = {_place(row): row for row in locked.measurements.all()}
    added = changed = 0
    for row in rows:
        values = dict(row)
        known = there.get(_place(Measurement(**{name: values.get(name) for name in PLACE})))
        before = known.revision if known else None
        saved = save_measurement(
            federation=federation,
            pk=known.pk if known else None,
            revision=None,
            indicator=locked,
            **values,
        )
        there[_place(saved)] = saved
        added += known is None
        changed += known is not None and saved.revision != before
    return added, changed


PLACE = ("year", "month", "area", "respondents", "gender")


def _place(row: Measurement) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in PLACE)
