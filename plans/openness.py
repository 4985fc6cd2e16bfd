"""Which years' outcomes anyone may read: those whose annual report the board has adopted."""

from __future__ import annotations

from plans.models import Document

DECIDED = (Document.Status.ADOPTED, Document.Status.PUBLISHED, Document.Status.SUPERSEDED)


def open_outcome_years(federation_id: int) -> set[int]:
    """The years of the federation whose outcomes are public. One query."""
    found = Document.objects.filter(
        federation=federation_id,
        kind=Document.Kind.ANNUAL_REPORT,
        status__in=DECIDED,
        decision__isnull=False,
    )
    return set(found.values_list("year", flat=True))
