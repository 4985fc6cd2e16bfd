"""A fourth and a fifth federation set up their own tables in a real browser: quarters, and areas three deep."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from budgets.models import Budget, BudgetLine, CostCentre
from budgets.queries import shape_fact
from budgets.services import set_parts
from plans.models import Document
from tests.factories import (
    PASSWORD,
    AccountGroupFactory,
    BudgetFactory,
    BudgetLineFactory,
    ContributionLineFactory,
    CostCentreFactory,
    DocumentFactory,
    MandateFactory,
    SectionFactory,
)
from tests.journeys.accessibility import Console, assert_well_made


@pytest.fixture
def budget(db: None) -> Budget:
    """A budget with an office, and a cost centre › project › account: areas three deep with lines at the bottom."""
    budget: Budget = BudgetFactory(federation__slug="fjardesund", federation__short_name="Fjärdesund")
    own: dict[str, Any] = {"federation": budget.federation}
    pay, rent = AccountGroupFactory(code="50", **own), AccountGroupFactory(code="60", **own)
    office = CostCentreFactory(name="Kansli", code="10000", **own)
    work = CostCentreFactory(name="Insatser", code="30000", **own)
    road = CostCentreFactory(name="Projekt Vägen", code="31000", parent=work, **own)
    north = CostCentreFactory(name="Konto Norr", code="31100", parent=road, **own)
    south = CostCentreFactory(name="Konto Söder", code="31200", parent=road, **own)
    for centre, label, group, kronor in (
        (office, "Löner", pay, 1_200_000),
        (office, "Lokaler", rent, 150_000),
        (north, "Löner", pay, 800_000),
        (north, "Lokaler", rent, 90_000),
        (south, "Löner", pay, 400_000),
    ):
        BudgetLineFactory(
            budget=budget, cost_centre=centre, account_group=group, label=label, amount=Decimal(kronor)
        )
    ContributionLineFactory(
        budget=budget,
        amount=Decimal(-2_700_000),
        cost_centre=CostCentreFactory(
            name="Intäkter", code="50000", purpose=CostCentre.Purpose.FUNDING, **own
        ),
    )
    return budget


@pytest.fixture
def document(budget: Budget) -> Document:
    """The plan that the table is to stand in."""
    found: Document = DocumentFactory(federation=budget.federation, budget=budget)
    SectionFactory(document=found, heading="Budget")
    return found


@pytest.fixture
def visit(
    page: Page, budget: Budget, sign_in: Callable[..., None], address: Callable[[str], str]
) -> Callable[..., Page]:
    """Signs the director in and opens a page of the federation."""
    signed_in: list[bool] = []

    def at(name: str, **kwargs: Any) -> Page:
        path = reverse(name, kwargs={"slug": budget.federation.slug, "year": 2023, **kwargs})
        if not signed_in:
            sign_in(MandateFactory(federation=budget.federation).user.email, to=path)
            signed_in.append(True)
        page.goto(address(path))
        return page

    return at


def part(page: Page, name: str) -> Locator:
    """A row or a column of the editor, as it is headed: "Kolumn 2"."""
    return page.get_by_role("group", name=name, exact=True)


def cells(table: Locator) -> list[list[str]]:
    """A table as it is read: per row its words, with plain spaces."""
    rows = table.locator("tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return [[" ".join(text.split()) for text in row] for row in rows]


QUARTERS = [
    ["ID", "Beskrivning", "Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4", "Helår 2023"],
    ["10 000", "Kansli"],
    ["50", "Löner", "300", "300", "300", "300", "1 200"],
    ["60", "Lokaler", "38", "38", "38", "38", "150"],
    ["Totalt", "338", "338", "338", "338", "1 350"],
    ["30 000", "Insatser"],
    ["31 000", "Projekt Vägen"],
    ["31 100", "Konto Norr"],
    ["50", "Löner", "200", "200", "200", "200", "800"],
    ["60", "Lokaler", "23", "23", "23", "23", "90"],
    ["Totalt", "223", "223", "223", "223", "890"],
    ["31 200", "Konto Söder"],
    ["50", "Löner", "100", "100", "100", "100", "400"],
    ["Totalt", "100", "100", "100", "100", "400"],
    ["Totalt", "323", "323", "323", "323", "1 290"],
    ["Totalt", "323", "323", "323", "323", "1 290"],
    ["50 000", "Intäkter"],
    ["", "Medelstilldelning", "−675", "−675", "−675", "−675", "−2 700"],
    ["Totalt", "−675", "−675", "−675", "−675", "−2 700"],
    ["Intäkter totalt", "675", "675", "675", "675", "2 700"],
    ["Kostnader totalt", "660", "660", "660", "660", "2 640"],
    ["Resultat", "15", "15", "15", "15", "60"],
]


def test_quarters_and_the_whole_year_are_set_up_without_code_and_print_the_same_in_the_plan(
    budget: Budget, document: Document, visit: Callable[..., Page], page: Page, console: Console
) -> None:
    visit("shapes")
    assert_well_made(page, console)

    page.get_by_role("link", name="Årets delar").click()
    expect(page.get_by_role("radio", name="Per kvartal: 6 raders belopp delas lika på 4")).to_be_visible()
    assert_well_made(page, console)
    page.get_by_role("radio", name="Per kvartal").check()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sparat: budgeten för 2023 skrivs per kvartal.")

    page.get_by_role("link", name="Ny tabell").click()
    page.get_by_role("navigation", name="Utgångspunkter").get_by_role(
        "link", name="Egen budgettabell"
    ).click()
    page.get_by_role("textbox", name="Namn").fill("Per kvartal")
    for number in (1, 2, 3, 4):
        page.get_by_role("button", name="Lägg till en kolumn").click()
        column = part(page, f"Kolumn {number + 1}")
        expect(column.get_by_label("Visar")).to_be_focused()
        column.get_by_label("Visar").select_option("Del av årets budget")
        expect(column.get_by_label("Del av året")).to_be_visible()
        column.get_by_label("Del av året").select_option(f"Kvartal {number}")
    whole = part(page, "Kolumn 1")
    whole.get_by_label("Rubrik").fill("Helår {år}")
    for number in (1, 2, 3, 4):  # the whole year is moved to the right by keyboard alone
        part(page, f"Kolumn {number}").get_by_role("button", name="Flytta höger").focus()
        page.keyboard.press("Enter")
        target = part(page, f"Kolumn {number + 1}")
        expect(target.get_by_label("Rubrik")).to_have_value("Helår {år}")
        expect(
            target.get_by_role("button", name="Flytta höger" if number < 4 else "Flytta vänster")
        ).to_be_focused()
    preview = page.locator("#forhandsvisning-tabell")
    expect(preview.get_by_role("columnheader").last).to_have_text("Helår 2023")
    assert cells(preview) == QUARTERS
    assert_well_made(page, console)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sparat: Per kvartal.")
    table = budget.federation.table_shapes.get()
    assert cells(page.locator(f"#tabell-{table.pk}")) == QUARTERS
    assert_well_made(page, console)

    assert cells(in_the_plan(document, "per-kvartal", visit)) == QUARTERS


def in_the_plan(document: Document, slug: str, visit: Callable[..., Page]) -> Locator:
    """The table in the plan, once it has been chosen for the section."""
    section = document.sections.get()
    page = visit("section", pk=section.pk)
    page.get_by_label("Tabell eller lista").select_option(f"budgets.budget_table:{slug}")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Sparat: Budget.")).to_be_visible()
    return visit("plan").locator("table.document-table")


NESTED = [
    ["Beskrivning", "Årsbudget 2023"],
    ["Kansli", "−1 350 000"],
    ["Löner", "−1 200 000"],
    ["Lokaler", "−150 000"],
    ["Insatser", "−1 290 000"],
    ["Projekt Vägen", "−1 290 000"],
    ["Konto Norr", "−890 000"],
    ["Löner", "−800 000"],
    ["Lokaler", "−90 000"],
    ["Konto Söder", "−400 000"],
    ["Summa 2023", "−2 640 000"],
]


def test_cost_centre_project_and_account_with_totals_at_every_level_are_set_up_without_code(
    budget: Budget, document: Document, visit: Callable[..., Page], page: Page, console: Console
) -> None:
    visit("shape_add")
    page.get_by_role("textbox", name="Namn").fill("Projekt")
    page.get_by_label("Enhet").select_option("kronor")
    page.get_by_label("Kostnader visas").select_option("med minus")
    page.get_by_role("checkbox", name="Visa ID och kontogrupp").uncheck()
    part(page, "Kolumn 2").get_by_role("button", name="Ta bort").click()
    expect(part(page, "Kolumn 2")).to_have_count(0)
    areas = part(page, "Rad 1")
    areas.get_by_label("Vilka ID").select_option("ID för kostnader")
    areas.get_by_label("Uppställning").select_option("summa på rubriken, rader under")
    expect(areas.get_by_label("Text på summaraden")).to_have_count(0)
    areas.get_by_role("checkbox", name="Ett ID med en enda rad visas på en rad").check()
    for _ in range(2):
        rows = page.get_by_role("group", name="Rad ").count()
        part(page, "Rad 2").get_by_role("button", name="Ta bort").click()
        expect(page.get_by_role("group", name="Rad ")).to_have_count(rows - 1)
    last = part(page, "Rad 2")
    last.get_by_label("Beräkning").select_option("Kostnader totalt")
    last.get_by_role("textbox", name="Text").fill("Summa {år}")
    preview = page.locator("#forhandsvisning-tabell")
    expect(preview.get_by_role("row").last).to_contain_text("Summa 2023")
    assert cells(preview) == NESTED
    assert_well_made(page, console)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sparat: Projekt.")
    assert cells(in_the_plan(document, "projekt", visit)) == NESTED
    steps = dict(
        page.locator("table.document-table tr[class*=depth] th").evaluate_all(
            "heads => heads.map(head => [head.innerText.trim(), parseFloat(getComputedStyle(head).paddingLeft)])"
        )
    )
    assert 0 == steps["Insatser"] < steps["Projekt Vägen"] < steps["Konto Norr"]


def test_a_row_is_moved_with_alt_and_an_arrow_and_stays_in_focus(
    budget: Budget, visit: Callable[..., Page], page: Page, console: Console
) -> None:
    visit("shape_add")
    part(page, "Rad 1").get_by_label("Vilka ID").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(part(page, "Rad 2").get_by_label("Vilka ID")).to_be_visible()
    expect(part(page, "Rad 2").get_by_role("button", name="Flytta ner")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(part(page, "Rad 1").get_by_label("Vilka ID")).to_be_visible()
    assert_well_made(page, console)


def test_leaving_with_a_rearranged_table_asks_first(
    budget: Budget, visit: Callable[..., Page], page: Page
) -> None:
    visit("shape_add")
    page.get_by_role("button", name="Lägg till en rad").click()
    expect(part(page, "Rad 5")).to_be_visible()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Avbryt").click()
    page.wait_for_url("**/tabeller/")
    assert asked == ["beforeunload"]


def test_what_is_wrong_is_told_at_its_field_and_the_preview_lives_on(
    budget: Budget, visit: Callable[..., Page], page: Page, console: Console
) -> None:
    visit("shape_add")
    part(page, "Kolumn 2").get_by_label("Visar").select_option("Del av årets budget")
    expect(page.get_by_text("Kolumn 2: Årets budget skrivs för hela året")).to_be_visible()
    expect(page.locator("#forhandsvisning-tabell")).to_contain_text("Kansli")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Kolumn 2, Del av året: Årets budget skrivs för hela året"
    )
    console.expect("422")
    assert_well_made(page, console)
    page.get_by_role("alert").get_by_role("link").click()
    expect(part(page, "Kolumn 2").get_by_label("Del av året")).to_be_focused()
    assert not budget.federation.table_shapes.exists()


def test_a_table_is_made_without_scripts(budget: Budget, browser: Any, address: Callable[[str], str]) -> None:
    set_parts(federation=budget.federation, pk=budget.pk, revision=None, parts=2)
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    path = reverse("shape_add", kwargs={"slug": budget.federation.slug, "year": 2023})
    page.goto(address(f"/konto/login/?next={path}"))
    page.get_by_label("E-postadress").fill(MandateFactory(federation=budget.federation).user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("textbox", name="Namn").fill("Halvår")
    part(page, "Kolumn 2").get_by_label("Visar").select_option("Del av årets budget")
    page.get_by_role("button", name="Visa", exact=True).click()
    part(page, "Kolumn 2").get_by_label("Del av året").select_option("Halvår 2")
    page.get_by_role("button", name="Flytta vänster kolumn 2").click()
    page.get_by_role("button", name="Lägg till en rad").click()
    part(page, "Rad 5").get_by_label("Visar").select_option("Rubrik")
    page.get_by_role("button", name="Visa", exact=True).click()
    part(page, "Rad 5").get_by_label("Text").fill("Slut {år}")
    page.get_by_role("button", name="Visa", exact=True).click()
    shown = cells(page.locator("#forhandsvisning-tabell"))
    assert (shown[0], shown[-1]) == (["ID", "Beskrivning", "Halvår 2", "Årsbudget 2023"], ["", "Slut 2023"])
    page.get_by_role("button", name="Spara", exact=True).last.click()
    expect(page.get_by_role("status")).to_contain_text("Sparat: Halvår.")
    context.close()
    saved = shape_fact(budget.federation.table_shapes.get())
    assert [column.source for column in saved.columns] == ["part", "budget"]
    assert [row.kind for row in saved.rows] == ["areas", "measure", "measure", "measure", "heading"]
    assert BudgetLine.objects.count() == 6
