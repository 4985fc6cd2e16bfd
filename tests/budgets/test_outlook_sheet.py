"""The outlook with its origins in words, how each year's equity comes about, and the chart's words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from budgets.domain.equity import outlook
from budgets.domain.equity_chart import equity_chart
from budgets.domain.facts import AmountFact, BudgetFact, BudgetFacts
from budgets.domain.outlook_sheet import Cell, OutlookSheet, outlook_sheet
from finsam.swedish import NBSP
from tests.budgets.facts import CEILING_20, FLOOR_400, entry, facts, kr, simple_budget


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace(NBSP, " ")


def sodra_dalarna() -> BudgetFacts:
    """ "Verksamhetsplan och budget år 2023", the long-term budget."""
    return facts(
        2023,
        simple_budget(2023, 6308, 6908),
        replace(simple_budget(2022, 6322, 7185), status="adopted"),
        outlook=(
            entry(
                2021,
                6322,
                6660,
                equity=1262,
                reason="Bokslutet",
                funding_basis="decided",
                cost_basis="decided",
            ),
            entry(2022, forecast=-262, reason="Prognosen"),
            entry(2024, 7500, 7200),
        ),
        rules=(FLOOR_400, CEILING_20),
    )


def carried_on(given: BudgetFacts) -> BudgetFacts:
    """With lines of last year that this year's carry on."""
    assert given.budget and given.previous
    pairs = zip(given.previous.lines, given.budget.lines, strict=True)
    lines = tuple(replace(old, key=new.key) for old, new in pairs)
    return replace(given, previous=replace(given.previous, lines=lines))


def with_amounts(budget: BudgetFact, kind: str, year: int, *tkr: float | None) -> BudgetFact:
    """The budget with an amount in another column on each of its lines, in ledger sign."""
    lines = tuple(
        replace(line, others=(AmountFact(kind, year, 0, kr(amount)),))
        for line, amount in zip(budget.lines, tkr, strict=True)
    )
    return replace(budget, lines=lines)


def test_every_figure_says_what_it_rests_on_and_where_it_comes_from() -> None:
    rows = {row.year: row.cells for row in outlook_sheet(sodra_dalarna()).rows}

    assert [(cell.amount, cell.words, cell.origin, cell.mark) for cell in rows[2022]] == [
        (6_322_000, "beslutat, ur budgeten 2022", "previous", ""),
        (0, "ur budgeten 2022", "previous", ""),
        (7_185_000, "beslutat, ur budgeten 2022", "previous", ""),
        (-863_000, "framräknat", "computed", ""),
        (-262_000, "prognos, inskrivet", "entered", "*"),
        (1_262_000, "utfall, från 31/12 2021", "computed", ""),
        (1_000_000, "prognos, framräknat", "computed", "*"),
        (400_000, "", "rule", ""),
        (1_264_400, f"20{NBSP}% av årets medelstilldelning", "rule", ""),
        (7_184_000, "framräknat", "computed", ""),
    ]
    assert rows[2024][:3] == (
        Cell(kr(7500), "äskat, inskrivet", "entered", "**"),
        Cell(None),
        Cell(kr(7200), "prognos, inskrivet", "entered", "*"),
    )


TOLD_BY_STATUS = {
    "draft": ("ur årets budget, utkast", "Budgeterat resultat 2023 enligt budgetens utkast"),
    "proposed": ("ur årets budget, framlagd", "Budgeterat resultat 2023 enligt framlagd budget"),
    "adopted": ("beslutat, ur årets budget", "Budgeterat resultat 2023"),
    "superseded": ("beslutat, ur årets budget", "Budgeterat resultat 2023"),
}
"""What is told of a figure out of the year's budget, and of its result, by how far the budget has come."""


@pytest.mark.parametrize("status", TOLD_BY_STATUS)
def test_only_the_words_change_as_the_same_budget_goes_from_draft_to_adopted(status: str) -> None:
    given = sodra_dalarna()
    assert given.budget
    draft, found = (
        outlook_sheet(replace(given, budget=replace(given.budget, status=each))) for each in ("draft", status)
    )

    def all_but_words(sheet: OutlookSheet) -> list[list[tuple[object, ...]]]:
        return [[(cell.amount, cell.origin, cell.mark) for cell in row.cells] for row in sheet.rows]

    words, result = TOLD_BY_STATUS[status]
    own = found.rows[2]
    assert [(found.headings[at], cell.words) for at, cell in enumerate(own.cells[:3])] == [
        ("Årstilldelning", words),
        ("Övriga intäkter", "ur årets budget"),
        ("Kostnad", words),
    ]
    assert found.steps[2].sentence.startswith(f"{result}: ")
    assert all_but_words(found) == all_but_words(draft)
    assert (found.marks, found.ceiling) == (draft.marks, draft.ceiling)
    assert [each.words for row in found.rows if row.year != 2023 for each in row.cells] == [
        each.words for row in draft.rows if row.year != 2023 for each in row.cells
    ]


def test_last_years_budget_that_was_never_adopted_says_so() -> None:
    given = sodra_dalarna()
    assert given.previous
    sheet = outlook_sheet(replace(given, previous=replace(given.previous, status="proposed")))

    assert [cell.words for cell in sheet.rows[1].cells[:3]] == [
        "ur budgeten 2022, framlagd",
        "ur budgeten 2022",
        "ur budgeten 2022, framlagd",
    ]


# --- To the öre ------------------------------------------------------------------------------------------------


def test_whole_kronor_are_told_without_decimals() -> None:
    assert outlook_sheet(sodra_dalarna()).decimals == 0


def test_where_there_are_ore_the_table_and_the_step_are_told_to_the_ore() -> None:
    """Rounded to kronor the step would read 1 000 000 − 600 001 = 400 000."""
    given = sodra_dalarna()
    assert given.budget
    cost, funding = given.budget.lines
    with_ore = replace(
        given, budget=replace(given.budget, lines=(replace(cost, whole=Decimal("6908000.50")), funding))
    )

    sheet = outlook_sheet(with_ore)

    assert sheet.decimals == 2
    assert [plain(step.sentence) for step in sheet.steps[1:3]] == [
        "Prognos 2022, inskriven: −262 000 kr. 1 262 000 − 262 000 = 1 000 000 kr i eget kapital 31/12 2022.",
        (
            "Budgeterat resultat 2023 enligt budgetens utkast: −600 000,50 kr. "
            "1 000 000,00 − 600 000,50 = 399 999,50 kr i eget kapital 31/12 2023."
        ),
    ]


def test_a_ceiling_that_is_not_whole_kronor_says_so() -> None:
    given = sodra_dalarna()
    assert given.budget
    cost, funding = given.budget.lines
    with_ore = replace(
        given, budget=replace(given.budget, lines=(cost, replace(funding, whole=Decimal("-6308002.50"))))
    )

    assert plain(outlook_sheet(with_ore).ceiling) == "20 % av årets medelstilldelning = 1 261 600,50 kr"


# --- What is missing -------------------------------------------------------------------------------------------


def test_what_is_not_known_says_nothing() -> None:
    found = outlook_sheet(facts(2023, simple_budget(2023, 100, 100)))

    assert [cell.amount for cell in found.rows[0].cells] == [
        *map(kr, (100, 0, 100, 0)),
        None,
        None,
        None,
        None,
        None,
        None,
    ]
    assert found.lacking == (2024, 2025)
    assert found.next_year == 2024
    assert found.ceiling == ""


def test_the_ceiling_states_what_it_is_a_share_of() -> None:
    """20 % of 6 308 tkr: the plan of 2023."""
    assert plain(outlook_sheet(sodra_dalarna()).ceiling) == "20 % av årets medelstilldelning = 1 261 600 kr"


def test_the_roll_forward_is_told_year_by_year() -> None:
    assert [plain(step.sentence) for step in outlook_sheet(sodra_dalarna()).steps] == [
        "Budgeterat resultat 2021: −338 000 kr. Eget kapital 31/12 är inskrivet (utfall): 1 262 000 kr.",
        "Prognos 2022, inskriven: −262 000 kr. 1 262 000 − 262 000 = 1 000 000 kr i eget kapital 31/12 2022.",
        (
            "Budgeterat resultat 2023 enligt budgetens utkast: −600 000 kr. "
            "1 000 000 − 600 000 = 400 000 kr i eget kapital 31/12 2023."
        ),
        "Budgeterat resultat 2024: 300 000 kr. 400 000 + 300 000 = 700 000 kr i eget kapital 31/12 2024.",
    ]


def test_an_entered_equity_says_what_would_have_been_computed() -> None:
    given = sodra_dalarna()
    other = replace(given, outlook=(*given.outlook, entry(2023, equity=350, reason="Enligt bokslutet")))

    step = outlook_sheet(other).steps[2]

    assert plain(step.sentence).endswith(
        "Eget kapital 31/12 är inskrivet (utfall): 350 000 kr. Framräknat vore det 400 000 kr."
    )


def test_the_forecast_of_the_lines_feeds_next_years_opening_equity() -> None:
    """The lines of 2023 hold the forecast of 2022: 6 322 in and 6 568 out, −246 tkr."""
    given = carried_on(sodra_dalarna())
    assert given.budget
    forecast = with_amounts(given.budget, "forecast", 2022, 6568, -6322)
    known = replace(given, budget=forecast, outlook=(given.outlook[0], given.outlook[2]))

    sheet = outlook_sheet(known)

    assert plain(sheet.steps[1].sentence) == (
        "Prognos 2022 ur raderna: −246 000 kr. 1 262 000 − 246 000 = 1 016 000 kr i eget kapital 31/12 2022."
    )
    assert sheet.rows[1].cells[4] == Cell(kr(-246), "prognos, ur raderna", "lines", "*")
    assert sheet.rows[2].cells[5].amount == 1_016_000


def test_a_forecast_that_lacks_rows_names_them_and_does_not_count() -> None:
    given = carried_on(sodra_dalarna())
    assert given.budget
    half = with_amounts(given.budget, "forecast", 2022, None, -6322)
    known = replace(given, budget=half, outlook=(given.outlook[0], given.outlook[2]))

    step = outlook_sheet(known).steps[1]

    assert step.missing_told == "Allt"
    assert plain(step.sentence).startswith("Budgeterat resultat 2022: −863 000 kr.")


def test_a_year_that_opens_with_nothing_known_says_what_to_do() -> None:
    (step,) = outlook_sheet(facts(2023, simple_budget(2023, 100, 120))).steps

    assert plain(step.sentence) == (
        "Budgeterat resultat 2023 enligt budgetens utkast: −20 000 kr. Vad året börjar med är inte känt: "
        "skriv in det egna kapitalet vid ett tidigare års slut."
    )


# --- The chart -------------------------------------------------------------------------------------------------


def test_the_chart_says_in_words_what_it_shows() -> None:
    given = sodra_dalarna()
    chart = equity_chart(outlook(replace(given, outlook=(*given.outlook, entry(2025, 7500, 9000)))))

    assert chart is not None
    assert plain(chart.words) == (
        "Eget kapital 31 december 2021–2025: som mest 1 262 tkr (2021), som minst −800 tkr (2025). "
        "Under lägsta nivå: 2025. Över högsta nivå: inget år."
    )


def test_the_chart_begins_and_ends_with_a_known_year() -> None:
    """The budget's own equity is not known, since nobody knows what 2022 ended with."""
    known = facts(
        2023,
        simple_budget(2023, 100, 120),
        outlook=(entry(2024, 100, 100), entry(2025, equity=1, reason="x")),
    )
    chart = equity_chart(outlook(known))

    assert chart is not None
    assert [row.year for row in chart.rows] == [2025]
    assert (chart.has_floor, chart.has_ceiling, chart.has_estimates) == (False, False, False)
    assert equity_chart(outlook(facts(2023, simple_budget(2023, Decimal(1), 2)))) is None  # type: ignore[arg-type]
