"""Blocks of the year's end that budgets give to documents: net to gross, investments, balance requirement, history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from budgets.domain.balance_requirement import balance_requirement
from budgets.domain.bridge import bridge
from budgets.domain.budget_overview import budget_overview
from budgets.domain.cost_notes import CostNote, audit_cost, staff_costs
from budgets.domain.equity_chart import equity_chart
from budgets.domain.investments import investments
from budgets.domain.shapes import STANDARD_BUDGET, shape_of
from budgets.domain.year_end import YearEndFacts
from budgets.follow_up_blocks import EMPTY, UNTIL, month_in, span_words
from budgets.follow_up_queries import follow_up_facts, has_ledger
from budgets.queries import budget_facts
from budgets.statement_blocks import EMPTY_BALANCE
from budgets.statement_queries import document_unit
from budgets.year_end_queries import history, year_end
from finsam.blocks import Block, BlockContent, Numbering, register
from finsam.scope import Scope

NEXT = "next"
"""The argument that means next year's budget."""
COST_NOTE = "budgets/blocks/cost_note.html"
NO_HISTORY = "Historiken visas när något år har en budget, en långsiktig budget eller en balansräkning."


def _bridge(scope: Scope, argument: str) -> BlockContent | None:
    month = month_in(scope, argument)
    found = bridge(scope.facts(follow_up_facts), month) if scope.facts(has_ledger) else None
    if found is None:
        return None
    caption = f"Från nettobelopp per ID till resultaträkningen {scope.year}{span_words(month)}, {found.unit}"
    return BlockContent(caption, found)


def _of_year_end(
    caption: str,
    compute: Callable[[YearEndFacts], Any],
    kept: Callable[[Any], Iterable[tuple[str, Decimal]]] = lambda found: (),
) -> Callable[[Scope, str], BlockContent | None]:
    """What a block of the whole year computes from its end, and what of it is kept when the document is adopted."""

    def build(scope: Scope, argument: str) -> BlockContent | None:
        facts = scope.facts(year_end)
        found = compute(facts) if facts else None
        if not found:
            return None
        return BlockContent(f"{caption} {scope.year}, {found.unit}", found, kept=tuple(kept(found)))

    return build


def _cost_note(
    caption: str, compute: Callable[[YearEndFacts], CostNote | None]
) -> Callable[..., BlockContent | None]:
    def build(scope: Scope, argument: str) -> BlockContent | None:
        facts = scope.facts(year_end)
        found = compute(facts) if facts else None
        return BlockContent(f"{caption}, {found.unit}", found, kept=tuple(found.kept)) if found else None

    return build


def _budget_overview(scope: Scope, argument: str) -> BlockContent | None:
    year = scope.year + 1 if argument == NEXT else scope.year
    facts = scope.for_year(year).facts(budget_facts)
    shape = shape_of(facts.shapes, "budget") or STANDARD_BUDGET
    found = budget_overview(facts, shows_codes=shape.shows_codes, unit=scope.facts(document_unit))
    return BlockContent(f"Budget {year} per ID, {found.unit}", found) if found else None


def _history(scope: Scope, argument: str) -> BlockContent | None:
    found = scope.facts(history)
    if found is None:
        return None
    return BlockContent(f"Årstilldelning, budget och eget kapital {found.years}, {found.unit}", found)


def _history_chart(scope: Scope, argument: str) -> BlockContent | None:
    found = scope.facts(history)
    chart = equity_chart(found.found) if found else None
    if chart is None:
        return None
    return BlockContent(f"Eget kapital vid årets slut {chart.years}, {chart.unit}", chart)


BLOCKS = (
    Block(
        "budgets.bridge",
        "Från netto till brutto: driftredovisning och resultaträkning",
        "budgets/blocks/bridge.html",
        _bridge,
        empty=EMPTY,
        arguments=UNTIL,
    ),
    Block(
        "budgets.investments",
        "Investeringsredovisning",
        "budgets/blocks/investments.html",
        _of_year_end("Investeringsredovisning", investments),
        empty=EMPTY_BALANCE,
    ),
    Block(
        "budgets.balance_requirement",
        "Balanskravsutredning",
        "budgets/blocks/balance_requirement.html",
        _of_year_end("Balanskravsutredning", balance_requirement, lambda found: found.kept),
        empty=EMPTY,
    ),
    Block(
        "budgets.audit_cost",
        "Revisionens kostnad (not)",
        COST_NOTE,
        _cost_note("Kostnad för revisorernas granskning av räkenskaperna", audit_cost),
        numbering=Numbering.NOTE,
        empty="Skriv vad revisionen har kostat, eller var i huvudboken det står, under Uppföljning › Bokslut.",
    ),
    Block(
        "budgets.staff_costs",
        "Personalkostnader (not)",
        COST_NOTE,
        _cost_note("Personalkostnader", staff_costs),
        numbering=Numbering.NOTE,
        empty="Noten visas när huvudboken har personalkostnader per kontogrupp (klass 5).",
    ),
    Block(
        "budgets.budget_overview",
        "Budget per ID",
        "budgets/blocks/budget_overview.html",
        _budget_overview,
        empty="Budgeten för dokumentets år, eller för året efter om tabellen visar det, är inte påbörjad eller har "
        "inga rader ännu. Välj det året och fyll i den under Budget.",
        arguments=(("", "dokumentets år"), (NEXT, "året efter")),
    ),
    Block(
        "budgets.history",
        "Historik: årstilldelning, budget och eget kapital",
        "budgets/blocks/history.html",
        _history,
        empty=NO_HISTORY,
    ),
    Block(
        "budgets.history_chart",
        "Diagram över historiken: eget kapital",
        "budgets/blocks/equity_chart.html",
        _history_chart,
        numbering=Numbering.FIGURE,
        empty=NO_HISTORY,
    ),
)


def register_all() -> None:
    """Put the blocks in the registry; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
