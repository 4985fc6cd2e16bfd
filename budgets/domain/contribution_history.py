"""What each member has paid over the years: share and contribution, each year as its own budget and shares give."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.contributions import ContributionRow, Contributions, contributions
from members.domain.facts import MemberFact, ShareFacts


@dataclass(frozen=True)
class FundedYear:
    """What a year's budget in force asks the members for, in kronor, and whether the board has adopted it."""

    year: int
    funding: Decimal
    is_decided: bool


@dataclass(frozen=True)
class HistoryFacts:
    """Every year's funding and every year's shares; a year may have one without the other."""

    funded: tuple[FundedYear, ...]
    shares: tuple[ShareFacts, ...]


@dataclass(frozen=True)
class ContributionHistory:
    """The latest year first; a row for each member that has paid in any of them."""

    years: tuple[Contributions, ...]
    decided: tuple[int, ...]
    """The years whose budget the board has adopted."""
    incomplete: tuple[tuple[int, str], ...]
    """Years that cannot be shown, with what they lack."""

    @property
    def rows(self) -> tuple[tuple[MemberFact, tuple[ContributionRow | None, ...]], ...]:
        """Each member, named as in its latest year, with its row of every year."""
        latest: dict[int, MemberFact] = {}
        for year in self.years:
            for row in year.rows:
                latest.setdefault(row.member.pk, row.member)
        return tuple(
            (member, tuple(_row_of(year, pk) for year in self.years)) for pk, member in latest.items()
        )

    @property
    def amount(self) -> Decimal:
        """All years together."""
        return sum((year.amount for year in self.years), Decimal(0))


def _row_of(year: Contributions, member: int) -> ContributionRow | None:
    return next((row for row in year.rows if row.member.pk == member), None)


def contribution_history(facts: HistoryFacts) -> ContributionHistory:
    """Each year's funding divided by its shares, to the krona."""
    funded = {each.year: each for each in facts.funded if each.funding}
    shares = {each.year: each for each in facts.shares if each.shares}
    years = sorted(set(funded) | set(shares), reverse=True)
    both = [year for year in years if year in funded and year in shares]
    return ContributionHistory(
        years=tuple(contributions(funded[year].funding, shares[year]) for year in both),
        decided=tuple(year for year in both if funded[year].is_decided),
        incomplete=tuple(
            (year, "fördelningstal" if year in funded else "budget med medelstilldelning")
            for year in years
            if year not in both
        ),
    )
