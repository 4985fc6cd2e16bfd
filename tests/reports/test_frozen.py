"""A resolved document can be kept as data and read back without losing a sign."""

from __future__ import annotations

import json

import pytest

from plans.models import Document
from reports.documents.builder import resolve_document
from reports.documents.frozen import checksum, from_data, to_data
from tests.conftest import Demo

pytestmark = pytest.mark.django_db


def test_a_document_read_back_from_its_data_is_the_same_document(demo: Demo) -> None:
    resolved = resolve_document(Document.objects.get(year=2023))
    data = json.loads(json.dumps(to_data(resolved)))

    assert from_data(data) == resolved
    assert to_data(from_data(data)) == data
    assert checksum(data) == checksum(to_data(resolved))


def test_it_holds_every_figure_its_texts_refer_to_and_every_activity_by_its_key(demo: Demo) -> None:
    document = Document.objects.get(year=2023)
    resolved = resolve_document(document)
    by_reference = {figure.reference: figure for figure in resolved.figures}

    funding = next(
        figure for figure in resolved.figures if figure.reference.startswith("budget.funding_total")
    )
    assert (funding.value, funding.label) == ("6308000.00", "budgetram från medlemmarna")
    assert by_reference["document.year"].place == ""
    keys = {activity.key.hex[:8] for area in document.goal_areas.all() for activity in area.activities.all()}
    assert {activity.key for area in resolved.goal_areas for activity in area.activities} == keys


def test_goal_areas_that_no_visible_section_shows_are_in_nothing_that_is_read(demo: Demo) -> None:
    document = Document.objects.get(year=2023)
    area = document.goal_areas.first()
    assert area is not None
    area.description = '<p>Hemligt <data value="document.meeting_date"></data>.</p>'
    area.save()
    assert "Hemligt" in json.dumps(to_data(resolve_document(document)))

    document.sections.filter(block="plans.goal_areas").update(is_hidden=True)
    resolved = resolve_document(document)

    assert resolved.goal_areas == ()
    assert "Hemligt" not in json.dumps(to_data(resolved))
    assert area.title not in json.dumps(to_data(resolved), ensure_ascii=False)
