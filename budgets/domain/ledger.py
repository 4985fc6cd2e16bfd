"""What is read of a year's ledger, frozen, and what it adds up to. Kronor in ledger sign: cost +, income −."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from budgets.domain.facts import CentreFact
from budgets.domain.totals import with_those_under
from finsam import swedish
from finsam.money import ZERO

MONTH_NAMES = ("hela året", *swedish.MONTHS)
WHOLE_YEAR = 0
"""The month of what is kept for the whole year alone."""
YEAR_END = 12

Cell = tuple[int | None, str, UUID | None]
"""A row of the follow-up: ID, code of account group ("" for none), and the budget line where lines have no group."""


def month_name(month: int) -> str:
    """ "mars"; 0 is the whole year."""
    return MONTH_NAMES[month]


@dataclass(frozen=True)
class LedgerRow:
    """What an account and an object, or a typed row, come to in a month (0: the whole year).

    `centre` is None where nothing says which ID the row belongs to; `account` is "" where no account group is known.
    """

    month: int
    amount: Decimal
    centre: int | None
    account: str = ""
    line: UUID | None = None
    account_number: str = ""
    object_code: str = ""
    ledger_import: int | None = None

    @property
    def cell(self) -> Cell:
        """The row of the follow-up it counts in."""
        return (self.centre, self.account, self.line)

    @property
    def is_of_file(self) -> bool:
        """Whether a file gave it, rather than someone's hand."""
        return self.ledger_import is not None


@dataclass(frozen=True)
class ForecastFact:
    """What an ID (or a line of it) is expected to end the year at, as seen after a month. None says a comment alone."""

    pk: int
    revision: int
    month: int
    centre: int
    line: UUID | None
    amount: Decimal | None
    comment: str


@dataclass(frozen=True)
class LedgerFacts:
    """A year's ledger. `rows` are of the result; `movements` change the accounts of the balance sheet."""

    year: int
    rows: tuple[LedgerRow, ...] = ()
    movements: tuple[LedgerRow, ...] = ()
    centres: tuple[CentreFact, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    """Code and name of each account group."""
    closed: frozenset[int] = frozenset()
    forecasts: tuple[ForecastFact, ...] = ()

    @property
    def months(self) -> tuple[int, ...]:
        """The months that hold figures, 1–12."""
        return tuple(sorted({row.month for row in self.rows} - {WHOLE_YEAR}))

    @property
    def last_month(self) -> int:
        """The last month with figures, 12 where only the whole year is kept; 0 where the ledger is empty."""
        if any(row.month == WHOLE_YEAR for row in self.rows):
            return YEAR_END
        return max(self.months, default=0)

    @property
    def unmapped(self) -> tuple[LedgerRow, ...]:
        """Rows of files of which nothing says the ID, or, where the federation has account groups, the group."""
        return tuple(
            row
            for row in self.rows
            if row.centre is None or (row.is_of_file and self.groups and not row.account)
        )

    def through(self, month: int) -> tuple[LedgerRow, ...]:
        """The rows from January through the month; what is kept for the whole year counts when the year is out."""
        return tuple(
            row
            for row in self.rows
            if WHOLE_YEAR < row.month <= month or (row.month == WHOLE_YEAR and month == YEAR_END)
        )

    def forecasts_at(self, month: int) -> dict[tuple[int, UUID | None], ForecastFact]:
        """The latest forecast of each ID (and line) as seen after the month, or a month before it."""
        ordered = sorted(self.forecasts, key=lambda each: each.month)
        return {(each.centre, each.line): each for each in ordered if each.month <= month}


@dataclass(frozen=True)
class Actuals:
    """What the ledger comes to from January through a month, in kronor and ledger sign."""

    month: int
    by_cell: dict[Cell, Decimal] = field(default_factory=dict)
    """Per ID, account group and line; the ID is None for what belongs to none."""
    own: dict[int, Decimal] = field(default_factory=dict)
    """Per ID what stands on it alone."""
    by_centre: dict[int, Decimal] = field(default_factory=dict)
    """Per ID with those under it. What belongs to no ID is in none of these."""
    without_centre: Decimal = ZERO
    total: Decimal = ZERO
    """Everything, with what belongs to no ID."""

    @property
    def result(self) -> Decimal:
        """Surplus +, deficit −."""
        return -self.total


def actuals(facts: LedgerFacts, through: int) -> Actuals:
    """What the ledger comes to from January through the month (12: the year)."""
    rows = facts.through(through)
    own = {centre.pk: ZERO for centre in facts.centres}
    for row in rows:
        if row.centre is not None:
            own[row.centre] += row.amount
    return Actuals(
        month=through,
        by_cell=by_cell(rows),
        own=own,
        by_centre=with_those_under(own, facts.centres),
        without_centre=added(row for row in rows if row.centre is None),
        total=added(rows),
    )


def by_cell(rows: Iterable[LedgerRow]) -> dict[Cell, Decimal]:
    """What rows come to per ID, account group and line."""
    found: dict[Cell, Decimal] = {}
    for row in rows:
        found[row.cell] = found.get(row.cell, ZERO) + row.amount
    return found


def by_month(rows: Iterable[LedgerRow]) -> dict[int, Decimal]:
    """What rows come to per month; 0 is what is kept for the whole year."""
    found: dict[int, Decimal] = {}
    for row in rows:
        found[row.month] = found.get(row.month, ZERO) + row.amount
    return found


def added(rows: Iterable[LedgerRow]) -> Decimal:
    """The sum of rows in ledger sign."""
    return sum((row.amount for row in rows), ZERO)
