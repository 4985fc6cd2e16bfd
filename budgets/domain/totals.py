"""What a budget adds up to, from its lines: income, cost, result, and each cost centre with those under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.domain.facts import BudgetFact, CentreFact, total
from finsam.money import ZERO


@dataclass(frozen=True)
class Totals:
    """A budget's totals in kronor: income and cost positive, result with surplus +. `by_centre` has ledger sign."""

    funding: Decimal = ZERO
    income: Decimal = ZERO
    cost: Decimal = ZERO
    by_centre: dict[int, Decimal] = field(default_factory=dict)
    has_cost: bool = False
    """Whether any area but those for funding holds an amount: without one the cost is not known, rather than zero."""

    @property
    def result(self) -> Decimal:
        """Income less cost: surplus +, deficit −."""
        return self.income - self.cost

    @property
    def other_income(self) -> Decimal:
        """What funding areas bring in beside the members' contributions."""
        return self.income - self.funding


def totals(budget: BudgetFact, centres: tuple[CentreFact, ...]) -> Totals:
    """The budget's totals. A centre's total includes the centres under it, in ledger sign."""
    funding_centres = {centre.pk for centre in centres if centre.is_funding}
    own: dict[int, Decimal] = {centre.pk: ZERO for centre in centres}
    for line in budget.lines:
        own[line.centre] += line.amount or ZERO
    return Totals(
        funding=-total(tuple(line for line in budget.lines if line.nature == "contribution")),
        income=-total(tuple(line for line in budget.lines if line.centre in funding_centres)),
        cost=total(tuple(line for line in budget.lines if line.centre not in funding_centres)),
        by_centre=with_those_under(own, centres),
        has_cost=any(line.amount is not None and line.centre not in funding_centres for line in budget.lines),
    )


def with_those_under(own: dict[int, Decimal], centres: tuple[CentreFact, ...]) -> dict[int, Decimal]:
    """Per centre its own amount and those of the centres under it, of any depth."""
    together = dict(own)
    for centre in reversed(_in_tree_order(centres)):
        if centre.parent is not None:
            together[centre.parent] += together[centre.pk]
    return together


def cost_by_category(budget: BudgetFact, centres: tuple[CentreFact, ...]) -> dict[int | None, Decimal]:
    """Net cost in kronor per category; None holds what belongs to none. A line's own goes before its centre's.

    A centre without a category has that of the one it belongs to.
    """
    by_pk = {centre.pk: centre for centre in centres}
    found: dict[int | None, Decimal] = {}
    for line in budget.lines:
        centre: CentreFact | None = by_pk[line.centre]
        if centre is None or centre.is_funding:
            continue
        category = line.category
        while category is None and centre is not None:
            category = centre.category
            centre = by_pk[centre.parent] if centre.parent is not None else None
        found[category] = found.get(category, ZERO) + (line.amount or ZERO)
    return found


def used_centres(centres: tuple[CentreFact, ...], budgets: Iterable[BudgetFact]) -> set[int]:
    """Centres with lines, and those above them."""
    parents = {centre.pk: centre.parent for centre in centres}
    used: set[int] = set()
    for budget in budgets:
        for line in budget.lines:
            place: int | None = line.centre
            while place is not None and place not in used:
                used.add(place)
                place = parents[place]
    return used


def _in_tree_order(centres: tuple[CentreFact, ...]) -> list[CentreFact]:
    """Every centre after the one it belongs to."""
    ordered: list[CentreFact] = []
    waiting = list(centres)
    placed: set[int | None] = {None}
    while waiting:
        ready = [centre for centre in waiting if centre.parent in placed]
        if not ready:
            raise ValueError("cost centres form a circle")
        ordered += ready
        placed |= {centre.pk for centre in ready}
        waiting = [centre for centre in waiting if centre.pk not in placed]
    return ordered
