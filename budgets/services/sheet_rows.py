"""Rows of the sheet as such: where a line or an ID stands, taking it away, and putting back exactly what was taken."""

from __future__ import annotations

import json
from typing import Any

from django.core import serializers, signing
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from budgets.models import Budget, BudgetLine, CostCentre
from budgets.services.budgets import remove_cost_centre, remove_line
from budgets.services.guards import open_budget_of, refuse_stranger
from finsam.revisions import Revisioned, RowGone, refuse_taken
from members.models import Federation

STEP = 10
"""How far apart rows are placed, so that others find room between them."""
LAST_PLACE = 32_000
SALT = "finsam.sheet.removed"


@transaction.atomic
def move_line(*, federation: Federation, pk: int, before: int | None) -> None:
    """Let a line stand before another of its ID, or last."""
    line = BudgetLine.locked(pk, None)
    open_budget_of(federation)(line)
    rows = BudgetLine.objects.filter(budget=line.budget_id, cost_centre=line.cost_centre_id)
    _move(line, rows, before)


@transaction.atomic
def move_cost_centre(*, federation: Federation, pk: int, before: int | None) -> None:
    """Let an ID stand before another under the same ID, or last."""
    centre = CostCentre.locked(pk, None)
    refuse_stranger(centre.federation_id, federation)
    _move(centre, federation.cost_centres.filter(parent=centre.parent_id), before)


@transaction.atomic
def take_line(*, federation: Federation, pk: int) -> str:
    """Remove a line; gives what puts it back."""
    line = BudgetLine.locked(pk, None)
    kept = _keep(federation, [line, *line.amounts.all()])
    remove_line(federation=federation, pk=pk, revision=None)
    return kept


@transaction.atomic
def take_cost_centre(*, federation: Federation, pk: int) -> str:
    """Remove an ID without lines; gives what puts it back."""
    centre = CostCentre.locked(pk, None)
    kept = _keep(federation, [centre, *centre.names.all()])
    remove_cost_centre(federation=federation, pk=pk, revision=None)
    return kept


@transaction.atomic
def put_back(*, federation: Federation, kept: str) -> None:
    """Put back a row that was taken, as it was. Nothing is done when it is back already."""
    try:
        found = signing.loads(kept, salt=SALT)
    except signing.BadSignature as error:
        raise ValidationError("Det går inte att ångra: uppgifterna om raden är ofullständiga.") from error
    if found["federation"] != federation.pk:
        raise ValidationError("Det hör till ett annat förbund.")
    rows: list[Any] = [each.object for each in serializers.deserialize("python", found["rows"])]
    if type(rows[0])._base_manager.filter(pk=rows[0].pk).exists():
        return
    if isinstance(rows[0], BudgetLine):
        if not Budget.objects.filter(pk=rows[0].budget_id).exists():
            raise RowGone
        open_budget_of(federation)(rows[0])
    with refuse_taken():
        for row in rows:
            row._state.adding = True
            row.full_clean()
            row.save(force_insert=True)


def place(row: Revisioned, rows: models.QuerySet[Any], before: int | None) -> int:
    """The position that puts `row` before another of `rows`, or last. Makes room among them when there is none."""
    others = [each for each in rows if each.pk != row.pk]
    index = next((number for number, each in enumerate(others) if each.pk == before), len(others))
    low = others[index - 1].position if index else 0
    if index == len(others):
        if low + STEP <= LAST_PLACE:
            return low + STEP
    elif others[index].position - low >= 2:
        return (low + int(others[index].position)) // 2
    for number, each in enumerate(others):
        wanted = STEP * (number + 1 + (number >= index))
        if each.position != wanted:
            each.revision += 1
            each.position = wanted
            each.save(update_fields=["position", "revision"])
    return STEP * (index + 1)


def _move(row: BudgetLine | CostCentre, rows: models.QuerySet[Any], before: int | None) -> None:
    if before == row.pk:
        return
    row.position = place(row, rows, before)
    row.revision += 1
    row.save(update_fields=["position", "revision"])


def _keep(federation: Federation, rows: list[models.Model]) -> str:
    kept = {"federation": federation.pk, "rows": serializers.serialize("python", rows)}
    return signing.dumps(kept, salt=SALT, serializer=_Serializer, compress=True)


class _Serializer(signing.JSONSerializer):
    """Rows as JSON: Decimal and UUID as text."""

    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj, separators=(",", ":"), cls=DjangoJSONEncoder).encode("latin-1")
