"""Which things of two lists are the same thing: by their identity, by what they are called, and else by their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable

ALIKE_PERCENT = 50
"""Things that share fewer of their words than this are two things, unless something else says that they are one."""
MOST_PAIRS = 10_000
"""So many pairs are weighed against each other at most, for time's sake."""


class Matching:
    """Pairs of places in two lists. Each way of matching adds pairs among those that have none yet."""

    def __init__(self, old_count: int, new_count: int) -> None:
        self.old_of: dict[int, int] = {}
        """The place in the old list of each in the new that has one."""
        self._old = list(range(old_count))
        self._new = list(range(new_count))

    @property
    def new_of(self) -> dict[int, int]:
        """The other way around."""
        return {old: new for new, old in self.old_of.items()}

    def by(self, old_key: Callable[[int], Hashable], new_key: Callable[[int], Hashable]) -> None:
        """Match those with the same key; None is no key. Of several with one key, the first with the first."""
        waiting: dict[Hashable, list[int]] = {}
        for old in self._old:
            waiting.setdefault(old_key(old), []).append(old)
        for new in list(self._new):
            key = new_key(new)
            if key is not None and waiting.get(key):
                self._pair(waiting[key].pop(0), new)

    def by_words(
        self,
        old_words: Callable[[int], Counter[str]],
        new_words: Callable[[int], Counter[str]],
        may: Callable[[int, int], bool] = lambda old, new: True,
        percent: int = ALIKE_PERCENT,
    ) -> None:
        """Match those that share most words, the most alike first; `may` tells which pairs can be at all."""
        if not 0 < len(self._old) * len(self._new) <= MOST_PAIRS:
            return
        olds = {old: old_words(old) for old in self._old}
        news = {new: new_words(new) for new in self._new}
        weighed = [
            (-shared_percent(olds[old], news[new]), abs(old - new), old, new)
            for old in self._old
            for new in self._new
            if may(old, new)
        ]
        for less, _, old, new in sorted(weighed):
            if -less >= percent and old in self._old and new in self._new:
                self._pair(old, new)

    def _pair(self, old: int, new: int) -> None:
        self.old_of[new] = old
        self._old.remove(old)
        self._new.remove(new)


def shared_percent(old: Counter[str], new: Counter[str]) -> int:
    """How many per cent of the words of two texts they share; 0 when either has none."""
    total = old.total() + new.total()
    return 200 * (old & new).total() // total if total else 0


def counted(text: str) -> Counter[str]:
    """The words of a text, small and large letters alike."""
    return Counter(text.casefold().split())
