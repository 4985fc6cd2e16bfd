"""Checks of how a budget is filled in: forecasts and plans, lines in their place, three years, a change financed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from budgets.domain.facts import BudgetFact, BudgetFacts, CategoryFact, LineFact, OutlookInput
from budgets.domain.filling_checks import FILLING_CHECKS
from finsam import findings
from finsam.findings import Severity
from finsam.sources import Source
from tests.budgets.facts import FUNDING, OPERATIONS, budget, entry, facts, line, simple_budget
from tests.budgets.printed_document import bare, with_forecast, with_plan

LAW = Source("11 kap. 6 § kommunallagen (2017:725)")
THREE_YEARS = (entry(2024, 7500, 7200), entry(2025, 7500, 7500))


def said(known: BudgetFacts) -> list[tuple[str, str, str, str]]:
    """Code, severity, place and message of each finding."""
    return [
        (each.code, each.severity.value, each.where, bare(each.message))
        for each in findings.run(FILLING_CHECKS, known)
    ]


def rows(number: int) -> tuple[LineFact, ...]:
    """So many cost lines of a krona."""
    return tuple(line(pk, OPERATIONS.pk, f"Rad {pk}", 1) for pk in range(1, number + 1))


def test_a_budget_with_two_more_years_planned_lacks_nothing() -> None:
    assert said(facts(2023, simple_budget(2023, 6308, 6908), outlook=THREE_YEARS)) == []
    assert said(facts(2023, None)) == []


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        (
            4,
            (
                "Raden Rad 5 (20 000) har belopp i budgeten för 2022 men inte här. Prognosen räknas inte med i den "
                "långsiktiga budgeten förrän alla rader är ifyllda."
            ),
        ),
        (
            1,
            (
                "Fyra rader, bland dem Rad 2 (20 000), Rad 3 (20 000) och Rad 4 (20 000), har belopp i budgeten för "
                "2022 men inte här. Prognosen räknas inte med i den långsiktiga budgeten förrän alla rader är ifyllda."
            ),
        ),
        (5, None),
        (0, None),  # not begun
    ],
)
def test_a_forecast_that_is_begun_is_to_be_filled_in(filled: int, message: str | None) -> None:
    before = budget(2022, *rows(5))
    now = budget(2023, *(with_forecast(row, 2022, 1) if row.pk <= filled else row for row in rows(5)))

    found = said(facts(2023, now, before, outlook=THREE_YEARS))

    expected = ("budget.forecast_incomplete", "warning", "Prognosen för 2022", message)
    assert found == ([expected] if message else [])


def test_a_plan_that_is_begun_is_to_be_filled_in_and_points_at_its_rows() -> None:
    now = budget(
        2023, with_plan(line(1, OPERATIONS.pk, "Hyra", 10), y2024=11), line(2, OPERATIONS.pk, "Resor", 5)
    )

    (found,) = findings.run(FILLING_CHECKS, facts(2023, now, outlook=THREE_YEARS))

    assert (found.code, found.where, found.about) == (
        "budget.plan_incomplete",
        "Planen för 2024",
        ("budget.line:2", "outlook.closing_equity:2024@2023"),
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            line(7, OPERATIONS.pk, "Staten", -5, nature="contribution"),
            "Raden Staten (20 000) är medelstilldelning under ett ID som inte är till för intäkter.",
        ),
        (
            line(7, FUNDING.pk, "Hyra", 5),
            "Raden Hyra (50 000) är en kostnad under ett ID som är till för intäkter.",
        ),
        (
            line(7, FUNDING.pk, "Bidrag", 5, nature="income"),
            "Raden Bidrag (50 000) är en intäkt som är skriven utan minus.",
        ),
    ],
)
def test_a_line_that_does_not_fit_where_it_stands_is_an_error(wrong: LineFact, message: str) -> None:
    known = facts(2023, budget(2023, wrong), outlook=THREE_YEARS)

    assert said(known) == [("budget.line_misplaced", "error", "Budget 2023", message)]


@pytest.mark.parametrize(
    ("years", "missing"),
    [
        ((), "2024 och 2025"),
        ((entry(2024, 7500, 7200),), "2025"),
        ((entry(2024, 7500, 7200), entry(2025, 7500)), "2025"),
        ((*THREE_YEARS, entry(2026, 7500, 7800)), None),
    ],
)
def test_the_law_wants_three_years_with_the_budgets_own_first(
    years: tuple[object, ...], missing: str | None
) -> None:
    found = findings.run(FILLING_CHECKS, facts(2023, simple_budget(2023, 6308, 6908), outlook=years))  # type: ignore[arg-type]

    assert [(each.code, each.severity, each.message, each.expected, each.source) for each in found] == (
        [
            (
                "budget.plan_too_short",
                Severity.WARNING,
                f"Planen ska omfatta minst tre år med budgetåret först, men {missing} saknas eller är inte ifyllt.",
                "2023–2025",
                LAW,
            )
        ]
        if missing
        else []
    )


def test_a_version_that_says_the_same_has_nothing_to_finance() -> None:
    """A correction of the plan's words alone brings its budget along as it stands."""
    first = simple_budget(2023, 6308, 6908)
    second = replace(first, pk=first.pk + 1, version=2)
    dearer = replace(simple_budget(2023, 6308, 6909), pk=first.pk + 1, version=2)

    def found(changed: BudgetFact, outlook_before: tuple[OutlookInput, ...] = THREE_YEARS) -> list[str]:
        known = replace(
            facts(2023, changed, outlook=THREE_YEARS), amended=first, amended_outlook=outlook_before
        )
        return [each.code for each in findings.run(FILLING_CHECKS, known)]

    assert found(second) == []
    assert found(dearer) == ["budget.change_not_financed"]
    assert found(second, THREE_YEARS[:-1]) == ["budget.change_not_financed"]
    assert found(replace(second, parts=second.parts + 1)) == ["budget.change_not_financed"]


def test_nothing_is_said_of_the_plan_of_a_budget_that_is_decided() -> None:
    assert said(facts(2023, replace(simple_budget(2023, 6308, 6908), status="adopted"))) == []


def test_cost_outside_every_category_is_warned_of_once_categories_are_used() -> None:
    """75 of 100 tkr belong to one."""
    lines = (replace(line(1, OPERATIONS.pk, "Kansli", 75), category=1), line(2, OPERATIONS.pk, "Övrigt", 25))
    known = facts(2023, budget(2023, *lines), outlook=THREE_YEARS)
    category = (CategoryFact(1, "administration", "Administration"),)

    (found,) = findings.run(FILLING_CHECKS, replace(known, categories=category))

    assert (found.code, bare(found.expected), bare(found.found)) == (
        "budget.cost_outside_categories",
        "100 %",
        "75,0 %",
    )
    assert bare(found.message).startswith("Kostnader på 25 000 kr hör inte till någon fördelningsgrupp")
    unused = replace(known, budget=budget(2023, *(replace(each, category=None) for each in lines)))
    assert said(replace(unused, categories=category)) == []


@pytest.mark.parametrize(
    ("version", "source", "is_found"), [(1, "", False), (2, "", True), (2, "equity", False)]
)
def test_a_change_during_the_year_says_how_it_is_financed(version: int, source: str, is_found: bool) -> None:
    """11 kap. 15 § of the Municipal Act."""
    changed = replace(simple_budget(2023, 6308, 6908), version=version, funding_source=source)

    found = findings.run(FILLING_CHECKS, facts(2023, changed, outlook=THREE_YEARS))

    assert [(each.code, each.severity, str(each.source)) for each in found] == (
        [("budget.change_not_financed", Severity.ERROR, "11 kap. 15 § kommunallagen (2017:725)")]
        if is_found
        else []
    )
