"""What notes tell of cost by itself: the auditors' examination (9 kap. 13 § LKBR), and staff (11 kap. 5 §)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.follow_up import YearOfActuals
from budgets.domain.ledger import added
from budgets.domain.year_end import EntryFact, YearEndFacts
from finsam.money import ZERO, Unit


@dataclass(frozen=True)
class CostRow:
    """A cost this year and last, without sign; None where the year is not known."""

    label: str
    amount: Decimal | None
    before: Decimal | None
    is_sum: bool = False


@dataclass(frozen=True)
class CostNote:
    """Rows of cost with their sum."""

    year: int
    rows: tuple[CostRow, ...]
    unit: Unit

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


def audit_cost(facts: YearEndFacts) -> CostNote | None:
    """What the auditors' examination has cost in all (9 kap. 13 § LKBR); None while nothing says it for the year."""
    if not facts.of(facts.year, "audit_cost"):
        return None
    labels = dict.fromkeys(each.label for each in facts.entries if each.kind == "audit_cost")
    rows = [
        CostRow(
            label,
            _audit(facts, facts.follow_up.now, label),
            _audit(facts, facts.follow_up.before, label),
        )
        for label in labels
    ]
    return CostNote(facts.year, _with_sum(rows, "Revisionens kostnad totalt"), facts.follow_up.unit)


def staff_costs(facts: YearEndFacts) -> CostNote | None:
    """What staff have cost, by account group of class 5; None where the ledger holds none of it by account group.

    Sick leave is not told: 11 kap. 6 § LKBR asks for none of ten employees or fewer, and so few can be known by it.
    """
    names = dict(facts.follow_up.groups)
    now, before = _by_staff_group(facts.follow_up.now), _by_staff_group(facts.follow_up.before)
    if not now:
        return None
    rows = [
        CostRow(
            names.get(code, f"Konto {code}"), now.get(code, ZERO), before.get(code, ZERO) if before else None
        )
        for code in sorted({*now, *before})
    ]
    return CostNote(facts.year, _with_sum(rows, "Personalkostnader totalt"), facts.follow_up.unit)


def _with_sum(rows: list[CostRow], label: str) -> tuple[CostRow, ...]:
    known = [row.before for row in rows if row.before is not None]
    before = sum(known, ZERO) if known else None
    return (*rows, CostRow(label, sum((row.amount or ZERO for row in rows), ZERO), before, is_sum=True))


def _audit(facts: YearEndFacts, year: YearOfActuals, label: str) -> Decimal | None:
    """What a row of the audit comes to in a year: as entered, or what the ledger holds where it says."""
    found = [each for each in facts.of(year.year, "audit_cost") if each.label == label]
    if not found:
        return None
    return sum((_entered(each, year) for each in found), ZERO)


def _entered(entry: EntryFact, year: YearOfActuals) -> Decimal:
    if entry.amount is not None:
        return entry.amount
    return added(
        row
        for row in year.rows
        if entry.centre in (None, row.centre) and entry.account in ("", row.account or row.account_number)
    )


def _by_staff_group(year: YearOfActuals) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in year.rows:
        code = row.account or row.account_number[:2]
        if code.startswith(STAFF_CLASS):
            found[code] = found.get(code, ZERO) + row.amount
    return found
