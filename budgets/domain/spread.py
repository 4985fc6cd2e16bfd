"""How a year's budget lies over its months: by the parts it is entered in, and evenly within a part."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from budgets.domain.facts import BudgetFact, LineFact
from finsam.money import ZERO

MONTHS = 12


def budget_until(budget: BudgetFact, month: int) -> BudgetFact:
    """The budget to and with a month, as a budget of its own, so that it adds up the same way."""
    lines = tuple(
        replace(line, whole=amount_until(line, budget.parts, month), others=()) for line in budget.lines
    )
    return replace(budget, lines=lines, parts=1)


def amount_until(line: LineFact, parts: int, month: int) -> Decimal | None:
    """What a line has to and with a month: the parts that are over, and so much of the part that is not."""
    if line.amount is None:
        return None
    cells = [each for each in line.others if each.kind == "part" and each.amount is not None]
    if not cells:
        return line.amount * month / MONTHS
    length = MONTHS // parts
    gone = {each.part: min(max(month - (each.part - 1) * length, 0), length) for each in cells}
    return sum(((each.amount or ZERO) * gone[each.part] / length for each in cells), ZERO)
