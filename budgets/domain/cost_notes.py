"""What notes tell of cost by itself: the auditors' examination (9 kap. 13 § LKBR), and staff (11 kap. 5 §)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.comparatives import Change, changes_of_rows, note_name, of_note
from budgets.domain.facts import CentreFact
from budgets.domain.follow_up import YearOfActuals
from budgets.domain.follow_up_areas import within
from budgets.domain.ledger import LedgerRow, added
from budgets.domain.year_end import EntryFact, YearEndFacts
from finsam.money import ZERO, Unit


@dataclass(frozen=True)
class CostRow:
    """A cost this year and last, without sign; None where the year is not known."""

    label: str
    amount: Decimal | None
    before: Decimal | None
    is_sum: bool = False
    key: str = ""
    """What it is kept under; "" for the sum."""


@dataclass(frozen=True)
class CostNote:
    """Rows of cost with their sum."""

    year: int
    rows: tuple[CostRow, ...]
    unit: Unit
    key: str = ""
    changed: tuple[Change, ...] = ()
    """What is otherwise now than in last year's adopted annual report, which is compared with."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is remarked on below it."""
        return tuple(each.told(str(self.year_before)) for each in self.changed)

    @property
    def kept(self) -> Iterator[tuple[str, Decimal]]:
        """The rows under the names that they are frozen under."""
        for row in self.rows:
            if row.key and row.amount is not None:
                yield note_name(self.key, row.key), row.amount

    @property
    def year_before(self) -> int:
        """The year beside it."""
        return self.year - 1

    @property
    def has_before(self) -> bool:
        """Whether anything is known of the year beside it."""
        return any(row.before is not None for row in self.rows)

    @property
    def total(self) -> CostRow:
        """The sum."""
        return self.rows[-1]


STAFF_CLASS = "5"
"""The class of Kommun-Bas that holds the cost of labour."""
AUDIT, STAFF = "audit-cost", "staff-costs"
"""What the notes are kept under when the report is adopted."""


def audit_cost(facts: YearEndFacts) -> CostNote | None:
    """What the auditors' examination has cost in all (9 kap. 13 § LKBR); None while nothing says it for the year."""
    if not facts.of(facts.year, "audit_cost"):
        return None
    now, present = (_audit(facts, year) for year in (facts.follow_up.now, facts.follow_up.before))
    adopted = of_note(AUDIT, facts.adopted)
    before = present if adopted is None else adopted
    labels = dict.fromkeys(each.label for each in facts.entries if each.kind == "audit_cost")
    rows = [
        CostRow(label, now.get(label), before.get(label), key=label)
        for label in dict.fromkeys((*labels, *before))
        if label in now or label in before
    ]
    return CostNote(
        facts.year,
        _with_sum(rows, "Revisionens kostnad totalt"),
        facts.follow_up.unit,
        AUDIT,
        changes_of_rows(adopted, present) if adopted is not None else (),
    )


def staff_costs(facts: YearEndFacts) -> CostNote | None:
    """What staff have cost, by account group of class 5; None where the ledger holds none of it by account group.

    Sick leave is not told: 11 kap. 6 § LKBR asks for none of ten employees or fewer, and so few can be known by it.
    """
    names = dict(facts.follow_up.groups)
    now, present = _by_staff_group(facts.follow_up.now), _by_staff_group(facts.follow_up.before)
    if not now:
        return None
    adopted = of_note(STAFF, facts.adopted)
    before = present if adopted is None else adopted
    called = {code: names.get(code, f"Konto {code}") for code in sorted({*now, *before, *present})}
    rows = [
        CostRow(called[code], now.get(code, ZERO), before.get(code, ZERO) if before else None, key=code)
        for code in called
        if code in now or code in before
    ]
    return CostNote(
        facts.year,
        _with_sum(rows, "Personalkostnader totalt"),
        facts.follow_up.unit,
        STAFF,
        changes_of_rows(adopted, present, called) if adopted is not None and present else (),
    )


def _with_sum(rows: list[CostRow], label: str) -> tuple[CostRow, ...]:
    known = [row.before for row in rows if row.before is not None]
    before = sum(known, ZERO) if known else None
    return (*rows, CostRow(label, sum((row.amount or ZERO for row in rows), ZERO), before, is_sum=True))


def _audit(facts: YearEndFacts, year: YearOfActuals) -> Mapping[str, Decimal]:
    """What each row of the audit comes to in a year: as entered, or what the ledger holds where it says.

    A row of the ledger counts once, for the first entry that it lies in: IDs can be moved under one another after the
    entries were made.
    """
    left, found = list(year.rows), dict[str, Decimal]()
    for entry in facts.of(year.year, "audit_cost"):
        amount = entry.amount
        if amount is None:
            held, left = _divided(left, entry, facts.follow_up.centres)
            amount = added(held)
        found[entry.label] = found.get(entry.label, ZERO) + amount
    return found


def _divided(
    rows: list[LedgerRow], entry: EntryFact, centres: tuple[CentreFact, ...]
) -> tuple[list[LedgerRow], list[LedgerRow]]:
    """The rows that lie where the entry says, in its ID or one under it and in its account group; and the others."""
    places = within(centres, entry.centre) if entry.centre is not None else None
    held, others = list[LedgerRow](), list[LedgerRow]()
    for row in rows:
        is_there = places is None or row.centre in places
        lies = is_there and entry.account in ("", row.account or row.account_number)
        (held if lies else others).append(row)
    return held, others


def _by_staff_group(year: YearOfActuals) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in year.rows:
        code = row.account or row.account_number[:2]
        if code.startswith(STAFF_CLASS):
            found[code] = found.get(code, ZERO) + row.amount
    return found
