"""Takes a plan to the board in a test: puts on record all that an adoption asks for, and has it decided.

What a test is about it says itself, before or after: what is there already is left as it is.
"""

from __future__ import annotations

from datetime import date

from members.models import Decision, Meeting
from plans import services as plan_services
from plans.models import Document, MemberStatement
from reports import services
from reports.models import Publication
from reports.standing import document_concerns
from tests import factories as make

REASON = "Styrelsen känner till det."


def lay_before_board(document: Document) -> Document:
    """The document lies before the board at a meeting, with a section to read; a plan with a budget that has a line."""
    federation = document.federation
    if not document.sections.exists():
        make.SectionFactory(document=document)
    if document.slot.is_plan:
        _give_budget(document)
    if document.status != Document.Status.PROPOSED or document.meeting is None:
        meeting = document.meeting or federation.meetings.filter(kind=Meeting.Kind.BOARD).last()
        if meeting is None:
            meeting = make.MeetingFactory(federation=federation, held_on=date(document.year - 1, 11, 25))
        plan_services.propose(federation=federation, pk=document.pk, meeting=meeting)
        document.refresh_from_db()
    return document


def _give_budget(document: Document) -> None:
    federation = document.federation
    budget = document.budget or federation.budgets.filter(year=document.year).order_by("-version").first()
    if budget is None:
        budget = make.BudgetFactory(federation=federation, year=document.year)
    if budget.is_open and not budget.lines.exists():
        make.BudgetLineFactory(budget=budget)
    Document.objects.filter(pk=document.pk).update(budget=budget)
    document.refresh_from_db()


def consult(document: Document) -> None:
    """The members have been consulted a month before the meeting, and each has said what it thinks."""
    assert document.meeting is not None
    if document.consultation is None:
        consultation = document.federation.meetings.filter(
            kind=Meeting.Kind.CONSULTATION, held_on__lt=document.meeting.held_on
        ).last() or make.MeetingFactory(
            federation=document.federation,
            kind=Meeting.Kind.CONSULTATION,
            held_on=document.meeting.held_on.replace(day=1),
        )
        Document.objects.filter(pk=document.pk).update(
            consultation=consultation, consultation_summary="Medlemmarna står bakom förslaget."
        )
    heard = document.member_statements.values("member")
    for member in document.federation.members.in_year(document.year).exclude(pk__in=heard):
        MemberStatement.objects.create(document=document, member=member)


def accept_concerns(document: Document) -> None:
    """What the checks find and may be accepted is accepted, with a reason."""
    concerns = document_concerns(Document.objects.select_related("budget").get(pk=document.pk))
    reasons = {each.fingerprint: REASON for each in concerns if each.may_be_accepted}
    plan_services.accept_findings(
        federation=document.federation, pk=document.pk, reasons=reasons, concerns=concerns, by=None
    )


def prepare(document: Document) -> Document:
    """All that an adoption asks for is on record, but the decision itself."""
    lay_before_board(document)
    if not document.federation.board_seats.in_office(document.meeting.held_on).exists():
        make.BoardSeatFactory(federation=document.federation, term_start=date(2019, 4, 1))
    if document.slot.is_plan:
        consult(document)
    accept_concerns(document)
    document.refresh_from_db()
    return document


def attendance(document: Document) -> dict[int, str]:
    """Every member of the board in office took part."""
    assert document.meeting is not None
    seats = document.federation.board_seats.in_office(document.meeting.held_on).filter(kind="member")
    return dict.fromkeys(seats.values_list("pk", flat=True), "present")


def recorded_decision(document: Document, minutes_ref: str = "§ 47") -> Decision:
    """The decision of the meeting where the plan lies before the board, with its deciders."""
    from members.services import save_decision

    known = document.meeting.decisions.filter(minutes_ref=minutes_ref).first()
    decision = known or make.DecisionFactory(meeting=document.meeting, minutes_ref=minutes_ref)
    return save_decision(
        federation=document.federation,
        pk=decision.pk,
        revision=decision.revision,
        attendance=attendance(document),
    )


def adopt_unfrozen(document: Document, minutes_ref: str = "§ 47") -> Document:
    """The board adopts the plan; what it said is not frozen. For tests of what plans alone hold."""
    prepare(document)
    plan_services.adopt(
        federation=document.federation,
        pk=document.pk,
        decision=recorded_decision(document, minutes_ref),
        concerns=document_concerns(document),
    )
    document.refresh_from_db()
    return document


def decide(document: Document, minutes_ref: str = "§ 47") -> Publication:
    """The board adopts the plan, and it is frozen as a user would have it."""
    prepare(document)
    return services.adopt(
        federation=document.federation,
        pk=document.pk,
        minutes_ref=minutes_ref,
        attendance=attendance(document),
    )
