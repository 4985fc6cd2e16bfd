"""A table of the ledger, .xlsx, .ods or .csv: read as far as it is understood, and given as the records a SIE file has.

What follows is the same for both: figures by month, account and object, vouchers' rows, and what they come to.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgets.imports.files import read_file
from budgets.imports.headers import chosen_header
from budgets.imports.ledger_table_choices import LEFT_OUT, TableChoices
from budgets.imports.ledger_table_columns import (
    DIMENSIONS,
    LedgerColumns,
    find_header,
    proposed,
    recognised,
)
from budgets.imports.ledger_table_rows import TableRow, TableRows, read_rows
from budgets.imports.sie.items import (
    Account,
    Code,
    Dimension,
    End,
    Item,
    NamedObject,
    Problem,
    Voucher,
    VoucherRow,
    Year,
)
from budgets.imports.tables import Contents, FileReading, Row, SheetTable, column_letter
from finsam import swedish
from finsam.money import ZERO

MAX_TABLE_BYTES = 10_000_000
LEDGER = Contents(
    "bokföringen",
    "bokförd rad",
    recognised,
    formats="en SIE-fil, .xlsx, .ods eller .csv",
    max_bytes=MAX_TABLE_BYTES,
    max_rows=30_000,
    max_cells=600_000,
)
_SIE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:#[A-Za-z]+(?:\s|$)|<\?xml[^>]*>\s*<(?:\w+:)?sie\b)", re.IGNORECASE
)


def is_sie(content: bytes) -> bool:
    """Whether a file begins as SIE files do: with a record, or with the markup of SIE 5, which their reader refuses."""
    return _SIE.match(content[:1000]) is not None


@dataclass(frozen=True)
class LedgerTable:
    """A table as far as it could be understood: each step is None where the one before it stopped."""

    reading: FileReading
    table: SheetTable | None = None
    header: Row | None = None
    columns: LedgerColumns | None = None
    rows: TableRows | None = None

    @property
    def is_settled(self) -> bool:
        """Whether every row is understood, so that it can be laid beside the ledger."""
        return self.rows is not None and self.rows.is_settled

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stops the table, at the step where it stopped, an unanswered sum among it."""
        if self.rows is not None:
            asked = tuple(
                Problem(
                    Code.TWICE,
                    each.row,
                    f"”{each.label}” ser ut som en summa, som skulle räknas två gånger: {each.told} "
                    "Svara på sidan för filens kolumner, eller ta bort raden.",
                )
                for each in self.rows.questions
            )
            return (*self.rows.problems, *asked)
        found = self.columns.problems if self.columns is not None else self.reading.problems
        return tuple(
            Problem(
                Code.FIELD_MISSING,
                each.row or 1,
                f"Kolumn {column_letter(each.column)}: {each.message}" if each.column else each.message,
            )
            for each in found
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """What is worth telling of the table, in Swedish."""
        return (*self.reading.notices, *_notices(self)) if self.rows is not None else self.reading.notices


def read_table(content: bytes, name: str, choices: TableChoices, year: int) -> LedgerTable:
    """A table of the year's ledger by the choices made. Raises nothing."""
    return understood(read_file(content, name, LEDGER), choices, year)


def understood(reading: FileReading, choices: TableChoices, year: int) -> LedgerTable:
    """A file that is read, by the choices made, as far as it can be understood."""
    if not reading.tables:
        return LedgerTable(reading)
    table, header = chosen_header(
        reading.tables, choices.sheet, choices.header_row, lambda each: find_header(each, choices.columns)
    )
    columns = proposed(header, choices)
    if columns.problems:
        return LedgerTable(reading, table, header, columns)
    return LedgerTable(reading, table, header, columns, read_rows(table, columns, choices, year))


def table_items(content: bytes, choices: TableChoices, year: int) -> Iterator[Item]:
    """The records that a table comes to; problems among them where it cannot be read in."""
    yield from items_of(read_table(content, "filen", choices, year), year)


def items_of(found: LedgerTable, year: int) -> Iterator[Item]:
    """The records that a table comes to. It tells no balances, and not whether its vouchers are whole."""
    yield from found.problems
    if found.rows is None or found.columns is None:
        return
    yield Year(found.columns.header_row, 0, datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    for number, name in found.rows.accounts.items():
        yield Account(0, number, name)
    for name in found.columns.dimensions:
        yield Dimension(0, name, DIMENSIONS[name], "")
    for (dimension, code), name in found.rows.objects.items():
        yield NamedObject(0, dimension, code, name)
    voucher = Voucher(0, "", "", None, "", None)
    for row in found.rows.rows:
        head = Voucher(row.number, row.series, row.voucher, row.dated, "", None)
        if head._replace(line=voucher.line) != voucher or not (row.series or row.voucher):
            voucher = head
        yield VoucherRow(row.number, voucher, row.account, row.objects, row.amount, _day(row, year), row.text)
    yield End(len(found.table.rows) if found.table else 0, {}, 0, 0, 0, 0, 0, 0, False)


def _day(row: TableRow, year: int) -> datetime.date:
    """The day a row counts to: its own where that lies in the month it is booked on, else the month's first."""
    if row.dated is not None and (row.dated.year, row.dated.month) == (year, row.month):
        return row.dated
    return datetime.date(year, row.month, 1)


def _notices(found: LedgerTable) -> Iterator[str]:
    rows, columns = found.rows, found.columns
    assert rows is not None and columns is not None
    left_out = [each for each in rows.sums if each.answer == LEFT_OUT]
    if left_out:
        what = "en summa" if len(left_out) == 1 else "summor"
        yield f"{_counted([each.row for each in left_out])} är {what} och läses inte."
    for each in left_out:
        if not each.ties and each.last:
            yield f"Rad {each.row} (”{each.label}”): {each.told}"
    if rows.without_amount:
        yield f"{_counted(rows.without_amount)} har inget belopp och läses inte."
    if rows.closing:
        yield f"{_counted(rows.closing)} står i period 13, bokslutsperioden, och räknas till december."
    if rows.credit_is_signed and columns.credit_sign is None:
        yield "Alla belopp i kredit har minus. De läses som kredit, och dras inte ifrån en gång till."
    income, costs = _by_class(rows, "3"), _by_class(rows, "4567")
    if income > 0 > costs:
        yield (
            "Kontoklass 3 har plus och klass 4\u20137 minus i filen. Brukar den skriva intäkter med plus och kostnader "
            "med minus ändrar du tecknen under Filens kolumner."
        )
    balance = [row for row in rows.rows if row.account.startswith(("1", "2"))]
    if balance:
        yield (
            f"{_rows(len(balance))} är på konton som börjar på 1 eller 2. De läses in som rörelser. "
            "Balansräkningen ändras inte, eftersom tabellen inte har ingående balanser. Skriv in den, eller läs in "
            "en SIE-fil."
        )
    unread = [
        title
        for number, title in enumerate(columns.titles, start=1)
        if title.strip() and number not in columns.columns
    ]
    if unread:
        yield f"Kolumner som inte läses: {swedish.listed([f'”{title.strip()[:40]}”' for title in unread])}."


def _by_class(rows: TableRows, classes: str) -> Decimal:
    return sum((row.amount for row in rows.rows if row.account.startswith(tuple(classes))), ZERO)


def _rows(count: int) -> str:
    return "En rad" if count == 1 else f"{swedish.number(count)} rader"


def _counted(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Rad {numbers[0]}"
    some = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
    return f"{len(numbers)} rader ({some})"
