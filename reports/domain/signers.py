"""Who signs an annual report, who has not, and how the board that signs differs from the one that decided.

Plain Python. People are told apart by the seat they hold and not by their names: two may be called the same, and one
may change name. Only where seats were given anew is a person known by name and member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from members.domain.facts import BoardFacts, SeatFact

SERVING_DEPUTY = "Tjänstgörande ersättare"
OFFICES = ("Ordförande", "Vice ordförande", "Ledamot", SERVING_DEPUTY)
"""What those who sign are called, in the order they sign."""


@dataclass(frozen=True)
class SignerFact:
    """One who signs: the name, the office held, and the member who appointed them, as on the day; `seat` is where."""

    holder: str
    office: str
    appointed_by: str
    seat: int = 0


def office_of_signer(seat: SeatFact) -> str:
    """What the holder of a seat signs as."""
    if seat.kind == "deputy":
        return SERVING_DEPUTY
    return {"chair": OFFICES[0], "vice_chair": OFFICES[1]}.get(seat.office, OFFICES[2])


def in_signing_order(signers: Iterable[SignerFact]) -> tuple[SignerFact, ...]:
    """The chair first, then vice chairs, members and serving deputies, otherwise as given."""
    return tuple(sorted(signers, key=lambda each: OFFICES.index(each.office)))


def signers_of(board: BoardFacts) -> tuple[SignerFact, ...]:
    """Who is to sign for a board: every ordinary seat, in the order they sign."""
    return in_signing_order(
        SignerFact(seat.holder, office_of_signer(seat), seat.member, seat.pk)
        for seat in board.seats
        if seat.kind == "member"
    )


def unsigned_of(board: BoardFacts, signed: Iterable[SignerFact]) -> tuple[SignerFact, ...]:
    """The ordinary members of the board on the day who are not among those who signed.

    A signature in a seat that the day's board no longer has, since the seats were entered anew, is its holder's.
    """
    signed = tuple(signed)
    seats = {seat.pk for seat in board.seats}
    moved = [(each.holder, each.appointed_by) for each in signed if each.seat not in seats]
    found = []
    for each in signers_of(board):
        if any(each.seat == one.seat for one in signed):
            continue
        if (each.holder, each.appointed_by) in moved:
            moved.remove((each.holder, each.appointed_by))  # each signature answers for one alone
        else:
            found.append(each)
    return tuple(found)


# --- Another board than the one that decided --------------------------------------------------------------


def changes_of_board(then: BoardFacts | None, signing: BoardFacts | None) -> tuple[str, ...]:
    """What is another between the board that decided and the one that signed, in words; empty when nothing is.

    One who goes on in a seat for a new term is told of only when the office is another.
    """
    if then is None or signing is None:
        return ()
    stayed = {seat.pk for seat in then.seats} & {seat.pk for seat in signing.seats}
    left = [seat for seat in then.seats if seat.pk not in stayed]
    came = [seat for seat in signing.seats if seat.pk not in stayed]
    _match(left, came, lambda seat: (seat.holder, seat.member, _office(seat)))
    changed = _match(left, came, lambda seat: (seat.holder, seat.member))
    return (
        *(_other_office(before, after) for before, after in changed),
        *(f"{_seat(seat)} satt vid beslutet men inte vid underskriften." for seat in left),
        *(f"{_seat(seat)} satt vid underskriften men inte vid beslutet." for seat in came),
    )


def _match(
    left: list[SeatFact], came: list[SeatFact], key: Callable[[SeatFact], tuple[str, ...]]
) -> list[tuple[SeatFact, SeatFact]]:
    """Pairs of one who left a seat and came to another, by `key`; they are then among neither."""
    found = []
    for before in tuple(left):
        after = next((seat for seat in came if key(seat) == key(before)), None)
        if after is not None:
            left.remove(before)
            came.remove(after)
            found.append((before, after))
    return found


def _other_office(before: SeatFact, after: SeatFact) -> str:
    who = f"{before.holder} ({before.member})"
    return f"{who} var {_office(before)} vid beslutet och {_office(after)} vid underskriften."


def _office(seat: SeatFact) -> str:
    return {"deputy": "ersättare"}.get(seat.kind, office_of_signer(seat).lower())


def _seat(seat: SeatFact) -> str:
    return f"{seat.holder} ({_office(seat)}, {seat.member})"
