"""The budget as a table in a federation's own shape, with every total computed from exact kronor.

Amounts come out in the sign they are printed in: in cost areas costs as the shape says, in funding areas income as it
says; in the summary rows income is always positive. "Kostnader totalt" is what the areas cost net of their own income;
gross figures belong to the statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from budgets.domain.equity import Outlook, measure_of, outlook
from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.shapes import (
    MEASURES,
    PART_NAMES,
    STANDARD_BUDGET,
    ShapeColumn,
    ShapeFact,
    ShapeRow,
    with_year,
)
from budgets.domain.totals import Totals, totals, used_centres
from finsam.money import Unit, decimals_of, percent_of


class RowKind(StrEnum):
    """What a row of the table is."""

    HEADING = "heading"
    LINE = "line"
    TOTAL = "total"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Column:
    """A column as it is headed. `is_percent` holds per cent, all others kronor; `source` and `year` say whose."""

    heading: str
    source: str = "budget"
    year: int = 0
    part: int = 0

    @property
    def is_percent(self) -> bool:
        """Whether the column holds per cent instead of kronor."""
        return self.source == "change_percent"


@dataclass(frozen=True)
class Row:
    """A row. `code` is the ID or the account group; `amounts` are one per column, None for nothing to show.

    A heading holds amounts where its area's total is set on it, and none else. `is_contribution` marks the lines that
    the contribution note explains. `line` is this year's line, if any; `last_year` is last year's where this year has
    none yet. `mark` belongs to the label, `marks` (one per column, or none at all) to the amounts. `measure` is what a
    computed row shows.
    """

    kind: RowKind
    code: str
    label: str
    amounts: tuple[Decimal | None, ...]
    depth: int = 0
    is_contribution: bool = False
    line: int | None = None
    centre: int | None = None
    last_year: int | None = None
    is_total: bool = False
    mark: str = ""
    marks: tuple[str, ...] = ()
    measure: str = ""

    @property
    def has_amounts(self) -> bool:
        """Whether there is anything to show in a column."""
        return any(amount is not None for amount in self.amounts)


Cell: TypeAlias = tuple[Column, Decimal | None, str]
"""A cell: its column, its amount or per cent, and the mark beside it."""


Place: TypeAlias = tuple[int, UUID]
"""Where a line stands: its cost centre and its identity."""


@dataclass(frozen=True)
class BudgetTable:
    """The whole table. `notes` are (mark, text) in the order they are met; `groups` keep together on paper."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    has_codes: bool
    unit: Unit = Unit.TKR
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def groups(self) -> list[list[tuple[Row, list[Cell]]]]:
        """Rows that belong together, an area or a run of summary rows, each with its cells."""
        found: list[list[tuple[Row, list[Cell]]]] = []
        last = None
        for row in self.rows:
            group = (row.centre, row.kind is RowKind.SUMMARY)
            if group != last:
                found.append([])
            last = group
            marks = row.marks or ("",) * len(row.amounts)
            found[-1].append((row, list(zip(self.columns, row.amounts, marks, strict=True))))
        return found

    @property
    def density(self) -> str:
        """How close the columns must stand to fit a page: "" for as usual, then some, many and crowded."""
        width = len(self.columns)
        if width > 8:
            return "crowded"
        if width > 4:
            return "many"
        return "some" if width > 3 or (width > 2 and (self.has_codes or self.unit is Unit.KR)) else ""

    @property
    def decimals(self) -> int:
        """How many decimals its kronor are told with: no öre is rounded away. Other units are whole."""
        amounts = (
            amount
            for row in self.rows
            for column, amount in zip(self.columns, row.amounts, strict=True)
            if not column.is_percent
        )
        return decimals_of(amounts) if self.unit is Unit.KR else 0

    @property
    def shows_change(self) -> bool:
        """Whether a column compares with last year."""
        return any(column.source.startswith("change") for column in self.columns)


def budget_table(facts: BudgetFacts, shape: ShapeFact = STANDARD_BUDGET) -> BudgetTable:
    """The year's budget in the shape. Lines are matched by identity, so a renamed line keeps its history."""
    return _Builder(facts, shape).table()


@dataclass
class _Source:
    """A column with the amounts it shows; `budget` None when nothing is entered for it."""

    column: Column
    budget: BudgetFact | None
    lines: dict[Place, LineFact] = field(default_factory=dict)
    sums: Totals | None = None

    def __post_init__(self) -> None:
        if self.budget is not None:
            self.lines = _by_place(self.budget)


@dataclass(frozen=True)
class _Line:
    """A line of one identity in one cost centre, as this year and last year have it: at least one of them does."""

    now: LineFact | None
    before: LineFact | None

    @property
    def shown(self) -> LineFact:
        """The one that names the row."""
        line = self.now or self.before
        if line is None:
            raise ValueError("a line of neither year")
        return line


class _Builder:
    """Walks the shape's rows once, with every column's amounts at hand."""

    def __init__(self, facts: BudgetFacts, shape: ShapeFact) -> None:
        self.facts, self.shape = facts, shape
        columns = [each for each in shape.columns if self._is_there(each)]
        self.sources = [self._source(each) for each in columns]
        compares = any(column.source.startswith("change") or column.offset == -1 for column in columns)
        bodies = (facts.budget, facts.previous if compares else None)
        self.bodies = [each for each in bodies if each is not None]
        self.centres = {centre.pk: centre for centre in facts.centres}
        self.lines = self._lines_by_centre()
        self.used = used_centres(facts.centres, self.bodies)
        self.notes: dict[str, str] = {}
        for source in self.sources:
            if source.budget is not None:
                source.sums = totals(source.budget, facts.centres)
        self.now = totals(facts.budget, facts.centres) if facts.budget else None
        self.before = totals(facts.previous, facts.centres) if facts.previous else None

    def table(self) -> BudgetTable:
        rows = tuple(row for each in self.shape.rows for row in self._rows(each))
        return BudgetTable(
            columns=tuple(source.column for source in self.sources),
            rows=rows,
            has_codes=self.shape.shows_codes and any(row.code for row in rows),
            unit=Unit(self.shape.unit),
            notes=tuple((mark, text) for text, mark in self.notes.items()),
        )

    @cached_property
    def outlook(self) -> Outlook:
        """What equity is in each year, worked out once."""
        return outlook(self.facts)

    # --- Columns

    def _is_there(self, column: ShapeColumn) -> bool:
        """A column of a budget that does not exist is left out; forecasts and plans stand empty until filled."""
        if column.source == "budget":
            return self.facts.column("budget", self.facts.year + column.offset) is not None
        if column.source.startswith("change"):
            return self.facts.previous is not None
        parts = self.facts.budget.parts if self.facts.budget else 1
        return column.source in ("forecast", "plan") or (column.source == "part" and column.part <= parts > 1)

    def _source(self, column: ShapeColumn) -> _Source:
        year = self.facts.year + column.offset
        parts = self.facts.budget.parts if self.facts.budget else 1
        standard = {
            "budget": f"Årsbudget {year}",
            "forecast": f"Prognos {year}",
            "plan": f"Plan {year}",
            "part": f"{PART_NAMES.get(parts, 'Del')} {column.part}",
            "change": "Förändring",
            "change_percent": "Förändring %",
        }[column.source]
        heading = with_year(column.heading, year) or standard
        amounts = (
            None
            if column.source.startswith("change")
            else self.facts.column(column.source, year, column.part)
        )
        return _Source(Column(heading, column.source, year, column.part), amounts)

    # --- Rows

    def _rows(self, row: ShapeRow) -> Iterator[Row]:
        if row.kind == "heading":
            yield Row(RowKind.HEADING, "", with_year(row.label, self.facts.year), (None,) * len(self.sources))
        elif row.kind == "measure":
            yield self._measure(row)
        elif row.kind == "areas":
            for centre in self.facts.centres:
                top = centre.parent is None if row.centre is None else centre.pk == row.centre
                if top and centre.pk in self.used and _covers(row.areas, centre):
                    yield from self._area(centre, row, 0)

    def _area(self, centre: CentreFact, row: ShapeRow, depth: int) -> Iterator[Row]:
        lines = self.lines.get(centre.pk, [])
        children = [each for each in self.facts.centres if each.parent == centre.pk and each.pk in self.used]
        if row.style == "totals_only":
            yield self._total(centre, row, depth, RowKind.LINE, centre.name)
            for child in children:
                yield from self._area(child, row, depth + 1)
            return
        if row.joins_single and len(lines) == 1 and not children:
            yield self._line(lines[0], depth, centre)
            return
        if row.style == "total_heading":
            yield self._total(centre, row, depth, RowKind.HEADING, centre.name)
        elif row.style != "lines_only":
            nothing = (None,) * len(self.sources)
            yield Row(RowKind.HEADING, centre.code, centre.name, nothing, depth, centre=centre.pk)
        for each in lines:
            yield self._line(each, depth)
        for child in children:
            yield from self._area(child, row, depth + 1)
        if row.style == "total_below":
            yield self._total(
                centre, row, depth, RowKind.TOTAL, with_year(row.label, self.facts.year) or "Totalt"
            )

    def _lines_by_centre(self) -> dict[int, list[_Line]]:
        """Per centre its lines by identity, in this year's order and then last year's."""
        now, before = _by_place(self.facts.budget), _by_place(self.facts.previous)
        found: dict[int, list[_Line]] = {}
        for place in dict.fromkeys(place for body in self.bodies for place in _by_place(body)):
            line = _Line(now.get(place), before.get(place))
            found.setdefault(line.shown.centre, []).append(line)
        return found

    def _line(self, line: _Line, depth: int, joined: CentreFact | None = None) -> Row:
        """A line's row. A line moved to another ID stands in both, each with its own amounts."""
        shown = line.shown
        cells = [source.lines.get((shown.centre, shown.key)) for source in self.sources]
        is_funding = self.centres[shown.centre].is_funding
        amounts = [self._sign(cell.amount if cell else None, is_funding=is_funding) for cell in cells]
        is_income = shown.nature != "cost"
        return Row(
            RowKind.LINE,
            joined.code if joined else shown.account,
            joined.name if joined else shown.label,
            self._with_change(amounts, _money(line.now), _money(line.before), is_income=is_income),
            depth,
            is_contribution=shown.nature == "contribution",
            line=line.now.pk if line.now else None,
            centre=shown.centre,
            last_year=shown.pk if line.now is None else None,
            mark=self._mark(shown.label_note),
            marks=self._marks([cell.note if cell else "" for cell in cells]),
        )

    def _total(self, centre: CentreFact, row: ShapeRow, depth: int, kind: RowKind, label: str) -> Row:
        amounts = [
            self._sign(
                source.sums.by_centre[centre.pk] if source.sums else None, is_funding=centre.is_funding
            )
            for source in self.sources
        ]
        now = self.now.by_centre[centre.pk] if self.now else None
        before = self.before.by_centre[centre.pk] if self.before else None
        return Row(
            kind,
            "" if kind is RowKind.TOTAL else centre.code,
            label,
            self._with_change(amounts, now, before, is_income=centre.is_funding),
            depth,
            centre=centre.pk,
        )

    def _measure(self, row: ShapeRow) -> Row:
        amounts: list[Decimal | None] = []
        for source in self.sources:
            amount = measure_of(
                self.outlook, row.measure, source.column.source, source.column.year, source.sums
            )
            amounts.append(self._summary_sign(row.measure, amount))
        now = measure_of(self.outlook, row.measure, "budget", self.facts.year, self.now)
        before = measure_of(self.outlook, row.measure, "budget", self.facts.year - 1, self.before)
        return Row(
            RowKind.SUMMARY,
            "",
            with_year(row.label, self.facts.year) or MEASURES[row.measure],
            self._with_change(amounts, now, before, is_income=False),
            is_total=row.is_total,
            measure=row.measure,
        )

    # --- Cells

    def _sign(self, amount: Decimal | None, *, is_funding: bool) -> Decimal | None:
        """A ledger amount as an area shows it."""
        turned = not self.shape.shows_funding_negative if is_funding else self.shape.shows_costs_negative
        return -amount if turned and amount else amount

    def _summary_sign(self, measure: str, amount: Decimal | None) -> Decimal | None:
        return -amount if measure == "cost" and self.shape.shows_costs_negative and amount else amount

    def _with_change(
        self,
        amounts: list[Decimal | None],
        now: Decimal | None,
        before: Decimal | None,
        *,
        is_income: bool,
    ) -> tuple[Decimal | None, ...]:
        """The amounts with the comparing columns filled: more of what the row shows is +, be it cost or income."""
        change, percent = change_between(now, before, is_income=is_income)
        filled = {"change": change, "change_percent": percent}
        return tuple(
            filled.get(source.column.source, amount)
            for source, amount in zip(self.sources, amounts, strict=True)
        )

    def _mark(self, note: str) -> str:
        if not note:
            return ""
        number = len(self.notes) + 1
        mark = f"{number})" if self.shape.marks == "numbers" else "*" * number
        return self.notes.setdefault(note, mark)

    def _marks(self, notes: list[str]) -> tuple[str, ...]:
        return tuple(self._mark(note) for note in notes) if any(notes) else ()


def change_between(
    now: Decimal | None, before: Decimal | None, *, is_income: bool
) -> tuple[Decimal | None, Decimal | None]:
    """The change against last year in kronor and per cent, from ledger amounts; more is + for cost and income alike."""
    if now is None and before is None:
        return None, None
    change = (now or Decimal(0)) - (before or Decimal(0))
    change = -change if is_income and change else change
    return change, percent_of(change, abs(before)) if before else None


def _by_place(budget: BudgetFact | None) -> dict[Place, LineFact]:
    """A budget's lines by where they stand, in printed order."""
    return {(line.centre, line.key): line for line in budget.lines} if budget else {}


def _money(line: LineFact | None) -> Decimal | None:
    return line.amount if line else None


def _covers(areas: str, centre: CentreFact) -> bool:
    return areas == "all" or (areas == "funding") == centre.is_funding
