"""Whose hand it was: who wrote what stands in a cell, or removed its row, read from the change log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from budgets.models import BudgetLine, CostCentre, CostCentreName, LineAmount
from finsam import swedish
from members.models import ChangeLogEntry, Federation


@dataclass(frozen=True)
class Hand:
    """Who, and when; "" and None when the change log does not say."""

    who: str = ""
    when: datetime | None = None

    @property
    def clock(self) -> str:
        """10.42, and the day before it when it was not today."""
        if self.when is None:
            return ""
        moment = timezone.localtime(self.when)
        clock = f"{moment:%H.%M}"
        return (
            clock if moment.date() == timezone.localdate() else f"{swedish.long_date(moment.date())} {clock}"
        )


@dataclass(frozen=True)
class TakenAmount:
    """An amount beside the year's whole that a line no longer has."""

    line: int
    kind: str
    year: int
    part: int


def writers(federation: Federation, cells: Sequence[tuple[models.Model | TakenAmount, str]]) -> list[Hand]:
    """Per (row, column) the one who wrote there last. Two queries, however many the cells.

    An ID's column is "": its name.
    """
    if not cells:
        return []
    centres = [row for row, _ in cells if isinstance(row, CostCentre)]
    names: dict[int, list[int]] = {centre.pk: [] for centre in centres}
    for name in CostCentreName.objects.filter(cost_centre__in=centres) if centres else ():
        names[name.cost_centre_id].append(name.pk)
    wanted = Q(pk__in=[])
    for model, pks in (
        (BudgetLine, {row.pk for row, _ in cells if isinstance(row, BudgetLine)}),
        (LineAmount, {row.pk for row, _ in cells if isinstance(row, LineAmount)}),
        (CostCentreName, {pk for own in names.values() for pk in own}),
    ):
        wanted |= _about(model, pks)
    taken = {row.line for row, _ in cells if isinstance(row, TakenAmount)}
    if taken:
        lines = Q(*(("changes__line__0", str(pk)) for pk in taken), _connector=Q.OR)
        wanted |= Q(lines, content_type__model="lineamount", action=ChangeLogEntry.Action.DELETE)
    entries = list(_entries(federation, wanted))

    def hand(row: models.Model | TakenAmount, column: str) -> Hand:
        found = (entry for entry in entries if _is_about(entry, row, names))
        entry = next((each for each in found if not column or column in (each.changes or {})), None)
        return Hand(str(entry.actor or ""), entry.timestamp) if entry else Hand()

    return [hand(row, column) for row, column in cells]


def _is_about(entry: ChangeLogEntry, row: models.Model | TakenAmount, names: dict[int, list[int]]) -> bool:
    if isinstance(row, TakenAmount):
        was = {name: (entry.changes or {}).get(name, [""])[0] for name in ("line", "kind", "year", "part")}
        return list(was.values()) == [str(row.line), row.kind, str(row.year), str(row.part)]
    if isinstance(row, CostCentre):
        return entry.content_type.model == "costcentrename" and entry.object_id in names[row.pk]
    return (entry.content_type.model, entry.object_id) == (row._meta.model_name, row.pk)


def removals(federation: Federation, model: type[models.Model], pks: Collection[int]) -> dict[int, Hand]:
    """Per row that the federation has removed, whose hand it was. One query."""
    removed = _entries(federation, _about(model, pks)).filter(action=ChangeLogEntry.Action.DELETE)
    return {
        entry.object_id: Hand(str(entry.actor or ""), entry.timestamp)
        for entry in removed
        if entry.object_id is not None
    }


def _about(model: type[models.Model], pks: Collection[int]) -> Q:
    return Q(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        object_id__in=list(pks),
    )


def _entries(federation: Federation, wanted: Q) -> models.QuerySet[ChangeLogEntry]:
    entries = ChangeLogEntry.objects.filter(wanted, federation=federation)
    return entries.select_related("actor", "content_type").order_by("-timestamp", "-pk")
