"""Addresses of documents: which of the year's documents an address is about, and the address of a page about one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from plans.domain.kinds import SLOTS, Slot
from plans.models import Document


class SlotConverter:
    """One of the year's documents, by its word in addresses; anything else is no such page."""

    regex = "|".join(sorted(SLOTS, key=len, reverse=True))

    def to_python(self, value: str) -> Slot:
        return SLOTS[value]

    def to_url(self, value: Slot) -> str:
        return str(value)


def document_url(document: Document, name: str, **kwargs: Any) -> str:
    """The address of a page about the document. One query, unless its federation is at hand."""
    return slot_url(document.federation.slug, document.year, document.slot, name, **kwargs)


def slot_url(slug: str, year: int, slot: Slot, name: str, **kwargs: Any) -> str:
    """The address of a page about one of the year's documents, whether it has been begun or not."""
    return reverse(name, kwargs={"slug": slug, "year": year, "slot": slot, **kwargs})
