"""Whole ledgers to be written as SIE files: small drawn ones that tie in every way, and one as large as asked for."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from budgets.imports.sie.items import (
    Account,
    AccountKind,
    Balance,
    BalanceKind,
    Dimension,
    Info,
    Item,
    NamedObject,
    Objects,
    Voucher,
    VoucherEnd,
    VoucherRow,
    Year,
)

BALANCE_ACCOUNTS = ("1510", "1930", "2010", "2440")
RESULT_ACCOUNTS = ("3510", "5011", "6210", "7410", "4530A")
WORDS = (
    "Lön",
    "Hyra",
    "Måltider",
    "Resa",
    "Östra",
    "Ärende",
    "Åter",
    'Kassa "special"',
    "C:\\mapp",
    "{x}",
    "a#b",
    "",
)
OBJECTS: tuple[Objects, ...] = (
    (),
    (("1", "10"),),
    (("1", "20"),),
    (("1", "10"), ("6", "P 1")),
    (("6", "P 1"),),
    (("20", "Ö"),),
)


def tied(seed: int, vouchers: int = 6, year: int = 2023) -> list[Item]:
    """A file of type 4E whose balances, results, periods and vouchers all tie."""
    draw = random.Random(seed)
    opening = {account: _amount(draw) for account in BALANCE_ACCOUNTS[:-1]}
    opening[BALANCE_ACCOUNTS[-1]] = -sum(opening.values(), Decimal())
    moved: defaultdict[str, Decimal] = defaultdict(Decimal)
    months: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    parts: defaultdict[tuple[str, str, Objects], Decimal] = defaultdict(Decimal)
    booked: list[Item] = []
    for number in range(1, vouchers + 1):
        for item in _voucher(draw, number, year):
            booked.append(item)
            if isinstance(item, VoucherRow):
                assert item.date is not None
                period = f"{item.date:%Y%m}"
                moved[item.account] += item.amount
                months[item.account, period] += item.amount
                for pair in item.objects:
                    parts[item.account, period, (pair,)] += item.amount
    items: list[Item] = [
        Info(0, "#FLAGGA", ("0",)),
        Info(0, "#PROGRAM", ("Ekonomi Två", "1.0")),
        Info(0, "#FORMAT", ("PC8",)),
        Info(0, "#SIETYP", ("4",)),
        Info(0, "#ORGNR", ("222000-0000",)),
        Info(0, "#FNAMN", ("Samordningsförbundet Älvdalen",)),
        Year(0, 0, datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
        Year(0, -1, datetime.date(year - 1, 1, 1), datetime.date(year - 1, 12, 31)),
        Dimension(0, "1", "Kostnadsställe", ""),
        Dimension(0, "2", "Kostnadsbärare", "1"),
        Dimension(0, "20", "Område", ""),
        NamedObject(0, "1", "10", "Samverkansteam Öst"),
        NamedObject(0, "6", "P 1", "Bilen"),
    ]
    items += [
        Account(0, each, f"{draw.choice(WORDS)} {each}") for each in (*BALANCE_ACCOUNTS, *RESULT_ACCOUNTS)
    ]
    items += [AccountKind(0, "4530A", "K"), AccountKind(0, "1930", "T")]
    items += [Balance(0, BalanceKind.CLOSING, -1, "", each, (), amount) for each, amount in opening.items()]
    items += [Balance(0, BalanceKind.OPENING, 0, "", each, (), amount) for each, amount in opening.items()]
    for account in BALANCE_ACCOUNTS:
        closing = opening[account] + moved[account]
        items.append(Balance(0, BalanceKind.CLOSING, 0, "", account, (), closing))
    items += [
        Balance(0, BalanceKind.RESULT, 0, "", account, (), moved[account])
        for account in RESULT_ACCOUNTS
        if account in moved
    ]
    for (account, period), amount in sorted(months.items()):
        items.append(Balance(0, BalanceKind.PERIOD, 0, period, account, (), amount))
    for (account, period, objects), amount in sorted(parts.items()):
        items.append(Balance(0, BalanceKind.PERIOD, 0, period, account, objects, amount))
    items += [
        Balance(0, BalanceKind.BUDGET, 0, f"{year}01", "5011", (), Decimal("8000.00")),
        Balance(0, BalanceKind.OPENING, 0, "", "1510", (("8", "12345"),), Decimal("10.00")),
    ]
    return items + booked


def many_rows(rows: int, year: int = 2023) -> Iterator[str]:
    """The lines of a plain file with so many rows of vouchers, ten to a voucher, as a municipality's system writes."""
    yield from (
        "#FLAGGA 0",
        '#PROGRAM "Ekonomi" 1',
        "#FORMAT PC8",
        "#SIETYP 4",
        '#FNAMN "Samordningsförbundet"',
        f"#RAR 0 {year}0101 {year}1231",
    )
    for number in range(rows // 10):
        day = f"{year}{number % 12 + 1:02}{number % 28 + 1:02}"
        yield f'#VER A {number + 1} {day} "Faktura {number}" {day} AN'
        yield "{"
        for row in range(9):
            account = RESULT_ACCOUNTS[(number + row) % 4]
            cost_centre = 10 + (number + row) % 40
            yield (
                f'#TRANS {account} {{1 "{cost_centre}" 6 "P{number % 50}"}} {number % 1000}.{row:02} {day} '
                f'"Köp av tjänst {row}" 0 "AN"'
            )
        total = Decimal(9 * (number % 1000)) + Decimal(36) / 100
        yield f"#TRANS 2440 {{}} -{total:.2f} {day}"
        yield "}"


def _voucher(draw: random.Random, number: int, year: int) -> Iterator[Item]:
    day = datetime.date(year, draw.randint(1, 12), draw.randint(1, 28))
    series = draw.choice(["A", "B", "#", ""])
    voucher = Voucher(
        0, series, str(number) if series else "", day, draw.choice(WORDS), draw.choice([day, None])
    )
    yield voucher
    total = Decimal()
    count = draw.randint(1, 4)
    for _ in range(count):
        amount = _amount(draw)
        total += amount
        own = draw.choice([day, day, datetime.date(year, draw.randint(1, 12), draw.randint(1, 28))])
        account = draw.choice(RESULT_ACCOUNTS)
        yield VoucherRow(0, voucher, account, draw.choice(OBJECTS), amount, own, draw.choice(WORDS))
    yield VoucherRow(0, voucher, draw.choice(BALANCE_ACCOUNTS), (), -total, day, "")
    yield VoucherEnd(0, voucher, count + 1, Decimal())


def _amount(draw: random.Random) -> Decimal:
    return Decimal(draw.randint(-1_000_000, 1_000_000)) / 100
