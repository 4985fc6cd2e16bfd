"""The chart of equity in a document: drawn, numbered, with its data, and read aloud on the web and in the PDF."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from budgets.models import OutlookYear
from plans.models import Document, Section
from reports import pdf, pdf_gate
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from reports.documents.resolved import ResolvedDocument
from tests import verapdf
from tests.conftest import Demo
from tests.reading import tables

pytestmark = pytest.mark.django_db
WORDS = (
    "Eget kapital 31 december 2021–2026: som mest 1 262 tkr (2021), som minst {}. "
    "Under lägsta nivå: {}. Över högsta nivå: inget år."
)


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan with the chart after its outlook, and once more at the end."""
    found: Document = demo.federation.documents.get(year=2023)
    outlook = found.sections.get(block="budgets.outlook")
    for position in (outlook.position + 1, 9000):
        Section.objects.create(
            document=found, heading="Diagram", block="budgets.equity_chart", position=position
        )
    return found


def resolved(plan: Document) -> ResolvedDocument:
    """The plan as it reads now."""
    return resolve_document(Document.objects.get(pk=plan.pk))


def test_the_chart_is_numbered_among_charts_and_has_its_data_in_a_table(plan: Document) -> None:
    html = page_html(resolved(plan))

    captions = re.findall(r'<figcaption class="chart-caption"><b>(.*?)</b> (.*?)</figcaption>', html)
    assert captions == [
        (f"Diagram {number}", "Eget kapital mot lägsta och högsta nivå 2021–2026, tkr") for number in (1, 2)
    ]
    assert [
        [cell.replace("\u00a0", " ") for cell in row] for row in tables(html)["Siffrorna i diagram 1, tkr"]
    ] == [
        ["År", "Eget kapital 31/12", "Lägsta nivå", "Högsta nivå"],
        ["2021", "1 262", "400", "1 264"],
        ["2022", "1 000*", "400", "1 264"],
        ["2023", "400*", "400", "1 262"],
        ["2024", "700*", "400", "1 500"],
        ["2025", "700*", "400", "1 500"],
        ["2026", "400*", "400", "1 500"],
    ]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def figures_of(data: bytes, path: Path) -> list[str]:
    """What each figure of the PDF says it shows."""
    path.write_bytes(data)
    with pikepdf.open(path) as opened:
        return [
            str(each.Alt).replace("\u00a0", " ")
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]


@pytest.mark.parametrize(
    ("last_cost", "least", "under"),
    [(7_800_000, "400 tkr (2023)", "inget år"), (9_000_000, "−800 tkr (2026)", "2026")],
)
def test_a_pdf_with_the_chart_passes_the_gate_and_verapdf(
    plan: Document, tmp_path: Path, last_cost: int, least: str, under: str
) -> None:
    """Also when equity is negative: the cost of 2026 is then 1 200 tkr higher than the plan's 7 800."""
    OutlookYear.objects.filter(budget=plan.budget, year=2026).update(cost=last_cost)
    data = pdf.render_pdf(paper_html(resolved(plan))).data

    assert pdf_gate.inspect_pdf(data) == ()
    assert figures_of(data, tmp_path / "plan.pdf") == [WORDS.format(least, under)] * 2
    assert verapdf.judge([tmp_path / "plan.pdf"])[tmp_path / "plan.pdf"].failed == ()


def test_a_draft_says_what_to_do_before_there_is_a_chart(plan: Document) -> None:
    OutlookYear.objects.filter(budget=plan.budget).delete()
    Document.objects.filter(pk=plan.pk).update(status="draft")

    assert "Diagrammet visas när det egna kapitalet är känt" in page_html(resolved(plan))
