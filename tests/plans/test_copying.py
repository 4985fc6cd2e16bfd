"""A year's plan begun from an earlier one: what comes along, as itself, and which figures move on to the new year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from finsam import figures, richtext
from plans import services
from plans.domain.copying import Choices, copied_document
from plans.domain.shifting import parsed, shifted, without_years, years_named
from plans.domain.staleness import leftovers, still_open
from plans.models import Document, KeptAsIs, Section
from plans.queries import document_scope
from plans.services.copying import SourceChanged, begin_from
from plans.services.going_through import keep_as_is, take_up_again
from plans.staleness_queries import earlier_facts, facts_of, staleness_facts
from tests import factories as make
from tests.plans.facts import activity, area, document, section

LONG = "<p>Förbundet gör det möjligt för medlemmarna att arbeta efter en gemensam plan.</p>"


class TestReferences:
    @pytest.mark.parametrize(
        ("written", "moved"),
        [
            ("budget.cost_total@2023/kr", "budget.cost_total@2024/kr"),
            ("outlook.closing_equity:2026/tkr", "outlook.closing_equity:2027/tkr"),
            ("outlook.closing_equity:2026@2023", "outlook.closing_equity:2027@2024"),
            ("budget.cost_centre_total:21000@2022", "budget.cost_centre_total:21000@2023"),
        ],
    )
    def test_years_in_digits_move_on_wherever_they_stand(self, written: str, moved: str) -> None:
        reference = parsed(written)
        assert reference is not None
        assert str(shifted(reference, 1)) == moved

    @pytest.mark.parametrize(
        "written",
        ["document.year", "document.year@+1", "budget.cost_total@-1/kr", "budget.cost_centre_total:21000"],
    )
    def test_the_others_follow_by_themselves(self, written: str) -> None:
        reference = parsed(written)
        assert reference is not None
        assert years_named(reference) == ()
        assert str(shifted(reference, 1)) == written

    def test_nothing_moves_beyond_the_years_there_are(self) -> None:
        reference = parsed("outlook.cost:2100@2099")
        assert reference is not None
        assert shifted(reference, 1) == reference

    def test_whichever_year_it_names_a_reference_is_to_the_same_figure(self) -> None:
        for written, moved in (
            ("outlook.cost:2026/kr", "outlook.cost:2027/kr"),
            ("budget.cost_total@2023", "budget.cost_total@2024"),
        ):
            before, after = parsed(written), parsed(moved)
            assert before is not None
            assert after is not None
            assert without_years(before) == without_years(after)
        own, last = parsed("budget.cost_total"), parsed("budget.cost_total@-1")
        assert own is not None
        assert last is not None
        assert without_years(own) != without_years(last)


class TestWhatWouldBe:
    SOURCE = document(
        2023,
        section(
            "s1",
            "Budget {document.year}–{document.year@2026}",
            '<p><data value="outlook.cost:2026/kr"></data>, <data value="budget.cost_total@2022"></data>, '
            '<data value="budget.cost_total@2019"></data> och <data value="budget.cost_total@-1"></data></p>',
        ),
        area(
            "a1",
            "Samverkan",
            activity("x1", "Kurs"),
            description='<p><data value="outlook.cost:2024"></data></p>',
        ),
        title="Plan {document.year@2023}",
    )

    def test_dated_figures_move_with_the_plan_in_text_headings_and_on_the_title_page(self) -> None:
        plan = copied_document(self.SOURCE, 2024)
        assert plan.document.title == "Plan {document.year@2024}"
        assert plan.document.sections[0].heading == "Budget {document.year}–{document.year@2027}"
        assert plan.document.sections[0].body == (
            '<p><data value="outlook.cost:2027/kr"></data>, <data value="budget.cost_total@2023"></data>, '
            '<data value="budget.cost_total@2019"></data> och <data value="budget.cost_total@-1"></data></p>'
        )
        assert plan.document.goal_areas[0].description == '<p><data value="outlook.cost:2025"></data></p>'

    def test_one_from_before_the_year_compared_with_is_history_and_stays(self) -> None:
        plan = copied_document(self.SOURCE, 2024)
        assert [each.written for each in plan.dated if not each.moves] == ["budget.cost_total@2019"]
        assert plan.following == 2  # {document.year} and @-1

    def test_the_user_decides_otherwise(self) -> None:
        choices = Choices(
            stay=frozenset({"outlook.cost:2026/kr"}), move=frozenset({"budget.cost_total@2019"})
        )
        body = copied_document(self.SOURCE, 2024, choices).document.sections[0].body
        assert "outlook.cost:2026/kr" in body
        assert "budget.cost_total@2020" in body

    def test_a_plan_two_years_on_moves_them_two_years(self) -> None:
        assert copied_document(self.SOURCE, 2025).document.title == "Plan {document.year@2025}"

    def test_texts_goal_areas_and_activities_can_be_left_behind(self) -> None:
        bare = copied_document(self.SOURCE, 2024, Choices(with_texts=False, with_activities=False)).document
        assert (bare.sections[0].body, bare.goal_areas[0].description, bare.goal_areas[0].activities) == (
            "",
            "",
            (),
        )
        assert bare.sections[0].heading
        assert copied_document(self.SOURCE, 2024, Choices(with_goal_areas=False)).document.goal_areas == ()


@pytest.mark.django_db
class TestBeginning:
    @pytest.fixture
    def source(self) -> Document:
        """A plan for 2023 with all that a plan may hold."""
        budget = make.BudgetFactory()
        found: Document = make.DocumentFactory(
            federation=budget.federation,
            budget=budget,
            subtitle="Inriktning {document.year}–{document.year@2026}",
            motto="Alla får plats",
            meeting=make.MeetingFactory(federation=budget.federation),
        )
        chapter = make.SectionFactory(
            document=found, heading="Budget", block="budgets.budget_table", body=LONG, guidance="Skriv kort."
        )
        make.SectionFactory(parent=chapter, heading="Under", is_hidden=True, is_numbered=False, body=LONG)
        area = make.GoalAreaFactory(document=found, title="Samverkan", description=LONG)
        make.PlannedActivityFactory(goal_area=area, text="Kurs", responsible="Kansliet", due="maj")
        return found

    def test_all_of_it_comes_along_as_itself(self, source: Document) -> None:
        new, _ = begin_from(federation=source.federation, year=2024, source=source)

        def told(plan: Document) -> list[object]:
            names = ("key", "heading", "body", "block", "position", "is_numbered", "is_hidden", "guidance")
            return [
                plan.motto,
                [
                    (*(getattr(each, name) for name in names), each.parent.key if each.parent else None)
                    for each in plan.sections.all()
                ],
                [(area.key, area.title, area.description, area.position) for area in plan.goal_areas.all()],
                [
                    (each.key, each.text, each.responsible, each.due)
                    for area in plan.goal_areas.all()
                    for each in area.activities.all()
                ],
            ]

        assert told(new) == told(source)
        assert (new.year, new.version, new.status, new.based_on) == (2024, 1, "draft", source)
        assert (new.meeting, new.decision, new.budget) == (None, None, None)
        assert new.subtitle == "Inriktning {document.year}–{document.year@2027}"
        source.refresh_from_db()
        assert source.revision == 1

    def test_it_is_tied_to_the_years_budget_as_it_is_worked_on(self, source: Document) -> None:
        budget = make.BudgetFactory(federation=source.federation, year=2024)
        new, _ = begin_from(federation=source.federation, year=2024, source=source)
        assert new.budget == budget

    def test_figures_speak_of_the_new_year(self, source: Document) -> None:
        make.ContributionLineFactory(budget=source.budget, amount=Decimal(-6_308_000))
        budget = make.BudgetFactory(federation=source.federation, year=2024, previous=source.budget)
        make.ContributionLineFactory(
            budget=budget, amount=Decimal(-6_400_000), cost_centre=source.budget.lines.get().cost_centre
        )
        Section.objects.filter(document=source, heading="Budget").update(
            body='<p><data value="budget.funding_total@2023/kr"></data>, '
            '<data value="budget.funding_total@-1/kr"></data></p>'
        )
        new, _ = begin_from(federation=source.federation, year=2024, source=source)
        shown = richtext.resolve(
            new.sections.get(heading="Budget").body,
            lambda reference: figures.resolve(reference, document_scope(new)),
        )
        assert shown == "<p>6\u00a0400\u00a0000\u00a0kr, 6\u00a0308\u00a0000\u00a0kr</p>"

    def test_a_year_that_is_begun_is_left_alone(self, source: Document) -> None:
        there = make.DocumentFactory(federation=source.federation, year=2024, title="Vår plan")
        with pytest.raises(ValidationError, match="redan påbörjad"):
            begin_from(federation=source.federation, year=2024, source=source)
        there.refresh_from_db()
        assert (there.title, there.sections.count()) == ("Vår plan", 0)

    @pytest.mark.parametrize("year", [2022, 2023])
    def test_a_plan_begins_from_an_earlier_year_only(self, source: Document, year: int) -> None:
        Document.objects.filter(pk=source.pk).update(year=2023)
        with pytest.raises(ValidationError, match="före"):
            begin_from(federation=source.federation, year=year, source=source)

    def test_no_plan_begins_from_another_federations(self, source: Document) -> None:
        other = make.FederationFactory()
        with pytest.raises(ValidationError):
            begin_from(federation=other, year=2024, source=source)
        assert not other.documents.exists()

    def test_what_has_changed_since_it_was_shown_is_not_copied(self, source: Document) -> None:
        seen = copied_document(facts_of(source), 2024).fingerprint
        section = source.sections.get(heading="Budget")
        services.save_section(federation=source.federation, pk=section.pk, revision=1, heading="Ny rubrik")
        with pytest.raises(SourceChanged):
            begin_from(federation=source.federation, year=2024, source=source, seen=seen)
        assert not source.federation.documents.filter(year=2024).exists()

    def test_history_that_was_let_stand_is_history_still_but_what_was_let_stand_for_the_year_is_asked_again(
        self, source: Document
    ) -> None:
        section = source.sections.get(heading="Budget")
        section.save_next(body="<p>Förbundet bildades 2007 av de medlemmar som fanns då.</p>")
        make.SectionFactory(document=source, heading="Mål", block="plans.goal_areas")
        facts = staleness_facts(document_scope(source))
        assert facts is not None
        keep_as_is(
            federation=source.federation,
            pk=source.pk,
            which=[each.identity for each in leftovers(facts)],
            user=None,
        )
        new, _ = begin_from(federation=source.federation, year=2024, source=source)
        after = staleness_facts(document_scope(new))
        assert after is not None
        assert [each.kind.value for each in still_open(after)] == ["paragraph", "paragraph", "activity"]

    def test_a_correction_is_not_asked_about_again(self, source: Document) -> None:
        new, _ = begin_from(federation=source.federation, year=2024, source=source)
        decision = make.DecisionFactory(
            meeting__federation=source.federation, meeting__held_on=date(2023, 11, 24)
        )
        Document.objects.filter(pk=new.pk).update(status="adopted", decision=decision)
        version = services.new_version(federation=source.federation, pk=new.pk)
        facts = staleness_facts(document_scope(version))
        assert version.based_on == new
        assert facts is not None
        assert still_open(facts) == ()
        assert earlier_facts(version) == earlier_facts(new)


@pytest.mark.django_db
class TestGoingThrough:
    @pytest.fixture
    def plan(self) -> Document:
        found: Document = make.DocumentFactory()
        make.SectionFactory(document=found, heading="Mål", body="<p>Sedan 2019.</p>")
        return found

    def only(self, plan: Document) -> tuple[str, str, str]:
        facts = staleness_facts(document_scope(plan))
        assert facts is not None
        (one,) = leftovers(facts)
        return one.identity

    def test_who_let_it_stand_is_remembered_and_twice_is_once(self, plan: Document) -> None:
        user = make.UserFactory()
        for _ in range(2):
            keep_as_is(federation=plan.federation, pk=plan.pk, which=[self.only(plan)], user=user)
        assert [(each.kept_by, each.kind) for each in KeptAsIs.objects.all()] == [(user, "year")]

    def test_what_has_changed_meanwhile_is_not_let_stand(self, plan: Document) -> None:
        seen = self.only(plan)
        plan.sections.get().save_next(body="<p>Sedan 2018.</p>")
        with pytest.raises(ValidationError, match="Det har ändrats sedan du öppnade sidan"):
            keep_as_is(federation=plan.federation, pk=plan.pk, which=[seen], user=None)
        assert not KeptAsIs.objects.exists()

    def test_nothing_named_is_nothing_kept(self, plan: Document) -> None:
        with pytest.raises(ValidationError):
            keep_as_is(federation=plan.federation, pk=plan.pk, which=[], user=None)

    def test_it_can_be_taken_up_again(self, plan: Document) -> None:
        one = self.only(plan)
        keep_as_is(federation=plan.federation, pk=plan.pk, which=[one], user=None)
        take_up_again(federation=plan.federation, pk=plan.pk, which=[one])
        assert not KeptAsIs.objects.exists()

    def test_another_federation_keeps_nothing_here(self, plan: Document) -> None:
        with pytest.raises(ValidationError):
            keep_as_is(federation=make.FederationFactory(), pk=plan.pk, which=[self.only(plan)], user=None)
        assert not KeptAsIs.objects.exists()
