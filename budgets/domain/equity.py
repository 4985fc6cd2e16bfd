"""Equity: the roll-forward over the years of an outlook, floor and ceiling, and what is available to spend.

`opening(t+1) = closing(t)` and `closing = opening + result`. A year's result is its forecast where there is one, else
its budget's, else funding less cost. An entered equity (from the accounts, or an override with a reason) goes before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from budgets.domain.facts import BudgetFact, BudgetFacts, EquityRuleFact, LineFact, OutlookInput
from budgets.domain.totals import Totals, totals
from finsam.money import ZERO, decimals_of
from finsam.periods import in_years

PLANNED_YEARS = 3
"""How many years a plan covers at least, the budget's own first: 11 kap. 6 § of the Municipal Act."""
NAMED = 3
"""How many rows a finding names; the rest are counted."""

NOT_ADOPTED = ("draft", "proposed")
"""What a budget's own figures rest on until the board has adopted it; it is told in words and has no mark."""
NOT_ADOPTED_TOLD = {"draft": " enligt budgetens utkast", "proposed": " enligt framlagd budget"}
"""How an amount is told that rests on such a budget."""
MARKS = {"forecast": "*", "requested": "**"}
MARK_MEANINGS = {"*": "prognos", "**": "äskat belopp"}


@dataclass(frozen=True)
class BasedAmount:
    """An amount in kronor with what it rests on; None when it cannot be known yet.

    `basis` is one of `models.Basis`, or for what a budget's lines give the status of one that is not adopted yet
    (NOT_ADOPTED); "" for what is worked out of several amounts.
    `origin` is where it comes from: entered, budget, previous, plan, lines (their forecasts) or computed.
    """

    amount: Decimal | None
    basis: str
    origin: str = field(default="", compare=False)

    @property
    def mark(self) -> str:
        """The mark printed beside it: `*` forecast, `**` requested."""
        return MARKS.get(self.basis, "") if self.amount is not None else ""


@dataclass(frozen=True)
class OutlookRow:
    """A year of the outlook. `result` has surplus +; `reason` explains a forecast or an override.

    `result` is the one that equity rolls forward with: the forecast where there is one, else what is budgeted.
    """

    year: int
    funding: BasedAmount
    cost: BasedAmount
    opening_equity: Decimal | None
    result: Decimal | None
    closing_equity: BasedAmount
    reason: str
    floor: Decimal | None
    ceiling: Decimal | None
    opening_basis: str = "forecast"
    other_income: Decimal = ZERO
    budgeted_result: Decimal | None = None
    forecast_result: Decimal | None = None
    forecast_origin: str = ""

    @property
    def rolled_equity(self) -> Decimal | None:
        """What the year's equity rolls forward to, whatever is entered in its place."""
        if self.opening_equity is None or self.result is None:
            return None
        return self.opening_equity + self.result

    @property
    def income(self) -> BasedAmount:
        """The members' contributions and what else the funding areas bring in."""
        amount = None if self.funding.amount is None else self.funding.amount + self.other_income
        return BasedAmount(amount, self.funding.basis)

    @property
    def available_funds(self) -> Decimal | None:
        """Funding and opening equity less the floor: what can be spent without breaking it."""
        if self.funding.amount is None or self.opening_equity is None:
            return None
        return self.funding.amount + self.opening_equity - (self.floor or ZERO)

    @property
    def decision_space(self) -> Decimal | None:
        """Income and opening equity: all there is, the floor not taken off."""
        income = self.income.amount
        return None if income is None or self.opening_equity is None else income + self.opening_equity

    def measure(self, name: str) -> BasedAmount:
        """One of `shapes.MEASURES` for this year."""
        if name in ("funding", "cost", "income", "closing_equity"):
            based: BasedAmount = getattr(self, name)
            return based
        if name == "opening_equity":
            return BasedAmount(self.opening_equity, self.opening_basis)
        plain = {
            "other_income": self.other_income,
            "result": self.budgeted_result,
            "forecast_result": self.forecast_result,
            "decision_space": self.decision_space,
            "available_funds": self.available_funds,
            "equity_floor": self.floor,
            "equity_ceiling": self.ceiling,
        }
        return BasedAmount(plain[name], "")


@dataclass(frozen=True)
class Outlook:
    """The years in order, and the marks that occur with their meanings."""

    rows: tuple[OutlookRow, ...]

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The marks to explain under the table."""
        used = {each.mark for row in self.rows for each in (row.funding, row.cost, row.closing_equity)}
        return tuple((mark, meaning) for mark, meaning in MARK_MEANINGS.items() if mark in used)

    @property
    def decimals(self) -> int:
        """How many decimals all the table's amounts have, so that none is rounded and digits stand under each other."""
        return decimals_of(
            amount
            for row in self.rows
            for amount in (row.funding.amount, row.cost.amount, row.result, row.closing_equity.amount)
        )

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

    @property
    def decimals(self) -> int:
        """How many decimals its amounts have, so that none is rounded."""
        return decimals_of((self.funding, self.opening_equity.amount, self.floor))


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
    """The outlook of a budget: the years entered, the budget's own, and those it holds a forecast or a plan for.

    What is not entered comes from the budgets: this year's, last year's with its forecast, and the plans. A forecast or
    a plan counts when it is complete (`missing_amounts`): half of one would be a sum of nothing in particular.
    """
    entered = {each.year: each for each in facts.outlook}
    budgets = _budgets_by_year(facts)
    sums = {year: totals(budget, facts.centres) for year, budget in budgets.items()}
    own = {facts.year} if facts.budget else set()
    forecast = {facts.year - 1} if facts.column("forecast", facts.year - 1) is not None else set()
    years = sorted({*entered, *plan_years(facts.budget), *own, *forecast})
    funding = {year: _funding(facts, year, entered.get(year), sums.get(year)) for year in years}
    rows: list[OutlookRow] = []
    for year in years:
        row_before = rows[-1] if rows and rows[-1].year == year - 1 else None
        rows.append(_row(facts, year, row_before, entered.get(year), sums.get(year), funding))
    return Outlook(tuple(rows))


def plan_years(budget: BudgetFact | None) -> list[int]:
    """The later years that lines hold amounts for."""
    lines = budget.lines if budget else ()
    return sorted(
        {
            each.year
            for line in lines
            for each in line.others
            if each.kind == "plan" and each.amount is not None
        }
    )


def missing_amounts(facts: BudgetFacts, source: str, year: int) -> tuple[LineFact, ...]:
    """The lines without an amount in a begun forecast or plan, though the budget it follows has one.

    A forecast follows last year's budget, a plan this year's. Empty when nothing is begun.
    """
    followed = facts.previous if source == "forecast" else facts.budget
    column = facts.column(source, year)
    if column is None or followed is None:
        return ()
    filled = {line.key for line in column.lines if line.amount is not None}
    return tuple(line for line in followed.lines if line.amount is not None and line.key not in filled)


def _budgets_by_year(facts: BudgetFacts) -> dict[int, BudgetFact]:
    """What each year's figures rest on: its own budget, or a complete plan for it."""
    found = {budget.year: budget for budget in (facts.budget, facts.previous) if budget is not None}
    for year in plan_years(facts.budget):
        plan = facts.column("plan", year)
        if plan is not None and not missing_amounts(facts, "plan", year):
            found.setdefault(year, plan)
    return found


def _forecast(facts: BudgetFacts, year: int) -> Decimal | None:
    """The result that the lines' forecasts for a year add up to; None unless every line has one."""
    column = facts.column("forecast", year)
    if column is None or missing_amounts(facts, "forecast", year):
        return None
    return totals(column, facts.centres).result


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


def measure_of(found: Outlook, measure: str, source: str, year: int, sums: Totals | None) -> Decimal | None:
    """A computed row's amount in a column of a budget table, in kronor: income, cost and equity positive, surplus +.

    What the column's own lines add up to is taken from `sums`; equity from the outlook's row of the column's year.
    """
    if measure in ("funding", "other_income", "income", "cost", "result"):
        amount: Decimal | None = getattr(sums, measure) if sums else None
        return amount
    row = found.row(year)
    return None if row is None or source == "part" else row.measure(measure).amount


def _row(
    facts: BudgetFacts,
    year: int,
    before: OutlookRow | None,
    entry: OutlookInput | None,
    sums: Totals | None,
    funding: dict[int, BasedAmount],
) -> OutlookRow:
    cost = _cost(facts, year, entry, sums)
    opening = before.closing_equity if before else BasedAmount(None, "forecast")
    budgeted = _budgeted_result(sums, funding[year], cost)
    is_forecast_entered = entry is not None and entry.forecast_result is not None
    forecast = entry.forecast_result if entry and is_forecast_entered else _forecast(facts, year)
    result = forecast if forecast is not None else budgeted
    return OutlookRow(
        year=year,
        funding=funding[year],
        cost=cost,
        opening_equity=opening.amount,
        result=result,
        closing_equity=_closing(entry, opening.amount, result),
        reason=entry.reason if entry else "",
        floor=floor_of(facts, year),
        ceiling=_ceiling(facts, year, funding),
        opening_basis=opening.basis,
        other_income=sums.other_income if sums else Decimal(0),
        budgeted_result=budgeted,
        forecast_result=forecast,
        forecast_origin="entered" if is_forecast_entered else "" if forecast is None else "lines",
    )


def _origin_of_budget(facts: BudgetFacts, year: int) -> str:
    """Which lines a year's figures are added up from."""
    if year == facts.year:
        return "budget"
    return "previous" if facts.previous is not None and year == facts.previous.year else "plan"


def _basis_of_budget(facts: BudgetFacts, year: int, otherwise: str) -> str:
    """What a figure taken from a year's lines rests on: a budget by how far it has come; a plan is no budget."""
    budget = facts.column("budget", year)
    if budget is None:
        return otherwise
    return "decided" if budget.is_decided else budget.status


def _funding(facts: BudgetFacts, year: int, entry: OutlookInput | None, sums: Totals | None) -> BasedAmount:
    basis = entry.funding_basis if entry is not None else "requested"
    if entry is not None and entry.funding is not None:
        return BasedAmount(entry.funding, basis, "entered")
    if sums is not None:
        origin = _origin_of_budget(facts, year)
        return BasedAmount(sums.funding, _basis_of_budget(facts, year, basis), origin)
    return BasedAmount(None, "requested")


def _cost(facts: BudgetFacts, year: int, entry: OutlookInput | None, sums: Totals | None) -> BasedAmount:
    basis = entry.cost_basis if entry is not None else "forecast"
    if entry is not None and entry.cost is not None:
        return BasedAmount(entry.cost, basis, "entered")
    if sums is not None and (sums.has_cost or year == facts.year):
        origin = _origin_of_budget(facts, year)
        return BasedAmount(sums.cost, _basis_of_budget(facts, year, basis), origin)
    return BasedAmount(None, "forecast")


def _budgeted_result(sums: Totals | None, funding: BasedAmount, cost: BasedAmount) -> Decimal | None:
    if funding.amount is None or cost.amount is None:
        return None
    if sums is not None:
        # The budget's result, moved by what the outlook says otherwise: other income stays in it.
        return sums.result + (funding.amount - sums.funding) - (cost.amount - sums.cost)
    return funding.amount - cost.amount


def _closing(entry: OutlookInput | None, opening: Decimal | None, result: Decimal | None) -> BasedAmount:
    if entry is not None and entry.closing_equity is not None:
        return BasedAmount(entry.closing_equity, entry.closing_equity_basis, "entered")
    if opening is None or result is None:
        return BasedAmount(None, "forecast")
    return BasedAmount(opening + result, "forecast", "computed")


def _ceiling(facts: BudgetFacts, year: int, funding: dict[int, BasedAmount]) -> Decimal | None:
    """The highest equity in kronor; None without a rule or while its denominator is unknown."""
    rule = rule_in_force(facts.rules, "ceiling", year)
    if rule is None or rule.percent is None:
        return None
    base = funding.get(year if rule.denominator == "this_year" else year + 1)
    return base.amount * rule.percent / 100 if base is not None and base.amount is not None else None
