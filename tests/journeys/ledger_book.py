"""A SIE 4E file of Södra Dalarna's, as the host municipality's system would write it: made up, and in öre.

Its accounts and objects are not all the federation's own, as in a real file: grants to teams are booked on 4531 and
the telephone on 6320, which no account group of the budget has, the team in Avesta is called 2110, and the audit has
no object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from budgets.imports.sie.items import (
    Account,
    Balance,
    BalanceKind,
    Dimension,
    Info,
    Item,
    NamedObject,
    Voucher,
    VoucherEnd,
    VoucherRow,
    Year,
)
from tests.budgets.imports.sie.writing import written

YEAR = 2023
BANK, EQUITY = "1930", "2010"
ACCOUNTS = {
    BANK: "Bankkonto",
    EQUITY: "Eget kapital",
    "3510": "Medlemsavgifter",
    "4531": "Bidrag till samverkansteam",
    "4710": "Revision",
    "5010": "Löner arbetad tid",
    "5610": "Sociala avgifter",
    "6320": "Mobiltelefoni",
    "7010": "Resor",
}
OBJECTS = {
    "20000": "Administration",
    "21000": "Kompetensutveckling",
    "2110": "Team Avesta",
    "50000": "Medlemsavgifter",
}
OPENING = Decimal("2015532.00")

Entry = tuple[date, str, str, str, str]
"""The day, the text, the account, the object or "", and kronor with two decimals: cost +, income −. The bank pays."""


def the_month(month: int) -> list[Entry]:
    """What is booked every month."""
    day = date(YEAR, month, 25)
    return [
        (day, "Löner", "5010", "20000", "58500.00"),
        (day, "Sociala avgifter", "5610", "20000", "26833.40"),
        (day, "Bidrag till teamet i Avesta", "4531", "2110", "158333.25"),
        (date(YEAR, month, 28), "Telefon", "6320", "20000", "412.70"),
    ]


FIRST_QUARTER: list[Entry] = [
    (date(YEAR, 1, 16), "Medlemsavgifter kvartal 1", "3510", "50000", "-1577000.00"),
    *the_month(1),
    *the_month(2),
    (date(YEAR, 2, 9), "Resa till kurs i Borlänge", "7010", "21000", "4310.50"),
    *the_month(3),
    (date(YEAR, 3, 30), "Revision av årsredovisningen", "4710", "", "12500.00"),
]
CORRECTION: Entry = (date(YEAR, 3, 31), "Rättat bidrag till teamet i Avesta", "4531", "2110", "1666.75")
APRIL: list[Entry] = [
    (date(YEAR, 4, 17), "Medlemsavgifter kvartal 2", "3510", "50000", "-1577000.00"),
    *the_month(4),
]


def write(folder: Path, name: str, entries: Iterable[Entry], *, made: str = "20230417") -> Path:
    """The file, exported on that day, which ties in every way: vouchers, results and balances."""
    path = folder / name
    path.write_bytes(content(entries, made=made))
    return path


def content(entries: Iterable[Entry], *, made: str = "20230417", opening: Decimal | None = OPENING) -> bytes:
    """The bytes of such a file of the entries' year. Without an opening balance it holds vouchers alone."""
    return written(_items(list(entries), made, opening))


def _items(entries: list[Entry], made: str, opening: Decimal | None) -> Iterator[Item]:
    year = entries[0][0].year
    yield Info(0, "#FLAGGA", ("0",))
    yield Info(0, "#PROGRAM", ("Kommunens ekonomi", "7.2"))
    yield Info(0, "#FORMAT", ("PC8",))
    yield Info(0, "#GEN", (made,))
    yield Info(0, "#SIETYP", ("4",))
    yield Info(0, "#ORGNR", ("222000-9910",))
    yield Info(0, "#FNAMN", ("Södra Dalarnas Samordningsförbund",))
    yield Year(0, 0, date(year, 1, 1), date(year, 12, 31))
    yield Dimension(0, "1", "Ansvar", "")
    yield from (NamedObject(0, "1", code, name) for code, name in OBJECTS.items())
    yield from (Account(0, number, name) for number, name in ACCOUNTS.items())
    if opening is not None:
        yield from _balances(entries, opening)
    for number, (day, text, account, code, kronor) in enumerate(entries, start=1):
        voucher = Voucher(0, "A", str(number), day, text, None)
        objects = (("1", code),) if code else ()
        yield voucher
        yield VoucherRow(0, voucher, account, objects, Decimal(kronor), day, text)
        yield VoucherRow(0, voucher, BANK, (), -Decimal(kronor), day, "")
        yield VoucherEnd(0, voucher, 2, Decimal(0))


def _balances(entries: list[Entry], opening: Decimal) -> Iterator[Item]:
    moved: defaultdict[str, Decimal] = defaultdict(Decimal)
    for _, _, account, _, kronor in entries:
        moved[account] += Decimal(kronor)
        moved[BANK] -= Decimal(kronor)
    yield Balance(0, BalanceKind.OPENING, 0, "", BANK, (), opening)
    yield Balance(0, BalanceKind.OPENING, 0, "", EQUITY, (), -opening)
    yield Balance(0, BalanceKind.CLOSING, 0, "", BANK, (), opening + moved.pop(BANK))
    yield Balance(0, BalanceKind.CLOSING, 0, "", EQUITY, (), -opening)
    for account, amount in sorted(moved.items()):
        yield Balance(0, BalanceKind.RESULT, 0, "", account, (), amount)
