"""Charts that budgets give to documents."""

from __future__ import annotations

from budgets.domain.equity import outlook
from budgets.domain.equity_chart import equity_chart
from budgets.queries import budget_facts
from finsam.blocks import Block, BlockContent, Numbering, register
from finsam.scope import Scope


def _equity_chart(scope: Scope, argument: str) -> BlockContent | None:
    chart = equity_chart(outlook(scope.facts(budget_facts)))
    if chart is None:
        return None
    return BlockContent(f"Eget kapital mot lägsta och högsta nivå {chart.years}, {chart.unit}", chart)


EQUITY_CHART = Block(
    "budgets.equity_chart",
    "Diagram över eget kapital",
    "budgets/blocks/equity_chart.html",
    _equity_chart,
    numbering=Numbering.FIGURE,
    empty="Diagrammet visas när det egna kapitalet är känt för något år i den långsiktiga budgeten.",
)


def register_all() -> None:
    """Put the charts in the registry; called once, when Django has started."""
    register(EQUITY_CHART)
