"""The ledger in a browser: files read in and mapped, a figure followed to its vouchers, months closed and opened.

The files are those of `ledger_book`; what a file may hold is in `tests.budgets.imports`. The figures are worked out by
hand from its entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from budgets.imports.ledger_standing import LedgerChoices
from budgets.services.ledger_import import import_ledger_file, map_meanings
from finsam import swedish
from finsam.money import round_half_up
from members.models import Role, User
from tests.conftest import Demo
from tests.journeys import ledger_book as book
from tests.journeys.accessibility import DESKTOP_WIDTH, PHONE_WIDTH, assert_fits
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.journeys.people import Person

SitsDown = Callable[[User | None, Hands], Person]

IN_MARCH = {
    "Styrelsen": "−12 500",
    "Administration": "−257 238",  # 3 × (58 500,00 + 26 833,40 + 412,70) = 257 238,30
    "Personalinriktade insatser": "−4 311",  # 4 310,50
    "Samverkansteam Avesta": "−475 000",  # 3 × 158 333,25 = 474 999,75
    "Intäkter (medelstilldelning från medlemmarna)": "1 577 000",
    "Totalt": "827 951",  # 827 951,45
}
IN_APRIL = {
    "Styrelsen": "−12 500",
    "Administration": "−342 984",  # 4 × 85 746,10 = 342 984,40
    "Personalinriktade insatser": "−4 311",
    "Samverkansteam Avesta": "−635 000",  # 4 × 158 333,25 + 1 666,75 = 634 999,75
    "Intäkter (medelstilldelning från medlemmarna)": "3 154 000",
    "Totalt": "2 159 205",  # 2 159 205,35
}
SAME_FILE = re.compile(r"Samma fil är redan inläst, den \d+\s\w+\s\d{4}\. Ingenting ändras\.")


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def finance(demo: Demo, sits_down: SitsDown, request: pytest.FixtureRequest) -> Person:
    """The finance officer, who uses the mouse, or the keyboard alone."""
    return sits_down(demo.user(Role.FINANCE), request.param())


@pytest.fixture
def first_quarter(demo: Demo, tmp_path: Path) -> Demo:
    """The federation when the file of the first quarter is mapped and read in."""
    federation = demo.federation
    groups, centres = federation.account_groups, federation.cost_centres
    map_meanings(
        federation=federation,
        dimension="1",
        accounts=[
            (account, str(groups.get(code=code).pk), "") for account, code in (("4531", "35"), ("6320", "68"))
        ],
        objects=[(code, centres.get(code=centre).pk) for code, centre in (("2110", "35000"), ("", "10000"))],
    )
    content = book.write(tmp_path, "kvartal1.se", book.FIRST_QUARTER).read_bytes()
    import_ledger_file(
        federation=federation,
        year=demo.year,
        name="kvartal1.se",
        content=content,
        choices=LedgerChoices(),
        user=demo.user(Role.FINANCE),
    )
    return demo


def test_a_first_file_is_mapped_and_the_next_is_read_in_without_a_question(
    finance: Person, tmp_path: Path
) -> None:
    finance.open("follow_up")
    finance.reads("Inget är bokfört för 2023 ännu")
    finance.looks_closely("a year without anything booked")
    finance.follow("Läs in en fil")
    choose_file(finance, book.write(tmp_path, "kvartal1.se", book.FIRST_QUARTER))
    changes_months(finance, "Januari: Ändras", "Februari: Ändras", "Mars: Ändras")
    ties(finance)
    sums_are(finance, mapped="−1 316 689,30 kr", unmapped="488 737,85 kr", balance="827 951,45 kr")
    finance.looks_closely("a file with accounts and objects to map")

    finance.choose("Konto 4531 Bidrag till samverkansteam", "35 Bidrag")
    finance.choose("Konto 6320 Mobiltelefoni", re.compile("^68 Tele-"))
    finance.choose("Rader utan objekt", re.compile("Styrelsen"))
    finance.choose("Objekt 2110 Team Avesta", re.compile("Samverkansteam Avesta"))
    finance.push("Spara valen och visa igen")
    sums_are(finance, mapped="−827 951,45 kr", unmapped="0 kr", balance="827 951,45 kr")
    asks_nothing(finance)
    finance.looks_closely("a file ready to be read in")
    finance.push("Läs in januari–mars")
    finance.is_told("”kvartal1.se” är inläst: januari–mars 2023.")
    finance.looks_closely("the files")
    follow_up_says(finance, IN_MARCH)
    finance.looks_closely("the follow-up")

    # Next month the whole year so far comes again, with one voucher more in March.
    april = book.write(tmp_path, "april.se", [*book.FIRST_QUARTER, book.CORRECTION, *book.APRIL])
    finance.open("ledger_files")
    finance.follow("Läs in en")
    choose_file(finance, april)
    same = ("Januari: Samma belopp", "Februari: Samma belopp")
    changes_months(finance, *same, "Mars: Ändras", "April: Ändras")
    ties(finance)
    sums_are(finance, mapped="−2 159 205,35 kr", unmapped="0 kr", balance="2 159 205,35 kr")
    asks_nothing(finance)
    finance.push("Läs in januari–april")
    finance.is_told("”april.se” är inläst: januari–april 2023.")
    follow_up_says(finance, IN_APRIL)

    # The same file once more is told at once; exported anew, with another day in it, it changes no month.
    finance.open("ledger_file_add")
    finance.pick("Fil med bokföringen", april)
    finance.push("Visa vad filen ändrar")
    expect(finance.main.get_by_role("alert")).to_contain_text(SAME_FILE)
    finance.console.expect("422")
    finance.looks_closely("a file that is read in already")
    again = book.write(
        tmp_path, "april igen.se", [*book.FIRST_QUARTER, book.CORRECTION, *book.APRIL], made="20230512"
    )
    choose_file(finance, again)
    finance.reads("Filen ändrar ingenting: bokföringen har redan samma belopp.")
    changes_months(finance, *same, "Mars: Samma belopp", "April: Samma belopp")
    finance.looks_closely("a file that changes nothing")
    finance.push("Läs inte in filen")
    finance.is_told("”april igen.se” lästes inte in. Bokföringen är oförändrad.")
    follow_up_says(finance, IN_APRIL)
    assert finance.console.complaints == []


@pytest.mark.parametrize("width", [DESKTOP_WIDTH, PHONE_WIDTH])
def test_a_figure_of_the_follow_up_leads_to_the_vouchers_it_is_the_sum_of(
    first_quarter: Demo, sits_down: SitsDown, width: int
) -> None:
    board = sits_down(first_quarter.user(Role.BOARD), Mouse())
    board.page.set_viewport_size({"width": width, "height": 844})
    board.open("follow_up")
    board.follow("februari")
    board.reads("till och med februari")
    first_read = kronor(actual(board, "Administration"))
    assert first_read == -171_492  # 2 × 85 746,10

    board.follow("Administration")
    board.stands_at(like("ID 20 000 Administration"))
    board.looks_closely("an ID of the follow-up")
    this_year = table_row(board, "Ur driftredovisningen", "2023")
    assert kronor(this_year.locator("td.figure").nth(2)) == -first_read
    salaries = table_row(board, "Per kontogrupp och konto", "5010 Löner arbetad tid")
    booked = kronor(salaries.locator("td.figure").first)
    board.hands.press(salaries.get_by_role("link"))
    assert vouchers(board) == [
        ("25 januari 2023", "A 2", "58 500,00"),
        ("25 februari 2023", "A 6", "58 500,00"),
    ]
    assert total(board) == booked == 117_000
    board.looks_closely("the vouchers of an account")

    board.follow("Tillbaka till Administration")
    found = Decimal(0)
    for month in ("Januari", "Februari"):
        board.follow(month)
        rows = vouchers(board)
        assert [text for _, _, text in rows] == ["58 500,00", "26 833,40", "412,70"]
        assert total(board) == sum(swedish.parse_decimal(text) for _, _, text in rows)
        found += total(board)
        board.looks_closely("the vouchers of a month")
        board.follow("Tillbaka till Administration")
    assert round_half_up(found) == -first_read
    assert_fits(board.page, width)
    assert board.console.complaints == []


def test_a_closed_month_refuses_all_until_it_is_opened_with_a_reason(
    first_quarter: Demo, sits_down: SitsDown, time_machine: Any, tmp_path: Path
) -> None:
    finance, director = (
        sits_down(first_quarter.user(role), Mouse()) for role in (Role.FINANCE, Role.DIRECTOR)
    )
    time_machine.move_to("2023-04-20 09:00 +02:00")
    finance.open("ledger_months")
    finance.looks_closely("the months, all open")
    finance.choose("Stäng till och med", "mars")
    finance.push("Stäng månaderna")
    finance.is_told("Januari, februari och mars 2023 är stängda.")
    month_says(finance, "Mars", f"Stängd 20 april 2023, {first_quarter.user(Role.FINANCE)}")
    finance.looks_closely("the months, some closed")

    finance.open("ledger")
    salaries = finance.page.get_by_label(like("20 000 Administration, 50 Löner arbetad tid, mars"))
    salaries.click()
    finance.page.keyboard.type("1")
    finance.reads("Mars 2023 är stängd och ändras inte.")
    expect(salaries).to_have_value(like("58 500"))
    finance.looks_closely("the sheet of a closed month")

    corrected = book.write(tmp_path, "rättad.se", [*book.FIRST_QUARTER, book.CORRECTION])
    finance.open("ledger_file_add")
    choose_file(finance, corrected)
    finance.reads(
        "Mars 2023 är stängd, och filen har andra belopp där. Öppna igen under Uppföljning › Månader"
    )
    expect(finance.main.get_by_role("button", name=re.compile("^Läs in "))).to_have_count(0)
    finance.looks_closely("a file for a closed month")
    follow_up_says(finance, IN_MARCH)

    time_machine.move_to("2023-05-12 09:00 +02:00")
    director.open("ledger_months")
    director.follow("Öppna igen mars")
    director.stands_at("Öppna mars 2023 igen")
    director.push("Öppna månaden")
    expect(director.main.get_by_role("alert")).to_contain_text("Varför månaden öppnas")
    director.console.expect("422")
    director.looks_closely("opening a month, without a reason")
    director.write("Varför månaden öppnas", "Bidraget till Avesta är rättat")
    director.push("Öppna månaden")
    director.is_told("Mars 2023 är öppen igen.")
    opened = f"12 maj 2023 av {first_quarter.user(Role.DIRECTOR)}: Bidraget till Avesta är rättat"
    month_says(director, "Mars", "Öppen", opened)
    director.looks_closely("the months, one opened again")

    finance.open("ledger_files")
    finance.follow("rättad.se")
    changes_months(finance, "Januari: Stängd, rörs inte", "Februari: Stängd, rörs inte", "Mars: Ändras")
    finance.push("Läs in mars")
    finance.is_told("”rättad.se” är inläst: mars 2023.")
    follow_up_says(finance, {**IN_MARCH, "Samverkansteam Avesta": "−476 667", "Totalt": "826 285"})
    finance.open("ledger_months")
    finance.choose("Stäng till och med", "mars")
    finance.push("Stäng månaderna")
    finance.is_told("Mars 2023 är stängd.")
    month_says(finance, "Mars", f"Stängd 12 maj 2023, {first_quarter.user(Role.FINANCE)}", opened)
    assert finance.console.complaints + director.console.complaints == []


# --- What is done and read


def choose_file(person: Person, file: Path) -> None:
    """Sends a file from the page for it, and comes to what it changes."""
    person.looks_closely("choosing a file")
    person.pick("Fil med bokföringen", file)
    person.push("Visa vad filen ändrar")
    person.stands_at(f"Läs in ”{file.name}”")


def changes_months(person: Person, *said: str) -> None:
    """The preview says so of each month of the file, as "Mars: Ändras"."""
    rows = person.main.get_by_role("region", name="Månad för månad").get_by_role("row")
    expect(rows).to_have_count(1 + len(said))
    for row, each in zip(rows.all()[1:], said, strict=True):
        month, what = each.split(": ")
        expect(row.get_by_role("rowheader")).to_have_text(month)
        expect(row.get_by_role("cell").last).to_have_text(what)


def ties(person: Person) -> None:
    """Every rule of the reconciliation that the file gives something to compare for says that it does."""
    answers = person.main.get_by_role("region", name="Avstämning").get_by_role("cell")
    expect(answers.filter(has_text=re.compile(r"^Stämmer \(\d+ jämförda\)$")).first).to_be_visible()
    expect(answers.filter(has_text="Stämmer inte")).to_have_count(0)


def sums_are(person: Person, *, mapped: str, unmapped: str, balance: str) -> None:
    """What the file's amounts come to, which together is nothing: every voucher adds up to nought."""
    said = {
        "Kopplat till ID och kontogrupp": mapped,
        "Ej kopplat": unmapped,
        "Balanskonton": balance,
        "Filens summa": "0 kr",
    }
    for name, amount in said.items():
        row = person.main.locator("dl.key-figures > div").filter(has_text=name)
        expect(row.locator("dd")).to_have_text(like(amount))


def asks_nothing(person: Person) -> None:
    """The preview asks for no meaning."""
    for heading in ("Konton utan kontogrupp", "Objekt utan ID", "Det här behöver du svara på"):
        expect(person.main.get_by_text(heading)).to_have_count(0)


def follow_up_says(person: Person, figures: dict[str, str]) -> None:
    """The operating statement of the latest month has these amounts, and nothing else that is not nought."""
    person.open("follow_up")
    for name, amount in figures.items():
        expect(actual(person, name)).to_have_text(like(amount))
    rows = statement(person).locator("tbody tr")
    said = [row.get_by_role("rowheader").inner_text() for row in rows.all() if not is_empty(row)]
    assert [each.split("\n")[0].strip() for each in said] == list(figures)


def month_says(person: Person, month: str, *said: str) -> None:
    """The page of the months says so of one, in its cells from the second on."""
    row = person.main.get_by_role("row").filter(has=person.page.get_by_role("rowheader", name=month))
    for place, each in enumerate(said, start=1):
        expect(row.get_by_role("cell").nth(place)).to_have_text(each)


def table_row(person: Person, table: str, row: str) -> Locator:
    """A row that begins so, of the table whose caption does."""
    region = person.main.get_by_role("region", name=re.compile(f"^{table}"))
    return region.get_by_role("row", name=re.compile(f"^{row}"))


def vouchers(person: Person) -> list[tuple[str, str, str]]:
    """The day, the number and the amount of each voucher row that the page shows."""
    rows = person.main.get_by_role("region", name="Bokförda belopp").locator("tbody tr:has(td.nowrap)")
    expect(rows.first).to_be_visible()
    cells = ("td:nth-child(1)", "td:nth-child(2)", "td.figure")
    return [
        (plain(day), plain(number), plain(amount))
        for day, number, amount in ((row.locator(each).inner_text() for each in cells) for row in rows.all())
    ]


def total(person: Person) -> Decimal:
    """What the page says that the rows come to."""
    return swedish.parse_decimal(person.main.locator("tr.grand-total td.figure").inner_text())


def kronor(found: Locator) -> Decimal:
    """The amount in a cell."""
    return swedish.parse_decimal(found.inner_text())


def plain(words: str) -> str:
    """Words with common spaces."""
    return re.sub(r"\s", " ", words).strip()


def statement(person: Person) -> Locator:
    """The operating statement on the follow-up page."""
    return person.main.get_by_role("region", name="Driftredovisning")


def actual(person: Person, name: str) -> Locator:
    """The outturn of a row: the cell after its code."""
    row = statement(person).locator("tbody tr").filter(has=person.page.get_by_role("rowheader", name=name))
    return row.locator("td.figure").first


def is_empty(row: Locator) -> bool:
    """Whether a row has no outturn."""
    return row.locator("td.figure").first.inner_text().strip() in ("0", "–", "")


def like(amount: str) -> re.Pattern[str]:
    """An amount however its thousands are spaced."""
    return re.compile("^" + r"\s".join(map(re.escape, amount.split(" "))) + "$")
