"""Two documents compared, whole, and the changes counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from plans.domain import worddiff
from plans.domain.worddiff import Segment
from reports.documents.resolved import Cover, ResolvedDocument
from reports.domain.comparison.goals import ActivityChange, AreaChange, compare_goals
from reports.domain.comparison.order import Fate
from reports.domain.comparison.sections import SectionChange, compare_sections
from reports.domain.comparison.tables import is_same

COVER = (("title", "Titel"), ("subtitle", "Undertitel"), ("motto", "Devis"), ("federation", "Förbund"))
"""What of the title page is compared. Status and decision are what the documents are, not what they say."""


@dataclass(frozen=True)
class CoverChange:
    """Something on the title page that says something else."""

    label: str
    words: tuple[Segment, ...]


@dataclass(frozen=True)
class Counted:
    """Changes of one kind: how many, in words, and which, by the places they have among the sections or goal areas."""

    count: int
    one: str
    many: str
    sections: tuple[SectionChange, ...] = ()
    areas: tuple[AreaChange, ...] = ()

    @property
    def words(self) -> str:
        """What it is that has changed: "1 flyttat avsnitt"."""
        return f"{self.count} {self.one if self.count == 1 else self.many}"


class Kind(StrEnum):
    """What a stretch of the document holds."""

    SAME = "same"
    YEARS = "years"
    """Sections where nothing but years differ, each as many years later as the document."""
    CHANGED = "changed"
    GOALS = "goals"
    """The goal areas, where they stand in the document."""


@dataclass(frozen=True)
class Stretch:
    """Sections in a row of the same kind. A stretch of changed sections holds one."""

    kind: Kind
    sections: tuple[SectionChange, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All that differs between two documents, in the order the new one is read."""

    cover: tuple[CoverChange, ...]
    sections: tuple[SectionChange, ...]
    areas: tuple[AreaChange, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return (
            bool(self.cover)
            or any(section.is_changed for section in self.sections)
            or any(area.is_changed for area in self.areas)
        )

    @property
    def activities(self) -> tuple[ActivityChange, ...]:
        """Every activity of either document."""
        return tuple(activity for area in self.areas for activity in area.activities)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The document in reading order, sections that stand as they did together; goal areas that differ in place."""
        found: list[Stretch] = []
        goals = [Stretch(Kind.GOALS)] if any(area.is_changed for area in self.areas) else []
        for section in self.sections:
            kind = _kind(section)
            if found and found[-1].kind is kind is not Kind.CHANGED:
                found[-1] = Stretch(kind, (*found[-1].sections, section))
            else:
                found.append(Stretch(kind, (section,)))
            if section.holds_goals:
                found += goals
                goals = []
        return (*found, *goals)

    @property
    def summary(self) -> tuple[Counted, ...]:
        """The kinds of changes there are, with their numbers."""
        return tuple(each for each in (*self._of_sections(), *self._of_goals()) if each.count)

    def _of_sections(self) -> Sequence[Counted]:
        def counted(found: Sequence[SectionChange], one: str, many: str, count: int | None = None) -> Counted:
            return Counted(len(found) if count is None else count, one, many, tuple(found))

        changed = [each for each in self.sections if each.fate is Fate.CHANGED]
        tables = [each for each in self.sections if any(table.cells for table in each.content.tables)]
        cells = sum(len(table.cells) for each in tables for table in each.content.tables)
        return (
            counted(
                [each for each in changed if not each.differs_in_years_alone],
                "ändrat avsnitt",
                "ändrade avsnitt",
            ),
            counted(
                [each for each in changed if each.differs_in_years_alone],
                "avsnitt där bara årtal skiljer",
                "avsnitt där bara årtal skiljer",
            ),
            counted(
                [each for each in self.sections if each.moved_from], "flyttat avsnitt", "flyttade avsnitt"
            ),
            counted(
                [each for each in self.sections if each.fate is Fate.ADDED], "nytt avsnitt", "nya avsnitt"
            ),
            counted(
                [each for each in self.sections if each.fate is Fate.REMOVED],
                "borttaget avsnitt",
                "borttagna avsnitt",
            ),
            counted(tables, "ändrad cell i tabellerna", "ändrade celler i tabellerna", cells),
        )

    def _of_goals(self) -> Sequence[Counted]:
        def counted(found: Sequence[AreaChange], one: str, many: str, count: int | None = None) -> Counted:
            return Counted(len(found) if count is None else count, one, many, areas=tuple(found))

        def of_activities(wanted: Fate | None, one: str, many: str) -> Counted:
            def is_wanted(activity: ActivityChange) -> bool:
                return activity.is_moved if wanted is None else activity.fate is wanted

            areas = [area for area in self.areas if any(map(is_wanted, area.activities))]
            return counted(areas, one, many, sum(map(is_wanted, self.activities)))

        return (
            *(
                counted([area for area in self.areas if area.fate is fate], one, many)
                for fate, one, many in (
                    (Fate.CHANGED, "ändrat målområde", "ändrade målområden"),
                    (Fate.ADDED, "nytt målområde", "nya målområden"),
                    (Fate.REMOVED, "borttaget målområde", "borttagna målområden"),
                )
            ),
            counted(
                [area for area in self.areas if area.is_moved], "flyttat målområde", "flyttade målområden"
            ),
            of_activities(Fate.ADDED, "ny aktivitet", "nya aktiviteter"),
            of_activities(Fate.REMOVED, "borttagen aktivitet", "borttagna aktiviteter"),
            of_activities(Fate.CHANGED, "ändrad aktivitet", "ändrade aktiviteter"),
            of_activities(None, "flyttad aktivitet", "flyttade aktiviteter"),
        )


def compare(old: ResolvedDocument, new: ResolvedDocument) -> Comparison:
    """All that differs. Columns of tables are compared by the years from each document's own: a plan's budget with the
    budget of the plan a year before."""
    years = new.cover.year - old.cover.year
    return Comparison(
        cover=tuple(_cover(old.cover, new.cover)),
        sections=compare_sections(old.sections, new.sections, years),
        areas=compare_goals(old.goal_areas, new.goal_areas, years),
    )


def _kind(section: SectionChange) -> Kind:
    if not section.is_changed:
        return Kind.SAME
    return Kind.YEARS if section.differs_in_years_alone and not section.moved_from else Kind.CHANGED


def _cover(old: Cover, new: Cover) -> list[CoverChange]:
    found = [
        CoverChange(label, worddiff.words(str(getattr(old, name)), str(getattr(new, name))))
        for name, label in COVER
    ]
    return [each for each in found if not is_same(each.words)]
