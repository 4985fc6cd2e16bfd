"""Figures that documents give to their own texts: years, dates, counts."""

from __future__ import annotations

from collections.abc import Callable

from finsam import periods
from finsam.figures import Figure, Kind, Value, register
from finsam.scope import Scope
from plans.domain.facts import DocumentFacts
from plans.domain.outline import read_goal_areas
from plans.queries import document_facts


def _of_document(give: Callable[[DocumentFacts], Value]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        facts = scope.facts(document_facts)
        return give(facts) if facts else None

    return compute


def _period(scope: Scope, argument: str) -> Value:
    """What part of the year the document is of, where it is not of the whole."""
    return periods.period_text(scope.year, scope.month) if "month" in scope.subjects else None


def _period_end(scope: Scope, argument: str) -> Value:
    return periods.last_day(scope.year, scope.month) if "month" in scope.subjects else None


FIGURES = (
    Figure("document.year", "dokumentets år", Kind.YEAR, lambda scope, argument: scope.year),
    Figure("document.period", "dokumentets period", Kind.TEXT, _period),
    Figure("document.period_end", "periodens sista dag", Kind.DATE, _period_end),
    Figure(
        "document.meeting_date", "mötet som ska besluta", Kind.DATE, _of_document(lambda facts: facts.meeting)
    ),
    Figure(
        "document.decision_date", "beslutets datum", Kind.DATE, _of_document(lambda facts: facts.decided_on)
    ),
    Figure(
        "document.goal_area_count",
        "antal målområden",
        Kind.COUNT,
        _of_document(lambda facts: len(read_goal_areas(facts))),
    ),
    Figure(
        "document.activity_count",
        "antal aktiviteter",
        Kind.COUNT,
        _of_document(lambda facts: sum(len(area.activities) for area in read_goal_areas(facts))),
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
