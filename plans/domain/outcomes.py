"""What the outcomes of initiatives add up to: totals, goal shares and means, by gender and over all initiatives.

Everything is exact: counts are whole, shares and means are fractions, rounded by whoever prints them. What may be shown
of it to the public is not said here but in `plans.domain.disclosure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from plans.domain.outcome_facts import (
    COUNTS,
    EXITS,
    GOAL_EXITS,
    PERIODS,
    SPLIT,
    UNSPLIT,
    CountsFact,
    OutcomeFact,
    OutcomeFacts,
)

TOTAL: Final = 0
"""In place of an initiative's key: all initiatives together."""
ALL: Final = ""
"""In place of a gender: all together."""

NOT_GOAL_EXITS: Final = tuple(reason for reason in EXITS if reason not in GOAL_EXITS)
SUMS: Final[Mapping[str, Mapping[str, int]]] = {
    "participants": {
        "enrolled_at_start": 1,
        "newly_enrolled": 1,
        "transfers_in": 1,
        "transfers_out": -1,
        "early_dropouts": -1,
    },
    "exits": dict.fromkeys(EXITS, 1),
    "in_goal": dict.fromkeys(GOAL_EXITS, 1),
    "not_in_goal": dict.fromkeys(NOT_GOAL_EXITS, 1),
}
"""What each sum within a period is of, by sign. Whoever goes over to another initiative is a participant there, and an
early dropout is none."""
COUNTED: Final = (*COUNTS, *SUMS)
MEANS: Final = {"mean_months": "mean_months_of", "benefit_years": "benefit_years_of"}
"""Each mean, and the count that it is of."""
GOAL_SHARE: Final = "goal_share"
MEASURES: Final = (*COUNTED, GOAL_SHARE, *MEANS, *MEANS.values())

Exact: TypeAlias = int | Fraction | None


@dataclass(frozen=True)
class Mean:
    """A mean and how many it is of; None where nobody has said of how many."""

    value: Fraction
    of: int | None


@dataclass(frozen=True)
class Tally:
    """The counts of one initiative or all, of one gender or all, in one period. What nobody has entered is None."""

    counts: Mapping[str, int | None]
    means: Mapping[str, Mean | None]

    def value(self, measure: str) -> Exact:
        """A count, a goal share as a fraction of one, or a mean."""
        if measure == GOAL_SHARE:
            return self.goal_share
        if measure in MEANS:
            mean = self.means[measure]
            return mean.value if mean else None
        for name, of in MEANS.items():
            if measure == of:
                mean = self.means[name]
                return mean.of if mean else None
        return self.count(measure)

    def count(self, measure: str) -> int | None:
        """A count, entered or a sum of those entered."""
        if measure in SUMS:
            return sum_of(
                None if (count := self.counts[part]) is None else sign * count
                for part, sign in SUMS[measure].items()
            )
        return self.counts[measure]

    @property
    def goal_share(self) -> Fraction | None:
        """In goal ÷ exits, with dropouts and transfers in neither; None when nobody has exited."""
        exits, in_goal = self.count("exits"), self.count("in_goal")
        return Fraction(in_goal or 0, exits) if exits else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is entered."""
        return all(each is None for each in self.counts.values()) and not any(self.means.values())


def sum_of(counts: Iterable[int | None]) -> int | None:
    """The sum of the counts that are known; None when none is."""
    known = [each for each in counts if each is not None]
    return sum(known) if known else None


def weighted(means: Sequence[Mean | None]) -> Mean | None:
    """The mean over all, each weighted by how many it is of; None when that is not known of one of them."""
    known = [each for each in means if each is not None]
    if len(known) == 1:
        return known[0]
    of = 0
    months = Fraction(0)
    for each in known:
        if each.of is None:
            return None
        of += each.of
        months += each.value * each.of
    return Mean(months / of, of) if of else None


def together(tallies: Sequence[Tally]) -> Tally:
    """All the tallies as one."""
    return Tally(
        {name: sum_of(each.counts[name] for each in tallies) for name in COUNTS},
        {name: weighted([each.means[name] for each in tallies]) for name in MEANS},
    )


def by_gender(outcome: OutcomeFact) -> dict[str, Tally]:
    """The outcome of all together, and of each gender that something is entered of."""
    entered = {each.gender: _entered(each) for each in outcome.counts}
    split = {
        gender: entered[gender] for gender in SPLIT if gender in entered and not entered[gender].is_empty
    }
    summed = together(list(split.values()))
    whole = entered.get(UNSPLIT)
    if whole is None or whole.is_empty:
        return {ALL: summed, **split}
    return {
        ALL: Tally(
            {
                name: summed.counts[name] if whole.counts[name] is None else whole.counts[name]
                for name in COUNTS
            },
            {name: whole.means[name] or summed.means[name] for name in MEANS},
        ),
        **split,
    }


def _entered(counts: CountsFact) -> Tally:
    return Tally(
        {name: getattr(counts, name) for name in COUNTS},
        {
            name: None
            if getattr(counts, name) is None
            else Mean(Fraction(getattr(counts, name)), getattr(counts, of))
            for name, of in MEANS.items()
        },
    )


Place: TypeAlias = tuple[int, int, str, str]
"""Whose (an initiative's key, or TOTAL), which year, which period and which gender (or ALL)."""


@dataclass(frozen=True)
class Outcomes:
    """Every tally of a federation, over all its years, by place."""

    tallies: Mapping[Place, Tally]

    def tally(self, who: int, year: int, period: str, gender: str = ALL) -> Tally | None:
        """The tally of a place; None where nothing is entered."""
        return self.tallies.get((who, year, period, gender))

    def genders(self, who: int, year: int, period: str) -> tuple[str, ...]:
        """The genders that are told apart there."""
        return tuple(gender for gender in SPLIT if (who, year, period, gender) in self.tallies)

    def periods(self) -> list[tuple[int, str]]:
        """The years and periods that have an outcome, in order: a year's parts before the whole."""
        found = {(year, period) for _, year, period, _ in self.tallies}
        return sorted(found, key=lambda each: (each[0], period_order(each[1])))


def period_order(period: str) -> tuple[int, int]:
    """Sorts the periods of a year by their last month, the whole year last."""
    last_month = {"half_1": 6, "half_2": 12, "tertial_1": 4, "tertial_2": 8, "tertial_3": 12, "year": 12}
    return last_month[period], -PERIODS.index(period)


def outcomes(facts: OutcomeFacts) -> Outcomes:
    """Every tally of the federation.

    All initiatives together are told by gender where each of them is, and have a mean where each of those that tell
    one says of how many it is.
    """
    found: dict[Place, Tally] = {}
    by_period: dict[tuple[int, str], list[dict[str, Tally]]] = {}
    for outcome in facts.outcomes:
        tallies = by_gender(outcome)
        if tallies[ALL].is_empty:
            continue
        by_period.setdefault((outcome.year, outcome.period), []).append(tallies)
        for gender, tally in tallies.items():
            found[outcome.initiative, outcome.year, outcome.period, gender] = tally
    for (year, period), teams in by_period.items():
        found[TOTAL, year, period, ALL] = together([team[ALL] for team in teams])
        if all(is_split(team) for team in teams):
            for gender in SPLIT:
                if told := [team[gender] for team in teams if gender in team]:
                    found[TOTAL, year, period, gender] = together(told)
    return Outcomes(found)


def is_split(team: Mapping[str, Tally]) -> bool:
    """Whether the genders of the tallies add up to all of them, so that no participant is left untold."""
    split = [tally for gender, tally in team.items() if gender != ALL]
    return bool(split) and all(
        sum_of(tally.counts[name] for tally in split) == team[ALL].counts[name] for name in COUNTS
    )
