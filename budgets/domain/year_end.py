"""A year's end in facts: its ledger and balance beside the year before's, and what is entered for both.

Entered amounts have no sign; their kind says whether they add or take away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.domain.follow_up import FollowUpFacts, YearOfActuals
from budgets.domain.ledger import added
from budgets.domain.ledger_balance import BalanceFacts
from finsam.money import ZERO


@dataclass(frozen=True)
class EntryFact:
    """What is entered. `amount` is None where the ID and account group that hold it are told instead."""

    pk: int
    year: int
    kind: str
    label: str
    amount: Decimal | None
    centre: int | None = None
    account: str = ""


@dataclass(frozen=True)
class YearEndFacts:
    """A year's end: its ledger and balance beside the year before's, and what is entered for both years."""

    follow_up: FollowUpFacts
    balance: BalanceFacts
    balance_before: BalanceFacts
    entries: tuple[EntryFact, ...]
    adopted: Mapping[str, Decimal] = field(default_factory=dict)
    """What last year's adopted annual report kept, by name: last year is told as that has it, where it has it."""

    @property
    def year(self) -> int:
        """The year that ends."""
        return self.follow_up.year

    def of(self, year: int, *kinds: str) -> tuple[EntryFact, ...]:
        """What is entered of some kinds for a year."""
        return tuple(each for each in self.entries if each.year == year and each.kind in kinds)


def result_of(year: YearOfActuals) -> Decimal | None:
    """The year's result by its ledger, surplus +; None while the ledger is empty."""
    return -added(year.rows) or ZERO if year.rows else None


def entered(entries: Iterable[EntryFact]) -> Decimal:
    """What entries come to, without sign."""
    return sum((each.amount or ZERO for each in entries), ZERO)
