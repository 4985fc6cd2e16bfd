"""The scope of a computation: one federation, one year, and each body of facts read at most once.

A page or a document makes one `Scope` and hands it to every figure and block. Each app has loaders that read the
database into frozen facts; the scope remembers what they gave, so that forty figures cost the queries of one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Scope:
    """`subjects` names rows the computation is about, by kind: {"document": 7, "budget@2023": 3, "budget@2022": 1}.

    One that names a year goes with the scope into other years, and so does "month", the month that a report reaches to:
    the year before is compared over the same months. The others belong to this year alone.
    """

    federation_id: int
    year: int
    subjects: Mapping[str, int] = field(default_factory=dict)
    _memory: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def month(self) -> int:
        """The month that what is told reaches to, 1–12; 12 for the whole year."""
        return self.subjects.get("month", 12)

    def facts(self, loader: Callable[[Scope], Facts]) -> Facts:
        """What `loader` gives for this scope, read once."""
        key = (loader, self.year, tuple(sorted(self.subjects.items())))
        if key not in self._memory:
            self._memory[key] = loader(self)
        found: Facts = self._memory[key]
        return found

    def for_year(self, year: int) -> Scope:
        """The same federation in another year, with the month, the subjects of years, and what has been read."""
        if year == self.year:
            return self
        dated = {kind: pk for kind, pk in self.subjects.items() if "@" in kind or kind == "month"}
        return Scope(self.federation_id, year, dated, self._memory)
