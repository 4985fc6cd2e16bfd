"""Reading what a document printed: one number as it stands there, and many rows pasted at once.

Nothing is guessed: what cannot be read in one way is refused with what to do.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import TypeAlias

from finsam import swedish
from finsam.money import LARGEST_AMOUNT, Unit

COLUMNS = ("plats", "siffra", "tryckt", "enhet")
MOST_SIGNS = {"plats": 160, "siffra": 120, "tryckt": 40}
"""How long each may be in the database."""
MOST_ROWS = 1000
WRITTEN_AFTER = {
    "kr": swedish.KRONOR,
    "tkr": ("tkr",),
    "mnkr": ("mnkr", "mkr", "msek"),
    "percent": swedish.PERCENT,
    "count": (),
}
"""Per unit how print may say it after the number."""
_UNIT_WORDS = {word: unit for unit, words in WRITTEN_AFTER.items() for word in (unit, *words)} | {
    "antal": "count"
}
_MARKS = re.compile(r"\s*\*{1,2}\s*$")
_LOOSELY_GROUPED = re.compile(r"([-\u2010-\u2015\u2212+]?)\s*(\d+(?: \d{3})+)")


def read_printed(printed: str, unit: str) -> Decimal:
    """The number that was printed, in kronor, per cent or a count: "6,3" in mnkr is 6 300 000.

    A mark after it and a loose grouping ("1 000*", "3286 000") are print's own. Raises ValueError in Swedish.
    """
    text = re.sub(r"\s+", " ", _MARKS.sub("", printed).strip())
    if unit == "count" and text.lower() in swedish.SMALL_NUMBERS:
        return Decimal(swedish.SMALL_NUMBERS.index(text.lower()))
    if found := _LOOSELY_GROUPED.fullmatch(text):
        text = found[1] + found[2].replace(" ", "")
    size = Unit(unit).kronor if unit in set(Unit) else Decimal(1)
    return swedish.parse_decimal(text, WRITTEN_AFTER[unit]) * size


@dataclass(frozen=True)
class PrintedRow:
    """A pasted row. `value` is None where `problem` says why it cannot be read."""

    number: int
    place: str = ""
    reference: str = ""
    printed: str = ""
    unit: str = ""
    value: Decimal | None = None
    problem: str = ""


@dataclass(frozen=True)
class KeptFigure:
    """What is kept of a printed figure. `value` is exact: kronor, per cent or a count."""

    printed: str
    value: Decimal
    unit: str

    @property
    def said(self) -> str:
        """As it was printed, with its unit of kronor where print left that out."""
        is_told = self.unit not in set(Unit) or self.unit in self.printed.lower()
        return self.printed if is_told else f"{self.printed} {self.unit}"


Kept: TypeAlias = Mapping[tuple[str, str], KeptFigure]
"""What is kept of a document, by place and reference."""


def replaced(kept: Kept, place: str, reference: str, new: KeptFigure) -> str:
    """What keeping a figure takes the place of, as it was printed; "" when it changes nothing that is there."""
    old = kept.get((place, reference))
    return old.said if old is not None and old != new else ""


def read_rows(text: str, *, turns_costs: bool = False) -> tuple[PrintedRow, ...]:
    """The rows of `plats;siffra;tryckt;enhet`, with tab or semicolon between; a first row of those words is left out.

    `turns_costs`: the document prints costs with a minus. Raises ValueError when there is nothing, or too much.
    """
    delimiter = "\t" if "\t" in text else ";"
    try:
        records = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise ValueError("Citattecknen går inte ihop. Ta bort dem, eller skriv dem två och två.") from None
    found = [
        _row(number, [field.strip() for field in record], turns_costs=turns_costs)
        for number, record in enumerate(records, start=1)
        if any(field.strip() for field in record) and not _is_heading(record)
    ]
    if not found:
        raise ValueError("Klistra in minst en rad: plats;siffra;tryckt;enhet.")
    if len(found) > MOST_ROWS:
        raise ValueError(f"Det är fler än {swedish.number(MOST_ROWS)} rader. Dela upp dem.")
    return tuple(_without_doubles(found))


def _is_heading(record: list[str]) -> bool:
    return tuple(field.strip().lower() for field in record[:4]) == COLUMNS


def _row(number: int, record: list[str], *, turns_costs: bool) -> PrintedRow:
    if len(record) < len(COLUMNS) or any(record[len(COLUMNS) :]):
        problem = f"Raden har {swedish.count(len(record))} fält. Den ska ha fyra: plats;siffra;tryckt;enhet."
        return PrintedRow(number, place=" ".join(record)[:160], problem=problem)
    place, reference, printed, word = record[:4]
    unit = _UNIT_WORDS.get(word.lower(), "")
    row = PrintedRow(number, place, reference, printed, unit)
    for field, name in ((place, "plats"), (reference, "siffra"), (printed, "tryckt")):
        if not field:
            return _wrong(row, f"Fältet {name} är tomt.")
        if len(field) > MOST_SIGNS[name]:
            return _wrong(row, f"Fältet {name} är längre än {MOST_SIGNS[name]} tecken.")
    if not unit:
        return _wrong(row, f"Enheten ”{word}” finns inte. Skriv tkr, kr, mnkr, procent eller antal.")
    try:
        value = read_printed(printed, unit)
    except ValueError as error:
        return _wrong(row, str(error))
    if abs(value) > LARGEST_AMOUNT:
        return _wrong(row, "Beloppet är större än vad som går att spara.")
    is_turned = turns_costs and is_cost(reference)
    return PrintedRow(number, place, reference, printed, unit, -value if is_turned and value else value)


def is_cost(reference: str) -> bool:
    """Whether a reference is to a cost that some documents print with a minus."""
    return re.match(r"\w+\.cost(_total|_centre_total)?(?![a-z_])", reference) is not None


def _wrong(row: PrintedRow, problem: str) -> PrintedRow:
    return PrintedRow(row.number, row.place, row.reference, row.printed, row.unit, problem=problem)


def _without_doubles(rows: Iterable[PrintedRow]) -> Iterable[PrintedRow]:
    """A figure stands once in each place."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        first = seen.setdefault((row.place, row.reference), row.number)
        is_double = first != row.number and not row.problem
        yield _wrong(row, f"Samma plats och siffra står redan på rad {first}.") if is_double else row
