"""Goes through the rows of a file and works out what reading them into a budget would do: the `plan`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.printed_rows import Kept
from budgets.domain.totals import totals
from budgets.imports.choices import Choices
from budgets.imports.columns import ColumnMapping
from budgets.imports.notices import notices
from budgets.imports.places import Places
from budgets.imports.plan import (
    AccountNeed,
    Change,
    ImportPlan,
    LineWrite,
    PlannedRow,
    applied,
    basis_of,
    is_used,
    kr,
)
from budgets.imports.rows import ImportedAmount, ImportedRow, ImportedRows, RowKind
from budgets.imports.slots import Slot, slots
from budgets.imports.sums import compared
from budgets.imports.tables import Problem
from finsam import swedish

MAX_LINES = 3_000
NOWHERE = 0
"""The place of a row that names none: it has a problem, and no ID is asked for."""
LONGEST = {"label": ("Benämningen", 160), "note": ("Noten", 300), "row_note": ("Radnoten", 300)}
NATURES = {"cost": "kostnad", "income": "övrig intäkt", "contribution": "medelstilldelning"}


def plan_import(
    read: ImportedRows,
    mapping: ColumnMapping,
    facts: BudgetFacts,
    accounts: Mapping[str, str],
    choices: Choices,
    kept: Kept,
) -> ImportPlan:
    """What reading the rows into the year's budget would do. `accounts` are the federation's, name by code.

    `kept` is what is kept of the document that the file's sums are printed in.
    """
    return _Planner(read, mapping, facts, accounts, choices, kept).plan()


@dataclass
class _Planner:
    """Goes through the rows once and gathers what they would do."""

    read: ImportedRows
    mapping: ColumnMapping
    facts: BudgetFacts
    known_accounts: Mapping[str, str]
    choices: Choices
    kept: Kept
    problems: list[Problem] = field(default_factory=list)
    nature_needs: list[ImportedRow] = field(default_factory=list)
    unknown_accounts: dict[str, list[ImportedRow]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        year = self.facts.year
        self.budget = self.facts.budget or BudgetFact(0, year, 1, "draft", ())
        self.earlier = self.facts.previous or BudgetFact(0, year - 1, 1, "draft", ())
        self.lines, self.earlier_lines = _by_identity(self.budget), _by_identity(self.earlier)
        self.keys = {line.key for line in self.budget.lines}
        self.places = Places(self.facts.centres, self.choices.centres, dict(self.read.headings))
        self.slots = slots(self.mapping, self.budget)
        self.categories: dict[str, int] = {}
        for category in self.facts.categories:
            self.categories |= {category.slug: category.pk, category.name.casefold(): category.pk}
        self.seen: dict[tuple[int, str, str], ImportedRow] = {}
        self.purposes = {centre.pk: centre.purpose for centre in self.facts.centres}
        self.names = {centre.pk: _called(centre) for centre in self.facts.centres}

    def plan(self) -> ImportPlan:
        """The whole plan."""
        self.problems += [*self.read.problems, *self.slots.problems]
        if self.budget.is_decided:
            self.problems.append(
                Problem(
                    f"Budgeten för {self.budget.year} är fastställd och ändras inte. En rättelse görs i en ny version."
                )
            )
        lines = [row for row in self.read.rows if row.kind is RowKind.LINE]
        if len(lines) > MAX_LINES:
            self.problems.append(
                Problem(
                    f"Filen har fler än {swedish.number(MAX_LINES)} budgetrader.", lines[MAX_LINES].number
                )
            )
            lines = []
        placed = [(row, self.places.of(row) if row.is_placed else NOWHERE) for row in lines]
        self._settle_purposes(placed)
        rows = tuple(self._row(row, place) for row, place in placed)
        centres = self._centres_after()
        after = applied(self.budget, self.slots.parts, rows)
        facts = replace(self.facts, centres=centres, budget=after, previous=applied(self.earlier, 1, rows))
        waits = any(not each.answer for each in self.read.questions)
        if self.problems or waits:
            facts = replace(facts, budget=None, previous=None)  # nothing to hold the sums to yet
        sums = compared(
            [row for row in self.read.rows if row.kind is not RowKind.LINE],
            self.mapping,
            self.slots.of,
            facts,
            self.places,
            self.kept,
        )
        for each in sums:
            self.problems += each.problems
        refused = {each.row for each in self.problems}
        rows = tuple(
            replace(row, is_refused=True, changes=()) if row.row.number in refused else row for row in rows
        )
        mentioned = {write.pk for row in rows for write in row.writes}
        return ImportPlan(
            year=self.facts.year,
            rows=rows,
            kept=tuple(line for line in self.budget.lines if line.pk not in mentioned),
            sums=sums,
            needs=tuple(self.places.needs.values()),
            accounts=tuple(self._account_needs()),
            nature_needs=tuple(self.nature_needs),
            parts=self.slots.parts,
            totals=None if self.problems or waits else totals(after, centres),
            problems=tuple(sorted(self.problems, key=lambda each: (each.row or 0, each.column or 0))),
            questions=self.read.questions,
            notices=notices(self.read, rows, self.facts.centres),
            basis=basis_of(self.facts, self.known_accounts, self.kept),
        )

    def _settle_purposes(self, placed: list[tuple[ImportedRow, int]]) -> None:
        """Propose what each new ID is for, where its rows tell; a person's choice goes before."""
        rows = {row.number: row for row, _place in placed}
        for need in self.places.needs.values():
            need.purpose = need.purpose or _purpose([rows[number] for number in need.rows if number in rows])
            self.purposes[need.number] = need.purpose
            self.names[need.number] = need.called

    def _problem(self, row: ImportedRow, message: str, field: str = "", column: int | None = None) -> None:
        where = column or (self.mapping.column(field) if field else None)
        self.problems.append(Problem(message, row.number, where))

    def _row(self, row: ImportedRow, place: int) -> PlannedRow:
        account = self._account(row)
        first = self.seen.setdefault((place, account, row.label), row)
        if first.identity != row.identity:
            self._problem(
                row,
                f"Rad {first.number} och rad {row.number} blir samma budgetrad (”{row.label}”). "
                "Ta bort den ena, eller ge dem olika benämning.",
            )
        for name, (what, longest) in LONGEST.items():
            if len(getattr(row, name) or "") > longest:
                column = {"label": "benamning", "note": "not", "row_note": "radnot"}[name]
                self._problem(row, f"{what} är längre än {longest} tecken. Korta den.", column)
        now = self.lines.get((place, account, row.label))
        before = self.earlier_lines.get((place, account, row.label))
        continues = before.key if before and before.key not in self.keys else None
        nature, is_assumed = self._nature(row, place, now or before)
        self._check_nature(row, place, nature)
        writes: list[LineWrite] = []
        changes: list[Change] = []
        cells = [
            (self.slots.of[each.column.column], each)
            for each in row.amounts
            if each.column.column in self.slots.of
        ]
        last = self.facts.year - 1
        own = [(slot, each) for slot, each in cells if slot != Slot("whole", last)]
        if own:
            write = self._own(row, place, account, now, nature, own, changes)
            writes.append(replace(write, continues=continues) if now is None else write)
        for each in (each for slot, each in cells if slot == Slot("whole", last)):
            writes += self._last_year(row, place, account, before, nature, each, changes)
        return PlannedRow(row, self.names.get(place, ""), tuple(writes), tuple(changes), is_assumed)

    def _own(
        self,
        row: ImportedRow,
        place: int,
        account: str,
        now: LineFact | None,
        nature: str,
        cells: list[tuple[Slot, ImportedAmount]],
        changes: list[Change],
    ) -> LineWrite:
        """What is written to this year's line."""
        told: dict[str, Any] = {"nature": nature}
        if row.note is not None:
            told["note"] = row.note
        if row.row_note is not None:
            told["label_note"] = row.row_note
        if row.category is not None:
            told["category"] = self._category(row)
        for slot, each in cells:
            if slot.kind == "whole" and self.slots.parts == 1:
                told["amount"] = each.amount
            elif slot.kind == "whole":
                self._check_parts(row, each, cells, now)
        values = {
            name: value for name, value in told.items() if now is None or _own_value(now, name) != value
        }
        for name, value in values.items():
            old = _own_value(now, name) if now else None
            if now is not None or (name != "nature" and value not in (None, "")):
                changes.append(Change(*self._shown(name, old, value)))
        others = tuple(
            (slot, each.amount, each.note)
            for slot, each in cells
            if slot.kind != "whole" and self._differs(now, slot, each, changes)
        )
        return LineWrite(
            row.number, self.facts.year, now.pk if now else None, None, place, account, values, others
        )

    def _differs(self, now: LineFact | None, slot: Slot, each: ImportedAmount, changes: list[Change]) -> bool:
        known = now.other(slot.kind, slot.year, slot.part) if now else None
        before, note = (known.amount, known.note) if known else (None, "")
        if before != each.amount:
            changes.append(Change(slot.heading, kr(before), kr(each.amount)))
        if each.note is not None and note != each.note:
            changes.append(
                Change(
                    f"Not till {slot.heading.lower()}", note or swedish.NOTHING, each.note or swedish.NOTHING
                )
            )
        return before != each.amount or (each.note is not None and note != each.note)

    def _last_year(
        self,
        row: ImportedRow,
        place: int,
        account: str,
        before: LineFact | None,
        nature: str,
        each: ImportedAmount,
        changes: list[Change],
    ) -> list[LineWrite]:
        """What is written to last year's line: nothing to a budget that is adopted or entered in parts."""
        known = before.amount if before else None
        if known == each.amount:
            return []
        column, year = each.column.column, self.earlier.year
        if self.earlier.is_decided or self.earlier.parts > 1:
            if not known and not each.amount:
                return []  # a dash and a zero say the same
            why = "är fastställd" if self.earlier.is_decided else "skrivs i delar"
            self._problem(
                row,
                f"Budgeten för {year} {why} och ändras inte här. Där står {kr(known)} kr, i filen "
                f"{kr(each.amount)} kr. "
                "Rätta filen, eller läs inte kolumnen.",
                column=column,
            )
            return []
        changes.append(Change(f"Budget {year}", kr(known), kr(each.amount)))
        values = {"amount": each.amount} | ({} if before else {"nature": nature})
        return [LineWrite(row.number, year, before.pk if before else None, None, place, account, values)]

    def _check_parts(
        self,
        row: ImportedRow,
        whole: ImportedAmount,
        cells: list[tuple[Slot, ImportedAmount]],
        now: LineFact | None,
    ) -> None:
        """The whole year is not kept when the year is entered in parts: they must add up to it, empty as 0."""
        told = {slot.part: each.amount for slot, each in cells if slot.kind == "part"}
        if not told:
            return  # refused for the whole column
        for part in range(1, self.slots.parts + 1):
            known = now.other("part", self.facts.year, part) if now else None
            told.setdefault(part, known.amount if known else None)
        amounts = [amount for amount in told.values() if amount is not None]
        if sum(amounts, Decimal()) == (whole.amount or Decimal()):
            return
        said = f"{kr(whole.amount)} kr" if whole.amount is not None else "tomt"
        added = f"blir {kr(sum(amounts, Decimal()))} kr" if amounts else "är tomma"
        self._problem(
            row,
            f"Delarna {added} men hela året är {said}. Rätta filen, så att delarna blir hela året.",
            column=whole.column.column,
        )

    def _account(self, row: ImportedRow) -> str:
        """The row's account group, or the one a person says it is."""
        if not row.account or row.account in self.known_accounts:
            return row.account
        choice = self.choices.accounts.get(row.account)
        if choice is not None and choice.use in self.known_accounts:
            return choice.use
        self.unknown_accounts.setdefault(row.account, []).append(row)
        return row.account

    def _account_needs(self) -> Iterable[AccountNeed]:
        for code, rows in sorted(self.unknown_accounts.items()):
            choice = self.choices.accounts.get(code)
            name = choice.name if choice else ""
            yield AccountNeed(
                code, name or rows[0].label[:120], tuple(row.number for row in rows), bool(name)
            )

    def _category(self, row: ImportedRow) -> int | None:
        name = (row.category or "").casefold()
        if name and name not in self.categories:
            self._problem(
                row, f"Fördelningsgruppen ”{row.category}” finns inte. Lägg till den först.", "kategori"
            )
        return self.categories.get(name)

    def _nature(self, row: ImportedRow, place: int, known: LineFact | None) -> tuple[str, bool]:
        """What the line is, and whether that is assumed from the sign because nothing tells."""
        told = row.nature or self.choices.natures.get(row.number, "")
        if told in NATURES:
            return told, False
        if known is not None and (not row.side or (known.nature == "cost") == (row.side == "cost")):
            return known.nature, False
        if row.side == "cost":
            return "cost", False
        if self.purposes.get(place) == "funding":
            self.nature_needs.append(row)
            return "income", False
        amounts = [each.amount for each in row.amounts if each.amount]
        is_income = bool(row.side) or (bool(amounts) and all(amount < 0 for amount in amounts))
        return "income" if is_income else "cost", not row.side and is_income

    def _check_nature(self, row: ImportedRow, place: int, nature: str) -> None:
        is_funding = self.purposes.get(place) == "funding"
        if nature == "contribution" and not is_funding and self.purposes.get(place):
            self._problem(row, "Medelstilldelning läggs under ett ID vars ändamål är intäkter.", "slag")
        if nature == "cost" and is_funding:
            self._problem(row, "En kostnad kan inte ligga under ett ID vars ändamål är intäkter.", "slag")
        for each in row.amounts:
            if nature != "cost" and each.amount is not None and each.amount > 0:
                self._problem(
                    row,
                    f"En intäkt skrivs med minus i filer av det här slaget, men här står {each.printed}. "
                    "Välj hur filen skriver intäkter, eller ändra slaget.",
                    column=each.column.column,
                )

    def _shown(self, name: str, before: Any, after: Any) -> tuple[str, str, str]:
        what = {
            "amount": f"Budget {self.facts.year}",
            "nature": "Slag",
            "note": "Not till beloppet",
            "label_note": "Not till raden",
            "category": "Fördelningsgrupp",
        }[name]
        return what, self._text(name, before), self._text(name, after)

    def _text(self, name: str, value: Any) -> str:
        if name == "amount":
            return kr(value)
        if name == "nature":
            return NATURES.get(value, swedish.NOTHING)
        if name == "category":
            return next((each.name for each in self.facts.categories if each.pk == value), swedish.NOTHING)
        return value or swedish.NOTHING

    def _centres_after(self) -> tuple[CentreFact, ...]:
        new = [
            CentreFact(
                need.number,
                need.parent,
                need.code,
                need.name,
                need.purpose or "operations",
                f"ny{-need.number}",
            )
            for need in self.places.needs.values()
            if not is_used(need)
        ]
        return (*self.facts.centres, *new)


def _called(centre: CentreFact) -> str:
    return f"{swedish.code(centre.code)} {centre.name}".strip()


def _purpose(rows: list[ImportedRow]) -> str:
    """What a new ID is for, as its rows tell; empty when they do not."""
    natures = {row.nature or row.side for row in rows}
    if "contribution" in natures:
        return "funding"
    if natures == {"income"}:
        return "funding" if all(row.side and not row.nature for row in rows) else ""
    amounts = [each.amount for row in rows for each in row.amounts if each.amount]
    if natures == {""} and amounts and all(amount < 0 for amount in amounts):
        return ""
    return "operations"


def _by_identity(budget: BudgetFact) -> dict[tuple[int, str, str], LineFact]:
    return {(line.centre, line.account, line.label): line for line in budget.lines}


def _own_value(line: LineFact, name: str) -> Any:
    return line.whole if name == "amount" else getattr(line, name)
