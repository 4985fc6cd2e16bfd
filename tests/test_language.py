"""All that a user reads is Swedish: pages, refusals, messages and letters, also those that libraries write."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from members.models import Role, User
from tests import factories as make
from tests.access_table import GET, READ_ONLY, SHOWN_WHAT_IS_TYPED, World, furnish
from tests.conftest import Demo, signed_in
from tests.pages import errors, messages, words
from tests.test_access import LIBRARY_PAGES
from tests.test_architecture import ENGLISH

pytestmark = pytest.mark.django_db

WITH_PDF = {
    "plan_pdf",
    "chapter_pdf",
    "rendering_state",
    "rendering_file",
    "notice_pdf",
    "notice_letter",
    "follow_up_pdf",
}
"""Need a process that makes PDFs; their pages are read in `tests/reports`."""
FILES = {
    "requisitions_csv",
    "budget_export_xlsx",
    "budget_export_csv",
    "picture",
    "outcome_template_xlsx",
    "outcome_template_csv",
    "results_told_csv",
    "sheet_state",
    "ledger_state",
    "ledger_file_original",
    "audit_report_file",
    "follow_up_xlsx",
    "follow_up_csv",
    "follow_up_rows_xlsx",
    "follow_up_rows_csv",
}
"""Not pages: their words are those of the federation."""
LEADS_ON = {
    "going_through",
    "goal_areas",
    "goal_assess",
    "findings_accept",
    "document_start",
    "named_version_remove",
    "succession_remove",
}
"""They find nothing to refuse in what is sent here, and say what they have to say on the page they lead to."""
PARTS = {"figure_choices", "section_editor"}
"""No whole pages: they are put into one that has said its language."""
WRONG = {
    **dict.fromkeys(
        ("amount", "year", "from_year", "until_year", "percent", "held_on", "term_start", "meeting"), "fel"
    ),
    **dict.fromkeys(("email", "slug", "code", "accent_colour", "organisation_number", "kind", "parent"), "å"),
}
"""Something for each kind of field to refuse."""


def english(response: HttpResponse) -> list[str]:
    """The English words on a page: in its text, and in attributes that are shown or read out."""
    shown = re.findall(
        r'\b(?:title|alt|placeholder|aria-label|value)="([^"]* [^"]*)"', response.content.decode()
    )
    text = " ".join([words(response), *map(html.unescape, shown)])
    return sorted({found.group().lower() for found in ENGLISH.finditer(text)})


@pytest.fixture
def world(demo: Demo) -> World:
    """The demo with a row of every kind."""
    return furnish(demo.federation, demo.federation.documents.get(year=2023))


@pytest.fixture
def anna(db: None) -> Client:
    """Someone who has signed in."""
    return signed_in(make.UserFactory(email="anna@provbygden.example", name="Anna"))


def test_every_page_is_swedish_as_it_is_and_when_it_refuses(world: World) -> None:
    client = signed_in(make.MandateFactory(federation=world.federation, role=Role.DIRECTOR).user)
    found, unmarked = {}, set()
    for name in set(GET) - WITH_PDF - FILES - SHOWN_WHAT_IS_TYPED:
        url = reverse(name, kwargs=world.address(name))
        answers = [client.get(url, follow=True)]
        if name not in READ_ONLY and not GET[name].startswith("302"):
            answers += [client.post(url, sent, follow=name in LEADS_ON) for sent in ({}, WRONG)]
        for answer in answers:
            if 'lang="sv"' not in answer.content.decode():
                unmarked.add(name)
            if leftovers := english(answer):
                found[name] = leftovers
    assert (found, unmarked) == ({}, PARTS)


def test_pages_that_are_not_given_are_swedish(world: World) -> None:
    client = signed_in(make.MandateFactory(federation=world.federation, role=Role.API_READER).user)
    answers = [
        client.get(reverse("overview", kwargs=world.address("overview"))),
        client.get("/finns-inte/2023/"),
    ]
    assert [(answer.status_code, english(answer)) for answer in answers] == [(403, []), (404, [])]


def test_the_sign_in_librarys_pages_are_swedish(anna: Client) -> None:
    arguments: dict[str, dict[str, str]] = {
        "account_confirm_email": {"key": "abc"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
    }
    found = {}
    for name in set(LIBRARY_PAGES) - {"account_logout"}:
        url = reverse(name, kwargs=arguments.get(name, {}))
        for client in (Client(), anna):
            for answer in (client.get(url, follow=True), client.post(url, {}, follow=True)):
                if answer.status_code != 405 and (leftovers := english(answer)):
                    found[name] = leftovers
    assert found == {}


def test_signing_in_and_out_is_told_in_swedish(db: None) -> None:
    make.UserFactory(email="anna@provbygden.example", name="Anna")
    client, url = Client(), reverse("account_login")
    wrong = client.post(url, {"login": "anna@provbygden.example", "password": "fel"})
    assert wrong.context["form"].non_field_errors() == ["E-postadressen eller lösenordet stämmer inte."]
    right = client.post(url, {"login": "anna@provbygden.example", "password": make.PASSWORD}, follow=True)
    out = client.post(reverse("account_logout"), follow=True)
    assert (messages(right), messages(out)) == (
        [],
        ["Du har loggat ut."],
    )  # to be signed in is told by the page


def test_a_changed_password_is_told_in_swedish_and_a_weak_one_refused_in_swedish(anna: Client) -> None:
    url, good = reverse("account_change_password"), "nio-stora-ekar-2024"

    def change(old: str, first: str, second: str) -> HttpResponse:
        sent = {"oldpassword": old, "password1": first, "password2": second}
        response: HttpResponse = anna.post(url, sent, follow=True)
        return response

    weak, common = change("fel", "12345", "54321"), change(make.PASSWORD, "password1234", "password1234")
    done = change(make.PASSWORD, good, good)
    assert errors(weak) == {
        "oldpassword": ["Skriv in ditt nuvarande lösenord."],
        "password1": [
            "Det här lösenordet är för kort. Det måste innehålla minst 12 tecken.",
            "Detta lösenord är alldeles för vanligt.",
        ],
    }
    assert errors(common) == {"password1": ["Detta lösenord är alldeles för vanligt."]}
    assert messages(done) == ["Lösenordet ändrat."]


def test_letters_are_swedish(db: None) -> None:
    make.UserFactory(email="anna@provbygden.example", name="Anna")
    for address in ("anna@provbygden.example", "okand@provbygden.example"):
        Client().post(reverse("account_reset_password"), {"email": address})
    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert len(letters) == 2
    assert [ENGLISH.findall(re.sub(r"https?://\S+", "", letter)) for letter in letters] == [[], []]


def test_the_installations_own_pages_are_swedish(db: None) -> None:
    """All but the change log's, which its library shows, in English."""
    client = signed_in(User.objects.create_superuser("rot@provbygden.example", name="Rot"))
    make.MandateFactory()
    found = {}
    for model in ("user", "federation", "statutoryshare"):
        for page in ("changelist", "add"):
            answer = client.get(reverse(f"admin:members_{model}_{page}"))
            if answer.status_code == 200 and (leftovers := english(answer)):
                found[f"{model} {page}"] = leftovers
    assert found == {}
