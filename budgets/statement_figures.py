"""Figures of the statements that budgets give to texts: results side by side, equity and cash when a period ends."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from budgets.domain.balance_sheet import PrintedBalance
from budgets.domain.income_statement import IncomeStatement
from budgets.domain.ledger import YEAR_END, month_name
from budgets.domain.result_kinds import Kind as ResultKind
from budgets.domain.statement_forms import Form, Level, Line
from budgets.follow_up_figures import of_period, to_month
from budgets.statement_queries import balance_at, cash_flow_to, statement_to
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.money import ZERO
from finsam.scope import Scope


def _of_statement(line: str, column: str = "actual") -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = statement_to(scope, scope.month)
        return found.amount(line, column) if found else None

    return compute


def _of_kinds(*kinds: ResultKind) -> Callable[[Scope, str], Value]:
    """What kinds come to together, whatever form the statement has."""

    def compute(scope: Scope, argument: str) -> Value:
        found = statement_to(scope, scope.month)
        return sum((found.kinds.get(kind, ZERO) for kind in kinds), ZERO) if found else None

    return compute


class _Lines(Protocol):
    """A statement with lines."""

    @property
    def lines(self) -> tuple[Line, ...]: ...

    @property
    def form(self) -> Form: ...


def _of_line(read: Callable[[Scope, int], _Lines | None]) -> Callable[[Scope, str], Value]:
    """What a line of a statement comes to in the period, or when it ended."""

    def compute(scope: Scope, argument: str) -> Value:
        found = read(scope, scope.month)
        if found is None:
            return None
        line = next((each for each in found.lines if each.key == argument and each.amounts), None)
        if line is None:
            if any(row.key == argument and row.level is not Level.HEADING for row in found.form.rows):
                return ZERO  # a row that is left out, since it holds nothing
            raise UnknownFigure(f"Raden ”{argument}” finns inte i uppställningen, eller har inget belopp.")
        if isinstance(found, IncomeStatement):
            return found.amount(argument)
        return line.amounts[0]

    return compute


def _lines_of(read: Callable[[Scope, int], _Lines | None]) -> Callable[[Scope], list[tuple[str, str]]]:
    def arguments(scope: Scope) -> list[tuple[str, str]]:
        found = read(scope, scope.month)
        return [(line.key, line.label) for line in found.lines if line.amounts and line.key] if found else []

    return arguments


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
        _of_kinds(ResultKind.INCOME, ResultKind.GRANTS),
        own_label=to_month("Verksamhetens intäkter, utfall"),
    ),
    Figure(
        "actual.contributions",
        "Bidrag från medlemmarna, utfall",
        Kind.AMOUNT,
        _of_kinds(ResultKind.CONTRIBUTIONS),
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
    Figure(
        "statement.income",
        "Resultaträkningen",
        Kind.AMOUNT,
        _of_line(statement_to),
        argument_label="en rad i resultaträkningen",
        arguments=_lines_of(statement_to),
        own_label=to_month("Resultaträkningen"),
    ),
    Figure(
        "statement.balance",
        "Balansräkningen",
        Kind.AMOUNT,
        _of_line(balance_at),
        argument_label="en rad i balansräkningen",
        arguments=_lines_of(balance_at),
        own_label=_at_end("Balansräkningen"),
    ),
    Figure(
        "statement.cash_flow",
        "Kassaflödesanalysen",
        Kind.AMOUNT,
        _of_line(cash_flow_to),
        argument_label="en rad i kassaflödesanalysen",
        arguments=_lines_of(cash_flow_to),
        own_label=to_month("Kassaflödesanalysen"),
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
