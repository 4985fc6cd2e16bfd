"""What the public may read, and nothing else: documents that are published, proposals that are made known, notices.

`open_publications` is the one place that says which publications are open. Whatever is shown to someone who has not
signed in comes from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Length
from django.utils import timezone

from members.domain.decisions import adoption_sentence
from members.models import Federation
from plans.domain.kinds import ANNUAL_REPORT, Slot
from plans.models import Document
from reports.chain_queries import chain_facts
from reports.domain.chain import ChainFacts
from reports.models import Publication, PublicNotice
from reports.notice_queries import BYTES

IN_FORCE, PAST, PROPOSED, REPLACED, DECIDED, WITHDRAWN = (
    "published",
    "past",
    "proposed",
    "superseded",
    "decided",
    "withdrawn",
)
WORDS = {
    IN_FORCE: "Gäller",
    PAST: "Gällde",
    PROPOSED: "Förslag",
    REPLACED: "Ersatt",
    DECIDED: "Beslutat förslag",
    WITHDRAWN: "Tillbakadraget förslag",
}
MARKS = {PAST: REPLACED, DECIDED: REPLACED, WITHDRAWN: REPLACED}
"""Which mark stands before the word, where it is another's."""


@dataclass(frozen=True)
class OpenDocument:
    """A frozen document that anyone may read. `open_since` is the day it was published, or its notice posted."""

    pk: int
    title: str
    slot: Slot
    year: int
    version: int
    standing: str
    sentence: str
    reservations: str
    meeting: date | None
    open_since: date | None
    frozen_on: date
    pages: int
    pdf_size: int
    html_sha256: str
    pdf_sha256: str
    content_sha256: str
    calculation_version: str
    in_place: int | None = None
    """The publication that is read instead, when this one no longer stands; None when there is none yet."""

    @property
    def is_proposal(self) -> bool:
        """Whether it is what the board was to decide, rather than what it decided."""
        return self.standing in (PROPOSED, DECIDED, WITHDRAWN)

    @property
    def name(self) -> str:
        """What it is: Delårsrapport januari–juni 2018."""
        return self.slot.name(self.year)

    @property
    def words(self) -> str:
        """Where it stands, in words. A report tells of a year and does not apply to one."""
        if not self.slot.is_plan and self.standing in (IN_FORCE, PAST):
            return "Publicerad"
        return WORDS[self.standing]

    @property
    def mark(self) -> str:
        """The mark before the words."""
        if not self.slot.is_plan and self.standing == PAST:
            return IN_FORCE
        return MARKS.get(self.standing, self.standing)

    @property
    def pdf_kilobytes(self) -> int:
        """The size of the PDF, so that a reader on a phone knows before."""
        return -(-self.pdf_size // 1024)


@dataclass(frozen=True)
class PublicShelf:
    """All that a federation lets the public read."""

    in_force: tuple[OpenDocument, ...]
    proposed: tuple[OpenDocument, ...]
    archive: tuple[OpenDocument, ...]
    posted: tuple[PublicNotice, ...]
    taken_down: tuple[PublicNotice, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all yet."""
        return not (self.in_force or self.proposed or self.archive or self.posted or self.taken_down)


def _is_open(today: date) -> Q:
    published = Q(stage=Publication.Stage.ADOPTED) & (
        Q(document__status=Document.Status.PUBLISHED)
        | Q(document__status=Document.Status.SUPERSEDED, document__published_on__isnull=False)
    )
    posted = PublicNotice.objects.filter(posted_on__lte=today, publication__isnull=False)
    return published | Q(stage=Publication.Stage.PROPOSAL, pk__in=posted.values("publication"))


def open_publications(today: date) -> QuerySet[Publication]:
    """The publications that anyone may read: adopted and then published, or made known as a proposal."""
    return Publication.objects.filter(_is_open(today))


def posted_notices(federation: Federation, today: date) -> QuerySet[PublicNotice]:
    """The notices that have been posted, the latest first, also those taken down."""
    found: QuerySet[PublicNotice] = federation.notices.filter(posted_on__lte=today)
    return found.select_related("meeting", "federation").defer("pdf")


def open_documents(federation: Federation, today: date) -> tuple[OpenDocument, ...]:
    """Every document that anyone may read, the newest year first, each with where it stands. One query."""
    rows = (
        open_publications(today)
        .filter(federation=federation)
        .select_related("document__decision__meeting")
        .annotate(
            pdf_size=Length("pdf"),
            announced_on=Min("notices__posted_on"),
            to_meeting=KeyTransform("meeting", "content"),
        )
        .defer(*BYTES)
        .order_by(
            "-document__year", "document__kind", "document__month", "-document__version", "-frozen_at", "-pk"
        )
    )
    publications = list(rows)
    found = [_open_document(each, publications) for each in publications]
    latest = max((each.year for each in found if each.standing == IN_FORCE), default=0)
    return tuple(
        replace(each, standing=PAST)
        if each.standing == IN_FORCE and each.year < min(today.year, latest)
        else each
        for each in found
    )


def public_shelf(federation: Federation, today: date) -> PublicShelf:
    """All that the federation's public page shows. Two queries."""
    documents = open_documents(federation, today)
    current = [each for each in documents if each.standing == IN_FORCE]
    proposed = tuple(each for each in documents if each.standing == PROPOSED)
    notices = tuple(posted_notices(federation, today))
    down = tuple(each for each in notices if each.taken_down_on and each.taken_down_on <= today)
    return PublicShelf(
        in_force=tuple(current),
        proposed=proposed,
        archive=tuple(each for each in documents if each not in current and each not in proposed),
        posted=tuple(each for each in notices if each not in down),
        taken_down=down,
    )


def public_chain(document: OpenDocument) -> ChainFacts | None:
    """What has become of an annual report that anyone may read; None for other documents and proposals.

    The auditors' files are not among it: they are asked for, since nothing says that they can be read by all.
    """
    if document.slot.kind != ANNUAL_REPORT or document.is_proposal:
        return None
    related = Document.objects.select_related("federation", "decision__meeting")
    return chain_facts(related.get(publications=document.pk))


def open_federations(today: date) -> tuple[Federation, ...]:
    """The federations that have anything for the public to read, by name. One query."""
    documents = open_publications(today).values("federation")
    notices = PublicNotice.objects.filter(posted_on__lte=today).values("federation")
    return tuple(Federation.objects.filter(Q(pk__in=documents) | Q(pk__in=notices)))


def _open_document(publication: Any, all_open: Sequence[Publication]) -> OpenDocument:
    document = publication.document
    standing = _standing(publication, all_open)
    decision = document.decision if publication.stage == Publication.Stage.ADOPTED else None
    announced = publication.announced_on if decision is None else document.published_on
    return OpenDocument(
        pk=publication.pk,
        title=publication.title,
        slot=document.slot,
        year=document.year,
        version=document.version,
        standing=standing,
        sentence=adoption_sentence(decision.meeting.held_on, decision.minutes_ref, document.words.adopted)
        if decision
        else "",
        reservations=decision.reservations if decision else "",
        meeting=date.fromisoformat(publication.to_meeting)
        if publication.to_meeting and not decision
        else None,
        open_since=announced,
        frozen_on=timezone.localdate(publication.frozen_at),
        pages=publication.pages,
        pdf_size=publication.pdf_size,
        html_sha256=publication.html_sha256,
        pdf_sha256=publication.pdf_sha256,
        content_sha256=publication.content_sha256,
        calculation_version=publication.calculation_version,
        in_place=_in_place(publication, standing, all_open),
    )


def _standing(publication: Publication, all_open: Sequence[Publication]) -> str:
    document = publication.document
    if publication.stage == Publication.Stage.ADOPTED:
        return IN_FORCE if publication == _last_published(document, all_open) else REPLACED
    if document.status in (Document.Status.ADOPTED, Document.Status.PUBLISHED, Document.Status.SUPERSEDED):
        return DECIDED
    if document.status != Document.Status.PROPOSED:
        return WITHDRAWN
    same = [
        each.pk
        for each in all_open
        if each.document_id == document.pk and each.stage == Publication.Stage.PROPOSAL
    ]
    return PROPOSED if publication.pk == max(same) else REPLACED


def _last_published(document: Document, all_open: Sequence[Publication]) -> Publication | None:
    """Of the same kind and year what was published last: it is shown as in force until a later one is published."""
    published = [
        each
        for each in all_open
        if each.stage == Publication.Stage.ADOPTED
        and (each.document.slot, each.document.year) == (document.slot, document.year)
    ]
    return max(published, key=lambda each: each.document.version, default=None)


def _in_place(publication: Publication, standing: str, all_open: Sequence[Publication]) -> int | None:
    """What is read instead: of the same kind and year the one in force, else the latest proposal of the document."""
    if standing in (IN_FORCE, PROPOSED):
        return None
    document = publication.document
    published = _last_published(document, all_open)
    if published is not None and published.document.version >= document.version:
        return published.pk
    later = [
        each.pk
        for each in all_open
        if each.document_id == document.pk and each.stage == publication.stage and each.pk > publication.pk
    ]
    return max(later, default=None)
