"""Sections compared: matched by their identity, which lasts over versions and years, else by what they say; those that
stand in another place recognised as moved; what stands under each heading compared.

A section that is numbered anew since another has come or gone before it has not changed. The parts that goal areas make
of a section are compared as goal areas, not here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plans.domain import worddiff
from plans.domain.worddiff import Segment
from reports.documents.resolved import ResolvedSection
from reports.domain.comparison.likeness import Matching, counted
from reports.domain.comparison.order import Fate, laid_together, moved
from reports.domain.comparison.prose import (
    NOTHING,
    Content,
    ContentChange,
    compare_contents,
    differs_in_years_alone,
)
from reports.domain.comparison.table_reading import apart
from reports.domain.comparison.tables import is_same, later

PARTS_OF_GOALS = "avsnitt-plans-goal-areas"
"""How the anchors of the parts that goal areas make begin."""


@dataclass(frozen=True)
class Place:
    """Where a section stood: as which number, under which heading and after which; "" for none."""

    number: str
    under: str
    after: str
    is_under_another: bool


@dataclass(frozen=True)
class SectionChange:
    """A section of either document. `number`, `level` and `name` are as it is, or was when it has gone."""

    fate: Fate
    anchor: str
    number: str
    number_before: str
    level: int
    name: str
    heading: tuple[Segment, ...]
    content: ContentChange
    moved_from: Place | None
    holds_goals: bool
    """Whether the goal areas stand in it."""
    differs_in_years_alone: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs, its place included."""
        return self.fate is not Fate.SAME or self.moved_from is not None

    @property
    def is_heading_changed(self) -> bool:
        """Whether its heading is another."""
        return not is_same(self.heading)


@dataclass(frozen=True)
class _Node:
    section: ResolvedSection
    parent: int | None
    holds_goals: bool

    @property
    def content(self) -> Content:
        return Content(self.section.body, self.section.block)


def compare_sections(
    old: Sequence[ResolvedSection], new: Sequence[ResolvedSection], years: int = 0
) -> tuple[SectionChange, ...]:
    """The sections in the order of the new document, with those that have gone where they stood."""
    olds, news = _flat(old), _flat(new)
    old_of = _matched(olds, news)
    moved_from = _moved(olds, news, old_of)
    found = []
    for i, j in laid_together(old_of, len(olds), len(news), moved_from):
        was, now = (olds[i] if i is not None else None), (news[j] if j is not None else None)
        place = moved_from.get(j) if j is not None else None
        found.append(_change(was, now, place, years))
    return tuple(found)


def _flat(
    sections: Sequence[ResolvedSection], parent: int | None = None, found: list[_Node] | None = None
) -> list[_Node]:
    """The sections in reading order, each knowing the place of the one it lies under."""
    found = [] if found is None else found
    for section in sections:
        goals = [child for child in section.children if child.anchor.startswith(PARTS_OF_GOALS)]
        place = len(found)
        found.append(_Node(section, parent, bool(goals)))
        _flat([child for child in section.children if child not in goals], place, found)
    return found


def _matched(old: Sequence[_Node], new: Sequence[_Node]) -> dict[int, int]:
    """Place in the old document by place in the new."""
    matching = Matching(len(old), len(new))
    matching.by(lambda i: old[i].section.anchor, lambda j: new[j].section.anchor)
    matching.by(lambda i: _without_years(old[i]), lambda j: _without_years(new[j]))
    matching.by_words(lambda i: _words(old[i]), lambda j: _words(new[j]))
    return matching.old_of


def _without_years(node: _Node) -> str:
    return re.sub(r"\d+", "#", node.section.heading).casefold()


def _words(node: _Node) -> Counter[str]:
    """The words of a section, those of its heading counted more than once: it is what it is called."""
    heading, body = counted(node.section.heading), apart(node.section.body)[0]
    said = counted(re.sub(r"<[^>]*>", " ", body))
    return Counter({word: 3 * count for word, count in heading.items()}) + said


def _moved(old: Sequence[_Node], new: Sequence[_Node], old_of: dict[int, int]) -> dict[int, Place]:
    """Those that lie under another section than before, or in another order among those beside them."""
    found: dict[int, Place] = {}
    beside: dict[int | None, list[int]] = {}
    for j, node in enumerate(new):
        if j not in old_of:
            continue
        parent = old_of.get(node.parent) if node.parent is not None else None
        is_new_parent = node.parent is not None and node.parent not in old_of
        was_under = old[old_of[j]].parent
        if is_new_parent or parent != was_under:
            found[j] = _place(old, old_of[j], is_under_another=True)
        else:
            beside.setdefault(node.parent, []).append(j)
    for siblings in beside.values():
        for j in moved(old_of, siblings):
            found[j] = _place(old, old_of[j], is_under_another=False)
    return found


def _place(nodes: Sequence[_Node], place: int, *, is_under_another: bool) -> Place:
    node = nodes[place]
    under = nodes[node.parent].section if node.parent is not None else None
    before = [each.section for each in nodes[:place] if each.parent == node.parent]
    return Place(
        node.section.number,
        _named(under) if under else "",
        _named(before[-1]) if before else "",
        is_under_another,
    )


def _named(section: ResolvedSection) -> str:
    return f"{section.number} {section.heading}".strip()


def _change(was: _Node | None, now: _Node | None, place: Place | None, years: int) -> SectionChange:
    shown = now or was
    assert shown is not None  # a pair has at least one side
    heading = worddiff.words(was.section.heading if was else "", now.section.heading if now else "")
    content = compare_contents(was.content if was else NOTHING, now.content if now else NOTHING, years)
    fate = Fate.ADDED if was is None else Fate.REMOVED if now is None else Fate.SAME
    years_alone = False
    if was and now and (content.is_changed or not is_same(heading)):
        fate = Fate.CHANGED
        years_alone = (
            bool(years)
            and later(was.section.heading, years) == now.section.heading
            and differs_in_years_alone(was.content, now.content, years)
        )
    return SectionChange(
        fate=fate,
        anchor=shown.section.anchor,
        number=shown.section.number,
        number_before=was.section.number if was else "",
        level=shown.section.level,
        name=shown.section.heading,
        heading=heading,
        content=content,
        moved_from=place,
        holds_goals=bool((was and was.holds_goals) or (now and now.holds_goals)),
        differs_in_years_alone=years_alone,
    )
