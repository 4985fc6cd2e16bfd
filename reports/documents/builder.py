"""From a document in the database to the resolved document: every figure computed, every table numbered.

Two passes. The first (`plans.numbering`) builds the blocks and gives out numbers, so that a text or a table may refer
to a note further on; the second renders blocks and texts. Nothing here writes, and everything read goes through one
`Scope`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from django.template.loader import render_to_string

from finsam import blocks, crossings, figures, richtext
from finsam.blocks import Block, BlockContent
from finsam.crossings import Target
from finsam.pictures import data_uri
from finsam.scope import Scope
from members.models import Federation
from plans.domain.facts import DocumentFacts, GoalAreaFact, SectionFact
from plans.domain.outline import DEEPEST, DEEPEST_NUMBERED, OutlineNode, flat, read_goal_areas
from plans.models import Document
from plans.numbering import Placed, missing_crossing, numbered, target_of
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


class _Resolver:
    def __init__(self, scope: Scope, facts: DocumentFacts) -> None:
        self.scope = scope
        self.facts = facts
        self.missing: dict[str, str] = {}
        """By what is referred to in vain: what it is and where it stands first, in words."""
        self.figures: dict[str, ResolvedFigure] = {}
        self.place = self.where = ""
        self.numbered = numbered(facts, scope)
        self.others = _others(self.numbered.targets)
        for node in flat(self.numbered.outline):
            placed = self.numbered.placed.get(node.section.pk)
            if placed and placed.problem:
                heading = heading_as_read(node.section.heading, scope)
                self.missing[node.section.block] = f"tabellen i avsnittet ”{heading}”"

    def document(self, federation: Federation) -> ResolvedDocument:
        cover = self._cover(federation)
        sections = tuple(self._section(node) for node in self.numbered.outline)
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
            kept=tuple(self._kept().items()),
        )

    def _kept(self) -> dict[str, str]:
        """What its tables keep for next year to be compared with: exact amounts by name, as text."""
        contents = [placed.content for placed in self.numbered.placed.values() if placed.content]
        return {name: str(amount) for content in contents for name, amount in content.kept}

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
        placed = self.numbered.placed.get(section.pk)
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

    def _block(self, placed: Placed) -> ResolvedBlock | None:
        block, content = placed.block, placed.content
        if content is None:
            if self.facts.status != "draft":
                return None  # what to do first is said to the one who writes, not to readers
            html = render_to_string("documents/_empty_block.html", {"message": block.empty})
            return ResolvedBlock(block.key, html, "", "", placed.anchor)
        if not (content.template or block.template):
            return None  # all it has stands in its parts
        return self._rendered(block, content, placed.label, placed.anchor)

    def _parts(self, node: OutlineNode, placed: Placed) -> tuple[ResolvedSection, ...]:
        assert placed.content is not None
        level = min(node.level + 1, DEEPEST)
        resolved = []
        for place, (part, label) in enumerate(
            zip(placed.content.parts, placed.part_labels, strict=True), start=1
        ):
            anchor = placed.part_anchor(place)
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
            "others": self.others,
        }
        html = render_to_string(content.template or block.template, context)
        return ResolvedBlock(block.key, html, label, content.caption, anchor)

    def _goal_area(self, area: GoalAreaFact) -> ResolvedGoalArea:
        activities = tuple(
            ResolvedActivity(activity.key, activity.text, activity.responsible, activity.due)
            for activity in area.activities
        )
        return ResolvedGoalArea(area.key, area.number, area.title, self._rich(area.description), activities)

    def _pictures(self) -> tuple[ResolvedPicture, ...]:
        """The pictures that the texts show. One query, if they show any."""
        texts = [node.section.body for node in flat(self.numbered.outline)]
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
        return richtext.resolve(text, self._value, self._link)

    def _line(self, text: str) -> str:
        return figures.fill(text, self._value)

    def _link(self, reference: str) -> str:
        """A reference to another place of the document as a link there, or that what it led to is missing."""
        found = target_of(reference, self.numbered.targets)
        if found is None:
            return escape(self._value(reference))
        target, form = found
        return target.link(form)

    def _value(self, reference: str) -> str:
        if crossings.is_crossing(reference):
            return self._crossing(reference)
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

    def _crossing(self, reference: str) -> str:
        """A reference to another place of the document in words."""
        found = target_of(reference, self.numbered.targets)
        if found is None:
            self.missing.setdefault(
                reference, f"hänvisningen till {crossings.in_words(reference)}{self.where}"
            )
            return missing_crossing(reference)
        target, form = found
        return target.shown(form)


def _others(targets: dict[str, Target]) -> dict[str, Target]:
    """What a template can refer to: `others.budgets_contributions.label`, `others.budgets_note_cash.anchor`."""
    return {
        re.sub(r"[.:-]", "_", key): target
        for key, target in targets.items()
        if not key.startswith("section:") and "~" not in key
    }


def _logo(federation: Federation) -> str | None:
    """The logo as a data URI, since a document fetches nothing."""
    return data_uri(federation.logo) if federation.logo else None
