"""The outline: sections as a tree, numbered by machine.

Chapters are 1, 2, 3; under them 1.1, 1.2. A section that is not numbered takes no number and hides none from the next.
Deeper than three levels the headings carry no number: nobody can read 4.2.1.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from plans.domain.facts import DocumentFacts, GoalAreaFact, SectionFact

DEEPEST = 4
"""The deepest level a heading may have; h1 is the document's title, so level 4 is h5."""
DEEPEST_NUMBERED = 3
GOAL_AREAS = "plans.goal_areas"
"""The block that shows goal areas: they are read where it stands."""


@dataclass(frozen=True)
class OutlineNode:
    """A section in its place. `level` is 1 for a chapter."""

    section: SectionFact
    level: int
    number: str
    children: tuple[OutlineNode, ...]


def outline(
    sections: Sequence[SectionFact], parts_of: Callable[[SectionFact], int] = lambda section: 0
) -> tuple[OutlineNode, ...]:
    """The sections as a numbered tree, in the order given.

    `parts_of` tells how many subsections a section's block brings along; they come first and take the first numbers.
    """
    by_parent: dict[int | None, list[SectionFact]] = {}
    for section in sections:
        by_parent.setdefault(section.parent, []).append(section)
    return _nodes(by_parent, None, "", 1, 0, parts_of)


def _nodes(
    by_parent: dict[int | None, list[SectionFact]],
    parent: int | None,
    prefix: str,
    level: int,
    taken: int,
    parts_of: Callable[[SectionFact], int],
) -> tuple[OutlineNode, ...]:
    nodes: list[OutlineNode] = []
    for section in by_parent.get(parent, ()):
        number = ""
        if section.is_numbered and level <= DEEPEST_NUMBERED and (prefix or level == 1):
            taken += 1
            number = f"{prefix}{taken}"
        child_prefix = f"{number}." if number else ""
        children = _nodes(by_parent, section.pk, child_prefix, level + 1, parts_of(section), parts_of)
        nodes.append(OutlineNode(section, level, number, children))
    return tuple(nodes)


def visible(sections: Sequence[SectionFact]) -> tuple[SectionFact, ...]:
    """The sections that are read: neither hidden themselves nor under one that is. The order is kept."""
    hidden = {section.pk for section in sections if section.is_hidden}
    under = {section.pk: section.parent for section in sections}

    def is_read(pk: int | None) -> bool:
        return pk is None or (pk not in hidden and is_read(under.get(pk)))

    return tuple(section for section in sections if is_read(section.pk))


def read_goal_areas(document: DocumentFacts) -> tuple[GoalAreaFact, ...]:
    """The goal areas as they are read: none unless a visible section shows them."""
    is_shown = any(section.block == GOAL_AREAS for section in visible(document.sections))
    return document.goal_areas if is_shown else ()


def flat(nodes: Iterable[OutlineNode]) -> tuple[OutlineNode, ...]:
    """The nodes in reading order."""
    found: list[OutlineNode] = []
    for node in nodes:
        found.append(node)
        found.extend(flat(node.children))
    return tuple(found)
