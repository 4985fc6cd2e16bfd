"""The sheet's page: without scripts, with all its columns, wider than the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from budgets.services import set_parts
from finsam.swedish import NBSP
from members.models import Role
from tests.conftest import Demo
from tests.factories import PASSWORD
from tests.journeys.accessibility import Console, assert_accessible, assert_well_made
from tests.journeys.sheet.reading import (
    SALARIES,
    Open,
    budget_of,
    cell,
    salaries,
)


def test_the_sheet_is_a_form_without_scripts(
    demo: Demo, browser: Browser, browser_context_args: dict[str, Any], address: Callable[[str], str]
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(address(f"/konto/login/?next={demo.url('sheet')}"))
    page.get_by_label("E-postadress").fill(demo.user(Role.DIRECTOR).email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    cell(page, SALARIES).fill("sju")
    cell(page, f"20{NBSP}000 Administration, ny rad, beskrivning").fill("Porto")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name=f"{SALARIES}: ”sju” är inte ett tal.").click()
    expect(cell(page, SALARIES)).to_have_value("sju")
    cell(page, SALARIES).fill("36 000")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Sparat: en ändring.")).to_be_visible()
    assert salaries(demo).amount == 36_000
    assert budget_of(demo).lines.filter(label="Porto").count() == 1
    context.close()


def test_the_sheet_is_well_made_with_all_its_columns(open_sheet: Open, console: Console) -> None:
    page = open_sheet("?valda=1&kolumn=forecast-2022&kolumn=plan-2024&kolumn=plan-2025&alla=1")
    assert_well_made(page, console)
    page.get_by_text("Visa kolumner").click()
    page.get_by_text("Tangenter").click()
    page.get_by_text("Lägg till ett ID").click()
    assert_well_made(page, console)
    page.keyboard.press("Escape")
    page.locator("input[name$='.amount']").first.focus()
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_role("button", name="Flytta upp")).to_be_focused()
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_columns_out_of_view_are_named_and_a_click_away(demo: Demo, open_sheet: Open, width: int) -> None:
    """The year in quarters beside last year and four years to come."""
    set_parts(federation=demo.federation, pk=budget_of(demo).pk, revision=None, parts=4)
    page = open_sheet("?valda=1&kolumn=plan-2024&kolumn=plan-2025&kolumn=plan-2026&kolumn=plan-2027")
    page.set_viewport_size({"width": width, "height": 844})
    more = page.locator("[data-sheet-more]")
    last = page.get_by_role("columnheader", name="Plan 2027")
    expect(more).to_contain_text("Fler kolumner till höger: ")
    expect(page.locator(".sheet-frame.goes-on-right")).to_have_count(1)
    expect(last).not_to_be_in_viewport()
    for _ in range(20):
        if "höger" not in more.inner_text():
            break
        more.click()
        page.wait_for_timeout(300)
    expect(last).to_be_in_viewport(ratio=0.9)
    expect(more).to_contain_text("Kolumner till vänster: Kvartal 1, Kvartal 2")
    expect(page.locator(".sheet-frame.goes-on-left:not(.goes-on-right)")).to_have_count(1)
    assert_accessible(page)
    more.click()
    expect(more).to_contain_text("höger")


def test_a_sheet_that_fits_the_window_says_nothing_of_columns(open_sheet: Open) -> None:
    page = open_sheet()
    expect(page.locator("[data-sheet-more]")).to_be_hidden()
    expect(page.locator(".goes-on-right, .goes-on-left")).to_have_count(0)
