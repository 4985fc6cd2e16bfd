"""The ledger's own rows behind an amount of the follow-up: chosen, by month, and added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from budgets.domain.follow_up import FollowUpFacts
from budgets.domain.follow_up_areas import within
from budgets.domain.ledger import WHOLE_YEAR, month_name
from budgets.domain.spread import MONTHS
from finsam.money import ZERO


@dataclass(frozen=True)
class Entry:
    """A row of the ledger as it was given: a voucher's, a month's in a file, or one that was typed. Ledger sign."""

    month: int
    centre: int | None
    account: str
    group: str
    line: UUID | None
    amount: Decimal
    text: str
    voucher: str
    dated: date | None
    file: str
    import_pk: int | None
    entered_by: str
    entered_at: datetime
    source: str


@dataclass(frozen=True)
class RowFilter:
    """Which rows: to and with a month or of one alone (`only`), of an account, an account group or a budget line."""

    through: int
    only: int = 0
    account: str = ""
    group: str = ""
    line: UUID | None = None

    @property
    def months(self) -> tuple[int, ...]:
        """The months whose rows are among those chosen; the whole year counts with the last."""
        if self.only:
            return (self.only,)
        whole = (WHOLE_YEAR,) if self.through >= MONTHS else ()
        return (*whole, *range(1, self.through + 1))

    def takes(self, entry: Entry) -> bool:
        """Whether the row is among those chosen."""
        return (
            entry.month in self.months
            and self.account in ("", entry.account)
            and self.group in ("", entry.group)
            and self.line in (None, entry.line)
        )


@dataclass(frozen=True)
class MonthOfRows:
    """The rows of a month and what they come to. Month 0 is the whole year."""

    month: int
    rows: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """What the month is called."""
        return month_name(self.month)

    @property
    def total(self) -> Decimal:
        """What they come to, in ledger sign."""
        return sum((row.amount for row in self.rows), ZERO)


@dataclass(frozen=True)
class ChosenRows:
    """The chosen rows by month."""

    months: tuple[MonthOfRows, ...]

    @property
    def has_vouchers(self) -> bool:
        """Whether any is a voucher's."""
        return any(row.voucher or row.dated for each in self.months for row in each.rows)

    @property
    def has_texts(self) -> bool:
        """Whether any has a text."""
        return any(row.text for each in self.months for row in each.rows)

    @property
    def columns_before_amount(self) -> int:
        """How many columns are shown before the amount: the account, and date, voucher and text where there are any."""
        return 1 + 2 * self.has_vouchers + self.has_texts

    @property
    def total(self) -> Decimal:
        """What all come to, in ledger sign."""
        return sum((each.total for each in self.months), ZERO)


def chosen_rows(
    entries: Iterable[Entry], facts: FollowUpFacts, centre: int | None, wanted: RowFilter
) -> ChosenRows:
    """The rows of an area and those under it that are wanted, by month in their own order."""
    places = within(facts.centres, centre)
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.centre in places and wanted.takes(entry):
            found.setdefault(entry.month, []).append(entry)
    return ChosenRows(tuple(MonthOfRows(month, tuple(found[month])) for month in sorted(found)))
