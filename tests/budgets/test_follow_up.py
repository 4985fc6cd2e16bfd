"""The operating statement and an area's tables, computed: against Södra Dalarna's årsredovisning 2018, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.facts import AmountFact, CentreFact, LineFact
from budgets.domain.follow_up import (
    FollowUpFacts,
    OperatingStatement,
    StatementRow,
    Threshold,
    YearOfActuals,
    operating_statement,
)
from budgets.domain.follow_up_areas import area, month_rows, operations
from budgets.domain.follow_up_checks import areas_keep_to_their_budget, large_deviations, unplaced
from budgets.domain.follow_up_words import expectation
from budgets.domain.ledger import ForecastFact, LedgerRow
from budgets.domain.requisitions import InstalmentFact, usual_days
from budgets.domain.spread import budget_until, paid_percents
from finsam import swedish
from finsam.money import Unit, round_half_up
from tests.budgets.facts import FUNDING, OPERATIONS, budget, centre, kr, line, simple_budget
from tests.budgets.follow_up_facts import facts_of_2018, no_year
from tests.golden import sodra_dalarna_2018 as golden


def tkr(amount: Decimal) -> str:
    return swedish.amount(amount, Unit.TKR).replace("\u00a0", " ")


def whole(percent: Decimal | None) -> str:
    return swedish.percent(percent, 0).removesuffix("\u00a0%")


def cells(row: StatementRow) -> list[str]:
    share = "" if row.is_total else whole(row.consumed_percent)
    return [tkr(row.actual), tkr(row.budget), tkr(row.remaining), share]


def simple(*actuals: LedgerRow, month_budget: float = 1200, **others: object) -> FollowUpFacts:
    """A year whose only area costs 1 200 tkr and whose members pay as much, unless said otherwise."""
    return FollowUpFacts(
        YearOfActuals(2023, simple_budget(2023, 1200, month_budget), actuals),
        no_year(2022),
        (OPERATIONS, FUNDING),
        **others,  # type: ignore[arg-type]
    )


def spent(tkr: float, month: int, centre: int | None = OPERATIONS.pk, account: str = "4600") -> LedgerRow:
    amount = kr(tkr)
    assert amount is not None
    return LedgerRow(month, amount, centre, account[:2], account_number=account)


# --- What was printed --------------------------------------------------------------------------------------


def test_every_cell_of_the_operating_statement_of_2018_is_as_printed() -> None:
    found = operating_statement(facts_of_2018(), 12)

    assert [
        [swedish.code(row.code).replace("\u00a0", " "), row.name, *cells(row)]
        for row in (*found.rows, found.total)
    ] == [[row["id"], row["label"], *row["printed"]] for row in golden("operating_statement")["rows"]]


def test_the_total_is_the_result_of_the_year_to_the_krona() -> None:
    assert operating_statement(facts_of_2018(), 12).total.actual == golden("operating_statement")["result"]


@pytest.mark.parametrize("code", golden("areas")["tables"])
def test_every_cell_of_the_tables_of_an_area_over_two_years_is_as_printed(code: str) -> None:
    found = area(facts_of_2018(), int(code), 12)

    assert [
        [
            str(each.year),
            tkr(each.actual),
            tkr(each.budget),
            tkr(each.remaining),
            whole(each.consumed_percent),
        ]
        for each in found.years
    ] == [[row["year"], *row["printed"]] for row in golden("areas")["tables"][code]["rows"]]


def test_every_cell_of_the_costs_and_income_of_publications_is_as_printed() -> None:
    found = area(facts_of_2018(), 29000, 12).now

    assert [tkr(each) for each in (found.costs, found.income, found.actual)] == golden("areas")[
        "costs_and_income"
    ]["29000"]["rows"][0]["printed"]


# --- Sums ------------------------------------------------------------------------------------------------


def test_a_statement_to_a_month_leaves_out_what_came_later_and_shows_last_year_to_the_same_month() -> None:
    facts = replace(
        simple(spent(100, 1), spent(150, 2), spent(70, 3)),
        before=YearOfActuals(2022, simple_budget(2022, 900, 900), (spent(80, 2), spent(60, 3))),
    )

    found = operating_statement(facts, 2)

    row = found.row(OPERATIONS.pk)
    assert row is not None
    assert (row.actual, row.actual_before, row.remaining) == (kr(-250), kr(-80), kr(950))
    assert found.total.actual_before == kr(-80)


def test_a_year_without_months_is_known_when_it_is_over() -> None:
    facts = simple(spent(1100, 0))

    assert [operating_statement(facts, month).total.actual for month in (11, 12)] == [0, kr(-1100)]
    assert facts.now.last_month == 12
    assert month_rows(facts, operations(facts)) == ()


def test_an_area_holds_those_under_it_and_the_total_counts_each_once() -> None:
    team = centre(21, "Team", parent=OPERATIONS.pk, code="21000")
    facts = FollowUpFacts(
        YearOfActuals(
            2023,
            budget(2023, line(1, OPERATIONS.pk, "Kansli", 500), line(2, 21, "Team", 700)),
            (spent(40, 1), spent(60, 1, 21)),
        ),
        no_year(2022),
        (OPERATIONS, team),
    )

    found = operating_statement(facts, 12)

    assert [(row.name, row.depth, row.actual, row.budget) for row in (*found.rows, found.total)] == [
        ("Administration", 0, kr(-100), kr(-1200)),
        ("Team", 1, kr(-60), kr(-700)),
        ("Totalt", 0, kr(-100), kr(-1200)),
    ]
    assert area(facts, OPERATIONS.pk, 12).now.actual == kr(100)


def test_what_has_no_id_stands_in_the_table_so_that_the_total_is_the_result() -> None:
    found = operating_statement(simple(spent(100, 1), spent(30, 1, None)), 1)

    assert [(row.name, row.actual) for row in found.rows] == [
        ("Administration", kr(-100)),
        ("Intäkter", 0),
        ("Inte fördelat på ID", kr(-30)),
    ]
    assert found.total.actual == kr(-130)


def test_what_has_no_id_is_no_deviation_but_told_for_what_it_is() -> None:
    found = operating_statement(simple(spent(100, 1), spent(900, 1, None)), 1)

    assert (found.unplaced, [row.name for row in found.large]) == (kr(900), [])
    assert [(each.code, each.message, each.remedy) for each in unplaced(found)] == [
        (
            "follow_up.unplaced",
            "Kostnader på 900\u00a0000\u00a0kr är bokförda men hör inte till något ID.",
            "Säg vilket ID det hör till, under Uppföljning › Kopplingar.",
        )
    ]
    assert list(unplaced(operating_statement(simple(spent(100, 1)), 1))) == []


def test_last_year_is_shown_where_its_ledger_says_what_it_came_to_by_the_month() -> None:
    def has_before(*rows: LedgerRow, month: int) -> bool:
        before = YearOfActuals(2022, simple_budget(2022, 1200, 1200), rows)
        return operating_statement(replace(simple(spent(1, 1)), before=before), month).has_before

    assert [has_before(month=month) for month in (8, 12)] == [False, False]
    assert [has_before(spent(900, 0), month=month) for month in (8, 12)] == [False, True]
    assert [has_before(spent(900, 10), month=month) for month in (8, 12)] == [True, True]


def test_a_share_of_nothing_is_nothing_and_the_result_has_none() -> None:
    found = operating_statement(simple(spent(54, 1), month_budget=0), 12)

    assert [row.consumed_percent for row in found.rows] == [None, 0]
    assert found.total.consumed_percent is None


def test_no_amount_is_a_negative_zero() -> None:
    found = operating_statement(simple(), 12).rows[0]

    assert str(found.actual) == "0"


# --- What was to be expected ---------------------------------------------------------------------------------


def test_a_budget_for_the_whole_year_is_expected_evenly_over_its_months() -> None:
    found = operating_statement(simple(spent(1000, 8)), 8)

    row = found.rows[0]
    assert swedish.percent(found.expected_percent, 0) == "67\u00a0%"
    assert (row.expected, row.deviation) == (kr(-800), kr(-200))


def test_a_budget_in_quarters_is_expected_as_its_quarters_say() -> None:
    amounts = tuple(
        AmountFact("part", 2023, part, kr(amount)) for part, amount in enumerate((600, 300, 200, 100), 1)
    )
    planned = budget(2023, replace(line(1, OPERATIONS.pk, "Allt", None), others=amounts))
    planned = replace(planned, parts=4)

    assert [budget_until(planned, month).lines[0].amount for month in (0, 1, 3, 5, 12)] == [
        kr(each) for each in (0, 200, 600, 800, 1200)
    ]


ALL = {"": Decimal(100)}
QUARTERS = usual_days("quarters", 2023)


def test_the_members_money_is_expected_on_the_days_they_pay() -> None:
    paid = paid_percents(2023, QUARTERS, ALL)
    facts = simple(spent(1000, 8), spent(-900, 8, FUNDING.pk))
    now = replace(facts.now, paid=paid)

    found = operating_statement(replace(facts, now=now), 8)

    assert paid == tuple(Decimal(each) for each in (25, 25, 25, 50, 50, 50, 75, 75, 75, 100, 100, 100))
    assert [(row.expected, row.deviation) for row in found.rows] == [
        (kr(-800), kr(-200)),
        (kr(900), kr(0)),
    ]
    assert expectation(now, 8).replace("\u00a0", " ") == (
        "Väntat till och med augusti räknas så här: medlemmarnas medel efter årets betalningsdagar (75 %) "
        "och allt annat jämnt över året (67 %)."
    )


def test_parties_with_days_of_their_own_count_by_what_they_pay() -> None:
    days = (*QUARTERS, InstalmentFact(0, date(2023, 6, 30), Decimal(100), "region"))

    paid = paid_percents(
        2023, days, {"state": Decimal(50), "region": Decimal(25), "municipality": Decimal(25)}
    )

    assert [paid[month - 1] for month in (1, 5, 6, 12)] == [
        Decimal("18.75"),
        Decimal("37.5"),
        Decimal("62.5"),
        Decimal(100),
    ]


def test_days_that_do_not_make_a_whole_year_say_nothing() -> None:
    assert paid_percents(2023, QUARTERS[:3], ALL) == ()
    assert paid_percents(2023, (), ALL) == ()
    assert paid_percents(2023, QUARTERS, {}) == ()


def test_a_day_before_the_year_counts_from_january_and_one_after_it_by_december() -> None:
    days = tuple(InstalmentFact(0, day, Decimal(50)) for day in (date(2022, 12, 15), date(2024, 1, 15)))

    assert paid_percents(2023, days, ALL) == (*[Decimal(50)] * 11, Decimal(100))


def test_what_is_expected_says_what_it_rests_on() -> None:
    amounts = tuple(AmountFact("part", 2023, part, kr(300)) for part in range(1, 5))
    parted = replace(line(1, OPERATIONS.pk, "Lokal", None), others=amounts)
    even = line(2, OPERATIONS.pk, "Kansli", 100)

    def told(*lines: LineFact, month: int = 8) -> str:
        planned = replace(budget(2023, *lines), parts=4)
        return expectation(YearOfActuals(2023, planned, ()), month).replace("\u00a0", " ")

    so = "Väntat till och med augusti räknas så här:"
    assert told(even) == f"{so} årsbudgeten jämnt över året (67 %)."
    assert told(parted) == f"{so} det som är delat på kvartal efter delarna."
    assert told(parted, even) == (
        f"{so} det som är delat på kvartal efter delarna och allt annat jämnt över året (67 %)."
    )
    assert told(parted, even, month=12) == "Väntat för hela året är årsbudgeten."
    assert expectation(no_year(2023), 8) == ""


def test_a_deviation_is_told_when_it_is_both_many_kronor_and_a_large_share_of_the_budget() -> None:
    threshold = Threshold(Decimal(100_000), Decimal(10))

    def is_large(spent_tkr: float, budget_tkr: float) -> bool:
        facts = simple(spent(spent_tkr, 12), month_budget=budget_tkr, threshold=threshold)
        return operating_statement(facts, 12).rows[0].is_large

    assert [is_large(*each) for each in [(1320, 1200), (1319, 1200), (1080, 1200), (1100, 1100)]] == [
        True,
        False,
        True,
        False,
    ]
    assert [is_large(*each) for each in [(99, 0), (100, 0), (2150, 2000)]] == [False, True, False]


def told(facts: FollowUpFacts, month: int) -> list[tuple[str, str, str]]:
    return [
        (each.where, each.message.replace("\u00a0", " "), each.found.replace("\u00a0", " "))
        for each in large_deviations(operating_statement(facts, month))
    ]


def test_large_deviations_of_2018_are_told_with_their_kronor_the_worst_first() -> None:
    assert told(facts_of_2018(), 12) == [
        (
            "Uppföljning 2018",
            "ID 21 000 Övergripande samordning har kostat 424 900 kr mer än budgeten för året.",
            "682 900 kr",
        ),
        (
            "Uppföljning 2018",
            "ID 29 000 Publikationer har kostat 54 200 kr mer än budgeten för året.",
            "54 200 kr",
        ),
        (
            "Uppföljning 2018",
            "ID 37 000 Samverkansteam Säter har kostat 174 100 kr mindre än budgeten för året.",
            "425 900 kr",
        ),
        (
            "Uppföljning 2018",
            "ID 20 000 Administration har kostat 195 300 kr mindre än budgeten för året.",
            "850 700 kr",
        ),
        (
            "Uppföljning 2018",
            "ID 35 000 Samverkansteam Avesta har kostat 486 900 kr mindre än budgeten för året.",
            "2 213 100 kr",
        ),
        (
            "Uppföljning 2018",
            "ID 36 000 Samverkansteam Hedemora har kostat 606 200 kr mindre än budgeten för året.",
            "1 993 800 kr",
        ),
    ]


def test_the_check_holds_the_last_month_of_the_ledger_to_a_decided_budget() -> None:
    facts = simple(spent(1000, 3))
    decided = replace(facts, now=replace(facts.now, budget=replace(facts.now.budget, status="adopted")))

    found = [
        (
            each.where,
            *(text.replace("\u00a0", " ") for text in (each.message, each.expected, each.found)),
            each.remedy,
            str(each.source).replace("\u00a0", " "),
            each.about,
        )
        for each in areas_keep_to_their_budget(decided)
    ]

    limit = "Finsams förslag: minst 50 000 kr och 10 % av årsbudgeten"
    assert found == [
        (
            "Uppföljning 2023 till och med mars",
            "ID 20 000 Administration har kostat 700 000 kr mer än budgeten hittills.",
            "300 000 kr",
            "1 000 000 kr",
            "Skriv i prognosen vad det beror på, under Uppföljning. Behövs mer pengar: ändra budgeten.",
            limit,
            (),
        ),
        (
            "Uppföljning 2023 till och med mars",
            "ID 50 000 Intäkter har gett 300 000 kr mindre än budgeten hittills.",
            "300 000 kr",
            "0 kr",
            "Skriv i prognosen vad det beror på, under Uppföljning.",
            limit,
            (),
        ),
    ]
    for nothing in (
        facts,
        replace(decided, now=replace(decided.now, rows=())),
        replace(decided, now=no_year(2023)),
    ):
        assert not list(areas_keep_to_their_budget(nothing))


def test_a_deviation_that_is_commented_says_how() -> None:
    facts = replace(facts_of_2018(), forecasts=(forecast(12, None, "Utbildningar hölls.", centre=21000),))

    assert next(areas_keep_to_their_budget(facts)).remedy == "Kommenterat i prognosen: ”Utbildningar hölls.”"


def test_income_that_has_not_come_is_told_as_income() -> None:
    assert told(simple(spent(300, 3), spent(-120, 3, FUNDING.pk)), 3) == [
        (
            "Uppföljning 2023 till och med mars",
            "ID 50 000 Intäkter har gett 180 000 kr mindre än budgeten hittills.",
            "120 000 kr",
        )
    ]


# --- Forecasts -------------------------------------------------------------------------------------------------


def forecast(month: int, tkr: float | None, comment: str = "", centre: int = OPERATIONS.pk) -> ForecastFact:
    return ForecastFact(0, 1, month, centre, None, kr(tkr), comment)


def test_the_latest_forecast_made_by_the_month_is_shown_and_the_rest_is_expected_as_budgeted() -> None:
    facts = simple(spent(300, 4), forecasts=(forecast(4, 1300, "Dyrare lokal"), forecast(8, 1150)))

    def shown(month: int) -> tuple[Decimal | None, str, Decimal | None, Decimal | None]:
        found = operating_statement(facts, month)
        row = found.rows[0]
        return row.forecast_shown, row.comment, row.forecast_deviation, found.total.forecast_shown

    assert shown(3) == (None, "", None, None)
    assert shown(4) == (kr(-1300), "Dyrare lokal", kr(-100), kr(-100))
    assert shown(9) == (kr(-1150), "", kr(50), kr(50))


def test_the_forecast_of_the_result_takes_an_area_without_its_own_from_those_under_it() -> None:
    team = CentreFact(21, OPERATIONS.pk, "21000", "Team", "operations")
    facts = FollowUpFacts(
        YearOfActuals(
            2023,
            budget(2023, line(1, OPERATIONS.pk, "Kansli", 500), line(2, 21, "Team", 700)),
            (spent(30, 1, None),),
        ),
        no_year(2022),
        (OPERATIONS, team),
        forecasts=(forecast(1, 800, centre=21),),
    )

    assert operating_statement(facts, 1).total.forecast_shown == kr(-(500 + 800 + 30))


# --- An area ---------------------------------------------------------------------------------------------------


def test_an_area_tells_its_accounts_beside_last_year_in_order_of_number() -> None:
    facts = replace(
        simple(spent(100, 1, account="5010"), spent(-20, 2, account="3600"), spent(7, 3, account="5010")),
        before=YearOfActuals(2022, None, (spent(90, 2, account="5010"), spent(5, 2, account="6100"))),
        groups=(("36", "Intäkter"), ("50", "Löner")),
    )

    found = area(facts, OPERATIONS.pk, 2).kinds

    assert [(row.code, row.label, row.actual, row.budget, row.remaining, row.before) for row in found] == [
        ("", "Allt", 0, kr(1200), kr(1200), 0),
        ("36", "Intäkter", kr(-20), 0, kr(20), 0),
        ("50", "Löner", kr(100), 0, kr(-100), kr(90)),
        ("61", "Övrigt", 0, 0, 0, kr(5)),
    ]
    assert [(row.number, row.actual, row.before) for each in found for row in each.accounts] == [
        ("3600", kr(-20), 0),
        ("5010", kr(100), kr(90)),
        ("6100", 0, kr(5)),
    ]


def test_an_area_tells_its_months_and_stops_where_the_ledger_does() -> None:
    facts = simple(spent(100, 1), spent(130, 2))

    months = area(facts, OPERATIONS.pk, 12).months

    assert [(row.month, row.actual, row.budget, row.accumulated) for row in months[:3]] == [
        (1, kr(100), kr(100), kr(100)),
        (2, kr(130), kr(100), kr(230)),
        (3, None, kr(100), None),
    ]
    assert len(months) == 12


def test_income_of_the_members_is_shown_without_a_sign() -> None:
    found = area(simple(spent(-300, 1, FUNDING.pk)), FUNDING.pk, 1)

    assert (found.now.actual, found.now.budget, found.kinds[1].actual) == (kr(300), kr(1200), kr(300))


def test_the_statement_of_a_year_without_budget_or_ledger_is_empty() -> None:
    found: OperatingStatement = operating_statement(
        FollowUpFacts(no_year(2023), no_year(2022), (OPERATIONS, FUNDING)), 12
    )

    assert (found.rows, found.total.actual, found.has_budget, found.has_before) == ((), 0, False, False)


# --- Any amounts -------------------------------------------------------------------------------------------------

AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.tuples(AMOUNTS, st.integers(0, 12), st.sampled_from([OPERATIONS.pk, FUNDING.pk, None]))))
def test_the_total_is_the_result_of_the_ledger_to_every_month(
    rows: list[tuple[Decimal, int, int | None]],
) -> None:
    found = simple(*(LedgerRow(month, amount, centre) for amount, month, centre in rows))

    for month in range(1, 13):
        known = (amount for amount, at, _ in rows if (at or 12) <= month)
        assert operating_statement(found, month).total.actual == -sum(known, Decimal(0))


@given(st.lists(AMOUNTS, min_size=12, max_size=12), st.sampled_from([2, 3, 4, 12]))
def test_the_months_of_a_budget_add_up_to_its_year(amounts: list[Decimal], parts: int) -> None:
    cells = tuple(AmountFact("part", 2023, part, amounts[part - 1]) for part in range(1, parts + 1))
    planned = replace(line(1, OPERATIONS.pk, "Allt", None), others=cells)
    year = replace(budget(2023, planned), parts=parts)
    facts = FollowUpFacts(YearOfActuals(2023, year, (spent(1, 1),)), no_year(2022), (OPERATIONS, FUNDING))

    months = month_rows(facts, operations(facts))

    assert round_half_up(sum((row.budget for row in months), Decimal(0)), 2) == sum(
        amounts[:parts], Decimal(0)
    )
