"""How goals went, counted and told in words. Tables 2–5 of Södra Dalarna's annual report of 2018 have 11 of 12 met."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.findings import Severity
from plans.domain.assessment_checks import activities_are_assessed, extent_of_goals
from plans.domain.assessments import (
    MET,
    NOT_MET,
    PARTLY,
    WORDS,
    AssessmentFact,
    FulfilmentFacts,
    GoalTally,
    PlannedAreaFact,
    PlannedFact,
    fulfilment,
    summary,
)
from plans.models.assessments import Fulfilment

COUNTS = st.integers(0, 40)
TALLIES = st.builds(GoalTally, COUNTS, COUNTS, COUNTS, COUNTS)


def facts(*states: tuple[str, int, str], month: int = 12, is_told: bool = True) -> FulfilmentFacts:
    """Two areas with two activities each; `states` are (activity, month, state)."""
    areas = tuple(
        PlannedAreaFact(
            number,
            f"Område {number}",
            tuple(PlannedFact(f"{number}{each}", f"Mål {number}{each}") for each in "ab"),
        )
        for number in (1, 2)
    )
    told = tuple(AssessmentFact(pk, key, at, state, "") for pk, (key, at, state) in enumerate(states))
    return FulfilmentFacts(2018, areas, told, month, is_told, "Årsredovisning 2018")


def test_the_words_of_a_state_are_those_that_are_chosen_among() -> None:
    assert {state: WORDS[state] for state in (MET, PARTLY, NOT_MET)} == dict(Fulfilment.choices)


@pytest.mark.parametrize(
    ("goals", "told"),
    [
        (GoalTally(11, 1), "11 av 12 uppfyllda, ett delvis"),
        (GoalTally(3), "alla tre uppfyllda"),
        (GoalTally(2, 1), "2 av 3 uppfyllda, ett delvis"),
        (GoalTally(1, 1, 1), "1 av 3 uppfyllt, ett delvis och ett ej uppfyllt"),
        (GoalTally(0, 2, 3, 1), "inget av 6 uppfyllt, två delvis, tre ej uppfyllda och ett inte bedömt"),
        (GoalTally(2), "båda uppfyllda"),
        (GoalTally(14), "alla 14 uppfyllda"),
        (GoalTally(0, 0, 0, 12), "inget av 12 bedömt ännu"),
        (GoalTally(1), "det enda uppfyllt"),
        (GoalTally(0, 1), "det enda delvis uppfyllt"),
        (GoalTally(0, 0, 1), "det enda ej uppfyllt"),
        (GoalTally(0, 0, 0, 1), "det enda inte bedömt ännu"),
        (GoalTally(), None),
    ],
)
def test_how_the_goals_went_is_told_in_words(goals: GoalTally, told: str | None) -> None:
    assert summary(goals) == told


@given(TALLIES)
def test_the_words_name_every_goal_once_and_agree_in_gender_and_number(goals: GoalTally) -> None:
    told = summary(goals)
    if not goals.count:
        assert told is None
        return
    assert told is not None
    assert not re.search(r"\ben\b|\btvå uppfyllt\b|\bett ej uppfyllda\b|\b1 av \d+ uppfyllda\b|noll", told)
    if goals.count == 1 or goals.unassessed == goals.count:
        return
    numbers = {"ett": 1, "inget": 0, "båda": 2} | {
        word: number
        for number, word in enumerate(
            ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"), start=2
        )
    }

    def number(word: str) -> int:
        return numbers[word] if word in numbers else int(word)

    lead, _, rest = told.partition(", ")
    met = re.fullmatch(r"(?:alla )?(\w+)(?: av (\d+))? uppfyll(?:da|t)", lead)
    assert met is not None
    parts = [number(each.split()[0]) for each in re.split(r", | och ", rest) if each]
    assert number(met[1]) == goals.met
    assert number(met[1]) + sum(parts) == goals.count
    assert met[2] is None or int(met[2]) == goals.count


def test_a_report_of_a_part_of_the_year_tells_of_its_own_month_and_what_was_said_before_stands_beside() -> (
    None
):
    found = facts(("1a", 6, PARTLY), ("1a", 4, NOT_MET), ("1a", 12, MET))

    assert fulfilment(found).area(1).rows[0].status == MET  # type: ignore[union-attr]
    assert [each.month for each in fulfilment(found).rows[0].earlier] == [6, 4]
    assert fulfilment(found, 6).rows[0].status == PARTLY
    assert [each.status for each in fulfilment(found, 6).rows[0].earlier] == [NOT_MET]
    assert fulfilment(found, 8).rows[0].words == "Inte bedömt"


def test_an_assessment_of_what_is_no_longer_planned_is_not_counted() -> None:
    assert fulfilment(facts(("9z", 12, MET), ("1a", 12, MET))).tally == GoalTally(1, 0, 0, 3)


def test_what_nobody_has_assessed_is_found_area_by_area_in_a_report_that_tells_of_it() -> None:
    found = list(activities_are_assessed(facts(("1a", 12, MET), ("2a", 12, MET), ("2b", 12, NOT_MET))))

    assert [(each.severity, each.where, each.message, each.expected, each.found) for each in found] == [
        (
            Severity.WARNING,
            "Årsredovisning 2018, målområde 1 ”Område 1”",
            "En av två aktiviteter är inte bedömd: ”Mål 1b”.",
            "två bedömda",
            "en bedömd",
        )
    ]
    assert len(list(activities_are_assessed(facts()))) == 2
    assert list(activities_are_assessed(facts(is_told=False))) == []


def test_the_check_says_how_much_it_is_held_to() -> None:
    assert (extent_of_goals(facts()), extent_of_goals(facts(is_told=False))) == ("Fyra aktiviteter", "")
