"""Blocks of the accounts that budgets give to documents: the income statement and the balance sheet."""

from __future__ import annotations

from dataclasses import dataclass

from budgets.domain.balance_sheet import PrintedBalance
from budgets.follow_up_blocks import EMPTY, UNTIL, month_in
from budgets.statement_queries import balance_at, document_unit, statement_to
from finsam.blocks import Block, BlockContent, register
from finsam.money import Unit
from finsam.periods import last_day, period_text
from finsam.scope import Scope
from finsam.swedish import long_date

EMPTY_BALANCE = (
    "Balansräkningen vid periodens slut är inte införd. Läs in eller skriv in den under Uppföljning › Balans."
)


@dataclass(frozen=True)
class BalanceContent:
    """A balance sheet with the headings of its columns."""

    sheet: PrintedBalance
    heading: str
    heading_before: str
    unit: Unit


def _income_statement(scope: Scope, argument: str) -> BlockContent | None:
    month = month_in(scope, argument)
    found = statement_to(scope, month)
    if found is None:
        return None
    return BlockContent(f"Resultaträkning {period_text(scope.year, month)}, {found.unit}", found)


def _balance_sheet(scope: Scope, argument: str) -> BlockContent | None:
    month = month_in(scope, argument)
    sheet = balance_at(scope, month)
    if sheet is None:
        return None
    day, unit = long_date(last_day(scope.year, month)), scope.facts(document_unit)
    content = BalanceContent(sheet, day, long_date(last_day(scope.year - 1, 12)), unit)
    return BlockContent(f"Balansräkning den {day}, {unit}", content)


BLOCKS = (
    Block(
        "budgets.income_statement",
        "Resultaträkning",
        "budgets/blocks/income_statement.html",
        _income_statement,
        empty=EMPTY,
        arguments=UNTIL,
    ),
    Block(
        "budgets.balance_sheet",
        "Balansräkning",
        "budgets/blocks/balance_sheet.html",
        _balance_sheet,
        empty=EMPTY_BALANCE,
        arguments=UNTIL,
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
