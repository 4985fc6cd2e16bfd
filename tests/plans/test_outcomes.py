"""What outcomes add up to. The figures are those of Södra Dalarna 2018 (tables 7, 9, 11, 14 and 15)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from plans.domain.outcome_facts import (
    CountsFact,
    DisclosureFact,
    OutcomeFact,
    OutcomeFacts,
    PublishedOutcomeFact,
)
from plans.domain.outcome_results import Told, results
from plans.domain.outcome_series import outcome_series
from plans.domain.outcomes import ALL, COUNTED, TOTAL, Mean, Tally, outcomes, weighted
from tests.plans.outcome_sample import Shape, federation, initiative

HEDEMORA, AVESTA, SATER = 1, 2, 3


def team(pk: int, *counts: int, mean: str, of: int) -> OutcomeFact:
    fact = CountsFact("unsplit", *counts, mean_months=Decimal(mean), mean_months_of=of)
    return OutcomeFact(pk, pk, 2018, "year", None, (fact,))


SODRA_DALARNA = OutcomeFacts(
    1,
    2018,
    (
        initiative(1, "hedemora", "Hedemora"),
        initiative(2, "avesta", "Avesta"),
        initiative(3, "sater", "Säter"),
    ),
    (
        team(HEDEMORA, 40, 29, 0, 14, 7, 0, 5, 2, 5, 1, 35, mean="18.0", of=12),
        team(AVESTA, 38, 44, 0, 0, 5, 3, 3, 0, 7, 3, 61, mean="17.4", of=11),
        team(SATER, 14, 5, 0, 0, 1, 1, 0, 1, 0, 0, 16, mean="2.5", of=2),
    ),
    (),
    (),
)


def of(who: int) -> Tally:
    tally = outcomes(SODRA_DALARNA).tally(who, 2018, "year")
    assert tally is not None
    return tally


def test_the_goal_share_leaves_dropouts_and_transfers_out() -> None:
    assert {who: of(who).goal_share for who in (AVESTA, HEDEMORA, SATER, TOTAL)} == {
        AVESTA: Fraction(11, 18),
        HEDEMORA: Fraction(12, 19),
        SATER: Fraction(2, 3),
        TOTAL: Fraction(25, 40),
    }


def test_the_mean_of_all_is_weighed_by_how_many_each_is_of() -> None:
    mean = of(TOTAL).means["mean_months"]
    assert mean == Mean((Fraction(18) * 12 + Fraction("17.4") * 11 + Fraction("2.5") * 2) / 25, 25)
    assert Told("mean_months", mean.value).text == "16,5"


def test_participants_are_counted_where_they_are_and_dropouts_are_none() -> None:
    assert {who: of(who).count("participants") for who in (HEDEMORA, AVESTA, SATER, TOTAL)} == {
        HEDEMORA: 54,
        AVESTA: 79,
        SATER: 19,
        TOTAL: 152,
    }


def test_what_nobody_has_entered_is_not_zero() -> None:
    facts = OutcomeFacts(
        1, 2018, (initiative(1),), (OutcomeFact(1, 1, 2018, "year", None, (CountsFact("women", 3),)),), (), ()
    )
    tally = outcomes(facts).tally(1, 2018, "year")
    assert tally is not None
    assert (tally.count("participants"), tally.count("exits"), tally.goal_share) == (3, None, None)
    assert Told("exits", None).text == "–"


@given(st.integers(0, 10_000))
def test_genders_and_initiatives_add_up_to_all(seed: int) -> None:
    found = outcomes(federation(seed, Shape(teams=2, years=(2018,), split=1)))
    for year, period in found.periods():
        for measure in COUNTED:
            for who in (1, 2):
                if tally := found.tally(who, year, period):
                    genders = [found.tally(who, year, period, gender) for gender in ("women", "men")]
                    assert tally.count(measure) == sum(each.count(measure) or 0 for each in genders if each)
            whole = found.tally(TOTAL, year, period, ALL)
            teams = [found.tally(who, year, period) for who in (1, 2)]
            assert whole is not None
            assert whole.count(measure) == sum(each.count(measure) or 0 for each in teams if each)


@given(st.lists(st.tuples(st.fractions(0, 60), st.integers(1, 50)), min_size=1, max_size=6))
def test_a_weighted_mean_is_that_of_everyone_as_one(parts: list[tuple[Fraction, int]]) -> None:
    found = weighted([Mean(value, count) for value, count in parts])
    assert found is not None
    everyone = [value for value, count in parts for _ in range(count)]
    assert found == Mean(sum(everyone, Fraction(0)) / len(everyone), len(everyone))


def test_a_mean_of_unknown_many_weighs_in_no_other() -> None:
    assert weighted([Mean(Fraction(3), None), Mean(Fraction(4), 2)]) is None
    assert weighted([Mean(Fraction(3), None), None]) == Mean(Fraction(3), None)


# --- Series ---------------------------------------------------------------------------------------------------------


def printed(
    pk: int, who: int | None, label: str, year: int, measure: str, value: str
) -> PublishedOutcomeFact:
    return PublishedOutcomeFact(
        pk,
        who,
        label,
        year,
        "year",
        measure,
        Decimal(value),
        value,
        "Årsredovisning 2017",
        is_total=who is None,
    )


HISTORY = (
    printed(1, HEDEMORA, "Hedemora/Säter", 2017, "exits", "27"),
    printed(2, AVESTA, "Avesta", 2017, "exits", "4"),
    printed(3, None, "Totalt", 2017, "exits", "31"),
    printed(4, AVESTA, "Avesta", 2017, "goal_share", "50"),
    printed(5, None, "Totalt", 2017, "goal_share", "52"),
    printed(6, HEDEMORA, "Hedemora", 2018, "exits", "33"),
)


def test_a_series_has_a_row_for_each_name_and_takes_nothing_from_print_that_is_computed() -> None:
    facts = OutcomeFacts(
        1, 2018, SODRA_DALARNA.initiatives, SODRA_DALARNA.outcomes, HISTORY[:1] + HISTORY[5:], ()
    )
    series = outcome_series(results(facts), "exits", 2018)
    assert series is not None

    assert [column.label for column in series.columns] == ["år 2017", "år 2018"]
    assert [row.label for row in series.rows] == ["Hedemora/Säter", "Hedemora", "Avesta", "Säter", "Totalt"]
    first = [cell and cell.printed for cell in series.rows[0].cells]
    assert first == ["27", None]
    assert all(not cell.printed for row in series.rows[1:] for cell in row.cells if cell)


def test_a_printed_small_count_is_hidden_with_its_share_and_the_totals_over_it() -> None:
    facts = OutcomeFacts(1, 2018, SODRA_DALARNA.initiatives, (), HISTORY, ())
    found = results(facts)
    texts = {
        measure: {row.label: [cell.text if cell else "" for cell in row.cells] for row in series.rows}
        for measure in ("exits", "goal_share")
        if (series := outcome_series(found, measure, 2017))
    }

    assert texts == {
        "exits": {"Hedemora/Säter": ["27"], "Avesta": ["x"], "Totalt": ["x"]},
        "goal_share": {"Avesta": ["x"], "Totalt": ["x"]},
    }


def beside(
    *more: PublishedOutcomeFact, smallest: int = 1, outcomes_of: tuple[OutcomeFact, ...] = ()
) -> OutcomeFacts:
    """2018 entered, with a row printed of an initiative that is not kept."""
    rows = (printed(1, None, "Fagersta", 2018, "exits", "12"), *more)
    rows = (replace(rows[0], is_total=False), *rows[1:])
    rule = DisclosureFact(2018, smallest > 1, smallest)
    return replace(
        SODRA_DALARNA, published=rows, disclosures=(rule,), outcomes=outcomes_of or SODRA_DALARNA.outcomes
    )


def column_of(facts: OutcomeFacts, measure: str = "exits") -> dict[str, str]:
    series = outcome_series(results(facts), measure, 2018)
    assert series is not None
    return {row.label: row.cells[-1].text if row.cells[-1] else "" for row in series.rows}


def test_a_computed_total_does_not_stand_over_rows_that_only_print_tells_of() -> None:
    """The entered are 40 of the 52: that is no total of the column, and nobody else knows it."""
    assert column_of(replace(SODRA_DALARNA, disclosures=(DisclosureFact(2018, False, 5),)))["Totalt"] == "40"
    assert column_of(beside()) == {"Hedemora": "19", "Avesta": "18", "Säter": "3", "Fagersta": "12"}
    assert results(beside()).known(TOTAL, 2018, "year", "exits") == Told("exits")
    assert results(beside()).known(TOTAL, 2018, "year", "participants") == Told("participants", 152)


def test_the_printed_total_stands_over_printed_and_computed_rows_marked_as_printed() -> None:
    facts = beside(printed(2, None, "Totalt", 2018, "exits", "52"))

    assert column_of(facts)["Totalt"] == "52"
    series = outcome_series(results(facts), "exits", 2018)
    assert series is not None and series.total is not None
    assert [cell and cell.printed for cell in series.total.cells] == ["52"]
    assert series.documents == ("Årsredovisning 2017",)
    assert results(facts).known(TOTAL, 2018, "year", "exits") == Told("exits", Fraction(52))


def test_the_printed_total_is_hidden_where_it_would_tell_a_hidden_row_beside_it() -> None:
    """Säter has three exits: 52 less 19, 18 and 12 is three."""
    facts = beside(
        printed(2, None, "Totalt", 2018, "exits", "52"),
        printed(3, None, "Totalt", 2018, "participants", "200"),
        smallest=5,
    )

    assert column_of(facts)["Säter"] == "x"
    assert column_of(facts)["Totalt"] == "x"
    assert results(facts).known(TOTAL, 2018, "year", "exits").is_hidden
