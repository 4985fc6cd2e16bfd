"""Reads what a document took over, and what has been looked at, into frozen facts."""

from __future__ import annotations

from finsam.scope import Scope
from members.models import Meeting
from plans.domain.facts import DocumentFacts
from plans.domain.staleness import StalenessFacts
from plans.models import Document, KeptAsIs
from plans.queries import document_facts
from plans.writing import heading_as_read


def staleness_facts(scope: Scope) -> StalenessFacts | None:
    """The scope's document beside the earlier year's it was copied from; None when the scope names no document.

    Three queries besides those of the document, four more for the other, and those that the figures in headings cost.
    """
    document = scope.facts(document_facts)
    if document is None:
        return None
    kept = KeptAsIs.objects.filter(document=document.pk).values_list("kind", "subject", "fingerprint")
    meetings = Meeting.objects.filter(federation=scope.federation_id).values_list("held_on", flat=True)
    return StalenessFacts(
        document=document,
        base=_base(document),
        kept=frozenset(kept),
        known_dates=frozenset(meetings),
        headings={
            section.key: heading_as_read(section.heading, scope)
            for section in document.sections
            if not section.is_hidden
        },
    )


def facts_of(document: Document) -> DocumentFacts:
    """All a document holds, by itself. Four queries."""
    found = document_facts(Scope(document.federation_id, document.year, {"document": document.pk}))
    assert found is not None  # the scope names one
    return found


def _base(document: DocumentFacts) -> DocumentFacts | None:
    """The document that it was copied from, when that is an earlier year's: a correction is meant to be the same."""
    base = Document.objects.filter(successors=document.pk, year__lt=document.year).first()
    return facts_of(base) if base is not None else None


def earlier_facts(document: Document) -> DocumentFacts | None:
    """The earlier year's document to lay beside: the one it, or the version before it, was copied from, else the newest
    of an earlier year. Six queries at most, one more for each version in between.
    """
    base = document.based_on
    while base is not None and base.year == document.year:
        base = base.based_on
    if base is None:
        earlier = document.federation.documents.filter(
            kind=document.kind, month=document.month, year__lt=document.year
        )
        base = earlier.order_by("-year", "-version").first()
    return facts_of(base) if base is not None else None
