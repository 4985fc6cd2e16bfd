"""The board as a table: seats per appointing member."""

from __future__ import annotations

from dataclasses import dataclass

from members.domain.facts import FederationFacts


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
