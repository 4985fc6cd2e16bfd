"""Which header cells a table cell stands under, by the algorithm of the HTML standard.

Only the grid and the association; putting the answer into a PDF is `pdf_structure`'s. Elements are those of
`xml.etree`, as WeasyPrint keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

Direction = Literal["column", "row", "rowgroup"]
SECTIONS = ("thead", "tbody", "tfoot")


@dataclass(frozen=True)
class Section:
    """Rows that belong together: a thead, tbody or tfoot, or the rows that stand directly in the table."""

    tag: str
    rows: tuple[Element, ...]


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell in its place: the column and row where it begins, how far it reaches, and what it heads, if anything."""

    element: Element
    x: int
    y: int
    width: int
    height: int
    section: int
    heads: Direction | None

    @property
    def is_empty(self) -> bool:
        return not "".join(self.element.itertext()).strip()


def sections_of(table: Element) -> tuple[Section, ...]:
    """The sections of the table in the order of the source."""
    sections: list[Section] = []
    loose: list[Element] = []
    for child in table:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in SECTIONS:
            sections.append(Section(str(child.tag), tuple(row for row in child if row.tag == "tr")))
    if loose:
        sections.append(Section("tbody", tuple(loose)))
    return tuple(sections)


def cells_of(row: Element) -> tuple[Element, ...]:
    """The cells of a row in the order of the source."""
    return tuple(cell for cell in row if cell.tag in ("td", "th"))


def place_cells(table: Element) -> tuple[Cell, ...]:
    """Every cell of the table with its place in the grid."""
    taken: set[tuple[int, int]] = set()
    cells = []
    y = 0
    for number, section in enumerate(sections_of(table)):
        last = y + len(section.rows)
        for row in section.rows:
            x = 0
            for element in cells_of(row):
                while (x, y) in taken:
                    x += 1
                width, height = _span(element, "colspan"), min(_span(element, "rowspan"), last - y)
                taken |= {(column, line) for column in range(x, x + width) for line in range(y, y + height)}
                cells.append(Cell(element, x, y, width, height, number, _heads(element, section)))
                x += width
            y += 1
    return tuple(cells)


def header_cells(table: Element) -> dict[Element, tuple[Element, ...]]:
    """For each data cell the header cells it stands under, in the order of the source; empty ones do not count."""
    cells = place_cells(table)
    grid = {
        (x, y): cell
        for cell in cells
        for x in range(cell.x, cell.x + cell.width)
        for y in range(cell.y, cell.y + cell.height)
    }
    order = {cell.element: number for number, cell in enumerate(cells)}
    return {
        cell.element: tuple(
            sorted({found.element for found in _headers(cell, cells, grid)}, key=order.__getitem__)
        )
        for cell in cells
        if cell.element.tag == "td"
    }


def _headers(cell: Cell, cells: tuple[Cell, ...], grid: dict[tuple[int, int], Cell]) -> Iterator[Cell]:
    for y in range(cell.y, cell.y + cell.height):
        yield from _scan(((x, y) for x in range(cell.x - 1, -1, -1)), "row", grid)
    for x in range(cell.x, cell.x + cell.width):
        yield from _scan(((x, y) for y in range(cell.y - 1, -1, -1)), "column", grid)
    groups = [c for c in cells if c.heads == "rowgroup" and c.section == cell.section and c.y <= cell.y]
    yield from groups[-1:]


def _scan(
    slots: Iterator[tuple[int, int]], direction: Direction, grid: dict[tuple[int, int], Cell]
) -> Iterator[Cell]:
    """Header cells met on the way from a data cell; a header hides those of its own breadth behind it."""
    hidden: set[tuple[int, int]] = set()
    block: set[tuple[int, int]] = set()
    for slot in slots:
        cell = grid.get(slot)
        if cell is None:
            continue
        if cell.element.tag != "th":
            hidden |= block
            block = set()
            continue
        breadth = (cell.x, cell.width) if direction == "column" else (cell.y, cell.height)
        block.add(breadth)
        if cell.heads == direction and breadth not in hidden and not cell.is_empty:
            yield cell


def _heads(element: Element, section: Section) -> Direction | None:
    """What a header cell heads; without a scope, a column in the thead and a row elsewhere."""
    if element.tag != "th":
        return None
    scope = element.get("scope", "").lower()
    if scope == "rowgroup":
        return "rowgroup"
    if scope in ("col", "colgroup"):
        return "column"
    if scope == "row":
        return "row"
    return "column" if section.tag == "thead" else "row"


def _span(element: Element, name: str) -> int:
    value = element.get(name, "")
    return max(1, int(value)) if value.isdecimal() else 1
