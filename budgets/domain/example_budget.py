"""A made-up budget, so that a table can be looked at before there is one. Never stored, never in a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from budgets.domain.facts import AmountFact, BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.shapes import ShapeFact

CENTRES = (
    CentreFact(-1, None, "10000", "Styrelse", "operations"),
    CentreFact(-2, None, "30000", "Insatser", "operations"),
    CentreFact(-3, -2, "31000", "Samverkansteam", "initiative"),
    CentreFact(-4, -3, "31100", "Team Norr", "initiative"),
    CentreFact(-5, -3, "31200", "Team Söder", "initiative"),
    CentreFact(-6, None, "50000", "Intäkter", "funding"),
)
"""What stands for a federation's areas until it has its own: three levels deep."""
COSTS = (("50", "Löner", 420_000), ("60", "Lokaler", 96_000))
CONTRIBUTION = 2_400_000


def example_facts(facts: BudgetFacts, shape: ShapeFact) -> BudgetFacts:
    """The facts with a made-up budget of this and last year, with every column that the shape asks for.

    On the federation's own areas where it has any.
    """
    centres = facts.centres or CENTRES
    now, before = facts.year, facts.year - 1
    asked = max((column.part for column in shape.columns), default=0)
    own = facts.budget.parts if facts.budget else 1
    parts = max(own, next((each for each in (1, 2, 3, 4, 12) if each >= asked), 12))
    budget = BudgetFact(-1, now, 1, "draft", tuple(_lines(centres, now, parts, shape)), parts)
    previous = BudgetFact(-2, before, 1, "adopted", tuple(_lines(centres, before, 1, None)))
    return replace(facts, budget=budget, previous=previous, centres=centres)


def _lines(
    centres: tuple[CentreFact, ...], year: int, parts: int, shape: ShapeFact | None
) -> Iterator[LineFact]:
    """Two costs in every area, a contribution in those for income; last year a twentieth less."""
    number = 0
    for centre in centres:
        kinds = (("35", "Medelstilldelning", -CONTRIBUTION),) if centre.is_funding else COSTS
        for account, label, kronor in kinds:
            number += 1
            whole = Decimal(kronor) if shape is not None else Decimal(kronor) * 19 / 20
            yield LineFact(
                pk=-number,
                key=UUID(int=number),
                centre=centre.pk,
                account=account,
                label=label,
                nature="contribution" if centre.is_funding else "cost",
                whole=whole,
                others=tuple(_others(whole, year, parts, shape)) if shape is not None else (),
            )


def _others(whole: Decimal, year: int, parts: int, shape: ShapeFact) -> Iterator[AmountFact]:
    for part in range(1, parts + 1) if parts > 1 else ():
        yield AmountFact("part", year, part, whole / parts)
    asked = {(column.source, column.offset) for column in shape.columns}
    for source, offset in sorted(asked):
        if source in ("forecast", "plan"):
            yield AmountFact(source, year + offset, 0, whole * (100 + 2 * offset) / 100)
