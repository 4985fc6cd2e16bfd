"""Blocks that budgets give to documents."""

from __future__ import annotations

from collections.abc import Callable

from budgets.domain.budget_table import budget_table
from budgets.domain.contributions import contributions
from budgets.domain.equity import available_funds
from budgets.domain.shapes import ShapeFact, shape_of
from budgets.domain.totals import totals
from budgets.domain.years_table import years_table
from budgets.figure_list import figure_list
from budgets.queries import budget_facts
from finsam.blocks import Block, BlockContent, Numbering, register
from finsam.money import Unit
from finsam.periods import span_text
from finsam.scope import Scope


def _shape(scope: Scope, kind: str, slug: str) -> ShapeFact | None:
    return shape_of(scope.facts(budget_facts).shapes, kind, slug)


def _captioned(shape: ShapeFact, standard: str, year: int) -> str:
    return f"{shape.caption.replace('{år}', str(year)) or standard}, {shape.unit}"


def _budget_table(scope: Scope, argument: str) -> BlockContent | None:
    facts, shape = scope.facts(budget_facts), _shape(scope, "budget", argument)
    if facts.budget is None or not facts.budget.lines or shape is None:
        return None
    per = "per ID och kontogrupp" if shape.shows_codes else ""
    return BlockContent(
        _captioned(shape, f"Budget {facts.year} {per}".strip(), facts.year), budget_table(facts, shape)
    )


def _outlook(scope: Scope, argument: str) -> BlockContent | None:
    facts, shape = scope.facts(budget_facts), _shape(scope, "years", argument)
    if shape is None:
        return None
    found = years_table(facts, shape)
    if not found.rows:
        return None
    years = span_text(row.year for row in found.rows)
    return BlockContent(
        _captioned(shape, f"Årstilldelning, budget och eget kapital {years}", facts.year), found
    )


def _figure_list(scope: Scope, argument: str) -> BlockContent | None:
    shape = _shape(scope, "figures", argument)
    if shape is None or not shape.rows:
        return None
    return BlockContent(_captioned(shape, shape.name, scope.year), figure_list(shape, scope))


def _own_shapes(kind: str) -> Callable[[Scope], list[tuple[str, str]]]:
    def choices(scope: Scope) -> list[tuple[str, str]]:
        return [
            (shape.slug, f"”{shape.name}”")
            for shape in scope.facts(budget_facts).shapes
            if shape.kind == kind
        ]

    return choices


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
USUAL = (("", ""),)
"""The federation's first table of the kind, or the standard one."""
BLOCKS = (
    Block(
        "budgets.budget_table",
        "Budget per ID och kontogrupp",
        "budgets/blocks/table.html",
        _budget_table,
        empty=NO_BUDGET,
        arguments=USUAL,
        own_arguments=_own_shapes("budget"),
    ),
    Block(
        "budgets.outlook",
        "Långsiktig budget och eget kapital",
        "budgets/blocks/outlook.html",
        _outlook,
        empty=NO_BUDGET,
        arguments=USUAL,
        own_arguments=_own_shapes("years"),
    ),
    Block(
        "budgets.figure_list",
        "Sifferlista",
        "budgets/blocks/figure_list.html",
        _figure_list,
        empty="Sifferlistan finns inte eller är tom. Ändra den under Budget › Tabeller.",
        own_arguments=_own_shapes("figures"),
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
