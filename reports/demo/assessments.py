"""Loads the adopted plan of a year that has been accounted for, and how far each of its activities was met."""

from __future__ import annotations

from typing import Any

from members.models import Decision, Federation, Meeting, Role, User
from plans import services
from plans.models import Document, MemberStatement
from plans.services.assessments import assess
from plans.services.consulting import Statement
from reports.demo.folder import DemoFolder, identity
from reports.demo.words import load_plan

HALF_YEAR, YEAR_END = 6, 12


def load_goals(federation: Federation, folder: DemoFolder) -> None:
    """The adopted plans of the folder, and the assessments of their activities, where the year has none."""
    for name in folder.names("plan_"):
        year = folder.year_of(name)
        if not federation.documents.filter(year=year, kind=Document.Kind.ACTIVITY_PLAN).exists():
            load_plan(federation, folder, name)
            _adopt(federation, year, folder.data(name)["adopted"])
        if not federation.goal_assessments.filter(year=year).exists():
            _load_assessments(federation, year, folder.rows("assessments"))


def _adopt(federation: Federation, year: int, told: dict[str, Any]) -> None:
    """Adopted with the year's budget by the decision that adopted that, after the members were consulted.

    It is not frozen: what the board decided before documents were kept here lies in its own archive.
    """
    document = federation.documents.get(year=year, kind=Document.Kind.ACTIVITY_PLAN)
    consultation = Meeting.objects.get(
        federation=federation, held_on=told["consultation"], kind=Meeting.Kind.CONSULTATION
    )
    taking_part = Statement(form=MemberStatement.Form.ATTENDED)
    services.save_consultation(
        federation=federation,
        pk=document.pk,
        revision=None,
        consultation=consultation,
        consultation_summary=told["summary"].strip(),
        statements={member.pk: taking_part for member in federation.members.in_year(year)},
    )
    assert document.meeting is not None  # the plan was laid before the board as it was loaded
    decision = Decision.objects.get(meeting=document.meeting, minutes_ref=told["minutes_ref"])
    services.adopt(federation=federation, pk=document.pk, decision=decision, concerns=())


def _load_assessments(federation: Federation, year: int, entries: list[dict[str, Any]]) -> None:
    director = User.objects.filter(mandates__federation=federation, mandates__role=Role.DIRECTOR).first()
    for entry in entries:
        key = identity(federation, f"{year}/{entry['activity']}")
        for month, told in ((HALF_YEAR, entry.get("at_half_year")), (YEAR_END, entry)):
            if told is not None:
                assess(
                    federation=federation,
                    year=year,
                    month=month,
                    activity_key=key,
                    status=told["status"],
                    comment=told["comment"].strip(),
                    user=director,
                )
