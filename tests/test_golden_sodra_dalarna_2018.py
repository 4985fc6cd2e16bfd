"""The operating statement that Södra Dalarna printed for 2018, cell by cell, in the demo's accounts: page and PDF.

The other statements and the notes are in `test_golden_sodra_dalarna_2018_statements`.

The figures are from `tests/golden/sodra_dalarna_2018`, written from the published document "Årsredovisning 2018", never
from the program. The same tables over figures of a test's own are in `tests/budgets/test_follow_up_pages`.
"""

from __future__ import annotations

import pytest

from budgets.follow_up_queries import follow_up_facts
from finsam.scope import Scope
from plans.models import Document
from plans.services.documents import start_document
from reports import pdf_gate
from reports.documents.builder import resolve_document
from reports.documents.follow_up import follow_up_html, follow_up_paper
from reports.documents.render import page_html, paper_html
from tests import factories as make
from tests.budgets.follow_up_year import in_tkr
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2018 as golden
from tests.golden.comparing import squeezed_cells, with_plain_spaces
from tests.reading import Grid, Paper, pdf_of, tables

pytestmark = pytest.mark.django_db

CAPTION = "Tabell 1 Driftredovisning 2018, tkr"


def printed() -> Grid:
    """The table as it was printed."""
    return [
        [row["id"], row["label"], *row["printed"]] if row["id"] else [row["label"], "", *row["printed"]]
        for row in golden("operating_statement")["rows"]
    ]


def test_the_demos_page_shows_every_printed_cell(accounts_demo: Demo) -> None:
    page = accounts_demo.client("board").get(accounts_demo.url("follow_up_board")).content.decode()

    assert [row[:6] for row in with_plain_spaces(tables(page)[CAPTION])[1:]] == printed()


def test_the_demos_pdf_shows_every_printed_cell_and_passes_the_gate(accounts_demo: Demo) -> None:
    federation = accounts_demo.federation
    facts = Scope(federation.pk, 2018).facts(follow_up_facts)
    data = pdf_of(follow_up_html(follow_up_paper(federation, facts, 12))).data
    found = {each.caption: each.rows for each in Paper(data).tables()}

    assert [row[:6] for row in squeezed_cells(found[CAPTION])[1:]] == squeezed_cells(printed())
    assert pdf_gate.inspect_pdf(data) == ()


@pytest.mark.parametrize("code", golden("areas")["tables"])
def test_the_demos_pages_show_every_printed_cell_of_an_area(accounts_demo: Demo, code: str) -> None:
    page = (
        accounts_demo.client("board").get(accounts_demo.url("follow_up_area", centre=code)).content.decode()
    )
    rows = tables(page)["Ur driftredovisningen kr"]

    assert [[row[0], *(in_tkr(cell) for cell in row[3:6]), row[6]] for row in rows[1:]] == [
        [row["year"], *row["printed"]] for row in golden("areas")["tables"][code]["rows"]
    ]


def test_the_demos_page_shows_the_costs_and_income_of_publications(accounts_demo: Demo) -> None:
    page = (
        accounts_demo.client("board")
        .get(accounts_demo.url("follow_up_area", centre="29000"))
        .content.decode()
    )
    row = tables(page)["Ur driftredovisningen kr"][-1]

    assert [in_tkr(cell) for cell in row[1:4]] == golden("areas")["costs_and_income"]["29000"]["rows"][0][
        "printed"
    ]


# --- Every table in one document ---------------------------------------------------------------------------------

NAMES = {
    "36000": "Samverkansteam Hedemora",
    "35000": "Samverkansteam Avesta",
    "21000": "Övergripande samordning",
}
AREAS = {
    **{code: f"Driftredovisning för {name} 2017–2018, tkr" for code, name in NAMES.items()},
    "37000": "Driftredovisning för Samverkansteam Säter 2018, tkr",
}
AREA_HEAD = ["År", "ID", "Ur driftredovisningen"]


def every_table() -> dict[str, Grid]:
    """Each printed table by its caption with us. An ID has one name in a year; table 6 has another."""
    found = golden("areas")
    shown = {(each["year"], each["id"]): each["shown"] for each in found["differences"]}
    publications = found["costs_and_income"]["29000"]
    return {
        "Driftredovisning 2018, tkr": [
            ["ID", "Beskrivning", *golden("operating_statement")["columns"]],
            *printed(),
        ],
        **{
            AREAS[code]: [
                [*AREA_HEAD, *found["columns"]],
                *(
                    [
                        row["year"],
                        row["id"],
                        shown.get((row["year"], row["id"]), row["label"]),
                        *row["printed"],
                    ]
                    for row in table["rows"]
                ),
            ]
            for code, table in found["tables"].items()
        },
        "Kostnader och intäkter för Publikationer 2018, tkr": [
            [*AREA_HEAD, *publications["columns"]],
            *([row["year"], row["id"], row["label"], *row["printed"]] for row in publications["rows"]),
        ],
    }


def by_caption(found: dict[str, Grid]) -> dict[str, Grid]:
    """Tables by caption without number, the operating statement without last year's column, which is ours."""
    plain = {" ".join(caption.replace("\u00a0", " ").split()[2:]): grid for caption, grid in found.items()}
    statement = "Driftredovisning 2018, tkr"
    return {**plain, statement: [row[:6] for row in plain[statement]]}


def test_every_table_of_the_follow_up_stands_in_a_documents_page_and_pdf(accounts_demo: Demo) -> None:
    federation = accounts_demo.federation
    document = make.DocumentFactory(federation=federation, year=2018, version=2, title="Räkenskaperna 2018")
    chosen = [
        "budgets.operating_statement",
        *(f"budgets.operating_area:{code}" for code in golden("areas")["tables"]),
        "budgets.costs_and_income:29000",
    ]
    for place, block in enumerate(chosen):
        make.SectionFactory(document=document, heading=f"Del {place}", block=block, position=place)
    resolved = resolve_document(document)

    on_page = {caption: with_plain_spaces(grid) for caption, grid in tables(page_html(resolved)).items()}
    assert by_caption(on_page) == every_table()

    data = pdf_of(paper_html(resolved)).data
    on_paper = {each.caption: squeezed_cells(each.rows) for each in Paper(data).tables()}
    assert by_caption(on_paper) == {caption: squeezed_cells(grid) for caption, grid in every_table().items()}
    assert pdf_gate.inspect_pdf(data) == ()


def test_a_half_year_report_by_the_standard_outline_passes_the_gate(accounts_demo: Demo) -> None:
    document = start_document(
        federation=accounts_demo.federation, kind=Document.Kind.INTERIM_REPORT, year=2018, month=6
    )
    resolved = resolve_document(document)
    captions = [
        " ".join(each.split()[2:]) for each in tables(page_html(resolved)) if each.startswith("Tabell")
    ]
    data = pdf_of(paper_html(resolved)).data

    assert captions == [
        "Driftredovisning 2018 till och med juni, tkr",
        "Resultaträkning januari–juni 2018, tkr",
    ]
    found = {" ".join(each.caption.split()[2:]): squeezed_cells(each.rows) for each in Paper(data).tables()}
    assert found["Resultaträkning januari–juni 2018, tkr"][-1] == [
        "Periodensresultat",
        "236",
        "651",
        "−730",
        "1384",
    ]
    assert pdf_gate.inspect_pdf(data) == ()
