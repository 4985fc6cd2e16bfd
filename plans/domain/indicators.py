"""Indicators as series over the years: of a place, a group of respondents and a gender each, with small groups hidden.

A measurement of few respondents is hidden whole: its value, and how many they were. Where one is hidden that can be
worked out from the others of the same year and their whole, one more is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from finsam import swedish

GENDER_WORDS: Final = {"": "", "women": "kvinnor", "men": "män", "other": "annat eller okänt"}


@dataclass(frozen=True, order=True)
class Moment:
    """A column of a series: a year, or a month in it."""

    year: int
    month: int = 0

    @property
    def label(self) -> str:
        """2018, or juni 2018."""
        return f"{swedish.MONTHS[self.month - 1]} {self.year}" if self.month else str(self.year)


@dataclass(frozen=True)
class MeasurementFact:
    """A value of an indicator: of a year or a month in it. "" stands for all areas, all respondents, all genders."""

    pk: int
    year: int
    month: int | None
    area: str
    respondents: str
    gender: str
    n: int | None
    value: Decimal
    source: str = ""
    measured_on: date | None = None

    @property
    def moment(self) -> Moment:
        """When it is of."""
        return Moment(self.year, self.month or 0)

    @property
    def gender_words(self) -> str:
        """kvinnor; "" for all."""
        return GENDER_WORDS.get(self.gender, self.gender)


@dataclass(frozen=True)
class IndicatorFact:
    """An indicator with its measurements of all years."""

    pk: int
    code: str
    name: str
    unit: str
    kind: str
    source: str
    definition: str
    decimals: int
    measurements: tuple[MeasurementFact, ...] = ()

    def shown(self, value: Decimal | None) -> str:
        """A value as it is printed, without its unit; "–" for none."""
        return swedish.NOTHING if value is None else swedish.number(value, self.decimals)


@dataclass(frozen=True)
class IndicatorFacts:
    """The federation's indicators, and how small groups are hidden by year; 0 where nothing is."""

    year: int
    indicators: tuple[IndicatorFact, ...]
    smallest: tuple[tuple[int, int], ...] = ()
    smallest_usual: int = 5

    def indicator(self, code: str) -> IndicatorFact | None:
        """The indicator with the code, if there is one."""
        return next((each for each in self.indicators if each.code == code), None)

    def smallest_in(self, year: int) -> int:
        """The smallest group that is told of; 0 where all are."""
        return dict(self.smallest).get(year, self.smallest_usual)


@dataclass(frozen=True)
class SeriesCell:
    """A value in a series, or nothing, and as it is shown. `is_hidden`: there is one that is not told."""

    value: Decimal | None
    shown: str = swedish.NOTHING
    n: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class SeriesRow:
    """A row of a series: whom it is of, and its cells, one a moment."""

    label: str
    cells: tuple[SeriesCell, ...]
    is_whole: bool = False
    """Whether it is of everyone."""


@dataclass(frozen=True)
class IndicatorSeries:
    """An indicator over the years, the oldest first."""

    indicator: IndicatorFact
    moments: tuple[Moment, ...]
    rows: tuple[SeriesRow, ...]
    sources: tuple[str, ...]
    smallest: int

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(cell.is_hidden for row in self.rows for cell in row.cells)

    @property
    def tells_n(self) -> bool:
        """Whether anything is said of how many answered."""
        return any(cell.n is not None for row in self.rows for cell in row.cells)

    @property
    def latest(self) -> tuple[Moment, SeriesCell] | None:
        """The last value of everyone, and when; None where nobody has measured everyone."""
        row = self.whole
        cells = zip(self.moments, row.cells, strict=True) if row else ()
        known = [(moment, cell) for moment, cell in cells if cell.value is not None or cell.is_hidden]
        return known[-1] if known else None

    @property
    def whole(self) -> SeriesRow | None:
        """The row of everyone, or the only one there is."""
        found = next((row for row in self.rows if row.is_whole), None)
        return found or (self.rows[0] if len(self.rows) == 1 else None)


Group = tuple[str, str, str]


def series(facts: IndicatorFacts, indicator: IndicatorFact) -> IndicatorSeries | None:
    """The indicator's series to the scope's year; None where nothing is measured."""
    measured = [each for each in indicator.measurements if each.year <= facts.year]
    if not measured:
        return None
    hidden = hidden_measurements(measured, facts)
    moments = tuple(sorted({each.moment for each in measured}))
    by_place = {(_group(each), each.moment): each for each in measured}
    groups = sorted({_group(each) for each in measured}, key=lambda group: (group != ("", "", ""), group))

    def cell(group: Group, moment: Moment) -> SeriesCell:
        found = by_place.get((group, moment))
        if found is None:
            return SeriesCell(None)
        if found.pk in hidden:
            return SeriesCell(None, swedish.HIDDEN, is_hidden=True)
        return SeriesCell(found.value, indicator.shown(found.value), found.n)

    return IndicatorSeries(
        indicator,
        moments,
        tuple(
            SeriesRow(
                label_of(group), tuple(cell(group, moment) for moment in moments), group == ("", "", "")
            )
            for group in groups
        ),
        _sources(indicator, measured),
        max((facts.smallest_in(each.year) for each in measured), default=0),
    )


def cell_of(facts: IndicatorFacts, indicator: IndicatorFact) -> SeriesCell | None:
    """What is told of everyone in the scope's year: of the whole year, else of its latest month; None without."""
    found = series(facts, indicator)
    row = found.whole if found else None
    if found is None or row is None:
        return None
    of_year = {
        moment: cell
        for moment, cell in zip(found.moments, row.cells, strict=True)
        if moment.year == facts.year and (cell.value is not None or cell.is_hidden)
    }
    if not of_year:
        return None
    whole = Moment(facts.year)
    return of_year[whole if whole in of_year else max(of_year)]


def hidden_measurements(measured: Sequence[MeasurementFact], facts: IndicatorFacts) -> frozenset[int]:
    """Those of few respondents, and one more where the rest of its year and their whole would give one away."""
    hidden: set[int] = set()
    by_time: dict[tuple[int, int], list[MeasurementFact]] = {}
    for each in measured:
        by_time.setdefault((each.year, each.month or 0), []).append(each)
    for (year, _month), rows in by_time.items():
        hidden |= _hidden_at_once(rows, facts.smallest_in(year))
    return frozenset(hidden)


def _hidden_at_once(rows: Sequence[MeasurementFact], smallest: int) -> set[int]:
    small = {each.pk for each in rows if each.n is not None and each.n < smallest}
    small |= _beside_a_small_rest(rows, smallest)
    if not small:
        return set()
    hidden: set[int] = set()
    more = small
    while (
        more
    ):  # what is hidden among the parts of one whole may give away what is hidden among those of another
        hidden |= more
        more = {
            pk for siblings in _families(rows) for pk in _also_hidden(siblings, hidden, smallest)
        } - hidden
    return hidden


def _beside_a_small_rest(rows: Sequence[MeasurementFact], smallest: int) -> set[int]:
    """The smallest part of each whole whose other parts, never entered, are a small group: it would follow."""
    found: set[int] = set()
    by_group = {_group(each): each for each in rows}
    for place in range(3):
        for siblings in _parts_at(rows, place):
            area, respondents, gender = (
                "" if at == place else it for at, it in enumerate(_group(siblings[0]))
            )
            whole = by_group.get((area, respondents, gender))
            if whole is None or whole.n is None or any(each.n is None for each in siblings):
                continue
            if 1 <= whole.n - sum(each.n or 0 for each in siblings) < smallest:
                found.add(min(siblings, key=lambda each: (each.n or 0, each.pk)).pk)
    return found


def _also_hidden(siblings: Sequence[MeasurementFact], hidden: set[int], smallest: int) -> list[int]:
    """The next part to hide: what is hidden of one whole is of two parts at least, and together of no small group."""
    own = [each for each in siblings if each.pk in hidden]
    if not own or (len(own) > 1 and sum(each.n or 0 for each in own) >= smallest):
        return []
    others = [each for each in siblings if each.pk not in hidden and each.n is not None]
    return [min(others, key=lambda each: (each.n, each.pk)).pk] if others else []


def _families(rows: Sequence[MeasurementFact]) -> Iterable[list[MeasurementFact]]:
    """Rows that differ in one thing alone: the parts of one whole. The whole itself has nothing in its place."""
    for place in range(3):
        yield from _parts_at(rows, place)


def _parts_at(rows: Sequence[MeasurementFact], place: int) -> Iterable[list[MeasurementFact]]:
    """Rows that differ in the one thing alone."""
    families: dict[tuple[str, ...], list[MeasurementFact]] = {}
    for each in rows:
        group = _group(each)
        if group[place]:
            rest = tuple(part for other, part in enumerate(group) if other != place)
            families.setdefault(rest, []).append(each)
    return families.values()


def exactness(decimals: int) -> str:
    """In what an indicator with so many decimals is measured: hela tal, tal med högst en decimal."""
    if not decimals:
        return "hela tal"
    return f"tal med högst {swedish.count(decimals)} {'decimal' if decimals == 1 else 'decimaler'}"


def label_of(group: Group) -> str:
    """Avesta, deltagare, kvinnor; Samtliga for everyone."""
    area, respondents, gender = group
    words = [part for part in (area, respondents, GENDER_WORDS.get(gender, gender)) if part]
    text = ", ".join(words)
    return f"{text[:1].upper()}{text[1:]}" if text else "Samtliga"


def _group(each: MeasurementFact) -> Group:
    return each.area, each.respondents, each.gender


def _sources(indicator: IndicatorFact, measured: Sequence[MeasurementFact]) -> tuple[str, ...]:
    """Where the values are from, each with the last day it was measured where that is told."""
    days: dict[str, date | None] = {}
    for each in measured:
        source = each.source or indicator.source
        if source:
            known = days.get(source)
            days[source] = max((day for day in (known, each.measured_on) if day), default=None)
    return tuple(f"{source}, {swedish.long_date(day)}" if day else source for source, day in days.items())
