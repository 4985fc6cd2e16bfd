"""The investment statement (10 kap. 2 § LKBR): what was invested, from the balance sheets and the depreciation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.balance_sheet import YearEnd, is_known, year_end
from budgets.domain.follow_up import FollowUpFacts
from budgets.domain.ledger import YEAR_END
from budgets.domain.ledger_balance import BalanceSheet, balance_sheet
from budgets.domain.result_kinds import Kind, kinds_of_ledger, natures
from budgets.domain.year_end import YearEndFacts, entered
from finsam.money import ZERO, Unit

FIXED_ASSETS = ("intangible_assets", "tangible_assets", "financial_assets", "infrastructure")
DEPRECIATED = ("intangible_assets", "tangible_assets", "infrastructure")
"""What is written off over the years; financial assets are not."""
PLANNED = {
    "intangible_assets": "planned_intangible",
    "tangible_assets": "planned_tangible",
    "financial_assets": "planned_financial",
}


@dataclass(frozen=True)
class InvestmentRow:
    """What became of fixed assets of a kind during the year. `acquired` and `depreciated` are None where not known.

    `opening + acquired − depreciated = closing`; what is sold lowers what is acquired.
    """

    label: str
    opening: Decimal
    acquired: Decimal | None
    depreciated: Decimal | None
    closing: Decimal
    planned: Decimal
    is_sum: bool = False

    @property
    def written_off(self) -> Decimal | None:
        """The depreciation as it is shown, with minus."""
        return None if self.depreciated is None else -self.depreciated or ZERO


@dataclass(frozen=True)
class Investments:
    """The investment statement (10 kap. 2 § LKBR). Without rows there are no fixed assets and nothing was planned."""

    year: int
    rows: tuple[InvestmentRow, ...]
    unit: Unit
    has_opening: bool = True
    none: Decimal = ZERO
    """What stands on the one line where there are none."""

    @property
    def total(self) -> InvestmentRow | None:
        """All kinds together."""
        return self.rows[-1] if self.rows else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What cannot be told by kind, and why; what is missing."""
        found = []
        if self.rows and not self.has_opening:
            found.append(
                f"Balansen vid utgången av {self.year - 1} är inte införd: det som fanns då räknas som inget."
            )
        if any(row.acquired is None for row in self.rows):
            found.append("Avskrivningarna är bokförda för flera slag av tillgångar tillsammans.")
        return tuple(found)


def investments(facts: YearEndFacts) -> Investments | None:
    """What was invested, from the balance sheets and the depreciation; None while the balance is not known.

    Acquired is what the assets have grown by, and what was written off. Where assets of several kinds are written off
    the ledger does not say which, and the sum alone is told.
    """
    if not is_known(facts.balance, YEAR_END):
        return None
    sheet, end = balance_sheet(facts.balance, YEAR_END), year_end(facts.balance_before, facts.balance)
    closing, opening = _assets(sheet), _assets_before(end)
    depreciated = _depreciation(facts.follow_up)
    planned = {line: entered(facts.of(facts.year, kind)) for line, kind in PLANNED.items()}
    written_off = [line for line in DEPRECIATED if opening.get(line) or closing.get(line)]
    rows = [
        _investment(
            facts.balance.names[line],
            opening.get(line, ZERO),
            closing.get(line, ZERO),
            _depreciated(line, written_off, depreciated),
            planned.get(line, ZERO),
        )
        for line in FIXED_ASSETS
        if opening.get(line) or closing.get(line) or planned.get(line)
    ]
    if rows:
        rows.append(
            _investment(
                "Summa anläggningstillgångar",
                sum(opening.values(), ZERO),
                sum(closing.values(), ZERO),
                depreciated,
                sum(planned.values(), ZERO),
                is_sum=True,
            )
        )
    return Investments(facts.year, tuple(rows), facts.follow_up.unit, has_opening=end is not None)


def _investment(
    label: str,
    opening: Decimal,
    closing: Decimal,
    depreciated: Decimal | None,
    planned: Decimal,
    *,
    is_sum: bool = False,
) -> InvestmentRow:
    acquired = None if depreciated is None else closing - opening + depreciated
    return InvestmentRow(label, opening, acquired, depreciated, closing, planned, is_sum)


def _depreciated(line: str, written_off: list[str], depreciated: Decimal) -> Decimal | None:
    """What was written off of a kind: nothing of what is not, all where it is the only one, else not known."""
    if line not in DEPRECIATED or not depreciated:
        return ZERO
    return depreciated if written_off in ([line], []) else None


def _assets(sheet: BalanceSheet) -> dict[str, Decimal]:
    return {line.line: line.printed for line in sheet.assets if line.line in FIXED_ASSETS}


def _assets_before(end: YearEnd | None) -> dict[str, Decimal]:
    return {} if end is None else _assets(end.sheet)


def _depreciation(facts: FollowUpFacts) -> Decimal:
    """The year's depreciation without sign."""
    found = kinds_of_ledger(facts.now.rows, natures(facts.now.budget, facts.centres))
    return -found.get(Kind.DEPRECIATION, ZERO) or ZERO
