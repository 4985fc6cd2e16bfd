"""Blocks and figures of indicators: each as a table over the years, as a chart, and as a value in a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from finsam.blocks import Block, BlockContent, Numbering, UnknownBlock, register
from finsam.figures import Figure, Kind, UnknownFigure, Value
from finsam.figures import register as register_figure
from finsam.scope import Scope
from plans.domain.indicator_chart import indicator_chart
from plans.domain.indicators import IndicatorSeries, cell_of, series
from plans.measurement_queries import indicator_facts
from plans.outcome_figures import WITHHELD

EMPTY = "Indikatorn har inga mätningar än. För in dem under Resultat, Indikatorer."


def _of_series(give: Callable[[IndicatorSeries], Any]) -> Callable[[Scope, str], BlockContent | None]:
    def build(scope: Scope, argument: str) -> BlockContent | None:
        facts = scope.facts(indicator_facts)
        indicator = facts.indicator(argument)
        if indicator is None and argument:
            raise UnknownBlock("Indikatorn som tabellen är om finns inte längre.")
        found = series(facts, indicator) if indicator else None
        result = give(found) if found else None
        return BlockContent(_caption(found), result) if found and result else None

    return build


def _caption(found: IndicatorSeries) -> str:
    first, last = found.moments[0].year, found.moments[-1].year
    span = str(last) if first == last else f"{first}\u2013{last}"
    unit = f", {found.indicator.unit}" if found.indicator.unit else ""
    return f"{found.indicator.name} {span}{unit}"


def _codes(scope: Scope) -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in scope.facts(indicator_facts).indicators]


def _value(scope: Scope, argument: str) -> Value:
    facts = scope.facts(indicator_facts)
    indicator = facts.indicator(argument)
    if indicator is None:
        raise UnknownFigure(f"Indikatorn ”{argument}” finns inte.")
    cell = cell_of(facts, indicator)
    if cell is None:
        return None
    return WITHHELD if cell.is_hidden else cell.shown


BLOCKS = (
    Block(
        "plans.indicator",
        "Indikator över åren",
        "plans/blocks/indicator.html",
        _of_series(lambda found: found),
        empty=EMPTY,
        own_arguments=_codes,
    ),
    Block(
        "plans.indicator_chart",
        "Diagram över en indikator",
        "plans/blocks/indicator_chart.html",
        _of_series(indicator_chart),
        numbering=Numbering.FIGURE,
        empty="Diagrammet visas när indikatorn är mätt minst två gånger. Mät under Resultat, Indikatorer.",
        own_arguments=_codes,
    ),
)
FIGURES = (
    Figure(
        "indicator.value",
        "Indikatorns värde",
        Kind.TEXT,
        _value,
        argument_label="en indikators kortnamn",
        arguments=_codes,
    ),
)


def register_all() -> None:
    """Put blocks and figures in their registries; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
    for figure in FIGURES:
        register_figure(figure)
