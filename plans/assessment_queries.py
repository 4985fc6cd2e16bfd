"""Reads the goals of a year's plan in force, and what has been said of them, into frozen facts."""

from __future__ import annotations

from django.utils import timezone

from finsam.scope import Scope
from plans.domain.assessments import AssessmentFact, FulfilmentFacts, PlannedAreaFact, PlannedFact
from plans.domain.kinds import PLAN
from plans.domain.outline import visible
from plans.models import Document, GoalArea, GoalAssessment
from plans.queries import document_facts

FULFILMENT = "plans.goal_fulfilment"
"""The block that tells of the goals."""


def plan_in_force(federation_id: int, year: int) -> Document | None:
    """The year's plan that the board has adopted, if it has. One query."""
    found: Document | None = Document.objects.filter(federation=federation_id).in_force(PLAN, year)
    return found


def fulfilment_facts(scope: Scope) -> FulfilmentFacts | None:
    """The goals of the scope's year to its month; None while no plan of the year is adopted.

    Four queries, and those of the document that the scope names where it names one.
    """
    plan = plan_in_force(scope.federation_id, scope.year)
    if plan is None:
        return None
    document = scope.facts(document_facts)
    return FulfilmentFacts(
        year=scope.year,
        areas=planned_areas(plan),
        assessments=assessments_of(scope.federation_id, scope.year),
        month=scope.month,
        is_told=tells_of_goals(scope),
        slot_name=document.slot.name(document.year) if document else "",
    )


def tells_of_goals(scope: Scope) -> bool:
    """Whether the document that the scope names shows how the goals went. No query beside those of the document."""
    document = scope.facts(document_facts)
    return document is not None and any(
        each.block.partition(":")[0] == FULFILMENT for each in visible(document.sections)
    )


def planned_areas(plan: Document) -> tuple[PlannedAreaFact, ...]:
    """The plan's goal areas with their activities. Two queries."""
    areas = GoalArea.objects.filter(document=plan).prefetch_related("activities")
    return tuple(
        PlannedAreaFact(
            number,
            area.title,
            tuple(
                PlannedFact(each.key.hex, each.text, each.responsible, each.due)
                for each in area.activities.all()
            ),
            area.key.hex[:8],
        )
        for number, area in enumerate(areas, start=1)
    )


def assessments_of(federation_id: int, year: int) -> tuple[AssessmentFact, ...]:
    """Every assessment of the year. One query."""
    rows = GoalAssessment.objects.filter(federation=federation_id, year=year).select_related("assessed_by")
    return tuple(
        AssessmentFact(
            row.pk,
            row.activity_key.hex,
            row.month,
            row.status,
            row.comment,
            str(row.assessed_by or ""),
            timezone.localdate(row.assessed_at),
        )
        for row in rows
    )
