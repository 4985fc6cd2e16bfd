"""Reads what the cells of a year's statements are made of, for what old documents printed of them."""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.follow_up import operating_statement
from budgets.domain.follow_up_areas import area
from budgets.domain.ledger import YEAR_END
from budgets.domain.statement_cells import FAMILIES, StatementCells, StatementSources, statement_cells
from budgets.domain.statement_forms import Statement
from budgets.domain.statement_notes import NOTES
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.layout_queries import form_for
from budgets.statement_queries import balance_at, cash_flow_to, note_to
from budgets.year_end_queries import history
from finsam.scope import Scope


def is_of_statements(key: str) -> bool:
    """Whether a figure is a cell of the statements."""
    return key.startswith(FAMILIES)


def year_cells(scope: Scope) -> StatementCells:
    """The scope's year's statements cell by cell. The queries of the statements."""
    facts = scope.facts(follow_up_facts) if scope.facts(has_ledger) else None
    operating = operating_statement(facts, YEAR_END) if facts else None
    notes = (note_to(scope, key, YEAR_END) for key in NOTES if key != "contributions")
    return statement_cells(
        scope.year,
        StatementSources(
            follow_up=facts,
            operating=operating,
            income_form=form_for(scope, Statement.INCOME),
            balance=balance_at(scope, YEAR_END),
            cash_flow=cash_flow_to(scope, YEAR_END),
            notes=tuple(note for note in notes if note),
            history=scope.facts(history),
            areas=scope.facts(area_sides),
        ),
    )


def area_sides(scope: Scope) -> dict[str, tuple[Decimal, Decimal]]:
    """Per ID what its accounts above zero come to, and those below: its costs and its own income, ledger sign."""
    if not scope.facts(has_ledger):
        return {}
    facts = scope.facts(follow_up_facts)
    found = {}
    for centre in facts.centres:
        year = area(facts, centre.pk, YEAR_END).years[-1]
        found[centre.slug] = (year.costs, year.income)
    return found
