"""The system of counts laid out by number, so that thousands of worlds can be weighed: what each changes and costs.

Leaves and cells have numbers here; `Cell` and `Leaf` are their names. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from plans.domain.disclosure_system import END, REST, START, Cell, Leaf, Node, System, stage_of
from plans.domain.outcomes import ALL, GOAL_SHARE, TOTAL, Outcomes

World: TypeAlias = dict[int, int]
"""How much more or less than in truth each leaf is, by number; those that are as in truth are left out."""

WEIGHTS: Final = {
    "exits": 6,
    "participants": 6,
    GOAL_SHARE: 6,
    "in_goal": 5,
    END: 5,
    START: 4,
    "newly_enrolled": 4,
    "transfers_in": 3,
    "transfers_out": 3,
    "early_dropouts": 3,
    "not_in_goal": 1,
}
"""How sorely a cell is missed, 2 for those not named; thrice as much of all genders, four times of all initiatives."""


BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "year": (REST, "half_2", "tertial_3"),
    "half_2": ("year", REST),
    "tertial_3": ("year", REST),
    REST: ("year", "half_2", "tertial_3"),
}
"""Parts that end when the year does, and so count in the same totals of the year."""


def weight_of(cell: Cell) -> int:
    """How sorely the cell is missed when it is hidden. What is never shown is not missed."""
    if cell.period == REST:
        return 0
    weight = WEIGHTS.get(cell.measure, 2) * (3 if cell.gender == ALL else 1)
    return weight * (4 if cell.who == TOTAL else 1)


class Board:
    """Leaves, bonds and cells by number."""

    def __init__(self, system: System, outcomes: Outcomes) -> None:
        self.leaves = list(system.counts)
        self.leaf_number = {leaf: number for number, leaf in enumerate(self.leaves)}
        self.counts = list(system.counts.values())
        self.stages = [stage_of(leaf.node.year, leaf.node.part) for leaf in self.leaves]
        self.initiatives = sorted({leaf.node.who for leaf in self.leaves})
        self.bonds = [
            (tuple((self.leaf_number[leaf], sign) for leaf, sign in bond.signs.items()), bond.stage)
            for bond in system.bonds
        ]
        self.bonds_of: list[list[int]] = [[] for _ in self.leaves]
        for number, (signs, _) in enumerate(self.bonds):
            for leaf, _ in signs:
                self.bonds_of[leaf].append(number)
        self.cells: list[Cell] = []
        self.cell_number: dict[Cell, int] = {}
        self.cell_counts: list[int] = []
        self.weights: list[int] = []
        self.counted_in: list[tuple[tuple[int, int], ...]] = []
        self.own_cells: list[tuple[int, ...]] = []
        """The cells of a leaf's own initiative and gender."""
        for name in self.leaves:
            self._lay_out(system, outcomes, name)
        self._count_rests()
        self.shares: dict[int, tuple[int, int, int]] = {}
        """Per number of exits and of those in goal: the share's, the exits' and that of those in goal."""
        for cell in list(self.cell_number):
            if cell.measure == "exits" and cell.period != REST:
                self._lay_out_share(cell)

    def _lay_out(self, system: System, outcomes: Outcomes, leaf: Leaf) -> None:
        found = []
        for cell, sign in system.cells(leaf):
            number = self.cell_number.get(cell)
            if number is None:
                count = None if cell.period == REST else _count(outcomes, cell)
                if count is None and cell.period != REST and cell.measure.endswith("_of"):
                    continue  # no mean, and so of nobody
                number = self._add(cell, count or 0)
            found.append((number, sign))
        self.counted_in.append(tuple(found))
        self.own_cells.append(
            tuple(
                number
                for number, _ in found
                if self.cells[number].who != TOTAL and self.cells[number].gender == leaf.gender
            )
        )

    def _add(self, cell: Cell, count: int) -> int:
        number = self.cell_number[cell] = len(self.cells)
        self.cells.append(cell)
        self.cell_counts.append(count)
        self.weights.append(weight_of(cell))
        return number

    def _count_rests(self) -> None:
        for leaf, counted in enumerate(self.counted_in):
            for number, sign in counted:
                if self.cells[number].period == REST:
                    self.cell_counts[number] += sign * self.counts[leaf]

    def _lay_out_share(self, cell: Cell) -> None:
        exits, in_goal = self.cell_number[cell], self.cell_number[cell._replace(measure="in_goal")]
        share = self._add(cell._replace(measure=GOAL_SHARE), 0)
        self.shares[exits] = self.shares[in_goal] = (share, exits, in_goal)

    def differences(self, world: World) -> tuple[dict[int, int], set[int]]:
        """The counts that are others in the world, with by how much; and the goal shares that are."""
        changes: dict[int, int] = {}
        for leaf, change in world.items():
            for cell, sign in self.counted_in[leaf]:
                changes[cell] = changes.get(cell, 0) + sign * change
        changes = {cell: change for cell, change in changes.items() if change}
        shares = {
            found[0]
            for cell in changes
            if (found := self.shares.get(cell)) and self._share_differs(found[1], found[2], changes)
        }
        return changes, shares

    def _share_differs(self, exits: int, in_goal: int, changes: Mapping[int, int]) -> bool:
        before = self.cell_counts[exits]
        after = before + changes.get(exits, 0)
        if before <= 0 or after <= 0:
            return True
        goal = self.cell_counts[in_goal]
        return goal * after != (goal + changes.get(in_goal, 0)) * before

    def moved(self, leaf: int, who: int) -> int | None:
        """The same count in another initiative, if there is one: in the same part of the year, or one beside it."""
        name = self.leaves[leaf]
        for part in dict.fromkeys((name.node.part, *BESIDE.get(name.node.part, ()))):
            found = self.leaf_number.get(name._replace(node=Node(who, name.node.year, part)))
            if found is not None:
                return found
        return None

    def turned(self, leaf: int, gender: str) -> int | None:
        """The same count of another gender, if there is one."""
        return self.leaf_number.get(self.leaves[leaf]._replace(gender=gender))


def _count(outcomes: Outcomes, cell: Cell) -> int | None:
    tally = outcomes.tally(*cell[:4])
    value = tally.value(cell.measure) if tally else None
    return value if isinstance(value, int) else None
