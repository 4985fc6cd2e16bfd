"""The sheet opened by one, and by another at another machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from members.models import Role
from tests.conftest import Demo
from tests.factories import PASSWORD
from tests.journeys.sheet.reading import SAVED, Open, status


@pytest.fixture
def open_sheet(demo: Demo, page: Page, sign_in: Callable[..., None], address: Callable[[str], str]) -> Open:
    """Signs the director in and opens the sheet of 2023."""

    def at(query: str = "") -> Page:
        sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("sheet"))
        if query:
            page.goto(address(demo.url("sheet") + query))
        expect(status(page)).to_have_text(SAVED)
        return page

    return at


@pytest.fixture
def second(
    browser: Browser, demo: Demo, address: Callable[[str], str], browser_context_args: dict[str, Any]
) -> Callable[[], Page]:
    """The economist at another machine, with the sheet open."""
    contexts: list[BrowserContext] = []

    def opened() -> Page:
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        page = context.new_page()
        page.goto(address(f"/konto/login/?next={demo.url('sheet')}"))
        page.get_by_label("E-postadress").fill(demo.user(Role.FINANCE).email)
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        expect(status(page)).to_have_text(SAVED)
        return page

    return opened
