"""Which month a row of a table is booked on, however the table writes it. What can be read in two ways is refused.

Read: 201801, 2018-01, 1801, 2018-01-31, 20180131, 180131, 31.1.2018, dates of a spreadsheet, jan, januari 2018, jan-18,
1 to 12, P01 and 2018001. Six digits alone may be a year and month or a day: a column is read the same way all through.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from budgets.imports.amounts import refuse_what_is_no_value
from budgets.imports.tables import Cell, CellKind
from finsam.swedish import MONTHS

CLOSING = 13
"""The period after December that many systems keep for the year's closing entries."""
_YEARS = range(1990, 2100)
_SHORT = {"sept": 9} | {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
_NAMES = {name: number for number, name in enumerate(MONTHS, start=1)} | _SHORT
_TIME = re.compile(r"(?<=\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$")
_NAMED = re.compile(
    r"(?:(?P<before>\d{4})[-/. ]*)?(?P<name>[a-z]{3,9})\.?(?:[-/. ']*(?P<after>\d{4}|\d{2}))?", re.IGNORECASE
)
_WORDED = re.compile(r"(?:p|per|period|manad|månad)[. ]*(?P<month>\d{1,2})", re.IGNORECASE)
_WITH_DAY = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?P<short>\d{2})-(?P<month>\d{2})-(?P<day>\d{2})"),
)
_WITH_MONTH = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})[/. ](?P<month>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})-(?P<year>\d{4})"),
    re.compile(r"(?P<short>\d{2})-(?P<month>\d{2})"),
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Booked:
    """When a row is booked. `year` None is not told; month 1–12, `day` None unless a whole date is written."""

    month: int
    year: int | None = None
    day: int | None = None
    is_closing: bool = False
    """Whether it is written as the closing period, which is counted to December."""


class Periods:
    """Reads the cells of a column of periods or dates."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        digits = [text for text in map(_digits, cells) if len(text) == 6]
        are_months = all(int(text[:4]) in _YEARS and int(text[4:]) <= CLOSING for text in digits)
        self._six_are_months = are_months or not all(map(_short_day, digits))

    def read(self, cell: Cell) -> Booked | None:
        """What a cell says; None for an empty one. Raises ValueError, in Swedish, without what to do."""
        refuse_what_is_no_value(cell)
        text = _TIME.sub("", cell.text.strip())
        if cell.kind is CellKind.EMPTY or not text:
            return None
        if len(text) <= _LONGEST:
            found = self._of_digits(text) if text.isascii() and text.isdigit() else _of_text(text)
            if found is not None:
                return found
        raise ValueError(f"”{text[:_LONGEST]}” är ingen period som går att läsa.")

    def _of_digits(self, text: str) -> Booked | None:
        if len(text) <= 2:
            return _of(int(text))
        if len(text) == 4:
            return _of(int(text[2:]), 2000 + int(text[:2]))
        if len(text) == 7 and text[4] == "0":
            return _of(int(text[5:]), int(text[:4]))
        if len(text) == 6 and self._six_are_months:
            return _of(int(text[4:]), int(text[:4]))
        if len(text) == 6:
            return _short_day(text)
        if len(text) == 8:
            return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
        return None


def _digits(cell: Cell) -> str:
    text = cell.text.strip()
    return text if text.isascii() and text.isdigit() else ""


def _of_text(text: str) -> Booked | None:
    for form in _WITH_DAY:
        if found := form.fullmatch(text):
            return _day(_year(found.groupdict()), int(found["month"]), int(found["day"]))
    for form in _WITH_MONTH:
        if found := form.fullmatch(text):
            return _of(int(found["month"]), _year(found.groupdict()))
    if found := _WORDED.fullmatch(text):
        return _of(int(found["month"]))
    found = _NAMED.fullmatch(text)
    if found is None or found["name"].lower() not in _NAMES or (found["before"] and found["after"]):
        return None
    told = found["before"] or found["after"] or ""
    year = 2000 + int(told) if len(told) == 2 else int(told) if told else None
    return Booked(_NAMES[found["name"].lower()], year)


def _year(found: dict[str, str | None]) -> int:
    return int(found.get("year") or 0) or 2000 + int(found.get("short") or 0)


def _of(month: int, year: int | None = None) -> Booked | None:
    if month == 0:
        raise ValueError("Period 0 är ingående balanser, som inte läses ur en tabell.")
    if month == CLOSING:
        return Booked(12, year, is_closing=True)
    return Booked(month, year) if month < CLOSING else None


def _short_day(text: str) -> Booked | None:
    """180131."""
    return _day(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))


def _day(year: int, month: int, day: int) -> Booked | None:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return None
    return Booked(found.month, found.year, found.day)
