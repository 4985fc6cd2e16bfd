"""How numbers, dates and lists are written and read in Swedish.

Written: no-break space between thousands, U+2212 as minus, comma before decimals, "–" for nothing. Read: all that
arrives from Excel, a PDF or a keyboard (spaces of every kind, U+2212, "kr", comma), and nothing guessed: "1.234" and
"1,234.50" are refused, since a point may mean thousands or decimals.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from finsam.money import Unit, in_unit, round_half_up

NBSP = "\u00a0"
MINUS = "\u2212"
NOTHING = "\u2013"
HIDDEN = "x"
"""In place of a figure that is small, or would give a small one away."""
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
SMALL_NUMBERS = (
    "noll",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
)


def number(value: Decimal | int, decimals: int = 0) -> str:
    """A number with grouped thousands: −6 308 or 12,5."""
    rounded = round_half_up(Decimal(value), decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def amount(value: Decimal | None, unit: Unit = Unit.KR, decimals: int | None = None) -> str:
    """An amount in kronor shown in `unit` without naming it; "–" for none. mnkr has one decimal unless told."""
    if value is None:
        return NOTHING
    shown = (1 if unit is Unit.MNKR else 0) if decimals is None else decimals
    return number(in_unit(value, unit, shown), shown)


def amount_with_unit(value: Decimal | None, unit: Unit = Unit.KR, decimals: int | None = None) -> str:
    """An amount with its unit: 6 308 000 kr, 6 308 tkr, 6,3 mnkr."""
    return NOTHING if value is None else f"{amount(value, unit, decimals)}{NBSP}{unit.value}"


def exact(value: Decimal | None, unit: Unit = Unit.KR) -> str:
    """An amount in kronor as it is, never rounded: 12 500, 12 500,50 and in tkr 12,5. "–" for none."""
    if value is None or unit is not Unit.KR:
        return decimal(None if value is None else value / unit.kronor)
    return number(value, 0 if value == value.to_integral_value() else 2)


def decimal(value: Decimal | int | None) -> str:
    """A number with just the decimals it has, thousands grouped: 25, 12,5, 8,25."""
    if value is None:
        return NOTHING
    exact = Decimal(value).normalize()
    exponent = exact.as_tuple().exponent
    return number(exact, -exponent if isinstance(exponent, int) and exponent < 0 else 0)


def percent(value: Decimal | None, decimals: int | None = None) -> str:
    """A share with its sign: 25 % or 62,5 %. Without `decimals` those it has, at most two."""
    if value is None:
        return NOTHING
    shown = decimal(round_half_up(value, 2)) if decimals is None else number(value, decimals)
    return f"{shown}{NBSP}%"


def code(value: str) -> str:
    """An ID as it is printed: 10000 becomes 10 000; anything but five digits stands as it is."""
    return f"{value[:2]}{NBSP}{value[2:]}" if re.fullmatch(r"\d{5}", value) else value


def long_date(value: date | None) -> str:
    """25 november 2022."""
    return NOTHING if value is None else f"{value.day}{NBSP}{MONTHS[value.month - 1]} {value.year}"


def day_and_month(value: date) -> str:
    """25 november, where the year is known."""
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]}"


def weekday_and_date(value: date | None) -> str:
    """fredag den 25 november 2022."""
    return NOTHING if value is None else f"{WEEKDAYS[value.weekday()]} den {long_date(value)}"


def count(value: int) -> str:
    """A count in running text: words up to twelve, then digits."""
    return SMALL_NUMBERS[value] if 0 <= value < len(SMALL_NUMBERS) else number(value)


def count_neuter(value: int) -> str:
    """A count of what is of neuter gender: "ett" for one (ett mål), else as `count`."""
    return "ett" if value == 1 else count(value)


def listed(items: Sequence[str]) -> str:
    """Avesta, Hedemora och Säter."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} och {items[-1]}"


KRONOR = ("kr", "kronor", ":-")
"""How an amount in kronor may say so."""
PERCENT = ("%", "procent")
"""How a share may say that it is one."""

LONGEST = 60
"""How many characters an amount is written in at most; more is not one, and slow to find out what is wrong with."""
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
"""What may stand between thousands. Tab and line break stand between the cells of a sheet: they are two numbers."""
_NOTHING = re.compile("[-\u2010-\u2015\u2212]?")
_AMOUNT = re.compile(
    r"(?P<sign>[-+\u2212\u2013]?)(?P<whole>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:,(?P<fraction>[0-9]{1,2}))?"
)
_UNITS = {
    "tkr": "tusental kronor",
    "mnkr": "miljoner kronor",
    "mkr": "miljoner kronor",
    "msek": "miljoner kronor",
    **dict.fromkeys(KRONOR, "kronor"),
    **dict.fromkeys(PERCENT, "procent"),
}
"""Units that people write after a number, and what they mean."""
_WITH_UNIT = re.compile(rf"(?P<number>.*[0-9]) ?(?P<unit>{'|'.join(_UNITS)})", re.IGNORECASE | re.ASCII)


def is_nothing(text: str) -> bool:
    """Whether the text says that there is nothing, as our tables do with a dash."""
    return len(text) <= LONGEST and _NOTHING.fullmatch(text.strip()) is not None


def parse_decimal(text: str, units: Sequence[str] = ()) -> Decimal:
    """The number a person wrote: "1 234,50", "−320", and with `units=KRONOR` "6 308 000 kr".

    Raises ValueError with a Swedish explanation when it cannot be read in exactly one way, and when it names another
    unit than `units`: "50 %" is not 50 kr, and "702 tkr" not 702.
    """
    if len(text) > LONGEST:
        raise ValueError(
            f"Det som står här är längre än {LONGEST} tecken. Skriv bara talet, till exempel 1{NBSP}234,50."
        )
    cleaned = _SPACES.sub(" ", text.strip())
    if unit := _WITH_UNIT.fullmatch(cleaned):
        if unit["unit"].lower() not in units:
            raise ValueError(_wrong_unit(text, unit["unit"].lower(), units))
        cleaned = unit["number"]
    cleaned = re.sub(r"^([-+\u2212\u2013]) ", r"\1", cleaned)
    found = _AMOUNT.fullmatch(cleaned)
    if found is None:
        raise ValueError(_why_not(text, cleaned))
    whole = found["whole"].replace(" ", "")
    value = Decimal(f"{whole}.{found['fraction'] or '0'}")
    return -value if found["sign"] and found["sign"] != "+" and value else value


def _wrong_unit(text: str, unit: str, units: Sequence[str]) -> str:
    wanted = f"i {_UNITS[units[0]]}" if units else "utan enhet"
    example = f", till exempel 702{NBSP}000" if units == KRONOR else ""
    return f"”{text}” är i {_UNITS[unit]}. Skriv det {wanted}{example}."


def _why_not(text: str, cleaned: str) -> str:
    """What is wrong with what was typed, and how to write it."""
    if re.search(r"[0-9]\s*[\t\r\n]\s*[-+\u2212\u2013]?[0-9]", cleaned):
        return f"”{text}” är flera tal. Klistra in ett i taget."
    if "." in cleaned:
        return f"”{text}” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental."
    if re.fullmatch(r"[-+\u2212\u2013]?[0-9 ]+,[0-9]{3,}", cleaned):
        return f"”{text}” har fler än två decimaler."
    if re.fullmatch(r"[-+\u2212\u2013]?[0-9 ,]+", cleaned):
        return f"”{text}” är grupperat på ett sätt som inte går att tolka: skriv till exempel 1{NBSP}234,50."
    return f"”{text}” är inte ett tal. Skriv med siffror, till exempel 1{NBSP}234,50."
