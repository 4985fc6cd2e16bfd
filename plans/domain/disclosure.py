"""What of the outcomes may be shown: small counts hidden, and with them all that would give them away.

A `Disclosure` is computed once of all that a federation publishes together, over all its years; every table, chart,
sentence, answer and file asks it. The promise: from all that is shown, and from knowing that counts are whole, that
flows, genders and initiatives add up and that a closing is the next opening, no hidden small count can be derived: at
least two numbers are possible for each.
"""

from __future__ import annotations

from dataclasses import dataclass

from plans.domain.disclosure_board import Board
from plans.domain.disclosure_means import hide_means
from plans.domain.disclosure_system import END, REST, START, Bond, Cell, Leaf, System, stage_of, system
from plans.domain.disclosure_worlds import Hiding
from plans.domain.outcome_facts import GENDERS, OutcomeFacts
from plans.domain.outcomes import ALL, MEASURES, TOTAL, Outcomes, outcomes


@dataclass(frozen=True)
class Disclosure:
    """What is hidden of a federation's outcomes, over all its years."""

    hidden: frozenset[Cell]
    small: frozenset[Cell]
    """Those of the hidden that are hidden for their own sake; the others would give these away."""
    unprotected: frozenset[Cell]
    """Small counts that are hidden, but that a reader might still derive. None has been seen."""

    def shows(self, who: int, year: int, period: str, gender: str, measure: str) -> bool:
        """Whether the cell may be shown."""
        return Cell(who, year, period, gender, measure) not in self.hidden


def disclosure(facts: OutcomeFacts, told: Outcomes | None = None) -> Disclosure:
    """What is hidden of the federation's outcomes. `told` are its outcomes, where they are added up already."""
    told = told or outcomes(facts)
    found = system(told, _begun(facts))
    board = Board(found, told)
    smallest = {year: _smallest(facts, year) for year in {node.year for node in found.genders}}
    hiding = Hiding(
        board,
        lambda year: smallest.get(year, 0),
        {board.leaf_number[leaf] for leaf in _fixed(found, smallest)},
        (cell for cell in found.blocked if smallest[cell.year]),
    )
    stages: dict[tuple[int, int], list[Cell]] = {}
    for cell in sorted(board.cell_number, key=_order):
        stages.setdefault(stage_of(cell.year, cell.period), []).append(cell)
    for stage, cells in sorted(stages.items()):
        numbers = [board.cell_number[cell] for cell in cells]
        hiding.stage = stage
        hiding.protect(number for number in numbers if number in hiding.leaves_of)
        hiding.hidden |= {board.shares[exits][0] for exits in hiding.small & board.shares.keys()}
        hide_means(hiding, found, told)
        hiding.locked |= {number for number in numbers if number not in hiding.hidden}
    return Disclosure(
        hidden=_named(board, hiding.hidden) | hiding.other_hidden,
        small=_named(board, hiding.small),
        unprotected=_named(board, hiding.unproven()),
    )


def _begun(facts: OutcomeFacts) -> set[tuple[int, int]]:
    """The initiatives that began or took over from others in a year, with the year."""
    return {
        *((each.pk, each.starts_on.year) for each in facts.initiatives if each.starts_on),
        *((each.initiative, each.year) for each in facts.outcomes if each.starts_on),
        *((each.later, each.year) for each in facts.successions),
    }


def _named(board: Board, numbers: set[int]) -> frozenset[Cell]:
    """The cells with the numbers, but those that are never shown."""
    return frozenset(board.cells[number] for number in numbers if board.cells[number].period != REST)


def _smallest(facts: OutcomeFacts, year: int) -> int:
    """The smallest count that is shown of the year; 0 where all are."""
    rule = facts.disclosure(year)
    return rule.smallest if rule.is_on else 0


def _fixed(found: System, smallest: dict[int, int]) -> set[Leaf]:
    """The counts of years that hide nothing, and the closing before and the opening after, which are the same."""
    fixed = {leaf for leaf in found.counts if not smallest[leaf.node.year]}
    for bond in found.bonds:
        if _is_of_two_times(bond) and any(leaf in fixed for leaf in bond.signs):
            fixed.update(bond.signs)
    return fixed


def _is_of_two_times(bond: Bond) -> bool:
    return len(bond.signs) == 2 and {leaf.measure for leaf in bond.signs} == {START, END}


def _order(cell: Cell) -> tuple[object, ...]:
    """One initiative before all, one gender before all, and counts before their sums: the same every time."""
    genders = (*GENDERS, ALL)
    return (
        cell.who == TOTAL,
        cell.gender == ALL,
        MEASURES.index(cell.measure),
        cell.year,
        cell.period,
        cell.who,
        genders.index(cell.gender),
    )
