"""The result by the balance requirement (balanskravsutredning, 11 kap. 10–11 §§ LKBR)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.comparatives import Change, changes_of_rows, note_name, of_note, of_statement
from budgets.domain.statement_forms import Statement
from budgets.domain.year_end import YearEndFacts, entered, result_of
from finsam import swedish
from finsam.money import ZERO, Unit

SIGNS = {
    "realised_gains": -1,
    "realised_gains_kept": 1,
    "realised_losses_kept": 1,
    "unrealised_gains": -1,
    "unrealised_losses": 1,
    "gains_returned": 1,
    "losses_returned": -1,
}
"""The adjustments of the balance requirement (11 kap. 10 § LKBR), in order, with what each does to the result."""
ADJUSTMENTS = {
    "realised_gains": "Realisationsvinster",
    "realised_gains_kept": "Realisationsvinster enligt undantag",
    "realised_losses_kept": "Realisationsförluster enligt undantag",
    "unrealised_gains": "Orealiserade vinster i värdepapper",
    "unrealised_losses": "Orealiserade förluster i värdepapper",
    "gains_returned": "Återförda orealiserade vinster i värdepapper",
    "losses_returned": "Återförda orealiserade förluster i värdepapper",
}
NOTE, BOOKED = "balance-requirement", "result"
"""What the rows are kept under when the report is adopted, and the first of them."""


@dataclass(frozen=True)
class RequirementRow:
    """A row with its amount this year and last; None where the year is not known."""

    label: str
    amount: Decimal | None
    before: Decimal | None
    is_sum: bool = False
    key: str = ""
    """What it is kept under; "" where it follows from the others."""


@dataclass(frozen=True)
class BalanceRequirement:
    """What the year's result is by the balance requirement, row by row, the last row that result."""

    year: int
    rows: tuple[RequirementRow, ...]
    result: Decimal
    has_before: bool
    unit: Unit
    own_remarks: tuple[str, ...] = ()
    """What each adjustment of the year is of, as entered."""
    changed: tuple[Change, ...] = ()
    """What is otherwise now than in last year's adopted annual report, which is compared with."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is remarked on below it."""
        return (*self.own_remarks, *(each.told(str(self.year_before)) for each in self.changed))

    @property
    def kept(self) -> Iterator[tuple[str, Decimal]]:
        """The rows under the names that they are frozen under."""
        for row in self.rows:
            if row.key and row.amount is not None:
                yield note_name(NOTE, row.key), row.amount

    @property
    def year_before(self) -> int:
        """The year beside it."""
        return self.year - 1

    @property
    def is_adjusted(self) -> bool:
        """Whether anything is added or taken away."""
        return len(self.rows) > 1


def balance_requirement(facts: YearEndFacts) -> BalanceRequirement | None:
    """The result by the balance requirement (11 kap. 10–11 §§ LKBR); None while the year is not in the ledger.

    Without anything to adjust it is one row. The reserves and the making good of 11 kap. 12–14 §§ of the Municipal Act
    are none of a samordningsförbund's: 21 § of the Finsam law does not refer to them.
    """
    result = result_of(facts.follow_up.now)
    if result is None:
        return None
    present, adopted = _present_before(facts), of_note(NOTE, facts.adopted)
    compared = {**present, **_adopted_result(facts)} if adopted is None else adopted
    before = compared.get(BOOKED)
    adjustments = [
        RequirementRow(
            ADJUSTMENTS[kind],
            _adjusted(facts, facts.year, kind),
            None if before is None else compared.get(kind, ZERO),
            key=kind,
        )
        for kind in SIGNS
        if facts.of(facts.year, kind) or (before is not None and kind in compared)
    ]
    final = result + sum((row.amount or ZERO for row in adjustments), ZERO)
    final_before = None if before is None else before + sum((row.before or ZERO for row in adjustments), ZERO)
    if adjustments:
        rows = (
            RequirementRow("Årets resultat", result, before, key=BOOKED),
            *adjustments,
            RequirementRow("Balanskravsresultat", final, final_before, is_sum=True),
        )
    else:
        label = "Årets resultat, som är balanskravsresultatet"
        rows = (RequirementRow(label, result, before, is_sum=True, key=BOOKED),)
    remarks = tuple(
        f"{ADJUSTMENTS[kind]}: {swedish.listed([each.label for each in entries])}."
        for kind in SIGNS
        if (entries := facts.of(facts.year, kind))
    )
    names = {BOOKED: "Årets resultat", **ADJUSTMENTS}
    return BalanceRequirement(
        facts.year,
        rows,
        final,
        before is not None,
        facts.follow_up.unit,
        remarks,
        changes_of_rows(compared, present, names) if BOOKED in present and compared is not present else (),
    )


def _present_before(facts: YearEndFacts) -> dict[str, Decimal]:
    """What the ledger and the entries of last year come to now, row by row."""
    booked = result_of(facts.follow_up.before)
    found = {} if booked is None else {BOOKED: booked}
    return found | {
        kind: _adjusted(facts, facts.year - 1, kind) for kind in SIGNS if facts.of(facts.year - 1, kind)
    }


def _adopted_result(facts: YearEndFacts) -> dict[str, Decimal]:
    """Last year's result as its adopted annual report tells it in another statement; empty where it tells none."""
    statement = of_statement(Statement.INCOME, facts.adopted)
    if statement is not None:
        return {BOOKED: sum(statement.values(), ZERO)}
    balance = of_statement(Statement.BALANCE, facts.adopted) or {}
    return {BOOKED: balance["result"]} if "result" in balance else {}


def _adjusted(facts: YearEndFacts, year: int, kind: str) -> Decimal:
    return SIGNS[kind] * entered(facts.of(year, kind)) or ZERO
