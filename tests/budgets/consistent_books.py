"""Years of consistent books for property tests: vouchers that balance, over accounts with opening balances.

A year opens with what the year before closed with. Amounts are kronor in ledger sign.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from budgets.domain.facts import CentreFact
from budgets.domain.follow_up import FollowUpFacts, YearOfActuals
from budgets.domain.ledger import LedgerFacts, LedgerRow, added
from budgets.domain.ledger_balance import BalanceFacts, BalanceRow, line_of
from tests.budgets.facts import FUNDING, OPERATIONS, budget, line
from tests.budgets.statement_facts import NAMES, TEAM

ADMINISTRATION = CentreFact(90, None, "20000", "Administration", "admin", slug="20000")
CENTRES = (ADMINISTRATION, OPERATIONS, TEAM, FUNDING)
AMOUNTS = st.decimals(-5_000_000, 5_000_000, places=2)
BALANCE_ACCOUNTS = tuple("1010 1210 1310 1410 1510 1650 1810 1940 2110 2210 2350 2440 2610 2910".split())
RESULT_ACCOUNTS = (
    ("3011", "30"), ("3590", "35"), ("4610", "46"), ("5010", "50"), ("7910", "79"), ("8410", "84"), ("8510", "85"),
    ("8710", "87"),
)  # fmt: skip
EQUITY = "2010"


@dataclass(frozen=True)
class Books:
    """Two years, each with its result and its balances; of the year before them only what it closed with is known."""

    follow_up: FollowUpFacts
    balance: BalanceFacts
    balance_before: BalanceFacts
    balance_long_before: BalanceFacts


@st.composite
def _vouchers(draw: st.DrawFn) -> tuple[list[LedgerRow], list[LedgerRow]]:
    """Rows of the result, and movements of the accounts of the balance sheet, that come to nought together."""
    rows, movements = [], []
    for _ in range(draw(st.integers(0, 8))):
        month, amount = draw(st.integers(1, 12)), draw(AMOUNTS)
        movements.append(
            LedgerRow(month, -amount, None, account_number=draw(st.sampled_from(BALANCE_ACCOUNTS)))
        )
        if draw(st.booleans()):
            number, group = draw(st.sampled_from(RESULT_ACCOUNTS))
            centre = draw(st.sampled_from([None, *(each.pk for each in CENTRES)]))
            rows.append(LedgerRow(month, amount, centre, group, account_number=number, ledger_import=1))
        else:
            movements.append(
                LedgerRow(month, amount, None, account_number=draw(st.sampled_from(BALANCE_ACCOUNTS)))
            )
    return rows, movements


@st.composite
def books(draw: st.DrawFn) -> Books:
    """Two years of consistent books."""
    opening = {number: draw(AMOUNTS) for number in BALANCE_ACCOUNTS if draw(st.booleans())}
    opening[EQUITY] = -sum(opening.values(), Decimal(0))
    years = []
    for year in (2022, 2023):
        rows, movements = draw(_vouchers())
        ledger = LedgerFacts(year, tuple(rows), (*movements, LedgerRow(12, Decimal(0), None)), CENTRES)
        years.append(_balance(ledger, opening))
        closing = defaultdict(Decimal, opening)
        for move in movements:
            closing[move.account_number] += move.amount
        closing[EQUITY] += added(rows)
        opening = dict(closing)
    budgets = [
        budget(
            year,
            line(1, OPERATIONS.pk, "Köp", 500, account="46"),
            line(2, FUNDING.pk, "Bidrag", -700, account="35", nature="contribution"),
        )
        for year in (2023, 2022)
    ]
    before, now = years
    follow_up = FollowUpFacts(
        YearOfActuals(2023, budgets[0], now.ledger.rows),
        YearOfActuals(2022, budgets[1], before.ledger.rows),
        CENTRES,
    )
    return Books(follow_up, now, before, BalanceFacts(LedgerFacts(2021), (), {}, NAMES))


def _balance(ledger: LedgerFacts, opening: dict[str, Decimal]) -> BalanceFacts:
    rows = tuple(
        BalanceRow(
            pk, 0, line_of(number, {}), f"Konto {number}", amount, account_number=number, is_of_file=True
        )
        for pk, (number, amount) in enumerate(opening.items())
    )
    return BalanceFacts(ledger, rows, {}, NAMES)
