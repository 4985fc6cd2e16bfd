"""The rows of a ledger's table: account, month, amount and what it is divided by; every row answered for, or refused.

Amounts in kronor and ledger sign: cost +, income −, assets +.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from budgets.imports.amounts import kronor
from budgets.imports.cells import text_of, unguarded
from budgets.imports.columns import Sign
from budgets.imports.ledger_table_choices import ROW, TableChoices
from budgets.imports.ledger_table_columns import LABELS, LedgerColumns
from budgets.imports.ledger_table_periods import Booked, Periods
from budgets.imports.ledger_table_sums import SumRow, Sums, sum_words
from budgets.imports.sie.items import Code, Problem
from budgets.imports.sie.values import LONGEST_ACCOUNT, LONGEST_CODE
from budgets.imports.tables import Cell, CellKind, Row, SheetTable, column_letter
from finsam import swedish
from finsam.money import ZERO

MOST_PROBLEMS = 100
_CODE_AND_NAME = re.compile(
    r"(?P<code>\d[\w.]*)(?:\s+[-\u2013:]?\s*|\s*[:\u2013]\s*|\s-\s)(?P<name>[^\W\d].*)"
)
_ACCOUNT = re.compile(r"\w*\d[\w.-]*")
_PARENTHESES = re.compile(r"\((?P<inner>[^()+\u2212\u2013-]*\d[^()+\u2212\u2013-]*)\)(?P<unit>\s*[^\W\d]*)")
_REPEAT = "Skriv det på raden. Är filen en pivottabell väljer du där att upprepa alla etiketter."


@dataclass(frozen=True, slots=True)
class TableRow:
    """A booked row. `objects` are pairs of dimension and code; `dated` is the day it tells, `month` where it counts."""

    number: int
    account: str
    month: int
    amount: Decimal
    objects: tuple[tuple[str, str], ...]
    dated: datetime.date | None
    series: str
    voucher: str
    text: str


@dataclass
class TableRows:
    """All that is read of a table. With problems nothing may be read in; a sum without answer is not a row."""

    rows: list[TableRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sums: list[SumRow] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)
    objects: dict[tuple[str, str], str] = field(default_factory=dict)
    """What the table calls accounts and objects."""
    closing: list[int] = field(default_factory=list)
    """The rows of the closing period, which are counted to December."""
    without_amount: list[int] = field(default_factory=list)
    credit_is_signed: bool = False

    @property
    def questions(self) -> tuple[SumRow, ...]:
        """The sums that wait for an answer."""
        return tuple(each for each in self.sums if not each.answer)

    @property
    def is_settled(self) -> bool:
        """Whether every row is answered for."""
        return not self.problems and not self.questions


def read_rows(table: SheetTable, columns: LedgerColumns, choices: TableChoices, year: int) -> TableRows:
    """Every row below the header, of a table whose columns are settled."""
    rows = table.rows[columns.header_row :]
    found = TableRows(credit_is_signed=_credit_is_signed(rows, columns))
    when = {
        name: Periods(row.cell(column) for row in rows)
        for name in ("period", "datum")
        if (column := columns.column(name))
    }
    sums = Sums()
    for problem in _merged(table, columns):
        found.problems.append(problem)
    for row in rows:
        if row.is_blank or all(row.cell(column).is_blank for column in columns.columns):
            continue
        _read(_RowReader(table, columns, year, when, found.credit_is_signed, row), found, sums, choices)
        if len(found.problems) >= MOST_PROBLEMS:
            found.problems.append(
                Problem(
                    Code.TOO_MANY_PROBLEMS,
                    row.number,
                    "Resten av filen är inte granskad, felen är för många.",
                )
            )
            break
    if not (found.rows or found.problems or found.sums):
        found.problems.append(
            Problem(Code.EMPTY, columns.header_row, "Det finns inga bokförda rader under rubrikraden.")
        )
    return found


def _read(reader: _RowReader, found: TableRows, sums: Sums, choices: TableChoices) -> None:
    """One row: a booked one, a sum, one without amount, or what is wrong with it."""
    amount = reader.amount()
    if amount is None and not reader.problems:
        found.without_amount.append(reader.row.number)
        return
    row = reader.booked(amount or ZERO)
    words = sum_words([cell.text for cell in reader.row.cells if cell.kind is CellKind.TEXT], row.account)
    asked = sums.asked(row, words, reader.is_incomplete, reader.printed)
    if asked is not None:
        answer = choices.answers.get(asked.row) or (choices.sums if asked.may_be_left_out else "")
        asked = replace(asked, answer=answer)
        found.sums.append(asked)
        sums.close()
        if answer != ROW:
            return
    found.problems += reader.problems
    if not reader.problems:
        sums.add(row)
        found.rows.append(row)
        found.accounts |= reader.account_names
        found.objects |= reader.object_names
        if reader.is_closing:
            found.closing.append(row.number)


def _credit_is_signed(rows: tuple[Row, ...], columns: LedgerColumns) -> bool:
    """Whether credit is written with minus: as chosen, else when every amount in it is."""
    column = columns.column("kredit")
    if columns.credit_sign is not None or column is None:
        return columns.credit_sign is Sign.MINUS
    signs = set()
    for row in rows:
        try:
            amount = _kronor(row.cell(column), columns)
        except ValueError:
            continue
        if amount:
            signs.add(amount < 0)
    return signs == {True}


def _merged(table: SheetTable, columns: LedgerColumns) -> Iterator[Problem]:
    within = range(columns.header_row, len(table.rows) + 1)
    for merged in table.merged:
        if merged.meets(within, columns.columns):
            yield Problem(
                Code.FIELD_MISSING,
                max(merged.first_row, columns.header_row),
                f"Cellerna {merged} är sammanfogade. Dela upp dem i filen, så att varje rad har egna celler.",
            )


@dataclass
class _RowReader:
    """Reads one row and collects what is wrong with it, all of it at once."""

    table: SheetTable
    columns: LedgerColumns
    year: int
    when: Mapping[str, Periods]
    credit_is_signed: bool
    row: Row
    problems: list[Problem] = field(default_factory=list)
    account_names: dict[str, str] = field(default_factory=dict)
    object_names: dict[tuple[str, str], str] = field(default_factory=dict)
    is_incomplete: bool = False
    """Whether account or period is missing, so that it cannot be a booked row."""
    is_closing: bool = False

    @property
    def printed(self) -> str:
        """The row's amounts as the table writes them."""
        cells = [self._cell(name) for name in ("belopp", "debet", "kredit")]
        return " · ".join(cell.text.strip() for cell in cells if not cell.is_blank)

    def amount(self) -> Decimal | None:
        """The amount in ledger sign; None where none is written, though more may be wrong with the row."""
        self._count_fields()
        if not self.columns.has_two_sides:
            shown = self._amount("belopp")
            return None if shown is None else self._signed(shown)
        debit, credit = self._amount("debet"), self._amount("kredit")
        if debit is None and credit is None:
            return None
        credited = -(credit or ZERO) if self.credit_is_signed else credit or ZERO
        return self._signed((debit or ZERO) - credited)

    def booked(self, amount: Decimal) -> TableRow:
        """The row with its amount; what it lacks is among the problems."""
        account = self._account()
        objects = tuple((name, code) for name in self.columns.dimensions if (code := self._object(name)))
        period, dated = self._period()
        return TableRow(
            number=self.row.number,
            account=account,
            month=period.month if period else 0,
            amount=amount,
            objects=objects,
            dated=dated,
            series=self._free("serie")[:20],
            voucher=self._free("verifikation")[:40],
            text=self._free("text"),
        )

    def _problem(self, code: Code, name: str, message: str) -> None:
        column = self.columns.column(name)
        where = f"Kolumn {column_letter(column)}: " if column else ""
        self.problems.append(Problem(code, self.row.number, where + message))

    def _count_fields(self) -> None:
        """A field too many or too few in a text file has moved the others out of their columns."""
        fields, titles = len(self.row.cells), len(self.columns.titles)
        is_moved = fields < titles or any(not cell.is_blank for cell in self.row.cells[titles:])
        if self.table.is_text and fields > 1 and is_moved:
            self._problem(
                Code.FIELD_MISSING,
                "",
                f"Raden har {fields} fält men rubrikraden {titles}. Kontrollera avgränsare, och citattecken kring "
                "fält som själva innehåller en avgränsare eller en ny rad.",
            )

    def _cell(self, name: str) -> Cell:
        column = self.columns.column(name)
        return self.row.cell(column) if column else Cell(self.row.number, 1)

    def _amount(self, name: str) -> Decimal | None:
        try:
            return _kronor(self._cell(name), self.columns)
        except ValueError as error:
            self._problem(Code.AMOUNT, name, str(error))
            return None

    def _signed(self, shown: Decimal) -> Decimal:
        return shown if self.columns.sign is Sign.PLUS or not shown else -shown

    def _text(self, name: str) -> str:
        if name not in self.columns.places:
            return ""
        try:
            return " ".join(text_of(self._cell(name)).split())
        except ValueError as error:
            self._problem(Code.FIELD_MISSING, name, str(error))
            return ""

    def _free(self, name: str) -> str:
        """A text that nothing turns on: a spreadsheet may have made a date of it."""
        cell = self._cell(name)
        if cell.kind is CellKind.DATE:
            return cell.text
        return self._text(name)[:200]

    def _account(self) -> str:
        problems = len(self.problems)
        text = self._text("konto")
        code, name = _split(text)
        if not text:
            self.is_incomplete = True
            if len(self.problems) == problems:
                self._problem(Code.ACCOUNT, "konto", f"Konto saknas. {_REPEAT}")
        elif not _ACCOUNT.fullmatch(code) or len(code) > LONGEST_ACCOUNT:
            self.is_incomplete = True
            self._problem(
                Code.ACCOUNT,
                "konto",
                f"”{code[:40]}” är inget konto. Skriv kontots nummer, eller ta bort raden.",
            )
        elif name := self._text("konto_namn") or name:
            self.account_names = {code: name}
        return code

    def _object(self, dimension: str) -> str:
        text = self._text(dimension)
        if swedish.is_nothing(text):
            return ""
        code, name = _split(text)
        if len(code) > LONGEST_CODE:
            message = (
                f"”{code[:LONGEST_CODE]}…” är för långt för en kod. Välj kolumnen med koden, inte namnet."
            )
            self._problem(Code.OBJECTS, dimension, message)
        if name := self._text(f"{dimension}_namn") or name:
            self.object_names[dimension, code] = name
        return code

    def _period(self) -> tuple[Booked | None, datetime.date | None]:
        """When the row is booked, and the day it tells. The period goes before the date."""
        period, date = self._booked("period"), self._booked("datum")
        told = next((each for each in (date, period) if each and each.day and each.year), None)
        dated = datetime.date(told.year or 0, told.month, told.day or 0) if told else None
        found, name = (period, "period") if self.columns.column("period") else (date, "datum")
        if found is None:
            self.is_incomplete = True
            if self._cell(name).is_blank:
                self._problem(Code.PERIOD, name, f"{LABELS[name].split()[0]} saknas. {_REPEAT}")
            return None, dated
        self.is_closing = found.is_closing
        year = found.year or self._year()
        if year != self.year:
            self._problem(
                Code.YEAR,
                name,
                f"”{self._cell(name).text.strip()}” ligger utanför {self.year}. "
                f"Exportera bara {self.year}, eller välj rätt år högst upp på sidan.",
            )
        return found, dated

    def _booked(self, name: str) -> Booked | None:
        if name not in self.when:
            return None
        try:
            return self.when[name].read(self._cell(name))
        except ValueError as error:
            if name == "datum" and "period" in self.when:
                return None  # only to be shown
            example = f"Skriv till exempel {self.year}01, {self.year}-01-31 eller jan."
            self._problem(Code.PERIOD, name, f"{error} {example}")
            return None

    def _year(self) -> int:
        """The year beside a month without one; the year the table is read into when nothing tells."""
        text = self._text("ar")
        if not text:
            return self.year
        if not (text.isascii() and text.isdigit() and len(text) in (2, 4)):
            self._problem(Code.YEAR, "ar", f"”{text[:40]}” är inget år. Skriv till exempel {self.year}.")
            return self.year
        return int(text) if len(text) == 4 else 2000 + int(text)


def _kronor(cell: Cell, columns: LedgerColumns) -> Decimal | None:
    """The kronor of a cell; an amount in parentheses is negative. Raises ValueError."""
    if cell.number is not None or cell.kind is not CellKind.TEXT:
        return kronor(cell, columns.unit)
    text = unguarded(cell.text.strip())
    found = _PARENTHESES.fullmatch(text) if text.startswith("(") else None
    if found is None:
        return kronor(cell if text == cell.text else replace(cell, text=text), columns.unit)
    amount = kronor(replace(cell, text=found["inner"] + found["unit"]), columns.unit)
    return None if amount is None else -amount


def _split(text: str) -> tuple[str, str]:
    """Code and name of a cell that may hold both: 5010 Lokalhyra; 10 000 is a code with a space."""
    joined = re.sub(r"\s", "", text)
    if joined.isdecimal():
        return joined, ""
    found = _CODE_AND_NAME.fullmatch(text)
    return (found["code"], found["name"]) if found else (text, "")
