"""Figures of outcomes for prose: counts, goal shares and means of an initiative or of all, as they may be told."""

from __future__ import annotations

from collections.abc import Callable

from finsam import swedish
from finsam.figures import Figure, Kind, UnknownFigure, Value, Withheld, register
from finsam.scope import Scope
from plans.domain.outcome_facts import COUNTS
from plans.domain.outcome_results import LABELS, Results, Told
from plans.domain.outcome_tables import MONTH_PERIODS
from plans.domain.outcomes import ALL, GOAL_SHARE
from plans.outcome_results_queries import outcome_results

ARGUMENT = "en insats, eller total för alla"
WITHHELD = Withheld(f"{swedish.HIDDEN} (visas inte)")
"""What stands in a sentence in place of what is hidden."""
GENDERS = ("women", "men")
GENDERS_IN_WORDS = {"": "", "-women": ", kvinnor", "-men": ", män"}
"""What an argument ends in where the figure is of women or of men, and how the list one chooses from says it."""
NEUTER = {"exits", "in_goal", "early_dropouts", *(name for name in COUNTS if name.startswith("exits_"))}
"""Counts of which one is "ett"."""


def _of_measure(measure: str, give: Callable[[Told], Value]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        results = outcome_results(scope)
        code, gender = _parted(results, argument)
        who = results.key(code)
        if who is None:
            raise UnknownFigure(f"Insatsen ”{argument}” finns inte.")
        period = MONTH_PERIODS.get(scope.month)
        told = results.known(who, scope.year, period, measure, gender) if period else Told(measure)
        if told.is_hidden:
            return WITHHELD
        return None if told.number is None else give(told)

    return compute


def _parted(results: Results, argument: str) -> tuple[str, str]:
    """An argument as an initiative's code and a gender: an initiative may be called what ends like one."""
    code, _, gender = argument.rpartition("-")
    is_of_gender = gender in GENDERS and results.key(argument) is None
    return (code, gender) if is_of_gender and code else (argument, ALL)


def _arguments(scope: Scope) -> list[tuple[str, str]]:
    facts = outcome_results(scope).facts
    found = [("total", "alla insatser"), *((each.code, each.name(scope.year)) for each in facts.initiatives)]
    return [
        (f"{code}{suffix}", f"{name}{words}")
        for code, name in found
        for suffix, words in GENDERS_IN_WORDS.items()
    ]


def _figure(measure: str, kind: Kind, give: Callable[[Told], Value]) -> Figure:
    return Figure(
        f"outcome.{measure}",
        LABELS[measure],
        kind,
        _of_measure(measure, give),
        argument_label=ARGUMENT,
        arguments=_arguments,
    )


FIGURES = (
    *(
        _figure(
            measure,
            Kind.NEUTER if measure in NEUTER else Kind.COUNT,
            lambda told: None if told.number is None else int(told.number),
        )
        for measure in ("participants", "exits", "in_goal", *COUNTS)
    ),
    _figure(GOAL_SHARE, Kind.PERCENT, lambda told: told.number),
    _figure("mean_months", Kind.TEXT, lambda told: f"{told.text}{swedish.NBSP}månader"),
    _figure("benefit_years", Kind.TEXT, lambda told: f"{told.text}{swedish.NBSP}år"),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
