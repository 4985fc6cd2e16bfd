"""The three old years of Nedansiljan's plan for 2025, as it was printed (`facts/nedansiljan-2025`, C1–C3), and none in
the demo's plans.
"""

from __future__ import annotations

import pytest

from members.models import Role
from plans.domain.checks import DOCUMENT_CHECKS
from plans.models import Document
from plans.services import save_goal_area
from reports.year_checks import DOCUMENT_RULES, checks_scope, year_checks
from tests.conftest import Demo
from tests.pages import words

pytestmark = pytest.mark.django_db
RULES = [rule for _, rule, _ in DOCUMENT_RULES]


def found(demo: Demo) -> list[tuple[str, str, str]]:
    """What the checks of words find in the year, as (severity, where, message)."""
    checks = year_checks(checks_scope(demo.federation, demo.year))
    return [
        (each.severity.value, each.where, each.message)
        for rule in checks.checked
        if rule.rule in RULES
        for each in rule.findings
    ]


def test_every_check_of_words_stands_on_the_page() -> None:
    assert tuple(check for check, _, _ in DOCUMENT_RULES) == DOCUMENT_CHECKS


def test_the_demo_plans_name_no_old_year(demos: dict[str, Demo]) -> None:
    assert {slug: found(demo) for slug, demo in demos.items()} == {
        "sodra-dalarna": [],
        "nedansiljan": [],
        "norra-vastmanland": [],
    }


def test_nedansiljans_plan_as_it_was_printed_names_2024_three_times(demos: dict[str, Demo]) -> None:
    """C3 in 3.1.1: "vid ingången av 2024". C1 and C2 in 3.1.3: a heading, and a sentence on what is to come."""
    demo = demos["nedansiljan"]
    first, _, third, _ = demo.federation.documents.get(year=2025).goal_areas.all()
    printed = {
        first: "<h3>Insatser under 2025:</h3><p>De insatser som finansieras vid ingången av 2024 följs upp.</p>",
        third: "<h3>Insatser under 2024:</h3><p>Under 2024 kommer kompetensutvecklingen att fortsätta.</p>",
    }
    for area, text in printed.items():
        save_goal_area(
            federation=demo.federation,
            pk=area.pk,
            revision=area.revision,
            description=area.description + text,
        )

    where = "Verksamhetsplan 2025, målområde {} ”{}”"
    assert found(demo) == [
        (
            "error",
            where.format(3, third.title),
            "Rubriken nämner 2024, men planen gäller 2025: ”Insatser under 2024:”",
        ),
        (
            "warning",
            where.format(1, first.title),
            "Texten nämner 2024, men planen gäller 2025: ”De insatser som finansieras vid ingången av 2024 följs upp.”",
        ),
        (
            "warning",
            where.format(3, third.title),
            "Texten nämner 2024, men planen gäller 2025: ”Under 2024 kommer kompetensutvecklingen att fortsätta.”",
        ),
    ]
    page = words(demo.client(Role.BOARD).get(demo.url("checks")))
    assert "”Insatser under 2024:” Gå igenom det under Verksamhetsplan, Gå igenom" in page


def test_a_plan_that_is_decided_is_not_asked_about(demos: dict[str, Demo]) -> None:
    demo = demos["nedansiljan"]
    Document.objects.filter(federation=demo.federation).update(title="Plan 2024")
    assert [severity for severity, _, _ in found(demo)] == ["error"]
    Document.objects.filter(federation=demo.federation).update(status="superseded")
    assert found(demo) == []
