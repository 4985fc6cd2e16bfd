"""The check of goal fulfilment: what a report that tells of the plan's goals has nobody's word for."""

from __future__ import annotations

from collections.abc import Iterator

from finsam import swedish
from finsam.findings import Finding, Severity
from plans.domain.assessments import UNASSESSED, FulfilmentFacts, fulfilment


def activities_are_assessed(facts: FulfilmentFacts) -> Iterator[Finding]:
    """Each activity of the plan in force is assessed in a report that tells of them. One finding per goal area."""
    if not facts.is_told:
        return
    for area in fulfilment(facts).areas:
        open_ones = [row.activity.text for row in area.rows if row.status == UNASSESSED]
        if not open_ones:
            continue
        count, of = len(open_ones), len(area.rows)
        told = (
            "Aktiviteten är inte bedömd"
            if count == of == 1
            else f"{swedish.count(count).capitalize()} av {swedish.count(of)} aktiviteter är inte bedömda"
            if count > 1
            else f"En av {swedish.count(of)} aktiviteter är inte bedömd"
        )
        yield Finding(
            code="plans.unassessed_activities",
            severity=Severity.WARNING,
            where=f"{facts.slot_name}, målområde {area.number} ”{area.title}”",
            message=f"{told}: {swedish.listed([f'”{text}”' for text in open_ones])}.",
            expected=_assessed(of),
            found=_assessed(of - count),
            remedy="Bedöm dem under Resultat, Måluppfyllelse.",
            about=(f"plans.goal_fulfilment:{area.number}",),
        )


def _assessed(number: int) -> str:
    if number < 2:
        return "en bedömd" if number else "ingen bedömd"
    return f"{swedish.count(number)} bedömda"


def extent_of_goals(facts: FulfilmentFacts) -> str:
    """How much the check is held to: "Tolv aktiviteter"; "" where no report tells of them."""
    number = fulfilment(facts).tally.count if facts.is_told else 0
    if not number:
        return ""
    return f"{swedish.count(number).capitalize()} {'aktivitet' if number == 1 else 'aktiviteter'}"


ASSESSMENT_CHECKS = (activities_are_assessed,)
