"""The cells of the statements: whatever is booked, each way to a cell comes to the cell, in every form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from budgets.domain.balance_sheet import printed_balance, year_end
from budgets.domain.cash_flow import CashFlowYear, cash_flow
from budgets.domain.follow_up import operating_statement
from budgets.domain.ledger import YEAR_END
from budgets.domain.ledger_balance import balance_sheet
from budgets.domain.result_kinds import kinds_of_ledger, natures
from budgets.domain.standard_forms import KEYS, standard_form
from budgets.domain.statement_cells import (
    BALANCE,
    CASH,
    CASH_FLOW,
    EQUITY,
    INCOME,
    NOTE_TOTAL,
    RESULT,
    StatementCells,
    StatementSources,
    note_argument,
    statement_cells,
)
from budgets.domain.statement_forms import Statement
from budgets.domain.statement_notes import BALANCE_NOTES, balance_items, items_before, note
from budgets.domain.step_parts import Name, Part
from finsam.money import ZERO, Unit
from tests.budgets.consistent_books import Books, books


def cells_of(found: Books, key: str) -> StatementCells:
    follow = found.follow_up
    kinds = [
        kinds_of_ledger(each.rows, natures(each.budget, follow.centres))
        for each in (follow.now, follow.before)
    ]
    sheet = balance_sheet(found.balance, YEAR_END)
    start = year_end(found.balance_before, found.balance)
    notes = (
        note(each, ("2023", "2022"), balance_items(sheet, each, {}), items_before(start, each, {}), Unit.TKR)
        for each in BALANCE_NOTES
    )
    return statement_cells(
        2023,
        StatementSources(
            follow_up=follow,
            operating=operating_statement(follow, YEAR_END),
            income_form=standard_form(Statement.INCOME, key),
            balance=printed_balance(
                found.balance, found.balance_before, YEAR_END, standard_form(Statement.BALANCE, key)
            ),
            cash_flow=cash_flow(
                CashFlowYear(kinds[0], found.balance, found.balance_before),
                CashFlowYear(kinds[1], found.balance_before, found.balance_long_before),
                YEAR_END,
                standard_form(Statement.CASH_FLOW, key),
            ),
            notes=tuple(each for each in notes if each),
            history=None,
        ),
    )


@pytest.mark.parametrize("key", KEYS)
@given(found=books())
def test_every_way_to_a_cell_comes_to_the_cell(key: str, found: Books) -> None:
    cells = cells_of(found, key)

    for name, steps in cells.steps.items():
        for step in steps:
            if name in cells.amounts:
                assert (
                    sum(((part.amount or ZERO) * part.sign for part in step), ZERO) == cells.amounts[name]
                ), name


@pytest.mark.parametrize("key", KEYS)
@given(found=books())
def test_what_two_statements_tell_of_is_one_figure(key: str, found: Books) -> None:
    cells = cells_of(found, key)
    one = {
        Name(INCOME, "result", 2023): Name(RESULT, "", 2023),
        Name(BALANCE, "result", 2023): Name(RESULT, "", 2023),
        Name(BALANCE, "cash", 2023): Name(CASH, "", 2023),
        Name(BALANCE, "equity-total", 2023): Name(EQUITY, "", 2023),
        Name(CASH_FLOW, "cash-closing", 2023): Name(CASH, "", 2023),
        Name(CASH_FLOW, "cash-opening", 2023): Name(CASH, "", 2022),
    }

    assert {name: cells.same[name] for name in one} == one
    assert not set(one) & set(cells.amounts)


@given(found=books())
def test_a_change_in_the_cash_flow_is_what_two_rows_of_the_balance_sheet_have_moved(found: Books) -> None:
    cells = cells_of(found, "lag-1997")
    debts = Name(CASH_FLOW, "current-debts", 2023)

    assert [[(str(part.name), part.sign) for part in step] for step in cells.steps[debts]] == [
        [("statement.balance:current-debts@2023", 1), ("statement.balance:current-debts@2022", -1)]
    ]


@given(found=books())
def test_a_way_counts_only_where_all_its_terms_that_are_not_nought_were_printed(found: Books) -> None:
    cells = cells_of(found, "lag-1997")
    for name, steps in cells.steps.items():
        terms = {part.name for step in steps for part in step if part.amount and part.name}
        assert all(part.name in terms for way in cells.ways(name, terms) for part in way)
        for missing in terms:
            left = cells.ways(name, terms - {missing})
            assert all(missing not in {part.name for part in way} for way in left)


def test_a_row_of_a_note_is_referred_to_by_what_it_is_called() -> None:
    assert note_argument("current-debts", "Upplupen pension, individuell del") == (
        "current-debts-upplupen-pension-individuell-del"
    )
    assert note_argument("costs", "Administrativa kostnader inklusive styrelse å ä ö") == (
        "costs-administrativa-kostnader-inklusive-styrelse-a-a-o"
    )


def test_a_sum_is_rounded_from_as_many_figures_as_its_shortest_way_has() -> None:
    total, first, second = (Name(NOTE_TOTAL, each, 2023) for each in ("a", "b", "c"))
    one, nought = Part(first, Decimal(1)), Part(second, ZERO)
    cells = StatementCells(2023, {}, {total: ((one, nought), (one, one, one))})

    assert (cells.terms_of(total), cells.terms_of(first)) == (1, 1)
