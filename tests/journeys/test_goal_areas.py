"""Goal areas and activities as data, in a browser: moved, written, and saved by two at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from members.models import Role, User
from tests import factories as make
from tests.conftest import Demo
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.journeys.people import Person

FIRST, SECOND = (
    "Att utveckla samverkanskultur och helhetstänkande",
    "Att utveckla struktur för samordning och innovation",
)
"""Goal areas of "Verksamhetsplan och budget år 2023"."""


@pytest.mark.parametrize("hands", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def test_a_goal_area_is_moved_and_what_two_write_in_one_row_is_kept_apart(
    demo: Demo, sits_down: Callable[[User, Hands], Person], hands: Hands
) -> None:
    director = sits_down(demo.user(Role.DIRECTOR), hands)
    colleague = sits_down(make.MandateFactory(federation=demo.federation, role=Role.DIRECTOR).user, hands)
    director.open("goal_areas")
    director.looks_closely("the goal areas")
    director.push(f"Flytta upp målområdet {SECOND}")
    titles = director.main.locator(".goal-title input:not([type=hidden])")
    expect(titles.first).to_have_value(SECOND)
    down = director.main.get_by_role("button", name=f"Flytta ner målområdet {SECOND}")
    expect(down).to_be_focused()  # it stands first now, and cannot be moved up again
    hands.press(down)
    expect(titles.first).to_have_value(FIRST)
    expect(director.main.get_by_role("button", name=f"Flytta upp målområdet {SECOND}")).to_be_enabled()

    colleague.open("goal_areas")
    director.write("Titel på målområde 1", "Att utveckla samverkan")
    director.push("Spara")
    director.is_told("Sparat: en rad.")
    colleague.write("Titel på målområde 1", "Att lära av varandra")
    colleague.write("Titel på målområde 2", "Att hålla ihop")
    colleague.push("Spara")
    told = colleague.page.get_by_role("alert")
    expect(told).to_contain_text("Sparat, utom det här")
    expect(told).to_contain_text("någon annan har sparat medan du skrev")
    colleague.console.expect("409")
    colleague.looks_closely("the goal areas with a conflict")
    expect(colleague.field("Titel på målområde 1")).to_have_value("Att lära av varandra")
    colleague.push("Ta det sparade")
    expect(colleague.field("Titel på målområde 1")).to_have_value("Att utveckla samverkan")
    colleague.push("Spara")
    expect(colleague.page.get_by_role("alert")).to_have_count(0)
    areas = demo.federation.documents.get(year=2023).goal_areas.all()
    assert [each.title for each in areas][:2] == ["Att utveckla samverkan", "Att hålla ihop"]
    assert [each.console.complaints for each in (director, colleague)] == [[], []]
