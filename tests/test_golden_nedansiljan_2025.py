"""The published plan of Nedansiljan for 2025, cell by cell: three years side by side, equity carried forward.

The figures are from `tests/golden/nedansiljan_2025`, written from the published document "Verksamhetsplan för
verksamhetsåret 2025", never from the program. Where the document does not follow from its own rows, the computed figure
stands and a finding tells.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from budgets.models import EquityRule, PublishedFigure
from finsam.swedish import NBSP
from plans.models import Document
from reports import pdf_gate
from tests.conftest import Demo
from tests.golden import comparing
from tests.golden import nedansiljan_2025 as golden
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
    "board": "Tabell 1 Platser i styrelsen per medlem",
    "funding": "Tabell 6 Tilldelning 2025, kr",
    "budget_table": "Tabell 7 Ekonomisk information 2025–2027, tkr",
}
"""Per golden file the caption of its table with us; numbers are set by machine."""
ROWS = {
    "board": rows_with("Medlem", golden("board")),
    "funding": rows_with("Post", golden("funding")),
    "budget_table": rows_with("Beskrivning", golden("budget_table")),
}


@pytest.fixture
def demo(demos: dict[str, Demo]) -> Demo:
    """Nedansiljan, laid before its board."""
    return demos["nedansiljan"]


READING, PLAN = comparing.reading_fixture, comparing.plan_fixture


# --- Tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", CAPTIONS)
def test_every_cell_of_the_table_stands_in_its_place_on_the_page(table: str, reading: Reading) -> None:
    assert reading.on_page(CAPTIONS[table]) == ROWS[table]


@pytest.mark.parametrize("table", CAPTIONS)
def test_every_cell_of_the_table_stands_in_its_place_in_the_pdf(table: str, reading: Reading) -> None:
    assert squeezed_cells(reading.on_paper(CAPTIONS[table])) == squeezed_cells(ROWS[table])


@pytest.mark.parametrize(("table", "count"), [("board", 14), ("funding", 4), ("budget_table", 42)])
def test_a_number_in_the_pdf_is_one_word_with_its_spaces(table: str, count: int, reading: Reading) -> None:
    assert_numbers_in_the_pdf_are_one_word_each(reading, CAPTIONS[table], ROWS[table], count)


def test_a_screen_reader_says_year_and_line_with_every_amount_of_the_budget(reading: Reading) -> None:
    expected, area = set(), ""
    for row in golden("budget_table")["rows"]:
        area = row["label"] if row["kind"] == "heading" else "" if row["kind"] == "summary" else area
        for year, shown in zip(golden("budget_table")["columns"], row.get("shown", ()), strict=False):
            headers = (year, row["label"], *([area] if area else []))
            expected.add((*sorted(squeezed(text) for text in headers), shown))

    assert spoken_amounts(reading, CAPTIONS["budget_table"]) == expected


def test_the_footnote_of_the_marked_row_stands_under_the_table(reading: Reading) -> None:
    heading, note = (
        "Ekonomisk information 2025–2027",
        "* Vilka ansökningar som kommer är inte känt när året börjar.",
    )

    assert note in words_under(reading.web)[heading]
    assert squeezed(note) in reading.paper.words_under()[squeezed(heading)]


def test_no_ids_are_printed(reading: Reading) -> None:
    assert reading.on_page(CAPTIONS["budget_table"])[0] == ["Beskrivning", "2025", "2026", "2027"]


# --- Headings, goal areas, words ---------------------------------------------------------------------------


def test_headings_stand_in_the_published_order(reading: Reading) -> None:
    assert_the_headings_are_the_published_ones(reading, golden)


def test_the_cover_says_what_the_published_one_says(plan: Document, reading: Reading) -> None:
    assert_the_cover_is_the_published_one(plan, reading, golden)


def test_every_goal_area_has_its_activities(reading: Reading) -> None:
    assert_the_activities_are_the_published_ones(reading, golden, 2025)


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
    assert f"Förslag till styrelsens möte den 27{NBSP}november 2024" in text_of(main(reading.web))


def test_the_stored_floor_is_the_derived_buffer(demo: Demo) -> None:
    rules = EquityRule.objects.filter(federation=demo.federation)

    assert [(rule.kind, rule.amount) for rule in rules] == [("floor", 400_000)]


# --- Printed beside computed -------------------------------------------------------------------------------


def test_exactly_four_published_figures_do_not_follow_from_the_lines() -> None:
    assert cells_that_differ(golden, "budget_table", "funding") == listed_differences(
        golden, "budget_table", "funding"
    )
    assert listed_differences(golden, "budget_table", "funding") == [
        ("756", "761"),
        ("610", "606"),
        (f"4{NBSP}042", f"4{NBSP}047"),
        (f"3{NBSP}896", f"3{NBSP}892"),
    ]


def test_no_printed_figure_that_does_not_add_up_is_read_anywhere(reading: Reading) -> None:
    """Nor 610, for what is carried forward. 600 is right of what is over the floor when the year begins."""
    assert read_anywhere(reading, ("756", "610", "4042", "3896")) == []


def test_the_checks_find_what_a_reader_could_have_caught_and_nothing_else(demo: Demo) -> None:
    """FINDINGS.md, NS-25: three errors. That the decision space of 2026 and 2027 follows is told with them."""
    table, text = "Ekonomisk information 2025–2027", "Ekonomiska förutsättningar"

    assert findings_of(demo) == [
        (2025, "error", f"{table}, Överskott från tidigare år 2026", "761 tkr", "756 tkr"),
        (2025, "error", f"{table}, Överskott från tidigare år 2027", "601 tkr", "610 tkr"),
        (2025, "error", f"{text}, eget kapital till 2027", "596 tkr", "600 tkr"),
    ]
    assert PublishedFigure.objects.filter(federation=demo.federation).count() == 20


# --- The document as a file --------------------------------------------------------------------------------


def test_the_published_plan_as_pdf_passes_the_gate_and_verapdf(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "verksamhetsplan.pdf"
    path.write_bytes(reading.pdf.data)

    assert pdf_gate.inspect_pdf(reading.pdf.data) == ()
    assert judge([path])[path].failed == ()
