"""A year's budget as a file that reads in again to the same budget, cell for cell: rows, .xlsx and .csv.

Amounts are kronor in ledger sign, exact. The columns are called what `budgets.imports` knows them by.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.imports.cells import guarded
from budgets.imports.columns import AmountColumn, Source
from budgets.imports.places import UNDER, path_of
from budgets.imports.rows import RowKind
from budgets.imports.slots import PARTS, Slot
from finsam import swedish
from finsam.money import Unit

Value = str | Decimal | None
NATURES = {"cost": "kostnad", "income": "övrig intäkt", "contribution": "medelstilldelning"}
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LETTER = {count: letter for letter, count in PARTS.items()}
_EXACT_IN_EXCEL = 15
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def export_rows(facts: BudgetFacts) -> list[tuple[Value, ...]]:
    """The header and a row for each line, in printed order. Only columns that hold something are there."""
    budget = facts.budget
    if budget is None:
        return []
    centres = {centre.pk: centre for centre in facts.centres}
    order = {centre.pk: number for number, centre in enumerate(facts.centres)}
    lines = sorted(budget.lines, key=lambda line: order[line.centre])
    columns = _columns(budget)
    categories = {category.pk: category.slug for category in facts.categories}
    header: tuple[Value, ...] = (
        "radtyp",
        "kortnamn",
        "id",
        "grupp",
        "id_namn",
        "konto",
        "benamning",
        "slag",
        *(name for column, _slot, has_notes in columns for name in _titles(column, has_notes)),
        "kategori",
        "radnot",
    )
    rows = [
        (
            RowKind.LINE.value,
            *_place(centres[line.centre], facts.centres),
            line.account,
            guarded(line.label),
            NATURES[line.nature],
            *(value for _column, slot, has_notes in columns for value in _values(line, slot, has_notes)),
            guarded(categories.get(line.category, "")) if line.category else "",
            guarded(line.label_note),
        )
        for line in lines
    ]
    return [header, *rows]


def as_xlsx(rows: list[tuple[Value, ...]], title: str = "Budget") -> bytes:
    """The rows as a workbook of one sheet; amounts are numbers."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    for row in rows:
        sheet.append([_cell(value) for value in row])
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


def as_csv(rows: list[tuple[Value, ...]]) -> bytes:
    """The rows as Excel in Swedish reads them: semicolons, decimal comma, UTF-8 with its mark."""
    made = StringIO(newline="")
    writer = csv.writer(made, delimiter=";")
    for row in rows:
        writer.writerow([_decimal(value) if isinstance(value, Decimal) else value or "" for value in row])
    return made.getvalue().encode("utf-8-sig")


def _columns(budget: BudgetFact) -> list[tuple[AmountColumn, Slot, bool]]:
    """Each column of amounts, where it stands in the budget, and whether it has notes."""
    found = []
    if budget.parts == 1:
        found.append((AmountColumn(0, Source.BUDGET, Unit.KR), Slot("whole", budget.year)))
    for part in range(1, budget.parts + 1) if budget.parts > 1 else ():
        column = AmountColumn(0, Source.BUDGET, Unit.KR, part=f"{_LETTER[budget.parts]}{part}")
        found.append((column, Slot("part", budget.year, part)))
    others = {(each.kind, each.year) for line in budget.lines for each in line.others}
    if ("forecast", budget.year - 1) in others:
        found.append((AmountColumn(0, Source.FORECAST, Unit.KR), Slot("forecast", budget.year - 1)))
    for kind, year in sorted(others):
        if kind == "plan":
            found.append((AmountColumn(0, Source.PLAN, Unit.KR, year), Slot("plan", year)))
    return [(column, slot, any(_note(line, slot) for line in budget.lines)) for column, slot in found]


def _titles(column: AmountColumn, has_notes: bool) -> list[str]:
    note = "not" if (column.source, column.part) == (Source.BUDGET, "") else column.note_name
    return [column.name, note] if has_notes else [column.name]


def _values(line: LineFact, slot: Slot, has_notes: bool) -> list[Value]:
    known = line.other(slot.kind, slot.year, slot.part)
    amount = line.whole if slot.kind == "whole" else known.amount if known else None
    return [amount, guarded(_note(line, slot))] if has_notes else [amount]


def _note(line: LineFact, slot: Slot) -> str:
    if slot.kind == "whole":
        return line.note
    known = line.other(slot.kind, slot.year, slot.part)
    return known.note if known else ""


def _place(centre: CentreFact, centres: tuple[CentreFact, ...]) -> tuple[str, str, str, str]:
    above = path_of(centre, centres).split(UNDER)[:-1] if centre.parent is not None else []
    return guarded(centre.slug), centre.code, guarded(UNDER.join(above)), guarded(centre.name)


def _cell(value: Value) -> Value:
    if isinstance(value, Decimal):
        return value if len(value.as_tuple().digits) <= _EXACT_IN_EXCEL else _decimal(value)
    return _ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub(" ", value)) if value else None


def _decimal(value: Decimal) -> str:
    """1234,5: no grouping, since a program may read it."""
    return swedish.decimal(value).replace(swedish.NBSP, "").replace(swedish.MINUS, "-")
