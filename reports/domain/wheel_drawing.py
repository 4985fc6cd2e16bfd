"""Where things stand in the picture of the year: January begins at the top, the year goes clockwise.

Coordinates are those of the picture (0 to `SIZE`). The list of occasions says the same in words.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finsam import swedish
from finsam.money import round_half_up
from reports.domain.year_wheel import Occasion, State

SIZE = 320
CENTRE = SIZE // 2
RING, NAMES, TICK, STEP, NEAR = 118, 143, 6, 13, 6
"""Radii of the ring of days and of the months' names; half a tick; how far in the next dot stands, and within how many
days of another it does."""
INNERMOST = 3
CIRCLE = 2 * Decimal("3.14159265358979323846")
TERMS = 16
"""Of the series of the sine: enough for every digit that is drawn."""


@dataclass(frozen=True)
class Point:
    """A place in the picture, as it is written in it."""

    x: str
    y: str


@dataclass(frozen=True)
class MonthMark:
    """Where a month begins on the ring, and its name."""

    name: str
    at: Point
    inner: Point
    outer: Point


@dataclass(frozen=True)
class Dot:
    """An occasion on the ring."""

    state: State
    at: Point


@dataclass(frozen=True)
class Wheel:
    """The picture of a year. `today` is the hand, from its inner to its outer end; None in other years."""

    year: int
    months: tuple[MonthMark, ...]
    dots: tuple[Dot, ...]
    today: tuple[Point, Point] | None


def wheel(found: Iterable[Occasion], year: int, today: date) -> Wheel:
    """The picture of the occasions whose day falls in the year."""
    dots: list[Dot] = []
    last: date | None = None
    depth = 0
    for each in sorted((each for each in found if each.due.year == year), key=lambda each: each.due):
        depth = min(depth + 1, INNERMOST) if last is not None and (each.due - last).days < NEAR else 0
        last = each.due
        dots.append(Dot(each.state(today), _point(_turn(each.due), RING - depth * STEP)))
    hand = (_point(_turn(today), 56), _point(_turn(today), RING + TICK)) if today.year == year else None
    return Wheel(year, tuple(_month(year, number) for number in range(1, 13)), tuple(dots), hand)


def _month(year: int, number: int) -> MonthMark:
    begins = _turn(date(year, number, 1))
    middle = _turn(date(year, number, monthrange(year, number)[1] // 2 + 1))
    return MonthMark(
        swedish.MONTHS[number - 1][:3],
        _point(middle, NAMES),
        _point(begins, RING - TICK),
        _point(begins, RING + TICK),
    )


def _turn(day: date) -> Decimal:
    """How much of the year has gone when the day begins."""
    first = date(day.year, 1, 1)
    return Decimal((day - first).days) / (date(day.year + 1, 1, 1) - first).days


def _point(turn: Decimal, radius: int) -> Point:
    quarter = Decimal(1) / 4
    return Point(_n(CENTRE + radius * _sine(turn)), _n(CENTRE - radius * _sine(turn + quarter)))


def _sine(turn: Decimal) -> Decimal:
    """The sine of a part of a turn, by its series."""
    angle = (turn % 1 - Decimal(1) / 2) * CIRCLE
    term, found = angle, angle
    for place in range(1, TERMS):
        term *= -angle * angle / (2 * place * (2 * place + 1))
        found += term
    return -found


def _n(value: Decimal) -> str:
    """A coordinate to the tenth."""
    return f"{round_half_up(value, 1):.1f}"
