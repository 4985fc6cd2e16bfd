"""Small counts are hidden, and nothing that is told gives them away: attacked by an integer programme."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from plans.domain.disclosure import Disclosure, disclosure
from plans.domain.disclosure_means import printed
from plans.domain.outcome_facts import CountsFact, DisclosureFact, OutcomeFact, OutcomeFacts, SuccessionFact
from plans.domain.outcomes import ALL, COUNTED, GOAL_SHARE, MEANS, MEASURES, TOTAL, Outcomes, outcomes
from tests.plans.outcome_attack import HIDDEN, Attack
from tests.plans.outcome_sample import Shape, federation, initiative

SHAPES = (
    Shape(years=(2017, 2018), teams=2, split=0, halves=0),
    Shape(years=(2016, 2017, 2018), teams=3, split=0, halves=0.3),
    Shape(years=(2017, 2018), teams=2, split=1, halves=0),
    Shape(years=(2017, 2018), teams=1, split=1, halves=0.6, size=25),
    Shape(years=(2016, 2017, 2018), teams=2, split=0.5, halves=0, transfers=1),
    Shape(years=(2016, 2017, 2018, 2019), teams=2, split=0, halves=0.4, size=10),
)
SEEDS = range(6)


def sample(seed: int) -> OutcomeFacts:
    return federation(seed, SHAPES[seed % len(SHAPES)])


def told(found: Outcomes, hidden: Collection[Any]) -> dict[Any, Any]:
    """All that is told of the outcomes, with the cells that are hidden."""
    cells: dict[Any, Any] = {}
    for place, tally in found.tallies.items():
        for measure in MEASURES:
            value = tally.value(measure)
            if value is not None:
                shown = printed(value) if measure in MEANS else value  # type: ignore[arg-type]
                cells[(*place, measure)] = HIDDEN if (*place, measure) in hidden else shown
    return cells


def small_counts(found: Outcomes) -> list[Any]:
    return [
        (*place, measure)
        for place, tally in found.tallies.items()
        for measure in COUNTED
        if (count := tally.count(measure)) is not None and 1 <= count <= 4
    ]


def hidden_means(found: Outcomes) -> list[Any]:
    """Means over one to four."""
    return [
        (*place, name)
        for place, tally in found.tallies.items()
        for name in MEANS
        if place[0] != TOTAL and (mean := tally.means[name]) and mean.of is not None and mean.of <= 4
    ]


# --- The promise ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_count_and_no_mean_of_few_can_be_derived_from_all_that_is_told(seed: int) -> None:
    found = outcomes(sample(seed))
    result = disclosure(sample(seed), found)
    attack = Attack(found, told(found, result.hidden))

    assert set(small_counts(found)) == {tuple(cell) for cell in result.small if cell.measure in COUNTED}
    assert attack.derived_counts(sorted(tuple(cell) for cell in result.small)) == []
    assert attack.narrowed_means(hidden_means(found)) == []
    assert result.unprotected == frozenset()


@pytest.mark.parametrize("split", [0, 0.5, 1])
@pytest.mark.parametrize("seed", range(8))
def test_every_small_count_is_held_open_by_another_world(seed: int, split: float) -> None:
    """Years told by gender between years that are not, halves, small teams: more than a solver has time for."""
    shape = Shape(years=(2015, 2016, 2017, 2018, 2019), teams=3, split=split, halves=0.3, size=8 + 6 * seed)
    assert disclosure(federation(seed, shape)).unprotected == frozenset()


def test_the_attack_is_real_it_breaks_what_hides_small_counts_alone() -> None:
    found = outcomes(sample(0))
    small = small_counts(found)
    attack = Attack(found, told(found, {*small, *hidden_means(found)}))

    assert len(attack.derived_counts(small)) > 5


@pytest.mark.parametrize("measure", ["goal_share", "active_at_end"])
def test_the_attack_breaks_what_forgets_one_kind_of_cell(measure: str) -> None:
    """What is hidden to protect others is needed: told again, it gives small counts away."""
    derived = 0
    for seed in (0, 6):
        found = outcomes(sample(seed))
        result = disclosure(sample(seed), found)
        kept = {tuple(cell) for cell in result.hidden if cell.measure != measure or cell in result.small}
        attack = Attack(found, told(found, kept))
        derived += len(attack.derived_counts(sorted(tuple(cell) for cell in result.small)))

    assert derived > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_zero_is_told_and_every_small_count_is_hidden(seed: int) -> None:
    found = outcomes(sample(seed))
    result = disclosure(sample(seed), found)
    cells = {(*place, name): tally.count(name) for place, tally in found.tallies.items() for name in COUNTED}

    assert [cell for cell, count in cells.items() if count == 0 and not result.shows(*cell)] == []
    assert [cell for cell, count in cells.items() if count in (1, 2, 3, 4) and result.shows(*cell)] == []


# --- The same today as before ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(18))
def test_what_is_hidden_of_a_year_depends_on_no_later_year(seed: int) -> None:
    facts = sample(seed)
    before = replace(facts, outcomes=tuple(each for each in facts.outcomes if each.year < facts.year))
    earlier = {cell for cell in disclosure(facts).hidden if cell.year < facts.year}

    assert earlier == disclosure(before).hidden


def test_what_is_hidden_depends_on_no_order_of_entries() -> None:
    facts = sample(4)
    assert disclosure(replace(facts, outcomes=facts.outcomes[::-1])) == disclosure(facts)


@pytest.mark.parametrize("split", [0, 1])
@pytest.mark.parametrize("seed", range(3))
def test_no_more_is_hidden_than_is_bearable(seed: int, split: float) -> None:
    """Five teams of some size: of counts that are not small two in five at most, of the totals of all one in five."""
    facts = federation(seed, Shape(teams=5, split=split, halves=0, size=140 if split else 90))
    found, result = outcomes(facts), disclosure(facts)
    large = [
        cell
        for place, tally in found.tallies.items()
        for name in COUNTED
        if tally.count(name) and (cell := (*place, name)) not in result.small
    ]
    totals = [cell for cell in large if cell[0] == TOTAL and cell[3] == ALL]

    assert sum(not result.shows(*cell) for cell in large) <= 0.4 * len(large)
    assert sum(not result.shows(*cell) for cell in totals) <= 0.2 * len(totals)


# --- Rules ----------------------------------------------------------------------------------------------------------


def test_a_year_whose_rule_is_off_hides_nothing_and_no_opening_after_it() -> None:
    shape = replace(SHAPES[0], rules=(DisclosureFact(2017, False, 5),))
    facts = federation(0, shape)
    found, result = outcomes(facts), disclosure(facts)

    assert {cell for cell in result.hidden if cell.year == 2017} == set()
    assert any(cell.year == 2018 for cell in result.hidden)
    openings = [cell for cell in result.hidden if cell.measure == "enrolled_at_start" and cell.who != TOTAL]
    assert openings == []
    attack = Attack(found, told(found, result.hidden))
    assert attack.derived_counts(sorted(tuple(cell) for cell in result.small)) == []


def test_a_rule_says_which_counts_are_small() -> None:
    facts = federation(
        0, replace(SHAPES[0], rules=(DisclosureFact(2017, True, 3), DisclosureFact(2018, True, 8)))
    )
    found = outcomes(facts)
    small = {tuple(cell) for cell in disclosure(facts).small if cell.measure in COUNTED}
    counts = {
        (*place, name): tally.count(name) or 0 for place, tally in found.tallies.items() for name in COUNTED
    }

    assert {cell for cell, count in counts.items() if 1 <= count < {2017: 3, 2018: 8}[cell[1]]} == small


def one_team(counts: CountsFact, period: str = "year", more: tuple[OutcomeFact, ...] = ()) -> Disclosure:
    outcome = OutcomeFact(1, 1, 2018, period, None, (counts,))
    return disclosure(OutcomeFacts(1, 2018, (initiative(1),), (outcome, *more), (), ()))


def test_a_share_of_few_exits_is_hidden_with_its_exits() -> None:
    """Säter 2018: 3 exits, 2 of them in goal."""
    result = one_team(
        CountsFact("unsplit", 14, 5, 0, 0, 1, 1, 0, 1, 0, 0, 16, Decimal("2.5"), 2),
    )
    shown = {
        name for name in (*COUNTED, GOAL_SHARE, "mean_months") if result.shows(1, 2018, "year", "", name)
    }

    assert not shown & {"exits", "in_goal", GOAL_SHARE, "mean_months", "exits_to_work"}
    assert {"exits_to_other", "early_dropouts"} <= shown
    assert not {"enrolled_at_start", "newly_enrolled", "active_at_end"} <= shown


def test_a_half_year_that_leaves_few_for_the_rest_is_protected() -> None:
    """20 exits to work in the year and 18 in the first half are 2 in the second."""
    half = OutcomeFact(
        2, 1, 2018, "half_1", None, (CountsFact("unsplit", 40, 20, 0, 0, 18, 0, 0, 0, 9, 0, 33),)
    )
    result = one_team(CountsFact("unsplit", 40, 30, 0, 0, 20, 0, 0, 0, 15, 0, 35), more=(half,))

    assert not (
        result.shows(1, 2018, "year", "", "exits_to_work")
        and result.shows(1, 2018, "half_1", "", "exits_to_work")
    )


def test_genders_that_do_not_add_up_to_all_are_hidden() -> None:
    """Women are told and men are not: the rest are known by subtraction, and fit no system."""
    outcome = OutcomeFact(
        1,
        1,
        2018,
        "year",
        None,
        (
            CountsFact("unsplit", 40, 20, 0, 0, 10, 6, 0, 0, 0, 0, 44),
            CountsFact("women", 38, 19, 0, 0, 9, 6, 0, 0, 0, 0, 42),
        ),
    )
    result = disclosure(OutcomeFacts(1, 2018, (initiative(1),), (outcome,), (), ()))

    assert [name for name in COUNTED if result.shows(1, 2018, "year", "women", name)] == []
    assert result.shows(1, 2018, "year", "", "exits_to_work")


def test_a_second_division_of_a_year_is_told_neither_of_an_initiative_nor_of_all_together() -> None:
    """A half, a third and the year of one team: the third of all would give away that of the team."""
    third = CountsFact("unsplit", 61, 5, 0, 0, 2, 0, 0, 1, 0, 1, 62)
    half = CountsFact("unsplit", 61, 20, 0, 0, 12, 0, 0, 9, 0, 0, 60)
    year = CountsFact("unsplit", 61, 40, 0, 0, 24, 0, 0, 18, 0, 9, 50)
    other = CountsFact("unsplit", 40, 20, 0, 0, 10, 0, 0, 9, 0, 0, 41)
    entered = [(1, "year", year), (1, "half_1", half), (1, "tertial_1", third), (2, "tertial_1", other)]
    facts = OutcomeFacts(
        1,
        2019,
        (initiative(1), initiative(2)),
        tuple(
            OutcomeFact(pk, who, 2019, period, None, (counts,))
            for pk, (who, period, counts) in enumerate(entered)
        ),
        (),
        (),
    )
    result = disclosure(facts)
    found = outcomes(facts)

    assert [name for name in COUNTED if result.shows(TOTAL, 2019, "tertial_1", "", name)] == []
    assert not result.shows(TOTAL, 2019, "tertial_1", "", GOAL_SHARE)
    assert Attack(found, told(found, result.hidden)).derived_counts(small_counts(found)) == []


def teams_of_2018() -> OutcomeFacts:
    """Tables 7, 9 and 11 of Södra Dalarna's annual report of 2018: Säter opened with the 14 who left Hedemora."""
    teams = {
        1: CountsFact("unsplit", 40, 29, 0, 14, 7, 0, 5, 2, 5, 1, 35),
        2: CountsFact("unsplit", 38, 44, 0, 0, 5, 3, 3, 0, 7, 3, 61),
        3: CountsFact("unsplit", 14, 5, 0, 0, 1, 1, 0, 1, 0, 0, 16),
    }
    return OutcomeFacts(
        1,
        2018,
        tuple(initiative(pk) for pk in teams),
        tuple(OutcomeFact(pk, pk, 2018, "year", None, (counts,)) for pk, counts in teams.items()),
        (),
        (),
        (SuccessionFact(1, 3, 2018, "split"),),
    )


def test_what_a_new_team_opens_with_does_not_tell_how_many_left_another_early() -> None:
    """All took part less transfers and early dropouts: who knows the transfers from an opening knows the dropouts."""
    facts = teams_of_2018()
    found = outcomes(facts)
    known = [(2018, 1, 3)]
    result = disclosure(facts)
    unaware = disclosure(replace(facts, successions=()))
    attack = Attack(found, told(found, result.hidden), opened_with=known)

    assert attack.derived_counts(sorted(tuple(cell) for cell in result.small)) == []
    assert Attack(found, told(found, unaware.hidden), opened_with=known).derived_counts(
        sorted(tuple(cell) for cell in unaware.small)
    )
