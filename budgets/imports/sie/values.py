"""What single fields say: amounts, dates, accounts, object lists; and why one says nothing that can be used."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from budgets.imports.sie.items import Code, Limits, Objects
from budgets.imports.sie.tokens import content, objects

LONGEST_CODE = 40
LONGEST_ACCOUNT = 20
"""Characters of an object's and an account's number; a longer one is a text that slipped into its place."""
_AMOUNT = re.compile(r"[+-]?[0-9]+(?:[.][0-9]{1,2})?")
_WITH_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")
_MANY_DECIMALS = re.compile(r"[+-]?[0-9]*[.,][0-9]{3,}")
_YEAR = re.compile(r"0|-[1-9][0-9]?")
_PERIOD = re.compile(r"[0-9]{4}(?:0[1-9]|1[0-2])")
_NO_DATE = ("", "0", "00000000")
_KEPT = 5000
"""So many dates and object lists are remembered as they are written, since a file repeats them on every row."""


class Refused(Exception):
    """A record is not as it should be. Never leaves the reading."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Values:
    """Reads the fields that most rows have, and counts what it has to forgive."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.commas = 0
        self.dates: dict[str, datetime.date | None] = {}
        self.lists: dict[str, Objects] = {"": ()}
        """What is remembered, by how it is written; no list at all is an empty one."""

    def amount(self, field: str) -> Decimal:
        """The exact kronor of a field."""
        if not _AMOUNT.fullmatch(field):
            field = self._plain(content(field))
        amount = Decimal(field)
        if amount.copy_abs() > self.limits.amount:
            raise Refused(
                Code.AMOUNT_TOO_LARGE, f"Beloppet {cut(field)} är större än det största som kan lagras."
            )
        return amount

    def _plain(self, written: str) -> str:
        """An amount that is not written plainly, so that it is."""
        if _AMOUNT.fullmatch(written):
            return written
        if _WITH_COMMA.fullmatch(written):
            self.commas += 1
            return written.replace(",", ".")
        if _MANY_DECIMALS.fullmatch(written):
            raise Refused(Code.DECIMALS, f"Beloppet {cut(written)} har fler än två decimaler.")
        raise Refused(
            Code.AMOUNT, f"”{cut(written)}” är inget belopp. Det skrivs som 1234.50 eller -1234.50."
        )

    def objects(self, field: str) -> Objects:
        """The pairs of an object list."""
        listed = self.lists.get(field)
        if listed is None:
            found = objects(field) if field[0] == "{" and field[-1] == "}" else None
            if found is None or any(len(code) > LONGEST_CODE for _, code in found):
                raise Refused(
                    Code.OBJECTS, f'”{cut(field)}” är ingen objektlista. Den skrivs parvis, som {{1 "10"}}.'
                )
            if len(self.lists) >= _KEPT:
                self.lists = {"": ()}
            self.lists[field] = listed = found
        return listed

    def date(self, field: str) -> datetime.date | None:
        """A date; None where the file writes none."""
        if field not in self.dates:
            if len(self.dates) >= _KEPT:
                self.dates.clear()
            self.dates[field] = _parsed_date(content(field) if field else "")
        return self.dates[field]

    def day(self, text: str) -> datetime.date:
        """A date that has to be there."""
        found = self.date(text)
        if found is None:
            raise Refused(Code.DATE, "Ett datum saknas. Det skrivs som 20230131.")
        return found

    def date_or_none(self, text: str) -> datetime.date | None:
        """When something was registered, which no figure depends on."""
        try:
            return self.date(text)
        except Refused:
            return None


def missing(label: str, name: str) -> Refused:
    """A record lacks a field that it must have."""
    return Refused(Code.FIELD_MISSING, f"Posten {label} saknar {name}.")


def no_list() -> str:
    """A brace where no list belongs."""
    raise Refused(Code.BRACES, "En klammer står där ett fält ska stå.")


def no_account(number: str) -> Refused:
    """What stands where the account should is none."""
    return Refused(Code.ACCOUNT, f"”{cut(number)}” är inget kontonummer.")


def cut(text: str) -> str:
    """A text as it is quoted in a message."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def account_of(number: str) -> str:
    """An account's number, which may have letters."""
    if not number or number[0] in "{}" or len(number) > LONGEST_ACCOUNT:
        raise no_account(number)
    return number


def dimension_of(number: str) -> str:
    """A dimension's number without leading noughts."""
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        raise Refused(Code.OBJECTS, f"”{cut(number)}” är inget nummer på en dimension.")
    return str(int(number))


def year_of(text: str) -> int:
    """0 for this year, −1 for the one before."""
    if not _YEAR.fullmatch(text):
        raise Refused(Code.YEAR, f"”{cut(text)}” är inget årsnummer. 0 är det här året och -1 det förra.")
    return int(text)


def period_of(text: str) -> str:
    """Year and month, as 202301."""
    if not _PERIOD.fullmatch(text):
        raise Refused(Code.PERIOD, f"”{cut(text)}” är ingen period av år och månad, som 202301.")
    return text


def _parsed_date(text: str) -> datetime.date | None:
    if text in _NO_DATE:
        return None
    if len(text) == 8 and text.isascii() and text.isdigit():
        try:
            return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    raise Refused(Code.DATE, f"”{cut(text)}” är inget datum. Det skrivs som 20230131.")
