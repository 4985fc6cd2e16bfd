"""Rows of a ledger's table that read as sums: read in, they would be counted twice.

Whether such a row is a sum is asked, never guessed; what has been answered once holds for the next table, as long as
the row names no account or period and is just what the rows above it come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from budgets.imports.columns import plain
from budgets.imports.doubts import place_reads_as_sum, without_sum_words
from budgets.imports.ledger_table_columns import DIMENSIONS
from finsam import swedish
from finsam.money import ZERO

_MAY_BE = re.compile(r"sum|tot|nett|saldo|s[:/]a|s_a|sammanlag|sammantag|[\u2211\u03a3\u03c3]", re.IGNORECASE)
_PLACES = frozenset({"konto", *DIMENSIONS, "period", "manad", "kontot"})


class Booked(Protocol):
    """A row of the table as far as it could be read."""

    @property
    def number(self) -> int: ...
    @property
    def account(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def objects(self) -> tuple[tuple[str, str], ...]: ...


@dataclass(frozen=True)
class SumRow:
    """A row that reads as a sum. `above` is what the rows `first` to `last` come to, kronor in ledger sign."""

    row: int
    label: str
    printed: str
    amount: Decimal
    above: Decimal
    first: int
    last: int
    is_complete: bool
    """Whether it has account, month and amount, and so could be a booked row."""
    is_worded: bool
    answer: str = ""

    @property
    def ties(self) -> bool:
        """Whether it is just what the rows come to."""
        return bool(self.last) and self.amount == self.above

    @property
    def may_be_left_out(self) -> bool:
        """Whether an answer from an earlier table holds for it."""
        return not self.is_complete and self.is_worded and self.ties

    @property
    def told(self) -> str:
        """The row beside the rows above it, in Swedish."""
        if not self.last:
            return f"{self.printed}; det finns inga rader ovanför."
        rows = f"rad {self.first}\u2013{self.last}" if self.first != self.last else f"rad {self.first}"
        if self.ties:
            return f"{self.printed}, lika mycket som {rows} tillsammans."
        return f"{self.printed}, men {rows} ger {swedish.exact(self.above)}\u00a0kr. Kontrollera att inga rader saknas."


@dataclass(frozen=True)
class Words:
    """What in a row reads as a sum: the text, and whether it says nothing else."""

    label: str = ""
    is_all: bool = False


def sum_words(texts: Iterable[str], account: str) -> Words:
    """The first text of a row that reads as a sum: Summa, Totalt 5010, Summa Styrelsen."""
    for text in texts:
        if _MAY_BE.search(text) and place_reads_as_sum(text):
            rest = plain(without_sum_words(text)).split("_")
            is_all = all(each in _PLACES or each.isdigit() or each in ("", account) for each in rest)
            return Words(text.strip()[:80], is_all)
    return Words()


@dataclass(frozen=True)
class _Run:
    """Rows that stand together, and what they come to."""

    key: str = ""
    total: Decimal = ZERO
    first: int = 0
    last: int = 0
    count: int = 0

    def with_row(self, row: Booked, key: str = "") -> _Run:
        if not self.count or key != self.key:
            return _Run(key, row.amount, row.number, row.number, 1)
        return _Run(key, self.total + row.amount, self.first, row.number, self.count + 1)


class Sums:
    """Follows the rows of a table, and tells which row may be a sum of those above it."""

    def __init__(self) -> None:
        self._all = self._since = self._account = _Run()
        self._objects: dict[str, _Run] = {}

    def add(self, row: Booked) -> None:
        """A row that is booked."""
        self._all, self._since = self._all.with_row(row), self._since.with_row(row)
        self._account = self._account.with_row(row, row.account)
        for dimension, code in row.objects:
            self._objects[dimension] = self._objects.get(dimension, _Run()).with_row(row, code)

    def close(self) -> None:
        """A sum stands here: the next one may be of the rows below it."""
        self._since = _Run()

    def asked(self, row: Booked, words: Words, is_incomplete: bool, printed: str) -> SumRow | None:
        """The question about a row; None where nothing in it reads as a sum."""
        least = 1 if words.label and is_incomplete else 2
        found = next(
            (run for run in self._runs() if run.count >= least and run.total == row.amount != ZERO), None
        )
        is_asked = (words.label or found) if is_incomplete else (words.is_all or (words.label and found))
        if not is_asked:
            return None
        run = found or (self._since if self._since.count else self._all)
        return SumRow(
            row=row.number,
            label=words.label or "utan text",
            printed=printed,
            amount=row.amount,
            above=run.total,
            first=run.first,
            last=run.last,
            is_complete=not is_incomplete,
            is_worded=bool(words.label),
        )

    def _runs(self) -> Iterator[_Run]:
        yield self._since
        yield self._account
        yield from self._objects.values()
        yield self._all
