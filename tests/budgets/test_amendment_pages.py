"""The pages of changes during the year: a change is begun, explained, proposed and decided on by buttons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets import services
from budgets.models import Budget
from finsam.swedish import NBSP
from members.models import Decision, Meeting, Role
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words
from tests.reading import tables
from tests.test_access import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(demo: Demo) -> Meeting:
    """The board's meeting in the spring of 2022."""
    found: Meeting = make.MeetingFactory(federation=demo.federation, held_on=date(2022, 3, 25))
    return found


@pytest.fixture
def change(demo: Demo) -> Budget:
    """A change of the adopted budget of 2022, begun: salaries of administration 658 000 kr."""
    budget = demo.federation.budgets.get(year=2022)
    found = services.new_budget_version(federation=demo.federation, pk=budget.pk)
    line = found.lines.get(cost_centre__code="20000", account_group__code="50")
    services.save_line(federation=demo.federation, pk=line.pk, revision=1, amount=Decimal(658_000))
    return found


def text(response: HttpResponse) -> str:
    """The page's words with ordinary spaces."""
    return words(response).replace(NBSP, " ")


def explain(demo: Demo, client: Client, **typed: Any) -> HttpResponse:
    """Says what the change is, through its form."""
    url = demo.url("amendment", year=2022)
    said = {"change_reason": "Högre löner från hösten", "funding_source": "equity", **typed}
    answer: HttpResponse = client.post(url, form_data(client.get(url), **said), follow=True)
    return answer


def test_the_way_of_a_change_from_the_button_to_the_decision(demo: Demo, meeting: Meeting) -> None:
    client = demo.client()
    assert "Ändra budgeten" in words(client.get(demo.url("amendments", year=2022)))

    begun = client.post(demo.url("budget_version", year=2022), follow=True)
    assert begun.redirect_chain[-1][0] == demo.url("amendment", year=2022)
    assert messages(begun) == [
        "Budget 2022 version 2 är påbörjad. Skriv vad som ändras, och ändra sedan raderna."
    ]

    said = explain(demo, client)
    assert "Lägg fram för styrelsen" in words(said)
    proposed = client.post(demo.url("budget_propose", year=2022), follow=True)
    assert messages(proposed) == [
        "Budget 2022 version 2 är framlagd. Den kan ändras tills styrelsen har beslutat."
    ]

    url = demo.url("budget_adoption", year=2022)
    page = client.get(url)
    assert "Högre löner från hösten" in text(page)
    done = client.post(url, form_data(page, meeting=meeting.pk, minutes_ref="§ 12"), follow=True)

    assert messages(done) == [f"Budget 2022 version 2 är fastställd 25{NBSP}mars 2022, § 12."]
    assert "Styrelsen 25 mars 2022, § 12" in text(done)
    assert list(demo.federation.budgets.filter(year=2022).values_list("version", "status")) == [
        (2, "adopted"),
        (1, "superseded"),
    ]


def test_the_page_shows_what_changed_against_the_version_before(demo: Demo, change: Budget) -> None:
    rows = tables(demo.client().get(demo.url("amendments", year=2022)).content.decode())[
        "Ändrade rader och summor kr"
    ]
    before = demo.federation.budgets.get(year=2022, version=1).lines.get(
        cost_centre__code="20000", account_group__code="50"
    )
    assert before.amount is not None

    assert [cell.replace(NBSP, " ") for cell in rows[1][1:]] == [
        f"{before.amount:,.0f}".replace(",", " "),
        "658 000",
        f"{658_000 - before.amount:+,.0f}".replace(",", " ").replace("-", "−"),
    ]
    assert [row[0] for row in rows[2:]] == ["Intäkter", "Kostnader", "Resultat"]


def test_a_reader_sees_no_change_before_the_board_has_decided(demo: Demo, change: Budget) -> None:
    read = words(demo.client(Role.BOARD).get(demo.url("amendments", year=2022)))

    assert "Version 1: årets budget" in read
    assert "Version 2" not in read


def test_a_change_said_to_be_paid_otherwise_is_warned_of(demo: Demo, change: Budget) -> None:
    answer = explain(demo, demo.client(), funding_source="none_needed")
    before = demo.federation.budgets.get(year=2022, version=1).lines.get(
        cost_centre__code="20000", account_group__code="50"
    )
    assert before.amount is not None
    assert before.amount < 658_000

    assert "fast ändringen sägs inte kosta något." in text(answer)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"change_reason": ""}, "change_reason"),
        ({"funding_source": ""}, "funding_source"),
        ({"funding_source": "lån"}, "funding_source"),
        ({"change_reason": "x" * 301}, "change_reason"),
    ],
)
def test_a_change_that_does_not_say_all_is_refused(
    demo: Demo, change: Budget, typed: dict[str, str], wrong: str
) -> None:
    before = everything()
    answer = explain(demo, demo.client(), **typed)
    assert (answer.status_code, list(errors(answer))) == (422, [wrong])
    assert everything() == before


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"minutes_ref": "§ 12"}, ["meeting"]),
        ({"minutes_ref": ""}, ["meeting", "minutes_ref"]),
        ({"minutes_ref": "x" * 21}, ["meeting", "minutes_ref"]),
    ],
)
def test_a_decision_names_a_meeting_and_a_paragraph(
    demo: Demo, change: Budget, typed: dict[str, str], wrong: list[str]
) -> None:
    client, url = demo.client(), demo.url("budget_adoption", year=2022)
    explain(demo, client)
    before = everything()
    answer = client.post(url, form_data(client.get(url), **typed))
    assert (answer.status_code, list(errors(answer))) == (422, wrong)
    assert everything() == before


def test_a_change_that_says_nothing_is_neither_proposed_nor_decided(
    demo: Demo, change: Budget, meeting: Meeting
) -> None:
    client, url = demo.client(), demo.url("budget_adoption", year=2022)

    proposed = client.post(demo.url("budget_propose", year=2022), follow=True)
    decided = client.post(url, form_data(client.get(url), meeting=meeting.pk, minutes_ref="§ 12"))

    assert "Skriv först vad ändringen gäller och hur den finansieras" in messages(proposed)[0]
    assert "Skriv först vad ändringen gäller" in errors(decided)[""][0]
    assert not Decision.objects.filter(minutes_ref="§ 12").exists()


def test_a_budget_that_was_changed_after_the_page_was_opened_is_read_again_first(
    demo: Demo, change: Budget, meeting: Meeting
) -> None:
    client, url = demo.client(), demo.url("budget_adoption", year=2022)
    explain(demo, client)
    opened = client.get(url)
    services.save_budget(
        federation=demo.federation, pk=change.pk, revision=None, change_reason="Något helt annat"
    )

    answer = client.post(url, form_data(opened, meeting=meeting.pk, minutes_ref="§ 12"))

    assert answer.status_code == 409
    assert messages(answer) == ["Någon har ändrat budgeten sedan du öppnade sidan. Läs igen före beslutet."]
    assert "Något helt annat" in words(answer)
    assert client.post(url, form_data(answer)).status_code == 302


@pytest.mark.parametrize("what", ["line", "cell", "outlook"])
def test_nothing_that_nobody_was_shown_is_adopted(
    demo: Demo, change: Budget, meeting: Meeting, what: str
) -> None:
    """Lines, other columns and the outlook do not raise the budget's own revision."""
    client, url = demo.client(), demo.url("budget_adoption", year=2022)
    explain(demo, client)
    opened, own = client.get(url), {"federation": demo.federation}
    line = change.lines.get(cost_centre__code="20000", account_group__code="50")
    if what == "line":
        services.save_line(**own, pk=line.pk, revision=None, amount=Decimal(999_999))
    elif what == "cell":
        services.save_amount(**own, line=line, kind="plan", year=2024, amount=Decimal(999_999))
    else:
        services.save_outlook_year(**own, budget=change, year=2029, cost=Decimal(999_999))

    answer = client.post(url, form_data(opened, meeting=meeting.pk, minutes_ref="§ 12"))

    assert answer.status_code == 409
    assert messages(answer) == ["Någon har ändrat budgeten sedan du öppnade sidan. Läs igen före beslutet."]
    assert "999 999" in text(answer)
    change.refresh_from_db()
    assert (change.status, Decision.objects.filter(minutes_ref="§ 12").count()) == ("draft", 0)
    assert client.post(url, form_data(answer)).status_code == 302


def test_without_a_change_there_is_nothing_to_write_propose_or_decide(demo: Demo) -> None:
    client, before = demo.client(), everything()
    for name in ("amendment", "budget_propose", "budget_adoption"):
        for answer in (client.get(demo.url(name)), client.post(demo.url(name), {"minutes_ref": "§ 1"})):
            assert answer["Location"] == demo.url("amendments")
    assert everything() == before


def test_a_year_without_a_budget_says_so(demo: Demo) -> None:
    client = demo.client()
    assert "Budgeten för 2025 är inte påbörjad" in words(client.get(demo.url("amendments", year=2025)))
    answer = client.post(demo.url("budget_version", year=2025), follow=True)
    assert messages(answer) == ["Budgeten för 2025 är inte påbörjad."]


def test_a_budget_that_is_not_adopted_yet_is_changed_directly(demo: Demo) -> None:
    client = demo.client()
    read = words(client.get(demo.url("amendments")))

    assert "Budgeten är inte fastställd ännu. Till dess ändras den direkt" in read
    assert "Ändra budgeten" not in read
    answer = client.post(demo.url("budget_version"), follow=True)
    assert messages(answer) == ["Budgeten för 2023 har redan en version som är öppen för ändringar."]


def test_two_changes_are_not_begun_at_once(demo: Demo) -> None:
    client = demo.client()
    for _ in range(2):
        answer = client.post(demo.url("budget_version", year=2022), follow=True)
    assert messages(answer) == ["Budgeten för 2022 har redan en version som är öppen för ändringar."]
    assert demo.federation.budgets.filter(year=2022).count() == 2


@pytest.mark.parametrize("size", [1, 30])
def test_the_page_costs_as_many_queries_for_thirty_lines_and_versions_as_for_one(db: None, size: int) -> None:
    mandate = make.MandateFactory()
    amended = make.AmendedBudgetFactory(federation=mandate.federation, year=2023)
    for number in range(size):
        make.BudgetLineFactory(budget=amended)
        if number:
            make.BudgetFactory(
                federation=mandate.federation,
                version=2 + number,
                status="superseded",
                decision=make.DecisionFactory(
                    meeting__federation=mandate.federation, meeting__held_on=date(2023, 1, number)
                ),
            )
    client = signed_in(mandate.user)
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/{mandate.federation.slug}/2023/budget/andringar/").status_code == 200

    assert len(asked) == 14
