"""What is read of a file, frozen: sheets of cells, and what was wrong or worth telling. Plain Python, no Django.

Rows and columns are counted from one, as Excel shows them. How a file becomes this is in `files`, `workbook` and
`text`; what the cells mean is in `columns` and `rows`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_SHEETS = 20
MAX_CELLS = 400_000
"""In one sheet, from its first row and column to the last that hold something."""


@dataclass(frozen=True)
class Contents:
    """What a file is read for, as messages call it, and how much of it is read.

    `is_known` says whether a title is that of a column which such files have.
    """

    what: str
    row: str
    is_known: Callable[[str], bool]
    formats: str = ".xlsx, .ods eller .csv"
    max_bytes: int = MAX_BYTES
    max_rows: int = MAX_ROWS
    max_cells: int = MAX_CELLS


class CellKind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCACHED = "uncached"
    """A formula that was saved without its value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is what it says; `number` is set when the file itself holds a number, exactly as shown."""

    row: int
    column: int
    text: str = ""
    number: Decimal | None = None
    kind: CellKind = CellKind.EMPTY

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing at all."""
        return self.kind in (CellKind.EMPTY, CellKind.TEXT) and not self.text.strip()


@dataclass(frozen=True)
class Row:
    """One row of a sheet. A row of a text file has just the fields that were written."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    def cell(self, column: int) -> Cell:
        """The cell in a column; an empty one past the end."""
        return self.cells[column - 1] if column <= len(self.cells) else Cell(self.number, column)

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything."""
        return all(cell.is_blank for cell in self.cells)


@dataclass(frozen=True)
class MergedRange:
    """Cells merged into one, first and last row and column inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        return (
            f"{column_letter(self.first_column)}{self.first_row}:"
            f"{column_letter(self.last_column)}{self.last_row}"
        )

    def meets(self, rows: range, columns: frozenset[int]) -> bool:
        """Whether it lies in any of the rows and any of the columns."""
        own = range(self.first_column, self.last_column + 1)
        return self.first_row < rows.stop and rows.start <= self.last_row and any(c in columns for c in own)


@dataclass(frozen=True)
class SheetTable:
    """One sheet, or a whole text file, as it stands: blank rows kept, so that row numbers are the file's own."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[MergedRange, ...] = ()
    is_hidden: bool = False
    is_text: bool = False
    """A text file's rows may have too few or too many fields; a sheet's never do."""


@dataclass(frozen=True)
class Problem:
    """What stops the import, in Swedish: what is wrong and what to do, and where when it has a place."""

    message: str
    row: int | None = None
    column: int | None = None
    sheet: str = ""

    @property
    def letter(self) -> str:
        """The column as Excel names it; empty without one."""
        return column_letter(self.column) if self.column else ""

    @property
    def place(self) -> str:
        """Cell D7, rad 7, blad Budget, or nothing."""
        where = f"blad {self.sheet}" if self.sheet else ""
        if self.row and self.column:
            where = f"{where}, cell {self.letter}{self.row}"
        elif self.row:
            where = f"{where}, rad {self.row}"
        where = where.removeprefix(", ")
        return where[:1].upper() + where[1:]

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True)
class FileReading:
    """All that was read of a file. With problems there are no tables; notices are worth telling but stop nothing."""

    tables: tuple[SheetTable, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    encoding: str = ""
    """How a text file was read, as a person calls it; empty for a workbook."""


class Refused(Exception):
    """The file is not read further; `problem` says why. Never leaves `files.read_file`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refused(message: str, row: int | None = None, column: int | None = None, sheet: str = "") -> Refused:
    """What to raise when a file cannot be read further."""
    return Refused(Problem(message, row, column, sheet))


def column_letter(column: int) -> str:
    """D for 4, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def too_many_rows(sheet: str, contents: Contents) -> Refused:
    """A sheet has content below the last row that is read."""
    return refused(
        f"Det finns fler än {_thousands(contents.max_rows)} rader. "
        f"Ta bort det som inte hör till {contents.what}, eller dela upp filen.",
        row=contents.max_rows + 1,
        sheet=sheet,
    )


def too_many_columns(sheet: str, row: int, contents: Contents) -> Refused:
    """A sheet has content to the right of the last column that is read."""
    return refused(
        f"Det finns fler än {MAX_COLUMNS} kolumner. Ta bort de kolumner som inte hör till {contents.what}.",
        row=row,
        column=MAX_COLUMNS + 1,
        sheet=sheet,
    )


def too_many_cells(sheet: str, contents: Contents) -> Refused:
    """A sheet is both long and wide."""
    return refused(
        f"Bladet rymmer fler än {_thousands(contents.max_cells)} celler. "
        f"Ta bort rader och kolumner som inte hör till {contents.what}.",
        sheet=sheet,
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
