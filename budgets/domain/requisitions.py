"""Who pays what when: each member's contribution divided over the year's payment days, and the years side by side.

A party with days of its own follows those, all others the days of no party. What a member is asked for on a day is
whole kronor, and its days add up to its contribution exactly. A party whose days do not add up to 100 % is asked for
nothing until they do: the finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.domain.contributions import ContributionRow, Contributions, contributions
from budgets.domain.facts import BudgetFacts
from budgets.domain.totals import totals
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import ZERO
from members.domain.allocation import allocate
from members.domain.facts import MemberFact
from members.domain.statute import GROUP_LABELS, WHOLE

USUAL: dict[str, tuple[tuple[int, int, Decimal], ...]] = {
    "quarters": tuple((month, 15, Decimal(25)) for month in (1, 4, 7, 10)),
    "once": ((1, 31, WHOLE),),
}
"""Common ways to pay, as month, day and per cent: a quarter of the year each quarter, or all at once."""


@dataclass(frozen=True)
class InstalmentFact:
    """A day on which a party, or with "" everyone without days of their own, pays so many per cent of the year."""

    pk: int
    due_on: date
    percent: Decimal
    party_group: str = ""


@dataclass(frozen=True)
class RequisitionFacts:
    """The year's budget in force with the shares, and its payment days. `decision` adopted the budget, "" before."""

    budget: BudgetFacts
    instalments: tuple[InstalmentFact, ...]
    version: str = ""
    status: str = ""
    decision: str = ""

    @property
    def owed(self) -> Contributions | None:
        """What each member pays for the year; None without a budget that asks for money, or without shares."""
        shares = self.budget.shares
        if self.funding is None or shares is None or not shares.shares:
            return None
        found = contributions(self.funding, shares)
        return found if found.amount else None

    @property
    def funding(self) -> Decimal | None:
        """What the budget asks the members for, in kronor and öre."""
        facts = self.budget
        return totals(facts.budget, facts.centres).funding if facts.budget else None

    @property
    def rounded_from(self) -> Decimal | None:
        """The funding, when what the members pay together is not that to the öre."""
        return self.funding if self.owed and self.owed.amount != self.funding else None


@dataclass(frozen=True)
class Payment:
    """What one member is asked for on one day, in kronor, and the day's part of the year in per cent."""

    due_on: date
    percent: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Requisition:
    """What one member is asked for. `payments` is empty while its party's days do not add up."""

    member: MemberFact
    percent: Decimal
    amount: Decimal
    payments: tuple[Payment, ...]

    def on(self, day: date) -> Decimal | None:
        """What is asked for on a day."""
        return next((each.amount for each in self.payments if each.due_on == day), None)


@dataclass(frozen=True)
class Requisitions:
    """A row for each member, a column for each day, in kronor."""

    year: int
    days: tuple[date, ...]
    rows: tuple[Requisition, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every member knows what to pay when."""
        return bool(self.rows) and all(row.payments for row in self.rows)

    @property
    def amount(self) -> Decimal:
        """All that the members owe for the year."""
        return sum((row.amount for row in self.rows), ZERO)

    def on(self, day: date) -> Decimal:
        """What all are asked for on a day."""
        return sum((row.on(day) or ZERO for row in self.rows), ZERO)

    @property
    def cells(self) -> tuple[tuple[Requisition, tuple[Decimal | None, ...]], ...]:
        """Each row with its amount on each of the days."""
        return tuple((row, tuple(row.on(day) for day in self.days)) for row in self.rows)

    @property
    def by_day(self) -> tuple[tuple[date, Decimal], ...]:
        """Each day with what all are asked for."""
        return tuple((day, self.on(day)) for day in self.days)

    def of(self, slug: str) -> Requisition | None:
        """One member's row."""
        return next((row for row in self.rows if row.member.slug == slug), None)


def requisitions(found: Contributions, instalments: tuple[InstalmentFact, ...]) -> Requisitions:
    """The year's contributions divided over its days."""
    rows = tuple(_requisition(row, days_of(row.member.group, instalments)) for row in found.rows)
    days = sorted({payment.due_on for row in rows for payment in row.payments})
    return Requisitions(found.year, tuple(days), rows)


def _requisition(row: ContributionRow, days: tuple[InstalmentFact, ...]) -> Requisition:
    payments: tuple[Payment, ...] = ()
    if _percent(days) == WHOLE:
        amounts = allocate(row.amount, [day.percent for day in days])
        payments = tuple(
            Payment(day.due_on, day.percent, amount) for day, amount in zip(days, amounts, strict=True)
        )
    return Requisition(row.member, row.percent, row.amount, payments)


def days_of(group: str, instalments: tuple[InstalmentFact, ...]) -> tuple[InstalmentFact, ...]:
    """The days a party follows: its own, or when it has none those of no party."""
    own = tuple(each for each in instalments if each.party_group == group)
    return own or tuple(each for each in instalments if not each.party_group)


def days_add_up(found: Contributions, instalments: tuple[InstalmentFact, ...]) -> Iterator[Finding]:
    """The days each paying party follows add up to 100 %."""
    groups = dict.fromkeys(row.member.group for row in found.rows)
    if not instalments:
        return
    for group in groups:
        percent = _percent(days_of(group, instalments))
        if percent != WHOLE:
            yield Finding(
                code="budgets.instalments_total",
                severity=Severity.ERROR,
                where=f"Betalningsdagar {found.year}",
                message=f"Dagarna för {GROUP_LABELS[group]} blir inte hela årets belopp tillsammans.",
                expected=swedish.percent(WHOLE),
                found=swedish.percent(percent),
                remedy="Ändra andelarna eller lägg till en dag. Tills dess begärs inget av dem som berörs.",
            )


def _percent(days: tuple[InstalmentFact, ...]) -> Decimal:
    return sum((day.percent for day in days), ZERO)


def usual_days(way: str, year: int) -> tuple[InstalmentFact, ...]:
    """The days of one of the `USUAL` ways to pay, in a year."""
    return tuple(InstalmentFact(0, date(year, month, day), percent) for month, day, percent in USUAL[way])


def a_year_later(days: tuple[InstalmentFact, ...]) -> tuple[InstalmentFact, ...]:
    """The same days the next year; the 29th of February becomes the 28th."""
    return tuple(InstalmentFact(0, _next_year(each.due_on), each.percent, each.party_group) for each in days)


def _next_year(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if is_leap_day else day.replace(year=day.year + 1)
