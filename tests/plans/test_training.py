"""Training events with their participants, as series, and with small counts hidden so that nothing gives them away.

The numbers are from tables 16 and 18 of Södra Dalarna's annual report of 2018: 13 events with 453 participants.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.domain.training import (
    PrintedTraining,
    SeriesYear,
    TrainingFact,
    TrainingFacts,
    hidden_counts,
    training_series,
    training_year,
)

OF_2018 = (9, 18, 13, 12, 7, 10, 115, 23, 33, 35, 11, 115, 52)
PRINTED = tuple(
    PrintedTraining(year, events, participants, "Årsredovisning 2018")
    for year, events, participants in ((2014, 8, 218), (2015, 9, 317), (2016, 9, 463), (2017, 10, 359))
)


def facts(*counts: int | None, year: int = 2018, smallest: int = 0) -> TrainingFacts:
    events = tuple(TrainingFact(pk, 2018, f"Kurs {pk}", participants=each) for pk, each in enumerate(counts))
    return TrainingFacts(year, events, PRINTED, ((2018, smallest),))


def test_the_year_adds_up_to_what_was_printed() -> None:
    found = training_year(facts(*OF_2018))

    assert (found.count, found.total, found.hides, found.unknown) == (13, 453, False, 0)


def test_women_men_and_others_are_added_and_what_is_not_known_is_told_apart_from_none() -> None:
    split = TrainingFact(1, 2018, "Kurs", women=4, men=0)
    unknown = TrainingFact(2, 2018, "Föreläsning")

    assert (split.total, unknown.total) == (4, None)
    found = training_year(TrainingFacts(2018, (split, unknown), smallest=((2018, 0),)))
    assert (found.total, found.unknown) == (4, 1)
    assert training_year(TrainingFacts(2018, (unknown,))).total is None


def test_the_series_computes_what_is_entered_and_marks_what_is_only_printed() -> None:
    found = training_series(facts(*OF_2018))

    assert found is not None
    assert found.years == (
        SeriesYear(2014, 8, 218, is_printed=True),
        SeriesYear(2015, 9, 317, is_printed=True),
        SeriesYear(2016, 9, 463, is_printed=True),
        SeriesYear(2017, 10, 359, is_printed=True),
        SeriesYear(2018, 13, 453),
    )
    assert (found.span, found.documents) == ("2014\u20132018", ("Årsredovisning 2018",))


def test_the_series_begins_with_the_first_year_that_is_known_and_keeps_the_gaps() -> None:
    found = training_series(TrainingFacts(2018, (TrainingFact(1, 2016, "Kurs", participants=9),)))

    assert found is not None
    assert [(each.year, each.events) for each in found.years] == [(2016, 1), (2017, None), (2018, None)]
    assert training_series(TrainingFacts(2018, ())) is None


@pytest.mark.parametrize(
    ("counts", "hidden", "hides_total"),
    [
        ((9, 18, 13), set(), False),
        ((0, 18, 13), set(), False),
        ((3, 18, 13), {0, 2}, False),  # the sum would give the three away: the least of the others goes too
        ((3, 3, 18), {0, 1}, False),  # 3 + 3 may be 2 + 4
        ((1, 1, 18), {0, 1, 2}, False),  # 1 + 1 is nothing else, until the third may be less too
        ((3,), {0}, True),
        ((1, 4), {0, 1}, False),  # 5 may be 2 + 3
        ((4, 4), {0, 1}, True),
    ],
)
def test_small_counts_are_hidden_with_what_would_give_them_away(
    counts: tuple[int, ...], hidden: set[int], hides_total: bool
) -> None:
    assert hidden_counts(counts, 5) == (frozenset(hidden), hides_total)


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=5), st.integers(0, 5))
def test_no_small_count_can_be_worked_out_from_all_that_is_shown(
    counts: list[int | None], smallest: int
) -> None:
    """A reader tries every number for what is hidden, knowing which of it is small: two at least fit each of those."""
    hidden, hides_total = hidden_counts(counts, smallest)
    small = [place for place, each in enumerate(counts) if each is not None and 0 < each < smallest]
    assert set(small) <= hidden
    if not small:
        assert (hidden, hides_total) == (frozenset(), False)
    if hides_total:
        return
    places = sorted(hidden)
    known_sum = sum(counts[place] or 0 for place in places)
    ranges = [range(1, smallest) if place in small else range(smallest, known_sum + 1) for place in places]
    worlds = [world for world in product(*ranges) if sum(world) == known_sum]
    for at, place in enumerate(places):
        if place in small:
            assert len({world[at] for world in worlds}) > 1


def test_a_year_without_a_rule_hides_one_to_four_and_its_total_where_it_must() -> None:
    found = training_year(TrainingFacts(2018, (TrainingFact(1, 2018, "Kurs", participants=3),)))

    assert (found.smallest, found.rows[0].is_hidden, found.is_hidden) == (5, True, True)
    series = training_series(TrainingFacts(2018, (TrainingFact(1, 2018, "Kurs", participants=3),)))
    assert series is not None
    assert series.hides


def test_a_small_count_that_was_once_printed_is_hidden_by_the_rule_of_its_year() -> None:
    printed = (PrintedTraining(2017, 1, 3), PrintedTraining(2018, 1, 3))
    found = training_series(TrainingFacts(2018, (), printed, ((2017, 0),)))

    assert found is not None
    assert [each.is_hidden for each in found.years] == [False, True]
