"""Reads documents into frozen facts, with a number of queries that does not depend on the number of rows."""

from __future__ import annotations

from finsam.scope import Scope
from members.queries import decision_fact
from plans.domain.facts import ActivityFact, DocumentFacts, GoalAreaFact, SectionFact
from plans.models import Document, GoalArea, Section


def document_scope(document: Document) -> Scope:
    """The scope of a document's figures: its year and month, itself, its budget and the one that is compared with.

    So a sentence about last year speaks of the same budget as the table's last column. One query, if not at hand.
    """
    subjects = {"document": document.pk}
    if document.month:
        subjects["month"] = document.month
    if document.budget is not None:
        subjects[f"budget@{document.year}"] = document.budget.pk
        if document.budget.previous_id is not None:
            subjects[f"budget@{document.year - 1}"] = document.budget.previous_id
    return Scope(document.federation_id, document.year, subjects)


def document_facts(scope: Scope) -> DocumentFacts | None:
    """The document the scope names, or None when it names none. Four queries, five once it is decided."""
    if "document" not in scope.subjects:
        return None
    document = Document.objects.select_related("meeting", "decision__meeting").get(
        pk=scope.subjects["document"], federation_id=scope.federation_id
    )
    return DocumentFacts(
        pk=document.pk,
        federation_id=document.federation_id,
        budget=document.budget_id,
        kind=document.kind,
        kind_label=document.get_kind_display(),
        year=document.year,
        version=document.version,
        status=document.status,
        status_label=document.get_status_display(),
        title=document.title,
        subtitle=document.subtitle,
        motto=document.motto,
        meeting=document.meeting.held_on if document.meeting else None,
        decided_on=document.decision.meeting.held_on if document.decision else None,
        minutes_ref=document.decision.minutes_ref if document.decision else "",
        sections=tuple(
            SectionFact(
                row.pk,
                row.parent_id,
                row.heading,
                row.is_numbered,
                row.body,
                row.block,
                row.key.hex[:8],
                row.is_hidden,
                row.guidance,
                row.revision,
            )
            for row in Section.objects.filter(document=document)
        ),
        goal_areas=_goal_areas(document),
        month=document.month,
        decision=decision_fact(document.decision, document.words.adopted) if document.decision else None,
    )


def _goal_areas(document: Document) -> tuple[GoalAreaFact, ...]:
    areas = GoalArea.objects.filter(document=document).prefetch_related("activities")
    return tuple(
        GoalAreaFact(
            pk=area.pk,
            number=number,
            title=area.title,
            description=area.description,
            activities=tuple(
                ActivityFact(
                    activity.pk, activity.text, activity.responsible, activity.due, activity.key.hex[:8]
                )
                for activity in area.activities.all()
            ),
            key=area.key.hex[:8],
        )
        for number, area in enumerate(areas, start=1)
    )
