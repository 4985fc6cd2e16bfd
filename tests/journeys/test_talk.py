"""The talk about a plan in a browser: a reviewer on a phone asks, the director answers; by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from members.models import Role
from plans.models import CommentThread, Document
from tests import factories as make
from tests.conftest import Demo
from tests.journeys.accessibility import PHONE_WIDTH, Console, assert_well_made

Do = Callable[[Locator], None]
CHAPTER = "5 Medel till förfogande och beslutade insatser för 2023"
FIGURE = "Siffran 6\u00a0308\u00a0000\u00a0kr (budgetram från medlemmarna)"
"""Contributions of the year: chapter 5 of "Verksamhetsplan och budget år 2023"."""


def click(found: Locator) -> None:
    """With the mouse."""
    found.click()


def press(found: Locator) -> None:
    """With the keyboard alone: Tab on until it has the focus, then Enter."""
    tab_to(found)
    found.page.keyboard.press("Enter")


def tab_to(found: Locator) -> None:
    """Tab on, from the top of the page if need be, until the element has the focus."""
    for _ in range(200):
        if found.evaluate("element => element === document.activeElement"):
            return
        found.page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {found}")


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan, with a round of review."""
    document: Document = demo.federation.documents.get(year=2023)
    make.ReviewRoundFactory(document=document, message="Läs särskilt kapitlet om medel.")
    return document


@pytest.fixture
def change_user(
    page: Page, address: Callable[[str], str], sign_in: Callable[..., None]
) -> Callable[..., None]:
    """Another sits down at the same browser."""

    def as_another(email: str, to: str) -> None:
        page.context.clear_cookies()
        sign_in(email, to=to)

    return as_another


@pytest.mark.parametrize(("do", "with_keys"), [(click, False), (press, True)], ids=["mouse", "keyboard"])
def test_a_figure_is_asked_about_answered_settled_and_taken_up_again(
    demo: Demo,
    plan: Document,
    page: Page,
    console: Console,
    change_user: Callable[..., None],
    do: Do,
    with_keys: bool,
) -> None:
    director, reviewer = demo.user(Role.DIRECTOR), demo.user(Role.REVIEWER)
    page.set_viewport_size({"width": PHONE_WIDTH, "height": 844})
    change_user(reviewer.email, to=demo.url("plan"))
    expect(page.get_by_text("Läs särskilt kapitlet om medel.")).to_be_visible()
    assert_well_made(page, console)
    do(page.get_by_role("link", name=f"Kommentera {CHAPTER[2:]}"))

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kommentera {CHAPTER}")
    about = page.get_by_label("Vad gäller det?")
    if with_keys:
        tab_to(about)
        page.keyboard.type("Siffran 6\u00a0308")
    else:
        about.select_option(label=FIGURE)
    expect(about.locator("option:checked")).to_have_text(FIGURE)
    text = page.get_by_role("textbox", name="Kommentar")
    tab_to(text) if with_keys else text.click()
    page.keyboard.type(f"Är den avstämd med regionen, @{director.name[:3].lower()}")
    option = page.get_by_role("option", name=director.name)
    expect(option).to_be_visible()
    assert_well_made(page, console)
    page.keyboard.press("Enter") if with_keys else option.click()
    expect(text).to_have_value(f"Är den avstämd med regionen, @{director.name} ")
    expect(text).to_be_focused()
    do(page.get_by_role("button", name="Spara kommentaren"))
    expect(page.get_by_text("Kommentaren är sparad.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIGURE)
    assert_well_made(page, console)
    assert [letter.to for letter in mail.outbox] == [[director.email]]

    page.set_viewport_size({"width": 1280, "height": 900})
    change_user(director.email, to=demo.url("overview"))
    do(page.get_by_role("link", name="1 nämner dig"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Samtal om verksamhetsplan 2023")
    assert_well_made(page, console)
    do(page.get_by_role("link", name=FIGURE))
    expect(page.get_by_text("Nämner dig")).to_be_visible()
    answer = page.get_by_role("textbox", name="Svara")
    tab_to(answer) if with_keys else answer.click()
    page.keyboard.type("Ja, i september.")
    do(page.get_by_role("button", name="Svara"))
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    expect(page.locator("li.talk-comment").last).to_be_focused()
    expect(page.get_by_text("Nämner dig")).to_have_count(0)
    do(page.get_by_role("button", name="Markera som löst"))
    expect(page.get_by_text(f"Löst av {director.name}")).to_be_visible()
    assert_well_made(page, console)
    assert CommentThread.objects.get().is_resolved
    do(page.get_by_role("button", name="Öppna igen"))
    expect(page.get_by_text("Tråden är öppen igen.")).to_be_visible()
    do(page.get_by_role("link", name="Visa i planen"))
    page.wait_for_url("**/verksamhetsplan/#avsnitt-*")
    expect(page.get_by_role("link", name="1 tråd om")).to_be_visible()

    do(page.get_by_role("link", name="Vilka som har läst"))
    row = page.get_by_role("row").filter(has_text=reviewer.name)
    expect(row.get_by_role("cell").last).to_have_text("1")
    expect(row).not_to_contain_text("Inte ännu")
    assert_well_made(page, console)
    do(page.get_by_role("button", name="Stäng omgången"))
    expect(page.get_by_text("Remissomgång 1 är stängd.")).to_be_visible()


def test_names_after_an_at_sign_are_chosen_closed_and_left_alone(
    demo: Demo, plan: Document, page: Page, console: Console, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.REVIEWER).email, to=demo.url("thread_add"))
    text, names = page.get_by_role("textbox", name="Kommentar"), page.get_by_role("listbox")
    text.click()
    page.keyboard.type("@")
    expect(names.get_by_role("option")).to_have_count(3)
    second = names.get_by_role("option").nth(1)
    page.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    expect(text).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    page.keyboard.type("zz")
    expect(names).to_be_hidden()
    text.fill("Skriv till anna@")
    expect(names).to_be_hidden()
    assert_well_made(page, console)


def test_without_scripts_a_plan_is_commented_and_someone_mentioned(
    demo: Demo, plan: Document, browser: Page, address: Callable[[str], str]
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")  # type: ignore[attr-defined]
    page, director = context.new_page(), demo.user(Role.DIRECTOR)
    page.goto(address(f"/konto/login/?next={demo.url('plan')}"))
    page.get_by_label("E-postadress").fill(demo.user(Role.REVIEWER).email)
    page.get_by_label("Lösenord").fill(make.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("link", name="Kommentera planen").click()
    page.get_by_label("Vad gäller det?").select_option(label="Hela dokumentet")
    page.get_by_role("textbox", name="Kommentar").fill("Bra plan.")
    page.get_by_text("Nämn någon").click()
    page.get_by_label(director.name).check()
    page.get_by_role("button", name="Spara kommentaren").click()
    expect(page.get_by_text(f"Nämner {director.name}")).to_be_visible()
    context.close()
