"""What lies before the board and what is new to one of its members, across years, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from finsam import swedish
from members.models import ChangeLogEntry, Federation, User
from plans.domain.kinds import Slot
from plans.models import Document, Mention, ReviewRound
from reports.models import LastLook, Publication, PublicNotice


@dataclass(frozen=True)
class ToDecide:
    """A document that the board is asked to decide on."""

    title: str
    slot: Slot
    year: int
    version: int
    held_on: date
    starts_at: time | None
    place: str
    open_threads: int
    has_last_year: bool
    """Whether there is a document of the year before that the board may read."""


@dataclass(frozen=True)
class News:
    """Something that has happened: the day, what it is called, what has become of it, and which page tells more.

    `page` names the page and `key` the row, where the page is about one.
    """

    day: date
    what: str
    words: str
    page: str
    year: int
    version: int = 0
    key: int = 0
    slot: Slot | None = None
    """Which of the year's documents it is about, if any."""


def to_decide(federation: Federation) -> tuple[ToDecide, ...]:
    """What is laid before the board, the nearest meeting first. One query."""
    last_year = federation.documents.filter(
        kind=OuterRef("kind"), month=OuterRef("month"), year=OuterRef("year") - 1
    )
    proposed = (
        federation.documents.filter(status=Document.Status.PROPOSED, meeting__isnull=False)
        .select_related("meeting")
        .annotate(
            open_threads=Count("threads", filter=Q(threads__resolved_at__isnull=True)),
            has_last_year=Exists(last_year.exclude(status=Document.Status.DRAFT)),
        )
        .order_by("meeting__held_on", "kind", "year", "month", "-version")
    )
    return tuple(
        ToDecide(
            title=str(each),
            slot=each.slot,
            year=each.year,
            version=each.version,
            held_on=each.meeting.held_on,
            starts_at=each.meeting.starts_at,
            place=each.meeting.place,
            open_threads=each.open_threads,
            has_last_year=each.has_last_year,
        )
        for each in proposed
        if each.meeting is not None  # as asked for
    )


def last_look(federation: Federation, user: User) -> datetime | None:
    """When the user last said that they had seen what is new. One query."""
    return (
        LastLook.objects.filter(federation=federation, user=user).values_list("looked_at", flat=True).first()
    )


def news(federation: Federation, user: User, since: datetime | None) -> tuple[News, ...]:
    """What has happened since, the latest first; all there is to one who has never looked. Five queries.

    What is known by its day alone counts as new on the day itself: better told twice than not at all.
    """
    day = timezone.localdate(since) if since else date.min
    found = [
        *_documents(federation, day),
        *_rounds_and_releases(federation, day),
        *_notices(federation, day),
        *_mentions(federation, user, since),
    ]
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))


def _documents(federation: Federation, day: date) -> Iterator[News]:
    """An adoption is news from the day it was put on record here, which may be long after the meeting it tells of."""
    registered = Max("publications__frozen_at", filter=Q(publications__stage=Publication.Stage.ADOPTED))
    documents = (
        federation.documents.exclude(status=Document.Status.DRAFT)
        .annotate(registered_at=registered)
        .select_related("decision__meeting")
    )
    for each in documents:
        held_on = each.decision.meeting.held_on if each.decision else None
        adopted_on = timezone.localdate(each.registered_at) if each.registered_at else held_on
        adopted = f"{each.words.adopted} den {swedish.long_date(held_on)}" if held_on else ""
        days = (
            (each.proposed_on, "framlagd för styrelsen"),
            (adopted_on, adopted),
            (each.published_on, "publicerad"),
        )
        for happened, words in days:
            if happened is not None and happened >= day:
                yield _about(each, happened, words)


def _rounds_and_releases(federation: Federation, day: date) -> Iterator[News]:
    """Rounds of review, and documents released for reading without one. A release stands in the change log alone."""
    rounds = ReviewRound.objects.filter(document__federation=federation, opened_on__gte=day)
    told = set()
    for each in rounds.exclude(document__status=Document.Status.DRAFT).select_related("document"):
        told.add((each.document_id, each.opened_on))
        words = f"på remiss, svar senast den {swedish.long_date(each.due)}"
        yield _about(each.document, each.opened_on, words)
    documents = federation.documents.exclude(status=Document.Status.DRAFT).in_bulk()
    releases = ChangeLogEntry.objects.filter(
        federation=federation,
        content_type__app_label=Document._meta.app_label,
        content_type__model=Document._meta.model_name,
        changes__status=[Document.Status.DRAFT, Document.Status.IN_REVIEW],
    )
    for pk, moment in releases.order_by("pk").values_list("object_id", "timestamp"):
        released_on = timezone.localdate(moment)
        document = documents.get(pk) if pk is not None else None
        if document is not None and released_on >= day and (pk, released_on) not in told:
            told.add((document.pk, released_on))
            yield _about(document, released_on, "släppt för läsning")


def _about(document: Document, day: date, words: str) -> News:
    return News(day, str(document), words, "plan", document.year, document.version, slot=document.slot)


def _notices(federation: Federation, day: date) -> Iterator[News]:
    posted = PublicNotice.objects.filter(federation=federation, posted_on__gte=day)
    for each in posted:
        assert each.posted_on is not None  # asked for
        yield News(each.posted_on, each.heading, "anslagen", "public_notice", each.year, key=each.pk)


def _mentions(federation: Federation, user: User, since: datetime | None) -> Iterator[News]:
    mentions = Mention.objects.filter(
        user=user, seen_at__isnull=True, comment__thread__document__federation=federation
    ).select_related("comment__author", "comment__thread__document")
    if since is not None:
        mentions = mentions.filter(comment__written_at__gte=since)
    for each in mentions:
        document = each.comment.thread.document
        author = each.comment.author or "Någon"
        yield News(
            timezone.localdate(each.comment.written_at),
            f"{author} har nämnt dig",
            f"i en kommentar om {each.comment.thread.title}",
            "plan",
            document.year,
            document.version,
            slot=document.slot,
        )
