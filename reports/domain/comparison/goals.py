"""Goal areas and their activities compared: which have come, gone, been reworded, given to another or moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plans.domain import worddiff
from plans.domain.worddiff import Segment
from reports.documents.resolved import ResolvedActivity, ResolvedGoalArea
from reports.domain.comparison.likeness import Matching, counted
from reports.domain.comparison.order import Fate, laid_together, moved
from reports.domain.comparison.prose import Content, ContentChange, compare_contents
from reports.domain.comparison.tables import is_same

Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class ActivityChange:
    """An activity, its words compared. `moved_from` is the area it stood in when that is another; `is_moved` says that
    it stands in another place, there or here."""

    fate: Fate
    is_moved: bool
    moved_from: str
    text: tuple[Segment, ...]
    responsible: tuple[Segment, ...]
    due: tuple[Segment, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs, its place included."""
        return self.fate is not Fate.SAME or self.is_moved


@dataclass(frozen=True)
class AreaChange:
    """A goal area with its activities. `number` is as it is, or was when the area has gone."""

    fate: Fate
    is_moved: bool
    number: int
    number_before: int | None
    name: str
    title: tuple[Segment, ...]
    description: ContentChange
    activities: tuple[ActivityChange, ...]
    moved_away: int = 0
    """How many of its activities stand in another goal area now, and are told of there."""

    @property
    def anchor(self) -> str:
        """Its own among the goal areas of both documents."""
        return f"malomrade-{'borttaget-' if self.fate is Fate.REMOVED else ''}{self.number}"

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs, its place and its activities included."""
        return self.fate is not Fate.SAME or self.is_moved or any(each.is_changed for each in self.activities)

    @property
    def changed_activities(self) -> tuple[ActivityChange, ...]:
        """Its activities of which anything differs."""
        return tuple(each for each in self.activities if each.is_changed)

    @property
    def same_count(self) -> int:
        """How many of its activities stand as they did."""
        return len(self.activities) - len(self.changed_activities)


def compare_goals(
    old: Sequence[ResolvedGoalArea], new: Sequence[ResolvedGoalArea], years: int = 0
) -> tuple[AreaChange, ...]:
    """The goal areas in the order of the new document, with those that have gone where they stood."""
    areas = _matched_areas(old, new)
    before = [(i, activity) for i, area in enumerate(old) for activity in area.activities]
    after = [(j, activity) for j, area in enumerate(new) for activity in area.activities]
    activities = _matched_activities(before, after, areas)
    moved_areas = moved(areas, range(len(new)))
    found = []
    for i, j in laid_together(areas, len(old), len(new), moved_areas):
        was, now = (old[i] if i is not None else None), (new[j] if j is not None else None)
        shown = now or was
        assert shown is not None  # a pair has at least one side
        title = worddiff.words(was.title if was else "", now.title if now else "")
        description = compare_contents(
            Content(was.description if was else ""), Content(now.description if now else ""), years
        )
        differs = not is_same(title) or description.is_changed
        found.append(
            AreaChange(
                fate=_fate(was, now, differs=differs),
                is_moved=j in moved_areas,
                number=shown.number,
                number_before=was.number if was else None,
                name=shown.title,
                title=title,
                description=description,
                activities=tuple(_activities(old, before, after, activities, (i, j))),
                moved_away=sum(
                    before[was_at][0] == i and after[now_at][0] != j for now_at, was_at in activities.items()
                ),
            )
        )
    return tuple(found)


def _fate(was: object | None, now: object | None, *, differs: bool) -> Fate:
    if was is None:
        return Fate.ADDED
    if now is None:
        return Fate.REMOVED
    return Fate.CHANGED if differs else Fate.SAME


def _matched_areas(old: Sequence[ResolvedGoalArea], new: Sequence[ResolvedGoalArea]) -> dict[int, int]:
    matching = Matching(len(old), len(new))
    matching.by(lambda i: old[i].key or None, lambda j: new[j].key or None)
    matching.by(lambda i: old[i].title, lambda j: new[j].title)
    matching.by_words(lambda i: counted(old[i].title), lambda j: counted(new[j].title))
    return matching.old_of


def _matched_activities(
    old: Sequence[tuple[int, ResolvedActivity]],
    new: Sequence[tuple[int, ResolvedActivity]],
    areas: dict[int, int],
) -> dict[int, int]:
    """By key; else by what is to be done, first in the same area; else by its words in the same area."""
    matching = Matching(len(old), len(new))
    matching.by(lambda i: old[i][1].key or None, lambda j: new[j][1].key or None)
    matching.by(lambda i: (old[i][0], old[i][1].text), lambda j: (areas.get(new[j][0]), new[j][1].text))
    matching.by_words(
        lambda i: counted(old[i][1].text),
        lambda j: counted(new[j][1].text),
        lambda i, j: areas.get(new[j][0]) == old[i][0],
    )
    matching.by(lambda i: old[i][1].text, lambda j: new[j][1].text)
    return matching.old_of


def _activities(
    areas: Sequence[ResolvedGoalArea],
    old: Sequence[tuple[int, ResolvedActivity]],
    new: Sequence[tuple[int, ResolvedActivity]],
    old_of: dict[int, int],
    pair: Pair,
) -> list[ActivityChange]:
    """The activities of a goal area: those that stand in it now, and those that have gone with or from it."""
    stays = set(old_of.values())
    here = [j for j, (area, _) in enumerate(new) if area == pair[1]]
    were = [
        i
        for i, (area, _) in enumerate(old)
        if area == pair[0] and (i not in stays or any(old_of.get(j) == i for j in here))
    ]
    own = {place: were.index(old_of[j]) for place, j in enumerate(here) if old_of.get(j) in were}
    reordered = moved(own, range(len(here)))
    found = []
    for i, j in laid_together(own, len(were), len(here), reordered):
        now = new[here[j]] if j is not None else None
        earlier = old_of.get(here[j]) if j is not None else were[i] if i is not None else None
        was = old[earlier] if earlier is not None else None
        came_from = areas[was[0]] if was and now and was[0] != pair[0] else None
        found.append(
            _activity(
                was[1] if was else None,
                now[1] if now else None,
                is_moved=j in reordered or came_from is not None,
                moved_from=f"Målområde {came_from.number}: {came_from.title}" if came_from else "",
            )
        )
    return found


def _activity(
    was: ResolvedActivity | None, now: ResolvedActivity | None, *, is_moved: bool, moved_from: str
) -> ActivityChange:
    def words(name: str) -> tuple[Segment, ...]:
        return worddiff.words(*(str(getattr(each, name)) if each else "" for each in (was, now)))

    text, responsible, due = words("text"), words("responsible"), words("due")
    differs = not (is_same(text) and is_same(responsible) and is_same(due))
    return ActivityChange(_fate(was, now, differs=differs), is_moved, moved_from, text, responsible, due)
