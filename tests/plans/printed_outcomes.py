"""Printed tables of outcomes to check: made of whole people, rounded as print rounds, and put together as facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from finsam import findings, swedish
from finsam.findings import Finding
from finsam.money import round_half_up
from plans.domain.outcome_facts import (
    UNSPLIT,
    CountsFact,
    DisclosureFact,
    InitiativeFact,
    OutcomeFact,
    OutcomeFacts,
    PublishedOutcomeFact,
)
from plans.domain.printed_beside_entered import PRINTED_OUTCOME_CHECKS

YEAR = 2018
DOCUMENT = "Årsredovisning 2018"
PLACES = {
    "participants": "Tabell 12",
    "exits": "Tabell 13",
    "goal_share": "Tabell 14",
    "mean_months": "Tabell 15",
}


def cell(printed: str, measure: str, initiative: int | None = 1, **more: Any) -> PublishedOutcomeFact:
    """A printed figure of the year; without an initiative it is of all together."""
    number = printed.replace(",", ".")
    return PublishedOutcomeFact(
        **{
            "pk": 0,
            "initiative": initiative,
            "label": f"Team {initiative}" if initiative else "Totalt",
            "year": YEAR,
            "period": "year",
            "measure": measure,
            "value": Decimal(number) if number[:1].isdigit() else None,
            "printed": printed,
            "document": DOCUMENT,
            "document_year": YEAR,
            "place": PLACES.get(measure, "Tabell 7"),
            "is_total": initiative is None,
            **more,
        }
    )


def initiative(pk: int, **more: Any) -> InitiativeFact:
    """Team 1, and so on."""
    return InitiativeFact(
        **{
            "pk": pk,
            "code": f"team-{pk}",
            "kind": "individual",
            "kind_label": "Individinriktad",
            "cost_centre": None,
            "cost_centre_code": "",
            "names": ((2014, f"Team {pk}", ""),),
            "starts_on": None,
            "ends_on": None,
            "position": pk,
            **more,
        }
    )


def outcome(pk: int, of: int = 1, period: str = "year", year: int = YEAR, **counts: Any) -> OutcomeFact:
    """An entered outcome that tells no genders apart, unless its `counts` are given."""
    told = counts.pop("by_gender", None) or (CountsFact(UNSPLIT, **counts),)
    return OutcomeFact(pk, of, year, period, None, told)


def facts(
    printed: Iterable[PublishedOutcomeFact] = (),
    entered: Sequence[OutcomeFact] = (),
    initiatives: Sequence[InitiativeFact] = (),
) -> OutcomeFacts:
    """All that is known of a federation's outcomes, printed figures numbered in their order."""
    numbered = tuple(replace(each, pk=pk) for pk, each in enumerate(printed, start=1))
    known = {each.pk for each in initiatives}
    used = sorted({each.initiative for each in (*numbered, *entered) if each.initiative} - known)
    return OutcomeFacts(
        1,
        YEAR,
        (*initiatives, *(initiative(pk) for pk in used)),
        tuple(entered),
        numbered,
        (DisclosureFact(YEAR, is_on=False, smallest=5),),
    )


def found_in(known: OutcomeFacts) -> tuple[Finding, ...]:
    """Everything that is found of what was printed."""
    return findings.run(PRINTED_OUTCOME_CHECKS, known)


# --- Made of whole people ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Team:
    """A team's year in whole people and exact months."""

    active: int
    exits: int
    in_goal: int
    tenths_of_months: int

    @property
    def participants(self) -> int:
        """Those who exited and those who are still there."""
        return self.active + self.exits


@st.composite
def one_team(draw: st.DrawFn) -> Team:
    """Any team: also one that nobody has left, or where nobody has reached the goal."""
    exits = draw(st.integers(0, 150))
    return Team(draw(st.integers(0, 200)), exits, draw(st.integers(0, exits)), draw(st.integers(1, 400)))


teams = st.lists(one_team(), min_size=1, max_size=5)


def printed_tables(told: Sequence[Team], decimals: int = 0) -> list[PublishedOutcomeFact]:
    """Four tables as a document prints them: each team, and all together, from the same people."""
    rows = list(enumerate(told, start=1))
    found = []
    for measure in ("participants", "exits"):
        found += [cell(str(getattr(team, measure)), measure, pk) for pk, team in rows]
        found.append(cell(str(sum(getattr(team, measure) for team in told)), measure, None))
    exits, in_goal = (sum(getattr(team, name) for team in told) for name in ("exits", "in_goal"))
    shares = [(pk, Fraction(team.in_goal * 100, team.exits)) for pk, team in rows if team.exits]
    means = [(pk, Fraction(team.tenths_of_months, 10)) for pk, team in rows if team.in_goal]
    found += [cell(said(share, decimals), "goal_share", pk) for pk, share in shares]
    found += [cell(said(mean, decimals), "mean_months", pk) for pk, mean in means]
    if exits:
        found.append(cell(said(Fraction(in_goal * 100, exits), decimals), "goal_share", None))
    if in_goal:
        whole = sum(Fraction(team.tenths_of_months, 10) * team.in_goal for team in told)
        found.append(cell(said(Fraction(whole) / in_goal, decimals), "mean_months", None))
    return found


def said(value: Fraction, decimals: int) -> str:
    """A number as print rounds it."""
    exact = Decimal(value.numerator) / value.denominator
    return swedish.number(round_half_up(exact, decimals), decimals)
