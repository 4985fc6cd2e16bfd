"""The sheet as it is computed: its cells, what they are called, and that it adds up as the budget does."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.facts import AmountFact, BudgetFact, BudgetFacts, LineFact
from budgets.domain.shapes import ShapeColumn, ShapeFact
from budgets.domain.sheet import Sheet, Typed, sheet
from budgets.domain.sheet_cells import parse_amount, plain, read_was, shown, shown_as
from budgets.domain.totals import totals
from finsam.money import LARGEST_AMOUNT, Unit
from finsam.swedish import MINUS, NBSP
from tests.budgets.facts import FUNDING, OPERATIONS, budget, centre, line

TEAM = centre(21, "Team", parent=20, code="21000")
SALARIES = line(1, 20, "Löner arbetad tid", 702, account="50")
COURSES = line(2, 21, "Kurser", -200, account="36", nature="income")
GRANT = line(3, 50, "Bidrag", -6308, account="35", nature="contribution")


def facts(
    *lines: LineFact, previous: BudgetFact | None = None, parts: int = 1, shapes: tuple[ShapeFact, ...] = ()
) -> BudgetFacts:
    """The year's budget of these lines."""
    own = BudgetFact(1, 2023, 1, "draft", lines, parts)
    return BudgetFacts(2023, own, previous, (OPERATIONS, TEAM, FUNDING), (), (), None, shapes=shapes)


def rows(found: Sheet) -> list[tuple[str, ...]]:
    """Every row as it is read: ID or account group, text, then the year, and last year with its change."""
    read = []
    for group in found.groups:
        if not group.opens:
            assert group.sums
            read.append(("", "Totalt", *(plain(each) for _, each in group.sums.main)))
            continue
        read.append((group.centre.code, group.name.text))
        read += [
            (each.account.text, each.label.text, *(cell.text for cell in each.main)) for each in group.lines
        ]
        read += [("förra året", each.label, plain(each.before)) for each in group.last_year]
        read += [("ny rad",)] if group.blank else []
    return read


def test_the_sheet_has_every_id_in_its_tree_with_rows_an_empty_one_and_a_total() -> None:
    """Administration and the grant of Södra Dalarna 2023, with a team laid under."""
    found = sheet(facts(SALARIES, COURSES, GRANT), shape=None)
    assert rows(found) == [
        ("20000", "Administration"),
        ("50", "Löner arbetad tid", f"702{NBSP}000"),
        ("ny rad",),
        ("21000", "Team"),
        ("36", "Kurser", f"{MINUS}200{NBSP}000"),
        ("ny rad",),
        ("", "Totalt", "-200000"),
        ("", "Totalt", "502000"),
        ("50000", "Intäkter"),
        ("35", "Bidrag", f"{MINUS}6{NBSP}308{NBSP}000"),
        ("ny rad",),
        ("", "Totalt", "-6308000"),
    ]
    assert [(name, plain(sums.main[0][1])) for name, _, sums in found.summary] == [
        ("income", "6308000"),
        ("cost", "502000"),
        ("result", "5806000"),
    ]


def test_last_year_stands_beside_with_more_as_plus_for_cost_and_income_alike() -> None:
    before = budget(2022, line(1, 20, "Löner", 648), line(2, 21, "Kurser", -170, nature="income"))
    found = sheet(facts(SALARIES, COURSES, previous=before), shape=None)
    lines = [each for group in found.groups if group.opens for each in group.lines]
    assert [(plain(each.before), plain(each.change), f"{each.percent:.1f}") for each in lines] == [
        ("648000", "54000", "8.3"),
        ("-170000", "30000", "17.6"),
    ]


def test_what_only_last_year_has_can_be_taken_along_unless_it_has_moved() -> None:
    before = budget(2022, line(9, 20, "Hyra", 10), line(8, 20, "Kurser", -170, key=2))
    found = sheet(facts(COURSES, previous=before), shape=None)
    assert [(each.label, each.can_continue) for each in found.groups[0].last_year] == [
        ("Hyra", True),
        ("Kurser", False),
    ]


def test_an_id_without_lines_is_shown_when_asked_for_with_those_above_it() -> None:
    assert [group.title for group in sheet(facts(GRANT), shape=None).groups if group.opens] == [
        f"50{NBSP}000 Intäkter"
    ]
    found = sheet(facts(GRANT), shape=None, shown_empty=[21])
    assert [group.title for group in found.groups if group.opens] == [
        f"20{NBSP}000 Administration",
        f"21{NBSP}000 Team",
        f"50{NBSP}000 Intäkter",
    ]


def test_a_year_in_parts_is_typed_in_its_parts_and_added_up() -> None:
    parts = (
        AmountFact("part", 2023, 1, Decimal(100)),
        AmountFact("part", 2023, 3, Decimal("50.50")),
    )
    quarters = LineFact(1, UUID(int=1), 20, "", "Hyra", "cost", None, others=parts)
    found = sheet(facts(quarters, parts=4), shape=None)
    assert [column.heading for column in found.main] == ["Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4"]
    own = found.groups[0].lines[0]
    assert [cell.text for cell in own.main] == ["100", "", "50,50", ""]
    assert own.whole == Decimal("150.50")
    cost = found.summary[1][2]
    assert ([plain(each) for _, each in cost.main], plain(cost.whole)) == (
        ["100", "0", "50,50", "0"],
        "150,50",
    )


SHAPE = ShapeFact(
    1,
    "tabell",
    "Tabell",
    "budget",
    (),
    (ShapeColumn("budget"), ShapeColumn("forecast", -1, heading="Prognos"), ShapeColumn("plan", 2)),
)


@pytest.mark.parametrize(
    ("shape", "chosen", "columns"),
    [
        (None, None, ["amount", "plan-2024"]),
        (SHAPE, None, ["amount", "forecast-2022", "plan-2024", "plan-2025"]),
        (SHAPE, [], ["amount"]),
        (SHAPE, ["plan-2026", "forecast-2022", "plan-1999", "x"], ["amount", "forecast-2022", "plan-2026"]),
    ],
)
def test_the_columns_are_those_printed_and_those_filled_in_unless_chosen(
    shape: ShapeFact | None, chosen: list[str] | None, columns: list[str]
) -> None:
    filled = LineFact(
        1, UUID(int=1), 20, "", "Hyra", "cost", None, others=(AmountFact("plan", 2024, 0, Decimal(7)),)
    )
    found = sheet(facts(filled), shape=shape, chosen=chosen)
    assert [column.key for column in found.columns] == columns


def test_every_cell_has_a_name_and_notes_are_numbered_as_they_stand() -> None:
    noted = LineFact(
        1, UUID(int=1), 20, "50", "Löner", "cost", Decimal(7), note="Tre tjänster", label_note="Se bilaga"
    )
    found = sheet(facts(noted), shape=None)
    own = found.groups[0].lines[0]
    assert [(cell.address, cell.label, cell.mark) for cell in own.cells] == [
        ("r1.account", f"20{NBSP}000 Administration, Löner, kontogrupp", None),
        ("r1.label", f"20{NBSP}000 Administration, Löner, beskrivning", 1),
        ("r1.nature", f"20{NBSP}000 Administration, Löner, slag", None),
        ("r1.amount", f"20{NBSP}000 Administration, 50 Löner, Årsbudget 2023", 2),
    ]
    assert [(note.number, note.cell.address, note.cell.text) for note in found.notes] == [
        (1, "r1.label.note", "Se bilaga"),
        (2, "r1.amount.note", "Tre tjänster"),
    ]


def test_what_stood_in_every_cell_goes_out_with_the_form_and_is_read_back() -> None:
    noted = LineFact(1, UUID(int=1), 20, "50", "Löner\tm.m.", "cost", Decimal("-7.5"), note="Not")
    found = sheet(facts(noted), shape=None)
    assert read_was(found.was.replace("\n", "\r\n")) == {
        "c20.name": "Administration",
        "r1.account": "50",
        "r1.label": "Löner m.m.",
        "r1.nature": "cost",
        "r1.amount": "-7,50",
        "r1.amount.note": "Not",
    }


def test_what_could_not_be_saved_is_laid_over_what_is_stored() -> None:
    typed = {"r1.amount": Typed("x", "Fel."), "n20.label": Typed("Hyra", "")}
    found = sheet(facts(SALARIES), shape=None, typed=typed)
    group = found.groups[0]
    assert (group.lines[0].main[0].text, group.lines[0].main[0].stored) == ("x", "702000")
    assert group.blank and group.blank.label.text == "Hyra"
    assert [cell.address for cell in found.problems] == ["r1.amount"]


@pytest.mark.parametrize(
    ("amount", "in_kr", "in_tkr"),
    [
        (None, "", ""),
        (Decimal(0), "0", "0"),
        (Decimal(12_500), f"12{NBSP}500", "12,5"),
        (Decimal("-1234567.89"), f"{MINUS}1{NBSP}234{NBSP}567,89", f"{MINUS}1{NBSP}234,56789"),
        (Decimal("0.5"), "0,50", "0,0005"),
    ],
)
def test_an_amount_is_shown_as_it_is_in_both_units(amount: Decimal | None, in_kr: str, in_tkr: str) -> None:
    assert (shown(amount), shown(amount, Unit.TKR)) == (in_kr, in_tkr)


@given(st.none() | st.decimals(-LARGEST_AMOUNT, LARGEST_AMOUNT, places=2))
def test_what_is_shown_and_what_is_sent_are_read_as_the_same_amount(amount: Decimal | None) -> None:
    assert parse_amount(plain(amount)) == parse_amount(shown(amount)) == amount
    assert shown_as("r1.amount", plain(amount), Unit.TKR) == shown(amount, Unit.TKR)


@given(st.lists(st.tuples(st.sampled_from([20, 21, 50]), st.integers(-(10**9), 10**9)), max_size=12))
def test_the_sheet_adds_up_as_the_budget_does(drawn: list[tuple[int, int]]) -> None:
    lines = [
        LineFact(number, UUID(int=number), place, "", f"Rad {number}", "cost", Decimal(ore) / 100)
        for number, (place, ore) in enumerate(drawn, start=1)
    ]
    made = facts(*lines)
    assert made.budget
    found, expected = sheet(made, shape=None, shown_empty=[20, 21, 50]), totals(made.budget, made.centres)
    assert {
        group.centre.pk: group.sums.main[0][1] for group in found.groups if group.sums
    } == expected.by_centre
    assert [sums.main[0][1] for _, _, sums in found.summary] == [
        expected.income,
        expected.cost,
        expected.result,
    ]


# --- What is typed and cannot be saved ------------------------------------------------------------------------------


def summed(found: Sheet, key: str = "amount") -> list[str]:
    """The totals of each ID, in order, then income, cost and result; "?" for one that is not known."""
    sums = [group.sums for group in found.groups if group.sums] + [sums for _, _, sums in found.summary]
    amounts = [dict((*each.main, *each.beside))[key] for each in sums]
    return ["?" if amount is None else plain(amount) for amount in amounts]


def test_a_sum_over_a_cell_that_cannot_be_read_is_not_known() -> None:
    """The team's own and those above it, cost and result; the grant and the income stand."""
    before = budget(2022, line(1, 20, "Löner", 648), line(2, 21, "Kurser", -170, nature="income"))
    typed = {"r2.amount": Typed("fel", "Inget tal.")}
    found = sheet(facts(SALARIES, COURSES, GRANT, previous=before), shape=None, typed=typed)
    assert summed(found) == ["?", "?", "-6308000", "6308000", "?", "?"]
    assert [sums.is_final for _, _, sums in found.summary] == [True, False, False]
    team = found.groups[2].sums
    assert team
    assert (team.before, team.change, team.percent) == (-170_000, None, None)
    courses = found.groups[1].lines[0]
    assert (courses.before, courses.change, courses.percent) == (-170_000, None, None)


def test_what_is_typed_and_not_saved_counts_as_the_browser_counts_it() -> None:
    """A cell in conflict, an emptied one, and an empty row that waits for its description."""
    typed = {
        "r1.amount": Typed("700 000,50", "Nu står 1."),
        "r2.amount": Typed("", "Nu står 1."),
        "n50.amount": Typed("-8", ""),
        "r1.label": Typed("Löner", ""),
        "r99.amount": Typed("5", ""),
        "n99.amount": Typed("5", ""),
        "r1.plan-2024": Typed("5", ""),
    }
    found = sheet(facts(SALARIES, COURSES, GRANT), shape=None, typed=typed)
    assert summed(found) == ["0", "700000,50", "-6308008", "6308008", "700000,50", "5608007,50"]


def test_a_part_of_the_year_that_cannot_be_read_leaves_the_year_unknown_and_the_other_parts_known() -> None:
    parts = (AmountFact("part", 2023, 1, Decimal(100)), AmountFact("part", 2023, 3, Decimal("50.50")))
    quarters = LineFact(1, UUID(int=1), 20, "", "Hyra", "cost", None, others=parts)
    typed = {"r1.part-2": Typed("fel", "Inget tal."), "r1.part-3": Typed("60", "")}
    found = sheet(facts(quarters, parts=4), shape=None, typed=typed)
    assert [summed(found, f"part-{part}")[0] for part in (1, 2, 3, 4)] == ["100", "?", "60", "0"]
    assert found.groups[0].lines[0].whole is None
    assert found.summary[1][2].whole is None
    without = sheet(facts(quarters, parts=4), shape=None, typed={"r1.part-3": Typed("60", "")})
    assert (without.groups[0].lines[0].whole, without.summary[1][2].whole) == (160, 160)
