"""Tags that lead from a line of a statement to its note in the same document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from budgets.domain.statement_forms import Line
from finsam.crossings import Target

register = template.Library()


@register.simple_tag(takes_context=True)
def note_of(context: Mapping[str, Any], line: Line) -> Target | None:
    """The note that a line refers to; None where it refers to none, or the document has it not."""
    return _note(line, context.get("others") or {})


@register.simple_tag(takes_context=True)
def any_note(context: Mapping[str, Any], lines: Iterable[Line]) -> bool:
    """Whether any line refers to a note of the document."""
    return any(_note(line, context.get("others") or {}) for line in lines)


def _note(line: Line, others: Mapping[str, Target]) -> Target | None:
    """Others are the numbered blocks of the document, by reference with "_" between its signs."""
    return others.get(f"budgets_note_{line.note.replace('-', '_')}") if line.note else None
