"""The year's overview and the plan as their readers meet them: what is there, for whom, and the PDF behind the link.

What stands in the tables is asked for in `tests.test_golden_sodra_dalarna_2023`; who is let in in `tests.test_access`;
how a PDF is made and kept in `test_pdf_services`.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from budgets import services as budget_services
from budgets.models import BudgetLine
from finsam.swedish import NBSP
from members.models import Role
from plans.models import Document, Section
from reports.documents.builder import resolve_document
from reports.documents.render import paper_html
from reports.models import Rendering
from tests import deciding
from tests import factories as make
from tests.conftest import Demo
from tests.pages import messages, words
from tests.reading import Paper, headings, main_of, text_of


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    """A place for stored files that goes with the test."""
    settings.MEDIA_ROOT = tmp_path


def plan_of(demo: Demo) -> Document:
    """The plan of 2023."""
    found: Document = demo.federation.documents.get(year=2023)
    return found


def page(client: Client, url: str) -> str:
    """A page's words with ordinary spaces."""
    answer = client.get(url)
    assert answer.status_code == 200
    return words(answer).replace(NBSP, " ")


def links(client: Client, url: str) -> dict[str, str]:
    """Where the page itself leads, by what the link says."""
    return {
        text_of(link): link.get("href", "") for link in main_of(client.get(url).content.decode()).iter("a")
    }


def decide(demo: Demo) -> Document:
    """The board adopts the plan at the meeting it was laid before, under § 52."""
    return deciding.adopt_unfrozen(plan_of(demo), "§ 52")


# --- The overview ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@time_machine.travel("2022-11-10")
def test_the_overview_says_what_is_decided_what_is_due_and_what_does_not_add_up(demo: Demo) -> None:
    text = page(demo.client(Role.BOARD), demo.url("overview"))

    for expected in (
        "Verksamhetsplan 2023 Framlagd Till styrelsens möte 25 november 2022",
        "Budget 2023 Framlagd Version 1",
        "Varning: Budget 2022. Används hela den fastställda budgeten blir det egna kapitalet 1 000 kr under lägsta",
        "Alla kontroller för 2023 : två fel och två varningar",
        "Samråd med medlemmarna inför budgeten 2023 Hållet, att anteckna Senast 30 november 2022",
        "Verksamhetsplan och budget 2023 fastställs 20 dagar kvar Senast 30 november 2022",
        "Årsredovisning 2023 godkänns, skrivs under och lämnas till revisorerna Senast 31 mars 2024",
        "Budgetram från medlemmarna 6 308 000 kr",
        "Kostnader totalt netto, efter egna intäkter 6 908 000 kr",
        "Resultat −600 000 kr",
        "6 908 000 kr",
        "Eget kapital 31 december beräknat 400 000 kr",
    ):
        assert expected in text


@pytest.mark.django_db
@time_machine.travel("2022-12-01")
def test_the_overview_says_that_the_day_has_passed_until_the_board_has_decided(demo: Demo) -> None:
    client, url = demo.client(Role.BOARD), demo.url("overview")
    late = "Verksamhetsplan och budget 2023 fastställs Dagen har passerat"
    assert late in page(client, url)

    decide(demo)

    text = page(client, url)
    assert late not in text
    assert "Verksamhetsplan och budget 2023 fastställs Klart" in text
    assert "Verksamhetsplan 2023 Fastställd Fastställd av styrelsen 25 november 2022, § 52" in text


@pytest.mark.django_db
@time_machine.travel("2022-11-30 23:30 +01:00")
def test_the_last_day_is_not_too_late(demo: Demo) -> None:
    text = page(demo.client(Role.BOARD), demo.url("overview"))

    assert "Verksamhetsplan och budget 2023 fastställs i dag" in text


@pytest.mark.django_db
def test_a_year_with_nothing_in_it_says_what_to_do_first(demo: Demo) -> None:
    url = demo.url("overview", year=2025)

    assert "Inte påbörjad. Öppna sidan för att börja." in page(demo.client(), url)
    board = page(demo.client(Role.BOARD), url)
    assert "Ingen är framlagd ännu." in board
    assert "Det finns ingen budget att kontrollera ännu." in board


# --- The plan on the web -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_those_who_write_it_are_led_on_and_those_who_read_it_are_not(demo: Demo) -> None:
    url, edit, decision = demo.url("plan"), demo.url("outline"), demo.url("adoption")

    director, board = links(demo.client(), url), links(demo.client(Role.BOARD), url)

    assert (director["Redigera planen"], director["Registrera beslut"]) == (edit, decision)
    assert {edit, decision} & set(board.values()) == set()
    assert board["PDF"] == demo.url("plan_pdf")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.FINANCE, Role.AUDITOR, Role.REVIEWER])
def test_a_plan_laid_before_the_board_is_read_by_everyone_who_reads_documents(demo: Demo, role: Role) -> None:
    text = page(demo.client(role), demo.url("plan"))

    assert "Framlagd. Förslag till styrelsens möte den 25 november 2022" in text
    assert "När den lägsta nivån har räknats av är 6 908 000 kr tillgängligt för 2023." in text


@pytest.mark.django_db
def test_every_chapter_can_be_had_by_itself(demo: Demo) -> None:
    chapters = resolve_document(plan_of(demo)).sections
    found = links(demo.client(Role.BOARD), demo.url("plan"))

    assert len(chapters) == 7
    assert {label: address for label, address in found.items() if address.endswith(".pdf")} == {
        f"{chapter.number} {chapter.heading} (PDF)": demo.url("chapter_pdf", anchor=chapter.anchor)
        for chapter in chapters
    }


@pytest.mark.django_db
def test_an_adopted_plan_names_its_decision_and_is_a_draft_no_more(demo: Demo) -> None:
    decided = decide(demo)

    text = page(demo.client(), demo.url("plan"))

    assert "Fastställd av styrelsen den 25 november 2022, § 52" in text
    assert "Förslag till styrelsens möte" not in text
    assert "Redigera planen" not in text
    assert "Registrera beslut" not in text
    assert "UTKAST" not in paper_html(resolve_document(decided)).upper()


@pytest.mark.django_db
def test_until_then_every_sheet_of_paper_says_that_it_is_a_proposal_or_a_draft(demo: Demo) -> None:
    """The demo's plan is laid before its board; taken back it is a draft again."""
    plan = plan_of(demo)
    html = paper_html(resolve_document(plan))
    assert ('class="document paper-proposal"' in html, 'cover-stamp">Förslag</p>' in html) == (True, True)

    Document.objects.filter(pk=plan.pk).update(status=Document.Status.DRAFT)

    html = paper_html(resolve_document(plan_of(demo)))
    assert ('class="document paper-draft"' in html, 'cover-stamp">Utkast</p>' in html) == (True, True)


@pytest.mark.django_db
def test_a_year_without_a_plan_can_be_begun_with_tables_in_place(demo: Demo) -> None:
    client, url = demo.client(), demo.url("plan", year=2024)
    assert "Det finns ingen verksamhetsplan att läsa ännu" in page(demo.client(Role.BOARD), url)
    assert "Börja verksamhetsplanen för 2024" in page(client, url)

    answer = client.post(demo.url("document_start", year=2024), follow=True)

    assert messages(answer) == [
        "Verksamhetsplan 2024 är påbörjad med en vanlig disposition. Skriv, flytta och ta bort."
    ]
    assert [(each.number, each.text) for each in headings(client.get(url).content.decode())] == [
        ("1", "Inledning"),
        ("2", "Förbundets ändamål och uppgifter"),
        ("2.1", "Målgrupp"),
        ("2.2", "Medlemmar"),
        ("3", "Verksamhetens inriktning 2024–2026"),
        ("3.1", "Behov och omvärld"),
        ("3.2", "Jämställdhet och delaktighet"),
        ("4", "Mål och aktiviteter"),
        ("5", "God ekonomisk hushållning"),
        ("6", "Organisation"),
        ("6.1", "Styrelsen"),
        ("6.2", "Förbundschef och kansli"),
        ("6.3", "Beredning och lokala samverkansgrupper"),
        ("7", "Medel till förfogande och beslutade insatser 2024"),
        ("7.1", "Individinriktade insatser"),
        ("7.2", "Strukturinriktade insatser"),
        ("8", "Uppföljning och utvärdering"),
        ("8.1", "Intern kontroll"),
        ("9", "Budget 2024"),
        ("9.1", "Medelstilldelning från medlemmarna"),
        ("10", "Långsiktig budget"),
    ]
    assert "Budgeten är inte påbörjad eller har inga rader ännu. Fyll i den under Budget." in page(
        client, url
    )
    assert "Det finns ingen verksamhetsplan att läsa ännu" in page(demo.client(Role.REVIEWER), url)


@pytest.mark.django_db
def test_a_figure_that_is_gone_is_told_to_the_one_who_can_mend_it(demo: Demo) -> None:
    """An ID is removed, while the text still refers to it."""
    section = Section.objects.get(document__federation=demo.federation, heading="Mål")
    centre = budget_services.save_cost_centre(
        federation=demo.federation, year=2023, code="99000", name="Tillfälligt"
    )
    Section.objects.filter(pk=section.pk).update(
        body='<p>Det kostar <data value="budget.cost_centre_total:99000/kr"></data>.</p>'
    )
    url = demo.url("plan")
    assert "Det kostar 0 kr." in page(demo.client(), url)

    budget_services.remove_cost_centre(federation=demo.federation, pk=centre.pk, revision=None)

    director, board = page(demo.client(), url), page(demo.client(Role.BOARD), url)
    gone = "1 siffra eller tabell i planen finns inte: ”kostnad för ett ID 99000” i avsnittet ”Mål”."
    assert (gone in director, gone in board) == (True, False)
    for text in (director, board):
        assert "Det kostar [siffra saknas: ”kostnad för ett ID 99000”]." in text


# --- What it costs -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_published_plan_asks_for_its_document_its_federation_and_two_years_of_budget(demo: Demo) -> None:
    """The text compares with last year, which costs as much as its own year; no figure costs anything beside."""
    document = plan_of(demo)

    with CaptureQueriesContext(connection) as asked:
        paper_html(resolve_document(document))

    assert len(asked) == 36


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 30, 300])
def test_a_plan_of_three_hundred_of_everything_asks_no_more_than_a_plan_of_one(size: int) -> None:
    document = plan_with(size)

    with CaptureQueriesContext(connection) as asked:
        html = paper_html(resolve_document(document))

    assert len(asked) == 14
    assert html.count("<section") == size + 2 + size  # sections, two with tables, and a goal area each


def plan_with(size: int) -> Document:
    """A plan with its budget of two years, and `size` of sections, goal areas, activities, IDs and lines."""
    federation = make.FederationFactory()
    before = make.BudgetFactory(federation=federation, year=2022)
    budget = make.BudgetFactory(federation=federation, previous=before)
    document: Document = make.DocumentFactory(federation=federation, budget=budget)
    make.SectionFactory(document=document, block="budgets.budget_table")
    make.SectionFactory(document=document, block="plans.goal_areas")
    text = '<p>Kostnaderna är <data value="budget.cost_total/kr"></data>.</p>'
    for number in range(size):
        centre = make.CostCentreFactory(federation=federation, code=str(10_000 + number))
        old = make.BudgetLineFactory(budget=before, cost_centre=centre)
        make.BudgetLineFactory(budget=budget, cost_centre=centre, key=old.key)
        make.SectionFactory(document=document, body=text)
        make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=document))
    return document


# --- The PDF -----------------------------------------------------------------------------------------------------


def until_made(client: Client, answer: HttpResponse) -> dict[str, Any]:
    """What the progress page's address says when the making is over."""
    address = re.search(r'data-work="([^"]+)"', answer.content.decode())
    assert address is not None
    for _ in range(300):
        state: dict[str, Any] = client.get(address[1]).json()
        assert state["state"] in ("waiting", "running", "done", "failed")
        if state["state"] in ("done", "failed"):
            return state
        time.sleep(0.1)
    raise AssertionError("the PDF was not made in thirty seconds")


@pytest.mark.django_db(transaction=True)
def test_the_pdf_is_followed_while_it_is_made_and_then_served_as_it_was_made(demo: Demo) -> None:
    client, url = demo.client(Role.BOARD), demo.url("plan_pdf")

    waiting = client.get(url)
    assert (waiting.status_code, "PDF:en görs" in words(waiting)) == (202, True)
    state = until_made(client, waiting)
    assert (state["state"], state["message"]) == ("done", "PDF:en är klar.")

    made = client.get(state["url"])
    assert (made.status_code, made["Content-Type"]) == (200, "application/pdf")
    assert made["Content-Disposition"] == 'inline; filename="verksamhetsplan-2023.pdf"'
    assert made["Cache-Control"] == "private, no-store"
    assert "När den lägsta nivån har räknats av är 6 908 000 kr tillgängligt" in " ".join(
        Paper(made.content).words
    )

    stored = Rendering.objects.get()
    again = client.get(url)
    assert (again.status_code, again.content) == (200, made.content)
    assert Rendering.objects.get().finished_at == stored.finished_at  # read, not made again

    BudgetLine.objects.filter(budget__year=2023, label="Löner arbetad tid").update(amount=1)
    changed = client.get(url)
    assert changed.status_code == 202
    assert Rendering.objects.values("key").distinct().count() == 2
    assert until_made(client, changed)["state"] == "done"


@pytest.mark.django_db(transaction=True)
def test_a_chapter_is_made_by_itself_in_a_moment(demo: Demo) -> None:
    client = demo.client(Role.BOARD)
    chapter = next(each for each in resolve_document(plan_of(demo)).sections if each.number == "6")

    answer = client.get(demo.url("chapter_pdf", anchor=chapter.anchor))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="verksamhetsplan-2023-kapitel-6.pdf"'
    paper = Paper(answer.content)  # type: ignore[arg-type]
    assert [each.number for each in paper.headings()] == ["6"]
    assert len(paper.tables()) == 1
    assert Rendering.objects.get().pages in (1, 2)


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_made_says_why_in_swedish(demo: Demo) -> None:
    """Signs that the project's fonts do not have would be left out in silence, so the making is refused."""
    section = Section.objects.get(document__federation=demo.federation, heading="Mål")
    Section.objects.filter(pk=section.pk).update(body="<p>Möte med delegationen från 東京.</p>")
    client, why = demo.client(), "Tecken som typsnitten saknar: 京 (U+4EAC), 東 (U+6771)"

    chapter = client.get(demo.url("chapter_pdf", anchor=f"avsnitt-{section.key.hex[:8]}"))
    assert chapter.status_code == 500
    assert "PDF:en gick inte att göra" in words(chapter)
    assert why in words(chapter)
    assert "Försök igen" in words(chapter)

    state = until_made(client, client.get(demo.url("plan_pdf")))
    assert (state["state"], why in state["message"]) == ("failed", True)


@pytest.mark.django_db
def test_a_chapter_that_is_not_there_is_no_page(demo: Demo) -> None:
    client = demo.client(Role.BOARD)
    subsection = Section.objects.get(heading="Integrerad samverkan")

    for anchor in ("avsnitt-0", "budget", f"avsnitt-{subsection.key.hex[:8]}"):
        assert client.get(demo.url("chapter_pdf", anchor=anchor)).status_code == 404
    assert client.get(demo.url("plan_pdf", year=2024)).status_code == 404


@pytest.mark.django_db
def test_those_who_edit_an_open_plan_are_told_what_the_checks_find_in_its_figures(demo: Demo) -> None:
    """Södra Dalarna's plan of 2023 as printed: 905 for 895, 7 195 for 7 185, and the floor that 2022 would break."""
    told = "Kontrollerna av planens siffror: två fel och två varningar. Alla kontroller för 2023 Fel: "

    client = demo.client(Role.DIRECTOR)
    assert told in page(client, demo.url("plan"))
    listed = re.search(
        r'<ul class="message-list">.*?</ul>', client.get(demo.url("plan")).content.decode(), re.DOTALL
    )
    assert listed
    anchors = re.findall(rf'href="{demo.url("checks")}#(fynd-\w+)"', listed[0])
    checks = client.get(demo.url("checks")).content.decode()
    assert [f'id="{anchor}"' in checks for anchor in anchors] == [True] * 4
    assert "Kontrollerna av planens siffror" not in page(demo.client(Role.BOARD), demo.url("plan"))
    decide(demo)
    assert "Kontrollerna av planens siffror" not in page(demo.client(Role.DIRECTOR), demo.url("plan"))
