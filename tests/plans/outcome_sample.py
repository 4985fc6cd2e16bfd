"""Federations with outcomes, at random: teams over years, some with halves, some by gender, some that hand over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from plans.domain.outcome_facts import CountsFact, DisclosureFact, InitiativeFact, OutcomeFact, OutcomeFacts

ARRIVING = ("enrolled_at_start", "newly_enrolled", "transfers_in")
IN_GOAL = ("exits_to_work", "exits_to_studies", "exits_to_other_rehab")
NOT_IN_GOAL = ("exits_to_sickness_compensation", "exits_to_other")
LEAVING = ("transfers_out", *IN_GOAL, *NOT_IN_GOAL, "early_dropouts", "active_at_end")
COUNTS = (*ARRIVING, *LEAVING)
SUMS = {
    "participants": {**dict.fromkeys(ARRIVING, 1), "transfers_out": -1, "early_dropouts": -1},
    "exits": dict.fromkeys((*IN_GOAL, *NOT_IN_GOAL), 1),
    "in_goal": dict.fromkeys(IN_GOAL, 1),
    "not_in_goal": dict.fromkeys(NOT_IN_GOAL, 1),
}


def initiative(pk: int, code: str = "", name: str = "") -> InitiativeFact:
    """An initiative for individuals, with one name in all years."""
    named = ((2000, name or f"Insats {pk}", ""),)
    return InitiativeFact(
        pk, code or f"insats-{pk}", "individual", "Individinriktad", None, "", named, None, None, pk
    )


@dataclass(frozen=True)
class Shape:
    """What a random federation is like."""

    teams: int = 3
    years: tuple[int, ...] = (2016, 2017, 2018)
    split: float = 0.5
    """How often a year is told by gender."""
    halves: float = 0.3
    """How often a team tells halves beside the year."""
    size: int = 40
    """How many a team takes in, at most."""
    transfers: float = 0.3
    """How often a year has transfers from the first team to the second."""
    rules: tuple[DisclosureFact, ...] = ()


def federation(seed: int, shape: Shape) -> OutcomeFacts:
    """A federation whose flows add up and whose openings are the closings before."""
    return _Sample(Random(seed), shape).facts()


class _Sample:
    def __init__(self, random: Random, shape: Shape) -> None:
        self.random, self.shape = random, shape
        self.active: dict[tuple[int, str], int] = {}
        self.outcomes: list[OutcomeFact] = []

    def facts(self) -> OutcomeFacts:
        for year in self.shape.years:
            self._year(year)
        teams = tuple(initiative(pk) for pk in range(1, self.shape.teams + 1))
        return OutcomeFacts(1, self.shape.years[-1], teams, tuple(self.outcomes), (), self.shape.rules)

    def _year(self, year: int) -> None:
        genders = ("women", "men") if self.random.random() < self.shape.split else ("unsplit",)
        moving = self.random.randint(1, 4) if self.random.random() < self.shape.transfers else 0
        for team in range(1, self.shape.teams + 1):
            opening = {gender: self._opening(team, gender) for gender in genders}
            for other in ("women", "men", "unsplit"):
                self.active.pop((team, other), None)
            parts = ["half_1", "half_2"] if self.random.random() < self.shape.halves else ["year"]
            told: list[list[CountsFact]] = []
            for part in parts:
                rows = []
                for gender in genders:
                    moved = moving if gender == genders[0] and part != "half_2" and parts == ["year"] else 0
                    counts = self._counts(gender, opening[gender], moved * (team == 1), moved * (team == 2))
                    opening[gender] = counts.active_at_end or 0
                    rows.append(counts)
                told.append(rows)
            self.active |= {(team, gender): closing for gender, closing in opening.items()}
            self._tell(team, year, parts, told)

    def _tell(self, team: int, year: int, parts: list[str], told: list[list[CountsFact]]) -> None:
        if parts == ["year"]:
            self._add(team, year, "year", told[0])
            return
        self._add(team, year, "half_1", told[0])
        if self.random.random() < 0.5:
            self._add(team, year, "half_2", told[1])
        self._add(
            team, year, "year", [self._together(first, last) for first, last in zip(*told, strict=True)]
        )

    def _add(self, team: int, year: int, period: str, counts: list[CountsFact]) -> None:
        self.outcomes.append(OutcomeFact(len(self.outcomes) + 1, team, year, period, None, tuple(counts)))

    def _opening(self, team: int, gender: str) -> int:
        """The closing before, shared out or put together where genders were told otherwise then."""
        if (team, gender) in self.active:
            return self.active[team, gender]
        if (team, "unsplit") in self.active:
            half = self.active[team, "unsplit"] // 2
            return half if gender == "men" else self.active[team, "unsplit"] - half
        if (team, "women") in self.active:
            return self.active[team, "women"] + self.active[team, "men"]
        return self.random.randint(0, self.shape.size)

    def _counts(self, gender: str, opening: int, out: int, into: int) -> CountsFact:
        new = self.random.randint(0, self.shape.size // 2)
        left = opening + new + into
        out = min(out, left) if left >= out else 0
        left -= out
        found = {
            "enrolled_at_start": opening,
            "newly_enrolled": new,
            "transfers_in": into,
            "transfers_out": out,
        }
        for measure in (*IN_GOAL, *NOT_IN_GOAL, "early_dropouts"):
            found[measure] = min(left, int(self.random.expovariate(14 / self.shape.size)))
            left -= found[measure]
        return self._with_means(CountsFact(gender, **found, active_at_end=left))

    def _with_means(self, counts: CountsFact) -> CountsFact:
        in_goal = sum(getattr(counts, name) for name in IN_GOAL)
        if not in_goal:
            return replace(counts, mean_months=None, mean_months_of=None)
        return replace(counts, mean_months=Decimal(self.random.randint(20, 300)) / 10, mean_months_of=in_goal)

    def _together(self, first: CountsFact, last: CountsFact) -> CountsFact:
        summed = {name: getattr(first, name) + getattr(last, name) for name in COUNTS}
        summed |= {"enrolled_at_start": first.enrolled_at_start, "active_at_end": last.active_at_end}
        return self._with_means(CountsFact(first.gender, **summed))
