"""A file of the ledger gone through once: its rows as they come, and what they all come to. Plain Python, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgets.imports.sie.books import Books
from budgets.imports.sie.items import Item, VoucherRow


class Reading:
    """A file on its way through the program, from its records in order: those of SIE, whatever the file is.

    Rows that follow each other in a voucher may come together. The memory this takes does not grow with their number.
    """

    def __init__(self, items: Iterable[Item | list[VoucherRow]]) -> None:
        self._items = iter(items)
        self._books = Books()

    def rows(self) -> Iterator[tuple[int, list[VoucherRow]]]:
        """The rows of vouchers as they come, some of a voucher at a time, after the month (1–12) that they count to."""
        books = self._books
        for item in self._items:
            if isinstance(item, list):
                yield from books.add_rows(item)
            elif isinstance(item, VoucherRow):
                yield from books.add_rows((item,))
            else:
                books.add(item)

    @property
    def books(self) -> Books:
        """What the whole file comes to, with the rows that nobody has asked for too."""
        for _each in self.rows():
            pass
        return self._books
