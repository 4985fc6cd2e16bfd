"""The year wheel in a browser: an occasion of the federation's own from its entry until it is done and hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from members.models import Role, User
from tests.conftest import Demo
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.journeys.people import Person

WHAT = "Bokslutet är klart"


@pytest.mark.parametrize("hands", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def test_an_occasion_is_added_ticked_as_done_told_about_and_hidden(
    demo: Demo, sits_down: Callable[[User, Hands], Person], hands: Hands, time_machine: Any
) -> None:
    time_machine.move_to("2023-01-16 09:00 +01:00")
    finance = sits_down(demo.user(Role.FINANCE), hands)
    finance.open("year_wheel")
    finance.looks_closely("the wheel")
    row = finance.main.get_by_role("listitem").filter(has_text=WHAT)
    expect(row).to_have_count(0)

    finance.follow("Lägg till en tidpunkt")
    finance.write("Vad ska göras", WHAT)
    finance.write("Senast dag", "20")
    finance.choose("Månad", "januari")
    finance.choose("Ansvarig", "Ekonom")
    finance.looks_closely("an occasion")
    finance.push("Spara")
    finance.is_told(WHAT)
    expect(row).to_contain_text("4 dagar kvar")

    finance.push(f"Markera som klart {WHAT}")
    expect(row).to_contain_text("Klart")
    expect(row).to_contain_text("16\u00a0januari 2023, Rune Räknefors")
    finance.looks_closely("the wheel with something done")

    finance.follow(f"Ändra klardatum {WHAT}")
    finance.date("Klart den", date(2023, 1, 13))
    finance.write("Anteckning", "Skickat till revisorerna.")
    finance.looks_closely("when it was done")
    finance.push("Spara")
    expect(row).to_contain_text("13\u00a0januari 2023, Rune RäkneforsSkickat till revisorerna.")

    finance.follow(f"Ändra {WHAT}")
    finance.tick("Visas i årshjulet", on=False)
    finance.push("Spara")
    hidden = finance.main.locator("section").filter(has=finance.page.get_by_role("heading", name="Dolda"))
    expect(hidden).to_contain_text(WHAT)
    finance.looks_closely("the wheel with something hidden")
    assert finance.console.complaints == []
