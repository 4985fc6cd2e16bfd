"""The whole annual report that Södra Dalarna published for 2018, cell by cell, in the demo's: page and PDF.

The figures are from `tests/golden/sodra_dalarna_2018`, written from the published document "Årsredovisning 2018", never
from the program; where what is computed differs from print, the files there say so one by one.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finsam import figures, richtext
from finsam.findings import Severity
from plans.models import Document, Section
from plans.queries import document_scope
from reports import pdf_gate
from reports.demo.words import section_key
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from reports.documents.resolved import ResolvedDocument, ResolvedSection
from reports.year_checks import year_checks
from tests import factories as make
from tests import verapdf
from tests.conftest import Demo
from tests.golden import sodra_dalarna_2018 as golden
from tests.golden.annual_report import printed_statements, printed_tables
from tests.golden.comparing import squeezed_cells, with_plain_spaces
from tests.reading import Grid, Paper, headings, pdf_of, squeezed, tables

pytestmark = pytest.mark.django_db

QUERIES = 146
"""What gathering the facts of the whole report costs, however many rows they have."""
LABEL = re.compile(r"(Tabell|Not|Diagram) (\d+) ")


@pytest.fixture
def report(accounts_demo: Demo) -> Document:
    """The demo's annual report."""
    found: Document = Document.objects.get(
        federation=accounts_demo.federation, year=2018, kind=Document.Kind.ANNUAL_REPORT
    )
    return found


_resolved: dict[str, ResolvedDocument] = {}


@pytest.fixture
def resolved(report: Document) -> ResolvedDocument:
    """The report resolved, once in this process: no test may change it."""
    if "report" not in _resolved:
        _resolved["report"] = resolve_document(report)
    return _resolved["report"]


@cache
def paper(html: str) -> Paper:
    """The report's PDF taken apart, once in this process."""
    return Paper(pdf_of(html).data)


def clean(grid: Grid) -> Grid:
    """Without soft hyphens and the mark of what only print tells, which the golden files do not have."""
    return [[cell.replace("\u00ad", "").replace("†", "") for cell in row] for row in with_plain_spaces(grid)]


def by_number(found: dict[str, Grid]) -> dict[int, Grid]:
    """The tables with the number each has."""
    numbered = {}
    for caption, grid in found.items():
        label = LABEL.match(caption.replace("\u00a0", " "))
        if label and label[1] == "Tabell":
            numbered[int(label[2])] = clean(grid)
    return numbered


def by_name(found: dict[str, Grid]) -> dict[str, Grid]:
    """The tables without their numbers, the operating statement without last year's column and its head."""
    named = {LABEL.sub("", caption.replace("\u00a0", " ")): clean(grid) for caption, grid in found.items()}
    named["Driftredovisning 2018, tkr"] = [row[:6] for row in named["Driftredovisning 2018, tkr"][1:]]
    return named


def on_paper(resolved: ResolvedDocument) -> dict[str, Grid]:
    return {each.caption: each.rows for each in paper(paper_html(resolved)).tables()}


def sections(found: tuple[ResolvedSection, ...]) -> list[ResolvedSection]:
    """The sections in reading order."""
    return [each for section in found for each in (section, *sections(section.children))]


# --- Tables, statements and notes --------------------------------------------------------------------------


def test_every_cell_of_the_numbered_tables_stands_on_the_page_under_its_printed_number(
    resolved: ResolvedDocument,
) -> None:
    found = by_number(tables(page_html(resolved)))

    assert {number: found[number] for number in printed_tables()} == printed_tables()


def test_every_cell_of_the_numbered_tables_stands_in_the_pdf(resolved: ResolvedDocument) -> None:
    found = by_number(on_paper(resolved))
    expected = printed_tables()

    assert {number: squeezed_cells(found[number]) for number in expected} == {
        number: squeezed_cells(grid) for number, grid in expected.items()
    }


def test_every_cell_of_the_statements_and_notes_stands_on_the_page(resolved: ResolvedDocument) -> None:
    found = by_name(tables(page_html(resolved)))

    assert {name: found[name] for name in printed_statements()} == printed_statements()


def test_every_cell_of_the_statements_and_notes_stands_in_the_pdf(resolved: ResolvedDocument) -> None:
    found = by_name(on_paper(resolved))
    expected = printed_statements()

    assert {name: squeezed_cells(found[name]) for name in expected} == {
        name: squeezed_cells(grid) for name, grid in expected.items()
    }


@pytest.mark.parametrize("place", range(4))
def test_every_goal_stands_with_its_state_and_what_was_said_of_it(
    resolved: ResolvedDocument, place: int
) -> None:
    """In tables 2 to 5, one for each goal area."""
    rows = golden("goal_fulfilment")["tables"][place]["rows"]
    found = by_number(tables(page_html(resolved)))[place + 2][1:]
    squeezed_rows = squeezed_cells(by_number(on_paper(resolved))[place + 2])[1:]

    assert [activity for activity, _ in found] == [row["activity"] for row in rows]
    for (_, told), (_, read), row in zip(found, squeezed_rows, rows, strict=True):
        for fact in (row["status"], *row["facts"]):
            assert fact in told
            assert squeezed(fact) in read


def test_the_notes_are_numbered_in_the_order_in_which_the_statements_refer_to_them(
    resolved: ResolvedDocument,
) -> None:
    notes = [
        section.block.label
        for section in sections(resolved.sections)
        if section.block and section.block.key == "budgets.note"
    ]

    assert notes == ["Not 1", "Not 2", "Not 3", "Not 4", "Not 5"]


def test_the_chapters_are_the_published_ones_in_their_order(resolved: ResolvedDocument) -> None:
    chapters = [section.heading for section in resolved.sections]
    printed = golden("report")["chapters"]

    assert [heading for heading in chapters if heading in printed] == printed
    assert [heading for heading in chapters if heading not in printed] == [
        "God ekonomisk hushållning och balanskrav"
    ]


# --- The text ----------------------------------------------------------------------------------------------


def section_of(report: Document, key: str) -> Section:
    """The section of which the prose lies in the file of the name."""
    return report.sections.get(key=section_key(report.federation, report, key))


def test_every_figure_of_the_printed_text_is_a_reference_and_reads_so(
    report: Document, resolved: ResolvedDocument
) -> None:
    scope, rows = document_scope(report), golden("report_prose")["rows"]
    stored = {key: section_of(report, key) for key in {row["section"] for row in rows}}
    read = {each.anchor: each.body.replace("\u00a0", " ") for each in sections(resolved.sections)}
    found = []
    for row in rows:
        section = stored[row["section"]]
        shown = figures.resolve(row["reference"], scope).replace("\u00a0", " ")
        is_reference = row["reference"] in richtext.references(section.body)
        stands = shown in read[f"avsnitt-{section.key.hex[:8]}"]
        found.append({**row, "shown": shown} if is_reference and stands else (row, is_reference, stands))

    assert found == rows


def test_every_printed_figure_of_the_text_is_a_reference_or_is_said_why_not() -> None:
    """P01 to P91 of the collected facts."""
    told = golden("report_prose")
    numbers = {number for row in told["rows"] for number in row["nr"].split("/")}

    assert numbers.isdisjoint(told["not_told"])
    assert numbers | set(told["not_told"]) == {f"P{number:02}" for number in range(1, 92)}


def test_no_reference_of_the_report_leads_nowhere(resolved: ResolvedDocument) -> None:
    assert resolved.missing_figures == ()


def test_what_the_text_refers_to_is_what_it_speaks_of(report: Document, resolved: ResolvedDocument) -> None:
    """Tables, notes and sections by their numbers, of series with one block for several teams the right one."""
    found = {}
    for key in (
        "hedemora_ekonomi",
        "hedemora_resultat",
        "avesta_resultat",
        "sater_resultat",
        "principer_pensioner",
    ):
        anchor = f"avsnitt-{section_of(report, key).key.hex[:8]}"
        section = next(each for each in sections(resolved.sections) if each.anchor == anchor)
        found[key] = re.findall(r'<a href="#[^"]*">([^<]*)</a>', section.body)

    assert found == {
        "hedemora_ekonomi": ["Tabell 6"],
        "hedemora_resultat": ["Tabell 7"],
        "avesta_resultat": ["Tabell 9"],
        "sater_resultat": ["Tabell 11"],
        "principer_pensioner": ["Not 4"],
    }


def test_every_reference_leads_to_an_anchor_of_the_page(resolved: ResolvedDocument) -> None:
    page = page_html(resolved)
    anchors = set(re.findall(r'\sid="([^"]*)"', page))
    targets = {
        target
        for section in sections(resolved.sections)
        for target in re.findall(r'href="#([^"]*)"', section.body)
    }

    assert len(targets) > 20
    assert targets <= anchors


def test_the_checks_of_the_report_find_nothing_but_that_the_equity_is_above_its_ceiling(
    report: Document,
) -> None:
    """What the report of the time printed wrong is found on the year's page, and is not mended in this one."""
    found = year_checks(document_scope(report)).findings

    assert [(each.severity, each.code, each.where) for each in found] == [
        (Severity.WARNING, "annual.equity_above_ceiling", f"Eget kapital {year}")
        for year in (2013, 2014, 2017, 2018)
    ]


# --- The PDF -----------------------------------------------------------------------------------------------


def test_the_pdf_has_the_length_of_the_published_one_or_somewhat_more(resolved: ResolvedDocument) -> None:
    assert 20 <= pdf_of(paper_html(resolved)).pages <= 32


def test_the_gate_and_verapdf_find_nothing_in_the_whole_report(
    resolved: ResolvedDocument, tmp_path: Path
) -> None:
    data = pdf_of(paper_html(resolved)).data
    file = tmp_path / "arsredovisning.pdf"
    file.write_bytes(data)

    assert pdf_gate.inspect_pdf(data) == ()
    assert verapdf.judge([file])[file].failed == ()


def test_the_headings_are_the_same_in_page_and_pdf(resolved: ResolvedDocument) -> None:
    shown = [(each.number, squeezed(each.text)) for each in headings(page_html(resolved))]
    read = [(each.number, each.text) for each in paper(paper_html(resolved)).headings()]

    assert [each for each in shown if each in read] == read


# --- With small counts hidden, and what it costs ------------------------------------------------------------


OF_OUTCOMES = (7, 9, 11, 12, 13)
"""The tables that count participants."""


def test_with_small_counts_hidden_the_report_shows_none_of_them_in_table_or_text(
    accounts_demo: Demo, report: Document
) -> None:
    accounts_demo.federation.disclosure_rules.all().delete()  # hidden by default
    hiding = resolve_document(report)
    found = by_number(tables(page_html(hiding)))
    cells = {
        (number, row[0], column): cell
        for number in OF_OUTCOMES
        for row in found[number][1:]
        for column, cell in zip(found[number][0][1:], row[1:], strict=True)
    }
    outcomes = [each for each in hiding.figures if each.reference.startswith("outcome.")]

    assert [place for place, cell in cells.items() if cell in {"1", "2", "3", "4"}] == []
    assert {cell for (_, row, column), cell in cells.items() if (row, column) == ("Säter", "år 2018")} == {
        "19",
        "x",
    }
    assert {"x (visas inte)"} <= {each.shown for each in outcomes}
    assert [each.reference for each in outcomes if each.value in {"1", "2", "3", "4"}] == []
    assert hiding.missing_figures == ()


def test_with_small_counts_hidden_the_pdf_has_the_cells_of_the_page(
    accounts_demo: Demo, report: Document
) -> None:
    accounts_demo.federation.disclosure_rules.all().delete()
    hiding = resolve_document(report)
    page, pdf = by_number(tables(page_html(hiding))), by_number(on_paper(hiding))

    assert {number: squeezed_cells(page[number]) for number in range(7, 16)} == {
        number: squeezed_cells(pdf[number]) for number in range(7, 16)
    }


def test_the_report_is_gathered_in_as_many_queries_with_ten_times_the_rows(
    accounts_demo: Demo, report: Document
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            resolve_document(Document.objects.select_related("federation").get(pk=report.pk))
        return len(asked)

    before = cost()
    federation = accounts_demo.federation
    for place in range(10):
        team = make.InitiativeFactory(federation=federation)
        make.TeamOutcomeFactory(initiative=team, year=2018)
        make.TrainingEventFactory(federation=federation, year=2018)
        make.PublishedOutcomeFactory(federation=federation)
        make.BoardSeatFactory(federation=federation, term_start=date(2015, 4, 1), term_end=date(2019, 4, 1))
        section = make.SectionFactory(document=report, heading=f"Till {place}", block="plans.training_events")
        section.body = (
            '<p><data value="to:plans.training_events"></data> <data value="actual.result/kr"></data></p>'
        )
        section.save()

    assert (before, cost()) == (QUERIES, QUERIES)
