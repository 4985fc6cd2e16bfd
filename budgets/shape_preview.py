"""A table of the federation's own as it will look: the block that documents show, with the year's figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from budgets.blocks import shape_content
from budgets.domain.budget_table import BudgetTable
from budgets.domain.example_budget import example_facts
from budgets.domain.shapes import ShapeFact
from budgets.figure_list import FigureList
from budgets.queries import budget_facts
from finsam.scope import Scope

PAGE_WIDTH = 7
"""Columns of amounts that a standing A4 has room for."""


@dataclass(frozen=True)
class Preview:
    """The table as HTML, "" when there is nothing to show; `notes` are what one should know of it, in Swedish."""

    html: str
    notes: tuple[str, ...] = ()


def preview(shape: ShapeFact, scope: Scope, anchor: str) -> Preview:
    """The table with the year's own figures, or with made-up ones until the budget has lines. No queries of its own."""
    facts, notes = scope.facts(budget_facts), []
    if shape.kind != "figures" and (facts.budget is None or not facts.budget.lines):
        facts = example_facts(facts, shape)
        notes.append(f"Budgeten för {facts.year} har inga rader ännu. Beloppen är påhittade.")
    content = shape_content(shape, facts, scope)
    if content is None:
        return Preview("", tuple(notes))
    context = {"result": content.result, "caption": content.caption, "anchor": anchor}
    return Preview(render_to_string(content.template, context), (*notes, *_notes(shape, content.result)))


def _notes(shape: ShapeFact, result: object) -> list[str]:
    found = []
    if isinstance(result, FigureList):
        found += [f"{row.label}: {row.problem}" for row in result.rows if row.problem]
    if isinstance(result, BudgetTable):
        left_out = len(shape.columns) - len(result.columns)
        if left_out:
            found.append(
                f"{left_out} av kolumnerna visas inte: budgeten som de hämtar sina belopp ur finns inte, "
                "eller är inte delad så."
            )
        if len(result.columns) > PAGE_WIDTH:
            found.append(
                f"Fler än {PAGE_WIDTH} beloppskolumner blir trånga på ett stående A4. Dela gärna upp tabellen på två."
            )
    return found
