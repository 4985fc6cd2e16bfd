"""What a SIE file holds, and what is wrong with one, as data. Amounts in kronor as the file signs them: debit +."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Objects = tuple[tuple[str, str], ...]
"""Pairs of dimension and object, as the file lists them."""


class Limits(NamedTuple):
    """How much is read. What is larger is refused, with the line where it became too much."""

    size: int = 50_000_000
    lines: int = 2_000_000
    line_length: int = 8_000
    nesting: int = 4
    amount: Decimal = Decimal("999999999999.99")
    problems: int = 100


class Encoding(StrEnum):
    """How letters are written. The standard knows only the first."""

    CP437 = "cp437"
    CP1252 = "cp1252"
    UTF8 = "utf-8"

    @property
    def label(self) -> str:
        """What a person calls it."""
        return {"cp437": "DOS (CP437)", "cp1252": "Windows-1252", "utf-8": "UTF-8"}[self.value]


class Reason(StrEnum):
    """Why a file is read in an encoding."""

    CHOSEN = "chosen"
    MARK = "mark"
    ONLY_ASCII = "only_ascii"
    VALID_UTF8 = "valid_utf8"
    LETTERS = "letters"
    UNSURE = "unsure"

    @property
    def label(self) -> str:
        """The reason, to be read after the encoding's name."""
        return {
            "chosen": "valt av dig",
            "mark": "filen säger det själv i sin början",
            "only_ascii": "filen har inga å, ä eller ö",
            "valid_utf8": "tecknen går ihop som UTF-8",
            "letters": "så blir å, ä och ö rätt",
            "unsure": "det går inte att avgöra, och standarden säger så",
        }[self.value]


class Code(StrEnum):
    """What a refusal is about, for programs."""

    EMPTY = "empty"
    NOT_SIE = "not_sie"
    TOO_LARGE = "too_large"
    TOO_MANY_LINES = "too_many_lines"
    LINE_TOO_LONG = "line_too_long"
    UNREADABLE = "unreadable"
    CONTROL_SIGN = "control_sign"
    QUOTES = "quotes"
    BRACES = "braces"
    NESTING = "nesting"
    NO_LABEL = "no_label"
    FIELD_MISSING = "field_missing"
    AMOUNT = "amount"
    DECIMALS = "decimals"
    AMOUNT_TOO_LARGE = "amount_too_large"
    DATE = "date"
    PERIOD = "period"
    YEAR = "year"
    ACCOUNT = "account"
    OBJECTS = "objects"
    TYPE = "type"
    OUTSIDE_VOUCHER = "outside_voucher"
    VOUCHER_WITHOUT_ROWS = "voucher_without_rows"
    NOT_CLOSED = "not_closed"
    TWICE = "twice"
    CUT_OFF = "cut_off"
    CHECKSUM = "checksum"
    TOO_MANY_PROBLEMS = "too_many_problems"


class Problem(NamedTuple):
    """Why a file is not read in: always a line and a reason, in Swedish."""

    code: Code
    line: int
    message: str

    def __str__(self) -> str:
        return f"Rad {self.line}: {self.message}"


class Begin(NamedTuple):
    """The first item of every reading: how letters are read, and why."""

    encoding: Encoding
    reason: Reason


class End(NamedTuple):
    """The last item of every reading: what was passed over, and how many lines there were."""

    lines: int
    unknown: Mapping[str, int]
    """How many records of each label that is not known."""
    extra_fields: int
    """How many records have more fields than the standard gives them."""
    removed_rows: int
    added_rows: int
    unmatched_added_rows: int
    """Added rows that no equal row follows, against the standard. They are not counted."""
    decimal_commas: int
    lost_letters: int
    """Lines with the sign that stands for a letter that was lost before the file came here."""
    is_checked: bool
    """Whether the file carries a checksum, and it is right."""


class Info(NamedTuple):
    """A record of identification: #FNAMN, #ORGNR and their like."""

    line: int
    label: str
    values: tuple[str, ...]


class Year(NamedTuple):
    """A financial year: 0 is this one, −1 the one before. Both dates belong to it."""

    line: int
    number: int
    first: datetime.date
    last: datetime.date


class Account(NamedTuple):
    """An account and its name."""

    line: int
    number: str
    name: str


class AccountKind(NamedTuple):
    """What an account is: T asset, S debt, K cost, I income."""

    line: int
    account: str
    kind: str


class Dimension(NamedTuple):
    """What objects of a number are, such as cost centres; a part of another dimension when `parent` is given."""

    line: int
    number: str
    name: str
    parent: str


class NamedObject(NamedTuple):
    """An object of a dimension and its name."""

    line: int
    dimension: str
    number: str
    name: str


class BalanceKind(StrEnum):
    """What a balance is: opening, closing, or the result of an account that has no balance."""

    OPENING = "#IB"
    CLOSING = "#UB"
    RESULT = "#RES"
    PERIOD = "#PSALDO"
    BUDGET = "#PBUDGET"


class Balance(NamedTuple):
    """What an account stands at, whole or for an object; in a period, how much it changed."""

    line: int
    kind: BalanceKind
    year: int
    period: str
    """Year and month as 202301 for a period's change, otherwise empty."""
    account: str
    objects: Objects
    amount: Decimal


class Voucher(NamedTuple):
    """The head of a voucher; its rows come after it, and then its end."""

    line: int
    series: str
    number: str
    date: datetime.date | None
    text: str
    registered: datetime.date | None


class VoucherRow(NamedTuple):
    """A row of a voucher as it stands now: rows that were removed are not given, and added ones once.

    Quantities and signatures are not kept: no figure here is of them, and the latter are persons.
    """

    line: int
    voucher: Voucher
    account: str
    objects: Objects
    amount: Decimal
    date: datetime.date | None
    """The row's own date, otherwise the voucher's."""
    text: str


class VoucherEnd(NamedTuple):
    """How many rows a voucher has, and what they add up to, which should be nought."""

    line: int
    voucher: Voucher
    rows: int
    total: Decimal


Item = (
    Begin
    | End
    | Info
    | Year
    | Account
    | AccountKind
    | Dimension
    | NamedObject
    | Balance
    | Voucher
    | VoucherRow
    | VoucherEnd
    | Problem
)
