"""Sections removed, kept as data, and put back with the same keys where they were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.revisions import RowGone, remove
from members.models import Federation, User
from plans.domain.outline import DEEPEST
from plans.models import Document, RemovedSection, Section
from plans.services.guards import lock_document_of, open_document_of, row_guard
from plans.services.sections import number, siblings_of

KEPT = ("heading", "position", "is_numbered", "is_hidden", "body", "block", "guidance")
ALREADY_BACK = "Avsnittet är redan tillbaka, eller finns inte längre bland det borttagna."


@transaction.atomic
def remove_section(
    *, federation: Federation, pk: int, revision: int | None, user: User | None = None
) -> RemovedSection:
    """Remove a section with all that lies under it. What is answered can be put back."""
    document = lock_document_of(Section, pk)
    branch = _branch(document, pk)
    content = [_as_data(section, branch) for section in branch]
    content[0].update(_neighbours(document, branch[0]))
    kept = RemovedSection(document=document, heading=branch[0].heading, content=content, removed_by=user)
    remove(Section, pk=pk, revision=revision, guard=row_guard(federation, document))
    kept.save()
    return kept


@transaction.atomic
def restore_section(*, federation: Federation, document: Document, pk: int) -> Section:
    """Put back what was removed where it was: under the same section, beside those that stood before and after it.

    When that section is gone, or lies too deep by now, it becomes a chapter at the end.
    """
    document = Document.locked(document.pk, None)
    open_document_of(federation)(document)
    kept = document.removed_sections.select_for_update().filter(pk=pk).first()
    if kept is None:
        raise ValidationError(ALREADY_BACK)
    first, *under = kept.content
    parent = document.sections.filter(key=first["parent"]).first() if first["parent"] else None
    has_its_place = not first["parent"] or (
        parent is not None and _depth(parent) + _height(kept.content) <= DEEPEST
    )
    siblings = siblings_of(document, parent if has_its_place else None)
    place = _place_among(siblings, first) if has_its_place else len(siblings)
    section = _made(document, first, parent if has_its_place else None)
    siblings.insert(place, section)
    number(siblings)
    placed = {first["key"]: section}
    for data in under:
        placed[data["key"]] = _made(document, data, placed[data["parent"]])
    kept.delete()
    return section


def _branch(document: Document, pk: int) -> list[Section]:
    """A section and all under it, each after the one it lies under."""
    by_parent: dict[int | None, list[Section]] = {}
    rows = list(document.sections.order_by("position", "pk"))
    for section in rows:
        by_parent.setdefault(section.parent_id, []).append(section)
    found = [section for section in rows if section.pk == pk]
    if not found:
        raise RowGone
    for section in found:
        found.extend(by_parent.get(section.pk, ()))
    return found


def _as_data(section: Section, branch: list[Section]) -> dict[str, Any]:
    parent = next((each.key.hex for each in branch if each.pk == section.parent_id), "")
    return {"key": section.key.hex, "parent": parent, **{name: getattr(section, name) for name in KEPT}}


def _neighbours(document: Document, section: Section) -> dict[str, str]:
    """What the section lies under, and those that stand before and after it, by their keys."""
    keys = [each.key.hex for each in siblings_of(document, section.parent)]
    place = keys.index(section.key.hex)
    return {
        "parent": section.parent.key.hex if section.parent else "",
        "previous": keys[place - 1] if place else "",
        "next": keys[place + 1] if place + 1 < len(keys) else "",
    }


def _made(document: Document, data: dict[str, Any], parent: Section | None) -> Section:
    values = {name: data[name] for name in KEPT}
    section = Section(document=document, parent=parent, key=UUID(data["key"]), **values)
    section.full_clean()
    section.save()
    return section


def _place_among(siblings: list[Section], first: dict[str, Any]) -> int:
    """After the one it stood after, else before the one it stood before, else where its number puts it."""
    keys = [section.key.hex for section in siblings]
    if first["previous"] in keys:
        return keys.index(first["previous"]) + 1
    if first["next"] in keys:
        return keys.index(first["next"])
    return sum(section.position < first["position"] for section in siblings)


def _depth(section: Section | None) -> int:
    depth = 0
    while section is not None:
        depth, section = depth + 1, section.parent
    return depth


def _height(content: Iterable[dict[str, Any]]) -> int:
    """How many levels the removed sections are."""
    levels: dict[str, int] = {}
    for data in content:
        levels[data["key"]] = levels.get(data["parent"], 0) + 1
    return max(levels.values())
