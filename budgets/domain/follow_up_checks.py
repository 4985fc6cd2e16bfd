"""What of a year's outturn is told as a finding: what belongs to no ID, and areas that deviate much from the expected.

The page of the follow-up tells it of the month one looks at; the checks of the year of the last month in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgets.domain.follow_up import (
    FollowUpFacts,
    OperatingStatement,
    StatementRow,
    Threshold,
    operating_statement,
)
from budgets.domain.spread import MONTHS
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.sources import Source


def areas_keep_to_their_budget(facts: FollowUpFacts) -> Iterator[Finding]:
    """No area deviates much from what the decided budget lets expect to the last month that the ledger tells of."""
    if is_held_to_its_budget(facts):
        yield from large_deviations(operating_statement(facts, facts.now.last_month))


def every_amount_has_an_id(facts: FollowUpFacts) -> Iterator[Finding]:
    """All that the ledger tells to its last month belongs to an ID."""
    if facts.now.rows:
        yield from unplaced(operating_statement(facts, facts.now.last_month))


def unplaced(statement: OperatingStatement) -> Iterator[Finding]:
    """What is in the ledger and belongs to no ID, with the number of kronor."""
    if statement.unplaced:
        amount = swedish.amount_with_unit(abs(statement.unplaced))
        kind = "Kostnader" if statement.unplaced > 0 else "Intäkter"
        yield Finding(
            code="follow_up.unplaced",
            severity=Severity.WARNING,
            where=where(statement),
            message=f"{kind} på {amount} är bokförda men hör inte till något ID.",
            expected="varje belopp på ett ID",
            found=amount,
            remedy="Säg vilket ID det hör till, under Uppföljning › Kopplingar.",
        )


def is_held_to_its_budget(facts: FollowUpFacts) -> bool:
    """Whether there is a decided budget to deviate from, and something in the ledger that does or does not."""
    return bool(facts.now.rows) and facts.now.budget is not None and facts.now.budget.is_decided


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
            remedy=f"Kommenterat i prognosen: ”{row.comment}”"
            if row.comment
            else "Skriv i prognosen vad det beror på, under Uppföljning. Behövs mer pengar: ändra budgeten."
            if row.deviation < 0 and not row.is_funding and not statement.is_whole_year
            else "Skriv i prognosen vad det beror på, under Uppföljning.",
            source=_source(statement.threshold),
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


def _source(threshold: Threshold) -> Source:
    least, share = swedish.amount_with_unit(threshold.amount), swedish.percent(threshold.percent)
    limit = f"minst {least} och {share} av årsbudgeten"
    return Source(f"{threshold.source}: {limit}" if threshold.source else f"Gränsen {limit}")


def _spoken(row: StatementRow, as_result: Decimal) -> str:
    """An amount as it is spoken of: a cost and an income without sign."""
    return swedish.amount_with_unit(as_result if row.is_funding else -as_result)


FOLLOW_UP_CHECKS = (every_amount_has_an_id, areas_keep_to_their_budget)
