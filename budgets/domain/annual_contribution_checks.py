"""Check of the members' contributions when a year has ended: what is booked as theirs is what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from budgets.domain.annual_facts import AnnualFacts
from budgets.domain.result_kinds import Kind, kinds_of_budget
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import ZERO, Unit, in_unit


def contributions_are_those_decided(facts: AnnualFacts) -> Iterator[Finding]:
    """The members' contributions in the ledger are those of the adopted budget in force, but for öre.

    Else income of another kind may be told as theirs, or theirs as other income, and the note of what each has paid
    is of neither.
    """
    budget = facts.interim.follow_up.now.budget
    if facts.statement is None or budget is None or not budget.is_decided:
        return
    booked = facts.statement.kinds.get(Kind.CONTRIBUTIONS, ZERO)
    decided = kinds_of_budget(budget).get(Kind.CONTRIBUTIONS, ZERO)
    if in_unit(booked, Unit.KR) == in_unit(decided, Unit.KR):
        return
    difference = booked - decided
    yield Finding(
        code="annual.contributions_differ",
        severity=Severity.WARNING,
        where=f"Bidrag från medlemmarna {facts.year}",
        message=f"Det som är bokfört som medlemmarnas bidrag är {swedish.exact(abs(difference))}{swedish.NBSP}kr "
        f"{'mer' if difference > 0 else 'mindre'} än medelstilldelningen i budgeten som gäller.",
        expected=f"{swedish.exact(decided)}{swedish.NBSP}kr",
        found=f"{swedish.exact(booked)}{swedish.NBSP}kr",
        remedy="Kontrollera att bidragen är bokförda på det ID och det konto (i Kommun-Bas 35) som de är budgeterade "
        "på, och att annat inte är det. Konton och objekt kopplas under Kopplingar. Har medlemmarna betalat ett annat "
        "belopp än det beslutade förklarar du det.",
        page="ledger_meanings",
        page_label="Öppna kopplingarna",
    )
