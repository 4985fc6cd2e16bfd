"""References of a text to tables, notes, charts and sections of its own document: on page and paper, and frozen."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from plans import services as plan_services
from plans.models import Document, Section
from plans.numbering import crossing_choices, numbered_document
from plans.queries import document_scope
from plans.writing import crossings_for, outline_lines
from reports import services
from reports.documents.builder import resolve_document
from reports.documents.frozen import from_data
from reports.documents.render import page_html, paper_html
from reports.documents.resolved import ResolvedDocument
from reports.models import Publication
from reports.standing import facts_of, remaining
from tests import factories as make
from tests.conftest import Demo
from tests.reading import pdf_of

pytestmark = pytest.mark.django_db


def to(target: str) -> str:
    return f'<data value="to:{target}"></data>'


@pytest.fixture
def plan(db: None) -> Document:
    """A chapter that refers to an area's table, a note and sections; and what it refers to, further on."""
    federation = make.FederationFactory()
    budget = make.BudgetFactory(federation=federation)
    make.ContributionLineFactory(budget=budget)
    member = make.MemberFactory(federation=federation)
    make.ShareSetFactory(federation=federation, percents={member: 100})
    document: Document = make.DocumentFactory(federation=federation, budget=budget)
    for place in (1, 2):
        area = make.GoalAreaFactory(document=document, title=f"Område {place}")
        make.PlannedActivityFactory(goal_area=area)
    make.SectionFactory(document=document, heading="Inledning", position=10)
    make.SectionFactory(document=document, heading="Mål", block="plans.goal_areas", position=20)
    make.SectionFactory(document=document, heading="Not", block="budgets.contributions:tkr", position=30)
    last = make.SectionFactory(document=document, heading="Sist", position=40, is_numbered=False)
    write(
        document,
        f"<p>Se {to('plans.goal_areas~2')}, {to('plans.goal_areas~1/number')}, {to('budgets.contributions')}, "
        f"{to('plans.goal_areas')} och {to('section:' + last.key.hex[:8])}.</p>",
    )
    return document


def write(document: Document, body: str) -> None:
    section = document.sections.get(heading="Inledning")
    section.body = body
    section.save()


def body(resolved: ResolvedDocument) -> str:
    return next(each.body for each in resolved.sections if each.heading == "Inledning")


def words(resolved: ResolvedDocument) -> str:
    return re.sub(r"<[^>]*>", "", body(resolved)).replace("\u00a0", " ")


def test_a_reference_reads_as_the_number_of_what_it_leads_to(plan: Document) -> None:
    assert words(resolve_document(plan)) == "Se Tabell 2, 1, Not 1, avsnitt 2 och avsnittet ”Sist”."


def test_it_follows_when_sections_and_areas_change_places(plan: Document) -> None:
    note, goals = plan.sections.get(heading="Not"), plan.sections.get(heading="Mål")
    Section.objects.filter(pk=goals.pk).update(position=35)
    Section.objects.filter(pk=note.pk).update(position=5)
    make.SectionFactory(document=plan, heading="Före", block="budgets.budget_table", position=1)

    assert words(resolve_document(plan)) == "Se Tabell 3, 2, Not 1, avsnitt 4 och avsnittet ”Sist”."


def test_a_part_is_named_so_that_it_keeps_its_identity_when_parts_change_places(plan: Document) -> None:
    second = plan.goal_areas.order_by("position", "pk").last()
    assert second is not None
    write(plan, f"<p>Se {to('plans.goal_areas~' + second.key.hex[:8])}.</p>")
    assert words(resolve_document(plan)) == "Se Tabell 2."

    plan.goal_areas.filter(pk=second.pk).update(position=0)
    plan.goal_areas.exclude(pk=second.pk).update(position=5)

    assert words(resolve_document(plan)) == "Se Tabell 1."


def test_one_block_used_for_several_is_told_apart_by_its_argument(accounts_demo: Demo) -> None:
    document = make.DocumentFactory(federation=accounts_demo.federation, year=2018, version=9)
    make.SectionFactory(
        document=document,
        heading="Inledning",
        body="<p>{} {} {}</p>".format(
            to("budgets.operating_area:36000"),
            to("budgets.operating_area:35000"),
            to("budgets.operating_area"),
        ),
    )
    for code in ("35000", "36000"):
        make.SectionFactory(document=document, heading=code, block=f"budgets.operating_area:{code}")

    resolved = resolve_document(document)

    assert words(resolved) == "Tabell 2 Tabell 1 Tabell 1"
    assert re.findall(r'href="#([^"]*)"', body(resolved)) == [
        "budgets-operating-area_2",
        "budgets-operating-area",
        "budgets-operating-area",
    ]


def test_every_link_leads_to_a_place_of_the_page_and_of_the_paper(plan: Document) -> None:
    resolved = resolve_document(plan)
    targets = set(re.findall(r'href="#([^"]*)"', body(resolved)))

    assert len(targets) == 5
    for html in (page_html(resolved), paper_html(resolved)):
        assert targets <= set(re.findall(r'\sid="([^"]*)"', html))


def test_the_pdf_leads_there_too(plan: Document) -> None:
    resolved = resolve_document(plan)
    with pikepdf.open(BytesIO(pdf_of(paper_html(resolved)).data)) as pdf:
        led_to = {
            str(link.get("/Dest", link.get("/A", {}).get("/D", "")))
            for page in pdf.pages
            for link in page.get("/Annots", ())
        }

    assert set(re.findall(r'href="#([^"]*)"', body(resolved))) <= led_to


def test_a_chapter_alone_says_the_number_without_leading_anywhere(plan: Document) -> None:
    resolved = resolve_document(plan)
    chapter = paper_html(resolved, chapter=resolved.sections[0].anchor)

    assert "Se Tabell 2, 1, Not 1" in chapter
    assert 'href="#plans-goal-areas-2"' not in chapter


# --- What leads nowhere ------------------------------------------------------------------------------------


def test_one_to_what_is_not_in_the_document_is_said_where_it_stands(plan: Document) -> None:
    write(plan, f"<p>Se {to('budgets.outlook')} och {to('section:0badc0de')}.</p>")
    resolved = resolve_document(plan)

    assert words(resolved) == (
        "Se [hänvisning saknas: ”Långsiktig budget och eget kapital”] och "
        "[hänvisning saknas: ett avsnitt som är borta]."
    )
    assert resolved.missing_figures == (
        "hänvisningen till ”Långsiktig budget och eget kapital” i avsnittet ”Inledning”",
        "hänvisningen till ett avsnitt som är borta i avsnittet ”Inledning”",
    )


@pytest.mark.django_db(transaction=True)
def test_it_stops_the_adoption(plan: Document) -> None:
    plan.sections.filter(heading="Not").update(is_hidden=True)
    missing = resolve_document(plan).missing_figures

    assert missing == ("hänvisningen till ”Medelstilldelning per medlem (not)” i avsnittet ”Inledning”",)
    assert missing[0] in " ".join(each.remains for each in remaining(plan, missing))
    with pytest.raises(ValidationError, match="inte leder någonstans"):
        services.freeze(plan, stage=Publication.Stage.PROPOSAL)


@pytest.mark.django_db(transaction=True)
def test_what_is_frozen_keeps_its_numbers(plan: Document) -> None:
    kept = services.freeze(plan, stage=Publication.Stage.PROPOSAL)
    make.SectionFactory(document=plan, heading="Före", block="budgets.budget_table", position=1)

    assert words(resolve_document(plan)).startswith("Se Tabell 3")
    assert words(from_data(Publication.objects.get(pk=kept.pk).content)).startswith("Se Tabell 2")


# --- Where it is written -----------------------------------------------------------------------------------


def test_the_writer_reads_the_same_numbers_as_the_reader(plan: Document) -> None:
    lines = outline_lines(document_scope(plan))

    assert "Se Tabell 2, 1, Not 1, avsnitt 2 och avsnittet ”Sist”." in lines[0].text.replace("\u00a0", " ")


def test_what_can_be_referred_to_is_offered_in_reading_order(plan: Document) -> None:
    offered = [(each.label, each.shown) for each in crossing_choices(numbered_document(document_scope(plan)))]

    assert offered == [
        ("Inledning", "avsnitt 1"),
        ("Inledning", "1"),
        ("Mål", "avsnitt 2"),
        ("Mål", "2"),
        ("Aktiviteter 2023 inom målområde 1", "Tabell 1"),
        ("Aktiviteter 2023 inom målområde 1", "1"),
        ("Aktiviteter 2023 inom målområde 2", "Tabell 2"),
        ("Aktiviteter 2023 inom målområde 2", "2"),
        ("Not", "avsnitt 3"),
        ("Not", "3"),
        ("Medelstilldelning från förbundets medlemmar 2023, tkr", "Not 1"),
        ("Medelstilldelning från förbundets medlemmar 2023, tkr", "1"),
        ("Sist", "avsnittet ”Sist”"),
    ]


def test_a_reference_that_the_text_has_is_offered_in_its_own_spelling(plan: Document) -> None:
    text = plan.sections.get(heading="Inledning").body
    offered = {each.reference: each.shown for each in crossings_for([text], document_scope(plan))}

    assert offered["to:plans.goal_areas~2"] == "Tabell 2"


def test_saving_refuses_what_is_no_reference_and_takes_what_may_come_to_lead_somewhere(
    plan: Document,
) -> None:
    section = plan.sections.get(heading="Inledning")

    def save(text: str) -> Any:
        return plan_services.save_section(
            federation=plan.federation, pk=section.pk, revision=None, document=plan, body=text
        )

    with pytest.raises(ValidationError, match="är ingen hänvisning"):
        save(f"<p>{to('Tabell 7')}</p>")
    assert save(f"<p>{to('budgets.outlook')}</p>").body == f"<p>{to('budgets.outlook')}</p>"


def test_they_cost_no_queries(plan: Document, django_assert_num_queries: Any) -> None:
    scope = document_scope(plan)
    outline_lines(scope)

    with django_assert_num_queries(0):
        outline_lines(scope)
        crossings_for([to("plans.goal_areas~2")] * 30, scope)


def test_facts_of_a_document_tell_what_is_missing(plan: Document) -> None:
    write(plan, f"<p>{to('section:0badc0de')}</p>")

    assert facts_of(plan, resolve_document(plan).missing_figures).missing == (
        "hänvisningen till ett avsnitt som är borta i avsnittet ”Inledning”",
    )
