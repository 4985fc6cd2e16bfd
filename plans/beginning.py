"""What the one who begins a year's document sees before anything is written: what comes along, and how it will read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from finsam import blocks, figures, swedish
from finsam.figures import Reference, UnknownFigure
from finsam.scope import Scope
from members.models import Federation, Meeting
from plans.domain.copying import Choices, DatedReference, DocumentPlan, copied_document
from plans.domain.facts import DocumentFacts, SectionFact
from plans.domain.kinds import Slot
from plans.domain.outline import flat, outline
from plans.domain.passages import passages
from plans.domain.shifting import parsed, years_named
from plans.domain.staleness import Leftover, LeftoverKind, StalenessFacts, still_open
from plans.models import Document
from plans.queries import document_scope
from plans.staleness_queries import facts_of
from plans.standard_outline import StandardSection
from plans.writing import heading_as_read

NOT_YET = "finns inte än"


@dataclass(frozen=True)
class ComingSection:
    """A section that comes along: its heading as it will read, how much text, its table, what is to be looked at."""

    level: int
    number: str
    heading: str
    passages: int
    block: str
    is_hidden: bool
    to_look_at: str


@dataclass(frozen=True)
class ComingGoalArea:
    """A goal area that comes along."""

    number: int
    title: str
    activities: int


@dataclass(frozen=True)
class ComingReference:
    """A reference that names a year: what it is called, where it stands, its year before and after, what it shows."""

    reference: DatedReference
    label: str
    places: str
    before: str
    after: str
    shown_before: str
    shown_after: str
    exists_after: bool


@dataclass(frozen=True)
class Beginning:
    """All that a copy would do, as it is shown."""

    plan: DocumentPlan
    title: str
    sections: tuple[ComingSection, ...]
    goal_areas: tuple[ComingGoalArea, ...]
    references: tuple[ComingReference, ...]
    to_look_at: str


def beginning(federation: Federation, year: int, source: Document, choices: Choices) -> Beginning:
    """What the year's document would be, begun from `source`. As many queries for forty sections as for one, and those
    of the years that figures speak of.
    """
    facts = facts_of(source)
    plan = copied_document(facts, year, choices)
    before, scope = document_scope(source), scope_of_new(federation, year, source.slot)
    waiting = _waiting(source, facts, plan)
    by_place = Counter((each.place.key, each.kind) for each in waiting)
    lines = outline(plan.document.sections, lambda section: _parts(section, plan.document))
    return Beginning(
        plan=plan,
        title=heading_as_read(plan.document.title, scope),
        sections=tuple(
            ComingSection(
                level=node.level,
                number=node.number,
                heading=heading_as_read(node.section.heading, scope),
                passages=len(passages(node.section.body)),
                block=_block(node.section.block),
                is_hidden=node.section.is_hidden,
                to_look_at=_told({kind: by_place[(node.section.key, kind)] for kind in LeftoverKind}),
            )
            for node in flat(lines)
        ),
        goal_areas=tuple(
            ComingGoalArea(area.number, area.title, len(area.activities)) for area in plan.document.goal_areas
        ),
        references=tuple(_reference(each, before, scope) for each in plan.dated),
        to_look_at=_told(Counter(each.kind for each in waiting)),
    )


def standard_lines(
    sections: tuple[StandardSection, ...], scope: Scope, prefix: str = ""
) -> list[ComingSection]:
    """The standard outline as it will read in the scope."""
    found = []
    for place, section in enumerate(sections, start=1):
        number = f"{prefix}{place}"
        heading = heading_as_read(section.heading, scope)
        found.append(
            ComingSection(number.count(".") + 1, number, heading, 0, _block(section.block), False, "")
        )
        found += standard_lines(section.children, scope, f"{number}.")
    return found


def scope_of_new(federation: Federation, year: int, slot: Slot) -> Scope:
    """The new document's figures: a plan's of the year's budget as it is worked on, beside the one it is compared with;
    a report's of its months and of what is in force.
    """
    if not slot.is_plan:
        return Scope(federation.pk, year, {"month": slot.month} if slot.month else {})
    budget = federation.budgets.worked_on(year).first()
    if budget is None:
        return Scope(federation.pk, year)
    subjects = {f"budget@{year}": budget.pk}
    if budget.previous_id is not None:
        subjects[f"budget@{year - 1}"] = budget.previous_id
    return Scope(federation.pk, year, subjects)


def _waiting(source: Document, facts: DocumentFacts, plan: DocumentPlan) -> list[Leftover]:
    """What there would be to look at afterwards."""
    kept = source.kept_as_is.filter(kind=LeftoverKind.YEAR).values_list("kind", "subject", "fingerprint")
    meetings = Meeting.objects.filter(federation=source.federation_id).values_list("held_on", flat=True)
    document = replace(plan.document, year=plan.year, status="draft")
    return list(still_open(StalenessFacts(document, facts, frozenset(kept), frozenset(meetings))))


def _parts(section: SectionFact, document: DocumentFacts) -> int:
    """How many sections a section's block brings along: the goal areas are the only ones that stand as sections."""
    return len(document.goal_areas) if section.block == "plans.goal_areas" else 0


def _block(reference: str) -> str:
    try:
        return blocks.find(reference)[0].label if reference else ""
    except blocks.UnknownBlock:
        return ""


WORDS = {
    LeftoverKind.YEAR: ("ett gammalt årtal", "gamla årtal"),
    LeftoverKind.PARAGRAPH: ("ett stycke", "stycken"),
    LeftoverKind.ACTIVITY: ("en aktivitet", "aktiviteter"),
}


def _told(numbers: dict[LeftoverKind, int] | Counter[LeftoverKind]) -> str:
    """Two old years and four passages, in words; "" for nothing."""
    return swedish.listed(
        [
            one if numbers[kind] == 1 else f"{swedish.count(numbers[kind])} {many}"
            for kind, (one, many) in WORDS.items()
            if numbers[kind]
        ]
    )


def _reference(each: DatedReference, before: Scope, after: Scope) -> ComingReference:
    was, then = parsed(each.written), parsed(each.moved)
    assert was is not None and then is not None  # only such as can be read are listed
    shown_after = _shown(each.moved if each.moves else each.written, after)
    return ComingReference(
        reference=each,
        label=_label(was),
        places=swedish.listed([heading_as_read(place, before) for place in each.places]),
        before=_years(each.written),
        after=_years(each.moved),
        shown_before=_shown(each.written, before),
        shown_after=shown_after or NOT_YET,
        exists_after=bool(shown_after),
    )


def _label(reference: Reference) -> str:
    try:
        return figures.find(reference).label
    except UnknownFigure:
        return str(reference)


def _years(written: str) -> str:
    reference = parsed(written)
    return swedish.listed([str(year) for year in years_named(reference)]) if reference else ""


def _shown(written: str, scope: Scope) -> str:
    try:
        return figures.resolve(written, scope)
    except UnknownFigure:
        return ""
