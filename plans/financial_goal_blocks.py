"""The block and the figures of the year's financial goals."""

from __future__ import annotations

from collections.abc import Callable

from finsam.blocks import Block, BlockContent, register
from finsam.figures import Figure, Kind, Value
from finsam.figures import register as register_figure
from finsam.scope import Scope
from plans.domain.financial_goals import FinancialGoals, financial_goals
from plans.financial_goal_queries import financial_goal_facts


def _goals(scope: Scope, argument: str) -> BlockContent | None:
    found = financial_goals(scope.facts(financial_goal_facts))
    return BlockContent(f"Finansiella mål {scope.year}", found) if found.rows else None


def _of(give: Callable[[FinancialGoals], int]) -> Callable[[Scope, str], Value]:
    def compute(scope: Scope, argument: str) -> Value:
        found = financial_goals(scope.facts(financial_goal_facts))
        return give(found) if found.rows else None

    return compute


BLOCKS = (
    Block(
        "plans.financial_goals",
        "Finansiella mål och hur det gick",
        "plans/blocks/financial_goals.html",
        _goals,
        empty="Inga finansiella mål är införda för året. För in dem under Resultat, Finansiella mål.",
    ),
)
FIGURES = (
    Figure("financial_goals.count", "Antal finansiella mål", Kind.NEUTER, _of(lambda found: found.count)),
    Figure(
        "financial_goals.met", "Antal uppfyllda finansiella mål", Kind.NEUTER, _of(lambda found: found.met)
    ),
)


def register_all() -> None:
    """Put block and figures in their registries; called once, when Django has started."""
    for block in BLOCKS:
        register(block)
    for figure in FIGURES:
        register_figure(figure)
