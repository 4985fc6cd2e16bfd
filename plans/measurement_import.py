"""From a file or a pasted text to rows of measurements, and what they would replace."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from budgets.imports.amounts import refuse_what_is_no_value
from budgets.imports.cells import text_of
from budgets.imports.columns import plain
from budgets.imports.files import read_file
from budgets.imports.tables import CellKind, Contents, Row, SheetTable
from plans.domain.indicators import GENDER_WORDS, Moment, exactness
from plans.domain.measurement_rows import (
    COLUMNS,
    MeasurementRow,
    MeasurementTable,
    SheetCell,
    read_measurements,
)
from plans.models import Indicator, Measurement

_NAMES = {name for names in COLUMNS.values() for name in names}
MEASUREMENTS = Contents("mätningarna", "mätning", lambda title: plain(title) in _NAMES)
"""What the readers of files are told that such a file holds."""
PASTED = "Det inklistrade"


@dataclass(frozen=True)
class PreviewRow:
    """A row as it would be kept, and the value that it takes the place of; "" for none."""

    row: MeasurementRow
    replaces: str
    is_same: bool = False

    @property
    def moment(self) -> str:
        """2018, or juni 2018."""
        return Moment(self.row.values["year"], self.row.values.get("month") or 0).label

    @property
    def gender(self) -> str:
        """kvinnor; "" for all."""
        return GENDER_WORDS.get(self.row.values.get("gender", ""), "")


def as_text(data: bytes, name: str) -> str:
    """A file as text, a line per row, so that a line's number is the row's. Raises ValueError, in Swedish."""
    table = _table(data, name)
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    last = 0
    for row in table.rows:
        _refuse_what_is_no_value(row)
        out.write("\n" * (row.number - last - 1))
        writer.writerow([_said(cell.text, cell.kind, cell.number) for cell in row.cells])
        last = row.number
    return out.getvalue()


def _refuse_what_is_no_value(row: Row) -> None:
    """A formula without a value is not the same as an empty cell: a group without a number is not held to be small."""
    for place, cell in enumerate(row.cells, 1):
        try:
            refuse_what_is_no_value(cell)
        except ValueError as error:
            raise ValueError(f"Rad {row.number}, kolumn {place}: {error}") from error


def read_text(text: str) -> MeasurementTable:
    """The rows of a text. Raises ValueError, in Swedish, when it has none."""
    table = _table(text.encode(), PASTED)
    return read_measurements([(row.number, _cells(row)) for row in table.rows], plain)


def previewed(indicator: Indicator, table: MeasurementTable) -> list[PreviewRow]:
    """Each row with what it would replace, and those with more decimals than the indicator refused. One query."""
    there = {
        (row.year, row.month, row.area, row.respondents, row.gender): row
        for row in indicator.measurements.all()
    }
    return [_previewed(indicator, row, there.get(row.place)) for row in table.rows]


def _previewed(indicator: Indicator, row: MeasurementRow, known: Measurement | None) -> PreviewRow:
    value = row.values.get("value")
    if not row.problems and value is not None and round(value, indicator.decimals) != value:
        told = (
            f"Indikatorn mäts i {exactness(indicator.decimals)}. Ändra värdet, eller indikatorns decimaler."
        )
        row = MeasurementRow(row.number, row.values, (told,))
    if known is None or row.problems:
        return PreviewRow(row, "")
    same = all(getattr(known, name) == each for name, each in row.values.items())
    return PreviewRow(row, "" if same else f"{known.value.normalize():f}".replace(".", ","), same)


def _table(data: bytes, name: str) -> SheetTable:
    reading = read_file(data, name, MEASUREMENTS)
    if reading.problems:
        raise ValueError(" ".join(str(each) for each in reading.problems))
    wanted = [
        table
        for table in reading.tables
        if any(plain(cell.text) in COLUMNS["value"] for row in table.rows[:30] for cell in row.cells)
    ]
    return (wanted or list(reading.tables))[0]


def _cells(row: Row) -> list[SheetCell]:
    found = []
    for cell in row.cells:
        try:
            text = text_of(cell) if cell.kind is not CellKind.DATE else cell.text
        except ValueError as error:
            text = str(error)
        found.append(SheetCell(text, cell.number))
    return found


def _said(text: str, kind: CellKind, number: object) -> str:
    """A cell as a person would type it: a number of the file's with a comma, a day as it is."""
    return f"{number}".replace(".", ",") if kind is CellKind.NUMBER and number is not None else text
