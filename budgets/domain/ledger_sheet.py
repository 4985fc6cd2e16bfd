"""The ledger as a sheet to type in: a row for each ID and account group or budget line, a column for each month.

A cell is named by its row and its month: `r12-g47.part-3` (ID 12, account group 47, March), `r12-l<key>.amount` (a
budget line, the whole year). What a cell holds is read, compared and shown as in the budget's sheet (`sheet_cells`) and
added up in the page as there. A month that is closed, or read from a file, is shown and not typed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from budgets.domain.facts import BudgetFacts, CentreFact, LineFact
from budgets.domain.ledger import WHOLE_YEAR, YEAR_END, LedgerFacts, LedgerRow, month_name
from budgets.domain.sheet import Typed, title_of
from budgets.domain.sheet_cells import parse_amount, plain, shown
from budgets.domain.totals import with_those_under
from finsam.money import ZERO, Unit

NO_CENTRE = 0
"""The ID of the rows that belong to none."""
ADDRESS = re.compile(
    r"r(?P<centre>[0-9]{1,18})-(?P<kind>[galxf])(?P<what>[0-9A-Za-z-]{0,36})"
    r"\.(?:part-(?P<month>[0-9]{1,2})|(?P<year>amount))"
)


@dataclass(frozen=True, order=True)
class Place:
    """A row: an ID and what of it. `kind` is g (account group), l (budget line), a (account) or x (the whole ID).

    f is what a file gave beside what someone has typed in the same month on the row before it.
    """

    centre: int
    kind: str = "x"
    what: str = ""

    @property
    def ref(self) -> str:
        """The row's name in the page."""
        return f"r{self.centre}-{self.kind}{self.what}"

    @property
    def line(self) -> UUID | None:
        """The budget line, where the row is one."""
        return UUID(self.what) if self.kind == "l" else None


def read_address(address: str) -> tuple[Place, int] | None:
    """The row and month (0: the whole year) of a cell by its name; None when it is none of the sheet's."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        return None
    month = WHOLE_YEAR if found["year"] else int(found["month"])
    place = Place(int(found["centre"]), found["kind"], found["what"])
    try:
        place.line  # noqa: B018 - raises when the key is none
    except ValueError:
        return None
    return (place, month) if month <= YEAR_END and (found["year"] or month) else None


def place_of(row: LedgerRow) -> Place:
    """The row of the sheet that a row of the ledger stands in: what a file gave by its account group."""
    centre = row.centre or NO_CENTRE
    if row.line is not None:
        return Place(centre, "l", row.line.hex)
    if row.account_number and (not row.is_of_file or not row.account):
        return Place(centre, "a", row.account_number)
    return Place(centre, "g", row.account) if row.account else Place(centre)


def place_of_line(line: LineFact) -> Place:
    """The row that a budget line's amounts are typed in: that of its account group where it has one."""
    return Place(line.centre, "g", line.account) if line.account else Place(line.centre, "l", line.key.hex)


@dataclass(frozen=True)
class Column:
    """A month to type in, or the whole year. `state` says why it is not typed in, "" when it is."""

    key: str
    heading: str
    month: int
    state: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is typed in."""
        return not self.state


@dataclass
class Cell:
    """What a month holds on a row. `stored` is its plain text; `text` what stands in it."""

    address: str
    stored: str
    text: str
    label: str
    is_open: bool
    amount: Decimal | None
    problem: str = ""


@dataclass
class Row:
    """A row to type in. Amounts are kronor in ledger sign."""

    place: Place
    code: str
    label: str
    cells: list[Cell]
    budget: Decimal | None = None
    whole: Decimal | None = None

    @property
    def has_problem(self) -> bool:
        """Whether any of its cells has something to say."""
        return any(cell.problem for cell in self.cells)


@dataclass(frozen=True)
class Sums:
    """A row of sums: per column, for the row as a whole, and its budget. None where a cell cannot be read."""

    columns: tuple[tuple[str, Decimal | None], ...]
    whole: Decimal | None
    budget: Decimal | None

    @property
    def is_final(self) -> bool:
        """Whether every cell under the sums can be read."""
        return all(amount is not None for _key, amount in self.columns)


@dataclass
class Group:
    """An ID with its rows; `opens` is False for the row of its total, which stands after the IDs under it."""

    pk: int
    title: str
    name: str
    code: str
    parent: int | None
    is_funding: bool
    depth: int
    rows: list[Row] = field(default_factory=list)
    sums: Sums | None = None
    opens: bool = True


@dataclass
class LedgerSheet:
    """The whole sheet. `result` is the year's, surplus +."""

    year: int
    unit: Unit
    columns: tuple[Column, ...]
    groups: list[Group]
    result: Sums
    has_budget: bool
    has_codes: bool
    typed_beside_file: tuple[int, ...] = ()
    """The months that a file has been read into, and that hold something typed too."""

    @property
    def has_months(self) -> bool:
        """Whether the year is typed month by month."""
        return self.columns[0].month != WHOLE_YEAR

    @property
    def figure_columns(self) -> int:
        """How many columns of figures there are, computed ones included."""
        return len(self.columns) + int(self.has_months) + int(self.has_budget)

    @property
    def width(self) -> int:
        """How many columns the table has in all."""
        return self.figure_columns + 1 + int(self.has_codes)

    @property
    def was(self) -> str:
        """What stands in every cell, as tab-separated lines: a form sends it back to tell what has changed."""
        lines = ["\t".join(("rad", "label", *(column.key for column in self.columns)))]
        lines += [
            "\t".join((row.place.ref, row.label, *(cell.stored for cell in row.cells))) for row in self.rows
        ]
        return "\n".join(lines)

    @property
    def rows(self) -> Iterator[Row]:
        """Every row, in order."""
        return (row for group in self.groups if group.opens for row in group.rows)

    @property
    def problems(self) -> list[Cell]:
        """Every cell with something to say, in order."""
        return [cell for row in self.rows for cell in row.cells if cell.problem]


def ledger_sheet(
    ledger: LedgerFacts,
    budget: BudgetFacts,
    *,
    files: Mapping[int, str],
    unit: Unit = Unit.KR,
    by_year: bool = False,
    added: tuple[Place, ...] = (),
    typed: Mapping[str, Typed] | None = None,
) -> LedgerSheet:
    """The year's sheet. `files` names the file that a month is read from; `added` are rows asked for beside those that
    budget and ledger have; `typed` is laid over what is stored.
    """
    return _Builder(ledger, budget, files, unit, by_year, added, dict(typed or {})).sheet()


def is_by_year(ledger: LedgerFacts) -> bool:
    """Whether the ledger holds amounts for the whole year alone."""
    return any(row.month == WHOLE_YEAR for row in ledger.rows)


class _Builder:
    """Lays the ledger's amounts on the rows that the budget has, and on those it has not."""

    def __init__(
        self,
        ledger: LedgerFacts,
        budget: BudgetFacts,
        files: Mapping[int, str],
        unit: Unit,
        by_year: bool,
        added: tuple[Place, ...],
        typed: dict[str, Typed],
    ) -> None:
        self.ledger, self.files, self.unit, self.typed = ledger, files, unit, typed
        months = (WHOLE_YEAR,) if by_year or is_by_year(ledger) else tuple(range(1, YEAR_END + 1))
        self.columns = tuple(self._column(month) for month in months)
        self.centres = {centre.pk: centre for centre in ledger.centres}
        self.amounts: dict[tuple[Place, int], Decimal] = {}
        self.leftovers = {
            (place_of(row), row.month) for row in ledger.rows if not row.is_of_file and row.month in files
        }
        beside = {place for place, _month in self.leftovers}
        for row in ledger.rows:
            place = place_of(row)
            if row.is_of_file and place in beside:
                place = Place(place.centre, "f", f"{place.kind}{place.what}")
            key = (place, row.month)
            self.amounts[key] = self.amounts.get(key, ZERO) + row.amount
        lines = budget.budget.lines if budget.budget else ()
        self.has_budget = bool(lines)
        self.budgets: dict[Place, Decimal] = {}
        self.labels: dict[Place, list[str]] = {}
        for line in lines:
            place = place_of_line(line)
            self.budgets[place] = self.budgets.get(place, ZERO) + (line.amount or ZERO)
            self.labels.setdefault(place, []).append(line.label)
        known = set(self.labels) | {place for place, _month in self.amounts}
        asked = [place for place in added if place.centre in self.centres and place not in known]
        held = {place for place, _month in self.amounts}
        others = sorted({each for each in held if each not in self.labels and each.kind != "f"} | set(asked))
        self.places: dict[int, list[Place]] = {}
        for place in (*self.labels, *others):
            given = Place(place.centre, "f", f"{place.kind}{place.what}")
            self.places.setdefault(place.centre, []).extend([place, *([given] if given in held else [])])
        self.names = dict(ledger.groups)
        self.rows: dict[Place, Row] = {}
        self.unreadable: dict[str, set[int]] = {column.key: set() for column in self.columns}

    def sheet(self) -> LedgerSheet:
        used = {pk for place in self.places for pk in self._with_those_above(place)}
        children: dict[int | None, list[CentreFact]] = {}
        for centre in self.ledger.centres:
            if centre.pk in used:
                children.setdefault(centre.parent, []).append(centre)
        heads = [group for centre in children.get(None, []) for group in self._area(centre, children, 0)]
        if NO_CENTRE in self.places:
            heads += self._without_centre()
        sums = {column.key: self._by_centre(column) for column in self.columns}
        for group in heads:
            if not group.opens:
                group.sums = self._sums({key: each[group.pk] for key, each in sums.items()}, group.pk)
        return LedgerSheet(
            year=self.ledger.year,
            unit=self.unit,
            columns=self.columns,
            groups=heads,
            result=self._result(),
            has_budget=self.has_budget,
            has_codes=bool(self.names) or any(centre.code for centre in self.ledger.centres),
            typed_beside_file=tuple(sorted({month for _place, month in self.leftovers})),
        )

    def _column(self, month: int) -> Column:
        ledger = self.ledger
        if month == WHOLE_YEAR:
            state = "stängt" if ledger.closed else "inläst" if self.files else ""
            return Column("amount", f"Hela {ledger.year}", month, state)
        state = "stängd" if month in ledger.closed else "inläst" if month in self.files else ""
        return Column(f"part-{month}", month_name(month), month, state)

    def _with_those_above(self, pk: int) -> Iterator[int]:
        place: int | None = pk
        while place is not None and place in self.centres:
            yield place
            place = self.centres[place].parent

    def _area(
        self, centre: CentreFact, children: Mapping[int | None, list[CentreFact]], depth: int
    ) -> Iterator[Group]:
        yield self._group(centre, depth, [self._row(place) for place in self.places.get(centre.pk, [])])
        for child in children.get(centre.pk, []):
            yield from self._area(child, children, depth + 1)
        total = self._group(centre, depth, [])
        total.opens = False
        yield total

    @staticmethod
    def _group(centre: CentreFact, depth: int, rows: list[Row]) -> Group:
        return Group(
            pk=centre.pk,
            title=title_of(centre),
            name=centre.name,
            code=centre.code,
            parent=centre.parent,
            is_funding=centre.is_funding,
            depth=depth,
            rows=rows,
        )

    def _without_centre(self) -> list[Group]:
        """What a file holds on no ID. It is shown, or the sheet's result would not be the ledger's."""
        rows = [self._row(place) for place in self.places[NO_CENTRE]]
        title = "Inte fördelat på ID"
        return [
            Group(NO_CENTRE, title, title, "", None, False, 0, rows),
            Group(NO_CENTRE, title, title, "", None, False, 0, opens=False),
        ]

    def _row(self, place: Place) -> Row:
        label = self._label(place)
        centre = self.centres.get(place.centre)
        title = title_of(centre) if centre else "Inte fördelat på ID"
        code = place.what if place.kind in "ga" else ""
        if place.kind == "f" and place.what[:1] in "ga":
            code = place.what[1:]
        name = f"{title}, {f'{code} ' if code else ''}{label}"
        cells = [self._cell(place, column, name) for column in self.columns]
        amounts = [cell.amount for cell in cells if cell.amount is not None]
        is_readable = not any(cell.problem and self._is_unreadable(cell) for cell in cells)
        row = Row(
            place=place,
            code=code,
            label=label,
            cells=cells,
            budget=self.budgets.get(place),
            whole=sum(amounts, ZERO) if amounts and is_readable else None,
        )
        self.rows[place] = row
        return row

    def _label(self, place: Place) -> str:
        own = list(dict.fromkeys(self.labels.get(place, [])))
        if own and len(own) < 3:
            return " och ".join(own)
        if place.kind == "f":
            return "Inläst ur fil"
        if place.kind == "g":
            return self.names.get(place.what, "")
        if place.kind == "a":
            return "Konto"
        return "Rad som inte finns i årets budget" if place.kind == "l" else "Hela ID:t"

    def _cell(self, place: Place, column: Column, name: str) -> Cell:
        address = f"{place.ref}.{column.key}"
        amount = self.amounts.get((place, column.month))
        typed = self.typed.get(address)
        cell = Cell(
            address=address,
            stored=plain(amount),
            text=typed.text if typed else shown(amount, self.unit),
            label=f"{name}, {column.heading}",
            is_open=self._is_open(place, column),
            amount=amount,
            problem=typed.message if typed else "",
        )
        if typed:
            self._count_typed(cell, column, place)
        return cell

    def _is_open(self, place: Place, column: Column) -> bool:
        """Whether the cell is typed in. What someone typed in a month that a file has since been read into may go."""
        if place.centre == NO_CENTRE or place.kind == "f":
            return False
        return column.is_open or (column.state == "inläst" and (place, column.month) in self.leftovers)

    def _count_typed(self, cell: Cell, column: Column, place: Place) -> None:
        """What was typed counts in the sums, as it does in the page; what cannot be read makes them unknown."""
        try:
            cell.amount = parse_amount(cell.text, self.unit)
        except ValueError:
            self.unreadable[column.key].add(place.centre)

    def _is_unreadable(self, cell: Cell) -> bool:
        try:
            parse_amount(cell.text, self.unit)
        except ValueError:
            return True
        return False

    # --- Sums

    def _by_centre(self, column: Column) -> dict[int, Decimal | None]:
        """Per ID what a column comes to with the IDs under it; None where a cell under it cannot be read."""
        own = dict.fromkeys((*self.centres, NO_CENTRE), ZERO)
        for place, row in self.rows.items():
            cell = next(each for each in row.cells if each.address.endswith(f".{column.key}"))
            own[place.centre] += cell.amount or ZERO
        unknown = {pk for each in self.unreadable[column.key] for pk in (each, *self._with_those_above(each))}
        without = own.pop(NO_CENTRE)
        together = {**with_those_under(own, self.ledger.centres), NO_CENTRE: without}
        return {pk: None if pk in unknown else amount for pk, amount in together.items()}

    def _sums(self, columns: Mapping[str, Decimal | None], pk: int) -> Sums:
        own = dict.fromkeys(self.centres, ZERO)
        for place, amount in self.budgets.items():
            own[place.centre] += amount
        budget = with_those_under(own, self.ledger.centres).get(pk, ZERO)
        return _summed(columns, budget if self.has_budget else None)

    def _result(self) -> Sums:
        columns: dict[str, Decimal | None] = {}
        for place, column in enumerate(self.columns):
            amounts = [row.cells[place].amount or ZERO for row in self.rows.values()]
            columns[column.key] = None if self.unreadable[column.key] else -sum(amounts, ZERO)
        budget = -sum(self.budgets.values(), ZERO)
        return _summed(columns, budget if self.has_budget else None)


def _summed(columns: Mapping[str, Decimal | None], budget: Decimal | None) -> Sums:
    known = [amount for amount in columns.values() if amount is not None]
    whole = sum(known, ZERO) if len(known) == len(columns) else None
    return Sums(tuple(columns.items()), whole, budget)
