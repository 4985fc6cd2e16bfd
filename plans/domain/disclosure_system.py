"""The counts of a federation as they hang together: what flows where, and which published cells each count is part of.

A node is an initiative in a part of a year, the finest that is told: where halves are told beside their year, the year
is their sum, and where one half is told, the rest of the year is a node of its own, for a reader can subtract. Leaves
are the counts of nodes. What holds between them in the entries (the flow of a node adds up, an opening is the closing
before, transfers out are transfers in) is taken as known to every reader; what does not hold there binds nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from plans.domain.outcome_facts import COUNTS, HALVES, SPLIT, TERTIALS, YEAR
from plans.domain.outcomes import ALL, MEANS, SUMS, TOTAL, Outcomes, is_split, period_order

ARRIVALS: Final = ("enrolled_at_start", "newly_enrolled", "transfers_in")
START, END = "enrolled_at_start", "active_at_end"
FLOWS: Final = tuple(measure for measure in COUNTS if measure not in {START, END})
REST: Final = "rest"
"""The part of a year that remains when the parts that are told are taken from it. Never published itself."""


class Node(NamedTuple):
    """An initiative in a part of a year."""

    who: int
    year: int
    part: str


class Leaf(NamedTuple):
    """A count of a node, of one gender, or of all where they are not told apart."""

    node: Node
    gender: str
    measure: str


class Cell(NamedTuple):
    """A place where a count or what is computed of counts can stand."""

    who: int
    year: int
    period: str
    gender: str
    measure: str


def flow_sign(measure: str) -> int:
    """+1 for those who are or come in, −1 for those who leave or remain at the end."""
    return 1 if measure in ARRIVALS else -1


def stage_of(year: int, part: str) -> tuple[int, int]:
    """When the part can be published: its year and last month."""
    return year, 12 if part == REST else period_order(part)[0]


@dataclass(frozen=True)
class Bond:
    """Leaves whose counts, each with its sign, add up to nothing: a flow, a closing and its opening, transfers."""

    signs: Mapping[Leaf, int]
    stage: tuple[int, int]
    """When it begins to bind: when all of it can be published."""


@dataclass(frozen=True)
class System:
    """All leaves with their counts, what binds them, and where they are told."""

    counts: Mapping[Leaf, int]
    genders: Mapping[Node, tuple[str, ...]]
    periods: Mapping[Node, tuple[tuple[str, bool, bool], ...]]
    """Per node the periods it is part of, each with whether the node begins it and whether it ends it."""
    bonds: tuple[Bond, ...]
    counted_as: Mapping[tuple[int, int, str], tuple[tuple[str, str], ...]]
    """Per initiative and period: counts that means are of, and the sum that each is the same as."""
    blocked: frozenset[Cell]
    """Cells that fit no system: a second division of a year, or genders that do not add up."""
    totals: frozenset[tuple[int, str, str]]
    """The years, periods and genders in which all initiatives are told together."""

    def cells(self, leaf: Leaf) -> Iterator[tuple[Cell, int]]:
        """Every cell that the leaf is counted in, its own first, each with the sign that it is counted with."""
        node, gender, measure = leaf
        genders = (ALL,) if gender == ALL else (gender, ALL)
        for period, begins, ends in self.periods[node]:
            if (measure == START and not begins) or (measure == END and not ends):
                continue
            for told, sign in self._told_as(node, period, measure):
                for each in genders:
                    yield Cell(node.who, node.year, period, each, told), sign
                    if (node.year, period, each) in self.totals:
                        yield Cell(TOTAL, node.year, period, each, told), sign

    def _told_as(self, node: Node, period: str, measure: str) -> list[tuple[str, int]]:
        """The measure, the sums it is in, and what means are of where that is one of them."""
        found = [(measure, 1), *((name, parts[measure]) for name, parts in SUMS.items() if measure in parts)]
        same = self.counted_as.get((node.who, node.year, period), ())
        return [*found, *((of, sign) for of, told in same for name, sign in found if name == told)]


def system(outcomes: Outcomes, begun: Collection[tuple[int, int]] = ()) -> System:
    """The counts of the federation as they hang together. `begun` are initiatives with the year that they began in."""
    return _Builder(outcomes, begun).build()


class _Builder:
    """Gathers nodes year by year."""

    def __init__(self, outcomes: Outcomes, begun: Collection[tuple[int, int]]) -> None:
        self.outcomes = outcomes
        self.begun = begun
        self.counts: dict[Leaf, int] = {}
        self.genders: dict[Node, tuple[str, ...]] = {}
        self.periods: dict[Node, list[tuple[str, bool, bool]]] = {}
        self.blocked: set[Cell] = set()
        self.starts: dict[Node, list[Node]] = {}

    def build(self) -> System:
        told: dict[tuple[int, int], set[str]] = {}
        for who, year, period, gender in self.outcomes.tallies:
            if who != TOTAL and gender == ALL:
                told.setdefault((who, year), set()).add(period)
        for (who, year), periods in sorted(told.items()):
            self._year(who, year, periods)
        bonds = [*self._flows(), *self._continued()]
        bonds += self._transfers(
            {leaf for bond in bonds if len(bond.signs) < len(COUNTS) for leaf in bond.signs}
        )
        return System(
            counts=self.counts,
            genders=self.genders,
            periods={node: tuple(each) for node, each in self.periods.items()},
            bonds=tuple(bonds),
            counted_as=self._counted_as(told),
            blocked=frozenset(self.blocked),
            totals=frozenset(
                (year, period, gender)
                for who, year, period, gender in self.outcomes.tallies
                if who == TOTAL and Cell(TOTAL, year, period, gender, END) not in self.blocked
            ),
        )

    # --- Nodes --------------------------------------------------------------------------------------------------

    def _year(self, who: int, year: int, periods: set[str]) -> None:
        """The nodes of an initiative in a year: its parts where they make up the year, else each for itself."""
        halves = [part for part in HALVES if part in periods]
        tertials = [part for part in TERTIALS if part in periods]
        parts: list[str] = [*(halves or tertials)]
        if halves and tertials:
            for tertial in tertials:  # a second division would give away the first
                self._block(who, year, tertial)
        for part in parts:
            self._node(Node(who, year, part), self._counts_of(who, year, part), part)
        if YEAR not in periods:
            return
        whole = self._counts_of(who, year, YEAR)
        chain = [Node(who, year, part) for part in parts]
        rest = self._rest(whole, chain, len(parts) == len(HALVES if halves else TERTIALS))
        if not parts or rest is None:
            self._node(Node(who, year, YEAR), whole, YEAR)
            return
        if rest:
            chain.append(Node(who, year, REST))
            self._node(chain[-1], rest, REST)
        for place, node in enumerate(chain):
            self.periods[node].append((YEAR, place == 0, place == len(chain) - 1))

    def _node(self, node: Node, counts: Mapping[str, Mapping[str, int]], period: str) -> None:
        self.genders[node] = tuple(counts)
        self.periods[node] = [(period, True, True)]
        for gender, of_gender in counts.items():
            for measure, count in of_gender.items():
                self.counts[Leaf(node, gender, measure)] = count

    def _counts_of(self, who: int, year: int, period: str) -> dict[str, dict[str, int]]:
        """The counts by gender, or of all where the genders do not make up all; what nobody entered is 0."""
        genders = self.outcomes.genders(who, year, period)
        team = {
            gender: tally
            for gender in (ALL, *genders)
            if (tally := self.outcomes.tally(who, year, period, gender))
        }
        if is_split(team):
            return {gender: {name: team[gender].counts[name] or 0 for name in COUNTS} for gender in genders}
        for gender in genders:
            self.blocked |= {
                Cell(who, year, period, gender, name)
                for name in (*COUNTS, *SUMS, "goal_share")
                if team[gender].count("participants") is not None or team[gender].count("exits") is not None
            }
        return {ALL: {name: team[ALL].counts[name] or 0 for name in COUNTS}}

    def _rest(
        self, whole: Mapping[str, Mapping[str, int]], chain: list[Node], is_complete: bool
    ) -> dict[str, dict[str, int]] | None:
        """What remains of the year beside its parts: nothing ({}) when they make it up; None when they cannot."""
        if not chain or any(set(self.genders[node]) != set(whole) for node in chain):
            return None
        found: dict[str, dict[str, int]] = {}
        for gender, counts in whole.items():
            rest = {
                name: counts[name] - sum(self.counts[Leaf(node, gender, name)] for node in chain)
                for name in FLOWS
            }
            rest[START] = self.counts[Leaf(chain[-1], gender, END)]
            rest[END] = counts[END]
            if min(rest.values()) < 0 or counts[START] != self.counts[Leaf(chain[0], gender, START)]:
                return None
            if is_complete and (any(rest[name] for name in FLOWS) or rest[START] != rest[END]):
                return None
            found[gender] = rest
        return {} if is_complete else found

    def _block(self, who: int, year: int, period: str) -> None:
        """Block the period of an initiative, and with it what all are together: the others are told one by one."""
        self.blocked |= {
            Cell(each, year, period, gender, name)
            for each in (who, TOTAL)
            for gender in (ALL, *SPLIT)
            for name in (*COUNTS, *SUMS, "goal_share", *MEANS, *MEANS.values())
            if self.outcomes.tally(each, year, period, gender)
        }

    # --- What binds them ----------------------------------------------------------------------------------------

    def _bond(self, plus: Iterable[Leaf], minus: Iterable[Leaf]) -> list[Bond]:
        """The two sides as a bond, if they are as large; else none."""
        signs = {**dict.fromkeys(plus, 1), **dict.fromkeys(minus, -1)}
        if sum(sign * self.counts[leaf] for leaf, sign in signs.items()):
            return []
        return [Bond(signs, max(stage_of(leaf.node.year, leaf.node.part) for leaf in signs))]

    def _flows(self) -> list[Bond]:
        """The flow of each node and gender, where it adds up."""
        found = []
        for node, genders in self.genders.items():
            for gender in genders:
                leaves = {measure: Leaf(node, gender, measure) for measure in COUNTS}
                arrivals = [leaf for measure, leaf in leaves.items() if measure in ARRIVALS]
                found += self._bond(arrivals, [leaf for leaf in leaves.values() if leaf not in arrivals])
        return found

    def _continued(self) -> list[Bond]:
        """Each closing with the opening after it, where they are the same."""
        by_beginning: dict[tuple[int, tuple[int, int]], list[Node]] = {}
        for node in self.genders:
            by_beginning.setdefault((node.who, self._begins_after(node)), []).append(node)
        found = []
        for node in self.genders:
            for later in by_beginning.get((node.who, stage_of(node.year, node.part)), ()):
                if later != node:
                    found += self._joined(node, later)
        return found

    def _begins_after(self, node: Node) -> tuple[int, int]:
        """The year and month that ended when the node began."""
        if node.part == REST:
            return max(
                stage_of(each.year, each.part)
                for each, periods in self.periods.items()
                if each[:2] == node[:2] and each.part != REST and periods[-1][0] == YEAR
            )
        month = {"half_2": 6, "tertial_2": 4, "tertial_3": 8}.get(node.part)
        return (node.year, month) if month else (node.year - 1, 12)

    def _joined(self, node: Node, later: Node) -> list[Bond]:
        """What closes the one and opens the other: gender by gender, or together where one alone tells them apart."""
        closing = {gender: Leaf(node, gender, END) for gender in self.genders[node]}
        opening = {gender: Leaf(later, gender, START) for gender in self.genders[later]}
        if (ALL in closing) != (ALL in opening):
            return self._bond(closing.values(), opening.values())
        return [
            bond
            for gender in closing
            if gender in opening
            for bond in self._bond([closing[gender]], [opening[gender]])
        ]

    def _transfers(self, bound: set[Leaf]) -> list[Bond]:
        """Transfers out of some initiatives and into others, or to the start of new ones, where they are as many.

        Those who left in a part of a year came in the same part, or else in another part of the year.
        """
        moves: dict[tuple[int, str], _Moves] = {}
        for leaf, count in self.counts.items():
            if count:
                moves.setdefault((leaf.node.year, leaf.node.part), _Moves()).add(leaf, bound, self.begun)
        found = []
        left: dict[int, _Moves] = {}
        for (year, _), of_part in sorted(moves.items()):
            bonds = self._of_moves(of_part)
            found += bonds
            if not bonds:
                left.setdefault(year, _Moves()).take(of_part)
        for of_year in left.values():
            found += self._of_moves(of_year)
        return found

    def _of_moves(self, moves: _Moves) -> list[Bond]:
        """The bonds of those who left with the first of what they may have come to that is as many."""
        bonds = (self._by_gender(moves.out, each) or self._bond(moves.out, each) for each in moves.options())
        return next((each for each in bonds if each), [])

    def _by_gender(self, out: list[Leaf], arrived: list[Leaf]) -> list[Bond]:
        """A bond for each gender, if there is one for every gender of them; else none."""
        genders = sorted({leaf.gender for leaf in (*out, *arrived)})
        bonds = [
            self._bond(
                [leaf for leaf in out if leaf.gender == gender],
                [leaf for leaf in arrived if leaf.gender == gender],
            )
            for gender in genders
        ]
        return [bond for each in bonds for bond in each] if all(bonds) else []

    def _counted_as(
        self, told: Mapping[tuple[int, int], set[str]]
    ) -> dict[tuple[int, int, str], tuple[tuple[str, str], ...]]:
        """Which sum each count that a mean is of is the same as, for every gender that has the mean."""
        found = {}
        for (who, year), periods in told.items():
            for period in periods:
                same = [(of, name) for of in MEANS.values() for name in self._same_sum(who, year, period, of)]
                found[who, year, period] = tuple(same)
        return found

    def _same_sum(self, who: int, year: int, period: str, of: str) -> list[str]:
        tallies = [
            tally
            for gender in (ALL, *self.outcomes.genders(who, year, period))
            if (tally := self.outcomes.tally(who, year, period, gender)) and tally.value(of) is not None
        ]
        for name in ("in_goal", "exits", "participants"):
            if tallies and all(tally.value(of) == tally.count(name) for tally in tallies):
                return [name]
        return []


@dataclass(frozen=True)
class _Moves:
    """Counts of those who left for another initiative, and of those who may be the same, arrived."""

    out: list[Leaf] = field(default_factory=list)
    into: list[Leaf] = field(default_factory=list)
    begun: list[Leaf] = field(default_factory=list)
    """Openings of initiatives that began in the year."""
    unbound: list[Leaf] = field(default_factory=list)
    """Openings that are no closing before."""

    def add(self, leaf: Leaf, bound: Collection[Leaf], begun: Collection[tuple[int, int]]) -> None:
        """Take in a count, if it is of those who move."""
        if leaf.measure == "transfers_out":
            self.out.append(leaf)
        elif leaf.measure == "transfers_in":
            self.into.append(leaf)
        elif leaf.measure == START and leaf not in bound:
            self.unbound.append(leaf)
            if (leaf.node.who, leaf.node.year) in begun:
                self.begun.append(leaf)

    def take(self, other: _Moves) -> None:
        """Take in those of another part of the year."""
        for mine, others in zip(self._sides(), other._sides(), strict=True):
            mine.extend(others)

    def options(self) -> list[list[Leaf]]:
        """Where those who left may have come to, the likeliest first; nothing when nobody left."""
        options = [
            self.into,
            [*self.into, *self.begun],
            self.begun,
            [*self.into, *self.unbound],
            self.unbound,
        ]
        return [each for each in options if each and self.out]

    def _sides(self) -> tuple[list[Leaf], ...]:
        return self.out, self.into, self.begun, self.unbound
