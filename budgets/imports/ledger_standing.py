"""What a file of the ledger meets: what is chosen for it, and what the year already holds. Plain Python, no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from budgets.domain.ledger import month_name
from budgets.imports.ledger_table_choices import TableChoices
from finsam.swedish import listed

WHOLE_YEAR = 0
Place = tuple[str, str, str]
"""Account, dimension and object; both of the latter empty for what has no object."""


class Accept(StrEnum):
    """What stops a file until somebody says that it is as it should be."""

    ORGANISATION = "organisation"
    DIFFERENCES = "differences"
    TYPED = "typed"


@dataclass(frozen=True)
class LedgerChoices:
    """What a person has chosen for a file. No dimension chosen is the one proposed; "-" is none."""

    encoding: str = ""
    dimension: str = ""
    accepted: tuple[str, ...] = ()
    table: TableChoices = field(default_factory=TableChoices)
    """How a table is read; a SIE file has nothing to choose there."""

    def as_json(self) -> dict[str, Any]:
        """The choices as plain data."""
        return {**asdict(self), "accepted": list(self.accepted)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LedgerChoices:
        """The choices that `as_json` gave; of no data, no choices."""
        table = TableChoices.from_json(data.get("table", {}))
        return cls(**{**data, "accepted": tuple(data.get("accepted", ())), "table": table})


@dataclass(frozen=True)
class Standing:
    """What the year holds before the file is read in."""

    year: int
    organisation_number: str = ""
    closed: frozenset[int] = frozenset()
    figures: Mapping[int, Mapping[Place, Decimal]] = field(default_factory=dict)
    """What files gave, by month, account, dimension and object."""
    balances: Mapping[tuple[int, str], Decimal] = field(default_factory=dict)
    """What files gave of balances, by month (0: opening) and account."""
    typed: Mapping[int, Decimal] = field(default_factory=dict)
    """What people have entered by hand, by month, in ledger sign; 0 is the whole year."""
    codes: frozenset[str] = frozenset()
    """The codes of the federation's IDs."""
    last_dimension: str | None = None
    """The dimension chosen for the latest file."""
    has_groups: bool = True

    def is_closed(self, month: int) -> bool:
        """Whether a month takes no changes; the whole year takes none when any month of it is closed."""
        return bool(self.closed) if month == WHOLE_YEAR else month in self.closed


def without_nought(places: Mapping[Place, Decimal]) -> dict[Place, Decimal]:
    """Amounts that say something: an account at nought is as good as one not named."""
    return {place: amount for place, amount in places.items() if amount}


def months_text(months: Sequence[int]) -> str:
    """januari–mars, or the months one by one where some are left out between; hela året."""
    if len(months) > 2 and list(months) == list(range(months[0], months[-1] + 1)):
        return f"{month_name(months[0])}\u2013{month_name(months[-1])}"
    return listed([month_name(month) for month in months])
