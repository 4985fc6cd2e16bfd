"""A year from last year, in a browser: Södra Dalarna's budget of 2023 brought into 2024 with two per cent on costs.

What a copy takes with it is in `tests.budgets.test_copying`; here that a person finds the way, sees how it turns out
before anything is written, and that each step is well made.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from budgets import services
from budgets.models import Budget
from finsam.swedish import NBSP
from members.models import Role
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made

Address = Callable[[str], str]
RAISE = "Räkna upp med en procentsats"


def amounts(page: Page, name: str) -> list[str]:
    """What a row of the table per ID shows, last year's amount and this year's."""
    row = page.get_by_role("region", name="Så blir 2024 per ID").get_by_role("row", name=name)
    return [text.replace(NBSP, " ") for text in row.locator("td.figure").all_inner_texts()]


def test_last_years_budget_is_copied_forward_with_two_per_cent_on_costs(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("budget", year=2024))
    expect(page.get_by_role("button", name="Börja tomt")).to_be_visible()
    page.get_by_role("link", name="Börja budgeten för 2024").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hämta budgeten för 2024 från 2023")
    assert_well_made(page, console)

    # A per cent forgotten is told at its place.
    page.get_by_label("Kostnader", exact=True).select_option(RAISE)
    page.get_by_role("button", name="Visa hur det blir").first.click()
    page.get_by_role("link", name="Procent för kostnader: Skriv med hur många procent").click()
    expect(page.get_by_label("Procent för kostnader")).to_be_focused()
    console.expect("422")
    assert_well_made(page, console)

    # Enter in the field shows how it turns out; nothing is written.
    page.get_by_label("Procent för kostnader").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert amounts(page, "Styrelsen") == ["160 000", "163 200"]
    assert amounts(page, "Kostnader") == ["6 908 000", "7 056 660"]
    assert amounts(page, "Resultat") == ["−600 000", "−748 660"]
    assert not Budget.objects.filter(year=2024).exists()
    assert_well_made(page, console)

    # One ID keeps what it had, one row stays behind.
    page.get_by_label("Belopp för 35 000 Samverkansteam Avesta").select_option("Behåll beloppen från 2023")
    page.get_by_label("Ta inte med Konsulttjänster (revision), Styrelsen").check()
    page.get_by_role("button", name="Kopiera till 2024").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Du har ändrat valen sedan förhandsgranskningen räknades"
    )
    console.expect("409")
    assert amounts(page, "Samverkansteam Avesta") == ["1 900 000", "1 900 000"]
    assert amounts(page, "Styrelsen") == ["160 000", "112 200"]

    page.get_by_role("button", name="Kopiera till 2024").click()
    expect(page).to_have_url(address(demo.url("budget", year=2024)))
    expect(page.get_by_role("status")).to_contain_text("Kopierat till 2024: 27 rader")
    copied = Budget.objects.get(year=2024)
    assert (copied.previous, copied.lines.count()) == (Budget.objects.get(year=2023), 27)
    assert copied.lines.get(cost_centre__code="36000").amount == 1_836_000
    assert_well_made(page, console)


def test_what_someone_changes_meanwhile_is_shown_before_it_is_copied(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.FINANCE).email, to=demo.url("budget_copy", year=2024))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    team = Budget.objects.get(year=2023).lines.get(cost_centre__code="37000")
    services.save_line(
        federation=demo.federation, pk=team.pk, revision=team.revision, amount=team.amount + 50_000
    )

    page.get_by_role("button", name="Kopiera till 2024").click()

    expect(page.get_by_role("alert")).to_contain_text("Någon har ändrat budgeten för 2023 eller 2024")
    console.expect("409")
    assert amounts(page, "Samverkansteam Säter") == ["1 750 000", "1 750 000"]
    page.get_by_role("button", name="Kopiera till 2024").click()
    expect(page.get_by_role("status")).to_contain_text("Kopierat till 2024: 28 rader")
