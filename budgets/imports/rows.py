"""Rows as a budget understands them: what each is called, where it belongs, and its amounts in exact kronor.

Whether an ID or an account exists, and what a row changes, belongs in `plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from budgets.imports.amounts import AmbiguousSign, in_ledger_sign, kronor
from budgets.imports.cells import text_of, unguarded
from budgets.imports.columns import AmountColumn, ColumnMapping, plain
from budgets.imports.doubts import (
    MEASURES,
    Answer,
    Named,
    SumQuestion,
    asked,
)
from budgets.imports.tables import Cell, Problem, Row, SheetTable
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
_PLACES = ("kortnamn", "id", "id_namn", "grupp")
_TEXTS = ("kortnamn", "id_namn", "grupp", "benamning")
_ASKED = ("kortnamn", "id", "id_namn", "grupp", "konto", "benamning")
"""Cells whose text tells whether a row reads as a sum, and of what."""
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
_SIDES = {"kostnad": "cost", "kostnader": "cost", "intakt": "income", "intakter": "income"}


@dataclass(frozen=True)
class ImportedAmount:
    """One amount of a row. `shown` is kronor in the file's own sign, `amount` in ledger sign (cost +, income −).

    A sum over income and cost has no ledger sign: there `amount` is None, as it is where nothing is written. `note` is
    None when the file has no column of notes for these amounts.
    """

    column: AmountColumn
    printed: str
    shown: Decimal | None
    amount: Decimal | None
    note: str | None = None


@dataclass(frozen=True)
class ImportedRow:
    """One row below the header that says something.

    `nature` is what the column slag says, `side` (cost, income) what slag or the group says; empty when nothing does.
    `category` and the notes are None when the file has no such column, and so says nothing of what there is.
    """

    number: int
    kind: RowKind
    centre_code: str
    centre_name: str
    group: str
    account: str
    label: str
    nature: str
    side: str
    amounts: tuple[ImportedAmount, ...]
    centre_slug: str = ""
    category: str | None = None
    note: str | None = None
    row_note: str | None = None
    measure: str = ""
    """What a sum of all is of, where a person has said it."""

    @property
    def identity(self) -> tuple[str, ...]:
        """What two rows of a file may not share."""
        centre = self.centre_slug or self.centre_code or self.centre_name.casefold()
        return (self.kind, centre, self.group.casefold(), self.account, self.label.casefold(), self.measure)

    @property
    def is_placed(self) -> bool:
        """Whether it names an ID or a group at all."""
        return any((self.centre_slug, self.centre_code, self.centre_name, self.group))


@dataclass(frozen=True)
class ImportedRows:
    """All rows of a sheet, and what stops them from being read in. `headings` names IDs by the headings above them.

    `questions` are about rows that read as sums; one that waits for its answer, or is left out, is not among the rows.
    `untold` are the rows that nobody has said are lines.
    """

    rows: tuple[ImportedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    questions: tuple[SumQuestion, ...] = ()
    untold: frozenset[int] = frozenset()


def read_rows(
    table: SheetTable,
    mapping: ColumnMapping,
    answers: Mapping[int, str] | None = None,
    names: Iterable[str] = (),
) -> ImportedRows:
    """The rows below the header, blank rows and headings left out. With problems nothing should be read in.

    `answers` say by row what those are that read as sums; `names` are what the federation calls its IDs.
    """
    if mapping.problems:
        return ImportedRows(problems=mapping.problems)
    problems = list(_merged(table, mapping))
    rows: list[ImportedRow] = []
    headings: dict[str, str] = {}
    questions: list[SumQuestion] = []
    untold: set[int] = set()
    own = {name.casefold(): Named(name=name) for name in names}
    places, above = dict(own), Named()
    for row in table.rows[mapping.header_row :]:
        if row.is_blank or all(row.cell(column).is_blank for column in mapping.columns):
            continue
        reader = _RowReader(table, mapping, row)
        question = reader.question(own, places, above, answers or {})
        if question is not None:
            questions.append(question)
        elif not reader.is_told:
            untold.add(row.number)
        read = reader.read(question)
        problems += reader.problems
        if read is not None:
            rows.append(read)
        elif reader.heading is not None:
            headings.setdefault(*reader.heading)
        # Where a row stands must not turn on what is answered about the rows above it.
        if question is not None:
            above = question.place if question.is_own else above
        elif read is not None and read.kind is RowKind.LINE:
            above = Named(read.centre_slug, read.centre_code, read.centre_name, read.group)
            if name := read.centre_name or read.group:
                places.setdefault(name.casefold(), above)
    problems += _twice(rows, table.name)
    if not (rows or problems or questions):
        problems.append(
            Problem("Det finns inga rader under rubrikraden.", mapping.header_row, sheet=table.name)
        )
    problems.sort(key=lambda each: (each.row or 0, each.column or 0))
    return ImportedRows(
        tuple(rows), tuple(problems), tuple(headings.items()), tuple(questions), frozenset(untold)
    )


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
    heading: tuple[str, str] | None = None
    """An ID and what the heading calls it."""

    @property
    def is_told(self) -> bool:
        """Whether the file says what the row is."""
        return not self._cell("radtyp").is_blank

    def question(
        self, own: Mapping[str, Named], known: Mapping[str, Named], above: Named, answers: Mapping[int, str]
    ) -> SumQuestion | None:
        """What has to be asked about the row, with the answer when it has one."""
        if self.is_told:
            return None
        columns = {name: self.mapping.column(name) or 1 for name in _ASKED}
        texts = {name: unguarded(self._cell(name).text.strip()) for name in _ASKED}
        found = asked(self.row.number, texts, columns, own, known, above, self.table.name)
        printed = tuple(self.row.cell(each.column).text.strip() for each in self.mapping.amounts)
        return found and replace(found, answer=answers.get(self.row.number, ""), printed=printed)

    def read(self, question: SumQuestion | None = None) -> ImportedRow | None:
        """The row; None for a heading, and for one that is left out or still has to be asked about."""
        answer = question.answer if question else Answer.LINE
        if answer in ("", Answer.LEFT_OUT):
            return None
        self._count_fields()
        if question is not None and answer != Answer.LINE:
            return self._sum(question)
        kind = self._kind()
        texts = {name: self._text(name) for name in _TEXTS}
        nature = self._nature()
        side = ("cost" if nature == "cost" else "income") if nature else _SIDES.get(plain(texts["grupp"]), "")
        amounts = tuple(self._amount(column, kind, side) for column in self.mapping.amounts)
        code = self._code("id", 10)
        if kind is None:
            if any(each.shown is not None for each in amounts):
                self._problem("En rubrik har inga belopp. Ta bort beloppet eller ändra radtypen.", "radtyp")
            self.heading = (code, texts["benamning"]) if code else None
            return None
        row = ImportedRow(
            number=self.row.number,
            kind=kind,
            centre_code=code,
            centre_name=texts["id_namn"],
            group=texts["grupp"],
            account=self._code("konto", 4),
            label=texts["benamning"],
            nature=nature,
            side=side,
            amounts=amounts,
            centre_slug=texts["kortnamn"],
            category=self._optional("kategori"),
            note=self._optional("not"),
            row_note=self._optional("radnot"),
        )
        if not row.label:
            self._problem("Benämning saknas. Skriv vad raden är.", "benamning")
        if kind is not RowKind.SUM and all(self._cell(name).is_blank for name in _PLACES):
            self._problem("Raden säger inte vart den hör. Skriv ID, ID-namn eller grupp.")
        return row

    def _sum(self, question: SumQuestion) -> ImportedRow:
        """The row as the sum that a person says it is."""
        for name in _TEXTS:
            self._text(name)  # for what is wrong with it
        kind = RowKind.TOTAL if question.answer == Answer.TOTAL else RowKind.SUM
        place = question.place if kind is RowKind.TOTAL else Named(group=self._text("grupp"))
        side = _SIDES.get(plain(place.group), "")
        return ImportedRow(
            number=self.row.number,
            kind=kind,
            centre_code=place.code,
            centre_name=place.name,
            group=place.group,
            account="",
            label=question.label,
            nature="",
            side=side,
            amounts=tuple(self._amount(column, kind, side) for column in self.mapping.amounts),
            centre_slug=place.slug,
            measure=MEASURES.get(Answer(question.answer), ""),
        )

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

    def _optional(self, name: str) -> str | None:
        return self._text(name) if self.mapping.column(name) else None

    def _text(self, name: str) -> str:
        return self._said(self._cell(name))

    def _said(self, cell: Cell) -> str:
        """The text of a cell; empty, and a problem, when it holds something else."""
        try:
            return text_of(cell)
        except ValueError as error:
            self._problem(str(error), column=cell.column)
            return ""

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

    def _nature(self) -> str:
        written = self._text("slag")
        word = plain(written)
        if word not in _NATURES:
            self._problem(
                f"Slaget ”{written}” är okänt. Skriv kostnad, intäkt eller medelstilldelning.",
                "slag",
            )
        return _NATURES.get(word, "")

    def _amount(self, column: AmountColumn, kind: RowKind | None, side: str) -> ImportedAmount:
        cell = self.row.cell(column.column)
        assert column.unit is not None  # the mapping has no problems
        try:
            shown = kronor(cell, column.unit)
            amount = None if shown is None else self._signed(shown, kind, side)
        except ValueError as error:
            self._problem(str(error), column=column.column)
            shown = amount = None
        note = self._said(self.row.cell(column.note_column)) if column.note_column else None
        return ImportedAmount(column, cell.text.strip(), shown, amount, note)

    def _signed(self, shown: Decimal, kind: RowKind | None, side: str) -> Decimal | None:
        """The amount in ledger sign. Raises ValueError when the row does not tell whether it is cost or income."""
        try:
            return in_ledger_sign(shown, side, self.mapping)
        except AmbiguousSign:
            if kind is not RowKind.LINE:
                return None
            raise
