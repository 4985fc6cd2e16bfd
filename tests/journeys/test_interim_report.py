"""The half-year report of Södra Dalarna 2018 in a browser: begun, written, put before the board, adopted and published.

The ledger is the demo's, and June holds a voucher of 10 000 kr on an account and an object that nothing says the
meaning of. Only the clock is set. What the statements hold is in `tests.reports` and `tests.budgets`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from budgets.imports.ledger_standing import Accept, LedgerChoices
from budgets.services.ledger_import import import_ledger_file
from budgets.services.ledger_months import reopen_month
from finsam.swedish import long_date
from members.models import Role, User
from plans.domain.kinds import INTERIM_REPORT, Slot
from tests import factories as make
from tests.budgets.follow_up_year import in_tkr
from tests.conftest import Demo
from tests.journeys import ledger_book as book
from tests.journeys.hands import Hands, Mouse
from tests.journeys.people import A_WHILE, Person
from tests.reports.pdf_words import words_by_page

YEAR, JUNE = 2018, 6
SLOT = Slot(INTERIM_REPORT, JUNE)
REPORT = "Delårsrapport januari–juni 2018"
MEETING = date(2018, 9, 21)
SENTENCE = "Periodens resultat är "
RESULT = re.compile(r"226\s310\s*kr")
"""Contributions 2 × 1 683 500, less costs of 3 130 690 by the demo's ledger, less the voucher's 10 000."""
UNMAPPED_IS_TOLD = re.compile(r"10\s000\skr av det bokförda hör inte till något ID")
IN_TKR = {
    "Styrelse": "−129",
    "Administration": "−402",
    "Övergripande samordning": "−359",
    "Publikationer": "−42",
    "Samverkansteam Avesta": "−1 106",
    "Samverkansteam Hedemora": "−1 033",
    "Intäkter": "3 367",
    "Totalt": "226",
}
"""The outturn of January to June by the demo's ledger, added up by hand, of the rows that the voucher is not in."""
ROWS = """table => [...table.rows].map(row => [...row.cells].flatMap(
    cell => [...Array(cell.colSpan - 1).fill(""), cell.innerText]  // what spans columns stands in the last
))"""
UNMAPPED = (date(YEAR, JUNE, 20), "Bidrag till ett nytt team", "4531", "", "10000.00")


@pytest.fixture
def demo(accounts_demo: Demo) -> Demo:
    """The federation with the years of its annual report, its meeting in September, two more on the board, and the odd
    voucher.
    """
    federation, finance = accounts_demo.federation, accounts_demo.user(Role.FINANCE)
    for name, office in (("Disa Övningsjö", "chair"), ("Cajsa Låtsasdal", "")):
        make.BoardSeatFactory(
            federation=federation,
            appointed_by=federation.members.get(slug="avesta-kommun"),
            holder=name,
            office=office,
            term_start=date(2015, 4, 1),
        )
    assert federation.meetings.filter(held_on=MEETING, kind="board").exists()
    reopen_month(federation=federation, year=YEAR, month=JUNE, reason="En verifikation saknas.", user=finance)
    import_ledger_file(
        federation=federation,
        year=YEAR,
        name="juni.se",
        content=book.content([UNMAPPED], opening=None),
        choices=LedgerChoices(accepted=(Accept.TYPED.value,)),
        user=finance,
    )
    return accounts_demo


def test_a_half_year_report_is_written_adopted_and_read_by_all(
    demo: Demo, sits_down: Callable[[User | None, Hands], Person], time_machine: Any
) -> None:
    director, public = sits_down(demo.user(Role.DIRECTOR), Mouse()), sits_down(None, Mouse())
    time_machine.move_to("2018-08-20 09:00 +02:00")
    the_director_begins_the_report(director)
    the_director_writes_a_sentence_with_a_figure(director)
    the_unmapped_voucher_is_in_the_way(director)
    the_statement_is_that_of_the_follow_up(
        director, {"Samverkansteam Säter": "−59", "Inte fördelat på ID": "−10"}
    )
    the_director_lays_the_report_before_the_board(director)
    time_machine.move_to("2018-09-24 09:00 +02:00")
    nothing_is_decided_yet(director)
    the_director_maps_the_voucher_and_closes_june(director)
    the_statement_is_that_of_the_follow_up(director, {"Samverkansteam Säter": "−69"})
    the_director_says_why_the_warnings_are_accepted(director)
    the_decision_is_recorded(director)
    director.push("Publicera")
    director.is_told("är publicerad. Nu kan alla läsa den.")
    adopted = statement(director)
    the_public_reads_page_and_paper(public, adopted)
    assert director.console.complaints + public.console.complaints == []


def the_director_begins_the_report(director: Person) -> None:
    director.open("reports")
    director.looks_closely("the year's reports")
    director.follow(REPORT)
    director.stands_at("Börja delårsrapporten januari–juni 2018")
    director.looks_closely("beginning a report")
    director.push("Börja med dispositionen")
    director.is_told(f"{REPORT} är påbörjad")
    director.looks_closely("the outline of a report")


def the_director_writes_a_sentence_with_a_figure(director: Person) -> None:
    director.open("outline", slot=SLOT)
    director.follow("Sammanfattning")
    text = director.page.get_by_role("textbox", name="Text", exact=True)
    expect(text).to_be_focused()
    director.hands.write_on(text, SENTENCE)
    director.push("Infoga siffra")
    dialog = director.page.get_by_role("dialog", name="Infoga siffra")
    director.page.keyboard.type("periodens resultat")
    director.looks_closely("choosing a figure for a report")
    director.push(re.compile(rf"^Infoga {RESULT.pattern}"), within=dialog)
    expect(dialog).to_be_hidden()
    expect(text).to_contain_text(RESULT)
    director.page.keyboard.type(" hittills i år.")
    expect(director.page.locator("[data-status]")).to_have_text(re.compile(r"^Sparat \d\d\.\d\d"))
    director.push("Klar")
    expect(text).to_have_count(0)


def the_unmapped_voucher_is_in_the_way(director: Person) -> None:
    director.open("plan", slot=SLOT)
    director.reads(re.compile(rf"{SENTENCE}{RESULT.pattern} hittills i år\."))
    director.reads("Det här återstår innan delårsrapporten kan godkännas")
    director.reads("Ett fel ska rättas.")
    director.looks_closely("a report that is written")
    director.open("checks")
    director.reads(UNMAPPED_IS_TOLD)
    director.looks_closely("the checks of a report")


def the_statement_is_that_of_the_follow_up(director: Person, actual: dict[str, str]) -> None:
    """The report's table is cell by cell that of the board's page, whose amounts are those of the follow-up in tkr."""
    director.open("plan", slot=SLOT)
    in_report = statement(director)
    director.page.goto(f"{director.server}{director.demo.url('follow_up_board')}?manad={JUNE}")
    assert statement(director) == in_report
    director.page.goto(f"{director.server}{director.demo.url('follow_up')}?manad={JUNE}")
    rows = director.main.get_by_role("region", name="Driftredovisning").locator("tbody tr")
    expect(rows).to_have_count(len(in_report) - 1)
    told = {name_of(row): in_tkr(row.locator("td.figure").first.inner_text()) for row in rows.all()}
    assert told == {row[1]: row[2] for row in in_report[1:]}
    assert {name: told.get(name) for name in IN_TKR} == IN_TKR
    assert {name: each for name, each in told.items() if name not in IN_TKR} == actual


def the_director_lays_the_report_before_the_board(director: Person) -> None:
    director.open("plan", slot=SLOT)
    director.unfold("Mer")
    director.follow("Lägg fram för styrelsen")
    director.choose("Styrelsens möte", re.compile(rf"\b{re.escape(long_date(MEETING))}\b"))
    director.looks_closely("laying a report before the board")
    director.push("Lägg fram delårsrapporten")
    director.is_told(f"{REPORT} är framlagd för styrelsens möte")


def nothing_is_decided_yet(director: Person) -> None:
    director.open("adoption", slot=SLOT)
    director.reads("Ett fel ska rättas.")
    expect(director.main.get_by_role("button", name="Godkänn delårsrapporten")).to_have_count(0)
    director.looks_closely("a decision that cannot be recorded")


def the_director_maps_the_voucher_and_closes_june(director: Person) -> None:
    director.open("ledger_meanings")
    director.looks_closely("what accounts and objects mean")
    director.choose("Konto 4531", "35 Bidrag")
    director.choose("Rader utan objekt", re.compile("Samverkansteam Säter"))
    director.push("Granska kopplingarna")
    director.looks_closely("what a mapping changes")
    director.push("Spara kopplingarna")
    director.reads("Alla konton och objekt i bokföringen 2018 är kopplade.")
    director.open("ledger_months")
    director.choose("Stäng till och med", "juni")
    director.push("Stäng månaderna")
    director.is_told("Juni 2018 är stängd.")
    director.open("checks")
    expect(director.main).not_to_contain_text(UNMAPPED_IS_TOLD)


def the_director_says_why_the_warnings_are_accepted(director: Person) -> None:
    director.open("findings_accept", slot=SLOT)
    director.looks_closely("accepting the warnings of a report")
    reasons = director.main.get_by_label("Därför godtas varningen")
    assert reasons.count()
    for place in range(reasons.count()):
        director.hands.write(reasons.nth(place), "Styrelsen känner till det.")
    director.push("Spara motiveringarna")
    director.is_told("Motiveringarna är sparade.")
    director.reads("Allt är klart för styrelsens beslut")


def the_decision_is_recorded(director: Person) -> None:
    director.follow("Registrera beslut")
    director.write("Protokollets paragraf", "§ 34")
    director.choose("Disa Övningsjö", "Deltog")
    director.choose("Cajsa Låtsasdal", "Deltog")
    director.looks_closely("recording the decision on a report")
    director.push("Godkänn delårsrapporten")
    director.is_told(f"{REPORT} är godkänd, och fryst som den läses nu.", timeout=A_WHILE)
    director.looks_closely("a report that is adopted")


def the_public_reads_page_and_paper(public: Person, adopted: list[list[str]]) -> None:
    public.open_public()
    public.looks_closely("the open page with a report")
    public.follow(REPORT)
    public.reads("§ 34")
    public.looks_closely("a report that anyone reads")
    for link, term in (("Läs på webben", "Webbsida"), ("PDF", "PDF")):
        told = public.main.locator("#kontroll ~ dl").locator(f"dt:text-is('{term}') + dd").inner_text()
        href = public.main.get_by_role("link", name=re.compile(f"^{link}")).first.get_attribute("href")
        body = public.page.request.get(f"{public.server}{href}").body()
        assert sha256(body).hexdigest() == told
        if term == "PDF":
            paper = " ".join(re.sub(r"\s", " ", words) for words in words_by_page(body))
            for row in adopted[1:]:
                assert row[1] in paper and row[2] in paper
    public.follow("Läs på webben")
    expect(public.page.locator("body")).to_contain_text(re.compile(rf"{SENTENCE}{RESULT.pattern}"))
    public.looks_closely("a frozen report")
    assert statement(public) == adopted


def statement(person: Person) -> list[list[str]]:
    """Every cell of the operating statement in tkr, its head first, with common spaces."""
    table = person.page.locator("table").filter(has_text="Driftredovisning 2018 till och med juni, tkr").first
    expect(table).to_be_visible()
    rows = table.evaluate(ROWS)
    return [[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in rows]


def name_of(row: Locator) -> str:
    """What a row of the follow-up is called: what leads on from it, beside which other links may stand."""
    head = row.get_by_role("rowheader")
    links = head.get_by_role("link")
    return (links.first if links.count() else head).inner_text().strip()
