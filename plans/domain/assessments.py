"""What became of a plan's goals: each activity with how far it was met, by goal area, counted and told in words.

An assessment is of a month: 12 is the year's end, and a report of a part of the year tells of its own month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from finsam import swedish

MET: Final = "met"
PARTLY: Final = "partly"
NOT_MET: Final = "not_met"
UNASSESSED: Final = ""
WORDS: Final = {
    MET: "Uppfyllt",
    PARTLY: "Delvis uppfyllt",
    NOT_MET: "Ej uppfyllt",
    UNASSESSED: "Inte bedömt",
}
"""What each state is called: of a goal (ett mål)."""


@dataclass(frozen=True)
class AssessmentFact:
    """How far an activity was met to the end of a month, by whom and when it was said."""

    pk: int
    activity: str
    month: int
    status: str
    comment: str
    assessed_by: str = ""
    assessed_on: date | None = None

    @property
    def words(self) -> str:
        """Delvis uppfyllt."""
        return WORDS[self.status]

    @property
    def when(self) -> str:
        """Till och med juni."""
        return f"Till och med {swedish.MONTHS[self.month - 1]}"


@dataclass(frozen=True)
class PlannedFact:
    """An activity of the plan in force. `key` is its identity over versions, in full."""

    key: str
    text: str
    responsible: str = ""
    due: str = ""


@dataclass(frozen=True)
class PlannedAreaFact:
    """A goal area of the plan in force, with its activities in order."""

    number: int
    title: str
    activities: tuple[PlannedFact, ...]
    key: str = ""


@dataclass(frozen=True)
class FulfilmentFacts:
    """The goals of the year's plan in force, with every assessment that the year has.

    `is_told`: the document in question tells of them. `slot_name` is what it is called.
    """

    year: int
    areas: tuple[PlannedAreaFact, ...]
    assessments: tuple[AssessmentFact, ...]
    month: int = 12
    is_told: bool = False
    slot_name: str = ""


@dataclass(frozen=True)
class AssessedActivity:
    """An activity with its assessment of the month, and those of earlier months in the year, the latest first."""

    activity: PlannedFact
    assessment: AssessmentFact | None
    earlier: tuple[AssessmentFact, ...]

    @property
    def status(self) -> str:
        """How far it was met; "" while nobody has said."""
        return self.assessment.status if self.assessment else UNASSESSED

    @property
    def words(self) -> str:
        """Uppfyllt."""
        return WORDS[self.status]

    @property
    def comment(self) -> str:
        """What was said of it."""
        return self.assessment.comment if self.assessment else ""


@dataclass(frozen=True)
class GoalTally:
    """How many goals were met, partly met and not met, and how many nobody has assessed."""

    met: int = 0
    partly: int = 0
    not_met: int = 0
    unassessed: int = 0

    @property
    def count(self) -> int:
        """All goals."""
        return self.met + self.partly + self.not_met + self.unassessed

    @property
    def summary(self) -> str | None:
        """11 av 12 uppfyllda, ett delvis. None where there are no goals."""
        return summary(self)


@dataclass(frozen=True)
class AreaFulfilment:
    """A goal area with its activities as assessed."""

    number: int
    title: str
    year: int
    rows: tuple[AssessedActivity, ...]
    key: str = ""

    @property
    def tally(self) -> GoalTally:
        """The area's goals, counted."""
        return tally(self.rows)


@dataclass(frozen=True)
class Fulfilment:
    """The goals of a plan as they are assessed at the end of a month."""

    year: int
    month: int
    areas: tuple[AreaFulfilment, ...]

    @property
    def rows(self) -> tuple[AssessedActivity, ...]:
        """The activities of all areas, in order."""
        return tuple(row for area in self.areas for row in area.rows)

    @property
    def tally(self) -> GoalTally:
        """All goals, counted."""
        return tally(self.rows)

    def area(self, number: int) -> AreaFulfilment | None:
        """The area with the number, if there is one."""
        return next((each for each in self.areas if each.number == number), None)


def fulfilment(facts: FulfilmentFacts, month: int | None = None) -> Fulfilment:
    """The goals as assessed at the end of `month`, or of the month the facts are asked for."""
    at = facts.month if month is None else month
    by_activity: dict[str, list[AssessmentFact]] = {}
    for each in facts.assessments:
        by_activity.setdefault(each.activity, []).append(each)

    def assessed(activity: PlannedFact) -> AssessedActivity:
        own = by_activity.get(activity.key, [])
        return AssessedActivity(
            activity,
            next((each for each in own if each.month == at), None),
            tuple(
                sorted(
                    (each for each in own if each.month < at),
                    key=lambda each: -each.month,
                )
            ),
        )

    return Fulfilment(
        facts.year,
        at,
        tuple(
            AreaFulfilment(
                area.number, area.title, facts.year, tuple(map(assessed, area.activities)), area.key
            )
            for area in facts.areas
        ),
    )


def tally(rows: Iterable[AssessedActivity]) -> GoalTally:
    """The activities counted by state."""
    states = [row.status for row in rows]
    return GoalTally(*(states.count(each) for each in (MET, PARTLY, NOT_MET, UNASSESSED)))


def summary(goals: GoalTally) -> str | None:
    """How the goals went, to follow "av målen är" or a colon: "11 av 12 uppfyllda, ett delvis". None without goals.

    The ratio in figures, the rest in words. A goal is of neuter gender: ett mål uppfyllt, två mål uppfyllda.
    """
    if not goals.count:
        return None
    if goals.count == 1:
        return _only_one(goals)
    if goals.unassessed == goals.count:
        return f"inget av {swedish.number(goals.count)} bedömt ännu"
    rest = _rest(goals)
    return f"{_met(goals)}, {swedish.listed(rest)}" if rest else _met(goals)


def _only_one(goals: GoalTally) -> str:
    state = (
        "uppfyllt"
        if goals.met
        else "delvis uppfyllt"
        if goals.partly
        else "ej uppfyllt"
        if goals.not_met
        else "inte bedömt ännu"
    )
    return f"det enda {state}"


def _met(goals: GoalTally) -> str:
    of = swedish.number(goals.count)
    if goals.met == goals.count:
        return "båda uppfyllda" if goals.count == 2 else f"alla {swedish.count(goals.count)} uppfyllda"
    if goals.met == 0:
        return f"inget av {of} uppfyllt"
    return f"{swedish.number(goals.met)} av {of} {'uppfyllt' if goals.met == 1 else 'uppfyllda'}"


def _rest(goals: GoalTally) -> list[str]:
    found = [f"{swedish.count_neuter(goals.partly)} delvis"] if goals.partly else []
    for number, one, many in (
        (goals.not_met, "ej uppfyllt", "ej uppfyllda"),
        (goals.unassessed, "inte bedömt", "inte bedömda"),
    ):
        if number:
            found.append(f"{swedish.count_neuter(number)} {one if number == 1 else many}")
    return found
