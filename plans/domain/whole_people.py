"""What counts of whole people, and means over them, a printed share or mean can come from.

A share is printed in per cent and rounded, a mean in months and rounded; people are whole. So a printed share of 19 is
one of twenty, and a mean over several teams lies between what the largest roundings of its parts can give. All is told
as fractions, exactly; an end that is just half a digit away is within reach, for print rounds halves both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True)
class Rounded:
    """A number as print gives it; `step` is its last digit: 1 for "55", 0,1 for "54,5"."""

    value: Decimal
    step: Decimal

    @property
    def low(self) -> Fraction:
        """The least that is rounded to it."""
        return Fraction(self.value) - Fraction(self.step) / 2

    @property
    def high(self) -> Fraction:
        """The most that is rounded to it."""
        return Fraction(self.value) + Fraction(self.step) / 2

    def holds(self, exact: Fraction) -> bool:
        """Whether the exact number can be printed so."""
        return self.low <= exact <= self.high

    def cuts_off(self, exact: Fraction) -> bool:
        """Whether the exact number is printed so when its digits are cut off and not rounded."""
        return Fraction(self.value) <= exact < Fraction(self.value) + Fraction(self.step)


@dataclass(frozen=True)
class People:
    """How many of `of` a share stands for: `nearest`, and the least and the most that it can.

    Both are `nearest` where no whole number gives the share; `is_whole` tells that.
    """

    of: int
    low: int
    high: int
    nearest: int
    is_whole: bool = True

    @classmethod
    def known(cls, number: int, of: int) -> People:
        """A count that is known."""
        return cls(of, number, number, number)


def share_of(number: int, of: int) -> Fraction:
    """The share of `of` in per cent, exact."""
    return Fraction(number * 100, of)


def people_of(share: Rounded, of: int) -> People:
    """How many of `of`, at least one, the printed share stands for."""
    nearest = nearest_count(share, of)
    low, high = max(0, ceil(share.low * of / 100)), min(of, floor(share.high * of / 100))
    if low > high:
        return People(of, nearest, nearest, nearest, is_whole=False)
    return People(of, low, high, min(max(nearest, low), high))


def nearest_count(share: Rounded, of: int) -> int:
    """The whole number whose share of `of` is nearest to the printed one; the lower of two."""
    below = floor(Fraction(share.value) * of / 100)
    around = [min(max(each, 0), of) for each in (below, below + 1)]
    return min(around, key=lambda each: (abs(share_of(each, of) - Fraction(share.value)), each))


def together(teams: Sequence[People]) -> People:
    """All teams as one: every number from the least to the most of them together can be it."""
    return People(
        sum(each.of for each in teams),
        sum(each.low for each in teams),
        sum(each.high for each in teams),
        sum(each.nearest for each in teams),
        all(each.is_whole for each in teams),
    )


def can_be(share: Rounded, people: People) -> bool:
    """Whether any of the numbers that the people can be gives the printed share."""
    needed = people_of(share, people.of)
    return needed.is_whole and needed.low <= people.high and people.low <= needed.high


@dataclass(frozen=True)
class WeightedMean:
    """A team's printed mean and how many it is a mean of."""

    mean: Rounded
    people: People


def mean_of(teams: Sequence[WeightedMean]) -> Fraction | None:
    """The mean over all teams by the nearest counts and the means as printed; None over nobody."""
    weight = sum(each.people.nearest for each in teams)
    if not weight:
        return None
    return sum((Fraction(each.mean.value) * each.people.nearest for each in teams), Fraction(0)) / weight


def reach_of_mean(teams: Sequence[WeightedMean]) -> tuple[Fraction, Fraction] | None:
    """The least and the most that the mean over all teams can be, with the largest roundings; None over nobody."""
    if not any(each.people.high for each in teams):
        return None
    most = _highest([(each.mean.high, each.people) for each in teams])
    least = -_highest([(-each.mean.low, each.people) for each in teams])
    return least, most


def _highest(teams: Sequence[tuple[Fraction, People]]) -> Fraction:
    """The highest weighted mean: those above some level count with the most people, those below with the least."""
    ordered = sorted(teams, key=lambda each: each[0], reverse=True)
    found = []
    for turn in range(len(ordered) + 1):
        weights = [people.high if place < turn else people.low for place, (_, people) in enumerate(ordered)]
        if weight := sum(weights):
            total = sum((mean * each for (mean, _), each in zip(ordered, weights, strict=True)), Fraction(0))
            found.append(total / weight)
    return max(found)
