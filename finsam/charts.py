"""Charts as SVG, one drawing for page, document and PDF alike.

Plain Python. Only presentation attributes: the PDF engine reads no classes within an SVG, the page's security policy no
styles. Coordinates are `Decimal` to the tenth. A chart says little in its own text, since a reader hears it as one run
of digits: its <title> says what it shows, and the data stands in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from html import escape

from finsam import swedish
from finsam.money import Unit, round_half_up

INK = "#1b1f24"
INK_SOFT = "#4a5058"
GRID = "#d3d7da"
PAPER = "#ffffff"
BAR = "#5b8d98"
BAR_LINE = "#2b626e"
"""The palette. A bar against the paper and a line against a bar differ by 3:1 at least, text against paper by 7:1."""

FONT = "'Source Sans 3', sans-serif"
TEXT_SIZE = 14
WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 92, 22, 30
LABELLED_BAND = 46
"""How wide a year must be for its bar to say its amount."""

ROOM_FOR_AMOUNT = Decimal("1.1")
"""How far beyond its end a bar reaches with its amount."""


@dataclass(frozen=True)
class Bar:
    """A bar with what stands under it. An estimate is drawn as a dashed outline; None leaves the place empty."""

    label: str
    amount: Decimal | None
    is_estimate: bool = False


@dataclass(frozen=True)
class Level:
    """A line across the bars, one amount for each of them; dashed or whole."""

    name: str
    amounts: tuple[Decimal | None, ...]
    is_dashed: bool = False


def bars_and_levels(
    *,
    title: str,
    bars: Sequence[Bar],
    levels: Sequence[Level],
    unit: Unit = Unit.KR,
    decimals: int | None = None,
) -> str:
    """Bars against levels, as an <svg> with `title` as its words. Amounts are kronor, shown in `unit`.

    Of what is no money the amounts are what they are: `unit` is left out, and `decimals` says how many are shown.
    """
    drawing = _Drawing(bars, levels, unit, decimals)
    parts = [*drawing.grid(), *drawing.bars(), *drawing.levels(), *drawing.words()]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="{FONT}" font-size="{TEXT_SIZE}" fill="{INK}">'
    )
    return f"{head}<title>{escape(title)}</title>{''.join(parts)}</svg>"


def ticks(low: Decimal, high: Decimal, most: int = 6) -> list[Decimal]:
    """Round amounts from at most `low` to at least `high`, zero among them when it lies between; at most `most` steps.

    Steps are 1, 2 or 5 times a power of ten.
    """
    span = (high - low) or Decimal(1)
    size = Decimal(1).scaleb((span / most).adjusted())
    step = next(size * times for times in (1, 2, 5, 10, 20) if _steps(low, high, size * times) <= most)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    return [(first + place) * step for place in range(_steps(low, high, step) + 1)]


def _steps(low: Decimal, high: Decimal, step: Decimal) -> int:
    return int((high / step).to_integral_value(ROUND_CEILING) - (low / step).to_integral_value(ROUND_FLOOR))


class _Drawing:
    """The parts of one chart, from the back to the front."""

    def __init__(
        self, bars: Sequence[Bar], levels: Sequence[Level], unit: Unit, decimals: int | None = None
    ) -> None:
        self.bars_drawn, self.levels_drawn, self.unit, self.decimals = bars, levels, unit, decimals
        self.band = Decimal(WIDTH - LEFT - RIGHT) / max(1, len(bars))
        room = ROOM_FOR_AMOUNT if self.band >= LABELLED_BAND else Decimal(1)
        known = [bar.amount * room for bar in bars if bar.amount is not None]
        known += [each for level in levels for each in level.amounts if each is not None]
        self.ticks = ticks(min([Decimal(0), *known]), max([Decimal(0), *known]))

    def y(self, amount: Decimal) -> Decimal:
        low, high = self.ticks[0], self.ticks[-1]
        return TOP + (high - amount) * (HEIGHT - TOP - BOTTOM) / (high - low)

    def x(self, place: int) -> Decimal:
        """Where the place of a bar begins."""
        return LEFT + self.band * place

    def grid(self) -> list[str]:
        """A hairline per round amount, the line at zero in ink."""
        found = []
        for tick in self.ticks:
            y, colour = _n(self.y(tick)), INK_SOFT if tick == 0 else GRID
            found.append(
                f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" fill="none" stroke="{colour}" stroke-width="1"/>'
            )
            found.append(_text(LEFT - 8, self.y(tick) + 5, self._amount(tick), "end", INK_SOFT))
        return found

    def bars(self) -> list[str]:
        """The bars, from zero up or down."""
        found = []
        for place, bar in enumerate(self.bars_drawn):
            if bar.amount is None:
                continue
            ends = sorted((self.y(bar.amount), self.y(Decimal(0))))
            x, width = self.x(place) + self.band / 5, self.band * 3 / 5
            fill = PAPER if bar.is_estimate else BAR
            dash = ' stroke-dasharray="4 3"' if bar.is_estimate else ""
            found.append(
                f'<rect x="{_n(x)}" y="{_n(ends[0])}" width="{_n(width)}" height="{_n(ends[1] - ends[0])}" '
                f'fill="{fill}" stroke="{BAR_LINE}" stroke-width="1.5"{dash}/>'
            )
        return found

    def levels(self) -> list[str]:
        """The lines, a step a year, broken where a year has none."""
        found = []
        for level in self.levels_drawn:
            path, joined = [], False
            for place, amount in enumerate(level.amounts):
                if amount is None:
                    joined = False
                    continue
                y = _n(self.y(amount))
                path.append(f"V{y}" if joined else f"M{_n(self.x(place))} {y}")
                path.append(f"H{_n(self.x(place + 1))}")
                joined = True
            if path:
                dash = ' stroke-dasharray="9 4"' if level.is_dashed else ""
                found.append(
                    f'<path d="{"".join(path)}" fill="none" stroke="{INK}" stroke-width="2.2"{dash}/>'
                )
        return found

    def words(self) -> list[str]:
        """Years under the bars, amounts at their ends where there is room, and the lines' names."""
        found = []
        every = max(1, -(-40 // int(self.band or 1)))
        for place, bar in enumerate(self.bars_drawn):
            middle = self.x(place) + self.band / 2
            if place % every == 0:
                found.append(_text(middle, Decimal(HEIGHT - 8), bar.label, "middle", INK_SOFT))
            if bar.amount is not None and self.band >= LABELLED_BAND:
                found += self._amount_at_end(middle, bar.amount)
        return found + self._names()

    def _amount_at_end(self, middle: Decimal, amount: Decimal) -> list[str]:
        """The amount outside the bar's end, on a ground of paper so that no line runs through it."""
        words = self._amount(amount)
        end = self.y(amount)
        baseline = end + 17 if amount < 0 else end - 6
        half = Decimal(len(words)) * TEXT_SIZE * 27 / 100
        ground = (
            f'<rect x="{_n(middle - half)}" y="{_n(baseline - 12)}" width="{_n(half * 2)}" height="15" '
            f'fill="{PAPER}"/>'
        )
        return [ground, _text(middle, baseline, words, "middle", INK)]

    def _names(self) -> list[str]:
        """The lines' names at their right ends, moved apart where they would meet."""
        ends = []
        for level in self.levels_drawn:
            known = [amount for amount in level.amounts if amount is not None]
            if known:
                ends.append((self.y(known[-1]) + 5, level.name))
        found, last = [], Decimal(0)
        for y, name in sorted(ends):
            last = max(y, last + TEXT_SIZE + 2)
            found.append(_text(Decimal(WIDTH - RIGHT + 7), last, name, "start", INK))
        return found

    def _amount(self, amount: Decimal) -> str:
        return swedish.amount(amount, self.unit, self.decimals)


def _text(x: Decimal | int, y: Decimal, words: str, anchor: str, colour: str) -> str:
    return f'<text x="{_n(Decimal(x))}" y="{_n(y)}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _n(value: Decimal) -> str:
    """A coordinate to the tenth."""
    return f"{round_half_up(value, 1).normalize():f}"
