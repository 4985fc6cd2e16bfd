"""Writes of a federation's own tables (presentation profiles). A table is its fields, rows and columns together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify

from budgets.domain.shapes import ShapeColumn, ShapeFact, ShapeRow
from budgets.models import TableShape
from budgets.services.guards import refuse_stranger
from budgets.shape_rules import shape_problems
from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation


@transaction.atomic
def save_shape(
    *,
    federation: Federation,
    rows: Sequence[ShapeRow],
    columns: Sequence[ShapeColumn],
    pk: int | None = None,
    revision: int | None = None,
    **changes: Any,
) -> TableShape:
    """Add a table last, or change one: `rows` and `columns` are all it is to have, in printed order.

    The table's own revision covers them. Its kind stays, since documents refer to it.
    """
    if pk is None:
        changes.setdefault("slug", _free_slug(federation, str(changes.get("name", ""))))
        last = federation.table_shapes.aggregate(last=models.Max("position"))["last"]
        changes.setdefault("position", int(last or 0) + 10)

    before: list[int] = []

    def guard(shape: TableShape) -> None:
        of_federation(federation)(shape)
        before.append(shape.revision)
        if changes.get("kind", shape.kind) != shape.kind:
            raise ValidationError({"kind": "Tabellens slag ändras inte. Lägg till en ny tabell."})
        _refuse_problems(shape, rows, columns)

    shape = store(
        TableShape, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
    )
    own = set(federation.cost_centres.values_list("pk", flat=True))
    if any(row.centre is not None and row.centre not in own for row in rows):
        raise ValidationError("Välj ett ID som hör till förbundet.")
    wrote = _write(shape.rows, [_stored_row(row) for row in rows])
    wrote = _write(shape.columns, [asdict(column) for column in columns]) or wrote
    if wrote and pk is not None and before == [shape.revision]:
        shape.touch()  # rows and columns are edited together with the table
    return shape


def remove_shape(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a table. A section that shows it says so in its draft."""
    remove(TableShape, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def move_shape(*, federation: Federation, pk: int, steps: int) -> TableShape:
    """Move a table `steps` places among the federation's: −1 up, +1 down. At an end it stays."""
    shape = TableShape.locked(pk, None)
    refuse_stranger(shape.federation_id, federation)
    ordered = list(federation.table_shapes.select_for_update())
    place = ordered.index(shape)
    if 0 <= place + steps < len(ordered):
        ordered.insert(place + steps, ordered.pop(place))
        for number, each in enumerate(ordered, start=1):
            if each.position != number * 10:
                # The same revision: one who is editing the table has lost nothing, and is not to be asked.
                each.position = number * 10
                each.save(update_fields=["position"])
    return shape


def _refuse_problems(shape: TableShape, rows: Sequence[ShapeRow], columns: Sequence[ShapeColumn]) -> None:
    wanted = ShapeFact(shape.pk, shape.slug, shape.name, shape.kind, tuple(rows), tuple(columns))
    if problems := shape_problems(wanted):
        raise ValidationError([str(problem) for problem in problems])


def _stored_row(row: ShapeRow) -> dict[str, Any]:
    found = asdict(row)
    found["centre_id"] = found.pop("centre")
    return found


def _write(related: Any, wanted: list[dict[str, Any]]) -> bool:
    """Let the rows or columns be those wanted, each place keeping its row in the database; whether any was written."""
    kept, wrote = list(related.all()), False
    for place, given in enumerate(wanted):
        row = kept[place] if place < len(kept) else related.model(shape=related.instance)
        values = {**given, "position": place + 1}
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.full_clean(exclude=["shape", "centre"])
            row.save()
            wrote = True
    for row in kept[len(wanted) :]:
        row.delete()
        wrote = True
    return wrote


def _free_slug(federation: Federation, name: str) -> str:
    """A short name made of the name, with a number after it where another table has it."""
    wanted = slugify(name.replace("_", "-"))[:36].strip("-") or "tabell"
    taken = set(federation.table_shapes.values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
