"""Figures of the equity beside what the members pay, which the national recommendation measures it by."""

from __future__ import annotations

from budgets.domain.equity import NOT_ADOPTED_TOLD
from budgets.domain.totals import totals
from budgets.queries import budget_facts
from budgets.statement_queries import balance_at
from finsam.figures import Figure, Kind, Value, register
from finsam.scope import Scope


def _of_next_funding(scope: Scope, argument: str) -> Value:
    """Equity when the year ends in per cent of what the members pay the year after."""
    sheet, facts = balance_at(scope, scope.month), scope.for_year(scope.year + 1).facts(budget_facts)
    if sheet is None or facts.budget is None:
        return None
    funding = totals(facts.budget, facts.centres).funding
    return 100 * sheet.equity / funding if funding else None


LABEL = "Eget kapital i procent av nästa års medelstilldelning"


def _label(scope: Scope) -> str:
    """With how far next year's budget has come, while the board has not adopted it."""
    budget = scope.for_year(scope.year + 1).facts(budget_facts).budget
    return f"{LABEL}{NOT_ADOPTED_TOLD.get(budget.status, '') if budget else ''}"


FIGURES = (Figure("balance.equity_percent", LABEL, Kind.PERCENT, _of_next_funding, own_label=_label),)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
