"""What must hold before an annual report is decided: the year is whole, and its statements say the same thing.

Checks are plain functions over `AnnualFacts`, in STATEMENT_CHECKS. Those of the ledger and the balance sheet are the
ones of a part of the year (`interim_checks`), held to December.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from budgets.domain.annual_contribution_checks import contributions_are_those_decided
from budgets.domain.annual_equity_checks import EQUITY_CHECKS
from budgets.domain.annual_facts import AnnualFacts
from budgets.domain.balance_requirement import balance_requirement
from budgets.domain.balance_sheet import is_booked
from budgets.domain.comparatives import Change, changes_of_parts, of_statement
from budgets.domain.cost_notes import audit_cost, staff_costs
from budgets.domain.income_statement import by_part
from budgets.domain.interim_checks import (
    balance_is_known_and_balances,
    equity_moves_by_the_result,
    every_row_has_its_place,
    months_are_booked_and_closed,
    year_opens_as_the_last_one_closed,
)
from budgets.domain.result_kinds import Kind
from budgets.domain.standard_forms import LKBR_YEAR, law_form
from budgets.domain.statement_forms import Statement
from budgets.domain.statement_notes import BALANCE_NOTES, StatementNote, parts_of_note
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import ZERO, Unit, in_unit
from finsam.sources import accounting_act

FLOW_RESULT = ("operating_result", "financial_income", "financial_cost", "extraordinary")
"""The parts of the cash flow that are the year's result."""


def one_name_has_one_value(facts: AnnualFacts) -> Iterator[Finding]:
    """The year's result, and cash, are the same in every statement that tells them (4 kap. 4 § LKBR)."""
    results: dict[str, Decimal] = {}
    if facts.operating is not None:
        results["driftredovisningen"] = facts.operating.total.actual
    if facts.statement is not None:
        results["resultaträkningen"] = sum(facts.statement.kinds.values(), ZERO)
    if facts.balance is not None and facts.balance.amounts.get("result") is not None:
        results["balansräkningen"] = facts.balance.amounts["result"] or ZERO
    if facts.cash_flow is not None:
        results["kassaflödesanalysen"] = sum(
            (facts.cash_flow.amounts[each] or ZERO for each in FLOW_RESULT), ZERO
        )
    yield from _differing(facts, "Årets resultat", "annual.result_differs", results)
    cash: dict[str, Decimal] = {}
    if facts.balance is not None:
        cash["balansräkningen"] = facts.balance.cash
    if facts.cash_flow is not None:
        cash["kassaflödesanalysen"] = facts.cash_flow.amounts["cash_closing"] or ZERO
    yield from _differing(facts, "Kassa och bank vid årets slut", "annual.cash_differs", cash)


def _differing(facts: AnnualFacts, name: str, code: str, values: Mapping[str, Decimal]) -> Iterator[Finding]:
    if len(set(values.values())) > 1:
        first, *others = values.items()
        yield Finding(
            code=code,
            severity=Severity.ERROR,
            where=f"Räkenskaperna {facts.year}",
            message=f"{name} har inte samma värde överallt: "
            f"{swedish.listed([f'{_kronor(amount)} i {where}' for where, amount in values.items()])}.",
            expected=_kronor(first[1]),
            found=_kronor(next(amount for _where, amount in others if amount != first[1])),
            remedy="Kontrollera att hela året är bokfört, och att balansen är införd efter sista bokningen.",
            source=accounting_act("4 kap. 4 §"),
            about=(f"actual.result@{facts.year}",),
            page="balance",
            page_label="Öppna balansen",
        )


def operating_statement_becomes_the_income_statement(facts: AnnualFacts) -> Iterator[Finding]:
    """Every ID's net amount is the sum of its kinds, and the kinds of all IDs are the rows of the income statement."""
    if facts.bridge is None or facts.statement is None:
        return
    for part in facts.bridge.parts:
        for row in part.rows:
            if not row.ties:
                yield _of_statements(
                    facts,
                    "annual.bridge_differs",
                    f"{row.name}: intäkter och kostnader ger inte nettobeloppet i driftredovisningen.",
                    row.net,
                    sum(row.amounts, ZERO),
                )
    for kind in Kind:
        booked = facts.statement.kinds.get(kind, ZERO)
        if facts.bridge.amount(kind) != booked:
            yield _of_statements(
                facts,
                "annual.bridge_differs",
                "Övergången från netto till brutto ger inte resultaträkningens rad.",
                booked,
                facts.bridge.amount(kind),
            )


def result_is_booked(facts: AnnualFacts) -> Iterator[Finding]:
    """The year has an income statement and an operating statement, which no annual report lacks (4 kap. 1 § LKBR)."""
    if facts.statement is None or not facts.interim.follow_up.now.rows:
        yield Finding(
            code="annual.result_missing",
            severity=Severity.ERROR,
            where=f"Räkenskaperna {facts.year}",
            message="Resultaträkning och driftredovisning går inte att ta fram: inga intäkter eller kostnader är "
            "bokförda.",
            remedy=f"Läs in eller skriv in huvudboken för {facts.year}.",
            source=accounting_act("4 kap. 1 §"),
            page="ledger",
            page_label="Öppna huvudboken",
        )


def cash_flow_ends_at_cash(facts: AnnualFacts) -> Iterator[Finding]:
    """The cash flow can be derived, and explains what cash has moved by (4 kap. 1 § and 8 kap. 1 § LKBR).

    That nothing is booked is told by itself, and not here as a balance that is missing.
    """
    if facts.balance is None or not is_booked(facts.interim.ledger):
        return
    if facts.cash_flow is None:
        yield Finding(
            code="annual.cash_flow_missing",
            severity=Severity.ERROR,
            where=f"Kassaflödesanalys {facts.year}",
            message="Kassaflödesanalysen går inte att ta fram: balansen vid förra årets slut är inte införd.",
            remedy=f"För in balansen vid utgången av {facts.year - 1}, eller den ingående balansen.",
            source=accounting_act("8 kap. 1 §"),
            page="balance",
            page_label="Öppna balansen",
        )
    elif facts.cash_flow.unexplained:
        moved = facts.cash_flow.flow + facts.cash_flow.unexplained
        yield Finding(
            code="annual.cash_flow_differs",
            severity=Severity.ERROR,
            where=f"Kassaflödesanalys {facts.year}",
            message=f"Kassaflödet slutar inte på kassa och bank: {_kronor(abs(facts.cash_flow.unexplained))} går inte "
            "att härleda.",
            expected=_kronor(moved),
            found=_kronor(facts.cash_flow.flow),
            remedy="Kontrollera att balansräkningen går jämnt ut båda åren.",
            source=accounting_act("8 kap. 1 §"),
            about=(f"statement.cash_flow:flow@{facts.year}",),
            page="balance",
            page_label="Öppna balansen",
        )


def notes_add_up_to_their_lines(facts: AnnualFacts) -> Iterator[Finding]:
    """What a note tells of a line comes to the line, and its rows to its sum."""
    for note in facts.notes:
        line = _line_of(facts, note)
        if line is not None and note.total != line:
            yield _of_statements(
                facts, "annual.note_differs", f"Noten ”{note.title}” blir inte sin rad.", line, note.total
            )
        rows = sum((row.now for row in note.rows), ZERO)
        if not _same_in(note.unit, rows, note.total):
            yield _of_statements(
                facts,
                "annual.note_sum",
                f"Raderna i noten ”{note.title}” blir inte summan.",
                note.total,
                rows,
            )


def _line_of(facts: AnnualFacts, note: StatementNote) -> Decimal | None:
    """What the note's line says; None where the statement is not drawn up."""
    if note.key in BALANCE_NOTES:
        if facts.balance is None:
            return None
        parts = parts_of_note(note.key, facts.balance.form)
        return sum((facts.balance.amounts.get(part) or ZERO for part in parts), ZERO)
    if facts.statement is None:
        return None
    if note.key == "contributions":
        return facts.statement.kinds.get(Kind.CONTRIBUTIONS, ZERO)
    return -facts.statement.kinds.get(Kind.COST, ZERO) or ZERO


def _same_in(unit: Unit, one: Decimal, other: Decimal) -> bool:
    """Whether two sums are the same, or round to the same: the members' parts are whole units."""
    return one == other or in_unit(one, unit) == in_unit(other, unit)


def comparatives_are_as_adopted(facts: AnnualFacts) -> Iterator[Finding]:
    """Last year's amounts in the ledger are those of last year's adopted annual report (4 kap. 4 § 7 LKBR).

    Each row that differs is named with both, in every statement and note that compares with the report.
    """
    by_place = {place: found for place, found in _changed(facts) if found}
    changed = [each for found in by_place.values() for each in found]
    if changed:
        before = facts.year - 1
        told = "; ".join(
            f"{place}: {swedish.listed([each.told_shortly() for each in found])}"
            for place, found in by_place.items()
        )
        yield Finding(
            code="annual.comparatives_changed",
            severity=Severity.WARNING,
            where=f"Jämförelsetal {before}",
            message=f"Bokföringen för {before} har ändrats sedan årsredovisningen för {before} fastställdes, på "
            f"{swedish.count(len(changed))} {'ställe' if len(changed) == 1 else 'ställen'}. {told}. Årsredovisningen "
            "visar de fastställda beloppen och säger vad som har ändrats.",
            expected=_kronor(changed[0].adopted) if len(changed) == 1 else "",
            found=_kronor(changed[0].present) if len(changed) == 1 else "",
            remedy=f"Rätta bokföringen för {before}, eller förklara ändringen i en not.",
            source=accounting_act("9 kap."),
            page="ledger",
            page_label="Öppna huvudboken",
        )


def _changed(facts: AnnualFacts) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Each statement and note with what differs in it."""
    income, balance = (of_statement(each, facts.adopted) for each in (Statement.INCOME, Statement.BALANCE))
    if income is not None:
        form = facts.statement.form if facts.statement else law_form(Statement.INCOME, facts.year)
        yield "Resultaträkningen", changes_of_parts(form, income, by_part(facts.kinds_before))
    if balance is not None and facts.balance_before:
        form = facts.balance.form if facts.balance else law_form(Statement.BALANCE, facts.year)
        yield "Balansräkningen", changes_of_parts(form, balance, facts.balance_before)
    if facts.cash_flow is not None:
        yield "Kassaflödesanalysen", facts.cash_flow.changed
    for note in facts.notes:
        yield f"Noten ”{note.title}”", note.changed
    for name, found in (
        ("Balanskravsutredningen", balance_requirement(facts.year_end)),
        ("Noten ”Revisionens kostnad”", audit_cost(facts.year_end)),
        ("Noten ”Personalkostnader”", staff_costs(facts.year_end)),
    ):
        if found is not None:
            yield name, found.changed


def audit_cost_is_told(facts: AnnualFacts) -> Iterator[Finding]:
    """From LKBR's first year on it is known what the auditors' examination has cost (9 kap. 13 §)."""
    if (
        facts.year >= LKBR_YEAR
        and facts.statement is not None
        and not facts.year_end.of(facts.year, "audit_cost")
    ):
        yield Finding(
            code="annual.audit_cost_missing",
            severity=Severity.WARNING,
            where=f"Bokslut {facts.year}",
            message="Det är inte infört vad revisorernas granskning av räkenskaperna har kostat.",
            remedy="För in beloppet, eller var i huvudboken det står.",
            source=accounting_act("9 kap. 13 §"),
            page="year_end",
            page_label="Öppna bokslutet",
        )


LEDGER_CHECKS = (
    every_row_has_its_place,
    months_are_booked_and_closed,
    balance_is_known_and_balances,
    year_opens_as_the_last_one_closed,
    equity_moves_by_the_result,
)
"""Checks over the ledger and the balance to December."""
STATEMENT_CHECKS = (
    result_is_booked,
    one_name_has_one_value,
    operating_statement_becomes_the_income_statement,
    cash_flow_ends_at_cash,
    notes_add_up_to_their_lines,
    contributions_are_those_decided,
    comparatives_are_as_adopted,
    *EQUITY_CHECKS,
    audit_cost_is_told,
)
"""Checks over the statements side by side."""


def _of_statements(facts: AnnualFacts, code: str, message: str, expected: Decimal, found: Decimal) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        where=f"Räkenskaperna {facts.year}",
        message=message,
        expected=_kronor(expected),
        found=_kronor(found),
        remedy="Kontrollera huvudboken, posterna i balansen och budgetens rader.",
        source=accounting_act("4 kap. 4 §"),
    )


def _kronor(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"
