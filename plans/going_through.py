"""The page where what a document took over is gone through: its rows, place by place, as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from finsam import figures, swedish
from finsam.figures import UnknownFigure
from finsam.scope import Scope
from plans.domain.staleness import (
    Leftover,
    LeftoverKind,
    Place,
    PlaceKind,
    StalenessFacts,
    leftovers,
    reading_order,
    said_of,
)
from plans.domain.year_words import NamedYear, named_years

Identity = tuple[str, str, str]


@dataclass(frozen=True)
class Fragment:
    """A piece of a passage: words, a figure as it is read, or a year to look at."""

    text: str
    is_year: bool = False
    is_figure: bool = False


@dataclass(frozen=True)
class Row:
    """A passage or an activity to look at, and why. `value` is what its button sends."""

    anchor: str
    place: Place
    part: str
    fragments: tuple[Fragment, ...]
    reasons: tuple[str, ...]
    value: str
    is_error: bool
    is_kept: bool

    @property
    def is_activity(self) -> bool:
        """Whether it is an activity, which can also be removed."""
        return self.place.kind is PlaceKind.ACTIVITY

    @property
    def words(self) -> str:
        """The words, to name the row by."""
        return "".join(each.text for each in self.fragments)


@dataclass(frozen=True)
class Group:
    """The rows of a section, of the title page, or of a goal area with its activities."""

    name: str
    kind: str
    pk: int
    rows: tuple[Row, ...]

    @property
    def open_values(self) -> str:
        """What the button for all of them sends."""
        return " ".join(row.value for row in self.rows if not row.is_kept)

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """Those still to be looked at."""
        return tuple(row for row in self.rows if not row.is_kept)

    @property
    def kept_rows(self) -> tuple[Row, ...]:
        """Those that are to stand."""
        return tuple(row for row in self.rows if row.is_kept)


def groups(facts: StalenessFacts, scope: Scope) -> tuple[Group, ...]:
    """All there is to look at and what has been, in reading order."""
    order = reading_order(facts.document)
    by_row: dict[tuple[str, ...], list[Leftover]] = {}
    for each in sorted(
        leftovers(facts),
        key=lambda each: order.get((each.place.key, each.text), order.get((each.place.key, ""), 0)),
    ):
        key = (each.place.key,) if each.place.kind is PlaceKind.ACTIVITY else (each.place.key, each.text)
        by_row.setdefault(key, []).append(each)
    by_place: dict[str, list[Row]] = {}
    for found in by_row.values():
        by_place.setdefault(found[0].place.key, []).append(_row(found, facts, scope))
    return tuple(group for group in _groups(by_place, facts) if group.rows)


def identities(values: Iterable[str]) -> list[Identity]:
    """What buttons have sent, taken apart; what is none is left out."""
    parts = [each.split(":") for value in values for each in value.split()]
    return [(kind, subject, fingerprint) for kind, subject, fingerprint in (p for p in parts if len(p) == 3)]


def next_anchor(all_groups: Iterable[Group], kept: Iterable[Identity]) -> str:
    """Where to go on when `kept` has just been let stand: the next row still open, else the first of all."""
    rows = [row for group in all_groups for row in group.rows]
    done = {":".join(each) for each in kept}
    last = max((number for number, row in enumerate(rows) if done & set(row.value.split())), default=-1)
    waiting = [
        *(row for row in rows[last + 1 :] if not row.is_kept),
        *(row for row in rows if not row.is_kept),
    ]
    return waiting[0].anchor if waiting else ""


def _groups(by_place: dict[str, list[Row]], facts: StalenessFacts) -> Iterable[Group]:
    document = facts.document
    titles = (row for name in ("title", "subtitle", "motto") for row in by_place.get(name, ()))
    yield Group("Titelsidan", "title_page", document.pk, tuple(titles))
    for key, rows in by_place.items():
        if rows[0].place.kind is PlaceKind.SECTION:
            yield Group(facts.headings.get(key, rows[0].place.name), "section", rows[0].place.pk, tuple(rows))
    for area in document.goal_areas:
        keys = (area.key, *(activity.key for activity in area.activities))
        rows = [row for key in keys for row in by_place.get(key, ())]
        yield Group(f"Målområde {area.number}: {area.title}", "goal_area", area.pk, tuple(rows))


def _row(found: list[Leftover], facts: StalenessFacts, scope: Scope) -> Row:
    first = found[0]
    text, years = first.text, tuple(year for each in found for year in each.years)
    if first.place.kind is PlaceKind.ACTIVITY:
        text = _activity_text(first, facts)
        years = tuple(
            each for each in named_years(text, facts.known_dates) if each.year < facts.document.year
        )
    return Row(
        anchor=f"rad-{first.place.key}-{first.fingerprint[:8]}",
        place=first.place,
        part=first.part,
        fragments=tuple(_fragments(text, years, scope)),
        reasons=tuple(_reasons(found, facts)),
        value=" ".join(":".join(each.identity) for each in found),
        is_error=any(each.is_heading for each in found),
        is_kept=all(each.is_kept for each in found),
    )


def _activity_text(leftover: Leftover, facts: StalenessFacts) -> str:
    activities = (each for area in facts.document.goal_areas for each in area.activities)
    return next(said_of(each) for each in activities if each.key == leftover.place.key)


def _reasons(found: list[Leftover], facts: StalenessFacts) -> Iterable[str]:
    """Why the row is there, in words; what has been let stand is no reason any more."""
    waiting = [each for each in found if not each.is_kept] or found
    base = facts.base.year if facts.base else ""
    years = sorted({named.year for each in waiting for named in each.years})
    if years:
        yield f"nämner {swedish.listed([str(year) for year in years])}"
    kinds = {each.kind for each in waiting}
    if LeftoverKind.PARAGRAPH in kinds:
        yield f"ordagrant som {base}"
    if LeftoverKind.ACTIVITY in kinds:
        yield f"från {base}, inget beslut än"


def _fragments(text: str, years: tuple[NamedYear, ...], scope: Scope) -> Iterable[Fragment]:
    end = 0
    for year in sorted(set(years), key=lambda each: each.start):
        yield from _with_figures(text[end : year.start], scope)
        yield Fragment(text[year.start : year.end], is_year=True)
        end = year.end
    yield from _with_figures(text[end:], scope)


def _with_figures(text: str, scope: Scope) -> Iterable[Fragment]:
    """A piece of text with each figure as it is read."""
    shown: list[str] = []

    def value_of(reference: str) -> str:
        try:
            shown.append(figures.resolve(reference, scope))
        except UnknownFigure:
            shown.append("[siffra saknas]")
        return "\x00"

    pieces = figures.fill(text, value_of).split("\x00")
    for number, piece in enumerate(pieces):
        if number:
            yield Fragment(shown[number - 1], is_figure=True)
        if piece:
            yield Fragment(piece)
