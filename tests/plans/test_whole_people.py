"""Shares and means of whole people, with the figures of Södra Dalarna's "Årsredovisning 2018", tables 13 to 15."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.money import round_half_up
from plans.domain.whole_people import (
    People,
    Rounded,
    WeightedMean,
    can_be,
    mean_of,
    people_of,
    reach_of_mean,
    share_of,
    together,
)


def whole(percent: int | str) -> Rounded:
    """A share printed in whole per cent."""
    return Rounded(Decimal(percent), Decimal(1))


def tenths(value: str) -> Rounded:
    """A number printed with one decimal."""
    return Rounded(Decimal(value), Decimal("0.1"))


@pytest.mark.parametrize(
    ("percent", "of", "expected"),
    [
        (58, 26, People.known(15, 26)),
        (56, 16, People.known(9, 16)),
        (61, 31, People.known(19, 31)),
        (0, 3, People.known(0, 3)),
        (100, 3, People.known(3, 3)),
        (13, 8, People.known(1, 8)),
        (12, 8, People.known(1, 8)),
        (55, 19, People(19, 10, 10, 10, is_whole=False)),
        (66, 3, People(3, 2, 2, 2, is_whole=False)),
        (101, 3, People(3, 3, 3, 3, is_whole=False)),
    ],
)
def test_a_share_in_whole_per_cent_stands_for_so_many(percent: int, of: int, expected: People) -> None:
    """12.5 % of eight is printed as 12 or 13; no whole number of nineteen is 55 %."""
    assert people_of(whole(percent), of) == expected


def test_of_many_a_share_stands_for_any_of_several() -> None:
    assert people_of(whole(50), 300) == People(300, 149, 151, 150)


def test_two_of_three_printed_as_66_are_cut_off_and_not_rounded() -> None:
    assert whole(66).cuts_off(share_of(2, 3))
    assert not whole(66).holds(share_of(2, 3))
    assert whole(67).holds(share_of(2, 3))


def test_a_share_of_all_teams_is_held_to_what_the_teams_can_be_together() -> None:
    """Table 14: 2016 and 2018 come out, the first half of 2018 does not: 31 of 55, printed as 30."""
    year_2016 = together([people_of(whole(52), 23), people_of(whole(50), 22)])
    half_2018 = together([people_of(whole(61), 31), people_of(whole(50), 24)])

    assert (year_2016, can_be(whole(51), year_2016)) == (People.known(23, 45), True)
    assert (half_2018, can_be(tenths("54.5"), half_2018)) == (People.known(31, 55), False)
    assert people_of(tenths("54.5"), 55) == People.known(30, 55)


@pytest.mark.parametrize(
    ("teams", "printed", "nearest", "is_within_reach"),
    [
        ([(tenths("11.7"), 9), (tenths("8.5"), 7)], tenths("10.3"), "10.3", True),
        ([(whole(19), 10), (whole(13), 15)], tenths("15.5"), "15.4", True),
        ([(whole(20), 19), (tenths("15.6"), 12)], tenths("18.8"), "18.3", False),
        ([(whole(20), 19), (tenths("15.6"), 12)], tenths("18.6"), "18.3", True),
        ([(whole(18), 12), (whole(3), 2), (tenths("17.4"), 11)], tenths("16.5"), "16.5", True),
    ],
)
def test_a_mean_over_all_teams_is_within_reach_of_the_largest_roundings_or_not(
    teams: list[tuple[Rounded, int]], printed: Rounded, nearest: str, is_within_reach: bool
) -> None:
    """Table 15: the first halves of 2016, 2017 and 2018, and 2018."""
    means = [WeightedMean(mean, People.known(number, 99)) for mean, number in teams]
    exact, reach = mean_of(means), reach_of_mean(means)

    assert exact is not None and reach is not None
    assert round_half_up(Decimal(exact.numerator) / exact.denominator, 1) == Decimal(nearest)
    assert (printed.high >= reach[0] and printed.low <= reach[1]) is is_within_reach


def test_nobody_has_no_mean() -> None:
    nobody = [WeightedMean(whole(3), People.known(0, 4))]

    assert (mean_of(nobody), reach_of_mean(nobody)) == (None, None)


counts = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(counts, st.integers(0, 2))
def test_the_number_that_a_share_was_rounded_from_is_always_among_those_it_can_be(
    count: tuple[int, int], decimals: int
) -> None:
    number, of = count
    printed = Rounded(round_half_up(Decimal(number * 100) / of, decimals), Decimal(1).scaleb(-decimals))

    found = people_of(printed, of)

    assert found.is_whole
    assert found.low <= number <= found.high
    assert all(printed.holds(share_of(each, of)) for each in (found.low, found.nearest, found.high))


@given(st.lists(st.tuples(st.integers(0, 400), counts), min_size=1, max_size=6), st.integers(0, 1))
def test_the_mean_of_rounded_means_of_rounded_shares_is_always_within_reach(
    teams: list[tuple[int, tuple[int, int]]], decimals: int
) -> None:
    """Means in tenths of months are printed as whole months or with their tenth, shares as whole per cent."""
    exact = sum((Fraction(months, 10) * number for months, (number, _) in teams), Fraction(0))
    weight = sum(number for _, (number, _) in teams)
    printed = [
        WeightedMean(
            Rounded(round_half_up(Decimal(months) / 10, decimals), Decimal(1).scaleb(-decimals)),
            people_of(whole(str(round_half_up(Decimal(number * 100) / of))), of),
        )
        for months, (number, of) in teams
    ]

    reach = reach_of_mean(printed)

    assert weight == 0 or (reach is not None and reach[0] <= exact / weight <= reach[1])
