"""Figures of the follow-up that budgets give to texts: what the ledger says of the period, and what is forecast.

They reach as far as the text's document does: to the end of the year, or to the month of an interim report.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from budgets.domain.follow_up import OperatingStatement, StatementRow, operating_statement
from budgets.domain.follow_up_charts import named
from budgets.domain.spread import MONTHS
from budgets.follow_up_blocks import span_words
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.queries import budget_facts
from finsam import swedish
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.money import ZERO
from finsam.scope import Scope


def statement_of(scope: Scope) -> OperatingStatement | None:
    """The operating statement to and with the scope's month; None while nothing is in the ledger of the period."""
    facts = scope.facts(follow_up_facts) if scope.facts(has_ledger) else None
    return operating_statement(facts, scope.month) if facts and facts.now.through(scope.month) else None


def of_period(give: Callable[[OperatingStatement], Decimal | None]) -> Callable[[Scope, str], Value]:
    """What a figure takes from the statement of the period."""

    def compute(scope: Scope, argument: str) -> Value:
        found = statement_of(scope)
        return give(found) if found else None

    return compute


def to_month(label: str) -> Callable[[Scope], str]:
    """A figure's label with the month it reaches to, where that is not the year's end."""
    return lambda scope: f"{label}{span_words(scope.month)}"


def _of_centre(give: Callable[[StatementRow], Decimal | None]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        if not any(centre.slug == argument for centre in scope.facts(budget_facts).centres):
            raise UnknownFigure(f"ID {swedish.code(argument)} finns inte i förbundet.")
        found = statement_of(scope)
        row = next((each for each in found.rows if each.slug == argument), None) if found else None
        return give(row) if row else None

    return compute


def _centres(scope: Scope) -> list[tuple[str, str]]:
    found = statement_of(scope)
    return [(row.slug, named(row)) for row in found.rows if row.slug] if found else []


def _cost(found: OperatingStatement) -> Decimal:
    """What all areas but those for funding come to, net of their own income."""
    tops = (row for row in found.rows if not row.depth and not row.is_funding)
    return sum((row.outturn.actual for row in tops), ZERO)


def _result_label(scope: Scope) -> str:
    if scope.month == MONTHS:
        return "Årets resultat, utfall"
    return f"Periodens resultat, utfall{span_words(scope.month)}"


FIGURES = (
    Figure(
        "actual.result",
        "Resultat, utfall",
        Kind.AMOUNT,
        of_period(lambda found: found.total.actual),
        own_label=_result_label,
    ),
    Figure(
        "actual.cost_total",
        "Kostnader totalt, utfall",
        Kind.AMOUNT,
        of_period(_cost),
        own_label=to_month("Kostnader totalt, utfall"),
    ),
    Figure(
        "actual.result_forecast",
        "Årets resultat, senaste prognos",
        Kind.AMOUNT,
        of_period(lambda found: found.total.forecast_shown),
    ),
    Figure(
        "actual.cost_centre_total",
        "Utfall för ett ID",
        Kind.AMOUNT,
        _of_centre(lambda row: row.outturn.actual),
        argument_label="ett ID",
        arguments=_centres,
        own_label=to_month("Utfall för ett ID"),
    ),
    Figure(
        "actual.cost_centre_remaining",
        "Återstår av årsbudgeten för ett ID",
        Kind.AMOUNT,
        _of_centre(lambda row: row.remaining),
        argument_label="ett ID",
        arguments=_centres,
        own_label=lambda scope: (
            "Återstår av årsbudgeten för ett ID"
            if scope.month == MONTHS
            else f"Återstår av årsbudgeten för ett ID efter {swedish.MONTHS[scope.month - 1]}"
        ),
    ),
    Figure(
        "actual.consumed_percent",
        "Förbrukad andel av årsbudgeten för ett ID",
        Kind.PERCENT,
        _of_centre(lambda row: row.consumed_percent),
        argument_label="ett ID",
        arguments=_centres,
        own_label=to_month("Förbrukad andel av årsbudgeten för ett ID"),
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
