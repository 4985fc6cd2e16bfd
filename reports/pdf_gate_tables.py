"""The gate's checks of tables: headers that are said to be headers, and cells that name the right ones.

Worked out from the finished file alone, by the place of each cell in the grid, and not with the code that
wrote the associations: what one of them gets wrong the other is to find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from finsam.findings import Finding, Severity
from reports.pdf_anatomy import Anatomy, Element


@dataclass(frozen=True)
class Placed:
    """A cell with the column and row where it begins, and the section of the table that it stands in."""

    cell: Element
    x: int
    y: int
    section: str
    section_number: int

    def shares_columns(self, other: Placed) -> bool:
        """Whether some column holds both cells."""
        return self.x < other.x + other.cell.columns and other.x < self.x + self.cell.columns

    def shares_rows(self, other: Placed) -> bool:
        """Whether some row holds both cells."""
        return self.y < other.y + other.cell.rows and other.y < self.y + self.cell.rows

    @property
    def has_content(self) -> bool:
        """Whether anything stands in the cell."""
        return bool(self.cell.kids or self.cell.contents)


@dataclass(frozen=True)
class Table:
    """A table of the file, laid out as a grid."""

    number: int
    element: Element
    cells: tuple[Placed, ...]
    widths: frozenset[int]
    """The number of columns of its rows: one, if they agree."""
    has_caption: bool
    index: frozenset[str]
    """The names that can be looked up in the file."""

    @property
    def where(self) -> str:
        """The table as a reader would point it out."""
        return f"tabell nr {self.number} i filen"

    @property
    def heads(self) -> tuple[Placed, ...]:
        """The header cells."""
        return tuple(placed for placed in self.cells if placed.cell.kind == "TH")

    @property
    def data(self) -> tuple[Placed, ...]:
        """The data cells."""
        return tuple(placed for placed in self.cells if placed.cell.kind == "TD")


Tables = tuple[Table, ...]


def tables_of(pdf: Anatomy) -> Tables:
    """The tables of the file in reading order."""
    return tuple(
        _lay_out(pdf, element, number)
        for number, element in enumerate((e for e in pdf.elements if e.kind == "Table"), 1)
    )


def _lay_out(pdf: Anatomy, table: Element, number: int) -> Table:
    taken: set[tuple[int, int]] = set()
    widths: dict[int, int] = defaultdict(int)
    cells = []
    rows = list(_rows(pdf, table))
    for y, (row, section) in enumerate(rows):
        x = 0
        for cell in (pdf.elements[kid] for kid in row.kids):
            while (x, y) in taken:
                x += 1
            lines = range(y, min(y + cell.rows, len(rows)))
            taken |= {(column, line) for column in range(x, x + cell.columns) for line in lines}
            for line in lines:
                widths[line] += cell.columns
            cells.append(Placed(cell, x, y, section.kind, section.number))
    return Table(
        number=number,
        element=table,
        cells=tuple(cells),
        widths=frozenset(widths.values()),
        has_caption=any(pdf.elements[kid].kind == "Caption" for kid in table.kids),
        index=pdf.header_ids,
    )


def _rows(pdf: Anatomy, table: Element) -> Iterator[tuple[Element, Element]]:
    """The rows of a table, each with the section it stands in, or the table itself."""
    for kid in (pdf.elements[kid] for kid in table.kids):
        if kid.kind == "TR":
            yield kid, table
        elif kid.kind in ("THead", "TBody", "TFoot"):
            yield from ((pdf.elements[row], kid) for row in kid.kids if pdf.elements[row].kind == "TR")


def check_shape(tables: Tables) -> Iterator[Finding]:
    """Rows of equal width, header cells, and a caption."""
    for table in tables:
        if not table.heads:
            yield _error("table_without_headers", table, "En tabell saknar rubrikceller.")
        if len(table.widths) > 1:
            found = ", ".join(map(str, sorted(table.widths)))
            yield _error("table_uneven", table, "En tabells rader är olika breda.", found=found)
        if not table.has_caption:
            yield Finding("pdf.caption_missing", Severity.WARNING, table.where, "En tabell saknar rubrik.")


def check_header_cells(tables: Tables) -> Iterator[Finding]:
    """Every header cell says whether it heads a column or a row, and can be named by the cells it heads."""
    seen: set[str] = set()
    for table in tables:
        for head in table.heads:
            if head.cell.scope not in ("Column", "Row", "Both"):
                yield _error("scope_missing", table, "En rubrikcell säger inte vad den är rubrik för.")
            if head.cell.id and head.cell.id not in table.index:
                yield _error(
                    "id_not_listed", table, "En rubrikcell går inte att slå upp.", found=head.cell.id
                )
            if head.cell.id in seen:
                yield _error("id_repeated", table, "Två rubrikceller har samma namn.", found=head.cell.id)
            seen |= {head.cell.id} - {""}


def check_named_headers(tables: Tables) -> Iterator[Finding]:
    """The headers a cell names are header cells of its own table, and stand above it or beside it."""
    for table in tables:
        heads = {head.cell.id: head for head in table.heads if head.cell.id}
        for data in table.data:
            for name in data.cell.headers:
                if name not in heads:
                    yield _error(
                        "header_unknown", table, "En cell hänvisar till en rubrik som inte finns.", found=name
                    )
                elif not _may_head(heads[name], data):
                    yield _error("header_misplaced", table, "En cell hänvisar till fel rubrik.", found=name)


def check_missing_headers(tables: Tables) -> Iterator[Finding]:
    """A cell names every header at the head of its columns, and every row header to the left of it."""
    for table in tables:
        for data in table.data:
            for head in table.heads:
                if _must_head(head, data) and head.cell.id not in data.cell.headers:
                    yield _error(
                        "header_not_named",
                        table,
                        "En cell hänvisar inte till sin rubrik.",
                        found=head.cell.id,
                    )


def _may_head(head: Placed, data: Placed) -> bool:
    above = head.y < data.y + data.cell.rows
    if head.cell.scope == "Column":
        return above and head.shares_columns(data)
    return head.shares_rows(data) or (above and head.section_number == data.section_number)


def _must_head(head: Placed, data: Placed) -> bool:
    if not head.has_content or data.section == "THead":
        return False
    if head.cell.scope == "Row":
        return head.shares_rows(data) and head.x < data.x
    return head.section == "THead" and head.shares_columns(data)


def _error(code: str, table: Table, message: str, *, found: str = "") -> Finding:
    return Finding(f"pdf.{code}", Severity.ERROR, table.where, message, found=found)


CHECKS: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    check_shape,
    check_header_cells,
    check_named_headers,
    check_missing_headers,
)
