"""The board's decision: what it asks for, what is frozen by it, and that all of it is done or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from budgets import services as budget_services
from budgets.models import BudgetLine, EquityRule, TableShape
from finsam.swedish import NBSP
from members import services as member_services
from members.models import Member, ShareSet
from plans import services as plan_services
from plans.models import Document, Section
from reports import services
from reports.documents.frozen import from_data
from reports.documents.render import article_of, file_html
from reports.models import Publication
from reports.publications import drift_of
from reports.standing import document_concerns
from tests import deciding
from tests import factories as make
from tests.conftest import Demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Document:
    """A small plan of a federation with four members, all on record but the decision."""
    federation = make.FederationFactory()
    members = {
        make.MemberFactory(federation=federation, name="Försäkringskassan", party_group="state"): 50,
        make.MemberFactory(federation=federation, name="Region Dalarna", party_group="region"): 25,
        make.MemberFactory(federation=federation, name="Säters kommun"): 15,
        make.MemberFactory(federation=federation, name="Avesta kommun"): 10,
    }
    make.ShareSetFactory(
        federation=federation, percents={each: Decimal(share) for each, share in members.items()}
    )
    centre = make.CostCentreFactory(federation=federation, name="Kansli")
    budget = make.BudgetFactory(federation=federation)
    make.ContributionLineFactory(budget=budget)
    make.BudgetLineFactory(budget=budget, cost_centre=centre, amount=300_000)
    shape = make.TableShapeFactory(federation=federation)
    document: Document = make.DocumentFactory(federation=federation, budget=budget)
    make.SectionFactory(
        document=document,
        heading="Ramen",
        body='<p>Ramen är <data value="budget.funding_total/kr"></data>.</p>',
    )
    make.SectionFactory(document=document, heading="Budget", block=f"budgets.budget_table:{shape.slug}")
    make.SectionFactory(document=document, heading="Medlemmar", block="budgets.contributions")
    return deciding.prepare(document)


def adopt(plan: Document, **changes: Any) -> Publication:
    given = {
        "federation": plan.federation,
        "pk": plan.pk,
        "minutes_ref": "§ 47",
        "attendance": deciding.attendance(plan),
    }
    return services.adopt(**{**given, **changes})


def told(plan: Document, **changes: Any) -> list[str]:
    """What is said when the decision is refused; nothing is written then."""
    with pytest.raises(ValidationError) as refused:
        adopt(plan, **changes)
    assert not Publication.objects.exists()
    assert Document.objects.get(pk=plan.pk).status == Document.Status.PROPOSED
    return list(refused.value.messages)


class TestWhatItAsksFor:
    def test_plan_and_budget_are_adopted_and_frozen_by_one_decision(self, plan: Document) -> None:
        director = make.MandateFactory(federation=plan.federation).user

        kept = adopt(plan, by=director)

        plan.refresh_from_db()
        assert plan.budget is not None and plan.decision is not None
        assert (plan.status, plan.budget.status) == ("adopted", "adopted")
        assert plan.budget.decision == plan.decision
        assert plan.decision.is_sealed
        assert (kept.stage, kept.document, kept.frozen_by) == ("adopted", plan, director)
        adopted = from_data(kept.content)
        assert adopted.cover.decision == f"Fastställd av styrelsen den 25{NBSP}november 2022, § 47"
        assert adopted.cover.status == "Fastställd"
        assert not adopted.is_draft
        assert adopted.adoption is not None
        assert [each.office for each in adopted.adoption.deciders] == ["Ledamot"]

    def test_an_empty_budget_and_a_plan_without_sections_are_not_adopted(self, plan: Document) -> None:
        BudgetLine.objects.all().delete()
        Section.objects.filter(document=plan).update(is_hidden=True)

        assert told(plan) == [
            "Planen har inga avsnitt. Skriv det första.",
            "Budgeten för 2023 är tom. Lägg in dess rader.",
        ]

    def test_the_members_have_been_consulted_before_the_meeting_and_each_is_heard(
        self, plan: Document
    ) -> None:
        plan.member_statements.filter(member__name="Avesta kommun").delete()
        later = make.MeetingFactory(
            federation=plan.federation, kind="consultation", held_on=date(2022, 11, 26)
        )
        plan_services.save_consultation(
            federation=plan.federation,
            pk=plan.pk,
            revision=None,
            consultation=later,
            consultation_summary=" ",
        )

        assert told(plan) == [
            "Samrådet är lagt efter styrelsens möte. Det ska hållas före.",
            "Anteckna vad som framkom i samrådet.",
            "Medlemmar kvar att anteckna: Avesta kommun.",
        ]

    @time_machine.travel("2022-11-24")
    def test_a_decision_is_not_recorded_before_the_meeting(self, plan: Document) -> None:
        assert told(plan) == [f"Mötet hålls den 25{NBSP}november 2022. Därefter registreras beslutet."]

    def test_a_decision_has_a_paragraph_and_someone_who_made_it(self, plan: Document) -> None:
        assert told(plan, minutes_ref=" ") == ["Ange protokollets paragraf."]
        assert told(plan, attendance={}) == ["Ange vilka som deltog i beslutet."]

    def test_a_paragraph_that_carries_something_else_adopts_nothing(self, plan: Document) -> None:
        assert plan.meeting is not None
        make.DecisionFactory(meeting=plan.meeting, minutes_ref="§ 47", is_sealed=True)

        assert told(plan) == ["Paragrafen har redan fastställt något annat. Skriv planens egen paragraf."]

    def test_a_decision_that_is_recorded_already_is_the_one_it_rests_on(self, plan: Document) -> None:
        assert plan.meeting is not None
        known = make.DecisionFactory(
            meeting=plan.meeting, minutes_ref="§ 47", subject="Beslut om verksamhetsplan 2023"
        )

        adopt(plan)

        plan.refresh_from_db()
        assert (plan.decision, plan.decision and plan.decision.subject) == (
            known,
            "Beslut om verksamhetsplan 2023",
        )

    def test_an_error_stops_it_and_cannot_be_reasoned_away(self, plan: Document) -> None:
        ShareSet.objects.get().shares.filter(percent=50).update(percent=40)
        errors = [each for each in document_concerns(plan) if not each.may_be_accepted]
        assert errors

        with pytest.raises(ValidationError, match="En kontroll säger något annat nu"):
            plan_services.accept_findings(
                federation=plan.federation,
                pk=plan.pk,
                reasons={errors[0].fingerprint: "Det är som det ska vara."},
                concerns=document_concerns(plan),
                by=None,
            )
        assert any("fel ska rättas." in words for words in told(plan))

    def test_a_warning_stops_it_until_a_reason_is_given_and_again_when_it_says_something_else(
        self, demo: Demo
    ) -> None:
        """Södra Dalarna's budget of 2022 would break the floor of 400 tkr; then the floor is raised."""
        plan = demo.federation.documents.get(year=2023)
        deciding.lay_before_board(plan)
        deciding.consult(plan)
        assert "Två varningar saknar motivering." in told(plan)
        deciding.accept_concerns(plan)
        before = {each.fingerprint for each in document_concerns(plan)}

        EquityRule.objects.filter(kind="floor").update(amount=500_000)

        assert not {each.fingerprint for each in document_concerns(plan)} & before - {
            each.fingerprint for each in document_concerns(plan) if each.finding.severity == "error"
        }
        assert any("saknar motivering" in words for words in told(plan))

    def test_a_reason_is_more_than_a_word(self, plan: Document) -> None:
        concern = next(each for each in document_concerns(plan) if each.may_be_accepted)

        with pytest.raises(ValidationError) as refused:
            plan_services.accept_findings(
                federation=plan.federation,
                pk=plan.pk,
                reasons={concern.fingerprint: "Ok"},
                concerns=[concern],
                by=None,
            )

        assert refused.value.message_dict == {
            concern.fingerprint: ["Skriv motiveringen med några ord, så att styrelsen förstår den."]
        }

    def test_faults_of_older_documents_are_accepted_as_known(self, demo: Demo) -> None:
        """Södra Dalarna's plan of 2023 printed 905 for 895 and 7 195 for 7 185."""
        found = document_concerns(demo.federation.documents.get(year=2023))

        assert [(each.finding.severity.value, each.may_be_accepted) for each in found] == [
            ("error", True),
            ("error", True),
            ("warning", True),
            ("warning", True),
        ]


class TestWhatWasSeen:
    def test_a_word_changed_since_the_page_was_opened_is_read_again_first(self, plan: Document) -> None:
        seen = services.basis_of_adoption(plan)
        section = plan.sections.get(heading="Ramen")
        plan_services.save_section(
            federation=plan.federation, pk=section.pk, revision=section.revision, body="<p>Annat.</p>"
        )

        assert told(plan, seen=seen) == [
            "Någon har ändrat planen eller budgeten sedan du öppnade sidan. Läs igen före beslutet."
        ]
        assert adopt(plan, seen=services.basis_of_adoption(Document.objects.get(pk=plan.pk)))

    def test_a_line_that_the_plan_does_not_print_is_seen_too(self, plan: Document) -> None:
        seen = services.basis_of_adoption(plan)
        assert plan.budget is not None
        line = plan.budget.lines.latest("pk")
        budget_services.save_line(
            federation=plan.federation, pk=line.pk, revision=line.revision, note="Enligt avtal"
        )

        assert "Läs igen före beslutet." in told(plan, seen=seen)[0]


class TestWhatIsFrozen:
    def test_nothing_that_changes_afterwards_changes_a_byte(
        self, plan: Document, settings: Any, tmp_path: Any, sign_in_as: Any
    ) -> None:
        kept = adopt(plan)
        before = bytes(kept.html), bytes(kept.pdf), kept.content_sha256
        federation = plan.federation
        assert plan.budget is not None
        services.publish(federation=federation, pk=plan.pk)

        for refused in (self.change_a_line, self.change_a_name_of_the_past):
            with pytest.raises(ValidationError):
                refused(plan)
        self.change_all_that_may_change(plan)
        self.print_with_other_templates(settings, tmp_path)

        client, base = sign_in_as(federation), f"/{federation.slug}/2023/verksamhetsplan/"
        assert article_of(before[0].decode()) in client.get(base).content.decode()
        assert client.get(f"{base}pdf/").content == before[1]
        now = Publication.objects.get(pk=kept.pk)
        assert (bytes(now.html), bytes(now.pdf), now.content_sha256) == before
        assert services.damage(now) == ()

    @staticmethod
    def change_a_line(plan: Document) -> None:
        line = BudgetLine.objects.filter(budget=plan.budget).latest("pk")
        budget_services.save_line(federation=plan.federation, pk=line.pk, revision=line.revision, amount=1)

    @staticmethod
    def change_a_name_of_the_past(plan: Document) -> None:
        centre = plan.federation.cost_centres.get(names__name="Kansli")
        budget_services.save_cost_centre(
            federation=plan.federation, year=2023, pk=centre.pk, revision=centre.revision, name="Kontor"
        )

    @staticmethod
    def change_all_that_may_change(plan: Document) -> None:
        federation = plan.federation
        federation.refresh_from_db()
        member_services.save_federation(
            federation=federation,
            pk=federation.pk,
            revision=federation.revision,
            name="Samordningsförbundet Nynamn",
            accent_colour="#8a1c1c",
        )
        member = Member.objects.get(federation=federation, name="Säters kommun")
        member_services.save_member(
            federation=federation, pk=member.pk, revision=member.revision, name="Säters stad"
        )
        shares = ShareSet.objects.get(federation=federation)
        percents = dict(shares.shares.values_list("member", "percent"))
        other = Member.objects.get(federation=federation, name="Avesta kommun")
        member_services.save_shares(
            federation=federation,
            year=2023,
            revision=shares.revision,
            percents=percents | {member.pk: Decimal(20), other.pk: Decimal(5)},
        )
        budget_services.save_equity_rule(
            federation=federation, kind="floor", amount=1, from_year=2023, source="Ny riktlinje"
        )
        TableShape.objects.filter(federation=federation).update(unit="tkr")
        seat = federation.board_seats.latest("pk")
        member_services.save_board_seat(
            federation=federation, pk=seat.pk, revision=seat.revision, holder="Nytt Namn"
        )

    @staticmethod
    def print_with_other_templates(settings: Any, tmp_path: Any) -> None:
        (tmp_path / "documents").mkdir()
        for name in ("page.html", "file.html", "document.html", "_sections.html"):
            (tmp_path / "documents" / name).write_text("<article>Ny form</article>")
        first, *rest = settings.TEMPLATES
        settings.TEMPLATES = [{**first, "DIRS": [tmp_path, *first["DIRS"]]}, *rest]
        assert file_html(from_data(Publication.objects.get().content)) == "<article>Ny form</article>"

    def test_what_would_read_otherwise_today_is_told_cell_by_cell(self, plan: Document) -> None:
        kept = adopt(plan)
        plan.refresh_from_db()
        assert drift_of(kept, plan).number == 0

        self.change_all_that_may_change(plan)

        found = drift_of(kept, Document.objects.get(pk=plan.pk))
        told = {(each.what, each.was, each.now) for each in (*found.figures, *found.cells, *found.words)}
        assert {
            ("Förbundets namn", plan.federation.name, "Samordningsförbundet Nynamn"),
            ("Förbundets färg", "#1f5f6b", "#8a1c1c"),
        } <= told
        assert any(now == "Säters stad" or "Säters stad" in what for what, _, now in told)
        assert ("Deltagare i beslutet") in {what for what, _, _ in told}

    def test_the_plans_page_shows_the_frozen_article_sign_by_sign(
        self, plan: Document, sign_in_as: Any
    ) -> None:
        kept = adopt(plan)
        client = sign_in_as(plan.federation)
        base = f"/{plan.federation.slug}/2023/verksamhetsplan/"

        self.change_all_that_may_change(plan)
        page = client.get(base).content.decode()

        assert article_of(bytes(kept.html).decode()) in page
        assert "uppgifter skulle stå annorlunda om planen skrevs i dag." in page
        assert kept.pdf_sha256 in page
        assert client.get(f"{base}pdf/").content == bytes(kept.pdf)
        assert "Säters stad" in client.get(f"{base}andrat-sedan-beslutet/").content.decode()


class TestPublishingAndCorrecting:
    def test_a_correction_has_its_own_decision_and_supersedes_what_stays_in_the_archive(
        self, plan: Document
    ) -> None:
        first = adopt(plan)
        services.publish(federation=plan.federation, pk=plan.pk)
        correction = plan_services.new_version(federation=plan.federation, pk=plan.pk)
        budget_services.save_budget(
            federation=plan.federation,
            pk=correction.budget_id or 0,
            revision=None,
            change_reason="Rättat stavfel i planen",
            funding_source="none_needed",
        )
        correction.refresh_from_db()

        second = deciding.decide(correction, "§ 12")

        plan.refresh_from_db()
        correction.refresh_from_db()
        assert (plan.status, correction.status, correction.based_on) == ("superseded", "adopted", plan)
        assert plan.published_on is not None
        assert (first.document, second.document) == (plan, correction)
        assert services.damage(Publication.objects.get(pk=first.pk)) == ()
        assert correction.consultation == plan.consultation
        assert correction.member_statements.count() == plan.member_statements.count() > 0

    def test_a_correction_of_words_alone_need_not_explain_a_change_of_the_budget(
        self, plan: Document
    ) -> None:
        adopt(plan)
        correction = plan_services.new_version(federation=plan.federation, pk=plan.pk)

        deciding.decide(correction, "§ 12")

        correction.refresh_from_db()
        assert correction.budget is not None
        assert (correction.status, correction.budget.status) == ("adopted", "adopted")
        assert (correction.budget.version, correction.budget.change_reason) == (2, "")

    def test_a_correction_that_changes_a_line_says_why_and_how_it_is_paid_for(self, plan: Document) -> None:
        adopt(plan)
        correction = plan_services.new_version(federation=plan.federation, pk=plan.pk)
        line = BudgetLine.objects.filter(budget=correction.budget_id).last()
        assert line is not None
        BudgetLine.objects.filter(pk=line.pk).update(amount=350_000)

        with pytest.raises(ValidationError, match="Skriv vad ändringen av budgeten gäller"):
            deciding.decide(correction, "§ 12")

    def test_a_plan_is_published_once_it_is_adopted_and_frozen(self, plan: Document) -> None:
        with pytest.raises(ValidationError, match=r"är framlagd\. Den behöver vara fastställd först"):
            services.publish(federation=plan.federation, pk=plan.pk)
        adopt(plan)

        published = services.publish(federation=plan.federation, pk=plan.pk)

        assert (published.status, published.published_on is not None) == ("published", True)

    def test_a_plan_adopted_without_being_frozen_is_not_published(self, plan: Document) -> None:
        deciding.adopt_unfrozen(plan)

        with pytest.raises(ValidationError, match="fastställdes utan att frysas"):
            services.publish(federation=plan.federation, pk=plan.pk)
