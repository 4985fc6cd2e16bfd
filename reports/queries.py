"""Reads what the overview shows into frozen facts, and says which documents a reader may know of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from members.access import Permission
from members.models import Federation, Meeting
from plans.querysets import DocumentQuerySet
from reports.domain.deadlines import Deadline, statutory_deadlines
from reports.domain.facts import DocumentRow, MeetingRow


def visible_documents(federation: Federation, permissions: Collection[Permission]) -> DocumentQuerySet:
    """The federation's documents that one with the permissions may know of: all, those released, or those decided."""
    documents: DocumentQuerySet = federation.documents.all()
    if Permission.READ_DRAFTS in permissions:
        return documents
    return documents.released() if Permission.READ_DOCUMENTS in permissions else documents.decided()


def document_rows(
    federation: Federation, year: int, permissions: Collection[Permission]
) -> tuple[DocumentRow, ...]:
    """The year's documents that one with the permissions may know of, the newest version first. One query."""
    documents = visible_documents(federation, permissions).filter(year=year)
    return tuple(
        DocumentRow(
            name=str(document),
            version=document.version,
            status=document.status,
            status_label=document.get_status_display(),
            meeting=document.meeting.held_on if document.meeting else None,
            decided_on=document.decision.meeting.held_on if document.decision else None,
            minutes_ref=document.decision.minutes_ref if document.decision else "",
        )
        for document in documents.select_related("meeting", "decision__meeting")
    )


def deadlines(federation: Federation, year: int, today: date) -> tuple[Deadline, ...]:
    """The law's deadlines for the year, and which of them are met. A consultation counts when it has been held."""
    adopted = federation.documents.filter(year=year).decided().values_list("kind", flat=True)
    consulted = federation.meetings.filter(
        kind=Meeting.Kind.CONSULTATION,
        held_on__gte=date(year - 1, 1, 1),
        held_on__lte=min(date(year - 1, 11, 30), today),
    ).exists()
    return statutory_deadlines(year, dict.fromkeys(adopted, True), consulted)


def meeting_rows(federation: Federation, year: int) -> tuple[MeetingRow, ...]:
    """The meetings from the autumn when the year's budget is made to the year's end. One query."""
    meetings = federation.meetings.filter(held_on__gte=date(year - 1, 9, 1), held_on__lt=date(year + 1, 1, 1))
    return tuple(
        MeetingRow(
            name=meeting.get_kind_display() + (f" ({meeting.label})" if meeting.label else ""),
            place=meeting.place,
            held_on=meeting.held_on,
        )
        for meeting in meetings
    )
