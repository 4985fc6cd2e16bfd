"""What each member pays: the year's funding divided by the shares, adding up exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finsam.money import Unit
from members.domain.allocation import allocate
from members.domain.facts import MemberFact, ShareFacts


@dataclass(frozen=True)
class ContributionRow:
    """One paying member: its share in per cent and what it pays in kronor."""

    member: MemberFact
    percent: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Contributions:
    """The rows in the members' order, with what they add up to."""

    year: int
    unit: Unit
    rows: tuple[ContributionRow, ...]

    @property
    def percent(self) -> Decimal:
        """All shares together."""
        return sum((row.percent for row in self.rows), Decimal(0))

    @property
    def amount(self) -> Decimal:
        """All contributions together: the funding, to the krona."""
        return sum((row.amount for row in self.rows), Decimal(0))

    def of(self, slug: str) -> ContributionRow | None:
        """One member's row."""
        return next((row for row in self.rows if row.member.slug == slug), None)


def contributions(funding: Decimal, shares: ShareFacts, unit: Unit = Unit.KR) -> Contributions:
    """The funding (kronor) divided by the year's shares, each part in whole `unit`."""
    amounts = allocate(funding, [share.percent for share in shares.shares], unit)
    return Contributions(
        shares.year,
        unit,
        tuple(
            ContributionRow(share.member, share.percent, amount)
            for share, amount in zip(shares.shares, amounts, strict=True)
        ),
    )
