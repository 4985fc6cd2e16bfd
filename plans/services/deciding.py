"""From draft to decision, step by step by the table in `plans.domain.lifecycle`.

Each step locks the document, asks what must hold, and writes. What the checks find lies above and is handed down; what
is frozen as a step is made lies above too (`reports.services`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from budgets.models import Budget
from budgets.queries import basis_of
from budgets.services import adopt_budget, propose_budget, withdraw_budget
from budgets.services.guards import refuse_unseen
from finsam import swedish
from members.models import Decision, Federation, Meeting
from members.services import of_federation, seal_decision
from plans.domain import lifecycle
from plans.domain.lifecycle import Move
from plans.domain.requirements import Concern
from plans.models import Document
from plans.services.guards import open_document_of
from plans.standing_queries import budget_to_adopt, standing_facts


@transaction.atomic
def release(*, federation: Federation, pk: int) -> Document:
    """Let those who read documents, but no drafts, read it and say what they think."""
    document = _open_document(federation, pk)
    if document.status != Document.Status.DRAFT:
        raise ValidationError(f"{document} är redan släppt för läsning.")
    _require(lifecycle.RELEASE, document)
    document.save_next(status=Document.Status.IN_REVIEW)
    return document


@transaction.atomic
def propose(*, federation: Federation, pk: int, meeting: Meeting) -> Document:
    """Lay the document, and the budget it carries, before the board at a meeting; or change the meeting."""
    document = _open_document(federation, pk)
    if meeting.federation_id != federation.pk or meeting.kind != Meeting.Kind.BOARD:
        raise ValidationError({"meeting": "Välj ett av styrelsens möten."})
    if document.status == Document.Status.PROPOSED:
        document.save_next(meeting=meeting)
        return document
    _require(lifecycle.PROPOSE, document)
    budget = budget_to_adopt(document)
    document.save_next(
        status=Document.Status.PROPOSED, meeting=meeting, proposed_on=timezone.localdate(), budget=budget
    )
    if budget is not None and budget.is_open:
        propose_budget(federation=federation, pk=budget.pk)
    return document


@transaction.atomic
def take_back(*, federation: Federation, pk: int) -> Document:
    """One step back: what lies before the board goes back to review, what is in review becomes a draft again."""
    document = _open_document(federation, pk)
    if document.status == Document.Status.DRAFT:
        raise ValidationError(f"{document} är redan ett utkast.")
    if document.status == Document.Status.IN_REVIEW:
        document.save_next(status=Document.Status.DRAFT)
        return document
    document.save_next(status=Document.Status.IN_REVIEW, proposed_on=None, withdrawn_on=timezone.localdate())
    if document.budget is not None and document.budget.status == Budget.Status.PROPOSED:
        withdraw_budget(federation=federation, pk=document.budget.pk)
    return document


@transaction.atomic
def adopt(
    *,
    federation: Federation,
    pk: int,
    decision: Decision,
    concerns: Collection[Concern],
    seen_budget: str | None = None,
) -> Document:
    """The board has adopted the document, and the budget it carries, by one decision (KL 11:6: they are one).

    `concerns` is what the checks find now. `seen_budget` is the fingerprint of what the user could read of the budget;
    raises BasisChanged when it says anything else by now. The caller freezes what was adopted in the same transaction.
    """
    document = _open_document(federation, pk)
    if decision.federation_id != federation.pk:
        raise ValidationError({"decision": "Välj ett av förbundets egna beslut."})
    _refuse_other_decision(document, decision)
    _require(lifecycle.ADOPT, document, concerns=concerns, decision=decision)
    versions = federation.documents.newest(document.kind, document.year, document.month)
    earlier = versions.filter(status__in=lifecycle.SUPERSEDE.froms)
    for other in earlier.select_for_update():
        other.save_next(status=Document.Status.SUPERSEDED)
    budget = budget_to_adopt(document)
    if budget is not None:
        refuse_unseen(Budget.locked(budget.pk, None), seen_budget)
    document.save_next(status=Document.Status.ADOPTED, decision=decision, budget=budget)
    if budget is not None and budget.is_open:  # else it has been adopted already, as a change of its own
        adopt_budget(federation=federation, pk=budget.pk, decision=decision)
    seal_decision(federation=federation, pk=decision.pk)
    return document


@transaction.atomic
def publish(*, federation: Federation, pk: int, is_frozen: bool) -> Document:
    """Let the public read the adopted document, as it was frozen."""
    document = Document.locked(pk, None)
    of_federation(federation)(document)
    _require(lifecycle.PUBLISH, document, is_frozen=is_frozen)
    document.save_next(status=Document.Status.PUBLISHED, published_on=timezone.localdate())
    return document


def budget_basis(document: Document) -> str:
    """Fingerprint of the budget that would be adopted with the document; "" when there is none to adopt."""
    budget = budget_to_adopt(document)
    return basis_of(budget) if budget is not None else ""


def _open_document(federation: Federation, pk: int) -> Document:
    document = Document.locked(pk, None)
    open_document_of(federation)(document)
    return document


def _require(move: Move, document: Document, **known: Any) -> None:
    """The document stands where the move begins, and all that must hold does; else what remains is told."""
    remains = unmet(move, document, **known)
    if remains:
        raise ValidationError(list(remains), code="remains")


def unmet(move: Move, document: Document, **known: Any) -> tuple[str, ...]:
    """What keeps the document from making the move, in words. Some ten queries."""
    if document.status not in move.froms:
        first = " eller ".join(document.status_label(each).lower() for each in move.froms)
        return (f"{document} är {document.get_status_display().lower()}. Den behöver vara {first} först.",)
    return tuple(each.remains for each in lifecycle.remaining(move, standing_facts(document, **known)))


def _refuse_other_decision(document: Document, decision: Decision) -> None:
    """The decision was made where the document was laid before the board, and has adopted nothing else."""
    if document.meeting_id is not None and decision.meeting_id != document.meeting_id:
        day = swedish.long_date(document.meeting.held_on) if document.meeting else ""
        raise ValidationError(
            {"decision": f"Välj ett beslut från mötet {day}, där {document.words.definite} är framlagd."}
        )
    own = document.budget is not None and document.budget.decision_id == decision.pk
    if decision.is_sealed and not own:
        raise ValidationError(
            {"decision": "Beslutet har redan fastställt något annat. Välj ett annat beslut."}
        )
