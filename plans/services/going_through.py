"""What a document took over, gone through: let stand as it is, or taken up again."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.scope import Scope
from members.models import Federation, User
from plans.domain.staleness import Leftover, leftovers
from plans.models import Document, KeptAsIs
from plans.services.guards import open_document_of
from plans.staleness_queries import staleness_facts

Identity = tuple[str, str, str]


@transaction.atomic
def keep_as_is(
    *, federation: Federation, pk: int, which: Collection[Identity], user: User | None
) -> tuple[Leftover, ...]:
    """Let what is named stand as it is. Raises ValidationError, and keeps nothing, when any of it has changed.

    What someone else has let stand meanwhile is no error. Gives what was let stand.
    """
    document = Document.locked(pk, None)
    open_document_of(federation)(document)
    facts = staleness_facts(Scope(document.federation_id, document.year, {"document": document.pk}))
    known = {each.identity: each for each in (leftovers(facts) if facts else ())}
    if not which or not set(which) <= known.keys():
        raise ValidationError(
            "Det har ändrats sedan du öppnade sidan. Inget är markerat som genomgånget. Läs det igen nedan."
        )
    for identity in which:
        kind, subject, fingerprint = identity
        if not known[identity].is_kept:
            KeptAsIs.objects.create(
                document=document, kind=kind, subject=subject, fingerprint=fingerprint, kept_by=user
            )
    return tuple(known[identity] for identity in which)


@transaction.atomic
def take_up_again(*, federation: Federation, pk: int, which: Collection[Identity]) -> None:
    """What was let stand is to be looked at again."""
    document = Document.locked(pk, None)
    open_document_of(federation)(document)
    for kind, subject, fingerprint in which:
        for each in document.kept_as_is.filter(kind=kind, subject=subject, fingerprint=fingerprint):
            each.delete()
