"""The outline's page: rearranged with plain forms and by its script, and sections written where they stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from members.models import Federation
from plans import services
from plans.models import Document, RemovedSection, Section
from tests.factories import DecisionFactory, DocumentFactory, FederationFactory, SectionFactory
from tests.reading import main_of, text_of

pytestmark = pytest.mark.django_db
BODY = "<p>Ett.</p><p>Två.</p>"


@pytest.fixture
def federation() -> Federation:
    federation: Federation = FederationFactory()
    return federation


@pytest.fixture
def document(federation: Federation) -> Document:
    document: Document = DocumentFactory(federation=federation)
    return document


@pytest.fixture
def section(document: Document) -> Section:
    section: Section = SectionFactory(document=document, heading="Mål", body=BODY, guidance="Vad vill ni nå?")
    return section


@pytest.fixture
def director(federation: Federation, sign_in_as: Callable[..., Client]) -> Client:
    return sign_in_as(federation)


def url(document: Document, name: str, **kwargs: Any) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": document.year, **kwargs})


def words(response: HttpResponse) -> str:
    return text_of(main_of(response.content.decode()))


def press(client: Client, address: str, **fields: Any) -> tuple[int, dict[str, Any]]:
    """What the page's script sends when a button is pressed, and the answer."""
    answer = client.post(address, fields, headers={"accept": "application/json"})
    return answer.status_code, answer.json()


def write(
    client: Client, section: Section, revision: int = 1, base: Any = None, **fields: Any
) -> tuple[int, Any]:
    """What the page's script sends as one writes in the section, and the answer."""
    began = {"heading": section.heading, "body": section.body, "block": section.block, "is_numbered": True}
    body = {
        "revision": revision,
        "key": section.key.hex[:8],
        "base": base or began,
        "fields": {**began, **fields},
    }
    where = url(section.document, "section_editor", pk=section.pk)
    answer = client.post(where, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


class TestTheOutlineAsPlainForms:
    def test_a_section_is_read_with_its_text_and_its_guidance_is_not(
        self, section: Section, director: Client
    ) -> None:
        page = words(director.get(url(section.document, "outline")))
        assert "Ett." in page
        assert "Två." in page
        assert "Vad vill ni nå?" not in page

    def test_guidance_stands_in_the_editor_and_in_nothing_that_is_read(
        self, section: Section, director: Client
    ) -> None:
        document = section.document
        assert "Vad vill ni nå?" in words(director.get(url(document, "section", pk=section.pk)))
        assert (
            "Vad vill ni nå?" in director.get(url(document, "section_editor", pk=section.pk)).content.decode()
        )
        assert "Vad vill ni nå?" not in director.get(url(document, "plan")).content.decode()

    def test_a_section_goes_in_under_the_one_before_and_out_again(
        self, section: Section, director: Client
    ) -> None:
        below = SectionFactory(document=section.document, heading="Delmål")
        move = url(section.document, "section_move", pk=below.pk)
        director.post(move, {"riktning": "in"})
        below.refresh_from_db()
        assert below.parent == section
        page = director.post(move, {"riktning": "ut"}, follow=True)
        below.refresh_from_db()
        assert (below.parent, "Flyttat: Delmål." in words(page)) == (None, True)

    def test_what_cannot_be_moved_says_why(self, section: Section, director: Client) -> None:
        page = director.post(
            url(section.document, "section_move", pk=section.pk), {"riktning": "in"}, follow=True
        )
        assert "Det finns inget avsnitt ovanför att lägga det under." in words(page)

    def test_a_new_section_leads_on_to_writing_it(self, section: Section, director: Client) -> None:
        address = url(section.document, "section_insert", pk=section.pk)
        answer = director.post(address, {"plats": "under"})
        new = Section.objects.get(parent=section)
        assert answer.headers["Location"] == url(section.document, "section", pk=new.pk)

    def test_a_hidden_section_has_no_number_and_is_not_in_the_plan(
        self, section: Section, director: Client
    ) -> None:
        document = section.document
        SectionFactory(parent=section, heading="Delmål")
        SectionFactory(document=document, heading="Budget")
        director.post(url(document, "section_hide", pk=section.pk), {"dolj": "1"})
        page = words(director.get(url(document, "outline")))
        assert "Mål dolt" in page
        assert "Delmål dolt med det som ligger över" in page
        assert "1 Budget" in page
        plan = words(director.get(url(document, "plan")))
        assert ("Delmål" in plan, "Budget" in plan) == (False, True)
        director.post(url(document, "section_hide", pk=section.pk), {"dolj": "0"})
        assert "2 Budget" in words(director.get(url(document, "outline")))

    def test_what_was_removed_is_listed_and_comes_back(self, section: Section, director: Client) -> None:
        document = section.document
        director.post(url(document, "section_remove", pk=section.pk), {"revision": 1})
        kept = RemovedSection.objects.get()
        page = words(director.get(url(document, "outline")))
        assert "Borttaget (1)" in page
        assert str(kept.removed_by) in page
        page = words(director.post(url(document, "section_restore", pk=kept.pk), follow=True))
        assert "Lagt tillbaka: Mål." in page
        assert "Borttaget (" not in page
        page = words(director.post(url(document, "section_restore", pk=kept.pk), follow=True))
        assert "Avsnittet är redan tillbaka" in page

    def test_what_another_federation_removed_is_no_such_page(
        self, section: Section, director: Client
    ) -> None:
        other = SectionFactory()
        kept = services.remove_section(federation=other.document.federation, pk=other.pk, revision=1)
        address = url(section.document, "section_restore", pk=kept.pk)
        assert [director.get(address).status_code, director.post(address).status_code] == [404, 404]
        assert RemovedSection.objects.get() == kept

    def test_an_adopted_plan_has_neither_tools_nor_editor(self, section: Section, director: Client) -> None:
        document = section.document
        services.remove_section(
            federation=document.federation, pk=SectionFactory(document=document).pk, revision=1
        )
        decision = DecisionFactory(meeting__federation=document.federation)
        Document.objects.update(status="adopted", decision=decision)
        page = director.get(url(document, "outline")).content.decode()
        assert "Ett." in page
        for left_out in ("formaction", "data-open=", "outline.js", "Borttaget"):
            assert left_out not in page


class TestTheOutlineByItsScript:
    def test_a_move_answers_with_the_outline_as_it_reads_now(
        self, section: Section, director: Client
    ) -> None:
        below = SectionFactory(document=section.document, heading="Delmål")
        status, answer = press(director, url(section.document, "section_move", pk=below.pk), riktning="in")
        assert (status, answer["message"]) == (200, "Flyttat: Delmål. Nu 1.1 Delmål.")
        assert f'id="avsnitt-{below.pk}"' in answer["html"]

    def test_a_section_is_dropped_beside_another(self, section: Section, director: Client) -> None:
        last = SectionFactory(document=section.document, heading="Budget")
        move = url(section.document, "section_move", pk=last.pk)
        status, _answer = press(director, move, riktning="till", vid=section.pk, plats="fore")
        assert (status, list(section.document.sections.all())) == (200, [last, section])
        for fields in (
            {"vid": "²"},
            {"vid": section.pk, "plats": "bredvid"},
            {"vid": "9" * 30, "plats": "fore"},
        ):
            status, answer = press(director, move, riktning="till", **fields)
            assert (status, bool(answer["message"]), "html" in answer) == (422, True, True)

    def test_a_removal_brings_the_way_back(self, section: Section, director: Client) -> None:
        document = section.document
        status, answer = press(director, url(document, "section_remove", pk=section.pk), revision=1)
        assert (status, answer["message"]) == (200, "Borttaget: Mål.")
        status, answer = press(director, answer["restore"])
        assert (status, answer["message"]) == (200, "Lagt tillbaka: Mål. Nu 1 Mål.")
        assert document.sections.get().key == section.key

    def test_what_someone_has_changed_is_not_removed_unread(self, section: Section, director: Client) -> None:
        services.save_section(
            federation=section.document.federation, pk=section.pk, revision=1, body="<p>Nytt</p>"
        )
        address = url(section.document, "section_remove", pk=section.pk)
        status, answer = press(director, address, revision=1)
        assert (status, "Läs igen" in answer["message"]) == (409, True)
        assert press(director, address, revision="x")[0] == 400
        assert Section.objects.get() == section


class TestWritingInPlace:
    def test_the_editor_is_a_form_of_the_section_alone(self, section: Section, director: Client) -> None:
        page = director.get(url(section.document, "section_editor", pk=section.pk)).content.decode()
        assert page.count("<form") == 1
        assert "<html" not in page
        assert 'name="revision" value="1"' in page

    def test_what_is_written_is_saved_cleaned_and_told_with_its_revision(
        self, section: Section, director: Client
    ) -> None:
        typed = "<p onclick=x>Nytt<script>alert(1)</script></p>"
        status, answer = write(director, section, body=typed, heading="Våra mål", is_numbered=False)
        saved = {"heading": "Våra mål", "body": "<p>Nytt</p>", "block": "", "is_numbered": False}
        assert (status, answer) == (200, {"revision": 2, "saved": saved})
        section.refresh_from_db()
        assert (section.body, section.heading, section.guidance) == (
            "<p>Nytt</p>",
            "Våra mål",
            "Vad vill ni nå?",
        )

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"heading": " "}, "heading"),
            ({"body": '<p><data value="no.such"></data></p>'}, "body"),
            ({"block": "no.such"}, "block"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(
        self, section: Section, director: Client, fields: dict[str, str], wrong: str
    ) -> None:
        status, answer = write(director, section, **fields)
        assert (status, answer["problem"], list(answer["errors"])) == (422, "invalid", [wrong])
        section.refresh_from_db()
        assert section.revision == 1

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("<blockquote>" * 5000, "för många nivåer"),
            ("<p class=MsoNormal>x</p>" + "<div>" * 5000, "för många nivåer"),
            ("<i></i>" * 100_000, "för lång"),
        ],
    )
    def test_what_is_no_text_is_refused_at_its_field(
        self, section: Section, director: Client, body: str, said: str
    ) -> None:
        status, answer = write(director, section, body=body)
        assert (status, said in answer["errors"]["body"][0]) == (422, True)
        form = {"heading": "Mål", "body": body, "revision": 1}
        for name in ("section", "section_editor"):
            page = director.post(url(section.document, name, pk=section.pk), form)
            assert (page.status_code, said in words(page)) == (422, True)
        section.refresh_from_db()
        assert section.revision == 1

    @pytest.mark.parametrize(
        "sent",
        [
            "x",
            "[]",
            '{"revision": 1}',
            '{"revision": "x", "key": "", "fields": {}}',
            "[" * 9000,
            '{"revision": 1e999}',
        ],
    )
    def test_what_no_script_of_ours_sends_is_said_to_be_unreadable(
        self, section: Section, director: Client, sent: str
    ) -> None:
        where = url(section.document, "section_editor", pk=section.pk)
        answer = director.post(where, sent, content_type="application/json")
        assert (answer.status_code, answer.json()["problem"]) == (400, "unreadable")

    def test_one_who_is_signed_out_is_told_so(self, section: Section) -> None:
        assert write(Client(), section, body="<p>x</p>")[0] == 401

    def test_an_adopted_plan_is_not_written_in(self, section: Section, director: Client) -> None:
        decision = DecisionFactory(meeting__federation=section.document.federation)
        Document.objects.update(status="adopted", decision=decision)
        status, answer = write(director, section, body="<p>Sent.</p>")
        assert (status, answer["problem"]) == (409, "refused")
        assert "ändras inte" in answer["message"]

    def test_without_the_script_the_form_saves_as_a_form(self, section: Section, director: Client) -> None:
        where = url(section.document, "section_editor", pk=section.pk)
        sent = {"heading": "Våra mål", "body": BODY, "revision": 1, "is_numbered": "on"}
        assert "Sparat: Våra mål." in words(director.post(where, sent, follow=True))


class TestTwoWhoWriteInOneSection:
    def save(self, section: Section, **changes: Any) -> None:
        services.save_section(federation=section.document.federation, pk=section.pk, revision=1, **changes)

    def test_changes_of_different_paragraphs_are_laid_together_and_nothing_is_saved_unread(
        self, section: Section, director: Client, sign_in_as: Callable[..., Client]
    ) -> None:
        theirs, mine = "<p>Ett.</p><p>Deras.</p>", "<p>Mitt.</p><p>Två.</p>"
        colleague = sign_in_as(section.document.federation)
        assert write(colleague, section, body=theirs)[0] == 200
        status, answer = write(director, section, body=mine)
        assert (status, answer["problem"], answer["revision"]) == (409, "conflict", 2)
        assert answer["saved"]["body"] == theirs
        assert answer["merged"]["body"] == "<p>Mitt.</p><p>Deras.</p>"
        section.refresh_from_db()
        assert section.body == theirs
        assert write(director, section, revision=2, base=answer["saved"], **answer["merged"])[0] == 200

    def test_what_is_sent_again_since_its_answer_was_lost_is_saved_already(
        self, section: Section, director: Client
    ) -> None:
        sent = {"heading": " Mål 2 ", "body": "<p onclick=x>Nytt</p>"}
        first = write(director, section, **sent)
        assert (first[0], write(director, section, **sent)) == (200, first)
        section.refresh_from_db()
        assert section.revision == 2

    def test_a_base_that_is_no_text_is_said_to_be_unreadable(
        self, section: Section, director: Client, sign_in_as: Callable[..., Client]
    ) -> None:
        write(sign_in_as(section.document.federation), section, body="<p>Deras.</p>")
        base = {"heading": "x", "body": "<div>" * 5000, "block": "", "is_numbered": True}
        status, answer = write(director, section, base=base, body="<p>Mitt.</p>")
        assert (status, answer["problem"]) == (400, "unreadable")

    def test_both_see_what_each_has_changed_word_by_word_and_who(
        self, section: Section, director: Client, sign_in_as: Callable[..., Client]
    ) -> None:
        colleague = sign_in_as(section.document.federation)
        write(colleague, section, body="<p>Ett.</p><p>Två mål.</p>")
        _status, answer = write(director, section, body="<p>Ett.</p><p>Två delar.</p>")
        assert answer["merged"] is None
        shown = text_of(main_of(f"<main>{answer['html']}</main>"))
        assert "har sparat avsnittet medan du skrev" in shown
        assert "Två[tillagt: mål]." in shown
        assert "Två[tillagt: delar]." in shown
        assert "Ett." not in shown  # what nobody has changed is not shown

    def test_a_heading_both_have_changed_is_shown_with_both(self, section: Section, director: Client) -> None:
        self.save(section, heading="Deras mål")
        _status, answer = write(director, section, heading="Mina mål")
        assert answer["merged"] is None
        shown = text_of(main_of(f"<main>{answer['html']}</main>"))
        assert ("Deras mål" in shown, "Mina mål" in shown) == (True, True)

    def test_nothing_foreign_in_what_is_shown_is_markup(self, section: Section, director: Client) -> None:
        self.save(section, heading="<b>x</b>")
        _status, answer = write(
            director, section, heading="<img src=x>", body="<p>&lt;script&gt;1&lt;/script&gt;</p>"
        )
        for markup in ("<b>", "<img", "<script"):
            assert markup not in answer["html"]

    def test_a_move_meanwhile_is_no_conflict(self, section: Section, director: Client) -> None:
        SectionFactory(document=section.document)
        services.move_section(federation=section.document.federation, pk=section.pk, steps=1)
        assert write(director, section, body="<p>Mitt.</p>")[0] == 200

    def test_a_removal_meanwhile_brings_the_way_back(self, section: Section, director: Client) -> None:
        services.remove_section(federation=section.document.federation, pk=section.pk, revision=1)
        status, answer = write(director, section, body="<p>Mitt.</p>")
        assert (status, answer["problem"]) == (410, "gone")
        assert press(director, answer["restore"])[0] == 200
        back = section.document.sections.get()
        assert (back.key, back.body) == (section.key, BODY)


class TestWhatItCosts:
    @pytest.mark.parametrize("rows", [1, 8, 40])
    def test_opening_a_section_costs_as_many_queries_in_a_plan_of_forty(
        self, document: Document, director: Client, rows: int, django_assert_num_queries: Any
    ) -> None:
        self.fill(document, rows)
        section = document.sections.first()
        assert section is not None
        with django_assert_num_queries(70):
            director.get(url(document, "section_editor", pk=section.pk))

    @pytest.mark.parametrize("rows", [1, 8, 40])
    def test_so_does_the_outline_with_all_texts(
        self, document: Document, director: Client, rows: int, django_assert_num_queries: Any
    ) -> None:
        self.fill(document, rows)
        with django_assert_num_queries(12):
            director.get(url(document, "outline"))

    def fill(self, document: Document, rows: int) -> None:
        parent = None
        for number in range(rows):
            parent = SectionFactory(
                document=document,
                parent=parent if number % 4 else None,
                body='<p><data value="document.year"></data></p>',
                block="plans.goal_areas",
                guidance="Skriv kort.",
            )
            services.remove_section(
                federation=document.federation, pk=SectionFactory(document=document).pk, revision=1
            )
