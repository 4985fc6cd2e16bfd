"""Pages where a plan is written: what they show, what they refuse, and what happens when two save the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from members.models import Federation, Role
from plans.models import Document, Section
from tests.factories import (
    BudgetFactory,
    ContributionLineFactory,
    DecisionFactory,
    DocumentFactory,
    FederationFactory,
    GoalAreaFactory,
    MeetingFactory,
    PlannedActivityFactory,
    SectionFactory,
)
from tests.reading import main_of, text_of

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
REFUSED = 422
CONFLICT = 409


@pytest.fixture
def federation() -> Federation:
    """Budget frames of "Verksamhetsplan och budget år 2023", Södra Dalarna: 6 308 tkr, the year before 6 322 tkr."""
    federation: Federation = FederationFactory()
    last_year = BudgetFactory(federation=federation, year=2022)
    ContributionLineFactory(budget=last_year, amount=Decimal(-6_322_000))
    budget = BudgetFactory(federation=federation, year=2023, previous=last_year)
    ContributionLineFactory(
        budget=budget, amount=Decimal(-6_308_000), cost_centre=last_year.lines.get().cost_centre
    )
    DocumentFactory(federation=federation, budget=budget)
    return federation


@pytest.fixture
def document(federation: Federation) -> Document:
    found: Document = federation.documents.get()
    return found


@pytest.fixture
def director(federation: Federation, sign_in_as: Callable[..., Client]) -> Client:
    return sign_in_as(federation)


def url(document: Document, name: str, **kwargs: Any) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": document.year, **kwargs})


def words(response: HttpResponse) -> str:
    """What the page says for itself."""
    return text_of(main_of(response.content.decode()))


def section_data(section: Section, **changes: Any) -> dict[str, Any]:
    """What the section's form sends."""
    return {
        "heading": section.heading,
        "parent": section.parent_id or "",
        "is_numbered": "on",
        "body": section.body,
        "block": section.block,
        "revision": section.revision,
        **changes,
    }


class TestTheOutline:
    def test_sections_stand_numbered_with_figures_filled_in_and_what_they_hold(
        self, document: Document, director: Client
    ) -> None:
        chapter = SectionFactory(
            document=document, heading="Budget {document.year}", block="budgets.budget_table"
        )
        SectionFactory(parent=chapter, heading="Medelstilldelning", body="<p>Text.</p>")
        page = words(director.get(url(document, "outline")))
        assert re.search(r"1 Budget 2023 .*? Ta bort Budget per ID och kontogrupp 1\.1", page)
        assert re.search(r"1\.1 Medelstilldelning .*? Ta bort Text\.", page)

    def test_goal_areas_take_numbers_as_they_do_in_the_document(
        self, document: Document, director: Client
    ) -> None:
        goals = SectionFactory(document=document, heading="Mål", block="plans.goal_areas")
        SectionFactory(parent=goals, heading="Uppföljning")
        area = GoalAreaFactory(document=document, title="Samverkanskultur")
        PlannedActivityFactory(
            goal_area=area, text="Skapa mötesplatser", responsible="Förbundschefen", due="maj"
        )
        page = words(director.get(url(document, "outline")))
        assert "1.2 Uppföljning" in page
        assert "Målområde 1: Samverkanskultur" in page
        assert "Skapa mötesplatser Förbundschefen, maj" in page

    @pytest.mark.parametrize("rows", [1, 30])
    def test_it_costs_as_many_queries_with_thirty_of_each(
        self, document: Document, director: Client, rows: int, django_assert_num_queries: Any
    ) -> None:
        for _ in range(rows):
            PlannedActivityFactory(goal_area=GoalAreaFactory(document=document))
            SectionFactory(document=document, heading="{budget.funding_total/kr}", block="plans.goal_areas")
        with django_assert_num_queries(24):
            director.get(url(document, "outline"))

    def test_a_section_moves_one_place(self, document: Document, director: Client) -> None:
        first, second = SectionFactory.create_batch(2, document=document)
        response = director.post(
            url(document, "section_move", pk=second.pk), {"riktning": "upp"}, follow=True
        )
        assert f"Flyttat: {second.heading}." in words(response)
        assert list(document.sections.all()) == [second, first]

    def test_a_move_in_no_direction_moves_nothing(self, document: Document, director: Client) -> None:
        first, second = SectionFactory.create_batch(2, document=document)
        response = director.post(
            url(document, "section_move", pk=second.pk), {"riktning": "bort"}, follow=True
        )
        assert "Välj om avsnittet ska flyttas upp, ner, in eller ut." in words(response)
        assert list(document.sections.all()) == [first, second]

    def test_an_adopted_plan_has_no_tools(self, document: Document, director: Client) -> None:
        section = SectionFactory(document=document)
        decision = DecisionFactory(meeting__federation=document.federation)
        Document.objects.filter(pk=document.pk).update(status="adopted", decision=decision)
        page = director.get(url(document, "outline"))
        assert section.heading in words(page)
        assert "är fastställd och ändras inte" in words(page)
        assert url(document, "section", pk=section.pk) not in page.content.decode()


class TestWritingASection:
    def test_the_editor_is_allowed_by_the_security_policy_and_loaded_before_other_modules(
        self, document: Document, director: Client
    ) -> None:
        response = director.get(url(document, "section_add"))
        nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"])
        page = response.content.decode()
        assert nonce is not None
        assert f'<script type="importmap" nonce="{nonce[1]}">' in page
        assert page.index('type="importmap"') < page.index('type="module"')
        named = re.findall(r'"finsam/prose-(\w+)": "/static/js/prose-\1\.js"', page)
        assert named == [
            *(
                "about",
                "choosing",
                "crossings",
                "dialog",
                "editor",
                "fields",
                "figures",
                "html",
                "leave",
                "link",
            ),
            *("notes", "page", "paste", "pictures", "table", "toolbar", "word"),
        ]

    def test_figures_to_choose_from_stand_in_the_page_with_what_they_show(
        self, document: Document, director: Client
    ) -> None:
        page = words(director.get(url(document, "section_add")))
        assert f"budgetram från medlemmarna 6{NBSP}308{NBSP}000{NBSP}kr budget.funding_total/kr" in page
        assert f"6,3{NBSP}mnkr budget.funding_total/mnkr" in page
        assert (
            f"budgetram från medlemmarna, 2022 6{NBSP}322{NBSP}000{NBSP}kr budget.funding_total@-1/kr" in page
        )

    def test_so_does_what_the_text_refers_to_in_another_way(
        self, document: Document, director: Client
    ) -> None:
        body = (
            '<p><data value="budget.funding_total@2022/kr"></data> <data value="document.year@+1"></data></p>'
        )
        section = SectionFactory(document=document, body=body)
        page = words(director.get(url(document, "section", pk=section.pk)))
        assert (
            f"budgetram från medlemmarna, 2022 6{NBSP}322{NBSP}000{NBSP}kr budget.funding_total@2022/kr"
            in page
        )
        assert "dokumentets år, 2024 2024 document.year@+1" in page

    def test_a_plan_without_budget_can_be_written_too(self, sign_in_as: Callable[..., Client]) -> None:
        document = DocumentFactory()
        page = words(sign_in_as(document.federation).get(url(document, "section_add")))
        assert "dokumentets år 2023 document.year" in page

    def test_a_saved_section_is_named_and_its_figures_are_kept(
        self, document: Document, director: Client
    ) -> None:
        body = '<p>Ramen är <data value="budget.funding_total/kr"></data>.</p>'
        data = {"heading": "Medel", "is_numbered": "on", "body": body, "block": "budgets.available_funds"}
        response = director.post(url(document, "section_add"), data, follow=True)
        assert "Sparat: Medel." in words(response)
        section = document.sections.get()
        assert (section.body, section.block, section.parent) == (body, "budgets.available_funds", None)
        plan = words(director.get(url(document, "plan")))
        assert f"Ramen är 6{NBSP}308{NBSP}000{NBSP}kr." in plan

    def test_an_unknown_figure_is_refused_and_the_text_stands_as_written(
        self, document: Document, director: Client
    ) -> None:
        body = '<p>Ramen är <data value="budget.frame"></data>.</p>'
        response = director.post(url(document, "section_add"), {"heading": "Medel", "body": body})
        page = response.content.decode()
        assert response.status_code == REFUSED
        assert "Text: Siffran ”budget.frame” finns inte." in words(response)
        assert "Ramen är &lt;data value=&quot;budget.frame&quot;&gt;&lt;/data&gt;." in page
        assert "data-unsaved" in page  # leaving now asks first

    def test_a_section_lies_under_another_of_the_same_document_only(
        self, document: Document, director: Client
    ) -> None:
        section, sibling = SectionFactory.create_batch(2, document=document)
        elsewhere = SectionFactory(
            document=DocumentFactory(federation=document.federation, year=2024), heading="Annat år"
        )
        page = director.get(url(document, "section", pk=section.pk))
        offered = page.context["form"].fields["parent"].queryset
        assert list(offered) == [sibling]
        response = director.post(
            url(document, "section", pk=section.pk), section_data(section, parent=elsewhere.pk)
        )
        assert response.status_code == REFUSED

    def test_the_section_to_lie_under_is_proposed_from_the_outline(
        self, document: Document, director: Client
    ) -> None:
        chapter = SectionFactory(document=document)
        page = director.get(url(document, "section_add"), {"under": chapter.pk})
        assert page.context["form"]["parent"].value() == str(chapter.pk)

    def test_a_block_nobody_has_registered_is_refused(self, document: Document, director: Client) -> None:
        response = director.post(url(document, "section_add"), {"heading": "Medel", "block": "plans.weather"})
        assert response.status_code == REFUSED
        assert not document.sections.exists()

    def test_a_section_of_another_federation_is_no_such_page(
        self, document: Document, director: Client
    ) -> None:
        elsewhere = SectionFactory()
        for name in ("section", "section_move", "section_remove"):
            response = director.post(url(document, name, pk=elsewhere.pk), {"riktning": "upp", "revision": 1})
            assert response.status_code == 404
        assert Section.objects.filter(pk=elsewhere.pk).exists()

    def test_a_year_without_plan_is_no_such_page(self, document: Document, director: Client) -> None:
        document.year = 2025
        assert director.get(url(document, "outline")).status_code == 404

    def test_a_removed_section_is_asked_about_first(self, document: Document, director: Client) -> None:
        section = SectionFactory(document=document, heading="Inledning")
        address = url(document, "section_remove", pk=section.pk)
        page = words(director.get(address))
        assert "Ta bort avsnittet ”Inledning”" in page
        assert "Avsnitt som ligger under det försvinner också. Du kan ångra dig" in page
        assert "Det går inte att ångra." not in page
        assert document.sections.exists()
        response = director.post(address, {"revision": 1}, follow=True)
        assert "Borttaget: Inledning." in words(response)
        assert not document.sections.exists()


class TestTwoWhoSaveTheSame:
    @pytest.fixture
    def section(self, document: Document) -> Section:
        section: Section = SectionFactory(document=document, heading="Mål", body="<p>Målet är nåbart.</p>")
        return section

    def test_the_second_sees_both_texts_and_can_save_after_reading_them(
        self, document: Document, director: Client, section: Section, sign_in_as: Callable[..., Client]
    ) -> None:
        address = url(document, "section", pk=section.pk)
        mine, theirs = "<p>Målet är <em>mätbart</em>.</p>", "<p>Målet är <strong>viktigt</strong>.</p>"
        colleague = sign_in_as(document.federation)
        assert colleague.post(address, section_data(section, body=theirs)).status_code == 302

        response = director.post(address, section_data(section, body=mine))
        assert response.status_code == CONFLICT
        sides = [
            [text_of(part) for part in side if part.tag in ("dt", "dd")][:2]
            for side in main_of(response.content.decode()).iter("dl")
            if side.get("class") == "conflict-side"
        ]
        assert sides == [["Sparat nu", "Målet är viktigt."], ["Du skrev", "Målet är mätbart."]]
        form = response.context["form"]
        assert form["body"].value() == mine  # nothing of mine is lost
        assert f'data-fill="id_body" data-fill-value="{escape(theirs)}"' in response.content.decode()
        section.refresh_from_db()
        assert section.body == theirs

        again = section_data(section, body=mine, revision=form["revision"].value())
        assert director.post(address, again).status_code == 302
        section.refresh_from_db()
        assert section.body == mine

    def test_only_what_differs_is_shown(self, document: Document, director: Client, section: Section) -> None:
        address = url(document, "section", pk=section.pk)
        director.post(address, section_data(section, heading="Våra mål"))
        response = director.post(address, section_data(section, heading="Målen"))
        assert [(field["saved"], field["mine"]) for field in response.context["conflict"]["fields"]] == [
            ("Våra mål", "Målen")
        ]

    def test_one_who_removes_what_another_has_changed_is_asked_again(
        self, document: Document, director: Client, section: Section
    ) -> None:
        director.post(url(document, "section", pk=section.pk), section_data(section, body="<p>Nytt.</p>"))
        response = director.post(url(document, "section_remove", pk=section.pk), {"revision": 1})
        assert response.status_code == CONFLICT
        assert "Någon annan har ändrat här. Läs igen innan du tar bort." in words(response)
        assert document.sections.exists()


class TestGoalAreasAndActivities:
    def test_a_goal_area_is_added_with_its_description(self, document: Document, director: Client) -> None:
        data = {"title": "Samverkanskultur", "description": "<p>Alla <b>deltar</b>.</p>"}
        response = director.post(url(document, "goal_area_add"), data, follow=True)
        assert "Sparat: Samverkanskultur." in words(response)
        assert document.goal_areas.get().description == "<p>Alla <strong>deltar</strong>.</p>"

    def test_a_goal_area_without_title_is_refused_at_its_field(
        self, document: Document, director: Client
    ) -> None:
        response = director.post(url(document, "goal_area_add"), {"description": "<p>Kvar.</p>"})
        assert response.status_code == REFUSED
        assert list(response.context["form"].errors) == ["title"]
        assert "&lt;p&gt;Kvar.&lt;/p&gt;" in response.content.decode()

    def test_an_activity_is_added_to_the_goal_area_it_was_asked_for(
        self, document: Document, director: Client
    ) -> None:
        area = GoalAreaFactory(document=document)
        page = director.get(url(document, "activity_add"), {"malomrade": area.pk})
        assert page.context["form"]["goal_area"].value() == str(area.pk)
        data = {
            "goal_area": area.pk,
            "text": "Skapa mötesplatser",
            "responsible": "Förbundschefen",
            "due": "maj",
        }
        director.post(url(document, "activity_add"), data)
        activity = area.activities.get()
        assert (activity.text, activity.responsible, activity.due) == (
            "Skapa mötesplatser",
            "Förbundschefen",
            "maj",
        )

    def test_an_activity_is_added_to_a_goal_area_of_the_same_plan_only(
        self, document: Document, director: Client
    ) -> None:
        elsewhere = GoalAreaFactory(document=DocumentFactory(federation=document.federation, year=2024))
        response = director.post(url(document, "activity_add"), {"goal_area": elsewhere.pk, "text": "X"})
        assert response.status_code == REFUSED
        assert not elsewhere.activities.exists()

    def test_an_activity_is_changed_and_removed(self, document: Document, director: Client) -> None:
        activity = PlannedActivityFactory(goal_area=GoalAreaFactory(document=document))
        data = {"goal_area": activity.goal_area_id, "text": "Följa omvärlden", "revision": 1}
        director.post(url(document, "activity", pk=activity.pk), data)
        activity.refresh_from_db()
        assert (activity.text, activity.revision) == ("Följa omvärlden", 2)
        director.post(url(document, "activity_remove", pk=activity.pk), {"revision": 2})
        assert not type(activity).objects.exists()


class TestTheTitlePage:
    def test_only_the_years_own_budget_can_be_chosen(self, document: Document, director: Client) -> None:
        page = director.get(url(document, "document"))
        assert list(page.context["form"].fields["budget"].queryset) == [document.budget]

    def test_a_title_with_an_unknown_figure_is_refused(self, document: Document, director: Client) -> None:
        data = {"title": "Plan {document.yaer}", "budget": document.budget_id, "revision": 1}
        response = director.post(url(document, "document"), data)
        assert response.status_code == REFUSED
        assert "Titel: Siffran ”document.yaer” finns inte." in words(response)

    def test_the_meeting_that_will_decide_is_shown_in_the_outline(
        self, document: Document, director: Client
    ) -> None:
        meeting = MeetingFactory(federation=document.federation)
        data = {
            "title": "Plan {document.year}",
            "budget": document.budget_id,
            "meeting": meeting.pk,
            "revision": 1,
        }
        page = words(director.post(url(document, "document"), data, follow=True))
        assert "Plan 2023" in page
        assert "beslutas 25 november 2022" in page.replace(NBSP, " ")


class TestBeginning:
    def test_a_plan_is_begun_by_a_button_and_not_by_looking(
        self, federation: Federation, director: Client
    ) -> None:
        address = reverse("document_start", args=[federation.slug, 2024])
        director.get(address)
        assert not federation.documents.filter(year=2024).exists()
        director.post(address)
        assert federation.documents.get(year=2024).sections.count() == 21

    def test_the_board_reads_and_does_not_write(
        self, document: Document, sign_in_as: Callable[..., Client]
    ) -> None:
        board = sign_in_as(document.federation, Role.BOARD)
        assert board.get(url(document, "plan")).status_code == 200
        for name in ("outline", "section_add", "goal_area_add", "activity_add", "document", "adoption"):
            assert board.get(url(document, name)).status_code == 403
