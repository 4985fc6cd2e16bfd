"""The standard outline of a kind of document, with the initiatives and the order of notes of the federation's year."""

from __future__ import annotations

from budgets.statement_blocks import notes_referred_to
from finsam.scope import Scope
from plans.models import Initiative
from plans.outcome_queries import initiative_fact
from plans.standard_outline import (
    OUTLINES,
    OutlinedInitiative,
    StandardSection,
    expanded,
    with_notes_in_order,
)


def standard_outline(federation_id: int, year: int, kind: str) -> tuple[StandardSection, ...]:
    """The outline that a new document of the year starts with; empty for a kind that has none. Six queries at most."""
    found = expanded(OUTLINES.get(kind, ()), _initiatives(federation_id, year))
    return with_notes_in_order(found, notes_referred_to(Scope(federation_id, year)))


def _initiatives(federation_id: int, year: int) -> list[OutlinedInitiative]:
    """Those that individuals take part in, in the federation's order."""
    rows = (
        Initiative.objects.filter(federation=federation_id, kind=Initiative.Kind.INDIVIDUAL)
        .select_related("cost_centre")
        .prefetch_related("names", "years")
    )
    running = [(row, fact) for row in rows if (fact := initiative_fact(row)).runs_in(year)]
    return [
        OutlinedInitiative(fact.name(year), fact.code, row.cost_centre.slug if row.cost_centre else "")
        for row, fact in running
    ]
