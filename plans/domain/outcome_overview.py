"""A year's outcomes at a glance: each initiative's periods, what is entered, what is missing, what does not add up.

Figures stand here as they are shown: whether small ones are hidden is asked of the caller.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Protocol

from finsam import swedish
from plans.domain.outcome_facts import (
    GOAL_EXITS,
    PERIOD_MONTHS,
    YEAR,
    InitiativeFact,
    OutcomeFact,
    OutcomeFacts,
)
from plans.domain.outcome_flow import Doubt, doubts_of, last_day, missing_of, outcome_before
from plans.domain.outcomes import ALL, Exact, by_gender, period_order

COLUMNS: Final = ("enrolled_at_start", "newly_enrolled", "exits", "goal_share", "active_at_end")
"""What is told of each period."""


class Insight(Protocol):
    """What the reader may see."""

    def shows(self, outcome: OutcomeFact, measure: str) -> bool:
        """Whether a measure of all genders together may be shown of an outcome."""

    def sees_small(self, initiative: int) -> bool:
        """Whether nothing is hidden of an initiative."""


@dataclass(frozen=True)
class PeriodRow:
    """A period of an initiative. `outcome` is None while nothing is entered; `cells` are those of COLUMNS."""

    year: int
    period: str
    outcome: OutcomeFact | None
    cells: tuple[str, ...]
    missing: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    is_over: bool
    is_told: bool = True
    """Whether what is missing and does not add up is told: its words hold the counts."""

    @property
    def is_whole(self) -> bool:
        """Whether all is entered and adds up."""
        return self.outcome is not None and not self.missing and not self.doubts


@dataclass(frozen=True)
class InitiativeRows:
    """An initiative with its periods."""

    fact: InitiativeFact
    name: str
    rows: tuple[PeriodRow, ...]


def overview(
    facts: OutcomeFacts, insight: Insight, hidden: str, today: date, only: Collection[int] | None = None
) -> tuple[InitiativeRows, ...]:
    """The initiatives that run in the facts' year, or those of `only`, with the periods that are told of it."""
    periods = _periods(facts)
    return tuple(
        InitiativeRows(
            fact=each,
            name=each.name(facts.year),
            rows=tuple(
                period_row(facts, each, facts.year, period, insight, hidden, today)
                for period in periods
                if _runs_in(each, facts.year, period) or _entered(facts, each, facts.year, period)
            ),
        )
        for each in facts.initiatives
        if (only is None or each.pk in only)
        and (each.runs_in(facts.year) or facts.outcomes_of(each.pk, facts.year))
    )


def history(
    facts: OutcomeFacts, initiative: InitiativeFact, insight: Insight, hidden: str, today: date
) -> tuple[PeriodRow, ...]:
    """Every period that is entered of an initiative, the latest first."""
    entered = [each for each in facts.outcomes if each.initiative == initiative.pk]
    entered.sort(key=lambda each: (each.year, period_order(each.period)), reverse=True)
    return tuple(
        period_row(facts, initiative, each.year, each.period, insight, hidden, today) for each in entered
    )


def period_row(
    facts: OutcomeFacts,
    initiative: InitiativeFact,
    year: int,
    period: str,
    insight: Insight,
    hidden: str,
    today: date,
) -> PeriodRow:
    """A period of an initiative as it is shown."""
    outcome = _entered(facts, initiative, year, period)
    ends = last_day(OutcomeFact(0, initiative.pk, year, period, None, ()))
    if outcome is None:
        nothing = (swedish.NOTHING,) * len(COLUMNS)
        return PeriodRow(year, period, None, nothing, (), (), ends < today)
    tally = by_gender(outcome)[ALL]
    cells = tuple(
        shown(tally.value(measure), measure) if insight.shows(outcome, measure) else hidden
        for measure in COLUMNS
    )
    if not insight.sees_small(initiative.pk):
        return PeriodRow(year, period, outcome, cells, (), (), ends < today, is_told=False)
    before = outcome_before(outcome, facts.outcomes)
    return PeriodRow(
        year, period, outcome, cells, missing_of(outcome), doubts_of(outcome, before), ends < today
    )


def shown(value: Exact, measure: str) -> str:
    """A figure as it is printed: a share in whole per cent, a mean to the tenth."""
    if value is None:
        return swedish.NOTHING
    if measure == "goal_share":
        return swedish.percent(_decimal(Fraction(value) * 100), 0)
    return swedish.number(value) if isinstance(value, int) else swedish.number(_decimal(value), 1)


def in_goal_in_words() -> str:
    """What counts as being in goal, as it is printed beside the share."""
    words = {"exits_to_work": "arbete", "exits_to_studies": "studier", "exits_to_other_rehab": "annan rehab"}
    return swedish.listed([words[name] for name in GOAL_EXITS])


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _periods(facts: OutcomeFacts) -> list[str]:
    """The periods that the federation tells: those of this year and the last, and the whole year always."""
    told = {each.period for each in facts.outcomes if each.year in (facts.year - 1, facts.year)}
    return sorted({YEAR, *told}, key=period_order)


def _runs_in(initiative: InitiativeFact, year: int, period: str) -> bool:
    first, _ = PERIOD_MONTHS[period]
    ends = last_day(OutcomeFact(0, initiative.pk, year, period, None, ()))
    begun = initiative.starts_on is None or initiative.starts_on <= ends
    return begun and (initiative.ends_on is None or initiative.ends_on > date(year, first, 1))


def _entered(facts: OutcomeFacts, initiative: InitiativeFact, year: int, period: str) -> OutcomeFact | None:
    found = [each for each in facts.outcomes_of(initiative.pk, year) if each.period == period]
    return found[0] if found else None
