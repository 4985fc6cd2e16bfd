"""An outcome of all initiatives over the years as a chart with its data."""

from __future__ import annotations

from dataclasses import dataclass

from finsam import charts
from plans.domain.outcome_facts import YEAR
from plans.domain.outcome_results import Told
from plans.domain.outcome_series import Column, Series, SeriesRow

DECIMALS = {"goal_share": 1, "mean_months": 1}


@dataclass(frozen=True)
class OutcomeChart:
    """The row of all initiatives together as bars. What is hidden leaves its place empty."""

    series: Series
    total: SeriesRow

    @property
    def told(self) -> list[tuple[Column, Told]]:
        """Each whole year that has a value, hidden or not: a part of a year beside a year would mislead."""
        cells = zip(self.series.columns, self.total.cells, strict=True)
        return [(column, cell) for column, cell in cells if cell is not None and column.period == YEAR]

    @property
    def words(self) -> str:
        """What the chart shows, said: the first value and the last."""
        known = [(column, cell) for column, cell in self.told if cell.number is not None]
        ends = [known[0], known[-1]] if len(known) > 1 else known
        told = " till ".join(f"{cell.text} ({column.label})" for column, cell in ends)
        return f"{'Från' if len(ends) > 1 else 'Värdet är'} {told}."

    @property
    def svg(self) -> str:
        """The drawing."""
        return charts.bars_and_levels(
            title=self.words,
            bars=[charts.Bar(str(column.year), cell.number) for column, cell in self.told],
            levels=(),
            decimals=DECIMALS.get(self.series.measure, 0),
        )

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(cell.is_hidden for _, cell in self.told)


def outcome_chart(series: Series) -> OutcomeChart | None:
    """The chart; None where nothing of all initiatives is told in any whole year."""
    if series.total is None:
        return None
    chart = OutcomeChart(series, series.total)
    return chart if any(cell.number is not None for _, cell in chart.told) else None
