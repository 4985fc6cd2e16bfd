"""The outcomes of a scope's federation as they may be told, read and computed once for all years."""

from __future__ import annotations

from finsam.scope import Scope
from plans.domain.outcome_results import Results, results
from plans.outcome_queries import outcome_facts

EVERY_YEAR = 0
"""The year of a scope in which what is the same in all years is remembered."""


def outcome_results(scope: Scope) -> Results:
    """All that may be told of the federation's outcomes, whatever the scope's year. Eight queries, once."""
    return scope.for_year(EVERY_YEAR).facts(_results)


def _results(scope: Scope) -> Results:
    return results(outcome_facts(scope))
