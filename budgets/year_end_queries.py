"""Reads what a year's end is told by into frozen facts: entries, balances, and the years around it.

The number of queries depends neither on the number of rows nor on the number of years.
"""

from __future__ import annotations

from budgets.domain.comparatives import of_statement
from budgets.domain.equity_history import EquityHistory, HistoryFacts, equity_history, equity_of
from budgets.domain.statement_forms import Statement
from budgets.domain.year_end import EntryFact, YearEndFacts
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.ledger_queries import balance_facts, balances_until
from budgets.models import Budget, OutlookYear, YearEndEntry
from budgets.queries import budget_fact, budget_facts, lines_of, outlook_input
from budgets.statement_queries import adopted_before, document_unit
from finsam.money import ZERO
from finsam.scope import Scope


def year_end_facts(scope: Scope) -> YearEndFacts:
    """A year's end beside the one before. Two queries beside those of the follow-up and of two balances."""
    return YearEndFacts(
        follow_up=scope.facts(follow_up_facts),
        balance=scope.facts(balance_facts),
        balance_before=scope.for_year(scope.year - 1).facts(balance_facts),
        entries=scope.facts(entries),
        adopted=scope.facts(adopted_before),
    )


def year_end(scope: Scope) -> YearEndFacts | None:
    """The same, or None while the year's ledger is empty: one query then."""
    return scope.facts(year_end_facts) if scope.facts(has_ledger) else None


def entries(scope: Scope) -> tuple[EntryFact, ...]:
    """What is entered for the end of the year and of the one before. One query."""
    rows = YearEndEntry.objects.filter(
        federation_id=scope.federation_id, year__in=(scope.year, scope.year - 1)
    ).select_related("account_group")
    return tuple(
        EntryFact(
            pk=row.pk,
            year=row.year,
            kind=row.kind,
            label=row.label,
            amount=row.amount,
            centre=row.cost_centre_id,
            account=row.account_group.code if row.account_group else "",
        )
        for row in rows
    )


def history(scope: Scope) -> EquityHistory | None:
    """Contributions, budget and equity over the years, as seen from the end of the scope's year."""
    return equity_history(scope.facts(history_facts))


def history_facts(scope: Scope) -> HistoryFacts:
    """Every year's budget in force and what their outlooks say, and the equity of every balance sheet.

    Four queries, and those of next year's budget and of the balances. Last year's equity is as its adopted annual
    report has it, where it has it.
    """
    following = scope.for_year(scope.year + 1).facts(budget_facts)
    base = following if following.budget is not None else scope.facts(budget_facts)
    in_force = [
        each
        for each in Budget.objects.filter(federation_id=scope.federation_id).in_force_each_year()
        if each.year <= base.year
    ]
    lines = lines_of([each.pk for each in in_force])
    years = {each.pk: each.year for each in in_force}
    said = OutlookYear.objects.filter(budget__in=years)
    equity = equity_of(scope.facts(balances_until))
    adopted = of_statement(Statement.BALANCE, scope.facts(adopted_before))
    if adopted is not None:
        equity[scope.year - 1] = adopted.get("equity", ZERO) + adopted.get("result", ZERO)
    return HistoryFacts(
        year=scope.year,
        base=base,
        budgets={each.year: budget_fact(each, lines) for each in in_force},
        outlooks=tuple((years[row.budget_id], outlook_input(row)) for row in said),
        equity=equity,
        unit=scope.facts(document_unit),
    )
