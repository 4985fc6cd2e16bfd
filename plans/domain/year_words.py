"""Which years a sentence speaks of. Numbers that only look like years are left out: laws, registers, amounts, ages."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from finsam import periods
from finsam.swedish import MONTHS


@dataclass(frozen=True)
class NamedYear:
    """A year and where in the text it stands."""

    year: int
    start: int
    end: int


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
_REGISTER = re.compile(r"\b(?:dnr|diarienr|diarienummer|konto|org\.?\s?nr)\b[\s.:]*\S*", re.IGNORECASE)
_BEFORE_ANOTHER = re.compile(
    r":\d"  # a law: 2003:1210
    r"|/\d{2}:\d"  # a bill: 2002/03:132
    r"|-tal"  # a decade
    r"|,\d"  # an amount
    r"|\s?(?:kr|kronor|tkr|mnkr|mkr|%|procent|st|personer|deltagare|invånare|timmar)\b",
    re.IGNORECASE,
)
_LONG_NUMBER_AFTER = re.compile(r"[-/](\d{3,})")
_LONG_NUMBER_BEFORE = re.compile(r"(\d{3,})[-/]$")
_AMOUNT_BEFORE = re.compile(r"\d[.,\u00a0\u202f]$")
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in MONTHS)
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    re.compile(rf"(?P<day>\d{{1,2}})\s+(?P<name>{_MONTH})\s+(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})[\s-]+(?P<year>\d{4})"),
)


def named_years(text: str, known_dates: Collection[date] = ()) -> tuple[NamedYear, ...]:
    """The years that a text names, in order; not those of a full date among `known_dates`, nor of figures in braces.

    Years before the law on financial coordination are none that a plan could be about, and are left out.
    """
    left_out = [
        found.span() for pattern in (_IN_BRACES, _ADDRESS, _REGISTER) for found in pattern.finditer(text)
    ]
    left_out += _spans_of_dates(text, known_dates)
    return tuple(
        NamedYear(int(found[0]), *found.span())
        for found in _YEAR.finditer(text)
        if periods.is_year(int(found[0]))
        and not any(start <= found.start() < end for start, end in left_out)
        and _is_year(text, found)
    )


def _is_year(text: str, found: re.Match[str]) -> bool:
    before, after = text[max(0, found.start() - 12) : found.start()], found.end()
    if _BEFORE_ANOTHER.match(text, after) or _AMOUNT_BEFORE.search(before):
        return False
    neighbours = (_LONG_NUMBER_AFTER.match(text, after), _LONG_NUMBER_BEFORE.search(before))
    return all(number is None or _YEAR.fullmatch(number[1]) for number in neighbours)


def _spans_of_dates(text: str, known: Collection[date]) -> list[tuple[int, int]]:
    return [
        found.span() for pattern in _DATES for found in pattern.finditer(text) if _date_of(found) in known
    ]


def _date_of(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    name = (parts.get("name") or "").lower()[:3]
    month = next((number for number, each in enumerate(MONTHS, start=1) if each[:3] == name), 0)
    try:
        return date(int(parts["year"]), month or int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None
