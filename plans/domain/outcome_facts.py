"""What is read of initiatives and their outcomes, frozen. Plain data; `plans.outcome_queries` fills it.

Counts are participants; None is a count that nobody has entered, which is not 0. Nothing here is a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from finsam import swedish

WOMEN: Final = "women"
MEN: Final = "men"
OTHER: Final = "other"
UNSPLIT: Final = "unsplit"
SPLIT: Final[tuple[str, ...]] = (WOMEN, MEN, OTHER)
GENDERS: Final[tuple[str, ...]] = (*SPLIT, UNSPLIT)

YEAR: Final = "year"
HALVES: Final = ("half_1", "half_2")
TERTIALS: Final = ("tertial_1", "tertial_2", "tertial_3")
PERIODS: Final = (YEAR, *HALVES, *TERTIALS)
PERIOD_MONTHS: Final = {
    YEAR: (1, 12),
    "half_1": (1, 6),
    "half_2": (7, 12),
    "tertial_1": (1, 4),
    "tertial_2": (5, 8),
    "tertial_3": (9, 12),
}
"""First and last month of each period."""

GOAL_EXITS: Final = ("exits_to_work", "exits_to_studies", "exits_to_other_rehab")
"""The exits that count as being in goal (i mål)."""
EXITS: Final = (*GOAL_EXITS, "exits_to_sickness_compensation", "exits_to_other")
"""Exits by reason; early dropouts and transfers are not among them."""
COUNTS: Final = (
    "enrolled_at_start",
    "newly_enrolled",
    "transfers_in",
    "transfers_out",
    *EXITS,
    "early_dropouts",
    "active_at_end",
)
"""Every count of participants that is stored."""
LONGEST_MEANS: Final[Mapping[str, tuple[int, str]]] = {
    "mean_months": (240, "månader"),
    "benefit_years": (60, "år"),
}
"""The longest that a mean can be, and its unit: twenty years in an initiative, or a working life on benefits."""


def too_long(name: str, value: Decimal | int | None) -> str:
    """Why a mean cannot be as long as it is; "" when it can."""
    if value is None or name not in LONGEST_MEANS or value <= LONGEST_MEANS[name][0]:
        return ""
    longest, unit = LONGEST_MEANS[name]
    return (
        f"{swedish.decimal(value)} {unit} är för långt för ett medel. Skriv tiden i {unit}, högst {longest}."
    )


@dataclass(frozen=True)
class CountsFact:
    """What was entered of women, men, other or unknown, or of all together when they are not told apart.

    `mean_months_of` is how many participants the mean is of, `benefit_years` the years on benefits before the start.
    """

    gender: str
    enrolled_at_start: int | None = None
    newly_enrolled: int | None = None
    transfers_in: int | None = None
    transfers_out: int | None = None
    exits_to_work: int | None = None
    exits_to_studies: int | None = None
    exits_to_other_rehab: int | None = None
    exits_to_sickness_compensation: int | None = None
    exits_to_other: int | None = None
    early_dropouts: int | None = None
    active_at_end: int | None = None
    mean_months: Decimal | None = None
    mean_months_of: int | None = None
    benefit_years: Decimal | None = None
    benefit_years_of: int | None = None


@dataclass(frozen=True)
class OutcomeFact:
    """An initiative's outcome of a period. `starts_on` is given where the period began later than its first day."""

    pk: int
    initiative: int
    year: int
    period: str
    starts_on: date | None
    counts: tuple[CountsFact, ...]
    note: str = ""
    revision: int = 1

    @property
    def first_day(self) -> date:
        """The day that `enrolled_at_start` is of."""
        return self.starts_on or date(self.year, PERIOD_MONTHS[self.period][0], 1)


@dataclass(frozen=True)
class SuccessionFact:
    """That initiatives became one, one became several, or one took over from another."""

    earlier: int
    later: int
    year: int
    kind: str


@dataclass(frozen=True)
class InitiativeFact:
    """An initiative. `names` are (from_year, name, short name) with the earliest first; `ends_on` is the day after."""

    pk: int
    code: str
    kind: str
    kind_label: str
    cost_centre: int | None
    cost_centre_code: str
    names: tuple[tuple[int, str, str], ...]
    starts_on: date | None
    ends_on: date | None
    position: int
    orientation: str = ""
    target_group: str = ""
    follow_up_method: str = ""
    is_esf: bool = False
    budgeted_participants: tuple[tuple[int, int], ...] = ()
    """(year, participants), one for each year that is told."""
    revision: int = 1

    def name(self, year: int) -> str:
        """What it is called that year; a year before its first name has the first."""
        return self._named(year)[1]

    def short_name(self, year: int) -> str:
        """Its label in a row of a table that year."""
        _, name, short_name = self._named(year)
        return short_name or name

    def budgeted(self, year: int) -> int | None:
        """How many participants were planned for the year."""
        return dict(self.budgeted_participants).get(year)

    def runs_in(self, year: int) -> bool:
        """Whether it runs on any day of the year."""
        begun = self.starts_on is None or self.starts_on.year <= year
        return begun and (self.ends_on is None or self.ends_on > date(year, 1, 1))

    def _named(self, year: int) -> tuple[int, str, str]:
        if not self.names:
            return (year, self.code, "")
        in_force = [named for named in self.names if named[0] <= year]
        return in_force[-1] if in_force else self.names[0]


@dataclass(frozen=True)
class PublishedOutcomeFact:
    """What a document printed of a period. Shares are in per cent, means in months.

    `value` is None where a row was printed without a figure; `is_total` is the row of all initiatives together.
    """

    pk: int
    initiative: int | None
    label: str
    year: int
    period: str
    measure: str
    value: Decimal | None
    printed: str
    document: str
    note: str = ""
    document_year: int = 0
    place: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class DisclosureFact:
    """Whether small counts of a year are hidden, and the smallest count that is shown."""

    year: int
    is_on: bool
    smallest: int


@dataclass(frozen=True)
class OutcomeFacts:
    """All initiatives of a federation with their outcomes of all years; `year` is the one that is asked about."""

    federation_id: int
    year: int
    initiatives: tuple[InitiativeFact, ...]
    outcomes: tuple[OutcomeFact, ...]
    published: tuple[PublishedOutcomeFact, ...]
    disclosures: tuple[DisclosureFact, ...]
    successions: tuple[SuccessionFact, ...] = ()

    def initiative(self, code: str) -> InitiativeFact | None:
        """The initiative with that code."""
        return next((each for each in self.initiatives if each.code == code), None)

    def outcomes_of(self, initiative: int, year: int) -> Sequence[OutcomeFact]:
        """The outcomes of an initiative in a year, the whole year first."""
        found = [each for each in self.outcomes if each.initiative == initiative and each.year == year]
        return sorted(found, key=lambda each: PERIODS.index(each.period))

    def disclosure(self, year: int) -> DisclosureFact:
        """The rule of the year; a year without one hides counts below five."""
        return next((each for each in self.disclosures if each.year == year), DisclosureFact(year, True, 5))
