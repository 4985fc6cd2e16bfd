"""A section without content is told while the document is written, at its place; nothing else is."""

from __future__ import annotations

from finsam.findings import Severity
from plans.domain.checks import sections_say_something
from plans.domain.facts import SectionFact
from plans.domain.staleness import StalenessFacts
from plans.models import Document
from plans.services import start_document
from reports.year_checks import checks_scope, checks_with_reports, year_checks
from tests import factories as make
from tests.conftest import Demo
from tests.plans.facts import document, section


def told(*sections: SectionFact, status: str = "draft") -> list[tuple[Severity, str, tuple[str, ...]]]:
    """What is found, with where it stands and what it is about."""
    facts = StalenessFacts(document(2024, *sections, status=status))
    return [(each.severity, each.where, each.about) for each in sections_say_something(facts)]


def test_a_heading_alone_is_a_warning_at_its_place_until_the_document_is_decided() -> None:
    found = [(Severity.WARNING, "Verksamhetsplan 2024, avsnittet ”Mål”", ("plans.section:s1",))]
    for status in ("draft", "in_review", "proposed"):
        assert told(section("s1"), status=status) == found
    for status in ("adopted", "published", "superseded"):
        assert told(section("s1"), status=status) == []


def test_an_empty_table_says_nothing_and_a_picture_a_figure_and_a_word_do() -> None:
    empty = "<p></p><table><tbody><tr><td></td></tr></tbody></table>"
    assert [about for _, _, about in told(section("s1", body=empty))] == [("plans.section:s1",)]
    for body in (
        "<p>Ja.</p>",
        '<p><img src="x" alt="Vägen in"></p>',
        '<p><data value="budget.cost_total"></data></p>',
    ):
        assert told(section("s1", body=body)) == []


def test_a_block_or_a_section_that_is_read_under_it_is_content() -> None:
    chapter = section("s1", "Kapitel")
    written = section("s2", "Under", body="<p>Text.</p>", parent=chapter.pk)
    hidden = section("s3", "Dolt", parent=chapter.pk, is_hidden=True)
    assert told(section("s4", block="budgets.outlook")) == []
    assert told(chapter, written) == []
    assert [about for _, _, about in told(chapter, hidden)] == [("plans.section:s1",)]
    assert told(section("s5", is_hidden=True), section("s6", body="<p>Text.</p>")) == []


def test_a_plan_of_the_standard_outline_is_told_of_until_it_is_written(db: None) -> None:
    federation = make.FederationFactory()
    plan = start_document(federation=federation, kind=Document.Kind.ACTIVITY_PLAN, year=2024)

    def empty() -> list[str]:
        found = year_checks(checks_scope(federation, 2024)).findings
        return [each.where for each in found if each.code == "plans.empty_section"]

    leaves = [each for each in plan.sections.all() if not each.block and not each.children.exists()]
    assert len(empty()) == len(leaves) > 10
    for each in leaves:
        each.body = "<p>Text.</p>"
        each.save()
    assert empty() == []


def test_what_is_wrong_in_the_text_of_an_annual_report_stands_among_the_checks_of_its_year(db: None) -> None:
    """An empty section and a reference that leads nowhere."""
    federation = make.FederationFactory()
    report = make.DocumentFactory(federation=federation, kind=Document.Kind.ANNUAL_REPORT, year=2024)
    make.SectionFactory(document=report, heading="Tomt")
    make.SectionFactory(
        document=report, heading="Lösa trådar", body='<p>Se <data value="to:section:deadbeef"></data>.</p>'
    )

    def told() -> dict[str, list[str]]:
        checked = checks_with_reports(federation, checks_scope(federation, 2024)).checked
        return {each.rule: [one.where for one in each.findings] for each in checked}

    found = told()
    assert found["Årsredovisningens avsnitt har innehåll"] == ["Årsredovisning 2024, avsnittet ”Tomt”"]
    assert found["Årsredovisningens text: hänvisningar i texten leder till något som finns"] == [
        "Årsredovisning 2024, avsnittet ”Lösa trådar”"
    ]
    (empty,) = (
        each
        for each in checks_with_reports(federation, checks_scope(federation, 2024)).findings
        if each.code == "plans.empty_section"
    )
    assert empty.remedy.endswith("under Årsredovisning, Redigera.")


def test_the_demo_has_no_empty_section(demos: dict[str, Demo]) -> None:
    found = {
        slug: [
            each.where
            for year in demo.federation.documents.values_list("year", flat=True)
            for each in year_checks(checks_scope(demo.federation, year)).findings
            if each.code == "plans.empty_section"
        ]
        for slug, demo in demos.items()
    }
    assert found == {"sodra-dalarna": [], "nedansiljan": [], "norra-vastmanland": []}
