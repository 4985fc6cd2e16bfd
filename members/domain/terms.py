"""A new term of the board: which seats may be carried into it, and why others may not. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from finsam import swedish
from finsam.periods import in_years


@dataclass(frozen=True)
class HeldSeat:
    """A seat for a term; `ends` is the first day after, None for until further notice. `office` is "" for none."""

    pk: int
    member: int
    member_name: str
    member_from: int
    member_until: int | None
    kind: str
    office: str
    holder: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class CarriedSeat:
    """A seat that is held the day before a new term begins. `obstacle` says why it does not come along, or ""."""

    seat: HeldSeat
    obstacle: str


def carried(seats: Iterable[HeldSeat], start: date) -> tuple[CarriedSeat, ...]:
    """The seats held the day before `start`, each with what stands in its way into the term that begins then."""
    seats = tuple(seats)
    held = [each for each in seats if each.starts < start and (each.ends is None or each.ends >= start)]
    coming = [each for each in seats if each.starts >= start]
    return tuple(CarriedSeat(each, _obstacle(each, coming, start)) for each in held)


def _obstacle(seat: HeldSeat, coming: list[HeldSeat], start: date) -> str:
    if seat.ends is None:
        return "Uppdraget gäller tills vidare. Ange när det slutar, om det ska börja om."
    if seat.ends > start:
        return f"Uppdraget gäller till den {swedish.long_date(seat.ends)}."
    if not in_years(start.year, seat.member_from, seat.member_until):
        return f"{seat.member_name} är inte medlem {start.year}."
    same = [
        each.starts
        for each in coming
        if (each.member, each.kind, each.holder) == (seat.member, seat.kind, seat.holder)
    ]
    return f"Har redan en plats från den {swedish.long_date(min(same))}." if same else ""


def proposed_term(seats: Iterable[HeldSeat], year: int) -> tuple[date, date] | None:
    """The term that follows when seats end during the year or at its end, as long as the one before; None otherwise.

    The latest such day counts.
    """
    ending = [
        (each.ends, each.starts)
        for each in seats
        if each.ends and date(year, 1, 1) < each.ends <= date(year + 1, 1, 1)
    ]
    if not ending:
        return None
    start, began = max(ending)
    year = start.year + max(1, start.year - began.year)
    try:
        return start, start.replace(year=year)
    except ValueError:  # 29 February of a year that has none
        return start, start.replace(year=year, day=28)
