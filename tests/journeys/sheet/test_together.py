"""Two at the same sheet, at two machines or in two tabs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from budgets.models import Budget, BudgetLine
from finsam.swedish import MINUS, NBSP
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made
from tests.journeys.sheet.reading import (
    SALARIES,
    SAVED,
    Open,
    budget_of,
    cell,
    salaries,
    saved,
    status,
)


@pytest.mark.parametrize(("choice", "ends"), [("Behåll mitt", 36_000), ("Ta det andra", 35_000)])
def test_the_second_of_two_in_one_cell_is_told_and_chooses(
    demo: Demo, open_sheet: Open, second: Callable[[], Page], console: Console, choice: str, ends: int
) -> None:
    page, other = open_sheet(), second()
    cell(other, SALARIES).fill("35 000")
    saved(other)
    cell(page, SALARIES).fill("36 000")
    told = page.get_by_text(f"Nu står 35{NBSP}000 (Rune Räknefors, ")
    expect(told).to_be_visible(timeout=10_000)
    assert salaries(demo).amount == 35_000
    assert_well_made(page, console)
    page.get_by_role("button", name=choice).click()
    expect(told).to_be_hidden()
    saved(page)
    assert salaries(demo).amount == ends


def test_two_write_in_different_cells_of_one_row_without_noticing(
    demo: Demo, open_sheet: Open, second: Callable[[], Page]
) -> None:
    page, other = open_sheet(), second()
    cell(other, SALARIES).fill("35 000")
    saved(other)
    cell(page, f"20{NBSP}000 Administration, Löner arbetad tid, beskrivning").fill("Löner")
    saved(page)
    assert (salaries(demo).label, salaries(demo).amount) == ("Löner", 35_000)


def test_a_row_that_the_other_removed_can_be_added_again_with_what_was_typed(
    demo: Demo, open_sheet: Open
) -> None:
    page = open_sheet()
    salaries(demo).delete()
    cell(page, SALARIES).fill("36 000")
    page.get_by_role("button", name="Lägg till den igen").click(timeout=10_000)
    saved(page)
    assert (salaries(demo).label, salaries(demo).amount) == ("Löner arbetad tid", 36_000)


def come_back(page: Page) -> None:
    """The tab comes into view again, after a while in another."""
    page.wait_for_timeout(1_100)
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_a_tab_that_comes_into_view_shows_what_another_has_written_meanwhile(
    demo: Demo, open_sheet: Open, second: Callable[[], Page], console: Console
) -> None:
    page, other = open_sheet(), second()
    cell(other, SALARIES).fill("35 000")
    saved(other)
    come_back(page)
    expect(cell(page, SALARIES)).to_have_value(f"35{NBSP}000")
    told = page.get_by_role("alert")
    expect(told).to_contain_text(re.compile(r"Arket har ändrats av Rune Räknefors, \d\d\.\d\d\."))
    expect(told).to_contain_text(f"Det nya visas nu här: {SALARIES}: 35{NBSP}000.")
    row = page.locator("tr", has=cell(page, SALARIES))
    expect(row.locator("[data-sum=change]")).to_have_text(f"{MINUS}613{NBSP}000")
    expect(status(page)).to_have_text(SAVED)
    assert_well_made(page, console)
    cell(page, SALARIES).fill("36 000")
    saved(page)
    assert salaries(demo).amount == 36_000


def test_nothing_is_told_and_nothing_sent_when_nothing_has_moved_but_by_oneself(
    demo: Demo, open_sheet: Open
) -> None:
    page = open_sheet()
    cell(page, SALARIES).fill("36 000")
    cell(page, f"20{NBSP}000 Administration, ny rad, beskrivning").fill("Porto")
    saved(page)
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if "/laget/" in answer.url else None)
    for asked in (1, 2):
        with page.expect_response("**/laget/**"):
            come_back(page)
        assert len(answers) == asked
    assert answers == [200, 304]
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(status(page)).to_have_text(re.compile(SAVED))


def test_a_choice_in_one_tab_is_shown_in_the_other_at_once(
    demo: Demo, open_sheet: Open, second: Callable[[], Page], context: BrowserContext
) -> None:
    """The director has two tabs, and the economist writes between them; what the last tab chooses stands in both."""
    first, other = open_sheet(), second()
    tab = context.new_page()
    tab.goto(first.url)
    expect(status(tab)).to_have_text(SAVED)
    cell(first, SALARIES).fill("36 000")
    saved(first)
    expect(cell(tab, SALARIES)).to_have_value(f"36{NBSP}000")
    cell(other, SALARIES).fill("35 000")
    other.get_by_role("button", name="Behåll mitt").click(timeout=10_000)
    saved(other)
    cell(tab, SALARIES).fill("37 000")
    tab.get_by_role("button", name="Ta det andra").click(timeout=10_000)
    saved(tab)
    come_back(first)
    for page in (first, tab):
        expect(cell(page, SALARIES)).to_have_value(f"35{NBSP}000")
        expect(status(page)).to_have_text(re.compile(SAVED))
    assert salaries(demo).amount == 35_000


def test_rows_added_and_removed_by_another_are_told(
    demo: Demo, open_sheet: Open, second: Callable[[], Page]
) -> None:
    page, other = open_sheet(), second()
    cell(other, SALARIES).focus()
    other.keyboard.press("Alt+Enter")
    other.get_by_role("button", name="Ta bort").click()
    expect(cell(other, SALARIES)).to_have_count(0)
    come_back(page)
    expect(cell(page, SALARIES)).to_have_count(0)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("raden Löner arbetad tid är borttagen")
    cell(other, f"20{NBSP}000 Administration, ny rad, beskrivning").fill("Porto")
    saved(other)
    come_back(page)
    expect(told).to_contain_text("Rader har lagts till eller flyttats")
    expect(status(page)).to_have_text("Arket har ändrats på annat håll: hämta det")
    told.get_by_role("button", name="Hämta arket").click()
    expect(cell(page, f"20{NBSP}000 Administration, Porto, beskrivning")).to_have_value("Porto")
    expect(status(page)).to_have_text(SAVED)


def test_a_cell_that_cannot_be_saved_is_told_when_another_has_corrected_it(
    demo: Demo, open_sheet: Open, second: Callable[[], Page]
) -> None:
    page, other = open_sheet(), second()
    cell(page, SALARIES).fill("fel")
    expect(status(page)).to_contain_text("1 ändring är inte sparad")
    cell(other, SALARIES).fill("35 000")
    saved(other)
    come_back(page)
    expect(page.get_by_text(f"Nu står 35{NBSP}000 (Rune Räknefors, ")).to_be_visible()
    page.get_by_role("button", name="Ta det andra").click()
    expect(cell(page, SALARIES)).to_have_value(f"35{NBSP}000")
    expect(status(page)).to_have_text(SAVED)


def test_what_could_not_be_saved_does_not_come_back_over_what_was_corrected_since(
    demo: Demo, open_sheet: Open
) -> None:
    page = open_sheet()
    cell(page, SALARIES).fill("fel")
    expect(status(page)).to_contain_text("1 ändring är inte sparad")
    page.goto("about:blank")
    BudgetLine.objects.filter(pk=salaries(demo).pk).update(amount=710_000)
    page.go_back()
    page.reload()
    expect(cell(page, SALARIES)).to_have_value(f"710{NBSP}000")
    expect(page.get_by_role("alert")).to_contain_text(
        f"Du hade skrivit ”fel” i {SALARIES}. Det gick inte att spara, och cellen har ändrats sedan dess: "
        f"nu står det 710{NBSP}000."
    )
    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(status(page)).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_an_open_tab_is_told_when_the_budget_is_no_longer_open(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    Budget.objects.filter(pk=budget_of(demo).pk).update(status="superseded")
    come_back(page)
    expect(page.get_by_role("alert")).to_contain_text("Budgeten för 2023 är ersatt och ändras inte.")
