"""What a document printed of outcomes, laid out as its tables were: by initiative, and by year or measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plans.domain.outcome_facts import YEAR, PublishedOutcomeFact
from plans.domain.outcomes import period_order
from plans.domain.printed_outcomes import MEASURES, When

_SHORT = {"half_1": "Halvår 1", "half_2": "Halvår 2"}


@dataclass(frozen=True)
class PrintedRow:
    """A row with its cells, None where nothing was printed."""

    label: str
    what: str
    cells: tuple[PublishedOutcomeFact | None, ...]


@dataclass(frozen=True)
class PrintedTable:
    """A table of a document. `what` is the one measure that it shows, or the one period; "" where neither is one."""

    place: str
    what: str
    columns: tuple[str, ...]
    rows: tuple[PrintedRow, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is noted of its figures: Avesta 2014: gäller Fyrsteget."""
        return tuple(
            f"{cell.label} {When(cell.year, cell.period).words}: {cell.note[:1].lower()}{cell.note[1:]}"
            for row in self.rows
            for cell in row.cells
            if cell is not None and cell.note
        )


def printed_tables(facts: Iterable[PublishedOutcomeFact]) -> tuple[PrintedTable, ...]:
    """One document's tables, by the number in their place. Its rows stand in the order they were entered."""
    by_place: dict[str, list[PublishedOutcomeFact]] = {}
    for fact in facts:
        by_place.setdefault(fact.place, []).append(fact)
    tables = [_table(place, own) for place, own in by_place.items()]
    return tuple(sorted(tables, key=lambda each: (_number(each.place), each.place)))


def _number(place: str) -> int:
    digits = "".join(sign for sign in place if sign.isdecimal())
    return int(digits) if digits else 0


def _table(place: str, facts: list[PublishedOutcomeFact]) -> PrintedTable:
    whens = sorted(
        {When(fact.year, fact.period) for fact in facts},
        key=lambda each: (each.year, period_order(each.period)),
    )
    measures = sorted({fact.measure for fact in facts}, key=list(MEASURES).index)
    if len(whens) == 1 and len(measures) > 1:
        rows = {fact.label: "" for fact in facts}
        return PrintedTable(
            place,
            whens[0].words,
            tuple(MEASURES[each].capitalize() for each in measures),
            tuple(
                PrintedRow(label, "", tuple(_at(facts, label, whens[0], each) for each in measures))
                for label in rows
            ),
        )
    named = {(fact.label, fact.measure): "" for fact in facts}
    return PrintedTable(
        place,
        MEASURES[measures[0]] if len(measures) == 1 else "",
        tuple(_heading(when) for when in whens),
        tuple(
            PrintedRow(
                label,
                MEASURES[measure] if len(measures) > 1 else "",
                tuple(_at(facts, label, when, measure) for when in whens),
            )
            for label, measure in named
        ),
    )


def _heading(when: When) -> str:
    """2016, or Halvår 1 2016."""
    if when.period == YEAR:
        return str(when.year)
    return f"{_SHORT.get(when.period, when.period.replace('_', ' ').capitalize())} {when.year}"


def _at(
    facts: list[PublishedOutcomeFact], label: str, when: When, measure: str
) -> PublishedOutcomeFact | None:
    return next(
        (
            fact
            for fact in facts
            if (fact.label, When(fact.year, fact.period), fact.measure) == (label, when, measure)
        ),
        None,
    )
