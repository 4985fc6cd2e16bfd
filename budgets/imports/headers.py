"""Which sheet and row of a file hold the titles of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from budgets.imports.tables import Row, SheetTable


def chosen_header(
    tables: Sequence[SheetTable], sheet: str, header_row: int | None, find: Callable[[SheetTable], Row | None]
) -> tuple[SheetTable, Row]:
    """The sheet and header row that are chosen, or found; with nothing found, the first row that says something."""
    candidates = [table for table in tables if table.name == sheet] or list(tables)
    found = [(table, find(table)) for table in candidates]
    table, header = next(((table, row) for table, row in found if row is not None), (candidates[0], None))
    if header_row is not None:
        header = next((row for row in table.rows if row.number == header_row), header)
    if header is None:
        header = next(
            (row for row in table.rows if sum(not cell.is_blank for cell in row.cells) > 1), table.rows[0]
        )
    return table, header
