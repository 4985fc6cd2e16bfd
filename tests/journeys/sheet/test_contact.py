"""The sheet without contact, signed out, or with a budget that is no longer open: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from budgets.models import Budget, CostCentre
from finsam.swedish import NBSP
from tests.conftest import Demo
from tests.journeys.sheet.reading import (
    SALARIES,
    Open,
    budget_of,
    cell,
    salaries,
    saved,
    status,
)


def test_what_is_typed_without_contact_waits_and_is_saved_when_it_is_back(
    demo: Demo, open_sheet: Open, context: BrowserContext
) -> None:
    page = open_sheet()
    context.set_offline(True)
    cell(page, SALARIES).fill("36 000")
    cell(page, f"20{NBSP}000 Administration, ny rad, beskrivning").fill("Porto")
    expect(status(page)).to_have_text(
        "Ingen kontakt – 2 ändringar väntar, de sparas när kontakten är tillbaka", timeout=10_000
    )
    assert salaries(demo).amount == 702_000
    context.set_offline(False)
    saved(page)
    assert salaries(demo).amount == 36_000
    assert budget_of(demo).lines.filter(label="Porto").exists()


def test_what_waits_survives_a_reload(demo: Demo, open_sheet: Open, context: BrowserContext) -> None:
    page = open_sheet()
    context.set_offline(True)
    cell(page, SALARIES).fill("36 000")
    cell(page, f"20{NBSP}000 Administration, 55 Kostnadsersättningar, Årsbudget 2023").fill("fel")
    cell(page, f"20{NBSP}000 Administration, ny rad, beskrivning").fill("Porto")
    expect(status(page)).to_contain_text("Ingen kontakt", timeout=10_000)
    page.route("**/celler/", lambda route: route.abort())
    context.set_offline(False)
    page.reload()
    expect(cell(page, SALARIES)).to_have_value(f"36{NBSP}000")
    expect(page.get_by_role("alert")).to_contain_text("har lagts tillbaka")
    page.unroute("**/celler/")
    cell(page, f"20{NBSP}000 Administration, 55 Kostnadsersättningar, Årsbudget 2023").fill("16 000")
    saved(page)
    assert salaries(demo).amount == 36_000
    assert budget_of(demo).lines.filter(label="Porto").count() == 1


@pytest.mark.parametrize("reloads", [False, True])
def test_what_is_typed_after_a_new_rows_answer_was_lost_is_saved_too(
    demo: Demo, open_sheet: Open, reloads: bool
) -> None:
    """The server saves 35 000 and its answer never comes; 36 000 is typed meanwhile, in the page or before a reload."""
    page = open_sheet()

    def lose(route: Route) -> None:
        if "35000" in (route.request.post_data or "") and not taken:
            route.fetch()
            taken.append(route)
        route.abort()

    taken: list[Route] = []
    page.route("**/celler/", lose)
    cell(page, f"20{NBSP}000 Administration, ny rad, beskrivning").fill("Porto")
    amount = cell(page, f"20{NBSP}000 Administration, Porto, Årsbudget 2023")
    amount.fill("35000")
    expect(status(page)).to_contain_text("Ingen kontakt", timeout=10_000)
    assert budget_of(demo).lines.get(label="Porto").amount == 35_000
    amount.fill("36000")
    if reloads:
        page.reload()
        expect(amount).to_have_value(f"36{NBSP}000")
    page.unroute("**/celler/")
    saved(page)
    assert budget_of(demo).lines.get(label="Porto").amount == 36_000
    expect(page.locator(".sheet-problem")).to_have_count(0)


def test_what_waits_for_cells_and_ids_that_are_not_shown_survives_two_reloads(
    demo: Demo, open_sheet: Open, address: Callable[[str], str]
) -> None:
    centre = CostCentre.objects.create(
        federation=demo.federation, code="39000", slug="39000", purpose="initiative", position=900
    )
    centre.names.create(from_year=2023, name="Samverkansteam Norberg")
    page = open_sheet("?valda=1&kolumn=plan-2024")
    page.route("**/celler/", lambda route: route.abort())
    cell(page, SALARIES.replace("Årsbudget 2023", "Plan 2024")).fill("720000")
    cell(page, f"39{NBSP}000 Samverkansteam Norberg, ny rad, beskrivning").fill("Porto")
    expect(status(page)).to_contain_text("2 ändringar väntar", timeout=10_000)
    for _ in range(2):
        page.goto(address(demo.url("sheet") + "?valda=1"))
        expect(page.get_by_role("alert")).to_contain_text("har lagts tillbaka")
        expect(status(page)).to_contain_text("Ingen kontakt", timeout=10_000)
    page.unroute("**/celler/")
    saved(page)
    assert salaries(demo).amounts.get().amount == 720_000
    assert budget_of(demo).lines.get(label="Porto").cost_centre == centre


def test_a_lost_sign_in_is_told_and_nothing_typed_is_lost(
    demo: Demo, open_sheet: Open, context: BrowserContext, sign_in: Callable[..., None]
) -> None:
    page = open_sheet()
    cookies = context.cookies()
    context.clear_cookies(name="sessionid")
    cell(page, SALARIES).fill("36 000")
    expect(page.get_by_role("alert")).to_contain_text(
        "Du är inte längre inloggad. Det du har skrivit finns kvar här (1 ändring).", timeout=10_000
    )
    assert salaries(demo).amount == 702_000
    context.add_cookies([each for each in cookies if each["name"] == "sessionid"])
    page.get_by_role("button", name="Spara nu").click()
    saved(page)
    assert salaries(demo).amount == 36_000


def test_an_adopted_budget_says_so_and_keeps_what_was_typed_in_the_page(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    Budget.objects.filter(pk=budget_of(demo).pk).update(status="superseded")
    cell(page, SALARIES).fill("36 000")
    expect(page.get_by_role("alert")).to_contain_text(
        "Budgeten för 2023 är ersatt och ändras inte.", timeout=10_000
    )
    expect(cell(page, SALARIES)).to_have_value("36 000")
