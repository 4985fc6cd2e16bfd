"""Writes of what old documents printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.models import PublishedFigure
from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation


@transaction.atomic
def keep_published_figure(*, federation: Federation, **printed: Any) -> PublishedFigure:
    """Keep what an old document printed; the same place again replaces it."""
    identity = {name: printed.pop(name) for name in ("document", "place", "reference")}
    known = federation.published_figures.filter(**identity).first()
    return store(
        PublishedFigure,
        pk=known.pk if known else None,
        revision=None,
        changes={"federation": federation, **identity, **printed},
    )


@transaction.atomic
def keep_published_figures(
    *, federation: Federation, document: str, year: int, rows: Iterable[dict[str, Any]]
) -> int:
    """Keep many figures of one document, all or none; how many. Each row is place, reference, printed, value, unit."""
    return len(
        [keep_published_figure(federation=federation, document=document, year=year, **row) for row in rows]
    )


def save_published_figure(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> PublishedFigure:
    """Add or change what a document printed. A figure stands once in each place of a document."""

    def guard(figure: PublishedFigure) -> None:
        of_federation(federation)(figure)
        identity = {
            name: changes.get(name, getattr(figure, name)) for name in ("document", "place", "reference")
        }
        if federation.published_figures.filter(**identity).exclude(pk=figure.pk).exists():
            raise ValidationError(
                {"place": "Den siffran är redan inlagd på den platsen i dokumentet. Ändra den i stället."}
            )

    return store(
        PublishedFigure,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=guard,
    )


def remove_published_figure(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a figure that was entered by mistake."""
    remove(PublishedFigure, pk=pk, revision=revision, guard=of_federation(federation))
