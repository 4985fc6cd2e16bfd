"""Which versions of a year's plan, and of the plan of the year before, a reader may compare, and what each says.

Someone who may not read drafts is offered no draft and no named version, and nothing else that they could not open.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from finsam import swedish
from members.access import Permission
from members.models import ChangeLogEntry, Federation
from plans.domain.kinds import Slot
from plans.models import DisclosureRule, Document
from reports.documents.builder import resolve_document
from reports.documents.frozen import from_data
from reports.documents.resolved import ResolvedDocument
from reports.models import NamedVersion, Publication
from reports.queries import visible_documents


class Source(StrEnum):
    """Where a version's words are kept. The value is the word in addresses."""

    NOW = "plan"
    NAMED = "namn"
    FROZEN = "fryst"


@dataclass(frozen=True)
class Choice:
    """A version that can be compared. `group` is the document it is of, `label` what it is among those of it."""

    source: Source
    pk: int
    document: Document
    label: str

    @property
    def key(self) -> str:
        """What an address calls it."""
        return f"{self.source.value}-{self.pk}"

    @property
    def group(self) -> str:
        """The document in its version."""
        return f"{self.document}, version {self.document.version}"

    @property
    def short_label(self) -> str:
        """As it stands closed in the form: year, version and which of its texts."""
        return f"{self.document.year}, version {self.document.version}: {self.label}"

    @property
    def full_label(self) -> str:
        """Document, version and which of its texts, in one line."""
        return f"{self.group}: {self.label}"


def named_versions(federation: Federation, permissions: Collection[Permission]) -> QuerySet[NamedVersion]:
    """The federation's named versions that one with the permissions may know of, without their contents.

    They hold what was a draft, and so are for those who read drafts alone. One kept before it was changed which small
    counts are hidden may show some that are hidden now, and is for those who may see them.
    """
    found = NamedVersion.objects.filter(document__federation=federation)
    if Permission.READ_DRAFTS not in permissions:
        return found.none()
    if Permission.READ_SMALL_COUNTS not in permissions:
        found = found.filter(~rule_changed_after(federation, "created_at"))
    return found.select_related("document", "created_by").defer("content")


def rule_changed_after(federation: Federation, moment: str) -> Exists:
    """Whether it has been changed which small counts the federation hides, since the row's moment."""
    changes = ChangeLogEntry.objects.filter(
        federation=federation,
        content_type__app_label=DisclosureRule._meta.app_label,
        content_type__model=DisclosureRule._meta.model_name,
        timestamp__gt=OuterRef(moment),
    )
    return Exists(changes)


def choices(
    federation: Federation, year: int, permissions: Collection[Permission], slot: Slot
) -> tuple[Choice, ...]:
    """The year's versions, the newest first, and then those of the year before. Three queries."""
    visible = visible_documents(federation, permissions).filter(
        kind=slot.kind, month=slot.month, year__in=(year - 1, year)
    )
    documents = list(visible.select_related("federation", "budget").order_by("-year", "-version"))
    keys = [document.pk for document in documents]
    named: dict[int, list[NamedVersion]] = {}
    for version in named_versions(federation, permissions).filter(document__in=keys):
        named.setdefault(version.document_id, []).append(version)
    frozen: dict[int, list[Publication]] = {}
    kept = Publication.objects.filter(federation=federation, document__in=keys)
    if Permission.READ_SMALL_COUNTS not in permissions:
        kept = kept.filter(Q(stage=Publication.Stage.ADOPTED) | ~rule_changed_after(federation, "frozen_at"))
    for publication in kept.defer("content", "figures", "html", "pdf"):
        frozen.setdefault(publication.document_id, []).append(publication)
    return tuple(
        choice
        for document in documents
        for choice in _of_document(document, named.get(document.pk, []), frozen.get(document.pk, []))
    )


def content_of(choice: Choice) -> ResolvedDocument:
    """What the version says. One query, or for what is not frozen those of resolving the document."""
    if choice.source is Source.NOW:
        return resolve_document(choice.document)
    rows = NamedVersion.objects if choice.source is Source.NAMED else Publication.objects
    return from_data(rows.values_list("content", flat=True).get(pk=choice.pk))


def _of_document(document: Document, named: list[NamedVersion], frozen: list[Publication]) -> list[Choice]:
    """What is adopted is as it was frozen; what is not frozen is read as it stands. Then the rest by day."""
    adopted = next((each for each in frozen if each.stage == Publication.Stage.ADOPTED), None)
    if adopted:
        first = Choice(Source.FROZEN, adopted.pk, document, document.words.adopted)
    else:
        status = document.get_status_display().lower()
        label = f"som den lyder nu ({status})" if document.is_open else status
        first = Choice(Source.NOW, document.pk, document, label)
    rest = [
        (each.created_at, Choice(Source.NAMED, each.pk, document, f"”{each.name}”, {_day(each.created_at)}"))
        for each in named
    ]
    rest += [
        (each.frozen_at, Choice(Source.FROZEN, each.pk, document, f"förslag {_day(each.frozen_at)}"))
        for each in frozen
        if each != adopted
    ]
    return [first, *(choice for _, choice in sorted(rest, key=lambda each: each[0], reverse=True))]


def _day(moment: datetime) -> str:
    return swedish.long_date(timezone.localtime(moment).date())
