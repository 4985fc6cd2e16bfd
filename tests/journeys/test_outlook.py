"""The outlook in a real browser: read with its chart, all years edited by keyboard, two editors at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from budgets import services
from members.models import Role
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made


def test_the_outlook_is_read_with_its_chart_and_edited_in_place(
    demo: Demo, page: Page, console: Console, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("outlook"))
    chart = page.get_by_role("img", name="Eget kapital 31 december")
    expect(chart).to_be_visible()
    assert page.evaluate("document.querySelector('svg[role=img] rect').getBoundingClientRect().height") > 100
    page.get_by_text("Visa diagrammets siffror").click()
    assert_well_made(page, console)

    page.get_by_role("link", name="Ändra åren").click()
    basis = page.get_by_label("2022 årstilldelningens grund")
    expect(basis).to_be_hidden()  # the amount is computed, and has its own
    page.get_by_label("2022 årstilldelning", exact=True).fill("6 400 000")
    expect(basis).to_be_visible()
    page.get_by_label("2022 årstilldelning", exact=True).fill("")
    cost = page.get_by_label("2024 kostnad", exact=True)
    cost.fill("7 300 000")
    cost.press("Tab")
    expect(page.get_by_label("2024 kostnadens grund")).to_be_focused()
    assert_well_made(page, console)
    cost.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Sparat: 2024.")
    expect(page.get_by_role("row", name="2024").first).to_contain_text("7\u00a0300\u00a0000")


def test_what_is_wrong_is_told_at_its_cell_and_the_second_of_two_chooses(
    demo: Demo, page: Page, console: Console, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("outlook_edit"))
    forecast = page.get_by_label("2023 prognos för resultatet")
    forecast.fill("-500 000")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv varför")
    expect(forecast).to_have_value("-500 000")
    console.expect("422")
    assert_well_made(page, console)

    row = demo.federation.budgets.get(year=2023).outlook_years.get(year=2025)
    services.save_outlook_year(federation=demo.federation, pk=row.pk, revision=1, cost=Decimal(7_450_000))
    page.get_by_label("2023 motivering").fill("Vakanser")
    page.get_by_label("2025 kostnad", exact=True).fill("7 600 000")
    page.get_by_role("button", name="Spara", exact=True).click()
    both = page.get_by_role("alert")
    expect(both).to_contain_text("har sparat medan du skrev")
    expect(both).to_contain_text("7\u00a0450\u00a0000")
    console.expect("409")
    assert_well_made(page, console)

    page.get_by_role("button", name="Ta det sparade: 2025 kostnad").click()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sparat: 2023 och 2025.")
    row.refresh_from_db()
    assert row.cost == 7_450_000
