"""What a standard outline is made of, and how it is fitted to the initiatives and the notes that there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

EACH_INITIATIVE = "{initiative}"
"""The heading of a section that stands once for each initiative, under its name."""


@dataclass(frozen=True)
class StandardSection:
    """A heading with guidance and the block it usually holds. Headings may hold figure references in braces."""

    heading: str
    guidance: str
    block: str = ""
    children: tuple[StandardSection, ...] = ()


@dataclass(frozen=True)
class OutlinedInitiative:
    """An initiative as an outline needs it: what it is called in the year, and how blocks name it and its ID."""

    name: str
    code: str
    centre: str
    """The ID as blocks name it; "" when it has none."""


def expanded(
    sections: Iterable[StandardSection], initiatives: Iterable[OutlinedInitiative]
) -> tuple[StandardSection, ...]:
    """The outline with the section of an initiative once for each of them, with their own tables."""
    own = tuple(initiatives)
    found: list[StandardSection] = []
    for section in sections:
        if section.heading == EACH_INITIATIVE:
            found += [_of(section, each) for each in own]
        else:
            found.append(replace(section, children=expanded(section.children, own)))
    return tuple(found)


def with_notes_in_order(
    sections: Iterable[StandardSection], order: Sequence[str]
) -> tuple[StandardSection, ...]:
    """The outline with the notes among the sections of a level in the order given, as they are numbered.

    `order` holds the blocks of notes. Every other section keeps its place.
    """
    own = [replace(each, children=with_notes_in_order(each.children, order)) for each in sections]
    notes = iter(
        sorted((each for each in own if each.block in order), key=lambda each: order.index(each.block))
    )
    return tuple(next(notes) if each.block in order else each for each in own)


def _of(section: StandardSection, initiative: OutlinedInitiative) -> StandardSection:
    arguments = {"budgets.operating_area": initiative.centre, "plans.outcome_flow": initiative.code}
    children = tuple(
        replace(child, block=f"{child.block}:{arguments[child.block]}")
        for child in section.children
        if arguments.get(child.block)
    )
    return replace(section, heading=initiative.name, children=children)
