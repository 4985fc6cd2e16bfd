"""Pasting blocks from a spreadsheet into the sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from budgets.models import LineAmount
from finsam.swedish import MINUS, NBSP
from tests.conftest import Demo
from tests.journeys.accessibility import assert_accessible
from tests.journeys.sheet.reading import (
    SALARIES,
    Open,
    budget_of,
    cell,
    paste,
    salaries,
    saved,
    status,
)


def test_twenty_rows_are_pasted_from_a_spreadsheet(demo: Demo, open_sheet: Open) -> None:
    """Account group, description and two columns of amounts, in every way that Excel and people write them."""
    page = open_sheet("?valda=1&kolumn=plan-2024")
    block = "".join(
        f"50\tInklistrad rad {number}\t{amount}\t{number}{NBSP}000 kr\r\n"
        for number, amount in enumerate(
            ["1 000", f"2{NBSP}000", "3\u202f000", f"{MINUS}4", "5,5", "6:-", "7 kr", "–", "", "10"] * 2,
            start=1,
        )
    )
    first = cell(page, f"20{NBSP}000 Administration, ny rad, kontogrupp")
    paste(first, block)
    saved(page)
    lines = budget_of(demo).lines.filter(label__startswith="Inklistrad").order_by("position")
    assert [line.label for line in lines] == [f"Inklistrad rad {number}" for number in range(1, 21)]
    assert [line.amount for line in lines] == [1000, 2000, 3000, -4, Decimal("5.5"), 6, 7, None, None, 10] * 2
    planned = LineAmount.objects.filter(line__in=lines, kind="plan", year=2024).order_by("line__position")
    assert [each.amount for each in planned] == [number * 1000 for number in range(1, 21)]
    page.keyboard.press("Control+z")
    expect(
        page.locator("input[value='Inklistrad rad 1'], tr[data-key]:has-text('Inklistrad')")
    ).to_have_count(0)
    saved(page)
    expect(page.get_by_label("Inklistrad rad")).to_have_count(0, timeout=30_000)
    assert not budget_of(demo).lines.filter(label__startswith="Inklistrad").exists()


def test_a_pasted_column_fills_the_cells_below_and_tells_what_is_no_number(
    demo: Demo, open_sheet: Open
) -> None:
    page = open_sheet()
    paste(cell(page, SALARIES), "710 000\nfel\n900 000")
    below = cell(page, f"20{NBSP}000 Administration, 55 Kostnadsersättningar, Årsbudget 2023")
    expect(below).to_have_value("fel")
    expect(below).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_contain_text("1 ändring är inte sparad", timeout=10_000)
    assert salaries(demo).amount == 710_000
    page.keyboard.press("Control+z")
    saved(page)
    expect(below).to_have_value(f"15{NBSP}000")
    assert salaries(demo).amount == 702_000


def test_what_does_not_fit_is_given_back(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    last = page.locator("tr.sheet-line:not(.sheet-blank) input[name$='.amount']").last
    paste(last, f"{MINUS}6 400 000\t12\n13 000")
    expect(page.get_by_role("alert")).to_contain_text(
        "2 av värdena fick inte plats och klistrades inte in: 12 · 13 000"
    )
    saved(page)


def test_a_block_that_goes_on_in_the_next_id_says_so_and_can_be_undone(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    board = budget_of(demo).lines.filter(cost_centre__code="10000").order_by("position")
    last = board.last()
    assert last is not None
    before = [line.amount for line in budget_of(demo).lines.all()]
    paste(page.locator(f"[name='r{last.pk}.amount']"), "1\n2\n3")
    told = page.get_by_role("alert")
    expect(told).to_contain_text(
        f"Blocket gick vidare till nästa ID. 3 rader klistrades in: 1 i 10{NBSP}000 Styrelsen "
        f"och 2 i 20{NBSP}000 Administration."
    )
    expect(page.locator("td.is-pasted")).to_have_count(3)
    assert_accessible(page)
    told.get_by_role("button", name="Ångra inklistringen").click()
    expect(told).to_be_hidden()
    expect(page.locator("td.is-pasted")).to_have_count(0)
    saved(page)
    assert [line.amount for line in budget_of(demo).lines.all()] == before


def test_a_block_within_an_id_says_how_many_rows_and_until_something_else_is_done(open_sheet: Open) -> None:
    page = open_sheet()
    paste(cell(page, SALARIES), "1\n2")
    told = page.locator("[data-sheet-notice]")
    expect(told).to_contain_text(f"2 rader klistrades in i 20{NBSP}000 Administration.")
    cell(page, SALARIES).fill("3")
    page.keyboard.press("Enter")
    expect(told).to_be_hidden()


def test_a_block_in_the_sheets_own_order_has_its_natures_too(demo: Demo, open_sheet: Open) -> None:
    """An unknown word is told at its cell, and the row waits; what the others hold does not shift."""
    page = open_sheet()
    rows = [
        "50\tLön\tKostnad\t1 000",
        "36\tKurs\tövrig  intäkt\t-500",
        "36\tHyra\tUtgift\t700",
        "36\tPorto\t\t8",
    ]
    paste(cell(page, f"20{NBSP}000 Administration, ny rad, kontogrupp"), "\r\n".join(rows))
    expect(page.locator("[data-sheet-notice]")).to_contain_text("4 rader klistrades in")
    wrong = cell(page, f"20{NBSP}000 Administration, Hyra, slag")
    expect(wrong).to_have_accessible_description(
        "”Utgift” går inte att välja här. Välj Kostnad eller Intäkt."
    )
    expect(status(page)).to_have_text("1 ändring är inte sparad: rätta eller välj", timeout=10_000)

    def added() -> list[tuple[str, str, Decimal]]:
        lines = budget_of(demo).lines.filter(label__in=["Lön", "Kurs", "Hyra", "Porto"])
        return sorted(lines.values_list("label", "nature", "amount"))

    three = [("Kurs", "income", -500), ("Lön", "cost", 1000), ("Porto", "cost", 8)]
    assert added() == three
    page.reload()
    expect(wrong).to_have_accessible_description(
        "”Utgift” går inte att välja här. Välj Kostnad eller Intäkt."
    )
    wrong.select_option(label="Kostnad")
    saved(page)
    assert added() == [("Hyra", "cost", 700), *three]
    expect(wrong.locator("option")).to_have_text(["Kostnad", "Intäkt"])


def test_a_whole_row_as_the_sheet_shows_it_leaves_the_computed_columns_alone(
    demo: Demo, open_sheet: Open
) -> None:
    page = open_sheet("?valda=1&kolumn=plan-2024&kolumn=plan-2025")
    row = "50\tLön\tKostnad\t1 000\t900\t100\t11,1\t2 000\t3 000"
    paste(cell(page, f"20{NBSP}000 Administration, ny rad, kontogrupp"), f"{row}\n")
    saved(page)
    added = budget_of(demo).lines.get(label="Lön")
    assert (added.nature, added.amount) == ("cost", 1000)
    assert list(added.amounts.values_list("year", "amount")) == [(2024, 2000), (2025, 3000)]
    expect(page.get_by_text("fick inte plats")).to_have_count(0)


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (["50\tLön\t1000\t2000"], ["account", "label", "amount", "plan-2024"]),
        (["50\tLön\tKostnad\t1000"], ["account", "label", "nature", "amount", "plan-2024"]),
        (["50\tLön\tUtgift\t1000"], ["account", "label", "nature", "amount", "plan-2024"]),
        (["50\tLön\tfel"], ["account", "label", "amount", "plan-2024"]),
        (["50\tLön\t–\t7", "50\tHyra\tfel\t7"], ["account", "label", "amount", "plan-2024"]),
        (["50\tLön\t\t7"], ["account", "label", "amount", "plan-2024"]),
        (["50\tLön\t\t7\t8"], ["account", "label", "nature", "amount", "plan-2024"]),
    ],
)
def test_whether_a_block_holds_natures_is_read_from_its_words(
    open_sheet: Open, rows: list[str], columns: list[str]
) -> None:
    page = open_sheet("?valda=1&kolumn=plan-2024")
    found = cell(page, f"20{NBSP}000 Administration, ny rad, kontogrupp").evaluate(
        """async (input, text) => {
          const { columnsOf, parseBlock } = await import("finsam/sheet-paste");
          return columnsOf(parseBlock(text), input, "kr");
        }""",
        "\n".join(rows),
    )
    assert found == columns
