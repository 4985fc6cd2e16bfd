"""Blocks that budgets give to documents."""

from __future__ import annotations

from budgets.domain.budget_table import budget_table, totals
from budgets.domain.contributions import contributions
from budgets.domain.equity import available_funds, outlook
from budgets.queries import budget_facts
from finsam.blocks import Block, BlockContent, Numbering, register
from finsam.money import Unit
from finsam.periods import span_text
from finsam.scope import Scope


def _budget_table(scope: Scope, argument: str) -> BlockContent | None:
    facts = scope.facts(budget_facts)
    if facts.budget is None or not facts.budget.lines:
        return None
    return BlockContent(f"Budget {facts.year} per ID och kontogrupp, tkr", budget_table(facts))


def _outlook(scope: Scope, argument: str) -> BlockContent | None:
    found = outlook(scope.facts(budget_facts))
    if not found.rows:
        return None
    years = span_text(row.year for row in found.rows)
    return BlockContent(f"Årstilldelning, budget och eget kapital {years}, tkr", found)


def _available_funds(scope: Scope, argument: str) -> BlockContent | None:
    funds = available_funds(scope.facts(budget_facts))
    return BlockContent(f"Medel till förfogande {scope.year}, kr", funds) if funds else None


def _contributions(scope: Scope, argument: str) -> BlockContent | None:
    facts = scope.facts(budget_facts)
    if facts.budget is None or facts.shares is None or not facts.shares.shares:
        return None
    unit = Unit(argument or Unit.KR)
    found = contributions(totals(facts.budget, facts.centres).funding, facts.shares, unit)
    return BlockContent(f"Medelstilldelning från förbundets medlemmar {facts.year}, {unit.value}", found)


NO_BUDGET = "Budgeten är inte påbörjad eller har inga rader ännu. Fyll i den under Budget."
BLOCKS = (
    Block(
        "budgets.budget_table",
        "Budget per ID och kontogrupp",
        "budgets/blocks/table.html",
        _budget_table,
        empty=NO_BUDGET,
    ),
    Block(
        "budgets.outlook",
        "Långsiktig budget och eget kapital",
        "budgets/blocks/outlook.html",
        _outlook,
        empty=NO_BUDGET,
    ),
    Block(
        "budgets.available_funds",
        "Medel till förfogande",
        "budgets/blocks/available_funds.html",
        _available_funds,
        empty=NO_BUDGET,
    ),
    Block(
        "budgets.contributions",
        "Medelstilldelning per medlem (not)",
        "budgets/blocks/contributions.html",
        _contributions,
        numbering=Numbering.NOTE,
        empty="Lägg in budgetens medelstilldelning och årets fördelningstal först.",
        arguments=(("", "hela kronor"), (Unit.TKR.value, "hela tusental kronor")),
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
