"""Units of money and the only rounding in the house.

Amounts are `Decimal` kronor everywhere; thousands and millions exist only where something is shown. A cell is rounded
once, half up, from the exact amount. How a number is written in Swedish belongs in `swedish`; how an amount is divided
so that the parts add up belongs in `members.domain.allocation`.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

ZERO = Decimal(0)
ORE = Decimal("0.01")
LARGEST_AMOUNT = Decimal("999999999999.99")
"""The largest amount the database holds (14 digits, two of them öre)."""


class Unit(StrEnum):
    """The unit an amount is shown in."""

    KR = "kr"
    TKR = "tkr"
    MNKR = "mnkr"

    @property
    def kronor(self) -> Decimal:
        """How many kronor one of this unit is."""
        return {"kr": Decimal(1), "tkr": Decimal(1000), "mnkr": Decimal(1_000_000)}[self.value]


def decimals_of(amounts: Iterable[Decimal | None]) -> int:
    """How many decimals kronor that stand together are told with: 2 when any of them has öre, else 0."""
    return 2 if any(each is not None and each != each.to_integral_value() for each in amounts) else 0


def round_half_up(value: Decimal, decimals: int = 0) -> Decimal:
    """`value` rounded half away from zero to `decimals`; never a negative zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return rounded or abs(rounded)


def round_to(value: Decimal, step: Decimal) -> Decimal:
    """`value` rounded half away from zero to a multiple of `step`: 100 for whole hundreds, 0.01 for öre."""
    return round_half_up(value / step) * step


def indexed(amount: Decimal, percent: Decimal, step: Decimal = ORE) -> Decimal:
    """`amount` raised by `percent` (a negative one lowers it), rounded once, half away from zero, to `step`."""
    return round_to(amount * (100 + percent) / 100, step)


def in_unit(amount: Decimal, unit: Unit, decimals: int = 0) -> Decimal:
    """The amount (kronor) expressed in `unit`, rounded once."""
    return round_half_up(amount / unit.kronor, decimals)


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` as per cent of `whole`, exact; None when there is nothing to compare with."""
    return part * 100 / whole if whole else None
