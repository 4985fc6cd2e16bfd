"""The ledger typed by month in a browser: saved by itself, pasted, told of others, refused where a month is closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from budgets.models import LedgerFigure
from budgets.services.ledger_months import close_months
from finsam.swedish import NBSP
from members.models import Role
from tests import factories as make
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made
from tests.journeys.sheet.reading import SAVED, cell, paste, saved, status

SALARIES = f"20{NBSP}000 Administration, 50 Löner arbetad tid, "


@pytest.fixture
def ledger(demo: Demo, page: Page, sign_in: Callable[..., None]) -> Page:
    """The ledger of 2023, with January closed, opened by the economist."""
    close_months(federation=demo.federation, year=2023, through=1, user=None)
    sign_in(demo.user(Role.FINANCE).email, to=demo.url("ledger"))
    expect(status(page)).to_have_text(SAVED)
    return page


def stored(demo: Demo) -> dict[tuple[int, str], int]:
    """What is stored, by month and account group."""
    rows = LedgerFigure.objects.filter(federation=demo.federation).select_related("account_group")
    return {(row.month, row.account_group.code): int(row.amount) for row in rows if row.account_group}


def test_what_is_typed_is_saved_by_itself_with_its_source(demo: Demo, ledger: Page, console: Console) -> None:
    ledger.get_by_label("Källa till det du skriver").fill("Rapport mars")
    cell(ledger, f"{SALARIES}mars").fill("58 500")
    cell(ledger, f"{SALARIES}mars").press("Enter")
    saved(ledger)

    assert stored(demo) == {(3, "50"): 58_500}
    assert LedgerFigure.objects.get().source == "Rapport mars"
    assert_well_made(ledger, console)


def test_a_block_is_pasted_over_months_and_leaves_a_closed_one_alone(demo: Demo, ledger: Page) -> None:
    paste(cell(ledger, f"{SALARIES}januari"), "1\t2\t3\n4\t5\t6\n")
    told = ledger.get_by_text("2 av värdena fick inte plats och klistrades inte in: 1 · 4")
    expect(told).to_be_visible()
    saved(ledger)

    assert stored(demo) == {(2, "50"): 2, (3, "50"): 3, (2, "55"): 5, (3, "55"): 6}


def test_what_another_writes_is_shown_and_a_month_closed_meanwhile_refuses(demo: Demo, ledger: Page) -> None:
    group = demo.federation.account_groups.get(code="50")
    centre = demo.federation.cost_centres.get(code="20000")
    make.LedgerFigureFactory(
        federation=demo.federation, month=4, cost_centre=centre, account_group=group, amount=77
    )
    ledger.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(cell(ledger, f"{SALARIES}april")).to_have_value("77", timeout=10_000)

    close_months(federation=demo.federation, year=2023, through=4, user=None)
    cell(ledger, f"{SALARIES}april").fill("78")
    expect(ledger.get_by_text("April 2023 är stängd och ändras inte.")).to_be_visible(timeout=10_000)
    assert stored(demo) == {(4, "50"): 77}


def test_rows_are_neither_moved_nor_given_notes(demo: Demo, ledger: Page, console: Console) -> None:
    first = cell(ledger, f"{SALARIES}februari")
    first.focus()
    for keys in ("Alt+ArrowUp", "Alt+Enter", "Shift+F2"):
        first.press(keys)

    expect(first).to_be_focused()
    expect(status(ledger)).to_have_text(SAVED)
    assert_well_made(ledger, console)
