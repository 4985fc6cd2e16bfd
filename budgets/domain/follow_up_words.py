"""What the operating statement says, in sentences: the result, the share that is used, and the forecast."""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.follow_up import OperatingStatement
from budgets.domain.follow_up_checks import until
from budgets.domain.ledger import month_name
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
