"""A decision of the board as documents tell of it: when, under which paragraph, by whom, with which reservations.

All that is printed of a decision is made from this record and typed nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finsam import swedish

ABSENT, PRESENT, RESERVED = "", "present", "reserved"
ATTENDANCE = ((PRESENT, "Deltog"), (RESERVED, "Deltog och reserverade sig"), (ABSENT, "Deltog inte"))
"""What each seat of the board can have done in a decision."""

OFFICES = ("Ordförande", "Vice ordförande", "Ledamot", "Ersättare")
"""What the deciders are called, in the order they are listed."""


@dataclass(frozen=True)
class DeciderFact:
    """One who took part: the name, the office held, and the member who appointed them."""

    holder: str
    office: str
    appointed_by: str
    has_reservation: bool = False


@dataclass(frozen=True)
class DecisionFact:
    """A decision with its day and paragraph, those who made it, and the reservations as they stand in the minutes."""

    held_on: date
    minutes_ref: str
    deciders: tuple[DeciderFact, ...] = ()
    reservations: str = ""
    adopted: str = "fastställd"
    """What became of the thing that was decided on."""

    @property
    def sentence(self) -> str:
        """Fastställd av styrelsen den 25 november 2022, § 52."""
        return adoption_sentence(self.held_on, self.minutes_ref, self.adopted)


def adoption_sentence(decided_on: date | None, minutes_ref: str, adopted: str = "fastställd") -> str:
    """The sentence that says when the board adopted something; the only place where it is written."""
    place = f", {minutes_ref}" if minutes_ref else ""
    return f"{adopted.capitalize()} av styrelsen den {swedish.long_date(decided_on)}{place}"


def in_order(deciders: list[DeciderFact]) -> tuple[DeciderFact, ...]:
    """The chair first, then vice chairs, members and deputies, otherwise as given."""
    return tuple(sorted(deciders, key=lambda decider: OFFICES.index(decider.office)))


def problem_with(attendance: dict[int, str], reservations: str) -> str:
    """What is wrong with who reserved themselves and the text of it; "" when they belong together."""
    has_reserved = RESERVED in attendance.values()
    if has_reserved and not reservations.strip():
        return "Skriv reservationen som den står i protokollet."
    if reservations.strip() and not has_reserved:
        return "Ange också vem som reserverade sig."
    return ""
