"""Which row of the income statement an amount stands on, and that every statement ties to the ledger and the budget."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.balance_sheet import printed_balance
from budgets.domain.facts import BudgetFact, CentreFact, LineFact
from budgets.domain.follow_up import FollowUpFacts, YearOfActuals, operating_statement
from budgets.domain.income_statement import IncomeStatement, income_statement
from budgets.domain.ledger import ForecastFact, LedgerFacts, LedgerRow, added
from budgets.domain.ledger_balance import BalanceFacts, BalanceRow, balance_sheet
from budgets.domain.result_kinds import kinds_of_ledger, natures
from tests.budgets.facts import FUNDING, OPERATIONS, budget, line
from tests.budgets.statement_facts import CENTRES, NAMES, TEAM, follow_up, forecast, row

BUDGET = budget(
    2023,
    line(1, OPERATIONS.pk, "Köp", 500, account="46"),
    line(2, OPERATIONS.pk, "Kurser", -100, account="36", nature="income"),
    line(3, TEAM.pk, "Bidrag till team", 300, account="35"),
    line(4, FUNDING.pk, "Bidrag", -700, account="35", nature="contribution"),
    line(5, OPERATIONS.pk, "Konsulter", 80, account="38"),
)


def kinds(*rows: LedgerRow, of: BudgetFact | None = BUDGET) -> dict[str, int]:
    found = kinds_of_ledger(rows, natures(of, CENTRES))
    return {kind.value: int(amount) for kind, amount in found.items()}


def cells(found: IncomeStatement | None, column: str = "actual") -> dict[str, int | None]:
    assert found is not None
    amounts = {each.key: found.amount(each.key, column) for each in found.lines}
    return {key: None if amount is None else int(amount) for key, amount in amounts.items()}


@pytest.mark.parametrize(
    ("entered", "kind"),
    [
        pytest.param(row(70, group="79"), "depreciation", id="depreciation by its group"),
        pytest.param(row(-5, group="84"), "financial_income", id="interest received"),
        pytest.param(row(5, 1, FUNDING.pk, number="8511"), "financial_cost", id="interest paid"),
        pytest.param(row(5, group="87"), "extraordinary", id="extraordinary"),
        pytest.param(row(50, 1, TEAM.pk, group="35"), "cost", id="35 is a cost where the budget says so"),
        pytest.param(row(-50, 1, FUNDING.pk, group="35"), "contributions", id="and contributions elsewhere"),
        pytest.param(row(-9, 1, TEAM.pk, group="35"), "cost", id="what a team pays back lowers its cost"),
        pytest.param(row(80, group="38"), "cost", id="consultants on 38"),
        pytest.param(row(-3, group="60"), "cost", id="a credit in a class of costs"),
        pytest.param(row(-20, group="30"), "income", id="an unbudgeted income"),
        pytest.param(row(-20, group="35"), "grants", id="an unbudgeted grant from another than the members"),
        pytest.param(row(-20, 1, FUNDING.pk, group="36"), "income", id="other income in an area for funding"),
        pytest.param(row(4, line=2), "income", id="the budget's line says it, whatever the sign"),
        pytest.param(row(-20, 1, None, number="3010"), "income", id="an income that has no ID"),
        pytest.param(row(20, 1, None, number="7010"), "cost", id="a cost that has no ID"),
        pytest.param(row(-20, 1, FUNDING.pk), "contributions", id="an area for funding, without account"),
        pytest.param(row(300, 1, TEAM.pk), "cost", id="a whole ID, whose lines are all costs"),
    ],
)
def test_an_amount_stands_on_the_row_that_its_account_and_its_budget_say(
    entered: LedgerRow, kind: str
) -> None:
    assert kinds(entered) == {kind: -int(entered.amount)}


WITHOUT_ACCOUNTS = budget(2023, line(4, FUNDING.pk, "Bidrag", -700, nature="contribution"))


@pytest.mark.parametrize("of", [BUDGET, WITHOUT_ACCOUNTS, None])
def test_other_income_placed_among_the_contributions_is_other_income_by_its_account(
    of: BudgetFact | None,
) -> None:
    assert kinds(
        row(-7030, 1, FUNDING.pk, number="3510"),
        row(-123, 1, FUNDING.pk, number="3610"),
        row(-9, 1, FUNDING.pk, number="8310"),
        of=of,
    ) == {"contributions": 7030, "income": 123, "financial_income": 9}


def test_without_a_budget_the_area_the_class_and_the_sign_decide() -> None:
    assert kinds(
        row(-700, 1, FUNDING.pk, group="35"),
        row(-20, 1, OPERATIONS.pk, group="36"),
        row(300, 1, TEAM.pk, group="35"),
        row(-1, 1, OPERATIONS.pk, number="8310"),
        row(90),
        of=None,
    ) == {"contributions": 700, "income": 20, "cost": -390, "financial_income": 1}


def test_income_and_cost_on_one_id_are_not_netted() -> None:
    found = income_statement(
        follow_up(
            row(500, group="46"), row(-100, group="36"), row(-30, 2, group="36"), row(10, 2, group="36")
        ),
        6,
    )

    assert cells(found) == {
        "income": 120,
        "cost": -500,
        "net-cost": -380,
        "contributions": 0,
        "operating-result": -380,
        "financial-income": 0,
        "financial-cost": 0,
        "ordinary-result": -380,
        "result": -380,
    }


def test_depreciation_and_extraordinary_rows_are_shown_where_there_are_any() -> None:
    found = income_statement(follow_up(row(7, group="79"), row(3, group="87")), 6)

    assert cells(found)["depreciation"] == -7
    assert cells(found)["net-cost"] == -7
    assert cells(found)["ordinary-result"] == -7
    assert cells(found)["extraordinary"] == -3
    assert cells(found)["result"] == -10


def test_what_is_missing_is_left_out_and_said() -> None:
    found = income_statement(follow_up(row(500)), 6)

    assert found is not None
    assert [column.heading for column in found.columns] == ["Januari–juni 2023"]
    assert found.notes == (
        "För 2023 är bokfört till och med januari.",
        "Inget är bokfört för januari–juni 2022, så att jämförelsen saknas.",
        "Ingen prognos är skriven för 2023.",
        "2023 har ingen budget som gäller.",
    )
    assert income_statement(follow_up(), 6) is None


def test_a_year_that_keeps_no_months_has_no_half_year_but_a_year() -> None:
    whole = follow_up(row(500, 0), before=[row(400, 0)])

    assert income_statement(whole, 6) is None
    assert cells(income_statement(whole, 12), "before")["result"] == -400
    half = income_statement(follow_up(row(500, 6), before=[row(400, 0)]), 6)
    assert half is not None
    assert "2022 är bara bokfört för hela året, så att januari–juni 2022 saknas." in half.notes
    assert cells(half, "last_year")["result"] == -400
    assert cells(half, "before")["result"] is None


def test_a_forecast_of_lines_stands_on_their_rows_and_the_rest_as_budgeted() -> None:
    facts = follow_up(
        row(100, group="46"), budget=BUDGET, forecasts=[forecast(-150_000, line=2), forecast(650_000, line=1)]
    )

    found = income_statement(facts, 6)

    assert cells(found, "forecast") == {
        "income": 150_000,
        "cost": -650_000 - 80_000 - 300_000,
        "net-cost": -880_000,
        "contributions": 700_000,
        "operating-result": -180_000,
        "financial-income": 0,
        "financial-cost": 0,
        "ordinary-result": -180_000,
        "result": -180_000,
    }
    assert found is not None
    assert not any("ett enda belopp" in note for note in found.notes)


def test_a_forecast_of_a_whole_id_leaves_its_income_as_budgeted_or_as_entered_where_that_is_more() -> None:
    as_budgeted = follow_up(row(-40_000, group="36"), budget=BUDGET, forecasts=[forecast(600_000)])
    as_entered = follow_up(row(-140_000, group="36"), budget=BUDGET, forecasts=[forecast(600_000)])

    assert [cells(income_statement(each, 6), "forecast")["income"] for each in (as_budgeted, as_entered)] == [
        100_000,
        140_000,
    ]
    assert [cells(income_statement(each, 6), "forecast")["cost"] for each in (as_budgeted, as_entered)] == [
        -1_000_000,
        -1_040_000,
    ]
    assert [cells(income_statement(each, 6), "forecast")["result"] for each in (as_budgeted, as_entered)] == [
        -200_000,
        -200_000,
    ]


def test_a_forecast_of_another_month_counts_only_when_it_was_made() -> None:
    facts = follow_up(row(1, group="46"), budget=BUDGET, forecasts=[forecast(600_000, month=8)])

    assert cells(income_statement(facts, 6), "forecast")["result"] is None
    assert cells(income_statement(facts, 8), "forecast")["result"] == -200_000


# --- Whatever is entered ------------------------------------------------------------------------------------

AMOUNTS = st.decimals(-10_000_000, 10_000_000, places=2)
GROUPS = st.sampled_from(["", "30", "35", "36", "38", "46", "50", "76", "79", "82", "84", "85", "87"])
UNDER = CentreFact(37, 36, "37000", "Team under", "initiative", slug="37000")
PLACES = (*CENTRES, UNDER)
KEYS = st.integers(1, 6)


@st.composite
def lines(draw: st.DrawFn) -> LineFact:
    """A budget line anywhere."""
    key = draw(st.integers(1, 1_000_000))
    return LineFact(
        key,
        UUID(int=key),
        draw(st.sampled_from([each.pk for each in PLACES])),
        draw(GROUPS),
        "Rad",
        draw(st.sampled_from(["cost", "income", "contribution"])),
        draw(st.none() | AMOUNTS),
    )


@st.composite
def rows(draw: st.DrawFn, keys: list[UUID]) -> LedgerRow:
    """A row of the ledger, typed or of a file, anywhere or nowhere."""
    number = draw(st.sampled_from(["", "3011", "4600", "7690", "8410", "8990"]))
    return LedgerRow(
        draw(st.integers(1, 12)),
        draw(AMOUNTS),
        draw(st.sampled_from([None, *(each.pk for each in PLACES)])),
        draw(GROUPS),
        line=draw(st.sampled_from([None, *keys])),
        account_number=number,
    )


@st.composite
def years(draw: st.DrawFn) -> FollowUpFacts:
    """Two years with budgets, ledgers and forecasts."""
    budgets = [budget(year, *draw(st.lists(lines(), max_size=6))) for year in (2023, 2022)]
    keys = [each.key for each in budgets[0].lines]
    places = [each.pk for each in PLACES]
    forecasts = [
        ForecastFact(
            pk,
            1,
            draw(st.integers(1, 12)),
            draw(st.sampled_from(places)),
            draw(st.sampled_from([None, *keys])),
            draw(st.none() | AMOUNTS),
            "",
        )
        for pk in range(draw(st.integers(0, 4)))
    ]
    return FollowUpFacts(
        YearOfActuals(2023, budgets[0], tuple(draw(st.lists(rows(keys), min_size=1, max_size=10)))),
        YearOfActuals(2022, budgets[1], tuple(draw(st.lists(rows(keys), max_size=6)))),
        PLACES,
        forecasts=tuple(forecasts),
    )


@given(years(), st.integers(1, 12))
def test_every_column_is_the_ledgers_the_budgets_or_the_forecasts_result(
    facts: FollowUpFacts, month: int
) -> None:
    found = income_statement(facts, month)
    if not facts.now.through(month):
        assert found is None
        return
    assert found is not None
    assert facts.now.budget is not None

    assert found.amount("result") == -added(facts.now.through(month))
    assert found.amount("result", "budget") == -sum(
        (each.amount or Decimal(0) for each in facts.now.budget.lines), Decimal(0)
    )
    if facts.before.through(month):
        assert found.amount("result", "before") == -added(facts.before.through(month))
    if month < 12:
        statement = operating_statement(facts, month)
        assert found.amount("result", "forecast") == statement.total.forecast_shown


@given(years(), st.integers(1, 12))
def test_every_sum_is_the_sum_of_the_rows_above_it(facts: FollowUpFacts, month: int) -> None:
    found = income_statement(facts, month)
    if found is None:
        return
    for place in range(len(found.columns)):
        running = Decimal(0)
        for each in found.lines:
            if each.is_sum:
                assert each.amounts[place] == running
            else:
                running += each.amounts[place] or Decimal(0)


@given(
    st.lists(st.tuples(st.integers(1, 12), AMOUNTS), min_size=1, max_size=12),
    AMOUNTS,
    AMOUNTS,
    st.integers(1, 12),
)
def test_a_ledger_kept_by_double_entry_ties_the_balance_sheet_to_the_result(
    entries: list[tuple[int, Decimal]], cash: Decimal, debts: Decimal, month: int
) -> None:
    """Each entry is paid from the bank: the sides are as large, and equity moves by the result and nothing else."""
    ledger = LedgerFacts(
        2023,
        tuple(
            LedgerRow(when, amount, OPERATIONS.pk, "46", account_number="4600") for when, amount in entries
        ),
        (
            *(LedgerRow(when, -amount, None, account_number="1940") for when, amount in entries),
            LedgerRow(12, Decimal(0), None, account_number="1940"),
        ),
        CENTRES,
    )
    opening = (("1940", cash), ("2440", -debts), ("2010", debts - cash))
    facts = BalanceFacts(
        ledger,
        tuple(
            BalanceRow(
                pk,
                0,
                {"1": "cash", "2": "equity"}[number[0]] if number != "2440" else "current_debts",
                "",
                amount,
                account_number=number,
                is_of_file=True,
            )
            for pk, (number, amount) in enumerate(opening)
        ),
        {},
        NAMES,
    )
    nothing = BalanceFacts(LedgerFacts(2022), (), {}, NAMES)

    found = printed_balance(facts, nothing, month)

    assert found is not None
    assert found.difference == 0
    statement = income_statement(
        FollowUpFacts(YearOfActuals(2023, None, ledger.rows), YearOfActuals(2022, None, ()), CENTRES), month
    )
    result = statement.amount("result") if statement else Decimal(0)
    assert balance_sheet(facts, month).result == result
    assert found.equity == cash - debts + (result or 0)
    sums = {each.key: each.amounts for each in found.lines}
    assert sums["assets-total"] == sums["liabilities-total"]
    assert sums["equity"] == (cash - debts, cash - debts)
    assert sums["result"] == (result, None)
