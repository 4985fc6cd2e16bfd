"""Reads the year's financial goals and what they are measured by into frozen facts."""

from __future__ import annotations

from budgets.domain.equity import rule_in_force
from budgets.domain.follow_up import operating_statement
from budgets.domain.ledger import YEAR_END
from budgets.domain.year_end import result_of
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.queries import budget_facts
from budgets.statement_queries import balance_at, document_unit
from budgets.year_end_queries import history
from finsam.scope import Scope
from plans.domain.financial_goals import GoalFact, GoalFacts
from plans.models import FinancialGoal


def financial_goal_facts(scope: Scope) -> GoalFacts:
    """The goals with equity, limits and result. One query beside those of the accounts, and those only with goals."""
    rows = tuple(
        GoalFact(row.pk, row.kind, row.title, row.target, row.status, row.comment)
        for row in FinancialGoal.objects.filter(federation_id=scope.federation_id, year=scope.year)
    )
    if not rows:
        return GoalFacts(scope.year, (), None, None, None, "this_year", None, None, None)
    rules = scope.facts(budget_facts).rules
    floor, ceiling = (rule_in_force(rules, kind, scope.year) for kind in ("floor", "ceiling"))
    sheet, found = balance_at(scope, YEAR_END), scope.facts(history)
    of = ceiling.denominator if ceiling else "this_year"
    funded = found.row(scope.year + (of == "next_year")) if found else None
    followed = scope.facts(follow_up_facts) if scope.facts(has_ledger) else None
    has_budget = followed is not None and followed.now.budget is not None
    return GoalFacts(
        year=scope.year,
        goals=rows,
        equity=sheet.equity if sheet else None,
        floor=floor.amount if floor else None,
        ceiling_percent=ceiling.percent if ceiling else None,
        ceiling_of=of,
        contributions=funded.funding.amount if funded else None,
        result=result_of(followed.now) if followed else None,
        budgeted=operating_statement(followed, YEAR_END).total.budget if followed and has_budget else None,
        unit=scope.facts(document_unit),
    )
