"""Reads tables out of HTML: their columns by name, their rows by name and group, and what each cell says.

Only HTML of the house comes here: cleaned rich text, and tables that its own templates have set.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_TABLE_TAG = re.compile(r"<(/?)(?:table)\b[^>]*>", re.IGNORECASE)
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL | re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_PARTS = {"caption", "thead", "tbody", "tr", "th", "td"}


@dataclass(frozen=True)
class Row:
    """A row: its name, with its code before it where it has one, and its cells by column.

    `group` is the row above that names several, "" for none; `is_group` when it is such a row itself.
    """

    name: str
    code: str
    group: str
    is_group: bool
    cells: dict[int, str]

    @property
    def full_name(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True)
class Table:
    """A table: the columns that hold cells, by place with their names, and the rows."""

    caption: str
    columns: dict[int, str]
    rows: tuple[Row, ...]


def apart(html: str) -> tuple[str, tuple[Table, ...]]:
    """The HTML without its tables and drawings, and the tables. One within another is read as a part of it."""
    html = _DRAWING.sub("", html)
    texts: list[str] = []
    tables: list[Table] = []
    depth = begun = end = 0
    for tag in _TABLE_TAG.finditer(html):
        if not tag[1]:
            if depth == 0:
                texts.append(html[end : tag.start()])
                begun = tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                end = tag.end()
                tables.append(_table(html[begun:end]))
    return "".join(texts) + html[end:], tuple(tables)


def _table(html: str) -> Table:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.table()


@dataclass
class _Cell:
    column: int
    span: int
    is_head: bool
    is_code: bool
    names_group: bool
    text: str = ""


@dataclass
class _Line:
    """A row as it stands in the HTML."""

    in_head: bool
    body: int
    cells: list[_Cell]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._caption = ""
        self._lines: list[_Line] = []
        self._text = ""
        self._depth = self._body = 0
        self._in_head = False
        self._filled: dict[int, int] = {}
        """Columns that a cell further up still fills, and in how many rows more."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        if tag not in _PARTS or self._depth > 1:
            self._text += "" if tag in ("a", "b", "strong", "em", "span", "sup", "sub", "data") else " "
            return
        given = {name: value or "" for name, value in attrs}
        if tag in ("thead", "tbody"):
            self._in_head = tag == "thead"
            self._body += 1
        elif tag == "tr":
            self._lines.append(_Line(self._in_head, self._body, []))
        elif tag in ("th", "td") and self._lines:
            self._open_cell(tag, given)
        self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
        if self._depth > 1 or tag not in _PARTS:
            return
        if tag == "caption":
            self._caption = _plain(self._text)
        elif tag in ("th", "td") and self._lines and self._lines[-1].cells:
            self._lines[-1].cells[-1].text = _plain(self._text)
        elif tag == "tr":
            self._filled = {column: left - 1 for column, left in self._filled.items() if left > 1}

    def handle_data(self, data: str) -> None:
        self._text += data

    def _open_cell(self, tag: str, given: dict[str, str]) -> None:
        cells = self._lines[-1].cells
        column = cells[-1].column + cells[-1].span if cells else 0
        while column in self._filled:
            column += 1
        span, rows = (_number(given.get(name, "")) for name in ("colspan", "rowspan"))
        is_code = "code" in given.get("class", "").split()
        scope = given.get("scope", "")
        cells.append(_Cell(column, span, tag == "th" or is_code, is_code, scope == "rowgroup"))
        if rows > 1:
            self._filled |= dict.fromkeys(range(column, column + span), rows)

    def table(self) -> Table:
        """The whole table. Without a head its first row is one; without header cells a row is named by its first."""
        head = [line for line in self._lines if line.in_head]
        lines = [line for line in self._lines if not line.in_head]
        if not head:
            head, lines = lines[:1], lines[1:]
        if not any(cell.is_head for line in lines for cell in line.cells):
            for line in lines:
                for cell in line.cells[:1]:
                    cell.is_head = True
        columns = sorted({cell.column for line in lines for cell in line.cells if not cell.is_head})
        names = {column: _name_of(head, column) for column in columns}
        return Table(self._caption, names, _rows(lines))


def _rows(lines: list[_Line]) -> tuple[Row, ...]:
    rows: list[Row] = []
    group, body = "", 0
    for line in lines:
        if line.body != body:
            group, body = "", line.body
        heads = [cell for cell in line.cells if cell.is_head]
        code = " ".join(cell.text for cell in heads if cell.is_code and cell.text)
        name = " ".join(cell.text for cell in heads if not cell.is_code and cell.text)
        cells = {cell.column: cell.text for cell in line.cells if not cell.is_head}
        is_group = any(cell.names_group for cell in heads) or (
            bool(heads) and not cells and heads[-1].span > 1
        )
        row = Row(name, code, "" if is_group else group, is_group, cells)
        group = row.full_name if is_group else group
        rows.append(row)
    return tuple(rows)


def _name_of(head: list[_Line], column: int) -> str:
    """What the head says above a column, from the top."""
    texts = [
        cell.text
        for line in head
        for cell in line.cells
        if cell.text and cell.column <= column < cell.column + cell.span
    ]
    return " ".join(dict.fromkeys(texts))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def _number(text: str) -> int:
    return min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() and len(text) < 5 else 1
