"""A year followed up, in facts: what Södra Dalarna's årsredovisning 2018 prints, in kronor that it rounds from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from budgets.domain.facts import CentreFact, LineFact
from budgets.domain.follow_up import FollowUpFacts, YearOfActuals
from budgets.domain.ledger import LedgerRow
from tests.budgets.facts import budget
from tests.golden import sodra_dalarna_2018 as golden

NAMES = {
    row["id"].replace(" ", ""): row["label"] for row in golden("operating_statement")["rows"] if row["id"]
}


def area(code: str) -> CentreFact:
    """An area as it is called in 2018; its key is its ID."""
    return CentreFact(
        int(code), None, code, NAMES[code], "funding" if code == "50000" else "operations", slug=code
    )


def year_of(year: int, kronor: dict[str, dict[str, Any]], *, month: int = 12) -> YearOfActuals:
    """A year with one budget line per area, and its costs and income in a month."""
    lines, actuals = [], []
    for code, each in kronor.items():
        lines.append(line_of(code, each["budget"]))
        if "cost" in each:
            actuals.append(LedgerRow(month, Decimal(each["cost"]), int(code), "45"))
        if "income" in each:
            actuals.append(LedgerRow(month, -Decimal(each["income"]), int(code), "35"))
    return YearOfActuals(year, budget(year, *lines, status="adopted"), tuple(actuals))


def line_of(code: str, kronor: int) -> LineFact:
    """An area's budget line."""
    nature = "contribution" if code == "50000" else "cost"
    return LineFact(int(code), UUID(int=int(code)), int(code), "45", "Allt", nature, Decimal(kronor))


def facts_of_2018() -> FollowUpFacts:
    """2018 beside 2017."""
    found = golden("operating_statement")
    return FollowUpFacts(
        now=year_of(2018, found["kronor"]),
        before=year_of(2017, found["kronor_2017"]),
        centres=tuple(area(code) for code in NAMES),
    )


def no_year(year: int) -> YearOfActuals:
    """A year of which nothing is known."""
    return YearOfActuals(year, None, ())
