"""Whether participants go out as they came in: the identities of an outcome, and what is told where they do not hold.

The figures are those of tables 7, 9 and 11 in Södra Dalarna's annual report for 2018.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.domain.outcome_facts import EXITS, CountsFact, OutcomeFact
from plans.domain.outcome_flow import (
    Doubt,
    Flow,
    doubts_of,
    flow_of,
    last_day,
    missing_of,
    outcome_before,
)
from plans.domain.outcomes import ALL, by_gender

EXITS_OF_HEDEMORA = dict(zip(EXITS, (7, 0, 5, 2, 5), strict=True))
EXITS_OF_AVESTA = dict(zip(EXITS, (5, 3, 3, 0, 7), strict=True))
EXITS_OF_SATER = dict(zip(EXITS, (1, 1, 0, 1, 0), strict=True))
HEDEMORA = CountsFact(
    "unsplit",
    enrolled_at_start=40,
    newly_enrolled=29,
    transfers_out=14,
    early_dropouts=1,
    active_at_end=35,
    **EXITS_OF_HEDEMORA,
)
AVESTA = CountsFact(
    "unsplit",
    enrolled_at_start=38,
    newly_enrolled=44,
    early_dropouts=3,
    active_at_end=61,
    **EXITS_OF_AVESTA,
)
SATER = CountsFact(
    "unsplit", enrolled_at_start=14, newly_enrolled=5, early_dropouts=0, active_at_end=16, **EXITS_OF_SATER
)


def outcome(*counts: CountsFact, **more: Any) -> OutcomeFact:
    """An outcome of the year 2018."""
    return OutcomeFact(
        **{
            "pk": 1,
            "initiative": 1,
            "year": 2018,
            "period": "year",
            "starts_on": None,
            "counts": counts,
            **more,
        }
    )


@pytest.mark.parametrize(
    ("counts", "flow"),
    [(HEDEMORA, Flow(40, 69, 34, 35)), (AVESTA, Flow(38, 82, 21, 61)), (SATER, Flow(14, 19, 3, 16))],
)
def test_each_team_of_2018_ends_with_those_that_came_and_did_not_leave(
    counts: CountsFact, flow: Flow
) -> None:
    found = flow_of(by_gender(outcome(counts))[ALL])

    assert (found, found.difference) == (flow, 0)
    assert doubts_of(outcome(counts), None) == ()


def test_an_outcome_that_does_not_add_up_is_told_with_its_figures() -> None:
    """With the dropout left out, as table 7's "avslut totalt" leaves it, Hedemora would end with 36."""
    printed = outcome(replace(HEDEMORA, early_dropouts=0))

    assert doubts_of(printed, None) == (
        Doubt(
            "flow",
            ALL,
            "40 vid periodens början + 29 som kom − 33 som lämnade = 36, men 35 är aktiva vid periodens slut.",
            36,
            35,
        ),
    )


def test_genders_are_held_to_the_flow_one_by_one() -> None:
    """One woman too many and one man too few: together they add up."""
    women = CountsFact("women", enrolled_at_start=10, newly_enrolled=2, exits_to_work=3, active_at_end=10)
    men = CountsFact("men", enrolled_at_start=8, newly_enrolled=2, exits_to_work=1, active_at_end=8)

    assert [(each.code, each.gender, each.message) for each in doubts_of(outcome(women, men), None)] == [
        (
            "flow",
            "women",
            "Kvinnor: 10 vid periodens början + 2 som kom − 3 som lämnade = 9, men 10 är aktiva vid periodens slut.",
        ),
        (
            "flow",
            "men",
            "Män: 8 vid periodens början + 2 som kom − 1 som lämnade = 9, men 8 är aktiva vid periodens slut.",
        ),
    ]


def test_a_period_opens_with_those_that_the_last_one_closed_with() -> None:
    next_year = outcome(replace(AVESTA, enrolled_at_start=60), year=2019)
    before = outcome_before(next_year, [outcome(AVESTA), outcome(SATER, initiative=2)])

    assert before == outcome(AVESTA)
    assert [each.message for each in doubts_of(next_year, before)] == [
        "60 vid periodens början + 44 som kom − 21 som lämnade = 83, men 61 är aktiva vid periodens slut.",
        "Helåret 2018 slutade med 61 aktiva, men 60 är inskrivna när perioden börjar.",
    ]


def test_what_comes_before_a_period_is_what_ended_the_day_before_it_began() -> None:
    year, half, third = (
        outcome(AVESTA),
        outcome(AVESTA, period="half_2"),
        outcome(AVESTA, period="tertial_3"),
    )
    told = [third, half, year]

    def before(**more: Any) -> OutcomeFact | None:
        return outcome_before(outcome(AVESTA, **more), told)

    assert before(year=2019) == year
    assert before(year=2019, period="half_1") == half
    assert before(year=2019, period="tertial_1") == third
    assert before(year=2019, period="half_2") is None
    assert (
        before(year=2019, starts_on=date(2019, 6, 1)) is None
    )  # as Säter, which opened on the first of June
    assert before(year=2018) is None


def test_the_last_day_of_each_period() -> None:
    assert [
        last_day(outcome(period=period)).isoformat()
        for period in ("half_1", "tertial_1", "tertial_2", "half_2", "year")
    ] == ["2018-06-30", "2018-04-30", "2018-08-31", "2018-12-31", "2018-12-31"]


def test_a_mean_is_of_no_more_than_there_were() -> None:
    counts = replace(
        SATER,
        mean_months=Decimal("2.5"),
        mean_months_of=4,
        benefit_years=Decimal("6.5"),
        benefit_years_of=20,
    )

    assert [each.message for each in doubts_of(outcome(counts), None)] == [
        "Genomströmningstiden är räknad på 4 deltagare, men 3 har lämnat.",
        "Bidragstiden är räknad på 20 deltagare, men 19 har varit inskrivna.",
    ]


def test_the_years_before_the_start_are_of_all_who_came_though_some_left_early_or_went_over() -> None:
    """Nineteen came to Säter; the three who dropped out and the two who went over are no participants in the end."""
    left = {"early_dropouts": 3, "transfers_out": 2, "active_at_end": 11}
    counts = replace(SATER, benefit_years=Decimal("6.5"), benefit_years_of=19, **left)

    assert doubts_of(outcome(counts), None) == ()
    assert [
        (each.expected, each.found) for each in doubts_of(outcome(replace(counts, benefit_years_of=20)), None)
    ] == [(19, 20)]


def test_what_is_not_entered_is_named() -> None:
    assert missing_of(outcome()) == ("alla antal",)
    assert missing_of(outcome(AVESTA)) == ("könsuppdelning", "genomströmningstid")
    assert missing_of(outcome(CountsFact("women", enrolled_at_start=3, active_at_end=3))) == (
        "nyinskrivna",
        "avslut",
        "tidiga avhopp",
    )
    whole = replace(AVESTA, gender="women", mean_months=Decimal("17.4"))
    assert missing_of(outcome(whole)) == ()


counted = st.integers(0, 60)


@given(counted, counted, counted, st.lists(counted, min_size=7, max_size=7))
def test_a_flow_that_is_made_to_add_up_is_never_doubted(
    at_start: int, new: int, transferred: int, leaving: list[int]
) -> None:
    *exits, dropouts, moved = leaving
    at_end = at_start + new + transferred - sum(leaving)
    counts = CountsFact(
        "women",
        enrolled_at_start=at_start,
        newly_enrolled=new,
        transfers_in=transferred,
        transfers_out=moved,
        early_dropouts=dropouts,
        active_at_end=at_end,
        **dict(zip(EXITS, exits, strict=True)),
    )
    off = replace(counts, active_at_end=at_end + 1)

    assert doubts_of(outcome(counts), None) == ()
    assert [each.found - each.expected for each in doubts_of(outcome(off), None)] == [1]
