"""Financial goals: computed from the accounts by the rules in force, or assessed in writing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Role
from plans.domain.financial_goals import GoalFact, GoalFacts, financial_goals, own_goals_are_assessed
from plans.models import FinancialGoal
from plans.services.financial_goals import save_financial_goal
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, words


def goal(kind: str, status: str = "", comment: str = "", target: str = "") -> GoalFact:
    return GoalFact(1, kind, kind, target, status, comment)


def facts(*goals: GoalFact) -> GoalFacts:
    """2018 of "Årsredovisning 2018": equity 2 016, contributions 6 734 and next year 6 360, result 255 of −730 tkr."""
    return GoalFacts(
        year=2018,
        goals=goals,
        equity=Decimal(2_015_532),
        floor=Decimal(400_000),
        ceiling_percent=Decimal(20),
        ceiling_of="this_year",
        contributions=Decimal(6_734_000),
        result=Decimal(254_535),
        budgeted=Decimal(-730_000),
    )


def told(found: GoalFacts) -> list[tuple[str, str, str]]:
    rows = financial_goals(found).rows
    return [
        (row.target.replace("\u00a0", " "), row.outcome.replace("\u00a0", " "), row.words) for row in rows
    ]


def test_equity_and_result_are_computed_and_told_with_both_figures() -> None:
    found = facts(goal("equity_floor"), goal("equity_ceiling"), goal("result_within_budget"))

    assert told(found) == [
        ("Minst 400 tkr", "2 016 tkr", "Uppfyllt"),
        ("Högst 20 % av årets medelstilldelning", "29,9 %: 2 016 tkr av 6 734 tkr", "Ej uppfyllt"),
        ("Minst −730 tkr, som budgeterat", "255 tkr", "Uppfyllt"),
    ]
    assert (financial_goals(found).count, financial_goals(found).met) == (3, 2)


def test_the_denominator_is_the_rules_own_and_is_printed() -> None:
    """The published share is of next year's contributions: 2 016 of 6 360 is 31,7 %."""
    found = replace(facts(goal("equity_ceiling")), ceiling_of="next_year", contributions=Decimal(6_360_000))

    assert told(found) == [
        ("Högst 20 % av nästa års medelstilldelning", "31,7 %: 2 016 tkr av 6 360 tkr", "Ej uppfyllt")
    ]


@pytest.mark.parametrize(
    ("kind", "missing", "outcome"),
    [
        ("equity_floor", {"floor": None}, "Ingen lägsta nivå är beslutad för året."),
        ("equity_floor", {"equity": None}, "Balansräkningen vid årets slut är inte införd."),
        ("equity_ceiling", {"ceiling_percent": None}, "Ingen högsta nivå är beslutad för året."),
        ("equity_ceiling", {"equity": None}, "Balansräkningen vid årets slut är inte införd."),
        ("equity_ceiling", {"contributions": None}, "Årets medelstilldelning är inte känd."),
        ("result_within_budget", {"budgeted": None}, "Året har ingen budget som gäller."),
        ("result_within_budget", {"result": None}, "Ingenting är bokfört för året."),
    ],
)
def test_what_cannot_be_computed_yet_says_what_is_missing(
    kind: str, missing: dict[str, None], outcome: str
) -> None:
    (row,) = financial_goals(replace(facts(goal(kind)), **missing)).rows

    assert (row.outcome, row.words) == (outcome, "Inte bedömt")


def test_a_goal_of_ones_own_is_as_it_is_assessed() -> None:
    assert told(facts(goal("own", "partly", "Två av tre.", "Tre samråd"))) == [
        ("Tre samråd", "", "Delvis uppfyllt")
    ]


def test_what_is_not_assessed_or_not_explained_is_told_to_whom_it_concerns() -> None:
    found = facts(
        goal("own"),
        goal("own", "met"),
        goal("equity_ceiling"),
        goal("equity_ceiling", comment="Kapitalet används 2019."),
    )

    assert [each.message for each in own_goals_are_assessed(found)] == [
        "Det finansiella målet ”own” är inte bedömt.",
        "Det finansiella målet ”equity_ceiling” är inte uppfyllt, och ingen kommentar säger varför.",
    ]


# --- The pages ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_tells_how_the_goals_of_2018_went(accounts_demo: Demo) -> None:
    text = words(accounts_demo.client(Role.AUDITOR).get(accounts_demo.url("financial_goals")))

    assert "29,9 %: 2 016 tkr av 6 734 tkr Ej uppfyllt" in text.replace("\u00a0", " ")
    assert "Minst −730 tkr, som budgeterat 255 tkr Uppfyllt" in text.replace("\u00a0", " ")
    assert "Lägg till ett mål" not in text


@pytest.mark.django_db
def test_a_computed_goal_stands_once_a_year_and_is_not_assessed_by_hand(demo: Demo) -> None:
    client = demo.client(Role.DIRECTOR)
    entry = {"title": "Lägsta nivå", "kind": "equity_floor", "position": ""}

    refused = client.post(demo.url("financial_goal_add"), {**entry, "status": "met"})
    client.post(demo.url("financial_goal_add"), entry)
    again = client.post(demo.url("financial_goal_add"), {**entry, "title": "Igen"})

    assert refused.status_code == 422
    assert errors(again) == {"kind": ["Året har redan ett sådant mål. Ändra det i stället."]}
    assert [each.title for each in FinancialGoal.objects.filter(year=demo.year)] == ["Lägsta nivå"]


@pytest.mark.django_db
def test_two_who_add_the_same_computed_goal_at_once_wait_for_each_other() -> None:
    """The federation is locked before it is asked whether the goal is there."""
    federation = make.FederationFactory()
    with CaptureQueriesContext(connection) as asked:
        save_financial_goal(federation=federation, year=2023, title="Lägsta nivå", kind="equity_floor")

    told = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
    tables = [
        table
        for sql in told
        for table in ("members_federation", "plans_financialgoal")
        if f'FROM "{table}"' in sql
    ]
    assert tables[:2] == ["members_federation", "plans_financialgoal"]


@pytest.mark.django_db
def test_another_federations_goal_is_not_found(demo: Demo) -> None:
    theirs = make.FinancialGoalFactory(year=demo.year)

    assert demo.client(Role.DIRECTOR).get(demo.url("financial_goal", pk=theirs.pk)).status_code == 404
