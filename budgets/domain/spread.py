"""How a year's budget lies over its months: by the parts it is entered in, by the days members pay on, else evenly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from budgets.domain.facts import BudgetFact, LineFact
from budgets.domain.requisitions import InstalmentFact, days_of
from finsam.money import ZERO, percent_of
from members.domain.statute import WHOLE

MONTHS = 12
PaidPercents = tuple[Decimal, ...]
"""How many per cent of the year's contribution are to be paid by the end of each month; () where nothing says."""


def budget_until(budget: BudgetFact, month: int, paid: PaidPercents = ()) -> BudgetFact:
    """The budget to and with a month, as a budget of its own, so that it adds up the same way."""
    lines = tuple(
        replace(line, whole=amount_until(line, budget.parts, month, paid), others=()) for line in budget.lines
    )
    return replace(budget, lines=lines, parts=1)


def amount_until(line: LineFact, parts: int, month: int, paid: PaidPercents = ()) -> Decimal | None:
    """What a line has to and with a month: the parts that are over, and so much of the part that is not.

    A contribution that is not in parts comes on the days members pay on, anything else evenly over the months.
    """
    if line.amount is None:
        return None
    if follows_payments(line, paid):
        return line.amount * (paid[month - 1] if month else ZERO) / WHOLE
    cells = [each for each in line.others if each.kind == "part" and each.amount is not None]
    if not cells:
        return line.amount * month / MONTHS
    length = MONTHS // parts
    gone = {each.part: min(max(month - (each.part - 1) * length, 0), length) for each in cells}
    return sum(((each.amount or ZERO) * gone[each.part] / length for each in cells), ZERO)


def is_in_parts(line: LineFact) -> bool:
    """Whether amounts are entered for parts of the year."""
    return any(each.kind == "part" and each.amount is not None for each in line.others)


def follows_payments(line: LineFact, paid: PaidPercents) -> bool:
    """Whether the line comes on the days members pay on."""
    return bool(paid) and line.nature == "contribution" and not is_in_parts(line)


def paid_percents(
    year: int, instalments: tuple[InstalmentFact, ...], shares: Mapping[str, Decimal]
) -> PaidPercents:
    """How the year's contribution comes by its payment days. `shares` is what each party pays, in per cent.

    () where there are no days, or where a party's do not add up to 100 %. A day before the year counts from January,
    and by December all is the year's.
    """
    by_party = {party: days_of(party, instalments) for party, percent in shares.items() if percent}
    if not by_party or any(sum((day.percent for day in days), ZERO) != WHOLE for days in by_party.values()):
        return ()
    whole = sum(shares.values(), ZERO)
    found = []
    for month in range(1, MONTHS):
        gone = sum(
            (
                shares[party] * day.percent
                for party, days in by_party.items()
                for day in days
                if (day.due_on.year, day.due_on.month) <= (year, month)
            ),
            ZERO,
        )
        found.append(percent_of(gone, whole * WHOLE) or ZERO)
    return (*found, WHOLE)
