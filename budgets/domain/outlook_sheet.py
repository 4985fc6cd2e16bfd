"""The outlook as its page shows it: every figure with what it rests on and where it comes from, in words.

And how each year's equity comes about, a step a year. Nothing is computed here that `equity` does not compute, and no
öre is rounded away: where there are any, all that is told together is told to the öre.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.equity import (
    NAMED,
    NOT_ADOPTED,
    NOT_ADOPTED_TOLD,
    PLANNED_YEARS,
    BasedAmount,
    Outlook,
    OutlookRow,
    missing_amounts,
    outlook,
    rule_in_force,
)
from budgets.domain.facts import BudgetFacts, EquityRuleFact, LineFact
from finsam import swedish
from finsam.money import Unit, decimals_of

BASES = {
    "actual": "utfall",
    "decided": "beslutat",
    "proposed": "framlagd",
    "draft": "utkast",
    "forecast": "prognos",
    "requested": "äskat",
}
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

    `missing` are the lines without an amount in a forecast or plan that is begun and does not count yet. `budget` is
    the budget's status when the result rests on one that is not adopted.
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
    budget: str = ""

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
            told = f"Budgeterat resultat {self.year}{NOT_ADOPTED_TOLD.get(self.budget, '')}"
        return f"{told}: {self._kr(self.result)}."

    @property
    def _sum_told(self) -> str:
        if self.closing.origin == "entered":
            basis = BASES[self.closing.basis]
            told = f"Eget kapital 31/12 är inskrivet ({basis}): {self._kr(self.closing.amount)}."
            if self.rolled is not None and self.rolled != self.closing.amount:
                told += f" Framräknat vore det {self._kr(self.rolled)}."
            return told
        if self.opening.amount is None:
            return "Vad året börjar med är inte känt: skriv in det egna kapitalet vid ett tidigare års slut."
        if self.result is None or self.rolled is None:
            return ""
        sign = swedish.MINUS if self.result < 0 else "+"
        parts = f"{self._amount(self.opening.amount)} {sign} {self._amount(abs(self.result))}"
        return f"{parts} = {self._kr(self.rolled)} i eget kapital 31/12 {self.year}."

    def _amount(self, amount: Decimal | None) -> str:
        told = (self.opening.amount, self.result, self.rolled, self.closing.amount)
        return swedish.amount(amount, Unit.KR, decimals_of(told))

    def _kr(self, amount: Decimal | None) -> str:
        return f"{self._amount(amount)}{swedish.NBSP}kr"


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

    @property
    def decimals(self) -> int:
        """How many decimals all the table's amounts have, so that their digits stand under each other."""
        return decimals_of(cell.amount for row in self.rows for cell in row.cells)


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
        words = [BASES[amount.basis], origins[amount.origin]]
        if amount.basis in NOT_ADOPTED:
            words.reverse()  # it is the budget that is a draft, not the amount
        return Cell(amount.amount, ", ".join(words), amount.origin, amount.mark)

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
    amount = swedish.amount(row.ceiling, Unit.KR, decimals_of([row.ceiling]))
    return f"{denominator_of(rule)} = {amount}{swedish.NBSP}kr"


def _step(facts: BudgetFacts, row: OutlookRow) -> Step:
    missing: tuple[LineFact, ...] = ()
    if row.forecast_origin != "entered" and row.year == facts.year - 1:
        missing = missing_amounts(facts, "forecast", row.year)
    elif row.year > facts.year:
        missing = missing_amounts(facts, "plan", row.year)
    bases = {row.funding.basis, row.cost.basis}
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
        budget=next((basis for basis in NOT_ADOPTED if basis in bases), ""),
    )
