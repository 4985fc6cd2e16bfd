"""Where a figure is used: every text that refers to it, in every year and version, by the year it means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finsam import figures
from plans.models import Document, Section
from plans.queries import document_scope
from tests.conftest import signed_in
from tests.factories import (
    BudgetFactory,
    ContributionLineFactory,
    DocumentFactory,
    GoalAreaFactory,
    MandateFactory,
    PlannedActivityFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"


def figure(reference: str) -> str:
    return f'<p><data value="{reference}"></data></p>'


@pytest.fixture
def plan() -> Document:
    """Södra Dalarna's frame of 2023, 6 308 tkr, in a plan with figures in every kind of place."""
    budget = BudgetFactory()
    ContributionLineFactory(budget=budget, amount=Decimal(-6_308_000))
    document: Document = DocumentFactory(federation=budget.federation, budget=budget, title="Plan")
    SectionFactory(document=document, heading="Medel", body=figure("budget.funding_total/tkr") * 2)
    SectionFactory(document=document, heading="Året före", body=figure("budget.funding_total@-1/kr"))
    SectionFactory(document=document, heading="Ram {budget.funding_total}")
    SectionFactory(
        document=document,
        heading="Not",
        body='<p>x<sup data-note="Ramen är {budget.funding_total@2021}."></sup></p>',
    )
    GoalAreaFactory(document=document, title="Samverkan", description=figure("budget.funding_total"))
    later = DocumentFactory(federation=budget.federation, year=2024)
    SectionFactory(document=later, heading="Framåt", body=figure("budget.funding_total@-1"))
    stranger = DocumentFactory()
    SectionFactory(document=stranger, heading="Främmande", body=figure("budget.funding_total"))
    return document


@pytest.fixture
def client(plan: Document) -> Client:
    return signed_in(MandateFactory(federation=plan.federation).user)


def page(client: Client, plan: Document, name: str, **kwargs: str) -> str:
    answer = client.get(reverse(name, kwargs={"slug": plan.federation.slug, "year": 2023, **kwargs}))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_every_place_that_refers_to_a_figure_is_told_with_the_year_it_means(
    client: Client, plan: Document
) -> None:
    shown = page(client, plan, "figure_uses", key="budget.funding_total")
    for name in ("Medel", "Året före", "Not", "Samverkan", "Framåt"):
        assert f">{name}</a>" in shown
    assert "<code>budget.funding_total/tkr</code>, 2 gånger" in shown
    assert "<code>budget.funding_total@-1/kr</code>, avser 2022" in shown
    assert "<code>budget.funding_total@2021</code>, avser 2021" in shown
    assert "<code>budget.funding_total@-1</code>, avser 2023" in shown  # of the plan of 2024
    assert "6 308 000 kr" in shown


def test_nothing_of_another_federation_is_told(client: Client, plan: Document) -> None:
    assert "Främmande" not in page(client, plan, "figure_uses", key="budget.funding_total")


def test_the_list_holds_every_figure_of_the_registry_and_counts_its_places(
    client: Client, plan: Document
) -> None:
    shown = page(client, plan, "figures")
    for each in figures.registered():
        assert reverse("figure_uses", args=[plan.federation.slug, 2023, each.key]) in shown
    assert "<td>6 ställen</td>" in shown


def test_a_figure_that_no_text_uses_and_one_that_is_none(client: Client, plan: Document) -> None:
    assert "Ingen text använder siffran" in page(client, plan, "figure_uses", key="budget.result")
    address = reverse("figure_uses", args=[plan.federation.slug, 2023, "budget.gone"])
    assert client.get(address).status_code == 404


def test_it_costs_as_much_for_thirty_sections_as_for_one(client: Client, plan: Document) -> None:
    def cost(name: str, **kwargs: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, plan, name, **kwargs)
        return len(queries)

    before = cost("figures"), cost("figure_uses", key="budget.funding_total")
    for number in range(30):
        SectionFactory(document=plan, heading=f"Nytt {number}", body=figure("budget.funding_total"))
        GoalAreaFactory(document=plan, description=figure("budget.result"))
    assert (cost("figures"), cost("figure_uses", key="budget.funding_total")) == before


def test_another_years_figures_are_offered_as_seen_from_the_documents_own(
    client: Client, plan: Document
) -> None:
    earlier = BudgetFactory(federation=plan.federation, year=2022)
    ContributionLineFactory(budget=earlier, amount=Decimal(-6_322_000))
    answer = client.get(reverse("figure_choices", args=[plan.federation.slug, 2023]), {"ar": "2022"})
    shown = answer.content.decode()
    assert 'data-reference="budget.funding_total@-1/tkr"' in shown
    assert f'data-shown="6{NBSP}322{NBSP}tkr"' in shown


@pytest.mark.parametrize("year", ["1800", "9999"])
def test_a_year_that_no_federation_has_is_not_found(client: Client, plan: Document, year: str) -> None:
    address = reverse("figure_choices", args=[plan.federation.slug, 2023])
    assert client.get(address, {"ar": year}).status_code == 404


# --- A table or list before it is chosen --------------------------------------------------------------------


def test_a_table_is_shown_as_it_would_read_in_the_plan(client: Client, plan: Document) -> None:
    address = reverse("block_preview", args=[plan.federation.slug, 2023])
    shown = client.get(address, {"tabell": "budgets.available_funds"}).content.decode()
    assert "<caption>" in shown
    assert f"6{NBSP}308{NBSP}000" in shown
    alone = client.get(address, {"tabell": "budgets.available_funds", "ensam": "1"}).content.decode()
    assert "<caption>" in alone
    assert "<html" not in alone
    assert f'data-block-preview="{address}"' in page(client, plan, "section_add")


def test_what_a_table_lacks_is_said_and_one_that_is_gone_too(client: Client, plan: Document) -> None:
    plan.goal_areas.all().delete()
    address = reverse("block_preview", args=[plan.federation.slug, 2023])
    assert (
        "Planen har inga målområden ännu."
        in client.get(address, {"tabell": "plans.goal_areas"}).content.decode()
    )
    assert "finns inte" in client.get(address, {"tabell": "budgets.gone"}).content.decode()


def test_goal_areas_and_activities_are_counted_as_they_are_read() -> None:
    """None while the section that shows them is hidden, or before there is one."""
    document = DocumentFactory()
    for area in (GoalAreaFactory(document=document), GoalAreaFactory(document=document)):
        PlannedActivityFactory.create_batch(2, goal_area=area)

    def counted() -> list[str]:
        scope = document_scope(document)
        return [figures.resolve(f"document.{name}_count/digits", scope) for name in ("goal_area", "activity")]

    assert counted() == ["0", "0"]
    chapter = SectionFactory(document=document)
    shows = SectionFactory(parent=chapter, block="plans.goal_areas")
    assert counted() == ["2", "4"]
    for section in (shows, chapter):
        Section.objects.filter(pk=section.pk).update(is_hidden=True)
        assert counted() == ["0", "0"]
        Section.objects.filter(pk=section.pk).update(is_hidden=False)
