"""The outlook as a table in a federation's own shape: a row a year, a column a measure."""

from __future__ import annotations

from dataclasses import dataclass

from budgets.domain.equity import MARK_MEANINGS, BasedAmount, Outlook, outlook
from budgets.domain.facts import BudgetFacts
from budgets.domain.shapes import MEASURES, STANDARD_YEARS, ShapeFact, with_year
from finsam.money import Unit, decimals_of


@dataclass(frozen=True)
class YearRow:
    """A year with one amount per column, in kronor and in the sign it is printed in."""

    year: int
    amounts: tuple[BasedAmount, ...]


@dataclass(frozen=True)
class YearsTable:
    """The table. `marks` are those that occur, with their meanings; none when the shape does not mark."""

    headings: tuple[str, ...]
    rows: tuple[YearRow, ...]
    unit: Unit
    shows_basis: bool = True

    @property
    def decimals(self) -> int:
        """How many decimals its kronor are told with: no öre is rounded away. Other units are whole."""
        amounts = (based.amount for row in self.rows for based in row.amounts)
        return decimals_of(amounts) if self.unit is Unit.KR else 0

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The marks to explain under the table."""
        used = {amount.mark for row in self.rows for amount in row.amounts} if self.shows_basis else set()
        return tuple((mark, meaning) for mark, meaning in MARK_MEANINGS.items() if mark in used)


def years_table(
    facts: BudgetFacts, shape: ShapeFact = STANDARD_YEARS, found: Outlook | None = None
) -> YearsTable:
    """The outlook of a budget in the shape; `found` when it is already worked out."""
    first, last = (
        None if offset is None else facts.year + offset for offset in (shape.first_offset, shape.last_offset)
    )
    rows = []
    for row in (found or outlook(facts)).rows:
        if (first is None or row.year >= first) and (last is None or row.year <= last):
            amounts = []
            for column in shape.columns:
                based = row.measure(column.measure)
                if column.measure == "cost" and shape.shows_costs_negative and based.amount:
                    based = BasedAmount(-based.amount, based.basis)
                amounts.append(based)
            rows.append(YearRow(row.year, tuple(amounts)))
    headings = tuple(
        with_year(column.heading, facts.year) or MEASURES[column.measure] for column in shape.columns
    )
    return YearsTable(headings, tuple(rows), Unit(shape.unit), shape.shows_basis)
