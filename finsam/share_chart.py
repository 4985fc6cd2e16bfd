"""Shares as bars from left to right, a name before each, against a mark: in the same hand as `finsam.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from html import escape

from finsam import swedish
from finsam.charts import BAR, BAR_LINE, FONT, GRID, INK, INK_SOFT, TEXT_SIZE, WIDTH
from finsam.money import round_half_up

LEFT, RIGHT, TOP, BOTTOM = 226, 64, 34, 10
ROW, THICKNESS = 26, 14
NAME_LENGTH = 30
"""How many characters of a name there is room for before its bar."""
LONGEST_PERCENT = Decimal(300)
"""A longer bar is cut here: it would make all others too short to read."""


@dataclass(frozen=True)
class ShareBar:
    """A name and its share in per cent; None has no bar, since there is nothing that it is a share of."""

    name: str
    percent: Decimal | None

    @property
    def is_cut(self) -> bool:
        """Whether the bar is longer than there is room for."""
        return self.percent is not None and self.percent > LONGEST_PERCENT


def shares_and_mark(*, title: str, bars: Sequence[ShareBar], mark: Decimal, mark_name: str) -> str:
    """Bars against a mark at so many per cent, as an <svg> with `title` as its words."""
    height = TOP + ROW * len(bars) + BOTTOM
    known = [min(bar.percent, LONGEST_PERCENT) for bar in bars if bar.percent is not None]
    end = _end_of_axis(max([Decimal(100), mark, *known]))
    parts = [*_grid(end, height), *_bars(bars, end), *_mark(mark, mark_name, end, height)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="{FONT}" font-size="{TEXT_SIZE}" fill="{INK}">'
    )
    return f"{head}<title>{escape(title)}</title>{''.join(parts)}</svg>"


def _end_of_axis(most: Decimal) -> Decimal:
    """The whole fifty per cent that all bars fit within."""
    return (most / 50).to_integral_value(ROUND_CEILING) * 50


def _x(percent: Decimal, end: Decimal) -> Decimal:
    return LEFT + percent * (WIDTH - LEFT - RIGHT) / end


def _grid(end: Decimal, height: int) -> list[str]:
    """A hairline at nothing, at the whole and at each whole beyond it."""
    return [
        f'<path d="M{_n(_x(Decimal(percent), end))} {TOP - 6}V{height - BOTTOM}" fill="none" '
        f'stroke="{GRID if percent else INK_SOFT}" stroke-width="1"/>'
        for percent in range(0, int(end) + 1, 100)
    ]


def _bars(bars: Sequence[ShareBar], end: Decimal) -> list[str]:
    found = []
    for place, bar in enumerate(bars):
        top = TOP + ROW * place + (ROW - THICKNESS) // 2
        baseline = top + THICKNESS - 2
        found.append(_text(Decimal(LEFT - 8), baseline, _short(bar.name), "end", INK))
        if bar.percent is not None and bar.percent > 0:
            tip = _x(min(bar.percent, LONGEST_PERCENT), end)
            found.append(
                f'<rect x="{LEFT}" y="{top}" width="{_n(tip - LEFT)}" height="{THICKNESS}" '
                f'fill="{BAR}" stroke="{BAR_LINE}" stroke-width="1.5"/>'
            )
        found.append(_text(Decimal(WIDTH - 4), baseline, swedish.percent(bar.percent, 0), "end", INK))
    return found


def _mark(percent: Decimal, name: str, end: Decimal, height: int) -> list[str]:
    """The mark across all bars, its name above."""
    x = _x(percent, end)
    line = (
        f'<path d="M{_n(x)} {TOP - 8}V{height - BOTTOM}" fill="none" stroke="{INK}" '
        f'stroke-width="2.2" stroke-dasharray="9 4"/>'
    )
    return [line, _text(x, TOP - 14, name, "middle", INK)]


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"


def _text(x: Decimal, y: int, words: str, anchor: str, colour: str) -> str:
    return f'<text x="{_n(x)}" y="{y}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _n(value: Decimal) -> str:
    """A coordinate to the tenth."""
    return f"{round_half_up(value, 1).normalize():f}"
