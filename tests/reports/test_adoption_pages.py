"""The pages on the way to the decision as the director meets them: consultation, warnings, decision, publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from finsam.swedish import NBSP
from members.models import Role
from plans.models import Document
from reports.models import Publication
from tests import deciding
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Document:
    """A small plan, all on record but the decision."""
    budget = make.BudgetFactory()
    make.BudgetLineFactory(budget=budget)
    document: Document = make.DocumentFactory(federation=budget.federation, budget=budget)
    make.MemberFactory(federation=budget.federation, name="Säters kommun")
    return deciding.prepare(document)


@pytest.fixture
def director(plan: Document, sign_in_as: Callable[..., Client]) -> Client:
    return sign_in_as(plan.federation)


def url(document: Document, name: str) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": document.year})


def status(document: Document) -> str:
    document.refresh_from_db()
    return document.status


class TestTheDecision:
    def test_it_adopts_plan_and_budget_freezes_them_and_leads_to_publishing(
        self, plan: Document, director: Client
    ) -> None:
        opened = form_data(director.get(url(plan, "adoption")), minutes_ref="§ 47")

        page = words(director.post(url(plan, "adoption"), opened, follow=True)).replace(NBSP, " ")

        assert "Verksamhetsplan 2023 är fastställd tillsammans med budgeten, och fryst" in page
        assert "Fastställd av styrelsen den 25 november 2022, § 47" in page
        assert "Publicera" in page and "Börja en ny version" in page and "Redigera planen" not in page
        assert status(plan) == "adopted"
        assert Publication.objects.get().frozen_by is not None

        page = words(director.post(url(plan, "document_publish"), follow=True))
        assert "Verksamhetsplan 2023 är publicerad. Nu kan alla läsa den." in page
        assert status(plan) == "published"

    def test_an_adopted_plan_is_published_though_a_correction_of_it_has_been_begun(
        self, plan: Document, director: Client
    ) -> None:
        deciding.decide(plan)
        director.post(url(plan, "document_version"))

        page = director.get(url(plan, "plan"), {"version": 1}).content.decode()
        assert f'action="{url(plan, "document_publish")}"' in page
        director.post(url(plan, "document_publish"))

        assert status(plan) == "published"

    def test_a_decision_noted_about_another_matter_is_neither_filled_in_nor_used(
        self, plan: Document, director: Client
    ) -> None:
        other = make.DecisionFactory(meeting=plan.meeting, minutes_ref="§ 12", subject="Val av ordförande")
        opened = form_data(director.get(url(plan, "adoption")))
        assert not opened.get("minutes_ref")

        answer = director.post(url(plan, "adoption"), opened | {"minutes_ref": "§ 12"})

        assert "är antecknad för ett annat ärende: ”Val av ordförande”" in errors(answer)["minutes_ref"][0]
        other.refresh_from_db()
        assert (status(plan), other.is_sealed) == ("proposed", False)

    def test_a_text_or_a_line_changed_after_the_page_was_opened_is_read_again_first(
        self, plan: Document, director: Client
    ) -> None:
        for change in (
            lambda: make.SectionFactory(document=plan, heading="Sent", body="<p>Nytt.</p>"),
            lambda: make.BudgetLineFactory(budget=plan.budget, amount=999),
        ):
            opened = form_data(director.get(url(plan, "adoption")), minutes_ref="§ 47")
            change()

            answer = director.post(url(plan, "adoption"), opened)

            assert answer.status_code == 409
            assert messages(answer) == [
                "Någon har ändrat planen eller budgeten sedan du öppnade sidan. Läs igen före beslutet."
            ]
            assert answer.context["form"]["minutes_ref"].value() == "§ 47"  # type: ignore[attr-defined]
            assert status(plan) == "proposed"
        assert director.post(url(plan, "adoption"), form_data(answer)).status_code == 302

    def test_until_all_is_on_record_the_page_says_what_remains_and_takes_nothing(
        self, plan: Document, director: Client
    ) -> None:
        opened = form_data(director.get(url(plan, "adoption")), minutes_ref="§ 47")
        plan.member_statements.all().delete()

        page = words(director.get(url(plan, "adoption")))
        assert "Det här behöver vara klart innan beslutet kan registreras." in page
        assert "Medlemmar kvar att anteckna:" in page and "Fastställ plan och budget" not in page
        answer = director.post(url(plan, "adoption"), {**opened, "seen": ""})
        assert answer.status_code in (409, 422)
        assert status(plan) == "proposed"
        assert not Publication.objects.exists()

    def test_a_reservation_without_words_is_refused_at_its_field(
        self, plan: Document, director: Client
    ) -> None:
        seat = f"seat_{plan.federation.board_seats.earliest('pk').pk}"
        opened = form_data(director.get(url(plan, "adoption")), minutes_ref="§ 47", **{seat: "reserved"})

        answer = director.post(url(plan, "adoption"), opened)

        assert answer.status_code == 422
        assert errors(answer) == {"reservations": ["Skriv reservationen som den står i protokollet."]}


class TestTheConsultation:
    def filled(self, page: HttpResponse, **changes: Any) -> dict[str, Any]:
        return form_data(page, **changes)

    def test_each_member_is_put_on_record(self, plan: Document, director: Client) -> None:
        plan.member_statements.all().delete()
        member = plan.federation.members.get(name="Säters kommun")
        typed = {
            f"form_{member.pk}": "written",
            f"received_{member.pk}": "2022-10-28",
            f"statement_{member.pk}": "Tillstyrker förslaget.",
        }

        director.post(
            url(plan, "consultation"), self.filled(director.get(url(plan, "consultation")), **typed)
        )

        said = plan.member_statements.get()
        assert (said.member, said.form, said.statement, str(said.received_on)) == (
            member,
            "written",
            "Tillstyrker förslaget.",
            "2022-10-28",
        )

    def test_what_a_member_said_has_a_way_it_was_said(self, plan: Document, director: Client) -> None:
        member = plan.federation.members.get(name="Säters kommun")
        typed = {f"form_{member.pk}": "", f"statement_{member.pk}": "Tillstyrker."}

        answer = director.post(
            url(plan, "consultation"), self.filled(director.get(url(plan, "consultation")), **typed)
        )

        assert answer.status_code == 422
        assert errors(answer) == {f"form_{member.pk}": ["Ange hur medlemmen deltog i samrådet."]}
        assert plan.member_statements.filter(member=member).exists()

    def test_one_who_did_not_answer_has_said_nothing(self, plan: Document, director: Client) -> None:
        member = plan.federation.members.get(name="Säters kommun")
        typed = {f"form_{member.pk}": "silent", f"statement_{member.pk}": "Tillstyrker."}

        answer = director.post(
            url(plan, "consultation"), self.filled(director.get(url(plan, "consultation")), **typed)
        )

        told = (
            "Här står att medlemmen inte svarade, men synpunkter eller en dag är antecknade. "
            "Välj hur de lämnades, eller ta bort dem."
        )
        assert (answer.status_code, errors(answer)) == (422, {f"form_{member.pk}": [told]})
        assert not plan.member_statements.filter(member=member, form="silent").exists()

    def test_the_second_of_two_sees_what_the_first_put_on_record(
        self, plan: Document, director: Client
    ) -> None:
        member = plan.federation.members.get(name="Säters kommun")
        opened = director.get(url(plan, "consultation"))
        mine = self.filled(opened, **{f"statement_{member.pk}": "Avstyrker."})
        director.post(
            url(plan, "consultation"), self.filled(opened, **{f"statement_{member.pk}": "Tillstyrker."})
        )

        answer = director.post(url(plan, "consultation"), mine)

        assert answer.status_code == 409
        [field] = answer.context["conflict"]["fields"]  # type: ignore[attr-defined]
        assert (field["label"], field["saved"], field["mine"]) == (
            "Säters kommun: synpunkter",
            "Tillstyrker.",
            "Avstyrker.",
        )
        assert plan.member_statements.get(member=member).statement == "Tillstyrker."


class TestTheWarnings:
    def test_reasons_are_given_and_what_remains_shrinks(self, demo: Demo) -> None:
        client, address = demo.client(), demo.url("findings_accept")
        page = client.get(address)
        names = list(page.context["form"].fields)
        assert "Två varningar saknar motivering." in words(client.get(demo.url("plan")))

        client.post(address, form_data(page, **dict.fromkeys(names, "Känt sedan bokslutet för 2022.")))

        kept = demo.federation.documents.get(year=2023).accepted_findings
        assert set(kept.values_list("fingerprint", flat=True)) == set(names)
        assert "saknar motivering" not in words(client.get(demo.url("plan")))

    def test_a_reason_of_a_word_is_refused_at_its_finding(self, demo: Demo) -> None:
        client, address = demo.client(), demo.url("findings_accept")
        page = client.get(address)
        first = next(iter(page.context["form"].fields))

        answer = client.post(address, form_data(page, **{first: "Ok"}))

        assert answer.status_code == 422
        assert errors(answer) == {first: ["Skriv motiveringen med några ord, så att styrelsen förstår den."]}


def test_a_plan_is_taken_back_step_by_step_and_its_budget_with_it(plan: Document, director: Client) -> None:
    director.post(url(plan, "document_withdraw"))
    assert status(plan) == "in_review"
    assert plan.budget is not None
    plan.budget.refresh_from_db()
    assert plan.budget.status == "draft"

    director.post(url(plan, "document_withdraw"))
    assert status(plan) == "draft"
    page = director.post(url(plan, "document_withdraw"), follow=True)
    assert messages(page)[-1] == "Verksamhetsplan 2023 är redan ett utkast."


def test_only_who_writes_the_plan_is_told_what_remains(
    plan: Document, director: Client, sign_in_as: Callable[..., Client]
) -> None:
    assert "Allt är klart för styrelsens beslut" in words(director.get(url(plan, "plan")))
    board = sign_in_as(plan.federation, Role.BOARD)
    assert "Allt är klart för styrelsens beslut" not in words(board.get(url(plan, "plan")))
