"""An outcome laid out to be entered and read: its rows by gender, with the sums and shares between them.

All values are as they are printed; the sums are those of `plans.domain.outcomes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from finsam import swedish
from plans.domain.outcome_facts import SPLIT, UNSPLIT, OutcomeFact
from plans.domain.outcome_flow import flow_of
from plans.domain.outcome_overview import shown
from plans.domain.outcomes import ALL, MEANS, Exact, Tally, by_gender

COLUMNS: Final = (*SPLIT, UNSPLIT)
"""The columns of what is entered; all together stands after them."""
EXPECTED: Final = "expected"
"""The row of those who should be active at the end."""
ENTERED: Final = (
    "enrolled_at_start",
    "newly_enrolled",
    "transfers_in",
    "participants",
    "exits_to_work",
    "exits_to_studies",
    "exits_to_other_rehab",
    "exits_to_sickness_compensation",
    "exits_to_other",
    "exits",
    "in_goal",
    "goal_share",
    "early_dropouts",
    "transfers_out",
    EXPECTED,
    "active_at_end",
    "mean_months",
    "mean_months_of",
    "benefit_years",
    "benefit_years_of",
)
"""The rows in order."""
COMPUTED: Final = {
    "participants": "Deltagare under perioden",
    "exits": "Avslut totalt",
    "in_goal": "varav i mål",
    "goal_share": "Andel i mål",
    EXPECTED: "Aktiva vid slutet enligt flödet",
}
"""The rows that are not entered, and what they are called."""
Shows = Callable[[str, str], bool]
"""Whether a measure may be shown of a gender, or of all."""


@dataclass(frozen=True)
class Sums:
    """Every cell of an outcome as it is printed, by row and by column (a gender, `unsplit`, or ALL)."""

    cells: Mapping[tuple[str, str], str]
    is_split: bool

    def cell(self, row: str, column: str) -> str:
        """What stands in a cell; nothing where there is none."""
        return self.cells.get((row, column), "")


def sums_of(outcome: OutcomeFact, shows: Shows = lambda measure, gender: True, hidden: str = "") -> Sums:
    """The outcome's cells. Where `shows` says that a measure of a gender may not be shown stands `hidden`."""
    tallies = by_gender(outcome)
    cells = {}
    for gender, tally in tallies.items():
        for row in ENTERED:
            if row == EXPECTED:
                may = all(shows(each, gender) for each in ("participants", "active_at_end", "exits"))
            else:
                may = shows(row, gender)
            cells[row, gender] = _cell(tally, row) if may else hidden
    split = {gender: tally for gender, tally in tallies.items() if gender != ALL}
    is_split = any(each is not None for tally in split.values() for each in tally.counts.values())
    return Sums(cells, is_split)


def _cell(tally: Tally, row: str) -> str:
    if row == EXPECTED:
        flow = flow_of(tally)
        return swedish.NOTHING if flow.at_start is None else swedish.number(flow.expected)
    value: Exact = tally.value(row)
    if row in MEANS and value is not None:
        return _mean(value)
    return shown(value, row)


def _mean(value: Exact) -> str:
    return shown(value, "mean") if not isinstance(value, int) else swedish.number(value)
