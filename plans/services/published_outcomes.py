"""Writes of what documents printed of outcomes. It never changes what is entered or computed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation
from plans.domain.printed_outcome_rows import read_value
from plans.models import PublishedOutcome

PLACE = ("document", "place", "label", "year", "period", "measure")
"""What tells a printed figure from all others of the federation."""


@transaction.atomic
def keep_published_outcomes(
    *, federation: Federation, document: str, document_year: int, place: str, rows: Iterable[dict[str, Any]]
) -> int:
    """Keep the figures of a table, all or none, and say how many; one that is there already is replaced.

    Each row is label, year, period, measure and printed, and whose it is: `initiative` or `is_total`.
    """
    known = {
        tuple(getattr(row, name) for name in PLACE): row.pk
        for row in federation.published_outcomes.filter(document=document, place=place)
    }
    kept = []
    for row in rows:
        changes = {
            "document": document,
            "document_year": document_year,
            "place": place,
            "initiative": None,
            "is_total": False,
            "period": "year",
            **row,
        }
        pk = known.get(tuple(changes[name] for name in PLACE))
        kept.append(save_published_outcome(federation=federation, pk=pk, **changes))
    return len(kept)


def save_published_outcome(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> PublishedOutcome:
    """Add or change what a document printed; the value is what `printed` says, read as the measure is."""
    if "printed" in changes or "measure" in changes:
        changes["value"] = _value(federation, pk, changes)
    return store(
        PublishedOutcome,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=of_federation(federation),
    )


def _value(federation: Federation, pk: int | None, changes: dict[str, Any]) -> Decimal | None:
    """The value of the row as it will stand."""
    names = ("printed", "measure")
    is_whole = pk is None or all(name in changes for name in names)
    own = None if pk is None or is_whole else federation.published_outcomes.filter(pk=pk).first()
    printed, measure = (str(changes.get(name, getattr(own, name, ""))) for name in names)
    try:
        return read_value(printed, measure)
    except ValueError as error:
        raise ValidationError({"printed": str(error)}) from error


def remove_published_outcome(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a figure that was entered by mistake."""
    remove(PublishedOutcome, pk=pk, revision=revision, guard=of_federation(federation))
