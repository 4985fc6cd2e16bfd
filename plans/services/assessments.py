"""Assessments of planned activities written, changed and taken away."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finsam import figures
from finsam.revisions import EditConflict, refuse_taken
from finsam.scope import Scope
from members.models import Federation, User
from plans.domain.kinds import PLAN
from plans.models import Document, GoalAssessment, PlannedActivity

YEAR_END = 12


@transaction.atomic
def assess(
    *,
    federation: Federation,
    year: int,
    month: int,
    activity_key: UUID,
    status: str,
    comment: str,
    revision: int | None = None,
    user: User | None = None,
) -> GoalAssessment | None:
    """Say how far an activity of the year's plan in force was met to the end of a month; nothing said takes it away.

    `revision` is 0 where there was no assessment when the user began; None skips the comparison.
    """
    plan = federation.documents.in_force(PLAN, year)
    if plan is None:
        raise ValidationError(f"Planen för {year} är inte fastställd. Målen bedöms när den är det.")
    Document.locked(plan.pk, None)  # so that two who assess the same activity come one after the other
    if not PlannedActivity.objects.filter(goal_area__document=plan, key=activity_key).exists():
        raise ValidationError("Aktiviteten finns inte i den fastställda planen. Ladda om sidan.")
    identity = {"federation": federation, "year": year, "month": month, "activity_key": activity_key}
    row = GoalAssessment.objects.select_for_update().filter(**identity).first()
    if revision is not None and revision != (row.revision if row else 0):
        raise EditConflict(row or GoalAssessment(**identity, status="", comment="", revision=0))
    _refuse_half_said(status, comment)
    _refuse_missing_figures(comment, Scope(federation.pk, year, {"month": month} if month < YEAR_END else {}))
    if not status:
        if row is not None:
            row.delete()
        return None
    if row is not None and (row.status, row.comment) == (status, comment):
        return row
    row = row or GoalAssessment(**identity)
    with refuse_taken(row):
        row.save_next(status=status, comment=comment, assessed_by=user, assessed_at=timezone.now())
    return row


def _refuse_half_said(status: str, comment: str) -> None:
    if comment and not status:
        raise ValidationError({"status": "Välj hur målet är uppfyllt, eller ta bort kommentaren."})


def _refuse_missing_figures(comment: str, scope: Scope) -> None:
    """Each figure is computed: that it is known says not that its initiative or indicator is there."""
    wrong = []
    for reference in figures.line_references(comment):
        try:
            figures.resolve(reference, scope)
        except figures.UnknownFigure as error:
            wrong.append(str(error))
    if wrong:
        raise ValidationError({"comment": wrong})
