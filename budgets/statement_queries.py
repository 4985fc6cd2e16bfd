"""Reads what the statements of a year, or of a part of it, are made of into frozen facts."""

from __future__ import annotations

from budgets.domain.balance_sheet import PrintedBalance, printed_balance
from budgets.domain.income_statement import IncomeStatement, income_statement
from budgets.domain.interim_checks import InterimFacts
from budgets.domain.shapes import STANDARD_BUDGET, shape_of
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.ledger_queries import balance_facts, ledger_facts
from budgets.models import BalanceFigure
from budgets.queries import table_shapes
from finsam.money import Unit
from finsam.scope import Scope


def interim_facts(scope: Scope) -> InterimFacts:
    """The year to and with the scope's month. The queries of the follow-up, and four."""
    return InterimFacts(
        month=scope.month,
        follow_up=scope.facts(follow_up_facts),
        ledger=scope.facts(ledger_facts),
        balance=scope.facts(balance_facts),
        balance_before=scope.for_year(scope.year - 1).facts(balance_facts),
    )


def statement_to(scope: Scope, month: int) -> IncomeStatement | None:
    """The income statement to and with a month; None while nothing is entered. One query where the ledger is empty."""
    return income_statement(scope.facts(follow_up_facts), month) if scope.facts(has_ledger) else None


def balance_at(scope: Scope, month: int) -> PrintedBalance | None:
    """The balance sheet when a month ended; None while it is not known. One query where nothing is entered."""
    if not scope.facts(has_balance):
        return None
    before = scope.for_year(scope.year - 1)
    return printed_balance(scope.facts(balance_facts), before.facts(balance_facts), month)


def has_balance(scope: Scope) -> bool:
    """Whether anything is known of the year's balance sheet: asked before all of it is read. One query."""
    return BalanceFigure.objects.filter(federation_id=scope.federation_id, year=scope.year).exists()


def document_unit(scope: Scope) -> Unit:
    """The unit that the federation's documents show amounts in. Three queries."""
    return Unit((shape_of(table_shapes(scope.federation_id), "budget") or STANDARD_BUDGET).unit)
