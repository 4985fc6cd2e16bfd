"""Reading what a document printed of outcomes: one figure as it stands there, and a whole table as it is laid out.

A table has a row for each initiative, and columns that are years and parts of years ("delår 2016") or measures
("Avslut totalt"). Nothing is guessed: a heading or a number that cannot be read in one way is refused with what to do.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import StringIO
from typing import Final, TypeAlias

from finsam import swedish
from finsam.periods import FIRST_YEAR, LAST_YEAR, is_year
from plans.domain.outcome_facts import YEAR
from plans.domain.printed_outcomes import COUNTED, GOAL_SHARE, MEAN_MONTHS, MEASURES

LARGEST: Final = Decimal(99_999)
MOST_SIGNS: Final = 40
MOST_LABEL: Final = 120
MOST_CELLS: Final = 1000
MORE_NAMES: Final = {
    "inskrivna": "enrolled_at_start",
    "inskrivna vid årets början": "enrolled_at_start",
    "nyinskrivna under perioden": "newly_enrolled",
    "nya": "newly_enrolled",
    "avslut": "exits",
    "avslutade": "exits",
    "antal avslutade": "exits",
    "deltagare": "participants",
    "dropouts": "early_dropouts",
    "dropout": "early_dropouts",
    "avhopp": "early_dropouts",
    "i arbete": "exits_to_work",
    "till arbete": "exits_to_work",
    "i studier": "exits_to_studies",
    "till studier": "exits_to_studies",
    "till annan arbetslivsinriktad rehab": "exits_to_other_rehab",
    "till annan arbetslivsinriktad rehabilitering": "exits_to_other_rehab",
    "till sjukersättning": "exits_to_sickness_compensation",
    "till annat": "exits_to_other",
    "aktiva vid årets slut": "active_at_end",
    "aktiva": "active_at_end",
    "andel i mål (%)": GOAL_SHARE,
    "genomströmningstid (månader)": MEAN_MONTHS,
}
"""What tables call the measures, beside the names that we give them."""
_MEASURE_NAMES: Final = {**MORE_NAMES, **{words: measure for measure, words in MEASURES.items()}}
_PARTS: Final = (
    (r"(?:delår|halvår|halvår ?1|första halvåret|h1)", "half_1"),
    (r"(?:halvår ?2|andra halvåret|h2)", "half_2"),
    (r"(?:tertial ?1|t1)", "tertial_1"),
    (r"(?:tertial ?2|t2)", "tertial_2"),
    (r"(?:tertial ?3|t3)", "tertial_3"),
    (r"(?:år|helår|hela året)?", YEAR),
)
_PERIODS: Final = tuple(
    (re.compile(rf"(?:{words} ?(?P<after>\d{{4}})|(?P<before>\d{{4}}) ?{words})", re.IGNORECASE), period)
    for words, period in _PARTS
)
_MARKS: Final = re.compile(r"\s*\*{1,2}\s*$")
_UNITS: Final = {
    GOAL_SHARE: re.compile(r"\s*(?:%|procent)$", re.IGNORECASE),
    MEAN_MONTHS: re.compile(r"\s*(?:månader|mån\.?)$", re.IGNORECASE),
}


def read_value(printed: str, measure: str) -> Decimal | None:
    """The number that was printed; None when a row was printed without one ("Fyrsteget?", "< 5", "–").

    Raises ValueError in Swedish when it cannot be read in one way.
    """
    text = _MARKS.sub("", printed.strip())
    if text.startswith("<") or not re.search(r"\d", text):
        return None
    if measure in _UNITS:
        text = _UNITS[measure].sub("", text)
    value = swedish.parse_decimal(text)
    if value < 0:
        raise ValueError(f"”{printed}” är negativt. Ett resultat är noll eller mer.")
    if value > LARGEST:
        raise ValueError(f"”{printed}” är större än vad som går att spara.")
    if measure in COUNTED and value != value.to_integral_value():
        raise ValueError(
            f"”{printed}” är inget helt antal. {MEASURES[measure].capitalize()} räknas i hela tal."
        )
    return value


@dataclass(frozen=True)
class Column:
    """What a column of a table is: a period, or a measure."""

    period: tuple[int, str] | None = None
    measure: str = ""


@dataclass(frozen=True)
class PrintedEntry:
    """A cell of a table as it would be kept. `problem` says why it cannot be; then `value` means nothing."""

    row: int
    label: str
    year: int = 0
    period: str = ""
    measure: str = ""
    printed: str = ""
    value: Decimal | None = None
    problem: str = ""


Grid: TypeAlias = Sequence[Sequence[str]]


def read_heading(text: str) -> Column | None:
    """What a column is by its heading; None when that cannot be told."""
    words = " ".join(text.split())
    for pattern, period in _PERIODS:
        if found := pattern.fullmatch(words):
            year = int(found["after"] or found["before"])
            return Column(period=(year, period)) if is_year(year) else None
    measure = _MEASURE_NAMES.get(words.lower(), words.lower() if words.lower() in MEASURES else "")
    return Column(measure=measure) if measure else None


def cells_of(text: str) -> Grid:
    """A pasted table: tabs between the cells, as Excel gives them, or semicolons. Raises ValueError in Swedish."""
    delimiter = "\t" if "\t" in text else ";"
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise ValueError("Citattecknen går inte ihop. Ta bort dem, eller skriv dem två och två.") from None


def read_table(grid: Grid, *, measure: str, year: int, period: str) -> tuple[PrintedEntry, ...]:
    """Every filled cell of a table. `measure` is that of columns that are periods, `year` and `period` those of columns
    that are measures.

    Raises ValueError when there is nothing, too much, or a heading that cannot be read.
    """
    rows = [(number, row) for number, row in enumerate(grid, start=1) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise ValueError("Klistra in tabellen med dess rubriker: en rubrikrad och minst en rad.")
    columns = _columns(rows[0][1], measure)
    found = [
        entry for number, row in rows[1:] for entry in _entries(number, row, columns, measure, (year, period))
    ]
    if not found:
        raise ValueError("Det finns inga siffror under rubrikerna.")
    if len(found) > MOST_CELLS:
        raise ValueError(f"Det är fler än {swedish.number(MOST_CELLS)} siffror. Dela upp dem.")
    return tuple(_without_doubles(found))


def _columns(headings: Sequence[str], measure: str) -> dict[int, Column]:
    """What each column but the first is, by its place; a column without a heading is left out."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        if place == 0 or not heading.strip():
            continue
        column = read_heading(heading)
        if column is None:
            raise ValueError(
                f"Rubriken ”{heading.strip()}” går inte att tolka. Skriv ett år ({FIRST_YEAR}–{LAST_YEAR}), en del av "
                "ett år (delår 2016, tertial 1 2016) eller ett mått (avslut totalt)."
            )
        if column.period and not measure:
            raise ValueError("Kolumnerna är år. Välj vilket mått tabellen visar.")
        found[place] = column
    if not found:
        raise ValueError("Rubrikraden har inga kolumner med år eller mått.")
    return found


def _entries(
    number: int,
    row: Sequence[str],
    columns: dict[int, Column],
    measure: str,
    period: tuple[int, str],
) -> Iterator[PrintedEntry]:
    label = " ".join(row[0].split())
    if not label:
        yield PrintedEntry(number, label, problem="Raden har ingen etikett i första kolumnen.")
        return
    for place, cell in enumerate(row):
        printed = " ".join(cell.split())
        if place == 0 or not printed:
            continue
        if place not in columns:
            yield PrintedEntry(number, label, printed=printed, problem=f"”{printed}” står utan rubrik.")
            continue
        column = columns[place]
        own = column.period or period
        yield _read(PrintedEntry(number, label, *own, column.measure or measure, printed))


def _read(entry: PrintedEntry) -> PrintedEntry:
    if len(entry.label) > MOST_LABEL:
        return replace(entry, problem=f"Etiketten är längre än {MOST_LABEL} tecken.")
    if len(entry.printed) > MOST_SIGNS:
        return replace(entry, problem=f"”{entry.printed[:20]}…” är längre än {MOST_SIGNS} tecken.")
    try:
        return replace(entry, value=read_value(entry.printed, entry.measure))
    except ValueError as error:
        return replace(entry, problem=str(error))


def _without_doubles(entries: Iterable[PrintedEntry]) -> Iterator[PrintedEntry]:
    """A row has one figure of each measure and period."""
    seen: dict[tuple[str, int, str, str], int] = {}
    for entry in entries:
        first = seen.setdefault((entry.label, entry.year, entry.period, entry.measure), entry.row)
        is_double = first != entry.row and not entry.problem
        yield replace(entry, problem=f"Samma rad står redan på rad {first}.") if is_double else entry
