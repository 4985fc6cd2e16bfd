"""Tables 20 and 21 that Södra Dalarna printed for 2018, cell by cell in page and PDF, and what ties the statements.

The figures are from `tests/golden/sodra_dalarna_2018/money_tables.yaml`, written from the published document
"Årsredovisning 2018", never from the program.
"""

from __future__ import annotations

import pytest

from plans.models import Document
from reports import pdf_gate
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from reports.documents.resolved import ResolvedDocument
from tests import factories as make
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2018 as golden
from tests.golden.comparing import squeezed_cells, with_plain_spaces
from tests.reading import Grid, Paper, pdf_of, tables

pytestmark = pytest.mark.django_db

BLOCKS = (
    "budgets.budget_overview:next",
    "budgets.history",
    "budgets.bridge",
    "budgets.investments",
    "budgets.balance_requirement",
    "plans.financial_goals",
    "budgets.history_chart",
)


@pytest.fixture(name="report")
def report_fixture(accounts_demo: Demo) -> ResolvedDocument:
    document = make.DocumentFactory(
        federation=accounts_demo.federation,
        kind=Document.Kind.ANNUAL_REPORT,
        year=2018,
        version=9,
        title="Ekonomin 2018",
    )
    for place, block in enumerate(BLOCKS):
        make.SectionFactory(document=document, heading=f"Del {place}", block=block, position=place)
    return resolve_document(document)


def expected() -> dict[str, Grid]:
    """The printed tables by caption, with what is no table of the document but follows from its statements."""
    printed = golden("money_tables")
    return {
        **{
            printed[name]["caption"]: [printed[name]["columns"], *printed[name]["rows"]]
            for name in ("budget_overview", "history")
        },
        "Investeringsredovisning 2018, tkr": [
            ["Post", "Utfall 2018", "Budget 2018"],
            ["Investeringar", "0", "0"],
        ],
        "Balanskravsutredning 2018, tkr": [
            ["Post", "2018", "2017"],
            ["Årets resultat, som är balanskravsresultatet", "255", "1 384"],
        ],
    }


def by_caption(found: dict[str, Grid]) -> dict[str, Grid]:
    """Tables by caption without number, as words are spaced plainly."""
    return {
        " ".join(caption.replace("\u00a0", " ").split()[2:]): with_plain_spaces(grid)
        for caption, grid in found.items()
    }


def test_every_printed_cell_stands_in_the_page_and_in_the_pdf_which_passes_the_gate(
    report: ResolvedDocument,
) -> None:
    on_page = by_caption(tables(page_html(report)))
    data = pdf_of(paper_html(report)).data
    on_paper = {each.caption: squeezed_cells(each.rows) for each in Paper(data).tables()}

    for caption, grid in expected().items():
        assert on_page[caption] == grid
        assert _found(on_paper, caption) == squeezed_cells(grid)
    assert pdf_gate.inspect_pdf(data) == ()


def _found(on_paper: dict[str, Grid], caption: str) -> Grid:
    wanted = "".join(caption.split())
    return next(grid for each, grid in on_paper.items() if "".join(each.split()).endswith(wanted))


def test_the_bridge_leads_from_the_operating_statement_to_the_income_statement(
    report: ResolvedDocument,
) -> None:
    printed = golden("money_tables")["bridge"]
    head, *rows = by_caption(tables(page_html(report)))[printed["caption"]]

    assert head == printed["columns"]
    assert [row[2] for row in rows if row[0][:1].isdigit()] == [*printed["net"], *printed["budget_net"]]
    assert [row[2:] for row in rows if row[0] == "Årets resultat"] == [
        printed["result"],
        printed["budget_result"],
    ]
    assert [row[2] for row in rows if row[0] == "Kostnader totalt, netto"][1] == printed["budget_net_cost"]


def test_what_is_only_known_from_print_is_said(report: ResolvedDocument) -> None:
    page = " ".join(page_html(report).replace("\u00a0", " ").split())

    assert "Uppgifter för 2013–2016: tryckta i förbundets årsredovisningar, i tkr." in page
    assert "Av årstilldelningen 2017 är 1 000 tkr sådant som bara det året har: extra tilldelning." in page
