"""Outcomes of which only print exists, as far as they may be told: by the rule of the year they are about.

A printed row has no parts to weigh, so the rule is plain: a small count is hidden, and so is a share or a mean that is
of few, and the total of the column where anything is. A part of a year is hidden where the year less the part is small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from plans.domain.outcome_facts import YEAR, OutcomeFacts, PublishedOutcomeFact
from plans.domain.outcomes import TOTAL, Outcomes

SERIES_MEASURES: Final = ("participants", "exits", "goal_share", "mean_months")
"""The measures that old documents printed year by year."""
COUNTED: Final = ("participants", "exits")


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


def history(facts: OutcomeFacts, told: Outcomes) -> History:
    """What may be told of printed outcomes. A cell that is computed is never taken from print."""
    found: dict[tuple[Row, int, str, str], PublishedOutcomeFact] = {}
    for fact in sorted(facts.published, key=lambda each: (each.document_year, each.pk)):
        if fact.measure not in SERIES_MEASURES or fact.value is None:
            continue
        row = Row(TOTAL, "") if fact.is_total else Row(fact.initiative or -1, fact.label)
        is_computed = told.tally(TOTAL if fact.is_total else row.who, fact.year, fact.period) is not None
        if not is_computed:
            found[row, fact.year, fact.period, fact.measure] = fact
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
                for row, measure in _Column(column, rule.smallest, whole).hidden()
            }
    return History(found, frozenset(hidden))


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
    ) -> None:
        self.values, self.smallest, self.whole = values, smallest, whole

    def hidden(self) -> set[tuple[Row, str]]:
        found = {key for key in self.values if self._gives_away(*key)}
        measures = {measure for _, measure in found}
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
