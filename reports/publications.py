"""Reads what was frozen: an adopted document's publication, and what would read otherwise today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from plans.models import Document
from reports.documents.builder import resolve_document
from reports.documents.frozen import from_data
from reports.documents.resolved import ResolvedDocument
from reports.domain.drift import Drift, drift
from reports.models import Publication

HOMES = {
    "budget": "budget",
    "budgets": "budget",
    "outlook": "outlook",
    "forecast": "budget",
    "federation": "federation_settings",
    "members": "members",
    "plans": "plan",
    "document": "plan",
}
"""On which page the source of a figure or a table is found, by the first part of its key."""


def frozen(document: Document) -> Publication | None:
    """What was frozen when the board adopted the document, without its PDF; None for one that is open. One query."""
    return _kept(document).defer("pdf", "figures").first()


def frozen_whole(document: Document) -> Publication | None:
    """As `frozen`, with all its bytes."""
    return _kept(document).first()


def frozen_pdf(document: Document) -> bytes | None:
    """The PDF that was frozen when the board adopted the document. One query."""
    data = _kept(document).values_list("pdf", flat=True).first()
    return bytes(data) if data is not None else None


def as_read(document: Document) -> ResolvedDocument:
    """What the document says to its readers: as it was frozen, or while it is open as it reads now."""
    publication = frozen(document)
    return from_data(publication.content) if publication else resolve_document(document)


def _kept(document: Document) -> QuerySet[Publication]:
    if document.is_open:
        return Publication.objects.none()
    return Publication.objects.filter(document=document, stage=Publication.Stage.ADOPTED)


def drift_of(publication: Publication, document: Document) -> Drift:
    """What the frozen document would say otherwise today. As many queries as the document itself."""
    return drift(from_data(publication.content), resolve_document(document))


def drift_groups(found: Drift, url: Callable[[str], str]) -> list[dict[str, Any]]:
    """The differences as a page shows them, each with the address of its source."""
    kinds = (
        ("Siffror i texten", found.figures),
        ("Tabeller", found.cells),
        ("Namn och utseende", found.words),
    )
    return [
        {
            "heading": heading,
            "rows": [{"difference": each, "source": url(HOMES.get(each.home, "overview"))} for each in rows],
        }
        for heading, rows in kinds
        if rows
    ]
