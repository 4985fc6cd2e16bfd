"""A text that says by itself that the plan is adopted: told while it is written, and nothing else is."""

from __future__ import annotations

import pytest

from finsam import findings
from finsam.findings import Severity
from plans.domain.checks import DOCUMENT_CHECKS
from plans.domain.decided_words import typed_adoption
from plans.domain.staleness import StalenessFacts
from reports.standing import document_concerns
from tests.conftest import Demo
from tests.plans.facts import document, section

NBSP = "\u00a0"


@pytest.mark.parametrize(
    "text",
    [
        f"Fastställd av styrelsen den 25{NBSP}november 2022, § 52",
        "Fastställd av styrelsen 2022-11-25.",
        "Antagen av styrelsen § 47/2022",
        "Planen är fastställd av styrelsen den 25 november.",
        "Verksamhetsplanen för 2023 antogs av förbundsstyrelsen den 25 nov 2022.",
        "Denna verksamhetsplan med budget är beslutad av styrelsen den 25 november 2022 (§ 52).",
        "Budgeten har fastställts av förbundets styrelse den 25 november 2022.",
    ],
)
def test_a_typed_adoption_is_known_by_its_words_and_its_day_or_paragraph(text: str) -> None:
    assert typed_adoption(text, 2023) == text


@pytest.mark.parametrize(
    "text",
    [
        "Planen fastställs av styrelsen i november.",
        "Planen ska vara fastställd av styrelsen senast den 30 november.",
        "Rutinen för planen är antagen av styrelsen den 3 maj 2022.",
        "Planen är fastställd av styrelsen.",
        "Verksamhetsplan 2022 fastställdes av styrelsen den 26 november 2021, § 40.",
        "Planen fastställdes av styrelsen den 27 november 2020.",
        "Policyn för resor är antagen av styrelsen den 3 maj 2022, § 12.",
        "Lägsta nivån, 400 000 kr, är beslutad av styrelsen den 3 maj 2022.",
        "Styrelsen har beslutat om följande bidrag för 2023:",
        "Styrelsen fastställer varje år, senast i november och efter samråd med medlemmarna, en budget.",
        "Fastställd av styrelsen {document.decision_date}",
        "Den lokala överenskommelsen är beslutad av kommunstyrelsen den 1 mars 2022, § 9.",
    ],
)
def test_what_is_history_or_about_something_else_is_no_such_sentence(text: str) -> None:
    assert typed_adoption(text, 2023) == ""


def test_it_is_a_warning_at_its_place_while_the_plan_is_written() -> None:
    body = "<p>Inledning. Planen är fastställd av styrelsen den 25 november 2022, § 52. Sedan mer.</p>"
    plan = document(2023, section("s1", "Beslut", body))
    told = [each for each in findings.run(DOCUMENT_CHECKS, StalenessFacts(plan)) if "decision" in each.code]
    assert [(each.code, each.severity, each.where, each.message) for each in told] == [
        (
            "plans.typed_decision",
            Severity.WARNING,
            "Verksamhetsplan 2023, avsnittet ”Beslut”",
            (
                "Texten säger att planen redan är fastställd: "
                "”Planen är fastställd av styrelsen den 25 november 2022, § 52.”"
            ),
        )
    ]
    adopted = document(2023, section("s1", "Beslut", body), status="adopted")
    assert findings.run(DOCUMENT_CHECKS, StalenessFacts(adopted)) == ()


@pytest.mark.django_db
def test_the_demo_plans_leave_the_decision_to_its_record(demos: dict[str, Demo]) -> None:
    """And one that is given such a sentence is told of it among what the board is not to decide over unawares."""
    told = {}
    for slug, demo in demos.items():
        plan = demo.federation.documents.get(year=demo.year)
        told[slug] = [each for each in document_concerns(plan) if each.finding.code == "plans.typed_decision"]
    assert told == {"sodra-dalarna": [], "nedansiljan": [], "norra-vastmanland": []}
    plan = demos["sodra-dalarna"].federation.documents.get(year=2023)
    plan.sections.filter(heading="Mål").update(body="<p>Fastställd av styrelsen 2022-11-25, § 52.</p>")
    (concern,) = (each for each in document_concerns(plan) if each.finding.code == "plans.typed_decision")
    assert concern.may_be_accepted
