"""Reads what a year is followed up by into frozen facts. The number of queries does not depend on that of rows."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from budgets.domain.facts import BudgetFact
from budgets.domain.follow_up import USUAL_THRESHOLD, FollowUpFacts, Threshold, YearOfActuals
from budgets.domain.shapes import STANDARD_BUDGET, shape_of
from budgets.domain.spread import PaidPercents, paid_percents
from budgets.ledger_queries import ledger_facts
from budgets.models import Budget, FollowUpRule, LedgerFigure, LedgerImport
from budgets.queries import budget_fact, lines_of, table_shapes
from budgets.year_queries import instalment_facts
from finsam.money import Unit
from finsam.periods import in_years
from finsam.scope import Scope
from members.domain.statute import WHOLE
from members.queries import share_facts


def follow_up_facts(scope: Scope) -> FollowUpFacts:
    """The year's budget in force and ledger beside last year's, and when a deviation is large. 25 queries.

    Four more where parties of the members have payment days of their own.
    """
    last = scope.for_year(scope.year - 1)
    now, before = scope.facts(ledger_facts), last.facts(ledger_facts)
    budgets = [_budget_of(each) for each in (scope, last)]
    lines = lines_of([each.pk for each in budgets if each])
    facts: list[BudgetFact | None] = [budget_fact(each, lines) if each else None for each in budgets]
    shape = shape_of(table_shapes(scope.federation_id), "budget") or STANDARD_BUDGET
    return FollowUpFacts(
        now=YearOfActuals(scope.year, facts[0], now.rows, paid=_paid(scope)),
        before=YearOfActuals(
            last.year, facts[1], before.rows, tuple((each.pk, each.name) for each in before.centres)
        ),
        centres=now.centres,
        forecasts=now.forecasts,
        groups=now.groups,
        account_names=account_names(scope),
        threshold=_threshold(scope),
        shows_codes=shape.shows_codes,
        unit=Unit(shape.unit),
    )


def followed_up(scope: Scope) -> FollowUpFacts | None:
    """What the year is followed up by in the budget in force, whatever budget the scope names; None while its ledger is
    empty. One query, and those of `follow_up_facts`.
    """
    if not scope.facts(has_ledger):
        return None
    return Scope(scope.federation_id, scope.year).facts(follow_up_facts)


def has_ledger(scope: Scope) -> bool:
    """Whether the year's ledger says anything: asked before all that it says is read. One query."""
    return LedgerFigure.objects.filter(federation_id=scope.federation_id, year=scope.year).exists()


def account_names(scope: Scope) -> tuple[tuple[str, str], ...]:
    """What files call the accounts, the newest file last: number and name. One query."""
    files = LedgerImport.objects.filter(
        federation_id=scope.federation_id, status=LedgerImport.Status.COMMITTED
    )
    names = files.order_by("year", "pk").values_list("names", flat=True)
    found = {number: name for each in names for number, name in each.get("accounts", {}).items()}
    return tuple(sorted(found.items()))


def _paid(scope: Scope) -> PaidPercents:
    """How the members' contribution comes by the year's payment days. One query; five when parties have their own."""
    instalments = instalment_facts(scope.federation_id, scope.year)
    if not any(day.party_group for day in instalments):
        return paid_percents(scope.year, instalments, {"": WHOLE})
    found = scope.facts(share_facts)
    shares: defaultdict[str, Decimal] = defaultdict(Decimal)
    for share in found.shares if found else ():
        shares[share.member.group] += share.percent
    return paid_percents(scope.year, instalments, shares)


def _threshold(scope: Scope) -> Threshold:
    """The federation's own limit in the year, else the usual one. One query."""
    rules = FollowUpRule.objects.filter(federation_id=scope.federation_id)
    for rule in reversed(rules):
        if in_years(scope.year, rule.from_year, rule.until_year):
            return Threshold(rule.amount, rule.percent, rule.source)
    return USUAL_THRESHOLD


def _budget_of(scope: Scope) -> Budget | None:
    """The budget the scope names, or the year's budget in force. One query."""
    budgets = Budget.objects.filter(federation_id=scope.federation_id)
    named = scope.subjects.get(f"budget@{scope.year}")
    found: Budget | None = (
        budgets.in_force(scope.year) if named is None else budgets.filter(pk=named)
    ).first()
    return found
