"""Filters that lead from a line of a statement to its note in the same document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from budgets.domain.statement_forms import Line

register = template.Library()

Others = Mapping[str, Mapping[str, str]]
"""Label, number and anchor of each numbered block of the document, by its reference with "_" between."""


@register.filter
def note_in(line: Line, others: Any) -> Mapping[str, str]:
    """The note that a line refers to; empty where it refers to none, or the document has it not."""
    return _note(line, others or {})


@register.filter
def has_notes(lines: Iterable[Line], others: Any) -> bool:
    """Whether any line refers to a note of the document."""
    return any(_note(line, others or {}) for line in lines)


def _note(line: Line, others: Others) -> Mapping[str, str]:
    return others.get(f"budgets_note_{line.note.replace('-', '_')}", {}) if line.note else {}
