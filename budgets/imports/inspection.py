"""A look through a sheet's XML before anything else opens it: how large it is, and what its values do not tell.

Values are read by calamine, which says nothing of formulas saved without a value, of errors, hidden rows and merged
cells, and which lays a sheet out in memory as large as the file claims it is. This pass streams, keeps no text, and
stops at the first thing that is too much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from budgets.imports.tables import (
    MAX_COLUMNS,
    Contents,
    MergedRange,
    refused,
    too_many_columns,
    too_many_rows,
)

MAX_CHARACTERS = 20_000_000
"""Of all text in all cells of a sheet, each cell counted though a file may write the same text once."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass
class Inspection:
    """What is special about a sheet, by row and column from one."""

    sheet: str
    contents: Contents
    uncached: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[MergedRange] = field(default_factory=list)
    characters: int = 0

    def hold(self, row: int, column: int, characters: int) -> None:
        """There is content at a place, and all before it will be laid out; stop when that is too much."""
        if row > self.contents.max_rows:
            raise too_many_rows(self.sheet, self.contents)
        if column > MAX_COLUMNS:
            raise too_many_columns(self.sheet, row, self.contents)
        self.characters += characters
        if self.characters > MAX_CHARACTERS:
            raise refused(
                f"Det finns mer text än som kan läsas. Ta bort det som inte hör till {self.contents.what}.",
                row,
                sheet=self.sheet,
            )


def scan(source: IO[bytes], handler: ContentHandler, name: str) -> None:
    """Run a handler over XML; damaged XML, and XML with entities or a DTD, is refused."""
    try:
        parse(source, handler, forbid_dtd=True)
    except (SAXException, DefusedXmlException, UnicodeError) as error:
        raise damaged(name) from error


def damaged(name: str) -> Exception:
    """What is said of a workbook that breaks the rules of its own format."""
    return refused(
        f"”{name}” är skadad eller gjord på ett sätt som inte går att läsa. Öppna den i Excel eller "
        "LibreOffice och spara den som en ny fil."
    )


def local(name: str) -> str:
    """The name without its prefix: producers choose prefixes freely."""
    return name.rpartition(":")[2]


class SharedTexts(ContentHandler):
    """How long each of an .xlsx file's shared texts is."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - the name SAX calls
        if local(name) == "si":
            self.lengths.append(0)

    def characters(self, content: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(content)


class XlsxSheet(ContentHandler):
    """Inspects one sheet of an .xlsx file."""

    def __init__(
        self, sheet: str, contents: Contents, shared: list[int], fail: Callable[[], Exception]
    ) -> None:
        super().__init__()
        self.found = Inspection(sheet, contents)
        self.shared = shared
        self.fail = fail
        self.row = self.column = 0
        self.kind = ""
        self.value = ""
        self.is_value = self.is_formula = self.is_filled = False
        self.inline = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802
        get = attrs.get  # type: ignore[attr-defined]
        tag = local(name)
        if tag == "c":
            self._place(get("r"))
            self.kind, self.value = get("t", "n"), ""
            self.is_formula = self.is_filled = False
            self.inline = 0
        elif tag == "row":
            number = get("r")
            self.row = self._number(number) if number else self.row + 1
            self.column = 0
            if get("hidden") in ("1", "true"):
                self.found.hidden_rows.add(self.row)
        elif tag in ("v", "f", "is"):
            self.is_filled = True
            self.is_value = tag == "v"
            self.is_formula = self.is_formula or tag == "f"
        elif tag == "mergeCell":
            self._merged(get("ref", ""))

    def characters(self, content: str) -> None:
        if self.is_value:
            self.value += content
        elif self.is_filled:
            self.inline += len(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        tag = local(name)
        if tag == "v":
            self.is_value = False
        elif tag == "c" and self.is_filled:
            self._cell()
            self.is_filled = False

    def _cell(self) -> None:
        place = (self.row, self.column)
        length = self.inline + len(self.value)
        if self.kind == "s" and self.value:
            index = self._number(self.value.strip())
            length = self.shared[index] if index < len(self.shared) else 0
        self.found.hold(*place, length)
        if self.kind == "e":
            self.found.errors[place] = self.value.strip()
        elif self.is_formula and not self.value and self.kind != "str":
            self.found.uncached.add(place)

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None or int(found[2]) != self.row:
            raise self.fail()
        self.column = _column_number(found[1])

    def _merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        ends = [_REFERENCE.fullmatch(end) for end in (first, last or first)]
        if len(self.found.merged) < self.found.contents.max_rows and ends[0] and ends[1]:
            (a, b), (c, d) = ends[0].groups(), ends[1].groups()
            self.found.merged.append(MergedRange(int(b), _column_number(a), int(d), _column_number(c)))

    def _number(self, text: str) -> int:
        if not re.fullmatch(r"\d{1,7}", text):
            raise self.fail()
        return int(text)


class OdsSheets(ContentHandler):
    """Inspects all sheets of an .ods file. A row or cell may stand for many, and Calc ends a sheet with a million."""

    def __init__(self, contents: Contents, fail: Callable[[], Exception]) -> None:
        super().__init__()
        self.contents = contents
        self.sheets: list[Inspection] = []
        self.fail = fail
        self.row = self.column = 0
        self.row_times = self.cell_times = 1
        self.row_width = self.row_characters = 0
        self.row_uncached: list[int] = []
        self.row_errors: dict[int, str] = {}
        self.text = ""
        self.kind: set[str] = set()
        self.has_formula = False
        self.annotations = 0
        self.in_cell = False

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802
        tag = local(name)
        values = {local(key): value for key, value in attrs.items()}  # type: ignore[attr-defined]
        if tag == "table" and name != "text:table":
            self.sheets.append(Inspection(values.get("name", ""), self.contents))
            self.row = 0
        elif tag == "annotation":
            self.annotations += 1
        elif not self.sheets:
            return
        elif tag == "table-row":
            self._start_row(values)
        elif tag in ("table-cell", "covered-table-cell"):
            kinds = {v for key, v in attrs.items() if local(key) == "value-type"}  # type: ignore[attr-defined]
            self._start_cell(values, kinds)

    def characters(self, content: str) -> None:
        if self.in_cell and not self.annotations:
            self.text += content

    def endElement(self, name: str) -> None:  # noqa: N802
        tag = local(name)
        if tag == "annotation":
            self.annotations -= 1
        elif tag in ("table-cell", "covered-table-cell") and self.in_cell:
            self._end_cell()
        elif tag == "table-row" and self.sheets:
            self._end_row()

    def _start_row(self, values: dict[str, str]) -> None:
        self.row += 1
        self.column = self.row_width = self.row_characters = 0
        self.row_uncached, self.row_errors = [], {}
        self.row_times = self._times(values.get("number-rows-repeated"))
        self.is_hidden = values.get("visibility", "visible") != "visible"

    def _start_cell(self, values: dict[str, str], kinds: set[str]) -> None:
        self.column += 1
        self.cell_times = self._times(values.get("number-columns-repeated"))
        self.kind, self.has_formula = kinds, "formula" in values
        self.text = values.get("string-value", "")
        self.in_cell = True
        wide, high = (self._times(values.get(f"number-{each}-spanned")) for each in ("columns", "rows"))
        if (wide > 1 or high > 1) and self.row <= self.contents.max_rows:
            self.sheets[-1].merged.append(
                MergedRange(self.row, self.column, self.row + high - 1, self.column + wide - 1)
            )

    def _end_cell(self) -> None:
        self.in_cell = False
        last = self.column + self.cell_times - 1
        if self.kind or self.has_formula or self.text:
            if last > MAX_COLUMNS:
                raise too_many_columns(self.sheets[-1].sheet, self.row, self.contents)
            self.row_width = last
            self.row_characters += len(self.text) * self.cell_times
            for column in range(self.column, last + 1):
                if "error" in self.kind:
                    self.row_errors[column] = self.text.strip()
                elif self.has_formula and not self.kind:
                    self.row_uncached.append(column)
        self.column = last

    def _end_row(self) -> None:
        sheet, last = self.sheets[-1], self.row + self.row_times - 1
        if self.row_width:
            sheet.hold(last, self.row_width, self.row_characters * self.row_times)
            for row in range(self.row, last + 1):
                sheet.uncached.update((row, column) for column in self.row_uncached)
                sheet.errors.update({(row, column): text for column, text in self.row_errors.items()})
        if self.is_hidden:
            sheet.hidden_rows.update(range(self.row, min(last, self.contents.max_rows) + 1))
        self.row = last

    def _times(self, text: str | None) -> int:
        if text is None:
            return 1
        if not re.fullmatch(r"[1-9]\d{0,9}", text):
            raise self.fail()
        return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
