"""A draft that was begun by mistake, removed with all it holds. What has left those who write it never is."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.services import remove_budget_version
from finsam.revisions import remove
from members.models import Federation
from members.services import of_federation
from plans.domain import lifecycle
from plans.draft_queries import budget_begun_with, draft_contents, followers
from plans.models import Document
from plans.services.deciding import unmet


class ContentsChanged(ValidationError):
    """The draft holds something else than the user was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Någon har skrivit i utkastet sedan du öppnade sidan. Läs igen innan du tar bort det.",
            code="unseen",
        )


@transaction.atomic
def remove_draft(*, federation: Federation, pk: int, seen: str | None = None) -> None:
    """Remove a draft, and the draft of the budget that was begun with it: a new version of what is decided.

    A year's first budget stays, as it is begun by itself. `seen` is the fingerprint of what the user was shown of what
    goes with it; raises ContentsChanged when that is something else by now, ValidationError when it may not be removed.
    """
    document = Document.locked(pk, None)
    of_federation(federation)(document)
    reasons = why_draft_stays(document)
    if reasons:
        raise ValidationError(list(reasons))
    if seen is not None and seen != draft_contents(document).fingerprint:
        raise ContentsChanged
    budget = budget_begun_with(document)
    remove(Document, pk=pk, revision=None)
    if budget is not None:
        remove_budget_version(federation=federation, pk=budget.pk)


def why_draft_stays(document: Document) -> tuple[str, ...]:
    """What hinders that the document is removed, in words; nothing when it may be."""
    return unmet(
        lifecycle.REMOVE,
        document,
        review_rounds=document.review_rounds.count(),
        followed_by=followers(document),
    )
