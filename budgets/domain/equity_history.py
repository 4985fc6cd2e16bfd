"""Contributions, budget and equity over the years: what has been, and what next year's budget leads to.

Each year's contributions and cost are those of its budget in force, and its equity at year-end that of its balance
sheet. What neither gives is what the latest outlook says that has a word on the year: of years before the federation's
books began what an older document printed, of years to come what is expected or asked for. From the last known equity
on it is rolled forward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.domain.balance_sheet import is_known
from budgets.domain.equity import (
    MARK_MEANINGS,
    NOT_ADOPTED_TOLD,
    BasedAmount,
    Outlook,
    OutlookRow,
    outlook,
)
from budgets.domain.facts import BudgetFact, BudgetFacts, LineFact, OutlookInput, total
from budgets.domain.ledger import YEAR_END
from budgets.domain.ledger_balance import OPENING, BalanceFacts, balance_sheet
from budgets.domain.totals import totals
from finsam import periods, swedish
from finsam.money import ZERO, Unit

ACTUAL, DECIDED = "actual", "decided"


@dataclass(frozen=True)
class HistoryFacts:
    """All years as seen from the end of one. `base` is next year's budget, or the year's own where there is none."""

    year: int
    base: BudgetFacts
    budgets: Mapping[int, BudgetFact]
    """The budget in force of each year that has one."""
    outlooks: tuple[tuple[int, OutlookInput], ...]
    """What each of those budgets' outlooks says of a year, with the year of the budget."""
    equity: Mapping[int, Decimal]
    """Equity at the end of the years whose balance sheet is known."""
    unit: Unit = Unit.TKR


@dataclass(frozen=True)
class HistoryRow:
    """A year. `terms` are what its contributions are added up of, where some of them are that year's alone."""

    year: int
    funding: BasedAmount
    terms: tuple[Decimal, ...]
    extra: tuple[str, ...]
    """What the terms after the first are called."""
    cost: BasedAmount
    equity: BasedAmount
    is_past: bool
    published: str = ""
    """Where its amounts are from, where no budget and no balance sheet gives them all."""
    is_equity_said: bool = False
    """Whether its equity is what an outlook says, without a word of where that is from."""


@dataclass(frozen=True)
class EquityHistory:
    """The years in order; `found` is the outlook that they are taken from, with floor and ceiling."""

    year: int
    rows: tuple[HistoryRow, ...]
    found: Outlook
    unit: Unit

    @property
    def years(self) -> str:
        """2013–2021."""
        return periods.span_text(row.year for row in self.rows)

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The marks to explain under the table."""
        used = {each.mark for row in self.rows for each in (row.funding, row.cost, row.equity)}
        return tuple((mark, meaning) for mark, meaning in MARK_MEANINGS.items() if mark in used)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was extra in a year, which years are only known from print, and whose budget is not adopted."""
        found = []
        for row in self.rows:
            for amount, label in zip(row.terms[1:], row.extra, strict=True):
                told = swedish.amount_with_unit(amount, self.unit)
                found.append(
                    f"Av årstilldelningen {row.year} är {told} sådant som bara det året har: {_small(label)}."
                )
        sources: dict[str, list[int]] = {}
        for row in self.rows:
            if row.published:
                sources.setdefault(row.published, []).append(row.year)
        for source, years in sources.items():
            found.append(f"Uppgifter för {periods.span_text(years)}: {_small(source).rstrip('.')}.")
        said = [row.year for row in self.rows if row.is_equity_said]
        if said:
            found.append(
                f"Eget kapital {periods.span_text(said)} är det som står i den långsiktiga budgeten: "
                "någon balansräkning är inte införd."
            )
        for status, told in NOT_ADOPTED_TOLD.items():
            years = [row.year for row in self.rows if status in (row.funding.basis, row.cost.basis)]
            if years:
                found.append(
                    f"Årstilldelning och budget {periods.span_text(years)} är{told}: budgeten är inte fastställd."
                )
        return tuple(found)

    def row(self, year: int) -> HistoryRow | None:
        """The row of a year, or None."""
        return next((row for row in self.rows if row.year == year), None)


def equity_of(balances: Iterable[BalanceFacts]) -> dict[int, Decimal]:
    """Equity at the end of each year whose balance sheet is known, or else is what the next year's files open with."""
    known = list(balances)
    found = {
        each.ledger.year - 1: balance_sheet(each, OPENING).equity
        for each in known
        if any(row.month == OPENING for row in each.rows)
    }
    return found | {
        each.ledger.year: balance_sheet(each, YEAR_END).equity for each in known if is_known(each, YEAR_END)
    }


def equity_history(facts: HistoryFacts) -> EquityHistory | None:
    """The years from the first that anything says something of to the last that is planned; None without any."""
    entered = _merged(facts)
    found = outlook(replace(facts.base, outlook=tuple(entered[year] for year in sorted(entered))))
    rows = tuple(_row(facts, row, entered.get(row.year)) for row in found.rows if _says_anything(row))
    return EquityHistory(facts.year, rows, found, facts.unit) if rows else None


def _says_anything(row: OutlookRow) -> bool:
    amounts = (row.funding.amount, row.cost.amount, row.closing_equity.amount)
    return any(amount is not None for amount in amounts)


def _merged(facts: HistoryFacts) -> dict[int, OutlookInput]:
    """Per year the latest outlook's word, with the budget's amounts and the balance sheet's equity in its place."""
    latest: dict[int, OutlookInput] = {}
    for _budget_year, each in sorted(facts.outlooks, key=lambda pair: pair[0]):
        latest[each.year] = each
    own = {facts.base.year} if facts.base.budget else set()
    years = {*latest, *(year for year in facts.budgets if year <= facts.base.year), *facts.equity}
    return {
        year: _entry(facts, year, latest.get(year))
        for year in years
        if year not in own or year in latest or year in facts.equity
    }


def _entry(facts: HistoryFacts, year: int, said: OutlookInput | None) -> OutlookInput:
    entry = said or OutlookInput(0, year, None, "requested", None, "forecast", None, None, ACTUAL, "")
    budget = facts.budgets.get(year)
    if budget is not None and year != facts.base.year:
        sums = totals(budget, facts.base.centres)
        basis = DECIDED if budget.is_decided else budget.status
        entry = replace(entry, funding=sums.funding, funding_basis=basis)
        if sums.has_cost:
            entry = replace(entry, cost=sums.cost, cost_basis=basis)
    if year in facts.equity:
        entry = replace(
            entry, closing_equity=facts.equity[year], closing_equity_basis=ACTUAL, forecast_result=None
        )
    return entry


def _row(facts: HistoryFacts, row: OutlookRow, entry: OutlookInput | None) -> HistoryRow:
    budget = facts.budgets.get(row.year)
    extra = _extra(facts, budget)
    ordinary = (row.funding.amount or ZERO) + total(extra)
    is_print = (
        row.year <= facts.year and entry is not None and (budget is None or row.year not in facts.equity)
    )
    return HistoryRow(
        year=row.year,
        funding=row.funding,
        terms=(ordinary, *(-(line.amount or ZERO) for line in extra)) if extra else (),
        extra=tuple(line.label for line in extra),
        cost=row.cost,
        equity=row.closing_equity,
        is_past=row.year <= facts.year,
        published=entry.reason if is_print and entry else "",
        is_equity_said=row.year <= facts.year
        and entry is not None
        and not entry.reason
        and entry.closing_equity is not None
        and row.year not in facts.equity,
    )


def _extra(facts: HistoryFacts, budget: BudgetFact | None) -> tuple[LineFact, ...]:
    """Contributions that neither the year before nor the year after has, beside those that go on."""
    if budget is None:
        return ()
    beside = [facts.budgets[year] for year in (budget.year - 1, budget.year + 1) if year in facts.budgets]
    going_on = {line.key for each in beside for line in _contributions(each)}
    own = _contributions(budget)
    alone = tuple(line for line in own if line.key not in going_on and line.amount)
    return alone if beside and len(alone) < len(own) else ()


def _contributions(budget: BudgetFact) -> tuple[LineFact, ...]:
    return tuple(line for line in budget.lines if line.nature == "contribution")


def _small(text: str) -> str:
    """A text that goes on a sentence."""
    return text[:1].lower() + text[1:]


def known_years(rows: Iterable[HistoryRow]) -> tuple[int, ...]:
    """The years that are over and whose equity is known."""
    return tuple(row.year for row in rows if row.is_past and row.equity.amount is not None)
