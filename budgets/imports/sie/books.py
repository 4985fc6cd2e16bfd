"""What a file's records come to: its accounts and balances, and its vouchers summed by month, account and object.

This is small whatever the number of vouchers. A file says the same thing at several levels of detail: an account's
change in a month stands whole and for each object of each dimension. Those are never added together; `split` gives
an account's amount divided by one dimension, and what no object of it has.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from budgets.imports.sie.items import (
    Account,
    AccountKind,
    Balance,
    BalanceKind,
    Begin,
    Dimension,
    End,
    Info,
    Item,
    NamedObject,
    Objects,
    Problem,
    Voucher,
    VoucherEnd,
    VoucherRow,
    Year,
)

DIMENSIONS = {
    "1": "Kostnadsställe",
    "2": "Kostnadsbärare",
    "6": "Projekt",
    "7": "Anställd",
    "8": "Kund",
    "9": "Leverantör",
    "10": "Faktura",
}
"""What the standard calls the dimensions it has reserved, which a file need not name."""
_SHOWN = 20
_KEPT = 5000
_DAY = attrgetter("date")
ZERO = Decimal()


class _Placed(NamedTuple):
    """What a row counts to."""

    period: str
    month: int
    is_outside: bool
    is_moved: bool


@dataclass
class Books:
    """All that a file says, but its single vouchers. Filled record by record; whole when the `End` has come."""

    begin: Begin | None = None
    end: End | None = None
    problems: list[Problem] = field(default_factory=list)
    info: dict[str, tuple[str, ...]] = field(default_factory=dict)
    years: dict[int, Year] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """The accounts that the file declares."""
    kinds: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    objects: dict[tuple[str, str], str] = field(default_factory=dict)
    balances: dict[tuple[BalanceKind, int, str, str, Objects], Decimal] = field(default_factory=dict)
    """By kind, year, period, account and objects, as the file writes them."""
    movements: defaultdict[tuple[str, str, Objects], Decimal] = field(
        default_factory=lambda: defaultdict(lambda: ZERO)
    )
    """What the vouchers come to, by period (202301), account and objects."""
    vouchers: int = 0
    rows: int = 0
    unbalanced: list[VoucherEnd] = field(default_factory=list)
    """The first vouchers that do not add up to nought."""
    unbalanced_count: int = 0
    outside_year: int = 0
    """Rows of vouchers that lie outside this financial year, though the file says when it begins and ends."""
    moved_rows: int = 0
    """Rows with a date in another month than their voucher's."""
    _days: dict[tuple[datetime.date | None, datetime.date | None], _Placed] = field(default_factory=dict)
    """What rows count to, by their own day and their voucher's, of which there are few."""

    def add(self, item: Item) -> None:
        """One more record."""
        if isinstance(item, VoucherRow):
            for _each in self.add_rows((item,)):
                pass
        elif isinstance(item, VoucherEnd):
            if item.total:
                self.unbalanced_count += 1
                if len(self.unbalanced) < _SHOWN:
                    self.unbalanced.append(item)
        elif isinstance(item, Voucher):
            self.vouchers += 1
        elif isinstance(item, Balance):
            self.balances[item.kind, item.year, item.period, item.account, item.objects] = item.amount
        elif isinstance(item, Account):
            self.names[item.number] = item.name
        elif isinstance(item, AccountKind):
            self.kinds[item.account] = item.kind
        elif isinstance(item, Dimension):
            self.dimensions[item.number] = item.name
        elif isinstance(item, NamedObject):
            self.objects[item.dimension, item.number] = item.name
        elif isinstance(item, Year):
            self.years[item.number] = item
            self._days.clear()
        elif isinstance(item, Info):
            self.info[item.label] = item.values
        elif isinstance(item, Begin):
            self.begin = item
        elif isinstance(item, End):
            self.end = item
        else:
            self.problems.append(item)

    def add_rows(self, rows: Iterable[VoucherRow]) -> Iterator[tuple[int, list[VoucherRow]]]:
        """Some more rows of a voucher. Gives the month, 1 to 12, that they count to, those of the same day together."""
        for _day, of_day in groupby(rows, key=_DAY):
            same = list(of_day)
            period, month, is_outside, is_moved = self._placed(same[0])
            self.rows += len(same)
            self.outside_year += is_outside * len(same)
            self.moved_rows += is_moved * len(same)
            for _, _, account, objects, amount, _, _ in same:
                self.movements[period, account, objects] += amount
            yield month, same

    def _placed(self, row: VoucherRow) -> _Placed:
        days = row.date, row.voucher.date
        found = self._days.get(days)
        if found is None:
            if len(self._days) >= _KEPT:
                self._days.clear()
            when, own, year = self.booked_on(row), row.voucher.date, self.years.get(0)
            self._days[days] = found = _Placed(
                f"{when.year:04}{when.month:02}",
                when.month,
                year is not None and not year.first <= when <= year.last,
                own is not None and (own.year, own.month) != (when.year, when.month),
            )
        return found

    # --- What it comes to --------------------------------------------------------------------------------

    def booked_on(self, row: VoucherRow) -> datetime.date:
        """The day a row counts to: its own, or its voucher's where its own lies outside the financial year."""
        date, year = row.date, self.years.get(0)
        assert date is not None
        if year is None or year.first <= date <= year.last:
            return date
        return row.voucher.date or date

    @property
    def is_sound(self) -> bool:
        """Whether the whole file could be read."""
        return self.end is not None and not self.problems

    @property
    def has_vouchers(self) -> bool:
        """Whether the file gives vouchers, and not only what they come to."""
        return self.rows > 0

    def of_kind(self, kind: BalanceKind, year: int = 0) -> dict[tuple[str, str, Objects], Decimal]:
        """The balances of a kind and year, by period, account and objects."""
        return {
            (period, account, objects): amount
            for (each, number, period, account, objects), amount in self.balances.items()
            if each is kind and number == year
        }

    def whole(self, kind: BalanceKind, year: int = 0) -> dict[str, Decimal]:
        """The balances of whole accounts."""
        return {
            account: amount
            for (_, account, objects), amount in self.of_kind(kind, year).items()
            if not objects
        }

    def is_result(self, account: str) -> bool:
        """Whether an account is of income or costs: as the file says, otherwise by the first digit of its number."""
        if account in self.kinds:
            return self.kinds[account] in ("K", "I")
        if (BalanceKind.RESULT, 0, "", account, ()) in self.balances:
            return True
        return not account.startswith(("1", "2"))

    def dimension_names(self) -> dict[str, str]:
        """The dimensions that the file's amounts are divided by, with their names, those of most amounts first."""
        used: Counter[str] = Counter()
        for objects in chain((each[2] for each in self.movements), (each[4] for each in self.balances)):
            used.update(dimension for dimension, _ in objects)
        return {each: self.dimensions.get(each) or DIMENSIONS.get(each, "") for each, _ in used.most_common()}

    def changes(self, dimension: str) -> dict[tuple[str, str, str], Decimal]:
        """How each account changed, by period, account and object of the dimension; no object where it has none.

        Of the vouchers; in a file without vouchers of the periods' balances; in one without those of the year's
        results, whose period is empty.
        """
        if self.has_vouchers:
            found: defaultdict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
            for (period, account, objects), amount in self.movements.items():
                found[period, account, dict(objects).get(dimension, "")] += amount
            return dict(found)
        periods = split(self.of_kind(BalanceKind.PERIOD), dimension)
        return periods or split(self.of_kind(BalanceKind.RESULT), dimension)

    def changes_of_accounts(self) -> dict[str, Decimal]:
        """How each account changed in the year, of its vouchers or its periods' balances."""
        found: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        if self.has_vouchers or self.of_kind(BalanceKind.PERIOD):
            for (_, account, _), amount in self.changes("").items():
                found[account] += amount
        return dict(found)


def split(
    balances: Mapping[tuple[str, str, Objects], Decimal], dimension: str
) -> dict[tuple[str, str, str], Decimal]:
    """Accounts' amounts divided by a dimension, by period, account and object, adding each krona once.

    Where the whole account is given, what no object has stands under no object. Where it is not, the objects of the
    dimension are all there is.
    """
    groups: defaultdict[tuple[str, str], dict[Objects, Decimal]] = defaultdict(dict)
    for (period, account, objects), amount in balances.items():
        groups[period, account][objects] = amount
    found = {}
    for (period, account), levels in groups.items():
        parts = _parts(levels, dimension)
        whole = levels.get(())
        if whole is None:
            whole = sum((parts or _parts(levels, min(levels)[0][0])).values(), ZERO)
        for number, amount in parts.items():
            found[period, account, number] = amount
        if rest := whole - sum(parts.values(), ZERO):
            found[period, account, ""] = rest
    return found


def _parts(levels: Mapping[Objects, Decimal], dimension: str) -> dict[str, Decimal]:
    """The amounts of a dimension's objects, from the level that is divided least beyond it."""
    with_it = {objects: amount for objects, amount in levels.items() if dimension in dict(objects)}
    if not with_it:
        return {}
    least = min((len(objects), sorted(each for each, _ in objects)) for objects in with_it)[1]
    found: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for objects, amount in with_it.items():
        if sorted(each for each, _ in objects) == least:
            found[dict(objects)[dimension]] += amount
    return dict(found)


def books_of(items: Iterable[Item]) -> Books:
    """What all records of a reading come to."""
    books = Books()
    for item in items:
        books.add(item)
    return books
