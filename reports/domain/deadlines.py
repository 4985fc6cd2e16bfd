"""The last days that the law sets for a federation's year, and which of them are met. The year wheel tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from finsam.sources import Source, finsam_paragraph

DAYS_AHEAD = 60
"""How many days before a deadline the days are counted."""


@dataclass(frozen=True)
class LawDay:
    """A last day that the law sets, seen from the year it concerns. `title` takes the year; `responsible` is the role
    that answers for it until the federation says otherwise."""

    key: str
    title: str
    year_offset: int
    month: int
    day: int
    source: Source
    responsible: str = "director"

    def due(self, year: int) -> date:
        """The last day, inclusive."""
        return date(year + self.year_offset, self.month, self.day)


CONSULTATION, PLAN, REPORT = "samrad", "plan", "arsredovisning"
LAW_DAYS = (
    LawDay(
        CONSULTATION, "Samråd med medlemmarna inför budgeten {year}", -1, 11, 30, finsam_paragraph("23 §")
    ),
    LawDay(PLAN, "Verksamhetsplan och budget {year} fastställs", -1, 11, 30, finsam_paragraph("23 §")),
    LawDay(
        REPORT,
        "Årsredovisning {year} godkänns, skrivs under och lämnas till revisorerna",
        1,
        3,
        31,
        finsam_paragraph("24 §"),
    ),
)
"""All days the law sets for a year."""


def law_day(key: str) -> LawDay | None:
    """The law's day by its key."""
    return next((each for each in LAW_DAYS if each.key == key), None)


def met_days(is_adopted: Mapping[str, bool], is_consulted: bool, is_signed: bool) -> dict[str, bool]:
    """Which of the law's days are met, by key. `is_adopted` is by kind of document, `is_signed` of the report."""
    return {
        CONSULTATION: is_consulted,
        PLAN: is_adopted.get("verksamhetsplan", False),
        REPORT: is_adopted.get("arsredovisning", False) and is_signed,
    }
