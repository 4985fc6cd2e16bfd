"""Reads what the overview shows into frozen facts, and says which documents a reader may know of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from members.access import Permission
from members.models import Federation
from plans.models import AcceptedFinding
from plans.querysets import DocumentQuerySet
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
    """The year's documents that one with the permissions may know of: the plan first, the newest version of each first.

    One query.
    """
    documents = visible_documents(federation, permissions).filter(year=year)
    rows = (
        DocumentRow(
            name=str(document),
            slot=document.slot,
            version=document.version,
            status=document.status,
            status_label=document.get_status_display(),
            meeting=document.meeting.held_on if document.meeting else None,
            decided_on=document.decision.meeting.held_on if document.decision else None,
            minutes_ref=document.decision.minutes_ref if document.decision else "",
        )
        for document in documents.select_related("meeting", "decision__meeting")
    )
    return tuple(sorted(rows, key=lambda row: not row.slot.is_plan))


def accepted_reasons(
    federation: Federation, year: int, permissions: Collection[Permission]
) -> dict[str, str]:
    """Why findings are accepted in the year's plans that one may know of, by the finding's fingerprint. One query."""
    documents = visible_documents(federation, permissions).filter(year=year)
    rows = AcceptedFinding.objects.filter(document__in=documents).order_by("document__version")
    return dict(rows.values_list("fingerprint", "reason"))


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
