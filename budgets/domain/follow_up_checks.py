"""What of a year's outturn is told as a finding: areas that deviate much from what was to be expected."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgets.domain.follow_up import OperatingStatement, StatementRow
from budgets.domain.spread import MONTHS
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.sources import Source


def large_deviations(statement: OperatingStatement) -> Iterator[Finding]:
    """The areas that deviate more than the threshold, the worst first, with the number of kronor."""
    for row in statement.large:
        yield Finding(
            code="follow_up.large_deviation",
            severity=Severity.WARNING,
            where=where(statement),
            message=sentence(row, statement),
            expected=_spoken(row, row.expected),
            found=_spoken(row, row.actual),
            remedy="" if row.comment else "Skriv vad det beror på i prognosen.",
            source=Source(statement.threshold.source) if statement.threshold.source else None,
            about=(f"actual.cost_centre_total:{row.slug}@{statement.year}",) if row.slug else (),
        )


def where(statement: OperatingStatement) -> str:
    """Uppföljning 2018, or Uppföljning 2023 till och med augusti."""
    return f"Uppföljning {statement.year}{'' if statement.is_whole_year else f' {until(statement.month)}'}"


def until(month: int) -> str:
    """Till och med augusti; hela året."""
    return "hela året" if month == MONTHS else f"till och med {swedish.MONTHS[month - 1]}"


def sentence(row: StatementRow, statement: OperatingStatement) -> str:
    """What an area has cost or given against the budget, with the kronor."""
    is_more = (row.deviation > 0) == row.is_funding
    verb = "gett" if row.is_funding else "kostat"
    kronor = swedish.amount_with_unit(abs(row.deviation))
    measure = "budgeten för året" if statement.is_whole_year else "budgeten hittills"
    return f"{named(row)} har {verb} {kronor} {'mer' if is_more else 'mindre'} än {measure}."


def named(row: StatementRow) -> str:
    """ID 21 000 Övergripande samordning, by name alone where no ID is used."""
    return f"ID\u00a0{swedish.code(row.code)} {row.name}" if row.code else row.name


def _spoken(row: StatementRow, as_result: Decimal) -> str:
    """An amount as it is spoken of: a cost and an income without sign."""
    return swedish.amount_with_unit(as_result if row.is_funding else -as_result)
