"""Rows of measurements as a file or a pasted text has them: what each cell says, and what is wrong, in Swedish."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from finsam import periods, swedish

COLUMNS: Final = {
    "year": ("ar", "year"),
    "month": ("manad", "month"),
    "value": ("varde", "value", "utfall", "resultat", "medelvarde"),
    "area": ("omrade", "kommun", "area"),
    "respondents": ("svarande", "grupp", "svarandegrupp", "respondentgrupp", "respondenter"),
    "gender": ("kon",),
    "n": ("n", "antal_svarande", "antal_svar", "antal"),
    "source": ("kalla",),
    "measured_on": ("matt", "datum", "matdatum", "matt_den"),
}
"""What each column may be called, without accents and case."""
NEEDED: Final = {"year": "år", "value": "värde"}
GENDERS: Final = {
    **dict.fromkeys(("", "alla", "samtliga", "totalt", "total", "bada"), ""),
    **dict.fromkeys(("kvinnor", "kvinna", "k"), "women"),
    **dict.fromkeys(("man", "m"), "men"),
    **dict.fromkeys(("annat", "okant", "annat_eller_okant", "ovriga"), "other"),
}
HEADER_WITHIN = 30
MOST_DECIMALS = 4
_VALUE = re.compile(r"(?P<sign>-?)(?P<whole>\d+|\d{1,3}(?: \d{3})+)(?:,(?P<fraction>\d+))?")
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
LARGEST = Decimal(10) ** 11


@dataclass(frozen=True)
class SheetCell:
    """What a cell says; `number` where the file itself holds a number."""

    text: str
    number: Decimal | None = None


@dataclass(frozen=True)
class MeasurementRow:
    """A row as it is read: the values by field, or what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[Any, ...]:
        """Of what it is: two rows of one place are one too many."""
        return tuple(self.values.get(name) for name in ("year", "month", "area", "respondents", "gender"))


@dataclass(frozen=True)
class MeasurementTable:
    """All rows of a text, and the titles of columns that are not read."""

    rows: tuple[MeasurementRow, ...]
    unread: tuple[str, ...] = ()


def read_measurements(
    lines: Sequence[tuple[int, Sequence[SheetCell]]], plain: Callable[[str], str]
) -> MeasurementTable:
    """The rows under the first line that names the columns. `plain` takes accents, case and signs from a title.

    Raises ValueError, in Swedish, where no line does, or there are no rows.
    """
    header, columns = _header(lines, plain)
    unread = tuple(
        cell.text.strip()
        for place, cell in enumerate(header[1])
        if cell.text.strip() and place not in columns
    )
    rows = [
        _row(number, cells, columns, plain)
        for number, cells in lines
        if number > header[0] and any(cell.text.strip() for cell in cells)
    ]
    if not rows:
        raise ValueError("Det finns inga rader under rubrikraden.")
    return MeasurementTable(tuple(_without_doubles(rows)), unread)


def _header(
    lines: Sequence[tuple[int, Sequence[SheetCell]]], plain: Callable[[str], str]
) -> tuple[tuple[int, Sequence[SheetCell]], dict[int, str]]:
    by_name = {name: key for key, names in COLUMNS.items() for name in names}
    best: dict[int, str] = {}
    for number, cells in lines[:HEADER_WITHIN]:
        found: dict[int, str] = {}
        for place, cell in enumerate(cells):
            key = by_name.get(plain(cell.text))
            if key and key not in found.values():
                found[place] = key
        if set(NEEDED) <= set(found.values()):
            return (number, cells), found
        best = max(best, found, key=len)
    missing = swedish.listed([f"”{name}”" for key, name in NEEDED.items() if key not in best.values()])
    raise ValueError(
        f"Ingen rubrikrad med {missing} hittades. Första raden ska namnge kolumnerna, till exempel: år;område;värde."
    )


def _row(
    number: int, cells: Sequence[SheetCell], columns: dict[int, str], plain: Callable[[str], str]
) -> MeasurementRow:
    values: dict[str, Any] = {"month": None, "area": "", "respondents": "", "gender": "", "n": None}
    problems = []
    for place, key in columns.items():
        cell = cells[place] if place < len(cells) else SheetCell("")
        try:
            values[key] = _READERS[key](cell, plain)
        except ValueError as error:
            problems.append(str(error))
    return MeasurementRow(number, values, tuple(problems))


def _without_doubles(rows: Sequence[MeasurementRow]) -> list[MeasurementRow]:
    seen: dict[tuple[Any, ...], int] = {}
    found = []
    for row in rows:
        if not row.problems and row.place in seen:
            told = f"Raden är om samma tid och grupp som rad {seen[row.place]}. Ta bort den ena."
            found.append(MeasurementRow(row.number, row.values, (told,)))
            continue
        seen.setdefault(row.place, row.number)
        found.append(row)
    return found


def parse_value(text: str) -> Decimal:
    """The value a person wrote, with at most four decimals: 12,5 or −3 or 1 234,25. Raises ValueError, in Swedish."""
    cleaned = (
        _SPACES.sub(" ", text.strip()).replace("\u2212", "-").replace("\u2013", "-").removesuffix("%").strip()
    )
    found = _VALUE.fullmatch(cleaned) if len(text) <= swedish.LONGEST else None
    if found is None or len(found["fraction"] or "") > MOST_DECIMALS:
        if found is not None:
            raise ValueError(f"”{text}” har fler än {swedish.count(MOST_DECIMALS)} decimaler.")
        swedish.parse_decimal(text)  # says what is wrong, and how to write it
        raise ValueError(f"”{text}” är inte ett tal. Skriv med siffror, till exempel 12,5.")
    return _within(
        Decimal(f"{found['sign']}{found['whole'].replace(' ', '')}.{found['fraction'] or '0'}"), text
    )


def _within(value: Decimal, text: str) -> Decimal:
    if abs(value) >= LARGEST:
        raise ValueError(f"”{text}” är större än vad som går att spara.")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_DECIMALS:
        raise ValueError(f"”{text}” har fler än {swedish.count(MOST_DECIMALS)} decimaler.")
    return value


def _value(cell: SheetCell, plain: Callable[[str], str]) -> Decimal:
    if cell.number is not None:
        return _within(cell.number, cell.text)
    if not cell.text.strip():
        raise ValueError("Värdet saknas. Skriv det, eller ta bort raden.")
    return parse_value(cell.text)


def _whole(cell: SheetCell, what: str) -> int | None:
    text = _SPACES.sub("", cell.text)
    if not text and cell.number is None:
        return None
    number = cell.number if cell.number is not None else (Decimal(text) if text.isdecimal() else None)
    if number is None or number != int(number) or number < 0 or number > 2_000_000_000:
        raise ValueError(f"”{cell.text}” är inte {what}. Skriv ett helt tal.")
    return int(number)


def _year(cell: SheetCell, plain: Callable[[str], str]) -> int:
    year = _whole(cell, "ett år")
    if year is None or not periods.is_year(year):
        raise ValueError(
            f"”{cell.text}” är inget år som går att använda. Skriv ett årtal mellan {periods.FIRST_YEAR} och "
            f"{periods.LAST_YEAR}."
        )
    return year


def _month(cell: SheetCell, plain: Callable[[str], str]) -> int | None:
    name = cell.text.strip().casefold()
    if name in swedish.MONTHS:
        return swedish.MONTHS.index(name) + 1
    if plain(name) in ("hela_aret", "helar", "ar"):
        return None
    month = _whole(cell, "en månad")
    if month is not None and not 1 <= month <= len(swedish.MONTHS):
        raise ValueError(f"”{cell.text}” är ingen månad. Skriv 1–12, eller lämna tomt för hela året.")
    return month


def _gender(cell: SheetCell, plain: Callable[[str], str]) -> str:
    found = GENDERS.get(plain(cell.text))
    if found is None:
        raise ValueError(f"”{cell.text}” är inget kön. Skriv kvinnor, män, annat eller lämna tomt för alla.")
    return found


def _day(cell: SheetCell, plain: Callable[[str], str]) -> date | None:
    text = cell.text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"”{text}” är ingen dag. Skriv den som 2018-12-31.") from None


def _text(longest: int) -> Callable[[SheetCell, Callable[[str], str]], str]:
    def read(cell: SheetCell, plain: Callable[[str], str]) -> str:
        text = " ".join(cell.text.split())
        if len(text) > longest:
            raise ValueError(f"”{text[:40]}…” är längre än {longest} tecken. Korta texten.")
        return text

    return read


_READERS: Final[dict[str, Callable[[SheetCell, Callable[[str], str]], Any]]] = {
    "year": _year,
    "month": _month,
    "value": _value,
    "area": _text(120),
    "respondents": _text(120),
    "gender": _gender,
    "n": lambda cell, plain: _whole(cell, "ett antal svarande"),
    "source": _text(200),
    "measured_on": _day,
}
