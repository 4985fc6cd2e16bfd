"""The published plan of Södra Dalarna for 2023, cell by cell: what the document printed stands in page and PDF.

The figures are from `tests/golden/sodra_dalarna_2023`, written from the published document "Verksamhetsplan och budget
år 2023 och långsiktig inriktning 2024-2026", never from the program. That only inputs are stored is in
`test_inputs_alone_are_stored`, that all follows when an input changes in `test_one_home`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from budgets.models import PublishedFigure
from finsam import figures
from finsam.figures import Reference
from finsam.swedish import NBSP
from plans.models import Document
from plans.queries import document_scope
from reports import pdf_gate
from reports.documents.builder import resolve_document
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2023 as golden
from tests.golden.comparing import (
    Reading,
    activity_counts,
    assert_figure_is_a_reference,
    cells_that_differ,
    contents_of,
    is_number,
    listed_differences,
    numbers,
    plan_of,
    read_anywhere,
    reading_of,
    rows_with,
    spoken_amounts,
    squeezed_cells,
    squeezed_headings,
)
from tests.reading import Grid, Heading, Paper, headings, squeezed, tables, text_of, words_under
from tests.reading import main_of as main
from tests.verapdf import judge

CAPTIONS = {
    "board": "Tabell 5 Platser i styrelsen per medlem",
    "available_funds": "Tabell 6 Medel till förfogande 2023, kr",
    "outlook": "Tabell 7 Årstilldelning, budget och eget kapital 2021–2026, tkr",
    "budget_table": "Tabell 8 Budget 2023 per ID och kontogrupp, tkr",
    "contributions": "Not 1 Medelstilldelning från förbundets medlemmar 2023, kr",
}
"""Per golden file the caption of its table with us; numbers are set by machine."""


@pytest.fixture
def reading(demo: Demo) -> Reading:
    """The document as page and PDF."""
    return reading_of(demo)


@pytest.fixture
def web(reading: Reading) -> str:
    """The web page."""
    return reading.web


@pytest.fixture
def paper(reading: Reading) -> Paper:
    """The PDF, taken apart."""
    return reading.paper


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The plan of 2023."""
    return plan_of(demo)


# --- The tables as they are to be read ---------------------------------------------------------------------


def budget_rows() -> Grid:
    """The budget table with the ID and the account group in one column, as the document has it."""
    found = [["ID", "Beskrivning", *golden("budget_table")["columns"]]]
    for row in golden("budget_table")["rows"]:
        amounts = row.get("shown", ["", ""])
        if row["kind"] in ("total", "summary"):
            found.append([row["label"], "", *amounts])
        else:
            found.append([row["account"] or row["id"], row["label"], *amounts])
    return found


def available_rows() -> Grid:
    """What is available. The golden labels are senses; these words are ours."""
    labels = (
        "Budgetram från medlemmarna",
        "Beräknat eget kapital när året börjar",
        "Avgår: lägsta nivå för det egna kapitalet",
        "Tillgängligt 2023",
    )
    amounts = [row["shown"] for row in golden("available_funds")["rows"]]
    return [["Post", "Belopp"], *([label, amount] for label, amount in zip(labels, amounts, strict=True))]


ROWS = {
    "board": rows_with("Medlem", golden("board")),
    "available_funds": available_rows(),
    "outlook": rows_with("År", golden("outlook")),
    "budget_table": budget_rows(),
    "contributions": rows_with("Medlem", golden("contributions")),
}


# --- Tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", CAPTIONS)
def test_every_cell_of_the_table_stands_in_its_place_on_the_page(table: str, reading: Reading) -> None:
    assert reading.on_page(CAPTIONS[table]) == ROWS[table]


@pytest.mark.parametrize("table", CAPTIONS)
def test_every_cell_of_the_table_stands_in_its_place_in_the_pdf(table: str, reading: Reading) -> None:
    assert squeezed_cells(reading.on_paper(CAPTIONS[table])) == squeezed_cells(ROWS[table])


@pytest.mark.parametrize(
    ("table", "count"),
    [("board", 14), ("available_funds", 4), ("outlook", 24), ("budget_table", 114), ("contributions", 12)],
)
def test_a_number_in_the_pdf_is_one_word_with_its_spaces(table: str, count: int, reading: Reading) -> None:
    """Squeezed texts would not tell 1 262 from 126 2, nor a minus from a hyphen."""
    expected = numbers(ROWS[table])

    assert [
        [cell for cell in row if is_number(cell)] for row in reading.on_paper(CAPTIONS[table])
    ] == expected
    assert sum(map(len, expected)) == count


def test_a_screen_reader_says_year_and_line_with_every_amount_of_the_budget(reading: Reading) -> None:
    spoken = spoken_amounts(reading, CAPTIONS["budget_table"])
    expected = set()
    area = ""
    for row in golden("budget_table")["rows"]:
        if row["kind"] == "heading":
            area = row["label"]
        groups = {"heading": None, "line": [area], "total": [area], "summary": []}[row["kind"]]
        if groups is not None:
            for column, shown in zip(golden("budget_table")["columns"], row["shown"], strict=True):
                headers = sorted(squeezed(text) for text in (column, *groups, row["label"]))
                expected.add((*headers, shown))

    assert {each for each in spoken if any("Årsbudget" in word for word in each)} == expected


def test_marks_are_explained_under_the_long_term_budget(web: str, paper: Paper) -> None:
    heading = "Långsiktig budget 2023–2026"

    assert "* prognos ** äskat belopp" in words_under(web)[heading]
    assert squeezed("* prognos ** äskat belopp") in paper.words_under()[squeezed(heading)]


def test_the_last_line_of_the_budget_refers_to_note_1(web: str) -> None:
    links = [link for link in main(web).iter("a") if text_of(link) == "(not 1)"]
    targets = [link.get("href", "").removeprefix("#") for link in links]

    assert [
        text_of(each) for target in targets for each in main(web).findall(f".//*[@id='{target}']/caption")
    ] == [CAPTIONS["contributions"]]


# --- Headings, goal areas, words ---------------------------------------------------------------------------


def expected_headings() -> list[Heading]:
    """The document's headings, with the goal areas as subsections of their chapter."""
    found = [Heading(row["number"], row["level"], row["heading"]) for row in golden("outline")["rows"]]
    areas = [
        Heading(f"2.{area['number']}", 2, f"Målområde {area['number']}: {area['title']}")
        for area in golden("goal_areas")["rows"]
    ]
    place = next(place for place, heading in enumerate(found) if heading.number == "2") + 1
    return [*found[:place], *areas, *found[place:]]


def test_headings_stand_in_the_published_order_on_the_page(web: str) -> None:
    assert headings(web) == expected_headings()


def test_headings_stand_in_the_published_order_in_the_pdf(paper: Paper) -> None:
    assert paper.headings() == squeezed_headings(expected_headings())


def test_the_contents_list_every_heading(web: str) -> None:
    assert contents_of(web) == [(each.number, each.text) for each in expected_headings()]


def test_the_cover_says_what_the_published_one_says(plan: Document, paper: Paper) -> None:
    cover, published = resolve_document(plan).cover, golden("outline")["cover"]

    assert {"title": cover.title, "subtitle": cover.subtitle, "motto": cover.motto} == published
    assert all(squeezed(words) in paper.texts()[:9] for words in published.values())


def test_every_goal_area_has_its_activities(web: str, paper: Paper) -> None:
    published = {row["number"]: row["activities"] for row in golden("goal_areas")["rows"]}

    assert activity_counts(tables(web), 2023) == published
    assert activity_counts({each.caption: each.rows for each in paper.tables()}, 2023) == published


def test_the_members_are_the_published_ones(demo: Demo, web: str) -> None:
    members = demo.federation.members.order_by("position")
    published = golden("members")

    assert [{"name": each.name, "party_group": each.party_group} for each in members] == published["members"]
    assert [row[0] for row in tables(web)[CAPTIONS["board"]][1:-1]] == [
        each["name"] for each in published["members"]
    ]
    assert [row[0] for row in tables(web)[CAPTIONS["contributions"]][1:-1]] == published["payers"]


@pytest.mark.parametrize(
    "row", golden("prose_figures")["rows"], ids=lambda row: f"{row['nr']} {row['shown']}"
)
def test_the_figure_stands_in_its_section(row: dict[str, str], web: str, paper: Paper) -> None:
    assert row["shown"] in words_under(web)[row["section"]]
    assert squeezed(row["shown"]) in paper.words_under()[squeezed(row["section"])]


@pytest.mark.parametrize(
    "row",
    [row for row in golden("prose_figures")["rows"] if row["reference"]],
    ids=lambda row: f"{row['nr']} {row['reference']}",
)
def test_the_figure_in_running_text_is_a_reference(row: dict[str, str], plan: Document) -> None:
    assert_figure_is_a_reference(plan, row)


@pytest.mark.parametrize("row", golden("equity_rules")["rows"], ids=lambda row: row["rule"])
def test_the_rule_for_equity_is_said_in_the_text(row: dict[str, str], plan: Document, web: str) -> None:
    assert figures.resolve(row["reference"], document_scope(plan)) == row["shown"]
    assert row["shown"] in words_under(web)["Långsiktig budget 2023–2026"]


def test_the_date_of_the_boards_meeting_is_the_published_one(plan: Document, web: str, paper: Paper) -> None:
    assert plan.meeting is not None
    assert plan.meeting.held_on == golden("outline")["decision_date"]
    assert f"Förslag till styrelsens möte den 25{NBSP}november 2022" in text_of(main(web))
    assert "Förslagtillstyrelsensmöteden25november2022" in paper.texts()


# --- Printed beside computed -------------------------------------------------------------------------------


TABLES = ("budget_table", "outlook", "contributions", "available_funds")


def test_exactly_four_published_figures_do_not_follow_from_their_own_rows() -> None:
    listed = listed_differences(golden, *TABLES)

    assert cells_that_differ(golden, *TABLES) == listed
    assert listed == [
        ("905", "895"),
        (f"7{NBSP}195", f"7{NBSP}185"),
        ("−873", "−863"),
        (f"7{NBSP}195", f"7{NBSP}185"),
    ]


def test_where_they_part_the_computed_is_shown_and_the_printed_is_kept(plan: Document) -> None:
    scope = document_scope(plan)
    kept = PublishedFigure.objects.filter(federation=plan.federation)
    parting = [
        (each.place, each.printed, figures.resolve(f"{each.reference}/tkr", scope))
        for each in kept
        if figures.compute(Reference.parse(each.reference), scope) != each.value
    ]

    assert parting == [
        (f"Budget år 2023, 20{NBSP}000 Administration, Totalt, årsbudget 2022", "905", f"895{NBSP}tkr"),
        ("Budget år 2023, Kostnader totalt, årsbudget 2022", f"7{NBSP}195", f"7{NBSP}185{NBSP}tkr"),
        ("Budget år 2023, Resultat, årsbudget 2022", "−873", f"−863{NBSP}tkr"),
        ("Långsiktig budget 2023–2026, Budget 2022", f"7{NBSP}195", f"7{NBSP}185{NBSP}tkr"),
    ]
    assert kept.count() == 43


def test_no_printed_figure_that_does_not_add_up_is_read_anywhere(reading: Reading) -> None:
    assert read_anywhere(reading, ("905", "7195", "−873")) == []


# --- The document as a file --------------------------------------------------------------------------------


def test_the_published_plan_as_pdf_passes_the_gate_and_verapdf(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "verksamhetsplan.pdf"
    path.write_bytes(reading.pdf.data)

    assert pdf_gate.inspect_pdf(reading.pdf.data) == ()
    assert judge([path])[path].failed == ()
    assert 10 <= reading.pdf.pages <= 20  # some ten pages published, without cover and contents
