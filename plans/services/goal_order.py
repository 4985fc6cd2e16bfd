"""The order of goal areas and activities, and what is brought back from last year's plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.revisions import RowGone, refuse_taken
from members.models import Federation
from plans.models import Document, GoalArea, PlannedActivity
from plans.services.copying import copied
from plans.services.guards import lock_document_of, open_document_of


@transaction.atomic
def move_goal_area(*, federation: Federation, pk: int, steps: int) -> GoalArea:
    """Move a goal area `steps` places: −1 up, +1 down. At an end it stays."""
    document = lock_document_of(GoalArea, pk)
    open_document_of(federation)(document)
    area = GoalArea.locked(pk, None)
    areas = list(document.goal_areas.all())
    target = areas.index(area) + steps
    if 0 <= target < len(areas):
        areas.insert(target, areas.pop(areas.index(area)))
        _renumber(areas)
    return area


@transaction.atomic
def move_activity(*, federation: Federation, pk: int, steps: int) -> PlannedActivity:
    """Move an activity one place: −1 up, +1 down. From the end of its goal area it goes on into the one beside."""
    document = lock_document_of(PlannedActivity, pk)
    open_document_of(federation)(document)
    activity = PlannedActivity.locked(pk, None)
    own = list(activity.goal_area.activities.all())
    target = own.index(activity) + steps
    if 0 <= target < len(own):
        own.insert(target, own.pop(own.index(activity)))
        _renumber(own)
        return activity
    areas = list(document.goal_areas.all())
    beside = areas.index(activity.goal_area) + steps
    if 0 <= beside < len(areas):
        others = list(areas[beside].activities.all())
        others.insert(len(others) if steps < 0 else 0, activity)
        activity.save_next(goal_area=areas[beside])
        _renumber(others)
    return activity


@transaction.atomic
def bring_back_activity(*, federation: Federation, pk: int, source: PlannedActivity) -> PlannedActivity:
    """An activity of an earlier plan again, last in the goal area that it stood in, as itself."""
    document = _open(federation, pk)
    earlier = source.goal_area
    _refuse_stranger(federation, earlier.document, document)
    area = document.goal_areas.filter(key=earlier.key).first()
    if area is None:
        raise ValidationError(
            "Målområdet som aktiviteten hörde till finns inte längre. Ta tillbaka det först."
        )
    if PlannedActivity.objects.filter(goal_area__document=document, key=source.key).exists():
        raise ValidationError(f"”{source}” finns redan i planen.")
    with refuse_taken():
        found: PlannedActivity = copied(source, goal_area=area, position=_last(area.activities.all()))
    return found


@transaction.atomic
def bring_back_goal_area(*, federation: Federation, pk: int, source: GoalArea) -> GoalArea:
    """A goal area of an earlier plan again, last, with those of its activities that the plan does not have."""
    document = _open(federation, pk)
    _refuse_stranger(federation, source.document, document)
    if document.goal_areas.filter(key=source.key).exists():
        raise ValidationError(f"”{source}” finns redan i planen.")
    there = set(PlannedActivity.objects.filter(goal_area__document=document).values_list("key", flat=True))
    activities = [each for each in source.activities.all() if each.key not in there]
    with refuse_taken():
        area: GoalArea = copied(source, document=document, position=_last(document.goal_areas.all()))
        for activity in activities:
            copied(activity, goal_area=area)
    return area


def _open(federation: Federation, pk: int) -> Document:
    document = Document.locked(pk, None)
    open_document_of(federation)(document)
    return document


def _refuse_stranger(federation: Federation, earlier: Document, document: Document) -> None:
    if earlier.federation_id != federation.pk or earlier.kind != document.kind:
        raise RowGone


def _last(rows: Any) -> int:
    return max((row.position for row in rows), default=0) + 10


def _renumber(rows: Sequence[GoalArea | PlannedActivity]) -> None:
    """Positions in the order given. The same revision: one who is writing in a row has lost nothing by it."""
    for number, row in enumerate(rows, start=1):
        if row.position != number * 10:
            row.position = number * 10
            row.save(update_fields=["position"])
