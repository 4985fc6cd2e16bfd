"""Figures of goal fulfilment for prose: how many goals there are, and how they went, of the plan or of a goal area."""

from __future__ import annotations

from collections.abc import Callable

from budgets.follow_up_figures import to_month
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.scope import Scope
from plans.assessment_queries import fulfilment_facts
from plans.domain.assessments import GoalTally, fulfilment

ARGUMENT = "ett målområdes nummer"


def _tally(scope: Scope, argument: str) -> GoalTally | None:
    facts = scope.facts(fulfilment_facts)
    if facts is None:
        return None
    found = fulfilment(facts)
    if not argument:
        return found.tally
    area = found.area(int(argument)) if argument.isascii() and argument.isdecimal() else None
    if area is None:
        raise UnknownFigure(f"Planen för {scope.year} har inget målområde {argument}.")
    return area.tally


def _of_goals(give: Callable[[GoalTally], Value]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = _tally(scope, argument)
        return give(found) if found else None

    return compute


def _areas(scope: Scope) -> list[tuple[str, str]]:
    facts = scope.facts(fulfilment_facts)
    areas = facts.areas if facts else ()
    return [("", ""), *((str(area.number), f"målområde {area.number}") for area in areas)]


def _figure(key: str, label: str, kind: Kind, give: Callable[[GoalTally], Value]) -> Figure:
    return Figure(
        key,
        label,
        kind,
        _of_goals(give),
        argument_label=ARGUMENT,
        is_argument_optional=True,
        arguments=_areas,
        own_label=to_month(label),
    )


FIGURES = (
    _figure("goals.count", "Antal mål i verksamhetsplanen", Kind.NEUTER, lambda goals: goals.count),
    _figure("goals.met", "Antal uppfyllda mål", Kind.NEUTER, lambda goals: goals.met),
    _figure("goals.partly", "Antal delvis uppfyllda mål", Kind.NEUTER, lambda goals: goals.partly),
    _figure("goals.not_met", "Antal ej uppfyllda mål", Kind.NEUTER, lambda goals: goals.not_met),
    _figure("goals.unassessed", "Antal mål som inte är bedömda", Kind.NEUTER, lambda goals: goals.unassessed),
    _figure("goals.summary", "Måluppfyllelsen i ord", Kind.TEXT, lambda goals: goals.summary),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
