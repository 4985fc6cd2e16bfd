"""Facts to compute with, by short words. Amounts are given in tkr, as documents print them."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from budgets.domain.facts import (
    BudgetFact,
    BudgetFacts,
    CentreFact,
    EquityRuleFact,
    LineFact,
    OutlookInput,
)
from finsam.sources import Source
from members.domain.facts import ShareFacts

FUNDING = CentreFact(50, None, "50000", "Intäkter", "funding")
OPERATIONS = CentreFact(20, None, "20000", "Administration", "operations")
FLOOR_400 = EquityRuleFact("floor", Decimal(400_000), None, "this_year", 2006, None, Source("Styrelsen"))
CEILING_20 = EquityRuleFact(
    "ceiling",
    None,
    Decimal(20),
    "this_year",
    2006,
    None,
    Source("Nationella rådets rekommendation 2013-10-02"),
)


def kr(tkr: float | str | None) -> Decimal | None:
    """Kronor of an amount in tkr."""
    return None if tkr is None else Decimal(str(tkr)) * 1000


def centre(
    pk: int, name: str, *, parent: int | None = None, code: str = "", purpose: str = "operations"
) -> CentreFact:
    """A cost centre."""
    return CentreFact(pk, parent, code, name, purpose)


def line(
    pk: int,
    centre: int,
    label: str,
    tkr: float | str | None,
    *,
    account: str = "",
    nature: str = "cost",
    key: int | None = None,
) -> LineFact:
    """A budget line; its identity is its number unless `key` says that it carries on another."""
    return LineFact(pk, UUID(int=key or pk), centre, account, label, nature, kr(tkr))


def budget(year: int, *lines: LineFact, status: str = "draft") -> BudgetFact:
    """A year's budget in its first version."""
    return BudgetFact(year, year, 1, status, lines)


def simple_budget(year: int, funding: float, cost: float, *, status: str = "draft") -> BudgetFact:
    """A budget of two lines: what the members pay and what everything costs, both positive."""
    return budget(
        year,
        line(year * 10, OPERATIONS.pk, "Allt", cost),
        line(year * 10 + 1, FUNDING.pk, "Medelstilldelning", -funding, nature="contribution"),
        status=status,
    )


def entry(
    year: int,
    funding: float | None = None,
    cost: float | None = None,
    *,
    forecast: float | None = None,
    equity: float | None = None,
    equity_basis: str = "actual",
    funding_basis: str = "requested",
    cost_basis: str = "forecast",
    reason: str = "",
) -> OutlookInput:
    """What is entered for a year of an outlook."""
    return OutlookInput(
        year,
        year,
        kr(funding),
        funding_basis,
        kr(cost),
        cost_basis,
        kr(forecast),
        kr(equity),
        equity_basis,
        reason,
    )


def facts(
    year: int,
    now: BudgetFact | None,
    before: BudgetFact | None = None,
    *,
    centres: tuple[CentreFact, ...] = (OPERATIONS, FUNDING),
    outlook: tuple[OutlookInput, ...] = (),
    rules: tuple[EquityRuleFact, ...] = (),
    shares: ShareFacts | None = None,
) -> BudgetFacts:
    """A year's facts."""
    return BudgetFacts(year, now, before, centres, outlook, rules, shares)
