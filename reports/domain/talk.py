"""What can be talked about in a document as it reads now: every section, table, figure, goal area and activity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from finsam import figures, richtext
from finsam.figures import Kind
from plans.domain.facts import DocumentFacts, SectionFact
from plans.domain.talk import GOAL_AREAS, ThreadFact
from reports.documents.resolved import ResolvedDocument, ResolvedFigure, ResolvedGoalArea, ResolvedSection

LONGEST_TITLE = 200
WHOLE = "Hela dokumentet"
GONE = "Sådant som inte finns kvar"
NUMBERS = (Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NEUTER)
"""The figures that one may talk about by themselves; a name, a day or a year is talked about with its section."""


@dataclass(frozen=True)
class Subject:
    """Something to talk about. `key` is a thread's `subject`, `title` what it is called, `anchor` where it stands."""

    target: str
    key: str
    title: str
    anchor: str

    @property
    def short(self) -> str:
        """What it is called under the heading it belongs to."""
        return "Hela avsnittet" if self.target == "section" else self.title

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.target} {self.key}".strip()


@dataclass(frozen=True)
class Place:
    """A heading of the document with all that can be talked about under it, itself first."""

    key: str
    heading: str
    anchor: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class Titled:
    """A thread as a reader meets it: `title` is what it is about as that reads now, or as it was when that is gone.

    `was`: what it was called when the thread was begun, where that differs and the reader may know it.
    """

    thread: ThreadFact
    title: str
    short: str
    anchor: str
    is_gone: bool
    was: str = ""


@dataclass(frozen=True)
class Gathered:
    """Threads that belong together in a list. `anchor` is where in the document, "" for all of it or nowhere."""

    heading: str
    key: str
    anchor: str
    threads: tuple[Titled, ...]


@dataclass(frozen=True)
class Under:
    """What stands of the talk beside one heading: its place's key, and how many threads it has, open and in all."""

    key: str
    unresolved: int
    threads: int


@dataclass(frozen=True)
class Beside:
    """What stands of the talk beside each heading of a document, by anchor, and where its links lead."""

    found: dict[str, Under]
    add_url: str
    """Where one comments, to be followed by the place's key; "" for one who may not."""
    list_url: str
    """Where the threads are, to be followed by the place's key."""

    def under(self, anchor: str) -> Under | None:
        """What stands beside a heading."""
        return self.found.get(anchor)


def places(facts: DocumentFacts, resolved: ResolvedDocument) -> tuple[Place, ...]:
    """The document's headings in reading order, the whole document first."""
    whole = Place("", WHOLE, "", (Subject("document", "", WHOLE, ""),))
    own = {f"avsnitt-{section.key}": section for section in facts.sections}
    shown = {figure.reference: figure for figure in resolved.figures}
    return (whole, *_under(resolved.sections, own, shown, resolved.goal_areas))


def _under(
    sections: Sequence[ResolvedSection],
    own: dict[str, SectionFact],
    shown: dict[str, ResolvedFigure],
    areas: Sequence[ResolvedGoalArea],
) -> Iterator[Place]:
    for section in sections:
        fact = own.get(section.anchor)
        if fact is None:
            continue  # a part of a block: told with the section that holds the block
        yield Place(fact.key, _heading(section), section.anchor, tuple(_of_section(section, fact, shown)))
        parts = [child for child in section.children if child.anchor not in own]
        if fact.block == GOAL_AREAS:
            for place, (part, area) in enumerate(zip(parts, areas, strict=True), start=1):
                yield Place(area.key, _heading(part), part.anchor, tuple(_of_area(part, area, fact, place)))
        yield from _under(section.children, own, shown, areas)


def _of_section(
    section: ResolvedSection, fact: SectionFact, shown: dict[str, ResolvedFigure]
) -> Iterator[Subject]:
    yield Subject("section", fact.key, _cut(f"Avsnitt {_heading(section)}"), section.anchor)
    if section.block is not None and section.block.caption:
        yield _table(section, f"{fact.key} {fact.block}")
    for reference in dict.fromkeys(richtext.references(fact.body)):
        figure = shown.get(reference)
        if figure is not None and _is_number(reference):
            title = _cut(f"Siffran {figure.shown} ({figure.label})")
            yield Subject("figure", f"{fact.key} {reference}", title, section.anchor)


def _is_number(reference: str) -> bool:
    return figures.find(figures.Reference.parse(reference)).kind in NUMBERS


def _of_area(
    part: ResolvedSection, area: ResolvedGoalArea, fact: SectionFact, place: int
) -> Iterator[Subject]:
    title = _cut(f"Målområde {area.number}: {area.title}")
    yield Subject("goal_area", area.key, title, part.anchor)
    if part.block is not None and part.block.caption:
        yield _table(part, f"{fact.key} {fact.block} {place}")
    for activity in area.activities:
        yield Subject("activity", activity.key, _cut(f"Aktiviteten ”{activity.text}”"), part.anchor)


def _table(section: ResolvedSection, key: str) -> Subject:
    assert section.block is not None
    title = _cut(f"{section.block.label or 'Tabellen'} {section.block.caption}")
    return Subject("table", key, title, section.block.anchor)


def _heading(section: ResolvedSection) -> str:
    return f"{section.number} {section.heading}".strip()


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def subject_of(found: Iterable[Place], target: str, key: str) -> Subject | None:
    """What a thread is about as it reads now; None when the document does not hold it any more."""
    return next(
        (
            subject
            for place in found
            for subject in place.subjects
            if (subject.target, subject.key) == (target, key)
        ),
        None,
    )


def place_of(found: Iterable[Place], thread: ThreadFact) -> Place | None:
    """Under which heading a thread belongs; a figure or table that is gone still belongs to its section."""
    section = thread.subject.split(" ")[0]
    return next(
        (
            place
            for place in found
            if place.key == section or any(subject.key == thread.subject for subject in place.subjects)
        ),
        None,
    )


def titled(found: Sequence[Place], thread: ThreadFact, *, tells_what_was: bool) -> Titled:
    """The thread under the title it has for a reader, who may know what a draft said or not (`tells_what_was`)."""
    subject = subject_of(found, thread.target, thread.subject)
    if subject is None:
        place = place_of(found, thread)
        return Titled(thread, thread.title, thread.title, place.anchor if place else "", is_gone=True)
    was = thread.title if tells_what_was and thread.title != subject.title else ""
    return Titled(thread, subject.title, subject.short, subject.anchor, is_gone=False, was=was)


def gathered(
    found: Sequence[Place], threads: Iterable[ThreadFact], *, tells_what_was: bool
) -> tuple[Gathered, ...]:
    """The threads by heading in reading order; last those about what is gone."""
    by_place: dict[str | None, list[Titled]] = {}
    for thread in threads:
        place = place_of(found, thread)
        shown = titled(found, thread, tells_what_was=tells_what_was)
        by_place.setdefault(place.key if place else None, []).append(shown)
    known = [
        Gathered(place.heading, place.key, place.anchor, tuple(by_place[place.key]))
        for place in found
        if place.key in by_place
    ]
    gone = [Gathered(GONE, "borta", "", tuple(by_place[None]))] if None in by_place else []
    return (*known, *gone)


def beside(found: Sequence[Place], threads: Iterable[ThreadFact]) -> dict[str, Under]:
    """How many threads there are under each heading, by its anchor."""
    counts: dict[str, list[ThreadFact]] = {}
    for thread in threads:
        place = place_of(found, thread)
        if place is not None:
            counts.setdefault(place.key, []).append(thread)
    return {
        place.anchor: Under(
            place.key,
            unresolved=sum(not thread.is_resolved for thread in counts.get(place.key, ())),
            threads=len(counts.get(place.key, ())),
        )
        for place in found
        if place.anchor
    }
