"""Figures of the statements that budgets give to texts: results side by side, equity and cash when a period ends."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from budgets.domain.balance_sheet import PrintedBalance
from budgets.domain.ledger import YEAR_END, month_name
from budgets.follow_up_figures import of_period, to_month
from budgets.statement_queries import balance_at, statement_to
from finsam.figures import Figure, Kind, Value, register
from finsam.scope import Scope


def _of_statement(line: str, column: str = "actual") -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = statement_to(scope, scope.month)
        return found.amount(line, column) if found else None

    return compute


def _of_balance(give: Callable[[PrintedBalance], Decimal]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = balance_at(scope, scope.month)
        return give(found) if found else None

    return compute


def _at_end(label: str) -> Callable[[Scope], str]:
    def own(scope: Scope) -> str:
        when = "årets slut" if scope.month == YEAR_END else f"utgången av {month_name(scope.month)}"
        return f"{label} vid {when}"

    return own


def _before_label(scope: Scope) -> str:
    return "Resultat förra året" if scope.month == YEAR_END else "Resultat samma period förra året"


FIGURES = (
    Figure(
        "actual.result_before",
        "Resultat samma period förra året",
        Kind.AMOUNT,
        _of_statement("result", "before"),
        own_label=_before_label,
    ),
    Figure(
        "actual.forecast_deviation",
        "Prognosens avvikelse mot budgeterat resultat",
        Kind.AMOUNT,
        of_period(lambda found: found.total.forecast_deviation if found.has_budget else None),
    ),
    Figure(
        "actual.result_deviation",
        "Resultatets avvikelse mot budget",
        Kind.AMOUNT,
        of_period(lambda found: found.total.deviation if found.has_budget else None),
        own_label=to_month("Resultatets avvikelse mot budget"),
    ),
    Figure(
        "actual.income",
        "Verksamhetens intäkter, utfall",
        Kind.AMOUNT,
        _of_statement("income"),
        own_label=to_month("Verksamhetens intäkter, utfall"),
    ),
    Figure(
        "actual.contributions",
        "Bidrag från medlemmarna, utfall",
        Kind.AMOUNT,
        _of_statement("contributions"),
        own_label=to_month("Bidrag från medlemmarna, utfall"),
    ),
    Figure(
        "balance.equity",
        "Eget kapital",
        Kind.AMOUNT,
        _of_balance(lambda found: found.equity),
        own_label=_at_end("Eget kapital"),
    ),
    Figure(
        "balance.cash",
        "Kassa och bank",
        Kind.AMOUNT,
        _of_balance(lambda found: found.cash),
        own_label=_at_end("Kassa och bank"),
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
