"""SIE files as programs write them: the same records in every manner of quoting, spacing, listing and encoding."""

from __future__ import annotations

import datetime
import random
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgets.imports.sie.items import (
    Account,
    AccountKind,
    Balance,
    BalanceKind,
    Begin,
    Dimension,
    Encoding,
    End,
    Info,
    Item,
    NamedObject,
    Objects,
    Voucher,
    VoucherEnd,
    VoucherRow,
    Year,
)


@dataclass(frozen=True)
class Manner:
    """How a program writes. The default is the plainest; `any_manner` draws one."""

    encoding: Encoding = Encoding.CP437
    newline: str = "\r\n"
    mark: bool = False
    checksum: bool = False
    lively: bool = False
    """Whether quotes, spaces, lists and what readers must pass over vary from line to line."""


def any_manner(draw: random.Random) -> Manner:
    """A manner of writing, drawn."""
    encoding = draw.choice(list(Encoding))
    return Manner(
        encoding,
        newline=draw.choice(["\r\n", "\n"]),
        mark=encoding is Encoding.UTF8 and draw.random() < 0.5,
        checksum=draw.random() < 0.5,
        lively=True,
    )


def written(items: Iterable[Item], manner: Manner = Manner(), draw: random.Random | None = None) -> bytes:
    """The bytes of a file with these records."""
    writer = _Writer(manner, draw or random.Random(0))
    lines = list(writer.lines(items))
    text = manner.newline.join([*lines, ""])
    return (b"\xef\xbb\xbf" if manner.mark else b"") + text.encode(manner.encoding)


def said(items: Iterable[Item]) -> list[Item]:
    """The records without the lines they stand on, and without what tells of the reading itself."""
    return [_unplaced(each) for each in items if not isinstance(each, Begin | End)]


def _unplaced(item: Item) -> Item:
    if isinstance(item, VoucherRow | VoucherEnd):
        return item._replace(line=0, voucher=item.voucher._replace(line=0))
    return item._replace(line=0)


class _Writer:
    def __init__(self, manner: Manner, draw: random.Random) -> None:
        self.manner, self.draw, self.sum = manner, draw, 0

    def lines(self, items: Iterable[Item]) -> Iterator[str]:
        if self.manner.checksum:
            yield "#KSUMMA"
        for fields in self._records(items):
            if isinstance(fields, str):
                yield fields
                continue
            said = "".join(_checked(each) for each in fields)
            self.sum = zlib.crc32(said.encode("cp437", errors="replace"), self.sum)
            yield self._line(fields)
            if self._now_and_then():
                yield self.draw.choice(["", "  \t "])
        if self.manner.checksum:
            yield f"#KSUMMA {self.draw.choice([self.sum, self.sum - 2**32]) if self.manner.lively else self.sum}"

    def _records(self, items: Iterable[Item]) -> Iterator[list[str | Objects] | str]:
        for item in items:
            if isinstance(item, Info):
                yield [item.label, *item.values]
            elif isinstance(item, Year):
                yield ["#RAR", str(item.number), _day(item.first), _day(item.last)]
            elif isinstance(item, Account):
                yield ["#KONTO", item.number, item.name, *self._later()]
            elif isinstance(item, AccountKind):
                yield ["#KTYP", item.account, item.kind]
            elif isinstance(item, Dimension) and item.parent:
                yield ["#UNDERDIM", item.number, item.name, item.parent]
            elif isinstance(item, Dimension):
                yield ["#DIM", item.number, item.name]
            elif isinstance(item, NamedObject):
                yield ["#OBJEKT", item.dimension, item.number, item.name]
            elif isinstance(item, Balance):
                yield self._balance(item)
            elif isinstance(item, Voucher):
                registered = [_day(item.registered)] if item.registered else []
                yield ["#VER", item.series, item.number, _day(item.date), item.text, *registered]
                yield "{"
            elif isinstance(item, VoucherRow):
                yield from self._row(item)
            elif isinstance(item, VoucherEnd):
                yield "}"
            if not isinstance(item, Voucher | VoucherRow) and self._now_and_then():
                yield from self._unknown()

    def _balance(self, item: Balance) -> list[str | Objects]:
        year, amount = str(item.year), self._amount(item.amount)
        if item.period:
            return [item.kind.value, year, item.period, item.account, item.objects, amount]
        if item.objects:
            label = "#OIB" if item.kind is BalanceKind.OPENING else "#OUB"
            return [label, year, item.account, item.objects, amount]
        return [item.kind.value, year, item.account, amount]

    def _row(self, item: VoucherRow) -> Iterator[list[str | Objects]]:
        own = (
            _day(item.date)
            if item.date != item.voucher.date
            else self.draw.choice(["", _day(item.date), "00000000"])
        )
        rest = (
            [own, item.text, *self.draw.choice([[], ["2"], ["2", "AN"], ["", "", "x"]])]
            if self.manner.lively
            else []
        )
        if not self.manner.lively and (item.text or item.date != item.voucher.date):
            rest = [_day(item.date), item.text]
        elif not item.text and item.date == item.voucher.date and self.draw.random() < 0.5:
            rest = []
        fields: list[str | Objects] = [item.account, item.objects, self._amount(item.amount), *rest]
        if self._now_and_then():
            yield ["#BTRANS", *fields]
        if self._now_and_then():
            yield ["#RTRANS", *fields]
        yield ["#TRANS", *fields]

    def _unknown(self) -> Iterator[list[str | Objects] | str]:
        yield ["#NYPOST", "1", "ett fält"]
        if self.draw.random() < 0.5:
            yield "{"
            yield ["#UNDERPOST", "#TRANS"]
            yield "}"

    def _now_and_then(self) -> bool:
        return self.manner.lively and self.draw.random() < 0.15

    def _later(self) -> list[str]:
        return ["ett", "framtida fält"] if self._now_and_then() else []

    def _amount(self, amount: Decimal) -> str:
        if self.manner.lively and amount == amount.to_integral_value() and self.draw.random() < 0.5:
            return f"{amount:.0f}"
        if (
            self.manner.lively
            and amount * 10 == (amount * 10).to_integral_value()
            and self.draw.random() < 0.3
        ):
            return f"{amount:.1f}"
        return f"{amount:.2f}"

    def _line(self, fields: list[str | Objects]) -> str:
        gap = self._gap
        indent = gap() if self.manner.lively and self.draw.random() < 0.3 else ""
        line = indent + str(fields[0])
        for each in fields[1:]:
            line += gap() + (self._field(each) if isinstance(each, str) else self._list(each))
        return line + (gap() if self._now_and_then() else "")

    def _gap(self) -> str:
        return self.draw.choice([" ", "  ", "\t", " \t "]) if self.manner.lively else " "

    def _field(self, text: str) -> str:
        must = not text or any(sign in text for sign in " \t{}")
        escaped = text.replace('"', '\\"')
        return f'"{escaped}"' if must or (self.manner.lively and self.draw.random() < 0.5) else escaped

    def _list(self, objects: Objects) -> str:
        inner = self._gap().join(self._field(each) for pair in objects for each in pair)
        edge = self.draw.choice(["", " "]) if self.manner.lively else ""
        return "{" + edge + inner + edge + "}"


def _checked(field: str | Objects) -> str:
    return field if isinstance(field, str) else "".join(each for pair in field for each in pair)


def _day(date: datetime.date | None) -> str:
    return f"{date:%Y%m%d}" if date else "00000000"
