"""Checks of entered outcomes, over genders, periods and initiatives.

Figures are those of Södra Dalarna's "Årsredovisning 2018": Hedemora, Avesta and Säter.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam import findings
from finsam.swedish import NBSP
from plans.domain.outcome_checks import OUTCOME_CHECKS, running_initiatives_have_outcomes
from plans.domain.outcome_facts import MEN, UNSPLIT, WOMEN, CountsFact, InitiativeFact, OutcomeFact
from tests.plans.printed_outcomes import YEAR, facts, initiative, outcome

HEDEMORA = {
    "enrolled_at_start": 40,
    "newly_enrolled": 29,
    "exits_to_work": 12,
    "exits_to_other": 7,
    "early_dropouts": 1,
    "transfers_out": 14,
    "active_at_end": 35,
}
SATER = {"enrolled_at_start": 14, "newly_enrolled": 5, "exits_to_work": 3, "active_at_end": 16}


def told(
    *entered: OutcomeFact, initiatives: list[InitiativeFact] | None = None
) -> list[tuple[str, str, str, str]]:
    """(severity, where, expected, found) of all that is found."""
    found = findings.run(OUTCOME_CHECKS, facts((), entered, initiatives or ()))
    return [
        (each.severity.value, each.where, each.expected.replace(NBSP, " "), each.found.replace(NBSP, " "))
        for each in found
    ]


def messages(*entered: OutcomeFact) -> list[str]:
    """What is said of all that is found."""
    return [each.message for each in findings.run(OUTCOME_CHECKS, facts((), entered))]


def test_those_who_went_over_to_a_team_that_began_with_them_are_accounted_for() -> None:
    """Fourteen left Hedemora, and Säter began with fourteen in June."""
    new = replace(outcome(2, 2, **SATER), starts_on=date(YEAR, 6, 1))

    assert told(outcome(1, **HEDEMORA), new) == []
    assert (
        told(
            outcome(1, **HEDEMORA),
            outcome(2, 2, **SATER),
            initiatives=[initiative(2, starts_on=date(YEAR, 6, 1))],
        )
        == []
    )


def test_those_who_went_over_and_came_nowhere_are_a_warning() -> None:
    assert told(outcome(1, **HEDEMORA), outcome(2, 2, **SATER)) == [
        ("warning", "Övergångar mellan insatser 2018", "14", "0")
    ]
    assert told(outcome(1, enrolled_at_start=0, transfers_in=2, active_at_end=2)) == [
        ("warning", "Övergångar mellan insatser 2018", "0", "2")
    ]


def test_a_flow_that_does_not_come_out_is_an_error_in_the_words_of_the_form() -> None:
    """The dropout forgotten: 36 should be left."""
    wrong = outcome(1, **{**HEDEMORA, "early_dropouts": 0, "transfers_out": 0, "exits_to_other": 21})

    assert told(wrong) == [("error", "Team 1 2018", "36", "35")]
    assert messages(wrong) == [
        "40 vid periodens början + 29 som kom − 33 som lämnade = 36, men 35 är aktiva vid periodens slut."
    ]


def test_a_period_opens_as_the_one_before_it_closed() -> None:
    """Between the halves of a year, and between years."""
    before = outcome(1, period="half_1", enrolled_at_start=10, active_at_end=10)
    last_year = outcome(3, year=YEAR - 1, enrolled_at_start=40, active_at_end=40)

    assert told(before, outcome(2, period="half_2", enrolled_at_start=10, active_at_end=10)) == []
    assert told(before, outcome(2, period="half_2", enrolled_at_start=9, active_at_end=9)) == [
        ("error", "Team 1 andra halvåret 2018", "10", "9")
    ]
    assert told(last_year, outcome(4, enrolled_at_start=38, active_at_end=38)) == [
        ("error", "Team 1 2018", "40", "38")
    ]


def test_genders_that_do_not_add_up_to_what_is_entered_of_all_are_an_error() -> None:
    split = (CountsFact(WOMEN, newly_enrolled=10), CountsFact(MEN, newly_enrolled=8))

    assert told(outcome(1, by_gender=(*split, CountsFact(UNSPLIT, newly_enrolled=18)))) == []
    assert told(outcome(1, by_gender=(*split, CountsFact(UNSPLIT, newly_enrolled=19)))) == [
        ("error", "Team 1 2018", "18", "19")
    ]


@pytest.mark.parametrize(
    ("whole", "women", "men", "expected"),
    [
        ("17.4", "16.3", "18.4", []),
        ("18", "19", "17", []),
        ("19.4", "19", "17", [("error", "Team 1 2018", "17–19 månader", "19,4 månader")]),
        ("16", "17", "19", [("error", "Team 1 2018", "17–19 månader", "16 månader")]),
    ],
)
def test_a_mean_of_all_lies_between_womens_and_mens(
    whole: str, women: str, men: str, expected: list[tuple[str, str, str, str]]
) -> None:
    """Avesta and Hedemora 2018, and what cannot be."""
    means = (
        CountsFact(WOMEN, mean_months=Decimal(women)),
        CountsFact(MEN, mean_months=Decimal(men)),
        CountsFact(UNSPLIT, mean_months=Decimal(whole), exits_to_work=12, mean_months_of=12),
    )

    assert told(outcome(1, by_gender=means)) == expected


def test_with_the_numbers_of_women_and_men_a_mean_of_all_is_the_one_they_give() -> None:
    """Three women of 10 months and one man of 20 are 12.5 on average."""
    split = (
        CountsFact(WOMEN, mean_months=Decimal(10), mean_months_of=3),
        CountsFact(MEN, mean_months=Decimal(20), mean_months_of=1),
    )

    def whole(months: str) -> CountsFact:
        return CountsFact(UNSPLIT, mean_months=Decimal(months), exits_to_work=4)

    assert told(outcome(1, by_gender=(*split, whole("12.5")))) == []
    assert told(outcome(1, by_gender=(*split, whole("15")))) == [
        ("error", "Team 1 2018", "12,5 månader", "15 månader")
    ]


def test_a_mean_of_more_than_have_left_is_an_error() -> None:
    assert told(outcome(1, exits_to_work=3, mean_months=Decimal("2.5"), mean_months_of=4)) == [
        ("error", "Team 1 2018", "högst 3", "4")
    ]


def test_parts_of_the_year_make_up_the_year() -> None:
    halves = [
        outcome(
            1, period="half_1", enrolled_at_start=10, newly_enrolled=4, exits_to_work=2, active_at_end=12
        ),
        outcome(
            2, period="half_2", enrolled_at_start=12, newly_enrolled=3, exits_to_work=5, active_at_end=10
        ),
    ]
    year = {"enrolled_at_start": 10, "newly_enrolled": 7, "exits_to_work": 7, "active_at_end": 10}

    assert told(*halves, outcome(3, **year)) == []
    assert told(*halves, outcome(3, **{**year, "exits_to_work": 6, "exits_to_other": 1})) == [
        ("error", "Team 1 2018", "7", "6")
    ]
    assert told(halves[0], outcome(3, **{**year, "newly_enrolled": 3, "exits_to_work": 3})) == [
        ("error", "Team 1 2018", "minst 4", "3"),
    ]
    assert told(halves[1], outcome(3, **{**year, "exits_to_work": 4, "exits_to_other": 3})) == [
        ("error", "Team 1 2018", "minst 5", "4")
    ]
    assert told(*halves, outcome(3, **{**year, "enrolled_at_start": 9, "newly_enrolled": 8}))[-2:] == [
        ("error", "Team 1 2018", "7", "8"),
        ("error", "Team 1 2018", "10", "9"),
    ]


def test_another_years_outcomes_are_a_matter_of_that_year() -> None:
    assert told(outcome(1, year=YEAR - 1, enrolled_at_start=3, active_at_end=4)) == []


@st.composite
def a_year_in_halves(draw: st.DrawFn) -> list[OutcomeFact]:
    """A team's two halves and its year, made of whole people who came and left."""
    active = start = draw(st.integers(0, 30))
    halves: list[dict[str, int]] = []
    for _ in range(2):
        new = draw(st.integers(0, 20))
        left = [draw(st.integers(0, 6)) for _ in range(3)]
        if sum(left) > active + new:
            left = [0, 0, 0]
        work, other, dropouts = left
        counts = {
            "enrolled_at_start": active,
            "newly_enrolled": new,
            "exits_to_work": work,
            "exits_to_other": other,
            "early_dropouts": dropouts,
        }
        active += new - sum(left)
        halves.append({**counts, "active_at_end": active})
    moved = ("newly_enrolled", "exits_to_work", "exits_to_other", "early_dropouts")
    year = {name: sum(half[name] for half in halves) for name in moved}
    return [
        outcome(1, period="half_1", **halves[0]),
        outcome(2, period="half_2", **halves[1]),
        outcome(3, enrolled_at_start=start, active_at_end=active, **year),
    ]


@given(a_year_in_halves())
def test_a_year_of_whole_people_has_nothing_wrong(entered: list[OutcomeFact]) -> None:
    assert told(*entered) == []


@given(a_year_in_halves(), st.integers(0, 2), st.sampled_from(list(SATER)), st.integers(1, 9))
def test_one_count_that_is_another_is_found(
    entered: list[OutcomeFact], place: int, name: str, more: int
) -> None:
    counts: Any = entered[place].counts[0]
    wrong = replace(counts, **{name: (getattr(counts, name) or 0) + more})
    entered[place] = replace(entered[place], counts=(wrong,))

    assert told(*entered)


# --- Initiatives that nothing is entered of ----------------------------------------------------------------


def test_a_running_initiative_without_outcomes_is_told_where_another_has_them() -> None:
    """All together would else be without it, and say nothing."""
    teams = [initiative(1), initiative(2), initiative(3, kind="structural")]
    entered = outcome(1, enrolled_at_start=4, active_at_end=4)

    assert told(entered, initiatives=teams) == [("warning", "Team 2 2018", "", "")]
    assert told(entered, outcome(2, 2, enrolled_at_start=1, active_at_end=1), initiatives=teams) == []
    assert told(initiatives=teams) == []


def test_an_outcome_with_nothing_in_it_is_none() -> None:
    teams = [initiative(1), initiative(2)]

    assert told(outcome(1, newly_enrolled=4), outcome(2, 2), initiatives=teams) == [
        ("warning", "Team 2 2018", "", "")
    ]


def test_an_initiative_of_halves_alone_is_told_to_be_without_its_year() -> None:
    """The total of the year is of those who have told the year."""
    teams = [initiative(1), initiative(2)]
    halves = [
        outcome(pk, 2, period, newly_enrolled=3, active_at_end=3)
        for pk, period in ((2, "half_1"), (3, "half_2"))
    ]
    known = facts((), [outcome(1, newly_enrolled=4), *halves], teams)

    (found,) = running_initiatives_have_outcomes(known)
    assert found.message == (
        "Insatsen har resultat för första halvåret 2018 och andra halvåret 2018, men inte för 2018 som andra "
        "insatser. Summorna för alla insatser är utan den."
    )


def test_parts_are_asked_for_while_nobody_has_told_the_year() -> None:
    """A half of all initiatives together is of all that ran in it; one that begins in July has no first half."""
    teams = [initiative(1), initiative(2), initiative(3, starts_on=date(YEAR, 7, 1))]

    assert told(outcome(1, period="half_1", newly_enrolled=4), initiatives=teams) == [
        ("warning", "Team 2 första halvåret 2018", "", "")
    ]


@pytest.mark.parametrize(
    ("runs", "number"),
    [
        ({"starts_on": date(YEAR + 1, 1, 1)}, 0),
        ({"ends_on": date(YEAR, 1, 1)}, 0),
        ({"starts_on": date(YEAR, 12, 31)}, 1),
        ({"ends_on": date(YEAR, 1, 2)}, 1),
    ],
)
def test_only_an_initiative_that_ran_in_the_year_is_asked_for(runs: dict[str, date], number: int) -> None:
    teams = [initiative(1), initiative(2, **runs)]

    assert len(told(outcome(1, newly_enrolled=4), initiatives=teams)) == number
