"""The published plan of Norra Västmanland for 2023, cell by cell: groups with totals, a forecast, costs negative.

The figures are from `tests/golden/norra_vastmanland_2023`, written from the published document "Verksamhetsplan
2023", never from the program. Where the document does not follow from its own rows, the computed figure
stands and a finding tells.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from budgets.models import PublishedFigure
from finsam.swedish import NBSP
from plans.models import Document
from reports import pdf_gate
from tests.conftest import Demo
from tests.golden import comparing
from tests.golden import norra_vastmanland_2023 as golden
from tests.golden.comparing import (
    Reading,
    assert_figure_is_a_reference,
    assert_figure_stands_in_its_section,
    assert_numbers_in_the_pdf_are_one_word_each,
    assert_the_activities_are_the_published_ones,
    assert_the_cover_is_the_published_one,
    assert_the_headings_are_the_published_ones,
    assert_the_members_are_the_published_ones,
    cells_that_differ,
    findings_of,
    listed_differences,
    read_anywhere,
    rows_with,
    spoken_amounts,
    squeezed_cells,
)
from tests.reading import main_of as main
from tests.reading import squeezed, text_of, words_under
from tests.verapdf import judge

CAPTIONS = {
    "board": "Tabell 4 Platser i styrelsen per medlem",
    "funding": "Tabell 5 Finansiering av budgeten 2023, tkr",
    "shares": "Tabell 6 Parternas andelar av medlemsintäkterna 2023",
    "distribution": "Tabell 7 Fördelning av kostnaderna 2023",
    "overview": "Tabell 8 Budgetöversikt 2023, tkr",
    "budget_table": "Tabell 9 Budget 2023, tkr",
}
"""Per golden file the caption of its table with us; numbers are set by machine."""
ROWS = {
    "board": rows_with("Medlem", golden("board")),
    "funding": rows_with("Post", golden("funding")),
    "shares": rows_with("Post", golden("shares")),
    "distribution": rows_with("Post", golden("distribution")),
    "overview": rows_with("År", golden("overview")),
    "budget_table": rows_with("Beskrivning", golden("budget_table")),
}
TABLES = ("budget_table", "overview", "funding", "shares", "distribution")


@pytest.fixture
def demo(demos: dict[str, Demo]) -> Demo:
    """Norra Västmanland, laid before its board."""
    return demos["norra-vastmanland"]


READING, PLAN = comparing.reading_fixture, comparing.plan_fixture


# --- Tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", CAPTIONS)
def test_every_cell_of_the_table_stands_in_its_place_on_the_page(table: str, reading: Reading) -> None:
    assert reading.on_page(CAPTIONS[table]) == ROWS[table]


@pytest.mark.parametrize("table", CAPTIONS)
def test_every_cell_of_the_table_stands_in_its_place_in_the_pdf(table: str, reading: Reading) -> None:
    assert squeezed_cells(reading.on_paper(CAPTIONS[table])) == squeezed_cells(ROWS[table])


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("board", 20),
        ("funding", 4),
        ("shares", 3),
        ("distribution", 4),
        ("overview", 12),
        ("budget_table", 69),
    ],
)
def test_a_number_in_the_pdf_is_one_word_with_its_spaces(table: str, count: int, reading: Reading) -> None:
    assert_numbers_in_the_pdf_are_one_word_each(reading, CAPTIONS[table], ROWS[table], count)


def test_a_screen_reader_says_column_and_line_with_every_amount_of_the_budget(reading: Reading) -> None:
    expected, area = set(), ""
    for row in golden("budget_table")["rows"]:
        area = row["label"] if row["kind"] == "heading" else "" if row["kind"] == "summary" else area
        for column, shown in zip(golden("budget_table")["columns"], row["shown"], strict=True):
            headers = {column, row["label"], area} - {""}
            expected.add((*sorted(squeezed(text) for text in headers), shown))

    assert spoken_amounts(reading, CAPTIONS["budget_table"]) == expected


def test_no_figure_of_the_overview_is_marked(reading: Reading) -> None:
    """The document says of a forecast that it is one in the column's heading."""
    assert "*" not in words_under(reading.web)["Budgetöversikt 2023"]


# --- Headings, goal areas, words ---------------------------------------------------------------------------


def test_headings_stand_in_the_published_order(reading: Reading) -> None:
    assert_the_headings_are_the_published_ones(reading, golden)


def test_the_cover_says_what_the_published_one_says(plan: Document, reading: Reading) -> None:
    assert_the_cover_is_the_published_one(plan, reading, golden)


def test_every_goal_area_has_its_activities(reading: Reading) -> None:
    assert_the_activities_are_the_published_ones(reading, golden, 2023)


def test_the_members_are_the_published_ones(demo: Demo) -> None:
    assert_the_members_are_the_published_ones(demo, golden)


@pytest.mark.parametrize(
    "row", golden("prose_figures")["rows"], ids=lambda row: f"{row['nr']} {row['shown']}"
)
def test_the_figure_stands_in_its_section(row: dict[str, str], reading: Reading) -> None:
    assert_figure_stands_in_its_section(reading, row)


@pytest.mark.parametrize(
    "row",
    [row for row in golden("prose_figures")["rows"] if row["reference"]],
    ids=lambda row: f"{row['nr']} {row['reference']}",
)
def test_the_figure_in_running_text_is_a_reference(row: dict[str, str], plan: Document) -> None:
    assert_figure_is_a_reference(plan, row)


def test_the_date_of_the_boards_meeting_is_the_published_one(plan: Document, reading: Reading) -> None:
    assert plan.meeting is not None
    assert plan.meeting.held_on == golden("outline")["decision_date"]
    assert f"Förslag till styrelsens möte den 24{NBSP}november 2022" in text_of(main(reading.web))


# --- Printed beside computed -------------------------------------------------------------------------------


def test_exactly_these_published_figures_do_not_follow_from_the_lines() -> None:
    """In the order of the tables. Of the budget itself five are more than roundings."""
    assert cells_that_differ(golden, *TABLES) == listed_differences(golden, *TABLES)
    assert [
        (printed.replace(NBSP, " "), shown.replace(NBSP, " "))
        for printed, shown in listed_differences(golden, *TABLES)
    ] == [
        ("−5 362", "−5 361"),
        ("−943", "−908"),
        ("−845", "−955"),
        ("−1 109", "−1 084"),
        ("−7 720", "−7 686"),
        ("−7 495", "−7 494"),
        ("−474", "−440"),
        ("−247", "−246"),
        ("−7 720", "−7 686"),
        ("−474", "−440"),
        ("−247", "−246"),
        ("317", "318"),
        ("9 %", "8 %"),
    ]


def test_no_printed_figure_that_does_not_add_up_is_read_anywhere(reading: Reading) -> None:
    wrong = ("−5362", "−943", "−845", "−1109", "−7720", "−7495", "−474", "−247", "317", "9%")

    assert read_anywhere(reading, wrong) == []


def test_the_checks_find_what_a_reader_could_have_caught(demo: Demo) -> None:
    """FINDINGS.md, NV-23: seven errors and four roundings. The result and the overview of 2022 are told with the sum.

    The warning is true and beside the document's own figures: its budget has no plan for the two years that follow.
    """
    table, text = "Budget 2023", "Ekonomi och planerad finansiering, fördelning"

    assert findings_of(demo) == [
        (2023, "error", f"{table}, Strukturinriktade insatser, budget 2022", "−908 tkr", "−943 tkr"),
        (2023, "error", f"{table}, Strukturinriktade insatser, prognos 2022", "−955 tkr", "−845 tkr"),
        (2023, "error", f"{table}, Strukturinriktade insatser, budget 2023", "−1 084 tkr", "−1 109 tkr"),
        (2023, "error", f"{table}, SUMMA KOSTNADER, budget 2022", "−7 686 tkr", "−7 720 tkr"),
        (2023, "error", f"{table}, SUMMA KOSTNADER, prognos 2022", "−7 385 tkr", "−7 495 tkr"),
        (2023, "error", f"{table}, SUMMA KOSTNADER, budget 2023", "−7 903 tkr", "−7 878 tkr"),
        (2023, "error", f"{text}, strukturinriktade insatser utan processtöd", "8,4 %", "9 %"),
        (2023, "warning", "Långsiktig budget", "2023–2025", ""),
        (2023, "rounding", f"{table}, Individinriktade insatser, prognos 2022", "−5 361 tkr", "−5 362 tkr"),
        (2023, "rounding", f"{table}, SUMMA KOSTNADER, budget 2022", "−7 721 tkr", "−7 720 tkr"),
        (2023, "rounding", f"{table}, SUMMA KOSTNADER, prognos 2022", "−7 494 tkr", "−7 495 tkr"),
        (2023, "rounding", "Budgetöversikt 2023, Eget kapital 31 dec 2023", "318 tkr", "317 tkr"),
    ]
    assert PublishedFigure.objects.filter(federation=demo.federation).count() == 44


# --- The document as a file --------------------------------------------------------------------------------


def test_the_published_plan_as_pdf_passes_the_gate_and_verapdf(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "verksamhetsplan.pdf"
    path.write_bytes(reading.pdf.data)

    assert pdf_gate.inspect_pdf(reading.pdf.data) == ()
    assert judge([path])[path].failed == ()
