"""Checks of what documents printed of outcomes beside what is entered, and beside what they printed elsewhere.

What is entered is what stands in tables and texts; a document that says something else counted in another way, or has
a fault. A sum that differs only since one of its rows does is told with that row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final, TypeAlias

from finsam import swedish
from finsam.findings import Finding, Severity
from plans.domain.outcome_facts import OutcomeFacts
from plans.domain.outcomes import TOTAL, Outcomes, Tally, outcomes
from plans.domain.printed_outcome_checks import (
    CHECK_PRINT,
    flow_is_mended,
    of_print,
    printed_flows_add_up,
    printed_means_follow,
    printed_parts_are_within_the_year,
    printed_shares_are_of_whole_people,
    printed_total_shares_follow,
    printed_totals_add_up,
)
from plans.domain.printed_outcomes import (
    ACTIVE,
    ALL_EXITS,
    ALL_ROWS,
    COUNTED,
    MEAN_MONTHS,
    Cell,
    PrintedDocument,
    earlier_documents,
    printed_documents,
)

LEFT: Final = ("exits", "early_dropouts", "transfers_out")
"""All who have left: what print calls "avslut totalt"."""
NOT_ENTERED: Final = ("events", "event_participants")
"""What is no outcome of an initiative."""
_CHECK_ENTERED: Final = (
    "Jämför med dokumentet och med det som är infört. Räknas det på två sätt: skriv hur det räknas."
)


def entered_beside(cell: Cell, entered: Outcomes) -> Fraction | int | None:
    """What is entered gives of a printed figure; None where it is not entered, or no figure that is."""
    tally = _tally_of(cell, entered)
    measure = cell.fact.measure
    if tally is None or measure in NOT_ENTERED:
        return None
    if measure == ALL_EXITS:
        return None if tally.count("exits") is None else sum(tally.count(each) or 0 for each in LEFT)
    return tally.value(measure)


def _tally_of(cell: Cell, entered: Outcomes) -> Tally | None:
    if cell.row == ALL_ROWS:
        return entered.tally(TOTAL, *cell.when)
    return entered.tally(int(cell.row[1]), *cell.when) if cell.row[0] == "initiative" else None


def printed_outcomes_are_those_entered(facts: OutcomeFacts) -> Iterator[Finding]:
    """Counts, means and sums of a period that is entered too are the same in print."""
    entered = outcomes(facts)
    for document in printed_documents(facts):
        found = {
            cell: _differs(cell, entered)
            for cell in document.of_measure(*COUNTED, MEAN_MONTHS)
            if cell.row != ALL_ROWS and not _is_told_with_flow(document, entered, cell)
        }
        told = {cell: finding for cell, finding in found.items() if finding is not None}
        for total in document.of_measure(*COUNTED):
            finding = _total_differs(document, entered, total)
            if finding is None:
                continue
            teams = document.teams(total.fact.measure, total.when, total.fact.place)
            first = next((team for team in teams if team in told), None)
            if first is not None and sum(team.number for team in teams) == total.number:
                told[first] = _followed(told[first], total, finding)
            elif not teams or document.has_gap(total.fact.measure, total.when, total.fact.place):
                told[total] = finding  # otherwise its own rows do not give it, which is told already
        yield from (told[cell] for cell in document.cells if cell in told)


def _differs(cell: Cell, entered: Outcomes) -> Finding | None:
    computed = entered_beside(cell, entered)
    if computed is None or cell.rounded.holds(Fraction(computed)):
        return None
    is_count = cell.fact.measure in COUNTED
    why = _explained(cell, entered, computed) if is_count else ""
    return of_print(
        cell,
        "printed_differs",
        Severity.WARNING if is_count else Severity.ERROR,
        f"De införda uppgifterna ger {cell.exactly(computed)}.{why}",
        expected=cell.exactly(computed),
        remedy=_CHECK_ENTERED if is_count else CHECK_PRINT,
    )


def _total_differs(document: PrintedDocument, entered: Outcomes, cell: Cell) -> Finding | None:
    """A sum beside the sum of what is entered, where that is entered of each of its rows."""
    teams = document.teams(cell.fact.measure, cell.when, cell.fact.place)
    if cell.row != ALL_ROWS or any(entered_beside(team, entered) is None for team in teams):
        return None
    return _differs(cell, entered)


def _is_told_with_flow(document: PrintedDocument, entered: Outcomes, cell: Cell) -> bool:
    active = document.cell(ACTIVE, cell.row, cell.when)
    return (
        cell.fact.measure == ALL_EXITS
        and active is not None
        and flow_is_mended(document, entered, active) is not None
    )


def _explained(cell: Cell, entered: Outcomes, computed: Fraction | int) -> str:
    """What the difference is as large as, where that tells how print has counted."""
    tally = _tally_of(cell, entered)
    if tally is None:
        return ""
    apart = abs(int(computed) - cell.number)
    for measure, one, many in (
        ("early_dropouts", "det tidiga avhoppet", "de tidiga avhoppen"),
        ("transfers_out", "övergången till en annan insats", "övergångarna till en annan insats"),
    ):
        number = tally.count(measure)
        if number and number == apart:
            words = one if number == 1 else f"de {swedish.count(number)} {many.removeprefix('de ')}"
            return f" Skillnaden är lika stor som {words}."
    return ""


def _followed(finding: Finding, total: Cell, follower: Finding) -> Finding:
    told = (
        f" Skillnaden följer med till {total.where} ({follower.found}, de införda ger {follower.expected})."
    )
    return replace(finding, message=finding.message + told)


# --- Elsewhere in print ------------------------------------------------------------------------------------


def printed_outcomes_are_told_alike(facts: OutcomeFacts) -> Iterator[Finding]:
    """One figure is printed alike in all places of a document, and as documents of earlier years printed it."""
    earlier = earlier_documents(facts)
    for document in printed_documents(facts):
        for cell in document.cells:
            first = document.cell(cell.fact.measure, cell.row, cell.when)
            if first is not None and first is not cell:
                yield from _apart(cell, first, first.where)
                continue
            before = next((each for one in earlier if (each := _same(one, cell)) is not None), None)
            if before is not None:
                yield from _apart(cell, before, before.fact.document)


def _same(document: PrintedDocument, cell: Cell) -> Cell | None:
    return document.cell(cell.fact.measure, cell.row, cell.when)


def _apart(cell: Cell, other: Cell, where: str) -> Iterator[Finding]:
    mine, others = cell.rounded, other.rounded
    if mine.low <= others.high and others.low <= mine.high and _is_alike(cell, other):
        return
    yield of_print(
        cell,
        "printed_twice",
        Severity.WARNING,
        f"Samma uppgift är {other.shown} i {where}.",
        expected=other.shown,
    )


def _is_alike(cell: Cell, other: Cell) -> bool:
    return cell.fact.measure not in COUNTED or cell.value == other.value


OutcomeCheck: TypeAlias = Callable[[OutcomeFacts], Iterable[Finding]]
PRINTED_OUTCOME_CHECKS: Final[tuple[OutcomeCheck, ...]] = (
    printed_totals_add_up,
    printed_shares_are_of_whole_people,
    printed_total_shares_follow,
    printed_means_follow,
    printed_parts_are_within_the_year,
    printed_flows_add_up,
    printed_outcomes_are_those_entered,
    printed_outcomes_are_told_alike,
)
