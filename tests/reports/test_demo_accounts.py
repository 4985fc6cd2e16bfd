"""The years of Södra Dalarna's "Årsredovisning 2018" in the demo: kronor that every printed cell is rounded from.

Of the kronor only the year's result and the equity are published. The tables are those of the report; its statements
and notes are told here as they are printed, in tkr.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import pytest

from budgets.domain.facts import BudgetFacts
from budgets.domain.ledger import LedgerFacts, LedgerRow, actuals, added
from budgets.domain.totals import totals
from budgets.ledger_queries import ledger_facts
from budgets.models import BalanceFigure, BalanceLine
from budgets.queries import budget_facts
from finsam import swedish
from finsam.money import Unit, in_unit, percent_of
from finsam.scope import Scope
from reports.demo import accounts
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2018 as golden
from tests.reports.test_demo import counted

pytestmark = pytest.mark.django_db


def read(demo: Demo, year: int) -> tuple[LedgerFacts, BudgetFacts]:
    """The ledger and the budget of a year."""
    scope = Scope(demo.federation.pk, year)
    return ledger_facts(scope), budget_facts(scope)


def tkr(kronor: Decimal) -> Decimal:
    return in_unit(kronor, Unit.TKR)


def ours(row: dict[str, list[str]]) -> list[str]:
    """A printed row's cells in our setting: no-break space between thousands."""
    return [text.replace(" ", swedish.NBSP) for text in row["printed"]]


def per_centre(demo: Demo, year: int) -> dict[str, tuple[Decimal, Decimal]]:
    """Per ID its actual and its budget of the year, kronor in ledger sign."""
    ledger, budget = read(demo, year)
    assert budget.budget is not None
    sums = totals(budget.budget, budget.centres).by_centre
    own = actuals(ledger, 12).own
    return {swedish.code(centre.code): (own[centre.pk], sums[centre.pk]) for centre in budget.centres}


def cells(actual: Decimal, budget: Decimal, sign: int) -> list[str]:
    """A row of the statement as it is printed: actual, budget, what remains, and per cent used."""
    used = percent_of(actual, budget)
    return [
        swedish.amount(sign * actual, Unit.TKR) if actual else "0",
        swedish.amount(sign * budget, Unit.TKR) if budget else "0",
        swedish.amount(budget - actual, Unit.TKR) if budget != actual else "0",
        swedish.number(used) if used is not None else "–",
    ]


def test_the_operating_statement_of_2018_comes_out_as_it_is_printed(accounts_demo: Demo) -> None:
    found = per_centre(accounts_demo, 2018)
    names = {swedish.code(each.code): each.name for each in read(accounts_demo, 2018)[0].centres}
    *rows, total = golden("operating_statement")["rows"]

    assert [[code, names[code], *cells(*found[code], sign=-1)] for code in found] == [
        [row["id"].replace(" ", swedish.NBSP), row["label"], *ours(row)] for row in rows
    ]
    actual, budget = (sum(each[place] for each in found.values()) for place in (0, 1))
    assert [*cells(actual, budget, sign=-1)[:3], ""] == ours(total)
    assert -actual == golden("operating_statement")["result"] == 254_535


def test_what_each_area_is_said_to_have_cost_over_two_years_comes_out_as_it_is_printed(
    accounts_demo: Demo,
) -> None:
    found = {str(year): per_centre(accounts_demo, year) for year in (2017, 2018)}
    printed = [row for table in golden("areas")["tables"].values() for row in table["rows"]]

    assert [cells(*found[row["year"]][row["id"].replace(" ", swedish.NBSP)], sign=1) for row in printed] == [
        ours(row) for row in printed
    ]
    assert len(printed) == 7


def split(rows: Iterable[LedgerRow], codes: dict[int, str]) -> dict[tuple[str, str], Decimal]:
    """What the year's rows come to by ID and what they are: financial, income, cost."""
    kinds: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        assert row.centre is not None
        kind = "financial" if row.account == "85" else "income" if row.amount < 0 else "cost"
        key = (codes[row.centre], kind)
        kinds[key] = kinds.get(key, Decimal(0)) + row.amount
    return kinds


@pytest.mark.parametrize(
    ("year", "statement", "note_2"),
    [
        (2018, [6734, 408, -6886, 257, -2, 255], [5404, 1482]),
        (2017, [7000, 523, -6137, 1386, -2, 1384], [4768, 1369]),
    ],
)
def test_the_income_statement_and_note_2_come_out_as_they_are_printed(
    accounts_demo: Demo, year: int, statement: list[int], note_2: list[int]
) -> None:
    ledger, _budget = read(accounts_demo, year)
    kinds = split(ledger.through(12), {centre.pk: centre.code for centre in ledger.centres})
    fees = -kinds["50000", "income"]
    other = -sum(amount for (code, kind), amount in kinds.items() if kind == "income" and code != "50000")
    costs = {code: amount for (code, kind), amount in kinds.items() if kind == "cost"}
    financial = kinds["20000", "financial"]
    before = fees + other - sum(costs.values())
    result = before - financial

    assert [
        tkr(each) for each in (fees, other, -sum(costs.values()), before, -financial, result)
    ] == statement
    administration = costs["10000"] + costs["20000"]
    assert [tkr(sum(costs.values()) - administration), tkr(administration)] == note_2
    assert result == -added(ledger.rows)


def test_what_publications_cost_and_brought_in_comes_out_as_it_is_printed(accounts_demo: Demo) -> None:
    ledger, _budget = read(accounts_demo, 2018)
    kinds = split(ledger.through(12), {centre.pk: centre.code for centre in ledger.centres})
    cost, income = kinds["29000", "cost"], kinds["29000", "income"]
    (row,) = golden("areas")["costs_and_income"]["29000"]["rows"]

    assert [swedish.amount(each, Unit.TKR) for each in (cost, income, cost + income)] == ours(row)


def balances(demo: Demo, year: int) -> dict[str, Decimal]:
    """Per line of the balance sheet what it stood at when the year ended, assets +."""
    found: Counter[str] = Counter()
    for row in BalanceFigure.objects.filter(federation=demo.federation, year=year, month=12):
        found[row.line] += row.amount
    return dict(found)


@pytest.mark.parametrize(
    ("year", "printed"),
    [
        (2018, [140, 4326, 4466, 1761, 255, 2016, 452, 1998]),
        (2017, [231, 3276, 3507, 377, 1384, 1761, 307, 1440]),
    ],
)
def test_the_balance_sheet_comes_out_as_it_is_printed_and_balances(
    accounts_demo: Demo, year: int, printed: list[int]
) -> None:
    found = balances(accounts_demo, year)
    result = -added(read(accounts_demo, year)[0].rows)
    receivables, cash = found[BalanceLine.RECEIVABLES], found[BalanceLine.CASH]
    opening = -found[BalanceLine.EQUITY]

    assert [
        tkr(each)
        for each in (
            receivables,
            cash,
            receivables + cash,
            opening,
            result,
            opening + result,
            -found[BalanceLine.PENSION_PROVISIONS],
            -found[BalanceLine.CURRENT_DEBTS],
        )
    ] == printed
    assert sum(found.values()) == result
    assert year != 2018 or opening + result == 2_015_532


def test_notes_3_4_and_5_come_out_as_they_are_printed(accounts_demo: Demo) -> None:
    def items(year: int, line: str) -> list[Decimal]:
        rows = BalanceFigure.objects.filter(year=year, month=12, line=line).order_by("pk")
        return [tkr(abs(row.amount)) for row in rows]

    assert [
        [items(year, line) for year in (2018, 2017)] for line in ("receivables", "pension_provisions")
    ] == [
        [[67, 62, 11], [181, 32, 19]],
        [[364, 88], [247, 60]],
    ]
    assert [items(year, "current_debts") for year in (2018, 2017)] == [
        [1855, 14, 27, 23, 37, 13, 28, 1],
        [1278, 35, 26, 21, 22, 13, 27, 19],
    ]


@pytest.mark.parametrize(
    ("year", "printed"),
    [
        (2018, [257, 145, -2, 400, 92, 558, 1050, 3276, 4326]),
        (2017, [1386, 16, -2, 1400, -55, -173, 1173, 2103, 3276]),
    ],
)
def test_the_cash_flow_comes_out_as_it_is_printed(accounts_demo: Demo, year: int, printed: list[int]) -> None:
    before, now = balances(accounts_demo, year - 1), balances(accounts_demo, year)
    ledger, _budget = read(accounts_demo, year)
    interest = added(row for row in ledger.rows if row.account == "85")
    result = -added(ledger.rows) + interest

    def fallen(line: BalanceLine) -> Decimal:
        return before[line] - now[line]

    provided = result + fallen(BalanceLine.PENSION_PROVISIONS) - interest
    flow = provided + fallen(BalanceLine.RECEIVABLES) + fallen(BalanceLine.CURRENT_DEBTS)
    assert [
        tkr(each)
        for each in (
            result,
            fallen(BalanceLine.PENSION_PROVISIONS),
            -interest,
            provided,
            fallen(BalanceLine.RECEIVABLES),
            fallen(BalanceLine.CURRENT_DEBTS),
            flow,
            before[BalanceLine.CASH],
            now[BalanceLine.CASH],
        )
    ] == printed
    assert flow == now[BalanceLine.CASH] - before[BalanceLine.CASH]


def test_the_years_are_closed_and_say_that_their_months_are_assumed(accounts_demo: Demo) -> None:
    for year in (2017, 2018):
        ledger, _budget = read(accounts_demo, year)
        assert (ledger.months, ledger.closed) == (tuple(range(1, 13)), frozenset(range(1, 13)))
    sources = set(accounts_demo.federation.ledger_figures.values_list("source", flat=True))
    assert all(source.endswith("kronor och månader är antagna") for source in sources)


def test_loading_the_years_again_changes_nothing(accounts_demo: Demo) -> None:
    before = counted()

    for folder in accounts.FOLDERS:
        accounts.load_accounts(folder)

    assert counted() == before
