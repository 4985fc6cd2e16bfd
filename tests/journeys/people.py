"""People at browsers of their own: what they go to, work with their hands, and read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from members.models import User
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made
from tests.journeys.hands import Hands, Mouse, Words

PATIENCE, A_WHILE = 20_000, 90_000
"""Milliseconds that a page may take on a busy machine, and one that makes and checks a PDF."""
TWO_YEARS = 2 * 365 * 24 * 3600


@dataclass
class Person:
    """Someone at a browser of their own, who works it with their hands."""

    page: Page
    hands: Hands
    demo: Demo
    server: str
    looked_at: set[str]
    """Kinds of pages that someone has looked closely at."""
    console: Console = field(init=False)

    def __post_init__(self) -> None:
        self.console = Console(self.page)

    # --- Going somewhere

    def open(self, name: str, **kwargs: Any) -> None:
        """Comes to a page of the federation by its address."""
        self.page.goto(self.server + self.demo.url(name, **kwargs))

    def open_public(self) -> None:
        """Comes to the federation's open page by its address."""
        self.page.goto(self.server + reverse("public", args=[self.demo.federation.slug]))

    def looks_closely(self, kind: str) -> None:
        """The page is accessible, fits a phone, and the browser complains of nothing: once for each kind, by mouse."""
        if isinstance(self.hands, Mouse) and kind not in self.looked_at:
            self.looked_at.add(kind)
            self.page.wait_for_load_state()
            assert_well_made(self.page, self.console)

    # --- Working the page. The first that begins with the words is meant.

    @property
    def main(self) -> Locator:
        """The page but for its frame."""
        return self.page.get_by_role("main")

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """A field by its label."""
        fields = self.page.locator("input, textarea, select")
        return (within or self.main).get_by_label(beginning(label)).and_(fields).first

    def follow(self, link: Words) -> None:
        """Follows a link."""
        self.hands.press(self.main.get_by_role("link", name=beginning(link)).first)

    def push(self, button: Words, within: Locator | None = None) -> None:
        """Presses a button."""
        self.hands.press((within or self.main).get_by_role("button", name=beginning(button)).first)

    def unfold(self, summary: str) -> None:
        """Unfolds a menu or a detail."""
        self.hands.press(self.main.locator("summary").filter(has_text=summary).first)

    def write(self, label: str, words: str, within: Locator | None = None) -> None:
        """Writes in a field, in place of what stands there."""
        self.hands.write(self.field(label, within), words)

    def choose(self, label: str, option: Words, within: Locator | None = None) -> None:
        """Chooses in a list."""
        self.hands.choose(self.field(label, within), option)

    def tick(self, label: str, *, on: bool = True) -> None:
        """Ticks a box, or takes the tick away."""
        self.hands.tick(self.field(label), on=on)

    def date(self, label: str, day: date) -> None:
        """Enters a day."""
        self.hands.date(self.field(label), day)

    def pick(self, label: str, file: Path) -> None:
        """Chooses a file of their own."""
        self.hands.pick(self.field(label), file)

    # --- Seeing what it says

    def reads(self, words: Words) -> None:
        """The page says so."""
        expect(self.main).to_contain_text(words)

    def is_told(self, words: Words, timeout: int = PATIENCE) -> None:
        """The page answers so to what was done."""
        expect(self.main.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=timeout)

    def stands_at(self, heading: Words) -> None:
        """It is the page with the heading."""
        expect(self.main.get_by_role("heading", level=1)).to_have_text(heading)


def beginning(words: Words) -> re.Pattern[str]:
    """A name that begins so: the label of a required field ends in an asterisk."""
    return words if isinstance(words, re.Pattern) else re.compile(rf"^\s*{re.escape(words)}")


def session_of(user: User) -> str:
    """The key of a session that lasts longer than any story."""
    client = Client()
    client.force_login(user)
    session = client.session
    session.set_expiry(TWO_YEARS)
    session.save()
    return str(session.session_key)
