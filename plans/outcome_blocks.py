"""Blocks of outcomes: the flow of an initiative, goals reached, and series over the years as tables and charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from finsam.blocks import Block, BlockContent, Numbering, UnknownBlock, register
from finsam.scope import Scope
from plans.domain.outcome_chart import outcome_chart
from plans.domain.outcome_series import Series, outcome_series
from plans.domain.outcome_tables import MONTH_PERIODS, outcome_flow, outcome_goals
from plans.outcome_results_queries import outcome_results

EMPTY = "Inget resultat är infört för perioden. För in det under Resultat."
SERIES = {
    "participants": ("antal deltagare", "Antal deltagare {span}"),
    "exits": ("antal avslut", "Antal avslut {span}"),
    "goal_share": ("andel i mål", "Andel avslut i mål {span}, %"),
    "mean_months": ("genomströmningstid", "Genomströmningstid {span}, månader"),
}
"""Each series: what it is called in lists, and its caption."""
ARGUMENTS = tuple((measure, label) for measure, (label, _) in SERIES.items())


def _period(scope: Scope) -> str | None:
    """The period that the document is about; None where outcomes are told of none that ends then."""
    return MONTH_PERIODS.get(scope.month)


def _flow(scope: Scope, argument: str) -> BlockContent | None:
    results = outcome_results(scope)
    who, period = results.key(argument), _period(scope)
    if who is None:
        raise UnknownBlock("Insatsen som tabellen är om finns inte längre.")
    found = outcome_flow(results, who, scope.year, period) if period else None
    if found is None:
        return None
    initiative = results.initiative(who)
    name = initiative.name(scope.year) if initiative else "alla insatser"
    return BlockContent(f"Resultat för deltagare i {name} {_span(scope)}", found)


def _goals(scope: Scope, argument: str) -> BlockContent | None:
    period = _period(scope)
    found = outcome_goals(outcome_results(scope), scope.year, period) if period else None
    return BlockContent(f"Avslut i mål och genomströmningstid {_span(scope)}", found) if found else None


def _span(scope: Scope) -> str:
    return str(scope.year) if scope.month == 12 else f"{scope.year}, delår"


def _series(give: Callable[[Series], Any]) -> Callable[[Scope, str], BlockContent | None]:
    def build(scope: Scope, argument: str) -> BlockContent | None:
        measure = argument or "participants"
        found = outcome_series(outcome_results(scope), measure, scope.year)
        result = give(found) if found else None
        if found is None or result is None:
            return None
        return BlockContent(SERIES[measure][1].format(span=found.span), result)

    return build


def _initiatives(scope: Scope) -> list[tuple[str, str]]:
    facts = outcome_results(scope).facts
    return [("", "alla insatser"), *((each.code, each.name(scope.year)) for each in facts.initiatives)]


BLOCKS = (
    Block(
        "plans.outcome_flow",
        "Resultat för deltagare",
        "plans/blocks/outcome_table.html",
        _flow,
        empty=EMPTY,
        own_arguments=_initiatives,
    ),
    Block(
        "plans.outcome_goals",
        "Avslut i mål och genomströmningstid",
        "plans/blocks/outcome_table.html",
        _goals,
        empty=EMPTY,
    ),
    Block(
        "plans.outcome_series",
        "Resultat över åren",
        "plans/blocks/outcome_series.html",
        _series(lambda series: series),
        empty=EMPTY,
        arguments=ARGUMENTS,
    ),
    Block(
        "plans.outcome_chart",
        "Diagram över resultat över åren",
        "plans/blocks/outcome_chart.html",
        _series(outcome_chart),
        numbering=Numbering.FIGURE,
        empty=EMPTY,
        arguments=ARGUMENTS,
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
