"""Sections added, changed, placed in the outline and hidden. Removed and put back: `removed_sections`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from finsam.revisions import store
from members.models import Federation
from plans.domain.outline import DEEPEST
from plans.models import Document, Section
from plans.services.guards import lock_document_of, open_document_of, row_guard

STEP = 10
"""Between the places of two siblings."""
NEW_HEADING = "Nytt avsnitt"
"""What a section is called until it has been given its heading."""
WHERE = ("before", "after", "under")
"""Where a section may be placed, seen from another; under it means last of what lies there."""


@transaction.atomic
def save_section(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Section:
    """Add a section last among its siblings, or change one."""
    document, parent = changes.get("document"), changes.get("parent")
    own = lock_document_of(Section, pk, document)
    if pk is None and not changes.get("position"):
        siblings = own.sections.filter(parent=parent)
        changes["position"] = int(siblings.aggregate(last=Max("position"))["last"] or 0) + STEP
    if parent is not None:
        _refuse_misplaced(pk, parent, own)
    guard = row_guard(federation, own, document)
    return store(Section, pk=pk, revision=revision, changes=changes, guard=guard)


@transaction.atomic
def move_section(*, federation: Federation, pk: int, steps: int) -> Section:
    """Move a section `steps` places among its siblings: −1 up, +1 down. At an end it stays."""
    section = _open_section(federation, pk)
    siblings = siblings_of(section.document, section.parent)
    place = siblings.index(section)
    target = place + steps
    if 0 <= target < len(siblings):
        siblings.insert(target, siblings.pop(place))
        number(siblings)
    return section


@transaction.atomic
def place_section(*, federation: Federation, pk: int, beside: int, where: str) -> Section:
    """Move a section with all that lies under it before, after or under another of the same document."""
    section = _open_section(federation, pk)
    other = _neighbour(section.document, beside)
    if other.pk != section.pk:
        _place(section, other, where)
    return section


@transaction.atomic
def indent_section(*, federation: Federation, pk: int) -> Section:
    """Lay a section last under the sibling before it."""
    section = _open_section(federation, pk)
    siblings = siblings_of(section.document, section.parent)
    place = siblings.index(section)
    if place == 0:
        raise ValidationError("Det finns inget avsnitt ovanför att lägga det under.")
    _place(section, siblings[place - 1], "under")
    return section


@transaction.atomic
def outdent_section(*, federation: Federation, pk: int) -> Section:
    """Lay a section after the one it lies under, one level up."""
    section = _open_section(federation, pk)
    if section.parent is None:
        raise ValidationError("Avsnittet är redan ett eget kapitel.")
    _place(section, section.parent, "after")
    return section


@transaction.atomic
def insert_section(*, federation: Federation, beside: int, where: str) -> Section:
    """A new section before, after or under another, with a heading to write over."""
    document = _open_section(federation, beside).document
    section = Section(document=document, heading=NEW_HEADING)
    _place(section, _neighbour(document, beside), where)
    return section


@transaction.atomic
def hide_section(*, federation: Federation, pk: int, is_hidden: bool) -> Section:
    """Hide a section with all that lies under it from everything that is read, or show it again."""
    section = _open_section(federation, pk)
    if section.is_hidden != is_hidden:
        # The same revision, as when it is moved: one who is writing in the section has lost nothing.
        section.is_hidden = is_hidden
        section.save(update_fields=["is_hidden"])
    return section


def _open_section(federation: Federation, pk: int) -> Section:
    document = lock_document_of(Section, pk)
    open_document_of(federation)(document)
    section = Section.locked(pk, None)
    section.document = document
    return section


def _neighbour(document: Document, pk: int) -> Section:
    found = document.sections.filter(pk=pk).first()
    if found is None:
        raise ValidationError("Avsnittet bredvid finns inte längre. Ladda om sidan.")
    return found


def siblings_of(document: Document, parent: Section | None) -> list[Section]:
    """What lies right under a section, or the chapters, in order."""
    return list(document.sections.filter(parent=parent).order_by("position", "pk"))


def _place(section: Section, other: Section, where: str) -> None:
    """Put a section, new or old, beside another. Raises ValidationError when headings do not go as deep."""
    if where not in WHERE:
        raise ValidationError("Välj om avsnittet ska stå före, efter eller under.")
    parent = other if where == "under" else other.parent
    if parent is not None:
        _refuse_misplaced(section.pk, parent, section.document)
    siblings = [each for each in siblings_of(section.document, parent) if each != section]
    place = len(siblings) if where == "under" else siblings.index(other) + (where == "after")
    section.parent = parent
    if section._state.adding:
        section.full_clean()
        section.save()
    else:
        section.save(update_fields=["parent"])
    siblings.insert(place, section)
    number(siblings)


def number(siblings: list[Section]) -> None:
    """Give siblings their places in the order given."""
    for number, sibling in enumerate(siblings, start=1):
        if sibling.position != number * STEP:
            # The same revision: one who is writing in the section has lost nothing, and is not to be asked.
            sibling.position = number * STEP
            sibling.save(update_fields=["position"])


def _refuse_misplaced(pk: int | None, parent: Section, document: Document) -> None:
    """A section lies under another of the same document, not under itself, and not deeper than headings go."""
    if parent.document_id != document.pk:
        raise ValidationError({"parent": "Välj ett avsnitt i samma dokument."})
    depth = 1 + _levels_under(pk)
    above: Section | None = parent
    while above is not None:
        if above.pk == pk:
            raise ValidationError({"parent": "Ett avsnitt kan inte ligga under sig självt."})
        depth += 1
        above = above.parent
    if depth > DEEPEST:
        raise ValidationError({"parent": f"Avsnitt kan ligga i högst {DEEPEST} nivåer."})


def _levels_under(pk: int | None) -> int:
    """How many levels of sections a section has under it. One query per level."""
    levels, row = 0, [pk] if pk else []
    while row := list(Section.objects.filter(parent__in=row).values_list("pk", flat=True)):
        levels += 1
    return levels
