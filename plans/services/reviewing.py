"""Rounds of review: a document is laid before those who are to say what they think, until a day; and who has read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from finsam.revisions import store
from members.models import Federation, User
from members.services import of_federation
from plans.models import Document, Reading, ReviewRound
from plans.services.deciding import release

NOT_AGAIN = timedelta(hours=1)
"""A reading is noted at most this often."""


@transaction.atomic
def save_round(
    *, federation: Federation, by: User, pk: int | None = None, revision: int | None = None, **changes: Any
) -> ReviewRound:
    """Open a round of review, or change one that is open. A draft is released with its first round."""
    row = ReviewRound.objects.filter(pk=pk).first() if pk is not None else None
    due = changes.get("due")
    if due is not None and due < timezone.localdate() and (row is None or row.due != due):
        raise ValidationError({"due": "Dagen har redan passerat. Välj dagens datum eller ett senare."})
    if pk is None:
        changes |= _opening(federation, changes["document"])
    if row is None or row.opened_by_id is None:  # nobody, when the one who opened it has no account any more
        changes["opened_by"] = by

    def guard(found: ReviewRound) -> None:
        of_federation(federation)(found)
        if found.closed_on is not None:
            raise ValidationError("Remissomgången är stängd och ändras inte. Öppna en ny.")

    return store(ReviewRound, pk=pk, revision=revision, changes=changes, guard=guard)


def _opening(federation: Federation, document: Document) -> dict[str, Any]:
    """What a new round says besides what is typed."""
    current = Document.locked(document.pk, None)
    of_federation(federation)(current)
    if not current.is_open:
        raise ValidationError(
            f"{current.words.definite.capitalize()} är {current.get_status_display().lower()}. "
            f"Synpunkter hämtas in innan den {current.words.adopt}s."
        )
    if current.review_rounds.filter(closed_on=None).exists():
        raise ValidationError("En remissomgång är redan öppen. Stäng den först.")
    if current.status == Document.Status.DRAFT:
        current = release(federation=federation, pk=current.pk)
    last = current.review_rounds.aggregate(last=Max("number"))["last"] or 0
    return {"document": current, "number": last + 1, "opened_on": timezone.localdate()}


@transaction.atomic
def close_round(*, federation: Federation, pk: int, revision: int | None, by: User) -> ReviewRound:
    """The time for answers is over. Comments can still be written while the document is open."""
    row = ReviewRound.locked(pk, revision)
    of_federation(federation)(row)
    if row.closed_on is None:
        row.save_next(closed_on=timezone.localdate(), opened_by=row.opened_by or by)
    return row


def note_reading(*, document: Document, by: User) -> None:
    """Note that someone who is asked for their view has read the document. Nothing is noted between rounds."""
    now = timezone.now()
    found = Reading.objects.filter(document=document, user=by).first()
    if found is not None and found.last_at > now - NOT_AGAIN:
        return
    Reading.objects.update_or_create(
        document=document,
        user=by,
        defaults={"last_at": now},
        create_defaults={"first_at": now, "last_at": now},
    )
