"""All that is computed of one budget, put together for programs: its columns, areas, lines, outlook and contributions.

Nothing is worked out here that the pages do not work out with the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.contributions import ContributionRow, contributions
from budgets.domain.equity import OutlookRow, outlook
from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.totals import Totals, totals, used_centres


@dataclass(frozen=True)
class Column:
    """A column of the budget: `budget` (the whole year), `part` (from 1), `forecast` (last year) or `plan` (later)."""

    source: str
    year: int
    part: int = 0


@dataclass(frozen=True)
class ColumnTotals:
    """A column and what its lines add up to, in kronor."""

    column: Column
    totals: Totals


@dataclass(frozen=True)
class Area:
    """A cost centre with lines in it or under it; `total` is kronor in ledger sign, those under it included."""

    centre: CentreFact
    parent: CentreFact | None
    total: Decimal


@dataclass(frozen=True)
class Cell:
    """An amount of a line in a column, kronor in ledger sign; None is a line kept without money."""

    column: Column
    amount: Decimal | None
    note: str


@dataclass(frozen=True)
class Line:
    """A line with its amounts, column by column; `category` is the short name of its own, if any."""

    fact: LineFact
    area: CentreFact
    category: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class WholeBudget:
    """A budget with all that is computed of it. `equity` is the outlook's row of the budget's own year."""

    budget: BudgetFact
    totals: Totals
    columns: tuple[ColumnTotals, ...]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    outlook: tuple[OutlookRow, ...]
    equity: OutlookRow | None
    contributions: tuple[ContributionRow, ...]


def whole_budget(facts: BudgetFacts, budget: BudgetFact) -> WholeBudget:
    """All that is computed of the facts' budget."""
    sums, years = totals(budget, facts.centres), outlook(facts)
    shares = facts.shares if facts.shares and facts.shares.shares else None
    return WholeBudget(
        budget=budget,
        totals=sums,
        columns=tuple(_columns(facts, budget, sums)),
        areas=_areas(facts, budget, sums),
        lines=_lines(facts, budget),
        outlook=years.rows,
        equity=years.row(budget.year),
        contributions=contributions(sums.funding, shares).rows if shares else (),
    )


def _columns(facts: BudgetFacts, budget: BudgetFact, sums: Totals) -> list[ColumnTotals]:
    """The year itself, and then its parts, last year's forecast and the later years that hold anything."""
    order = ("part", "forecast", "plan")
    keys = {
        (order.index(each.kind), each.year, each.part)
        for line in budget.lines
        for each in line.others
        if each.amount is not None
    }
    found = [ColumnTotals(Column("budget", budget.year), sums)]
    for place, year, part in sorted(keys):
        amounts = budget.column(order[place], year, part)
        if amounts is not None:
            found.append(ColumnTotals(Column(order[place], year, part), totals(amounts, facts.centres)))
    return found


def _areas(facts: BudgetFacts, budget: BudgetFact, sums: Totals) -> tuple[Area, ...]:
    used, by_pk = used_centres(facts.centres, [budget]), {centre.pk: centre for centre in facts.centres}
    return tuple(
        Area(centre, by_pk[centre.parent] if centre.parent is not None else None, sums.by_centre[centre.pk])
        for centre in facts.centres
        if centre.pk in used
    )


def _lines(facts: BudgetFacts, budget: BudgetFact) -> tuple[Line, ...]:
    """The lines area by area, in the areas' order."""
    categories = {category.pk: category.slug for category in facts.categories}
    by_area: dict[int, list[LineFact]] = {}
    for line in budget.lines:
        by_area.setdefault(line.centre, []).append(line)
    return tuple(
        Line(line, centre, categories.get(line.category or 0, ""), _cells(line, budget.year))
        for centre in facts.centres
        for line in by_area.get(centre.pk, ())
    )


def _cells(line: LineFact, year: int) -> tuple[Cell, ...]:
    others = (Cell(Column(each.kind, each.year, each.part), each.amount, each.note) for each in line.others)
    return (Cell(Column("budget", year), line.amount, line.note), *others)
