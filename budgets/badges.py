"""The marks beside what a finding concerns, for the pages of a year's budget."""

from __future__ import annotations

from budgets.domain.badges import Badges
from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.follow_up_checks import FOLLOW_UP_CHECKS
from budgets.domain.printed_checks import PUBLISHED_CHECKS
from budgets.follow_up_queries import followed_up
from budgets.published_queries import published_facts
from budgets.queries import budget_facts
from finsam import findings
from finsam.scope import Scope


def badges_of(scope: Scope) -> Badges:
    """All findings of the scope's year. The queries of the printed figures, whatever their number, and
    those of the follow-up once something is in the ledger.
    """
    facts, outturn = scope.facts(budget_facts), scope.facts(followed_up)
    found = (
        *findings.run(BUDGET_CHECKS, facts),
        *findings.run(PUBLISHED_CHECKS, scope.facts(published_facts)),
        *(findings.run(FOLLOW_UP_CHECKS, outturn) if outturn else ()),
    )
    return Badges.of(found, facts)
