"""A printed sum beside its parts as the same document printed them: what is found, with its cause, and what is not.

The figures are from the published plans of Nedansiljan (2025) and Norra Västmanland (2023).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.books import Books
from budgets.domain.facts import BudgetFacts, LineFact
from budgets.domain.printed_checks import PUBLISHED_CHECKS
from budgets.domain.published import PublishedFact, PublishedFacts
from budgets.domain.step_parts import Name
from budgets.domain.steps import terms_of
from finsam import findings, swedish
from finsam.findings import Severity
from finsam.money import Unit, in_unit
from finsam.swedish import NBSP
from tests.budgets.facts import FLOOR_400, FUNDING, budget, entry, facts, line
from tests.budgets.printed_document import (
    all_found,
    area,
    bare,
    computed,
    document,
    found_in,
    with_forecast,
    with_plan,
)

# --- Nedansiljan 2025: three years side by side, equity carried forward -------------------------------------------

ALL = area(1, "allt")
COSTS = {2025: 3525, 2026: 3441, 2027: 3296}


def nedansiljan() -> BudgetFacts:
    """The plan in two rows: what everything costs, and what the members pay."""
    rows = (
        with_plan(line(1, ALL.pk, "Allt", 3525), y2026=3441, y2027=3296),
        with_plan(line(2, FUNDING.pk, "Anslag", -3286, nature="contribution"), y2026=-3286, y2027=-3286),
    )
    return facts(
        2025,
        budget(2025, *rows),
        centres=(ALL, FUNDING),
        outlook=(entry(2024, equity=1000, reason="Bokslutet"),),
        rules=(FLOOR_400,),
    )


CARRIED = (
    ("outlook.opening_equity:2025", "1 000"),
    ("outlook.opening_equity:2026", "756"),
    ("outlook.opening_equity:2027", "610"),
    ("outlook.decision_space:2025", "4 286"),
    ("outlook.decision_space:2026", "4 042"),
    ("outlook.decision_space:2027", "3 896"),
    ("outlook.cost:2025", "3 525"),
    ("outlook.cost:2026", "3 441"),
    ("outlook.cost:2027", "3 296"),
    ("outlook.result:2025", "−239"),
    ("outlook.result:2026", "−155"),
    ("outlook.result:2027", "−10"),
    ("outlook.closing_equity:2027", "600"),
)


def test_what_is_not_carried_forward_is_found_with_what_the_columns_give() -> None:
    assert found_in(document(2025, (nedansiljan(),), *CARRIED)) == [
        ("error", "outlook.opening_equity:2026", "761", "756"),
        ("error", "outlook.opening_equity:2027", "601", "610"),
        ("error", "outlook.closing_equity:2027", "596", "600"),
    ]


def test_the_message_says_the_sum_what_the_lines_give_and_what_follows() -> None:
    _first, second, last = all_found(document(2025, (nedansiljan(),), *CARRIED))

    assert second.message.replace(NBSP, " ") == (
        "Dokumentets egna siffror ger något annat: 4 042 − 3 441. Skillnaden är 9 tkr. "
        "Avrundning av två tal som läggs ihop kan ge högst 1 tkr. Raderna ger 606 tkr. "
        "Felet följer med till outlook.decision_space:2027 (3 896 tkr, raderna ger 3 892 tkr)."
    )
    assert last.message.replace(NBSP, " ") == (
        "Dokumentets egna siffror ger något annat: 1 000 − 239 − 155 − 10. Skillnaden är 4 tkr. "
        "Avrundning av fyra tal som läggs ihop kan ge högst 2 tkr. Raderna ger 596 tkr."
    )
    assert second.about == ("outlook.opening_equity:2027@2025",)


def test_a_chain_that_is_carried_forward_rightly_is_not_mentioned() -> None:
    right = dict(CARRIED) | {
        "outlook.opening_equity:2026": "761",
        "outlook.decision_space:2026": "4 047",
        "outlook.opening_equity:2027": "606",
        "outlook.decision_space:2027": "3 892",
        "outlook.closing_equity:2027": "596",
    }

    assert found_in(document(2025, (nedansiljan(),), *right.items())) == []


def test_without_the_columns_equity_is_held_to_the_lines() -> None:
    assert found_in(document(2025, (nedansiljan(),), ("outlook.closing_equity:2027", "600"))) == [
        ("error", "outlook.closing_equity:2027", "596", "600")
    ]


# --- Norra Västmanland 2023: groups with subtotals, costs printed with a minus -------------------------------------

BOARD, OFFICE = area(1, "styrelse"), area(2, "administration")
INDIVIDUAL, STRUCTURAL = area(3, "individ"), area(4, "struktur")
CENTRES = (BOARD, OFFICE, INDIVIDUAL, STRUCTURAL, FUNDING)
ROWS: tuple[tuple[int, int, int | None, float, float, float], ...] = (
    (1, 1, None, 455, 376, 427),
    (2, 2, None, 802, 802, 819),
    (3, 3, None, 1523, 1513, 1528),
    (4, 3, None, 1590, 1440, 1500),
    (5, 3, None, 1120, 1120, 1140),
    (6, 3, None, 1053, 1053, 1140),
    (7, 3, None, 235, 235, 240),
    (8, 4, None, 0, 15, 15),
    (9, 4, None, 40, 16, 30),
    (10, 4, None, 0, 12, 50),
    (11, 4, None, 250, 250, 325),
    (12, 4, None, 75, 73, 48),
    (13, 4, None, 30, 12, 30),
    (14, 4, None, 0, 30, 65),
    (15, 4, None, 431, 437, 421),
    (16, 4, None, 82, 110, 100),
    (17, 50, None, -7046, -7046, -7030),
    (18, 50, None, -200, -202, -100),
)
"""Line, area, –, budget 2022, forecast 2022, budget 2023."""


def norra_vastmanland() -> tuple[BudgetFacts, BudgetFacts]:
    """The budgets of 2022 and 2023 with the forecast of 2022."""

    def nature(pk: int) -> str:
        return {17: "contribution", 18: "income"}.get(pk, "cost")

    before = budget(
        2022, *(line(pk, place, f"Rad {pk}", last, nature=nature(pk)) for pk, place, _, last, _f, _n in ROWS)
    )
    now = budget(
        2023,
        *(
            with_forecast(line(pk, place, f"Rad {pk}", amount, nature=nature(pk)), 2022, forecast)
            for pk, place, _, _last, forecast, amount in ROWS
        ),
    )
    equity = (entry(2022, equity=1066, equity_basis="forecast", reason="Prognosen"),)
    return (
        facts(2022, before, centres=CENTRES),
        facts(2023, now, before, centres=CENTRES, outlook=equity),
    )


def table(source: str, year: int, *printed: str) -> list[tuple[str, str]]:
    """A column of the table: four areas, the sums of cost and income, and the result."""
    areas = ("styrelse", "administration", "individ", "struktur")
    return [
        *(
            (f"{source}.cost_centre_total:{slug}@{year}", digits)
            for slug, digits in zip(areas, printed[:4], strict=True)
        ),
        (f"{source}.cost_total@{year}", printed[4]),
        (f"{source}.income_total@{year}", printed[5]),
        (f"{source}.result@{year}", printed[6]),
    ]


TABLE = (
    *table("budget", 2022, "−455", "−802", "−5 521", "−943", "−7 720", "7 246", "−474"),
    *table("forecast", 2023, "−376", "−802", "−5 362", "−845", "−7 495", "7 248", "−247"),
    *table("budget", 2023, "−427", "−819", "−5 548", "−1 109", "−7 878", "7 130", "−748"),
)
OVERVIEW = (
    ("outlook.cost:2022", "−7 720"),
    ("outlook.result:2022", "−474"),
    ("outlook.closing_equity:2022", "1 066"),
    ("outlook.closing_equity:2023", "317"),
)


def test_subtotals_and_sums_are_held_to_lines_and_to_each_other() -> None:
    assert found_in(document(2023, norra_vastmanland(), *TABLE, *OVERVIEW, turned=True)) == [
        ("error", "budget.cost_centre_total:struktur@2022", "−908", "−943"),
        ("error", "budget.cost_total@2022", "−7 686", "−7 720"),
        ("error", "forecast.cost_centre_total:struktur@2023", "−955", "−845"),
        ("error", "forecast.cost_total@2023", "−7 385", "−7 495"),
        ("error", "budget.cost_centre_total:struktur@2023", "−1 084", "−1 109"),
        ("error", "budget.cost_total@2023", "−7 903", "−7 878"),
        ("rounding", "budget.cost_total@2022", "−7 721", "−7 720"),
        ("rounding", "forecast.cost_centre_total:individ@2023", "−5 361", "−5 362"),
        ("rounding", "forecast.cost_total@2023", "−7 494", "−7 495"),
        ("rounding", "outlook.closing_equity:2023", "318", "317"),
    ]


def test_a_sum_that_agrees_with_the_lines_but_not_with_its_subtotals_says_both() -> None:
    found = next(
        each
        for each in all_found(document(2023, norra_vastmanland(), *TABLE, turned=True))
        if each.where == "budget.cost_total@2023"
    )

    assert found.message.replace(NBSP, " ") == (
        "Dokumentets egna siffror ger något annat: −427 − 819 − 5 548 − 1 109. Skillnaden är 25 tkr. "
        "Avrundning av fyra tal som läggs ihop kan ge högst 2 tkr. Raderna ger −7 878 tkr."
    )


# --- Areas under areas, repeats, units -----------------------------------------------------------------------------

OUTER, INNER, OTHER = area(10, "yttre"), area(11, "inre", parent=10), area(12, "andra", parent=10)
TREE = facts(
    2023,
    budget(
        2023,
        line(1, OUTER.pk, "Eget", 10),
        line(2, INNER.pk, "Rad", 20),
        line(3, OTHER.pk, "Rad", 30),
        line(4, FUNDING.pk, "Anslag", -100, nature="contribution"),
    ),
    centres=(OUTER, INNER, OTHER, FUNDING),
)


def test_an_areas_total_is_its_lines_and_the_printed_totals_under_it() -> None:
    printed = (("budget.cost_centre_total:yttre", "60"), ("budget.cost_centre_total:inre", "25"))

    assert found_in(document(2023, (TREE,), *printed)) == [
        ("error", "budget.cost_centre_total:yttre", "65", "60"),
        ("error", "budget.cost_centre_total:inre", "20", "25"),
    ]


def test_a_sum_is_followed_down_to_the_totals_that_were_printed() -> None:
    """The outer area's own total is not in the document; 65 is its line, the inner total and the other area."""
    printed = (("budget.cost_centre_total:inre", "25"), ("budget.cost_total", "65"))

    assert found_in(document(2023, (TREE,), *printed)) == [
        ("error", "budget.cost_centre_total:inre", "20", "25"),
        ("error", "budget.cost_total", "60", "65"),
    ]


def test_without_a_printed_part_there_is_only_the_comparison_with_the_lines() -> None:
    (found,) = all_found(document(2023, (TREE,), ("budget.cost_total", "70")))

    assert (found.code, bare(found.expected)) == ("budget.published_differs", "60")


def test_the_same_wrong_figure_in_two_places_is_one_finding_that_names_the_other() -> None:
    (found,) = all_found(document(2023, (TREE,), ("budget.cost_total", "70"), ("outlook.cost:2023", "70")))

    assert found.where == "budget.cost_total"
    assert found.message.endswith(
        f"Felet följer med till outlook.cost:2023 (70{NBSP}tkr, raderna ger 60{NBSP}tkr)."
    )


def test_the_same_figure_printed_differently_is_found_where_it_is_wrong() -> None:
    """In whichever order they stand."""
    for printed in (("60", "70"), ("70", "60")):
        pairs = zip(("budget.cost_total", "outlook.cost:2023"), printed, strict=True)
        assert [each[2:] for each in found_in(document(2023, (TREE,), *pairs))] == [("60", "70")]


def test_a_figure_that_nothing_is_computed_for_is_held_to_its_first_print() -> None:
    """The outlook of a year that is not entered: a warning each, and an error where the second differs."""
    printed = document(2023, (TREE,), ("outlook.cost:2030", "60"), ("outlook.cost:2030/kr", "70 000"))

    assert [(each[0], *each[2:]) for each in found_in(printed)] == [
        ("error", "60 000", "70 000"),
        ("warning", "", "60"),
        ("warning", "", "70 000"),
    ]


def test_figures_in_other_documents_are_no_parts() -> None:
    one = document(2023, (TREE,), ("budget.cost_centre_total:inre", "25"))
    two = document(2023, (TREE,), ("budget.cost_centre_total:yttre", "60"))
    both = replace(
        one, figures=(*one.figures, *(replace(each, document="Annan plan") for each in two.figures))
    )

    assert [each[1] for each in found_in(both)] == ["budget.cost_centre_total:inre"]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ((("budget.result", "40"), ("budget.cost_total", "60"), ("budget.income_total", "100")), []),
        (
            (("budget.result", "43"), ("budget.cost_total", "60"), ("budget.income_total", "100")),
            [("error", "budget.result", "40", "43")],
        ),
        (
            (
                ("budget.result/kr", "43 000"),
                ("budget.cost_total", "60"),
                ("budget.income_total/kr", "100 000"),
            ),
            [("error", "budget.result/kr", "40 000", "43 000")],
        ),
        (
            (("budget.income_total", "103"), ("budget.funding_total", "100")),
            [("error", "budget.income_total", "100", "103")],
        ),
    ],
)
def test_the_result_is_income_less_cost_as_printed(
    printed: tuple[tuple[str, str], ...], found: list[tuple[str, str, str, str]]
) -> None:
    assert found_in(document(2023, (TREE,), *printed)) == found


def test_rounding_that_piles_up_in_the_parts_is_no_error_in_what_they_make() -> None:
    """Seven areas of 10,4 tkr: printed 10 each and 70, where the lines give 73; the result follows as printed."""
    areas = tuple(area(pk, f"omrade-{pk}") for pk in range(1, 8))
    rows = [line(pk, pk, "Rad", "10.4") for pk in range(1, 8)]
    known = facts(
        2023,
        budget(2023, *rows, line(9, FUNDING.pk, "Anslag", -100, nature="contribution")),
        centres=(*areas, FUNDING),
    )
    printed = (
        *((f"budget.cost_centre_total:{each.slug}", "10") for each in areas),
        ("budget.cost_total", "70"),
        ("budget.income_total", "100"),
        ("budget.result", "30"),
    )

    assert {each.severity for each in all_found(document(2023, (known,), *printed))} == {Severity.ROUNDING}


# --- No false alarm ------------------------------------------------------------------------------------------------

AMOUNTS = st.integers(min_value=-3_000_000, max_value=3_000_000).map(Decimal)
PLACES = (area(1, "a"), area(2, "b", parent=1), area(3, "c", parent=1), area(4, "d"), area(5, "e", parent=4))
EVERYTHING = (
    *(f"{source}.cost_centre_total:{each.slug}" for source in ("budget", "forecast") for each in PLACES),
    *(
        f"{source}.{key}"
        for source in ("budget", "forecast")
        for key in ("cost_total", "income_total", "result")
    ),
    "budget.funding_total",
    "budget.opening_equity",
    "budget.closing_equity",
    "budget.available_funds",
    *(
        f"outlook.{key}:{year}"
        for key in ("funding", "cost", "result", "opening_equity", "decision_space", "closing_equity")
        for year in (2023, 2024, 2025)
    ),
)


@st.composite
def budgets(draw: st.DrawFn) -> BudgetFacts:
    """A budget with a forecast and a plan for two years, in öre and kronor of any size."""
    rows: list[LineFact] = []
    for pk, place in enumerate([*(each.pk for each in PLACES), 1, 2, 4], start=1):
        own = replace(line(pk, place, "Rad", 0), whole=draw(AMOUNTS))
        others = with_plan(with_forecast(own, 2022, 0), y2024=0, y2025=0).others
        rows.append(replace(own, others=tuple(replace(each, amount=draw(AMOUNTS)) for each in others)))
    income = line(99, FUNDING.pk, "Anslag", 0, nature="contribution")
    others = with_plan(with_forecast(income, 2022, 0), y2024=0, y2025=0).others
    rows.append(
        replace(
            income,
            whole=-abs(draw(AMOUNTS)),
            others=tuple(replace(each, amount=-abs(draw(AMOUNTS))) for each in others),
        )
    )
    before = budget(2022, *(replace(row, others=()) for row in rows))
    return facts(
        2023,
        budget(2023, *rows),
        before,
        centres=(*PLACES, FUNDING),
        outlook=(replace(entry(2021, reason="Bokslutet"), closing_equity=draw(AMOUNTS)),),
        rules=(FLOOR_400,),
    )


@given(known=budgets(), chosen=st.sets(st.sampled_from(EVERYTHING)), unit=st.sampled_from(list(Unit)))
def test_a_document_that_prints_what_is_computed_gives_no_more_than_notes_on_rounding(
    known: BudgetFacts, chosen: set[str], unit: Unit
) -> None:
    """Whatever it prints, in whatever unit, each cell rounded by itself."""
    books, decimals = Books({2023: known}), 1 if unit is Unit.MNKR else 0
    printed = []
    for reference in EVERYTHING:
        key, _, argument = reference.partition(":")
        name = Name(key, argument, 2023)
        amount = computed(name, books)
        if reference in chosen and amount is not None:
            shown = in_unit(amount, unit, decimals)
            printed.append(
                PublishedFact(
                    "Plan",
                    reference,
                    swedish.number(shown, decimals),
                    shown * unit.kronor,
                    unit.value,
                    amount,
                    terms_of(key, argument, known),
                    name=name,
                )
            )

    found = findings.run(PUBLISHED_CHECKS, PublishedFacts(2023, tuple(printed), books))

    assert [each for each in found if each.severity is not Severity.ROUNDING] == []
