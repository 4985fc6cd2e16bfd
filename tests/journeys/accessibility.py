"""What every page must pass in a real browser, asked the same way in all journeys.

Here: accessibility (axe-core), a clean console, no sideways scrolling on a phone. Not here: what a page says.
"""

from __future__ import annotations

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

PHONE_WIDTH = 390
DESKTOP_WIDTH = 1280
PATIENCE_SECONDS = 15
"""How long a browser's word on an answer is waited for."""
GRAVE = {"serious", "critical"}


class Console:
    """Collects what goes wrong in the browser while a page is open."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self._page = page
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def expect(self, part: str) -> None:
        """Takes out what the test itself provokes, such as the browser's word on a 404; it must be said in time."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not any(part in complaint for complaint in self.complaints) and time.monotonic() < until:
            self._page.wait_for_timeout(50)
        heard = [complaint for complaint in self.complaints if part in complaint]
        assert heard, f"{part!r} was not said, only {self.complaints}"
        self.complaints = [complaint for complaint in self.complaints if part not in complaint]


def assert_accessible(page: Page) -> None:
    """No violation that axe calls serious or critical on the page as it now stands."""
    violations = [
        (
            violation["id"],
            violation["impact"],
            violation["help"],
            [node["html"] for node in violation["nodes"]][:3],
        )
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in GRAVE
    ]
    assert violations == [], f"{page.url}: {violations}"


def assert_fits(page: Page, width: int = PHONE_WIDTH) -> None:
    """The page itself does not scroll sideways at this width; tables scroll inside their own regions."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 844})
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if before:
        page.set_viewport_size(before)
    assert too_wide <= 0, f"{page.url} is {too_wide} px wider than {width} px"


def assert_well_made(page: Page, console: Console) -> None:
    """All of the above: what every page of the product must pass."""
    assert_accessible(page)
    assert_fits(page, PHONE_WIDTH)
    assert_fits(page, DESKTOP_WIDTH)
    assert console.complaints == []
