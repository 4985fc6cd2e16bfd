"""Whatever is booked, in every form: the statements tie to each other, to the ledger and to their notes, to the öre."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from budgets.domain.balance_sheet import printed_balance, year_end
from budgets.domain.cash_flow import CashFlowYear, cash_flow
from budgets.domain.follow_up import operating_statement
from budgets.domain.income_statement import income_statement
from budgets.domain.ledger import added
from budgets.domain.ledger_balance import BalanceFacts, balance_sheet
from budgets.domain.result_kinds import kinds_of_ledger, natures
from budgets.domain.standard_forms import FORMS, KEYS, standard_form
from budgets.domain.statement_forms import PARTS, Form, Level, Line, Statement, problems
from budgets.domain.statement_notes import (
    BALANCE_NOTES,
    balance_items,
    contributed,
    contributions_note,
    cost_items,
)
from finsam.money import ZERO, Unit, in_unit
from members.domain.facts import MemberFact, ShareFact, ShareFacts
from tests.budgets.consistent_books import CENTRES, Books, books

MONTHS = st.integers(1, 12)
EACH_FORM = pytest.mark.parametrize("key", KEYS)


def form(statement: Statement, key: str) -> Form:
    return standard_form(statement, key)


def cells(lines: tuple[Line, ...], column: int = 0) -> dict[str, Decimal | None]:
    return {each.key: each.amounts[column] for each in lines if each.amounts}


@pytest.mark.parametrize("each", FORMS, ids=lambda each: f"{each.statement}-{each.key}")
def test_every_standard_form_has_each_part_on_one_row(each: Form) -> None:
    assert problems(each) == []
    keys = [row.key for row in each.rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("statement", Statement)
def test_every_year_has_one_form_by_law(statement: Statement) -> None:
    for year in range(2004, 2101):
        in_force = [
            each
            for each in FORMS
            if each.statement is statement and each.from_year <= year < (each.until_year or 3000)
        ]
        assert [each.key for each in in_force] == ["lag-1997" if year < 2019 else "lkbr"]


@EACH_FORM
@given(found=books(), month=MONTHS)
def test_one_result_stands_in_every_statement(key: str, found: Books, month: int) -> None:
    income = income_statement(found.follow_up, month, form(Statement.INCOME, key))
    balance = printed_balance(found.balance, found.balance_before, month, form(Statement.BALANCE, key))
    assert balance is not None
    result = -added(found.follow_up.now.through(month))

    if income is not None:
        assert income.amount("result") == result
        deviation = income.amount("result", "deviation")
        if deviation is not None:
            assert deviation == result - (income.amount("result", "budget") or ZERO)
    assert operating_statement(found.follow_up, month).total.actual == result
    stands = cells(balance.lines)
    assert stands["result"] == result
    assert (stands["equity-total"] or ZERO) - (stands["equity"] or ZERO) == result
    assert stands["assets-total"] == stands["liabilities-total"]
    assert balance.difference == ZERO


@EACH_FORM
@given(found=books(), month=MONTHS)
def test_the_cash_flow_ends_at_the_cash_of_the_balance_sheet(key: str, found: Books, month: int) -> None:
    flow = cash_flow(*_years(found, month), month, form(Statement.CASH_FLOW, key))
    balance = printed_balance(found.balance, found.balance_before, month)
    start = year_end(found.balance_before, found.balance)
    assert flow is not None
    assert balance is not None
    assert start is not None
    stands = cells(flow.lines)

    assert stands["cash-closing"] == balance.cash
    assert stands["cash-opening"] == start.sheet.cash
    assert stands["flow"] == flow.flow == balance.cash - start.sheet.cash
    assert flow.unexplained == ZERO
    before = cells(flow.lines, 1)
    assert (before["cash-opening"] or ZERO) + (before["flow"] or ZERO) == before["cash-closing"]
    if month == 12:
        assert before["cash-closing"] == stands["cash-opening"]


@given(found=books(), month=MONTHS)
def test_every_form_of_the_cash_flow_moves_the_same_cash(found: Books, month: int) -> None:
    flows = [cash_flow(*_years(found, month), month, form(Statement.CASH_FLOW, key)) for key in KEYS]

    assert len({each.amount("flow") for each in flows if each}) == 1
    assert len({each.amount("operating-total") for each in flows if each}) == 1


@given(found=books(), month=MONTHS, missing=st.decimals(1, 10_000, places=2))
def test_what_a_balance_sheet_that_does_not_balance_leaves_unexplained_is_said(
    found: Books, month: int, missing: Decimal
) -> None:
    cash, *rest = sorted(found.balance.rows, key=lambda row: row.line != "cash")
    assume(cash.line == "cash")
    lost = BalanceFacts(
        found.balance.ledger,
        tuple(rest),
        found.balance.own_lines,
        found.balance.names,
    )
    years = _years(found, month)
    flow = cash_flow(CashFlowYear(years[0].kinds, lost, found.balance_before), years[1], month)
    assert flow is not None

    assert flow.unexplained == -cash.amount
    if cash.amount:
        assert any("inte går jämnt ut" in note for note in flow.notes)


@given(found=books(), month=MONTHS)
def test_every_note_adds_up_to_its_line(found: Books, month: int) -> None:
    sheet = balance_sheet(found.balance, month)
    for key, names in BALANCE_NOTES.items():
        assert sum(balance_items(sheet, key, {}).values(), ZERO) == sheet.of(*names)

    income = income_statement(found.follow_up, month)
    costs = sum(cost_items(found.follow_up.now, CENTRES, month).values(), ZERO)
    assert costs == -((income and income.amount("cost")) or ZERO)
    paid = contributed(found.follow_up, found.follow_up.now, month)
    assert paid == ((income and income.amount("contributions")) or ZERO)


@given(
    paid=st.integers(1, 9_000_000),
    percents=st.lists(st.integers(1, 100), min_size=1, max_size=8),
    unit=st.sampled_from([Unit.KR, Unit.TKR]),
)
def test_what_members_paid_adds_up_in_the_unit_that_is_shown(
    paid: int, percents: list[int], unit: Unit
) -> None:
    shares = ShareFacts(
        2023,
        "",
        tuple(
            ShareFact(MemberFact(place, f"Medlem {place}", f"m{place}", "kommun"), Decimal(percent))
            for place, percent in enumerate(percents)
        ),
    )
    found = contributions_note(("2023", "2022"), (Decimal(paid), shares), None, unit)
    assert found is not None

    assert sum((in_unit(row.now, unit) for row in found.rows), ZERO) == in_unit(found.total, unit)
    assert found.total == paid
    assert [row.before for row in found.rows] == [None] * len(percents)


def test_parts_have_one_name_each() -> None:
    for parts in PARTS.values():
        assert len(set(parts.values())) == len(parts)
    assert {each.value for each in Level} == {"heading", "row", "subtotal", "sum", "total"}


def _years(found: Books, month: int) -> tuple[CashFlowYear, CashFlowYear]:
    follow = found.follow_up
    kinds = [
        kinds_of_ledger(year.through(month), natures(year.budget, follow.centres))
        for year in (follow.now, follow.before)
    ]
    return (
        CashFlowYear(kinds[0], found.balance, found.balance_before),
        CashFlowYear(kinds[1], found.balance_before, found.balance_long_before),
    )
