"""The teams of Södra Dalarna's annual report for 2018, as the demo loads them, beside its tables 7, 9 and 11."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from finsam.scope import Scope
from members.models import Role
from plans.domain.outcome_facts import EXITS
from plans.domain.outcome_flow import doubts_of, outcome_before
from plans.domain.outcomes import ALL, TOTAL, outcomes
from plans.outcome_queries import outcome_facts
from reports.demo import accounts
from reports.demo import outcomes as demo_outcomes
from reports.demo.folder import DemoFolder
from tests.conftest import Demo

pytestmark = pytest.mark.django_db

AS_PRINTED = {
    "hedemora": (40, 29, 1, 7, 0, 5, 2, 5, 35),
    "avesta": (38, 44, 3, 5, 3, 3, 0, 7, 61),
    "sater": (14, 5, 0, 1, 1, 0, 1, 0, 16),
}
"""At the start, new, dropouts, to work, studies, other rehab, sickness compensation and other, active at the end."""


def test_each_team_has_the_participants_that_its_table_prints_and_they_add_up(accounts_demo: Demo) -> None:
    facts = outcome_facts(Scope(accounts_demo.federation.pk, 2018))
    told = outcomes(facts)
    names = ("enrolled_at_start", "newly_enrolled", "early_dropouts", *EXITS, "active_at_end")
    found = {}
    for team in facts.initiatives:
        tally = told.tally(team.pk, 2018, "year")
        assert tally is not None
        found[team.code] = tuple(tally.counts[name] for name in names)
    assert found == AS_PRINTED
    assert [doubts_of(each, outcome_before(each, facts.outcomes)) for each in facts.outcomes] == [()] * 3
    assert facts.outcomes[-1].first_day == date(2018, 6, 1)


def test_shares_and_times_come_out_as_they_are_printed_exactly(accounts_demo: Demo) -> None:
    """61, 63 and 66.7 per cent, together 62.5; 17.4, 18.0 and 2.5 months, together 16.5."""
    facts = outcome_facts(Scope(accounts_demo.federation.pk, 2018))
    told = outcomes(facts)
    shares, months = {}, {}
    for pk, code in ((TOTAL, "total"), *((team.pk, team.code) for team in facts.initiatives)):
        tally = told.tally(pk, 2018, "year", ALL)
        assert tally is not None
        mean = tally.means["mean_months"]
        assert mean is not None
        shares[code], months[code] = tally.goal_share, mean.value
    assert shares == {
        "total": Fraction(25, 40),
        "avesta": Fraction(11, 18),
        "hedemora": Fraction(12, 19),
        "sater": Fraction(2, 3),
    }
    assert months == {
        "total": Fraction(4124, 250),
        "avesta": Fraction(174, 10),
        "hedemora": Fraction(18),
        "sater": Fraction(25, 10),
    }
    assert round(Decimal(months["total"].numerator) / months["total"].denominator, 1) == Decimal("16.5")


def test_a_team_is_called_what_it_was_called_each_year(accounts_demo: Demo) -> None:
    facts = outcome_facts(Scope(accounts_demo.federation.pk, 2018))
    hedemora = facts.initiative("hedemora")
    assert hedemora is not None
    assert [hedemora.short_name(year) for year in range(2014, 2019)] == [
        "Hedemora",
        "Hedemora",
        "Hedemora/Säter",
        "Hedemora/Säter",
        "Hedemora",
    ]
    assert [team.cost_centre_code for team in facts.initiatives] == ["36000", "37000", "35000"]


def test_the_demos_initiative_owner_enters_avesta_alone(accounts_demo: Demo) -> None:
    client = accounts_demo.client(Role.INITIATIVE_OWNER)
    told = {
        code: client.get(accounts_demo.url("outcome", code=code, period="helar")).status_code
        for code in AS_PRINTED
    }
    assert told == {"avesta": 200, "hedemora": 403, "sater": 403}


def test_loading_again_leaves_what_someone_has_changed(accounts_demo: Demo) -> None:
    team = accounts_demo.federation.initiatives.get(code="avesta")
    team.outcomes.all().delete()
    demo_outcomes.load_outcomes(accounts_demo.federation, DemoFolder(accounts.FOLDERS[0]))
    assert not team.outcomes.exists()
