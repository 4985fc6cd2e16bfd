"""What stands of the talk on the pages one comes from: the plan's own, and the year's overview.

Also: that someone who is asked for their view has read the plan is noted here, when they open it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from members.access import Permission
from members.models import Federation, User
from plans import talk_queries
from plans.addresses import slot_url
from plans.domain.talk import Filter, RoundFact, ThreadFact
from plans.models import Document
from plans.queries import document_facts, document_scope
from plans.services import reviewing
from reports.documents.resolved import ResolvedDocument
from reports.domain.talk import Beside, beside, places
from reports.queries import visible_documents

WAITS_FOR_VIEWS = (Document.Status.IN_REVIEW, Document.Status.PROPOSED)


@dataclass(frozen=True)
class TalkCounts:
    """How much of the talk about a document waits: threads not settled, and those that mention the reader unseen."""

    document: Document
    unresolved: int
    mentions: int
    threads: int
    round: RoundFact | None
    is_overdue: bool
    """Whether the round's last day has passed while it is open."""

    @property
    def version_query(self) -> str:
        """What an address needs to lead to this version, also where another is the usual one."""
        return f"?version={self.document.version}" if self.document.version > 1 else ""

    @property
    def mentions_query(self) -> str:
        """What the list's address needs to show those that mention the reader."""
        shown = f"visa={Filter.MENTIONS}"
        return f"{self.version_query}&{shown}" if self.version_query else f"?{shown}"

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.unresolved or self.mentions or self.round)


@dataclass(frozen=True)
class TalkOnPlan:
    """The talk as the plan's page shows it: above the plan, and beside its headings."""

    counts: TalkCounts
    beside: Beside | None
    may_talk: bool
    may_ask: bool
    query: str


def talk_counts(document: Document, user: User, permissions: Collection[Permission]) -> TalkCounts:
    """How much of the talk about a document waits for the user. A constant number of queries."""
    return _counted(document, user, talk_queries.threads(document, user.pk, permissions))


def _counted(document: Document, user: User, threads: tuple[ThreadFact, ...]) -> TalkCounts:
    current = talk_queries.open_round(document) if document.is_open else None
    return TalkCounts(
        document=document,
        unresolved=sum(not thread.is_resolved for thread in threads),
        mentions=sum(thread.is_new_to(user.pk) for thread in threads),
        threads=len(threads),
        round=current,
        is_overdue=current is not None and current.is_overdue(timezone.localdate()),
    )


def newest_talk(
    federation: Federation, year: int, user: User, permissions: Collection[Permission]
) -> tuple[TalkCounts, ...]:
    """How the talk about the newest of each of the year's documents that the user may read stands, while it is open.

    The plan first. One query, and a constant number for each open document.
    """
    if Permission.READ_DOCUMENTS not in permissions:
        return ()
    visible = visible_documents(federation, permissions).filter(year=year)
    newest = {each.slot: each for each in visible.select_related("budget").order_by("version")}
    documents = sorted(newest.values(), key=lambda each: (not each.slot.is_plan, each.kind, each.month))
    return tuple(talk_counts(each, user, permissions) for each in documents if each.is_open)


def talk_on_plan(
    federation: Federation,
    document: Document,
    resolved: ResolvedDocument,
    user: User,
    permissions: Collection[Permission],
    query: str,
) -> TalkOnPlan:
    """The talk as the plan's page shows it; `query` is what an address needs to lead to this very version."""
    may_talk = document.is_open and Permission.COMMENT_DOCUMENTS in permissions
    address = partial(slot_url, federation.slug, document.year, document.slot)
    start = f"{query}&" if query else "?"
    threads = talk_queries.threads(document, user.pk, permissions)
    shown = None
    if document.is_open:
        facts = document_scope(document).facts(document_facts)
        assert facts is not None  # the scope of a document always names it
        shown = Beside(
            beside(places(facts, resolved), threads),
            add_url=f"{address('thread_add')}{start}om=" if may_talk else "",
            list_url=f"{address('talk')}{start}visa=alla#om-",
        )
    return TalkOnPlan(
        counts=_counted(document, user, threads),
        beside=shown,
        may_talk=may_talk,
        may_ask=Permission.EDIT_DOCUMENTS in permissions,
        query=query,
    )


def note_reading(document: Document, user: User, permissions: Collection[Permission]) -> None:
    """Note that the user has read the document, if a round of review asks for their view of it just now."""
    is_asked = Permission.COMMENT_DOCUMENTS in permissions and Permission.EDIT_DOCUMENTS not in permissions
    if is_asked and document.status in WAITS_FOR_VIEWS and talk_queries.open_round(document):
        reviewing.note_reading(document=document, by=user)
