"""Last year's budget brought into this year's: what comes along, with what amounts, and that nothing is overwritten.

The budget is that of Södra Dalarna's "Verksamhetsplan och budget år 2023" where figures are published.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.carrying import CarriedShares, CarriedYear
from budgets.domain.copying import Choices, CopyFacts, Rule, Treatment, copy_plan
from budgets.domain.facts import AmountFact, BudgetFact, LineFact, OutlookInput
from budgets.domain.totals import Totals, totals
from finsam.money import indexed
from members.domain.facts import MemberFact, ShareFact, ShareFacts
from tests.budgets.facts import FUNDING, OPERATIONS, budget, entry, facts, line

WAGES = line(1, OPERATIONS.pk, "Löner arbetad tid", 702, account="50")
RENT = line(2, OPERATIONS.pk, "Lokal- och markhyror", None, account="60")
SALES = line(3, OPERATIONS.pk, "Intäkter (avtal NNS)", -320, account="36", nature="income")
FRAME = line(4, FUNDING.pk, "Bidrag", -6308, account="35", nature="contribution")
LAST_YEAR = budget(2023, WAGES, RENT, SALES, FRAME)
INDEX_2 = Rule(Treatment.INDEX, Decimal(2))


def to_copy(
    source: BudgetFact = LAST_YEAR,
    target: BudgetFact | None = None,
    *,
    outlook: tuple[OutlookInput, ...] = (),
    before: BudgetFact | None = None,
    shares: ShareFacts | None = None,
    shares_now: ShareFacts | None = None,
    payers: tuple[MemberFact, ...] = (),
) -> CopyFacts:
    """2023 to be copied to 2024."""
    return CopyFacts(
        facts(2023, source, before, outlook=outlook, shares=shares),
        facts(2024, target, shares=shares_now),
        payers,
    )


def amounts(found: tuple[LineFact, ...]) -> dict[str, Decimal | None]:
    """What each line holds."""
    return {each.label: each.amount for each in found}


def test_kept_amounts_come_along_line_for_line_under_the_same_identity() -> None:
    plan = copy_plan(to_copy())

    assert plan.copies == tuple(replace(each, pk=0) for each in LAST_YEAR.lines)
    assert [each for each in plan.lines if each.there or not each.copy] == []
    assert (plan.before, plan.now, plan.after) == (plan.after, None, plan.before)


def test_costs_are_raised_by_a_per_cent_and_the_rest_is_kept() -> None:
    plan = copy_plan(to_copy(), Choices(cost=INDEX_2))

    assert amounts(plan.copies) == {
        "Löner arbetad tid": Decimal(716_040),
        "Lokal- och markhyror": None,
        "Intäkter (avtal NNS)": Decimal(-320_000),
        "Bidrag": Decimal(-6_308_000),
    }
    assert (plan.before.result, plan.after.result) == (Decimal(5_926_000), Decimal(5_911_960))
    assert [(row.centre.code, row.before, row.now, row.after) for row in plan.centres] == [
        ("20000", 382_000, 0, 396_040),
        ("50000", -6_308_000, 0, -6_308_000),
    ]


def test_costs_contributions_and_other_income_are_chosen_apart_and_an_id_goes_before() -> None:
    apart = Choices(
        cost=Rule(Treatment.EMPTY), income=INDEX_2, contribution=Rule(Treatment.INDEX, Decimal("-2.5"))
    )

    assert amounts(copy_plan(to_copy(), apart).copies) == {
        "Löner arbetad tid": None,
        "Lokal- och markhyror": None,
        "Intäkter (avtal NNS)": Decimal(-326_400),
        "Bidrag": Decimal(-6_150_300),
    }
    own = replace(apart, by_centre=((OPERATIONS.pk, Rule()), (FUNDING.pk, Rule(Treatment.LEAVE))))
    assert amounts(copy_plan(to_copy(), own).copies) == {
        "Löner arbetad tid": Decimal(702_000),
        "Lokal- och markhyror": None,
        "Intäkter (avtal NNS)": Decimal(-320_000),
    }


@pytest.mark.parametrize(
    ("amount", "percent", "step", "expected"),
    [
        ("702000", "2", "0.01", "716040.00"),
        ("1234.50", "2.5", "0.01", "1265.36"),  # 1 265,3625
        ("0.50", "1", "0.01", "0.51"),  # 0,505: half away from zero
        ("-0.50", "1", "0.01", "-0.51"),
        ("702000", "2", "1000", "716000"),
        ("102450", "0", "100", "102500"),  # half away from zero
        ("-102450", "0", "100", "-102500"),
        ("49", "0", "100", "0"),
        ("-49", "0", "100", "0"),
    ],
)
def test_an_index_is_rounded_once_half_away_from_zero(
    amount: str, percent: str, step: str, expected: str
) -> None:
    found = indexed(Decimal(amount), Decimal(percent), Decimal(step))

    assert (found, found.is_signed()) == (Decimal(expected), expected.startswith("-"))


def test_an_indexed_amount_is_rounded_to_whole_hundreds_by_choice_and_a_kept_one_never() -> None:
    odd = budget(
        2023, replace(WAGES, whole=Decimal("702049.50")), replace(SALES, whole=Decimal("-320049.50"))
    )

    found = copy_plan(to_copy(odd), Choices(cost=INDEX_2, step=Decimal(100))).copies

    assert amounts(found) == {
        "Löner arbetad tid": Decimal(716_100),  # 716 090,49
        "Intäkter (avtal NNS)": Decimal("-320049.50"),
    }


def test_what_this_year_holds_is_left_as_it_is_whatever_its_amount() -> None:
    same_identity = replace(WAGES, pk=90, label="Löner", whole=Decimal(1))
    same_name = replace(SALES, pk=91, key=UUID(int=91), whole=Decimal(-2))
    own = line(92, OPERATIONS.pk, "Nytt i år", 5)
    begun = budget(2024, same_identity, same_name, own)

    plan = copy_plan(to_copy(target=begun), Choices(cost=INDEX_2))

    assert [(each.line.label, each.there) for each in plan.lines if each.there] == [
        ("Löner arbetad tid", same_identity),
        ("Intäkter (avtal NNS)", same_name),
    ]
    assert amounts(plan.copies) == {"Lokal- och markhyror": None, "Bidrag": Decimal(-6_308_000)}
    assert plan.budget.lines == (*begun.lines, *plan.copies)
    assert (plan.now, plan.after) == (
        Totals(cost=Decimal(4_999), by_centre={20: Decimal(4_999), 50: Decimal(0)}, has_cost=True),
        totals(plan.budget, (OPERATIONS, FUNDING)),
    )


def test_rows_and_ids_left_out_stay_behind() -> None:
    plan = copy_plan(
        to_copy(), Choices(left_out=(RENT.key,), by_centre=((FUNDING.pk, Rule(Treatment.LEAVE)),))
    )

    assert [each.line for each in plan.lines if not each.copy and not each.there] == [RENT, FRAME]
    assert [each.label for each in plan.copies] == ["Löner arbetad tid", "Intäkter (avtal NNS)"]


def test_an_id_without_lines_is_told_and_one_renamed_says_what_it_was_called() -> None:
    empty = replace(OPERATIONS, pk=60, code="60000", name="Utan rader")
    renamed = replace(OPERATIONS, name="Kansli")
    source = facts(2023, LAST_YEAR, centres=(OPERATIONS, FUNDING, empty))
    target = facts(2024, None, centres=(renamed, FUNDING, empty))

    plan = copy_plan(CopyFacts(source, target))

    assert plan.unused == (empty,)
    assert [(row.centre.name, row.formerly) for row in plan.centres] == [
        ("Kansli", "Administration"),
        ("Intäkter", ""),
    ]


def test_last_years_plan_for_this_year_may_be_what_the_amounts_start_from() -> None:
    planned = replace(
        WAGES,
        others=(
            AmountFact("plan", 2024, 0, Decimal(730_000), "Ny tjänst från mars"),
            AmountFact("plan", 2025, 0, Decimal(800_000)),
            AmountFact("forecast", 2022, 0, Decimal(650_000)),
        ),
    )

    plan = copy_plan(to_copy(budget(2023, planned, SALES)), Choices(cost=Rule(Treatment.PLAN)))

    assert plan.copies[0] == replace(
        WAGES,
        pk=0,
        whole=Decimal(730_000),
        note="Ny tjänst från mars",
        others=(AmountFact("plan", 2025, 0, Decimal(800_000)),),
    )
    assert plan.copies[1].amount == Decimal(-320_000)


def test_what_is_planned_for_later_years_comes_along_with_the_outlook_as_it_was_planned() -> None:
    later = AmountFact("plan", 2025, 0, Decimal(800_000))
    planned = replace(WAGES, others=(AmountFact("plan", 2024, 0, Decimal(730_000)), later))
    facts_of_both = to_copy(budget(2023, planned))

    def comes(**choices: object) -> tuple[bool, tuple[AmountFact, ...]]:
        (found,) = copy_plan(facts_of_both, Choices(**choices)).lines  # type: ignore[arg-type]
        assert found.copy is not None
        return found.is_planned_on, found.copy.others

    assert comes() == comes(cost=INDEX_2) == (True, (later,))
    assert comes(cost=Rule(Treatment.EMPTY)) == comes(with_outlook=False) == (False, ())


# --- Years entered in parts ----------------------------------------------------------------------------------------


def in_parts(year: int, *kr: int | None) -> tuple[AmountFact, ...]:
    return tuple(
        AmountFact("part", year, place, None if each is None else Decimal(each))
        for place, each in enumerate(kr, start=1)
    )


QUARTERLY = replace(
    LAST_YEAR, parts=4, lines=(replace(WAGES, whole=None, others=in_parts(2023, 100, 200, 300, 102)),)
)


def test_parts_come_along_with_the_lines() -> None:
    copy = copy_plan(to_copy(QUARTERLY)).copies[0]

    assert (copy.whole, copy.others) == (None, in_parts(2024, 100, 200, 300, 102))


def test_an_indexed_year_in_parts_is_rounded_as_a_year_and_divided_as_it_was() -> None:
    copy = copy_plan(
        to_copy(QUARTERLY), Choices(cost=Rule(Treatment.INDEX, Decimal(10)), step=Decimal(100))
    ).copies[0]

    assert (copy.amount, copy.others) == (Decimal(800), in_parts(2024, 114, 228, 342, 116))


def test_parts_follow_how_this_year_is_entered() -> None:
    to_halves = to_copy(QUARTERLY, replace(budget(2024), parts=2))
    to_year = to_copy(QUARTERLY, budget(2024))

    assert copy_plan(to_halves).copies[0].others == in_parts(2024, 351, 351)
    assert (copy_plan(to_year).copies[0].whole, copy_plan(to_year).copies[0].others) == (Decimal(702), ())


# --- Outlook and shares --------------------------------------------------------------------------------------------


def test_the_outlooks_years_are_carried_on_so_that_equity_rolls_to_the_same_figure() -> None:
    """Södra Dalarna's outlook of 2023: 2021 entered, 2022 a forecast beside its budget, 2024 to 2026 requested."""
    published = (
        entry(2021, 6322, 6660, equity=1262, reason="Enligt planens tabell"),
        entry(2022, forecast=-262, reason="Prognos"),
        entry(2024, 7500, 7200),
        entry(2025, 7500, 7500),
    )
    before = budget(2022, replace(FRAME, whole=Decimal(-6_322_000)), line(99, 20, "Kostnader", 7185))
    found = copy_plan(to_copy(outlook=published, before=before)).outlook

    assert [(each.entry.year, each.comes, each.entry.funding, each.entry.cost) for each in found] == [
        (2021, True, 6_322_000, 6_660_000),
        (2022, True, 6_322_000, 7_185_000),  # what 2023 took from the budget of 2022 is written in
        (2023, True, None, None),
        (2024, False, 7_500_000, 7_200_000),
        (2025, True, 7_500_000, 7_500_000),
    ]
    assert found[0] == CarriedYear(published[0], True)


@pytest.mark.parametrize(
    ("status", "funding", "cost"),
    [("adopted", "decided", "decided"), ("proposed", "requested", "forecast")],
)
def test_what_is_written_in_from_a_budget_never_adopted_is_not_called_decided(
    status: str, funding: str, cost: str
) -> None:
    """Two years on, nothing tells any more where the amounts came from but what they are said to rest on."""
    before = budget(
        2022, replace(FRAME, whole=Decimal(-6_322_000)), line(99, 20, "Kostnader", 7185), status=status
    )
    outlook = (entry(2022, forecast=-262, reason="Prognos"),)

    carried = copy_plan(to_copy(outlook=outlook, before=before)).outlook[0].entry

    assert (carried.year, carried.funding, carried.cost) == (2022, 6_322_000, 7_185_000)
    assert (carried.funding_basis, carried.cost_basis) == (funding, cost)


def test_a_year_that_this_years_outlook_has_is_left_as_it_is() -> None:
    there = replace(facts(2024, budget(2024)), outlook=(entry(2025, 1, 1),))
    source = facts(2023, LAST_YEAR, outlook=(entry(2025, 7500, 7500),))

    assert copy_plan(CopyFacts(source, there)).outlook[-1] == CarriedYear(
        entry(2025, 7500, 7500), False, "Året finns redan och lämnas som det är."
    )


STATE = MemberFact(1, "Försäkringskassan", "forsakringskassan", "state", ("Arbetsförmedlingen",))
AVESTA = MemberFact(2, "Avesta kommun", "avesta-kommun", "municipality")
NORBERG = MemberFact(3, "Norbergs kommun", "norbergs-kommun", "municipality")
HALVES = (ShareFact(STATE, Decimal(50)), ShareFact(AVESTA, Decimal(50)))


@pytest.mark.parametrize(
    ("now", "payers", "expected"),
    [
        (None, (STATE, AVESTA), CarriedShares(HALVES, True)),
        (
            ShareFacts(2024, "Äskade", HALVES),
            (STATE, AVESTA),
            CarriedShares(HALVES, False, "Årets fördelningstal finns redan och lämnas som de är."),
        ),
        (None, (STATE,), CarriedShares(HALVES, False, "Avesta kommun betalar ingen andel längre.")),
        (
            None,
            (STATE, AVESTA, NORBERG),
            CarriedShares(HALVES, False, "Norbergs kommun betalar också, och saknar andel."),
        ),
    ],
)
def test_the_shares_come_along_when_the_same_members_pay_and_the_year_has_none(
    now: ShareFacts | None, payers: tuple[MemberFact, ...], expected: CarriedShares
) -> None:
    last_year = ShareFacts(2023, "Slutliga", HALVES)

    assert copy_plan(to_copy(shares=last_year, shares_now=now, payers=payers)).shares == expected


# --- Whatever the budget -------------------------------------------------------------------------------------------

KRONOR = st.none() | st.decimals(-(10**9), 10**9, places=2)


@st.composite
def budgets(draw: st.DrawFn) -> BudgetFact:
    """Any budget of 2023, entered in any parts."""
    parts = draw(st.sampled_from([1, 2, 3, 4, 12]))
    lines = []
    for pk in range(1, draw(st.integers(1, 8)) + 1):
        cells = [AmountFact("part", 2023, n, draw(KRONOR)) for n in range(1, parts + 1)] if parts > 1 else []
        others = tuple(cell for cell in cells if cell.amount is not None)
        whole = draw(KRONOR) if parts == 1 else None
        lines.append(replace(WAGES, pk=pk, key=UUID(int=pk), label=f"Rad {pk}", whole=whole, others=others))
    return replace(budget(2023, *lines), parts=parts)


@given(budgets())
def test_a_copy_with_amounts_kept_equals_the_original_and_copying_again_changes_nothing(
    source: BudgetFact,
) -> None:
    first = copy_plan(to_copy(source))

    def as_in(year: int, found: BudgetFact) -> list[LineFact]:
        cells = [tuple(replace(cell, year=year) for cell in each.others) for each in found.lines]
        return [replace(each, pk=0, others=others) for each, others in zip(found.lines, cells, strict=True)]

    assert as_in(2023, first.budget) == as_in(2023, source)
    assert first.after == first.before
    again = copy_plan(to_copy(source, first.budget), Choices(cost=INDEX_2))
    assert (again.copies, again.budget, again.changes_anything) == ((), first.budget, False)


@given(budgets(), st.decimals(-20, 50, places=2), st.sampled_from(["0.01", "1", "100", "1000"]))
def test_an_indexed_year_is_the_rounded_year_however_it_is_divided(
    source: BudgetFact, percent: Decimal, step: str
) -> None:
    found = copy_plan(to_copy(source), Choices(cost=Rule(Treatment.INDEX, percent), step=Decimal(step)))

    assert [each.amount for each in found.copies] == [
        None if each.amount is None else indexed(each.amount, percent, Decimal(step)) for each in source.lines
    ]
    assert all(
        cell.amount == cell.amount.quantize(Decimal("0.01"))
        for each in found.copies
        for cell in each.others
        if cell.amount is not None
    )


@given(budgets())
def test_the_fingerprint_tells_when_either_year_has_changed(source: BudgetFact) -> None:
    before = to_copy(source)
    changed = replace(source, lines=(replace(source.lines[0], label="Annat"), *source.lines[1:]))

    prints = {
        each.fingerprint
        for each in (before, to_copy(changed), to_copy(source, budget(2024)), to_copy(source, LAST_YEAR))
    }
    assert len(prints) == 4
    assert before.fingerprint == to_copy(source).fingerprint
