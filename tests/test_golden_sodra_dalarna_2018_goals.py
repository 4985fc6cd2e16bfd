"""Tables 2–5, 16 and 18 that Södra Dalarna printed for 2018, cell by cell, in the demo: page and PDF.

The figures are from `tests/golden/sodra_dalarna_2018`, written from the published document "Årsredovisning 2018", never
from the program. Of the years before 2018 only the printed figures exist: they are marked †.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from finsam import figures
from finsam.scope import Scope
from plans.models import Document
from reports import pdf_gate
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from tests import factories as make
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2018 as golden
from tests.golden.comparing import squeezed_cells, with_plain_spaces
from tests.reading import Grid, Paper, pdf_of, squeezed, tables

pytestmark = pytest.mark.django_db

BLOCKS = ("plans.goal_fulfilment", "plans.training_series", "plans.training_events")
SERIES = "Antal personalinriktade insatser och antal deltagare 2014–2018"
EVENTS = "Utbildningsinsatser med antal deltagare per insats och totalt 2018"


@dataclass(frozen=True)
class Read:
    """The tables of a document by caption without number, on the page and in the PDF, with the PDF's bytes."""

    page: dict[str, Grid]
    paper: dict[str, Grid]
    pdf: bytes


@pytest.fixture
def read(accounts_demo: Demo) -> Read:
    """A document of 2018 with the blocks."""
    document = make.DocumentFactory(
        federation=accounts_demo.federation, year=2018, kind=Document.Kind.ANNUAL_REPORT, version=99
    )
    for place, block in enumerate(BLOCKS):
        make.SectionFactory(document=document, heading=f"Del {place}", block=block, position=place)
    resolved = resolve_document(document)
    data = pdf_of(paper_html(resolved)).data
    return Read(
        {_plain(caption): with_plain_spaces(grid) for caption, grid in tables(page_html(resolved)).items()},
        {_plain(each.caption): squeezed_cells(each.rows) for each in Paper(data).tables()},
        data,
    )


def _plain(caption: str) -> str:
    return " ".join(caption.replace("\u00a0", " ").split()[2:])


def caption_of(number: int) -> str:
    """The caption of a goal area's table."""
    return f"Måluppfyllelse för verksamhetsplanens målområde {number}"


def test_each_goal_area_has_its_table_with_every_printed_state_and_fact(read: Read) -> None:
    first, second = golden("goal_fulfilment")["columns"]
    for table in golden("goal_fulfilment")["tables"]:
        for found, sign in ((read.page, str), (read.paper, squeezed)):
            head, *rows = found[caption_of(table["number"])]
            assert head == [sign(f"{first} {table['number']}"), sign(second)]
            assert [row[0] for row in rows] == [sign(row["activity"]) for row in table["rows"]]
            for cell, row in zip((row[1] for row in rows), table["rows"], strict=True):
                assert cell.startswith(sign(row["status"]))
                assert all(sign(fact) in cell for fact in row["facts"])


def test_the_goals_are_counted_as_printed(accounts_demo: Demo) -> None:
    scope = Scope(accounts_demo.federation.pk, 2018)
    printed = golden("goal_fulfilment")["summary"]
    assert {name: figures.resolve(f"goals.{name}/digits", scope) for name in printed} == {
        name: str(value) for name, value in printed.items()
    }
    assert figures.resolve("goals.summary", scope) == "11 av 12 uppfyllda, ett delvis"
    assert [figures.resolve(f"goals.summary:{number}", scope) for number in (1, 2, 3, 4)] == [
        *["alla tre uppfyllda"] * 3,
        "2 av 3 uppfyllda, ett delvis",
    ]


def test_the_series_of_training_has_every_printed_figure_and_marks_those_that_are_only_printed(
    read: Read,
) -> None:
    table = golden("training")["series"]
    expected = [
        ["Antal", *table["columns"]],
        *(
            [row["label"], *(f"{each}†" for each in row["printed"][:-1]), row["printed"][-1]]
            for row in table["rows"]
        ),
    ]
    assert read.page[SERIES] == expected
    assert read.paper[SERIES] == squeezed_cells(expected)


def test_the_training_events_have_every_printed_figure(read: Read) -> None:
    table = golden("training")["events"]
    expected = [
        ["Utbildningsinsatser", *table["columns"]],
        *([row["label"], *row["printed"]] for row in table["rows"]),
    ]
    assert read.page[EVENTS] == expected
    assert read.paper[EVENTS] == squeezed_cells(expected)


def test_the_pdf_passes_the_gate(read: Read) -> None:
    assert pdf_gate.inspect_pdf(read.pdf) == ()


def test_the_figures_of_training_and_the_book_are_those_printed(accounts_demo: Demo) -> None:
    scope = Scope(accounts_demo.federation.pk, 2018)
    found = {
        reference: figures.resolve(reference, scope)
        for reference in (
            "training.event_count/digits",
            "training.participants/digits",
            "training.participants@2016/digits",
            "indicator.value:salda-bocker",
            "indicator.value:upplaga",
            "indicator.value:bokpris",
        )
    }
    assert list(found.values()) == ["13", "453", "463", "345", "800", "100"]
