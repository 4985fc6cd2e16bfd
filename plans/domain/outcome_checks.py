"""Checks of the outcomes that are entered: that participants go out as they came in, over genders, periods and teams.

What the form says of an outcome before it is saved (`outcome_flow`, `outcome_parts`) is said here in the same words;
the rest is seen only over several initiatives. What documents printed is checked in `printed_outcome_checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import round_half_up
from plans.domain.outcome_facts import (
    COUNTS,
    MEN,
    PERIOD_MONTHS,
    PERIODS,
    SPLIT,
    UNSPLIT,
    WOMEN,
    YEAR,
    InitiativeFact,
    OutcomeFact,
    OutcomeFacts,
)
from plans.domain.outcome_flow import Doubt, doubts_of, outcome_before
from plans.domain.outcome_parts import parts_apart
from plans.domain.outcomes import ALL, MEANS, Tally, by_gender, sum_of
from plans.domain.printed_outcomes import MEASURES, When

INDIVIDUAL: Final = "individual"
"""The kind of initiative that has participants."""
_MEAN_NAMES: Final = {"mean_months": "Genomströmningstiden", "benefit_years": "Bidragstiden"}
_MEAN_UNITS: Final = {"mean_months": "månader", "benefit_years": "år"}


def _own(facts: OutcomeFacts) -> Iterator[tuple[InitiativeFact, OutcomeFact]]:
    """The year's outcomes, in the order of the initiatives."""
    for initiative in facts.initiatives:
        for outcome in facts.outcomes_of(initiative.pk, facts.year):
            yield initiative, outcome


def _finding(
    initiative: InitiativeFact,
    when: When,
    code: str,
    severity: Severity,
    message: str,
    *,
    expected: str = "",
    found: str = "",
    remedy: str,
    pks: Iterable[int] = (),
) -> Finding:
    return Finding(
        code=f"outcome.{code}",
        severity=severity,
        where=f"{initiative.name(when.year)} {when.words}",
        message=message,
        expected=expected,
        found=found,
        remedy=remedy,
        about=tuple(f"plans.outcome:{pk}" for pk in pks),
        page="outcomes",
        page_label="Öppna resultaten",
    )


# --- One outcome -------------------------------------------------------------------------------------------


def outcomes_flow(facts: OutcomeFacts) -> Iterator[Finding]:
    """Those at the start and those who came, less those who left, are those who are active at the end."""
    yield from _doubts(
        facts,
        ("flow",),
        "flow",
        "Gå igenom antalen. Den som har gått över till en annan insats, eller hoppat av tidigt, räknas för sig.",
    )


def outcomes_open_as_the_last_closed(facts: OutcomeFacts) -> Iterator[Finding]:
    """Those enrolled when a period begins are those who were active when the one before it ended."""
    yield from _doubts(
        facts,
        ("opening",),
        "opening",
        "Rätta det antal som är fel. Den som har bytt insats räknas som övergång och inte som inskriven från början.",
    )


def means_are_of_those_who_left(facts: OutcomeFacts) -> Iterator[Finding]:
    """A mean is of no more participants than there are to be a mean of."""
    yield from _doubts(
        facts,
        tuple(MEANS.values()),
        "mean_of",
        "Rätta antalet som medlet är räknat på, eller de antal som saknas.",
    )


def _doubts(facts: OutcomeFacts, codes: tuple[str, ...], code: str, remedy: str) -> Iterator[Finding]:
    for initiative, outcome in _own(facts):
        for doubt in doubts_of(outcome, outcome_before(outcome, facts.outcomes)):
            if doubt.code in codes:
                yield _of_doubt(initiative, outcome, doubt, code, remedy)


def _of_doubt(
    initiative: InitiativeFact, outcome: OutcomeFact, doubt: Doubt, code: str, remedy: str
) -> Finding:
    expected = swedish.number(doubt.expected)
    return _finding(
        initiative,
        When(outcome.year, outcome.period),
        code,
        Severity.ERROR,
        doubt.message,
        expected=f"högst {expected}" if code == "mean_of" else expected,
        found=swedish.number(doubt.found),
        remedy=remedy,
        pks=[outcome.pk],
    )


# --- Genders -----------------------------------------------------------------------------------------------


def genders_add_up(facts: OutcomeFacts) -> Iterator[Finding]:
    """Where a count is entered both of each gender and of all together, the genders add up to all."""
    for initiative, outcome in _own(facts):
        entered = {counts.gender: counts for counts in outcome.counts}
        whole = entered.get(UNSPLIT)
        for name in COUNTS if whole else ():
            split = sum_of(getattr(entered[gender], name) for gender in SPLIT if gender in entered)
            told = getattr(whole, name)
            if split is None or told is None or split == told:
                continue
            yield _finding(
                initiative,
                When(outcome.year, outcome.period),
                "genders",
                Severity.ERROR,
                f"{MEASURES[name].capitalize()}: könen ger tillsammans {split}, men {told} är infört för alla.",
                expected=swedish.number(split),
                found=swedish.number(told),
                remedy="Rätta antalen, eller ta bort det gemensamma: summan räknas ut.",
                pks=[outcome.pk],
            )


def means_lie_between_the_genders(facts: OutcomeFacts) -> Iterator[Finding]:
    """A mean of all lies between those of women and men, unless some are of another or unknown gender.

    Where it is told of how many each is, it is the one that these give, but for the last digit.
    """
    for initiative, outcome in _own(facts):
        tallies = by_gender(outcome)
        for name in MEANS:
            found = _mean_outside(tallies, name)
            if found is None:
                continue
            expected, told = found
            yield _finding(
                initiative,
                When(outcome.year, outcome.period),
                "mean_between",
                Severity.ERROR,
                f"{_MEAN_NAMES[name]} för alla kan inte vara {told}, när kvinnors och mäns är som de är införda.",
                expected=expected,
                found=told,
                remedy="Rätta det medel som är fel.",
                pks=[outcome.pk],
            )


def _mean_outside(tallies: dict[str, Tally], name: str) -> tuple[str, str] | None:
    """What a mean of all should be and what it is; None where it can be so, or nothing is told of the genders."""
    whole, women, men = (
        tallies[gender].means[name] if gender in tallies else None for gender in (ALL, WOMEN, MEN)
    )
    if whole is None or women is None or men is None or "other" in tallies:
        return None
    last_digit = Fraction(1, 2) / 10 ** max(_decimals(each.value) for each in (whole, women, men))
    least, most = sorted((women.value, men.value))
    words = f"{_said(least)}–{_said(most)} {_MEAN_UNITS[name]}"
    if women.of is not None and men.of is not None:
        least = most = (women.value * women.of + men.value * men.of) / (women.of + men.of)
        words = f"{_said(least)} {_MEAN_UNITS[name]}"
    if least - 2 * last_digit < whole.value < most + 2 * last_digit:
        return None
    return words, f"{_said(whole.value)} {_MEAN_UNITS[name]}"


def _decimals(value: Fraction) -> int:
    return next(digits for digits in range(3) if digits == 2 or (value * 10**digits).denominator == 1)


def _said(value: Fraction) -> str:
    exact = Decimal(value.numerator) / value.denominator
    return swedish.decimal(round_half_up(exact, 2))


# --- Over initiatives --------------------------------------------------------------------------------------


def transfers_out_come_in(facts: OutcomeFacts) -> Iterator[Finding]:
    """As many come to initiatives as go over from them, counting those whom a new initiative began with."""
    for period in PERIOD_MONTHS:
        told = [(initiative, outcome) for initiative, outcome in _own(facts) if outcome.period == period]
        tallies = {outcome.pk: by_gender(outcome)[ALL] for _, outcome in told}
        gone = sum(tally.counts["transfers_out"] or 0 for tally in tallies.values())
        come = sum(tally.counts["transfers_in"] or 0 for tally in tallies.values())
        begun = sum(
            tallies[outcome.pk].counts["enrolled_at_start"] or 0
            for initiative, outcome in told
            if _begins(initiative, outcome, facts)
        )
        if come <= gone <= come + begun:
            continue
        came = come if gone < come else come + begun
        yield Finding(
            code="outcome.transfers",
            severity=Severity.WARNING,
            where=f"Övergångar mellan insatser {When(facts.year, period).words}",
            message=f"{_people(gone)} har gått över till en annan insats, men {_people(came).lower()} har kommit dit.",
            expected=swedish.number(gone),
            found=swedish.number(came),
            remedy="För in övergångarna hos båda insatserna. Den som har lämnat för något annat är ett avslut.",
            about=tuple(f"plans.outcome:{outcome.pk}" for _, outcome in told),
            page="outcomes",
            page_label="Öppna resultaten",
        )


def _begins(initiative: InitiativeFact, outcome: OutcomeFact, facts: OutcomeFacts) -> bool:
    """Whether the initiative began within the outcome's period."""
    first, last = (date(outcome.year, month, 1) for month in PERIOD_MONTHS[outcome.period])
    began = outcome.starts_on or initiative.starts_on
    is_first = not any(
        each.initiative == outcome.initiative and each.first_day < first for each in facts.outcomes
    )
    return is_first and began is not None and first <= began.replace(day=1) <= last


def _people(number: int) -> str:
    return "Ingen deltagare" if number == 0 else f"{swedish.count(number).capitalize()} deltagare"


# --- Parts of the year -------------------------------------------------------------------------------------


def parts_are_within_the_year(facts: OutcomeFacts) -> Iterator[Finding]:
    """No part of a year has more of what happened than the year, and all its parts together are the year."""
    for initiative in facts.initiatives:
        own = facts.outcomes_of(initiative.pk, facts.year)
        for apart in parts_apart(facts.year, own):
            yield _finding(
                initiative,
                When(facts.year, YEAR),
                "parts",
                Severity.ERROR,
                apart.message,
                expected=f"minst {apart.expected}" if apart.is_least else str(apart.expected),
                found=str(apart.found),
                remedy="Rätta delen eller helåret. Helåret är alla som har deltagit eller lämnat någon gång under "
                "året.",
                pks=[own[0].pk],
            )


# --- Initiatives that nothing is entered of ----------------------------------------------------------------


def running_initiatives_have_outcomes(facts: OutcomeFacts) -> Iterator[Finding]:
    """Where some initiatives have outcomes of a period, all that ran in it have: else all together lack someone.

    Of the whole year it is asked once one initiative has it, and before that of each part that one has.
    """
    told = {
        (initiative.pk, outcome.period)
        for initiative, outcome in _own(facts)
        if not by_gender(outcome)[ALL].is_empty
    }
    for period in summed_periods(facts):
        for initiative in individual_initiatives(facts):
            if (initiative.pk, period) in told or not _runs_in(initiative, facts.year, period):
                continue
            parts = [each for each in PERIODS if (initiative.pk, each) in told]
            yield Finding(
                code="outcome.not_entered",
                severity=Severity.WARNING,
                where=f"{initiative.name(facts.year)} {When(facts.year, period).words}",
                message=_not_entered(When(facts.year, period), parts),
                remedy="För in insatsens resultat för perioden, eller rätta när den började eller slutade.",
                about=(f"plans.initiative:{initiative.pk}",),
                page="outcomes",
                page_label="Öppna resultaten",
            )


def summed_periods(facts: OutcomeFacts) -> tuple[str, ...]:
    """The periods of the facts' year that all initiatives are held to: the year, or the parts while no year is told."""
    told = {outcome.period for _, outcome in _own(facts) if not by_gender(outcome)[ALL].is_empty}
    return (YEAR,) if YEAR in told else tuple(period for period in PERIODS if period in told)


def individual_initiatives(facts: OutcomeFacts) -> tuple[InitiativeFact, ...]:
    """Those of the year that have participants."""
    return tuple(each for each in facts.initiatives if each.kind == INDIVIDUAL and each.runs_in(facts.year))


def _not_entered(when: When, parts: Sequence[str]) -> str:
    lacks = f"Andra insatser har resultat för {when.words}, men inte den här, fastän den pågår."
    if parts:
        entered = swedish.listed([When(when.year, each).words for each in parts])
        lacks = f"Insatsen har resultat för {entered}, men inte för {when.words} som andra insatser."
    return f"{lacks} Summorna för alla insatser är utan den."


def _runs_in(initiative: InitiativeFact, year: int, period: str) -> bool:
    """Whether it runs on any day of the period."""
    first, last = PERIOD_MONTHS[period]
    begun = initiative.starts_on is None or initiative.starts_on.replace(day=1) <= date(year, last, 1)
    return begun and (initiative.ends_on is None or initiative.ends_on > date(year, first, 1))


OutcomeCheck: TypeAlias = Callable[[OutcomeFacts], Iterable[Finding]]
OUTCOME_CHECKS: Final[tuple[OutcomeCheck, ...]] = (
    outcomes_flow,
    outcomes_open_as_the_last_closed,
    genders_add_up,
    means_lie_between_the_genders,
    means_are_of_those_who_left,
    transfers_out_come_in,
    parts_are_within_the_year,
    running_initiatives_have_outcomes,
)
