"""Documents begun, changed, and taken on in a new version."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.models import Budget
from budgets.services import new_budget_version
from finsam.revisions import store
from members.models import Federation, Meeting
from members.services import of_federation
from plans.domain.kinds import Slot
from plans.models import Document, Section
from plans.outlined_initiatives import standard_outline
from plans.services.consulting import carry_consultation
from plans.services.copying import copy_goal_areas, copy_kept, copy_sections
from plans.services.guards import open_document_of
from plans.standard_outline import StandardSection

PLAN_TITLE = "Verksamhetsplan och budget {document.year}"
"""The plan and the budget are adopted together, and so named."""


@transaction.atomic
def start_document(*, federation: Federation, kind: str, year: int, month: int = 0) -> Document:
    """A first version with the standard outline; a plan is tied to the year's budget where there is one."""
    slot = Slot(kind, month)
    if federation.documents.newest(kind, year, month).exists():
        raise ValidationError(f"{slot.name(year)} är redan påbörjad.")
    document = create_document(
        federation=federation,
        kind=kind,
        year=year,
        month=month,
        title=PLAN_TITLE if slot.is_plan else f"{slot.label} {{document.year}}",
        budget=federation.budgets.in_force(year).first() if slot.is_plan else None,
    )
    _add_standard_sections(document, standard_outline(federation.pk, year, kind), None)
    return document


def create_document(*, federation: Federation, kind: str, year: int, title: str, **fields: Any) -> Document:
    """An empty document."""
    changes = {"federation": federation, "kind": kind, "year": year, "title": title, **fields}
    return store(Document, pk=None, revision=None, changes=changes)


def save_document(*, federation: Federation, pk: int, revision: int | None, **changes: Any) -> Document:
    """Change a document's title page, and while it is not laid before the board its budget and meeting."""
    is_open = open_document_of(federation)

    def guard(document: Document) -> None:
        is_open(document)
        _refuse_swap(document, changes)

    return store(Document, pk=pk, revision=revision, changes=changes, guard=guard)


def _refuse_swap(document: Document, changes: dict[str, Any]) -> None:
    """What lies before the board keeps its budget and meeting; before that, only what may be decided on is chosen."""
    for name in ("budget", "meeting"):
        if name not in changes or changes[name] == getattr(document, name):
            continue
        if document.status == Document.Status.PROPOSED:
            raise ValidationError(
                f"{document} är framlagd för styrelsen. Byt möte med knappen Byt möte på {document.words.genitive} "
                "sida; ska den ha en "
                "annan budget tar du först tillbaka den."
            )
        chosen = changes[name]
        if name == "budget" and chosen is not None and chosen.status == Budget.Status.SUPERSEDED:
            raise ValidationError({"budget": "Budgeten är ersatt av en senare version. Välj den som gäller."})
        if name == "meeting" and chosen is not None and chosen.kind != Meeting.Kind.BOARD:
            raise ValidationError({"meeting": "Välj ett av styrelsens möten."})


def _add_standard_sections(
    document: Document, sections: tuple[StandardSection, ...], parent: Section | None
) -> None:
    for place, standard in enumerate(sections, start=1):
        section = Section(
            document=document,
            parent=parent,
            heading=standard.heading,
            block=standard.block,
            guidance=standard.guidance,
            position=place * 10,
        )
        section.full_clean()
        section.save()
        _add_standard_sections(document, standard.children, section)


@transaction.atomic
def new_version(*, federation: Federation, pk: int) -> Document:
    """A new draft of an adopted document with all it holds, and of its budget: the way a correction is made."""
    old = Document.locked(pk, None)
    of_federation(federation)(old)
    newest = federation.documents.newest(old.kind, old.year, old.month)[0]
    if newest.is_open:
        raise ValidationError(f"{old} har redan en version som är öppen för ändringar.")
    budget = new_budget_version(federation=federation, pk=old.budget_id) if old.budget_id else None
    document = create_document(
        federation=federation,
        kind=old.kind,
        year=old.year,
        month=old.month,
        version=newest.version + 1,
        title=old.title,
        subtitle=old.subtitle,
        motto=old.motto,
        budget=budget,
        based_on=old,
    )
    copy_sections(old, document)
    copy_goal_areas(old, document)
    copy_kept(old, document)
    carry_consultation(old, document)
    return document
