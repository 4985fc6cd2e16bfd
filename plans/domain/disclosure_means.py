"""Which means must be hidden: those over too few, and those that would give them, or a small count, away.

A mean is printed to the tenth. A hidden one is protected by a world in which it is a quarter longer or shorter, and all
that is shown is printed the same. In the worlds that protect small counts a mean over several is weighed by other
counts; where a hidden mean cannot take that up, the mean over several is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeAlias

from finsam.money import round_half_up
from plans.domain.disclosure_board import World
from plans.domain.disclosure_system import Cell, System, stage_of
from plans.domain.disclosure_worlds import Hiding
from plans.domain.outcomes import ALL, MEANS, TOTAL, Mean, Outcomes

Values: TypeAlias = Mapping[Cell, Fraction]
Weights: TypeAlias = Mapping[Cell, int]

CHANGES: Final = (Fraction(5, 4), Fraction(3, 4))
"""What a hidden mean is multiplied by in the world that protects it."""


def printed(mean: Fraction) -> Decimal:
    """A mean as it is published: to the tenth, half up."""
    return round_half_up(Decimal(mean.numerator) / Decimal(mean.denominator), 1)


def hide_means(hiding: Hiding, system: System, outcomes: Outcomes) -> None:
    """Hide means of the periods that end at the stage. Counts are hidden already, and their worlds known."""
    periods = {
        (year, period)
        for _, year, period, _ in outcomes.tallies
        if stage_of(year, period) == hiding.stage and hiding.smallest(year)
    }
    for year, period in sorted(periods):
        for name in MEANS:
            _Means(hiding, system, outcomes, year, period, name).hide()


@dataclass(frozen=True)
class _Several:
    """A mean over several: where it stands, and what it is the mean of."""

    cell: Cell
    parts: tuple[Cell, ...]

    def value(self, values: Values, weights: Weights) -> Fraction:
        weight = sum(weights[part] for part in self.parts)
        return sum((values[part] * weights[part] for part in self.parts), Fraction(0)) / weight


class _Means:
    """The means of one kind in one period."""

    def __init__(
        self, hiding: Hiding, system: System, outcomes: Outcomes, year: int, period: str, name: str
    ) -> None:
        self.hiding, self.system, self.outcomes = hiding, system, outcomes
        self.year, self.period, self.name = year, period, name
        self.of = MEANS[name]
        self.told: dict[Cell, Mean] = {}
        for who, told_year, told_period, gender in outcomes.tallies:
            if (told_year, told_period) == (year, period) and (mean := self._mean(who, gender)):
                self.told[Cell(who, year, period, gender, name)] = mean
        self.weights: dict[Cell, int] = {cell: mean.of for cell, mean in self.told.items() if mean.of}
        self.values: dict[Cell, Fraction] = {
            cell: mean.value for cell, mean in self.told.items() if cell in self.weights
        }
        self.several = list(self._several())
        self.before = {each.cell: printed(each.value(self.values, self.weights)) for each in self.several}

    def _mean(self, who: int, gender: str) -> Mean | None:
        tally = self.outcomes.tally(who, self.year, self.period, gender)
        return tally.means[self.name] if tally else None

    def _several(self) -> Iterator[_Several]:
        """Of each initiative that tells genders apart, then of all initiatives."""
        parts: dict[int, tuple[Cell, ...]] = {}
        for cell in self.told:
            if cell.who == TOTAL or cell.gender != ALL:
                continue
            genders = tuple(
                other
                for other in self.told
                if other.who == cell.who and other.gender != ALL and other in self.weights
            )
            covers = sum(self.weights[other] for other in genders) == self.weights.get(cell)
            parts[cell.who] = genders if covers else (cell,)
            if covers:
                yield _Several(cell, genders)
        for cell in self.told:
            if cell.who == TOTAL:
                found = tuple(
                    part for each in parts.values() for part in each if cell.gender in (ALL, part.gender)
                )
                if found and all(part in self.weights for part in found):
                    yield _Several(cell, found)

    def hide(self) -> None:
        """Hide what is over too few, then what would give it or a count away."""
        smallest = self.hiding.smallest(self.year)
        few = [cell for cell, mean in self.told.items() if mean.of is None or mean.of < smallest]
        self._hide(few)
        self._hide_loose_weights(few)
        for world in self.hiding.worlds_of(self.year):
            self._keep_count_apart(world)
        several = {each.cell: each.parts for each in self.several}
        for cell in few:
            if cell in self.values and cell.who != TOTAL:
                self._keep_apart(several.get(cell, (cell,)))
        if not all(self._is_hidden(each.cell) for each in self.several):
            self._lock()

    def _hide(self, cells: Iterable[Cell]) -> None:
        self.hiding.other_hidden.update(cells)

    def _is_hidden(self, cell: Cell) -> bool:
        return cell in self.hiding.other_hidden

    def _lock(self) -> None:
        """A mean over several is shown: no later world may weigh it by other counts."""
        numbers = self.hiding.board.cell_number
        counts = [cell._replace(measure=self.of) for cell in self.told]
        self.hiding.locked |= {numbers[cell] for cell in counts if cell in numbers}

    def _hide_loose_weights(self, few: list[Cell]) -> None:
        """Counts that means are of and that are no other count: where one is small, those beside it go with it."""
        counted_as = self.system.counted_as
        loose = {
            cell.who
            for cell in few
            if cell.who != TOTAL
            and self.of not in dict(counted_as.get((cell.who, self.year, self.period), ()))
        }
        for cell in self.told if loose else ():
            if cell.who in loose or cell.who == TOTAL:
                self._hide([cell._replace(measure=self.of)])
            if cell.who == TOTAL:
                self._hide([cell])

    # --- Worlds -------------------------------------------------------------------------------------------------

    def _keep_count_apart(self, world: World) -> None:
        """Hide the means over several that would tell the world's counts from the true ones."""
        if all(self._is_hidden(each.cell) for each in self.several):
            return
        board = self.hiding.board
        changes = board.differences(world)[0]
        weights = {
            cell: weight + changes.get(board.cell_number.get(cell._replace(measure=self.of), -1), 0)
            for cell, weight in self.weights.items()
        }
        if weights == self.weights or any(weight < 0 for weight in weights.values()):
            return
        self._hide_cheapest([(values, weights) for values in self._taken_up(weights)])

    def _taken_up(self, weights: Weights) -> Iterator[dict[Cell, Fraction]]:
        """The means as they are, and with one that is hidden changed so that a mean over several stays."""
        yield dict(self.values)
        for several in reversed(self.several):
            before = several.value(self.values, self.weights)
            total = sum(weights[part] for part in several.parts)
            for part in several.parts:
                if self._is_hidden(part) and weights[part]:
                    others = sum(
                        (self.values[each] * weights[each] for each in several.parts if each != part),
                        Fraction(0),
                    )
                    changed = (before * total - others) / weights[part]
                    if changed > 0:
                        yield {**self.values, part: changed}

    def _keep_apart(self, cells: tuple[Cell, ...]) -> None:
        """Hide what would tell a hidden mean, or those it is over, from one a quarter longer or shorter."""
        options: list[tuple[dict[Cell, Fraction], Weights]] = []
        for change in CHANGES:
            changed = {**self.values, **{cell: self.values[cell] * change for cell in cells}}
            options.append((changed, self.weights))
            gained = sum(
                ((changed[cell] - self.values[cell]) * self.weights[cell] for cell in cells), Fraction(0)
            )
            for other in self._parts:
                turned = self.values[other] - gained / self.weights[other]
                if other not in cells and turned > 0:
                    options.append(({**changed, other: turned}, self.weights))
        self._hide_cheapest(options)

    @cached_property
    def _parts(self) -> list[Cell]:
        return list(dict.fromkeys(part for each in self.several for part in each.parts))

    def _hide_cheapest(self, options: list[tuple[dict[Cell, Fraction], Weights]]) -> None:
        """Hide what differs in the option that hides the least more; the first of equals."""
        found = [self._differing(values, weights) for values, weights in options]
        self._hide(min(found, key=self._cost))

    def _differing(self, values: Values, weights: Weights) -> list[Cell]:
        parts = [
            cell
            for cell in self._parts
            if values[cell] is not self.values[cell]
            and not self._is_hidden(cell)
            and printed(values[cell]) != printed(self.values[cell])
        ]
        return parts + [
            each.cell
            for each in self.several
            if not self._is_hidden(each.cell) and self._prints_otherwise(each, values, weights)
        ]

    def _prints_otherwise(self, several: _Several, values: Values, weights: Weights) -> bool:
        if not sum(weights[part] for part in several.parts):
            return True
        return printed(several.value(values, weights)) != self.before[several.cell]

    def _cost(self, cells: Iterable[Cell]) -> int:
        return sum((3 if cell.gender == ALL else 1) * (4 if cell.who == TOTAL else 1) for cell in cells)
