"""Workbooks: .xlsx and .ods, read by calamine after each part of the archive has been measured and looked through.

Calamine is given a plain archive packed here of the parts that were measured, so that it cannot meet anything else.
Its numbers are binary; each is made a Decimal at once, to the fifteen digits that Excel itself shows.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from decimal import ROUND_HALF_EVEN, Context, Decimal
from io import BytesIO
from numbers import Real
from posixpath import join, normpath
from typing import Any

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from budgets.imports.inspection import Inspection, OdsSheets, SharedTexts, XlsxSheet, damaged, local, scan
from budgets.imports.tables import (
    MAX_SHEETS,
    Cell,
    CellKind,
    Contents,
    FileReading,
    Row,
    SheetTable,
    refused,
    too_many_cells,
)

MAX_UNPACKED = 50_000_000
MAX_RATIO = 200
MAX_PARTS = 1000
_READ = re.compile(r"(?:.*\.(?:xml|rels)|mimetype)", re.IGNORECASE)
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def read_workbook(archive: zipfile.ZipFile, name: str, contents: Contents) -> FileReading:
    """The sheets of an .xlsx or .ods that have content. Raises Refused."""
    _measure(archive, name, contents)
    parts = set(archive.namelist())
    if "xl/workbook.xml" in parts:
        found = _inspect_xlsx(archive, name, contents)
    elif "content.xml" in parts:
        found = _inspect_ods(archive, name, contents)
    else:
        what = (
            "ett binärt kalkylark (.xlsb)"
            if "xl/workbook.bin" in parts
            else "ett dokument men inget kalkylark"
        )
        raise refused(f"”{name}” är {what}. Spara tabellen som .xlsx, .ods eller .csv.")
    if len(found) > MAX_SHEETS:
        raise refused(
            f"”{name}” har fler än {MAX_SHEETS} blad. Spara bladet med {contents.what} i en egen fil."
        )
    tables = tuple(table for table in _tables(archive, name, found) if table.rows)
    if not tables:
        raise refused(f"”{name}” är tom. Välj en fil med en rubrikrad och minst en rad.")
    return FileReading(tables=tables, notices=_notices(tables))


def _measure(archive: zipfile.ZipFile, name: str, contents: Contents) -> None:
    """Refuse what unpacks to too much, before unpacking it. Reading stops at the size measured here."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
        raise damaged(name)
    for part in parts:
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(name)
        if part.file_size > 1_000_000 and part.file_size > MAX_RATIO * part.compress_size:
            raise _too_large(name, contents)
    if sum(part.file_size for part in parts if _READ.fullmatch(part.filename)) > MAX_UNPACKED:
        raise _too_large(name, contents)


def _too_large(name: str, contents: Contents) -> Exception:
    return refused(
        f"”{name}” blir större än {MAX_UNPACKED // 1_000_000}\u00a0MB när den packas upp. "
        f"Ta bort det som inte hör till {contents.what}, eller spara bladet med {contents.what} i en egen fil."
    )


def _inspect_xlsx(archive: zipfile.ZipFile, name: str, contents: Contents) -> list[Inspection]:
    """Each sheet in the workbook's order, found the way Excel finds it: workbook, relations, part."""
    texts = SharedTexts()
    targets = {}
    for relation in _tree(archive, "xl/_rels/workbook.xml.rels", name):
        target = normpath(join("xl", relation.get("Target", ""))).lstrip("/")
        targets[relation.get("Id")] = target
        if relation.get("Type", "").endswith("/sharedStrings") and target in archive.namelist():
            with archive.open(target) as part:
                scan(part, texts, name)
    found: list[Inspection] = []
    for element in _tree(archive, "xl/workbook.xml", name).iter():
        if local(element.tag.replace("}", ":")) != "sheet":
            continue
        relation = next((v for k, v in element.items() if k.endswith("}id")), None)
        target = targets.get(relation, "")
        if target not in archive.namelist():
            raise damaged(name)
        handler = XlsxSheet(element.get("name", ""), contents, texts.lengths, lambda: damaged(name))
        if len(found) < MAX_SHEETS:
            with archive.open(target) as part:
                scan(part, handler, name)
        found.append(handler.found)
    return found


def _inspect_ods(archive: zipfile.ZipFile, name: str, contents: Contents) -> list[Inspection]:
    if "mimetype" in archive.namelist() and archive.read("mimetype").strip() != _ODS.encode():
        raise refused(
            f"”{name}” är ett dokument men inget kalkylark. Spara tabellen som .xlsx, .ods eller .csv."
        )
    if "META-INF/manifest.xml" in archive.namelist():
        entries = _tree(archive, "META-INF/manifest.xml", name).iter()
        if any(element.tag.endswith("}encryption-data") for element in entries):
            raise refused(f"”{name}” är skyddad med lösenord. Ta bort lösenordet och spara filen på nytt.")
    handler = OdsSheets(contents, lambda: damaged(name))
    with archive.open("content.xml") as part:
        scan(part, handler, name)
    return handler.sheets


def _tree(archive: zipfile.ZipFile, part: str, name: str) -> Any:
    try:
        return fromstring(archive.read(part), forbid_dtd=True)
    except (KeyError, ParseError, DefusedXmlException, ValueError) as error:
        raise damaged(name) from error


def _tables(archive: zipfile.ZipFile, name: str, found: list[Inspection]) -> list[SheetTable]:
    try:
        workbook = python_calamine.load_workbook(BytesIO(_repacked(archive)))
        meta = workbook.sheets_metadata
        if [sheet.name for sheet in meta] != [each.sheet for each in found]:
            raise damaged(name)
        return [
            _table(workbook.get_sheet_by_index(index).to_python(skip_empty_area=False), each, sheet)
            for index, (sheet, each) in enumerate(zip(meta, found, strict=True))
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.CalamineError as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Rust's, which is no Exception
            raise damaged(name) from error
        raise


def _repacked(archive: zipfile.ZipFile) -> bytes:
    """The XML of the archive, unpacked within what was measured, in an archive that holds nothing else."""
    plain = BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as target:
        for part in archive.infolist():
            if _READ.fullmatch(part.filename):
                target.writestr(part.filename, archive.read(part))
    return plain.getvalue()


def _table(values: list[list[Any]], found: Inspection, sheet: python_calamine.SheetMetadata) -> SheetTable:
    special = {*found.uncached, *found.errors}
    width = max([len(values[0]) if values else 0, *(column for _, column in special)])
    height = max([len(values), *(row for row, _ in special)])
    if width * height > found.contents.max_cells:
        raise too_many_cells(sheet.name, found.contents)
    rows = [
        Row(
            number,
            tuple(
                _cell(number, column, _at(values, number, column), found) for column in range(1, width + 1)
            ),
            is_hidden=number in found.hidden_rows,
        )
        for number in range(1, height + 1)
    ]
    while rows and rows[-1].is_blank:
        rows.pop()
    return SheetTable(
        sheet.name,
        tuple(rows),
        merged=tuple(found.merged),
        is_hidden=sheet.visible != python_calamine.SheetVisibleEnum.Visible,
    )


def _at(values: list[list[Any]], row: int, column: int) -> Any:
    if row > len(values) or column > len(values[row - 1]):
        return ""
    return values[row - 1][column - 1]


def _cell(row: int, column: int, value: Any, found: Inspection) -> Cell:
    place = (row, column)
    if place in found.errors:
        return Cell(row, column, found.errors[place], kind=CellKind.ERROR)
    if place in found.uncached:
        return Cell(row, column, kind=CellKind.UNCACHED)
    if isinstance(value, str):
        return Cell(row, column, value, kind=CellKind.TEXT if value else CellKind.EMPTY)
    if isinstance(value, bool):
        return Cell(row, column, "SANT" if value else "FALSKT", kind=CellKind.BOOLEAN)
    if isinstance(value, Real):
        return _number(row, column, value)
    shown = value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
    return Cell(row, column, shown, kind=CellKind.DATE)


def _number(row: int, column: int, value: Real) -> Cell:
    """A binary number as the decimal one it was shown as: what lies past fifteen digits is noise, 0.1 + 0.2 is 0.3."""
    number = Decimal(repr(value))
    if not number.is_finite():
        return Cell(row, column, repr(value), kind=CellKind.ERROR)
    number = _FIFTEEN_DIGITS.plus(number).normalize()
    number = number.quantize(Decimal(1)) if 0 < int(number.as_tuple().exponent) < 15 else number
    number = abs(number) if number == 0 else number
    return Cell(row, column, f"{number:f}".replace(".", ","), number, CellKind.NUMBER)


def _notices(tables: tuple[SheetTable, ...]) -> tuple[str, ...]:
    notices = []
    for table in tables:
        if table.is_hidden:
            notices.append(f"Bladet ”{table.name}” är dolt i filen men läses.")
        hidden = [str(row.number) for row in table.rows if row.is_hidden and not row.is_blank]
        if hidden:
            which = (
                f"Rad {hidden[0]}" if len(hidden) == 1 else f"{len(hidden)} rader, bland dem rad {hidden[0]},"
            )
            notices.append(
                f"{which} på bladet ”{table.name}” är dold i filen men läses."
                if len(hidden) == 1
                else f"{which} på bladet ”{table.name}” är dolda i filen men läses."
            )
    return tuple(notices)
