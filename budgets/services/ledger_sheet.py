"""Writes of the ledger's sheet: many cells at once, each compared with what its writer saw.

A cell is saved, in conflict, or refused, each on its own: what is fine of a save is written, and the rest is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.domain.ledger_sheet import Place, read_address
from budgets.domain.sheet_cells import parse_amount, plain
from budgets.models import BudgetLine, LedgerFigure
from budgets.services.ledger import MIXED, Openness, is_mixed
from budgets.services.ledger_months import lock_ledger
from budgets.services.sheet import CellChange, CellConflict, Saved
from budgets.services.sheet_hands import Hand
from finsam.money import Unit
from finsam.revisions import refuse_taken, store
from members.models import Federation, User

NOT_THERE = "Cellen finns inte i kalkylbladet."


@transaction.atomic
def save_ledger_cells(
    *,
    federation: Federation,
    year: int,
    cells: Sequence[CellChange],
    user: User | None,
    source: str = "",
    unit: Unit = Unit.KR,
) -> Saved:
    """Save what was typed in cells of the year's sheet, amounts in `unit`. `source` says where they are from."""
    lock_ledger(federation)
    return _Save(federation, year, user, source.strip()[:160], unit).run(cells)


class _Save:
    """One save. What all its cells are compared with is read once."""

    def __init__(self, federation: Federation, year: int, user: User | None, source: str, unit: Unit) -> None:
        self.federation, self.year, self.user = federation, year, user
        self.source, self.unit = source, unit
        self.saved = Saved()
        self.openness = Openness.of(federation, year)
        self.centres = {centre.pk: centre for centre in federation.cost_centres.all()}
        self.groups = {group.code: group for group in federation.account_groups.all()}
        rows = federation.ledger_figures.filter(year=year, ledger_import=None).select_for_update(of=("self",))
        self.known = {
            (_place(row), row.month): row for row in rows.select_related("account_group", "entered_by")
        }

    def run(self, cells: Sequence[CellChange]) -> Saved:
        lines = self._lines(cells)
        for change in cells:
            found = read_address(change.cell)
            if found is None or not self._exists(found[0], lines):
                self.saved.errors[change.cell] = NOT_THERE
                continue
            try:
                self._save(change, *found)
            except ValidationError as error:
                self.saved.errors[change.cell] = " ".join(error.messages)
        return self.saved

    def _lines(self, cells: Sequence[CellChange]) -> set[tuple[int, UUID]]:
        """The budget lines that the cells name, by ID and identity. One query, and none where none is named."""
        named = [found[0].line for change in cells if (found := read_address(change.cell))]
        keys = [key for key in named if key is not None]
        if not keys:
            return set()
        lines = BudgetLine.objects.filter(budget__federation=self.federation, key__in=keys)
        return set(lines.values_list("cost_centre_id", "key"))

    def _exists(self, place: Place, lines: set[tuple[int, UUID]]) -> bool:
        if place.centre not in self.centres:
            return False
        if place.kind == "g":
            return place.what in self.groups
        if place.line is not None:
            return (place.centre, place.line) in lines
        return bool(place.what) == (place.kind == "a")

    def _save(self, change: CellChange, place: Place, month: int) -> None:
        amount = self._read(change.now)
        known = self.known.get((place, month))
        stored = plain(known.amount if known else None)
        if plain(amount) == stored:
            self.saved.count += 1  # someone has written the same, or our answer was lost on the way
            return
        self.openness.refuse(month, is_removal=amount is None)
        if change.was.strip() != stored:
            hand = Hand(str(known.entered_by or ""), known.entered_at) if known else Hand()
            self.saved.conflicts.append(CellConflict(change.cell, stored, hand))
            return
        self._write(place, month, known, amount)
        self.saved.count += 1

    def _read(self, text: str) -> Decimal | None:
        try:
            return parse_amount(text, self.unit)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def _write(self, place: Place, month: int, known: LedgerFigure | None, amount: Decimal | None) -> None:
        key = (place, month)
        if amount is None:
            if known is not None:
                known.delete()
                del self.known[key]
            return
        if is_mixed(month, {each for _place, each in self.known} | self.openness.filed):
            raise ValidationError(MIXED.format(year=self.year), code="mixed")
        changes = {"amount": amount, "entered_by": self.user, "source": self.source}
        if known is not None:
            with refuse_taken():
                known.save_next(**changes)
            return
        self.known[key] = store(
            LedgerFigure,
            pk=None,
            revision=None,
            changes={
                "federation": self.federation,
                "year": self.year,
                "month": month,
                "cost_centre": self.centres[place.centre],
                "account_group": self.groups[place.what] if place.kind == "g" else None,
                "account_number": place.what if place.kind == "a" else "",
                "line_key": place.line,
                **changes,
            },
        )


def _place(figure: LedgerFigure) -> Place:
    """The row of the sheet that a typed figure stands in."""
    assert figure.cost_centre_id is not None
    if figure.line_key is not None:
        return Place(figure.cost_centre_id, "l", figure.line_key.hex)
    if figure.account_group is not None:
        return Place(figure.cost_centre_id, "g", figure.account_group.code)
    if figure.account_number:
        return Place(figure.cost_centre_id, "a", figure.account_number)
    return Place(figure.cost_centre_id)
