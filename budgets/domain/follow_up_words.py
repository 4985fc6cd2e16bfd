"""What the operating statement says, in sentences: the result, the share that is used, the forecast, and what was to be
expected.
"""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.follow_up import OperatingStatement, YearOfActuals
from budgets.domain.follow_up_checks import until
from budgets.domain.ledger import month_name
from budgets.domain.spread import MONTHS, follows_payments, is_in_parts
from finsam import swedish
from finsam.money import ZERO, percent_of


def summary(statement: OperatingStatement) -> tuple[str, ...]:
    """The sentences, in order."""
    found = [_result(statement)]
    if statement.lacks_months:
        found.append(f"Bokfört är till och med {month_name(statement.booked_month)}.")
    if statement.has_budget:
        found += _consumed(statement)
    total = statement.total
    if total.forecast_shown is not None:
        against = f", mot budgeterade {_told(total.budget, statement)}" if statement.has_budget else ""
        found.append(f"Årets resultat väntas bli {_told(total.forecast_shown, statement)}{against}.")
    return tuple(found)


PARTS = {2: "halvår", 3: "tertial", 4: "kvartal", 12: "månader"}
"""What a year's parts are called, by how many they are."""


def expectation(year: YearOfActuals, month: int) -> str:
    """What is expected to and with the month, and what that rests on; "" without a budget."""
    if year.budget is None:
        return ""
    if month == MONTHS:
        return "Väntat för hela året är årsbudgeten."
    lines = [line for line in year.budget.lines if line.amount]
    paid = [line for line in lines if follows_payments(line, year.paid)]
    parted = [line for line in lines if is_in_parts(line)]
    rests_on = []
    if paid:
        share = swedish.percent(year.paid[month - 1], 0)
        rests_on.append(f"medlemmarnas medel efter årets betalningsdagar ({share})")
    if parted:
        rests_on.append(f"det som är delat på {PARTS[year.budget.parts]} efter delarna")
    if len(paid) + len(parted) < len(lines) or not lines:
        share = swedish.percent(Decimal(month * 100) / MONTHS, 0)
        rests_on.append(f"{'allt annat' if rests_on else 'årsbudgeten'} jämnt över året ({share})")
    return f"Väntat {until(month)} räknas så här: {swedish.listed(rests_on)}."


def _result(statement: OperatingStatement) -> str:
    total, year = statement.total, statement.year
    actual = _told(total.actual, statement)
    if not statement.has_budget:
        return f"Resultatet {year} {until(statement.month)} är {actual}."
    if statement.is_whole_year:
        return f"Årets resultat {year} är {actual}, mot budgeterade {_told(total.budget, statement)}."
    return (
        f"Resultatet {year} {until(statement.month)} är {actual}. Väntat hittills är "
        f"{_told(total.expected, statement)}, och årsbudgeten är {_told(total.budget, statement)}."
    )


def _consumed(statement: OperatingStatement) -> list[str]:
    """How much of what operations may cost is used, against how much of the year has passed."""
    rows = [row for row in statement.rows if not row.depth and not row.is_funding]
    budget = sum((row.outturn.budget for row in rows), ZERO)
    share = percent_of(sum((row.outturn.actual for row in rows), ZERO), budget)
    if share is None:
        return []
    used = f"{swedish.percent(share, 0)} av årsbudgeten för kostnader är förbrukad"
    if statement.is_whole_year:
        return [f"{used}."]
    return [f"{used} när {swedish.percent(statement.expected_percent, 0)} av året har gått."]


def _told(amount: Decimal, statement: OperatingStatement) -> str:
    return swedish.amount_with_unit(amount, statement.unit)
