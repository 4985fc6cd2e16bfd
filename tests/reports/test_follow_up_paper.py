"""What the board reads of a year: Södra Dalarna's årsredovisning 2018, cell by cell, on the page and in the PDF."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from budgets.follow_up_queries import follow_up_facts
from budgets.services.ledger import save_forecast
from finsam import figures
from finsam.scope import Scope
from members.models import Federation, Role
from reports import pdf_gate
from reports.documents.builder import resolve_document
from reports.documents.follow_up import follow_up_html, follow_up_paper
from reports.documents.render import page_html, paper_html
from reports.models import Rendering
from reports.pdf_inputs import key_of
from tests import factories as make
from tests import verapdf
from tests.budgets.follow_up_year import year_of_2018
from tests.conftest import signed_in
from tests.golden import sodra_dalarna_2018 as golden
from tests.golden.comparing import squeezed_cells, with_plain_spaces
from tests.pages import words
from tests.reading import Grid, Paper, pdf_of, tables

pytestmark = pytest.mark.django_db

STATEMENT = "Tabell 1 Driftredovisning 2018, tkr"
AREAS = {
    "36000": "Tabell 2 Driftredovisning för Samverkansteam Hedemora 2017–2018, tkr",
    "35000": "Tabell 3 Driftredovisning för Samverkansteam Avesta 2017–2018, tkr",
    "37000": "Tabell 4 Driftredovisning för Samverkansteam Säter 2018, tkr",
    "21000": "Tabell 5 Driftredovisning för Övergripande samordning 2017–2018, tkr",
}
PUBLICATIONS = "Tabell 6 Kostnader och intäkter för Publikationer 2018, tkr"


@pytest.fixture
def federation(db: None) -> Federation:
    """Södra Dalarna's 2017 and 2018, entered as they were printed."""
    return year_of_2018()


@pytest.fixture
def document(federation: Federation) -> Any:
    """A document of 2018 with every table that the årsredovisning prints of the operating statement."""
    found = make.DocumentFactory(
        federation=federation, year=2018, budget=federation.budgets.get(year=2018), title="Uppföljning 2018"
    )
    chosen = ["budgets.operating_statement", *(f"budgets.operating_area:{code}" for code in AREAS)]
    for place, block in enumerate([*chosen, "budgets.costs_and_income:29000"]):
        make.SectionFactory(document=found, heading=f"Del {place}", block=block, position=place)
    return found


def statement_rows() -> Grid:
    """The operating statement as it was printed; last year's column is ours."""
    found = golden("operating_statement")
    rows = [
        [row["id"], row["label"], *row["printed"]] if row["id"] else [row["label"], "", *row["printed"]]
        for row in found["rows"]
    ]
    return [["ID", "Beskrivning", *found["columns"]], *rows]


def area_rows(code: str) -> Grid:
    """An area's table as it was printed, but for names that an ID cannot have two of in a year."""
    found = golden("areas")
    shown = {(each["year"], each["id"]): each["shown"] for each in found["differences"]}
    rows = [
        [row["year"], row["id"], shown.get((row["year"], row["id"]), row["label"]), *row["printed"]]
        for row in found["tables"][code]["rows"]
    ]
    return [["År", "ID", "Ur driftredovisningen", *found["columns"]], *rows]


def publication_rows() -> Grid:
    """The costs and income of Publikationer as they were printed."""
    found = golden("areas")["costs_and_income"]["29000"]
    rows = [[row["year"], row["id"], row["label"], *row["printed"]] for row in found["rows"]]
    return [["År", "ID", "Ur driftredovisningen", *found["columns"]], *rows]


def expected() -> dict[str, Grid]:
    """Every printed table by its caption with us."""
    return {
        STATEMENT: statement_rows(),
        **{caption: area_rows(code) for code, caption in AREAS.items()},
        PUBLICATIONS: publication_rows(),
    }


def printed_part(found: dict[str, Grid]) -> dict[str, Grid]:
    """The tables without the column for last year that we have beside the printed ones."""
    return {
        caption: [row[:6] for row in grid] if caption == STATEMENT else grid
        for caption, grid in found.items()
    }


def test_every_printed_cell_stands_in_a_documents_page(document: Any) -> None:
    found = tables(page_html(resolve_document(document)))

    assert printed_part({caption: with_plain_spaces(grid) for caption, grid in found.items()}) == expected()


def test_every_printed_cell_stands_in_a_documents_pdf_that_passes_the_gate(
    document: Any, tmp_path: Path
) -> None:
    data = pdf_of(paper_html(resolve_document(document))).data
    found = {each.caption: squeezed_cells(each.rows) for each in Paper(data).tables()}

    assert printed_part(found) == {caption: squeezed_cells(grid) for caption, grid in expected().items()}
    assert pdf_gate.inspect_pdf(data) == ()
    (tmp_path / "plan.pdf").write_bytes(data)
    assert verapdf.judge([tmp_path / "plan.pdf"])[tmp_path / "plan.pdf"].failed == ()


# --- What the board reads --------------------------------------------------------------------------------------


def as_role(federation: Federation, role: str = Role.BOARD) -> Client:
    return signed_in(make.MandateFactory(federation=federation, role=role).user)


def url(federation: Federation, name: str, year: int = 2018) -> str:
    return reverse(name, kwargs={"slug": federation.slug, "year": year})


def forecast(federation: Federation) -> None:
    """The director's forecast for ID 21 000, after August."""
    save_forecast(
        federation=federation,
        year=2018,
        month=8,
        cost_centre=federation.cost_centres.get(code="21000"),
        amount=Decimal(700_000),
        comment="Boken trycks om.",
        user=None,
    )


def test_the_board_reads_every_cell_of_the_statement_the_result_and_what_deviates(
    federation: Federation,
) -> None:
    forecast(federation)
    page = as_role(federation).get(url(federation, "follow_up_board"))

    assert printed_part({STATEMENT: with_plain_spaces(tables(page.content.decode())[f"{STATEMENT}"])}) == {
        STATEMENT: statement_rows()
    }
    text = words(page).replace("\u00a0", " ")
    assert "Årets resultat 2018 är 255 tkr, mot budgeterade −730 tkr." in text
    assert "87 % av årsbudgeten för kostnader är förbrukad." in text
    assert (
        "ID 21 000 Övergripande samordning har kostat 424 900 kr mer än budgeten för året. Boken trycks om."
    ) in text
    assert "Årets resultat väntas bli −1 172 tkr, mot budgeterade −730 tkr." in text


def test_the_board_gets_the_same_as_a_pdf_that_passes_the_gate(
    federation: Federation, tmp_path: Path
) -> None:
    forecast(federation)
    facts = Scope(federation.pk, 2018).facts(follow_up_facts)
    data = pdf_of(follow_up_html(follow_up_paper(federation, facts, 12))).data
    found = {each.caption: squeezed_cells(each.rows) for each in Paper(data).tables()}

    assert printed_part({STATEMENT: found[STATEMENT]}) == {STATEMENT: squeezed_cells(statement_rows())}
    assert found["Tabell 2 Prognos för 2018, tkr"][1] == [
        "21000",
        "Övergripandesamordning",
        "Bokentrycksom.",
        "−258",
        "−700",
        "−442",
    ]
    assert pdf_gate.inspect_pdf(data) == ()
    (tmp_path / "b.pdf").write_bytes(data)
    assert verapdf.judge([tmp_path / "b.pdf"])[tmp_path / "b.pdf"].failed == ()


def test_charts_stand_in_the_pdf_with_their_words_and_figures() -> None:
    federation = year_of_2018(month=5)
    facts = Scope(federation.pk, 2018).facts(follow_up_facts)
    data = pdf_of(follow_up_html(follow_up_paper(federation, facts, 5))).data

    captions = [each.caption for each in Paper(data).tables()]
    assert captions[1:] == ["Siffrorna i diagram 1, tkr", "Siffrorna i diagram 2, %"]
    assert pdf_gate.inspect_pdf(data) == ()


@pytest.mark.django_db(transaction=True)
def test_the_board_downloads_the_pdf() -> None:
    federation = year_of_2018()
    client, address = as_role(federation), url(federation, "follow_up_pdf")
    answer = client.get(address)
    for _ in range(6):
        if answer.status_code == 200:
            break
        answer = client.get(address)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="uppfoljning-2018-12.pdf"'
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.django_db(transaction=True)
def test_a_pdf_that_cannot_be_made_says_why_and_how_to_try_again() -> None:
    federation = year_of_2018()
    facts = Scope(federation.pk, 2018).facts(follow_up_facts)
    Rendering.objects.create(
        federation=federation,
        key=key_of(follow_up_html(follow_up_paper(federation, facts, 12))),
        title="Uppföljning",
        state=Rendering.State.FAILED,
        error="Det tog för lång tid.",
        finished_at=timezone.now(),
    )

    answer = as_role(federation).get(url(federation, "follow_up_pdf"))

    assert answer.status_code == 500
    assert "Det tog för lång tid. Försök igen" in words(answer)


def test_a_year_without_figures_leads_to_what_to_do_first(federation: Federation) -> None:
    client = as_role(federation)

    assert client.get(url(federation, "follow_up_board", 2020)).headers["Location"] == url(
        federation, "follow_up", 2020
    )
    assert client.get(url(federation, "follow_up_pdf", 2020)).status_code == 404


# --- Figures in text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("actual.result/kr", "254 535 kr"),
        ("actual.result/tkr", "255 tkr"),
        ("actual.cost_total/tkr", "6 480 tkr"),
        ("actual.cost_centre_total:36000/tkr", "1 994 tkr"),
        ("actual.cost_centre_total:36000@-1/tkr", "2 174 tkr"),
        ("actual.cost_centre_remaining:21000/tkr", "−425 tkr"),
        ("actual.consumed_percent:21000/whole", "265 %"),
        ("actual.consumed_percent:29000/whole", "–"),
        ("actual.result_forecast/tkr", "–"),
    ],
)
def test_a_sentence_may_speak_of_the_outturn(federation: Federation, reference: str, shown: str) -> None:
    assert figures.resolve(reference, Scope(federation.pk, 2018)).replace("\u00a0", " ") == shown
