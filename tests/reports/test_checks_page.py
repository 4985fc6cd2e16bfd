"""The page Kontroller and manage.py check_figures: the same findings, read by people and by programs.

What is compared, and how, is in `tests.budgets.test_published`; the other checks in `tests.budgets.test_checks`.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets import services
from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.follow_up_checks import FOLLOW_UP_CHECKS
from budgets.domain.printed_checks import PUBLISHED_CHECKS
from finsam.swedish import NBSP
from members.models import Federation, Role
from plans.domain.outcome_checks import OUTCOME_CHECKS
from plans.domain.printed_beside_entered import PRINTED_OUTCOME_CHECKS
from plans.domain.training_checks import TRAINING_CHECKS
from reports.outcome_rules import OUTCOME_RULES, PRINTED_OUTCOME_RULES, TRAINING_RULES
from reports.standing import document_concerns
from reports.year_checks import BUDGET_RULES, FOLLOW_UP_RULES, PUBLISHED_RULES, checks_scope, year_checks
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.deciding import REASON, accept_concerns
from tests.pages import words

pytestmark = pytest.mark.django_db

PLAN_2023 = "Verksamhetsplan och budget år 2023 och långsiktig inriktning 2024–2026"
FLOOR = f"minst 400{NBSP}000{NBSP}kr"
ERRORS = [
    (
        f"Budget år 2023, 20{NBSP}000 Administration, Totalt, årsbudget 2022",
        f"895{NBSP}tkr",
        f"905{NBSP}tkr",
    ),
    (
        "Budget år 2023, Kostnader totalt, årsbudget 2022",
        f"7{NBSP}185{NBSP}tkr",
        f"7{NBSP}195{NBSP}tkr",
    ),
]
"""Where, computed and printed: Södra Dalarna, "Verksamhetsplan och budget år 2023"."""
FOUND = [
    *ERRORS,
    ("Budget 2022", FLOOR, f"399{NBSP}000{NBSP}kr"),
    (f"{PLAN_2023}, långsiktig budget 2022", FLOOR, f"389{NBSP}000{NBSP}kr"),
]
"""And the budget that breaks the floor if it is spent: by its lines, and as it was printed."""
PRINTED = "Det som äldre dokument har tryckt stämmer med det som beräknas och med sig självt"
PLACED = "Allt som är bokfört hör till ett ID"
SPENT = "Inget ID avviker mycket från den fastställda budgeten"
NOTHING_WRONG = "Inget att anmärka"


def check_figures(*arguments: str) -> str:
    """What the command writes."""
    written = StringIO()
    call_command("check_figures", *arguments, stdout=written)
    return written.getvalue()


def keep(federation: Federation, printed: int, place: str) -> None:
    """A document of 2023 printed a total cost in tkr."""
    services.keep_published_figure(
        federation=federation,
        document="Plan",
        year=2023,
        place=place,
        reference="budget.cost_total",
        printed=str(printed),
        value=Decimal(printed * 1000),
    )


def test_every_check_stands_on_the_page() -> None:
    assert tuple(check for check, _, _ in BUDGET_RULES) == BUDGET_CHECKS
    assert tuple(check for check, _, _ in PUBLISHED_RULES) == PUBLISHED_CHECKS
    assert tuple(check for check, _, _ in FOLLOW_UP_RULES) == FOLLOW_UP_CHECKS
    assert tuple(check for check, _, _ in OUTCOME_RULES) == OUTCOME_CHECKS
    assert tuple(check for check, _, _ in PRINTED_OUTCOME_RULES) == PRINTED_OUTCOME_CHECKS
    assert tuple(check for check, _, _ in TRAINING_RULES) == TRAINING_CHECKS


# --- The page ----------------------------------------------------------------------------------------------


def test_the_page_shows_each_finding_with_both_figures_and_all_that_was_checked(demo: Demo) -> None:
    answer = demo.client(Role.AUDITOR).get(demo.url("checks"))

    assert [
        (each.where, each.expected, each.found)
        for group in answer.context["groups"]
        for each, _ in group["findings"]
    ] == FOUND
    text = words(answer)
    assert "Två fel och två varningar att se över." in text
    for where, computed, printed in ERRORS:
        assert f"Fel: {where}. Tryckt och beräknad siffra skiljer sig med 10 tkr.".replace(NBSP, " ") in text
        assert f"Väntat: {computed} . Funnet: {printed} .".replace(NBSP, " ") in text
    assert [(rule.rule, rule.extent, rule.outcome) for rule in answer.context["checked"]] == [
        (
            "Fördelningstalen finns, blir 100 % och följer lagen",
            "Fördelningstal 2023",
            NOTHING_WRONG,
        ),
        (
            "Budgeten ryms i de tillgängliga medlen",
            f"Kostnader 6{NBSP}908{NBSP}000{NBSP}kr, tillgängliga medel 6{NBSP}908{NBSP}000{NBSP}kr",
            NOTHING_WRONG,
        ),
        (
            "Det egna kapitalet når lägsta nivå varje år",
            "Långsiktig budget 2021–2026",
            NOTHING_WRONG,
        ),
        ("En fastställd budget som används helt lämnar lägsta nivå kvar", "Budget 2022", "En varning"),
        (
            "Det egna kapitalet håller sig under högsta nivå varje år",
            "Långsiktig budget 2021–2026",
            NOTHING_WRONG,
        ),
        ("Intäkter och kostnader ligger under ID av rätt slag", "28 rader", NOTHING_WRONG),
        ("Prognos och planer har belopp på alla rader", "", "Finns inget att kontrollera"),
        ("Planen omfattar minst tre år", "Långsiktig budget från 2023", NOTHING_WRONG),
        ("Alla kostnader hör till en fördelningsgrupp", "", "Finns inget att kontrollera"),
        ("En ändrad budget säger hur den finansieras", "", "Finns inget att kontrollera"),
        ("En ändrad budget finansieras som den säger", "", "Finns inget att kontrollera"),
        ("Budgeten jämförs med den version som gäller av förra årets", "Budget 2022", "Inget att anmärka"),
        (
            "Medlemmarna betalar tillsammans hela medelstilldelningen",
            "Fördelningstal 2023",
            "Inget att anmärka",
        ),
        (PRINTED, "43 siffror i ett dokument", "Två fel"),
        (
            "Det som äldre dokument har tryckt lämnar lägsta nivå kvar",
            "43 siffror i ett dokument",
            "En varning",
        ),
        ("Planens rubriker nämner inget gammalt år", "21 rubriker", NOTHING_WRONG),
        ("Planens text nämner inget gammalt år", "119 stycken", NOTHING_WRONG),
        ("Text som följde med från en tidigare plan är genomgången", "", "Finns inget att kontrollera"),
        (
            "Aktiviteter som följde med är behållna, ändrade eller borttagna",
            "",
            "Finns inget att kontrollera",
        ),
        ("Planens text säger inte att den är fastställd förrän den är det", "119 stycken", NOTHING_WRONG),
        ("Planens avsnitt har innehåll", "15 avsnitt", NOTHING_WRONG),
        ("Hänvisningar i texten leder till något som finns", "", "Finns inget att kontrollera"),
        (PLACED, "", "Finns inget att kontrollera"),
        (SPENT, "", "Finns inget att kontrollera"),
        *(
            (rule, "", "Finns inget att kontrollera")
            for _, rule, *_ in (*OUTCOME_RULES, *PRINTED_OUTCOME_RULES, *TRAINING_RULES)
        ),
    ]


def test_what_deviated_much_in_2018_stands_on_the_page_and_in_the_command_with_its_kronor(
    accounts_demo: Demo,
) -> None:
    """Södra Dalarna, "Årsredovisning 2018": the six areas whose outturn is far from the budget, no other."""
    answer = accounts_demo.client(Role.AUDITOR).get(accounts_demo.url("checks"))
    (found,) = [rule for rule in answer.context["checked"] if rule.rule == SPENT]
    (year,) = json.loads(check_figures("sodra-dalarna", "2018", "--format", "json"))
    text = words(answer)

    assert (found.extent, found.outcome) == ("Bokfört 2018 hela året", "Sex varningar")
    assert [each.about[0].split(":")[1] for each in found.findings] == [
        f"{code}@2018" for code in ("21000", "29000", "37000", "20000", "35000", "36000")
    ]
    assert {each["code"] for each in year["findings"]} >= {"follow_up.large_deviation"}
    assert [each["message"] for each in year["findings"] if each["code"] == "follow_up.large_deviation"] == [
        each.message for each in found.findings
    ]
    first = found.findings[0]
    assert f"Varning: Uppföljning 2018. {first.message}".replace(NBSP, " ") in text
    assert f"Väntat: {first.expected} . Funnet: {first.found} .".replace(NBSP, " ") in text


def test_a_deviation_stands_as_a_mark_beside_its_area_in_the_budget_and_leads_to_the_page(
    accounts_demo: Demo,
) -> None:
    page = accounts_demo.client().get(accounts_demo.url("budget")).content.decode()

    marks = set(re.findall(rf'href="{accounts_demo.url("checks")}#(fynd-[0-9a-f]+)"', page))
    listed = accounts_demo.client().get(accounts_demo.url("checks")).content.decode()
    found = year_checks(checks_scope(accounts_demo.federation, 2018)).findings
    deviations = {each.anchor for each in found if each.code == "follow_up.large_deviation"}
    assert len(deviations) == 6
    assert deviations <= marks
    assert all(f'id="{each}"' in listed for each in deviations)


def test_what_a_year_has_cost_is_nothing_a_plan_is_adopted_with(accounts_demo: Demo) -> None:
    plan = make.DocumentFactory(
        federation=accounts_demo.federation,
        year=2018,
        version=2,
        budget=accounts_demo.federation.budgets.get(year=2018),
    )

    codes = {each.finding.code for each in document_concerns(plan)}
    found = {each.code for each in year_checks(checks_scope(accounts_demo.federation, 2018)).findings}
    assert "follow_up.large_deviation" in found - codes


def test_findings_are_grouped_by_how_grave_they_are() -> None:
    """Costs 7 185 in one line; printed 7 195 in one table and 7 185 and a rounded 7 186 in others."""
    budget = make.BudgetFactory()
    make.BudgetLineFactory(budget=budget, amount=Decimal(7_185_500))
    keep(budget.federation, 7195, "Tabell 1")
    keep(budget.federation, 7185, "Tabell 2")
    keep(budget.federation, 7186, "Tabell 3")
    client = signed_in(make.MandateFactory(federation=budget.federation, role=Role.DIRECTOR).user)

    answer = client.get(reverse("checks", kwargs={"slug": budget.federation.slug, "year": 2023}))

    assert [
        (group["heading"], [each.where for each, _ in group["findings"]])
        for group in answer.context["groups"]
    ] == [
        ("Fel", ["Tabell 1"]),
        ("Varningar", ["Fördelningstal 2023", "Långsiktig budget"]),
        ("Avrundningar", ["Tabell 2"]),
    ]
    assert "Ett fel, två varningar och en avrundning att se över." in words(answer)
    outcomes = {rule.rule: rule.outcome for rule in answer.context["checked"]}
    assert outcomes[PRINTED] == "Ett fel och en avrundning"


def test_a_year_in_which_nothing_is_wrong_says_what_was_checked(demo: Demo) -> None:
    demo.federation.equity_rules.all().delete()

    text = words(demo.client().get(demo.url("checks", year=2022)))

    assert "Kontrollerna hittar inget att anmärka på." in text
    assert f"{PRINTED} – Finns inget att kontrollera" in text


def test_a_year_without_a_budget_says_that_there_is_nothing_to_check(demo: Demo) -> None:
    assert "Det finns inget att kontrollera för 2030 ännu." in words(
        demo.client().get(demo.url("checks", year=2030))
    )


def test_the_overview_counts_all_findings_and_leads_to_the_page(demo: Demo) -> None:
    content = demo.client().get(demo.url("overview")).content.decode()

    link = f'<a href="{demo.url("checks")}">Alla kontroller för 2023</a>'
    assert f"{link}: två fel och två varningar</p>" in content


@pytest.mark.parametrize("size", [1, 30])
def test_the_page_costs_as_many_queries_for_thirty_as_for_one(size: int) -> None:
    budget = make.BudgetFactory(previous=make.BudgetFactory(year=2022))
    federation = budget.federation
    make.EquityRuleFactory(federation=federation)
    for number in range(size):
        make.BudgetLineFactory(budget=budget)
        make.OutlookYearFactory(budget=budget, year=2024 + number)
        keep(federation, 800 + number, f"Tabell {number}")
    client = signed_in(make.MandateFactory(federation=federation, role=Role.DIRECTOR).user)
    url = reverse("checks", kwargs={"slug": federation.slug, "year": 2023})
    client.get(url)

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert len(answer.context["groups"][0]["findings"]) == size
    assert len(asked) == 32


# --- The command -------------------------------------------------------------------------------------------


def test_the_command_gives_every_finding_as_data(demo: Demo) -> None:
    (year,) = json.loads(check_figures("sodra-dalarna", "2023", "--format", "json"))

    assert (year["federation"], year["year"]) == ("sodra-dalarna", 2023)
    assert [(each["where"], each["expected"], each["found"]) for each in year["findings"]] == FOUND
    assert year["findings"][0] == {
        "code": "budget.published_differs",
        "severity": "error",
        "where": FOUND[0][0],
        "message": (
            f"Tryckt och beräknad siffra skiljer sig med 10{NBSP}tkr. "
            f"Avrundning av 13 tal som läggs ihop kan ge högst 6,5{NBSP}tkr."
        ),
        "expected": f"895{NBSP}tkr",
        "found": f"905{NBSP}tkr",
        "remedy": "Jämför raderna med dokumentet. Är de rätt inlagda är det dokumentets siffra som är fel.",
        "source": PLAN_2023,
        "about": ["budget.cost_centre_total:20000@2022"],
    }


def test_without_arguments_it_takes_every_year_of_every_federation(demo: Demo) -> None:
    """Also a year in which there is nothing but what an old document printed."""
    other = make.FederationFactory(slug="annanstans")
    keep(other, 895, "Tabell 1")

    assert [
        (each["federation"], each["year"], len(each["findings"]))
        for each in json.loads(check_figures("--format=json"))
    ] == [("annanstans", 2023, 1), ("sodra-dalarna", 2022, 2), ("sodra-dalarna", 2023, 4)]


def test_the_text_says_the_same_to_be_read(demo: Demo) -> None:
    before, found = check_figures("sodra-dalarna").split("\n\n")

    assert before.splitlines()[:2] == [
        "sodra-dalarna 2022: Två varningar",
        (
            f"  Varning: Budget 2022. Budgeten kostar 1{NBSP}000{NBSP}kr mer än de tillgängliga medlen. "
            "[budget.cost_above_available]"
        ),
    ]
    assert found.splitlines()[:5] == [
        "sodra-dalarna 2023: Två fel och två varningar",
        (
            f"  Fel: {ERRORS[0][0]}. Tryckt och beräknad siffra skiljer sig med 10{NBSP}tkr. "
            f"Avrundning av 13 tal som läggs ihop kan ge högst 6,5{NBSP}tkr. [budget.published_differs]"
        ),
        f"    Väntat: 895{NBSP}tkr. Funnet: 905{NBSP}tkr.",
        "    Jämför raderna med dokumentet. Är de rätt inlagda är det dokumentets siffra som är fel.",
        f"    Källa: {PLAN_2023}",
    ]
    assert len(found.splitlines()) == 1 + 4 * 4


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("nagon-annan",), "Förbundet ”nagon-annan” finns inte. De som finns: sodra-dalarna."),
        (("sodra-dalarna", "2032"), "har ingenting för 2032. Åren som finns: 2022, 2023."),
        (("sodra-dalarna", "i år"), "”i år” är inget årtal. Skriv det med fyra siffror, till exempel 2023."),
        (("--format", "xml"), "invalid choice"),
        (("--fail-on", "anything"), "invalid choice"),
    ],
)
def test_only_arguments_that_mean_nothing_are_refused(demo: Demo, arguments: Any, problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        check_figures(*arguments)


@pytest.mark.parametrize(
    ("least", "problem"),
    [
        ("error", "Två fel."),
        ("warning", "Två fel och två varningar."),
        ("rounding", "Två fel och två varningar."),
    ],
)
def test_a_finding_is_a_failure_only_when_asked_for_and_from_the_severity_asked(
    demo: Demo, least: str, problem: str
) -> None:
    """The findings are written all the same, and the exit code is 1."""
    assert "Två fel och två varningar" in check_figures("sodra-dalarna", "2023")
    written = StringIO()

    with pytest.raises(CommandError) as failure:
        call_command("check_figures", "sodra-dalarna", "2023", "--fail-on", least, stdout=written)

    assert (str(failure.value), failure.value.returncode) == (problem, 1)
    assert written.getvalue() == check_figures("sodra-dalarna", "2023")


def test_what_weighs_less_than_asked_is_no_failure(demo: Demo) -> None:
    """2022 has two warnings and no error."""
    assert "Två varningar" in check_figures("sodra-dalarna", "2022", "--fail-on", "error")


def test_a_finding_tells_why_it_was_accepted_to_those_who_may_read_the_plan(demo: Demo) -> None:
    document = demo.federation.documents.get(year=demo.year)
    told = f"Motiverad inför beslutet: {REASON}"
    before = words(demo.client().get(demo.url("checks"))).count(told)
    accept_concerns(document)
    accepted = document.accepted_findings.count()
    document.accepted_findings.model.objects.filter(document=document).update(reason=REASON)

    seen = {
        role: words(demo.client(role).get(demo.url("checks"))).count(told)
        for role in (Role.DIRECTOR, Role.BOARD)
    }
    assert (before, accepted > 0, seen) == (0, True, {Role.DIRECTOR: accepted, Role.BOARD: accepted})

    document.__class__.objects.filter(pk=document.pk).update(status="draft")
    assert words(demo.client(Role.BOARD).get(demo.url("checks"))).count(told) == accepted
    assert told in words(demo.client().get(demo.url("overview")))
