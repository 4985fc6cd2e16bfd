"""The budget as a table: what stands in it, in which order, and that every sum is that of its parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.budget_table import BudgetTable, Column, Row, RowKind, budget_table
from budgets.domain.facts import BudgetFact, CentreFact
from budgets.domain.totals import Totals, totals
from tests.budgets.facts import FUNDING, OPERATIONS, budget, centre, facts, kr, line

HEADING, LINE, TOTAL, SUMMARY = RowKind.HEADING, RowKind.LINE, RowKind.TOTAL, RowKind.SUMMARY


def amounts(*tkr: float | str | None) -> tuple[Decimal | None, ...]:
    return tuple(kr(each) for each in tkr)


def test_lines_stand_under_their_id_beside_last_year_with_a_total_and_a_summary() -> None:
    """Publikationer of Södra Dalarna's budget 2023: 29 000 with its income and its cost."""
    publications = centre(29, "Publikationer", code="29000")
    now = budget(
        2023,
        line(1, 29, "Intäkter (bokförsäljning)", -5, account="36", nature="income"),
        line(2, 29, "Annonser, reklam och information", 25, account="72"),
        line(3, 50, "Bidrag", -6308, account="35", nature="contribution"),
    )
    before = budget(
        2022,
        line(11, 29, "Intäkter (bokförsäljning)", -10, account="36", nature="income", key=1),
        line(12, 29, "Annonser, reklam och information", 10, account="72", key=2),
        line(13, 50, "Bidrag", -6322, account="35", nature="contribution", key=3),
    )

    assert budget_table(facts(2023, now, before, centres=(publications, FUNDING))) == BudgetTable(
        columns=(Column("Årsbudget 2023", year=2023), Column("Årsbudget 2022", year=2022)),
        rows=(
            Row(HEADING, "29000", "Publikationer", (None, None), centre=29),
            Row(LINE, "36", "Intäkter (bokförsäljning)", amounts(-5, -10), line=1, centre=29),
            Row(LINE, "72", "Annonser, reklam och information", amounts(25, 10), line=2, centre=29),
            Row(TOTAL, "", "Totalt", amounts(20, 0), centre=29),
            Row(HEADING, "50000", "Intäkter", (None, None), centre=50),
            Row(LINE, "35", "Bidrag", amounts(-6308, -6322), is_contribution=True, line=3, centre=50),
            Row(TOTAL, "", "Totalt", amounts(-6308, -6322), centre=50),
            Row(SUMMARY, "", "Intäkter totalt", amounts(6308, 6322), measure="income"),
            Row(SUMMARY, "", "Kostnader totalt", amounts(20, 0), measure="cost"),
            Row(SUMMARY, "", "Resultat", amounts(6288, 6322), is_total=True, measure="result"),
        ),
        has_codes=True,
    )


def test_areas_in_areas_are_added_up_at_every_level() -> None:
    """Three levels, as Norra Västmanland groups its initiatives, without codes: 600 + (300 + 250) = 1 150."""
    centres = (
        centre(1, "Insatser"),
        centre(2, "Individinriktade", parent=1),
        centre(3, "Fagersta", parent=2),
        centre(4, "Norberg", parent=2),
        FUNDING,
    )
    now = budget(2023, line(1, 1, "Samordnare", 600), line(2, 3, "Bidrag", 300), line(3, 4, "Bidrag", 250))

    table = budget_table(facts(2023, now, centres=centres))

    assert table == BudgetTable(
        columns=(Column("Årsbudget 2023", year=2023),),
        rows=(
            Row(HEADING, "", "Insatser", (None,), 0, centre=1),
            Row(LINE, "", "Samordnare", amounts(600), 0, line=1, centre=1),
            Row(HEADING, "", "Individinriktade", (None,), 1, centre=2),
            Row(HEADING, "", "Fagersta", (None,), 2, centre=3),
            Row(LINE, "", "Bidrag", amounts(300), 2, line=2, centre=3),
            Row(TOTAL, "", "Totalt", amounts(300), 2, centre=3),
            Row(HEADING, "", "Norberg", (None,), 2, centre=4),
            Row(LINE, "", "Bidrag", amounts(250), 2, line=3, centre=4),
            Row(TOTAL, "", "Totalt", amounts(250), 2, centre=4),
            Row(TOTAL, "", "Totalt", amounts(550), 1, centre=2),
            Row(TOTAL, "", "Totalt", amounts(1150), 0, centre=1),
            Row(SUMMARY, "", "Intäkter totalt", amounts(0), measure="income"),
            Row(SUMMARY, "", "Kostnader totalt", amounts(1150), measure="cost"),
            Row(SUMMARY, "", "Resultat", amounts(-1150), is_total=True, measure="result"),
        ),
        has_codes=False,
    )


def test_a_line_of_last_year_alone_stands_last_in_its_area_with_nothing_for_this_year() -> None:
    now = budget(2023, line(1, 20, "Löner", 702), line(2, 20, "Hyra", None))
    before = budget(2022, line(11, 20, "Tidning", 30, key=7), line(12, 20, "Löner", 648, key=1))

    table = budget_table(facts(2023, now, before))

    assert table.rows[:5] == (
        Row(HEADING, "20000", "Administration", (None, None), centre=20),
        Row(LINE, "", "Löner", amounts(702, 648), line=1, centre=20),
        Row(LINE, "", "Hyra", (None, None), line=2, centre=20),
        Row(LINE, "", "Tidning", amounts(None, 30), centre=20, last_year=11),
        Row(TOTAL, "", "Totalt", amounts(702, 678), centre=20),
    )


def test_a_line_is_the_same_line_when_it_has_another_name_and_another_account() -> None:
    now = budget(2023, line(1, 20, "Pensioner", 379, account="57", key=9))
    before = budget(2022, line(11, 20, "Pensionsutbetalning", 100, account="56", key=9))

    assert budget_table(facts(2023, now, before)).rows[1] == Row(
        LINE, "57", "Pensioner", amounts(379, 100), line=1, centre=20
    )


def test_an_area_that_is_used_in_neither_year_is_not_shown() -> None:
    unused = centre(21, "Vilande", code="21000")

    now = budget(2023, line(1, 20, "Löner", 702))
    table = budget_table(facts(2023, now, centres=(unused, OPERATIONS)))

    assert [row.label for row in table.rows if row.kind is HEADING] == ["Administration"]


def test_areas_that_belong_to_each_other_in_a_circle_are_refused() -> None:
    centres = (centre(1, "Ett", parent=2), centre(2, "Två", parent=1))

    with pytest.raises(ValueError, match="circle"):
        totals(budget(2023), centres)


def test_a_budget_without_lines_adds_up_to_nothing() -> None:
    assert totals(budget(2023), (FUNDING,)) == Totals(by_centre={50: Decimal(0)})


# --- Whatever the budget is ----------------------------------------------------------------------------------


@st.composite
def trees(draw: st.DrawFn) -> tuple[BudgetFact, tuple[CentreFact, ...]]:
    """A budget over cost centres that form a tree of any shape, read in any order, some of them for funding."""
    number = draw(st.integers(1, 12))
    centres = [
        centre(
            pk,
            f"Område {pk}",
            parent=draw(st.none() | st.integers(1, pk - 1)) if pk > 1 else None,
            purpose=draw(st.sampled_from(["operations", "initiative", "funding"])),
        )
        for pk in range(1, number + 1)
    ]
    lines = [
        line(
            pk,
            draw(st.integers(1, number)),
            f"Rad {pk}",
            draw(st.none() | st.decimals(-(10**6), 10**6, places=5)),
            nature=draw(st.sampled_from(["cost", "income", "contribution"])),
        )
        for pk in range(1, draw(st.integers(0, 25)) + 1)
    ]
    return budget(2023, *lines), tuple(draw(st.permutations(centres)))


def is_within(area: int | None, wanted: int, parents: dict[int, int | None]) -> bool:
    """Whether an area is the wanted one or lies under it."""
    while area is not None and area != wanted:
        area = parents[area]
    return area is not None


@given(trees())
def test_the_total_of_an_area_is_that_of_every_line_in_it_at_any_depth(
    tree: tuple[BudgetFact, tuple[CentreFact, ...]],
) -> None:
    found, centres = tree
    parents = {each.pk: each.parent for each in centres}

    assert totals(found, centres).by_centre == {
        each.pk: sum(
            (row.amount or Decimal(0) for row in found.lines if is_within(row.centre, each.pk, parents)),
            Decimal(0),
        )
        for each in centres
    }


@given(trees())
def test_the_result_is_income_less_cost_and_the_sum_of_all_lines_with_the_sign_turned(
    tree: tuple[BudgetFact, tuple[CentreFact, ...]],
) -> None:
    found, centres = tree
    sums = totals(found, centres)

    assert sums.result == sums.income - sums.cost == -sum(row.amount or 0 for row in found.lines)


@given(trees())
def test_the_table_shows_every_line_once_and_adds_up_downwards(
    tree: tuple[BudgetFact, tuple[CentreFact, ...]],
) -> None:
    found, centres = tree
    table = budget_table(facts(2023, found, centres=centres))

    assert sorted(row.line for row in table.rows if row.line) == [row.pk for row in found.lines]
    open_sums: list[Decimal] = []
    for row in table.rows:
        if row.kind is HEADING:
            open_sums.append(Decimal(0))
        elif row.kind is LINE:
            open_sums[-1] += row.amounts[0] or 0
        elif row.kind is TOTAL:
            total = open_sums.pop()
            assert row.amounts == (total,)
            if open_sums:
                open_sums[-1] += total
    assert open_sums == []
