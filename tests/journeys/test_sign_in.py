"""Signing in and out and choosing a new password, as it is done in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD
from tests.journeys.accessibility import Console, assert_well_made

Address = Callable[[str], str]

# Every page of the sign-in library that an anonymous visitor can reach.
OPEN_PAGES = {
    "/konto/login/": "Logga in",
    "/konto/password/reset/": "Glömt lösenordet",
    "/konto/password/reset/done/": "Länken är skickad",
    "/konto/password/reset/key/1-abc/": "Länken gäller inte längre",
    "/konto/password/reset/key/done/": "Lösenordet är bytt",
    "/konto/signup/": "Konton skapas av förbundet",
    "/konto/inactive/": "Kontot är avstängt",
}

# And those of one's own account.
OWN_PAGES = {
    "/konto/password/change/": "Byt lösenord",
    "/konto/reauthenticate/": "Bekräfta att det är du",
    "/konto/logout/": "Vill du logga ut?",
}


@pytest.mark.parametrize(("path", "heading"), OPEN_PAGES.items())
def test_pages_before_sign_in_are_swedish_accessible_and_fit_a_phone(
    page: Page, console: Console, address: Address, path: str, heading: str
) -> None:
    page.goto(address(path))
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page).to_have_title(re.compile("Finsam$"))
    assert_well_made(page, console)


@pytest.mark.parametrize(("path", "heading"), OWN_PAGES.items())
def test_pages_of_ones_own_account_are_swedish_accessible_and_fit_a_phone(
    page: Page,
    console: Console,
    address: Address,
    sign_in: Callable[..., None],
    anna: Any,
    path: str,
    heading: str,
) -> None:
    sign_in(anna.email, to=path)
    expect(page).to_have_url(address(path))
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_well_made(page, console)


def test_no_page_offers_sign_up(page: Page, address: Address) -> None:
    page.goto(address("/konto/login/"))
    expect(page.locator("a[href*='signup']")).to_have_count(0)
    expect(page.get_by_label("E-postadress")).to_be_visible()


def test_a_wrong_password_is_answered_in_swedish_and_the_address_is_kept(
    page: Page, console: Console, sign_in: Callable[..., None], anna: Any
) -> None:
    sign_in(anna.email, "fel")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(re.compile("lösenordet (är felaktigt|stämmer inte)"))
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Fel: "))
    expect(page.get_by_label("E-postadress")).to_have_value(anna.email)
    expect(page.get_by_label("Lösenord")).to_have_value("")
    assert_well_made(page, console)


def test_an_error_leads_to_its_field(page: Page, console: Console, address: Address) -> None:
    page.goto(address("/konto/login/"))
    page.get_by_role("button", name="Logga in").click()
    email = page.get_by_label("E-postadress")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(re.compile("obligatoriskt"))
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(email).to_be_focused()
    assert_well_made(page, console)


def test_one_signs_in_and_out_by_keyboard_alone(
    page: Page, console: Console, address: Address, anna: Any
) -> None:
    page.goto(address("/konto/login/"))
    page.keyboard.press("Tab")
    for _ in range(4):
        if page.evaluate("document.activeElement.name") == "login":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(anna.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(address("/"))

    page.goto(address("/konto/password/change/"))
    menu = page.locator("summary", has_text="Anna Bergström")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    assert_well_made(page, console)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()
    expect(menu).to_be_focused()

    page.keyboard.press("Enter")
    page.get_by_role("button", name="Logga ut").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(address("/konto/login/"))
    expect(page.get_by_role("status")).to_contain_text("Du har loggat ut")
    page.goto(address("/konto/password/change/"))
    expect(page).to_have_url(re.compile("/konto/login/"))


def test_the_skip_link_is_first_and_leads_to_the_content(
    page: Page, address: Address, sign_in: Callable[..., None], anna: Any
) -> None:
    sign_in(anna.email, to="/konto/password/change/")
    page.goto(address("/konto/password/change/"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_forgotten_password_is_replaced_through_the_letter(
    page: Page, console: Console, address: Address, sign_in: Callable[..., None], anna: Any
) -> None:
    new = "tre-gula-lador-vid-vagen"
    page.goto(address("/konto/login/"))
    page.get_by_role("link", name="Glömt lösenordet?").click()
    page.get_by_label("E-postadress").fill(anna.email)
    page.get_by_role("button", name="Skicka länken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länken är skickad")

    (letter,) = mail.outbox
    assert letter.to == [anna.email]
    assert letter.subject == "[Finsam] Välj nytt lösenord"
    body = str(letter.body)
    link = re.search(r"http\S+", body)
    assert link is not None, body
    page.goto(link.group())
    expect(page.get_by_role("heading", level=1)).to_have_text("Välj nytt lösenord")
    assert_well_made(page, console)

    page.get_by_label("Nytt lösenord", exact=False).first.fill("kort")
    page.get_by_label("Nytt lösenord (igen)").fill("kort")
    page.get_by_role("button", name="Spara lösenordet").click()
    expect(page.get_by_role("alert")).to_contain_text("12 tecken")
    page.get_by_label("Nytt lösenord", exact=False).first.fill(new)
    page.get_by_label("Nytt lösenord (igen)").fill(new)
    page.get_by_role("button", name="Spara lösenordet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lösenordet är bytt")

    sign_in(anna.email, new)
    expect(page).to_have_url(address("/"))


def test_an_unknown_address_gets_the_same_answer_and_no_invitation_to_sign_up(
    page: Page, address: Address
) -> None:
    page.goto(address("/konto/password/reset/"))
    page.get_by_label("E-postadress").fill("okand@example.org")
    page.get_by_role("button", name="Skicka länken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länken är skickad")
    for letter in mail.outbox:
        assert "signup" not in str(letter.body)
        assert "inget konto" in str(letter.body)


def test_a_page_that_does_not_exist_says_so_in_our_frame(
    page: Page, console: Console, address: Address, sign_in: Callable[..., None], anna: Any, settings: Any
) -> None:
    settings.DEBUG = False
    sign_in(anna.email, to="/konto/password/change/")
    response = page.goto(address("/finns-inte/2023/budget/"))
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    console.expect("404")
    assert_well_made(page, console)
