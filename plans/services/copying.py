"""Documents copied: into a new version of the same year, and into another year. What is there is never overwritten."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.revisions import store
from members.models import Federation
from members.services import of_federation
from plans.domain.copying import ALL, Choices, DocumentPlan, copied_document
from plans.domain.staleness import LeftoverKind
from plans.models import Document, KeptAsIs
from plans.staleness_queries import facts_of


class SourceChanged(ValidationError):
    """The document that is copied is not what the user was shown."""


@transaction.atomic
def begin_from(
    *,
    federation: Federation,
    year: int,
    source: Document,
    choices: Choices = ALL,
    seen: str | None = None,
) -> tuple[Document, DocumentPlan]:
    """The year's document, begun from an earlier year's: outline, texts, blocks, goal areas and activities.

    Every part keeps its identity. It is tied to the year's budget where there is one. `seen` is the fingerprint of what
    the user was shown; raises SourceChanged, and writes nothing, when it would be anything else.
    """
    of_federation(federation)(source)
    source = Document.locked(source.pk, None)
    if source.year >= year:
        raise ValidationError(f"Välj en {source.words.indefinite} från ett år före {year}.")
    if federation.documents.newest(source.kind, year, source.month).exists():
        raise ValidationError(
            f"{source.slot.name(year)} är redan påbörjad. Inget är kopierat, och inget är ändrat."
        )
    plan = copied_document(facts_of(source), year, choices)
    if seen is not None and seen != plan.fingerprint:
        raise SourceChanged(
            f"{source} eller dina val har ändrats sedan du såg hur det blir. Inget är kopierat. Läs igenom det nya."
        )
    changes = {
        "federation": federation,
        "kind": source.kind,
        "year": year,
        "month": source.month,
        "title": plan.document.title,
        "subtitle": plan.document.subtitle,
        "motto": source.motto,
        "budget": federation.budgets.worked_on(year).first() if source.slot.is_plan else None,
        "based_on": source,
    }
    document = store(Document, pk=None, revision=None, changes=changes)
    sections = {each.pk: {"heading": each.heading, "body": each.body} for each in plan.document.sections}
    copy_sections(source, document, sections)
    areas = {each.pk: {"description": each.description} for each in plan.document.goal_areas}
    copy_goal_areas(source, document, areas, with_activities=choices.with_activities)
    _keep_history(source, document)
    return document, plan


def copy_sections(old: Document, new: Document, changes: dict[int, dict[str, Any]] | None = None) -> None:
    """Every section of `old` in `new`, with `changes` by its key; each after the one it lies under."""
    waiting = list(old.sections.all())
    placed: dict[int | None, Any] = {None: None}
    while waiting:
        ready = [section for section in waiting if section.parent_id in placed]
        waiting = [section for section in waiting if section.parent_id not in placed]
        for section in ready:
            pk = section.pk
            own = (changes or {}).get(pk, {})
            placed[pk] = copied(section, document=new, parent=placed[section.parent_id], **own)


def copy_goal_areas(
    old: Document,
    new: Document,
    changes: dict[int, dict[str, Any]] | None = None,
    *,
    with_activities: bool = True,
) -> None:
    """The goal areas of `old` in `new`, with their activities; with `changes` only those it names."""
    for area in old.goal_areas.prefetch_related("activities"):
        if changes is not None and area.pk not in changes:
            continue
        activities = list(area.activities.all()) if with_activities else []
        new_area = copied(area, document=new, **(changes or {}).get(area.pk, {}))
        for activity in activities:
            copied(activity, goal_area=new_area)


def copy_kept(old: Document, new: Document) -> None:
    """What was let stand in `old` stands in `new` too: a new version of the same year."""
    _copy_kept(old, new, list(LeftoverKind))


def _keep_history(old: Document, new: Document) -> None:
    """A year that was history in the earlier year's document, and let stand, is history still."""
    _copy_kept(old, new, [LeftoverKind.YEAR])


def _copy_kept(old: Document, new: Document, kinds: list[LeftoverKind]) -> None:
    for each in old.kept_as_is.filter(kind__in=kinds):
        KeptAsIs.objects.create(
            document=new,
            kind=each.kind,
            subject=each.subject,
            fingerprint=each.fingerprint,
            kept_by_id=each.kept_by_id,
        )


def copied(row: Any, **changes: Any) -> Any:
    """The row again, as a new one with `changes`."""
    row.pk = None
    row._state.adding = True
    row.revision = 1
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
