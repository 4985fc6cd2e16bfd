"""What is read of budgets, frozen. Plain data; `budgets.queries` fills it. Amounts are kronor in ledger sign."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from finsam.money import ZERO
from finsam.sources import Source
from members.domain.facts import ShareFacts


@dataclass(frozen=True)
class CentreFact:
    """A cost centre as it is called in the year the facts are for."""

    pk: int
    parent: int | None
    code: str
    name: str
    purpose: str
    slug: str = ""

    @property
    def is_funding(self) -> bool:
        """Whether the area holds the members' contributions: income in the summary, not cost."""
        return self.purpose == "funding"


@dataclass(frozen=True)
class LineFact:
    """A budget line. `amount` None is a line without money this year, shown "–"."""

    pk: int
    key: UUID
    centre: int
    account: str
    label: str
    nature: str
    amount: Decimal | None


@dataclass(frozen=True)
class BudgetFact:
    """A budget with its lines in printed order."""

    pk: int
    year: int
    version: int
    status: str
    lines: tuple[LineFact, ...]

    @property
    def is_decided(self) -> bool:
        """Whether the board has adopted it."""
        return self.status in ("adopted", "superseded")


@dataclass(frozen=True)
class OutlookInput:
    """What is entered for a year of the outlook; None is what another home gives. Kronor, surplus +."""

    pk: int
    year: int
    funding: Decimal | None
    funding_basis: str
    cost: Decimal | None
    cost_basis: str
    forecast_result: Decimal | None
    closing_equity: Decimal | None
    closing_equity_basis: str
    reason: str


@dataclass(frozen=True)
class EquityRuleFact:
    """A floor in kronor or a ceiling in per cent of this or next year's contributions. The end year is exclusive."""

    kind: str
    amount: Decimal | None
    percent: Decimal | None
    denominator: str
    from_year: int
    until_year: int | None
    source: Source


@dataclass(frozen=True)
class BudgetFacts:
    """A year's budget beside last year's, its outlook, the rules and the shares. `budget` is None when not begun."""

    year: int
    budget: BudgetFact | None
    previous: BudgetFact | None
    centres: tuple[CentreFact, ...]
    outlook: tuple[OutlookInput, ...]
    rules: tuple[EquityRuleFact, ...]
    shares: ShareFacts | None


def total(lines: tuple[LineFact, ...]) -> Decimal:
    """The sum of lines in ledger sign."""
    return sum((line.amount for line in lines if line.amount is not None), ZERO)
