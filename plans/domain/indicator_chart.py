"""An indicator over the years as a chart with its data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finsam import charts
from plans.domain.indicators import IndicatorSeries, SeriesRow


@dataclass(frozen=True)
class IndicatorChart:
    """The row of everyone as bars, one a year or month. What is hidden leaves its place empty."""

    series: IndicatorSeries
    row: SeriesRow

    @property
    def unit(self) -> str:
        """What the values are counted in."""
        return self.series.indicator.unit

    @property
    def words(self) -> str:
        """What the chart shows, said: the first value, the last, and the largest."""
        indicator = self.series.indicator
        known = [
            (moment.label, cell.value)
            for moment, cell in zip(self.series.moments, self.row.cells, strict=True)
            if cell.value is not None
        ]
        unit = f" {indicator.unit}" if indicator.unit else ""

        def told(label: str, value: Decimal) -> str:
            return f"{indicator.shown(value)}{unit} ({label})"

        most = told(*max(known, key=lambda each: each[1]))
        return f"{indicator.name}: från {told(*known[0])} till {told(*known[-1])}. Som mest {most}."

    @property
    def svg(self) -> str:
        """The drawing."""
        return charts.bars_and_levels(
            title=self.words,
            bars=[
                charts.Bar(moment.label, cell.value)
                for moment, cell in zip(self.series.moments, self.row.cells, strict=True)
            ],
            levels=(),
            decimals=self.series.indicator.decimals,
        )


def indicator_chart(series: IndicatorSeries) -> IndicatorChart | None:
    """The chart; None where there is no row of everyone, or fewer than two values of it are told."""
    row = series.whole
    if row is None or sum(cell.value is not None for cell in row.cells) < 2:
        return None
    return IndicatorChart(series, row)
