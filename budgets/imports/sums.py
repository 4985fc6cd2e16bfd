"""The sums a file holds: no lines, but what an old document printed, beside what its lines add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.domain.facts import BudgetFacts, CentreFact
from budgets.domain.printed_rows import MOST_SIGNS, Kept, KeptFigure, replaced
from budgets.domain.totals import Totals, totals
from budgets.imports.amounts import in_ledger_sign
from budgets.imports.columns import AmountColumn, ColumnMapping, plain
from budgets.imports.places import Places
from budgets.imports.rows import ImportedAmount, ImportedRow, RowKind
from budgets.imports.slots import Slot
from budgets.imports.tables import Problem
from finsam import swedish
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
    column: int
    measure: str = ""
    centre: int | None = None
    named: str = ""
    """The ID's code and name in the year."""
    slug: str = ""
    replaces: str = ""
    """What is kept of the figure now and will not be any more; empty when that changes nothing."""
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

    @property
    def place(self) -> str:
        """Where in the document the sum stands."""
        return ", ".join(part for part in (self.named, self.row.label, self.slot.heading.lower()) if part)

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
    kept: Kept,
) -> tuple[PlannedSum, ...]:
    """Each printed sum of the rows beside what `facts`, the budgets as they would be after the import, add up to.

    `kept` is what is kept already of what the document printed.
    """
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
    seen: dict[tuple[str, str], int] = {}
    return tuple(_to_keep(each, facts.year, mapping, kept, seen) if each.is_kept else each for each in found)


def _to_keep(
    plan: PlannedSum, year: int, mapping: ColumnMapping, kept: Kept, seen: dict[tuple[str, str], int]
) -> PlannedSum:
    """With what it replaces, and with what stops it from being kept as it stands."""
    assert plan.value is not None
    reference, problems = plan.reference(year, plan.slug), list(plan.problems)
    label = mapping.column("benamning")
    if len(plan.place) > MOST_SIGNS["plats"]:
        message = f"”{plan.place}” är längre än {MOST_SIGNS['plats']} tecken. Korta benämningen."
        problems.append(Problem(message, plan.row.number, label))
    if len(plan.printed) > MOST_SIGNS["tryckt"]:
        message = f"Beloppet är skrivet med fler än {MOST_SIGNS['tryckt']} tecken. Korta det."
        problems.append(Problem(message, plan.row.number, plan.column))
    first = seen.setdefault((plan.place, reference), plan.row.number)
    if first != plan.row.number:
        message = (
            f"Rad {first} och rad {plan.row.number} är samma summa. "
            "Ta bort den ena, eller ge dem olika benämning."
        )
        problems.append(Problem(message, plan.row.number, label))
    new = KeptFigure(plan.printed, plan.value, plan.unit.value)
    return replace(plan, replaces=replaced(kept, plan.place, reference, new), problems=tuple(problems))


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
    plan = PlannedSum(row, slot, amount.column.unit, amount.printed, amount.column.column)
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
        named = f"{swedish.code(centre.code)} {centre.name}".strip()
        plan = replace(plan, measure="cost_centre_total", centre=centre.pk, named=named, slug=centre.slug)
        plan = replace(plan, value=value, computed=computed)
    return plan


def measure_of(row: ImportedRow) -> str | None:
    """Which of income, cost and result a sum of all is."""
    if row.measure:
        return row.measure
    for text in (plain(row.label), plain(row.group)):
        for word, measure in _MEASURES.items():
            if word in text:
                return measure
    return None


def _refused(plan: PlannedSum, column: AmountColumn, message: str) -> PlannedSum:
    problem = Problem(f"{message} Skriv det i filen, eller ta bort raden.", plan.row.number, column.column)
    return replace(plan, problems=(problem,))
