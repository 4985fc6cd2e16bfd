"""Checks of what documents printed of outcomes.

Figures are those of Södra Dalarna's "Årsredovisning 2018"; all of it together is read in `tests.reports.test_findings`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finsam.findings import Severity
from finsam.swedish import NBSP
from plans.domain.outcome_facts import PublishedOutcomeFact
from tests.plans.printed_outcomes import Team, cell, facts, found_in, outcome, printed_tables, teams

Told = tuple[str, str, str, str]
"""Severity, where, expected, found."""


def told(*printed: PublishedOutcomeFact, **known: object) -> list[Told]:
    """What is found of the figures."""
    found = found_in(facts(printed, **known))  # type: ignore[arg-type]
    return [
        (each.severity.value, each.where, each.expected.replace(NBSP, " "), each.found.replace(NBSP, " "))
        for each in found
    ]


# --- Sums --------------------------------------------------------------------------------------------------


def test_a_sum_that_its_rows_do_not_give_is_an_error_with_the_rows_written_out() -> None:
    printed = [cell("55", "participants", 1), cell("19", "participants", 2), cell("79", "participants", 3)]
    (found,) = found_in(facts([*printed, cell("163", "participants", None)]))

    assert (found.severity, found.where) == (Severity.ERROR, "Tabell 12, Totalt 2018")
    assert found.message == "Raderna ger något annat än summan: 55 + 19 + 79 = 153."
    assert (found.expected, found.found) == ("153", "163")
    assert told(*printed, cell("153", "participants", None)) == []


def test_a_sum_may_hold_more_than_its_rows_where_one_was_printed_without_a_figure() -> None:
    """2014: 59 and "Fyrsteget?"."""
    rows = [cell("59", "participants", 1), cell("Fyrsteget?", "participants", 2)]

    assert told(*rows, cell("59", "participants", None)) == []
    assert told(*rows, cell("90", "participants", None)) == []
    assert told(*rows, cell("50", "participants", None)) == [("error", "Tabell 12, Totalt 2018", "59", "50")]


def test_the_sum_of_another_table_is_not_held_to_these_rows() -> None:
    """Table 16 counts participants of courses."""
    assert told(cell("55", "participants", 1), cell("453", "event_participants", None)) == []


# --- Shares ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "exits", "expected", "message"),
    [
        ("55", "19", "52,6 %", "Inget helt antal av 19 avslut ger 55 %. Närmast är 10, som är 52,6 %."),
        ("66", "3", "66,7 %", "2 av 3 avslut är 66,7 %. Decimalerna är avhuggna och inte avrundade."),
        ("105", "19", "100,0 %", "Inget helt antal av 19 avslut ger 105 %. Närmast är 19, som är 100,0 %."),
    ],
)
def test_a_share_that_no_whole_number_of_exits_gives_is_an_error(
    share: str, exits: str, expected: str, message: str
) -> None:
    """Hedemora 2015, Säter 2018, and one that cannot be at all."""
    (found,) = found_in(facts([cell(exits, "exits"), cell(share, "goal_share")]))

    assert found.severity is Severity.ERROR
    assert found.message.replace(NBSP, " ") == message
    assert found.expected.replace(NBSP, " ") == expected


def test_a_share_of_unknown_exits_is_only_known_not_to_be_above_all() -> None:
    """Avesta 2014: 18 %, of how many is not told."""
    assert told(cell("18", "goal_share")) == []
    assert told(cell("118", "goal_share")) == [
        ("error", "Tabell 14, Team 1 2018, andel i mål", "högst 100 %", "118 %")
    ]


def test_a_share_of_exits_that_are_entered_is_held_to_those_in_goal() -> None:
    """40 % of five is a whole number, and not the one that is entered."""
    entered = [outcome(1, exits_to_work=3, exits_to_other=2)]

    assert told(cell("5", "exits"), cell("40", "goal_share"), entered=entered) == [
        ("error", "Tabell 14, Team 1 2018, andel i mål", "60,0 %", "40 %")
    ]


def test_the_share_of_all_is_held_to_what_the_shares_of_each_come_to() -> None:
    """The first half of 2018: 19 of 31 and 12 of 24 are 31 of 55; 54.5 % is 30."""
    printed = [
        cell("31", "exits", 1),
        cell("24", "exits", 2),
        cell("61", "goal_share", 1),
        cell("50", "goal_share", 2),
    ]
    (found,) = found_in(facts([*printed, cell("54,5", "goal_share", None)]))

    assert found.message == f"Insatsernas andelar ger 31 av 55 avslut, men 54,5{NBSP}% är 30 av 55."
    assert (found.expected, found.found) == (f"56,4{NBSP}%", f"54,5{NBSP}%")
    assert told(*printed, cell("56,4", "goal_share", None)) == []


def test_where_many_numbers_give_each_share_the_share_of_all_has_room_and_the_room_is_told() -> None:
    """50 % of 300 is 149 to 151; so all 600 can be 298 to 302."""
    printed = [cell("300", "exits", pk) for pk in (1, 2)] + [cell("50", "goal_share", pk) for pk in (1, 2)]

    assert told(*printed, cell("50,3", "goal_share", None)) == [
        ("rounding", "Tabell 14, Totalt 2018", "50,0 %", "50,3 %")
    ]
    assert told(*printed, cell("50,5", "goal_share", None)) == [
        ("error", "Tabell 14, Totalt 2018", "50,0 %", "50,5 %")
    ]


def test_a_team_without_a_share_may_have_had_any_of_its_exits_in_goal() -> None:
    printed = [cell("10", "exits", 1), cell("10", "exits", 2), cell("50", "goal_share", 1)]

    assert told(*printed, cell("70", "goal_share", None))[0][0] == "rounding"
    assert told(*printed, cell("20", "goal_share", None))[0][0] == "error"


def test_nothing_is_said_of_all_where_it_is_not_told_how_many_exited() -> None:
    assert told(cell("10", "exits", 1), cell("50", "goal_share", 2), cell("51", "goal_share", None)) == []


# --- Means -------------------------------------------------------------------------------------------------

HALF_2018 = (
    cell("31", "exits", 1),
    cell("24", "exits", 2),
    cell("61", "goal_share", 1),
    cell("50", "goal_share", 2),
    cell("20", "mean_months", 1),
    cell("15,6", "mean_months", 2),
)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("18,3", []),
        ("18,6", [("rounding", "Tabell 15, Totalt 2018", "18,3 månader", "18,6 månader")]),
        ("18,8", [("error", "Tabell 15, Totalt 2018", "18,3 månader", "18,8 månader")]),
    ],
)
def test_the_mean_of_all_is_an_error_only_where_no_rounding_of_its_parts_reaches_it(
    printed: str, expected: list[Told]
) -> None:
    assert told(*HALF_2018, cell(printed, "mean_months", None)) == expected


def test_a_mean_that_is_weighted_by_all_who_exited_is_another_way_to_count_and_no_error() -> None:
    """20 and 15.6 months over 31 and 24 exits are 18.1; those in goal are 19 and 12. Plainly halved they are 17.8."""
    means = [cell("20,0", "mean_months", 1), *HALF_2018[:4], HALF_2018[5]]

    assert told(*means, cell("18,1", "mean_months", None)) == []
    assert told(*means, cell("17,8", "mean_months", None)) == [
        ("error", "Tabell 15, Totalt 2018", "18,3 månader", "17,8 månader")
    ]


def test_nothing_is_said_of_a_mean_where_one_of_its_parts_is_not_printed() -> None:
    assert told(*HALF_2018[:5], cell("12", "mean_months", None)) == []


# --- Parts of the year, flows ------------------------------------------------------------------------------


def test_a_part_of_the_year_with_more_than_the_year_is_a_warning() -> None:
    """Avesta 2017: 67 in the first half, 63 in the year."""
    half = {"period": "half_1", "year": 2017}

    assert told(cell("67", "participants", **half), cell("63", "participants", year=2017)) == [
        ("warning", "Tabell 12, Team 1 första halvåret 2017, antal deltagare", "högst 63", "67")
    ]
    assert told(cell("63", "participants", **half), cell("63", "participants", year=2017)) == []


def test_a_part_is_held_to_the_year_as_it_is_entered_where_print_has_none() -> None:
    entered = [outcome(1, exits_to_work=18)]

    assert told(cell("24", "exits", period="half_1"), entered=entered) == [
        ("warning", "Tabell 13, Team 1 första halvåret 2018, antal avslut", "högst 18", "24")
    ]


def test_what_happened_in_the_halves_adds_up_to_the_year() -> None:
    halves = [cell("10", "exits", period="half_1"), cell("9", "exits", period="half_2")]

    assert told(*halves, cell("19", "exits")) == []
    assert told(*halves, cell("20", "exits")) == [
        ("warning", "Tabell 13, Team 1 2018, antal avslut", "19", "20")
    ]


HEDEMORA = {
    "enrolled_at_start": "40",
    "newly_enrolled": "29",
    "all_exits": "33",
    "early_dropouts": "1",
    "active_at_end": "35",
}
AVESTA = {
    "enrolled_at_start": "38",
    "newly_enrolled": "44",
    "all_exits": "21",
    "early_dropouts": "3",
    "active_at_end": "61",
}


def row(figures: dict[str, str], initiative: int, place: str) -> list[PublishedOutcomeFact]:
    """A printed row of a flow."""
    return [cell(printed, measure, initiative, place=place) for measure, printed in figures.items()]


def test_a_flow_that_does_not_come_out_is_a_warning_and_says_what_would_mend_it() -> None:
    """Tables 7 and 9: one leaves its dropout out of all who left, the other counts them."""
    entered = [
        outcome(
            1,
            enrolled_at_start=40,
            newly_enrolled=29,
            exits_to_work=19,
            early_dropouts=1,
            transfers_out=14,
            active_at_end=35,
        ),
        outcome(
            2,
            2,
            enrolled_at_start=38,
            newly_enrolled=44,
            exits_to_work=18,
            early_dropouts=3,
            active_at_end=61,
        ),
    ]
    (found,) = found_in(facts([*row(HEDEMORA, 1, "Tabell 7"), *row(AVESTA, 2, "Tabell 9")], entered))

    assert (found.severity, found.expected, found.found) == (Severity.WARNING, "36", "35")
    assert found.message == (
        "40 + 29 − 33 ger 36. Med de införda uppgifterna går det ihop: 19 avslut, 1 tidigt avhopp och "
        "14 övergångar till en annan insats är 34, inte 33. Tidiga avhopp är inte inräknade i det tryckta antalet. "
        "I Tabell 9, Team 2 2018, är de inräknade."
    )


def test_a_flow_of_which_nothing_is_entered_is_told_by_its_own_figures() -> None:
    (found,) = found_in(facts(row(HEDEMORA, 1, "Tabell 7")))

    assert found.message == "40 + 29 − 33 ger 36."
    assert told(*row(AVESTA, 2, "Tabell 9")) == []
    assert told(*row({**AVESTA, "transfers_in": "2", "active_at_end": "63"}, 2, "Tabell 9")) == []


# --- Beside what is entered, and elsewhere -----------------------------------------------------------------


def test_a_count_that_is_not_the_one_entered_is_a_warning_and_takes_the_sum_with_it() -> None:
    """Hedemora 2018: 55 printed, 54 without the dropout; the sum of 153 follows."""
    entered = [
        outcome(1, enrolled_at_start=40, newly_enrolled=29, transfers_out=14, early_dropouts=1),
        outcome(2, 2, enrolled_at_start=19),
    ]
    printed = [cell("55", "participants", 1), cell("19", "participants", 2), cell("74", "participants", None)]
    (found,) = found_in(facts(printed, entered))

    assert (found.severity, found.expected, found.found) == (Severity.WARNING, "54", "55")
    assert found.message == (
        "De införda uppgifterna ger 54. Skillnaden är lika stor som det tidiga avhoppet. Skillnaden följer med till "
        "Tabell 12, Totalt 2018 (74, de införda ger 73)."
    )


def test_a_sum_that_its_own_rows_do_not_give_is_told_once_and_one_without_rows_for_itself() -> None:
    entered = [outcome(1, exits_to_work=10), outcome(2, 2, exits_to_work=5)]

    assert told(
        cell("10", "exits", 1), cell("5", "exits", 2), cell("16", "exits", None), entered=entered
    ) == [
        ("error", "Tabell 13, Totalt 2018", "15", "16"),
    ]
    assert told(cell("16", "exits", None), entered=entered) == [
        ("warning", "Tabell 13, Totalt 2018", "15", "16")
    ]


def test_a_sum_is_not_held_to_initiatives_that_are_not_entered() -> None:
    assert (
        told(
            cell("10", "exits", 1),
            cell("5", "exits", 2),
            cell("15", "exits", None),
            entered=[outcome(1, exits_to_work=10)],
        )
        == []
    )


def test_a_mean_is_the_one_entered_rounded() -> None:
    """Säter 2018: 2.5 months, printed as 3."""
    entered = [outcome(1, mean_months=Decimal("2.5"), mean_months_of=2)]

    assert told(cell("3", "mean_months"), entered=entered) == []
    assert told(cell("2,6", "mean_months"), entered=entered) == [
        ("error", "Tabell 15, Team 1 2018, genomströmningstid", "2,5 månader", "2,6 månader")
    ]


def test_the_same_figure_printed_otherwise_elsewhere_is_a_warning() -> None:
    """Two and a half months in the text are three in the table; eighteen in one table are not nineteen in another."""
    text = {"place": "Sammanfattning"}
    earlier = cell("20", "exits", document="Årsredovisning 2017", document_year=2017, year=2017)

    assert told(cell("2,5", "mean_months", **text), cell("3", "mean_months")) == []
    assert told(cell("18", "exits", **text), cell("19", "exits")) == [
        ("warning", "Tabell 13, Team 1 2018, antal avslut", "18", "19")
    ]
    assert told(earlier, cell("21", "exits", year=2017)) == [
        ("warning", "Tabell 13, Team 1 2017, antal avslut", "20", "21")
    ]


def test_what_another_years_document_printed_is_a_matter_of_that_year() -> None:
    wrong = [cell("3", "exits"), cell("66", "goal_share")]

    assert found_in(facts([replace(each, document_year=2017) for each in wrong])) == ()


# --- Any tables --------------------------------------------------------------------------------------------


@given(teams, st.integers(0, 1))
def test_tables_that_are_made_of_whole_people_and_rounded_have_nothing_wrong(
    told_teams: list[Team], decimals: int
) -> None:
    """Whatever the teams, and whether print has decimals or not: at most notes that rounding has its room."""
    found = found_in(facts(printed_tables(told_teams, decimals)))

    assert [each for each in found if each.severity is not Severity.ROUNDING] == []


@given(teams, st.data())
def test_a_sum_that_is_changed_by_anything_is_found_and_nothing_else(
    told_teams: list[Team], data: st.DataObject
) -> None:
    printed = printed_tables(told_teams)
    place = data.draw(
        st.sampled_from(
            [
                n
                for n, each in enumerate(printed)
                if each.is_total and each.measure in ("participants", "exits")
            ]
        )
    )
    changed = int(printed[place].value or 0) + data.draw(st.integers(1, 50))
    printed[place] = replace(printed[place], value=Decimal(changed), printed=str(changed))

    (found,) = [each for each in found_in(facts(printed)) if each.severity is not Severity.ROUNDING]
    assert (found.code, found.about) == ("outcome.printed_total", (f"plans.published_outcome:{place + 1}",))


@given(st.lists(st.tuples(st.integers(2, 9), st.integers(0, 9)), min_size=1, max_size=5), st.data())
def test_a_share_of_few_people_that_is_changed_by_a_little_is_found(
    told_teams: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Of nine at most, shares lie so far apart that none is two per cent from another."""
    made = [Team(5, exits, min(in_goal, exits), 10) for exits, in_goal in told_teams]
    printed = [each for each in printed_tables(made) if each.measure in ("exits", "goal_share")]
    place = data.draw(
        st.sampled_from(
            [n for n, each in enumerate(printed) if each.measure == "goal_share" and not each.is_total]
        )
    )
    share = int(printed[place].value or 0)
    assume(share + 2 <= 100)
    printed[place] = replace(printed[place], value=Decimal(share + 2), printed=str(share + 2))

    found = [each for each in found_in(facts(printed)) if each.severity is Severity.ERROR]
    assert [(each.code, each.about) for each in found] == [
        ("outcome.printed_share", (f"plans.published_outcome:{place + 1}",))
    ]


@given(teams)
def test_a_mean_of_all_outside_those_of_each_is_found(told_teams: list[Team]) -> None:
    assume(any(team.in_goal for team in told_teams))
    printed = printed_tables(told_teams, 1)
    total = next(n for n, each in enumerate(printed) if each.is_total and each.measure == "mean_months")
    printed[total] = replace(printed[total], value=Decimal(60), printed="60,0")

    found = [each for each in found_in(facts(printed)) if each.severity is Severity.ERROR]
    assert [each.code for each in found] == ["outcome.printed_mean"]
