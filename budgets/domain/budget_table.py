"""The budget as a table: lines by cost centre, this year beside last, with every total computed.

Costs are positive and other income negative within the areas; the summary shows income as positive (Södra Dalarna's
shape). "Kostnader totalt" is what the areas cost net of their own income; gross figures belong to the statements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, LineFact, total
from finsam.money import ZERO


class RowKind(StrEnum):
    """What a row of the table is."""

    HEADING = "heading"
    LINE = "line"
    TOTAL = "total"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Row:
    """A row. `code` is the ID or the account group; `amounts` are kronor, one per column, None for nothing to show.

    `is_contribution` marks the lines that the contribution note explains. `line` is this year's line, if any;
    `last_year` is last year's where this year has none yet.
    """

    kind: RowKind
    code: str
    label: str
    amounts: tuple[Decimal | None, ...]
    depth: int = 0
    is_contribution: bool = False
    line: int | None = None
    centre: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class BudgetTable:
    """The whole table. `years` names the columns; `summary` is income, cost and result."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    summary: tuple[Row, ...]
    has_codes: bool


@dataclass(frozen=True)
class Totals:
    """A budget's totals in kronor: income and cost positive, result with surplus +."""

    funding: Decimal = ZERO
    income: Decimal = ZERO
    cost: Decimal = ZERO
    by_centre: dict[int, Decimal] = field(default_factory=dict)

    @property
    def result(self) -> Decimal:
        """Income less cost: surplus +, deficit −."""
        return self.income - self.cost


def totals(budget: BudgetFact, centres: tuple[CentreFact, ...]) -> Totals:
    """The budget's totals. A centre's total includes the centres under it, in ledger sign."""
    funding_centres = {centre.pk for centre in centres if centre.is_funding}
    own: dict[int, Decimal] = {centre.pk: ZERO for centre in centres}
    for line in budget.lines:
        own[line.centre] += line.amount or ZERO
    together = dict(own)
    for centre in reversed(_in_tree_order(centres)):
        if centre.parent is not None:
            together[centre.parent] += together[centre.pk]
    return Totals(
        funding=-total(tuple(line for line in budget.lines if line.nature == "contribution")),
        income=-total(tuple(line for line in budget.lines if line.centre in funding_centres)),
        cost=total(tuple(line for line in budget.lines if line.centre not in funding_centres)),
        by_centre=together,
    )


def budget_table(facts: BudgetFacts) -> BudgetTable:
    """This year's budget beside last year's. Lines are matched by identity, so a renamed line keeps its history."""
    budgets = [budget for budget in (facts.budget, facts.previous) if budget is not None]
    sums = [totals(budget, facts.centres) for budget in budgets]
    used = _used_centres(facts.centres, budgets)
    rows: list[Row] = []
    for centre in facts.centres:
        if centre.parent is None and centre.pk in used:
            rows += _centre_rows(centre, facts.centres, used, budgets, sums, 0)
    return BudgetTable(
        years=tuple(budget.year for budget in budgets),
        rows=tuple(rows),
        summary=(
            _summary("Intäkter totalt", [each.income for each in sums]),
            _summary("Kostnader totalt", [each.cost for each in sums]),
            _summary("Resultat", [each.result for each in sums]),
        ),
        has_codes=any(row.code for row in rows),
    )


def _summary(label: str, amounts: list[Decimal]) -> Row:
    return Row(RowKind.SUMMARY, "", label, tuple(amounts))


def _centre_rows(
    centre: CentreFact,
    centres: tuple[CentreFact, ...],
    used: set[int],
    budgets: list[BudgetFact],
    sums: list[Totals],
    depth: int,
) -> list[Row]:
    rows = [Row(RowKind.HEADING, centre.code, centre.name, (None,) * len(budgets), depth, centre=centre.pk)]
    rows += [_line_row(versions, depth) for versions in _matched_lines(centre.pk, budgets)]
    for child in centres:
        if child.parent == centre.pk and child.pk in used:
            rows += _centre_rows(child, centres, used, budgets, sums, depth + 1)
    amounts = tuple(each.by_centre[centre.pk] for each in sums)
    rows.append(Row(RowKind.TOTAL, "", "Totalt", amounts, depth, centre=centre.pk))
    return rows


def _line_row(versions: list[LineFact | None], depth: int) -> Row:
    shown = next(line for line in versions if line is not None)
    return Row(
        RowKind.LINE,
        shown.account,
        shown.label,
        tuple(line.amount if line else None for line in versions),
        depth,
        is_contribution=shown.nature == "contribution",
        line=versions[0].pk if versions[0] else None,
        centre=shown.centre,
        last_year=shown.pk if versions[0] is None else None,
    )


def _matched_lines(centre: int, budgets: list[BudgetFact]) -> list[list[LineFact | None]]:
    """Per line identity the line of each budget, in the order of this year's budget, then of last year's."""
    per_budget = [{line.key: line for line in budget.lines if line.centre == centre} for budget in budgets]
    keys = dict.fromkeys(key for lines in per_budget for key in lines)
    return [[lines.get(key) for lines in per_budget] for key in keys]


def _used_centres(centres: tuple[CentreFact, ...], budgets: list[BudgetFact]) -> set[int]:
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
