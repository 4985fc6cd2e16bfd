"""Dividing an amount between members so that the parts add up exactly.

Largest remainder (Hamilton): every part is rounded down to the unit, and the units left over go to the largest
remainders, flat over all parties. Half-up would print 6 735 tkr for 6 734 in Södra Dalarna's note 1 of 2018.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from finsam.money import Unit


def allocate(total: Decimal, weights: Sequence[Decimal], unit: Unit = Unit.KR) -> tuple[Decimal, ...]:
    """`total` (kronor) divided by `weights`, in kronor, each part a whole number of `unit`.

    The parts add up to `total` rounded to the unit. Among equal remainders the earlier party goes first. Weights need
    not add to 100. Raises ValueError for a negative weight or when all are zero.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    whole_weight = sum(weights, Decimal(0))
    if not whole_weight:
        raise ValueError("all weights are zero")
    sign = -1 if total < 0 else 1
    units = int((abs(total) / unit.kronor).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    exact = [weight * units / whole_weight for weight in weights]
    parts = [int(share.to_integral_value(rounding=ROUND_FLOOR)) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: units - sum(parts)]:
        parts[place] += 1
    return tuple(sign * part * unit.kronor for part in parts)
