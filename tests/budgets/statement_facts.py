"""A year and the one before it, in facts, for the statements and the checks of an interim report. Amounts in kronor."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from budgets.domain.facts import BudgetFact, CentreFact
from budgets.domain.follow_up import FollowUpFacts, YearOfActuals
from budgets.domain.interim_checks import InterimFacts
from budgets.domain.ledger import ForecastFact, LedgerFacts, LedgerRow
from budgets.domain.ledger_balance import BalanceFacts, BalanceRow, as_printed, line_of
from budgets.models import BalanceLine
from tests.budgets.facts import FUNDING, OPERATIONS

TEAM = CentreFact(36, None, "36000", "Samverkansteam", "initiative", slug="36000")
CENTRES = (OPERATIONS, TEAM, FUNDING)
NAMES = dict(BalanceLine.choices)


def row(
    kronor: float | str,
    month: int = 1,
    centre: int | None = OPERATIONS.pk,
    *,
    group: str = "",
    number: str = "",
    line: int | None = None,
    code: str = "",
) -> LedgerRow:
    """A row of the ledger in its sign. `line` is the number of a budget line; one with an account is of a file."""
    return LedgerRow(
        month,
        Decimal(str(kronor)),
        centre,
        group,
        line=UUID(int=line) if line else None,
        account_number=number,
        object_code=code,
        ledger_import=1 if number else None,
    )


def follow_up(
    *rows: LedgerRow,
    budget: BudgetFact | None = None,
    before: Iterable[LedgerRow] = (),
    budget_before: BudgetFact | None = None,
    forecasts: Iterable[ForecastFact] = (),
    centres: tuple[CentreFact, ...] = CENTRES,
) -> FollowUpFacts:
    """2023 beside 2022."""
    return FollowUpFacts(
        YearOfActuals(2023, budget, rows),
        YearOfActuals(2022, budget_before, tuple(before)),
        centres,
        forecasts=tuple(forecasts),
    )


def forecast(
    kronor: float | None, centre: int = OPERATIONS.pk, month: int = 6, line: int | None = None
) -> ForecastFact:
    """What an ID, or a line of it, is expected to end the year at, in ledger sign."""
    amount = None if kronor is None else Decimal(str(kronor))
    return ForecastFact(1, 1, month, centre, UUID(int=line) if line else None, amount, "")


def balance(
    ledger: LedgerFacts, *items: tuple[int, str, float], files: Iterable[tuple[int, str, float]] = ()
) -> BalanceFacts:
    """What items stood at: month, line and kronor as printed; of files month, account and kronor in ledger sign."""
    typed = [
        BalanceRow(pk, month, line, line, as_printed(line, Decimal(str(kronor))))
        for pk, (month, line, kronor) in enumerate(items)
    ]
    told = [
        BalanceRow(
            pk, month, line_of(number, {}), "", Decimal(str(kronor)), account_number=number, is_of_file=True
        )
        for pk, (month, number, kronor) in enumerate(files)
    ]
    return BalanceFacts(ledger, (*typed, *told), {}, NAMES)


def interim(
    month: int,
    follow: FollowUpFacts,
    *,
    closed: Iterable[int] = range(1, 13),
    items: Iterable[tuple[int, str, float]] = (),
    items_before: Iterable[tuple[int, str, float]] = (),
    files: Iterable[tuple[int, str, float]] = (),
    movements: Iterable[LedgerRow] = (),
    groups: tuple[tuple[str, str], ...] = (),
) -> InterimFacts:
    """What a report to and with a month is made of."""
    ledger = LedgerFacts(
        2023,
        follow.now.rows,
        tuple(movements),
        follow.centres,
        groups,
        frozenset(closed),
        follow.forecasts,
    )
    before = LedgerFacts(2022, follow.before.rows, (), follow.centres)
    return InterimFacts(
        month, follow, ledger, balance(ledger, *items, files=files), balance(before, *items_before)
    )
