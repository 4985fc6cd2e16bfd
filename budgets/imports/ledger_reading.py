"""A file of the ledger gone through once: its rows as they come, and what they all come to. Plain Python, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgets.imports.sie.books import Books
from budgets.imports.sie.items import Item, VoucherRow


class Reading:
    """A file on its way through the program, from its records in order: those of SIE, whatever the file is.

    The memory this takes does not grow with the number of rows.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = iter(items)
        self._books = Books()

    def rows(self) -> Iterator[tuple[int, VoucherRow]]:
        """Each row of a voucher as it comes, after the month (1–12) that it counts to."""
        books = self._books
        for item in self._items:
            if type(item) is VoucherRow:
                yield books.add_row(item), item
            else:
                books.add(item)

    @property
    def books(self) -> Books:
        """What the whole file comes to, with the rows that nobody has asked for too."""
        for _each in self.rows():
            pass
        return self._books
