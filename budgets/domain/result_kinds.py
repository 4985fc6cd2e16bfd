"""What a row of the ledger, a line of the budget and a forecast are in the income statement (5 kap. 2 § LKBR).

Some account groups of Kommun-Bas say it by themselves. Else the budget's line says it, since the code does not: 35
holds contributions in one area and grants to teams in another. Where neither does, the class of the account, the kind
of area and at last the sign decide. Amounts come in with the ledger's sign and go out as a result: income +, cost −.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from budgets.domain.facts import BudgetFact, CentreFact
from budgets.domain.follow_up import FollowUpFacts, OperatingStatement, StatementRow
from budgets.domain.follow_up_areas import within
from budgets.domain.ledger import ForecastFact, LedgerRow
from finsam.money import ZERO


class Kind(StrEnum):
    """The smallest parts that an income statement is made of."""

    INCOME = "income"
    GRANTS = "grants"
    """EU funds and other grants, from others than the members."""
    COST = "cost"
    DEPRECIATION = "depreciation"
    CONTRIBUTIONS = "contributions"
    FINANCIAL_INCOME = "financial_income"
    FINANCIAL_COST = "financial_cost"
    EXTRAORDINARY = "extraordinary"


Kinds: TypeAlias = Mapping[Kind, Decimal]
"""What each kind comes to, as a result: income +, cost −."""

BY_GROUP = {
    "79": Kind.DEPRECIATION,
    "84": Kind.FINANCIAL_INCOME,
    "85": Kind.FINANCIAL_COST,
    "86": Kind.EXTRAORDINARY,
    "87": Kind.EXTRAORDINARY,
}
"""Account groups of Kommun-Bas that have a row of their own. Another plan's account is told by its mapping."""
BY_NATURE = {"cost": Kind.COST, "income": Kind.INCOME, "contribution": Kind.CONTRIBUTIONS}
GRANTS_GROUP = "35"
"""Bidrag: income there is grants, where it is not the members' contributions. Theirs are booked there if nothing says
another account."""
COST_CLASSES = frozenset("4567")
FINANCIAL_CLASS = "8"

_Cell: TypeAlias = tuple[int | None, str, UUID | None, str]
"""ID, code of account group, budget line and account number: what no netting goes beyond (4 kap. 4 § 6 LKBR)."""


@dataclass(frozen=True)
class Natures:
    """What a year's budget says of its lines, and of the areas they lie in."""

    funding: frozenset[int]
    of_line: Mapping[UUID, str]
    of_cell: Mapping[tuple[int, str], str]
    """Per ID and account group, where all lines there are of one nature."""
    of_centre: Mapping[int, str]
    """Per ID, where all its lines are of one nature."""
    contribution_groups: Mapping[int, frozenset[str]]
    """Per ID the account groups that the members' contributions are budgeted in."""


def natures(budget: BudgetFact | None, centres: Iterable[CentreFact]) -> Natures:
    """What the budget says of its lines; without a budget only which areas are for funding."""
    lines = budget.lines if budget else ()
    cells: dict[tuple[int, str], set[str]] = {}
    places: dict[int, set[str]] = {}
    groups: dict[int, set[str]] = {}
    for line in lines:
        if line.account:
            cells.setdefault((line.centre, line.account), set()).add(line.nature)
        places.setdefault(line.centre, set()).add(line.nature)
        if line.account and line.nature == "contribution":
            groups.setdefault(line.centre, set()).add(line.account)
    return Natures(
        funding=frozenset(each.pk for each in centres if each.is_funding),
        of_line={line.key: line.nature for line in lines},
        of_cell={place: next(iter(found)) for place, found in cells.items() if len(found) == 1},
        of_centre={place: next(iter(found)) for place, found in places.items() if len(found) == 1},
        contribution_groups={place: frozenset(found) for place, found in groups.items()},
    )


def kind_of(cell: _Cell, amount: Decimal, said: Natures) -> Kind:
    """What a cell of the ledger is, by its place and, where nothing else tells, by whether it is above zero."""
    centre, group, line, number = cell
    code = group or number
    if code[:2] in BY_GROUP:
        return BY_GROUP[code[:2]]
    nature = said.of_line.get(line) if line else None
    if nature is None and centre is not None:
        nature = said.of_cell.get((centre, group)) if code else said.of_centre.get(centre)
    if nature is not None:
        return _of_nature(nature, code)
    if code[:1] in COST_CLASSES:
        return Kind.COST
    if centre in said.funding and _may_be_contribution(centre, code, said):
        return Kind.CONTRIBUTIONS
    if code[:1] == FINANCIAL_CLASS:
        return Kind.FINANCIAL_INCOME if amount < 0 else Kind.FINANCIAL_COST
    return _of_nature("income" if amount < 0 else "cost", code)


def _of_nature(nature: str, code: str) -> Kind:
    """What a line of a nature is on an account."""
    if nature == "income" and code.startswith(GRANTS_GROUP):
        return Kind.GRANTS
    return BY_NATURE[nature]


def kinds_of_ledger(rows: Iterable[LedgerRow], said: Natures) -> dict[Kind, Decimal]:
    """What rows of the ledger come to by kind. Together they are the result of the rows, always."""
    cells: dict[_Cell, Decimal] = {}
    for row in rows:
        cell = (row.centre, row.account, row.line, row.account_number)
        cells[cell] = cells.get(cell, ZERO) + row.amount
    return _summed((kind_of(cell, amount, said), -amount) for cell, amount in cells.items())


def kinds_of_budget(budget: BudgetFact, places: frozenset[int | None] | None = None) -> dict[Kind, Decimal]:
    """What a budget's lines come to by kind: all of them, or those of some areas."""
    return _summed(
        (BY_GROUP.get(line.account[:2], _of_nature(line.nature, line.account)), -(line.amount or ZERO))
        for line in budget.lines
        if places is None or line.centre in places
    )


def kinds_of_forecast(facts: FollowUpFacts, statement: OperatingStatement) -> dict[Kind, Decimal] | None:
    """What the year is expected to end at by kind, as the statement's forecasts say; None while there is none.

    A forecast of budget lines is of their kind. One of a whole ID is net: what the ID has beside its chief kind is
    taken as budgeted, or as entered so far where that is more, and the rest is of its chief kind (cost; contributions
    where the ID is for funding). An ID without forecast counts as budgeted. Together they are the total's forecast.
    """
    if not statement.has_forecast:
        return None
    said = natures(facts.now.budget, facts.centres)
    rows = {row.centre: row for row in statement.rows}
    found: dict[Kind, Decimal] = {}
    for centre in facts.centres:
        if centre.parent is None:
            _add(found, _expected(centre, facts, statement.month, rows, said))
    unplaced = (row for row in facts.now.through(statement.month) if row.centre is None)
    _add(found, kinds_of_ledger(unplaced, said))
    return found


def has_net_forecast(facts: FollowUpFacts, statement: OperatingStatement) -> bool:
    """Whether an ID is forecast as one amount though it has both income and cost, so that its kinds are derived."""
    said = natures(facts.now.budget, facts.centres)
    return any(
        row.forecast is not None
        and row.centre is not None
        and None in _latest(facts.forecasts, row.centre, statement.month)
        and len(_known(facts, row.centre, statement.month, said)) > 1
        for row in statement.rows
    )


def _expected(
    centre: CentreFact,
    facts: FollowUpFacts,
    month: int,
    rows: Mapping[int | None, StatementRow],
    said: Natures,
) -> dict[Kind, Decimal]:
    """What an area with those under it is expected to end at: its forecast, else theirs and its own budget."""
    row = rows.get(centre.pk)
    if row is None:
        return {}
    if row.forecast is not None:
        latest = _latest(facts.forecasts, centre.pk, month)
        if None in latest:
            return _divided(-row.forecast, centre, _known(facts, centre.pk, month, said))
        return _of_lines(facts.now.budget, centre, latest, said)
    found = kinds_of_budget(facts.now.budget, frozenset({centre.pk})) if facts.now.budget else {}
    for each in facts.centres:
        if each.parent == centre.pk:
            _add(found, _expected(each, facts, month, rows, said))
    return found


def _divided(result: Decimal, centre: CentreFact, known: Kinds) -> dict[Kind, Decimal]:
    """A net forecast over the kinds that the area is known to have."""
    order = (Kind.CONTRIBUTIONS, Kind.INCOME, Kind.COST) if centre.is_funding else (Kind.COST, Kind.INCOME)
    usual = Kind.CONTRIBUTIONS if centre.is_funding else Kind.INCOME if result > 0 else Kind.COST
    chief = next((kind for kind in (*order, *Kind) if kind in known), usual)
    others = {kind: amount for kind, amount in known.items() if kind is not chief}
    return {**others, chief: result - sum(others.values(), ZERO)}


def _known(facts: FollowUpFacts, centre: int, month: int, said: Natures) -> dict[Kind, Decimal]:
    """The kinds that an area with those under it is budgeted or entered with, each at the larger of the two."""
    places = within(facts.centres, centre)
    budget = kinds_of_budget(facts.now.budget, places) if facts.now.budget else {}
    actual = kinds_of_ledger((row for row in facts.now.through(month) if row.centre in places), said)
    larger = {
        kind: max(budget.get(kind, ZERO), actual.get(kind, ZERO), key=abs) for kind in {*budget, *actual}
    }
    return {kind: amount for kind, amount in larger.items() if amount}


def _of_lines(
    budget: BudgetFact | None,
    centre: CentreFact,
    latest: Mapping[UUID | None, ForecastFact],
    said: Natures,
) -> dict[Kind, Decimal]:
    """What an area's lines are expected to end at, those without forecast as budgeted."""
    lines = {
        line.key: (line.account, line.amount or ZERO)
        for line in (budget.lines if budget else ())
        if line.centre == centre.pk
    }
    for key, each in latest.items():
        if key is not None and each.amount is not None:
            lines[key] = (lines.get(key, ("", ZERO))[0], each.amount)
    return _summed(
        (kind_of((centre.pk, group, key, ""), amount, said), -amount)
        for key, (group, amount) in lines.items()
    )


def _latest(forecasts: Iterable[ForecastFact], centre: int, month: int) -> dict[UUID | None, ForecastFact]:
    """The latest forecast made by the month of an area (None) and of each of its lines."""
    ordered = sorted(forecasts, key=lambda each: each.month)
    return {each.line: each for each in ordered if each.centre == centre and each.month <= month}


def _may_be_contribution(centre: int | None, code: str, said: Natures) -> bool:
    """Whether what an area for funding holds is the members', where no line of the budget says.

    Without an account it is. On an account it is in the groups that the contributions are budgeted in, or in Bidrag
    where the budget names none: what is sold is other income, wherever it is placed.
    """
    return not code or code.startswith(tuple(said.contribution_groups.get(centre or 0) or (GRANTS_GROUP,)))


def _summed(parts: Iterable[tuple[Kind, Decimal]]) -> dict[Kind, Decimal]:
    found: dict[Kind, Decimal] = {}
    for kind, amount in parts:
        found[kind] = found.get(kind, ZERO) + amount
    return found


def _add(into: dict[Kind, Decimal], more: Kinds) -> None:
    for kind, amount in more.items():
        into[kind] = into.get(kind, ZERO) + amount
