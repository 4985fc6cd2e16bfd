"""Rows of vouchers as they are stored: some thousand at a time, by month, in a form that is small and quick to write.

A block is {"objects": [object lists], "vouchers": [[series, number, date, text, [row, …]], …]}: dates as 2023-01-31. A
row is one text, which is far quicker written than a list: the place of its object list, its amount as exact kronor with
their sign, and its account with a blank between, then a separator and its text. Plain Python, no Django.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from budgets.imports.sie.items import Objects, Voucher, VoucherRow

_SEPARATOR = "\x1f"
"""A sign that no account's number has."""
_AT_ONCE = 4000
"""So many rows are in memory at a time, whatever the size of the file."""


@dataclass(frozen=True)
class Block:
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
        self.rows: list[str] = []
        self.places: dict[Objects, int] = {}

    def block(self, month: int) -> Block:
        """What waits, as it is stored."""
        return Block(month, self.count, {"objects": list(self.places), "vouchers": self.vouchers})


class Packing:
    """Puts rows into blocks as they come."""

    def __init__(self) -> None:
        self._months: dict[int, _Month] = {}
        self._waiting = 0

    def add(self, month: int, rows: Sequence[VoucherRow]) -> bool:
        """More rows of a voucher in a month. Whether so many wait by now that the blocks should be taken."""
        voucher = rows[0].voucher
        held = self._months.get(month)
        if held is None:
            held = self._months[month] = _Month()
        if held.voucher is not voucher:
            date = voucher.date.isoformat() if voucher.date else None
            held.voucher, held.rows = voucher, []
            held.vouchers.append((voucher.series, voucher.number, date, voucher.text, held.rows))
        places = held.places
        held.rows += [
            f"{places.setdefault(objects, len(places))} {amount!s} {account}{_SEPARATOR}{text}"
            for _, _, account, objects, amount, _, text in rows
        ]
        held.count += len(rows)
        self._waiting += len(rows)
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
        for row in own:
            place, amount, rest = row.split(" ", 2)
            account, _, text = rest.partition(_SEPARATOR)
            yield StoredRow(series, number, day, about, account, lists[int(place)], Decimal(amount), text)
