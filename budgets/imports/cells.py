"""What a cell says as text, when it says something that can be one."""

from __future__ import annotations

import re

from budgets.imports.amounts import refuse_what_is_no_value
from budgets.imports.tables import Cell, CellKind

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def text_of(cell: Cell) -> str:
    """The text of a cell without the guard of an export. Raises ValueError, Swedish, when it holds something else."""
    refuse_what_is_no_value(cell)
    if cell.kind in (CellKind.DATE, CellKind.BOOLEAN):
        what = "ett datum" if cell.kind is CellKind.DATE else "ett sant/falskt-värde"
        raise ValueError(f"Cellen innehåller {what} ({cell.text}) där en text ska stå.")
    if _CONTROL.search(cell.text):
        raise ValueError("Cellen innehåller tecken som inte syns. Skriv om texten.")
    return unguarded(cell.text.strip())


def guarded(text: str) -> str:
    """A free text as it is exported: with ' before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
