"""What page breaks have cut is made whole: one Table of a table over three pages, one P of a paragraph over two.

WeasyPrint makes new structure elements on every page. A reader should not hear of pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from reports import pdf_tables
from reports.pdf_tree import StructureTree

BLOCKS = frozenset(
    {
        "/Part",
        "/Sect",
        "/Art",
        "/Div",
        "/BlockQuote",
        "/P",
        "/L",
        "/LI",
        "/H1",
        "/H2",
        "/H3",
        "/H4",
        "/H5",
        "/H6",
    }
)

Marks = dict[Element, list[Any]]
"""The structure elements of each table cell: one, or one on every page that the cell or its header row stands on."""


def join_blocks(tree: StructureTree, origins: Mapping[int, Element]) -> None:
    """Put the parts of each block together in its first part. `origins` says which HTML each element was made from.

    Of several elements of one kind from one piece of HTML on one page the first made is the outermost, and is
    the part that counts. What tables repeat at the head of each page must have left the tree already.
    """
    held = tree.reachable()
    wholes: dict[tuple[Element, str], Any] = {}
    seen: set[tuple[Element, str, bytes]] = set()
    for number in sorted(held & origins.keys()):
        part = tree.pdf.objects[number]
        key = (origins[number], part["S"])
        if part["S"] not in BLOCKS or (*key, part["Pg"]) in seen:
            continue
        seen.add((*key, part["Pg"]))
        whole = wholes.setdefault(key, part)
        if whole is not part and tree.holds_only_elements(part):
            for kid in list(tree.kids(part)):
                tree.move(kid, whole)
            tree.unlink(part)


def join_table(tree: StructureTree, table: Element, parts: Sequence[Any], marks: Marks) -> None:
    """Make one Table of a table that runs over pages, with the head once and a row that was cut in two made whole.

    What stays behind in the later parts, the head repeated on every page, leaves the tree with them, and
    becomes artifact together with all other content that no element holds.
    """
    if len(parts) < 2:
        return
    whole = parts[0]
    for section in pdf_tables.sections_of(table):
        home = None
        for row in section.rows:
            shown = [cell for cell in pdf_tables.cells_of(row) if marks[cell]]
            if not shown:
                continue
            first = _whole_row(tree, shown, marks, repeats=section.tag != "tbody")
            here = tree.parent(first)
            if home is None:
                home = here
                if tree.parent(home) is not whole:
                    tree.move(home, whole, before="/TFoot")
            elif here is not home:
                tree.move(first, home)
    for part in parts[1:]:
        tree.unlink(part)


def _whole_row(tree: StructureTree, cells: list[Element], marks: Marks, *, repeats: bool) -> Any:
    """The one TR of a row: of a head that is repeated, the first; of a row cut in two, the first with all content."""
    rows = tree.distinct(tree.parent(mark) for cell in cells for mark in marks[cell])
    for cell in cells:
        first, *later = marks[cell]
        if not repeats:
            for kid in [kid for part in later for kid in tree.kids(part)]:
                tree.move(kid, first)
        marks[cell] = [first]
    return rows[0]
