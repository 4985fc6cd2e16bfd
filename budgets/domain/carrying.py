"""What comes along to a new year beside the budget's lines: the years of the outlook, and the members' shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.domain.equity import NOT_ADOPTED, BasedAmount, OutlookRow, outlook
from budgets.domain.facts import BudgetFacts, OutlookInput
from finsam import swedish
from finsam.money import ZERO
from members.domain.facts import MemberFact, ShareFact, ShareFacts


@dataclass(frozen=True)
class CarriedYear:
    """A year of last year's outlook. `reason` says why it does not come along, or what was done with it."""

    entry: OutlookInput
    comes: bool
    reason: str = ""


@dataclass(frozen=True)
class CarriedShares:
    """Last year's shares. `reason` says why they do not come along."""

    shares: tuple[ShareFact, ...]
    comes: bool
    reason: str = ""


def carried_outlook(source: BudgetFacts, target: BudgetFacts) -> tuple[CarriedYear, ...]:
    """The years of last year's outlook as they would stand in this year's.

    What last year's outlook took from budgets that this year's does not see (the year before, plans for later years) is
    written in as amounts. The source's own year comes along as a year whose figures its budget gives.
    """
    shown = outlook(source)
    if not source.outlook:
        return ()
    entered = {entry.year: entry for entry in source.outlook}
    there = {entry.year for entry in target.outlook}
    return tuple(_carried(row, entered.get(row.year), source.year, target.year, there) for row in shown.rows)


def _carried(
    row: OutlookRow, entry: OutlookInput | None, source_year: int, target_year: int, there: set[int]
) -> CarriedYear:
    entry = entry or OutlookInput(
        0, row.year, None, _funding_basis(row), None, _cost_basis(row), None, None, "actual", ""
    )
    if row.year in there:
        return CarriedYear(entry, False, "Året finns redan och lämnas som det är.")
    if row.year == target_year:
        bare = replace(entry, funding=None, cost=None)
        if bare.forecast_result is None and bare.closing_equity is None:
            return CarriedYear(entry, False, "Budgetens eget år räknas ur budgetens rader.")
        return CarriedYear(bare, True, "Årstilldelning och kostnad räknas ur budgetens rader.")
    if row.year == source_year:
        return CarriedYear(entry, True, f"Hämtas ur budgeten för {source_year}.")
    return _filled(row, entry, source_year)


def _filled(row: OutlookRow, entry: OutlookInput, source_year: int) -> CarriedYear:
    filled = replace(
        entry,
        funding=row.funding.amount,
        funding_basis=_funding_basis(row),
        cost=row.cost.amount,
        cost_basis=_cost_basis(row),
    )
    if (filled.funding, filled.cost) == (entry.funding, entry.cost):
        return CarriedYear(entry, True)
    told = f"Beloppen skrivs in som de står i den långsiktiga budgeten för {source_year}."
    if row.other_income and entry.forecast_result is None and entry.closing_equity is None:
        reason = f"Som i den långsiktiga budgeten för {source_year}, övriga intäkter medräknade."
        filled = replace(filled, forecast_result=row.result, reason=entry.reason or reason)
    return CarriedYear(filled, True, told)


def _funding_basis(row: OutlookRow) -> str:
    """What the year's funding rests on as it is written in: out of a budget never adopted it is still asked for."""
    return _written(row.funding, "requested")


def _cost_basis(row: OutlookRow) -> str:
    """What the year's cost rests on as it is written in: out of a budget never adopted it is an estimate."""
    return _written(row.cost, "forecast")


def _written(amount: BasedAmount, otherwise: str) -> str:
    return otherwise if amount.basis in NOT_ADOPTED else amount.basis


def carried_shares(
    source: ShareFacts | None, target: ShareFacts | None, payers: tuple[MemberFact, ...]
) -> CarriedShares | None:
    """Last year's shares for this year's members; they come along only when the same members pay."""
    if source is None or not source.shares:
        return None
    if target is not None:
        return CarriedShares(source.shares, False, "Årets fördelningstal finns redan och lämnas som de är.")
    paid = {share.member.pk: share.member.name for share in source.shares}
    pay = {member.pk: member.name for member in payers}
    gone = [name for pk, name in paid.items() if pk not in pay]
    new = [name for pk, name in pay.items() if pk not in paid]
    if gone:
        return CarriedShares(source.shares, False, f"{swedish.listed(gone)} betalar ingen andel längre.")
    if new:
        return CarriedShares(source.shares, False, f"{swedish.listed(new)} betalar också, och saknar andel.")
    if sum((share.percent for share in source.shares), ZERO) != Decimal(100):
        return CarriedShares(source.shares, False, "Förra årets andelar blir inte 100 % tillsammans.")
    return CarriedShares(source.shares, True)
