"""Equity: the roll-forward over the years of an outlook, floor and ceiling, and what is available to spend.

`opening(t+1) = closing(t)` and `closing = opening + result`. A year's result is its forecast where there is one, else
its budget's, else funding less cost. An entered equity (from the accounts, or an override with a reason) goes before.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.budget_table import Totals, totals
from budgets.domain.facts import BudgetFact, BudgetFacts, EquityRuleFact, OutlookInput
from finsam.periods import in_years

MARKS = {"forecast": "*", "requested": "**"}
MARK_MEANINGS = {"*": "prognos", "**": "äskat belopp"}


@dataclass(frozen=True)
class BasedAmount:
    """An amount in kronor with what it rests on; None when it cannot be known yet."""

    amount: Decimal | None
    basis: str

    @property
    def mark(self) -> str:
        """The mark printed beside it: `*` forecast, `**` requested."""
        return MARKS.get(self.basis, "") if self.amount is not None else ""


@dataclass(frozen=True)
class OutlookRow:
    """A year of the outlook. `result` has surplus +; `reason` explains a forecast or an override."""

    year: int
    funding: BasedAmount
    cost: BasedAmount
    opening_equity: Decimal | None
    result: Decimal | None
    closing_equity: BasedAmount
    reason: str
    floor: Decimal | None
    ceiling: Decimal | None


@dataclass(frozen=True)
class Outlook:
    """The years in order, and the marks that occur with their meanings."""

    rows: tuple[OutlookRow, ...]

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The marks to explain under the table."""
        used = {each.mark for row in self.rows for each in (row.funding, row.cost, row.closing_equity)}
        return tuple((mark, meaning) for mark, meaning in MARK_MEANINGS.items() if mark in used)

    def row(self, year: int) -> OutlookRow | None:
        """The row of a year, or None."""
        return next((row for row in self.rows if row.year == year), None)


@dataclass(frozen=True)
class AvailableFunds:
    """Funding + opening equity − floor, all kronor; `available` is None while a part is unknown."""

    year: int
    funding: Decimal
    opening_equity: BasedAmount
    floor: Decimal

    @property
    def available(self) -> Decimal | None:
        """What the board may spend without breaking the floor."""
        opening = self.opening_equity.amount
        return None if opening is None else self.funding + opening - self.floor


def rule_in_force(rules: tuple[EquityRuleFact, ...], kind: str, year: int) -> EquityRuleFact | None:
    """The floor or ceiling that applies to the year, the latest begun."""
    fitting = [
        rule for rule in rules if rule.kind == kind and in_years(year, rule.from_year, rule.until_year)
    ]
    return max(fitting, key=lambda rule: rule.from_year, default=None)


def floor_of(facts: BudgetFacts, year: int) -> Decimal | None:
    """The lowest equity in kronor, or None when no floor is decided."""
    rule = rule_in_force(facts.rules, "floor", year)
    return rule.amount if rule else None


def outlook(facts: BudgetFacts) -> Outlook:
    """The outlook of a budget: the years entered and the budget's own.

    For its own year and last year's, what is not entered comes from the budgets.
    """
    entered = {each.year: each for each in facts.outlook}
    budgets = {budget.year: budget for budget in (facts.budget, facts.previous) if budget is not None}
    sums = {year: totals(budget, facts.centres) for year, budget in budgets.items()}
    years = sorted(set(entered) | ({facts.year} if facts.budget else set()))
    funding = {year: _funding(entered.get(year), budgets.get(year), sums.get(year)) for year in years}
    rows: list[OutlookRow] = []
    for year in years:
        row_before = rows[-1] if rows and rows[-1].year == year - 1 else None
        rows.append(
            _row(facts, year, row_before, entered.get(year), budgets.get(year), sums.get(year), funding)
        )
    return Outlook(tuple(rows))


def available_funds(facts: BudgetFacts) -> AvailableFunds | None:
    """What can be spent in the budget's year; None before there is a budget."""
    if facts.budget is None:
        return None
    before = outlook(facts).row(facts.year - 1)
    return AvailableFunds(
        year=facts.year,
        funding=totals(facts.budget, facts.centres).funding,
        opening_equity=before.closing_equity if before else BasedAmount(None, "forecast"),
        floor=floor_of(facts, facts.year) or Decimal(0),
    )


def _row(
    facts: BudgetFacts,
    year: int,
    before: OutlookRow | None,
    entry: OutlookInput | None,
    budget: BudgetFact | None,
    sums: Totals | None,
    funding: dict[int, BasedAmount],
) -> OutlookRow:
    cost = _cost(entry, budget, sums)
    opening = before.closing_equity.amount if before else None
    result = _result(entry, sums, funding[year], cost)
    return OutlookRow(
        year=year,
        funding=funding[year],
        cost=cost,
        opening_equity=opening,
        result=result,
        closing_equity=_closing(entry, opening, result),
        reason=entry.reason if entry else "",
        floor=floor_of(facts, year),
        ceiling=_ceiling(facts, year, funding),
    )


def _funding(entry: OutlookInput | None, budget: BudgetFact | None, sums: Totals | None) -> BasedAmount:
    if entry is not None and entry.funding is not None:
        return BasedAmount(entry.funding, entry.funding_basis)
    if budget is not None and sums is not None:
        return BasedAmount(sums.funding, "decided")
    return BasedAmount(None, "requested")


def _cost(entry: OutlookInput | None, budget: BudgetFact | None, sums: Totals | None) -> BasedAmount:
    if entry is not None and entry.cost is not None:
        return BasedAmount(entry.cost, entry.cost_basis)
    if budget is not None and sums is not None:
        return BasedAmount(sums.cost, "decided")
    return BasedAmount(None, "forecast")


def _result(
    entry: OutlookInput | None, sums: Totals | None, funding: BasedAmount, cost: BasedAmount
) -> Decimal | None:
    if entry is not None and entry.forecast_result is not None:
        return entry.forecast_result
    if funding.amount is None or cost.amount is None:
        return None
    if sums is not None:
        # The budget's result, moved by what the outlook says otherwise: other income stays in it.
        return sums.result + (funding.amount - sums.funding) - (cost.amount - sums.cost)
    return funding.amount - cost.amount


def _closing(entry: OutlookInput | None, opening: Decimal | None, result: Decimal | None) -> BasedAmount:
    if entry is not None and entry.closing_equity is not None:
        return BasedAmount(entry.closing_equity, entry.closing_equity_basis)
    if opening is None or result is None:
        return BasedAmount(None, "forecast")
    return BasedAmount(opening + result, "forecast")


def _ceiling(facts: BudgetFacts, year: int, funding: dict[int, BasedAmount]) -> Decimal | None:
    """The highest equity in kronor; None without a rule or while its denominator is unknown."""
    rule = rule_in_force(facts.rules, "ceiling", year)
    if rule is None or rule.percent is None:
        return None
    base = funding.get(year if rule.denominator == "this_year" else year + 1)
    return base.amount * rule.percent / 100 if base is not None and base.amount is not None else None
