"""Columns of one row, written each on its own: what can be is, and what is refused is named by its column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from finsam.revisions import Revisioned, refuse_taken

IDENTITY = {"budget", "cost_centre", "account_group", "label"}
"""What no two lines of a budget may have in common."""


def write(row: Revisioned, values: dict[str, Any]) -> dict[str, str]:
    """Write columns of a row, all that can be; per column refused, why.

    A fault that lies in none of the columns alone is said of all that share it.
    """
    values = dict(values)
    refused: dict[str, str] = {}
    while values or row._state.adding:
        before = {name: getattr(row, name) for name in (*values, "revision")}
        is_new = row._state.adding
        try:
            with refuse_taken():
                _save(row, values)
            return refused
        except ValidationError as error:
            row._state.adding = is_new
            if is_new:
                row.pk = None
            for name, value in before.items():
                setattr(row, name, value)
            blamed = dict(_blamed(error, values))
            refused.update(blamed)
            if is_new and (not blamed or "label" in blamed):
                return refused
            for name in blamed:
                del values[name]
    return refused


def _save(row: Revisioned, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if row._state.adding:
        row.full_clean()
        row.save()
        return
    kept = {each.name for each in row._meta.concrete_fields} - set(values)
    row.revision += 1
    row.full_clean(exclude=kept - IDENTITY if IDENTITY & set(values) else kept)
    row.save(update_fields=[*values, "revision"])


def _blamed(error: ValidationError, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    own = {name: messages for name, messages in by_field.items() if name in values}
    if own:
        yield from ((name, " ".join(messages)) for name, messages in own.items())
        return
    message = " ".join(each for messages in by_field.values() for each in messages)
    shared = [name for name in values if name in IDENTITY] if NON_FIELD_ERRORS in by_field else []
    yield from ((name, message) for name in (shared or values))
