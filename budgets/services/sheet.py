"""Writes of the sheet: many cells at once, each compared with what its writer saw; nothing is overwritten unseen.

A cell is saved, in conflict, or refused, each on its own: what is fine of a save is written, and the rest is named.
One cell touches a constant number of rows. Rows as such (moved, removed, put back) are in `sheet_rows`; who wrote what
stands there now, in `sheet_hands`; how the columns of one row are written, in `sheet_writing`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from budgets.domain.sheet_cells import parse_amount, plain, plain_text
from budgets.models import AccountGroup, Budget, BudgetLine, CostCentre, LineAmount
from budgets.queries import name_in_year
from budgets.services.budgets import save_cost_centre
from budgets.services.guards import refuse_closed, refuse_stranger
from budgets.services.sheet_hands import Hand, TakenAmount, removals, writers
from budgets.services.sheet_rows import place
from budgets.services.sheet_writing import write
from finsam.money import Unit
from finsam.revisions import Revisioned
from members.models import Federation

ADDRESS = re.compile(
    r"(?P<row>[rc])(?P<pk>[0-9]{1,18})\.(?P<column>account|label|nature|name|amount|(?P<kind>part|forecast|plan)-"
    r"(?P<number>[0-9]{1,4}))(?P<note>\.note)?"
)
LINE_FIELDS = {
    ("account", False): "account_group",
    ("label", False): "label",
    ("nature", False): "nature",
    ("amount", False): "amount",
    ("amount", True): "note",
    ("label", True): "label_note",
}
"""Which column of a line a cell is, by its name and whether it is the note."""


@dataclass(frozen=True)
class CellChange:
    """A cell, what stood in it when it was shown (plain), and what is to stand there (as typed)."""

    cell: str
    was: str
    now: str


@dataclass(frozen=True)
class NewRow:
    """A line to add under an ID, last or before another; `values` by column. `key` is its identity over the years."""

    key: UUID
    centre: int
    values: dict[str, str]
    before: int | None = None


@dataclass(frozen=True)
class CellConflict:
    """A cell in which someone else has written since: what stands there now (plain), by whom and when."""

    cell: str
    theirs: str
    hand: Hand


@dataclass
class Saved:
    """What became of a save. What is not named here under conflicts, errors or gone is saved."""

    count: int = 0
    conflicts: list[CellConflict] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    """Per new row's key its line."""
    notes: dict[str, str] = field(default_factory=dict)
    """Notes of the lines added, by cell ("r12.label.note"): last year's line brings its own along."""
    gone: dict[str, Hand] = field(default_factory=dict)
    """Rows that someone has removed, by name ("r12")."""


def save_cells(
    *,
    federation: Federation,
    pk: int,
    cells: Sequence[CellChange],
    rows: Sequence[NewRow] = (),
    unit: Unit = Unit.KR,
) -> Saved:
    """Save what was typed in cells of an open budget's sheet, amounts in `unit`.

    Raises ValidationError when the budget is closed or another federation's; then nothing is written.
    """
    with transaction.atomic():
        return _Save(federation, pk, unit).run(cells, rows)


@dataclass
class _Cell:
    """A cell of a line, taken apart. `value` is what is to be stored."""

    change: CellChange
    column: str
    is_note: bool
    kind: str
    number: int
    value: Any = None

    @property
    def place(self) -> tuple[str, int, int] | None:
        """Where it stands among the line's other amounts; None for a column of the line itself."""
        if not self.kind:
            return None
        return (self.kind, 0, self.number) if self.kind == "part" else (self.kind, self.number, 0)


class _Save:
    """One save, in one transaction."""

    def __init__(self, federation: Federation, pk: int, unit: Unit) -> None:
        self.federation, self.budget_pk, self.unit = federation, pk, unit
        self.saved = Saved()
        self.conflicting: list[tuple[Revisioned | TakenAmount, str, str, str]] = []
        """Row, column, what stands there, cell."""

    def run(self, cells: Sequence[CellChange], rows: Sequence[NewRow]) -> Saved:
        by_line, names = self._sorted(cells)
        # Lines before the budget, the order in which everything else locks them.
        lines = BudgetLine.objects.select_for_update(of=("self",)).filter(
            Q(pk__in=by_line) | Q(key__in=[row.key for row in rows]),
            budget=self.budget_pk,
            budget__federation=self.federation,
        )
        lines = lines.select_related("budget", "cost_centre", "account_group", "category").order_by("pk")
        found = {line.pk: line for line in lines}
        self.budget = Budget.locked(self.budget_pk, None)
        refuse_stranger(self.budget.federation_id, self.federation)
        refuse_closed(self.budget)
        amounts = _amounts_of(found)
        self._refuse_gone(by_line, found)
        waiting = [(found[pk], own) for pk, own in by_line.items() if pk in found]
        for line, _own in waiting:
            line.budget = self.budget
            for amount in amounts[line.pk].values():
                amount.line = line
        self._save_lines(waiting, amounts)
        for change in names:
            self._save_name(change)
        for row in rows:
            self._add(row)
        self._name_writers()
        return self.saved

    # --- Sorting and refusing

    def _sorted(self, cells: Sequence[CellChange]) -> tuple[dict[int, list[_Cell]], list[CellChange]]:
        by_line: dict[int, list[_Cell]] = {}
        names: list[CellChange] = []
        for change in cells:
            found = ADDRESS.fullmatch(change.cell)
            if found is None or (found["row"] == "c") != (found["column"] == "name"):
                self.saved.errors[change.cell] = "Cellen finns inte i kalkylbladet."
            elif found["row"] == "c":
                names.append(change)
            else:
                cell = _Cell(
                    change,
                    found["column"],
                    bool(found["note"]),
                    found["kind"] or "",
                    int(found["number"] or 0),
                )
                by_line.setdefault(int(found["pk"]), []).append(cell)
        return by_line, names

    def _refuse_gone(self, by_line: dict[int, list[_Cell]], found: dict[int, BudgetLine]) -> None:
        missing = set(by_line) - set(found)
        if not missing:
            return
        hands = removals(self.federation, BudgetLine, missing)
        for pk in missing:
            if pk in hands:
                self.saved.gone[f"r{pk}"] = hands[pk]
            else:
                message = "Raden finns inte i budgeten."
                self.saved.errors.update({cell.change.cell: message for cell in by_line[pk]})

    # --- Lines

    def _save_lines(
        self,
        waiting: list[tuple[BudgetLine, list[_Cell]]],
        amounts: dict[int, dict[tuple[str, int, int], LineAmount]],
    ) -> None:
        """Line by line; those refused once more from below, since a label may be free by then."""
        again = []
        for line, cells in waiting:
            own = [cell for cell in cells if cell.place is None]
            refused = self._save_own(line, self._to_write(own, line, amounts[line.pk]))
            again += [(line, refused)] if refused else []
            self._save_amounts(line, [cell for cell in cells if cell.place is not None], amounts[line.pk])
        for line, refused in reversed(again):
            for cell in refused:
                self.saved.errors.pop(cell.change.cell)
            self._save_own(line, refused)

    def _save_own(self, line: BudgetLine, cells: list[_Cell]) -> list[_Cell]:
        """Save cells that are columns of the line; those refused are named and given back."""
        by_field = {LINE_FIELDS[cell.column, cell.is_note]: cell for cell in cells}
        errors = write(line, {name: cell.value for name, cell in by_field.items()})
        for name, message in errors.items():
            self.saved.errors[by_field[name].change.cell] = message
        self.saved.count += len(by_field) - len(errors)
        return [by_field[name] for name in errors]

    def _save_amounts(
        self, line: BudgetLine, cells: list[_Cell], known: dict[tuple[str, int, int], LineAmount]
    ) -> None:
        by_place: dict[tuple[str, int, int], list[_Cell]] = {}
        for cell in self._to_write(cells, line, known):
            assert cell.place is not None
            by_place.setdefault(cell.place, []).append(cell)
        for where, own in by_place.items():
            kind, year, part = where
            row = known.get(where) or LineAmount(
                line=line, kind=kind, year=year or self.budget.year, part=part
            )
            by_field = {"note" if cell.is_note else "amount": cell for cell in own}
            values = {name: cell.value for name, cell in by_field.items()}
            if not row._state.adding and {"amount": row.amount, "note": row.note, **values} == {
                "amount": None,
                "note": "",
            }:
                row.delete()
                errors = {}
            else:
                errors = write(row, values)
            for name, message in errors.items():
                self.saved.errors[by_field[name].change.cell] = message
            self.saved.count += len(own) - len(errors)

    def _to_write(
        self, cells: Iterable[_Cell], line: BudgetLine, known: dict[tuple[str, int, int], LineAmount]
    ) -> list[_Cell]:
        """Cells that can be read, differ from what is stored, and stand as their writer saw them."""
        found = []
        for cell in cells:
            if cell.place is None and (cell.column, cell.is_note) not in LINE_FIELDS:
                self.saved.errors[cell.change.cell] = "Cellen finns inte i kalkylbladet."
                continue
            try:
                cell.value, now = self._read(cell.column, cell.is_note, cell.change.now)
            except ValidationError as error:
                self.saved.errors[cell.change.cell] = " ".join(error.messages)
                continue
            row = line if cell.place is None else known.get(cell.place)
            stored = _stored(row, cell)
            if now == stored:
                self.saved.count += 1  # someone has written the same, or our answer was lost on the way
            elif plain_text(cell.change.was) == stored:
                found.append(cell)
            else:
                self.conflicting.append(
                    (row or self._taken(line, cell), _field_of(cell), stored, cell.change.cell)
                )
        return found

    def _read(self, column: str, is_note: bool, text: str) -> tuple[Any, str]:
        """What a cell is to hold, and the same plain. ValidationError in Swedish when it cannot be read."""
        if is_note or column in ("label", "nature"):
            value = _readable(plain_text(text))
            return value, value
        if column == "account":
            return self._account(text)
        try:
            amount = parse_amount(text, self.unit)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return amount, plain(amount)

    def _account(self, text: str) -> tuple[AccountGroup | None, str]:
        code = re.sub(r"\s", "", text)
        if not code:
            return None, ""
        if code not in self._account_groups:
            raise ValidationError(
                f"Kontogruppen ”{text}” finns inte i förbundet. Lägg till den under Kontogrupper, "
                "eller skriv en av dem som finns."
            )
        return self._account_groups[code], code

    @cached_property
    def _account_groups(self) -> dict[str, AccountGroup]:
        return {group.code: group for group in self.federation.account_groups.all()}

    # --- IDs and new rows

    def _save_name(self, change: CellChange) -> None:
        pk, name = int(change.cell[1:].partition(".")[0]), plain_text(change.now)
        centre = CostCentre.objects.select_for_update().filter(pk=pk, federation=self.federation).first()
        if centre is None:
            self.saved.errors[change.cell] = "ID:t finns inte i förbundet."
            return
        stored = plain_text(name_in_year(centre, self.budget.year))
        if name == stored:
            self.saved.count += 1
        elif plain_text(change.was) != stored:
            self.conflicting.append((centre, "", stored, change.cell))
        else:
            try:
                _readable(name)
                with transaction.atomic():
                    save_cost_centre(
                        federation=self.federation,
                        year=self.budget.year,
                        name=name,
                        pk=pk,
                        revision=centre.revision,
                    )
                self.saved.count += 1
            except ValidationError as error:
                self.saved.errors[change.cell] = " ".join(error.messages)

    def _add(self, new: NewRow) -> None:
        """Add a line with what can be read of its cells; those that cannot are named `n<key>.<column>`."""
        key = str(new.key)
        known = self.budget.lines.filter(key=new.key).first()
        if known is not None:
            self._compare(known, new)
            return
        centre = self.federation.cost_centres.filter(pk=new.centre).first()
        if centre is None:
            self.saved.errors[f"n{key}.label"] = "ID:t finns inte i förbundet."
            return
        line = BudgetLine(budget=self.budget, key=new.key, cost_centre=centre)
        previous = self.budget.previous
        carried = previous.lines.filter(key=new.key).first() if previous is not None else None
        if carried is not None:
            line.category_id, line.label_note = carried.category_id, carried.label_note
        line.position = place(line, self.budget.lines.filter(cost_centre=centre), new.before)
        read, cells = self._read_new(new, f"n{key}")
        own = {LINE_FIELDS[cell.column, cell.is_note]: cell for cell in cells if cell.place is None}
        if not plain_text(new.values.get("label", "")):
            self.saved.errors[f"n{key}.label"] = "Skriv vad raden gäller, så sparas den."
            return
        errors = write(line, {name: read[cell.change.cell] for name, cell in own.items()})
        self.saved.errors.update({own[name].change.cell: message for name, message in errors.items()})
        if line._state.adding:
            return
        count = self.saved.count
        self._save_amounts(line, [cell for cell in cells if cell.place is not None], {})
        self.saved.count = count + 1  # a row is one change, however many cells it has
        self._tell_added(line, key)

    def _compare(self, line: BudgetLine, new: NewRow) -> None:
        """A row that is there already: our answer was lost on the way, or someone else added it too.

        Its cells are saved as those of any line, by one who saw nothing in them: what stands there and differs is a
        conflict.
        """
        line.budget = self.budget
        amounts = _amounts_of({line.pk: line})[line.pk]
        for amount in amounts.values():
            amount.line = line
        held = [
            *(["account"] if line.account_group_id is not None else []),
            *(["amount"] if line.amount is not None else []),
            *(
                f"{kind}-{year or part}"
                for (kind, year, part), each in amounts.items()
                if each.amount is not None
            ),
        ]
        cells = self._cells_of({**dict.fromkeys(held, ""), **new.values}, f"n{new.key}")
        count = self.saved.count
        self._save_own(line, self._to_write([cell for cell in cells if cell.place is None], line, amounts))
        self._save_amounts(line, [cell for cell in cells if cell.place is not None], amounts)
        self.saved.count = count
        self._tell_added(line, str(new.key))

    def _tell_added(self, line: BudgetLine, key: str) -> None:
        self.saved.added[key] = line.pk
        if line.label_note:
            self.saved.notes[f"r{line.pk}.label.note"] = line.label_note
        if line.note:
            self.saved.notes[f"r{line.pk}.amount.note"] = line.note
        for each in line.amounts.exclude(note=""):
            self.saved.notes[f"r{line.pk}.{each.kind}-{each.part or each.year}.note"] = each.note

    def _read_new(self, new: NewRow, ref: str) -> tuple[dict[str, Any], list[_Cell]]:
        read: dict[str, Any] = {}
        cells = []
        filled = {column: text for column, text in new.values.items() if text.strip()}
        for cell in self._cells_of(filled, ref):
            try:
                read[cell.change.cell], _plain = self._read(cell.column, cell.is_note, cell.change.now)
            except ValidationError as error:
                self.saved.errors[cell.change.cell] = " ".join(error.messages)
                continue
            cells.append(cell)
        return read, cells

    def _cells_of(self, values: dict[str, str], ref: str) -> list[_Cell]:
        """The cells of a new row, by column; what is no column of a line is left out."""
        cells = []
        for column, text in values.items():
            found = ADDRESS.fullmatch(f"r0.{column}")
            if found is None or found["column"] == "name":
                continue
            if not found["kind"] and (found["column"], bool(found["note"])) not in LINE_FIELDS:
                continue
            cells.append(
                _Cell(
                    CellChange(f"{ref}.{column}", "", text),
                    found["column"],
                    bool(found["note"]),
                    found["kind"] or "",
                    int(found["number"] or 0),
                )
            )
        return cells

    # --- Conflicts

    def _name_writers(self) -> None:
        hands = writers(self.federation, [(row, column) for row, column, _, _ in self.conflicting])
        self.saved.conflicts = [
            CellConflict(address, stored, hand)
            for (_row, _column, stored, address), hand in zip(self.conflicting, hands, strict=True)
        ]

    def _taken(self, line: BudgetLine, cell: _Cell) -> TakenAmount:
        assert cell.place is not None
        kind, year, part = cell.place
        return TakenAmount(line.pk, kind, year or self.budget.year, part)


def _amounts_of(lines: Iterable[int]) -> dict[int, dict[tuple[str, int, int], LineAmount]]:
    """Per line its other amounts by place: kind, year (0 for a part of the budget's own) and part."""
    amounts: dict[int, dict[tuple[str, int, int], LineAmount]] = {pk: {} for pk in lines}
    for amount in LineAmount.objects.filter(line__in=amounts):
        year = 0 if amount.kind == LineAmount.Kind.PART else amount.year
        amounts[amount.line_id][(amount.kind, year, amount.part)] = amount
    return amounts


def _readable(text: str) -> str:
    """The text; ValidationError when it holds characters that no database keeps and no page can show."""
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in text):
        raise ValidationError("Texten innehåller styrtecken, som inte går att spara. Skriv om den.")
    return text


def _field_of(cell: _Cell) -> str:
    """The column of the row that a cell shows."""
    if cell.place is not None:
        return "note" if cell.is_note else "amount"
    return LINE_FIELDS[cell.column, cell.is_note]


def _stored(row: BudgetLine | LineAmount | None, cell: _Cell) -> str:
    """What stands in a cell, plain."""
    if row is None:
        return ""
    value = getattr(row, _field_of(cell))
    if isinstance(value, AccountGroup):
        return value.code
    return plain_text(value) if isinstance(value, str) else plain(value)
