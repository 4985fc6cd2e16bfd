"""Freezing: what a document said is kept with its bytes, whole and unchanged, and only what was seen is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from finsam.calculation import CALCULATION_VERSION
from plans.models import Document, Section
from reports import services
from reports.documents.frozen import from_data
from reports.documents.render import file_html
from reports.models import Publication
from tests import factories as make
from tests.conftest import Demo
from tests.reading import Paper, headings


@pytest.fixture
def plan(db: None) -> Document:
    """A small plan whose text refers to a figure."""
    budget = make.BudgetFactory()
    make.ContributionLineFactory(budget=budget)
    document: Document = make.DocumentFactory(
        federation=budget.federation, budget=budget, status=Document.Status.PROPOSED
    )
    make.SectionFactory(
        document=document,
        heading="Ramen",
        body='<p>Ramen är <data value="budget.funding_total/kr"></data>.</p>',
    )
    return document


def test_a_proposal_is_kept_with_its_content_its_figures_and_its_bytes(plan: Document) -> None:
    director = make.MandateFactory(federation=plan.federation).user

    kept = services.freeze(plan, stage=Publication.Stage.PROPOSAL, by=director)

    kept.refresh_from_db()
    resolved = from_data(kept.content)
    assert (kept.federation, kept.document, kept.stage) == (plan.federation, plan, "proposal")
    assert (kept.title, kept.pages) == ("Verksamhetsplan och budget 2023", 3)
    assert (kept.calculation_version, kept.frozen_by) == (CALCULATION_VERSION, director)
    assert bytes(kept.html).decode() == file_html(resolved)
    assert [heading.text for heading in headings(bytes(kept.html).decode())] == ["Ramen"]
    assert [heading.text for heading in Paper(bytes(kept.pdf)).headings()] == ["Ramen"]
    assert kept.figures == [
        {
            "reference": "document.year",
            "label": "dokumentets år",
            "value": "2023",
            "shown": "2023",
            "place": "",
            "source": "document.year, 2023",
        },
        {
            "reference": "budget.funding_total/kr",
            "label": kept.figures[1]["label"],
            "value": "1000000.00",
            "shown": "1\u00a0000\u00a0000\u00a0kr",
            "place": resolved.sections[0].anchor,
            "source": "budget.funding_total, 2023",
        },
    ]
    assert services.damage(kept) == ()
    plan.refresh_from_db()
    assert plan.status == Document.Status.PROPOSED


def test_a_demo_plan_is_frozen_whole(demo: Demo) -> None:
    plan = demo.federation.documents.get(year=2023)

    kept = services.freeze(plan, stage=Publication.Stage.PROPOSAL)

    assert from_data(kept.content).meeting == plan.meeting.held_on
    assert services.damage(Publication.objects.get(pk=kept.pk)) == ()


def test_what_is_frozen_is_never_written_again(plan: Document) -> None:
    kept = services.freeze(plan, stage=Publication.Stage.PROPOSAL)

    kept.title = "Något annat"
    with pytest.raises(TypeError, match="never changed"):
        kept.save()


def test_nothing_is_kept_when_the_document_changes_while_its_pdf_is_made(plan: Document) -> None:
    """The two times the writes are made stand on either side of the making."""
    texts: Iterator[str] = iter(("<p>Före.</p>", "<p>Efter.</p>"))

    def act() -> None:
        Section.objects.filter(document=plan).update(body=next(texts))

    with pytest.raises(services.ChangedMeanwhile, match="Något i planen ändrades"):
        services.freeze(plan, stage=Publication.Stage.PROPOSAL, act=act)

    assert not Publication.objects.exists()
    assert "budget.funding_total" in Section.objects.get(document=plan).body


def test_nothing_is_kept_of_a_document_that_refers_to_what_is_not_there(plan: Document) -> None:
    make.SectionFactory(document=plan, heading="Fel", body='<p><data value="budget.nonsense"></data></p>')

    with pytest.raises(ValidationError, match=r"inte leder någonstans: ”budget\.nonsense” i avsnittet ”Fel”"):
        services.freeze(plan, stage=Publication.Stage.PROPOSAL)

    assert not Publication.objects.exists()


def test_nothing_is_kept_when_the_pdf_is_refused(plan: Document) -> None:
    """As for a character that the fonts of documents lack."""
    Section.objects.filter(document=plan).update(body="<p>Bra jobbat \U0001f600</p>")

    with pytest.raises(ValidationError, match=r"inget har sparats\. Tecken som typsnitten saknar"):
        services.freeze(plan, stage=Publication.Stage.PROPOSAL)

    assert not Publication.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_pdf_is_never_made_while_others_wait_for_the_database() -> None:
    plan = make.DocumentFactory()

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        services.freeze(plan, stage=Publication.Stage.PROPOSAL)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"html": b"<p>Annat"}, ("webbsidan",)),
        ({"pdf": b"%PDF-1.7"}, ("PDF:en",)),
        ({"content": {"figures": []}}, ("innehållet", "siffrorna")),
        ({"figures": []}, ("siffrorna",)),
    ],
)
def test_what_is_not_as_it_was_written_is_told(
    plan: Document, changed: dict[str, object], told: tuple[str, ...]
) -> None:
    kept = services.freeze(plan, stage=Publication.Stage.PROPOSAL)
    Publication.objects.filter(pk=kept.pk).update(**changed)

    kept.refresh_from_db()
    assert services.damage(kept) == told
