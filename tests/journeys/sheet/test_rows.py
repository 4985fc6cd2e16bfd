"""Undoing in the sheet, and its rows as such: moved, removed, put back."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import expect

from budgets.models import BudgetLine
from budgets.services import set_parts
from finsam.swedish import NBSP
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made
from tests.journeys.sheet.reading import (
    SALARIES,
    Open,
    budget_of,
    cell,
    salaries,
    saved,
)


def test_cells_are_undone_and_done_again(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    cell(page, SALARIES).fill("36 000")
    page.keyboard.press("Enter")
    page.keyboard.type("20000")
    page.keyboard.press("Enter")
    saved(page)
    assert salaries(demo).amount == 36_000
    page.get_by_role("button", name="Ångra").click()
    page.keyboard.press("Control+z")
    expect(cell(page, SALARIES)).to_have_value(f"702{NBSP}000")
    saved(page)
    assert salaries(demo).amount == 702_000
    page.get_by_role("button", name="Gör om").click()
    expect(cell(page, SALARIES)).to_have_value(f"36{NBSP}000")
    saved(page)
    assert salaries(demo).amount == 36_000


def test_an_amount_with_ore_is_undone_to_the_letter_where_one_types_thousands(
    demo: Demo, open_sheet: Open
) -> None:
    BudgetLine.objects.filter(pk=salaries(demo).pk).update(amount=Decimal("702000.45"))
    page = open_sheet("?enhet=tkr")
    cell(page, SALARIES).fill("36,5")
    page.keyboard.press("Enter")
    saved(page)
    assert salaries(demo).amount == 36_500
    page.keyboard.press("Control+z")
    expect(cell(page, SALARIES)).to_have_value("702,00045")
    saved(page)
    assert salaries(demo).amount == Decimal("702000.45")


def test_quarters_are_typed_and_the_year_is_their_sum(demo: Demo, open_sheet: Open) -> None:
    own = budget_of(demo)
    set_parts(federation=demo.federation, pk=own.pk, revision=None, parts=4)
    page = open_sheet()
    second = cell(page, SALARIES.replace("Årsbudget 2023", "Kvartal 2"))
    expect(second).to_have_value(f"175{NBSP}500")
    second.fill("200 000,50")
    row = page.locator("tr", has=second)
    expect(row.locator("[data-sum=whole]")).to_have_text(f"726{NBSP}500,50")
    expect(row.locator("[data-sum=change]")).to_have_text(f"78{NBSP}500,50")
    saved(page)
    assert salaries(demo).amounts.get(part=2).amount == Decimal("200000.50")


def test_a_row_is_moved_removed_and_put_back(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    before = list(salaries(demo).cost_centre.lines.filter(budget__year=2023).values())

    def labels() -> list[str]:
        lines = budget_of(demo).lines.filter(cost_centre__code="20000").order_by("position", "pk")
        return list(lines.values_list("account_group__code", flat=True)[:4])

    assert labels() == ["36", "38", "50", "55"]
    cell(page, SALARIES).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("button", name="Ångra")).to_be_enabled()
    assert labels() == ["36", "50", "38", "55"]
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Ångra")).to_be_disabled()
    assert labels() == ["36", "38", "50", "55"]
    cell(page, SALARIES).focus()
    page.keyboard.press("Alt+Enter")
    page.get_by_role("button", name="Ta bort").click()
    expect(cell(page, SALARIES)).to_have_count(0)
    assert labels() == ["36", "38", "55", "56"]
    page.keyboard.press("Control+z")
    expect(cell(page, SALARIES)).to_have_value(f"702{NBSP}000")
    after = list(salaries(demo).cost_centre.lines.filter(budget__year=2023).values())
    assert [{**row, "revision": 0, "position": 0} for row in after] == [
        {**row, "revision": 0, "position": 0} for row in before
    ]


def test_an_id_is_renamed_and_moved(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    name = cell(page, f"Namn på 20{NBSP}000 Administration")
    name.fill("Kansliet")
    page.keyboard.press("Enter")
    expect(cell(page, SALARIES.replace("Administration", "Kansliet"))).to_have_count(1)
    saved(page)
    name.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("tbody[data-centre]").first.locator("input").first).to_have_value("Kansliet")
    assert [centre.code for centre in demo.federation.cost_centres.all()][:2] == ["20000", "10000"]


def test_a_note_to_a_figure_is_written_and_marked(demo: Demo, open_sheet: Open, console: Console) -> None:
    page = open_sheet("?valda=1&kolumn=plan-2024")
    planned = cell(page, SALARIES.replace("Årsbudget 2023", "Plan 2024"))
    planned.fill("720000")
    page.keyboard.press("Shift+F2")
    page.keyboard.type("Tre tjänster")
    saved(page)
    expect(page.locator("td", has=planned).locator(".mark")).to_have_text("1)")
    amount = salaries(demo).amounts.get()
    assert (amount.amount, amount.note) == (720_000, "Tre tjänster")
    assert_well_made(page, console)
    page.reload()
    expect(page.locator("td", has=planned).locator(".mark")).to_have_text("1)")


def test_last_years_row_is_taken_along(demo: Demo, open_sheet: Open) -> None:
    gone = salaries(demo)
    key, pk = gone.key, gone.pk
    gone.delete()
    page = open_sheet()
    page.get_by_role("link", name="Ta med i år Löner arbetad tid").first.click()
    page.keyboard.type("700 000")
    saved(page)
    added = budget_of(demo).lines.get(key=key)
    assert (added.pk != pk, added.label, added.amount) == (True, "Löner arbetad tid", 700_000)
