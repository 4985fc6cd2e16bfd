"""Blocks that budgets give to documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from budgets.domain.budget_table import budget_table
from budgets.domain.contributions import contributions
from budgets.domain.equity import available_funds
from budgets.domain.facts import BudgetFacts
from budgets.domain.shapes import ShapeFact, shape_of, with_year
from budgets.domain.totals import totals
from budgets.domain.years_table import years_table
from budgets.figure_list import figure_list
from budgets.queries import budget_facts
from finsam.blocks import Block, BlockContent, Numbering, UnknownBlock, register
from finsam.money import Unit
from finsam.periods import span_text
from finsam.scope import Scope


def shape_content(shape: ShapeFact, facts: BudgetFacts, scope: Scope) -> BlockContent | None:
    """A table of the federation's own as a document shows it, with its template; None when there is nothing in it."""
    content = CONTENTS[shape.kind](shape, facts, scope)
    return replace(content, template=TEMPLATES[shape.kind]) if content else None


def _captioned(shape: ShapeFact, standard: str, year: int) -> str:
    return f"{with_year(shape.caption, year) or standard}, {shape.unit}"


def _budget_table(shape: ShapeFact, facts: BudgetFacts, scope: Scope) -> BlockContent | None:
    if facts.budget is None or not facts.budget.lines:
        return None
    per = "per ID och kontogrupp" if shape.shows_codes else ""
    caption = _captioned(shape, f"Budget {facts.year} {per}".strip(), facts.year)
    return BlockContent(caption, budget_table(facts, shape))


def _years_table(shape: ShapeFact, facts: BudgetFacts, scope: Scope) -> BlockContent | None:
    found = years_table(facts, shape)
    if not found.rows:
        return None
    years = span_text(row.year for row in found.rows)
    return BlockContent(
        _captioned(shape, f"Årstilldelning, budget och eget kapital {years}", facts.year), found
    )


def _figure_list(shape: ShapeFact, facts: BudgetFacts, scope: Scope) -> BlockContent | None:
    if not shape.rows:
        return None
    found = figure_list(shape, scope)
    caption = with_year(shape.caption, scope.year) or shape.name
    return BlockContent(f"{caption}, {shape.unit}" if found.has_unit else caption, found)


CONTENTS = {"budget": _budget_table, "years": _years_table, "figures": _figure_list}
TEMPLATES = {
    "budget": "budgets/blocks/table.html",
    "years": "budgets/blocks/outlook.html",
    "figures": "budgets/blocks/figure_list.html",
}


def _in_shape(kind: str) -> Callable[[Scope, str], BlockContent | None]:
    """What a block of a kind of table shows: in the shape its argument names, or the federation's first."""

    def build(scope: Scope, argument: str) -> BlockContent | None:
        facts = scope.facts(budget_facts)
        shape = shape_of(facts.shapes, kind, argument)
        if shape is None and argument:
            raise UnknownBlock(f"Tabellen ”{argument}” finns inte längre bland förbundets tabeller.")
        return shape_content(shape, facts, scope) if shape else None

    return build


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
        TEMPLATES["budget"],
        _in_shape("budget"),
        empty=NO_BUDGET,
        arguments=USUAL,
        own_arguments=_own_shapes("budget"),
    ),
    Block(
        "budgets.outlook",
        "Långsiktig budget och eget kapital",
        TEMPLATES["years"],
        _in_shape("years"),
        empty=NO_BUDGET,
        arguments=USUAL,
        own_arguments=_own_shapes("years"),
    ),
    Block(
        "budgets.figure_list",
        "Sifferlista",
        TEMPLATES["figures"],
        _in_shape("figures"),
        empty="Förbundet har ingen sifferlista ännu. Lägg till en under Budget › Tabeller.",
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
