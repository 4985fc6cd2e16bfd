"""The keyboard hands refuse what no one could do by keyboard: else a journey made with them would say nothing."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import Keyboard


def test_the_keyboard_presses_what_tab_leads_to_forward_and_back(page: Page) -> None:
    page.set_content(
        "<button onclick='a.textContent += 1'>Ett</button><button onclick='a.textContent += 2'>Två</button><p id=a>"
    )
    Keyboard().press(page.get_by_role("button", name="Två"))
    Keyboard().press(page.get_by_role("button", name="Ett"))
    expect(page.locator("p")).to_have_text("21")


@pytest.mark.parametrize(
    ("control", "why"),
    [
        ("<button tabindex=-1>Spara</button>", "does not lead to"),
        ("<div role=button onclick='a'>Spara</div>", "does not lead to"),
        ("<button style='outline: none'>Spara</button>", "nothing shows that"),
    ],
    ids=["out of the way of Tab", "only for the mouse", "with a focus that nobody sees"],
)
def test_the_keyboard_does_not_press_what_it_cannot_reach_or_see(page: Page, control: str, why: str) -> None:
    page.set_content(f"<a href='#a'>Ett</a>{control}<a href='#b'>Två</a>")
    with pytest.raises(AssertionError, match=why):
        Keyboard().press(page.get_by_role("button", name="Spara"))


def test_the_keyboard_fills_in_a_day_a_time_a_choice_and_a_box(page: Page) -> None:
    page.set_content(
        "<input type=date><input type=time><select><option>Ett<option>Två<option>Två till</select>"
        "<input type=checkbox><input value=Förut id=ord>"
    )
    hands = Keyboard()
    hands.date(page.locator("[type=date]"), date(2023, 11, 4))
    hands.clock(page.locator("[type=time]"), "13:05")
    hands.choose(page.locator("select"), "Två")
    hands.tick(page.locator("[type=checkbox]"))
    hands.write(page.locator("#ord"), "Nu")
    hands.write_on(page.locator("#ord"), "då", instead_of="u")
    assert page.locator("input, select").evaluate_all("all => all.map(each => each.value)") == [
        "2023-11-04",
        "13:05",
        "Två",
        "on",
        "Ndå",
    ]
    expect(page.locator("[type=checkbox]")).to_be_checked()
