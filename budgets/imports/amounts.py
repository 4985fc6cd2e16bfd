"""An amount as a file writes it, made exact kronor. What can be read in two ways is refused, and nothing is rounded.

A file is not typed into a field of ours, so more ways of grouping are read than `finsam.swedish` takes, as long as
just one number can be meant: 1.234,50 and 1,234.50 and 1 234- are clear, 1.234 is not.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

from budgets.imports.columns import ColumnMapping, Sign
from budgets.imports.tables import Cell, CellKind
from finsam.money import LARGEST_AMOUNT, ORE, Unit
from finsam.swedish import KRONOR, NBSP, is_nothing, parse_decimal

_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_MINUS = "[-\u2212\u2013]"
_WRITTEN = re.compile(
    rf"(?P<sign>{_MINUS}|\+)? ?"
    r"(?P<digits>[0-9](?:[0-9.,'\u2019 ]*[0-9])?)"
    rf"(?P<after> ?{_MINUS})?"
    r"(?P<unit> ?[^-0-9\s.,].*)?"
)
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:(?P<sep>[.,'\u2019 ])[0-9]{3})(?:(?P=sep)[0-9]{3})*(?:(?P<mark>[.,])(?P<fraction>[0-9]+))?"
)
_TWO_MEANINGS = re.compile(r"(?P<whole>[1-9][0-9]{0,2})[.,](?P<rest>[0-9]{3})")
_DECIMAL = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<fraction>[0-9]+))?")
_LONGEST = 40
_EXACT = Context(prec=2 * _LONGEST)
_UNITS = {Unit.KR: KRONOR, Unit.TKR: ("tkr",), Unit.MNKR: ("mnkr", "mkr", "msek")}


def kronor(cell: Cell, unit: Unit) -> Decimal | None:
    """The exact kronor a cell holds, in the file's own sign; None for nothing or a dash. Raises ValueError, Swedish."""
    if cell.kind is CellKind.EMPTY or (cell.kind is CellKind.TEXT and is_nothing(cell.text)):
        return None
    refuse_what_is_no_value(cell)
    if cell.kind in (CellKind.DATE, CellKind.BOOLEAN):
        what = "ett datum" if cell.kind is CellKind.DATE else "ett sant/falskt-värde"
        raise ValueError(f"Cellen innehåller {what} ({cell.text}) där ett belopp ska stå.")
    if len(cell.text) > _LONGEST and cell.number is None:
        raise ValueError("Cellen innehåller en lång text där ett belopp ska stå.")
    value = cell.number if cell.number is not None else _parsed(cell.text, unit)
    amount = _EXACT.multiply(value, unit.kronor)
    if amount.copy_abs() > LARGEST_AMOUNT:
        raise ValueError("Beloppet är större än det största som kan lagras.")
    exact = _EXACT.quantize(amount, ORE)
    if exact != amount:
        raise ValueError(
            f"”{cell.text}” {unit.value} har delar av ett öre, och inget avrundas vid inläsning. "
            "Avrunda beloppet i filen."
        )
    return exact or abs(exact)


def refuse_what_is_no_value(cell: Cell) -> None:
    """An error, or a formula that nobody has computed, is neither an amount nor a text. Raises ValueError."""
    if cell.kind is CellKind.UNCACHED:
        raise ValueError("Cellen innehåller en formel utan sparat värde. Öppna filen i Excel och spara den.")
    if cell.kind is CellKind.ERROR:
        raise ValueError(f"Cellen innehåller felet {cell.text}. Rätta det i filen och spara den.")


def _parsed(text: str, unit: Unit) -> Decimal:
    """The number that a text says, in units."""
    found = _WRITTEN.fullmatch(_SPACES.sub(" ", text.strip()))
    number = _number(found["digits"], text) if found else None
    if (
        found is None
        or number is None
        or (found["sign"] and found["after"])
        or not _is_in(found["unit"], unit)
    ):
        return parse_decimal(text, _UNITS[unit])  # says what is wrong, and how to write it
    is_negative = found["after"] or found["sign"] not in (None, "+")
    return -number if is_negative else number


def _is_in(suffix: str | None, unit: Unit) -> bool:
    return suffix is None or suffix.strip().lower() in _UNITS[unit]


def _number(digits: str, text: str) -> Decimal | None:
    """The one number that digits in groups can mean; None for none. Raises ValueError when they can mean two."""
    if found := _TWO_MEANINGS.fullmatch(digits):
        whole, rest = found["whole"], found["rest"]
        raise ValueError(
            f"”{text}” kan betyda både {whole}{NBSP}{rest} och {whole},{rest}. "
            f"Skriv {whole}{rest} eller {whole},{rest}0."
        )
    if found := _DECIMAL.fullmatch(digits):
        return Decimal(f"{found['whole']}.{found['fraction'] or '0'}")
    found = _GROUPED.fullmatch(digits)
    if found is None or found["sep"] == found["mark"]:
        return None
    whole = digits[: found.start("mark")] if found["mark"] else digits
    return Decimal(f"{re.sub('[^0-9]', '', whole)}.{found['fraction'] or '0'}")


class AmbiguousSign(ValueError):
    """The file writes costs and income in ways that only their nature tells apart, and that is not told."""


def in_ledger_sign(shown: Decimal, side: str, mapping: ColumnMapping) -> Decimal:
    """An amount as the file shows it, in ledger sign: cost +, income −. Raises ValueError, Swedish."""
    cost, income = mapping.cost_sign, mapping.income_sign
    if not shown:
        return shown
    if not side and {cost, income} == {Sign.PLUS, Sign.MINUS}:
        return shown if cost is Sign.PLUS else -shown  # one rule for both
    if not side:
        raise AmbiguousSign(
            "Det går inte att se om raden är en kostnad eller en intäkt. Lägg till kolumnen slag i filen."
        )
    sign = cost if side == "cost" else income
    if sign is Sign.UNSIGNED and shown < 0:
        raise ValueError(
            "Beloppet har minus i en fil som annars skriver utan tecken. Välj hur filen skriver kostnader och intäkter."
        )
    is_turned = (sign is Sign.MINUS) if side == "cost" else (sign is not Sign.MINUS)
    return -shown if is_turned else shown
