"""What a document took over from an earlier one and nobody has looked at yet: old years, texts word for word the same,
activities without a decision to keep them.

Each is one `Leftover`, told from others by what it says: one that was let stand comes back when its words change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from finsam import figures
from plans.domain.facts import ActivityFact, DocumentFacts
from plans.domain.outline import flat, outline, read_goal_areas, visible
from plans.domain.passages import Passage, passages
from plans.domain.shifting import parsed, without_years
from plans.domain.year_words import NamedYear, named_years

SHORTEST = 40
"""Signs a passage has at least to be asked about when it is unchanged; a shorter one may well be the same again."""


class LeftoverKind(StrEnum):
    """Why something is to be looked at. The values are those of `KeptAsIs`."""

    YEAR = "year"
    PARAGRAPH = "paragraph"
    ACTIVITY = "activity"


class PlaceKind(StrEnum):
    """What kind of thing something stands in."""

    TITLE_PAGE = "title_page"
    SECTION = "section"
    GOAL_AREA = "goal_area"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Place:
    """Where something stands. `key` is the identity of the row over versions, or a field of the title page."""

    kind: PlaceKind
    key: str
    pk: int
    name: str
    """The section's heading, the goal area's title or the activity, as stored."""


@dataclass(frozen=True)
class Leftover:
    """One thing to look at. `part` says which field it stands in, `text` is what stands there, figures in braces."""

    kind: LeftoverKind
    place: Place
    part: str
    text: str
    years: tuple[NamedYear, ...] = ()
    is_heading: bool = False
    is_kept: bool = False

    @property
    def fingerprint(self) -> str:
        """Differs when what was looked at differs."""
        return sha256(f"{self.kind}|{self.part}|{self.text}".encode()).hexdigest()

    @property
    def identity(self) -> tuple[str, str, str]:
        """What tells it from all others of the document: kind, place, fingerprint."""
        return (self.kind.value, self.place.key, self.fingerprint)


@dataclass(frozen=True)
class StalenessFacts:
    """A document, the one it was copied from where that is an earlier year's, and what has been looked at."""

    document: DocumentFacts
    base: DocumentFacts | None = None
    kept: frozenset[tuple[str, str, str]] = frozenset()
    """The identities of what is to stand as it is."""
    known_dates: frozenset[date] = frozenset()
    """The days of the federation's meetings: a text that names one names what happened then."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """By a section's key its heading as it is read."""

    @property
    def is_open(self) -> bool:
        """Whether the words may still be changed."""
        return self.document.status in ("draft", "in_review", "proposed")


def leftovers(facts: StalenessFacts) -> tuple[Leftover, ...]:
    """All there is to look at, what is let stand too, in reading order within each kind. None once it is decided."""
    if not facts.is_open:
        return ()
    found = (*_old_years(facts), *_unchanged(facts), *_undecided(facts))
    once = {each.identity: each for each in found}
    return tuple(replace(each, is_kept=identity in facts.kept) for identity, each in once.items())


def reading_order(document: DocumentFacts) -> dict[tuple[str, str], int]:
    """By key of the place and text: which passage of the document it is. Under "" the place itself."""
    found: dict[tuple[str, str], int] = {}
    for number, (place, _, passage) in enumerate(everything_said(document)):
        found.setdefault((place.key, ""), number)
        found.setdefault((place.key, passage.text), number)
    return found


def still_open(facts: StalenessFacts) -> tuple[Leftover, ...]:
    """What is still to be looked at."""
    return tuple(each for each in leftovers(facts) if not each.is_kept)


@dataclass(frozen=True)
class Extent:
    """How much there is to look at: headings, other passages, and what can be compared with the earlier document."""

    headings: int = 0
    passages: int = 0
    carried_passages: int = 0
    carried_activities: int = 0


def extent(facts: StalenessFacts) -> Extent:
    """How much the checks are held to; nothing once the document is decided."""
    if not facts.is_open:
        return Extent()
    said = [passage for _, _, passage in everything_said(facts.document) if passage.text]
    headings = sum(passage.is_heading for passage in said)
    before = {place.key for place, _ in _texts(facts.base)} if facts.base else set()
    known = {each.key for each in _activities(facts.base)} if facts.base else set()
    return Extent(
        headings=headings,
        passages=len(said) - headings,
        carried_passages=sum(
            _is_long(passage)
            for place, text in _texts(facts.document)
            if place.key in before
            for passage in passages(text)
        ),
        carried_activities=sum(each.key in known for each in _activities(facts.document)),
    )


def words_without_figures(text: str) -> str:
    """A passage without its figures."""
    return figures.fill(text, lambda reference: "")


# --- old years -----------------------------------------------------------------------------------------------


def _old_years(facts: StalenessFacts) -> Iterator[Leftover]:
    for place, part, passage in everything_said(facts.document):
        years = tuple(
            each for each in named_years(passage.text, facts.known_dates) if each.year < facts.document.year
        )
        if years:
            yield Leftover(LeftoverKind.YEAR, place, part, passage.text, years, passage.is_heading)


def everything_said(document: DocumentFacts) -> Iterator[tuple[Place, str, Passage]]:
    """Every passage of the document that is read, with where it stands; guidance and what is hidden are not."""
    for name, label in (("title", "titel"), ("subtitle", "undertitel"), ("motto", "devis")):
        place = Place(PlaceKind.TITLE_PAGE, name, document.pk, "")
        yield place, label, Passage(getattr(document, name), is_heading=name != "motto")
    for node in flat(outline(visible(document.sections))):
        section = node.section
        place = Place(PlaceKind.SECTION, section.key, section.pk, section.heading)
        yield place, "rubrik", Passage(section.heading, is_heading=True)
        for passage in passages(section.body):
            yield place, "text", passage
    for area in read_goal_areas(document):
        place = Place(PlaceKind.GOAL_AREA, area.key, area.pk, area.title)
        yield place, "titel", Passage(area.title, is_heading=True)
        for passage in passages(area.description):
            yield place, "text", passage
        for activity in area.activities:
            place = Place(PlaceKind.ACTIVITY, activity.key, activity.pk, activity.text)
            for part, text in (
                ("aktivitet", activity.text),
                ("ansvarig", activity.responsible),
                ("klart", activity.due),
            ):
                yield place, part, Passage(text)


# --- unchanged texts -----------------------------------------------------------------------------------------


def _unchanged(facts: StalenessFacts) -> Iterator[Leftover]:
    if facts.base is None:
        return
    known = {
        place.key: {_words(passage.text) for passage in passages(text)} for place, text in _texts(facts.base)
    }
    for place, text in _texts(facts.document):
        for passage in passages(text):
            if _is_long(passage) and _words(passage.text) in known.get(place.key, ()):
                yield Leftover(LeftoverKind.PARAGRAPH, place, "text", passage.text)


def _is_long(passage: Passage) -> bool:
    return not passage.is_heading and len(words_without_figures(passage.text)) >= SHORTEST


def _texts(document: DocumentFacts) -> Iterator[tuple[Place, str]]:
    for node in flat(outline(visible(document.sections))):
        section = node.section
        yield Place(PlaceKind.SECTION, section.key, section.pk, section.heading), section.body
    for area in read_goal_areas(document):
        yield Place(PlaceKind.GOAL_AREA, area.key, area.pk, area.title), area.description


def _words(text: str) -> str:
    """The passage whichever years its figures name: a year moved on is no change of the words."""

    def bare(written: str) -> str:
        reference = parsed(written)
        return without_years(reference) if reference else written

    return figures.fill(text, bare)


# --- activities ----------------------------------------------------------------------------------------------


def _undecided(facts: StalenessFacts) -> Iterator[Leftover]:
    before = {each.key: each for each in _activities(facts.base)} if facts.base else {}
    for activity in _activities(facts.document):
        earlier = before.get(activity.key)
        if earlier is not None and said_of(earlier) == said_of(activity):
            place = Place(PlaceKind.ACTIVITY, activity.key, activity.pk, activity.text)
            yield Leftover(LeftoverKind.ACTIVITY, place, "aktivitet", said_of(activity))


def _activities(document: DocumentFacts) -> Collection[ActivityFact]:
    return [activity for area in read_goal_areas(document) for activity in area.activities]


def said_of(activity: ActivityFact) -> str:
    """All that an activity says, in a line."""
    return " · ".join(each for each in (activity.text, activity.responsible, activity.due) if each)
