"""One area followed up: year beside year, its costs and income, its accounts and its months.

Amounts are shown as they are spent: costs without sign and income with minus, but in areas for funding income without.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from budgets.domain.facts import CentreFact
from budgets.domain.follow_up import (
    NO_OUTTURN,
    UNPLACED,
    FollowUpFacts,
    Outturn,
    YearOfActuals,
    outturns,
)
from budgets.domain.ledger import WHOLE_YEAR, LedgerRow, by_month, month_name
from budgets.domain.spread import MONTHS, amount_until
from finsam.money import ZERO, Unit

NO_KIND = "Övrigt"
"""What a cost or income is called that is of no account group and no budget line."""


@dataclass(frozen=True)
class AreaYear:
    """A year of an area. `costs` and `income` are its accounts that are above and below zero, `net` both."""

    year: int
    name: str
    outturn: Outturn
    costs: Decimal
    income: Decimal
    is_funding: bool

    @property
    def actual(self) -> Decimal:
        """What has happened so far, in the sign of the area."""
        return self._signed(self.outturn.actual)

    @property
    def budget(self) -> Decimal:
        """The year's budget, in the sign of the area."""
        return self._signed(self.outturn.budget)

    @property
    def remaining(self) -> Decimal:
        """What is left of the year's budget."""
        return self.outturn.remaining

    @property
    def consumed_percent(self) -> Decimal | None:
        """How much of the year's budget is used; None where nothing is budgeted."""
        return self.outturn.consumed_percent

    def _signed(self, amount: Decimal) -> Decimal:
        return (-amount or ZERO) if self.is_funding else amount


@dataclass(frozen=True)
class AccountRow:
    """An account of the area so far this year and last, in the sign of the area. `number` is "" for what has none."""

    number: str
    actual: Decimal
    before: Decimal
    name: str = ""


@dataclass(frozen=True)
class KindRow:
    """A kind of cost or income of the area: an account group, or a budget line where lines have none.

    In the sign of the area, but what remains: + when there is money left. `accounts` are those under it.
    """

    code: str
    label: str
    actual: Decimal
    budget: Decimal
    remaining: Decimal
    before: Decimal
    accounts: tuple[AccountRow, ...]
    line: UUID | None = None


@dataclass(frozen=True)
class MonthRow:
    """A month of the area. `actual` None: the ledger has not come so far. `accumulated` is to and with the month."""

    month: int
    actual: Decimal | None
    budget: Decimal
    before: Decimal
    accumulated: Decimal | None

    @property
    def name(self) -> str:
        """What the month is called."""
        return month_name(self.month)

    @property
    def yet_to_come(self) -> MonthRow:
        """The month as it is seen from an earlier one."""
        return replace(self, actual=None, accumulated=None)


@dataclass(frozen=True)
class Area:
    """All that is told of an area to and with a month. `years` end with the one followed up."""

    centre: int | None
    code: str
    name: str
    slug: str
    is_funding: bool
    month: int
    years: tuple[AreaYear, ...]
    kinds: tuple[KindRow, ...]
    months: tuple[MonthRow, ...]
    has_codes: bool = True
    unit: Unit = Unit.TKR

    @property
    def now(self) -> AreaYear:
        """The year that is followed up."""
        return self.years[-1]


def area(facts: FollowUpFacts, centre: int | None, month: int) -> Area:
    """An area with those under it, to and with a month; None for what has no ID."""
    found = next((each for each in facts.centres if each.pk == centre), None)
    is_funding = found is not None and found.is_funding
    places = within(facts.centres, centre)
    years = [
        _year(each, facts, centre, month, places, is_funding=is_funding) for each in (facts.before, facts.now)
    ]
    return Area(
        centre=centre,
        code=found.code if found else "",
        name=found.name if found else UNPLACED,
        slug=found.slug if found else "",
        is_funding=is_funding,
        month=month,
        years=tuple(each for each in years if each.year == facts.year or not each.outturn.is_empty),
        kinds=_kinds(facts, places, month, sign=-1 if is_funding else 1),
        months=tuple(
            row if row.month <= month else row.yet_to_come
            for row in month_rows(facts, places, sign=-1 if is_funding else 1)
        ),
        has_codes=facts.shows_codes and found is not None and bool(found.code),
        unit=facts.unit,
    )


def of_area(rows: Iterable[LedgerRow], places: frozenset[int | None]) -> tuple[LedgerRow, ...]:
    """What the ledger says of the areas."""
    return tuple(row for row in rows if row.centre in places)


def within(centres: tuple[CentreFact, ...], centre: int | None) -> frozenset[int | None]:
    """The area and those under it, of any depth."""
    if centre is None:
        return frozenset({None})
    found: set[int | None] = {centre}
    while more := {each.pk for each in centres if each.parent in found} - found:
        found |= more
    return frozenset(found)


def _year(
    year: YearOfActuals,
    facts: FollowUpFacts,
    centre: int | None,
    month: int,
    places: frozenset[int | None],
    *,
    is_funding: bool,
) -> AreaYear:
    sums: dict[tuple[Kind, str], Decimal] = {}
    for row in of_area(year.through(month), places):
        account = (_kind_of(row), row.account_number)
        sums[account] = sums.get(account, ZERO) + row.amount
    return AreaYear(
        year.year,
        dict(year.names).get(centre or 0)
        or next((each.name for each in facts.centres if each.pk == centre), UNPLACED),
        outturns(year, facts.centres, month).get(centre, NO_OUTTURN),
        costs=sum((each for each in sums.values() if each > 0), ZERO),
        income=sum((each for each in sums.values() if each < 0), ZERO),
        is_funding=is_funding,
    )


Kind: TypeAlias = tuple[str, UUID | None]
"""What a row is of: the code of its account group, or its budget line; ("", None) is neither."""


def _kind_of(row: LedgerRow) -> Kind:
    return (row.account, row.line)


def _kinds(
    facts: FollowUpFacts, places: frozenset[int | None], month: int, *, sign: int
) -> tuple[KindRow, ...]:
    """The budget's lines by account group, in printed order, then what the ledger has beside them."""
    budget: dict[Kind, Decimal] = {}
    labels: dict[Kind, set[str]] = {}
    for line in facts.now.budget.lines if facts.now.budget else ():
        if line.centre in places:
            kind: Kind = (line.account, None) if line.account else ("", line.key)
            budget[kind] = budget.get(kind, ZERO) + (line.amount or ZERO)
            labels.setdefault(kind, set()).add(line.label)
    now, before = (_by_account(of_area(year.through(month), places)) for year in (facts.now, facts.before))
    names, account_names = dict(facts.groups), dict(facts.account_names)

    def label_of(kind: Kind) -> str:
        own = labels.get(kind, set())
        return next(iter(own)) if len(own) == 1 else names.get(kind[0], NO_KIND)

    found = []
    for kind in dict.fromkeys((*budget, *sorted({*now, *before}, key=lambda each: (each[0], str(each[1]))))):
        accounts = {**dict.fromkeys(before.get(kind, {}), ZERO), **now.get(kind, {})}
        rows = tuple(
            AccountRow(
                number,
                accounts[number] * sign,
                before.get(kind, {}).get(number, ZERO) * sign,
                account_names.get(number, ""),
            )
            for number in sorted(accounts)
        )
        planned, spent = budget.get(kind, ZERO), sum(accounts.values(), ZERO)
        found.append(
            KindRow(
                kind[0],
                label_of(kind),
                actual=spent * sign or ZERO,
                budget=planned * sign or ZERO,
                remaining=planned - spent,
                before=sum((row.before for row in rows), ZERO),
                accounts=tuple(row for row in rows if row.number),
                line=kind[1],
            )
        )
    return tuple(row for row in found if row.actual or row.budget or row.before or row.accounts)


def _by_account(rows: Iterable[LedgerRow]) -> dict[Kind, dict[str, Decimal]]:
    found: dict[Kind, dict[str, Decimal]] = {}
    for row in rows:
        accounts = found.setdefault(_kind_of(row), {})
        accounts[row.account_number] = accounts.get(row.account_number, ZERO) + row.amount
    return found


def month_rows(facts: FollowUpFacts, places: frozenset[int | None], *, sign: int = 1) -> tuple[MonthRow, ...]:
    """The areas month by month against the budget; nothing where the ledger keeps no months of the year."""
    if not any(row.month != WHOLE_YEAR for row in of_area(facts.now.rows, places)):
        return ()
    now, before = (by_month(of_area(year.rows, places)) for year in (facts.now, facts.before))
    rows, accumulated = [], ZERO
    for month in range(1, MONTHS + 1):
        accumulated += now.get(month, ZERO)
        is_known = month <= facts.now.last_month
        rows.append(
            MonthRow(
                month,
                actual=now.get(month, ZERO) * sign if is_known else None,
                budget=_budget_of_month(facts.now, places, month) * sign,
                before=before.get(month, ZERO) * sign,
                accumulated=accumulated * sign if is_known else None,
            )
        )
    return tuple(rows)


def operations(facts: FollowUpFacts) -> frozenset[int | None]:
    """All areas but those for funding: what they cost together is the cost of the federation, net of own income."""
    return frozenset({None, *(centre.pk for centre in facts.centres if not centre.is_funding)})


def _budget_of_month(year: YearOfActuals, places: frozenset[int | None], month: int) -> Decimal:
    if year.budget is None:
        return ZERO
    lines = [line for line in year.budget.lines if line.centre in places]
    parts = year.budget.parts
    until, before = (
        sum((amount_until(line, parts, each, year.paid) or ZERO for line in lines), ZERO)
        for each in (month, month - 1)
    )
    return until - before
