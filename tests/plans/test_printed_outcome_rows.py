"""Reading what a document printed of outcomes: one figure, and a whole table as it is laid out."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from finsam.swedish import NBSP
from plans.domain.outcome_facts import InitiativeFact
from plans.domain.printed_outcome_rows import PrintedEntry, cells_of, read_heading, read_table, read_value
from plans.domain.printed_outcome_tables import printed_tables
from plans.domain.printed_outcomes import MEASURES
from plans.domain.printed_owners import initiative_called, is_of_all
from plans.models import PublishedOutcome
from tests.plans.printed_outcomes import cell, facts, initiative


def read(text: str, measure: str = "exits") -> list[PrintedEntry]:
    """The figures of a pasted table."""
    return list(read_table(cells_of(text), measure=measure, year=2018, period="year"))


def test_every_measure_that_is_kept_has_a_name_beside_its_row() -> None:
    assert list(MEASURES) == [each for each in MEASURES if each in PublishedOutcome.Measure.values]
    assert set(MEASURES) == set(PublishedOutcome.Measure.values)


@pytest.mark.parametrize(
    ("printed", "measure", "value"),
    [
        ("67", "participants", "67"),
        ("1 204", "event_participants", "1204"),
        ("54,5", "goal_share", "54.5"),
        ("54,5 %", "goal_share", "54.5"),
        ("55 procent", "goal_share", "55"),
        ("17,4 månader", "mean_months", "17.4"),
        ("59*", "participants", "59"),
        ("Fyrsteget?", "participants", None),
        ("< 5", "exits", None),
        ("–", "exits", None),
    ],
)
def test_a_figure_is_read_as_it_is_printed(printed: str, measure: str, value: str | None) -> None:
    assert read_value(printed, measure) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("printed", "measure", "problem"),
    [
        ("6,5", "participants", "”6,5” är inget helt antal. Antal deltagare räknas i hela tal."),
        ("−3", "exits", "”−3” är negativt. Ett resultat är noll eller mer."),
        ("100 000", "exits", "”100 000” är större än vad som går att spara."),
        (
            "54.5",
            "goal_share",
            "”54.5” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental.",
        ),
        ("50 %", "exits", "”50 %” är i procent. Skriv det utan enhet."),
        ("19st", "exits", f"”19st” är inte ett tal. Skriv med siffror, till exempel 1{NBSP}234,50."),
    ],
)
def test_a_figure_that_cannot_be_read_in_one_way_is_refused(printed: str, measure: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)) as refused:
        read_value(printed, measure)
    assert str(refused.value) == problem


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("2016", (2016, "year")),
        ("Helår 2016", (2016, "year")),
        ("2016 helår", (2016, "year")),
        ("Delår 2016", (2016, "half_1")),
        ("delår  2016", (2016, "half_1")),
        ("Första halvåret 2016", (2016, "half_1")),
        ("Halvår 1 2016", (2016, "half_1")),
        ("Andra halvåret 2016", (2016, "half_2")),
        ("Halvår 2 2016", (2016, "half_2")),
        ("T2 2016", (2016, "tertial_2")),
        ("Tertial 3 2016", (2016, "tertial_3")),
    ],
)
def test_a_heading_is_a_year_or_a_part_of_one(heading: str, period: tuple[int, str]) -> None:
    found = read_heading(heading)

    assert found is not None
    assert (found.period, found.measure) == (period, "")


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("Avslut totalt", "all_exits"),
        ("Nyinskrivna under perioden", "newly_enrolled"),
        ("Dropouts", "early_dropouts"),
        ("Till annan arbetslivsinriktad rehab", "exits_to_other_rehab"),
        ("aktiva vid periodens slut", "active_at_end"),
    ],
)
def test_a_heading_is_a_measure_by_the_names_that_tables_give_it(heading: str, measure: str) -> None:
    found = read_heading(heading)

    assert found is not None
    assert (found.period, found.measure) == (None, measure)


@pytest.mark.parametrize("heading", ["", "Anmärkning", "1016", "20016", "Delår", "Not 3"])
def test_another_heading_is_none(heading: str) -> None:
    assert read_heading(heading) is None


def test_a_table_of_years_is_read_cell_by_cell_and_its_empty_cells_are_none() -> None:
    """The beginning of table 13."""
    found = read("Rad;2015;Delår 2016;2016\nHedemora;19;;\nHedemora/Säter;;16;23\n")

    assert found == [
        PrintedEntry(2, "Hedemora", 2015, "year", "exits", "19", Decimal(19)),
        PrintedEntry(3, "Hedemora/Säter", 2016, "half_1", "exits", "16", Decimal(16)),
        PrintedEntry(3, "Hedemora/Säter", 2016, "year", "exits", "23", Decimal(23)),
    ]


def test_a_table_of_measures_is_of_the_year_and_period_that_are_chosen() -> None:
    """The beginning of table 11, from Excel."""
    grid = cells_of("Insats\tNyinskrivna\tAvslut totalt\nSäter\t5\t3")

    assert read_table(grid, measure="", year=2018, period="half_1") == (
        PrintedEntry(2, "Säter", 2018, "half_1", "newly_enrolled", "5", Decimal(5)),
        PrintedEntry(2, "Säter", 2018, "half_1", "all_exits", "3", Decimal(3)),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Klistra in tabellen med dess rubriker: en rubrikrad och minst en rad."),
        ("Rad;2016", "Klistra in tabellen med dess rubriker: en rubrikrad och minst en rad."),
        ("Rad;2016\nHedemora;", "Det finns inga siffror under rubrikerna."),
        ("Rad\nHedemora", "Rubrikraden har inga kolumner med år eller mått."),
        (
            "Rad;Kolumn\nHedemora;1",
            (
                "Rubriken ”Kolumn” går inte att tolka. Skriv ett år (2004–2100), en del av ett år (delår 2016, "
                "tertial 1 2016) eller ett mått (avslut totalt)."
            ),
        ),
        ('Rad;2016\n"Hede"mora;1', "Citattecknen går inte ihop. Ta bort dem, eller skriv dem två och två."),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_what_to_do(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)) as refused:
        read(text)
    assert str(refused.value) == problem


def test_years_without_a_measure_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^Kolumnerna är år\. Välj vilket mått tabellen visar\.$"):
        read("Rad;2016\nHedemora;1", measure="")


def test_what_is_wrong_with_a_cell_is_told_with_its_row_and_the_others_are_read() -> None:
    found = read("Rad;2016;\nHedemora;1,5;\nAvesta;22;3\n;4\nAvesta;23")

    assert [(each.row, each.label, each.printed, each.problem) for each in found] == [
        (2, "Hedemora", "1,5", "”1,5” är inget helt antal. Antal avslut räknas i hela tal."),
        (3, "Avesta", "22", ""),
        (3, "Avesta", "3", "”3” står utan rubrik."),
        (4, "", "", "Raden har ingen etikett i första kolumnen."),
        (5, "Avesta", "23", "Samma rad står redan på rad 3."),
    ]


def test_a_row_is_of_the_initiative_that_has_or_has_had_its_label_for_a_name() -> None:
    kraften: InitiativeFact = initiative(
        1,
        code="hedemora",
        names=((2014, "Kraften", "Hedemora"), (2016, "Kraften Hedemora/Säter", "Hedemora/Säter")),
    )
    avesta: InitiativeFact = initiative(2, code="avesta", names=((2014, "Samverkansteam Avesta", ""),))
    known = (kraften, avesta)

    assert [
        initiative_called(each, known) for each in ("hedemora/säter", "Kraften", "AVESTA", "Borlänge")
    ] == [
        kraften,
        kraften,
        avesta,
        None,
    ]
    assert (
        initiative_called(
            "Teamet", (initiative(1, code="teamet"), initiative(2, names=((2014, "Teamet", ""),)))
        )
        is None
    )


@pytest.mark.parametrize(
    ("label", "is_all"),
    [
        ("Totalt antal avslut", True),
        ("Genomströmningstid i snitt totalt", True),
        ("Summa", True),
        ("Samtliga team", True),
        ("Allan", False),
        ("Hedemora", False),
    ],
)
def test_a_row_of_all_together_says_so(label: str, is_all: bool) -> None:
    assert is_of_all(label) is is_all


def test_figures_are_laid_out_as_the_tables_they_were() -> None:
    """Years in columns, or measures where a table has one period; tables by their number."""
    known = facts(
        [
            cell("19", "exits", 1, year=2015, label="Hedemora"),
            cell("16", "exits", 1, year=2016, period="half_1", label="Hedemora/Säter"),
            cell("23", "exits", None, year=2015, note="Skrivs plus Fyrsteget."),
            cell("5", "newly_enrolled", 2, place="Tabell 11"),
            cell("3", "all_exits", 2, place="Tabell 11"),
        ]
    )
    found = printed_tables(known.published)

    assert [
        (
            table.place,
            table.what,
            table.columns,
            [(row.label, [each.printed if each else "" for each in row.cells]) for row in table.rows],
            table.notes,
        )
        for table in found
    ] == [
        ("Tabell 11", "2018", ("Nyinskrivna", "Avslut totalt"), [("Team 2", ["5", "3"])], ()),
        (
            "Tabell 13",
            "antal avslut",
            ("2015", "Halvår 1 2016"),
            [("Hedemora", ["19", ""]), ("Hedemora/Säter", ["", "16"]), ("Totalt", ["23", ""])],
            ("Totalt 2015: skrivs plus Fyrsteget.",),
        ),
    ]
