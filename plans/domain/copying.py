"""A year's document from an earlier one's: what comes along, and which of its figures are moved on to the new year.

A reference that counts its years from the document's own follows by itself. One that names a year in digits is moved on
by as many years as lie between the two documents, so that it means the same seen from the new year: what was "the last
year of the outlook" still is. Only a year that lies before the one the plan compares with is history, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from budgets.domain.fingerprint import fingerprint
from finsam import figures, richtext
from finsam.figures import Reference
from plans.domain.facts import DocumentFacts, GoalAreaFact, SectionFact
from plans.domain.shifting import parsed, rewritten_line, rewritten_text, shifted, years_named


@dataclass(frozen=True)
class Choices:
    """What comes along besides the outline. `stay` are references that are to keep their years all the same, `move`
    those that are to be moved on though they lie far back.
    """

    with_texts: bool = True
    with_goal_areas: bool = True
    with_activities: bool = True
    stay: frozenset[str] = frozenset()
    move: frozenset[str] = frozenset()


ALL = Choices()


@dataclass(frozen=True)
class DatedReference:
    """A reference that names a year, as it is and as it would be, with the headings of where it stands."""

    written: str
    moved: str
    places: tuple[str, ...]
    moves: bool


@dataclass(frozen=True)
class DocumentPlan:
    """All that a copy would do. `document` is the earlier one: what comes along, with references as they would be."""

    year: int
    document: DocumentFacts
    dated: tuple[DatedReference, ...]
    following: int
    """How many references follow by themselves."""

    @property
    def fingerprint(self) -> str:
        """Differs when anything that would be written differs."""
        return fingerprint(self.year, self.document)


def copied_document(source: DocumentFacts, year: int, choices: Choices = ALL) -> DocumentPlan:
    """What the document of `year` would be, begun from `source`."""
    step = year - source.year
    places = _places_of_dated(source, choices)
    dated = tuple(
        DatedReference(
            written=written,
            moved=_moved(written, step),
            places=tuple(dict.fromkeys(standing)),
            moves=_moves(written, source.year, choices),
        )
        for written, standing in places.items()
    )
    moving = {each.written: each.moved for each in dated if each.moves}

    def change(written: str) -> str:
        return moving.get(written, written)

    return DocumentPlan(
        year=year,
        document=replace(
            source,
            title=rewritten_line(source.title, change),
            subtitle=rewritten_line(source.subtitle, change),
            sections=tuple(
                replace(
                    section,
                    heading=rewritten_line(section.heading, change),
                    body=rewritten_text(section.body, change) if choices.with_texts else "",
                )
                for section in source.sections
            ),
            goal_areas=tuple(
                replace(
                    area,
                    description=rewritten_text(area.description, change) if choices.with_texts else "",
                    activities=area.activities if choices.with_activities else (),
                )
                for area in source.goal_areas
                if choices.with_goal_areas
            ),
        ),
        dated=dated,
        following=sum(not years_named(reference) for _, reference in _references(source, choices)),
    )


def _places_of_dated(source: DocumentFacts, choices: Choices) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, reference in _references(source, choices):
        if years_named(reference):
            found.setdefault(str(reference), []).append(place)
    return found


def _references(source: DocumentFacts, choices: Choices) -> Iterator[tuple[str, Reference]]:
    """Every reference that comes along, with the heading of where it stands."""
    for place, written in _written(source, choices):
        reference = parsed(written)
        if reference is not None:
            yield place, reference


def _written(source: DocumentFacts, choices: Choices) -> Iterator[tuple[str, str]]:
    for text in (source.title, source.subtitle):
        yield from (("Titelsidan", each) for each in figures.line_references(text))
    for section in source.sections:
        yield from ((section.heading, each) for each in figures.line_references(section.heading))
        yield from _of_text(section, choices)
    for area in source.goal_areas if choices.with_goal_areas else ():
        yield from _of_text(area, choices)


def _of_text(row: SectionFact | GoalAreaFact, choices: Choices) -> Iterator[tuple[str, str]]:
    name, text = (row.heading, row.body) if isinstance(row, SectionFact) else (row.title, row.description)
    return ((name, each) for each in (richtext.references(text) if choices.with_texts else ()))


def _moved(written: str, step: int) -> str:
    reference = parsed(written)
    return str(shifted(reference, step)) if reference else written


def _moves(written: str, own_year: int, choices: Choices) -> bool:
    if written in choices.stay or written in choices.move:
        return written in choices.move
    reference = parsed(written)
    return reference is not None and min(years_named(reference)) >= own_year - 1
