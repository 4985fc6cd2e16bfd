"""The sums a file holds: no lines, but what an old document printed, beside what its lines add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.domain.facts import BudgetFacts, CentreFact
from budgets.domain.totals import Totals, totals
from budgets.imports.columns import AmountColumn, ColumnMapping, plain
from budgets.imports.places import Places
from budgets.imports.rows import ImportedAmount, ImportedRow, RowKind, in_ledger_sign
from budgets.imports.slots import Slot
from budgets.imports.tables import Problem
from finsam.money import Unit

_MEASURES = {"resultat": "result", "kostnad": "cost_total", "intakt": "income_total"}
"""What a sum of all is of, by a word in its label or else its group."""


@dataclass(frozen=True)
class PlannedSum:
    """A printed sum of a file, beside the computed one. Kronor; a centre's in ledger sign, a result's surplus +.

    `centre` is the ID the sum is of, None for a sum of all. Whether a difference is more than rounding is judged where
    all published figures are, once it is kept.
    """

    row: ImportedRow
    slot: Slot
    unit: Unit
    printed: str
    measure: str = ""
    centre: int | None = None
    value: Decimal | None = None
    computed: Decimal | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """How much more is printed than computed; None when nothing is computed."""
        return None if self.value is None or self.computed is None else self.value - self.computed

    @property
    def is_kept(self) -> bool:
        """Whether it is kept as a published figure: there is none for a part of the year or a later year."""
        return self.value is not None and self.slot.kind in ("whole", "forecast")

    def reference(self, year: int, slug: str) -> str:
        """The figure the sum is of, in the budget of `year`."""
        key = f"{'forecast' if self.slot.kind == 'forecast' else 'budget'}.{self.measure}"
        shown = year if self.slot.kind == "forecast" else self.slot.year
        return f"{key}:{slug}@{shown}" if slug else f"{key}@{shown}"


def compared(
    rows: Iterable[ImportedRow],
    mapping: ColumnMapping,
    slots: Mapping[int, Slot],
    facts: BudgetFacts,
    places: Places,
) -> tuple[PlannedSum, ...]:
    """Each printed sum of the rows beside what `facts`, the budgets as they would be after the import, add up to."""
    columns: dict[Slot, Totals | None] = {}
    for slot in slots.values():
        if slot.kind == "whole":
            budget = facts.budget if slot.year == facts.year else facts.previous
        else:
            budget = facts.budget.column(slot.kind, slot.year, slot.part) if facts.budget else None
        columns[slot] = totals(budget, facts.centres) if budget else None
    found = []
    for row in rows:
        for each in row.amounts:
            place = slots.get(each.column.column)
            if place is not None and each.shown is not None:
                found.append(_compared(row, each, place, mapping, facts, places, columns[place]))
    return tuple(found)


def _compared(
    row: ImportedRow,
    amount: ImportedAmount,
    slot: Slot,
    mapping: ColumnMapping,
    facts: BudgetFacts,
    places: Places,
    sums: Totals | None,
) -> PlannedSum:
    assert amount.shown is not None and amount.column.unit is not None
    plan = PlannedSum(row, slot, amount.column.unit, amount.printed)
    if row.kind is RowKind.SUM:
        measure = measure_of(row)
        if measure is None:
            return _refused(
                plan, amount.column, "Det framgår inte vad summan är av: intäkter, kostnader eller resultat."
            )
        value = amount.shown if measure == "result" else abs(amount.shown)
        computed = (
            {"result": sums.result, "cost_total": sums.cost, "income_total": sums.income}[measure]
            if sums
            else None
        )
        plan = replace(plan, measure=measure, value=value, computed=computed)
    else:
        number = places.of_sum(row)
        centre: CentreFact | None = next((each for each in facts.centres if each.pk == number), None)
        if centre is None:
            return _refused(
                plan, amount.column, "Summan hör till ett ID som varken filen eller budgeten har rader i."
            )
        try:
            value = in_ledger_sign(amount.shown, "income" if centre.is_funding else "cost", mapping)
        except ValueError:
            value = amount.shown
        computed = sums.by_centre[centre.pk] if sums else None
        plan = replace(plan, measure="cost_centre_total", centre=centre.pk, value=value, computed=computed)
    return plan


def measure_of(row: ImportedRow) -> str | None:
    """Which of income, cost and result a sum of all is."""
    for text in (plain(row.label), plain(row.group)):
        for word, measure in _MEASURES.items():
            if word in text:
                return measure
    return None


def _refused(plan: PlannedSum, column: AmountColumn, message: str) -> PlannedSum:
    problem = Problem(f"{message} Skriv det i filen, eller ta bort raden.", plan.row.number, column.column)
    return replace(plan, problems=(problem,))
