"""What old documents printed, beside what is computed: the facts, and how far rounding reaches.

What a reference stands for is found in `budgets.queries`, through the registry of figures; what one figure is added up
of in `steps`; the checks are in `printed_checks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.domain.books import Books
from budgets.domain.step_parts import Name
from finsam import swedish
from finsam.money import Unit, round_half_up

MONEY_UNITS = frozenset(unit.value for unit in Unit)
_SUFFIX = {**{unit: unit for unit in MONEY_UNITS}, "percent": "%", "count": ""}
_PRINTED_MINUS = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*\d")


@dataclass(frozen=True)
class PublishedFact:
    """A printed figure and the computed one, both exact: kronor, per cent or a count.

    `name` says which figure it is, and `reference` how it is referred to. `computed` is None when there is nothing to
    compare with; `problem` says in Swedish why the reference itself cannot be followed. `terms` is how many figures the
    document adds up to this one, as `steps.terms_of` counts them.
    """

    document: str
    place: str
    printed: str
    value: Decimal
    unit: str
    computed: Decimal | None = None
    terms: int = 1
    problem: str = ""
    name: Name | None = None
    pk: int | None = None
    reference: str = ""

    @property
    def unit_size(self) -> Decimal:
        """How much one of the unit it was printed in is."""
        return Unit(self.unit).kronor if self.unit in MONEY_UNITS else Decimal(1)

    @property
    def decimals(self) -> int:
        """How many decimals it was printed with: one in "6,3"."""
        found = re.search(r",(\d+)", self.printed)
        return len(found[1]) if found else 0

    @property
    def step(self) -> Decimal:
        """The last printed digit: 1 000 kr for "905" in tkr, 100 000 kr for "6,3" in mnkr."""
        return self.unit_size.scaleb(-self.decimals)

    @property
    def rounding(self) -> Decimal:
        """The most that rounding can account for: half of the last digit for each figure that was added."""
        return self.step / 2 * self.terms

    @property
    def sign(self) -> int:
        """−1 where the document prints with the other sign than ours: costs with a minus, income without."""
        is_minus = _PRINTED_MINUS.match(self.printed) is not None
        return -1 if self.value and is_minus != (self.value < 0) else 1

    def rounded(self, value: Decimal) -> Decimal:
        """The value as exact as print was, in units."""
        return round_half_up(value / self.unit_size, self.decimals)

    def shown(self, value: Decimal, decimals: int | None = None) -> str:
        """The value in the printed unit, as a reader would see it."""
        return f"{self.digits(value, decimals)}{swedish.NBSP}{_SUFFIX[self.unit]}".rstrip()

    def digits(self, value: Decimal, decimals: int | None = None) -> str:
        """The value in the printed unit, which is not said."""
        shown = self.decimals if decimals is None else decimals
        return swedish.number(round_half_up(value / self.unit_size, shown), shown)

    def as_printed(self, value: Decimal) -> str:
        """A value of this figure with the document's sign; a share to one digit more than it printed."""
        is_finer = self.unit == "percent" and self.rounded(value) * self.unit_size != value
        return self.shown(value * self.sign, self.decimals + is_finer)


@dataclass(frozen=True)
class PublishedFacts:
    """What the documents of a year printed, in order, and the budgets of that year and of those they speak of."""

    year: int
    figures: tuple[PublishedFact, ...] = ()
    books: Books = field(default_factory=lambda: Books({}))

    @property
    def by_document(self) -> dict[str, list[PublishedFact]]:
        """The figures of each document."""
        found: dict[str, list[PublishedFact]] = {}
        for fact in self.figures:
            found.setdefault(fact.document, []).append(fact)
        return found
