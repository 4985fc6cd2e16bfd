"""The tables of outcomes that documents show: the flow of an initiative in a period, and who reached their goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from finsam import swedish
from plans.domain.outcome_facts import PERIOD_MONTHS, SPLIT, YEAR
from plans.domain.outcome_results import DEFINITIONS, GENDER_LABELS, HIDDEN_NOTE, Results, Told
from plans.domain.outcomes import ALL, GOAL_SHARE, TOTAL

MONTH_PERIODS: Final = {12: YEAR, 6: "half_1", 4: "tertial_1"}
"""The period that a document is about, by the month it reaches to."""
FLOW: Final = (
    "enrolled_at_start",
    "newly_enrolled",
    "transfers_in",
    "exits",
    "early_dropouts",
    "exits_to_work",
    "exits_to_studies",
    "exits_to_other_rehab",
    "exits_to_sickness_compensation",
    "exits_to_other",
    "transfers_out",
    "active_at_end",
)
HEADS: Final = {
    "newly_enrolled": "Ny\u00adin\u00adskrivna",
    "transfers_in": "Från annan insats",
    "exits": "Avslut totalt",
    "early_dropouts": "Tidiga avhopp",
    "exits_to_work": "I arbete",
    "exits_to_studies": "I studier",
    "exits_to_other_rehab": "Till annan rehab",
    "exits_to_sickness_compensation": "Till sjuk\u00adersätt\u00adning",
    "exits_to_other": "Till annat",
    "transfers_out": "Till annan insats",
}
"""What stands above each column; above the first and the last a day stands."""
_MONTHS: Final = tuple(
    month.replace("nuari", "nu\u00adari").replace("cember", "\u00adcember").replace("bruari", "bru\u00adari")
    for month in swedish.MONTHS
)
GOALS: Final = ("exits", "in_goal", GOAL_SHARE, "mean_months", "mean_months_of")


@dataclass(frozen=True)
class TableRow:
    """A row of values, of one gender or of all."""

    label: str
    cells: tuple[Told, ...]
    is_total: bool = False
    depth: int = 0


@dataclass(frozen=True)
class OutcomeTable:
    """Rows under heads, with what has to be said of them."""

    of: str
    """What stands above the rows' labels."""
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    definitions: tuple[str, ...]

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(cell.is_hidden for row in self.rows for cell in row.cells)

    @property
    def hidden_note(self) -> str:
        """What the mark of what is hidden means."""
        return HIDDEN_NOTE


def outcome_flow(results: Results, who: int, year: int, period: str) -> OutcomeTable | None:
    """Who came, left and remained, by gender where it is told; None when nothing is entered."""
    rows = list(_flow_rows(results, who, year, period))
    if not rows:
        return None
    moved = {"transfers_in", "transfers_out"}
    places = [
        place
        for place, measure in enumerate(FLOW)
        if measure not in moved or any(row.cells[place].value or row.cells[place].is_hidden for row in rows)
    ]
    shown = tuple(FLOW[place] for place in places)
    return OutcomeTable(
        of="Insats" if len(rows) == 1 else "Deltagare",
        heads=tuple(_head(results, who, year, period, measure) for measure in shown),
        rows=tuple(
            TableRow(row.label, tuple(row.cells[place] for place in places), row.is_total) for row in rows
        ),
        definitions=(DEFINITIONS["exits"],),
    )


def _flow_rows(results: Results, who: int, year: int, period: str) -> Iterator[TableRow]:
    """A row for each gender that participants are told of, and one for all; one alone is called by its initiative."""
    told = [
        gender
        for gender in SPLIT
        if any(_is_told(results.told(who, year, period, measure, gender)) for measure in FLOW)
    ]
    for gender in (*told, ALL):
        cells = tuple(results.told(who, year, period, measure, gender) for measure in FLOW)
        if any(map(_is_told, cells)):
            label = GENDER_LABELS[gender] if told else _name(results, who, year)
            yield TableRow(label, cells, is_total=bool(told) and gender == ALL)


def _is_told(cell: Told) -> bool:
    return cell.value is not None or cell.is_hidden


def _name(results: Results, who: int, year: int) -> str:
    initiative = results.initiative(who)
    return initiative.name(year) if initiative else "Alla insatser"


def _head(results: Results, who: int, year: int, period: str, measure: str) -> str:
    if measure == "active_at_end":
        return f"Aktiva {_day(_last_day(year, period))}"
    if measure != "enrolled_at_start":
        return HEADS[measure]
    days = {
        outcome.first_day
        for outcome in results.facts.outcomes
        if (outcome.year, outcome.period) == (year, period) and who in (TOTAL, outcome.initiative)
    }
    return f"In\u00adskrivna {_day(days.pop())}" if len(days) == 1 else "In\u00adskrivna vid start"


def _day(day: date) -> str:
    """The date as narrow columns can break it."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _last_day(year: int, period: str) -> date:
    month = PERIOD_MONTHS[period][1]
    return date(year, month, 30 if month in (4, 6) else 31)


def outcome_goals(results: Results, year: int, period: str) -> OutcomeTable | None:
    """How many of those who left reached their goal, and how long they stayed, by initiative and gender."""
    rows = [
        row
        for initiative in results.facts.initiatives
        for row in _goal_rows(results, initiative.pk, year, period)
    ]
    if not rows:
        return None
    return OutcomeTable(
        of="Insats",
        heads=(
            "Avslut",
            "I mål",
            "Andel i mål, %",
            "Genom\u00adströmnings\u00adtid, månader",
            "Medel av antal",
        ),
        rows=(*rows, *_goal_rows(results, TOTAL, year, period)),
        definitions=(DEFINITIONS["exits"], DEFINITIONS[GOAL_SHARE], DEFINITIONS["mean_months"]),
    )


def _goal_rows(results: Results, who: int, year: int, period: str) -> Iterator[TableRow]:
    """The initiative, and its genders beneath it."""
    for gender in (ALL, *SPLIT):
        cells = tuple(results.told(who, year, period, measure, gender) for measure in GOALS)
        if any(map(_is_told, cells)):
            initiative = results.initiative(who)
            name = initiative.short_name(year) if initiative else "Totalt"
            label = GENDER_LABELS[gender] if gender else name
            yield TableRow(label, cells, is_total=who == TOTAL and gender == ALL, depth=int(gender != ALL))
