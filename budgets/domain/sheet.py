"""The budget as a sheet to type in: its rows and cells as they stand, and what they add up to.

`budgets.domain.sheet_cells` says what a cell is called and how it is read. `static/js/sheet-totals.js` adds up the same
way while one types; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.domain.budget_table import change_between
from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.shapes import ShapeFact
from budgets.domain.sheet_cells import (
    TEXT_FIELDS,
    Column,
    main_columns,
    offered_columns,
    plain,
    plain_text,
    shown,
    standard_columns,
)
from budgets.domain.sheet_sums import Sums, column_sums, reckoned
from budgets.domain.totals import used_centres
from finsam import swedish
from finsam.money import Unit


@dataclass(frozen=True)
class Typed:
    """What was typed in a cell and could not be saved, and why."""

    text: str
    message: str


@dataclass
class Cell:
    """A cell to type in. `stored` is its plain text; `label` its name for those who do not see the table."""

    address: str
    stored: str
    text: str
    label: str
    mark: int | None = None
    problem: str = ""
    is_amount: bool = True


@dataclass
class Line:
    """A row to type in; `pk` None is the empty row last in an ID, which becomes a line when something is typed.

    `key` is the line's identity over the years. Amounts are kronor in ledger sign.
    """

    ref: str
    pk: int | None
    key: str
    account: Cell
    label: Cell
    nature: Cell
    natures: tuple[tuple[str, str], ...]
    main: list[Cell]
    beside: list[Cell]
    whole: Decimal | None = None
    before: Decimal | None = None
    change: Decimal | None = None
    percent: Decimal | None = None

    @property
    def cells(self) -> list[Cell]:
        """Every cell, in order."""
        return [self.account, self.label, self.nature, *self.main, *self.beside]

    @property
    def problems(self) -> list[Cell]:
        """Cells with something to say."""
        return [cell for cell in self.cells if cell.problem]

    @property
    def before_plain(self) -> str:
        """Last year's amount for the browser's arithmetic."""
        return plain(self.before)


@dataclass(frozen=True)
class LastYear:
    """A line that only last year has. `can_continue` unless the line has moved to another ID this year."""

    pk: int
    key: str
    account: str
    label: str
    nature: str
    before: Decimal | None
    change: Decimal | None
    percent: Decimal | None
    can_continue: bool

    @property
    def before_plain(self) -> str:
        """Last year's amount for the browser's arithmetic."""
        return plain(self.before)


@dataclass
class Group:
    """An ID with its lines; `opens` is False for the row of its total, which stands after the IDs under it."""

    centre: CentreFact
    depth: int
    name: Cell
    lines: list[Line] = field(default_factory=list)
    last_year: list[LastYear] = field(default_factory=list)
    blank: Line | None = None
    sums: Sums | None = None
    opens: bool = True

    @property
    def title(self) -> str:
        """10 000 Styrelsen."""
        return title_of(self.centre)


@dataclass(frozen=True)
class Note:
    """A note to a figure or a row, as it will be printed under the table."""

    number: int
    cell: Cell
    about: str


@dataclass
class Sheet:
    """The whole sheet. `groups` in the order they stand; `summary` is income, cost and result."""

    year: int
    unit: Unit
    main: tuple[Column, ...]
    beside: tuple[Column, ...]
    previous_year: int | None
    has_codes: bool
    groups: list[Group]
    summary: list[tuple[str, str, Sums]]
    notes: list[Note]

    @property
    def has_parts(self) -> bool:
        """Whether the year is typed in parts and added up."""
        return self.main[0].kind == "part"

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column to type in."""
        return (*self.main, *self.beside)

    @property
    def figure_columns(self) -> int:
        """How many columns of figures there are, computed ones included."""
        return len(self.columns) + int(self.has_parts) + (3 if self.previous_year else 0)

    @property
    def width(self) -> int:
        """How many columns the table has in all."""
        return self.figure_columns + 3 + int(self.has_codes)

    @property
    def was(self) -> str:
        """What stands in every cell, as tab-separated lines: a form sends it back to tell what has changed."""
        lines = ["\t".join(("rad", *TEXT_FIELDS, *(column.key for column in self.columns)))]
        for group in self.groups:
            if group.opens:
                lines.append(f"c{group.centre.pk}\t{group.name.stored}")
                lines += [
                    "\t".join((line.ref, *(cell.stored for cell in line.cells))) for line in group.lines
                ]
        lines += [f"{note.cell.address}\t{note.cell.stored}" for note in self.notes]
        return "\n".join(lines)

    @property
    def problems(self) -> list[Cell]:
        """Every cell with something to say, in order."""
        found = []
        for group in self.groups:
            if group.opens:
                found += [group.name] if group.name.problem else []
                for line in [*group.lines, *([group.blank] if group.blank else [])]:
                    found += line.problems
        return found + [note.cell for note in self.notes if note.cell.problem]


def title_of(centre: CentreFact) -> str:
    """What an ID is called: "10 000 Styrelsen", or its name alone."""
    return f"{swedish.code(centre.code)} {centre.name}" if centre.code else centre.name


def natures_of(is_funding: bool) -> tuple[tuple[str, str], ...]:
    """What a line of the area may be."""
    income = ("income", "Intäkt")
    return (("contribution", "Tilldelning"), income) if is_funding else (("cost", "Kostnad"), income)


def sheet(
    facts: BudgetFacts,
    *,
    shape: ShapeFact | None,
    chosen: Collection[str] | None = None,
    unit: Unit = Unit.KR,
    shown_empty: Collection[int] = (),
    has_accounts: bool = True,
    typed: Mapping[str, Typed] | None = None,
) -> Sheet:
    """The sheet of the year's budget.

    `chosen` are the columns beside the year; None for those that the table prints. `shown_empty` are the IDs without
    lines that are shown all the same. `typed` is laid over what is stored.
    """
    keys = standard_columns(facts, shape) if chosen is None else set(chosen)
    beside = tuple(column for column in offered_columns(facts, shape) if column.key in keys)
    return _Builder(
        facts, main_columns(facts, shape), beside, unit, set(shown_empty), has_accounts, dict(typed or {})
    ).sheet()


class _Builder:
    """Walks the tree of IDs once."""

    def __init__(
        self,
        facts: BudgetFacts,
        main: tuple[Column, ...],
        beside: tuple[Column, ...],
        unit: Unit,
        shown_empty: set[int],
        has_accounts: bool,
        typed: dict[str, Typed],
    ) -> None:
        assert facts.budget is not None
        self.facts, self.budget, self.previous = facts, facts.budget, facts.previous
        self.main, self.beside, self.unit, self.typed = main, beside, unit, typed
        bodies = [each for each in (facts.budget, facts.previous) if each is not None]
        used = used_centres(facts.centres, bodies)
        self.children: dict[int | None, list[CentreFact]] = {}
        shown_too = _with_those_above(shown_empty, facts.centres)
        for centre in facts.centres:
            if centre.pk in used or centre.pk in shown_too:
                self.children.setdefault(centre.parent, []).append(centre)
        self.lines = _by_centre(self.budget)
        self.last = _by_centre(self.previous) if self.previous else {}
        self.keys = {line.key for line in self.budget.lines}
        texts = {address: each.text for address, each in typed.items()}
        self.reckoned = reckoned(facts.budget, facts.centres, (*main, *beside), texts, unit)
        self.amounts = {line.pk: line.amount for line in self.reckoned.budget.lines}
        self.sums = {column.key: self.reckoned.sums(column, facts.centres) for column in (*main, *beside)}
        self.now = self.reckoned.year(main, facts.centres)
        self.before = column_sums(self.previous, facts.centres) if self.previous else None
        self.has_parts = main[0].kind == "part"
        self.has_codes = has_accounts or any(centre.code for centre in facts.centres)
        self.notes: list[Note] = []

    def sheet(self) -> Sheet:
        groups = [group for centre in self.children.get(None, []) for group in self._area(centre, 0)]
        return Sheet(
            year=self.facts.year,
            unit=self.unit,
            main=self.main,
            beside=self.beside,
            previous_year=self.previous.year if self.previous else None,
            has_codes=self.has_codes,
            groups=groups,
            summary=[
                (name, label, self._summary(name))
                for name, label in (
                    ("income", "Intäkter totalt"),
                    ("cost", "Kostnader totalt"),
                    ("result", "Resultat"),
                )
            ],
            notes=self.notes,
        )

    def _area(self, centre: CentreFact, depth: int) -> Iterator[Group]:
        name = self._cell(f"c{centre.pk}.name", centre.name, f"Namn på {title_of(centre)}", is_amount=False)
        group = Group(centre, depth, name)
        before = {line.key: line for line in self.last.get(centre.pk, [])}
        own = self.lines.get(centre.pk, [])
        group.lines = [self._line(line, before.get(line.key), centre) for line in own]
        here = {line.key for line in own}
        group.last_year = [
            self._last_year(line) for line in self.last.get(centre.pk, []) if line.key not in here
        ]
        children = self.children.get(centre.pk, [])
        if own or not children:
            group.blank = self._blank(centre)
        yield group
        for child in children:
            yield from self._area(child, depth + 1)
        yield Group(centre, depth, name, sums=self._group_sums(centre), opens=False)

    def _line(self, line: LineFact, before: LineFact | None, centre: CentreFact) -> Line:
        ref = f"r{line.pk}"
        row_name = f"{title_of(centre)}, {f'{line.account} ' if line.account else ''}{line.label}"
        account, label, nature = self._texts(
            ref, (line.account, line.label, line.nature), f"{title_of(centre)}, {line.label}"
        )
        if line.label_note:
            label.mark = self._note(f"{ref}.label.note", line.label_note, row_name)
        main = [self._amount(ref, line, column, row_name) for column in self.main]
        beside = [self._amount(ref, line, column, row_name) for column in self.beside]
        was = before.amount if before else None
        now, is_readable = self.amounts[line.pk], self.reckoned.is_readable(ref, self.main)
        change, percent = (
            change_between(now, was, is_income=line.nature != "cost")
            if self.previous and is_readable
            else (None, None)
        )
        return Line(
            ref=ref,
            pk=line.pk,
            key=str(line.key),
            account=account,
            label=label,
            nature=nature,
            natures=natures_of(centre.is_funding),
            main=main,
            beside=beside,
            whole=now if is_readable else None,
            before=was,
            change=change,
            percent=percent,
        )

    def _blank(self, centre: CentreFact) -> Line:
        ref, name = f"n{centre.pk}", f"{title_of(centre)}, ny rad"
        natures = natures_of(centre.is_funding)
        begun = any(line.nature == "contribution" for line in self.lines.get(centre.pk, []))
        nature = natures[1][0] if begun else natures[0][0]
        account, label, kind = self._texts(ref, ("", "", nature), name)
        cells = {
            column.key: self._cell(f"{ref}.{column.key}", "", f"{name}, {column.heading}")
            for column in (*self.main, *self.beside)
        }
        return Line(
            ref=ref,
            pk=None,
            key="",
            account=account,
            label=label,
            nature=kind,
            natures=natures,
            main=[cells[column.key] for column in self.main],
            beside=[cells[column.key] for column in self.beside],
        )

    def _texts(self, ref: str, texts: tuple[str, str, str], name: str) -> list[Cell]:
        said = ("kontogrupp", "beskrivning", "slag")
        return [
            self._cell(f"{ref}.{key}", text, f"{name}, {word}", is_amount=False)
            for key, text, word in zip(TEXT_FIELDS, texts, said, strict=True)
        ]

    def _amount(self, ref: str, line: LineFact, column: Column, name: str) -> Cell:
        if column.kind == "budget":
            amount, note = line.whole, line.note
        else:
            other = line.other(column.kind, column.year, column.part)
            amount, note = (other.amount, other.note) if other else (None, "")
        address, label = f"{ref}.{column.key}", f"{name}, {column.heading}"
        cell = self._cell(address, amount, label)
        if note:
            cell.mark = self._note(f"{address}.note", note, label)
        return cell

    def _cell(self, address: str, value: Decimal | str | None, label: str, *, is_amount: bool = True) -> Cell:
        if isinstance(value, str):
            stored = text = plain_text(value)
        else:
            stored, text = plain(value), shown(value, self.unit)
        typed = self.typed.get(address)
        return Cell(
            address=address,
            stored=stored,
            text=typed.text if typed else text,
            label=label,
            problem=typed.message if typed else "",
            is_amount=is_amount,
        )

    def _note(self, address: str, text: str, about: str) -> int:
        number = len(self.notes) + 1
        cell = self._cell(address, text, f"Not {number} till {about}", is_amount=False)
        self.notes.append(Note(number, cell, about))
        return number

    def _last_year(self, line: LineFact) -> LastYear:
        change, percent = change_between(None, line.amount, is_income=line.nature != "cost")
        return LastYear(
            pk=line.pk,
            key=str(line.key),
            account=line.account,
            label=line.label,
            nature=line.nature,
            before=line.amount,
            change=change,
            percent=percent,
            can_continue=line.key not in self.keys,
        )

    def _group_sums(self, centre: CentreFact) -> Sums:
        return self._sums(
            {key: sums.by_centre[centre.pk] for key, sums in self.sums.items()},
            self.now.by_centre[centre.pk],
            self.before.by_centre[centre.pk] if self.before else None,
            is_income=centre.is_funding,
        )

    def _summary(self, name: str) -> Sums:
        return self._sums(
            {key: getattr(sums, name) for key, sums in self.sums.items()},
            getattr(self.now, name),
            getattr(self.before, name) if self.before else None,
            is_income=False,
        )

    def _sums(
        self,
        amounts: dict[str, Decimal | None],
        now: Decimal | None,
        before: Decimal | None,
        *,
        is_income: bool,
    ) -> Sums:
        change, percent = (
            change_between(now, before, is_income=is_income)
            if now is not None and before is not None
            else (None, None)
        )
        return Sums(
            main=tuple((column.key, amounts[column.key]) for column in self.main),
            beside=tuple((column.key, amounts[column.key]) for column in self.beside),
            whole=now if self.has_parts else None,
            before=before,
            change=change,
            percent=percent,
        )


def _by_centre(budget: BudgetFact) -> dict[int, list[LineFact]]:
    found: dict[int, list[LineFact]] = {}
    for line in budget.lines:
        found.setdefault(line.centre, []).append(line)
    return found


def _with_those_above(pks: Iterable[int], centres: tuple[CentreFact, ...]) -> set[int]:
    parents = {centre.pk: centre.parent for centre in centres}
    found: set[int] = set()
    for pk in pks:
        place: int | None = pk
        while place is not None and place not in found:
            found.add(place)
            place = parents.get(place)
    return found
