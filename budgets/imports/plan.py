"""What reading a file into a budget would do, row by row, before anything is done. Plain Python over frozen facts.

A line is found again by its ID, account group and label. A line that the file does not mention is kept. What the
federation does not have, an ID or an account group, is offered to be added or taken for another; a plan that still
waits for such a choice, or has a problem, cannot be carried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from budgets.domain.facts import AmountFact, BudgetFact, BudgetFacts, LineFact
from budgets.domain.fingerprint import fingerprint
from budgets.domain.printed_rows import Kept
from budgets.domain.totals import Totals
from budgets.imports.doubts import SumQuestion
from budgets.imports.places import Need
from budgets.imports.rows import ImportedRow
from budgets.imports.slots import Slot
from budgets.imports.sums import PlannedSum
from budgets.imports.tables import Problem
from finsam import swedish


@dataclass(frozen=True)
class Change:
    """One thing that changes, as a reader sees it."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class LineWrite:
    """What is written to one line. `pk` None is a new line; a negative centre is one that is added with it.

    `values` are the line's own columns, `cells` the amounts beside the year's own. A note None is left as it is.
    """

    row: int
    year: int
    pk: int | None
    continues: UUID | None
    centre: int
    account: str
    values: Mapping[str, Any]
    cells: tuple[tuple[Slot, Decimal | None, str | None], ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether it writes anything."""
        return self.pk is None or bool(self.values or self.cells)


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file and what becomes of it."""

    row: ImportedRow
    place: str
    writes: tuple[LineWrite, ...]
    changes: tuple[Change, ...]
    is_assumed: bool = False
    """Whether its nature is not told by the file and was taken from the amount's sign."""
    is_refused: bool = False
    """Whether something is wrong at the row: then it changes nothing."""

    @property
    def status(self) -> str:
        """refused, new, changed or same."""
        if self.is_refused:
            return "refused"
        if any(write.pk is None for write in self.writes):
            return "new"
        return "changed" if any(write.is_needed for write in self.writes) else "same"


@dataclass(frozen=True)
class AccountNeed:
    """An account group the federation does not have."""

    code: str
    name: str
    rows: tuple[int, ...]
    is_settled: bool


@dataclass(frozen=True)
class ImportPlan:
    """All that reading a file would do. Totals are as they would be afterwards.

    They are None while a row has a problem or waits for an answer: a sum without it would only look final.
    """

    year: int
    rows: tuple[PlannedRow, ...]
    kept: tuple[LineFact, ...]
    sums: tuple[PlannedSum, ...]
    needs: tuple[Need, ...]
    accounts: tuple[AccountNeed, ...]
    nature_needs: tuple[ImportedRow, ...]
    parts: int
    totals: Totals | None
    problems: tuple[Problem, ...] = ()
    questions: tuple[SumQuestion, ...] = ()
    notices: tuple[str, ...] = ()
    basis: str = ""
    """Fingerprint of what the plan was made over: another budget than this must not be written to."""

    @property
    def is_settled(self) -> bool:
        """Whether all that had to be chosen has been."""
        waits = [need.is_settled or is_used(need) for need in self.needs]
        settled = all(waits) and all(each.is_settled for each in self.accounts)
        return settled and not self.nature_needs and not self.open_questions

    @property
    def open_questions(self) -> tuple[SumQuestion, ...]:
        """Rows that read as sums and nobody has said what they are."""
        return tuple(each for each in self.questions if not each.answer)

    @property
    def can_be_read(self) -> bool:
        """Whether the plan may be carried out."""
        return self.is_settled and not self.problems

    @property
    def new_centres(self) -> tuple[Need, ...]:
        """IDs that are added, each after the one it belongs to."""
        return tuple(need for need in self.needs if not is_used(need))

    @property
    def changed(self) -> int:
        """How many rows change something, and how many sums are kept."""
        return sum(row.status in ("new", "changed") for row in self.rows) + sum(
            each.is_kept for each in self.sums
        )


def is_used(need: Need) -> bool:
    return need.choice is not None and need.choice.use is not None


def basis_of(facts: BudgetFacts, accounts: Mapping[str, str], kept: Kept) -> str:
    """Fingerprint of everything a plan rests on."""
    return fingerprint(
        facts.budget,
        facts.previous,
        facts.centres,
        facts.categories,
        sorted(accounts.items()),
        sorted(kept.items(), key=lambda each: each[0]),
    )


def kr(amount: Decimal | None) -> str:
    """Kronor as they are, with both decimals where there are öre."""
    return swedish.exact(amount)


def applied(budget: BudgetFact, parts: int, rows: Iterable[PlannedRow]) -> BudgetFact:
    """The budget as it would be with all writes of its year carried out."""
    lines = {line.pk: line for line in budget.lines}
    for row in rows:
        for write in row.writes:
            if write.year != budget.year:
                continue
            number = -row.row.number
            line = lines.get(write.pk or number) or LineFact(
                number,
                write.continues or UUID(int=row.row.number),
                write.centre,
                write.account,
                row.row.label,
                nature="cost",
                whole=None,
            )
            values = {("whole" if name == "amount" else name): value for name, value in write.values.items()}
            others = {(each.kind, each.year, each.part): each for each in line.others}
            for slot, amount, note in write.cells:
                known = others.get((slot.kind, slot.year, slot.part))
                kept = note if note is not None else known.note if known else ""
                others[slot.kind, slot.year, slot.part] = AmountFact(
                    slot.kind, slot.year, slot.part, amount, kept
                )
            lines[line.pk] = replace(line, **values, others=tuple(others.values()))
    return replace(budget, lines=tuple(lines.values()), parts=parts)
