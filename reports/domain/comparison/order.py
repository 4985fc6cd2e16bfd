"""What stands in another order than before, and how what has gone is laid among what stands.

Things are named by their places in two lists; a match is a pair of places, one in each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum


class Fate(StrEnum):
    """What has become of a thing."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


def out_of_order(places: Sequence[int]) -> set[int]:
    """The fewest of `places` to take out so that the rest rise: those that have moved among the others."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else None)
        if length == len(ends):
            ends.append(place)
            at.append(number)
        else:
            ends[length], at[length] = place, number
    kept: set[int] = set()
    number_kept = at[-1] if at else None
    while number_kept is not None:
        kept.add(places[number_kept])
        number_kept = before[number_kept]
    return set(places) - kept


def moved(old_of: Mapping[int, int], siblings: Iterable[int]) -> set[int]:
    """Which of `siblings`, places in the new list in order, stand in another order than in the old."""
    known = [new for new in siblings if new in old_of]
    new_of = {old_of[new]: new for new in known}
    return {new_of[old] for old in out_of_order([old_of[new] for new in known])}


def laid_together(
    old_of: Mapping[int, int], old_count: int, new_count: int, moved_new: Collection[int] = ()
) -> list[tuple[int | None, int | None]]:
    """Both lists as one: the new in its order, and what has gone after what it stood after, unless that has moved."""
    new_of = {old: new for new, old in old_of.items() if new not in moved_new}
    matched = set(old_of.values())
    after: dict[int | None, list[int]] = {}
    last: int | None = None
    for old in range(old_count):
        if old in new_of:
            last = new_of[old]
        elif old not in matched:
            after.setdefault(last, []).append(old)
    found: list[tuple[int | None, int | None]] = [(old, None) for old in after.get(None, [])]
    for new in range(new_count):
        found.append((old_of.get(new), new))
        found.extend((old, None) for old in after.get(new, []))
    return found
