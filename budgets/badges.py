"""The marks beside what a finding concerns, for the pages of a year's budget."""

from __future__ import annotations

from budgets.domain.badges import Badges
from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.printed_checks import PUBLISHED_CHECKS
from budgets.queries import budget_facts, published_facts
from finsam import findings
from finsam.scope import Scope


def badges_of(scope: Scope) -> Badges:
    """All findings of the scope's year. The queries of the printed figures, whatever their number."""
    facts = scope.facts(budget_facts)
    found = (
        *findings.run(BUDGET_CHECKS, facts),
        *findings.run(PUBLISHED_CHECKS, scope.facts(published_facts)),
    )
    return Badges.of(found, facts)
