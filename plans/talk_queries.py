"""Reads the talk about a document into frozen facts, with a number of queries that does not depend on its length."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from members.access import Permission, permissions_of
from members.models import Federation, Role
from plans.domain.talk import (
    Answer,
    CommentFact,
    MentionFact,
    Person,
    RoundFact,
    ThreadFact,
    answers,
    readable,
    standing,
)
from plans.models import Comment, CommentThread, Document, Mention, ReviewRound
from plans.queries import document_facts, document_scope

GONE = "Någon som inte har något konto längre"


def people(federation: Federation, document: Document) -> tuple[Person, ...]:
    """Those in the federation who may take part in the talk about the document as it stands now, by name. One query."""
    roles: dict[int, set[Role]] = {}
    found = {}
    mandates = federation.mandates.filter(user__is_active=True).select_related("user")
    for mandate in mandates.order_by("user__name", "user__pk", "pk"):
        roles.setdefault(mandate.user_id, set()).add(Role(mandate.role))
        found[mandate.user_id] = mandate.user
    may = {pk: permissions_of(frozenset(own)) for pk, own in roles.items()}
    return tuple(
        Person(
            pk=pk,
            name=str(user),
            email=user.email,
            roles=tuple(str(role.label) for role in Role if role in roles[pk]),
            is_asked=Permission.EDIT_DOCUMENTS not in may[pk],
        )
        for pk, user in found.items()
        if Permission.COMMENT_DOCUMENTS in may[pk] and may_read(document, may[pk])
    )


def may_read(document: Document, permissions: Collection[Permission]) -> bool:
    """Whether one with the permissions may read the document as it stands now."""
    if document.status == Document.Status.DRAFT:
        return Permission.READ_DRAFTS in permissions
    return Permission.READ_DOCUMENTS in permissions


def threads(document: Document, user: int, permissions: Collection[Permission]) -> tuple[ThreadFact, ...]:
    """The threads about the document that the user meets, in the order they were begun.

    Three queries; to one who may not read drafts some more, for what the document shows.
    """
    rows = document.threads.select_related("resolved_by").prefetch_related(_comments())
    found = tuple(_thread(row) for row in rows)
    subjects = None
    if found and Permission.READ_DRAFTS not in permissions:
        subjects = standing_subjects(document)
    return readable(found, user, subjects)


def standing_subjects(document: Document) -> frozenset[str]:
    """What a reader of the document meets."""
    facts = document_scope(document).facts(document_facts)
    return standing(facts) if facts else frozenset()


def _comments() -> Prefetch[str, QuerySet[Comment], str]:
    mentions = Prefetch("mentions", Mention.objects.select_related("user").order_by("pk"))
    return Prefetch("comments", Comment.objects.select_related("author").prefetch_related(mentions))


def _thread(row: CommentThread) -> ThreadFact:
    return ThreadFact(
        pk=row.pk,
        target=row.target,
        subject=row.subject,
        title=row.title,
        started_by=row.started_by_id,
        started_at=row.started_at,
        revision=row.revision,
        resolved_by=str(row.resolved_by or GONE),
        resolved_at=row.resolved_at,
        comments=tuple(
            CommentFact(
                pk=comment.pk,
                author=comment.author_id,
                author_name=str(comment.author or GONE),
                text=comment.text,
                written_at=comment.written_at,
                edited_at=comment.edited_at,
                mentions=tuple(
                    MentionFact(mention.user_id, str(mention.user), mention.seen_at is not None)
                    for mention in comment.mentions.all()
                ),
            )
            for comment in row.comments.all()
        ),
    )


def rounds(document: Document) -> tuple[RoundFact, ...]:
    """The document's rounds of review, the latest first. One query."""
    return tuple(_round(row) for row in document.review_rounds.order_by("-number"))


def open_round(document: Document) -> RoundFact | None:
    """The round that is open. One query."""
    row = document.review_rounds.filter(closed_on=None).first()
    return _round(row) if row else None


def _round(row: ReviewRound) -> RoundFact:
    return RoundFact(row.pk, row.number, row.due, row.message, row.opened_on, row.closed_on, row.revision)


def round_answers(federation: Federation, document: Document, current: RoundFact) -> tuple[Answer, ...]:
    """How each of those asked has met the round. Three queries."""
    readings: dict[int, tuple[datetime, datetime]] = {}
    for reading in document.readings.all():
        if current.holds(timezone.localdate(reading.last_at)):
            readings[reading.user_id] = (reading.first_at, reading.last_at)
    said = Comment.objects.filter(thread__document=document).values_list("author_id", "written_at")
    days = [(author, timezone.localdate(moment)) for author, moment in said]
    return answers(people(federation, document), readings, days, current)
