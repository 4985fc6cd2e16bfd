"""The board's decision: plan and budget adopted and frozen, all in one transaction, and then made public."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from budgets.domain.fingerprint import fingerprint
from finsam.swedish import MONTHS
from members.models import Decision, Federation, User
from members.services import save_decision
from plans import services as plan_services
from plans.domain.kinds import INTERIM_MONTHS
from plans.models import Document
from reports.documents.builder import resolve_document
from reports.documents.frozen import checksum, to_data
from reports.models import Publication
from reports.services.freezing import freeze
from reports.standing import document_concerns


class TextChanged(ValidationError):
    """What the board would adopt is not what the user was shown."""

    def __init__(self, document: Document) -> None:
        what = (
            "planen eller budgeten"
            if document.slot.is_plan
            else f"{document.words.definite} eller dess siffror"
        )
        super().__init__(
            f"Någon har ändrat {what} sedan du öppnade sidan. Läs igen före beslutet.", code="unseen"
        )


def basis_of_adoption(document: Document) -> str:
    """Fingerprint of all that would be adopted: the document as it reads, and every line of its budget."""
    return fingerprint(checksum(to_data(resolve_document(document))), plan_services.budget_basis(document))


def adopt(
    *,
    federation: Federation,
    pk: int,
    minutes_ref: str,
    attendance: Mapping[int, str],
    reservations: str = "",
    seen: str | None = None,
    by: User | None = None,
) -> Publication:
    """Record the board's decision under the paragraph, adopt the document and its budget by it, and freeze them.

    All or nothing. `attendance` says by seat who took part (`members.domain.decisions`). `seen` is the fingerprint of
    what the user was shown; raises TextChanged when it reads otherwise by now, ValidationError when something remains.
    """
    document = federation.documents.get(pk=pk)

    def act() -> None:
        now = Document.objects.select_related("federation", "budget", "meeting").get(pk=pk)
        if seen is not None and seen != basis_of_adoption(now):
            raise TextChanged(now)
        decision = _decision(now, minutes_ref.strip(), attendance, reservations)
        plan_services.adopt(federation=federation, pk=pk, decision=decision, concerns=document_concerns(now))

    return freeze(document, stage=Publication.Stage.ADOPTED, by=by, act=act)


def publish(*, federation: Federation, pk: int) -> Document:
    """Let the public read what was frozen when the document was adopted."""
    is_frozen = Publication.objects.filter(
        document=pk, federation=federation, stage=Publication.Stage.ADOPTED
    ).exists()
    return plan_services.publish(federation=federation, pk=pk, is_frozen=is_frozen)


def is_about(decision: Decision, document: Document) -> bool:
    """Whether a noted decision names the document: its kind, its year, and of reports no other month than its own."""
    subject = decision.subject.casefold()
    months = {MONTHS[month - 1] for month in INTERIM_MONTHS if MONTHS[month - 1] in subject}
    is_of_another = bool(document.month and months) and MONTHS[document.month - 1] not in months
    return document.words.full in subject and str(document.year) in subject and not is_of_another


def _decision(
    document: Document, minutes_ref: str, attendance: Mapping[int, str], reservations: str
) -> Decision:
    """The decision of the meeting under the paragraph, as it is there or else made; with its deciders."""
    own = f"{document.words.genitive} egen paragraf"
    if document.meeting is None:
        raise ValidationError(f"Lägg först fram {document.words.definite} vid ett av styrelsens möten.")
    if not minutes_ref:
        raise ValidationError({"minutes_ref": "Ange protokollets paragraf."})
    known = document.meeting.decisions.filter(minutes_ref=minutes_ref).first()
    if known is not None and known.is_sealed:
        raise ValidationError({"minutes_ref": f"Paragrafen har redan fastställt något annat. Skriv {own}."})
    if known is not None and not is_about(known, document):
        raise ValidationError(
            {
                "minutes_ref": f"{minutes_ref} är antecknad för ett annat ärende: ”{known.subject}”. Skriv {own}, "
                "eller rätta ärendets namn under Medlemmar om det är samma beslut."
            }
        )
    title = (
        {} if known else {"meeting": document.meeting, "minutes_ref": minutes_ref, "subject": str(document)}
    )
    return save_decision(
        federation=document.federation,
        pk=known.pk if known else None,
        revision=known.revision if known else None,
        attendance=attendance,
        reservations=reservations.strip(),
        **title,
    )
