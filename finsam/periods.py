"""Years and spans of years. A span's end is exclusive, everywhere."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from finsam.swedish import MONTHS

FIRST_YEAR = 2004
"""The year the law on financial coordination (2003:1210) came into force."""
LAST_YEAR = 2100


def is_year(value: int) -> bool:
    """Whether a federation can have a budget for the year."""
    return FIRST_YEAR <= value <= LAST_YEAR


def in_years(year: int, start: int | None, end: int | None) -> bool:
    """Whether `year` lies in the span; an open end is None."""
    return (start is None or start <= year) and (end is None or year < end)


def last_day(year: int, month: int) -> date:
    """The day a month ends."""
    return date(year, month, monthrange(year, month)[1])


def period_text(year: int, month: int) -> str:
    """januari–juni 2018; 2018 when the year is whole."""
    return str(year) if month == len(MONTHS) else f"{MONTHS[0]}\u2013{MONTHS[month - 1]} {year}"


def span_text(years: Iterable[int]) -> str:
    """2021–2026, or the only year."""
    ordered = sorted(years)
    if not ordered:
        return ""
    return str(ordered[0]) if ordered[0] == ordered[-1] else f"{ordered[0]}\u2013{ordered[-1]}"
