"""Rows of vouchers as they are stored: some thousand at a time, by month, in a form that is small and quick to write.

A block is {"objects": [object lists], "vouchers": [[series, number, date, text, [[account, place of its object list,
amount, text], …]], …]}: dates as 2023-01-31, amounts as exact kronor with their sign. Plain Python, no Django.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from budgets.imports.sie.items import Objects, Voucher, VoucherRow

_AT_ONCE = 4000
"""So many rows are in memory at a time, whatever the size of the file."""


class Block(NamedTuple):
    """Rows of a month: how many, and their data."""

    month: int
    count: int
    rows: dict[str, Any]


class StoredRow(NamedTuple):
    """A row of a voucher, as the file gave it. Ledger sign."""

    series: str
    number: str
    date: datetime.date | None
    voucher_text: str
    account: str
    objects: Mapping[str, str]
    """The code of its object in each dimension that it has one in."""
    amount: Decimal
    text: str


class _Month:
    """The rows of a month that wait to be stored."""

    def __init__(self) -> None:
        self.count = 0
        self.vouchers: list[tuple[Any, ...]] = []
        self.voucher: Voucher | None = None
        self.rows: list[tuple[str, int, str, str]] = []
        self.places: dict[Objects, int] = {}

    def block(self, month: int) -> Block:
        return Block(month, self.count, {"objects": list(self.places), "vouchers": self.vouchers})


class Packing:
    """Puts rows into blocks as they come."""

    def __init__(self) -> None:
        self._months: dict[int, _Month] = {}
        self._waiting = 0

    def add(self, month: int, row: VoucherRow) -> bool:
        """One more row of a month. Whether so many wait by now that the blocks should be taken."""
        _, voucher, account, objects, amount, _, text = row
        held = self._months.get(month)
        if held is None:
            held = self._months[month] = _Month()
        if held.voucher is not voucher:
            date = voucher.date.isoformat() if voucher.date else None
            held.voucher, held.rows = voucher, []
            held.vouchers.append((voucher.series, voucher.number, date, voucher.text, held.rows))
        place = held.places.get(objects)
        if place is None:
            place = held.places[objects] = len(held.places)
        held.rows.append((account, place, str(amount), text))
        held.count += 1
        self._waiting += 1
        return self._waiting >= _AT_ONCE

    def taken(self) -> list[Block]:
        """The blocks of all rows that wait; from now on none do."""
        blocks = [held.block(month) for month, held in sorted(self._months.items())]
        self._months, self._waiting = {}, 0
        return blocks


def unpacked(rows: Mapping[str, Any]) -> Iterator[StoredRow]:
    """The rows of a block, in the file's order."""
    lists = [dict(pairs) for pairs in rows["objects"]]
    for series, number, date, about, own in rows["vouchers"]:
        day = datetime.date.fromisoformat(date) if date else None
        for account, place, amount, text in own:
            yield StoredRow(series, number, day, about, account, lists[place], Decimal(amount), text)
