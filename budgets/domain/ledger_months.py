"""A year's months in the ledger: what they hold, and how they have been closed and opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from budgets.domain.ledger import YEAR_END, LedgerFacts, added, month_name


@dataclass(frozen=True)
class ClosingFact:
    """Once that a month was closed, and opened again where it was. Who is "" when the account is gone."""

    month: int
    closed_by: str
    closed_at: datetime
    reopened_by: str
    reopened_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Month:
    """A month: what it comes to (surplus +; None where nothing stands), its file, and its closings, the last last."""

    month: int
    result: Decimal | None
    file: str
    closings: tuple[ClosingFact, ...]

    @property
    def name(self) -> str:
        """ "mars"."""
        return month_name(self.month)

    @property
    def closing(self) -> ClosingFact | None:
        """How it was closed, where it is."""
        last = self.closings[-1] if self.closings else None
        return last if last is not None and last.reopened_at is None else None

    @property
    def is_closed(self) -> bool:
        """Whether it refuses change."""
        return self.closing is not None

    @property
    def reopenings(self) -> tuple[ClosingFact, ...]:
        """The times it has been opened again."""
        return tuple(each for each in self.closings if each.reopened_at is not None)


def months_of(
    ledger: LedgerFacts, closings: Iterable[ClosingFact], files: Mapping[int, str]
) -> tuple[Month, ...]:
    """The year's twelve months."""
    by_month: dict[int, list[ClosingFact]] = {}
    for closing in closings:
        by_month.setdefault(closing.month, []).append(closing)
    held = set(ledger.months)
    return tuple(
        Month(
            month=month,
            result=-added(row for row in ledger.rows if row.month == month) if month in held else None,
            file=files.get(month, ""),
            closings=tuple(sorted(by_month.get(month, []), key=lambda each: each.closed_at)),
        )
        for month in range(1, YEAR_END + 1)
    )
