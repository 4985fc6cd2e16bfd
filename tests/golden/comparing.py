"""A published document beside ours: ours read as page and PDF, the golden tables as the cells they are to have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from finsam import figures, richtext
from finsam.swedish import NBSP
from plans.models import Document, Section
from plans.queries import document_scope
from reports.documents.builder import resolve_document
from reports.documents.render import paper_html
from reports.pdf_inputs import Pdf
from tests.conftest import Demo
from tests.reading import (
    Grid,
    Heading,
    Paper,
    headings,
    main_of,
    pdf_of,
    squeezed,
    tables,
    text_of,
    words_under,
)

Golden = Callable[[str], Any]
"""Gives a document's golden table by name."""


@dataclass(frozen=True)
class Reading:
    """The document as it is read: the web page, and the PDF as bytes and taken apart."""

    web: str
    pdf: Pdf
    paper: Paper

    def on_page(self, caption: str) -> Grid:
        """A table of the page."""
        return tables(self.web)[caption]

    def on_paper(self, caption: str) -> Grid:
        """A table of the PDF."""
        return {each.caption: each.rows for each in self.paper.tables()}[caption]


_readings: dict[str, Reading] = {}


def reading_of(demo: Demo) -> Reading:
    """The demo's plan as the board reads it, fetched and printed once in this process: no test may change it."""
    slug = demo.federation.slug
    if slug not in _readings:
        response = demo.client("board").get(demo.url("plan"))
        assert response.status_code == 200
        made = pdf_of(paper_html(resolve_document(plan_of(demo))))
        _readings[slug] = Reading(response.content.decode(), made, Paper(made.data))
    return _readings[slug]


def plan_of(demo: Demo) -> Document:
    """The demo's plan."""
    return Document.objects.get(federation=demo.federation, year=demo.year)


@pytest.fixture(name="reading")
def reading_fixture(demo: Demo) -> Reading:
    """The demo's document as page and PDF. A module takes it in by assigning it a name of its own."""
    return reading_of(demo)


@pytest.fixture(name="plan")
def plan_fixture(demo: Demo) -> Document:
    """The demo's plan, taken in the same way."""
    return plan_of(demo)


# --- Tables ------------------------------------------------------------------------------------------------


def rows_with(first: str, found: Any) -> Grid:
    """A golden table of texts and figures as it is to be read, under the heading of its first column.

    A row without figures is a heading over the rows that follow.
    """
    empty = [""] * len(found["columns"])
    return [
        [first, *found["columns"]],
        *(
            [str(row["label"] if "label" in row else row["year"]), *row.get("shown", empty)]
            for row in found["rows"]
        ),
    ]


def squeezed_cells(grid: Grid) -> Grid:
    """A table as it can be compared with paper, where lines are broken anywhere."""
    return [[squeezed(cell) for cell in row] for row in grid]


def is_number(text: str) -> bool:
    """An amount, a share, an ID, a year or the dash of nothing."""
    return bool(re.fullmatch(r"–|−?\d[\d ]*(\*{1,2}| %)?", text))


def numbers(grid: Grid) -> Grid:
    """The numbers of a table by row, with plain spaces. Squeezed texts would not tell 1 262 from 126 2."""
    return [[cell for cell in row if is_number(cell)] for row in with_plain_spaces(grid)]


def with_plain_spaces(grid: Grid) -> Grid:
    """A table in which every space is an ordinary one."""
    return [[cell.replace(NBSP, " ") for cell in row] for row in grid]


def assert_numbers_in_the_pdf_are_one_word_each(
    reading: Reading, caption: str, rows: Grid, count: int
) -> None:
    """The table's numbers, so many, with the spaces they are written with."""
    expected = numbers(rows)
    assert [[cell for cell in row if is_number(cell)] for row in reading.on_paper(caption)] == expected
    assert sum(map(len, expected)) == count


def spoken_amounts(reading: Reading, caption: str) -> set[tuple[str, ...]]:
    """What a screen reader says of each amount of a table in the PDF: headers squeezed and sorted, then the amount."""
    table = next(each for each in reading.paper.tables() if each.caption == caption)
    return {
        (*sorted(headers), said.replace(" ", NBSP))
        for *headers, said in table.read_out
        if is_number(said) and len(headers) > 1
    }


# --- What differs ------------------------------------------------------------------------------------------


def cells_that_differ(golden: Golden, *names: str) -> list[tuple[str, str]]:
    """(printed, shown) for every cell of the golden tables where the two part."""
    return [
        (printed, shown)
        for name in names
        for row in golden(name)["rows"]
        for printed, shown in zip(row.get("printed", ()), row.get("shown", ()), strict=True)
        if printed != shown
    ]


def listed_differences(golden: Golden, *names: str) -> list[tuple[str, str]]:
    """(printed, shown) as the golden tables themselves list what differs."""
    return [(each["printed"], each["shown"]) for name in names for each in golden(name)["differences"]]


def numbers_in(text: str) -> set[str]:
    """Every number in a text, without its spaces."""
    return {squeezed(found) for found in re.findall(rf"−?\d[\d{NBSP}]*", text)}


def read_anywhere(reading: Reading, numbers: tuple[str, ...]) -> list[str]:
    """Those of the numbers, written without spaces, that the page or the PDF says anywhere."""
    on_page = numbers_in(text_of(main_of(reading.web)))
    on_paper = set(map(squeezed, reading.paper.words))
    return [number for number in numbers if number in on_page or number in on_paper]


def findings_of(demo: Demo) -> list[tuple[int, str, str, str, str]]:
    """What `check_figures --format json` finds of all years, with plain spaces.

    (year, severity, where, expected, found).
    """
    out = StringIO()
    call_command("check_figures", demo.federation.slug, "--format", "json", stdout=out)
    return [
        (each["year"], finding["severity"], finding["where"], finding["expected"], finding["found"])
        for each in json.loads(out.getvalue().replace(NBSP, " "))
        for finding in each["findings"]
    ]


# --- Words -------------------------------------------------------------------------------------------------


def squeezed_headings(found: list[Heading]) -> list[Heading]:
    """Headings as they can be compared with paper."""
    return [Heading(each.number, each.level, squeezed(each.text)) for each in found]


def contents_of(web: str) -> list[tuple[str, str]]:
    """The page's table of contents: number and heading."""
    contents = next(each for each in main_of(web).iter("nav") if each.get("class") == "contents")
    return [
        (
            text_of(entry.find("*[@class='contents-number']")),  # type: ignore[arg-type]
            text_of(entry.find("*[@class='contents-heading']")),  # type: ignore[arg-type]
        )
        for entry in contents.iter("div")
    ]


def activity_counts(found: dict[str, Grid], year: int) -> dict[int, int]:
    """How many activities each goal area has, by its number, in the tables of a page or a PDF."""
    pattern = re.compile(rf"Aktiviteter {year} inom målområde (\d+)$")
    return {int(match[1]): len(rows) - 1 for name, rows in found.items() if (match := pattern.search(name))}


def sections_by_heading(plan: Document) -> dict[str, Section]:
    """The plan's sections under their headings as they are read."""
    scope = document_scope(plan)
    return {
        figures.fill(section.heading, lambda reference: figures.resolve(reference, scope)): section
        for section in plan.sections.all()
    }


def assert_the_headings_are_the_published_ones(reading: Reading, golden: Golden) -> None:
    """In the published order, on the page and in the PDF."""
    published = [Heading(row["number"], row["level"], row["heading"]) for row in golden("outline")["rows"]]
    assert headings(reading.web) == published
    assert reading.paper.headings() == squeezed_headings(published)


def assert_the_cover_is_the_published_one(plan: Document, reading: Reading, golden: Golden) -> None:
    """What the cover says, and that the PDF begins with it."""
    cover, published = resolve_document(plan).cover, golden("outline")["cover"]
    assert {"title": cover.title, "subtitle": cover.subtitle, "motto": cover.motto} == published
    assert all(squeezed(words) in reading.paper.texts()[:9] for words in published.values() if words)


def assert_the_activities_are_the_published_ones(reading: Reading, golden: Golden, year: int) -> None:
    """As many in each goal area, on the page and in the PDF."""
    published = {row["number"]: row["activities"] for row in golden("goal_areas")["rows"]}
    assert activity_counts(tables(reading.web), year) == published
    assert activity_counts({each.caption: each.rows for each in reading.paper.tables()}, year) == published


def assert_the_members_are_the_published_ones(demo: Demo, golden: Golden) -> None:
    """Name and party, in order."""
    members = demo.federation.members.order_by("position")
    found = [{"name": each.name, "party_group": each.party_group} for each in members]
    assert found == golden("members")["members"]


def assert_figure_stands_in_its_section(reading: Reading, row: dict[str, str]) -> None:
    """The figure of a golden row is read under its heading, on the page and in the PDF."""
    assert row["shown"] in words_under(reading.web)[row["section"]]
    assert squeezed(row["shown"]) in reading.paper.words_under()[squeezed(row["section"])]


def assert_figure_is_a_reference(plan: Document, row: dict[str, str]) -> None:
    """The figure of a golden row is referred to in its section, and reads as the row says."""
    section = sections_by_heading(plan)[row["section"]]
    assert row["reference"] in richtext.references(section.body)
    assert figures.resolve(row["reference"], document_scope(plan)) == row["shown"]
