"""What a document's sections hold, and the numbers of its headings, tables, notes and charts.

One computation for the one who writes and for the one who reads: the outline of the editor and the finished document
take their numbers from here, and so do references from one place of the document to another (`finsam.crossings`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from finsam import blocks, figures
from finsam.blocks import Block, BlockContent, Numbering
from finsam.crossings import NUMBER, Crossing, Target, UnknownCrossing, in_words
from finsam.figures import Choice, UnknownFigure
from finsam.scope import Scope
from plans.domain.facts import DocumentFacts, SectionFact
from plans.domain.outline import DEEPEST, DEEPEST_NUMBERED, OutlineNode, flat, outline, visible
from plans.queries import document_facts


@dataclass(frozen=True)
class Placed:
    """A block in its section: what it has computed, the labels of itself and its parts, and where it stands.

    `problem` says in Swedish why there is no such block, "" when there is.
    """

    block: Block
    content: BlockContent | None
    problem: str
    label: str
    part_labels: tuple[str, ...]
    anchor: str

    @property
    def parts(self) -> int:
        """How many subsections it brings along."""
        return len(self.content.parts) if self.content else 0

    def part_anchor(self, place: int) -> str:
        """Where its first, second … part stands."""
        return f"{self.anchor}-{place}"


@dataclass(frozen=True)
class Numbered:
    """A document's visible sections, numbered, with what they hold by section, and what can be referred to."""

    outline: tuple[OutlineNode, ...]
    placed: dict[int, Placed]
    targets: dict[str, Target]


@dataclass
class _Numbers:
    """Numbers given out so far, in each series, and those kept for what stands further on."""

    last: Counter[Numbering] = field(default_factory=Counter)
    kept: dict[str, str] = field(default_factory=dict)

    def next(self, numbering: Numbering, reference: str = "") -> str:
        if reference in self.kept:
            return self.kept.pop(reference)
        if numbering is Numbering.NONE:
            return ""
        self.last[numbering] += 1
        return f"{numbering.value} {self.last[numbering]}"


def numbered_document(scope: Scope) -> Numbered:
    """The scope's document, numbered; empty when it names none. Read through `scope.facts`, it is computed once."""
    facts = scope.facts(document_facts)
    return numbered(facts, scope) if facts else Numbered((), {}, {})


def numbered(facts: DocumentFacts, scope: Scope) -> Numbered:
    """A document as it reads in the scope, numbered from its beginning to its end."""
    sections = visible(facts.sections)
    built = {section.pk: _built(section, scope) for section in sections if section.block}
    lines = outline(sections, lambda section: _part_count(built.get(section.pk)))
    placed = _all_placed([node.section for node in flat(lines) if node.section.pk in built], built)
    targets: dict[str, Target] = {}
    for node in flat(lines):
        for key, target in _targets(node, placed.get(node.section.pk), scope):
            targets.setdefault(key, target)
    return Numbered(lines, placed, targets)


_Built = tuple[Block, BlockContent | None, str]


def _built(section: SectionFact, scope: Scope) -> _Built:
    try:
        block, argument = blocks.find(section.block)
        return block, block.build(scope, argument), ""
    except blocks.UnknownBlock as error:
        return _stand_in(section.block, str(error)), None, str(error)


def _stand_in(reference: str, problem: str) -> Block:
    """In place of a block or a table that is gone: nothing, with words on what is wrong."""
    return Block(
        reference, reference, "", lambda scope, argument: None, empty=f"{problem} Välj en annan i avsnittet."
    )


def _part_count(built: _Built | None) -> int:
    return len(built[1].parts) if built and built[1] else 0


def _all_placed(sections: list[SectionFact], built: dict[int, _Built]) -> dict[int, Placed]:
    """Each section's block with its numbers. What a table refers to is numbered in the order of its rows."""
    numbers, times = _Numbers(), Counter[str]()
    captioned = {
        section.block: built[section.pk][0].numbering
        for section in sections
        if (content := built[section.pk][1]) and content.caption
    }
    numbered: set[str] = set()
    placed = {}
    for section in sections:
        block, content, problem = built[section.pk]
        label = numbers.next(block.numbering, section.block) if content and content.caption else ""
        numbered.add(section.block)
        for reference in content.refers if content else ():
            if reference in captioned and reference not in numbered:
                numbered.add(reference)
                numbers.kept[reference] = numbers.next(captioned[reference])
        part_labels = tuple(
            numbers.next(block.numbering) if part.content else ""
            for part in (content.parts if content else ())
        )
        if content:
            times[block.key] += 1
        anchor = block_anchor(block.key, times[block.key])
        placed[section.pk] = Placed(block, content, problem, label, part_labels, anchor)
    return placed


def block_anchor(key: str, time: int = 1) -> str:
    """Where a block stands in its document the first, second … time."""
    anchor = key.replace(".", "-").replace("_", "-")
    return anchor if time < 2 else f"{anchor}_{time}"  # "-2" is the second part of the first


# --- What can be referred to ------------------------------------------------------------------------------


def _targets(node: OutlineNode, placed: Placed | None, scope: Scope) -> Iterator[tuple[str, Target]]:
    """A section, its block by its full reference and by its key alone, and the block's parts."""
    section = node.section
    heading = figures.fill(section.heading, lambda reference: _figure(reference, scope))
    own = _of_section(node.number, heading, f"avsnitt-{section.key}")
    yield f"section:{section.key}", own
    if placed is None or placed.content is None:
        return
    keys = dict.fromkeys((section.block, placed.block.key))
    if placed.label:
        block = _of_label(placed.label, placed.content.caption, placed.anchor)
    else:
        block = Target(own.label, own.number, placed.block.label, own.anchor)
    yield from ((key, block) for key in keys)
    level = min(node.level + 1, DEEPEST)
    for place, part in enumerate(placed.content.parts, start=1):
        anchor, label = placed.part_anchor(place), placed.part_labels[place - 1]
        if part.content and label:
            target = _of_label(label, part.content.caption, anchor)
        else:
            is_numbered = node.number and level <= DEEPEST_NUMBERED
            number = f"{node.number}.{place}" if is_numbered else ""
            target = _of_section(number, part.heading, f"avsnitt-{anchor}")
        for mark in filter(None, (part.key, str(place))):
            yield from ((f"{key}~{mark}", target) for key in keys)


def _of_label(label: str, caption: str, anchor: str) -> Target:
    return Target(label, label.rpartition(" ")[2], caption, anchor)


def _of_section(number: str, heading: str, anchor: str) -> Target:
    label = f"avsnitt {number}" if number else f"avsnittet ”{heading}”"
    return Target(label, number or f"”{heading}”", heading, anchor)


def _figure(reference: str, scope: Scope) -> str:
    try:
        return figures.resolve(reference, scope)
    except UnknownFigure:
        return "[siffra saknas]"


def target_of(reference: str, targets: dict[str, Target]) -> tuple[Target, str] | None:
    """What a reference leads to and the form it is shown in; None when it leads nowhere."""
    try:
        crossing = Crossing.parse(reference)
    except UnknownCrossing:
        return None
    found = targets.get(crossing.target)
    return (found, crossing.form) if found else None


def crossing_as_read(reference: str, scope: Scope) -> str:
    """What a reference reads as in the scope's document, or that what it led to is missing."""
    found = target_of(reference, scope.facts(numbered_document).targets)
    return found[0].shown(found[1]) if found else missing_crossing(reference)


def missing_crossing(reference: str) -> str:
    """What stands in a text in place of a reference that leads nowhere."""
    return f"[hänvisning saknas: {in_words(reference)}]"


def crossing_choices(document: Numbered) -> list[Choice]:
    """What a text of the document may refer to, in reading order: each as its label and as its number alone."""
    found: list[Choice] = []
    seen: set[str] = set()
    for key, target in document.targets.items():
        if target.anchor in seen:
            continue
        seen.add(target.anchor)
        found.append(Choice(str(Crossing(key)), target.name, target.label))
        if target.number[:1].isdigit():
            found.append(Choice(str(Crossing(key, NUMBER)), target.name, target.number))
    return found
