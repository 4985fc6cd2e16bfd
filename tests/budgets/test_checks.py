"""Checks over budgets: the rules that published documents broke, with the figures of their tables."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.facts import BudgetFact, OutlookInput
from budgets.domain.filling_checks import FILLING_CHECKS
from finsam import findings
from finsam.findings import Finding, Severity
from finsam.sources import Source
from members.domain.facts import MemberFact, ShareFact, ShareFacts
from tests.budgets.facts import CEILING_20, FLOOR_400, entry, facts, simple_budget

SHARES = ShareFacts(
    2023, "slutligt", (ShareFact(MemberFact(1, "Avesta", "avesta", "municipality"), Decimal(100)),)
)
"""Shares that nothing is to be said of."""
CHECKS = tuple(check for check in BUDGET_CHECKS if check not in FILLING_CHECKS)
"""How a budget is filled in is in `test_filling_checks`."""


def found_in(*arguments: object, **rest: object) -> tuple[Finding, ...]:
    return findings.run(CHECKS, facts(*arguments, shares=SHARES, **rest))  # type: ignore[arg-type]


def spaced(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("cost_tkr", "under", "left"),
    [
        (7195, "11 000 kr", "389 000 kr"),  # the cost the document printed for 2022
        (7185, "1 000 kr", "399 000 kr"),  # the cost its own lines add up to
    ],
)
def test_the_budget_adopted_for_2022_breaks_the_floor(cost_tkr: int, under: str, left: str) -> None:
    """ "Verksamhetsplan och budget år 2023": equity 1 262 tkr at the end of 2021, funding 6 322, floor 400."""
    found = found_in(
        2022,
        simple_budget(2022, 6322, cost_tkr),
        outlook=(entry(2021, equity=1262, reason="Bokslutet"),),
        rules=(FLOOR_400,),
    )

    available, floor = found
    assert (available.code, floor.code) == ("budget.cost_above_available", "budget.equity_below_floor")
    assert floor == Finding(
        code="budget.equity_below_floor",
        severity=Severity.WARNING,
        where="Långsiktig budget 2022",
        message=f"Det egna kapitalet blir {under.replace(' ', chr(160))} under lägsta nivå.",
        expected="minst 400\u00a0000\u00a0kr",
        found=left.replace(" ", "\u00a0"),
        remedy="Sänk kostnaderna, eller motivera varför nivån underskrids.",
        source=Source("Styrelsen"),
        about=("outlook.closing_equity:2022@2022",),
    )
    assert spaced(available.message) == f"Budgeten kostar {under} mer än de tillgängliga medlen."
    assert spaced(available.expected) == "högst 7 184 000 kr"


TABLE_21 = {
    2013: (3840, 1061),
    2014: (3840, 806),
    2015: (5000, 415),
    2016: (5609, 377),
    2017: (7000, 1761),
    2018: (6734, 2016),
}
"""Funding and equity 31/12 in tkr: "Årsredovisning 2018", table 21; 2017 is printed 6 000 + 1 000."""


def test_the_years_of_table_21_above_the_ceiling_are_found_with_their_share_from_last_year_on() -> None:
    """2013 and 2014 are over and done: they are told with the annual report (`test_annual_checks`)."""
    years = tuple(
        entry(year, funding, equity=equity, reason="Bokslutet")
        for year, (funding, equity) in TABLE_21.items()
    )

    found = found_in(2018, None, outlook=years, rules=(CEILING_20,))

    assert [
        (each.code, each.where, spaced(each.message), spaced(each.expected), spaced(each.found))
        for each in found
    ] == [
        (
            "budget.equity_above_ceiling",
            f"Långsiktig budget {year}",
            f"Det egna kapitalet blir {over} över högsta nivå.",
            f"högst 20 %, {most}",
            f"{share}, {equity}",
        )
        for year, over, most, share, equity in (
            (2017, "361 000 kr", "1 400 000 kr", "25,2 %", "1 761 000 kr"),
            (2018, "669 200 kr", "1 346 800 kr", "29,9 %", "2 016 000 kr"),
        )
    ]
    assert {each.severity for each in found} == {Severity.WARNING}
    assert {str(each.source) for each in found} == {"Nationella rådets rekommendation 2013-10-02"}


def test_the_plan_of_2023_breaks_no_rule() -> None:
    """It ends 2023 and 2026 with just the floor, and spends all there is."""
    found = found_in(
        2023,
        simple_budget(2023, 6308, 6908),
        simple_budget(2022, 6322, 7185),
        outlook=(
            entry(2021, 6322, 6660, equity=1262, reason="Bokslutet"),
            entry(2022, forecast=-262, reason="Prognosen"),
            entry(2024, 7500, 7200),
            entry(2025, 7500, 7500),
            entry(2026, 7500, 7800),
        ),
        rules=(FLOOR_400, CEILING_20),
    )

    assert found == ()


def adopted(year: int, funding: float, cost: float) -> BudgetFact:
    """A budget that the board has adopted."""
    return replace(simple_budget(year, funding, cost), status="adopted")


BEGAN_WITH_1262 = entry(2021, 6322, 6660, equity=1262, reason="Bokslutet")


def test_an_adopted_budget_that_breaks_the_floor_is_found_though_a_forecast_hides_it() -> None:
    """The plan of 2023 shows 1 000 tkr at the end of 2022; the budget of 2022, fully spent, leaves 399."""
    found = found_in(
        2023,
        simple_budget(2023, 6308, 6908),
        adopted(2022, 6322, 7185),
        outlook=(BEGAN_WITH_1262, entry(2022, forecast=-262, reason="Prognosen")),
        rules=(FLOOR_400,),
    )

    assert [
        (each.code, each.where, spaced(each.message), spaced(each.expected), spaced(each.found), each.about)
        for each in found
    ] == [
        (
            "budget.adopted_below_floor",
            "Budget 2022",
            (
                "Används hela den fastställda budgeten blir det egna kapitalet 1 000 kr under lägsta nivå. "
                "Prognosen visar 1 000 000 kr."
            ),
            "minst 400 000 kr",
            "399 000 kr",
            ("outlook.closing_equity:2022@2023", "budget.cost_total@2022"),
        )
    ]


@pytest.mark.parametrize(
    ("before", "year_2022"),
    [
        (simple_budget(2022, 6322, 7185), entry(2022, forecast=-262, reason="Prognosen")),  # not adopted
        (adopted(2022, 6322, 7184), entry(2022, forecast=-262, reason="Prognosen")),  # just the floor
        (adopted(2022, 6322, 7185), entry(2022, equity=1000, reason="Bokslutet")),  # the year is over
    ],
)
def test_a_budget_that_keeps_the_floor_or_may_no_longer_be_spent_is_not_mentioned(
    before: BudgetFact, year_2022: OutlookInput
) -> None:
    found = found_in(
        2023,
        simple_budget(2023, 6308, 6908),
        before,
        outlook=(BEGAN_WITH_1262, year_2022),
        rules=(FLOOR_400,),
    )

    assert found == ()


def test_what_no_forecast_hides_is_said_once() -> None:
    found = found_in(
        2022,
        adopted(2022, 6322, 7185),
        outlook=(BEGAN_WITH_1262,),
        rules=(FLOOR_400,),
    )

    assert [each.code for each in found] == ["budget.cost_above_available", "budget.equity_below_floor"]


def test_a_krona_under_the_floor_is_a_krona_too_little() -> None:
    found = found_in(
        2023,
        simple_budget(2023, 6308, 6908.001),
        outlook=(entry(2022, equity=1000, reason="Bokslutet"),),
        rules=(FLOOR_400,),
    )

    assert [spaced(each.message) for each in found] == [
        "Budgeten kostar 1 kr mer än de tillgängliga medlen.",
        "Det egna kapitalet blir 1 kr under lägsta nivå.",
    ]


def test_nothing_is_said_of_equity_that_is_not_known() -> None:
    assert found_in(2023, simple_budget(2023, 6308, 9999), rules=(FLOOR_400, CEILING_20)) == ()


def test_a_budget_without_shares_for_its_year_is_warned_of() -> None:
    found = findings.run(CHECKS, facts(2023, simple_budget(2023, 6308, 6908)))

    assert [(each.code, each.severity, each.where) for each in found] == [
        ("budget.shares_missing", Severity.WARNING, "Fördelningstal 2023")
    ]
    assert findings.run(BUDGET_CHECKS, facts(2023, None)) == ()


def test_shares_that_do_not_add_up_are_an_error_before_every_warning() -> None:
    wrong = ShareFacts(
        2023, "slutligt", (ShareFact(MemberFact(1, "Avesta", "avesta", "municipality"), Decimal("99.9")),)
    )

    found = findings.run(
        CHECKS,
        facts(
            2023,
            simple_budget(2023, 6308, 7000),
            outlook=(entry(2022, equity=1000, reason="Bokslutet"),),
            rules=(FLOOR_400,),
            shares=wrong,
        ),
    )

    assert [each.code for each in found] == [
        "members.shares_total",
        "budget.cost_above_available",
        "budget.equity_below_floor",
    ]


# --- What stands beside the budget, and what the members pay ---------------------------------------------------


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("draft", "Välj den version av budgeten för 2022 som gäller som förra årets budget."),
        (
            "adopted",
            (
                "Budgeten för 2023 är fastställd och ändras inte. Ska den jämföras med den version som gäller "
                "görs det i en ny version under Budget › Ändringar."
            ),
        ),
    ],
)
def test_a_budget_beside_a_version_that_another_has_superseded_is_warned_of(status: str, remedy: str) -> None:
    own = replace(simple_budget(2023, 6308, 6308), status=status)
    before = replace(simple_budget(2022, 6308, 6308), status="superseded")

    found = found_in(2023, own, before)

    assert found == (
        Finding(
            code="budget.compared_with_superseded",
            severity=Severity.WARNING,
            where="Budget 2023",
            message="Budgeten jämförs med en ersatt version av budgeten för 2022, version 1.",
            remedy=remedy,
            about=("budget.cost_total@2023",),
        ),
    )
    assert found_in(2023, own, replace(before, status="adopted")) == ()


def test_contributions_in_whole_kronor_that_are_not_the_funding_to_the_ore_are_a_rounding() -> None:
    (found,) = found_in(2023, simple_budget(2023, 6308.0005, 6308))

    assert (found.code, found.severity, found.where, spaced(found.message)) == (
        "budget.contributions_rounded",
        Severity.ROUNDING,
        "Medelstilldelning 2023",
        "Medlemmarna betalar hela kronor: tillsammans 0,50 kr mer än medelstilldelningen i budgeten.",
    )
    assert (spaced(found.expected), spaced(found.found)) == ("6 308 000,50 kr", "6 308 001 kr")
