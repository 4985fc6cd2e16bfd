"""Typing in the sheet: by keyboard alone, by click, and what is no amount."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.sync_api import expect

from budgets.models import CostCentre
from finsam.swedish import MINUS, NBSP
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_accessible, assert_well_made
from tests.journeys.sheet.reading import (
    EXPENSES,
    SALARIES,
    Open,
    budget_of,
    cell,
    salaries,
    saved,
    status,
)


def test_a_whole_id_is_typed_by_keyboard_alone(demo: Demo, open_sheet: Open, console: Console) -> None:
    """ID 35 000 Samverkansteam Avesta of 2023 again, under a new number."""
    centre = CostCentre.objects.create(
        federation=demo.federation, code="39000", slug="39000", purpose="initiative", position=900
    )
    centre.names.create(from_year=2023, name="Samverkansteam Norberg")
    page = open_sheet()
    keys = page.keyboard
    page.get_by_label(f"Namn på 39{NBSP}000 Samverkansteam Norberg").focus()
    keys.press("ArrowDown")
    for account, label, amount in (("47", "Konsulttjänster", "1 200 000"), ("50", "Löner", "35000,50")):
        keys.press("ArrowLeft")
        keys.type(account)
        keys.press("Tab")
        keys.type(label)
        keys.press("Tab")
        keys.press("Tab")
        keys.type(amount)
        keys.press("Enter")
        expect(page.locator(":focus")).to_have_attribute(
            "aria-label", f"39{NBSP}000 Samverkansteam Norberg, ny rad, kontogrupp"
        )
        keys.press("ArrowRight")
    saved(page)
    assert list(
        budget_of(demo)
        .lines.filter(cost_centre=centre)
        .order_by("position")
        .values_list("account_group__code", "label", "nature", "amount")
    ) == [
        ("47", "Konsulttjänster", "cost", Decimal(1_200_000)),
        ("50", "Löner", "cost", Decimal("35000.50")),
    ]
    total = page.locator(f"[data-total='{centre.pk}'] [data-sum=amount]")
    expect(total).to_have_text(f"1{NBSP}235{NBSP}000,50")
    assert_well_made(page, console)


def test_arrows_and_enter_walk_the_cells_and_escape_restores(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    keys, at = page.keyboard, page.locator(":focus")
    cell(page, SALARIES).focus()
    keys.press("Enter")
    expect(at).to_have_attribute("aria-label", re.compile("55 Kostnadsersättningar"))
    keys.press("Shift+Enter")
    keys.press("ArrowUp")
    expect(at).to_have_attribute("aria-label", re.compile("38 Konsulttjänster"))
    keys.press("ArrowDown")
    keys.type("1")
    keys.press("Escape")
    expect(at).to_have_value(f"702{NBSP}000")
    keys.press("ArrowLeft")
    expect(at).to_have_attribute("aria-label", f"20{NBSP}000 Administration, Löner arbetad tid, beskrivning")


def test_the_change_against_last_year_follows_what_is_typed(demo: Demo, open_sheet: Open) -> None:
    """Salaries 648 in 2022, course income 170: 702 is 8,3 % more, and an income of 200 is 17,6 % more."""
    page = open_sheet()
    row = page.locator("tr", has=cell(page, SALARIES))
    expect(row.locator("[data-sum=change]")).to_have_text(f"54{NBSP}000")
    cell(page, SALARIES).fill("640 000")
    expect(row.locator("[data-sum=change]")).to_have_text(f"{MINUS}8{NBSP}000")
    expect(row.locator("[data-sum=percent]")).to_have_text(f"{MINUS}1,2")
    income = page.locator(
        "tr", has=cell(page, f"21{NBSP}000 Personalinriktade insatser, 36 Kursintäkter, Årsbudget 2023")
    )
    expect(income.locator("[data-sum=percent]")).to_have_text("17,6")
    saved(page)


def test_bad_input_is_told_at_its_cell_and_the_rest_is_saved(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    cell(page, SALARIES).fill("1.234")
    page.keyboard.press("Enter")
    told = "”1.234” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental."
    expect(cell(page, SALARIES)).to_have_accessible_description(told)
    expect(cell(page, SALARIES)).to_have_attribute("aria-invalid", "true")
    label = cell(page, f"20{NBSP}000 Administration, Löner arbetad tid, beskrivning")
    label.fill("Löner")
    expect(status(page)).to_contain_text("1 ändring är inte sparad: rätta eller välj", timeout=10_000)
    assert (salaries(demo).label, salaries(demo).amount) == ("Löner", 702_000)
    assert_accessible(page)
    renamed = cell(page, SALARIES.replace("Löner arbetad tid", "Löner"))
    renamed.fill("712 000")
    expect(renamed).not_to_have_attribute("aria-invalid", "true")
    saved(page)
    assert salaries(demo).amount == 712_000


def test_the_first_click_chooses_the_whole_value_and_the_next_sets_the_caret(open_sheet: Open) -> None:
    page = open_sheet()
    amount = cell(page, SALARIES)
    chosen = "(input) => [input.selectionStart, input.selectionEnd]"
    amount.click()
    assert amount.evaluate(chosen) == [0, len(f"702{NBSP}000")]
    page.keyboard.type("36000")
    expect(amount).to_have_value("36000")
    page.keyboard.press("Escape")
    cell(page, EXPENSES).click()
    amount.click()
    amount.click()
    start, end = amount.evaluate(chosen)
    assert start == end
    page.keyboard.press("F2")
    page.keyboard.type(",50")
    page.keyboard.press("Enter")
    expect(amount).to_have_value(f"702{NBSP}000,50")
    page.keyboard.press("Shift+Enter")
    assert amount.evaluate(chosen) == [0, len(f"702{NBSP}000,50")]


def test_a_sum_with_a_cell_that_is_no_amount_says_that_it_is_not_counted(
    demo: Demo, open_sheet: Open
) -> None:
    """In the ID, in cost and in result; other IDs and the income stand."""
    page = open_sheet()
    words = "räknas inte: ogiltigt belopp"
    centre = salaries(demo).cost_centre
    total = page.locator(f"[data-total='{centre.pk}']")
    before = total.locator("[data-sum=amount]").inner_text()
    income = page.locator("[data-summary=income] [data-sum=amount]").inner_text()
    cell(page, SALARIES).fill("fel")
    for row in (total, page.locator("[data-summary=cost]"), page.locator("[data-summary=result]")):
        expect(row.locator("[data-sum=amount]")).to_have_text(f"– {words}")
        expect(row.locator("[data-sum=change]")).to_have_text(f"– {words}")
        expect(row.locator("[data-sum=percent]")).to_have_text("–")
        expect(row.get_by_role("rowheader").get_by_text(words)).to_be_visible()
    expect(page.locator("[data-summary=income] [data-sum=amount]")).to_have_text(income)
    expect(page.locator("[data-summary=income]").get_by_text(words)).to_have_count(0)
    expect(page.locator("tbody.sheet-total .sheet-not-counted")).to_have_count(1)
    assert_accessible(page)
    cell(page, SALARIES).fill("702 000")
    expect(total.locator("[data-sum=amount]")).to_have_text(before)
    expect(page.get_by_text(words)).to_have_count(0)
