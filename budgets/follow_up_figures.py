"""Figures of the follow-up that budgets give to texts: what the ledger says of the year, and what is forecast."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from budgets.domain.follow_up import OperatingStatement, StatementRow, operating_statement
from budgets.domain.follow_up_charts import named
from budgets.domain.spread import MONTHS
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.queries import budget_facts
from finsam import swedish
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.money import ZERO
from finsam.scope import Scope


def _statement(scope: Scope) -> OperatingStatement | None:
    facts = scope.facts(follow_up_facts) if scope.facts(has_ledger) else None
    return operating_statement(facts, MONTHS) if facts and facts.now.rows else None


def _of_year(give: Callable[[OperatingStatement], Decimal | None]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = _statement(scope)
        return give(found) if found else None

    return compute


def _of_centre(give: Callable[[StatementRow], Decimal | None]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        if not any(centre.slug == argument for centre in scope.facts(budget_facts).centres):
            raise UnknownFigure(f"ID {swedish.code(argument)} finns inte i förbundet.")
        found = _statement(scope)
        row = next((each for each in found.rows if each.slug == argument), None) if found else None
        return give(row) if row else None

    return compute


def _centres(scope: Scope) -> list[tuple[str, str]]:
    found = _statement(scope)
    return [(row.slug, named(row)) for row in found.rows if row.slug] if found else []


def _cost(found: OperatingStatement) -> Decimal:
    """What all areas but those for funding come to, net of their own income."""
    tops = (row for row in found.rows if not row.depth and not row.is_funding)
    return sum((row.outturn.actual for row in tops), ZERO)


FIGURES = (
    Figure(
        "actual.result", "Årets resultat, utfall", Kind.AMOUNT, _of_year(lambda found: found.total.actual)
    ),
    Figure("actual.cost_total", "Kostnader totalt, utfall", Kind.AMOUNT, _of_year(_cost)),
    Figure(
        "actual.result_forecast",
        "Årets resultat, senaste prognos",
        Kind.AMOUNT,
        _of_year(lambda found: found.total.forecast_shown),
    ),
    Figure(
        "actual.cost_centre_total",
        "Utfall för ett ID",
        Kind.AMOUNT,
        _of_centre(lambda row: row.outturn.actual),
        argument_label="ett ID",
        arguments=_centres,
    ),
    Figure(
        "actual.cost_centre_remaining",
        "Återstår av årsbudgeten för ett ID",
        Kind.AMOUNT,
        _of_centre(lambda row: row.remaining),
        argument_label="ett ID",
        arguments=_centres,
    ),
    Figure(
        "actual.consumed_percent",
        "Förbrukad andel av årsbudgeten för ett ID",
        Kind.PERCENT,
        _of_centre(lambda row: row.consumed_percent),
        argument_label="ett ID",
        arguments=_centres,
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
