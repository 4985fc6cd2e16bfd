"""A budget from a file, in a browser: columns chosen, what is missing chosen, every row seen, and then read in.

What a file may hold is in `tests.budgets.imports`; here that a person finds the way, and that each step is well made.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from budgets.models import BudgetLine
from members.models import Role
from tests.conftest import Demo
from tests.journeys.accessibility import Console, assert_well_made

Address = Callable[[str], str]
FILE = """Enhet;Konto;Vad;Utgift
10 000;47;Konsulttjänster (revision);-55
39 000;99;Samverkansteam Norberg;-1 200,5
10 000;;Totalt;-165
"""


def test_a_file_with_columns_of_its_own_is_read_in(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None], tmp_path: Path
) -> None:
    sign_in(demo.user(Role.FINANCE).email, to=demo.url("budget_import_add"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs in en fil")
    assert_well_made(page, console)

    # A PDF that says it is a workbook is told at the field.
    renamed = tmp_path / "budget.xlsx"
    renamed.write_bytes(b"%PDF-1.7")
    page.get_by_label("Fil med budgeten").set_input_files(renamed)
    page.get_by_role("button", name="Visa vad filen ändrar").click()
    expect(page.get_by_role("alert")).to_contain_text("”budget.xlsx” är en PDF och inte ett kalkylark")
    console.expect("422")
    assert_well_made(page, console)

    file = tmp_path / "budget.csv"
    file.write_bytes(FILE.encode("cp1252"))
    page.get_by_label("Fil med budgeten").set_input_files(file)
    page.get_by_role("button", name="Visa vad filen ändrar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Filens kolumner")
    assert_well_made(page, console)
    page.get_by_label("Enhet").select_option("ID")
    page.get_by_label("Vad").select_option("Benämning")
    page.get_by_label("Utgift").select_option("Budget 2023, tkr")
    page.get_by_label("Kostnader skrivs").select_option("med minus")
    page.get_by_label("Intäkter skrivs").select_option("med plus")
    page.get_by_role("button", name="Visa vad filen ändrar").click()

    # What the federation does not have is chosen; then every row tells what it changes.
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs in ”budget.csv”")
    expect(page.get_by_text("Filen lästes som Windows-1252")).to_be_visible()
    assert_well_made(page, console)
    expect(page.get_by_role("link", name="Cell C4: ”Totalt” ser ut som en summa")).to_be_visible()
    expect(page.get_by_label("Rad 4: Totalt")).to_have_value("total")
    page.get_by_label("39000 finns inte i förbundet").select_option("Lägg till som nytt ID")
    page.get_by_label("Namn på 39000").fill("Samverkansteam Norberg")
    page.get_by_label("Ändamål för 39000").select_option("Individinriktad insats (team)")
    page.get_by_label("99 finns inte i förbundet").select_option("76 Diverse kostnader")
    page.get_by_role("button", name="Spara valen och visa igen").click()
    rows = page.get_by_role("region", name="Rad för rad").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("50 000 → 55 000")
    expect(rows.nth(2)).to_contain_text("Ny rad. Budget 2023: 1 200 500")
    sums = page.get_by_role("region", name="Summor i filen").get_by_role("row")
    expect(sums.nth(1)).to_contain_text("165 000")
    assert_well_made(page, console)
    page.get_by_role("button", name="Läs in 3 ändringar").click()
    expect(page).to_have_url(address(demo.url("budget")))
    expect(page.get_by_role("status")).to_contain_text("”budget.csv” är inläst: 3 ändringar.")
    assert BudgetLine.objects.get(label="Samverkansteam Norberg").amount == 1_200_500
    assert_well_made(page, console)
