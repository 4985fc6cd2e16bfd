"""Every way to write a text, held against the attacks of the public lists: nothing that could run is kept or shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin import AdminSite, ModelAdmin
from django.test import Client, RequestFactory
from django.urls import reverse

from finsam import richtext
from finsam.running_text import Setter
from plans import services
from plans.models import Document, GoalArea, Section
from reports.demo.words import _load_sections
from reports.documents.builder import resolve_document
from reports.documents.render import page_html
from tests.conftest import signed_in
from tests.factories import DocumentFactory, GoalAreaFactory, MandateFactory, SectionFactory
from tests.reading_html import forbidden_in, runs_code
from tests.xss_payloads import PAYLOADS

KEPT = "<p>Målet är nåbart.</p>"


def test_the_list_is_long_and_every_attack_on_it_would_be_seen() -> None:
    assert len(PAYLOADS) >= 150
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    seen = [each for each in PAYLOADS if forbidden_in(each)]
    assert (
        len(seen) > 220
    )  # the rest spell an attack out in words, or hide it in a comment or a figure's name


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_could_run_is_left_in_a_text_or_in_what_is_made_of_it(payload: str) -> None:
    for text in (payload, f"{KEPT}{payload}<p>Efter.</p>", f"<table><tr><td>{payload}</td></tr></table>"):
        cleaned = richtext.clean(text)
        assert forbidden_in(cleaned) == []
        assert richtext.clean(cleaned) == cleaned
        assert runs_code(Setter({}).set(cleaned, 2)) == []
        assert "alarm()" not in "".join(richtext.pictures(cleaned))


# --- The ways --------------------------------------------------------------------------------------------


class Writer:
    """A document with a section, its director signed in, and every way to write the section's text."""

    def __init__(self) -> None:
        self.document: Document = DocumentFactory()
        self.section: Section = SectionFactory(document=self.document)
        self.client: Client = signed_in(MandateFactory(federation=self.document.federation).user)

    @property
    def frame(self) -> list[Any]:
        return [self.document.federation.slug, self.document.year]

    def fresh(self) -> Section:
        self.section.refresh_from_db()
        return self.section

    def by_form(self, body: str) -> None:
        section = self.fresh()
        data = {"heading": "Mål", "is_numbered": "on", "body": body, "revision": section.revision}
        answer = self.client.post(reverse("section", args=[*self.frame, section.pk]), data)
        assert answer.status_code == 302, answer.content.decode()

    def by_autosave(self, body: str) -> None:
        section = self.fresh()
        fields = {"heading": "Mål", "body": body, "block": "", "is_numbered": True}
        sent = {
            "revision": section.revision,
            "key": section.key.hex[:8],
            "fields": fields,
            "base": {**fields, "heading": section.heading, "body": section.body},
        }
        answer = self.client.post(
            reverse("section_editor", args=[*self.frame, section.pk]),
            json.dumps(sent),
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content.decode()
        assert forbidden_in(answer.json()["saved"]["body"]) == []

    def by_service(self, body: str) -> None:
        section = self.fresh()
        services.save_section(
            federation=self.document.federation, pk=section.pk, revision=section.revision, body=body
        )

    def by_save(self, body: str) -> None:
        section = self.fresh()
        section.body = body
        section.save()
        assert forbidden_in(section.body) == []  # the row in memory is what is stored

    def by_update(self, body: str) -> None:
        Section.objects.filter(pk=self.section.pk).update(body=body)

    def by_bulk_update(self, body: str) -> None:
        section = self.fresh()
        section.body = body
        Section.objects.bulk_update([section], ["body"])

    def by_create(self, body: str) -> None:
        self.section = Section.objects.create(document=self.document, heading="Mål", body=body)

    def by_bulk_create(self, body: str) -> None:
        self.section = Section.objects.bulk_create(
            [Section(document=self.document, heading="Mål", body=body)]
        )[0]

    def by_loader(self, body: str) -> None:
        document = self.document
        entry = {"key": f"mal-{document.sections.count()}", "heading": "Mål", "body": "mal"}
        _load_sections(document.federation, document, [entry], None, {"mal": body, "": ""}.__getitem__)
        self.section = document.sections.latest("pk")

    def by_admin(self, body: str) -> None:
        request = RequestFactory().post("/admin/")
        admin = ModelAdmin(Section, AdminSite())
        form_class = admin.get_form(request, self.fresh(), fields=["heading", "body"])
        form = form_class({"heading": "Mål", "body": body}, instance=self.section)
        assert form.is_valid(), form.errors
        admin.save_model(request, form.save(commit=False), form, change=True)


REFUSED = tuple(each for each in PAYLOADS if richtext.problems(richtext.clean(KEPT + each)))
"""Attacks that hide in a figure's name or an undescribed picture: what says what is wrong with a text stops them."""
STORABLE = tuple(
    each for each in PAYLOADS if each not in REFUSED and "data-picture" not in each and "\0" not in each
)
WAYS = (
    "form",
    "autosave",
    "service",
    "save",
    "update",
    "bulk_update",
    "create",
    "bulk_create",
    "loader",
    "admin",
)


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_no_attack_is_stored_whichever_way_it_comes(way: str) -> None:
    writer = Writer()
    write: Callable[[str], None] = getattr(writer, f"by_{way}")
    assert len(STORABLE) > 200
    for payload in STORABLE:
        write(KEPT + payload)
        stored = Section.objects.values_list("body", flat=True).get(pk=writer.section.pk)
        assert stored.startswith(KEPT), payload
        assert forbidden_in(stored) == [], payload


@pytest.mark.django_db
def test_a_goal_areas_description_is_cleaned_too() -> None:
    area = GoalAreaFactory()
    for payload in STORABLE:
        GoalArea.objects.filter(pk=area.pk).update(description=payload)
        area.refresh_from_db()
        assert forbidden_in(area.description) == []


@pytest.mark.django_db
def test_what_is_refused_by_form_and_stored_past_it_is_shown_as_words_only() -> None:
    writer = Writer()
    assert REFUSED
    for payload in REFUSED:
        if "data-picture" in payload:
            continue
        writer.by_update(KEPT + payload)
        shown = page_html(resolve_document(Document.objects.get(pk=writer.document.pk)))
        assert runs_code(shown) == [], payload


@pytest.mark.django_db
def test_a_page_made_of_all_of_them_runs_nothing() -> None:
    writer = Writer()
    for payload in STORABLE:
        writer.by_create(payload)
    shown = page_html(resolve_document(Document.objects.get(pk=writer.document.pk)))
    assert runs_code(shown) == []
