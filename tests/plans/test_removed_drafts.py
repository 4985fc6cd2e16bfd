"""A draft begun by mistake: removed by the director, who is told what goes with it; what others have had never is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from budgets.models import Budget, BudgetLine
from members.models import ChangeLogEntry, Role
from plans import services
from plans.models import Comment, Document, GoalArea, PlannedActivity, Section
from plans.services import talk
from reports.services import name_version
from tests import deciding
from tests import factories as make
from tests.conftest import Demo
from tests.pages import form_data, messages, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan of 2023, adopted with its budget."""
    document: Document = demo.federation.documents.get(year=2023)
    deciding.decide(document)
    document.refresh_from_db()
    return document


@pytest.fixture
def correction(demo: Demo, plan: Document) -> Document:
    """A new version of it, begun by mistake."""
    return services.new_version(federation=demo.federation, pk=plan.pk)


def say(document: Document, by: Any, text: str = "Varför en ny version?") -> Comment:
    """Something is said about the whole document."""
    about = {"target": "document", "subject": "", "title": "Hela dokumentet"}
    said = talk.start_thread(federation=document.federation, document=document.pk, by=by, text=text, **about)
    return said.comment


def rows() -> dict[str, list[int]]:
    """All that a plan and a budget hold, by key."""
    models = (Document, Section, GoalArea, PlannedActivity, Comment, Budget, BudgetLine)
    return {model.__name__: sorted(model._base_manager.values_list("pk", flat=True)) for model in models}


def test_a_correction_begun_by_mistake_is_removed_with_its_budget_and_what_is_decided_stands(
    demo: Demo, plan: Document
) -> None:
    before = rows()
    correction = services.new_version(federation=demo.federation, pk=plan.pk)
    say(correction, demo.user(Role.BOARD))
    name_version(federation=demo.federation, pk=correction.pk, name="Försök")
    services.save_section(
        federation=demo.federation, pk=correction.sections.earliest("pk").pk, revision=1, heading="Ändrad"
    )
    client, url = demo.client(), demo.url("document_remove")
    asked = client.get(url)
    told = words(asked)
    assert [line for line in asked.context["contents"].rows if "avsnitt" not in line] == [
        "fyra målområden",
        "sex medlemmars yttranden",
        "en tråd",
        "en namngiven version",
        "tio aktiviteter",
        "en kommentar",
    ]
    assert "Den fastställda planen, version 1, påverkas inte och fortsätter att gälla." in told
    assert "1 av avsnitten är nytt eller ändrat sedan utkastet påbörjades." in told
    assert "Budgetens version 2, som påbörjades samtidigt, tas också bort." in told
    answer = client.post(url, form_data(asked), follow=True)
    assert messages(answer) == ["Utkastet är borttaget: Verksamhetsplan 2023, version 2."]
    assert rows() == before
    plan.refresh_from_db()
    assert (plan.status, plan.budget.status if plan.budget else "") == ("adopted", "adopted")
    trail = ChangeLogEntry.objects.get(action=ChangeLogEntry.Action.DELETE, content_type__model="document")
    assert (trail.object_pk, trail.actor) == (str(correction.pk), demo.user(Role.DIRECTOR))
    services.new_version(federation=demo.federation, pk=plan.pk)  # and one may begin again


def test_what_is_written_after_the_page_was_opened_is_shown_before_it_goes(
    demo: Demo, correction: Document
) -> None:
    client, url = demo.client(), demo.url("document_remove")
    opened = form_data(client.get(url))
    say(correction, demo.user(Role.FINANCE))
    answer = client.post(url, opened)
    assert answer.status_code == 409
    assert messages(answer) == [
        "Någon har skrivit i utkastet sedan du öppnade sidan. Läs igen innan du tar bort det."
    ]
    assert "en kommentar" in words(answer)
    assert Document.objects.filter(pk=correction.pk).exists()
    assert client.post(url, form_data(answer)).status_code == 302
    assert not Document.objects.filter(pk=correction.pk).exists()


def test_a_changed_line_of_its_budget_is_told_of(demo: Demo, correction: Document) -> None:
    line = BudgetLine.objects.filter(budget=correction.budget).exclude(amount=None).first()
    assert line
    line.save_next(amount=line.amount + 1 if line.amount > 0 else line.amount - 1)
    told = words(demo.client().get(demo.url("document_remove")))
    assert (
        "Budgetens version 2, som påbörjades samtidigt, tas också bort, med de ändringar som är gjorda i den."
        in told
    )


def test_a_plan_copied_by_mistake_is_removed_and_the_years_budget_stays(demo: Demo, plan: Document) -> None:
    budget = make.BudgetFactory(federation=demo.federation, year=2024)
    before = rows()
    copy, _ = services.begin_from(federation=demo.federation, year=2024, source=plan)
    assert copy.budget == budget
    client, url = demo.client(), demo.url("document_remove", year=2024)
    asked = client.get(url)
    assert "Budgeten för 2024 tas inte bort." in words(asked)
    assert client.post(url, form_data(asked)).status_code == 302
    assert rows() == before
    services.begin_from(federation=demo.federation, year=2024, source=plan)


def refused(demo: Demo, client: Client) -> list[str]:
    """What is told to one who would remove the draft, by page and by service alike; and it stands."""
    document = demo.federation.documents.newest("verksamhetsplan", demo.year)[0]
    before = rows()
    url = demo.url("document_remove")
    told = messages(client.get(url, follow=True))
    assert messages(client.post(url, {"seen": "x"}, follow=True)) == told
    with pytest.raises(ValidationError) as error:
        services.remove_draft(federation=demo.federation, pk=document.pk)
    assert " ".join(error.value.messages) == told[0]
    assert rows() == before
    return told


def test_what_the_board_has_had_before_it_is_not_removed(
    demo: Demo, plan: Document, correction: Document
) -> None:
    meeting = make.MeetingFactory(federation=demo.federation, held_on=date(2023, 9, 22))
    BudgetLine.objects.filter(budget=correction.budget).first()
    services.propose(federation=demo.federation, pk=correction.pk, meeting=meeting)
    client = demo.client()
    assert refused(demo, client) == ["Verksamhetsplan 2023 är framlagd. Den behöver vara utkast först."]
    for _ in range(2):
        services.take_back(federation=demo.federation, pk=correction.pk)
    assert "Utkastet har varit framlagt för styrelsen" in refused(demo, client)[0]


def test_what_has_been_out_for_review_is_not_removed(demo: Demo, correction: Document) -> None:
    make.ReviewRoundFactory(document=correction)
    assert refused(demo, demo.client()) == [
        "Utkastet har varit på remiss. Det andra har svarat på tas inte bort."
    ]


def test_what_another_plan_is_begun_from_is_not_removed(demo: Demo, correction: Document) -> None:
    services.begin_from(federation=demo.federation, year=2024, source=correction)
    assert refused(demo, demo.client()) == [
        "Verksamhetsplan 2024 är påbörjad från utkastet. Därför tas det inte bort."
    ]


def test_what_is_decided_is_not_removed(demo: Demo, plan: Document) -> None:
    assert refused(demo, demo.client()) == [
        "Verksamhetsplan 2023 är fastställd. Den behöver vara utkast först."
    ]


def test_only_a_draft_offers_it(demo: Demo, correction: Document) -> None:
    url, client = demo.url("document_remove"), demo.client()
    assert url in client.get(demo.url("plan"), {"version": 2}).content.decode()
    assert url not in demo.client(Role.BOARD).get(demo.url("plan"), {"version": 2}).content.decode()
    services.release(federation=demo.federation, pk=correction.pk)
    assert url not in client.get(demo.url("plan"), {"version": 2}).content.decode()


def test_a_row_that_nobody_with_an_account_wrote_can_be_saved_like_any_other(demo: Demo) -> None:
    """Whoever wrote it has no account any more: every such reference of a plan's may be left out."""
    from django.apps import apps

    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("plans").get_models()
        for field in model._meta.local_fields
        if field.is_relation and field.null and not field.blank
    ]
    assert wrong == []
    comment = make.CommentFactory(author=None)
    comment.full_clean()
