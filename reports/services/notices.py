"""Public notices: prepared, posted with the proposal they make known, and replaced by a later one.

What is posted stands: its words are fixed, and so is the proposal, as a publication.
"""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finsam.revisions import RowGone, remove, store
from members.models import Federation, Meeting, User
from members.services import of_federation
from plans.models import Document
from reports.documents.notice import notice_html
from reports.domain import notices
from reports.models import Publication, PublicNotice
from reports.notice_queries import OF_REPORTS, kept_proposal, notice_facts, proposal_at, proposal_checksum
from reports.services.freezing import freeze, printed, sha256

logger = logging.getLogger(__name__)

POSTED = "Det är redan anslaget och kan inte ändras. Anslå på nytt om något är fel."

SAVED_BY_ANOTHER = "Någon annan har sparat kungörelsen."
SAVED_ALIKE = "Någon annan har sparat kungörelsen, men den lyder som när du läste den."


def save_notice(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> PublicNotice:
    """Prepare a notice, or change one that is not posted."""

    def guard(notice: PublicNotice) -> None:
        of_federation(federation)(notice)
        if notice.is_posted:
            raise ValidationError(POSTED)

    kind, meeting = changes.get("kind"), changes.get("meeting")
    if kind in OF_REPORTS:
        changes["meeting"] = None
    elif kind is not None and meeting is None:
        raise ValidationError({"meeting": "Välj vilket möte det gäller."})
    if meeting is not None and meeting.kind != Meeting.Kind.BOARD:
        raise ValidationError({"meeting": "Välj ett av styrelsens möten."})
    return store(
        PublicNotice, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
    )


def remove_notice(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a notice that is not posted."""

    def guard(notice: PublicNotice) -> None:
        of_federation(federation)(notice)
        if notice.is_posted:
            raise ValidationError(
                "Det är anslaget och hör till det som har offentliggjorts. Det tas inte bort."
            )

    remove(PublicNotice, pk=pk, revision=revision, guard=guard)


class NoticeChanged(ValidationError):
    """What would be posted is not what the user was shown. `changes` say how, in Swedish. Nothing is posted."""

    def __init__(self, changes: tuple[str, ...]) -> None:
        super().__init__(
            "Kungörelsen har ändrats sedan du öppnade sidan. Inget har anslagits.", code="unseen"
        )
        self.changes = changes


def post_notice(
    *,
    federation: Federation,
    pk: int,
    revision: int | None,
    address: str,
    seen: str | None = None,
    by: User | None = None,
) -> PublicNotice:
    """Post a notice today: its words and its PDF are fixed, the proposal is frozen, and all are public.

    `address` is that of the federation's public pages; `seen` is what the user was shown (`NoticeView.shown`). Must
    stand outside any transaction. Earlier notices of the same are taken down, since this one is in their place. Raises
    NoticeChanged, EditConflict or RowGone when it is not as the user saw it, or not any more while it is posted.
    """
    notice = PublicNotice.objects.select_related("federation", "meeting").filter(pk=pk).first()
    if notice is None:
        raise RowGone
    of_federation(federation)(notice)
    _refuse_unready(notice, address)
    today, checksum = timezone.localdate(), proposal_checksum(notice)
    words = _words(notice, address)
    changes = () if seen is None else notices.changes_since(seen, **words, proposal=checksum)
    if revision is not None and notice.revision != revision:
        changes = (SAVED_BY_ANOTHER if changes else SAVED_ALIKE, *changes)
    if changes:
        raise NoticeChanged(changes)
    proposal = _frozen_proposal(notice, by)
    if proposal is not None and proposal.content_sha256 != checksum:
        raise NoticeChanged(("Förslaget som kungörs ändrades just när det skulle anslås.",))
    paper = PublicNotice(federation=notice.federation, kind=notice.kind, posted_on=today, **words)
    pdf = printed(notice_html(paper)).data
    with transaction.atomic():
        locked = PublicNotice.locked(pk, notice.revision)
        _refuse_unready(locked, address)
        if _words(locked, address) != words:
            raise NoticeChanged(("Uppgifterna om mötet ändrades just när det skulle anslås.",))
        if proposal is not None:
            _refuse_withdrawn(locked, proposal)
        facts = notice_facts(locked, address)
        locked.save_next(
            **words,
            publication=proposal,
            posted_on=today,
            posted_by=by,
            taken_down_on=notices.taken_down_on(locked.kind, facts.meeting, today),
            pdf=pdf,
            pdf_sha256=sha256(pdf),
        )
        _replace_earlier(locked, today)
    return locked


def notice_pdf(notice: PublicNotice) -> bytes | None:
    """The PDF of a notice as it was kept when it was posted; None when there is none, or it is damaged."""
    if damage_of_notice(notice):
        logger.error("The PDF of notice %s is not as it was kept", notice.pk)
        return None
    return bytes(notice.pdf) or None


def damage_of_notice(notice: PublicNotice) -> tuple[str, ...]:
    """What of a posted notice is not as it was kept, in words. One posted before PDFs were kept has none to harm."""
    if not notice.pdf and not notice.pdf_sha256:
        return ()
    return ("PDF:en",) if sha256(notice.pdf) != notice.pdf_sha256 else ()


@transaction.atomic
def renew_notice(*, federation: Federation, pk: int) -> PublicNotice:
    """Begin a new notice of what a posted one is about: the one begun already, if there is one."""
    posted = PublicNotice.locked(pk, None)
    of_federation(federation)(posted)
    if not posted.is_posted:
        return posted
    same = federation.notices.filter(kind=posted.kind, meeting=posted.meeting_id, year=posted.year)
    begun: PublicNotice | None = same.filter(posted_on__isnull=True).first()
    if begun is not None:
        return begun
    return save_notice(
        federation=federation,
        kind=posted.kind,
        meeting=posted.meeting,
        year=posted.year,
        extra=posted.extra,
    )


def _refuse_unready(notice: PublicNotice, address: str) -> None:
    if notice.is_posted:
        raise ValidationError("Det är redan anslaget.")
    facts = notice_facts(notice, address)
    hindrance = notices.hindrance(facts, has_proposal=bool(facts.proposal))
    if hindrance:
        raise ValidationError(hindrance)


def _words(notice: PublicNotice, address: str) -> dict[str, str]:
    """What is to be posted, written from what is known now."""
    facts = notice_facts(notice, address)
    return {"heading": notices.heading(facts), "text": notices.text(facts)}


def _frozen_proposal(notice: PublicNotice, by: User | None) -> Publication | None:
    """What the meeting is to decide, as it reads now: kept already, or frozen now."""
    document = proposal_at(notice.meeting) if notice.kind == PublicNotice.Kind.MEETING else None
    if document is None:
        return None
    return kept_proposal(document) or freeze(document, stage=Publication.Stage.PROPOSAL, by=by)


def _refuse_withdrawn(notice: PublicNotice, proposal: Publication) -> None:
    document = Document.locked(proposal.document_id, None)
    if document.status != Document.Status.PROPOSED or document.meeting_id != notice.meeting_id:
        raise ValidationError("Planen är inte längre framlagd vid mötet. Inget har anslagits.")


def _replace_earlier(notice: PublicNotice, today: date) -> None:
    """Those posted earlier of the same thing no longer stand, and lead to this one: it was posted last."""
    same = PublicNotice.objects.filter(
        federation=notice.federation_id, kind=notice.kind, meeting=notice.meeting_id, year=notice.year
    )
    for earlier in same.filter(posted_on__isnull=False).exclude(pk=notice.pk):
        until = min(earlier.taken_down_on, today) if earlier.taken_down_on else today
        earlier.save_next(taken_down_on=until, replaced_by=notice)
