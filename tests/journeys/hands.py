"""The two ways to work a page: with the mouse, and with the keyboard alone.

A journey that takes `Hands` is gone through with both. The mouse may do what Playwright can. The keyboard comes to a
control by Tab and Shift+Tab, works it with arrows, Space and Enter, and fails where no key leads to it or nothing shows
that it has come there. Words are typed with both.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, expect

Words = str | re.Pattern[str]

WHERE_FOCUS_IS = """element => {
    const here = document.activeElement;
    return here === element ? "here" : here === null || here === document.body ? "outside" : "elsewhere";
}"""
SHOWS_FOCUS = """element => {
    const marked = each => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
    };
    return element.matches(":focus-visible") && (marked(element) || marked(element.parentElement));
}"""
STANDS_BEFORE_FOCUS = """element => {
    const focused = document.activeElement ?? document.body;
    const here = focused === document.body ? document.querySelector(":target") : focused;  // where Tab goes on from
    return here !== null && Boolean(here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
}"""
STOPS = 1500
"""How often Tab is pressed before one gives up, should the focus never come round."""


class Hands(Protocol):
    """What people do on a page, to a control that is found there."""

    def press(self, found: Locator) -> None:
        """A link, a button or what unfolds something."""

    def write(self, found: Locator, words: str) -> None:
        """Words in a field, in place of what stands there."""

    def choose(self, found: Locator, option: Words) -> None:
        """The option with these words, in a list to choose from."""

    def tick(self, found: Locator, *, on: bool = True) -> None:
        """A box, so that it has a tick or has none."""

    def date(self, found: Locator, day: date) -> None:
        """A day, in a field for one."""

    def clock(self, found: Locator, time: str) -> None:
        """A time of day as "09:00", in a field for one."""

    def write_on(self, found: Locator, words: str, instead_of: str = "") -> None:
        """Words last in a field or an editor, in place of those that stand there last."""

    def pick(self, found: Locator, file: Path) -> None:
        """A file, in a field for one."""


class Mouse:
    """Points and clicks; types only words."""

    def press(self, found: Locator) -> None:
        found.page.wait_for_load_state()  # a page that is still coming may scroll away under the pointer
        found.click()

    def write(self, found: Locator, words: str) -> None:
        self.press(found)
        found.fill(words)

    def choose(self, found: Locator, option: Words) -> None:
        found.select_option(value=value_of(found, option))

    def tick(self, found: Locator, *, on: bool = True) -> None:
        found.set_checked(on)

    def date(self, found: Locator, day: date) -> None:
        found.fill(day.isoformat())

    def clock(self, found: Locator, time: str) -> None:
        found.fill(time)

    def write_on(self, found: Locator, words: str, instead_of: str = "") -> None:
        self.press(found)
        type_at_the_end(found, words, instead_of)

    def pick(self, found: Locator, file: Path) -> None:
        with found.page.expect_file_chooser() as opened:
            self.press(found)
        opened.value.set_files(file)


class Keyboard:
    """Tab, Shift+Tab, arrows, Space and Enter; never a click, never a focus from outside."""

    def press(self, found: Locator) -> None:
        reach(found)
        found.page.keyboard.press("Enter")

    def write(self, found: Locator, words: str) -> None:
        reach(found)
        found.page.keyboard.press("Control+A")
        found.page.keyboard.type(words)
        expect(found).to_have_value(words)

    def choose(self, found: Locator, option: Words) -> None:
        reach(found)
        wanted = value_of(found, option)
        values = found.locator("option").evaluate_all("all => all.map(each => each.value)")
        # Each arrow goes one option on, as it does in a list that is folded up.
        for _ in values:
            place = values.index(found.input_value())
            if values[place] == wanted:
                return
            found.page.keyboard.press("ArrowDown" if place < values.index(wanted) else "ArrowUp")
        raise AssertionError(f"no arrow leads to {option!r} in {found}")

    def tick(self, found: Locator, *, on: bool = True) -> None:
        reach(found)
        if found.is_checked() != on:
            found.page.keyboard.press("Space")
        expect(found).to_be_checked(checked=on)

    def date(self, found: Locator, day: date) -> None:
        reach(found)
        year, month, date_ = f"{day:%Y}", f"{day:%m}", f"{day:%d}"
        type_parts(found, day.isoformat(), (year, month, date_), (month, date_, year))

    def clock(self, found: Locator, time: str) -> None:
        reach(found)
        hour, minute = time.split(":")
        half = "AM" if int(hour) < 12 else "PM"
        type_parts(found, time, (hour, minute), (f"{(int(hour) - 1) % 12 + 1:02}", minute, half))

    def write_on(self, found: Locator, words: str, instead_of: str = "") -> None:
        reach(found)
        type_at_the_end(found, words, instead_of)

    def pick(self, found: Locator, file: Path) -> None:
        with (
            found.page.expect_file_chooser() as opened
        ):  # before the way there: the browser needs a while to be told
            reach(found)
            found.page.keyboard.press("Space")
        opened.value.set_files(file)


def value_of(found: Locator, words: Words) -> str:
    """The value of the one option that says this: all of it, or what fits a pattern."""
    wanted = re.compile(rf"^\s*{re.escape(words)}\s*$") if isinstance(words, str) else words
    options = found.locator("option").filter(has_text=wanted)
    expect(options, f"options that say {words!r}").to_have_count(1)
    value: str = options.evaluate("each => each.value")
    return value


def reach(found: Locator) -> None:
    """Tab on, or back, from where one is until the control has the focus, and shows it.

    The way that is shorter on the page is taken. Once round without meeting it, and it cannot be reached.
    """
    found.page.wait_for_load_state()
    expect(found).to_be_visible()
    control = found.element_handle()
    key = "Shift+Tab" if control.evaluate(STANDS_BEFORE_FOCUS) else "Tab"
    times_outside = 0
    for _ in range(STOPS):
        where = control.evaluate(WHERE_FOCUS_IS)
        if where == "here":
            assert control.evaluate(SHOWS_FOCUS), f"nothing shows that {found} has the focus"
            return
        times_outside += where == "outside"
        if times_outside > 2:  # it may begin there, and goes there once on its way round
            break
        found.page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {found} on {found.page.url}")


def type_parts(found: Locator, wanted: str, *orders: tuple[str, ...]) -> None:
    """Types the parts of a day or a time over those that stand in the field, in the order the browser has them.

    Which that is depends on the machine's language. A part of two digits is full and leads on by itself.
    """
    for parts in orders:
        for place, part in enumerate(parts):
            found.page.keyboard.type(part)
            if len(part) > 2 and place + 1 < len(parts):
                found.page.keyboard.press("ArrowRight")
        if found.input_value() == wanted:
            return
        for _ in parts:
            found.page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{found} does not take {wanted}, but is {found.input_value()!r}")


def type_at_the_end(found: Locator, words: str, instead_of: str) -> None:
    """Types last in the text that has the focus, at the pace of a hand.

    An editor that is entered puts back its caret some 20 ms later, and hears of where the caret has gone to only when
    the browser has drawn it there.
    """
    let_it_settle(found)
    found.page.keyboard.press("Control+End")
    let_it_settle(found)
    for _ in instead_of:
        found.page.keyboard.press("Backspace")
    found.page.keyboard.type(words)


def let_it_settle(found: Locator) -> None:
    """Waits as long as it takes from one key to the next."""
    found.evaluate("() => new Promise(done => setTimeout(() => requestAnimationFrame(done), 60))")
