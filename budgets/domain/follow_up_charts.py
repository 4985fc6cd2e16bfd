"""The outturn as charts with their data: month by month against the budget, and how much of it each area has used."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.follow_up import FollowUpFacts, OperatingStatement, StatementRow
from budgets.domain.follow_up_areas import MonthRow, month_rows, operations
from finsam import charts, share_chart, swedish
from finsam.money import ZERO, Unit


@dataclass(frozen=True)
class MonthsChart:
    """What operations cost month by month, net of their own income. Amounts are kronor, shown in tkr."""

    year: int
    rows: tuple[MonthRow, ...]
    unit: Unit = Unit.TKR

    @property
    def words(self) -> str:
        """What the chart shows, said: the sum so far against the budget, the dearest month and the cheapest."""
        known = [(row.actual, row.month) for row in self.rows if row.actual is not None]
        so_far = sum((amount for amount, _ in known), ZERO)
        budget = sum((row.budget for row in self.rows[: len(known)]), ZERO)
        most, least = max(known), min(known)
        return (
            f"Kostnader per månad {self.year} till och med {_month(known[-1][1])}: {self._told(so_far)} mot "
            f"budgeterade {self._told(budget)}. Som mest {self._told(most[0])} ({_month(most[1])}), "
            f"som minst {self._told(least[0])} ({_month(least[1])})."
        )

    @property
    def svg(self) -> str:
        """The drawing."""
        return charts.bars_and_levels(
            title=self.words,
            bars=[charts.Bar(_month(row.month)[:3], row.actual) for row in self.rows],
            levels=(charts.Level("Budget", tuple(row.budget for row in self.rows)),),
            unit=self.unit,
        )

    def _told(self, amount: Decimal) -> str:
        return swedish.amount_with_unit(amount, self.unit)


def months_chart(facts: FollowUpFacts, month: int) -> MonthsChart | None:
    """The chart to and with a month; None where the ledger keeps no months, or has not begun."""
    rows = tuple(
        row if row.month <= month else row.yet_to_come for row in month_rows(facts, operations(facts))
    )
    if not any(row.actual is not None for row in rows):
        return None
    return MonthsChart(facts.year, rows, facts.unit)


@dataclass(frozen=True)
class ConsumedChart:
    """How much of the year's budget each area has used, against how much of the year has passed."""

    rows: tuple[StatementRow, ...]
    statement: OperatingStatement

    @property
    def words(self) -> str:
        """What the chart shows, said: who has used more than the share of the year, and who less."""
        mark = self.statement.expected_percent
        known = [(row, row.consumed_percent) for row in self.rows if row.consumed_percent is not None]
        over = [named(row) for row, percent in known if percent > mark]
        return (
            f"Förbrukad andel av årsbudgeten {self.statement.year} per ID. "
            f"{swedish.percent(mark, 0)} av året har gått. "
            f"Mer än så: {swedish.listed(over) if over else 'inget ID'}."
        )

    @property
    def has_cut(self) -> bool:
        """Whether a bar is too long to be drawn whole."""
        return any(bar.is_cut for bar in self._bars)

    @property
    def longest_percent(self) -> Decimal:
        """Where a bar is cut."""
        return share_chart.LONGEST_PERCENT

    @property
    def svg(self) -> str:
        """The drawing."""
        mark = self.statement.expected_percent
        return share_chart.shares_and_mark(
            title=self.words,
            bars=self._bars,
            mark=mark,
            mark_name=f"{swedish.percent(mark, 0)} av året",
        )

    @property
    def _bars(self) -> list[share_chart.ShareBar]:
        return [share_chart.ShareBar(named(row), row.consumed_percent) for row in self.rows]


def consumed_chart(statement: OperatingStatement) -> ConsumedChart | None:
    """The chart of the areas that belong to no other; None where nothing is budgeted."""
    rows = tuple(row for row in statement.rows if not row.depth and row.centre is not None)
    if not any(row.consumed_percent is not None for row in rows):
        return None
    return ConsumedChart(rows, statement)


def named(row: StatementRow) -> str:
    """21 000 Övergripande samordning, by name alone where no ID is used."""
    return f"{swedish.code(row.code)} {row.name}" if row.code else row.name


def _month(month: int) -> str:
    return swedish.MONTHS[month - 1]
