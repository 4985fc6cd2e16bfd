"""What is read of budgets, frozen. Plain data; `budgets.queries` fills it. Amounts are kronor in ledger sign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from budgets.domain.shapes import ShapeFact
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
    category: int | None = None

    @property
    def is_funding(self) -> bool:
        """Whether the area holds the members' contributions: income in the summary, not cost."""
        return self.purpose == "funding"


@dataclass(frozen=True)
class CategoryFact:
    """What cost is divided into when it is told in per cent."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True)
class AmountFact:
    """What a line holds beside the whole year's amount: a part of the year (from 1), a forecast, a later year."""

    kind: str
    year: int
    part: int
    amount: Decimal | None
    note: str = ""


@dataclass(frozen=True)
class LineFact:
    """A budget line. `whole` is what is entered for the whole year; `others` what stands in other columns."""

    pk: int
    key: UUID
    centre: int
    account: str
    label: str
    nature: str
    whole: Decimal | None
    note: str = ""
    label_note: str = ""
    category: int | None = None
    others: tuple[AmountFact, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        """The year's amount, the sum of its parts where it has any; None is a line without money, shown "–"."""
        parts = [each.amount for each in self.others if each.kind == "part" and each.amount is not None]
        return sum(parts, ZERO) if parts else self.whole

    def other(self, kind: str, year: int, part: int = 0) -> AmountFact | None:
        """What stands in another column, if anything."""
        return next(
            (each for each in self.others if (each.kind, each.year, each.part) == (kind, year, part)), None
        )


@dataclass(frozen=True)
class BudgetFact:
    """A budget with its lines in printed order."""

    pk: int
    year: int
    version: int
    status: str
    lines: tuple[LineFact, ...]
    parts: int = 1
    funding_source: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether the board has adopted it."""
        return self.status in ("adopted", "superseded")

    def column(self, kind: str, year: int, part: int = 0) -> BudgetFact | None:
        """Another column as a budget of its own, so that it adds up the same way; None when nothing stands in it."""
        cells = [(line, line.other(kind, year, part)) for line in self.lines]
        if not any(cell is not None and cell.amount is not None for _line, cell in cells):
            return None
        lines = tuple(
            replace(line, whole=cell.amount if cell else None, note=cell.note if cell else "", others=())
            for line, cell in cells
        )
        return replace(self, year=year, lines=lines, parts=1)


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
    categories: tuple[CategoryFact, ...] = ()
    shapes: tuple[ShapeFact, ...] = ()
    amended: BudgetFact | None = None
    """For a change during the year: the version it changes."""
    amended_outlook: tuple[OutlookInput, ...] = ()

    def column(self, source: str, year: int, part: int = 0) -> BudgetFact | None:
        """The amounts of a column of this year's budget: `budget` of this or last year, `part`, `forecast`, `plan`."""
        if source == "budget":
            return next((each for each in (self.budget, self.previous) if each and each.year == year), None)
        return self.budget.column(source, year, part) if self.budget else None


def total(lines: tuple[LineFact, ...]) -> Decimal:
    """The sum of lines in ledger sign."""
    return sum((line.amount for line in lines if line.amount is not None), ZERO)
