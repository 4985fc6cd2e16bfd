"""Reads a year's statements side by side, for the checks of its annual report."""

from __future__ import annotations

from budgets.domain.annual_facts import AnnualFacts
from budgets.domain.balance_sheet import amounts_of, year_end
from budgets.domain.bridge import bridge
from budgets.domain.follow_up import operating_statement
from budgets.domain.ledger import YEAR_END
from budgets.domain.result_kinds import kinds_of_ledger, natures
from budgets.domain.statement_notes import NOTES
from budgets.follow_up_queries import follow_up_facts
from budgets.ledger_queries import balance_facts
from budgets.statement_queries import (
    adopted_before,
    balance_at,
    cash_flow_to,
    interim_facts,
    note_to,
    statement_to,
)
from budgets.year_end_queries import history, history_facts, year_end_facts
from finsam.scope import Scope


def annual_facts(scope: Scope) -> AnnualFacts:
    """All that the annual report's statements are made of. The queries of the statements, and those of the history."""
    facts = scope.facts(follow_up_facts)
    before = facts.before
    end = year_end(scope.for_year(scope.year - 1).facts(balance_facts), scope.facts(balance_facts))
    notes = (note_to(scope, key, YEAR_END) for key in NOTES)
    return AnnualFacts(
        interim=scope.facts(interim_facts),
        year_end=scope.facts(year_end_facts),
        operating=operating_statement(facts, YEAR_END) if facts.now.rows else None,
        statement=statement_to(scope, YEAR_END),
        balance=balance_at(scope, YEAR_END),
        cash_flow=cash_flow_to(scope, YEAR_END),
        bridge=bridge(facts, YEAR_END),
        notes=tuple(note for note in notes if note),
        history=scope.facts(history),
        history_facts=scope.facts(history_facts),
        adopted=scope.facts(adopted_before),
        kinds_before=kinds_of_ledger(before.rows, natures(before.budget, facts.centres)),
        balance_before=amounts_of(end.sheet, end.result) if end is not None else {},
    )
