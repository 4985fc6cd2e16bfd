"""The investment statement (10 kap. 2 § LKBR): what was invested, from the balance sheets and the depreciation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.balance_sheet import amounts_of, is_known, year_end
from budgets.domain.comparatives import of_statement
from budgets.domain.follow_up import FollowUpFacts
from budgets.domain.ledger import YEAR_END
from budgets.domain.ledger_balance import balance_sheet
from budgets.domain.result_kinds import Kind, kinds_of_ledger, natures
from budgets.domain.statement_forms import Amounts, Statement
from budgets.domain.year_end import YearEndFacts, entered
from finsam.money import ZERO, Unit

FIXED_ASSETS = ("intangible_assets", "tangible_assets", "financial_assets", "infrastructure")
DEPRECIATED = ("intangible_assets", "tangible_assets")
"""What is written off over the years. Financial assets are not, and what grants to infrastructure go down by is a cost
of the operations and no depreciation: so the cash flow counts it too.
"""
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
    has_assets: bool = True
    """Whether the balance sheets hold anything that is written off."""
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
        if not self.has_assets and self.total is not None and self.total.depreciated:
            found.append(
                "Avskrivningar är bokförda, men ingen balansräkning har tillgångar som skrivs av: vilket slag de är av "
                "framgår inte."
            )
        elif any(row.acquired is None for row in self.rows):
            found.append("Avskrivningarna är bokförda för flera slag av tillgångar tillsammans.")
        return tuple(found)


def investments(facts: YearEndFacts) -> Investments | None:
    """What was invested, from the balance sheets and the depreciation; None while the balance is not known.

    Acquired is what the assets have grown by, and what was written off. Where assets of several kinds are written off
    the ledger does not say which, and the sum alone is told. The year begins with what last year's adopted annual
    report says, where it says it.
    """
    if not is_known(facts.balance, YEAR_END):
        return None
    sheet = balance_sheet(facts.balance, YEAR_END)
    start = _start(facts)
    closing, opening = _assets(amounts_of(sheet, sheet.result)), _assets(start or {})
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
    if rows or depreciated:
        has_infrastructure = opening.get("infrastructure") or closing.get("infrastructure")
        beside = " och bidrag till infrastruktur" if has_infrastructure else ""
        rows.append(
            _investment(
                f"Summa anläggningstillgångar{beside}",
                sum(opening.values(), ZERO),
                sum(closing.values(), ZERO),
                depreciated,
                sum(planned.values(), ZERO),
                is_sum=True,
            )
        )
    return Investments(
        facts.year,
        tuple(rows),
        facts.follow_up.unit,
        has_opening=start is not None,
        has_assets=bool(written_off),
    )


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
    """What was written off of a kind: nothing of what is not, all where it is the only one, else not known.

    Where the balance sheets hold none that is written off, it is of something that came and went in the year: of which
    kind is not known.
    """
    if line not in DEPRECIATED or not depreciated:
        return ZERO
    if not written_off:
        return None
    if line not in written_off:
        return ZERO
    return depreciated if len(written_off) == 1 else None


def _start(facts: YearEndFacts) -> Amounts | None:
    """What each item stood at when the year began; None where it is not known."""
    adopted = of_statement(Statement.BALANCE, facts.adopted)
    if adopted is not None:
        return adopted
    end = year_end(facts.balance_before, facts.balance)
    return None if end is None else amounts_of(end.sheet, end.result)


def _assets(amounts: Amounts) -> Mapping[str, Decimal]:
    return {line: amounts.get(line) or ZERO for line in FIXED_ASSETS}


def _depreciation(facts: FollowUpFacts) -> Decimal:
    """The year's depreciation without sign."""
    found = kinds_of_ledger(facts.now.rows, natures(facts.now.budget, facts.centres))
    return -found.get(Kind.DEPRECIATION, ZERO) or ZERO
