"""A year's amount in the parts it is entered in: halves, quarters, months. The parts add up to it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from finsam.money import ZERO, round_half_up
from members.domain.allocation import allocate


def even_parts(whole: Decimal, parts: int) -> tuple[Decimal, ...]:
    """An amount in so many parts of whole kronor; what is over in öre goes with the first."""
    kronor = whole.to_integral_value(rounding=ROUND_DOWN)
    first, *rest = allocate(kronor, [Decimal(1)] * parts)
    return (first + (whole - kronor), *rest)


def parts_in_proportion(whole: Decimal, before: Sequence[Decimal | None]) -> list[Decimal | None]:
    """An amount divided as another was; a part that was empty stays empty.

    Whole kronor when the amount is, else öre; what rounding leaves goes with the largest part. When the other amounts
    to nothing altogether there is no proportion to keep: the amount is divided evenly.
    """
    was = sum((part for part in before if part is not None), ZERO)
    if was == whole:
        return list(before)
    if not was:
        return list(even_parts(whole, len(before)))
    decimals = 0 if whole == whole.to_integral_value() else 2
    found = [None if part is None else round_half_up(part * whole / was, decimals) for part in before]
    given = [(abs(part), -place) for place, part in enumerate(found) if part is not None]
    largest = -max(given)[1]
    rest = whole - sum((part for part in found if part is not None), ZERO)
    found[largest] = (found[largest] or ZERO) + rest
    return found
