"""Writes of documents. Keyword arguments; one transaction each; a broken rule is a ValidationError in Swedish.

A document the board has adopted is never changed: a correction is a new version with its own decision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from budgets.models import Budget
from budgets.queries import basis_of
from budgets.services import adopt_budget, new_budget_version, propose_budget
from budgets.services.guards import refuse_unseen
from finsam import swedish
from finsam.revisions import remove, store
from members.models import Decision, Federation, Meeting
from members.services import of_federation, seal_decision
from plans.domain.outline import DEEPEST
from plans.models import Document, GoalArea, PlannedActivity, Section
from plans.standard_outline import OUTLINES, StandardSection


@transaction.atomic
def start_document(*, federation: Federation, kind: str, year: int) -> Document:
    """A first version with the standard outline, tied to the year's budget where there is one."""
    if federation.documents.filter(kind=kind, year=year).exists():
        raise ValidationError(f"{Document.Kind(kind).label} {year} är redan påbörjad.")
    document = create_document(
        federation=federation,
        kind=kind,
        year=year,
        title="Verksamhetsplan och budget {document.year}",
        budget=federation.budgets.in_force(year).first(),
    )
    _add_standard_sections(document, OUTLINES.get(kind, ()), None)
    return document


def create_document(*, federation: Federation, kind: str, year: int, title: str, **fields: Any) -> Document:
    """An empty document."""
    changes = {"federation": federation, "kind": kind, "year": year, "title": title, **fields}
    return store(Document, pk=None, revision=None, changes=changes)


def save_document(*, federation: Federation, pk: int, revision: int | None, **changes: Any) -> Document:
    """Change a document's title page."""
    return store(Document, pk=pk, revision=revision, changes=changes, guard=_open_document_of(federation))


@transaction.atomic
def save_section(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> Section:
    """Add a section last among its siblings, or change one."""
    document, parent = changes.get("document"), changes.get("parent")
    if pk is None and document is not None and not changes.get("position"):
        siblings = document.sections.filter(parent=parent)
        changes["position"] = int(siblings.aggregate(last=Max("position"))["last"] or 0) + 10
    if parent is not None:
        _refuse_misplaced(pk, parent, document)
    guard = _row_guard(federation, document)
    return store(Section, pk=pk, revision=revision, changes=changes, guard=guard)


def remove_section(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a section with all that lies under it."""
    remove(Section, pk=pk, revision=revision, guard=_row_guard(federation))


@transaction.atomic
def move_section(*, federation: Federation, pk: int, steps: int) -> Section:
    """Move a section `steps` places among its siblings: −1 up, +1 down. At an end it stays."""
    section = Section.locked(pk, None)
    _row_guard(federation)(section)
    siblings = list(section.document.sections.filter(parent=section.parent_id).order_by("position", "pk"))
    place = siblings.index(section)
    target = place + steps
    if 0 <= target < len(siblings):
        siblings.insert(target, siblings.pop(place))
        for number, sibling in enumerate(siblings, start=1):
            if sibling.position != number * 10:
                # The same revision: one who is writing in the section has lost nothing, and is not to be asked.
                sibling.position = number * 10
                sibling.save(update_fields=["position"])
    return section


@transaction.atomic
def save_goal_area(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> GoalArea:
    """Add a goal area last, or change one."""
    document = changes.get("document")
    if pk is None and document is not None and not changes.get("position"):
        changes["position"] = int(document.goal_areas.aggregate(last=Max("position"))["last"] or 0) + 10
    guard = _row_guard(federation, document)
    return store(GoalArea, pk=pk, revision=revision, changes=changes, guard=guard)


def remove_goal_area(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a goal area with its activities."""
    remove(GoalArea, pk=pk, revision=revision, guard=_row_guard(federation))


@transaction.atomic
def save_activity(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> PlannedActivity:
    """Add an activity last in its goal area, or change one."""
    area = changes.get("goal_area")
    if pk is None and area is not None and not changes.get("position"):
        changes["position"] = int(area.activities.aggregate(last=Max("position"))["last"] or 0) + 10
    guard = _row_guard(federation, area.document if area is not None else None)
    return store(PlannedActivity, pk=pk, revision=revision, changes=changes, guard=guard)


def remove_activity(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an activity."""
    remove(PlannedActivity, pk=pk, revision=revision, guard=_row_guard(federation))


@transaction.atomic
def release(*, federation: Federation, pk: int) -> Document:
    """Let those who read documents, but no drafts, read it and say what they think."""
    document = Document.locked(pk, None)
    _open_document_of(federation)(document)
    if document.status != Document.Status.DRAFT:
        raise ValidationError(f"{document} är redan släppt för läsning.")
    document.save_next(status=Document.Status.IN_REVIEW)
    return document


@transaction.atomic
def propose(*, federation: Federation, pk: int, meeting: Meeting) -> Document:
    """Lay the document, and the budget it carries, before the board at a meeting."""
    document = Document.locked(pk, None)
    _open_document_of(federation)(document)
    document.save_next(status=Document.Status.PROPOSED, meeting=meeting)
    if document.budget is not None and document.budget.is_open:
        propose_budget(federation=federation, pk=document.budget.pk)
    return document


@transaction.atomic
def adopt(*, federation: Federation, pk: int, decision: Decision, seen_budget: str | None = None) -> Document:
    """The board has adopted the document, and the budget it carries, by one decision (KL 11:6: they are one).

    An activity plan is not adopted without its year's budget. `seen_budget` is the fingerprint of what the user could
    read of it; raises BasisChanged when it says anything else by now.
    """
    document = Document.locked(pk, None)
    _open_document_of(federation)(document)
    if decision.federation_id != federation.pk:
        raise ValidationError({"decision": "Välj ett av förbundets egna beslut."})
    _refuse_other_decision(document, decision)
    earlier = federation.documents.filter(
        kind=document.kind,
        year=document.year,
        status__in=(Document.Status.ADOPTED, Document.Status.PUBLISHED),
    )
    for other in earlier.select_for_update():
        other.save_next(status=Document.Status.SUPERSEDED)
    budget = _budget_to_adopt(document)
    if budget is not None:
        refuse_unseen(Budget.locked(budget.pk, None), seen_budget)
    document.save_next(status=Document.Status.ADOPTED, decision=decision, budget=budget)
    if budget is not None and budget.is_open:  # else it has been adopted already, as a change of its own
        adopt_budget(federation=federation, pk=budget.pk, decision=decision)
    seal_decision(federation=federation, pk=decision.pk)
    return document


def _refuse_other_decision(document: Document, decision: Decision) -> None:
    """The decision was made where the document was laid before the board, and has adopted nothing else."""
    if document.meeting_id is not None and decision.meeting_id != document.meeting_id:
        day = swedish.long_date(document.meeting.held_on) if document.meeting else ""
        raise ValidationError({"decision": f"Välj ett beslut från mötet {day}, där planen är framlagd."})
    own = document.budget is not None and document.budget.decision_id == decision.pk
    if decision.is_sealed and not own:
        raise ValidationError(
            {"decision": "Beslutet har redan fastställt något annat. Välj ett annat beslut."}
        )


def budget_basis(document: Document) -> str:
    """Fingerprint of the budget that would be adopted with the document; "" when there is none to adopt."""
    try:
        budget = _budget_to_adopt(document)
    except ValidationError:
        return ""
    return basis_of(budget) if budget is not None else ""


def _budget_to_adopt(document: Document) -> Budget | None:
    """The budget that goes with the document: its own, or for a plan without one the only open one of its year."""
    if document.budget is not None or document.kind != Document.Kind.ACTIVITY_PLAN:
        return document.budget
    of_year = [budget for budget in document.federation.budgets.filter(year=document.year) if budget.is_open]
    if len(of_year) != 1:
        raise ValidationError(
            f"Planen och budgeten fastställs tillsammans. Börja budgeten för {document.year}, "
            "och välj den på titelsidan."
        )
    return of_year[0]


@transaction.atomic
def new_version(*, federation: Federation, pk: int) -> Document:
    """A new draft of an adopted document with all it holds, and of its budget: the way a correction is made."""
    old = Document.locked(pk, None)
    of_federation(federation)(old)
    newest = federation.documents.newest(old.kind, old.year)[0]
    if newest.is_open:
        raise ValidationError(f"{old} har redan en version som är öppen för ändringar.")
    budget = new_budget_version(federation=federation, pk=old.budget_id) if old.budget_id else None
    document = create_document(
        federation=federation,
        kind=old.kind,
        year=old.year,
        version=newest.version + 1,
        title=old.title,
        subtitle=old.subtitle,
        motto=old.motto,
        budget=budget,
    )
    _copy_sections(old, document)
    for area in old.goal_areas.prefetch_related("activities"):
        activities = list(area.activities.all())
        copied = _copied(area, document=document)
        for activity in activities:
            _copied(activity, goal_area=copied)
    return document


def _copy_sections(old: Document, new: Document) -> None:
    """Every section after the one it lies under, so that its new parent is known."""
    waiting = list(old.sections.all())
    placed: dict[int | None, Section | None] = {None: None}
    while waiting:
        ready = [section for section in waiting if section.parent_id in placed]
        waiting = [section for section in waiting if section.parent_id not in placed]
        for section in ready:
            key = section.pk
            placed[key] = _copied(section, document=new, parent=placed[section.parent_id])


def _copied(row: Any, **changes: Any) -> Any:
    """The row again, as a new one with `changes`."""
    row.pk = None
    row._state.adding = True
    row.revision = 1
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


def _open_document_of(federation: Federation) -> Callable[[Document], None]:
    of_own_federation = of_federation(federation)

    def guard(document: Document) -> None:
        of_own_federation(document)
        if not document.is_open:
            raise ValidationError(
                f"{document} är {document.get_status_display().lower()} och ändras inte. "
                "En rättelse görs i en ny version med eget beslut."
            )

    return guard


def _row_guard(federation: Federation, document: Document | None = None) -> Callable[[Any], None]:
    """A section, goal area or activity may change when its document is the federation's own and open.

    `document` is the one it is to belong to: a row is not moved to another.
    """
    check = _open_document_of(federation)

    def guard(row: Section | GoalArea | PlannedActivity) -> None:
        pk = row.goal_area.document_id if isinstance(row, PlannedActivity) else row.document_id
        own = Document.locked(pk, None)  # as it stands now, not as the row was read
        check(own)
        if document is not None and document.pk != own.pk:
            if isinstance(row, PlannedActivity):
                raise ValidationError({"goal_area": "Välj ett målområde i samma dokument."})
            raise ValidationError("Det går inte att flytta till ett annat dokument.")

    return guard


def _refuse_misplaced(pk: int | None, parent: Section, document: Document | None) -> None:
    """A section lies under another of the same document, not under itself, and not deeper than headings go."""
    own = document.pk if document is not None else Section.locked(pk or 0, None).document_id
    if parent.document_id != own:
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


def _add_standard_sections(
    document: Document, sections: tuple[StandardSection, ...], parent: Section | None
) -> None:
    for place, standard in enumerate(sections, start=1):
        section = Section(
            document=document,
            parent=parent,
            heading=standard.heading,
            block=standard.block,
            position=place * 10,
        )
        section.full_clean()
        section.save()
        _add_standard_sections(document, standard.children, section)
