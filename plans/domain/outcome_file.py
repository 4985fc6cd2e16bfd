"""Outcomes in a file: which columns there are, and each row read into counts, or what is wrong with it and where.

A row is an initiative's one gender in one period. How a file becomes tables is in `budgets.imports.files`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeAlias

from budgets.imports.amounts import refuse_what_is_no_value
from budgets.imports.cells import guarded, text_of
from budgets.imports.tables import Cell, CellKind, Contents, Problem, Row, SheetTable
from finsam import swedish
from finsam.money import ORE
from plans.domain.outcome_facts import (
    COUNTS,
    GENDERS,
    PERIODS,
    SPLIT,
    UNSPLIT,
    CountsFact,
    InitiativeFact,
    OutcomeFact,
    OutcomeFacts,
    too_long,
)

MEANS: Final = ("mean_months", "benefit_years")
COLUMNS: Final = {
    "insats": "initiative",
    "ar": "year",
    "period": "period",
    "kon": "gender",
    "inskrivna": "enrolled_at_start",
    "nyinskrivna": "newly_enrolled",
    "fran_annan_insats": "transfers_in",
    "till_annan_insats": "transfers_out",
    "till_arbete": "exits_to_work",
    "till_studier": "exits_to_studies",
    "till_annan_rehab": "exits_to_other_rehab",
    "till_sjukersattning": "exits_to_sickness_compensation",
    "till_annat": "exits_to_other",
    "tidiga_avhopp": "early_dropouts",
    "aktiva_vid_slutet": "active_at_end",
    "manader_medel": "mean_months",
    "manader_antal": "mean_months_of",
    "bidragsar_medel": "benefit_years",
    "bidragsar_antal": "benefit_years_of",
}
"""The columns in order, by title."""
NEEDED: Final = ("insats", "period", "kon")
VALUES: Final = tuple(
    name for name in COLUMNS.values() if name not in ("initiative", "year", "period", "gender")
)
PERIOD_WORDS: Final = dict(
    zip(PERIODS, ("helår", "halvår 1", "halvår 2", "tertial 1", "tertial 2", "tertial 3"), strict=True)
)
GENDER_WORDS: Final = dict(zip(GENDERS, ("kvinnor", "män", "annat eller okänt", "alla"), strict=True))
LARGEST_COUNT: Final = 1_000_000
LONGEST: Final = Decimal("9999.99")
MAX_ROWS: Final = 2_000
_FOLDED = str.maketrans("åäöé", "aaoe")
Values: TypeAlias = Mapping[str, int | Decimal | None]
Cells: TypeAlias = str | Decimal | None


def folded(text: str) -> str:
    """A title or a word as it is compared: "Till arbete" and "till_arbete" are the same."""
    return re.sub(r"[\s_./-]+", "_", text.strip().lower().translate(_FOLDED)).strip("_")


CONTENTS: Final = Contents(
    "resultaten",
    "insats, period och kön",
    lambda title: folded(title) in COLUMNS,
    max_bytes=1_000_000,
    max_rows=MAX_ROWS,
)


@dataclass(frozen=True)
class FileOutcome:
    """What a file says of an initiative's one period: the counts of each gender it names."""

    initiative: int
    period: str
    counts: Mapping[str, Values]


@dataclass(frozen=True)
class OutcomesRead:
    """All that was read; with problems nothing of it counts."""

    outcomes: tuple[FileOutcome, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Reading:
    year: int
    initiatives: Sequence[InitiativeFact]
    sheet: str
    columns: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    rows: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)
    """On which row each gender of an initiative's period stands."""

    def called(self, initiative: int, period: str) -> str:
        """An outcome as it is named in the file: avesta, helår."""
        codes = {each.pk: each.code for each in self.initiatives}
        return f"{codes[initiative]}, {PERIOD_WORDS[period]}"

    def cell(self, row: Row, title: str) -> Cell:
        return row.cell(self.columns[title])

    def take(self, cell: Cell, read: Callable[[Cell], Any]) -> Any:
        """What `read` makes of the cell, or None with a problem that says where it stands."""
        try:
            return read(cell)
        except ValueError as error:
            self.problems.append(Problem(str(error), cell.row, cell.column, self.sheet))
            return None


def read_outcomes(table: SheetTable, year: int, initiatives: Sequence[InitiativeFact]) -> OutcomesRead:
    """The outcomes that a table holds of a year. `initiatives` are those that the one who reads may enter."""
    rows = [row for row in table.rows if not row.is_blank]
    if len(rows) < 2:
        return OutcomesRead(problems=(Problem("Filen har ingen rad under rubrikerna.", sheet=table.name),))
    head, *body = rows
    reading = _Reading(year, initiatives, table.name, {})
    _read_head(reading, head)
    if reading.problems:
        return OutcomesRead(problems=tuple(reading.problems))
    found: dict[tuple[int, str], dict[str, Values]] = {}
    for row in body:
        _read_row(reading, row, found)
    _refuse_both_ways(reading, found)
    if not found and not reading.problems:
        reading.problems.append(Problem("Ingen rad i filen har något antal.", sheet=table.name))
    return OutcomesRead(
        tuple(FileOutcome(pk, period, counts) for (pk, period), counts in found.items()),
        tuple(reading.problems),
    )


def template_rows(
    facts: OutcomeFacts, initiatives: Sequence[InitiativeFact], periods: Sequence[str]
) -> list[tuple[Cells, ...]]:
    """The file to fill in: a row for each initiative, period and gender, with what is entered already."""
    rows: list[tuple[Cells, ...]] = [tuple(COLUMNS)]
    for initiative in initiatives:
        entered = {each.period: each for each in facts.outcomes_of(initiative.pk, facts.year)}
        for period in periods:
            rows += [
                _template_row(facts.year, initiative, period, counts) for counts in _told(entered.get(period))
            ]
    return rows


def _told(outcome: OutcomeFact | None) -> list[CountsFact]:
    counts = {each.gender: each for each in outcome.counts} if outcome else {}
    genders = GENDERS if UNSPLIT in counts else SPLIT
    return [counts.get(gender, CountsFact(gender)) for gender in genders]


def _template_row(
    year: int, initiative: InitiativeFact, period: str, counts: CountsFact
) -> tuple[Cells, ...]:
    values = (getattr(counts, name) for name in VALUES)
    return (
        guarded(initiative.code),
        Decimal(year),
        PERIOD_WORDS[period],
        GENDER_WORDS[counts.gender],
        *(None if value is None else Decimal(value) for value in values),
    )


def _read_head(reading: _Reading, head: Row) -> None:
    for cell in head.cells:
        if cell.is_blank:
            continue
        title = folded(cell.text)
        if title not in COLUMNS:
            reading.problems.append(
                Problem(
                    f"Kolumnen ”{cell.text.strip()}” känns inte igen. Använd mallens rubriker.",
                    cell.row,
                    cell.column,
                    reading.sheet,
                )
            )
        elif title in reading.columns:
            reading.problems.append(
                Problem(
                    f"Kolumnen ”{cell.text.strip()}” finns två gånger.", cell.row, cell.column, reading.sheet
                )
            )
        else:
            reading.columns[title] = cell.column
    if lacking := [title for title in NEEDED if title not in reading.columns]:
        reading.problems.append(
            Problem(
                f"Filen saknar {'kolumnen' if len(lacking) == 1 else 'kolumnerna'} {swedish.listed(lacking)}.",
                head.number,
                sheet=reading.sheet,
            )
        )


def _read_row(reading: _Reading, row: Row, found: dict[tuple[int, str], dict[str, Values]]) -> None:
    before = len(reading.problems)
    initiative = reading.take(reading.cell(row, "insats"), lambda cell: _initiative(cell, reading))
    period = reading.take(reading.cell(row, "period"), lambda cell: _word(cell, PERIOD_WORDS, "period"))
    gender = reading.take(reading.cell(row, "kon"), lambda cell: _word(cell, GENDER_WORDS, "kön"))
    if "ar" in reading.columns:
        reading.take(reading.cell(row, "ar"), lambda cell: _same_year(cell, reading.year))
    values = {
        name: reading.take(reading.cell(row, title), lambda cell, name=name: _value(cell, name))  # type: ignore[misc]
        for title, name in COLUMNS.items()
        if name in VALUES and title in reading.columns
    }
    if len(reading.problems) > before:
        return
    _refuse_mean_of_nobody(reading, row, values)
    if all(value is None for value in values.values()):
        return
    told = found.setdefault((initiative, period), {})
    if gender in told:
        message = (
            f"{reading.called(initiative, period)}, {GENDER_WORDS[gender]} står redan på rad "
            f"{reading.rows[initiative, period][gender]}. Låt bara en av dem stå kvar."
        )
        reading.problems.append(Problem(message, row.number, sheet=reading.sheet))
    told[gender] = values
    reading.rows.setdefault((initiative, period), {}).setdefault(gender, row.number)


def _refuse_mean_of_nobody(reading: _Reading, row: Row, values: Values) -> None:
    for mean in MEANS:
        of = values.get(f"{mean}_of")
        if of is not None and (values.get(mean) is None or of < 1):
            title = next(title for title, name in COLUMNS.items() if name == f"{mean}_of")
            reading.problems.append(
                Problem(
                    "Ett antal som ett medel är räknat på behöver ett medel, och är minst 1.",
                    row.number,
                    reading.columns[title],
                    reading.sheet,
                )
            )


def _refuse_both_ways(reading: _Reading, found: Mapping[tuple[int, str], Mapping[str, Values]]) -> None:
    for (initiative, period), told in found.items():
        counted = {
            gender for gender, values in told.items() if any(values.get(name) is not None for name in COUNTS)
        }
        if UNSPLIT in counted and len(counted) > 1:
            rows = sorted(reading.rows[initiative, period][gender] for gender in counted)
            reading.problems.append(
                Problem(
                    f"{reading.called(initiative, period)}: antalen står både könsuppdelade och på raden alla, på "
                    f"raderna {swedish.listed([str(row) for row in rows])}. Skriv dem på ett av sätten.",
                    sheet=reading.sheet,
                )
            )


def _initiative(cell: Cell, reading: _Reading) -> int:
    """The initiative with the code, else the one that has, or has had, the name or the ID."""
    wanted = folded(text_of(cell))
    found = [each for each in reading.initiatives if wanted and wanted == folded(each.code)] or [
        each for each in reading.initiatives if wanted and _is_called(each, wanted)
    ]
    if len(found) > 1:
        both = swedish.listed([f"{each.name(reading.year)} ({each.code})" for each in found])
        raise ValueError(
            f"”{cell.text.strip()}” kan vara {both}. Skriv kortnamnet inom parentes för den du menar."
        )
    if found:
        return found[0].pk
    known = swedish.listed([each.code for each in reading.initiatives])
    raise ValueError(
        f"”{cell.text.strip()}” är ingen insats som du för in. Skriv {known}."
        if known
        else "Du för inte in någon insats."
    )


def _is_called(initiative: InitiativeFact, wanted: str) -> bool:
    names = (name for _, *names in initiative.names for name in names if name)
    return wanted in map(folded, names) or wanted.replace("_", "") == initiative.cost_centre_code


def _word(cell: Cell, words: Mapping[str, str], what: str) -> str:
    wanted = folded(text_of(cell))
    for value, word in words.items():
        if wanted in (value, folded(word)):
            return value
    none = "ingen" if what == "period" else "inget"
    raise ValueError(f"”{cell.text.strip()}” är {none} {what}. Skriv {' eller '.join(words.values())}.")


def _same_year(cell: Cell, year: int) -> None:
    if not cell.is_blank and text_of(cell) != str(year):
        raise ValueError(
            f"Raden är för {cell.text.strip()}, men du läser in {year}. Välj året och läs in filen där."
        )


def _value(cell: Cell, name: str) -> int | Decimal | None:
    if cell.is_blank or (cell.kind is CellKind.TEXT and swedish.is_nothing(cell.text)):
        return None
    refuse_what_is_no_value(cell)
    if cell.kind in (CellKind.DATE, CellKind.BOOLEAN):
        raise ValueError(f"Cellen innehåller {cell.text} där ett tal ska stå.")
    value = cell.number if cell.number is not None else swedish.parse_decimal(cell.text)
    if value < 0:
        raise ValueError(
            "Ett antal kan inte vara negativt." if name not in MEANS else "En tid kan inte vara negativ."
        )
    if name in MEANS:
        if value > LONGEST:
            raise ValueError("Tiden är längre än vad som går att spara.")
        if message := too_long(name, value):
            raise ValueError(message)
        if value != value.quantize(ORE):
            raise ValueError(
                f"”{cell.text}” har fler än två decimaler, och inget avrundas vid inläsning. Avrunda i filen."
            )
        return value.quantize(ORE)
    if value != value.to_integral_value():
        raise ValueError(f"”{cell.text}” är inget helt antal.")
    if value > LARGEST_COUNT:
        raise ValueError(
            f"Antalet är större än vad som går att spara. Skriv högst {swedish.number(LARGEST_COUNT)}."
        )
    return int(value)
