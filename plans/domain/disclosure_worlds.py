"""Which counts to hide so that no small one can be derived: a search for worlds that a reader cannot tell apart.

A world is another set of counts that keeps every bond between them and agrees with all that is shown. For each small
count there is a world in which it is another; a cell that differs in any of them is hidden. So whoever sees all that
is shown, and knows every bond, still cannot say whether the true counts or those of that world are real.

Years are taken in the order in which they can be published, and what was shown then is never hidden afterwards: what is
hidden of a year depends on no later one. The search is not complete: it looks at the nearest ways to keep the bonds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from plans.domain.disclosure_board import Board, World
from plans.domain.disclosure_system import END, Cell
from plans.domain.outcome_facts import COUNTS, SPLIT
from plans.domain.outcomes import ALL, TOTAL

LONGEST: Final = 5
"""How many counts a world may take to keep the bonds of one that is changed, before others are changed against it."""
STARTS: Final = 6
"""How many of the counts in a cell are tried first in its place."""
CONSIDERED: Final = 24
"""How many ways to keep the bonds are looked at for each count."""
EXTENDED: Final = 5
"""How many of them are weighed, also with their reverses elsewhere."""
REACHING_BACK: Final = 2
"""How many of those that change what is hidden of earlier times are weighed."""
OTHERS: Final = 4
"""In how many other initiatives a reverse is tried, those where it hides least."""


class Hiding:
    """What is hidden so far, and the worlds that it hides from each other."""

    def __init__(
        self, board: Board, smallest: Callable[[int], int], fixed: set[int], hidden: Iterable[Cell] = ()
    ) -> None:
        """`smallest` gives the smallest count shown of a year, 0 where all are; no world changes what is `fixed`."""
        self.board, self.smallest, self.fixed = board, smallest, fixed
        self.other_hidden = set(hidden)
        """Hidden cells that count no leaf: means, and what fits no system."""
        self.hidden: set[int] = set()
        self.small: set[int] = set()
        """The counts that are hidden for their own sake."""
        self.locked: set[int] = set()
        """What is shown of times that are done with, and never hidden again."""
        self.worlds: list[World] = []
        self.covered: set[int] = set()
        """The cells that differ in some world."""
        self.stage = (0, 0)
        self.leaves_of: dict[int, list[int]] = {}
        for leaf, counted in enumerate(board.counted_in):
            for cell, _ in counted:
                self.leaves_of.setdefault(cell, []).append(leaf)

    def is_small(self, cell: int) -> bool:
        """Whether the count is one that the rule of its year hides."""
        return 1 <= self.board.cell_counts[cell] < self.smallest(self.board.cells[cell].year)

    def is_hidden(self, cell: Cell) -> bool:
        """Whether the cell is hidden so far."""
        return cell in self.other_hidden or self.board.cell_number.get(cell) in self.hidden

    def worlds_of(self, year: int) -> Iterator[World]:
        """The worlds that change a count of the year."""
        for world in self.worlds:
            if any(self.board.leaves[leaf].node.year == year for leaf in world):
                yield world

    # --- Protecting ---------------------------------------------------------------------------------------------

    def protect(self, cells: Iterable[int]) -> None:
        """Hide the small counts among the cells, which all belong to the stage, and what else it takes."""
        small = [cell for cell in cells if self.is_small(cell) and self._can_differ(cell)]
        self.small.update(small)
        self.hidden.update(small)
        self._continue_worlds()
        before, earlier = set(self.hidden), len(self.worlds)
        for cell in small:
            if cell not in self.covered:
                self._protect(cell)
        self._thin(before, earlier)

    def _can_differ(self, cell: int) -> bool:
        return any(self.board.counts[leaf] and leaf not in self.fixed for leaf in self.leaves_of[cell])

    def _protect(self, cell: int) -> None:
        for with_zeros in (False, True):
            world = self._cheapest(self._worlds_of(cell, with_zeros), with_zeros, differing=cell)
            if world is not None:
                self._accept(world)
                return

    def _worlds_of(self, cell: int, with_zeros: bool) -> Iterator[World]:
        """Worlds in which the cell is another: one count of it changed, and what keeps the bonds."""
        able = [leaf for leaf in self.leaves_of[cell] if with_zeros or self.board.counts[leaf]]
        for leaf in sorted(able, key=self._cost_of)[:STARTS]:
            for change in (1, -1):
                if self._may_change(leaf, change, with_zeros):
                    yield from self._whole({leaf: change}, with_zeros)

    def _whole(self, start: World, with_zeros: bool) -> Iterator[World]:
        """The ways to keep all bonds from a change on; and, where totals would go, with the reverse elsewhere."""
        for world in self._nearest(start, with_zeros):
            yield world
            found = [world]
            hides_all, hides_total = self._hides_sums(world)
            if hides_all:
                found += [{**world, **turned} for turned in self._against(world, with_zeros)]
                yield from found[1:]
            for each in found:
                if hides_total if each is world else self._hides_sums(each)[1]:
                    yield from ({**each, **turned} for turned in self._elsewhere(each, with_zeros))

    def _nearest(self, start: World, with_zeros: bool) -> list[World]:
        """The ways to keep all bonds that hide the least: within the time that is new, then some that reach back."""
        ways = list(islice(self._repaired(start, LONGEST, with_zeros), CONSIDERED))
        ways.sort(key=lambda each: sum(map(self._cost_of, each)))
        stages = self.board.stages
        new = [world for world in ways if all(stages[leaf] == self.stage for leaf in world)]
        return new[:EXTENDED] + [world for world in ways if world not in new][:REACHING_BACK]

    def _hides_sums(self, world: World) -> tuple[bool, bool]:
        """Whether the world would hide more of all genders, and more of all initiatives."""
        cells = self.board.cells
        changes, shares = self.board.differences(world)
        new = [cells[cell] for cell in (*changes, *shares) if cell not in self.hidden]
        return any(cell.gender == ALL for cell in new), any(cell.who == TOTAL for cell in new)

    def _accept(self, world: World) -> None:
        self.worlds.append(world)
        for cells in self.board.differences(world):
            self.hidden.update(cells)
            self.covered.update(cells)

    def _thin(self, before: set[int], earlier: int) -> None:
        """Leave out the worlds, of those found last, that protect nothing which the others do not."""
        protected = [self._protected(world) for world in self.worlds]
        times = Counter(cell for cells in protected for cell in cells)
        for place in sorted(range(earlier, len(self.worlds)), key=lambda each: -len(self.worlds[each])):
            if all(times[cell] > 1 for cell in protected[place]):
                times.subtract(protected[place])
                self.worlds[place] = {}
        self.worlds = [world for world in self.worlds if world]
        self.hidden = before
        for world in self.worlds[-(len(self.worlds) - earlier) or len(self.worlds) :]:
            for cells in self.board.differences(world):
                self.hidden.update(cells)

    def _protected(self, world: World) -> list[int]:
        return [cell for cell in self.board.differences(world)[0] if cell in self.small]

    def _continue_worlds(self) -> None:
        """Carry on each world that ends where a later part of the year, or the next year, begins."""
        for place, world in enumerate(list(self.worlds)):
            if self._broken(world) is None:
                continue
            self.worlds[place] = {}
            for with_zeros in (False, True):
                found = self._cheapest(self._continued(world, with_zeros), with_zeros, world)
                if found is not None:
                    self._accept(found)
                    break
            else:
                self._look_anew(world)
        self.worlds = [world for world in self.worlds if world]

    def _continued(self, world: World, with_zeros: bool) -> Iterator[World]:
        """The ways to carry a world on: first those that change the same measure wherever it goes on."""
        forced = self._forced(world, with_zeros)
        broken = self._all_broken(forced)
        for measure in COUNTS:
            further = {
                leaf: -excess * sign
                for number, excess in broken
                for leaf, sign in self.board.bonds[number][0]
                if self.board.leaves[leaf].measure == measure and leaf not in forced
            }
            if all(self._may_change(leaf, change, with_zeros) for leaf, change in further.items()):
                whole = {**forced, **further}
                if self._broken(whole) is None:
                    yield whole
        yield from islice(self._repaired(forced, len(forced) + 6, with_zeros), 100)

    def _forced(self, world: World, with_zeros: bool) -> World:
        """The world with the counts that can keep a bond in one way only: an opening that is a closing."""
        found = dict(world)
        for number, excess in self._all_broken(world):
            options = self._options(found, number, excess, with_zeros)
            if len(options) == 1:
                found.update(options)
        return found

    def _look_anew(self, world: World) -> None:
        """A world that cannot go on: what it alone protected needs another."""
        self.covered = set().union(*(self.board.differences(each)[0] for each in self.worlds))
        for cell in self.board.differences(world)[0]:
            if cell not in self.covered and cell in self.small:
                self._protect(cell)

    def unproven(self) -> set[int]:
        """The small counts that no world holds open: one that keeps all bonds, and differs in nothing that is shown."""
        proven: set[int] = set()
        for world in self.worlds:
            changes, shares = self.board.differences(world)
            if self._broken(world) is None and changes.keys() | shares <= self.hidden:
                proven.update(changes)
        return self.small - proven

    # --- Weighing -----------------------------------------------------------------------------------------------

    def _cheapest(
        self,
        worlds: Iterable[World],
        with_zeros: bool,
        before: World | None = None,
        differing: int | None = None,
    ) -> World | None:
        """The world that hides the least more; the first of equals. None when none is possible.

        `before` is what it is a continuation of; `differing` the cell that is to be another in it.
        """
        best, lowest = None, None
        done = self.board.differences(before)[0] if before else {}
        for world in worlds:
            cost = self._cost(world, done, lowest, with_zeros, differing)
            if cost is not None:
                best, lowest = world, cost
                if not cost:
                    break
        return best

    def _cost(
        self,
        world: World,
        done: Mapping[int, int],
        limit: int | None,
        with_zeros: bool,
        differing: int | None,
    ) -> int | None:
        """What it hides more, in hundredths of weight; None when it cannot be, or costs the limit or more.

        `done` are the differences it had already, in times that are done with.
        """
        board = self.board
        changes, shares = board.differences(world)
        if differing is not None and differing not in changes:
            return None
        if any(cell in self.small and cell not in changes for cell in done):
            return None  # what it protected would be as in truth again
        cost = 0
        for cell, change in changes.items():
            if done.get(cell) == change:
                continue
            count = board.cell_counts[cell] + change
            is_zero = not board.cell_counts[cell]  # a sum can be, of what comes and what goes
            if cell in self.locked or count < (0 if with_zeros else 1) or (is_zero and not with_zeros):
                return None
            if cell not in self.hidden:
                cost += 100 * board.weights[cell]
            elif cell in self.small and count >= self.smallest(board.cells[cell].year):
                cost += 1  # a reader who guesses that it is small is left in doubt too, where it is as cheap
            if limit is not None and cost >= limit:
                return None
        for cell in shares - self.hidden:
            if cell in self.locked:
                return None
            cost += 100 * board.weights[cell]
        return None if limit is not None and cost >= limit else cost

    def _cost_of(self, leaf: int) -> int:
        """What is hidden more when the count alone is changed, in its own initiative and gender."""
        hidden, weights = self.hidden, self.board.weights
        return sum(weights[cell] for cell in self.board.own_cells[leaf] if cell not in hidden)

    # --- Worlds -------------------------------------------------------------------------------------------------

    def _may_change(self, leaf: int, change: int, with_zeros: bool) -> bool:
        """Whether the count can be another in a world: it is there, not public, and not shown before."""
        count = self.board.counts[leaf]
        if not with_zeros and (not count or count + change < 1):
            return False
        return (
            count + change >= 0
            and self.board.stages[leaf] <= self.stage
            and leaf not in self.fixed
            and self.board.counted_in[leaf][0][0] not in self.locked
        )

    def _broken(self, world: World) -> tuple[int, int] | None:
        """The first bond that the world breaks, and by how much; None when it keeps them all."""
        return next(self._breaks(world), None)

    def _all_broken(self, world: World) -> list[tuple[int, int]]:
        return list(dict.fromkeys(self._breaks(world)))

    def _breaks(self, world: World) -> Iterator[tuple[int, int]]:
        for leaf in world:
            for number in self.board.bonds_of[leaf]:
                signs, stage = self.board.bonds[number]
                if stage <= self.stage:
                    excess = sum(sign * world[other] for other, sign in signs if other in world)
                    if excess:
                        yield number, excess

    def _repaired(self, world: World, longest: int, with_zeros: bool) -> Iterator[World]:
        """The ways to keep all bonds by changing further counts, those that hide least first."""
        broken = self._broken(world)
        if broken is None:
            yield world
            return
        if len(world) >= longest:
            return
        options = self._options(world, *broken, with_zeros)
        for leaf, change in sorted(options, key=lambda each: self._cost_of(each[0])):
            yield from self._repaired({**world, leaf: change}, longest, with_zeros)

    def _options(self, world: World, number: int, excess: int, with_zeros: bool) -> list[tuple[int, int]]:
        """The counts that could keep a broken bond, each with the change that it takes."""
        return [
            (leaf, -excess * sign)
            for leaf, sign in self.board.bonds[number][0]
            if leaf not in world and self._may_change(leaf, -excess * sign, with_zeros)
        ]

    def _against(self, world: World, with_zeros: bool) -> Iterator[World]:
        """The reverse of the world in another gender, so that all genders together stay as they are."""
        genders = {self.board.leaves[leaf].gender for leaf in world}
        if len(genders) == 1 and ALL not in genders:
            for gender in SPLIT:
                if gender not in genders and (turned := self._reverse(world, gender=gender)):
                    yield from self._possible(turned, with_zeros)

    def _elsewhere(self, world: World, with_zeros: bool) -> Iterator[World]:
        """The reverse of the world in another initiative, so that all initiatives together stay as they are.

        Where that cannot be, or costs more: as many more or fewer at the end there, and whatever keeps the bonds.
        """
        whose = {self.board.leaves[leaf].node.who for leaf in world}
        if len(whose) != 1:
            return
        found = [
            turned
            for who in self.board.initiatives
            if who not in whose and (turned := self._reverse(world, who=who))
        ]
        for turned in sorted(found, key=lambda each: sum(map(self._cost_of, each)))[:OTHERS]:
            yield from self._possible(turned, with_zeros)
            ends = {leaf: change for leaf, change in turned.items() if self.board.leaves[leaf].measure == END}
            if len(ends) == 1 and all(self._may_change(*end, with_zeros) for end in ends.items()):
                yield from islice(self._repaired(ends, 2, with_zeros), 8)

    def _reverse(self, world: World, gender: str = "", who: int = TOTAL) -> World | None:
        """The world turned about, in another gender or initiative; None where a count of it is not there."""
        found: World = {}
        for leaf, change in world.items():
            other = self.board.turned(leaf, gender) if gender else self.board.moved(leaf, who)
            if other is None:
                return None
            found[other] = -change
        return found

    def _possible(self, world: World, with_zeros: bool) -> Iterator[World]:
        if self._broken(world) is None and all(
            self._may_change(leaf, change, with_zeros) for leaf, change in world.items()
        ):
            yield world
