"""The year's end of Södra Dalarna 2018 in a browser: closed, reported, assessed, written, decided, audited and tried.

The director begins the report, and the checks lead from an error to none: the finance officer enters what is missing
and closes the year, the owner of an initiative enters its outcomes, the director assesses a goal. The board decides and
signs; the auditor reads with the trail and says what came of it; a member tries the discharge; the public reads. The
books and the other teams are the demo's; only the clock is set. What the statements hold is in `tests.budgets` and
`tests.reports`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import expect

from budgets.services.ledger_months import reopen_month
from finsam.swedish import long_date
from members.models import Role, User
from plans.domain.kinds import ANNUAL_REPORT, Slot
from plans.models import GoalAssessment, TeamOutcome
from tests.conftest import Demo
from tests.journeys.hands import Hands, Mouse
from tests.journeys.people import A_WHILE, Person
from tests.reports.pdf_words import words_by_page

YEAR, DECEMBER = 2018, 12
SLOT = Slot(ANNUAL_REPORT)
REPORT = "Årsredovisning 2018"
MEETING, AUDITED, TRIED = date(2019, 3, 15), date(2019, 3, 25), date(2019, 5, 20)
SENTENCE = "Årets resultat är "
RESULT = re.compile(r"254\s535\s*kr")
"""The result that the annual report of 2018 printed."""
CASH = "4326132"
"""What there was in the bank at the year's end; 4 326 thousand in print."""
GOAL = "Könsuppdelad statistik med jämställdhetsanalys"
SUMMARY = "11 av 12 uppfyllda, ett delvis"
FLOW = {
    "inskrivna vid periodens början": "38",
    "nyinskrivna": "44",
    "kom från en annan insats": "0",
    "avslut till arbete": "5",
    "avslut till studier": "3",
    "avslut till annan arbetslivsinriktad rehabilitering": "3",
    "avslut till sjukersättning": "0",
    "avslut till annat": "7",
    "tidiga avhopp": "3",
    "gick över till en annan insats": "0",
}
"""Table 9 of the annual report: Avesta 2018, and 61 active at its end."""


@dataclass(frozen=True)
class People:
    """All who have something to do with the year's end."""

    finance: Person
    owner: Person
    director: Person
    auditor: Person
    board: Person
    public: Person

    @property
    def complaints(self) -> list[str]:
        """What the browsers complained of."""
        every = (self.finance, self.owner, self.director, self.auditor, self.board, self.public)
        return [words for each in every for words in each.console.complaints]


@pytest.fixture
def demo(accounts_demo: Demo) -> Demo:
    """The federation a while before: December is open and its cash not entered, Avesta has told nothing, a goal is not
    assessed, and nobody has begun the report.
    """
    federation = accounts_demo.federation
    federation.documents.filter(kind=ANNUAL_REPORT, year=YEAR).delete()
    TeamOutcome.objects.filter(
        initiative__federation=federation, initiative__code="avesta", year=YEAR
    ).delete()
    partly = GoalAssessment.objects.filter(federation=federation, year=YEAR, month=DECEMBER, status="partly")
    assert partly.count() == 1
    partly.delete()
    reopen_month(
        federation=federation,
        year=YEAR,
        month=DECEMBER,
        reason="Bokslutet återstår.",
        user=accounts_demo.user(Role.FINANCE),
    )
    cash = federation.balance_figures.get(year=YEAR, month=DECEMBER, line="cash")
    assert cash.amount == Decimal(CASH)
    cash.delete()
    return accounts_demo


@pytest.fixture
def people(demo: Demo, sits_down: Callable[[User | None, Hands], Person]) -> People:
    """Each at a browser of their own."""
    roles = (Role.FINANCE, Role.INITIATIVE_OWNER, Role.DIRECTOR, Role.AUDITOR, Role.BOARD)
    return People(*(sits_down(demo.user(role), Mouse()) for role in roles), sits_down(None, Mouse()))


def test_a_year_is_closed_reported_decided_audited_and_read_by_all(
    people: People, time_machine: Any, tmp_path: Path
) -> None:
    time_machine.move_to("2019-02-11 09:00 +01:00")
    the_director_begins_the_report_and_writes(people.director)
    the_checks_find_that_the_balance_does_not_tie(people.director)
    the_finance_officer_enters_what_is_missing_and_closes_the_year(people.finance)
    the_owner_enters_what_the_team_came_to(people.owner)
    the_director_assesses_the_last_goal(people.director)
    the_checks_find_no_error(people.director)
    the_director_lays_the_report_before_the_board(people.director)
    time_machine.move_to("2019-03-15 16:00 +01:00")
    the_director_says_why_the_warnings_are_accepted(people.director)
    the_decision_is_recorded(people.director)
    the_signatures_are_recorded(people.director)
    time_machine.move_to("2019-03-25 09:00 +01:00")
    the_auditor_reads_with_the_trail_and_answers(people.auditor, tmp_path)
    time_machine.move_to("2019-05-21 09:00 +02:00")
    a_member_has_tried_the_discharge(people.director)
    the_report_is_published(people.director)
    the_board_reads_what_has_become_of_it(people.board)
    the_public_reads_page_and_paper(people.public)
    assert people.complaints == []


def the_finance_officer_enters_what_is_missing_and_closes_the_year(finance: Person) -> None:
    finance.open("balance_item_add")
    finance.choose("Rad i balansräkningen", "Kassa och bank")
    finance.write("Post", "Kassa och bank")
    finance.write("Belopp i kronor", CASH)
    finance.looks_closely("an item of the balance sheet")
    finance.push("Spara")
    finance.is_told("Sparat")
    finance.open("ledger_months")
    finance.choose("Stäng till och med", "december")
    finance.push("Stäng månaderna")
    finance.is_told("December 2018 är stängd.")


def the_owner_enters_what_the_team_came_to(owner: Person) -> None:
    owner.open("outcomes")
    expect(owner.main).not_to_contain_text("Hedemora")
    owner.looks_closely("the outcomes of an owner")
    owner.open("outcome", code="avesta", period="helar")
    owner.hands.press(owner.main.get_by_label("Nej, bara tillsammans"))
    for label, words in FLOW.items():
        owner.write(f"Inte könsuppdelat, {label}", words)
    owner.write("Inte könsuppdelat, aktiva vid periodens slut", "60")
    owner.looks_closely("entering outcomes")
    owner.push("Spara")
    owner.reads("Ska siffrorna stå så?")
    owner.console.expect("422")
    owner.looks_closely("outcomes that do not tie")
    owner.write("Inte könsuppdelat, aktiva vid periodens slut", "61")
    owner.push("Spara")
    owner.is_told("Sparat")


def the_director_assesses_the_last_goal(director: Person) -> None:
    director.open("goal_fulfilment")
    director.looks_closely("how the goals went")
    director.open("goal_assess")
    director.choose(f"Måluppfyllelse för {GOAL}", "Delvis uppfyllt")
    director.write(f"Kommentar om {GOAL}", "Tiden i insatsen är ännu inte uppdelad på kön.")
    director.looks_closely("assessing goals")
    director.push("Spara bedömningen")
    director.reads(SUMMARY)


def the_director_begins_the_report_and_writes(director: Person) -> None:
    director.open("reports")
    director.follow(REPORT)
    director.push("Börja med dispositionen")
    director.is_told(f"{REPORT} är påbörjad")
    director.open("outline", slot=SLOT)
    director.follow("Sammanfattning")
    text = director.page.get_by_role("textbox", name="Text", exact=True)
    expect(text).to_be_focused()
    director.hands.write_on(text, SENTENCE)
    director.push("Infoga siffra")
    dialog = director.page.get_by_role("dialog", name="Infoga siffra")
    director.page.keyboard.type("årets resultat")
    director.push(re.compile(rf"^Infoga {RESULT.pattern}"), within=dialog)
    expect(dialog).to_be_hidden()
    expect(text).to_contain_text(RESULT)
    director.page.keyboard.type(".")
    expect(director.page.locator("[data-status]")).to_have_text(re.compile(r"^Sparat \d\d\.\d\d"))
    director.push("Klar")
    expect(text).to_have_count(0)
    director.open("plan", slot=SLOT)
    director.reads(re.compile(rf"{SENTENCE}{RESULT.pattern}\."))
    director.looks_closely("an annual report that is written")


def the_checks_find_that_the_balance_does_not_tie(director: Person) -> None:
    director.reads(re.compile(r"fel ska rättas"))
    director.open("checks")
    director.reads(re.compile(r"Tillgångarna och det som finansierar dem"))


def the_checks_find_no_error(director: Person) -> None:
    director.open("checks")
    director.looks_closely("the checks of an annual report")
    director.open("plan", slot=SLOT)
    director.reads("Det här återstår innan årsredovisningen kan godkännas")
    expect(director.main).not_to_contain_text(re.compile(r"fel ska rättas"))


def the_director_lays_the_report_before_the_board(director: Person) -> None:
    director.unfold("Mer")
    director.follow("Lägg fram för styrelsen")
    director.choose("Styrelsens möte", re.compile(rf"\b{re.escape(long_date(MEETING))}\b"))
    director.push("Lägg fram årsredovisningen")
    director.is_told(f"{REPORT} är framlagd för styrelsens möte")


def the_director_says_why_the_warnings_are_accepted(director: Person) -> None:
    director.open("findings_accept", slot=SLOT)
    reasons = director.main.get_by_label(
        re.compile("^(Därför godtas varningen|Känt fel i ett äldre dokument)")
    )
    assert reasons.count()
    for place in range(reasons.count()):
        reasons.nth(place).fill("Styrelsen känner till det.")
    director.push("Spara motiveringarna")
    director.is_told("Motiveringarna är sparade.")
    director.reads("Allt är klart för styrelsens beslut")


def the_decision_is_recorded(director: Person) -> None:
    director.follow("Registrera beslut")
    director.write("Protokollets paragraf", "§ 12")
    for holder in ("Vendela Provtrycksén", "Göte Skissander", "Tore Fantasimark", "Elof Sagosäter"):
        director.choose(holder, "Deltog")
    director.looks_closely("recording the decision on an annual report")
    director.push("Godkänn årsredovisningen")
    director.is_told(f"{REPORT} är godkänd, och fryst som den läses nu.", timeout=A_WHILE)


def the_signatures_are_recorded(director: Person) -> None:
    director.open("report_chain")
    director.looks_closely("the way of a report")
    director.follow("Anteckna underskrifterna")
    director.date("Undertecknad", MEETING)
    director.write("Ort", "Avesta")
    director.looks_closely("recording signatures")
    director.push("Spara")
    director.reads(f"Undertecknad i Avesta den {long_date(MEETING)}")


def the_auditor_reads_with_the_trail_and_answers(auditor: Person, tmp_path: Path) -> None:
    auditor.open("audit")
    auditor.reads("Kontrollsummorna stämmer")
    auditor.looks_closely("the audit of a year")
    auditor.follow("Behandlingshistorik")
    auditor.looks_closely("who changed what")
    auditor.open("audit")
    auditor.follow("Bokförda rader på Styrelse")
    auditor.open("audit")
    auditor.follow("Läs årsredovisningen")
    auditor.reads(re.compile(rf"{SENTENCE}{RESULT.pattern}\."))
    auditor.open("audit")
    auditor.follow("Lägg in en revisionsberättelse")
    auditor.tick("Ragna Stickprovsson")
    auditor.date("Dagtecknad", AUDITED)
    auditor.date("Mottagen", AUDITED)
    auditor.tick("Tillstyrker")
    file = tmp_path / "berattelse.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file)
    auditor.pick("Revisionsberättelsen som PDF", file)
    auditor.looks_closely("entering an audit report")
    auditor.push("Spara")
    auditor.reads("Ragna Stickprovsson")
    auditor.looks_closely("a report that is audited")


def a_member_has_tried_the_discharge(director: Person) -> None:
    director.open("report_chain")
    director.follow("Anteckna beslutet av Avesta kommun")
    director.tick("Beviljad")
    director.write("Beslutad av", "kommunfullmäktige")
    director.date("Beslutad den", TRIED)
    director.write("Paragraf", "§ 61")
    director.looks_closely("recording a discharge")
    director.push("Spara")
    director.reads("Kommunfullmäktige")


def the_report_is_published(director: Person) -> None:
    director.open("plan", slot=SLOT)
    director.push("Publicera")
    director.is_told("är publicerad. Nu kan alla läsa den.")


def the_board_reads_what_has_become_of_it(board: Person) -> None:
    board.open("report_chain")
    board.reads("§ 61")
    expect(board.main.get_by_role("link", name=re.compile("^Anteckna"))).to_have_count(0)


def the_public_reads_page_and_paper(public: Person) -> None:
    public.open_public()
    public.follow(REPORT)
    public.reads("§ 12")
    public.reads("§ 61")
    public.looks_closely("an annual report that anyone reads")
    for link, term in (("Läs på webben", "Webbsida"), ("PDF", "PDF")):
        told = public.main.locator("#kontroll ~ dl").locator(f"dt:text-is('{term}') + dd").inner_text()
        href = public.main.get_by_role("link", name=re.compile(f"^{link}")).first.get_attribute("href")
        body = public.page.request.get(f"{public.server}{href}").body()
        assert sha256(body).hexdigest() == told
        if term == "PDF":
            paper = " ".join(re.sub(r"\s", " ", words) for words in words_by_page(body))
            assert "254 535 kr" in paper and "Delvis uppfyllt" in paper
    public.follow("Läs på webben")
    expect(public.page.locator("body")).to_contain_text(re.compile(rf"{SENTENCE}{RESULT.pattern}"))
    public.looks_closely("a frozen annual report")
