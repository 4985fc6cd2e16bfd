"""Which version a reader is given, the plan's way to the board, and what is read though something in it is lost.

What the finished pages say is asked for in `test_plan_pages`; who is let in where in `tests.test_access`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from finsam import figures
from finsam.figures import Figure, Kind, Reference, UnknownFigure
from finsam.scope import Scope
from members.models import Federation, Mandate, Meeting, Role, User
from plans import services as plan_services
from plans.models import Document, Section
from reports import services
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from reports.models import Rendering
from reports.services import renderings
from reports.tickets import SALT, BadTicket, Ticket
from tests import factories as make
from tests.access_table import keep_pdf
from tests.conftest import signed_in
from tests.pages import errors, messages, words
from tests.reading import main_of, tables, text_of

pytestmark = pytest.mark.django_db
REFUSED = 422
READERS_OF_DRAFTS = [Role.BOARD, Role.FINANCE, Role.AUDITOR]


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    """A place for stored files that goes with the test."""
    settings.MEDIA_ROOT = tmp_path


@dataclass(frozen=True)
class Versions:
    """A federation whose plan is adopted in version 1 and written anew in version 2."""

    federation: Federation
    adopted: Document
    draft: Document

    def url(self, name: str = "plan", version: object = None, **kwargs: Any) -> str:
        """A page of the plan, in the version told."""
        query = f"?version={version}" if version is not None else ""
        return reverse(name, kwargs={"slug": self.federation.slug, "year": 2023, **kwargs}) + query

    def user(self, role: str) -> User:
        """A new user with the role."""
        user: User = make.MandateFactory(federation=self.federation, role=role).user
        return user

    def client(self, role: str) -> Client:
        """A client for a new user with the role."""
        return signed_in(self.user(role))


@pytest.fixture
def versions() -> Versions:
    decision = make.DecisionFactory()
    federation = decision.meeting.federation
    adopted = make.DocumentFactory(
        federation=federation, title="Planen som gäller", status=Document.Status.ADOPTED, decision=decision
    )
    draft = make.DocumentFactory(federation=federation, title="Planen som skrivs", version=2)
    for document in (adopted, draft):
        make.SectionFactory(document=document, heading="Mål")
    return Versions(federation, adopted, draft)


def links(answer: HttpResponse) -> dict[str, str]:
    """Where the page itself leads, by what the link says."""
    return {text_of(link): link.get("href", "") for link in main_of(answer.content.decode()).iter("a")}


def page_url(document: Document, name: str = "plan", **kwargs: Any) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": document.year, **kwargs})


# --- Which version ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS_OF_DRAFTS)
def test_those_who_read_drafts_are_given_the_plan_in_force_and_told_of_the_draft(
    versions: Versions, role: str
) -> None:
    client = versions.client(role)
    answer = client.get(versions.url())
    assert answer.context["document"] == versions.adopted
    assert "En ny version är påbörjad." in words(answer)
    assert links(answer)["Läs version 2 (utkast)"] == versions.url(version=2)
    draft = client.get(versions.url(version=2))
    assert draft.context["document"] == versions.draft
    assert links(draft)["Läs den fastställda versionen (1)"] == versions.url(version=1)


def test_those_who_write_are_given_the_newest_and_led_to_the_plan_in_force(versions: Versions) -> None:
    client = versions.client(Role.DIRECTOR)
    answer = client.get(versions.url())
    assert answer.context["document"] == versions.draft
    assert "Du läser version 2 (utkast)." in words(answer)
    assert "Redigera planen" in links(answer)
    adopted = client.get(links(answer)["Läs den fastställda versionen (1)"])
    assert adopted.context["document"] == versions.adopted
    # What is adopted is not edited, and a third version is not begun beside the second.
    for tool in ("Redigera planen", "Registrera beslut", "Börja en ny version", "Släpp för läsning"):
        assert tool not in words(adopted)


def test_a_version_one_may_not_see_is_no_such_page(versions: Versions) -> None:
    anchor = resolve_document(versions.draft).sections[0].anchor
    reviewer, board = versions.client(Role.REVIEWER), versions.client(Role.BOARD)
    assert reviewer.get(versions.url()).context["document"] == versions.adopted
    assert "En ny version" not in words(reviewer.get(versions.url()))
    for name, more in (("plan", {}), ("plan_pdf", {}), ("chapter_pdf", {"anchor": anchor})):
        assert reviewer.get(versions.url(name, version=2, **more)).status_code == 404, name
        for strange in (0, 3, -1, "", "x", "1 or 1", "²"):
            assert board.get(versions.url(name, version=strange, **more)).status_code == 404, (name, strange)


def test_a_reviewer_is_given_the_version_that_is_out_for_reading(versions: Versions) -> None:
    plan_services.release(federation=versions.federation, pk=versions.draft.pk)
    answer = versions.client(Role.REVIEWER).get(versions.url())
    assert answer.context["document"] == versions.draft
    assert links(answer)["Läs den fastställda versionen (1)"] == versions.url(version=1)


def test_a_plan_that_is_replaced_leads_to_the_one_that_replaced_it(versions: Versions) -> None:
    Document.objects.filter(pk=versions.adopted.pk).update(status=Document.Status.SUPERSEDED)
    Document.objects.filter(pk=versions.draft.pk).update(
        status=Document.Status.ADOPTED, decision=versions.adopted.decision
    )
    client = versions.client(Role.AUDITOR)
    assert client.get(versions.url()).context["document"] == versions.draft
    old = client.get(versions.url(version=1))
    assert "Du läser version 1 (ersatt)." in words(old)
    assert "En ny version är påbörjad" not in words(old)
    assert links(old)["Läs den fastställda versionen (2)"] == versions.url(version=2)


@pytest.mark.parametrize("version", [1, 2])
def test_the_pdf_and_the_chapters_are_of_the_version_that_is_read(versions: Versions, version: int) -> None:
    document = versions.adopted if version == 1 else versions.draft
    found = links(versions.client(Role.BOARD).get(versions.url(version=version)))
    anchor = resolve_document(document).sections[0].anchor
    assert found["PDF"] == versions.url("plan_pdf", version=version)
    assert found["1 Mål (PDF)"] == versions.url("chapter_pdf", version=version, anchor=anchor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("version", "filename"), [(1, "plan-2023"), (2, "plan-2023-version-2")])
def test_the_pdf_of_each_version_is_its_own(versions: Versions, version: int, filename: str) -> None:
    for document in (versions.adopted, versions.draft):
        keep_pdf(versions.federation, paper_html(resolve_document(document)), text=document.title)
    answer = versions.client(Role.BOARD).get(versions.url("plan_pdf", version=version))
    title = (versions.adopted if version == 1 else versions.draft).title
    assert answer.content == f"%PDF-1.7 {title}".encode()
    assert answer["Content-Disposition"] == f'inline; filename="verksamhets{filename}.pdf"'


def test_the_overview_leads_to_each_version_by_itself(versions: Versions) -> None:
    found = links(versions.client(Role.BOARD).get(versions.url("overview")))
    assert found["Verksamhetsplan 2023, version 1"] == versions.url(version=1)
    assert found["Verksamhetsplan 2023, version 2"] == versions.url(version=2)
    reviewer = links(versions.client(Role.REVIEWER).get(versions.url("overview")))
    assert reviewer["Verksamhetsplan 2023"] == versions.url()


# --- The overview ----------------------------------------------------------------------------------------------------


def test_the_overview_leads_nobody_to_a_page_that_is_closed_to_them(versions: Versions) -> None:
    client = versions.client(Role.INITIATIVE_OWNER)
    answer = client.get(versions.url("overview"))
    assert "Verksamhetsplan 2023 Fastställd" in words(answer)
    for address in links(answer).values():
        assert client.get(address, follow=True).status_code == 200, address
    assert versions.url() not in links(answer).values()


def test_a_consultation_that_has_been_held_is_to_be_recorded(versions: Versions) -> None:
    Document.objects.all().delete()
    make.MeetingFactory(
        federation=versions.federation, kind=Meeting.Kind.CONSULTATION, held_on=date(2022, 11, 10)
    )
    told = []
    user = versions.user(Role.BOARD)
    for today in ("2022-11-09", "2022-11-10"):
        with time_machine.travel(f"{today} 12:00 +01:00"):
            told.append(
                "Samråd med medlemmarna inför budgeten 2023 Hållet, att anteckna"
                in words(signed_in(user).get(versions.url("overview")))
            )
    assert told == [False, True]


# --- The way to the board --------------------------------------------------------------------------------------------


@pytest.fixture
def draft() -> Document:
    """A plan as a draft with its budget."""
    federation = make.FederationFactory()
    document: Document = make.DocumentFactory(
        federation=federation, budget=make.BudgetFactory(federation=federation)
    )
    return document


@pytest.fixture
def filled(draft: Document) -> Document:
    """The draft with a section to read, and a line in its budget."""
    make.SectionFactory(document=draft)
    make.BudgetLineFactory(budget=draft.budget)
    return draft


def test_a_draft_is_released_for_reading_by_a_button(
    filled: Document, sign_in_as: Callable[..., Client]
) -> None:
    director = sign_in_as(filled.federation)
    reviewer = sign_in_as(filled.federation, Role.REVIEWER)
    assert reviewer.get(page_url(filled)).context["document"] is None
    assert "Släpp för läsning" in words(director.get(page_url(filled)))

    director.get(page_url(filled, "document_release"))
    assert Document.objects.get().status == Document.Status.DRAFT
    answer = director.post(page_url(filled, "document_release"), follow=True)

    assert messages(answer) == [
        "Verksamhetsplan 2023 är släppt för läsning. Nu kan också beredningsgrupp och LSG läsa den."
    ]
    assert Document.objects.get().status == Document.Status.IN_REVIEW
    assert "Släpp för läsning" not in words(answer)
    assert reviewer.get(page_url(filled)).context["document"] == filled
    again = director.post(page_url(filled, "document_release"), follow=True)
    assert messages(again) == ["Verksamhetsplan 2023 är redan släppt för läsning."]


def test_the_plan_and_its_budget_are_laid_before_a_meeting_of_the_board(
    filled: Document, sign_in_as: Callable[..., Client]
) -> None:
    own = make.MeetingFactory(federation=filled.federation, held_on=date(2022, 11, 25))
    make.MeetingFactory(federation=filled.federation, kind=Meeting.Kind.CONSULTATION)
    make.MeetingFactory(federation=filled.federation, held_on=date(2019, 11, 25))
    elsewhere = make.MeetingFactory()
    director = sign_in_as(filled.federation)
    url = links(director.get(page_url(filled)))["Lägg fram för styrelsen"]

    with time_machine.travel("2022-10-01"):
        director.force_login(Mandate.objects.get(federation=filled.federation).user)
        form = director.get(url).context["form"]
        assert list(form.fields["meeting"].queryset) == [own]
        assert form["meeting"].value() == own.pk
        for wrong in ("", elsewhere.pk):
            answer = director.post(url, {"meeting": wrong})
            assert (answer.status_code, list(errors(answer))) == (REFUSED, ["meeting"])
        answer = director.post(url, {"meeting": own.pk}, follow=True)

    assert [each.replace("\u00a0", " ") for each in messages(answer)] == [
        "Verksamhetsplan 2023 är framlagd för styrelsens möte 25 november 2022."
    ]
    document = Document.objects.get()
    assert document.budget is not None
    assert (document.status, document.meeting, document.budget.status) == ("proposed", own, "proposed")
    assert "Byt möte" in links(answer)
    assert "Lägg fram för styrelsen" not in links(answer)


def test_only_the_main_thing_to_do_is_a_button_that_shouts(
    draft: Document, sign_in_as: Callable[..., Client]
) -> None:
    html = sign_in_as(draft.federation).get(page_url(draft)).content.decode()
    assert re.findall(r'class="btn btn-primary"[^>]*>([^<]*)<', html) == ["Redigera planen"]


def test_a_plan_that_cannot_be_proposed_says_why(draft: Document, sign_in_as: Callable[..., Client]) -> None:
    meeting = make.MeetingFactory(federation=draft.federation)
    decision = make.DecisionFactory(meeting=meeting)
    Document.objects.update(status=Document.Status.ADOPTED, decision=decision)
    answer = sign_in_as(draft.federation).post(page_url(draft, "document_propose"), {"meeting": meeting.pk})
    assert answer.status_code == REFUSED
    assert "Verksamhetsplan 2023 är fastställd och ändras inte." in words(answer)


# --- Names as they are read ------------------------------------------------------------------------------------------


def test_a_section_is_named_as_it_reads_when_it_is_saved_moved_and_removed(
    draft: Document, sign_in_as: Callable[..., Client]
) -> None:
    director = sign_in_as(draft.federation)
    section = make.SectionFactory(document=draft, heading="Bilaga {document.year}")
    data = {"heading": section.heading, "body": "<p>Text.</p>", "revision": 1}
    saved = director.post(page_url(draft, "section", pk=section.pk), data, follow=True)
    moved = director.post(page_url(draft, "section_move", pk=section.pk), {"riktning": "upp"}, follow=True)
    question = director.get(page_url(draft, "section_remove", pk=section.pk))
    removed = director.post(page_url(draft, "section_remove", pk=section.pk), {"revision": 2}, follow=True)
    assert messages(saved) + messages(moved) + messages(removed) == [
        "Sparat: Bilaga 2023.",
        "Flyttat: Bilaga 2023.",
        "Borttaget: Bilaga 2023.",
    ]
    assert "Ta bort avsnittet ”Bilaga 2023”?" in words(question)


# --- Figures and blocks that are lost --------------------------------------------------------------------------------

NO_SUCH_YEAR = r"finns inte för år -?\d+\. Året ska vara mellan 2004 och 2100\.$"


@pytest.mark.parametrize("year", ["0000", "2003", "2101", "9999"])
def test_a_year_no_federation_has_is_refused_when_it_is_written(
    draft: Document, sign_in_as: Callable[..., Client], year: str
) -> None:
    """The law came into force in 2004."""
    body = f'<p><data value="federation.member_count@{year}"></data></p>'
    answer = sign_in_as(draft.federation).post(
        page_url(draft, "section_add"), {"heading": "Medlemmar {document.year}", "body": body}
    )
    assert answer.status_code == REFUSED
    assert [bool(re.search(NO_SUCH_YEAR, error)) for error in errors(answer)["body"]] == [True]


@pytest.mark.parametrize("reference", ["federation.member_count@0000", "federation.member_count@-99"])
def test_a_document_with_a_year_out_of_time_can_still_be_read_and_mended(
    draft: Document, sign_in_as: Callable[..., Client], reference: str
) -> None:
    """How many years back a text may count depends on the document's year, so it shows when it is read."""
    section = make.SectionFactory(document=draft, heading="Medlemmar")
    Section.objects.update(body=f'<p><data value="{reference}"></data></p>')
    director = sign_in_as(draft.federation)
    plan = director.get(page_url(draft))
    year = reference.partition("@")[2]
    assert f"[siffra saknas: ”antal medlemmar {year}”]" in words(plan)
    gone = f"”antal medlemmar {year}” i avsnittet ”Medlemmar”"
    assert f"1 siffra eller tabell i planen finns inte: {gone}." in words(plan)
    assert f"[siffra saknas: ”antal medlemmar {year}”]" in paper_html(resolve_document(draft))
    for name, more in (("outline", {}), ("section", {"pk": section.pk})):
        assert director.get(page_url(draft, name, **more)).status_code == 200


@pytest.mark.parametrize(
    ("reference", "year", "value"),
    [
        ("test.year@-1", 2005, 2004),
        ("test.year@+1", 2099, 2100),
        ("test.year@2004", 2023, 2004),
        ("test.year@-1", 2004, None),
        ("test.year@+1", 2100, None),
        ("test.year@2101", 2023, None),
    ],
)
def test_a_figure_is_computed_in_years_a_federation_can_have(
    monkeypatch: pytest.MonkeyPatch, reference: str, year: int, value: int | None
) -> None:
    monkeypatch.setattr(figures, "_REGISTRY", {})
    figures.register(Figure("test.year", "året", Kind.YEAR, lambda scope, argument: scope.year))
    parsed = Reference.parse(reference)
    if value is not None:
        assert figures.compute(parsed, Scope(1, year)) == value
        assert figures.resolve(reference, Scope(1, year)) == str(value)
        return
    with pytest.raises(UnknownFigure, match=NO_SUCH_YEAR):
        figures.compute(parsed, Scope(1, year))
    with pytest.raises(UnknownFigure, match=NO_SUCH_YEAR):
        figures.resolve(reference, Scope(1, year))


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("budgets.weather", "Tabellen eller listan ”budgets.weather” finns inte."),
        (
            "budgets.contributions:ore",
            "”Medelstilldelning per medlem (not)” kan inte visas som ”ore”.",
        ),
    ],
)
def test_a_block_that_is_lost_leaves_the_rest_of_the_plan_readable(
    draft: Document, sign_in_as: Callable[..., Client], block: str, problem: str
) -> None:
    section = make.SectionFactory(document=draft, heading="Väder", body="<p>Texten står kvar.</p>")
    Section.objects.update(block=block)
    director, board = sign_in_as(draft.federation), sign_in_as(draft.federation, Role.BOARD)
    gone = "1 siffra eller tabell i planen finns inte: tabellen i avsnittet ”Väder”."
    for client, is_told in ((director, True), (board, False)):
        plan = words(client.get(page_url(draft)))
        assert "Texten står kvar." in plan
        assert f"{problem} Välj en annan i avsnittet." in plan
        assert (gone in plan) is is_told
    assert resolve_document(draft).missing_figures == ("tabellen i avsnittet ”Väder”",)
    assert "Texten står kvar." in paper_html(resolve_document(draft))
    for name, more in (("outline", {}), ("section", {"pk": section.pk})):
        assert director.get(page_url(draft, name, **more)).status_code == 200


# --- Blocks that stand twice, and in thousands -----------------------------------------------------------------------


@pytest.fixture
def funded(draft: Document) -> Document:
    """Note 1 of the annual report of 2018: 6 734 tkr by 50, 25, 11, 8 and 6 per cent."""
    federation = draft.federation
    make.ContributionLineFactory(budget=draft.budget, amount=Decimal(-6_734_000))
    members = make.MemberFactory.create_batch(5, federation=federation)
    percents = map(Decimal, (50, 25, 11, 8, 6))
    make.ShareSetFactory(federation=federation, percents=dict(zip(members, percents, strict=True)))
    return draft


def test_a_block_that_stands_twice_has_two_places_to_be_referred_to(funded: Document) -> None:
    make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=funded))
    make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=funded))
    keys = ("budgets.contributions", "plans.goal_areas", "budgets.contributions:tkr", "plans.goal_areas")
    for key in (*keys, "budgets.budget_table", "budgets.contributions"):
        make.SectionFactory(document=funded, block=key)

    html = page_html(resolve_document(funded))

    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert [each for each in ids if each.startswith("budgets-contributions")] == [
        "budgets-contributions",
        "budgets-contributions_2",
        "budgets-contributions_3",
    ]
    assert '<a href="#budgets-contributions">(not 1)</a>' in html


def test_the_note_in_thousands_adds_up_as_the_annual_report_of_2018_prints_it(
    funded: Document, sign_in_as: Callable[..., Client]
) -> None:
    """1 683,5 is printed 1 683, so that the note adds up to 6 734. In kronor no share needs rounding."""
    director = sign_in_as(funded.federation)
    offered = dict(director.get(page_url(funded, "section_add")).context["form"].fields["block"].choices)
    label = "Medelstilldelning per medlem (not)"
    assert offered["budgets.contributions"] == f"{label}, hela kronor"
    assert offered["budgets.contributions:tkr"] == f"{label}, hela tusental kronor"
    for unit in ("", ":tkr"):
        data = {"heading": f"Medel{unit}", "is_numbered": "on", "block": f"budgets.contributions{unit}"}
        assert director.post(page_url(funded, "section_add"), data).status_code == 302

    found = tables(director.get(page_url(funded)).content.decode())

    shown = {caption: [row[-1].replace("\u00a0", " ") for row in rows[1:]] for caption, rows in found.items()}
    assert shown == {
        "Not 1 Medelstilldelning från förbundets medlemmar 2023, kr": [
            *("3 367 000", "1 683 500", "740 740", "538 720", "404 040", "6 734 000")
        ],
        "Not 2 Medelstilldelning från förbundets medlemmar 2023, tkr": [
            *("3 367", "1 683", "741", "539", "404", "6 734")
        ],
    }


# --- Tickets, and stored PDFs that are lost --------------------------------------------------------------------------


def opened(versions: Versions, user: User, ticket: str) -> tuple[HttpResponse, HttpResponse]:
    """What the ticket's two addresses answer the user: how far it has come, and the file."""
    client = signed_in(user)
    return (
        client.get(versions.url("rendering_state", ticket=ticket)),
        client.get(versions.url("rendering_file", ticket=ticket)),
    )


def test_a_ticket_opens_nothing_when_its_holder_may_not_read_that_version_any_more(
    versions: Versions,
) -> None:
    """That another version is there for all to read does not open this one."""
    user = versions.user(Role.BOARD)
    rendering = keep_pdf(versions.federation, "<p>Utkastet</p>")
    of_draft = Ticket(rendering.pk, user.pk, versions.draft.pk, "plan.pdf").signed()
    of_adopted = Ticket(rendering.pk, user.pk, versions.adopted.pk, "plan.pdf").signed()
    assert [each.status_code for each in opened(versions, user, of_draft)] == [200, 200]

    Mandate.objects.filter(user=user).update(role=Role.REVIEWER)

    assert [each.status_code for each in opened(versions, user, of_draft)] == [404, 404]
    assert [each.status_code for each in opened(versions, user, of_adopted)] == [200, 200]


@pytest.mark.parametrize("content", [[], [1, 2], [1, 2, 3, "a", "b", "c"], "planen", None, 7])
def test_what_is_signed_but_no_ticket_opens_nothing(versions: Versions, content: object) -> None:
    text = signing.dumps(content, salt=SALT)
    with pytest.raises(BadTicket):
        Ticket.read(text)
    user = versions.user(Role.BOARD)
    assert [each.status_code for each in opened(versions, user, text)] == [404, 404]


@pytest.mark.parametrize("loss", ["file", "content", "row"])
def test_a_stored_pdf_that_is_lost_leads_to_where_it_is_made_anew(versions: Versions, loss: str) -> None:
    user = versions.user(Role.BOARD)
    rendering = keep_pdf(versions.federation, "<p>Planen</p>")
    tickets = [
        (Ticket(rendering.pk, user.pk, versions.draft.pk, "plan.pdf"), versions.url("plan_pdf", version=2)),
        (
            Ticket(rendering.pk, user.pk, versions.adopted.pk, "kapitel.pdf", "avsnitt-7"),
            versions.url("chapter_pdf", version=1, anchor="avsnitt-7"),
        ),
    ]
    if loss == "row":
        Rendering.objects.all().delete()
    elif loss == "file":
        Path(rendering.file.path).unlink()
    else:
        Path(rendering.file.path).write_bytes(b"%PDF-1.7 och nagot annat")

    for ticket, address in tickets:
        state, file = opened(versions, user, ticket.signed())
        assert (file.status_code, file.headers["Location"]) == (302, address)
        assert state.status_code == 200
        if loss == "row":
            assert state.json() == {
                "state": "failed",
                "message": "PDF:en finns inte kvar. Öppna den igen från planen.",
            }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["plan_pdf", "chapter_pdf"])
def test_a_stored_pdf_is_read_once_and_served(
    versions: Versions, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved = resolve_document(versions.adopted)
    anchor = resolved.sections[0].anchor
    more = {"anchor": anchor} if name == "chapter_pdf" else {}
    keep_pdf(versions.federation, paper_html(resolved, chapter=more.get("anchor")), text="Planen")
    client, reads, really_read = versions.client(Role.AUDITOR), [], services.pdf_bytes

    def counted(rendering: Rendering) -> bytes:
        reads.append(rendering.pk)
        return really_read(rendering)

    for module in (services, renderings):
        monkeypatch.setattr(module, "pdf_bytes", counted)
    answer = client.get(versions.url(name, **more))
    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7 Planen")
    assert len(reads) == 1


@pytest.mark.django_db(transaction=True)
def test_a_pdf_lost_while_it_is_asked_for_is_asked_for_again(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process has pruned it between the question and the answer."""
    url = versions.url("plan_pdf", version=1)
    client = versions.client(Role.AUDITOR)
    really_fetch = services.fetch_pdf

    def pruned(**asked: Any) -> Any:
        keep_pdf(asked["federation"], asked["html"])
        rendering, _ = really_fetch(**asked)
        Path(rendering.file.path).unlink()
        return rendering, None

    monkeypatch.setattr(services, "fetch_pdf", pruned)
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
