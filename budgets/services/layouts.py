"""Writes of the forms that a federation has chosen for its statements. A form is its rows and columns together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from budgets.domain.statement_forms import Form, FormColumn, FormRow, Statement, problems
from budgets.models import StatementLayout
from finsam.revisions import EditConflict, RowGone, remove, store
from members.models import Federation
from members.services import of_federation


@transaction.atomic
def save_layout(
    *,
    federation: Federation,
    rows: Sequence[FormRow],
    columns: Sequence[FormColumn] = (),
    pk: int | None = None,
    revision: int | None = None,
    **changes: Any,
) -> StatementLayout:
    """Choose a form of a statement from a year on, or change it: `rows` and `columns` are all it is to have.

    Without rows the statement follows the law from that year. The form's own revision covers its rows.
    """
    before: list[int] = []

    def guard(layout: StatementLayout) -> None:
        of_federation(federation)(layout)
        before.append(layout.revision)
        if changes.get("statement", layout.statement) != layout.statement:
            raise ValidationError("En uppställning av en räkning blir inte en av en annan. Gör en ny.")
        if rows:
            refuse_problems(Statement(layout.statement), rows, columns)

    layout = store(
        StatementLayout,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=guard,
    )
    wrote = _write(layout.rows, [_stored_row(row) for row in with_keys(rows)])
    wrote = (
        _write(layout.columns, [{"source": each.source, "heading": each.heading} for each in columns])
        or wrote
    )
    if wrote and pk is not None and before == [layout.revision]:
        layout.touch()  # rows and columns are edited together with the form
    return layout


@transaction.atomic
def follow_law(
    *,
    federation: Federation,
    statement: Statement,
    year: int,
    pk: int | None = None,
    revision: int | None = None,
) -> StatementLayout | None:
    """Let a statement follow the law from a year on; None where it does so already, by what was chosen that very year.

    A form chosen that year is taken away; one chosen earlier stays for the years before. `pk` and `revision` are of
    the form that was in force in the year when it was decided: raises RowGone where it is gone, EditConflict where it
    has changed or another is in force now. Then nothing is written.
    """
    chosen = federation.statement_layouts.filter(statement=statement.value)
    if pk is not None:
        if not chosen.filter(pk=pk).exists():
            raise RowGone
        StatementLayout.locked(pk, revision)
        in_force = chosen.filter(from_year__lte=year).order_by("-from_year").first()
        if in_force is None or in_force.pk != pk:
            raise EditConflict(in_force or chosen.get(pk=pk))
    same = chosen.filter(from_year=year).first()
    if same is not None:
        remove_layout(federation=federation, pk=same.pk, revision=same.revision)
    if not chosen.filter(from_year__lt=year).exists():
        return None
    return save_layout(federation=federation, statement=statement.value, from_year=year, rows=())


def remove_layout(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Take a form away: what was chosen before it holds again, else the law's."""
    remove(StatementLayout, pk=pk, revision=revision, guard=of_federation(federation))


def refuse_problems(statement: Statement, rows: Sequence[FormRow], columns: Sequence[FormColumn]) -> None:
    """Raise what would keep a form from tying, or from being read."""
    found = problems(Form("own", statement, "", "", tuple(with_keys(rows)), tuple(columns)))
    if statement is Statement.INCOME and not any(each.source == "actual" for each in columns):
        found.append("Uppställningen ska ha en kolumn med årets utfall.")
    if found:
        raise ValidationError(found)


def with_keys(rows: Sequence[FormRow]) -> list[FormRow]:
    """The rows, each with a short name of its own: the one it has, else one made of its text."""
    taken = {row.key for row in rows if row.key}
    found = []
    for row in rows:
        key = row.key
        if not key:
            wanted = slugify(row.label.replace("_", "-"))[:36].strip("-") or "rad"
            numbered = (f"{wanted}-{number}" for number in range(2, len(rows) + 3))
            key = next(each for each in (wanted, *numbered) if each not in taken)
            taken.add(key)
        found.append(replace(row, key=key))
    return found


def _stored_row(row: FormRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "period_label": row.period_label,
        "level": row.level.value,
        "gathers": list(row.gathers),
        "note": row.note,
        "is_optional": row.is_optional,
    }


def _write(related: Any, wanted: list[dict[str, Any]]) -> bool:
    """Let the rows or columns be those wanted, in order; whether anything was written."""
    stored = list(related.all())
    values = [{**given, "position": place + 1} for place, given in enumerate(wanted)]
    pairs = zip(stored, values, strict=False)
    if len(stored) == len(values) and all(
        getattr(row, name) == value for row, given in pairs for name, value in given.items()
    ):
        return False
    for row in stored:
        row.delete()
    for given in values:
        row = related.model(layout=related.instance, **given)
        row.full_clean(exclude=["layout"])
        row.save()
    return True
