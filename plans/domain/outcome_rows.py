"""Outcomes as rows, one for each value that may be told or is hidden: for answers to programs, and for files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budgets.imports.cells import guarded
from plans.domain.outcome_results import GENDER_LABELS, LABELS, Results, Told
from plans.domain.outcomes import ALL, TOTAL

STATUSES = (
    ("shown", "Talet visas."),
    ("hidden", "Talet är dolt, för att det är litet eller skulle röja ett litet."),
)
PERIOD_NAMES = {
    "year": "Helår",
    "half_1": "Första halvåret",
    "half_2": "Andra halvåret",
    "tertial_1": "Tertial 1",
    "tertial_2": "Tertial 2",
    "tertial_3": "Tertial 3",
}


@dataclass(frozen=True)
class OutcomeRow:
    """One value: whose, of which gender, what."""

    initiative: str
    """The initiative's code, or "total"."""
    name: str
    gender: str
    """women, men, other, or all."""
    told: Told

    @property
    def measure(self) -> str:
        """What is measured, by its identifier."""
        return self.told.measure

    @property
    def label(self) -> str:
        """What is measured, in Swedish."""
        return LABELS[self.told.measure]

    @property
    def value(self) -> str | None:
        """A count, a share in per cent to the tenth or a mean to the tenth, with a point; None when hidden."""
        return None if self.told.number is None else f"{self.told.number:f}"

    @property
    def status(self) -> str:
        """Whether the value is shown or hidden."""
        return "hidden" if self.told.is_hidden else "shown"


def outcome_rows(results: Results, year: int, period: str) -> Iterator[OutcomeRow]:
    """Every value of a period: initiative by initiative, then all together. What nobody has entered has no row."""
    for who in (*(each.pk for each in results.facts.initiatives), TOTAL):
        initiative = results.initiative(who)
        name = initiative.name(year) if initiative else "Alla insatser"
        for gender in (*results.outcomes.genders(who, year, period), ALL):
            for measure in LABELS:
                told = results.told(who, year, period, measure, gender)
                if told.is_hidden or told.value is not None:
                    yield OutcomeRow(results.code(who), name, gender or "all", told)


def file_rows(results: Results, year: int) -> list[tuple[str, ...]]:
    """Titles and the values of a year, for a file that is opened in a spreadsheet."""
    titles = ("År", "Period", "Insats", "Kön", "Mått", "Värde", "Visas")
    return [
        titles,
        *(
            (
                str(year),
                PERIOD_NAMES[period],
                guarded(row.name),
                GENDER_LABELS["" if row.gender == "all" else row.gender],
                row.label,
                row.told.text,
                "dolt" if row.told.is_hidden else "ja",
            )
            for each, period in results.outcomes.periods()
            if each == year
            for row in outcome_rows(results, year, period)
        ),
    ]
