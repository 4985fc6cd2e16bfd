"""The board as a table: seats per appointing member, counted or by name; and who audits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from members.domain.facts import FederationFacts, SeatFact


@dataclass(frozen=True)
class BoardRow:
    """How many members and deputies one member has appointed."""

    member: str
    members: int
    deputies: int


@dataclass(frozen=True)
class BoardTable:
    """The rows in the members' order, with their totals."""

    rows: tuple[BoardRow, ...]

    @property
    def members(self) -> int:
        """All members of the board."""
        return sum(row.members for row in self.rows)

    @property
    def deputies(self) -> int:
        """All deputies."""
        return sum(row.deputies for row in self.rows)


def board_table(facts: FederationFacts) -> BoardTable:
    """Seats in office per member; a member without seats is listed with none."""
    names = [member.name for member in facts.members]
    names += [seat.member for seat in facts.seats if seat.member not in names]
    unique = list(dict.fromkeys(names))
    return BoardTable(
        tuple(
            BoardRow(
                name,
                sum(seat.member == name and seat.kind == "member" for seat in facts.seats),
                sum(seat.member == name and seat.kind == "deputy" for seat in facts.seats),
            )
            for name in unique
        )
    )


# --- The board by name, the presidium first ------------------------------------------------------------------

PRESIDIUM = {"chair": "ordförande", "vice_chair": "vice ordförande"}


@dataclass(frozen=True)
class AppointedRow:
    """What one member has appointed: how many, who, and which office of the presidium its member of the board has."""

    member: str
    members: tuple[str, ...]
    deputies: tuple[str, ...]
    office: str


@dataclass(frozen=True)
class AppointedTable:
    """The members with seats on the board on a day: that of the chair first, then of the vice chairs."""

    rows: tuple[AppointedRow, ...]

    @property
    def members(self) -> int:
        """All members of the board."""
        return sum(len(row.members) for row in self.rows)

    @property
    def deputies(self) -> int:
        """All deputies."""
        return sum(len(row.deputies) for row in self.rows)


def appointed_table(seats: Iterable[SeatFact]) -> AppointedTable:
    """The seats by the member that appointed them, in their order but for the presidium."""
    seats = tuple(seats)
    rows = [
        _appointed(name, [seat for seat in seats if seat.member == name])
        for name in dict.fromkeys(seat.member for seat in seats)
    ]
    order = ["ordförande", "vice ordförande", ""]
    return AppointedTable(tuple(sorted(rows, key=lambda row: order.index(row.office))))


def _appointed(member: str, seats: list[SeatFact]) -> AppointedRow:
    offices = [PRESIDIUM[seat.office] for seat in seats if seat.office in PRESIDIUM]
    return AppointedRow(
        member,
        tuple(seat.holder for seat in seats if seat.kind == "member"),
        tuple(seat.holder for seat in seats if seat.kind == "deputy"),
        min(offices, default=""),
    )
