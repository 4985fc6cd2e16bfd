"""Rules of writing: where a section may lie, what moves, what is closed, and that federations are apart."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from budgets import services as budget_services
from finsam.revisions import EditConflict
from members import services as member_services
from members.models import ChangeLogEntry
from plans import services
from plans.forms import DocumentForm
from plans.models import Document, Section
from reports.standing import document_concerns
from tests import deciding
from tests.factories import (
    BudgetFactory,
    BudgetLineFactory,
    DecisionFactory,
    DocumentFactory,
    FederationFactory,
    GoalAreaFactory,
    MeetingFactory,
    PlannedActivityFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]] | list[str]:
    """What the user is told: by field, or in all."""
    found: dict[str, list[str]] | list[str] = (
        error.value.message_dict if hasattr(error.value, "error_dict") else error.value.messages
    )
    return found


def in_order(document: Document, parent: Section | None = None) -> list[str]:
    """The headings of sections that lie beside each other, in order."""
    return list(document.sections.filter(parent=parent).values_list("heading", flat=True))


class TestWhereASectionMayLie:
    def test_a_new_section_comes_last_among_its_siblings(self) -> None:
        document = DocumentFactory()
        for heading in ("Verksamhetens inriktning", "Mål", "Organisation"):
            services.save_section(federation=document.federation, document=document, heading=heading)
        chapter = document.sections.get(heading="Mål")
        services.save_section(
            federation=document.federation, document=document, parent=chapter, heading="Uppföljning"
        )
        assert in_order(document) == ["Verksamhetens inriktning", "Mål", "Organisation"]
        assert in_order(document, chapter) == ["Uppföljning"]

    def test_a_section_cannot_lie_under_itself(self) -> None:
        section = SectionFactory()
        with pytest.raises(ValidationError) as refused:
            services.save_section(
                federation=section.document.federation, pk=section.pk, revision=1, parent=section
            )
        assert refusal(refused) == {"parent": ["Ett avsnitt kan inte ligga under sig självt."]}

    def test_nor_under_what_lies_under_it(self) -> None:
        chapter = SectionFactory()
        grandchild = SectionFactory(parent=SectionFactory(parent=chapter))
        with pytest.raises(ValidationError) as refused:
            services.save_section(
                federation=chapter.document.federation, pk=chapter.pk, revision=1, parent=grandchild
            )
        assert refusal(refused) == {"parent": ["Ett avsnitt kan inte ligga under sig självt."]}
        chapter.refresh_from_db()
        assert chapter.parent is None

    def test_the_fourth_level_is_the_deepest(self) -> None:
        second = SectionFactory(parent=SectionFactory())
        fourth = SectionFactory(parent=SectionFactory(parent=second))
        document = second.document
        with pytest.raises(ValidationError) as refused:
            services.save_section(
                federation=document.federation, document=document, parent=fourth, heading="För djupt"
            )
        assert refusal(refused) == {"parent": ["Avsnitt kan ligga i högst 4 nivåer."]}

    def test_a_section_with_others_under_it_counts_with_them(self) -> None:
        document = DocumentFactory()
        third = SectionFactory(parent=SectionFactory(parent=SectionFactory(document=document)))
        chapter = SectionFactory(document=document)
        SectionFactory(parent=chapter)
        with pytest.raises(ValidationError) as refused:
            services.save_section(federation=document.federation, pk=chapter.pk, revision=1, parent=third)
        assert refusal(refused) == {"parent": ["Avsnitt kan ligga i högst 4 nivåer."]}

    def test_a_section_lies_under_one_of_its_own_document(self) -> None:
        document = DocumentFactory()
        elsewhere = SectionFactory(document=DocumentFactory(federation=document.federation, year=2024))
        with pytest.raises(ValidationError) as refused:
            services.save_section(
                federation=document.federation, document=document, parent=elsewhere, heading="Mål"
            )
        assert refusal(refused) == {"parent": ["Välj ett avsnitt i samma dokument."]}

    def test_also_when_it_is_moved(self) -> None:
        section = SectionFactory()
        elsewhere = SectionFactory(
            document=DocumentFactory(federation=section.document.federation, year=2024)
        )
        with pytest.raises(ValidationError) as refused:
            services.save_section(
                federation=section.document.federation, pk=section.pk, revision=1, parent=elsewhere
            )
        assert refusal(refused) == {"parent": ["Välj ett avsnitt i samma dokument."]}

    def test_a_section_is_not_moved_to_another_document(self) -> None:
        section = SectionFactory()
        federation = section.document.federation
        for other in (DocumentFactory(federation=federation, year=2024), DocumentFactory()):
            with pytest.raises(ValidationError) as refused:
                services.save_section(federation=federation, pk=section.pk, revision=1, document=other)
            assert refusal(refused) == ["Det går inte att flytta till ett annat dokument."]

    def test_what_lies_under_a_removed_section_goes_with_it(self) -> None:
        chapter = SectionFactory()
        SectionFactory(parent=SectionFactory(parent=chapter))
        services.remove_section(federation=chapter.document.federation, pk=chapter.pk, revision=1)
        assert not Section.objects.exists()


class TestMoving:
    @pytest.fixture
    def document(self) -> Document:
        document = DocumentFactory()
        for heading in ("Inriktning", "Mål", "Organisation"):
            SectionFactory(document=document, heading=heading)
        return document

    @pytest.mark.parametrize(
        ("heading", "steps", "expected"),
        [
            ("Mål", -1, ["Mål", "Inriktning", "Organisation"]),
            ("Mål", 1, ["Inriktning", "Organisation", "Mål"]),
            ("Inriktning", -1, ["Inriktning", "Mål", "Organisation"]),
            ("Organisation", 1, ["Inriktning", "Mål", "Organisation"]),
        ],
    )
    def test_a_section_changes_place_with_its_neighbour_and_stays_at_an_end(
        self, document: Document, heading: str, steps: int, expected: list[str]
    ) -> None:
        section = document.sections.get(heading=heading)
        services.move_section(federation=document.federation, pk=section.pk, steps=steps)
        assert in_order(document) == expected

    def test_sections_given_one_place_are_told_apart_by_age(self, document: Document) -> None:
        document.sections.update(position=0)
        services.move_section(
            federation=document.federation, pk=document.sections.get(heading="Organisation").pk, steps=-1
        )
        assert in_order(document) == ["Inriktning", "Organisation", "Mål"]

    def test_what_lies_under_it_follows(self, document: Document) -> None:
        chapter = document.sections.get(heading="Mål")
        SectionFactory(parent=chapter, heading="Uppföljning")
        services.move_section(federation=document.federation, pk=chapter.pk, steps=-1)
        assert in_order(document, chapter) == ["Uppföljning"]

    def test_one_who_writes_in_a_section_is_not_disturbed_by_its_move(self, document: Document) -> None:
        section = document.sections.get(heading="Mål")
        services.move_section(federation=document.federation, pk=section.pk, steps=-1)
        saved = services.save_section(
            federation=document.federation, pk=section.pk, revision=section.revision, heading="Våra mål"
        )
        assert saved.heading == "Våra mål"
        assert in_order(document) == ["Våra mål", "Inriktning", "Organisation"]


class TestFederationsAreApart:
    def test_a_section_of_another_federation_is_not_changed_moved_or_removed(self) -> None:
        section, stranger = SectionFactory(heading="Mål"), FederationFactory()
        attempts = (
            lambda: services.save_section(federation=stranger, pk=section.pk, revision=1, heading="X"),
            lambda: services.move_section(federation=stranger, pk=section.pk, steps=1),
            lambda: services.remove_section(federation=stranger, pk=section.pk, revision=1),
        )
        for attempt in attempts:
            with pytest.raises(ValidationError) as refused:
                attempt()
            assert refusal(refused) == ["Raden hör till ett annat förbund."]
        section.refresh_from_db()
        assert section.heading == "Mål"

    def test_nothing_is_added_to_a_document_of_another_federation(self) -> None:
        document, stranger = DocumentFactory(), FederationFactory()
        area = GoalAreaFactory(document=document)
        attempts = (
            lambda: services.save_section(federation=stranger, document=document, heading="X"),
            lambda: services.save_goal_area(federation=stranger, document=document, title="X"),
            lambda: services.save_activity(federation=stranger, goal_area=area, text="X"),
        )
        for attempt in attempts:
            with pytest.raises(ValidationError) as refused:
                attempt()
            assert refusal(refused) == ["Raden hör till ett annat förbund."]

    def test_a_document_carries_a_budget_and_a_meeting_of_its_own_federation(self) -> None:
        document = DocumentFactory()
        for field, other in (("budget", BudgetFactory()), ("meeting", MeetingFactory())):
            with pytest.raises(ValidationError) as refused:
                services.save_document(
                    federation=document.federation, pk=document.pk, revision=1, **{field: other}
                )
            assert refusal(refused) == {field: ["Välj något som hör till samma förbund."]}

    def test_what_lies_before_the_board_keeps_its_budget_and_its_meeting(self) -> None:
        document = deciding.lay_before_board(DocumentFactory())
        federation = document.federation
        consultation = MeetingFactory(federation=federation, kind="consultation")
        for field, other in (("budget", None), ("meeting", consultation), ("meeting", None)):
            with pytest.raises(ValidationError, match="är framlagd för styrelsen"):
                services.save_document(federation=federation, pk=document.pk, revision=None, **{field: other})
        services.save_document(federation=federation, pk=document.pk, revision=None, motto="Tillsammans")
        assert not {"budget", "meeting"} & set(DocumentForm(instance=document, federation=federation).fields)

    def test_a_superseded_budget_and_a_meeting_with_the_members_are_not_chosen(self) -> None:
        document = DocumentFactory()
        federation = document.federation
        for field, other in (
            ("budget", BudgetFactory(federation=federation, status="superseded")),
            ("meeting", MeetingFactory(federation=federation, kind="consultation")),
        ):
            with pytest.raises(ValidationError) as refused:
                services.save_document(federation=federation, pk=document.pk, revision=None, **{field: other})
            assert list(refusal(refused)) == [field]
            form = DocumentForm(instance=document, federation=federation)
            assert other not in form.fields[field].queryset

    def test_a_plan_whose_budget_has_been_superseded_is_not_laid_before_the_board(self) -> None:
        document = DocumentFactory()
        budget = BudgetLineFactory(budget__federation=document.federation, budget__status="superseded").budget
        SectionFactory(document=document)
        Document.objects.update(budget=budget)
        meeting = MeetingFactory(federation=document.federation)
        with pytest.raises(ValidationError, match="ersatt av en senare version"):
            services.propose(federation=document.federation, pk=document.pk, meeting=meeting)

    def test_a_decision_of_another_federation_adopts_nothing(self) -> None:
        document = DocumentFactory()
        with pytest.raises(ValidationError) as refused:
            services.adopt(
                federation=document.federation, pk=document.pk, decision=DecisionFactory(), concerns=()
            )
        assert refusal(refused) == {"decision": ["Välj ett av förbundets egna beslut."]}
        document.refresh_from_db()
        assert document.status == Document.Status.DRAFT


class TestTwoWhoSaveTheSame:
    def test_the_second_is_told_and_nothing_is_overwritten(self) -> None:
        section = SectionFactory(body="<p>Först.</p>")
        federation = section.document.federation
        services.save_section(federation=federation, pk=section.pk, revision=1, body="<p>Anna skrev.</p>")
        with pytest.raises(EditConflict) as conflict:
            services.save_section(federation=federation, pk=section.pk, revision=1, body="<p>Bo skrev.</p>")
        assert conflict.value.current.body == "<p>Anna skrev.</p>"  # type: ignore[attr-defined]
        section.refresh_from_db()
        assert (section.body, section.revision) == ("<p>Anna skrev.</p>", 2)

    def test_a_save_that_changes_nothing_stands_in_no_ones_way(self) -> None:
        section = SectionFactory(body="<p>Först.</p>")
        federation = section.document.federation
        services.save_section(federation=federation, pk=section.pk, revision=1, body="<p>Först.</p>")
        section.refresh_from_db()
        assert section.revision == 1


class TestGoalAreasAndActivities:
    def test_they_come_last_in_the_order_they_are_added(self) -> None:
        document = DocumentFactory()
        for title in ("Samverkanskultur", "Struktur"):
            services.save_goal_area(federation=document.federation, document=document, title=title)
        area = document.goal_areas.get(title="Struktur")
        for text in ("Ge styrelsen stöd", "Följa omvärlden"):
            services.save_activity(federation=document.federation, goal_area=area, text=text)
        assert list(document.goal_areas.values_list("title", flat=True)) == ["Samverkanskultur", "Struktur"]
        assert list(area.activities.values_list("text", flat=True)) == [
            "Ge styrelsen stöd",
            "Följa omvärlden",
        ]

    def test_a_goal_area_takes_its_activities_with_it(self) -> None:
        activity = PlannedActivityFactory()
        area = activity.goal_area
        services.remove_goal_area(federation=area.document.federation, pk=area.pk, revision=1)
        assert not type(activity).objects.exists()

    def test_an_activity_is_not_moved_to_another_document(self) -> None:
        activity = PlannedActivityFactory()
        federation = activity.goal_area.document.federation
        elsewhere = GoalAreaFactory(document=DocumentFactory(federation=federation, year=2024))
        with pytest.raises(ValidationError) as refused:
            services.save_activity(federation=federation, pk=activity.pk, revision=1, goal_area=elsewhere)
        assert refusal(refused) == {"goal_area": ["Välj ett målområde i samma dokument."]}


class TestBeginning:
    def test_a_plan_begins_with_the_usual_chapters_and_the_years_budget(self) -> None:
        budget = BudgetFactory()
        document = services.start_document(federation=budget.federation, kind="verksamhetsplan", year=2023)
        assert document.budget == budget
        assert in_order(document) == [
            "Inledning",
            "Förbundets ändamål och uppgifter",
            "Verksamhetens inriktning {document.year}–{document.year@+2}",
            "Mål och aktiviteter",
            "God ekonomisk hushållning",
            "Organisation",
            "Medel till förfogande och beslutade insatser {document.year}",
            "Uppföljning och utvärdering",
            "Budget {document.year}",
            "Långsiktig budget",
        ]

    def test_every_heading_has_guidance_to_the_one_who_writes(self) -> None:
        budget = BudgetFactory()
        document = services.start_document(federation=budget.federation, kind="verksamhetsplan", year=2023)
        guidance = " ".join(each.guidance for each in document.sections.all())
        assert all(each.guidance for each in document.sections.all())
        for law in ("(2003:1210) säger i 7 §", "11 kap. 6 §", "(23 §)", "(24 §)", "(5 §)", "(18 §)"):
            assert law in guidance

    def test_a_plan_is_begun_once(self) -> None:
        document = DocumentFactory()
        with pytest.raises(ValidationError) as refused:
            services.start_document(federation=document.federation, kind="verksamhetsplan", year=2023)
        assert refusal(refused) == ["Verksamhetsplan 2023 är redan påbörjad."]


class TestAdoption:
    CLOSED = "Verksamhetsplan 2023 är fastställd och ändras inte. En rättelse görs i en ny version med eget beslut."

    @pytest.fixture
    def document(self) -> Document:
        budget = BudgetLineFactory().budget
        document: Document = DocumentFactory(federation=budget.federation, budget=budget)
        GoalAreaFactory(document=document)
        SectionFactory(document=document)
        return document

    def adopt(self, document: Document) -> Document:
        return deciding.adopt_unfrozen(document)

    def test_plan_and_budget_are_adopted_by_one_decision(self, document: Document) -> None:
        self.adopt(document)
        assert document.budget is not None and document.decision is not None
        assert (document.status, document.budget.status) == ("adopted", "adopted")
        assert document.budget.decision == document.decision
        assert document.decision.minutes_ref == "§ 47"

    def test_nothing_of_an_adopted_plan_is_changed(self, document: Document) -> None:
        self.adopt(document)
        federation, section, decision = document.federation, document.sections.get(), document.decision
        assert decision is not None
        area = document.goal_areas.get()
        attempts = (
            lambda: services.save_document(federation=federation, pk=document.pk, revision=None, motto="X"),
            lambda: services.save_section(federation=federation, document=document, heading="X"),
            lambda: services.save_section(federation=federation, pk=section.pk, revision=None, heading="X"),
            lambda: services.move_section(federation=federation, pk=section.pk, steps=1),
            lambda: services.remove_section(federation=federation, pk=section.pk, revision=None),
            lambda: services.save_goal_area(federation=federation, document=document, title="X"),
            lambda: services.save_goal_area(federation=federation, pk=area.pk, revision=None, title="X"),
            lambda: services.remove_goal_area(federation=federation, pk=area.pk, revision=None),
            lambda: services.save_activity(federation=federation, goal_area=area, text="X"),
            lambda: services.take_back(federation=federation, pk=document.pk),
            lambda: services.save_consultation(
                federation=federation, pk=document.pk, revision=None, consultation_summary="X"
            ),
            lambda: services.adopt(federation=federation, pk=document.pk, decision=decision, concerns=()),
        )
        for attempt in attempts:
            with pytest.raises(ValidationError) as refused:
                attempt()
            assert refusal(refused) == [self.CLOSED]

    def test_a_new_version_supersedes_the_one_before(self, document: Document) -> None:
        self.adopt(document)
        federation = document.federation
        correction = services.new_version(federation=federation, pk=document.pk)
        budget_services.save_budget(
            federation=federation,
            pk=correction.budget_id or 0,
            revision=None,
            change_reason="Rättat stavfel i planen",
            funding_source="none_needed",
        )
        deciding.adopt_unfrozen(correction, "§ 48")
        document.refresh_from_db()
        assert (document.status, correction.status) == ("superseded", "adopted")
        assert document.budget is not None and correction.budget is not None
        assert (document.budget.status, correction.budget.status) == ("superseded", "adopted")

    def test_only_a_decision_of_the_meeting_it_is_laid_before_adopts_a_plan(self, document: Document) -> None:
        meeting = MeetingFactory(federation=document.federation)
        services.propose(federation=document.federation, pk=document.pk, meeting=meeting)
        deciding.prepare(document)
        elsewhere = MeetingFactory(federation=document.federation, held_on=date(2022, 12, 16))
        other = DecisionFactory(meeting=elsewhere)
        with pytest.raises(ValidationError, match="Välj ett beslut från mötet"):
            services.adopt(federation=document.federation, pk=document.pk, decision=other, concerns=())
        right = deciding.recorded_decision(document)
        services.adopt(
            federation=document.federation,
            pk=document.pk,
            decision=right,
            concerns=document_concerns(document),
        )
        right.refresh_from_db()
        assert right.is_sealed

    def test_a_decision_that_has_adopted_something_else_adopts_no_plan(self, document: Document) -> None:
        used = DecisionFactory(meeting=MeetingFactory(federation=document.federation))
        member_services.seal_decision(federation=document.federation, pk=used.pk)
        used.refresh_from_db()
        with pytest.raises(ValidationError, match="har redan fastställt något annat"):
            services.adopt(federation=document.federation, pk=document.pk, decision=used, concerns=())

    def test_a_plan_takes_along_the_open_budget_of_its_year_and_is_not_adopted_without_one(self) -> None:
        federation = FederationFactory()
        plan = services.create_document(
            federation=federation, kind="verksamhetsplan", year=2024, title="Plan"
        )
        SectionFactory(document=plan)
        meeting = MeetingFactory(federation=federation)
        with pytest.raises(ValidationError, match="Planen och budgeten fastställs tillsammans"):
            services.propose(federation=federation, pk=plan.pk, meeting=meeting)
        plan.refresh_from_db()
        assert plan.status == "draft"
        budget = BudgetLineFactory(budget__federation=federation, budget__year=2024).budget
        services.propose(federation=federation, pk=plan.pk, meeting=meeting)
        plan.refresh_from_db()
        assert plan.budget == budget
        deciding.adopt_unfrozen(plan)
        budget.refresh_from_db()
        assert (plan.status, plan.budget, budget.status) == ("adopted", budget, "adopted")

    def test_what_is_adopted_is_judged_as_it_stands_now_not_as_it_was_read(self, document: Document) -> None:
        """A page that read the plan before it was adopted cannot write into it afterwards."""
        stale, stale_budget = Document.objects.get(pk=document.pk), document.budget
        self.adopt(document)
        with pytest.raises(ValidationError, match="ändras inte"):
            services.save_section(federation=document.federation, document=stale, heading="Sent", body="")
        with pytest.raises(ValidationError, match="ändras inte"):
            budget_services.save_outlook_year(federation=document.federation, budget=stale_budget, year=2027)
        assert not document.sections.filter(heading="Sent").exists()

    def test_the_day_and_paragraph_of_an_adoption_stay(self, document: Document) -> None:
        self.adopt(document)
        decision = document.decision
        assert decision is not None
        decision.refresh_from_db()
        with pytest.raises(ValidationError, match="Möte och paragraf kan inte ändras"):
            member_services.save_decision(
                federation=document.federation, pk=decision.pk, revision=decision.revision, minutes_ref="§ 99"
            )
        with pytest.raises(ValidationError, match="Dag och slag kan inte ändras"):
            member_services.save_meeting(
                federation=document.federation,
                pk=decision.meeting.pk,
                revision=decision.meeting.revision,
                held_on=date(2022, 12, 24),
            )

    def test_a_plan_before_the_board_brings_its_budget_there(self, document: Document) -> None:
        meeting = MeetingFactory(federation=document.federation)
        services.propose(federation=document.federation, pk=document.pk, meeting=meeting)
        document.refresh_from_db()
        assert document.budget is not None
        assert (document.status, document.meeting) == ("proposed", meeting)
        assert document.budget.status == "proposed"


def test_every_change_of_a_text_stands_in_the_change_log_of_its_federation() -> None:
    section = SectionFactory(body="<p>Före.</p>")
    federation = section.document.federation
    services.save_section(federation=federation, pk=section.pk, revision=1, body="<p>Efter.</p>")
    entry = ChangeLogEntry.objects.filter(federation=federation).latest("pk")
    assert entry.changes == {"body": ["<p>Före.</p>", "<p>Efter.</p>"]}
