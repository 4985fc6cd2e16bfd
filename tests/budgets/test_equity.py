"""Equity rolled forward over the years, floor and ceiling, and what is available to spend."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.equity import (
    AvailableFunds,
    BasedAmount,
    Outlook,
    OutlookRow,
    available_funds,
    outlook,
    rule_in_force,
)
from budgets.domain.facts import AmountFact, BudgetFacts, EquityRuleFact
from finsam.sources import Source
from tests.budgets.facts import CEILING_20, FLOOR_400, entry, facts, kr, simple_budget


def sodra_dalarna_2023() -> BudgetFacts:
    """The long-term budget of Södra Dalarna's plan 2023: funding and cost of 2022 and 2023 come from their budgets."""
    return facts(
        2023,
        simple_budget(2023, 6308, 6908, status="proposed"),
        simple_budget(2022, 6322, 7185, status="adopted"),
        outlook=(
            entry(
                2021,
                6322,
                6660,
                equity=1262,
                funding_basis="decided",
                cost_basis="decided",
                reason="Bokslutet",
            ),
            entry(2022, forecast=-262, reason="Prognosen"),
            entry(2024, 7500, 7200),
            entry(2025, 7500, 7500),
            entry(2026, 7500, 7800),
        ),
        rules=(FLOOR_400, CEILING_20),
    )


def based(tkr: float | None, basis: str) -> BasedAmount:
    return BasedAmount(kr(tkr), basis)


def row(
    year: int,
    funding: tuple[float, str],
    cost: tuple[float, str],
    opening: float | None,
    result: float,
    closing: tuple[float, str],
    ceiling: float,
    reason: str = "",
    opening_basis: str = "forecast",
    budgeted: float | None = None,
) -> OutlookRow:
    """A row of the outlook, in tkr, with the floor of 400; `budgeted` is the result that a forecast goes before."""
    return OutlookRow(
        year,
        based(*funding),
        based(*cost),
        kr(opening),
        kr(result),
        based(*closing),
        reason,
        kr(400),
        kr(ceiling),
        opening_basis,
        budgeted_result=kr(result if budgeted is None else budgeted),
        forecast_result=None if budgeted is None else kr(result),
        forecast_origin="" if budgeted is None else "entered",
    )


def equity_of(found: Outlook) -> dict[int, Decimal | None]:
    """Closing equity per year, in tkr."""
    return {
        each.year: None if each.closing_equity.amount is None else each.closing_equity.amount / 1000
        for each in found.rows
    }


def marks_of(found: Outlook) -> list[tuple[int, str, str, str]]:
    """What is printed beside funding, cost and closing equity, per year."""
    return [(each.year, each.funding.mark, each.cost.mark, each.closing_equity.mark) for each in found.rows]


# --- The published chain ---------------------------------------------------------------------------------------


def test_equity_is_rolled_forward_as_the_plan_of_2023_prints_it() -> None:
    """1 262 → 1 000 → 400 → 700 → 700 → 400 tkr; the ceiling is a fifth of each year's funding."""
    assert outlook(sodra_dalarna_2023()) == Outlook(
        (
            row(
                2021, (6322, "decided"), (6660, "decided"), None, -338, (1262, "actual"), 1264.4, "Bokslutet"
            ),
            row(
                2022,
                (6322, "decided"),
                (7185, "decided"),
                1262,
                -262,
                (1000, "forecast"),
                1264.4,
                "Prognosen",
                "actual",
                -863,
            ),
            row(2023, (6308, "proposed"), (6908, "proposed"), 1000, -600, (400, "forecast"), 1261.6),
            row(2024, (7500, "requested"), (7200, "forecast"), 400, 300, (700, "forecast"), 1500),
            row(2025, (7500, "requested"), (7500, "forecast"), 700, 0, (700, "forecast"), 1500),
            row(2026, (7500, "requested"), (7800, "forecast"), 700, -300, (400, "forecast"), 1500),
        )
    )


def test_marks_follow_from_what_an_amount_rests_on() -> None:
    found = outlook(sodra_dalarna_2023())

    assert marks_of(found) == [
        (2021, "", "", ""),
        (2022, "", "", "*"),
        (2023, "", "", "*"),
        (2024, "**", "*", "*"),
        (2025, "**", "*", "*"),
        (2026, "**", "*", "*"),
    ]
    assert found.marks == (("*", "prognos"), ("**", "äskat belopp"))


@pytest.mark.parametrize(
    ("status", "basis"),
    [("draft", "draft"), ("proposed", "proposed"), ("adopted", "decided"), ("superseded", "decided")],
)
def test_what_a_budgets_lines_give_is_decided_only_once_the_board_has_adopted_it(
    status: str, basis: str
) -> None:
    """The budget on its way to the board changes what its figures rest on, and neither an amount nor a mark."""
    given = sodra_dalarna_2023()
    assert given.budget and given.previous
    found = outlook(replace(given, budget=replace(given.budget, status=status)))
    earlier = outlook(replace(given, previous=replace(given.previous, status=status)))

    own, before = found.row(2023), earlier.row(2022)
    assert own is not None and before is not None
    assert (own.funding, own.cost) == (based(6308, basis), based(6908, basis))
    assert (before.funding, before.cost) == (based(6322, basis), based(7185, basis))
    for other in (found, earlier):
        assert equity_of(other) == equity_of(outlook(given))
        assert marks_of(other) == marks_of(outlook(given))


def test_a_plan_for_a_later_year_is_never_decided_though_its_budget_is() -> None:
    own = simple_budget(2023, 6308, 6908, status="adopted")
    planned = tuple(
        replace(each, others=(AmountFact("plan", 2024, 0, kr(amount)),))
        for each, amount in zip(own.lines, (7000, -6500), strict=True)
    )
    found = outlook(facts(2023, replace(own, lines=planned))).row(2024)

    assert found is not None
    assert (found.funding, found.cost) == (based(6500, "requested"), based(7000, "forecast"))


def test_a_mark_that_no_amount_carries_is_not_explained() -> None:
    """The budget of 2022 alone, from the accounts of 2021."""
    found = outlook(
        facts(2022, simple_budget(2022, 6322, 7185), outlook=(entry(2021, equity=1262, reason="Bokslutet"),))
    )

    assert found.marks == (("*", "prognos"),)


def test_the_chain_of_nedansiljan_carries_what_its_plan_lost_on_the_way() -> None:
    """ "Verksamhetsplan 2025" of Nedansiljan: 1 000 − 239 − 155 − 10 = 596, where the plan says 600."""
    found = outlook(
        facts(
            2025,
            None,
            outlook=(
                entry(2024, equity=1000, reason="Prognos"),
                entry(2025, forecast=-239, reason="Plan"),
                entry(2026, forecast=-155, reason="Plan"),
                entry(2027, forecast=-10, reason="Plan"),
            ),
        )
    )

    assert equity_of(found) == {2024: 1000, 2025: 761, 2026: 606, 2027: 596}


# --- What is entered and what is missing ------------------------------------------------------------------------


def test_an_entered_equity_goes_before_the_roll_forward_and_is_rolled_on_from() -> None:
    found = outlook(
        facts(
            2023,
            simple_budget(2023, 6308, 6908),
            outlook=(
                entry(2022, equity=1000, reason="Bokslutet"),
                entry(2024, 7500, 7200, equity=650, equity_basis="forecast", reason="Återbetalning"),
                entry(2025, 7500, 7500),
            ),
        )
    )

    assert equity_of(found) == {2022: 1000, 2023: 400, 2024: 650, 2025: 650}
    overridden = found.row(2024)
    assert overridden is not None
    assert (overridden.opening_equity, overridden.result) == (kr(400), kr(300))
    assert (overridden.closing_equity, overridden.reason) == (based(650, "forecast"), "Återbetalning")


def test_after_a_year_that_is_not_there_equity_is_not_known() -> None:
    found = outlook(
        facts(
            2023,
            simple_budget(2023, 6308, 6908),
            outlook=(
                entry(2022, equity=1000, reason="Bokslutet"),
                entry(2025, 7500, 7500),
                entry(2026, 7500, 7800),
            ),
        )
    )

    assert equity_of(found) == {2022: 1000, 2023: 400, 2025: None, 2026: None}


def test_a_year_without_cost_has_no_result_and_no_equity_after_it_until_one_is_entered() -> None:
    found = outlook(
        facts(
            2023,
            None,
            outlook=(
                entry(2022, equity=1000, reason="Bokslutet"),
                entry(2023, 6308),
                entry(2024, 7500, 7200),
                entry(2025, 7500, 7500, equity=700, equity_basis="forecast", reason="Målet"),
                entry(2026, 7500, 7800),
            ),
        )
    )

    assert equity_of(found) == {2022: 1000, 2023: None, 2024: None, 2025: 700, 2026: 400}
    assert found.row(2023) == OutlookRow(
        2023,
        based(6308, "requested"),
        based(None, "forecast"),
        kr(1000),
        None,
        based(None, "forecast"),
        "",
        None,
        None,
        "actual",
    )


def test_the_first_year_has_no_opening_equity_to_roll_from() -> None:
    found = outlook(facts(2022, simple_budget(2022, 6322, 7185)))

    assert [(each.year, each.opening_equity, each.closing_equity.amount) for each in found.rows] == [
        (2022, None, None)
    ]
    assert found.marks == ()  # an unknown equity is a dash, and a dash has no mark


def test_funding_and_cost_entered_for_a_year_with_a_budget_go_before_the_budgets() -> None:
    found = outlook(
        facts(
            2023,
            simple_budget(2023, 6308, 6908),
            outlook=(
                entry(2022, equity=1000, reason="Bokslutet"),
                entry(2023, 6400, funding_basis="requested"),
            ),
        )
    ).row(2023)

    assert found is not None
    assert (found.funding, found.cost) == (based(6400, "requested"), based(6908, "draft"))
    assert (found.result, found.closing_equity.amount) == (kr(-508), kr(492))


def test_there_is_no_outlook_before_there_is_anything_to_look_at() -> None:
    assert outlook(facts(2023, None)) == Outlook(())
    assert outlook(facts(2023, None)).row(2023) is None


money = st.decimals(-(10**7), 10**7, places=2)


@given(st.decimals(0, 10**7, places=2), st.lists(money, min_size=1, max_size=12))
def test_the_last_equity_is_the_first_and_every_result_between(
    start: Decimal, results: list[Decimal]
) -> None:
    years = tuple(entry(2021 + place, forecast=result) for place, result in enumerate(results, start=1))  # type: ignore[arg-type]

    found = outlook(facts(2021, None, outlook=(entry(2021, equity=start), *years)))  # type: ignore[arg-type]

    assert found.rows[-1].closing_equity.amount == (start + sum(results)) * 1000
    for before, after in zip(found.rows, found.rows[1:], strict=False):
        assert after.opening_equity == before.closing_equity.amount


# --- Floor, ceiling, available funds --------------------------------------------------------------------------


def test_what_is_available_is_funding_and_equity_above_the_floor() -> None:
    """Södra Dalarna 2023: 6 308 + 1 000 − 400 = 6 908 tkr."""
    found = available_funds(sodra_dalarna_2023())

    assert found == AvailableFunds(2023, Decimal(6_308_000), based(1000, "forecast"), Decimal(400_000))
    assert found.available == 6_908_000


def test_without_equity_from_the_year_before_it_is_not_known_what_is_available() -> None:
    found = available_funds(facts(2023, simple_budget(2023, 6308, 6908), rules=(FLOOR_400,)))

    assert found == AvailableFunds(2023, Decimal(6_308_000), based(None, "forecast"), Decimal(400_000))
    assert found.available is None


def test_without_a_floor_all_equity_is_available() -> None:
    known = facts(
        2023, simple_budget(2023, 6308, 6908), outlook=(entry(2022, equity=1000, reason="Bokslutet"),)
    )

    found = available_funds(known)

    assert found is not None
    assert found.available == 7_308_000


def test_before_there_is_a_budget_nothing_is_available() -> None:
    assert available_funds(facts(2023, None, rules=(FLOOR_400,))) is None


@pytest.mark.parametrize(
    ("denominator", "expected"),
    [("this_year", {2018: 1346.8, 2019: 1272}), ("next_year", {2018: 1272, 2019: None})],
)
def test_a_ceiling_is_a_share_of_this_or_of_next_years_funding(
    denominator: str, expected: dict[int, float | None]
) -> None:
    """Funding of 2018 and 2019 in the annual report of 2018, table 21: 6 734 and 6 360 tkr; a fifth of them."""
    rule = EquityRuleFact("ceiling", None, Decimal(20), denominator, 2013, None, Source("Nationella rådet"))

    found = outlook(facts(2018, None, outlook=(entry(2018, 6734), entry(2019, 6360)), rules=(rule,)))

    assert {each.year: each.ceiling for each in found.rows} == {
        year: kr(tkr) for year, tkr in expected.items()
    }


def test_the_rule_in_force_is_the_latest_begun_and_not_yet_ended() -> None:
    first = EquityRuleFact("floor", Decimal(300_000), None, "this_year", 2015, 2020, Source("Beslut 2014"))
    second = EquityRuleFact("floor", Decimal(400_000), None, "this_year", 2018, None, Source("Beslut 2017"))
    rules = (second, first, CEILING_20)

    assert [rule_in_force(rules, "floor", year) for year in (2014, 2015, 2017, 2018, 2019, 2020)] == [
        None,
        first,
        first,
        second,
        second,
        second,
    ]
    assert rule_in_force((first,), "floor", 2020) is None
