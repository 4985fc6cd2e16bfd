"""The outlook as its page shows it: every figure with what it rests on and where it comes from, in words.

And how each year's equity comes about, a step a year. Nothing is computed here that `equity` does not compute.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.equity import (
    BasedAmount,
    Outlook,
    OutlookRow,
    missing_amounts,
    outlook,
    rule_in_force,
)
from budgets.domain.facts import BudgetFacts, EquityRuleFact, LineFact
from budgets.domain.filling_checks import NAMED, PLANNED_YEARS
from finsam import swedish

BASES = {"actual": "utfall", "decided": "beslutat", "forecast": "prognos", "requested": "äskat"}
"""What an amount rests on, in words."""
DENOMINATORS = {"this_year": "årets medelstilldelning", "next_year": "nästa års medelstilldelning"}
HEADINGS = {
    "funding": "Årstilldelning",
    "other_income": "Övriga intäkter",
    "cost": "Kostnad",
    "budgeted_result": "Budgeterat resultat",
    "forecast_result": "Prognos för resultatet",
    "opening_equity": "Eget kapital 1/1",
    "closing_equity": "Eget kapital 31/12",
    "floor": "Lägsta nivå",
    "ceiling": "Högsta nivå",
    "available_funds": "Tillgängliga medel",
}
"""The columns, in their order."""


@dataclass(frozen=True)
class Cell:
    """A figure in kronor with its mark, and in words what it rests on and where it comes from.

    `origin` is that of `BasedAmount`, for a link to where it is changed; "rule" for a floor or a ceiling.
    """

    amount: Decimal | None
    words: str = ""
    origin: str = ""
    mark: str = ""


@dataclass(frozen=True)
class SheetRow:
    """A year with its cells in the order of HEADINGS."""

    year: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Step:
    """How a year's closing equity comes about: what it opens with, and the result it rolls forward with.

    `missing` are the lines without an amount in a forecast or plan that is begun and does not count yet.
    """

    year: int
    opening: BasedAmount
    closing: BasedAmount
    rolled: Decimal | None
    result: Decimal | None
    is_forecast: bool
    result_origin: str
    reason: str
    missing: tuple[LineFact, ...] = ()

    @property
    def missing_told(self) -> str:
        """The lines that lack an amount: the first by name, the rest counted."""
        named = [line.label for line in self.missing[:NAMED]]
        rest = len(self.missing) - len(named)
        counted = [f"{swedish.count(rest)} {'rad' if rest == 1 else 'rader'} till"] if rest else []
        return swedish.listed([*named, *counted])

    @property
    def sentence(self) -> str:
        """The step as it is computed: "Prognos 2022 ur raderna: −246 000 kr. 1 262 000 − 246 000 = 1 016 000 kr."."""
        return f"{self._result_told} {self._sum_told}".strip()

    @property
    def _result_told(self) -> str:
        if self.result is None:
            return "Årets resultat är inte känt ännu."
        if self.is_forecast:
            origin = " ur raderna" if self.result_origin == "lines" else ", inskriven"
            told = f"Prognos {self.year}{origin}"
        else:
            told = f"Budgeterat resultat {self.year}"
        return f"{told}: {swedish.amount_with_unit(self.result)}."

    @property
    def _sum_told(self) -> str:
        if self.closing.origin == "entered":
            basis = BASES[self.closing.basis]
            told = (
                f"Eget kapital 31/12 är inskrivet ({basis}): {swedish.amount_with_unit(self.closing.amount)}."
            )
            if self.rolled is not None and self.rolled != self.closing.amount:
                told += f" Framräknat vore det {swedish.amount_with_unit(self.rolled)}."
            return told
        if self.opening.amount is None:
            return "Vad året börjar med är inte känt: skriv in det egna kapitalet vid ett tidigare års slut."
        if self.result is None or self.rolled is None:
            return ""
        sign = swedish.MINUS if self.result < 0 else "+"
        parts = f"{swedish.amount(self.opening.amount)} {sign} {swedish.amount(abs(self.result))}"
        return f"{parts} = {swedish.amount_with_unit(self.rolled)} i eget kapital 31/12 {self.year}."


@dataclass(frozen=True)
class OutlookSheet:
    """All that the page of the outlook shows. `lacking` are the years the law asks for that are not there.

    `ceiling` is that of the budget's year as it is computed: "20 % av årets medelstilldelning = 1 261 600 kr".
    """

    rows: tuple[SheetRow, ...]
    steps: tuple[Step, ...]
    marks: tuple[tuple[str, str], ...]
    lacking: tuple[int, ...]
    next_year: int
    ceiling: str

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns' headings."""
        return tuple(HEADINGS.values())


def outlook_sheet(facts: BudgetFacts, found: Outlook | None = None) -> OutlookSheet:
    """The sheet of a budget's outlook; `found` when it is already worked out."""
    found = found or outlook(facts)
    return OutlookSheet(
        rows=tuple(SheetRow(row.year, _cells(facts, row)) for row in found.rows),
        steps=tuple(_step(facts, row) for row in found.rows),
        marks=found.marks,
        lacking=lacking_years(facts, found),
        next_year=max((row.year for row in found.rows), default=facts.year) + 1,
        ceiling=_ceiling_told(facts, found),
    )


def lacking_years(facts: BudgetFacts, found: Outlook) -> tuple[int, ...]:
    """The years from the budget's own on that the law asks for and the outlook does not have."""
    known = {row.year for row in found.rows}
    return tuple(year for year in range(facts.year, facts.year + PLANNED_YEARS) if year not in known)


def _cells(facts: BudgetFacts, row: OutlookRow) -> tuple[Cell, ...]:
    origins = {
        "entered": "inskrivet",
        "computed": "framräknat",
        "budget": "ur årets budget",
        "previous": f"ur budgeten {row.year}",
        "plan": "ur planraderna",
        "lines": "ur raderna",
    }

    def based(amount: BasedAmount) -> Cell:
        if amount.amount is None:
            return Cell(None)
        words = f"{BASES[amount.basis]}, {origins[amount.origin]}"
        return Cell(amount.amount, words, amount.origin, amount.mark)

    def computed(amount: Decimal | None) -> Cell:
        return Cell(None) if amount is None else Cell(amount, origins["computed"], "computed")

    from_lines = row.cost.origin if row.cost.origin in ("budget", "previous", "plan") else row.funding.origin
    other = Cell(None)
    if from_lines in ("budget", "previous", "plan"):
        other = Cell(row.other_income, origins[from_lines], from_lines)
    forecast = BasedAmount(row.forecast_result, "forecast", row.forecast_origin)
    opening = Cell(None)
    if row.opening_equity is not None:
        words = f"{BASES[row.opening_basis]}, från 31/12 {row.year - 1}"
        opening = Cell(row.opening_equity, words, "computed")
    cells = {
        "funding": based(row.funding),
        "other_income": other,
        "cost": based(row.cost),
        "budgeted_result": computed(row.budgeted_result),
        "forecast_result": based(forecast),
        "opening_equity": opening,
        "closing_equity": based(row.closing_equity),
        "floor": _rule_cell(row.floor, rule_in_force(facts.rules, "floor", row.year)),
        "ceiling": _rule_cell(row.ceiling, rule_in_force(facts.rules, "ceiling", row.year)),
        "available_funds": computed(row.available_funds),
    }
    return tuple(cells[name] for name in HEADINGS)


def _rule_cell(amount: Decimal | None, rule: EquityRuleFact | None) -> Cell:
    if amount is None or rule is None:
        return Cell(None)
    return Cell(amount, denominator_of(rule), "rule")


def denominator_of(rule: EquityRuleFact) -> str:
    """What a ceiling is a share of, "20 % av årets medelstilldelning"; "" for a floor, which is an amount."""
    if rule.percent is None:
        return ""
    return f"{swedish.percent(rule.percent)} av {DENOMINATORS[rule.denominator]}"


def _ceiling_told(facts: BudgetFacts, found: Outlook) -> str:
    rule, row = rule_in_force(facts.rules, "ceiling", facts.year), found.row(facts.year)
    if rule is None or row is None or row.ceiling is None:
        return ""
    return f"{denominator_of(rule)} = {swedish.amount_with_unit(row.ceiling)}"


def _step(facts: BudgetFacts, row: OutlookRow) -> Step:
    missing: tuple[LineFact, ...] = ()
    if row.forecast_origin != "entered" and row.year == facts.year - 1:
        missing = missing_amounts(facts, "forecast", row.year)
    elif row.year > facts.year:
        missing = missing_amounts(facts, "plan", row.year)
    return Step(
        year=row.year,
        opening=BasedAmount(row.opening_equity, row.opening_basis),
        closing=row.closing_equity,
        rolled=row.rolled_equity,
        result=row.result,
        is_forecast=row.forecast_result is not None,
        result_origin=row.forecast_origin,
        reason=row.reason,
        missing=missing,
    )
