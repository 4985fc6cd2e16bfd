"""From a document in the database to the resolved document: every figure computed, every table numbered.

Two passes. The first builds the blocks and gives out numbers, so that a table may refer to a note further on; the
second renders blocks and texts. Nothing here writes, and everything read goes through one `Scope`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string

from finsam import blocks, figures, richtext
from finsam.blocks import Block, BlockContent, Numbering
from finsam.pictures import data_uri
from finsam.scope import Scope
from members.models import Federation
from plans.domain.facts import DocumentFacts, GoalAreaFact, SectionFact
from plans.domain.outline import (
    DEEPEST,
    DEEPEST_NUMBERED,
    OutlineNode,
    flat,
    outline,
    read_goal_areas,
    visible,
)
from plans.models import Document
from plans.pictures import pictures_of
from plans.queries import document_facts, document_scope
from plans.writing import heading_as_read
from reports.documents.resolved import (
    Adoption,
    Cover,
    ResolvedActivity,
    ResolvedBlock,
    ResolvedDecider,
    ResolvedDocument,
    ResolvedFigure,
    ResolvedGoalArea,
    ResolvedPicture,
    ResolvedSection,
)


@dataclass
class _Numbers:
    """Numbers given out so far, and what each block was given."""

    last: dict[Numbering, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def next(self, key: str, numbering: Numbering) -> str:
        if numbering is Numbering.NONE:
            return ""
        self.last[numbering] = self.last.get(numbering, 0) + 1
        label = f"{numbering.value} {self.last[numbering]}"
        self.labels.setdefault(key, label)
        return label


@dataclass(frozen=True)
class _Placed:
    """A block's content in a section, with the labels of itself and of its parts, and where it stands."""

    block: Block
    content: BlockContent | None
    label: str
    part_labels: tuple[str, ...]
    anchor: str


def resolve_document(document: Document) -> ResolvedDocument:
    """The document as it reads now. The number of queries depends on the years referred to, never on rows."""
    scope = document_scope(document)
    facts = scope.facts(document_facts)
    if facts is None:  # the scope of a document always names it
        raise LookupError("the scope names no document")
    return _Resolver(scope, facts).document(document.federation)


def preview_block(document: Document, reference: str) -> ResolvedDocument:
    """The document with nothing in it but one block, as it would read: for who is to choose one."""
    scope = document_scope(document)
    facts = scope.facts(document_facts)
    if facts is None:
        raise LookupError("the scope names no document")
    label = next((words for key, words in blocks.choices(scope) if key == reference), reference)
    section = SectionFact(0, None, label, False, "", reference, "forhandsvisning")
    # As in a draft: what a block lacks is said to the one who writes.
    alone = replace(facts, sections=(section,), status="draft")
    return _Resolver(scope, alone).document(document.federation)


def block_anchor(key: str, time: int = 1) -> str:
    """Where a block stands in its document the first, second … time: references to it lead to the first."""
    anchor = key.replace(".", "-").replace("_", "-")
    return anchor if time < 2 else f"{anchor}_{time}"  # "-2" is the second part of the first


class _Resolver:
    def __init__(self, scope: Scope, facts: DocumentFacts) -> None:
        self.scope = scope
        self.facts = facts
        self.missing: dict[str, str] = {}
        """By what is referred to in vain: what it is and where it stands first, in words."""
        self.figures: dict[str, ResolvedFigure] = {}
        self.place = self.where = ""
        self.times: Counter[str] = Counter()
        sections = visible(facts.sections)
        contents = {section.pk: self._content(section) for section in sections if section.block}
        self.outline = outline(sections, lambda section: self._part_count(contents.get(section.pk)))
        self.numbers = _Numbers()
        self.placed = {
            node.section.pk: self._place(*contents[node.section.pk])
            for node in flat(self.outline)
            if node.section.pk in contents
        }

    def document(self, federation: Federation) -> ResolvedDocument:
        cover = self._cover(federation)
        sections = tuple(self._section(node) for node in self.outline)
        goal_areas = tuple(self._goal_area(area) for area in read_goal_areas(self.facts))
        pictures = self._pictures()
        return ResolvedDocument(
            cover=cover,
            is_draft=not self.facts.is_decided,
            sections=sections,
            meeting=self.facts.meeting,
            missing_figures=tuple(dict.fromkeys(self.missing.values())),
            figures=tuple(self.figures.values()),
            goal_areas=goal_areas,
            pictures=pictures,
            adoption=self._adoption(),
        )

    # --- first pass: contents and numbers -----------------------------------------------------------------

    def _content(self, section: SectionFact) -> tuple[Block, BlockContent | None]:
        try:
            block, argument = blocks.find(section.block)
            return block, block.build(self.scope, argument)
        except blocks.UnknownBlock as error:
            heading = heading_as_read(section.heading, self.scope)
            self.missing[section.block] = f"tabellen i avsnittet ”{heading}”"
            return _stand_in(section.block, str(error)), None

    @staticmethod
    def _part_count(found: tuple[Block, BlockContent | None] | None) -> int:
        return len(found[1].parts) if found and found[1] else 0

    def _place(self, block: Block, content: BlockContent | None) -> _Placed:
        label = self.numbers.next(block.key, block.numbering) if content and content.caption else ""
        part_labels = tuple(
            self.numbers.next(f"{block.key}:{place}", block.numbering) if part.content else ""
            for place, part in enumerate(content.parts if content else (), start=1)
        )
        if content:
            self.times[block.key] += 1
        return _Placed(block, content, label, part_labels, block_anchor(block.key, self.times[block.key]))

    # --- second pass: texts and tables --------------------------------------------------------------------

    def _cover(self, federation: Federation) -> Cover:
        facts = self.facts
        return Cover(
            federation=federation.name,
            title=self._line(facts.title),
            subtitle=self._line(facts.subtitle),
            motto=facts.motto,
            year=facts.year,
            kind=facts.kind_label,
            status=facts.status_label,
            decision=facts.decision.sentence if facts.is_decided and facts.decision else None,
            accent=federation.accent_colour,
            logo=_logo(federation),
        )

    def _adoption(self) -> Adoption | None:
        decision = self.facts.decision
        if decision is None or not self.facts.is_decided:
            return None
        return Adoption(
            sentence=decision.sentence,
            day=decision.held_on.isoformat(),
            minutes_ref=decision.minutes_ref,
            deciders=tuple(
                ResolvedDecider(each.holder, each.office, each.appointed_by, each.has_reservation)
                for each in decision.deciders
            ),
            reservations=decision.reservations,
        )

    def _section(self, node: OutlineNode) -> ResolvedSection:
        section = node.section
        self.place = f"avsnitt-{section.key}"
        self.where = f" i avsnittet ”{heading_as_read(section.heading, self.scope)}”"
        placed = self.placed.get(section.pk)
        parts = self._parts(node, placed) if placed and placed.content else ()
        return ResolvedSection(
            anchor=f"avsnitt-{section.key}",
            number=node.number,
            level=node.level,
            heading=self._line(section.heading),
            body=self._rich(section.body),
            block=self._block(placed) if placed else None,
            children=parts + tuple(self._section(child) for child in node.children),
        )

    def _block(self, placed: _Placed) -> ResolvedBlock | None:
        block, content = placed.block, placed.content
        if content is None:
            if self.facts.status != "draft":
                return None  # what to do first is said to the one who writes, not to readers
            html = render_to_string("documents/_empty_block.html", {"message": block.empty})
            return ResolvedBlock(block.key, html, "", "", placed.anchor)
        if not (content.template or block.template):
            return None  # all it has stands in its parts
        return self._rendered(block, content, placed.label, placed.anchor)

    def _parts(self, node: OutlineNode, placed: _Placed) -> tuple[ResolvedSection, ...]:
        assert placed.content is not None
        level = min(node.level + 1, DEEPEST)
        resolved = []
        for place, (part, label) in enumerate(
            zip(placed.content.parts, placed.part_labels, strict=True), start=1
        ):
            anchor = f"{placed.anchor}-{place}"
            numbered = node.number and level <= DEEPEST_NUMBERED
            resolved.append(
                ResolvedSection(
                    anchor=f"avsnitt-{anchor}",
                    number=f"{node.number}.{place}" if numbered else "",
                    level=level,
                    heading=part.heading,
                    body=self._rich(part.body),
                    block=self._rendered(placed.block, part.content, label, anchor) if part.content else None,
                )
            )
        return tuple(resolved)

    def _rendered(self, block: Block, content: BlockContent, label: str, anchor: str) -> ResolvedBlock:
        context = {
            "result": content.result,
            "label": label,
            "caption": content.caption,
            "anchor": anchor,
            "others": self._others(),
        }
        html = render_to_string(content.template or block.template, context)
        return ResolvedBlock(block.key, html, label, content.caption, anchor)

    def _others(self) -> dict[str, dict[str, str]]:
        """Label and anchor of every numbered block, for references: `others.budgets_contributions.label`."""
        return {
            key.replace(".", "_"): {"label": label, "anchor": block_anchor(key)}
            for key, label in self.numbers.labels.items()
        }

    def _goal_area(self, area: GoalAreaFact) -> ResolvedGoalArea:
        activities = tuple(
            ResolvedActivity(activity.key, activity.text, activity.responsible, activity.due)
            for activity in area.activities
        )
        return ResolvedGoalArea(area.key, area.number, area.title, self._rich(area.description), activities)

    def _pictures(self) -> tuple[ResolvedPicture, ...]:
        """The pictures that the texts show. One query, if they show any."""
        texts = [node.section.body for node in flat(self.outline)]
        texts += [area.description for area in read_goal_areas(self.facts)]
        wanted = tuple(dict.fromkeys(key for text in texts for key in richtext.pictures(text)))
        found = {each.key: each for each in pictures_of(self.facts.federation_id, wanted)}
        self.missing |= {key: "en bild" for key in wanted if key not in found}
        return tuple(
            ResolvedPicture(key, found[key].src, found[key].width, found[key].height)
            for key in wanted
            if key in found
        )

    def _rich(self, text: str) -> str:
        return richtext.resolve(text, self._value)

    def _line(self, text: str) -> str:
        return figures.fill(text, self._value)

    def _value(self, reference: str) -> str:
        try:
            figure = figures.look_up(reference, self.scope)
        except figures.UnknownFigure:
            named = figures.in_words(reference)
            self.missing.setdefault(reference, f"{named}{self.where}")
            return f"[siffra saknas: {named}]"
        self.figures.setdefault(
            reference,
            ResolvedFigure(
                reference,
                figure.label,
                figure.exact,
                figure.shown,
                self.place,
                f"{figure.key}, {figure.year}",
            ),
        )
        return figure.shown


def _stand_in(reference: str, problem: str) -> Block:
    """In place of a block or a table that is gone: nothing, with words on what is wrong."""
    return Block(
        reference, reference, "", lambda scope, argument: None, empty=f"{problem} Välj en annan i avsnittet."
    )


def _logo(federation: Federation) -> str | None:
    """The logo as a data URI, since a document fetches nothing."""
    return data_uri(federation.logo) if federation.logo else None
