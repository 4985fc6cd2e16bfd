"""Reads where a document stands before its next move, frozen. What is asked of it stands in `domain.requirements`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.utils import timezone

from budgets.models import Budget
from budgets.queries import changes_anything
from members.models import Decision, Federation, Meeting, Member
from members.queries import decision_fact, in_years
from plans.domain.facts import SectionFact
from plans.domain.kinds import PLAN
from plans.domain.outline import visible
from plans.domain.requirements import BudgetStanding, Concern, StandingFacts, is_consultation_recorded
from plans.models import Document, Section


def standing_facts(
    document: Document,
    *,
    concerns: Iterable[Concern] = (),
    decision: Decision | None = None,
    is_frozen: bool = False,
    missing: tuple[str, ...] = (),
    review_rounds: int = 0,
    followed_by: tuple[str, ...] = (),
) -> StandingFacts:
    """What is asked before the document's next move. Some ten queries, whatever it holds.

    `concerns` are the findings of the checks, and `missing` what the text refers to in vain: both are found above.
    `decision` is the one that is about to adopt.
    """
    return StandingFacts(
        kind=document.kind,
        year=document.year,
        status=document.status,
        sections=_sections(document),
        budget=_budget(document),
        meeting=_board_meeting(document),
        board_members=_board_members(document),
        consultation=document.consultation.held_on if document.consultation else None,
        consultation_summary=document.consultation_summary,
        members_not_heard=_members_not_heard(document),
        today=timezone.localdate(),
        concerns=tuple(concerns),
        accepted=frozenset(document.accepted_findings.values_list("fingerprint", flat=True)),
        decision=decision_fact(decision, document.words.adopted) if decision else None,
        is_frozen=is_frozen,
        missing=missing,
        withdrawn_on=document.withdrawn_on,
        review_rounds=review_rounds,
        followed_by=followed_by,
    )


def years_consulted(federation: Federation, years: Collection[int]) -> frozenset[int]:
    """The years in which nothing remains of the consultation, by the plan's own requirements. Three queries."""
    plans = list(
        federation.documents.filter(year__in=years, kind=PLAN)
        .select_related("meeting", "consultation")
        .prefetch_related("member_statements")
    )
    members = list(federation.members.all())
    return frozenset(plan.year for plan in plans if is_consultation_recorded(_of_consultation(plan, members)))


def _of_consultation(plan: Document, members: Iterable[Member]) -> StandingFacts:
    """A plan with what is asked of its consultation, and no more."""
    heard = {statement.member_id for statement in plan.member_statements.all()}
    return StandingFacts(
        kind=plan.kind,
        year=plan.year,
        status=plan.status,
        sections=0,
        budget=None,
        meeting=_board_meeting(plan),
        consultation=plan.consultation.held_on if plan.consultation else None,
        consultation_summary=plan.consultation_summary,
        members_not_heard=tuple(
            each.name
            for each in members
            if in_years(plan.year, each.from_year, each.until_year) and each.pk not in heard
        ),
        today=timezone.localdate(),
    )


def budget_to_adopt(document: Document) -> Budget | None:
    """The budget that goes with the document: its own, or for a plan without one the only open one of its year."""
    if document.budget is not None or document.kind != PLAN:
        return document.budget
    of_year = [budget for budget in document.federation.budgets.filter(year=document.year) if budget.is_open]
    return of_year[0] if len(of_year) == 1 else None


def _budget(document: Document) -> BudgetStanding | None:
    budget = budget_to_adopt(document)
    if budget is None:
        return None
    is_explained = (
        not budget.is_open
        or budget.version == 1
        or bool(budget.change_reason and budget.funding_source)
        or not changes_anything(budget)  # a correction of the plan's words alone
    )
    return BudgetStanding(
        budget.lines.count(), is_explained, is_superseded=budget.status == Budget.Status.SUPERSEDED
    )


def _sections(document: Document) -> int:
    rows = Section.objects.filter(document=document).values_list("pk", "parent", "is_hidden")
    return len(
        visible([SectionFact(pk, parent, "", False, "", "", is_hidden=hidden) for pk, parent, hidden in rows])
    )


def _board_meeting(document: Document) -> date | None:
    meeting = document.meeting
    return meeting.held_on if meeting is not None and meeting.kind == Meeting.Kind.BOARD else None


def _board_members(document: Document) -> int:
    held_on = _board_meeting(document)
    if held_on is None:
        return 0
    in_office: int = document.federation.board_seats.in_office(held_on).filter(kind="member").count()
    return in_office


def _members_not_heard(document: Document) -> tuple[str, ...]:
    if document.kind != PLAN:
        return ()
    heard = document.member_statements.values("member")
    members = document.federation.members.in_year(document.year).exclude(pk__in=heard)
    return tuple(members.values_list("name", flat=True))
