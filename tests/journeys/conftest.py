"""A real browser against a running server: the machine's own Chromium, which talks to nobody else.

`page` comes from pytest-playwright, `live_server` from pytest-django. Here: how the browser starts, how one signs in.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from playwright.sync_api import BrowserContext, Page, expect

from members.models import User
from tests.conftest import Demo
from tests.factories import PASSWORD
from tests.journeys.accessibility import Console
from tests.journeys.hands import Hands
from tests.journeys.people import PATIENCE, Person, session_of

# Playwright runs an event loop in the test's own thread; Django would refuse to touch the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent


def pytest_itemcollected(item: pytest.Item) -> None:
    """Everything beneath this directory is a journey, and needs the database that the server thread can see."""
    if HERE in item.path.parents:
        item.add_marker(pytest.mark.journey)
        item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.hookimpl(trylast=True)  # pytest itself groups all that share a browser, and puts them anywhere
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys come last: they empty the tables, and what fails fast shall do so first."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; playwright's own download is never used."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium. Install it, or name one: CHROMIUM=/path/to/it")
    quiet = (
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
    )
    # Once a test in this process has imported the PDF engine, FONTCONFIG_FILE names a set without any system font,
    # and Chromium does not start without one.
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    return {**browser_type_launch_args, "executable_path": found, "args": list(quiet), "env": environment}


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address that all tests share: each has its own server. Stands in for pytest-base-url's fixture of this name,
    which pytest warns about."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Swede at a laptop."""
    return {**browser_context_args, "locale": "sv-SE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def console(page: Page) -> Console:
    """What the browser complains about during the test."""
    return Console(page)


@pytest.fixture
def anna(db: None) -> Any:
    """Someone with an account and the password `PASSWORD`."""
    return get_user_model().objects.create_user("anna@sodradalarna.example", PASSWORD, name="Anna Bergström")


@pytest.fixture
def address(live_server: Any) -> Callable[[str], str]:
    """The whole address of a path on the test server."""
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def sign_in(page: Page, address: Callable[[str], str]) -> Callable[..., None]:
    """Signs a user in through the sign-in page, as people do, on the way to a page."""

    def through_the_page(email: str, password: str = PASSWORD, to: str = "/") -> None:
        page.goto(address(f"/konto/login/?next={to}"))
        page.get_by_label("E-postadress").fill(email)
        page.get_by_label("Lösenord").fill(password)
        page.get_by_role("button", name="Logga in").click()

    return through_the_page


@pytest.fixture
def sits_down(
    demo: Demo, new_context: Callable[..., BrowserContext], live_server: Any
) -> Iterator[Callable[[User | None, Hands], Person]]:
    """Someone sits down at a browser of their own, signed in already, or as anyone of the public."""
    looked_at: set[str] = set()

    def at_a_browser(user: User | None, hands: Hands) -> Person:
        context = new_context()
        context.set_default_timeout(PATIENCE)
        if user:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_server.url}
            context.add_cookies([cookie])
        return Person(context.new_page(), hands, demo, live_server.url, looked_at)

    expect.set_options(timeout=PATIENCE)
    yield at_a_browser
    expect.set_options(timeout=None)
