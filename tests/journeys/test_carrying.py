"""A year's plan begun from last year's, what came along gone through, and its goal areas: by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from members.models import Role
from plans.models import PlannedActivity
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made

Address = Callable[[str], str]


def test_the_plan_for_2024_begins_from_that_of_2023_and_is_gone_through(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("plan", year=2024))
    page.get_by_role("link", name="Börja verksamhetsplanen för 2024").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Börja verksamhetsplanen för 2024")
    assert_well_made(page, console)
    page.get_by_role("link", name="En vanlig disposition med vägledning").click()
    expect(page.get_by_role("button", name="Börja med dispositionen").first).to_be_visible()
    assert_well_made(page, console)
    page.get_by_role("link", name=re.compile("Verksamhetsplan 2023")).click()
    page.get_by_role("checkbox", name=re.compile("eget kapital i långsiktig budget från 2026")).uncheck()
    page.get_by_role("button", name="Visa hur det blir").click()
    row = page.get_by_role("row", name=re.compile("eget kapital i långsiktig budget från 2026"))
    expect(row).to_contain_text("2026, står kvar")
    page.get_by_role("button", name="Börja från 2023").first.click()

    expect(page.get_by_role("status")).to_contain_text("Verksamhetsplan 2024 är påbörjad från 2023.")
    expect(page.locator(".page-intro")).to_contain_text("91 saker kvar")
    assert_well_made(page, console)
    first = page.locator(".carried li").first
    text = first.locator(".carried-words").inner_text()
    keep = first.get_by_role("button", name=re.compile("^Behåll som det är"))
    keep.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".page-intro")).to_contain_text("90 saker kvar, en behållen")
    expect(page.locator(".carried li:target")).to_be_visible()
    page.get_by_text("Behållet som det är (1)").click()
    expect(page.locator(".carried-kept")).to_contain_text(text)
    assert_well_made(page, console)
    page.get_by_role("button", name=re.compile("^Ta upp igen")).click()
    expect(page.locator(".page-intro")).to_contain_text("91 saker kvar")
    new = demo.federation.documents.get(year=2024)
    assert "outlook.closing_equity:2026" in "".join(each.body for each in new.sections.all())


def test_activities_are_written_moved_and_kept_apart_from_what_another_writes(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("goal_areas"))
    assert_well_made(page, console)
    plan = demo.federation.documents.get(year=2023)
    area = plan.goal_areas.first()
    assert area is not None
    first, second, *_ = area.activities.all()
    field = page.locator(f"#id_a{second.pk}-text")
    field.fill("Skapa fler mötesplatser")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("status")).to_contain_text("Sparat: en rad.")
    expect(page.get_by_role("button", name="Flytta ner Skapa fler mötesplatser")).to_be_focused()
    assert [each.pk for each in area.activities.all()][:2] == [second.pk, first.pk]
    page.keyboard.press("Enter")  # and by its button down again
    expect(page.get_by_role("button", name="Flytta ner Skapa fler mötesplatser")).to_be_focused()
    assert [each.pk for each in area.activities.all()][:2] == [first.pk, second.pk]

    PlannedActivity.objects.get(pk=first.pk).save_next(text="Det som en kollega skrev")
    page.locator(f"#id_a{first.pk}-text").fill("Det som jag skrev")
    page.get_by_role("button", name="Spara", exact=True).click()
    console.expect("409")
    expect(page.get_by_role("alert")).to_contain_text("någon annan har sparat medan du skrev")
    expect(page.locator(f"#id_a{first.pk}-text")).to_have_value("Det som jag skrev")
    assert_well_made(page, console)
    page.get_by_role("button", name="Ta det sparade: Aktivitet").click()
    expect(page.locator(f"#id_a{first.pk}-text")).to_have_value("Det som en kollega skrev")
    page.get_by_role("textbox", name="Ny aktivitet").first.fill("Gå på studiebesök")
    page.get_by_role("button", name=re.compile("^Lägg till aktivitet")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Sparat: en rad.")
    assert area.activities.last().text == "Gå på studiebesök"  # type: ignore[union-attr]
