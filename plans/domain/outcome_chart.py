"""An outcome of all initiatives over the years as a chart with its data."""

from __future__ import annotations

from dataclasses import dataclass

from finsam import charts, swedish
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
        """Each column that has a value, hidden or not."""
        cells = zip(self.series.columns, self.total.cells, strict=True)
        return [(column, cell) for column, cell in cells if cell is not None]

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
            bars=[
                charts.Bar(_short(column), cell.number if cell else None)
                for column, cell in zip(self.series.columns, self.total.cells, strict=True)
            ],
            levels=(),
            decimals=DECIMALS.get(self.series.measure, 0),
        )

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(cell.is_hidden for _, cell in self.told)


def outcome_chart(series: Series) -> OutcomeChart | None:
    """The chart; None where nothing of all initiatives is told."""
    total = series.total
    if total is None or all(cell is None or cell.number is None for cell in total.cells):
        return None
    return OutcomeChart(series, total)


def _short(column: Column) -> str:
    """What stands under a bar: 2018, or delår 2018 shortened to what there is room for."""
    return str(column.year) if column.period == "year" else f"d{swedish.NBSP}{column.year}"
