"""Which numbers of a series have come, in as little memory as there are gaps between them."""

from __future__ import annotations

from bisect import bisect_right

_MOST_DIGITS = 15


class Sequences:
    """The numbers of each series, kept as runs: 1 to 50 000 without a gap is one run, whatever its length."""

    def __init__(self) -> None:
        self._runs: dict[str, tuple[list[int], list[int]]] = {}
        self._others: set[tuple[str, str]] = set()

    def has(self, series: str, number: str) -> bool:
        """Whether the number has come before in its series; from now on it has. No number is never the same twice."""
        if not number:
            return False
        if not (number.isascii() and number.isdigit()) or len(number) > _MOST_DIGITS:
            known = (series, number) in self._others
            self._others.add((series, number))
            return known
        firsts, afters = self._runs.setdefault(series, ([], []))
        value = int(number)
        at = bisect_right(firsts, value) - 1
        if at >= 0 and value < afters[at]:
            return True
        joins_before = at >= 0 and afters[at] == value
        joins_after = at + 1 < len(firsts) and firsts[at + 1] == value + 1
        if joins_before and joins_after:
            afters[at] = afters[at + 1]
            del firsts[at + 1], afters[at + 1]
        elif joins_before:
            afters[at] = value + 1
        elif joins_after:
            firsts[at + 1] = value
        else:
            firsts.insert(at + 1, value)
            afters.insert(at + 1, value + 1)
        return False
