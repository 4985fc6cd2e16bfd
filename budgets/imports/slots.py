"""Which place in the year's budget each column of amounts is read into, and which have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budgets.domain.facts import BudgetFact
from budgets.imports.columns import AmountColumn, ColumnMapping, Source
from budgets.imports.tables import Problem

PARTS = {"h": 2, "t": 3, "kv": 4, "m": 12}
"""How many parts a year has, by the letters its parts are named with."""
PART_NAMES = {1: "hela året", 2: "halvår", 3: "tertial", 4: "kvartal", 12: "månad"}


@dataclass(frozen=True)
class Slot:
    """`whole` is a year's own amount, this or last year's; the others stand beside this year's."""

    kind: str
    year: int
    part: int = 0

    @property
    def heading(self) -> str:
        """What the column is called to a reader."""
        name = {"forecast": "Prognos", "plan": "Plan"}.get(self.kind, "Budget")
        return f"{name} {self.year}" + (f" del {self.part}" if self.part else "")


@dataclass(frozen=True)
class Slots:
    """The place of each column; `parts` is in how many parts this year's amounts are to be entered."""

    of: dict[int, Slot]
    parts: int
    problems: tuple[Problem, ...]


def slots(mapping: ColumnMapping, budget: BudgetFact) -> Slots:
    """The place of each of the file's columns of amounts in the budget."""
    found: dict[int, Slot] = {}
    problems: list[Problem] = []
    counts: dict[int, int] = {}
    for column in mapping.amounts:
        slot = _slot(column, budget.year)
        if isinstance(slot, str):
            problems.append(Problem(slot, mapping.header_row, column.column))
        elif slot in found.values():
            problems.append(Problem(f"Två kolumner är {slot.heading}.", mapping.header_row, column.column))
        else:
            found[column.column] = slot
            if slot.part:
                counts[column.column] = PARTS[column.part.rstrip("0123456789")]
    has_whole = Slot("whole", budget.year) in found.values()
    parts = budget.parts if budget.lines or not (counts or has_whole) else next(iter(counts.values()), 1)
    problems += _parts(mapping, counts, parts, has_whole)
    return Slots(found, parts, tuple(problems))


def _slot(column: AmountColumn, year: int) -> Slot | str:
    """The column's place, or why it has none."""
    wanted = column.year
    if column.source is Source.PREVIOUS and wanted in (None, year - 1):
        return Slot("whole", year - 1)
    if column.source is Source.BUDGET and column.part:
        if wanted in (None, year):
            number = int(column.part.lstrip("abcdefghijklmnopqrstuvwxyz"))
            if 1 <= number <= PARTS[column.part.rstrip("0123456789")]:
                return Slot("part", year, number)
            return f"Året har ingen del ”{column.part}”."
    elif column.part:
        return "Bara årets budget kan läsas in i delar."
    elif column.source is Source.BUDGET and wanted in (None, year, year - 1):
        return Slot("whole", wanted or year)
    elif column.source is Source.FORECAST and wanted in (None, year - 1):
        return Slot("forecast", year - 1)
    elif wanted is not None and wanted > year and column.source in (Source.BUDGET, Source.PLAN):
        return Slot("plan", wanted)
    return (
        f"Budgeten för {year} har ingen plats för ”{column.name}”. "
        f"Den rymmer {year}, {year - 1} och prognos för {year - 1}, och plan för senare år."
    )


def _parts(mapping: ColumnMapping, counts: dict[int, int], parts: int, has_whole: bool) -> Iterator[Problem]:
    row = mapping.header_row
    for column, count in counts.items():
        if count != parts:
            yield Problem(
                f"Filen har belopp per {PART_NAMES[count]} men budgeten skrivs per {PART_NAMES[parts]}. "
                "Ändra hur budgeten skrivs, eller läs inte kolumnen.",
                row,
                column,
            )
    if parts > 1 and has_whole and not counts:
        yield Problem(
            f"Budgeten skrivs per {PART_NAMES[parts]}: filens belopp för hela året går inte att fördela. "
            "Ändra hur budgeten skrivs.",
            row,
        )
