"""What the one who writes a document sees: the outline as it will read, and the figures the texts may refer to.

How a finished document is set belongs in `reports.documents`; what is stored in `plans.models`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from finsam import blocks, figures, richtext
from finsam.crossings import is_crossing
from finsam.figures import Choice, Reference
from finsam.nesting import Refused
from finsam.running_text import Setter, Shown
from finsam.scope import Scope
from plans.domain.outline import DEEPEST, OutlineNode, flat, outline
from plans.domain.worddiff import Change, PassageChange, compare
from plans.numbering import crossing_as_read, crossing_choices, numbered_document, target_of
from plans.queries import document_facts

MISSING = "siffra saknas"


@dataclass(frozen=True)
class OutlineLine:
    """A section in the outline: its heading and text as they will read, what it holds, and where it may go."""

    pk: int
    key: str
    revision: int
    level: int
    number: str
    heading: str
    text: SafeString
    block: str
    is_hidden: bool
    is_under_hidden: bool
    is_first: bool
    is_last: bool
    may_go_in: bool
    may_go_out: bool
    may_hold_more: bool

    @property
    def is_read(self) -> bool:
        """Whether it is in what is read: neither hidden nor under one that is."""
        return not self.is_hidden and not self.is_under_hidden


HEADING_LEVEL = 2
"""Of what the outline stands under on its page; a chapter's heading is one below."""


def outline_lines(scope: Scope, pictures: Mapping[str, Shown] | None = None) -> tuple[OutlineLine, ...]:
    """The outline of the scope's document, numbered as the document will be. Queries do not grow with sections.

    `pictures` are those of the texts, by key.
    """
    facts = scope.facts(document_facts)
    if facts is None:
        return ()
    read = scope.facts(numbered_document).outline
    numbers = {node.section.pk: node.number for node in flat(read)}
    # What is hidden takes no number of a footnote from what is read.
    setters = {True: Setter(pictures or {}), False: Setter(pictures or {}, marks="dold-fotnot")}
    return tuple(_lines(outline(facts.sections), numbers, scope, setters, is_under_hidden=False))


def _lines(
    nodes: Sequence[OutlineNode],
    numbers: dict[int, str],
    scope: Scope,
    setters: Mapping[bool, Setter],
    *,
    is_under_hidden: bool,
) -> Iterator[OutlineLine]:
    for place, node in enumerate(nodes):
        section = node.section
        text = richtext.resolve(section.body, lambda reference: figure_as_read(reference, scope))
        setter = setters[not section.is_hidden and not is_under_hidden]
        yield OutlineLine(
            pk=section.pk,
            key=section.key,
            revision=section.revision,
            level=node.level,
            number=numbers.get(section.pk, ""),
            heading=heading_as_read(section.heading, scope),
            text=mark_safe(setter.set(text, node.level + HEADING_LEVEL)),  # noqa: S308 – cleaned when it was stored
            block=block_label(section.block),
            is_hidden=section.is_hidden,
            is_under_hidden=is_under_hidden,
            is_first=place == 0,
            is_last=place == len(nodes) - 1,
            may_go_in=place > 0 and node.level + _height(node) <= DEEPEST,
            may_go_out=node.level > 1,
            may_hold_more=node.level < DEEPEST,
        )
        is_hidden = is_under_hidden or section.is_hidden
        yield from _lines(node.children, numbers, scope, setters, is_under_hidden=is_hidden)


def _height(node: OutlineNode) -> int:
    """How many levels a section is with all that lies under it."""
    return 1 + max((_height(child) for child in node.children), default=0)


def text_changes(old: str, new: str, scope: Scope) -> tuple[PassageChange, ...]:
    """What one text has that another has not, passage by passage, with the figures filled in."""
    changes = compare(old, new, lambda reference: figure_as_read(reference, scope))
    return tuple(passage for passage in changes if passage.change is not Change.SAME)


def figure_as_read(reference: str, scope: Scope) -> str:
    """What a figure shows, or the number of what is referred to in the scope's document; or that it is missing."""
    if is_crossing(reference):
        return crossing_as_read(reference, scope)
    try:
        return figures.resolve(reference, scope)
    except figures.UnknownFigure:
        return f"[{MISSING}]"


def heading_as_read(heading: str, scope: Scope) -> str:
    """A heading with its figures filled in; one that cannot be found is said to be missing."""
    return figures.fill(heading, lambda reference: figure_as_read(reference, scope))


def choices_for(texts: Iterable[str], scope: Scope) -> list[Choice]:
    """The figures to choose from: the year's, last year's budget, and whatever else `texts` refer to.

    A reference that cannot be resolved is left out: the editor shows that it is missing.
    """
    offered = figures.choices(scope) + _of_last_year(scope)
    known = {choice.reference for choice in offered}
    for text in texts:
        for reference in _references(text, richtext.references):
            if reference not in known:
                known.add(reference)
                offered.extend(_choice(reference, scope))
    return offered


def crossings_for(texts: Iterable[str], scope: Scope) -> list[Choice]:
    """The tables, notes, charts and sections to refer to, also in the forms in which `texts` refer to them."""
    document = scope.facts(numbered_document)
    offered = crossing_choices(document)
    known = {choice.reference for choice in offered}
    for text in texts:
        for reference in _references(text, richtext.crossing_references):
            found = target_of(reference, document.targets)
            if reference not in known and found:
                known.add(reference)
                target, form = found
                offered.append(Choice(reference, target.name, target.shown(form)))
    return offered


def _references(text: str, of: Callable[[str], list[str]]) -> list[str]:
    """What a text refers to; nothing in what is no text, which is refused where it is saved."""
    try:
        return of(richtext.clean(text))
    except Refused:
        return []


def _of_last_year(scope: Scope) -> list[Choice]:
    """Last year's budget, which plans compare with. Figures of other kinds say themselves which year they are of."""
    year = scope.year - 1
    found = []
    for choice in figures.choices(scope.for_year(year), "budget."):
        earlier = replace(Reference.parse(choice.reference), year="-1")
        found.append(Choice(str(earlier), f"{choice.label}, {year}", choice.shown))
    return found


def choices_of_year(scope: Scope, year: int) -> list[Choice]:
    """The figures of a year, as a document of the scope's year refers to them: a year is counted from its own.

    What the document's own outlook says of another year is its own; it is not offered from elsewhere.
    """
    if year == scope.year:
        return figures.choices(scope)
    found = []
    for choice in figures.choices(scope.for_year(year)):
        reference = Reference.parse(choice.reference)
        if not figures.find(reference).is_of_a_named_year:
            moved = replace(reference, year=f"{year - scope.year:+d}")
            found.append(Choice(str(moved), f"{choice.label}, {year}", choice.shown))
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


def block_label(reference: str) -> str:
    """What the table or list is called in the list one chooses from."""
    if not reference:
        return ""
    try:
        return blocks.find(reference)[0].label
    except blocks.UnknownBlock:
        return reference
