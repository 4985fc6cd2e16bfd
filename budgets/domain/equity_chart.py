"""Equity at the end of each year against floor and ceiling, as a chart with its data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.equity import MARK_MEANINGS, BasedAmount, Outlook, OutlookRow
from finsam import charts, swedish
from finsam.money import ZERO, Unit
from finsam.periods import span_text


@dataclass(frozen=True)
class EquityChart:
    """The chart. `rows` are the years whose equity is known, and all between; amounts are kronor, shown in tkr."""

    rows: tuple[OutlookRow, ...]
    unit: Unit = Unit.TKR

    @property
    def years(self) -> str:
        """2021–2026."""
        return span_text(row.year for row in self.rows)

    @property
    def has_floor(self) -> bool:
        """Whether a lowest level is decided for any of the years."""
        return any(row.floor is not None for row in self.rows)

    @property
    def has_ceiling(self) -> bool:
        """Whether a highest level is known for any of the years."""
        return any(row.ceiling is not None for row in self.rows)

    @property
    def has_estimates(self) -> bool:
        """Whether any bar is an estimate."""
        return any(_is_estimate(row.closing_equity) for row in self.rows)

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The marks to explain under the table."""
        used = {row.closing_equity.mark for row in self.rows}
        return tuple((mark, meaning) for mark, meaning in MARK_MEANINGS.items() if mark in used)

    @property
    def words(self) -> str:
        """What the chart shows, said: the extremes, and the years outside floor and ceiling."""
        known = [row for row in self.rows if row.closing_equity.amount is not None]
        most, least = (pick(known, key=_equity) for pick in (max, min))
        told = [
            f"Eget kapital 31 december {self.years}: som mest {self._at(most)}, som minst {self._at(least)}."
        ]
        under = [row.year for row in known if row.floor is not None and _equity(row) < row.floor]
        over = [row.year for row in known if row.ceiling is not None and _equity(row) > row.ceiling]
        if self.has_floor:
            told.append(f"Under lägsta nivå: {_years(under)}.")
        if self.has_ceiling:
            told.append(f"Över högsta nivå: {_years(over)}.")
        return " ".join(told)

    @property
    def svg(self) -> str:
        """The drawing."""
        levels = (
            charts.Level("Lägsta nivå", tuple(row.floor for row in self.rows)),
            charts.Level("Högsta nivå", tuple(row.ceiling for row in self.rows), is_dashed=True),
        )
        return charts.bars_and_levels(
            title=self.words,
            bars=[
                charts.Bar(str(row.year), row.closing_equity.amount, _is_estimate(row.closing_equity))
                for row in self.rows
            ],
            levels=levels,
            unit=self.unit,
        )

    def _at(self, row: OutlookRow) -> str:
        return f"{swedish.amount_with_unit(row.closing_equity.amount, self.unit)} ({row.year})"


def equity_chart(found: Outlook) -> EquityChart | None:
    """The chart of an outlook; None while no year's equity is known."""
    known = [row.year for row in found.rows if row.closing_equity.amount is not None]
    if not known:
        return None
    return EquityChart(tuple(row for row in found.rows if known[0] <= row.year <= known[-1]))


def _is_estimate(equity: BasedAmount) -> bool:
    return equity.basis in ("forecast", "requested")


def _equity(row: OutlookRow) -> Decimal:
    return row.closing_equity.amount or ZERO


def _years(years: list[int]) -> str:
    return swedish.listed([str(year) for year in years]) if years else "inget år"
