"""Training events of a year with their participants, the years as a series, and what of it may be shown.

A count of participants is the sum of women, men and others where they are told apart, else the count of all together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

YEARS_SHOWN: Final = 5
"""How many years a series tells of, the scope's own last."""


@dataclass(frozen=True)
class TrainingFact:
    """A training event as entered. None is a count that nobody has entered."""

    pk: int
    year: int
    name: str
    held_on: date | None = None
    occasions: int = 1
    participants: int | None = None
    women: int | None = None
    men: int | None = None
    other: int | None = None
    audience: str = ""
    note: str = ""

    @property
    def is_split(self) -> bool:
        """Whether the participants are told apart by gender."""
        return any(each is not None for each in (self.women, self.men, self.other))

    @property
    def total(self) -> int | None:
        """All participants; None when nobody has entered any."""
        if not self.is_split:
            return self.participants
        return sum(each for each in (self.women, self.men, self.other) if each is not None)


@dataclass(frozen=True)
class PrintedTraining:
    """What an old document printed of a year whose events are not entered."""

    year: int
    events: int | None = None
    participants: int | None = None
    document: str = ""


@dataclass(frozen=True)
class TrainingFacts:
    """The federation's training events of all years, what was printed of others, and how small counts are hidden.

    `smallest` gives by year the smallest count that is shown; 0 where nothing is hidden.
    """

    year: int
    events: tuple[TrainingFact, ...]
    printed: tuple[PrintedTraining, ...] = ()
    smallest: tuple[tuple[int, int], ...] = ()
    smallest_usual: int = 5

    def smallest_in(self, year: int) -> int:
        """The smallest count that is shown of the year; 0 where all are."""
        return dict(self.smallest).get(year, self.smallest_usual)


@dataclass(frozen=True)
class EventRow:
    """An event as it is shown. `is_hidden`: its count is not told."""

    event: TrainingFact
    total: int | None
    is_hidden: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.event.name


@dataclass(frozen=True)
class TrainingYear:
    """A year's events with their participants. `total` is None where nothing is known; it may be hidden."""

    year: int
    rows: tuple[EventRow, ...]
    total: int | None
    is_hidden: bool = False
    smallest: int = 0
    unknown: int = 0
    """How many events nobody has entered participants of."""

    @property
    def count(self) -> int:
        """How many events there were."""
        return len(self.rows)

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return self.is_hidden or any(row.is_hidden for row in self.rows)


@dataclass(frozen=True)
class SeriesYear:
    """A year in the series. `is_printed`: the figures are those of an old document."""

    year: int
    events: int | None
    participants: int | None
    is_hidden: bool = False
    is_printed: bool = False


@dataclass(frozen=True)
class TrainingSeries:
    """Years with events and participants, the oldest first."""

    years: tuple[SeriesYear, ...]
    documents: tuple[str, ...]
    """The old documents whose figures are among them."""

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(each.is_hidden for each in self.years)

    @property
    def span(self) -> str:
        """2014–2018."""
        first, last = self.years[0].year, self.years[-1].year
        return str(last) if first == last else f"{first}\u2013{last}"


def training_year(facts: TrainingFacts, year: int | None = None) -> TrainingYear:
    """The year's events, with small counts hidden by its rule."""
    of = facts.year if year is None else year
    events = [each for each in facts.events if each.year == of]
    smallest = facts.smallest_in(of)
    counts = [each.total for each in events]
    hidden, hides_total = hidden_counts(counts, smallest)
    known = [each for each in counts if each is not None]
    return TrainingYear(
        of,
        tuple(EventRow(event, event.total, place in hidden) for place, event in enumerate(events)),
        sum(known) if known else None,
        hides_total,
        smallest,
        len(counts) - len(known),
    )


def training_series(facts: TrainingFacts) -> TrainingSeries | None:
    """The years to the scope's, as far back as they are known but at most five; None where none is."""
    printed = {each.year: each for each in facts.printed}
    entered = {each.year for each in facts.events}
    years = list(range(facts.year - YEARS_SHOWN + 1, facts.year + 1))
    while years and years[0] not in entered and years[0] not in printed:
        years.pop(0)
    if not years:
        return None
    rows = tuple(_series_year(facts, year, printed.get(year), year in entered) for year in years)
    documents = tuple(
        dict.fromkeys(
            printed[row.year].document for row in rows if row.is_printed and printed[row.year].document
        )
    )
    return TrainingSeries(rows, documents)


def _series_year(
    facts: TrainingFacts, year: int, printed: PrintedTraining | None, is_entered: bool
) -> SeriesYear:
    if is_entered:
        found = training_year(facts, year)
        return SeriesYear(year, found.count, found.total, found.is_hidden)
    if printed is None:
        return SeriesYear(year, None, None)
    is_small = printed.participants is not None and 0 < printed.participants < facts.smallest_in(year)
    return SeriesYear(year, printed.events, printed.participants, is_small, is_printed=True)


def hidden_counts(counts: Sequence[int | None], smallest: int) -> tuple[frozenset[int], bool]:
    """Which of the counts are hidden, by place, and whether their sum is.

    A count from 1 to just under `smallest` is. So that the others and the sum do not give it away, the least of the
    others are hidden too, until at least two numbers are possible for each; where that does not help, the sum is.
    """
    small = {place for place, each in enumerate(counts) if each is not None and 0 < each < smallest}
    if not small:
        return frozenset(), False
    others = sorted(
        (place for place, each in enumerate(counts) if each is not None and each >= smallest),
        key=lambda place: (counts[place], place),
    )
    hidden = set(small)
    while not _is_safe(counts, hidden, small, smallest):
        if not others:
            return frozenset(hidden), True
        hidden.add(others.pop(0))
    return frozenset(hidden), False


def _is_safe(counts: Sequence[int | None], hidden: set[int], small: set[int], smallest: int) -> bool:
    """Whether two numbers are possible for each small count, for one who knows the sum of all that is hidden."""
    known_sum = sum(counts[place] or 0 for place in hidden)
    lowest = {place: 1 if place in small else smallest for place in hidden}
    has_open_end = len(hidden) > len(small)
    for place in small:
        rest_low = sum(lowest[each] for each in hidden if each != place)
        rest_high = known_sum if has_open_end else (smallest - 1) * (len(small) - 1)
        possible = [each for each in range(1, smallest) if rest_low <= known_sum - each <= rest_high]
        if len(possible) < 2:
            return False
    return True
