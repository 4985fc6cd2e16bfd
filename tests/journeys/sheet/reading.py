"""What the journeys through the sheet read and do. Figures are those of "Verksamhetsplan och budget år 2023", Södra
Dalarna."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from budgets.models import Budget, BudgetLine
from finsam.swedish import NBSP
from tests.conftest import Demo

SAVED = "Allt är sparat"
SALARIES = f"20{NBSP}000 Administration, 50 Löner arbetad tid, Årsbudget 2023"
EXPENSES = f"20{NBSP}000 Administration, 55 Kostnadsersättningar, Årsbudget 2023"
PASTE = """(element, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""

Open = Callable[..., Page]


def status(page: Page) -> Locator:
    """The line that says what is saved."""
    return page.locator("[data-sheet-status]")


def cell(page: Page, name: str) -> Locator:
    """A cell by its whole name."""
    return page.get_by_label(name, exact=True)


def saved(page: Page) -> None:
    """Waits until all is saved."""
    expect(status(page)).to_have_text(re.compile(rf"^{SAVED} \d\d\.\d\d$"), timeout=10_000)


def paste(into: Locator, text: str) -> None:
    """Pastes what a spreadsheet has put on the clipboard."""
    into.focus()
    into.evaluate(PASTE, text)


def budget_of(demo: Demo) -> Budget:
    """The budget that lies before the board."""
    found: Budget = demo.federation.budgets.get(year=2023)
    return found


def salaries(demo: Demo) -> BudgetLine:
    """Administration, salaries."""
    found: BudgetLine = budget_of(demo).lines.get(cost_centre__code="20000", account_group__code="50")
    return found
