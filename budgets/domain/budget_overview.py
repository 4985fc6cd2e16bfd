"""A year's budget per ID on a few rows: what each ID may cost net, and what all cost together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.facts import BudgetFacts
from budgets.domain.follow_up import in_printed_order
from budgets.domain.totals import totals, used_centres
from finsam import swedish
from finsam.money import Unit


@dataclass(frozen=True)
class OverviewRow:
    """An ID with those under it: what it may cost, less its own income. An ID that brings in more has minus."""

    code: str
    name: str
    depth: int
    amount: Decimal


@dataclass(frozen=True)
class BudgetOverview:
    """The IDs in printed order, those for funding left out, and their total."""

    year: int
    rows: tuple[OverviewRow, ...]
    total: Decimal
    has_codes: bool
    unit: Unit
    is_decided: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """What a minus means where there is one, and that the board has not decided."""
        found = []
        if self.earning:
            names = swedish.listed([row.name for row in self.earning])
            found.append(f"{names} väntas ge mer än det kostar, och har därför minus.")
        if not self.is_decided:
            found.append("Budgeten är inte fastställd.")
        return tuple(found)

    @property
    def earning(self) -> tuple[OverviewRow, ...]:
        """The IDs that bring in more than they cost."""
        return tuple(row for row in self.rows if row.amount < 0)


def budget_overview(facts: BudgetFacts, *, shows_codes: bool, unit: Unit) -> BudgetOverview | None:
    """The budget per ID; None while it has no lines."""
    if facts.budget is None or not facts.budget.lines:
        return None
    found, used = totals(facts.budget, facts.centres), used_centres(facts.centres, [facts.budget])
    rows = tuple(
        OverviewRow(centre.code, centre.name, depth, found.by_centre[centre.pk])
        for centre, depth in in_printed_order(facts.centres)
        if centre.pk in used and not centre.is_funding
    )
    return BudgetOverview(
        year=facts.year,
        rows=rows,
        total=found.cost,
        has_codes=shows_codes and any(row.code for row in rows),
        unit=unit,
        is_decided=facts.budget.is_decided,
    )
