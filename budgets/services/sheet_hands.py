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


def writers(federation: Federation, cells: Sequence[tuple[models.Model | None, str]]) -> list[Hand]:
    """Per (row, column) the one who wrote there last. Two queries, however many the cells.

    A row of None is an amount that has been taken away. An ID's column is "": its name.
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
    entries = list(_entries(federation, wanted))

    def hand(row: models.Model | None, column: str) -> Hand:
        pks = names.get(row.pk, []) if isinstance(row, CostCentre) else [row.pk] if row else []
        model = "costcentrename" if isinstance(row, CostCentre) else row._meta.model_name if row else ""
        for entry in entries:
            is_about = entry.content_type.model == model and entry.object_id in pks
            if is_about and (not column or column in (entry.changes or {})):
                return Hand(str(entry.actor or ""), entry.timestamp)
        return Hand()

    return [hand(row, column) for row, column in cells]


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
