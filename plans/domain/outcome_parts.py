"""Whether the parts of a year, halves or tertials, are what the year is, as they are entered of an initiative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from finsam import swedish
from plans.domain.outcome_facts import YEAR, OutcomeFact
from plans.domain.outcome_flow import Doubt
from plans.domain.outcomes import ALL, Tally, by_gender
from plans.domain.printed_outcomes import ADDED_UP, ALL_EXITS, DIVISIONS, MEASURES, When

_ADDED_UP: Final = tuple(each for each in ADDED_UP if each != ALL_EXITS)
"""Of participants a part may have more than the year: whoever drops out later is none of the year's."""


@dataclass(frozen=True)
class Apart:
    """A count of the year that its parts say otherwise of. `is_least`: the year should be `expected` or more."""

    measure: str
    division: tuple[str, ...]
    message: str
    expected: int
    found: int
    is_least: bool = False

    @property
    def doubt(self) -> Doubt:
        """What is told before it is stored."""
        return Doubt(f"{self.measure}.{self.division[0]}", ALL, self.message, self.expected, self.found)


def parts_apart(year: int, outcomes: Iterable[OutcomeFact]) -> Iterator[Apart]:
    """No part of a year has more of what happened than the year, and all its parts together are the year.

    `outcomes` are those of one initiative in the year.
    """
    tallies = {each.period: by_gender(each)[ALL] for each in outcomes}
    if YEAR not in tallies:
        return
    for division in DIVISIONS:
        parts = [period for period in division if period in tallies]
        yield from _sums_apart(tallies, division, parts, year)
        yield from _ends_apart(tallies, division, year)


def parts_doubts(outcome: OutcomeFact, outcomes: Iterable[OutcomeFact]) -> tuple[Doubt, ...]:
    """What an outcome brings about between the year and its parts. `outcomes` are all that are known beside it."""
    others = [
        each
        for each in outcomes
        if (each.initiative, each.year) == (outcome.initiative, outcome.year)
        and each.period != outcome.period
    ]
    without = {each.doubt for each in parts_apart(outcome.year, others)}
    told = (each.doubt for each in parts_apart(outcome.year, [*others, outcome]))
    return tuple(each for each in told if each not in without)


def _sums_apart(
    tallies: Mapping[str, Tally], division: tuple[str, ...], parts: Sequence[str], year: int
) -> Iterator[Apart]:
    for measure in _ADDED_UP:
        whole = tallies[YEAR].count(measure)
        told = [
            (period, number) for period in parts if (number := tallies[period].count(measure)) is not None
        ]
        if whole is None or not told:
            continue
        name = MEASURES[measure].capitalize()
        if len(told) == len(division):
            added = sum(number for _, number in told)
            if added != whole:
                terms = " + ".join(swedish.number(number) for _, number in told)
                message = f"{name}: årets delar ger {terms} = {added}, men året har {whole}."
                yield Apart(measure, division, message, added, whole)
            continue
        period, most = max(told, key=lambda each: each[1])
        if most > whole:
            message = f"{name}: {When(year, period).words} har {most}, men hela året {whole}."
            yield Apart(measure, division, message, most, whole, is_least=True)


def _ends_apart(tallies: Mapping[str, Tally], division: tuple[str, ...], year: int) -> Iterator[Apart]:
    for measure, end, period in (
        ("enrolled_at_start", "början", division[0]),
        ("active_at_end", "slut", division[-1]),
    ):
        whole, part = (tallies[each].count(measure) if each in tallies else None for each in (YEAR, period))
        if whole is not None and part is not None and whole != part:
            message = (
                f"{When(year, period).words.capitalize()} har {part} vid periodens {end}, men året {whole}."
            )
            yield Apart(measure, division, message, part, whole)
