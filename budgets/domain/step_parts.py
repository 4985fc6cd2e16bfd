"""What a step from figures to their sum is made of: the name of a figure, a term, and the terms together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True)
class Name:
    """A figure: its key and argument, and the year whose budget it is computed from."""

    key: str
    argument: str
    year: int

    def __str__(self) -> str:
        return f"{self.key}{':' * bool(self.argument)}{self.argument}@{self.year}"


@dataclass(frozen=True)
class Part:
    """A term of a step: the figure, whether it is taken off, and what is computed for it. Lines together have no name.

    `terms` is how many figures a document prints for it.
    """

    name: Name | None
    amount: Decimal | None
    sign: int = 1
    terms: int = 1


Step: TypeAlias = tuple[Part, ...]
