"""Blocks and figures of training events: the year's events with their participants, and the years as a series."""

from __future__ import annotations

from collections.abc import Callable

from finsam.blocks import Block, BlockContent, register
from finsam.figures import Figure, Kind, Value
from finsam.figures import register as register_figure
from finsam.scope import Scope
from plans.domain.training import SeriesYear, training_series, training_year
from plans.measurement_queries import training_facts
from plans.outcome_figures import WITHHELD

EMPTY = "Inga utbildningsinsatser är införda. För in dem under Resultat, Utbildningar."


def _training_events(scope: Scope, argument: str) -> BlockContent | None:
    found = training_year(scope.facts(training_facts))
    if not found.rows:
        return None
    caption = f"Utbildningsinsatser med antal deltagare per insats och totalt {found.year}"
    return BlockContent(caption, found)


def _training_series(scope: Scope, argument: str) -> BlockContent | None:
    found = training_series(scope.facts(training_facts))
    if found is None:
        return None
    return BlockContent(f"Antal personalinriktade insatser och antal deltagare {found.span}", found)


def _of_year(give: Callable[[SeriesYear], Value]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = training_series(scope.facts(training_facts))
        own = found.years[-1] if found else None
        return give(own) if own else None

    return compute


BLOCKS = (
    Block(
        "plans.training_events",
        "Utbildningsinsatser med deltagare",
        "plans/blocks/training_events.html",
        _training_events,
        empty=EMPTY,
    ),
    Block(
        "plans.training_series",
        "Utbildningsinsatser och deltagare, fem år",
        "plans/blocks/training_series.html",
        _training_series,
        empty=EMPTY,
    ),
)
FIGURES = (
    Figure(
        "training.event_count", "Antal utbildningsinsatser", Kind.COUNT, _of_year(lambda year: year.events)
    ),
    Figure(
        "training.participants",
        "Antal deltagare i utbildningsinsatser",
        Kind.COUNT,
        _of_year(lambda year: WITHHELD if year.is_hidden else year.participants),
    ),
)


def register_all() -> None:
    """Put blocks and figures in their registries; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
    for figure in FIGURES:
        register_figure(figure)
