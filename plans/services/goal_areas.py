"""Goal areas and their activities added, changed and removed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from finsam.revisions import remove, store
from members.models import Federation
from plans.models import GoalArea, PlannedActivity
from plans.services.guards import lock_document_of, row_guard


@transaction.atomic
def save_goal_area(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> GoalArea:
    """Add a goal area last, or change one."""
    document = changes.get("document")
    own = lock_document_of(GoalArea, pk, document)
    if pk is None and not changes.get("position"):
        changes["position"] = int(own.goal_areas.aggregate(last=Max("position"))["last"] or 0) + 10
    guard = row_guard(federation, own, document)
    return store(GoalArea, pk=pk, revision=revision, changes=changes, guard=guard)


@transaction.atomic
def remove_goal_area(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a goal area with its activities."""
    own = lock_document_of(GoalArea, pk)
    remove(GoalArea, pk=pk, revision=revision, guard=row_guard(federation, own))


@transaction.atomic
def save_activity(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> PlannedActivity:
    """Add an activity last in its goal area, or change one."""
    area = changes.get("goal_area")
    document = area.document if area is not None else None
    own = lock_document_of(PlannedActivity, pk, document)
    if pk is None and area is not None and not changes.get("position"):
        changes["position"] = int(area.activities.aggregate(last=Max("position"))["last"] or 0) + 10
    guard = row_guard(federation, own, document)
    return store(PlannedActivity, pk=pk, revision=revision, changes=changes, guard=guard)


@transaction.atomic
def remove_activity(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an activity."""
    own = lock_document_of(PlannedActivity, pk)
    remove(PlannedActivity, pk=pk, revision=revision, guard=row_guard(federation, own))
