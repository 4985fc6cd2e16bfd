"""The operating statement that Södra Dalarna printed for 2018, cell by cell, in the demo's accounts: page and PDF.

The figures are from `tests/golden/sodra_dalarna_2018`, written from the published document "Årsredovisning 2018", never
from the program. The same tables over figures of a test's own are in `tests/budgets/test_follow_up_pages`.
"""

from __future__ import annotations

import pytest

from budgets.follow_up_queries import follow_up_facts
from finsam.scope import Scope
from reports import pdf_gate
from reports.documents.follow_up import follow_up_html, follow_up_paper
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
