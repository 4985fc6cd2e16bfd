"""What a table's shape must be to show anything, asked the same way by the form and by the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budgets.domain.shapes import MEASURES, PART_NAMES, ShapeColumn, ShapeFact, ShapeRow
from finsam import figures

MOST_ROWS = 60
MOST_COLUMNS = 20
ROW_KINDS = {"budget": ("areas", "measure", "heading"), "years": (), "figures": ("figure",)}
"""Per kind of table what its rows may be."""
SOURCES = {
    "budget": ("budget", "part", "forecast", "plan", "change", "change_percent"),
    "years": ("measure",),
    "figures": (),
}
"""Per kind of table where its columns may come from."""


@dataclass(frozen=True)
class ShapeProblem:
    """What is wrong, in Swedish, and where: the table itself, or a field of its row or column (counted from 0)."""

    message: str
    part: str = ""
    place: int = 0
    field: str = ""

    def __str__(self) -> str:
        where = {"rows": f"Rad {self.place + 1}: ", "columns": f"Kolumn {self.place + 1}: "}.get(
            self.part, ""
        )
        return f"{where}{self.message}"


def shape_problems(shape: ShapeFact, parts: int | None = None) -> list[ShapeProblem]:
    """What is wrong with the shape; `parts` is how many parts the budget at hand is entered in, if there is one."""
    found = list(_problems_of_size(shape))
    for place, row in enumerate(shape.rows):
        found += [ShapeProblem(text, "rows", place, field) for field, text in _problems_of_row(shape, row)]
    for place, column in enumerate(shape.columns):
        problems = _problems_of_column(shape, column, parts)
        found += [ShapeProblem(text, "columns", place, field) for field, text in problems]
    return found


def _problems_of_size(shape: ShapeFact) -> Iterator[ShapeProblem]:
    if SOURCES[shape.kind] and not shape.columns:
        yield ShapeProblem("Tabellen behöver minst en kolumn. Lägg till en.")
    if ROW_KINDS[shape.kind] and not shape.rows:
        yield ShapeProblem("Tabellen behöver minst en rad. Lägg till en.")
    if len(shape.rows) > MOST_ROWS:
        yield ShapeProblem(f"En tabell kan ha högst {MOST_ROWS} rader i uppställningen.")
    if len(shape.columns) > MOST_COLUMNS:
        yield ShapeProblem(f"En tabell kan ha högst {MOST_COLUMNS} kolumner.")


def _problems_of_row(shape: ShapeFact, row: ShapeRow) -> Iterator[tuple[str, str]]:
    if row.kind not in ROW_KINDS[shape.kind]:
        yield "kind", "En sådan rad kan inte stå i en tabell av det här slaget."
    elif row.kind == "measure" and row.measure not in MEASURES:
        yield "measure", "Välj vad raden ska räkna fram."
    elif row.kind == "heading" and not row.label:
        yield "label", "Skriv vad rubriken ska säga."
    elif row.kind == "figure":
        if not row.reference:
            yield "reference", "Välj en siffra."
        else:
            for problem in figures.problems([row.reference]):
                yield "reference", problem


def _problems_of_column(
    shape: ShapeFact, column: ShapeColumn, parts: int | None
) -> Iterator[tuple[str, str]]:
    if column.source not in SOURCES[shape.kind]:
        yield "source", "En sådan kolumn kan inte stå i en tabell av det här slaget."
    elif column.source == "measure" and column.measure not in MEASURES:
        yield "measure", "Välj vad kolumnen ska räkna fram."
    elif column.source == "budget" and column.offset not in (0, -1):
        yield "offset", "Välj årets eller förra årets budget."
    elif column.source == "plan" and column.offset < 1:
        yield "offset", "En plan gäller ett år efter budgetåret. Välj ett senare år."
    elif column.source == "part":
        yield from _problems_of_part(column.part, parts)
    elif column.source.startswith("change") and not any(
        (each.source, each.offset) == ("budget", -1) for each in shape.columns
    ):
        yield "source", "Förändringen räknas mot förra årets budget: lägg också till en kolumn med den."


def _problems_of_part(part: int, parts: int | None) -> Iterator[tuple[str, str]]:
    if not 1 <= part <= 12:
        yield "part", "Välj vilken del av året kolumnen visar."
    elif parts == 1:
        yield (
            "part",
            "Årets budget skrivs för hela året och har inga delar. Dela den först under Tabeller › Årets delar.",
        )
    elif parts is not None and part > parts:
        name = PART_NAMES.get(parts, "Del").lower()
        yield "part", f"Årets budget skrivs i {parts} delar. Välj {name} 1–{parts}."
