"""The sheet in a real browser: typed by keyboard alone, pasted from a spreadsheet, shared, offline, undone.

Figures are those of "Verksamhetsplan och budget år 2023", Södra Dalarna.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from budgets.domain.facts import CentreFact, LineFact
from budgets.domain.sheet_cells import parse_amount, plain, shown
from budgets.domain.totals import totals
from budgets.models import Budget, BudgetLine, CostCentre, LineAmount
from budgets.queries import budget_facts
from budgets.services import set_parts
from finsam.money import Unit
from finsam.scope import Scope
from finsam.swedish import MINUS, NBSP
from members.models import Role
from tests.budgets.facts import budget
from tests.conftest import Demo
from tests.factories import PASSWORD
from tests.journeys.accessibility import Console, assert_accessible, assert_well_made

SAVED = "Allt är sparat"
SALARIES = f"20{NBSP}000 Administration, 50 Löner arbetad tid, Årsbudget 2023"
PASTE = """(element, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""

Open = Callable[..., Page]


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


def status(page: Page) -> Locator:
    """The line that says what is saved."""
    return page.locator("[data-sheet-status]")


def cell(page: Page, name: str) -> Locator:
    """A cell by its whole name."""
    return page.get_by_label(name, exact=True)


def saved(page: Page) -> None:
    """Waits until all is saved."""
    expect(status(page)).to_have_text(re.compile(rf"^{SAVED} \d\d\.\d\d$"), timeout=10_000)


def budget_of(demo: Demo) -> Budget:
    """The budget that lies before the board."""
    found: Budget = demo.federation.budgets.get(year=2023)
    return found


def salaries(demo: Demo) -> BudgetLine:
    """Administration, salaries."""
    found: BudgetLine = budget_of(demo).lines.get(cost_centre__code="20000", account_group__code="50")
    return found


# --- Typing ---------------------------------------------------------------------------------------------------------


def test_a_whole_id_is_typed_by_keyboard_alone(demo: Demo, open_sheet: Open, console: Console) -> None:
    """ID 35 000 Samverkansteam Avesta of 2023 again, under a new number."""
    centre = CostCentre.objects.create(
        federation=demo.federation, code="39000", slug="39000", purpose="initiative", position=900
    )
    centre.names.create(from_year=2023, name="Samverkansteam Norberg")
    page = open_sheet()
    keys = page.keyboard
    page.get_by_label(f"Namn på 39{NBSP}000 Samverkansteam Norberg").focus()
    keys.press("ArrowDown")
    for account, label, amount in (("47", "Konsulttjänster", "1 200 000"), ("50", "Löner", "35000,50")):
        keys.press("ArrowLeft")
        keys.type(account)
        keys.press("Tab")
        keys.type(label)
        keys.press("Tab")
        keys.press("Tab")
        keys.type(amount)
        keys.press("Enter")
        expect(page.locator(":focus")).to_have_attribute(
            "aria-label", f"39{NBSP}000 Samverkansteam Norberg, ny rad, kontogrupp"
        )
        keys.press("ArrowRight")
    saved(page)
    assert list(
        budget_of(demo)
        .lines.filter(cost_centre=centre)
        .order_by("position")
        .values_list("account_group__code", "label", "nature", "amount")
    ) == [
        ("47", "Konsulttjänster", "cost", Decimal(1_200_000)),
        ("50", "Löner", "cost", Decimal("35000.50")),
    ]
    total = page.locator(f"[data-total='{centre.pk}'] [data-sum=amount]")
    expect(total).to_have_text(f"1{NBSP}235{NBSP}000,50")
    assert_well_made(page, console)


def test_arrows_and_enter_walk_the_cells_and_escape_restores(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    keys, at = page.keyboard, page.locator(":focus")
    cell(page, SALARIES).focus()
    keys.press("Enter")
    expect(at).to_have_attribute("aria-label", re.compile("55 Kostnadsersättningar"))
    keys.press("Shift+Enter")
    keys.press("ArrowUp")
    expect(at).to_have_attribute("aria-label", re.compile("38 Konsulttjänster"))
    keys.press("ArrowDown")
    keys.type("1")
    keys.press("Escape")
    expect(at).to_have_value(f"702{NBSP}000")
    keys.press("ArrowLeft")
    expect(at).to_have_attribute("aria-label", f"20{NBSP}000 Administration, Löner arbetad tid, beskrivning")


def test_the_change_against_last_year_follows_what_is_typed(demo: Demo, open_sheet: Open) -> None:
    """Salaries 648 in 2022, course income 170: 702 is 8,3 % more, and an income of 200 is 17,6 % more."""
    page = open_sheet()
    row = page.locator("tr", has=cell(page, SALARIES))
    expect(row.locator("[data-sum=change]")).to_have_text(f"54{NBSP}000")
    cell(page, SALARIES).fill("640 000")
    expect(row.locator("[data-sum=change]")).to_have_text(f"{MINUS}8{NBSP}000")
    expect(row.locator("[data-sum=percent]")).to_have_text(f"{MINUS}1,2")
    income = page.locator(
        "tr", has=cell(page, f"21{NBSP}000 Personalinriktade insatser, 36 Kursintäkter, Årsbudget 2023")
    )
    expect(income.locator("[data-sum=percent]")).to_have_text("17,6")
    saved(page)


def test_bad_input_is_told_at_its_cell_and_the_rest_is_saved(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    cell(page, SALARIES).fill("1.234")
    page.keyboard.press("Enter")
    told = "”1.234” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental."
    expect(cell(page, SALARIES)).to_have_accessible_description(told)
    expect(cell(page, SALARIES)).to_have_attribute("aria-invalid", "true")
    label = cell(page, f"20{NBSP}000 Administration, Löner arbetad tid, beskrivning")
    label.fill("Löner")
    expect(status(page)).to_contain_text("1 ändring är inte sparad: rätta eller välj", timeout=10_000)
    assert (salaries(demo).label, salaries(demo).amount) == ("Löner", 702_000)
    assert_accessible(page)
    renamed = cell(page, SALARIES.replace("Löner arbetad tid", "Löner"))
    renamed.fill("712 000")
    expect(renamed).not_to_have_attribute("aria-invalid", "true")
    saved(page)
    assert salaries(demo).amount == 712_000


# --- Pasting --------------------------------------------------------------------------------------------------------


def test_twenty_rows_are_pasted_from_a_spreadsheet(demo: Demo, open_sheet: Open) -> None:
    """Account group, description and two columns of amounts, in every way that Excel and people write them."""
    page = open_sheet("?valda=1&kolumn=plan-2024")
    block = "".join(
        f"50\tInklistrad rad {number}\t{amount}\t{number}{NBSP}000 kr\r\n"
        for number, amount in enumerate(
            ["1 000", f"2{NBSP}000", "3\u202f000", f"{MINUS}4", "5,5", "6:-", "7 kr", "–", "", "10"] * 2,
            start=1,
        )
    )
    first = cell(page, f"20{NBSP}000 Administration, ny rad, kontogrupp")
    first.focus()
    first.evaluate(PASTE, block)
    saved(page)
    lines = budget_of(demo).lines.filter(label__startswith="Inklistrad").order_by("position")
    assert [line.label for line in lines] == [f"Inklistrad rad {number}" for number in range(1, 21)]
    assert [line.amount for line in lines] == [1000, 2000, 3000, -4, Decimal("5.5"), 6, 7, None, None, 10] * 2
    planned = LineAmount.objects.filter(line__in=lines, kind="plan", year=2024).order_by("line__position")
    assert [each.amount for each in planned] == [number * 1000 for number in range(1, 21)]
    page.keyboard.press("Control+z")
    expect(
        page.locator("input[value='Inklistrad rad 1'], tr[data-key]:has-text('Inklistrad')")
    ).to_have_count(0)
    saved(page)
    expect(page.get_by_label("Inklistrad rad")).to_have_count(0, timeout=30_000)
    assert not budget_of(demo).lines.filter(label__startswith="Inklistrad").exists()


def test_a_pasted_column_fills_the_cells_below_and_tells_what_is_no_number(
    demo: Demo, open_sheet: Open
) -> None:
    page = open_sheet()
    cell(page, SALARIES).focus()
    cell(page, SALARIES).evaluate(PASTE, "710 000\nfel\n900 000")
    below = cell(page, f"20{NBSP}000 Administration, 55 Kostnadsersättningar, Årsbudget 2023")
    expect(below).to_have_value("fel")
    expect(below).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_contain_text("1 ändring är inte sparad", timeout=10_000)
    assert salaries(demo).amount == 710_000
    page.keyboard.press("Control+z")
    saved(page)
    expect(below).to_have_value(f"15{NBSP}000")
    assert salaries(demo).amount == 702_000


def test_what_does_not_fit_is_given_back(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    last = page.locator("tr.sheet-line:not(.sheet-blank) input[name$='.amount']").last
    last.focus()
    last.evaluate(PASTE, f"{MINUS}6 400 000\t12\n13 000")
    expect(page.get_by_role("alert")).to_contain_text(
        "2 av värdena fick inte plats och klistrades inte in: 12 · 13 000"
    )
    saved(page)


# --- Two at the same sheet ------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(("choice", "ends"), [("Behåll mitt", 36_000), ("Ta det andra", 35_000)])
def test_the_second_of_two_in_one_cell_is_told_and_chooses(
    demo: Demo, open_sheet: Open, second: Callable[[], Page], console: Console, choice: str, ends: int
) -> None:
    page, other = open_sheet(), second()
    cell(other, SALARIES).fill("35 000")
    saved(other)
    cell(page, SALARIES).fill("36 000")
    told = page.get_by_text(f"Nu står 35{NBSP}000 (Rune Räknefors, ")
    expect(told).to_be_visible(timeout=10_000)
    assert salaries(demo).amount == 35_000
    assert_well_made(page, console)
    page.get_by_role("button", name=choice).click()
    expect(told).to_be_hidden()
    saved(page)
    assert salaries(demo).amount == ends


def test_two_write_in_different_cells_of_one_row_without_noticing(
    demo: Demo, open_sheet: Open, second: Callable[[], Page]
) -> None:
    page, other = open_sheet(), second()
    cell(other, SALARIES).fill("35 000")
    saved(other)
    cell(page, f"20{NBSP}000 Administration, Löner arbetad tid, beskrivning").fill("Löner")
    saved(page)
    assert (salaries(demo).label, salaries(demo).amount) == ("Löner", 35_000)


def test_a_row_that_the_other_removed_can_be_added_again_with_what_was_typed(
    demo: Demo, open_sheet: Open
) -> None:
    page = open_sheet()
    salaries(demo).delete()
    cell(page, SALARIES).fill("36 000")
    page.get_by_role("button", name="Lägg till den igen").click(timeout=10_000)
    saved(page)
    assert (salaries(demo).label, salaries(demo).amount) == ("Löner arbetad tid", 36_000)


# --- Without contact ------------------------------------------------------------------------------------------------


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


# --- Undoing, and rows as such --------------------------------------------------------------------------------------


def test_cells_are_undone_and_done_again(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    cell(page, SALARIES).fill("36 000")
    page.keyboard.press("Enter")
    page.keyboard.type("20000")
    page.keyboard.press("Enter")
    saved(page)
    assert salaries(demo).amount == 36_000
    page.get_by_role("button", name="Ångra").click()
    page.keyboard.press("Control+z")
    expect(cell(page, SALARIES)).to_have_value(f"702{NBSP}000")
    saved(page)
    assert salaries(demo).amount == 702_000
    page.get_by_role("button", name="Gör om").click()
    expect(cell(page, SALARIES)).to_have_value(f"36{NBSP}000")
    saved(page)
    assert salaries(demo).amount == 36_000


def test_an_amount_with_ore_is_undone_to_the_letter_where_one_types_thousands(
    demo: Demo, open_sheet: Open
) -> None:
    BudgetLine.objects.filter(pk=salaries(demo).pk).update(amount=Decimal("702000.45"))
    page = open_sheet("?enhet=tkr")
    cell(page, SALARIES).fill("36,5")
    page.keyboard.press("Enter")
    saved(page)
    assert salaries(demo).amount == 36_500
    page.keyboard.press("Control+z")
    expect(cell(page, SALARIES)).to_have_value("702,00045")
    saved(page)
    assert salaries(demo).amount == Decimal("702000.45")


def test_quarters_are_typed_and_the_year_is_their_sum(demo: Demo, open_sheet: Open) -> None:
    own = budget_of(demo)
    set_parts(federation=demo.federation, pk=own.pk, revision=None, parts=4)
    page = open_sheet()
    second = cell(page, SALARIES.replace("Årsbudget 2023", "Kvartal 2"))
    expect(second).to_have_value(f"175{NBSP}500")
    second.fill("200 000,50")
    row = page.locator("tr", has=second)
    expect(row.locator("[data-sum=whole]")).to_have_text(f"726{NBSP}500,50")
    expect(row.locator("[data-sum=change]")).to_have_text(f"78{NBSP}500,50")
    saved(page)
    assert salaries(demo).amounts.get(part=2).amount == Decimal("200000.50")


def test_a_row_is_moved_removed_and_put_back(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    before = list(salaries(demo).cost_centre.lines.filter(budget__year=2023).values())

    def labels() -> list[str]:
        lines = budget_of(demo).lines.filter(cost_centre__code="20000").order_by("position", "pk")
        return list(lines.values_list("account_group__code", flat=True)[:4])

    assert labels() == ["36", "38", "50", "55"]
    cell(page, SALARIES).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("button", name="Ångra")).to_be_enabled()
    assert labels() == ["36", "50", "38", "55"]
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Ångra")).to_be_disabled()
    assert labels() == ["36", "38", "50", "55"]
    cell(page, SALARIES).focus()
    page.keyboard.press("Alt+Enter")
    page.get_by_role("button", name="Ta bort").click()
    expect(cell(page, SALARIES)).to_have_count(0)
    assert labels() == ["36", "38", "55", "56"]
    page.keyboard.press("Control+z")
    expect(cell(page, SALARIES)).to_have_value(f"702{NBSP}000")
    after = list(salaries(demo).cost_centre.lines.filter(budget__year=2023).values())
    assert [{**row, "revision": 0, "position": 0} for row in after] == [
        {**row, "revision": 0, "position": 0} for row in before
    ]


def test_an_id_is_renamed_and_moved(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet()
    name = cell(page, f"Namn på 20{NBSP}000 Administration")
    name.fill("Kansliet")
    page.keyboard.press("Enter")
    expect(cell(page, SALARIES.replace("Administration", "Kansliet"))).to_have_count(1)
    saved(page)
    name.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("tbody[data-centre]").first.locator("input").first).to_have_value("Kansliet")
    assert [centre.code for centre in demo.federation.cost_centres.all()][:2] == ["20000", "10000"]


def test_a_note_to_a_figure_is_written_and_marked(demo: Demo, open_sheet: Open, console: Console) -> None:
    page = open_sheet("?valda=1&kolumn=plan-2024")
    planned = cell(page, SALARIES.replace("Årsbudget 2023", "Plan 2024"))
    planned.fill("720000")
    page.keyboard.press("Shift+F2")
    page.keyboard.type("Tre tjänster")
    saved(page)
    expect(page.locator("td", has=planned).locator(".mark")).to_have_text("1)")
    amount = salaries(demo).amounts.get()
    assert (amount.amount, amount.note) == (720_000, "Tre tjänster")
    assert_well_made(page, console)
    page.reload()
    expect(page.locator("td", has=planned).locator(".mark")).to_have_text("1)")


def test_last_years_row_is_taken_along(demo: Demo, open_sheet: Open) -> None:
    gone = salaries(demo)
    key, pk = gone.key, gone.pk
    gone.delete()
    page = open_sheet()
    page.get_by_role("link", name="Ta med i år Löner arbetad tid").first.click()
    page.keyboard.type("700 000")
    saved(page)
    added = budget_of(demo).lines.get(key=key)
    assert (added.pk != pk, added.label, added.amount) == (True, "Löner arbetad tid", 700_000)


# --- The same arithmetic --------------------------------------------------------------------------------------------

SPACES = " \u00a0\u2009\u202f\u3000"
WRITTEN = st.text(alphabet=f"0123456789,.-+{MINUS}–—krt%mnK:{SPACES}\t\nx٣\u2028\x1c\ufeff", max_size=14)
EXAMPLES = [
    "",
    " ",
    "-",
    "–",
    "—",
    MINUS,
    "0",
    "-0",
    "−0,00",
    "1 234",
    f"1{NBSP}234,5",
    "1\u202f234\u202f567 kr",
    "12 34",
    "1234 567",
    "1.234",
    "1,234",
    "1,2,3",
    "+7",
    "- 7",
    "–7:-",
    "7 KR",
    "7 tkr",
    "7 procent",
    "50 %",
    "999 999 999 999,99",
    "1 000 000 000 000",
    "9" * 60,
    "9" * 61,
    " " * 60,
    " " * 61,
    f"7{' ' * 60}kr",
    "\t" * 5000 + "x",
    "1\t2",
    "1\n2",
    "sju",
    "٣",
    "7\u212ar",
    "\ufeff7",
    "\x1c7",
    "7 kronor",
    "7kr",
    "kr",
    ",5",
    "5,",
]


def test_the_browser_reads_every_text_as_the_server_does(open_sheet: Open) -> None:
    page = open_sheet()
    texts = [*EXAMPLES, *(draw(WRITTEN, 1500))]

    def read(text: str, unit: Unit) -> list[str]:
        try:
            amount = parse_amount(text, unit)
        except ValueError as error:
            return ["", "", str(error)]
        return [plain(amount), shown(amount, unit), ""]

    for unit in (Unit.KR, Unit.TKR):
        found = page.evaluate(
            """async ([texts, unit]) => {
              const { parse, plain, shown } = await import("finsam/sheet-numbers");
              return texts.map((text) => {
                const { ore, error } = parse(text, unit);
                return error ? ["", "", error] : [plain(ore), shown(ore, unit), ""];
              });
            }""",
            [texts, unit.value],
        )
        expected = [read(text, unit) for text in texts]
        assert [
            (text, ours, theirs)
            for text, ours, theirs in zip(texts, expected, found, strict=True)
            if ours != theirs
        ] == []


def test_any_tree_adds_up_in_the_browser_as_on_the_server(open_sheet: Open) -> None:
    page = open_sheet()
    trees = draw(TREES, 150)
    found = page.evaluate(
        """async (trees) => {
          const { totals } = await import("finsam/sheet-totals");
          const { fromPlain, plain } = await import("finsam/sheet-numbers");
          return trees.map(({ centres, lines }) => {
            const sums = totals(centres, lines.map(([centre, text]) => ({ centre, amount: fromPlain(text) })));
            const byCentre = Object.fromEntries([...sums.byCentre].map(([id, ore]) => [id, plain(ore)]));
            return [byCentre, plain(sums.income), plain(sums.cost), plain(sums.result)];
          });
        }""",
        [
            {
                "centres": [
                    {
                        "id": str(each.pk),
                        "parent": each.parent and str(each.parent),
                        "funding": each.is_funding,
                    }
                    for each in centres
                ],
                "lines": [[str(line.centre), plain(line.amount)] for line in lines],
            }
            for centres, lines in trees
        ],
    )
    assert len(found) == len(trees)
    for (centres, lines), sums in zip(trees, found, strict=True):
        own = totals(budget(2023, *lines), centres)
        assert sums == [
            {str(pk): plain(amount) for pk, amount in own.by_centre.items()},
            plain(own.income),
            plain(own.cost),
            plain(own.result),
        ]


@st.composite
def _trees(draw: Any) -> tuple[tuple[CentreFact, ...], list[LineFact]]:
    """A tree of IDs, each under one before it or none, and lines in them."""
    size = draw(st.integers(1, 9))
    centres: list[CentreFact] = []
    for pk in range(1, size + 1):
        parent = draw(st.none() | st.sampled_from(centres)) if centres else None
        purpose = parent.purpose if parent else draw(st.sampled_from(["operations", "funding"]))
        centres.append(CentreFact(pk, parent.pk if parent else None, "", f"ID {pk}", purpose))
    amounts = st.none() | st.integers(-(10**13), 10**13).map(lambda ore: Decimal(ore) / 100)
    places = st.lists(st.tuples(st.sampled_from(centres), amounts), max_size=20)
    lines = [
        LineFact(number, UUID(int=number), centre.pk, "", f"Rad {number}", "cost", amount)
        for number, (centre, amount) in enumerate(draw(places), start=1)
    ]
    return tuple(centres), lines


TREES = _trees()


def draw(strategy: Any, size: int) -> list[Any]:
    """So many examples, made as hypothesis makes them; the same every time."""
    from hypothesis import HealthCheck, Phase, given, settings

    found: list[Any] = []

    @settings(
        max_examples=size,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


def test_every_computed_figure_stands_as_the_server_wrote_it(demo: Demo, open_sheet: Open) -> None:
    """The page's script works everything out again when it starts; nothing may differ from the server's own."""
    LineAmount.objects.create(line=salaries(demo), kind="plan", year=2024, amount=Decimal("720000.50"))
    page = open_sheet()
    for query in ("", "?enhet=tkr&valda=1&kolumn=plan-2024"):
        page.goto(page.url.partition("?")[0] + query)
        expect(status(page)).to_have_text(SAVED)
        shown_now = page.evaluate(
            "[...document.querySelectorAll('[data-sum]')].map((each) => each.textContent)"
        )
        raw = page.evaluate(
            """async () => {
              const text = await (await fetch(location.href)).text();
              const page = new DOMParser().parseFromString(text, "text/html");
              return [...page.querySelectorAll("[data-sum]")].map((each) => each.textContent);
            }"""
        )
        assert shown_now == raw
        assert len(raw) > 100


def test_totals_typed_in_the_page_are_the_servers(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet("?valda=1&kolumn=plan-2024")
    for number, line in enumerate(budget_of(demo).lines.filter(nature="cost")[:12]):
        page.locator(f"[name='r{line.pk}.amount']").fill(f"{number * 1234},{number:02}")
        page.locator(f"[name='r{line.pk}.plan-2024']").fill(f"{MINUS}{number} 000")
    saved(page)
    own = budget_of(demo)
    facts = budget_facts(Scope(demo.federation.pk, 2023, {"budget@2023": own.pk}))
    planned = facts.column("plan", 2024)
    assert facts.budget and planned
    for key, body in (("amount", facts.budget), ("plan-2024", planned)):
        sums = totals(body, facts.centres)
        for pk, amount in sums.by_centre.items():
            place = page.locator(f"[data-total='{pk}'] [data-sum='{key}']")
            if place.count():
                expect(place).to_have_text(shown(amount))
        for name in ("income", "cost", "result"):
            place = page.locator(f"[data-summary={name}] [data-sum='{key}']")
            expect(place).to_have_text(shown(getattr(sums, name)))


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_sheet_is_a_form_without_scripts(
    demo: Demo, browser: Browser, browser_context_args: dict[str, Any], address: Callable[[str], str]
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(address(f"/konto/login/?next={demo.url('sheet')}"))
    page.get_by_label("E-postadress").fill(demo.user(Role.DIRECTOR).email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    cell(page, SALARIES).fill("sju")
    cell(page, f"20{NBSP}000 Administration, ny rad, beskrivning").fill("Porto")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name=f"{SALARIES}: ”sju” är inte ett tal.").click()
    expect(cell(page, SALARIES)).to_have_value("sju")
    cell(page, SALARIES).fill("36 000")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Sparat: en ändring.")).to_be_visible()
    assert salaries(demo).amount == 36_000
    assert budget_of(demo).lines.filter(label="Porto").count() == 1
    context.close()


def test_the_sheet_is_well_made_with_all_its_columns(open_sheet: Open, console: Console) -> None:
    page = open_sheet("?valda=1&kolumn=forecast-2022&kolumn=plan-2024&kolumn=plan-2025&alla=1")
    assert_well_made(page, console)
    page.get_by_text("Visa kolumner").click()
    page.get_by_text("Tangenter").click()
    page.get_by_text("Lägg till ett ID").click()
    assert_well_made(page, console)
    page.keyboard.press("Escape")
    page.locator("input[name$='.amount']").first.focus()
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_role("button", name="Flytta upp")).to_be_focused()
    assert_accessible(page)
