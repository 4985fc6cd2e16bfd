"""What is due for a federation's year, by law; each deadline says whether it is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from finsam.sources import Source, finsam_paragraph

DAYS_AHEAD = 60
"""How many days before a deadline the days are counted."""


@dataclass(frozen=True)
class Deadline:
    """Something that must be done by a day, inclusive."""

    label: str
    due: date
    is_met: bool
    source: Source

    def is_late(self, today: date) -> bool:
        """Whether the day has passed without it being done."""
        return not self.is_met and today > self.due

    def days_left(self, today: date) -> int:
        """Days from today to the day; negative when it has passed."""
        return (self.due - today).days

    def time_left(self, today: date) -> str:
        """The days left in words: "i dag", "1 dag kvar", "20 dagar kvar"; "" when there is long or it is over."""
        days = self.days_left(today)
        if self.is_met or not 0 <= days <= DAYS_AHEAD:
            return ""
        return {0: "i dag", 1: "1 dag kvar"}.get(days, f"{days} dagar kvar")


def statutory_deadlines(
    year: int, is_adopted: Mapping[str, bool], is_consulted: bool
) -> tuple[Deadline, ...]:
    """The law's deadlines for a year's plan and report. `is_adopted` is by kind of document."""
    plan, report = is_adopted.get("verksamhetsplan", False), is_adopted.get("arsredovisning", False)
    return (
        Deadline(
            f"Samråd med medlemmarna inför budgeten {year}",
            date(year - 1, 11, 30),
            is_consulted,
            finsam_paragraph("23 §"),
        ),
        Deadline(
            f"Verksamhetsplan och budget {year} fastställs",
            date(year - 1, 11, 30),
            plan,
            finsam_paragraph("23 §"),
        ),
        Deadline(
            f"Årsredovisning {year} fastställs och lämnas till revisorerna",
            date(year + 1, 3, 31),
            report,
            finsam_paragraph("24 §"),
        ),
    )
