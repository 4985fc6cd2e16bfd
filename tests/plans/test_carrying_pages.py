"""The pages that carry a plan into a new year: begun from last year's, gone through, goal areas beside last year's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from members.models import Role
from plans.models import Document, KeptAsIs, PlannedActivity
from plans.services import start_document
from plans.services.copying import begin_from
from reports.documents.builder import resolve_document
from reports.documents.frozen import to_data
from reports.documents.render import page_html, paper_html
from tests import factories as make
from tests.conftest import Demo
from tests.pages import form_data, messages, words

pytestmark = pytest.mark.django_db
CONFLICT = 409
LONG = "Förbundet gör det möjligt för medlemmarna att arbeta efter en gemensam plan."


def url(document: Document, name: str, year: int | None = None, **kwargs: Any) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": year or document.year, **kwargs})


def boxes(response: HttpResponse) -> set[str]:
    """The dated figures that are ticked to move on."""
    page = response.content.decode()
    return set(re.findall(r'name="moved" value="([^"]+)"[^>]* checked', page))


@pytest.fixture
def source() -> Document:
    """The plan for 2023: a heading with an old year typed in it, a text, an area with two activities."""
    found: Document = make.DocumentFactory()
    make.SectionFactory(document=found, heading="Budget {document.year}", body=f"<p>{LONG}</p>")
    make.SectionFactory(
        document=found,
        heading="Långsiktig budget 2023",
        block="budgets.outlook",
        body='<p><data value="outlook.cost:2023/kr"></data></p>',
    )
    area = make.GoalAreaFactory(document=found, title="Samverkan")
    make.PlannedActivityFactory(goal_area=area, text="Kurs", responsible="Kansliet", due="maj 2023")
    make.PlannedActivityFactory(goal_area=area, text="Möten")
    make.SectionFactory(document=found, heading="Målområden", block="plans.goal_areas")
    return found


@pytest.fixture
def director(source: Document, sign_in_as: Callable[..., Client]) -> Client:
    return sign_in_as(source.federation)


class TestBeginning:
    def test_the_page_shows_how_it_will_be_before_anything_is_written(
        self, source: Document, director: Client
    ) -> None:
        page = director.get(url(source, "document_start", 2024))
        told = words(page)
        assert "Budget 2024 ett stycke" not in told
        assert "1 Budget 2024 1 stycke" in told
        assert "2 Långsiktig budget 2023 1 stycke, tabell: Långsiktig budget och eget kapital" in told
        assert "att gå igenom: ett gammalt årtal" in told
        assert "kostnad i långsiktig budget 2023 → 2024" in told
        assert "Den är inte påbörjad." in told
        assert source.federation.documents.count() == 1

    def test_it_is_begun_and_leads_to_what_is_to_be_gone_through(
        self, source: Document, director: Client
    ) -> None:
        address = url(source, "document_start", 2024)
        page = director.get(address)
        seen = page.context["coming"].plan.fingerprint
        data = form_data(page, fran=source.pk, step_to="borja", seen=seen)
        data |= {"known": ["outlook.cost:2023/kr"], "moved": ["outlook.cost:2023/kr"]}
        answer = director.post(address, data, follow=True)
        new = source.federation.documents.get(year=2024)
        assert messages(answer) == [
            "Verksamhetsplan 2024 är påbörjad från 2023. Gå nu igenom det som följde med."
        ]
        assert answer.request["PATH_INFO"] == url(new, "going_through")
        assert new.sections.get(heading="Långsiktig budget 2023").body == (
            '<p><data value="outlook.cost:2024/kr"></data></p>'
        )

    def test_a_figure_left_unticked_stays_on_its_year(self, source: Document, director: Client) -> None:
        address = url(source, "document_start", 2024)
        data = form_data(director.get(address), fran=source.pk, step_to="visa")
        shown = director.post(address, {**data, "known": ["outlook.cost:2023/kr"]})
        assert boxes(shown) == set()
        assert "2023, står kvar" in words(shown)
        seen = shown.context["coming"].plan.fingerprint
        director.post(address, {**data, "known": ["outlook.cost:2023/kr"], "seen": seen, "step_to": "borja"})
        new = source.federation.documents.get(year=2024)
        assert "outlook.cost:2023/kr" in new.sections.get(heading="Långsiktig budget 2023").body

    def test_what_has_changed_since_is_shown_anew_and_nothing_is_written(
        self, source: Document, director: Client
    ) -> None:
        address = url(source, "document_start", 2024)
        page = director.get(address)
        data = form_data(page, fran=source.pk, step_to="borja", seen=page.context["coming"].plan.fingerprint)
        source.sections.filter(heading="Budget {document.year}").update(heading="Budgeten")
        answer = director.post(address, {**data, "moved": "outlook.cost:2023/kr"})
        assert answer.status_code == CONFLICT
        assert "har ändrats sedan du såg hur det blir. Inget är kopierat." in words(answer)
        assert "1 Budgeten" in words(answer)
        assert not source.federation.documents.filter(year=2024).exists()

    def test_the_second_of_two_who_begin_is_told(self, source: Document, director: Client) -> None:
        address = url(source, "document_start", 2024)
        page = director.get(address)
        make.DocumentFactory(federation=source.federation, year=2024)
        data = form_data(page, fran=source.pk, step_to="borja", seen=page.context["coming"].plan.fingerprint)
        answer = director.post(address, data)
        assert answer.status_code == CONFLICT
        assert "Verksamhetsplan 2024 är redan påbörjad. Inget är kopierat, och inget är ändrat." in words(
            answer
        )

    def test_the_usual_outline_can_be_chosen_and_is_all_there_is_without_an_earlier_plan(
        self, source: Document, director: Client
    ) -> None:
        chosen = words(director.get(url(source, "document_start", 2024), {"fran": "standard"}))
        alone = words(director.get(url(source, "document_start", 2022)))
        for page in (chosen, alone):
            assert "Under varje rubrik står en vägledning" in page
            assert "4 Mål och aktiviteter tabell: Målområden med aktiviteter" in page
        assert "Utgå från" not in alone

    def test_a_plan_of_another_federation_is_not_one_to_begin_from(
        self, source: Document, director: Client
    ) -> None:
        other = make.DocumentFactory(title="Annans plan")
        page = director.get(url(source, "document_start", 2024), {"fran": other.pk})
        assert page.context["source"] == source
        assert page.context["sources"] == [source]

    @pytest.mark.parametrize("rows", [1, 30])
    def test_it_costs_as_many_queries_with_thirty_of_each(
        self, source: Document, director: Client, rows: int, django_assert_num_queries: Any
    ) -> None:
        for _ in range(rows):
            make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=source))
            make.SectionFactory(document=source, heading="{budget.funding_total/kr}", body=f"<p>{LONG}</p>")
        with django_assert_num_queries(29):
            director.get(url(source, "document_start", 2024))


class TestGoingThrough:
    @pytest.fixture
    def plan(self, source: Document) -> Document:
        found, _ = begin_from(federation=source.federation, year=2024, source=source)
        return found

    def rows(self, response: HttpResponse) -> list[tuple[str, str]]:
        """Each row as (where, why)."""
        return [
            (group.name, ", ".join(row.reasons))
            for group in response.context["open_groups"]  # type: ignore[attr-defined]
            for row in group.open_rows
        ]

    def test_everything_that_came_along_stands_in_its_place_with_the_reason(
        self, plan: Document, director: Client
    ) -> None:
        page = director.get(url(plan, "going_through"))
        assert self.rows(page) == [
            ("Budget 2024", "ordagrant som 2023"),
            ("Långsiktig budget 2023", "nämner 2023"),
            ("Målområde 1: Samverkan", "nämner 2023, från 2023, inget beslut än"),
            ("Målområde 1: Samverkan", "från 2023, inget beslut än"),
        ]
        assert "Fyra saker kvar." in words(page)
        assert "Långsiktig budget <mark>2023</mark>" in page.content.decode()

    def test_what_is_let_stand_leaves_the_list_and_can_be_taken_up_again(
        self, plan: Document, director: Client
    ) -> None:
        address = url(plan, "going_through")
        first, second, *_ = (
            row for group in director.get(address).context["open_groups"] for row in group.open_rows
        )
        answer = director.post(address, {"behall": first.value})
        assert answer["Location"] == f"{address}#{second.anchor}"
        assert KeptAsIs.objects.get().kept_by is not None
        page = director.get(address)
        assert "Tre saker kvar, en behållen." in words(page)
        director.post(address, {"ta_upp": first.value})
        assert "Fyra saker kvar." in words(director.get(address))

    def test_what_reads_otherwise_by_now_is_not_let_stand(self, plan: Document, director: Client) -> None:
        address = url(plan, "going_through")
        first = director.get(address).context["open_groups"][0].open_rows[0]
        plan.sections.get(heading="Budget {document.year}").save_next(body=f"<p>Inte längre. {LONG}</p>")
        answer = director.post(address, {"behall": first.value}, follow=True)
        assert "Det har ändrats sedan du öppnade sidan." in words(answer)
        assert not KeptAsIs.objects.exists()

    @pytest.mark.parametrize("sent", ["", "year", "a:b:c", "year:x:y extra"])
    def test_nonsense_keeps_nothing(self, plan: Document, director: Client, sent: str) -> None:
        answer = director.post(url(plan, "going_through"), {"behall": sent}, follow=True)
        assert answer.status_code == 200
        assert not KeptAsIs.objects.exists()

    def test_the_checks_have_nothing_left_to_say_when_everything_is_gone_through(
        self, plan: Document, director: Client
    ) -> None:
        address, checks = url(plan, "going_through"), url(plan, "checks")
        assert "Rubriken nämner 2023, men planen gäller 2024" in words(director.get(checks))
        values = [group.open_values for group in director.get(address).context["open_groups"]]
        for value in values:
            director.post(address, {"behall": value})
        assert "Allt är genomgånget." in words(director.get(address))
        assert {
            rule.outcome
            for rule in director.get(checks).context["checked"]
            if "plan" in rule.rule.lower() and "gammalt" in rule.rule
        } == {"Inget att anmärka"}

    @pytest.mark.parametrize("rows", [1, 30])
    def test_it_costs_as_many_queries_with_thirty_of_each(
        self, plan: Document, director: Client, rows: int, django_assert_num_queries: Any
    ) -> None:
        for _ in range(rows):
            make.SectionFactory(document=plan, heading="Sedan 2019", body="<p>Under 2020.</p>")
            make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=plan), text="Från 2021")
        with django_assert_num_queries(19):
            director.get(url(plan, "going_through"))


class TestGoalAreas:
    @pytest.fixture
    def plan(self, source: Document) -> Document:
        found, _ = begin_from(federation=source.federation, year=2024, source=source)
        return found

    @pytest.fixture
    def address(self, plan: Document) -> str:
        return url(plan, "goal_areas")

    def sent(self, client: Client, address: str, **changes: str) -> dict[str, Any]:
        """What a browser sends of the page as it stands, each field with what it was shown as."""
        page = client.get(address)
        data = form_data(page)
        whole = page.context["form"]
        for form in (whole, *whole.parts):
            for name, field in form.fields.items():
                if field.show_hidden_initial:
                    data[f"initial-{form.add_prefix(name)}"] = str(form[name].value() or "")
        return {**data, **changes}

    def activities(self, plan: Document) -> list[str]:
        return [each.text for area in plan.goal_areas.all() for each in area.activities.all()]

    def test_last_years_stand_beside_by_identity(
        self, plan: Document, director: Client, address: str
    ) -> None:
        course, meetings = PlannedActivity.objects.filter(goal_area__document=plan)
        course.save_next(due="maj 2024")
        meetings.delete()
        make.PlannedActivityFactory(goal_area=plan.goal_areas.get(), text="Nytt")
        page = words(director.get(address))
        assert "Var: Kurs · Kansliet · maj 2023" in page
        assert "Fanns 2023, inte med längre: Möten Ta med igen" in page
        assert re.search(r"Ny\s+Upp", page)

    def test_everything_written_is_saved_whichever_button_is_pressed(
        self, plan: Document, director: Client, address: str
    ) -> None:
        area = plan.goal_areas.get()
        first, second = area.activities.all()
        data = self.sent(
            director,
            address,
            **{
                f"a{first.pk}-text": "Två kurser",
                f"m{area.pk}-title": "Samsyn",
                f"ny{area.pk}-text": "Studiebesök\r\ni länet",
                "gor": f"upp:a{second.pk}",
            },
        )
        answer = director.post(address, data)
        assert answer["Location"] == f"{address}?fokus=upp-a{second.pk}"
        assert self.activities(plan) == ["Möten", "Två kurser", "Studiebesök i länet"]
        assert plan.goal_areas.get().title == "Samsyn"
        page = director.get(answer["Location"]).content.decode()
        focused = re.findall(r'name="gor" value="([^"]+)"[^>]* autofocus', page)
        assert focused == [f"ner:a{second.pk}"]  # it stands first by now, where nothing goes up

    def test_an_activity_goes_on_into_the_goal_area_beside_or_is_sent_to_one(
        self, plan: Document, director: Client, address: str
    ) -> None:
        area, other = plan.goal_areas.get(), make.GoalAreaFactory(document=plan)
        first, second = area.activities.all()
        there = make.PlannedActivityFactory(goal_area=other)
        director.post(address, self.sent(director, address, gor=f"ner:a{second.pk}"))
        assert list(other.activities.all()) == [second, there]
        director.post(address, self.sent(director, address, **{f"a{first.pk}-goal_area": str(other.pk)}))
        assert list(other.activities.all()) == [second, there, first]
        director.post(address, self.sent(director, address, gor=f"upp:m{other.pk}"))
        assert list(plan.goal_areas.all()) == [other, area]

    def test_the_second_of_two_is_told_at_the_row_and_all_else_is_saved(
        self, plan: Document, director: Client, address: str
    ) -> None:
        first, second = PlannedActivity.objects.filter(goal_area__document=plan)
        data = self.sent(
            director, address, **{f"a{first.pk}-text": "Min kurs", f"a{second.pk}-text": "Mina möten"}
        )
        first.save_next(text="Deras kurs")
        answer = director.post(address, data)
        assert answer.status_code == CONFLICT
        page = words(answer)
        assert "Sparat, utom det här" in page
        assert "Sparat nu: Deras kurs. Du skrev: Min kurs." in page
        assert self.activities(plan) == ["Deras kurs", "Mina möten"]
        again = form_data(answer, **{f"initial-a{first.pk}-text": "Deras kurs"})
        assert again[f"a{first.pk}-text"] == "Min kurs"
        assert director.post(address, again).status_code == 302
        assert self.activities(plan) == ["Min kurs", "Mina möten"]

    def test_a_row_one_has_not_touched_is_left_as_the_other_left_it(
        self, plan: Document, director: Client, address: str
    ) -> None:
        first, second = PlannedActivity.objects.filter(goal_area__document=plan)
        data = self.sent(director, address, **{f"a{second.pk}-text": "Mina möten"})
        first.save_next(text="Deras kurs")
        assert director.post(address, data).status_code == 302
        assert self.activities(plan) == ["Deras kurs", "Mina möten"]

    def test_what_was_written_in_a_row_that_is_gone_is_not_lost(
        self, plan: Document, director: Client, address: str
    ) -> None:
        first, _ = PlannedActivity.objects.filter(goal_area__document=plan)
        data = self.sent(director, address, **{f"a{first.pk}-text": "Min kurs"})
        first.delete()
        answer = director.post(address, data)
        assert answer.status_code == CONFLICT
        assert "Du hade skrivit: ”Min kurs”" in words(answer)

    def test_a_text_that_is_missing_is_told_at_its_row_and_stands_as_typed(
        self, plan: Document, director: Client, address: str
    ) -> None:
        first, _ = PlannedActivity.objects.filter(goal_area__document=plan)
        area = plan.goal_areas.get()
        data = self.sent(director, address, **{f"a{first.pk}-text": "", f"ny{area.pk}-due": "maj"})
        answer = director.post(address, data)
        assert answer.status_code == CONFLICT
        assert f'href="#id_a{first.pk}-text"' in answer.content.decode()
        assert "Aktiviteten ”Kurs”: Skriv vad aktiviteten är, eller ta bort den." in words(answer)
        assert "Ny aktivitet: Skriv vad aktiviteten är, eller ta bort den." in words(answer)
        assert self.activities(plan) == ["Kurs", "Möten"]

    def test_what_was_dropped_is_brought_back_as_itself(
        self, plan: Document, source: Document, director: Client, address: str
    ) -> None:
        area = plan.goal_areas.get()
        old = source.goal_areas.get()
        old_activity = old.activities.get(text="Möten")
        area.activities.get(text="Möten").delete()
        director.post(address, self.sent(director, address, gor=f"tillbaka:a{old_activity.pk}"))
        assert area.activities.get(text="Möten").key == old_activity.key
        area.delete()
        director.post(address, self.sent(director, address, gor=f"tillbaka:m{old.pk}"))
        back = plan.goal_areas.get()
        assert (back.key, self.activities(plan)) == (old.key, ["Kurs", "Möten"])

    def test_nothing_of_another_federation_is_brought_moved_or_kept(
        self, plan: Document, director: Client, address: str
    ) -> None:
        other = make.PlannedActivityFactory(goal_area__document__year=2023)
        for wanted in (f"tillbaka:a{other.pk}", f"upp:a{other.pk}", f"ner:m{other.goal_area_id}"):
            assert director.post(address, {"gor": wanted}).status_code == 404
        assert self.activities(plan) == ["Kurs", "Möten"]

    def test_an_activity_is_kept_from_here_too(self, plan: Document, director: Client, address: str) -> None:
        page = director.get(address)
        ((_, _, to_keep), _) = page.context["areas"][0]["activities"]
        director.post(address, self.sent(director, address, gor=f"behall:{to_keep}"))
        assert KeptAsIs.objects.get().kind == "activity"

    def test_removal_is_asked_about_after_what_is_written_is_saved(
        self, plan: Document, director: Client, address: str
    ) -> None:
        first, second = PlannedActivity.objects.filter(goal_area__document=plan)
        data = self.sent(
            director, address, **{f"a{first.pk}-text": "Två kurser", "gor": f"ta_bort:a{second.pk}"}
        )
        answer = director.post(address, data)
        assert answer["Location"] == url(plan, "activity_remove", pk=second.pk)
        assert self.activities(plan) == ["Två kurser", "Möten"]

    def test_an_adopted_plan_cannot_be_written_in(
        self, plan: Document, director: Client, address: str
    ) -> None:
        area = plan.goal_areas.get()
        data = self.sent(director, address, **{f"m{area.pk}-title": "Annat"})
        decision = make.DecisionFactory(meeting__federation=plan.federation)
        Document.objects.filter(pk=plan.pk).update(status="adopted", decision=decision)
        answer = director.post(address, data)
        assert answer.status_code == CONFLICT
        assert plan.goal_areas.get().title == "Samverkan"
        assert "<fieldset disabled>" in director.get(address).content.decode()

    @pytest.mark.parametrize("rows", [1, 30])
    def test_it_costs_as_many_queries_with_thirty_activities(
        self, plan: Document, director: Client, address: str, rows: int, django_assert_num_queries: Any
    ) -> None:
        for _ in range(rows):
            make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=plan))
        with django_assert_num_queries(21):
            director.get(address)


def test_guidance_is_seen_by_the_one_who_writes_and_is_in_nothing_that_is_read(demo: Demo) -> None:
    """A plan from the standard outline: neither page nor paper nor what is kept of it holds a word of its guidance."""
    plan = start_document(federation=demo.federation, kind="verksamhetsplan", year=2025)
    guidance = [each.guidance for each in plan.sections.all()]
    assert all(guidance)
    resolved = resolve_document(plan)
    read = "".join((page_html(resolved), paper_html(resolved), str(to_data(resolved))))
    read += demo.client(Role.BOARD).get(demo.url("plan", year=2025)).content.decode()
    for text in guidance:
        for sentence in text.replace("\n", " ").split(". "):
            assert sentence not in read
