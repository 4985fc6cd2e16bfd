"""The figures that budgets give to texts about parties, categories, a forecast and later years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgets import services
from budgets.domain.shapes import ShapeFact, ShapeRow
from budgets.figure_list import figure_list
from budgets.models import LineAmount
from finsam import figures
from finsam.scope import Scope
from members.models import PartyGroup
from tests import factories as make
from tests.conftest import Demo

pytestmark = pytest.mark.django_db


def shown(federation_id: int, year: int, *references: str) -> list[str]:
    """What each reference reads, with plain spaces."""
    scope = Scope(federation_id, year)
    return [figures.resolve(reference, scope).replace("\u00a0", " ") for reference in references]


def test_each_party_pays_its_part_of_the_contribution_note(demo: Demo) -> None:
    """Note 1 of Södra Dalarna's plan of 2023: 3 154 000 and 1 577 000 kr; Avesta, Hedemora and Säter together."""
    assert shown(
        demo.federation.pk,
        2023,
        "budget.party_contribution:state",
        "budget.party_contribution:region",
        "budget.party_contribution:municipality",
        "budget.party_share:municipality",
        "budget.funding_decrease/tkr",
        "budget.from_equity/tkr",
        "budget.other_income_total",
    ) == ["3 154 000 kr", "1 577 000 kr", "1 577 000 kr", "25 %", "14 tkr", "600 tkr", "0 kr"]
    assert [PartyGroup.STATE, PartyGroup.REGION, PartyGroup.MUNICIPALITY] == [
        "state",
        "region",
        "municipality",
    ]


def test_a_line_counts_in_its_own_category_before_that_of_its_area() -> None:
    """Norra Västmanland 2023: of 7 878 tkr process support is 421, 5 per cent, though among structural."""
    federation = make.FederationFactory()
    budget = make.BudgetFactory(federation=federation, year=2023)
    structural = make.CostCategoryFactory(federation=federation, slug="struktur")
    support = make.CostCategoryFactory(federation=federation, slug="processtod")
    area = make.CostCentreFactory(federation=federation, category=structural)
    under = make.CostCentreFactory(federation=federation, parent=area)
    other = make.CostCentreFactory(federation=federation)
    make.BudgetLineFactory(budget=budget, cost_centre=area, amount=Decimal(600_000))
    make.BudgetLineFactory(budget=budget, cost_centre=under, amount=Decimal(63_000))
    make.BudgetLineFactory(budget=budget, cost_centre=area, category=support, amount=Decimal(421_000))
    make.BudgetLineFactory(budget=budget, cost_centre=other, amount=Decimal(6_794_000))

    assert shown(
        federation.pk, 2023, "budget.cost_share:struktur/whole", "budget.cost_share:processtod/whole"
    ) == ["8 %", "5 %"]
    with pytest.raises(figures.UnknownFigure, match="Fördelningsgruppen ”annat” finns inte i förbundet"):
        figures.resolve("budget.cost_share:annat", Scope(federation.pk, 2023))


def test_a_forecast_and_a_plan_on_the_lines_are_figures_of_their_own() -> None:
    """Nedansiljan 2025: 1 000 + 3 286 − 3 525 = 761 tkr to begin 2026 with, then 3 286 − 3 441 in the plan for 2026."""
    federation = make.FederationFactory()
    budget = make.BudgetFactory(federation=federation, year=2025)
    funding = make.ContributionLineFactory(budget=budget, amount=Decimal(-3_286_000))
    cost = make.BudgetLineFactory(budget=budget, amount=Decimal(3_525_000))
    for line, kind, year, amount in (
        (funding, LineAmount.Kind.PLAN, 2026, -3_286_000),
        (cost, LineAmount.Kind.PLAN, 2026, 3_441_000),
        (cost, LineAmount.Kind.FORECAST, 2024, 3_300_000),
    ):
        services.save_amount(federation=federation, line=line, kind=kind, year=year, amount=Decimal(amount))
    services.save_outlook_year(
        federation=federation, budget=budget, year=2024, closing_equity=Decimal(1_000_000), reason="Prognos"
    )

    assert shown(
        federation.pk,
        2025,
        "outlook.opening_equity:2026/tkr",
        "outlook.decision_space:2026/tkr",
        "outlook.cost:2026/tkr",
        "outlook.result:2026/tkr",
        "outlook.closing_equity:2026/tkr",
        "forecast.cost_total/tkr",
    ) == ["761 tkr", "4 047 tkr", "3 441 tkr", "−155 tkr", "606 tkr", "3 300 tkr"]


def test_no_figure_is_offered_that_cannot_be_shown() -> None:
    """A federation with a budget and a year's shares begun but empty: lists of figures open all the same."""
    federation = make.FederationFactory()
    budget = make.BudgetFactory(federation=federation, year=2023)
    make.ContributionLineFactory(budget=budget)
    make.ShareSetFactory(federation=federation, year=2023)

    offered = {choice.reference.split("/")[0] for choice in figures.choices(Scope(federation.pk, 2023))}

    assert "budget.funding_total" in offered
    assert "budget.party_contribution:state" not in offered


def test_equity_over_the_floor_and_the_income_of_a_year_are_figures(demos: dict[str, Demo]) -> None:
    """Nedansiljan begins 2025 with 1 000 tkr, of which 400 are its buffer; Norra Västmanland has 100 beside 7 030."""
    assert shown(demos["nedansiljan"].federation.pk, 2025, "budget.equity_above_floor/tkr") == ["600 tkr"]
    assert shown(
        demos["norra-vastmanland"].federation.pk,
        2023,
        "budget.equity_above_floor",
        "outlook.income:2022/tkr",
        "outlook.income:2023/tkr",
        "federation.municipality_count",
    ) == ["–", "7 246 tkr", "7 130 tkr", "sex"]


def test_an_area_without_an_id_is_spoken_of_by_its_name(demos: dict[str, Demo]) -> None:
    assert shown(demos["nedansiljan"].federation.pk, 2025, "budget.cost_centre:samverkansinsatser") == [
        "Samverkansinsatser"
    ]


@pytest.mark.parametrize(
    ("references", "heading", "has_unit", "cells"),
    [
        (("budget.cost_total", "budget.result"), "Belopp", True, ["7 878", "−748"]),
        (("budget.party_share:state", "budget.cost_share:struktur"), "Andel", False, ["50 %", "8,42 %"]),
        (("budget.cost_total", "budget.party_share:region"), "Uppgift", True, ["7 878", "25 %"]),
        (("budget.cost_total/mnkr",), "Uppgift", False, ["7,9 mnkr"]),
        (("budget.cost_total", "budget.cost_share:annat"), "Belopp", True, ["7 878", "–"]),
    ],
)
def test_a_list_of_figures_is_headed_by_what_is_in_it(
    references: tuple[str, ...], heading: str, has_unit: bool, cells: list[str], demos: dict[str, Demo]
) -> None:
    """A unit in the caption goes for the amounts that say none of their own."""
    rows = tuple(ShapeRow("figure", reference=reference) for reference in references)
    shape = ShapeFact(None, "", "Siffror", "figures", rows, ())

    found = figure_list(shape, Scope(demos["norra-vastmanland"].federation.pk, 2023))

    assert (found.heading, found.has_unit) == (heading, has_unit)
    assert [row.shown.replace("\u00a0", " ") for row in found.rows] == cells
