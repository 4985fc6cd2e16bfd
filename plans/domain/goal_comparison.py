"""A plan's goal areas and activities beside last year's, by identity: the same, changed, moved, new, or dropped."""

from __future__ import annotations

from dataclasses import dataclass

from plans.domain.facts import ActivityFact, DocumentFacts, GoalAreaFact
from plans.domain.staleness import said_of

SAME, CHANGED, NEW = "same", "changed", "new"


@dataclass(frozen=True)
class ComparedActivity:
    """An activity beside last year's. `moved_from` is the goal area it stood in, when that was another."""

    activity: ActivityFact
    earlier: ActivityFact | None
    moved_from: GoalAreaFact | None = None

    @property
    def change(self) -> str:
        """SAME, CHANGED or NEW."""
        if self.earlier is None:
            return NEW
        return SAME if said_of(self.earlier) == said_of(self.activity) else CHANGED

    @property
    def said_earlier(self) -> str:
        """What it said last year."""
        return said_of(self.earlier) if self.earlier else ""


@dataclass(frozen=True)
class ComparedArea:
    """A goal area beside last year's, and the activities it has lost since."""

    area: GoalAreaFact
    earlier: GoalAreaFact | None
    activities: tuple[ComparedActivity, ...]
    dropped: tuple[ActivityFact, ...]


@dataclass(frozen=True)
class ComparedGoals:
    """All goal areas, and those that are no longer there."""

    areas: tuple[ComparedArea, ...]
    dropped: tuple[GoalAreaFact, ...]


def compared(document: DocumentFacts, earlier: DocumentFacts | None) -> ComparedGoals:
    """The document's goal areas beside those of the earlier one."""
    before = {area.key: area for area in earlier.goal_areas} if earlier else {}
    stood_in = {each.key: (each, area) for area in before.values() for each in area.activities}
    still_there = {each.key for area in document.goal_areas for each in area.activities}
    return ComparedGoals(
        areas=tuple(
            ComparedArea(
                area=area,
                earlier=before.get(area.key),
                activities=tuple(_compared(each, area, stood_in) for each in area.activities),
                dropped=tuple(
                    each
                    for each in (before[area.key].activities if area.key in before else ())
                    if each.key not in still_there
                ),
            )
            for area in document.goal_areas
        ),
        dropped=tuple(
            area for key, area in before.items() if key not in {each.key for each in document.goal_areas}
        ),
    )


def _compared(
    activity: ActivityFact, area: GoalAreaFact, stood_in: dict[str, tuple[ActivityFact, GoalAreaFact]]
) -> ComparedActivity:
    earlier, where = stood_in.get(activity.key, (None, None))
    return ComparedActivity(activity, earlier, where if where and where.key != area.key else None)
