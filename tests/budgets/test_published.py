"""What old documents printed beside what is computed: what is an error, what is rounding, and what is not compared.

The figures are from the published plans of Södra Dalarna (2023) and Norra Västmanland (2023) and from Södra Dalarna's
"Årsredovisning 2018".
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgets import services
from budgets.domain.printed_checks import PUBLISHED_CHECKS
from budgets.domain.published import PublishedFact, PublishedFacts
from budgets.domain.steps import terms_of
from budgets.models import Budget
from budgets.published_queries import published_facts
from finsam import findings
from finsam.findings import Finding, Severity
from finsam.scope import Scope
from finsam.sources import Source
from finsam.swedish import NBSP
from tests import factories as make
from tests.budgets.facts import FUNDING, OPERATIONS, budget, centre, entry, facts, line
from tests.conftest import Demo

PLAN_2023 = "Verksamhetsplan och budget år 2023 och långsiktig inriktning 2024–2026"
REMEDY = "Jämför raderna med dokumentet. Är de rätt inlagda är det dokumentets siffra som är fel."


def said(printed: str, computed: str | None, unit: str = "tkr", terms: int = 1) -> list[tuple[str, ...]]:
    """What is found of a printed figure; `computed` is in the printed unit, with a point before decimals."""
    size = {"tkr": 1000, "mnkr": 1_000_000}.get(unit, 1)
    value = Decimal(printed.rstrip("*").replace(" ", "").replace("−", "-").replace(",", "."))
    fact = PublishedFact(
        document="Plan",
        place="Här",
        printed=printed,
        value=value * size,
        unit=unit,
        computed=None if computed is None else Decimal(computed) * size,
        terms=terms,
    )
    return [
        tuple(
            text.replace(NBSP, " ") for text in (each.severity.value, each.message, each.expected, each.found)
        )
        for each in findings.run(PUBLISHED_CHECKS, PublishedFacts(2023, (fact,)))
    ]


@pytest.mark.parametrize(
    ("printed", "computed", "unit"),
    [
        ("1 298", "1298", "tkr"),
        ("−6 308", "-6308", "tkr"),
        ("1 000*", "1000", "tkr"),
        ("1 684", "1683.5", "tkr"),  # a total from öre, rounded once, half up
        ("6,3", "6.308", "mnkr"),
        ("62,5", "62.5", "percent"),
        ("4", "4", "count"),
    ],
)
def test_a_figure_that_is_the_computed_one_rounded_is_not_mentioned(
    printed: str, computed: str, unit: str
) -> None:
    assert said(printed, computed, unit, terms=9) == []


def test_a_difference_that_rounding_of_the_terms_explains_is_a_note() -> None:
    """Norra Västmanland 2023, forecast 2022: four sums printed −7 495 where the lines give −7 494."""
    assert said("−7 495", "-7494", terms=4) == [
        (
            "rounding",
            (
                "Tryckt och beräknad siffra skiljer sig med 1 tkr. "
                "Avrundning av fyra tal som läggs ihop kan ge högst 2 tkr."
            ),
            "−7 494 tkr",
            "−7 495 tkr",
        )
    ]


def test_a_half_rounded_the_other_way_is_a_note() -> None:
    """ "Årsredovisning 2018", note 1: 25 % of 6 734 tkr printed 1 683."""
    assert said("1 683", "1683.5") == [
        (
            "rounding",
            "Tryckt och beräknad siffra skiljer sig med 1 tkr. Avrundning kan ge högst 0,5 tkr.",
            "1 684 tkr",
            "1 683 tkr",
        )
    ]


@pytest.mark.parametrize(
    ("printed", "computed", "unit", "terms", "severity"),
    [
        ("905", "898.5", "tkr", 13, "rounding"),
        ("905", "898.49", "tkr", 13, "error"),
        ("6,4", "6.35", "mnkr", 1, None),
        ("6,4", "6.349", "mnkr", 1, "error"),
        ("6,4", "6.30", "mnkr", 2, "rounding"),
        ("5", "4", "count", 1, "error"),
        ("66", "66.67", "percent", 1, "error"),  # "Årsredovisning 2018", tables 11 and 14: cut, not rounded
    ],
)
def test_the_bound_is_half_the_last_printed_digit_for_each_term(
    printed: str, computed: str, unit: str, terms: int, severity: str | None
) -> None:
    assert [each[0] for each in said(printed, computed, unit, terms)] == ([severity] if severity else [])


def test_a_figure_with_nothing_to_compare_with_is_warned_of() -> None:
    assert said("905", None) == [
        ("warning", "Det finns inget beräknat värde att jämföra med.", "", "905 tkr")
    ]


AREA = centre(30, "Insatser")
TEAM = centre(31, "Team", parent=30)
EMPTY = centre(32, "Utan pengar", parent=30)
LINES = (
    line(1, OPERATIONS.pk, "Löner", 702),
    line(2, OPERATIONS.pk, "Resor", 5),
    line(3, OPERATIONS.pk, "Porto", None),
    line(4, AREA.pk, "Gemensamt", 10),
    line(5, TEAM.pk, "Team", 1900),
    line(6, EMPTY.pk, "Inget", None),
    line(7, FUNDING.pk, "Staten", -3154, nature="contribution"),
    line(8, FUNDING.pk, "Övriga", -3154, nature="contribution"),
)
SLUGS = {OPERATIONS.pk: "administration", AREA.pk: "insatser"}


@pytest.mark.parametrize(
    ("key", "argument", "terms"),
    [
        ("budget.cost_centre_total", "administration", 2),  # its lines with money
        ("budget.cost_centre_total", "insatser", 2),  # a line, and the total of the ID under it
        ("budget.cost_total", "", 2),  # the two IDs
        ("budget.income_total", "", 1),
        ("budget.funding_total", "", 2),
        ("budget.result", "", 2),
        ("budget.available_funds", "", 3),
        ("budget.closing_equity", "", 3),
        ("budget.opening_equity", "", 2),
        ("budget.contribution", "avesta-kommun", 1),
        ("outlook.cost", "2023", 2),
        ("outlook.funding", "2023", 2),
        ("outlook.funding", "2024", 1),
        ("outlook.cost", "2024", 1),
        ("outlook.closing_equity", "2021", 1),
        ("outlook.closing_equity", "2022", 2),
        ("outlook.closing_equity", "2024", 3),
    ],
)
def test_the_terms_are_those_of_the_step_before(key: str, argument: str, terms: int) -> None:
    centres = tuple(
        replace(each, slug=SLUGS.get(each.pk, "")) for each in (OPERATIONS, AREA, TEAM, EMPTY, FUNDING)
    )
    known = replace(
        facts(
            2023,
            budget(2023, *LINES),
            outlook=(
                entry(2021, equity=1262, reason="Bokslutet"),
                entry(2022, forecast=-262, reason="Prognosen"),
                entry(2024, 7500, 7200),
            ),
        ),
        centres=centres,
    )

    assert terms_of(key, argument, known) == terms


def differs(place: str, figure: str, printed: str, computed: str, words: str) -> Finding:
    """The finding of a figure in Södra Dalarna's plan that is ten tkr wrong."""
    return Finding(
        code="budget.published_differs",
        severity=Severity.ERROR,
        where=place,
        message=f"Tryckt och beräknad siffra skiljer sig med 10{NBSP}tkr. Avrundning av {words}",
        expected=f"{computed}{NBSP}tkr",
        found=f"{printed}{NBSP}tkr",
        remedy=REMEDY,
        source=Source(PLAN_2023),
        about=(figure,),
    )


def demo_scope(demo: Demo) -> Scope:
    """The scope of the plan's year, with the plan whose goal areas are counted."""
    return Scope(demo.federation.pk, 2023, {"document": demo.federation.documents.get(year=2023).pk})


def test_the_plan_of_2023_printed_two_sums_that_do_not_follow_from_their_rows(demo: Demo) -> None:
    """Two more are wrong because of the second, and are told with it; and so is a budget that breaks the floor."""
    printed = published_facts(demo_scope(demo))

    assert len(printed.figures) == 43
    assert findings.run(PUBLISHED_CHECKS, printed) == (
        differs(
            f"Budget år 2023, 20{NBSP}000 Administration, Totalt, årsbudget 2022",
            "budget.cost_centre_total:20000@2022",
            "905",
            "895",
            f"13 tal som läggs ihop kan ge högst 6,5{NBSP}tkr.",
        ),
        differs(
            "Budget år 2023, Kostnader totalt, årsbudget 2022",
            "budget.cost_total@2022",
            f"7{NBSP}195",
            f"7{NBSP}185",
            f"sju tal som läggs ihop kan ge högst 3,5{NBSP}tkr. "
            f"Felet följer med till Budget år 2023, Resultat, årsbudget 2022 (−873{NBSP}tkr, raderna ger "
            f"−863{NBSP}tkr) och Långsiktig budget 2023–2026, Budget 2022 (7{NBSP}195{NBSP}tkr, raderna ger "
            f"7{NBSP}185{NBSP}tkr).",
        ),
        Finding(
            code="budget.published_below_floor",
            severity=Severity.WARNING,
            where=f"{PLAN_2023}, långsiktig budget 2022",
            message=(
                f"Används hela budgeten som den är tryckt (1{NBSP}262 + 6{NBSP}322 − 7{NBSP}195) blir det egna "
                f"kapitalet 11{NBSP}000{NBSP}kr under lägsta nivå. Raderna ger 399{NBSP}000{NBSP}kr."
            ),
            expected=f"minst 400{NBSP}000{NBSP}kr",
            found=f"389{NBSP}000{NBSP}kr",
            remedy="Rätta den siffra som är fel, eller motivera varför nivån underskrids.",
            source=Source("Styrelsens beslut om lägsta nivå, av likviditetsskäl"),
            about=("outlook.closing_equity:2022@2023",),
        ),
    )


def keep(year_budget: Budget, reference: str, place: str = "Tabell", unit: str = "tkr") -> None:
    """A document of the budget's year printed 895 somewhere."""
    services.keep_published_figure(
        federation=year_budget.federation,
        document="Plan",
        year=year_budget.year,
        place=place,
        reference=reference,
        printed="895",
        value=Decimal(895_000),
        unit=unit,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reference", "unit", "code", "message"),
    [
        ("budget.nonsense", "tkr", "unknown", "Siffran ”budget.nonsense” finns inte."),
        ("20 000", "tkr", "unknown", "”20 000” är ingen hänvisning till en siffra."),
        ("budget.cost_centre_total:99999", "tkr", "unknown", f"ID 99{NBSP}999 finns inte i förbundet."),
        ("budget.cost_total@2101", "tkr", "unknown", "Siffran ”kostnader totalt” finns inte för år 2101. "),
        ("budget.cost_total", "percent", "unknown", "Siffran ”kostnader totalt” kan inte vara tryckt"),
        ("outlook.first_year", "count", "unknown", "Siffran ”den långsiktiga budgetens första år” kan inte"),
        ("budget.cost_total@2021", "tkr", "not_computed", "Det finns inget beräknat värde att jämföra med."),
    ],
)
def test_a_reference_that_leads_nowhere_is_warned_of_with_the_reason(
    reference: str, unit: str, code: str, message: str
) -> None:
    year_budget = make.BudgetFactory()
    keep(year_budget, reference, unit=unit)

    (found,) = findings.run(
        PUBLISHED_CHECKS, published_facts(Scope(year_budget.federation_id, year_budget.year))
    )

    assert (found.code, found.severity) == (f"budget.published_{code}", Severity.WARNING)
    assert found.message.startswith(message)


@pytest.mark.django_db
def test_only_the_years_own_documents_of_the_federation_are_compared() -> None:
    own, last_year, elsewhere = make.BudgetFactory(), make.BudgetFactory(year=2022), make.BudgetFactory()
    for each in (own, last_year, elsewhere):
        keep(each, "budget.cost_total", place=f"Tabell {each.pk}")

    found = published_facts(Scope(own.federation_id, own.year))

    assert [each.place for each in found.figures] == [f"Tabell {own.pk}"]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 30])
def test_thirty_printed_figures_cost_as_many_queries_as_one(size: int) -> None:
    year_budget = make.BudgetFactory()
    for number in range(size):
        make.BudgetLineFactory(budget=year_budget)
        keep(year_budget, "budget.cost_total@2023", place=f"Tabell {number}")

    with CaptureQueriesContext(connection) as asked:
        assert len(published_facts(Scope(year_budget.federation_id, year_budget.year)).figures) == size
    assert len(asked) == 11  # its own, and ten for the budget's facts
