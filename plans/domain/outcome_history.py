"""Outcomes of which only print exists, as far as they may be told: by the rule of the year they are about.

A printed row has no parts to weigh, so the rule is plain: a small count is hidden, and so is a share or a mean that is
of few, and the total of the column where anything is. A part of a year is hidden where the year less the part is small.

A column may hold printed rows beside computed ones. What is computed of all together is then not of all its rows: the
printed total stands there instead, and is hidden where a computed row of the column is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from plans.domain.disclosure import Disclosure
from plans.domain.outcome_facts import YEAR, OutcomeFacts, PublishedOutcomeFact
from plans.domain.outcomes import ALL, TOTAL, Outcomes

SERIES_MEASURES: Final = ("participants", "exits", "goal_share", "mean_months")
"""The measures that old documents printed year by year."""
COUNTED: Final = ("participants", "exits")
TOLD_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "goal_share": ("exits", "in_goal", "not_in_goal"),
    "mean_months": ("mean_months_of",),
}
"""What a total of the measure tells of its rows beside the measure itself."""


class Row(NamedTuple):
    """A row of a printed table: its label, and whose it is: an initiative's key, TOTAL, or −1 for one not kept."""

    who: int
    label: str


@dataclass(frozen=True)
class History:
    """What was printed of periods that no outcome is stored of, by row and period, the latest document first."""

    cells: Mapping[tuple[Row, int, str, str], PublishedOutcomeFact]
    """By row, year, period and measure."""
    hidden: frozenset[tuple[Row, int, str, str]]
    beside: frozenset[tuple[int, str, str]] = frozenset()
    """Years, periods and measures that rows are printed of beside the computed: the computed total lacks them."""


def history(facts: OutcomeFacts, told: Outcomes, hiding: Disclosure) -> History:
    """What may be told of printed outcomes. A cell that is computed is never taken from print, but for a total of rows
    that are not all computed."""
    rows: dict[tuple[Row, int, str, str], PublishedOutcomeFact] = {}
    totals: dict[tuple[Row, int, str, str], PublishedOutcomeFact] = {}
    for fact in sorted(facts.published, key=lambda each: (each.document_year, each.pk)):
        if fact.measure not in SERIES_MEASURES or fact.value is None:
            continue
        if fact.is_total:
            totals[Row(TOTAL, ""), fact.year, fact.period, fact.measure] = fact
        elif told.tally(fact.initiative or -1, fact.year, fact.period) is None:
            rows[Row(fact.initiative or -1, fact.label), fact.year, fact.period, fact.measure] = fact
    beside = frozenset(
        (year, period, measure)
        for _, year, period, measure in rows
        if told.tally(TOTAL, year, period) is not None
    )
    found = rows | {
        key: fact
        for key, fact in totals.items()
        if key[1:] in beside or told.tally(TOTAL, fact.year, fact.period) is None
    }
    hidden = set()
    for year, period in sorted({(year, period) for _, year, period, _ in found}):
        rule = facts.disclosure(year)
        if rule.is_on:
            column = {
                (row, measure): fact.value or Decimal(0)
                for (row, each_year, each_period, measure), fact in found.items()
                if (each_year, each_period) == (year, period)
            }
            whole = _whole_year(found, told, year) if period != YEAR else lambda row, measure: None
            hidden |= {
                (row, year, period, measure)
                for row, measure in _Column(
                    column, rule.smallest, whole, _hidden_beside(told, hiding, year, period)
                ).hidden()
            }
    return History(found, frozenset(hidden), beside)


def _hidden_beside(told: Outcomes, hiding: Disclosure, year: int, period: str) -> frozenset[str]:
    """The measures whose total, less what is shown, would tell what is hidden of a computed row of the column."""
    found = set()
    for who, of_year, of_period, gender in told.tallies:
        if who == TOTAL or gender != ALL or (of_year, of_period) != (year, period):
            continue
        for measure in SERIES_MEASURES:
            asked = (measure, *TOLD_BY.get(measure, ()))
            if not all(hiding.shows(who, year, period, ALL, each) for each in asked):
                found.add(measure)
    return frozenset(found)


def _whole_year(
    found: Mapping[tuple[Row, int, str, str], PublishedOutcomeFact], told: Outcomes, year: int
) -> Callable[[Row, str], Decimal | None]:
    """What the year of a row has of a count, printed or computed."""

    def give(row: Row, measure: str) -> Decimal | None:
        fact = found.get((row, year, YEAR, measure))
        tally = told.tally(row.who, year, YEAR)
        count = tally.count(measure) if tally else None
        return fact.value if fact else (None if count is None else Decimal(count))

    return give


class _Column:
    """What was printed of one period: values by row and measure."""

    def __init__(
        self,
        values: Mapping[tuple[Row, str], Decimal],
        smallest: int,
        whole: Callable[[Row, str], Decimal | None],
        hidden_beside: frozenset[str] = frozenset(),
    ) -> None:
        self.values, self.smallest, self.whole = values, smallest, whole
        self.hidden_beside = hidden_beside

    def hidden(self) -> set[tuple[Row, str]]:
        found = {key for key in self.values if self._gives_away(*key)}
        measures = {measure for _, measure in found} | self.hidden_beside
        if "exits" in measures:
            measures |= {"goal_share", "mean_months"}
        if "goal_share" in measures:
            measures.add("mean_months")
        totals = {key for key in self.values if key[0].who == TOTAL and key[1] in measures}
        rows = {row for row, measure in found if measure == "exits"}
        shares = {(row, "goal_share") for row in rows if (row, "goal_share") in self.values}
        return found | totals | shares

    def _gives_away(self, row: Row, measure: str) -> bool:
        value = self.values[row, measure]
        if measure in COUNTED:
            whole = self.whole(row, measure)
            return self._is_small(value) or (whole is not None and self._is_small(whole - value))
        exits, share = self.values.get((row, "exits")), self.values.get((row, "goal_share"))
        if exits is None:
            participants = self.values.get((row, "participants"))
            return participants is None or self._is_small(participants)
        if share is None:
            return self._is_small(exits)
        in_goal = (share * exits / 100).to_integral_value()
        if measure == "mean_months":
            return self._is_small(in_goal)
        return any(map(self._is_small, (exits, in_goal, exits - in_goal)))

    def _is_small(self, count: Decimal) -> bool:
        return 1 <= count < self.smallest


def documents(facts: Iterable[PublishedOutcomeFact]) -> list[str]:
    """The documents that the facts were printed in, each once."""
    return list(dict.fromkeys(fact.document for fact in facts))
