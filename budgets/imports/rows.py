"""Rows as a budget understands them: what each is called, where it belongs, and its amounts in exact kronor.

Whether an ID or an account exists, and what a row changes, belongs in `plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from budgets.imports.amounts import kronor, refuse_what_is_no_value
from budgets.imports.columns import AmountColumn, ColumnMapping, Sign, plain
from budgets.imports.tables import Cell, CellKind, Problem, Row, SheetTable
from finsam import swedish


class RowKind(StrEnum):
    """A line, or a sum that an old document printed."""

    LINE = "rad"
    SUBTOTAL = "delsumma"
    TOTAL = "total"
    SUM = "summa"


_KINDS = {
    "": RowKind.LINE,
    "rad": RowKind.LINE,
    "post": RowKind.LINE,
    "delsumma": RowKind.SUBTOTAL,
    "total": RowKind.TOTAL,
    "totalt": RowKind.TOTAL,
    "summa": RowKind.SUM,
}
_HEADING = "rubrik"
_NATURES = {
    "": "",
    "kostnad": "cost",
    "kostnader": "cost",
    "intakt": "income",
    "intakter": "income",
    "ovrig_intakt": "income",
    "ovriga_intakter": "income",
    "medelstilldelning": "contribution",
    "medelstilldelning_fran_medlemmarna": "contribution",
}
_GROUP_NATURES = {"kostnad": "cost", "kostnader": "cost", "intakt": "income", "intakter": "income"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class ImportedAmount:
    """One amount of a row. `shown` is kronor in the file's own sign, `amount` in ledger sign (cost +, income −).

    A sum over income and cost has no ledger sign: there `amount` is None, as it is where nothing is written.
    """

    column: AmountColumn
    printed: str
    shown: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True)
class ImportedRow:
    """One row below the header that says something. `nature` is empty when the file does not tell it."""

    number: int
    kind: RowKind
    centre_code: str
    centre_name: str
    group: str
    account: str
    label: str
    nature: str
    category: str
    note: str
    row_note: str
    amounts: tuple[ImportedAmount, ...]

    @property
    def identity(self) -> tuple[str, ...]:
        """What two rows of a file may not share."""
        centre = self.centre_code or self.centre_name.casefold()
        return (self.kind, centre, self.group.casefold(), self.account, self.label.casefold())


@dataclass(frozen=True)
class ImportedRows:
    """All rows of a sheet, and what stops them from being read in."""

    rows: tuple[ImportedRow, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_rows(table: SheetTable, mapping: ColumnMapping) -> ImportedRows:
    """The rows below the header, blank rows and headings left out. With problems nothing should be read in."""
    if mapping.problems:
        return ImportedRows(problems=mapping.problems)
    problems = list(_merged(table, mapping))
    rows: list[ImportedRow] = []
    for row in table.rows[mapping.header_row :]:
        if row.is_blank or all(row.cell(column).is_blank for column in mapping.columns):
            continue
        reader = _RowReader(table, mapping, row)
        read = reader.read()
        problems += reader.problems
        if read is not None:
            rows.append(read)
    problems += _twice(rows, table.name)
    if not rows and not problems:
        problems.append(
            Problem("Det finns inga rader under rubrikraden.", mapping.header_row, sheet=table.name)
        )
    problems.sort(key=lambda each: (each.row or 0, each.column or 0))
    return ImportedRows(tuple(rows), tuple(problems))


def _merged(table: SheetTable, mapping: ColumnMapping) -> Iterator[Problem]:
    within = range(mapping.header_row, len(table.rows) + 1)
    for merged in table.merged:
        if merged.meets(within, mapping.columns):
            yield Problem(
                f"Cellerna {merged} är sammanfogade. Dela upp dem i filen, så att varje rad har egna celler.",
                max(merged.first_row, mapping.header_row),
                merged.first_column,
                table.name,
            )


def _twice(rows: list[ImportedRow], sheet: str) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        first = seen.setdefault(row.identity, row.number)
        if first != row.number:
            yield Problem(
                f"Rad {first} och rad {row.number} är samma rad (”{row.label}”). "
                "Ta bort den ena, eller ge dem olika benämning.",
                row.number,
                sheet=sheet,
            )


@dataclass
class _RowReader:
    """Reads one row and collects what is wrong with it, all of it at once."""

    table: SheetTable
    mapping: ColumnMapping
    row: Row
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> ImportedRow | None:
        self._count_fields()
        kind = self._kind()
        texts = {
            name: self._text(name) for name in ("id_namn", "grupp", "benamning", "kategori", "not", "radnot")
        }
        nature = self._nature(texts["grupp"])
        amounts = tuple(self._amount(column, kind, nature) for column in self.mapping.amounts)
        if kind is None:
            if any(each.shown is not None for each in amounts):
                self._problem("En rubrik har inga belopp. Ta bort beloppet eller ändra radtypen.", "radtyp")
            return None
        row = ImportedRow(
            number=self.row.number,
            kind=kind,
            centre_code=self._code("id", 10),
            centre_name=texts["id_namn"],
            group=texts["grupp"],
            account=self._code("konto", 4),
            label=texts["benamning"],
            nature=nature,
            category=texts["kategori"],
            note=texts["not"],
            row_note=texts["radnot"],
            amounts=amounts,
        )
        if not row.label:
            self._problem("Benämning saknas. Skriv vad raden är.", "benamning")
        if kind is not RowKind.SUM and all(self._cell(name).is_blank for name in ("id", "id_namn", "grupp")):
            self._problem("Raden säger inte vart den hör. Skriv ID, ID-namn eller grupp.")
        return row

    def _problem(self, message: str, name: str = "", column: int | None = None) -> None:
        where = column or (self.mapping.column(name) if name else None)
        self.problems.append(Problem(message, self.row.number, where, self.table.name))

    def _count_fields(self) -> None:
        """A field too many or too few in a text file has moved the others out of their columns."""
        fields, titles = len(self.row.cells), len(self.mapping.titles)
        if self.table.is_text and fields != titles:
            self._problem(
                f"Raden har {fields} fält men rubrikraden {titles}. "
                "Kontrollera avgränsare, och citattecken kring fält som själva innehåller en avgränsare."
            )

    def _cell(self, name: str) -> Cell:
        column = self.mapping.column(name)
        return self.row.cell(column) if column else Cell(self.row.number, 1)

    def _text(self, name: str) -> str:
        cell = self._cell(name)
        try:
            refuse_what_is_no_value(cell)
        except ValueError as error:
            self._problem(str(error), name)
            return ""
        if cell.kind in (CellKind.DATE, CellKind.BOOLEAN):
            what = "ett datum" if cell.kind is CellKind.DATE else "ett sant/falskt-värde"
            self._problem(f"Cellen innehåller {what} ({cell.text}) där en text ska stå.", name)
            return ""
        if _CONTROL.search(cell.text):
            self._problem("Cellen innehåller tecken som inte syns. Skriv om texten.", name)
            return ""
        return cell.text.strip()

    def _code(self, name: str, longest: int) -> str:
        """An ID or account as digits: "10 000" and Excel's 10000 are 10000."""
        code = re.sub(r"\s", "", self._text(name))
        if code and not re.fullmatch(rf"[0-9]{{1,{longest}}}", code):
            what = "Ett ID" if name == "id" else "En kontogrupp"
            self._problem(f"”{code}” är fel. {what} består av högst {swedish.count(longest)} siffror.", name)
            return ""
        return code

    def _kind(self) -> RowKind | None:
        """What the row is; None for a heading."""
        written = self._text("radtyp")
        word = plain(written)
        if word == _HEADING:
            return None
        if word not in _KINDS:
            self._problem(
                f"Radtypen ”{written}” är okänd. Skriv {', '.join(RowKind)} eller {_HEADING}.", "radtyp"
            )
        return _KINDS.get(word, RowKind.LINE)

    def _nature(self, group: str) -> str:
        written = self._text("slag")
        word = plain(written)
        if word not in _NATURES:
            self._problem(
                f"Slaget ”{written}” är okänt. Skriv kostnad, intäkt eller medelstilldelning.",
                "slag",
            )
        return _NATURES.get(word, "") or _GROUP_NATURES.get(plain(group), "")

    def _amount(self, column: AmountColumn, kind: RowKind | None, nature: str) -> ImportedAmount:
        cell = self.row.cell(column.column)
        assert column.unit is not None  # the mapping has no problems
        try:
            shown = kronor(cell, column.unit)
            amount = None if shown is None else self._signed(shown, kind, nature)
        except ValueError as error:
            self._problem(str(error), column=column.column)
            return ImportedAmount(column, cell.text.strip(), None, None)
        return ImportedAmount(column, cell.text.strip(), shown, amount)

    def _signed(self, shown: Decimal, kind: RowKind | None, nature: str) -> Decimal | None:
        """The amount in ledger sign. Raises ValueError when the row does not tell whether it is cost or income."""
        cost, income = self.mapping.cost_sign, self.mapping.income_sign
        if not shown:
            return shown
        if not nature and {cost, income} == {Sign.PLUS, Sign.MINUS}:
            return shown if cost is Sign.PLUS else -shown  # one rule for both
        if not nature:
            if kind is not RowKind.LINE:
                return None
            raise ValueError(
                "Det går inte att se om raden är en kostnad eller en intäkt. Lägg till kolumnen slag i filen."
            )
        sign = cost if nature == "cost" else income
        if sign is Sign.UNSIGNED and shown < 0:
            raise ValueError(
                "Beloppet har minus i en fil som annars skriver utan tecken. Välj hur filen skriver kostnader och "
                "intäkter."
            )
        is_turned = (sign is Sign.MINUS) if nature == "cost" else (sign is not Sign.MINUS)
        return -shown if is_turned else shown
