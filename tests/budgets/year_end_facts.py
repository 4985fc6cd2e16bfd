"""A year's end in facts, for tests. Amounts in kronor."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from budgets.domain.follow_up import FollowUpFacts
from budgets.domain.ledger import LedgerFacts
from budgets.domain.year_end import EntryFact, YearEndFacts
from tests.budgets.statement_facts import balance

Item = tuple[int, str, float]


def said(
    kind: str,
    kronor: float | None,
    *,
    year: int = 2023,
    label: str = "",
    centre: int | None = None,
    account: str = "",
) -> EntryFact:
    """Something that is entered for the year-end."""
    amount = None if kronor is None else Decimal(str(kronor))
    return EntryFact(1, year, kind, label or kind, amount, centre, account)


def year_end(
    follow: FollowUpFacts,
    *entries: EntryFact,
    items: Iterable[Item] = (),
    items_before: Iterable[Item] = (),
) -> YearEndFacts:
    """2023 with its balance beside 2022."""
    now = LedgerFacts(2023, follow.now.rows, (), follow.centres)
    before = LedgerFacts(2022, follow.before.rows, (), follow.centres)
    return YearEndFacts(follow, balance(now, *items), balance(before, *items_before), entries)
