"""What documents printed of outcomes, as it can be compared: each cell with how exact it is, found by row and period.

The checks of it are in `printed_outcome_checks`; what whole people can be behind a share in `whole_people`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from finsam import swedish
from plans.domain.outcome_facts import EXITS, HALVES, TERTIALS, YEAR, OutcomeFacts, PublishedOutcomeFact
from plans.domain.whole_people import Rounded

PARTICIPANTS, EXITED, ALL_EXITS, ACTIVE = "participants", "exits", "all_exits", "active_at_end"
GOAL_SHARE, MEAN_MONTHS = "goal_share", "mean_months"
MEASURES: Final = {
    PARTICIPANTS: "antal deltagare",
    EXITED: "antal avslut",
    GOAL_SHARE: "andel i mål",
    MEAN_MONTHS: "genomströmningstid",
    "events": "antal personalinriktade insatser",
    "event_participants": "antal deltagare i personalinriktade insatser",
    "enrolled_at_start": "inskrivna vid periodens början",
    "newly_enrolled": "nyinskrivna",
    "transfers_in": "kom från en annan insats",
    "transfers_out": "gick över till en annan insats",
    ALL_EXITS: "avslut totalt",
    "exits_to_work": "avslut till arbete",
    "exits_to_studies": "avslut till studier",
    "exits_to_other_rehab": "avslut till annan arbetslivsinriktad rehabilitering",
    "exits_to_sickness_compensation": "avslut till sjukersättning",
    "exits_to_other": "avslut till annat",
    "early_dropouts": "tidiga avhopp",
    ACTIVE: "aktiva vid periodens slut",
}
"""What each printed measure is called beside its row."""
COUNTED: Final = tuple(each for each in MEASURES if each not in (GOAL_SHARE, MEAN_MONTHS))
"""The measures that are whole numbers."""
ADDED_UP: Final = (
    EXITED,
    ALL_EXITS,
    "newly_enrolled",
    "transfers_in",
    "transfers_out",
    *EXITS,
    "early_dropouts",
)
"""Counts of what happened in a period: those of a year's parts add up to the year's."""
WITHIN_YEAR: Final = (PARTICIPANTS, *ADDED_UP)
"""Counts that no part of a year can have more of than the year."""
FLOW: Final = ("enrolled_at_start", "newly_enrolled", "transfers_in", ALL_EXITS, ACTIVE)
"""The measures of the flow, in the order they are added up; of these print may leave out who came from elsewhere."""
DIVISIONS: Final = (HALVES, TERTIALS)
"""The ways a year is divided."""
_PERIODS: Final = {
    YEAR: "",
    "half_1": "första halvåret ",
    "half_2": "andra halvåret ",
    "tertial_1": "tertial 1 ",
    "tertial_2": "tertial 2 ",
    "tertial_3": "tertial 3 ",
}
_UNITS: Final = {GOAL_SHARE: "%", MEAN_MONTHS: "månader"}
_DECIMALS: Final = re.compile(r",(\d+)")

Row: TypeAlias = tuple[str, int | str]
"""An initiative by its key, all together, or else a row by its label."""
ALL_ROWS: Final[Row] = ("all", 0)


class When(NamedTuple):
    """A year, or a part of it."""

    year: int
    period: str

    @property
    def words(self) -> str:
        """2018, or första halvåret 2018."""
        return f"{_PERIODS[self.period]}{self.year}"


@dataclass(frozen=True)
class Cell:
    """A printed figure with a value."""

    fact: PublishedOutcomeFact
    value: Decimal

    @property
    def row(self) -> Row:
        """Whose figure it is."""
        return row_of(self.fact)

    @property
    def when(self) -> When:
        """What it is about."""
        return When(self.fact.year, self.fact.period)

    @property
    def decimals(self) -> int:
        """How many decimals it was printed with: one in "54,5"."""
        found = _DECIMALS.search(self.fact.printed)
        return len(found[1]) if found else 0

    @property
    def rounded(self) -> Rounded:
        """The number with the last digit that was printed."""
        return Rounded(self.value, Decimal(1).scaleb(-self.decimals))

    @property
    def number(self) -> int:
        """A count as the whole number it is."""
        return int(self.value)

    @property
    def where(self) -> str:
        """Tabell 12, Avesta första halvåret 2017, antal deltagare. A total in a table says itself what it is of."""
        place = f"{self.fact.place}, " if self.fact.place else ""
        what = "" if place and self.row == ALL_ROWS else f", {MEASURES[self.fact.measure]}"
        return f"{place}{self.row_words}{what}"

    @property
    def row_words(self) -> str:
        """Avesta första halvåret 2017."""
        return f"{self.fact.label} {self.when.words}"

    @property
    def shown(self) -> str:
        """As it was printed, with its unit: 54,5 %."""
        return self.said(Fraction(self.value), self.decimals)

    def exactly(self, value: Fraction | int) -> str:
        """A computed value beside this one: a share with one decimal at least, so that one sees what was rounded."""
        least = 1 if self.fact.measure == GOAL_SHARE else 0
        return self.said(Fraction(value), max(self.decimals, least))

    def said(self, value: Fraction, decimals: int) -> str:
        """A value with the unit of this figure."""
        unit = _UNITS.get(self.fact.measure, "")
        text = swedish.number(Decimal(value.numerator) / value.denominator, decimals)
        return f"{text}{swedish.NBSP}{unit}" if unit else text


def row_of(fact: PublishedOutcomeFact) -> Row:
    """Whose figure it is: an initiative's under any of its names, or all initiatives'."""
    if fact.is_total:
        return ALL_ROWS
    return ("initiative", fact.initiative) if fact.initiative is not None else ("label", fact.label.lower())


@dataclass(frozen=True)
class PrintedDocument:
    """All that one document printed of outcomes, in the order it was entered."""

    title: str
    facts: tuple[PublishedOutcomeFact, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The figures that have a value."""
        return tuple(Cell(fact, fact.value) for fact in self.facts if fact.value is not None)

    @cached_property
    def _first(self) -> dict[tuple[str, Row, When], Cell]:
        found: dict[tuple[str, Row, When], Cell] = {}
        for cell in self.cells:
            found.setdefault((cell.fact.measure, cell.row, cell.when), cell)
        return found

    def cell(self, measure: str, row: Row, when: When) -> Cell | None:
        """The figure where it was printed first; None where it was not."""
        return self._first.get((measure, row, when))

    def is_first(self, cell: Cell) -> bool:
        """Whether the document had not printed the same before."""
        return self.cell(cell.fact.measure, cell.row, cell.when) is cell

    def count(self, measure: str, row: Row, when: When) -> int | None:
        """A printed count; None where there is none."""
        found = self.cell(measure, row, when)
        return found.number if found else None

    def of_measure(self, *measures: str) -> Iterator[Cell]:
        """The figures of the measures, each where it was printed first."""
        return (cell for cell in self.cells if cell.fact.measure in measures and self.is_first(cell))

    def teams(self, measure: str, when: When, place: str) -> tuple[Cell, ...]:
        """The initiatives' figures in the table where all together stand too."""
        return tuple(
            cell
            for cell in self.cells
            if (cell.fact.measure, cell.when, cell.fact.place) == (measure, when, place)
            and cell.row != ALL_ROWS
        )

    def has_gap(self, measure: str, when: When, place: str) -> bool:
        """Whether a row of the table was printed without a figure then, so that the sum may hold more than the rows."""
        return any(
            fact.value is None and (fact.measure, fact.place) == (measure, place)
            for fact in self.facts
            if When(fact.year, fact.period) == when
        )

    def others(self, cell: Cell) -> tuple[Cell, ...]:
        """The same figure, printed elsewhere in the document."""
        return tuple(
            each
            for each in self.cells
            if each is not cell
            and (each.fact.measure, each.row, each.when) == (cell.fact.measure, cell.row, cell.when)
        )


def printed_documents(facts: OutcomeFacts) -> tuple[PrintedDocument, ...]:
    """The documents of the year, each with what it printed, in the order they were entered."""
    found: dict[str, list[PublishedOutcomeFact]] = {}
    for fact in sorted(facts.published, key=lambda each: each.pk):
        if fact.document_year == facts.year:
            found.setdefault(fact.document, []).append(fact)
    return tuple(PrintedDocument(title, tuple(own)) for title, own in found.items())


def earlier_documents(facts: OutcomeFacts) -> tuple[PrintedDocument, ...]:
    """The documents of the years before, the newest first."""
    found: dict[tuple[int, str], list[PublishedOutcomeFact]] = {}
    for fact in sorted(facts.published, key=lambda each: (-each.document_year, each.pk)):
        if fact.document_year < facts.year:
            found.setdefault((fact.document_year, fact.document), []).append(fact)
    return tuple(PrintedDocument(title, tuple(own)) for (_, title), own in found.items())
