"""An outcome over years and parts of years, a row for each name an initiative has had, as it may be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from plans.domain.outcome_facts import PublishedOutcomeFact
from plans.domain.outcome_history import Row, documents
from plans.domain.outcome_results import DEFINITIONS, HIDDEN_NOTE, Results, Told
from plans.domain.outcomes import GOAL_SHARE, TOTAL, period_order

YEARS_SHOWN: Final = 5
"""How many years a series reaches back, the last one included."""
PERIOD_LABELS: Final[Mapping[str, str]] = {
    "year": "år",
    "half_1": "delår",
    "tertial_1": "tertial 1",
    "tertial_2": "tertial 2",
    "tertial_3": "tertial 3",
}
"""The periods that stand in a series; the second half is what remains of the year, and does not."""


@dataclass(frozen=True)
class Column:
    """A year, or a part of one."""

    year: int
    period: str

    @property
    def label(self) -> str:
        """år 2018, delår 2018."""
        return f"{PERIOD_LABELS[self.period]} {self.year}"


@dataclass(frozen=True)
class SeriesRow:
    """An initiative under one of its names, or all together."""

    label: str
    cells: tuple[Told | None, ...]
    """One for each column; None where it was not told of, or had another name."""
    is_total: bool = False


@dataclass(frozen=True)
class Series:
    """A measure over columns."""

    measure: str
    columns: tuple[Column, ...]
    rows: tuple[SeriesRow, ...]
    documents: tuple[str, ...]
    """Those that printed what is not computed here."""

    @property
    def span(self) -> str:
        """2014–2018, or 2018 alone."""
        first, last = self.columns[0].year, self.columns[-1].year
        return str(last) if first == last else f"{first}\u2013{last}"

    @property
    def definitions(self) -> tuple[str, ...]:
        """How the measure is computed."""
        return (DEFINITIONS[self.measure],)

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(cell and cell.is_hidden for row in self.rows for cell in row.cells)

    @property
    def hidden_note(self) -> str:
        """What the mark of what is hidden means."""
        return HIDDEN_NOTE

    @property
    def total(self) -> SeriesRow | None:
        """The row of all together."""
        return next((row for row in self.rows if row.is_total), None)


def outcome_series(results: Results, measure: str, year: int) -> Series | None:
    """The measure up to and with the year, at most five years; None when nothing is told of it."""
    return _Builder(results, measure, year).build()


class _Builder:
    def __init__(self, results: Results, measure: str, year: int) -> None:
        self.results, self.measure = results, measure
        self.first, self.last = year - YEARS_SHOWN + 1, year
        self.cells: dict[tuple[Row, Column], Told] = {}
        self.printed: list[PublishedOutcomeFact] = []

    def build(self) -> Series | None:
        for row, column, told in (*self._printed(), *self._computed()):
            self.cells[row, column] = told
        columns = sorted(
            {column for _, column in self.cells}, key=lambda each: (each.year, period_order(each.period))
        )
        if not columns:
            return None
        rows = [
            SeriesRow(
                row.label or "Totalt",
                tuple(self.cells.get((row, column)) for column in columns),
                row.who == TOTAL,
            )
            for row in self._rows()
        ]
        return Series(self.measure, tuple(columns), tuple(rows), tuple(documents(self.printed)))

    def _computed(self) -> Iterator[tuple[Row, Column, Told]]:
        for who, year, period, gender in self.results.outcomes.tallies:
            if gender or period not in PERIOD_LABELS or not self.first <= year <= self.last:
                continue
            if who == TOTAL and (year, period, self.measure) in self.results.history.beside:
                continue
            told = self.results.told(who, year, period, self.measure)
            if told.value is not None or told.is_hidden:
                initiative = self.results.initiative(who)
                label = initiative.short_name(year) if initiative else ""
                yield Row(who, label), Column(year, period), told

    def _printed(self) -> Iterator[tuple[Row, Column, Told]]:
        history = self.results.history
        for (row, year, period, measure), fact in history.cells.items():
            if measure != self.measure or period not in PERIOD_LABELS or not self.first <= year <= self.last:
                continue
            if (row, year, period, measure) in history.hidden:
                yield row, Column(year, period), Told(measure, is_hidden=True)
            else:
                self.printed.append(fact)
                yield row, Column(year, period), Told(measure, _exact(fact), printed=fact.printed)

    def _rows(self) -> list[Row]:
        """Initiative by initiative in their order, under each name in the order of years; those not kept, then all."""
        places = {each.pk: place for place, each in enumerate(self.results.facts.initiatives)}
        first: dict[Row, tuple[int, tuple[int, int]]] = {}
        for row, column in self.cells:
            when = (column.year, period_order(column.period))
            first[row] = min(first.get(row, when), when)
        return sorted(
            first,
            key=lambda row: (row.who == TOTAL, places.get(row.who, len(places)), first[row], row.label),
        )


def _exact(fact: PublishedOutcomeFact) -> int | Fraction:
    """The printed value as computed values are: a share as a fraction of one."""
    assert fact.value is not None  # those without a value are left out
    if fact.measure == GOAL_SHARE:
        return Fraction(fact.value) / 100
    return Fraction(fact.value) if fact.value % 1 else int(fact.value)
