"""What the one who writes a document sees: the outline as it will read, and the figures the texts may refer to.

How a finished document is set belongs in `reports.documents`; what is stored in `plans.models`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from finsam import blocks, figures, richtext
from finsam.figures import Choice, Reference
from finsam.scope import Scope
from plans.domain.facts import SectionFact
from plans.domain.outline import flat, outline
from plans.queries import document_facts

MISSING = "siffra saknas"


@dataclass(frozen=True)
class OutlineLine:
    """A section in the outline: its heading as it will read, and what it holds."""

    pk: int
    level: int
    number: str
    heading: str
    block: str
    has_text: bool
    is_first: bool
    is_last: bool


def outline_lines(scope: Scope) -> tuple[OutlineLine, ...]:
    """The outline of the scope's document, numbered as the document will be. Queries do not grow with sections."""
    facts = scope.facts(document_facts)
    if facts is None:
        return ()
    siblings: dict[int | None, list[int]] = {}
    for section in facts.sections:
        siblings.setdefault(section.parent, []).append(section.pk)
    return tuple(
        OutlineLine(
            pk=node.section.pk,
            level=node.level,
            number=node.number,
            heading=heading_as_read(node.section.heading, scope),
            block=_block_label(node.section.block),
            has_text=bool(node.section.body),
            is_first=siblings[node.section.parent][0] == node.section.pk,
            is_last=siblings[node.section.parent][-1] == node.section.pk,
        )
        for node in flat(outline(facts.sections, lambda section: _part_count(section, scope)))
    )


def heading_as_read(heading: str, scope: Scope) -> str:
    """A heading with its figures filled in; one that cannot be found is said to be missing."""

    def value_of(reference: str) -> str:
        try:
            return figures.resolve(reference, scope)
        except figures.UnknownFigure:
            return f"[{MISSING}]"

    return figures.fill(heading, value_of)


def choices_for(texts: Iterable[str], scope: Scope) -> list[Choice]:
    """The figures to choose from: the year's, last year's budget, and whatever else `texts` refer to.

    A reference that cannot be resolved is left out: the editor shows that it is missing.
    """
    offered = figures.choices(scope) + _of_last_year(scope)
    known = {choice.reference for choice in offered}
    for text in texts:
        for reference in richtext.references(richtext.clean(text)):
            if reference not in known:
                known.add(reference)
                offered.extend(_choice(reference, scope))
    return offered


def _of_last_year(scope: Scope) -> list[Choice]:
    """Last year's budget, which plans compare with. Figures of other kinds say themselves which year they are of."""
    year = scope.year - 1
    found = []
    for choice in figures.choices(scope.for_year(year)):
        reference = Reference.parse(choice.reference)
        if reference.key.startswith("budget."):
            earlier = replace(reference, year="-1")
            found.append(Choice(str(earlier), f"{choice.label}, {year}", choice.shown))
    return found


def _choice(reference: str, scope: Scope) -> list[Choice]:
    try:
        parsed = Reference.parse(reference)
        figure = figures.find(parsed)
        shown = figures.resolve(reference, scope)
    except figures.UnknownFigure:
        return []
    year = f", {parsed.year_in(scope)}" if parsed.year else ""
    argument = f", {parsed.argument}" if parsed.argument else ""
    return [Choice(reference, f"{figure.label}{argument}{year}", shown)]


def _part_count(section: SectionFact, scope: Scope) -> int:
    """How many subsections the section's block brings along; they take numbers."""
    if not section.block:
        return 0
    try:
        block, argument = blocks.find(section.block)
        content = block.build(scope, argument)
    except blocks.UnknownBlock:
        return 0
    return len(content.parts) if content else 0


def _block_label(reference: str) -> str:
    if not reference:
        return ""
    try:
        return blocks.find(reference)[0].label
    except blocks.UnknownBlock:
        return reference
