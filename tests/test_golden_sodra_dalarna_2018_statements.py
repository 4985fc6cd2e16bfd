"""The statements and notes that Södra Dalarna printed for 2018, cell by cell, in one document: page and PDF.

The figures are from `tests/golden/sodra_dalarna_2018/statements.yaml`, written from the published document
"Årsredovisning 2018", never from the program.
"""

from __future__ import annotations

import re
from typing import Any

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

STATEMENTS = ("income_statement", "balance_sheet", "cash_flow")
BLOCKS = (
    *(f"budgets.{name}" for name in STATEMENTS),
    "budgets.note:current-debts",
    "budgets.note:provisions",
    "budgets.note:receivables",
    "budgets.note:contributions",
    "budgets.note:costs",
)
"""The notes stand in another order than the statements refer to them in, which is what numbers them."""


@pytest.fixture(name="statements")
def statements_fixture(accounts_demo: Demo) -> ResolvedDocument:
    document: Document = make.DocumentFactory(
        federation=accounts_demo.federation,
        kind=Document.Kind.ANNUAL_REPORT,
        year=2018,
        version=2,  # beside the demo's own
        title="Räkenskaperna 2018",
    )
    for place, block in enumerate(BLOCKS):
        make.SectionFactory(document=document, heading=f"Del {place}", block=block, position=place)
    return resolve_document(document)


def expected() -> dict[str, Grid]:
    """Every table as it is to be shown, by its caption with its number."""
    found = golden("statements")
    tables = {
        f"Tabell {place} {found[name]['caption']}": _grid(found[name], has_notes=name != "cash_flow")
        for place, name in enumerate(STATEMENTS, start=1)
    }
    return tables | {
        f"Not {place} {each['caption']}": _grid(each) for place, each in enumerate(found["notes"], start=1)
    }


def _grid(table: dict[str, Any], *, has_notes: bool = False) -> Grid:
    noted = ["Not"] if has_notes else []
    rows = [["Post", *noted, *table["columns"]]]
    for row in table["rows"]:
        cells = row.get("shown", row.get("printed", [""] * len(table["columns"])))
        note = [row.get("note", "")] if has_notes else []
        rows.append([row.get("label_shown", row["label"]), *note, *cells])
    return rows


def test_the_page_shows_every_printed_cell_of_the_statements_and_their_notes(
    statements: ResolvedDocument,
) -> None:
    found = {
        caption.replace("\u00a0", " "): with_plain_spaces(grid)
        for caption, grid in tables(page_html(statements)).items()
    }

    assert found == expected()


def test_the_pdf_shows_every_printed_cell_of_the_statements_and_their_notes(
    statements: ResolvedDocument,
) -> None:
    data = pdf_of(paper_html(statements)).data
    found = {each.caption: squeezed_cells(each.rows) for each in Paper(data).tables()}

    assert {caption.replace("\u00a0", " "): grid for caption, grid in found.items()} == {
        caption: squeezed_cells(grid) for caption, grid in expected().items()
    }
    assert pdf_gate.inspect_pdf(data) == ()


def test_no_printed_amount_of_the_statements_differs_but_four_empty_cells() -> None:
    found = golden("statements")
    rows = [
        row for table in (*(found[name] for name in STATEMENTS), *found["notes"]) for row in table["rows"]
    ]

    assert [
        (row["label"], row["printed"], row["shown"])
        for row in rows
        if row.get("shown", row.get("printed")) != row.get("printed")
    ] == [("EU-medel och andra bidrag", [""] * 4, ["0"] * 4)]
    assert [row["label"] for row in rows if row.get("label_shown") == "Resultat före finansiella poster"] == [
        "Årets resultat"
    ]


def test_a_notes_number_on_a_line_leads_to_the_note(statements: ResolvedDocument) -> None:
    page = page_html(statements)
    links = dict(re.findall(r'<a href="#([^"]+)" aria-label="Not \d+">(\d+)</a>', page))
    anchors = {
        block.anchor: block.label
        for section in statements.sections
        if (block := section.block) is not None and block.label.startswith("Not")
    }

    assert {anchor: f"Not {number}" for anchor, number in links.items()} == anchors
    assert sorted(anchors.values()) == [f"Not {number}" for number in range(1, 6)]
