"""Outcomes over REST: which years are open, and that small counts are hidden from everyone, with a key or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from members.models import Federation, Role
from plans.models import DisclosureRule, Document
from tests import factories as make
from tests.api.conftest import CLOSED, OPEN, Asker

Who = Callable[..., Asker]
REPORT = Document.Kind.ANNUAL_REPORT


def report(federation: Federation, year: int, status: str) -> Document:
    decision = make.DecisionFactory(meeting=make.MeetingFactory(federation=federation, label=f"om {year}"))
    found: Document = make.DocumentFactory(
        federation=federation, kind=REPORT, year=year, status=status, decision=decision
    )
    return found


@pytest.fixture
def reporting(federation: Federation) -> Federation:
    """Has adopted the annual report of 2022 and not that of 2024; 4 to work and 1 to something else in each year."""
    team = make.InitiativeFactory(federation=federation, code="teamet")
    for year in (OPEN, CLOSED):
        make.TeamOutcomeFactory(initiative=team, year=year)
    report(federation, OPEN, Document.Status.PUBLISHED)
    make.DocumentFactory(federation=federation, kind=REPORT, year=CLOSED, status=Document.Status.PROPOSED)
    return federation


def address(federation: Federation) -> str:
    return f"federations/{federation.slug}/outcomes/"


def values(rows: list[dict[str, Any]], initiative: str = "teamet") -> dict[str, tuple[str | None, str]]:
    """What the first period tells of all genders together, by measure."""
    return {
        each["measure"]: (each["value"], each["status"])
        for each in rows[0]["values"]
        if (each["initiative"], each["gender"]) == (initiative, "all")
    }


def test_outcomes_are_open_in_years_whose_annual_report_is_adopted_and_no_other(
    reporting: Federation, asker: Who
) -> None:
    told = {
        name: [row["year"] for row in who.rows(address(reporting))]
        for name, who in {
            "nobody": asker(),
            "director": asker(reporting),
            "reviewer": asker(reporting, Role.REVIEWER),
            "owner": asker(reporting, Role.INITIATIVE_OWNER),
            "api": asker(reporting, Role.API_READER),
        }.items()
    }
    assert told == {
        "nobody": [OPEN],
        "director": [CLOSED, OPEN],
        "reviewer": [OPEN],
        "owner": [OPEN],
        "api": [OPEN],
    }


@pytest.mark.parametrize("role", [None, Role.DIRECTOR, Role.AUDITOR])
def test_small_counts_are_hidden_from_everyone(reporting: Federation, asker: Who, role: str | None) -> None:
    who = asker(reporting, role) if role else asker()
    found = values(who.rows(address(reporting), year=OPEN))

    assert (found["exits_to_work"], found["exits_to_other"]) == ((None, "hidden"), (None, "hidden"))
    assert found["early_dropouts"] == ("0", "shown")
    assert [measure for measure, (value, _) in found.items() if value in {"1", "2", "3", "4"}] == []
    assert values(who.rows(address(reporting), year=OPEN), "total")["exits_to_work"] == (None, "hidden")


def test_a_year_whose_rule_is_off_tells_all(reporting: Federation, asker: Who) -> None:
    DisclosureRule.objects.create(federation=reporting, year=OPEN, is_on=False, reason="Redan tryckt.")
    rows = asker().rows(address(reporting), year=OPEN)

    assert values(rows)["exits_to_work"] == ("4", "shown")
    assert values(rows)["goal_share"] == ("80.0", "shown")
    assert rows[0]["smallest_shown"] == 1


def test_as_csv_there_is_a_row_for_each_value_and_none_small(reporting: Federation, asker: Who) -> None:
    answer = asker().get(address(reporting), format="csv")
    head, *rows = [line.split(",") for line in answer.content.decode().splitlines()]

    assert head == [
        "federation",
        "year",
        "period",
        "smallest_shown",
        "initiative",
        "name",
        "gender",
        "measure",
        "value",
        "status",
    ]
    counts = {row[8] for row in rows if row[7] not in {"goal_share", "mean_months", "benefit_years"}}
    assert not counts & {"1", "2", "3", "4"}
    assert any(row[8:] == ["", "hidden"] for row in rows)


def test_what_another_federation_does_is_not_told(
    reporting: Federation, secret: Federation, asker: Who
) -> None:
    make.TeamOutcomeFactory(initiative=make.InitiativeFactory(federation=secret, code="deras"), year=OPEN)
    rows = asker(reporting).rows(address(reporting))

    assert {each["initiative"] for row in rows for each in row["values"]} == {"teamet", "total"}
    assert (
        asker(secret).get(address(reporting)).json()["results"]
        == asker().get(address(reporting)).json()["results"]
    )
