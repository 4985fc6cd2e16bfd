"""What may be written: rows of the federation's own documents, while these are open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from finsam.revisions import RowGone
from members.models import Federation
from members.services import of_federation
from plans.models import Document, GoalArea, PlannedActivity, Section


def open_document_of(federation: Federation) -> Callable[[Document], None]:
    of_own_federation = of_federation(federation)

    def guard(document: Document) -> None:
        of_own_federation(document)
        if not document.is_open:
            raise ValidationError(
                f"{document} är {document.get_status_display().lower()} och ändras inte. "
                "En rättelse görs i en ny version med eget beslut."
            )

    return guard


def lock_document_of(
    model: type[Section | GoalArea | PlannedActivity], pk: int | None, document: Document | None = None
) -> Document:
    """The document a row belongs to, or, for a new row without `pk`, is to belong to, locked.

    Always before any of its rows: then two who write in it wait for each other in turn, and never both at once.
    """
    if pk is None:
        own = document.pk if document is not None else None
    else:
        path = "goal_area__document" if model is PlannedActivity else "document"
        own = model._base_manager.filter(pk=pk).values_list(path, flat=True).first()
    if own is None:
        raise RowGone
    return Document.locked(own, None)


def row_guard(
    federation: Federation, own: Document, document: Document | None = None
) -> Callable[[Any], None]:
    """A section, goal area or activity may change when its document, `own` and locked, is the federation's and open.

    `document` is the one it is to belong to: a row is not moved to another.
    """
    check = open_document_of(federation)

    def guard(row: Section | GoalArea | PlannedActivity) -> None:
        check(own)
        if document is not None and document.pk != own.pk:
            if isinstance(row, PlannedActivity):
                raise ValidationError({"goal_area": "Välj ett målområde i samma dokument."})
            raise ValidationError("Det går inte att flytta till ett annat dokument.")

    return guard
