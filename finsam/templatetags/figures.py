"""Filters through which every amount, share and date reaches a template. Loaded as builtins."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from finsam import swedish
from finsam.money import Unit

register = template.Library()


@register.filter
def kr(value: Decimal | None) -> str:
    """Kronor without unit: 6 308 000."""
    return swedish.amount(value, Unit.KR)


@register.filter
def tkr(value: Decimal | None) -> str:
    """Kronor shown as thousands, without unit: 6 308."""
    return swedish.amount(value, Unit.TKR)


@register.filter
def in_unit(value: Decimal | None, unit: str) -> str:
    """Kronor shown in a unit by name, without saying it."""
    return swedish.amount(value, Unit(unit))


@register.filter
def with_unit(value: Decimal | None, unit: str = "kr") -> str:
    """Kronor with their unit: 6 308 tkr."""
    return swedish.amount_with_unit(value, Unit(unit))


@register.filter
def exact(value: Decimal | None, unit: str = "kr") -> str:
    """Kronor as they are, with the öre there are, in a unit by name."""
    return swedish.exact(value, Unit(unit))


@register.filter
def kronor(value: Decimal | None, decimals: int) -> str:
    """Kronor without unit with so many decimals: 0, or 2 where a table has öre."""
    return swedish.amount(value, Unit.KR, decimals)


@register.filter
def kronor_with_unit(value: Decimal | None, decimals: int) -> str:
    """As `kronor`, with the unit: 6 308 000 kr, or 6 308 000,00 kr beside amounts that have öre."""
    return swedish.amount_with_unit(value, Unit.KR, decimals)


@register.filter
def percent(value: Decimal | None) -> str:
    """A share: 12,5 %."""
    return swedish.percent(value)


@register.filter
def whole_percent(value: Decimal | None) -> str:
    """A share to the whole per cent, its sign said elsewhere: 83."""
    return swedish.NOTHING if value is None else swedish.number(value)


@register.filter
def tenth_percent(value: Decimal | None) -> str:
    """A share to the tenth, its sign said elsewhere: 12,5."""
    return swedish.NOTHING if value is None else swedish.number(value, 1)


@register.filter
def decimal(value: Decimal | int | None) -> str:
    """A number with the decimals it has."""
    return swedish.decimal(value)


@register.filter
def code(value: str | None) -> str:
    """An ID as printed: 10 000."""
    return swedish.code(value) if value else ""


@register.filter
def long_date(value: date | None) -> str:
    """25 november 2022."""
    return swedish.long_date(value)


@register.filter
def weekday_and_date(value: date | None) -> str:
    """Fredag den 25 november 2022, with a small first letter."""
    return swedish.weekday_and_date(value)


@register.filter
def listed(values: list[str]) -> str:
    """A, B och C."""
    return swedish.listed([str(value) for value in values])


@register.filter
def rich(value: Any) -> SafeString:
    """Text that `finsam.richtext` has cleaned. Only for values read from a RichTextField or resolved from one."""
    return mark_safe(value or "")  # noqa: S308 - cleaned on every write path by the field
