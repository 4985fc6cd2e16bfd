"""A year's plan on its whole way in a real browser, by five people: from last year's to a corrected one.

Södra Dalarna's plan and budget of 2023 become those of 2024. The finance officer copies the budget; the director
writes, asks for views, consults the members, lays the plan before the board and posts the notice; a reviewer comments;
the board reads and decides; the public reads what is open to it. Each sits at a browser of their own. Every step is
made with the mouse and again with the keyboard alone (`tests.journeys.hands`); only the clock is set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from finsam.swedish import long_date
from members.models import Role, User
from tests.conftest import Demo
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.journeys.people import A_WHILE, Person

YEAR = 2024
PLAN = f"Verksamhetsplan {YEAR}"
CHAPTER = f"Strukturinriktade insatser för {YEAR}"
SENTENCE = "Hela budgetramen är "
WRONG, RIGHT = "fjol", "år"
"""The last word of the sentence at first, and when it has been corrected."""
FRAME = re.compile(r"6\s308\s000\s*kr")
"""Contributions of 2023, "Verksamhetsplan och budget år 2023" chapter 5; the copy keeps them."""
MEMBERS = (
    "Försäkringskassan",
    "Arbetsförmedlingen",
    "Region Dalarna",
    "Avesta kommun",
    "Hedemora kommun",
    "Säters kommun",
)
ANSWERED, CONSULTED = date(2023, 10, 13), date(2023, 10, 20)
DECIDED, CORRECTED_ON = date(2023, 11, 24), date(2024, 3, 15)


@dataclass(frozen=True)
class People:
    """The five."""

    director: Person
    finance: Person
    reviewer: Person
    board: Person
    public: Person

    def __iter__(self) -> Iterator[Person]:
        return iter((self.director, self.finance, self.reviewer, self.board, self.public))


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def people(
    demo: Demo, sits_down: Callable[[User | None, Hands], Person], request: pytest.FixtureRequest
) -> People:
    """The five, signed in but for the public."""
    roles = (Role.DIRECTOR, Role.FINANCE, Role.REVIEWER, Role.BOARD)
    return People(
        *(sits_down(demo.user(role), request.param()) for role in roles), sits_down(None, request.param())
    )


def test_a_plan_goes_from_last_years_to_a_corrected_one_that_everyone_can_read(
    time_machine: Any, people: People
) -> None:
    at = time_machine.move_to
    at("2023-09-04 09:00 +02:00")
    the_finance_officer_copies_the_budget(people.finance)
    the_director_begins_the_plan_from_last_years(people.director)
    the_director_writes_a_sentence_with_a_figure(people.director, CHAPTER)
    no_one_else_sees_the_draft(people.reviewer, people.public)
    at("2023-09-25 09:00 +02:00")
    the_director_asks_for_views(people.director)
    a_reviewer_asks_about_the_figure(people.reviewer)
    the_director_answers_and_settles(people.director)
    at("2023-10-21 09:00 +02:00")
    the_members_are_consulted(people.director)
    the_director_lays_the_plan_before_the_board(people.director)
    at("2023-11-10 09:00 +01:00")
    the_director_posts_the_notice(people.director)
    the_public_reads_the_proposal(people.public)
    the_board_compares_with_last_year_and_reads(people.board)
    at("2023-11-25 09:00 +01:00")
    the_director_says_why_the_warnings_are_accepted(people.director)
    the_decision_is_recorded(people.director, "§ 51")
    the_director_publishes(people.director)
    the_public_reads_the_plan_and_checks_its_sum(people.public, WRONG)
    at("2024-03-18 09:00 +01:00")
    the_director_corrects_a_sentence(people.director)
    the_director_says_why_the_warnings_are_accepted(people.director)
    the_decision_is_recorded(people.director, "§ 12")
    the_director_publishes(people.director)
    the_public_reads_the_plan_and_checks_its_sum(people.public, RIGHT)
    the_public_finds_the_first_in_the_archive(people.public)
    the_board_sees_what_was_corrected_and_nothing_else(people.board)
    assert [each.console.complaints for each in people] == [[]] * 5


def the_finance_officer_copies_the_budget(finance: Person) -> None:
    finance.open("budget", year=YEAR)
    finance.looks_closely("a year without a budget")
    finance.follow(f"Börja budgeten för {YEAR}")
    finance.stands_at(f"Hämta budgeten för {YEAR} från 2023")
    finance.looks_closely("copying the budget")
    finance.push(f"Kopiera till {YEAR}")
    finance.is_told(f"Kopierat till {YEAR}: 28 rader")
    finance.looks_closely("the budget")

    finance.open("outlook_edit", year=YEAR)
    finance.push("Spara och lägg till 2027")
    finance.is_told("Sparat: 2027.")
    finance.write("2027 årstilldelning", "6308000")
    finance.write("2027 kostnad", "6300000")
    finance.looks_closely("the outlook's form")
    finance.push(re.compile("^Spara$"))
    finance.is_told("Sparat: 2027.")
    finance.looks_closely("the outlook")
    budget = finance.demo.federation.budgets.get(year=YEAR)
    assert budget.outlook_years.get(year=2027).funding == 6_308_000


def the_director_begins_the_plan_from_last_years(director: Person) -> None:
    director.open("plan", year=YEAR)
    director.follow(f"Börja verksamhetsplanen för {YEAR}")
    director.stands_at(f"Börja verksamhetsplanen för {YEAR}")
    director.looks_closely("beginning the plan")
    director.push("Börja från 2023")
    director.is_told(f"{PLAN} är påbörjad från 2023.")
    director.looks_closely("going through")
    keep = director.main.get_by_role("button", name=re.compile("^Behåll"))
    for _ in range(60):
        if not keep.count():
            break
        before = director.page.locator(".page-intro").inner_text()
        director.hands.press(keep.first)
        expect(director.page.locator(".page-intro")).not_to_have_text(before)
    director.reads("Allt är genomgånget.")


def the_director_writes_a_sentence_with_a_figure(director: Person, chapter: str) -> None:
    text = open_section(director, chapter)
    director.hands.write_on(text, f" {SENTENCE}")
    by_keyboard = isinstance(director.hands, Keyboard)
    director.page.keyboard.press("Control+.") if by_keyboard else director.push("Infoga siffra")
    dialog = director.page.get_by_role("dialog", name="Infoga siffra")
    expect(dialog).to_be_visible()
    director.looks_closely("choosing a figure")
    director.page.keyboard.type("budgetram från medlemmarna")
    director.page.keyboard.press("Enter") if by_keyboard else director.push(
        re.compile(rf"^Infoga {FRAME.pattern}, budgetram från medlemmarna"), within=dialog
    )
    expect(dialog).to_be_hidden()
    expect(text).to_contain_text(FRAME)
    director.page.keyboard.type(f" i {WRONG}.")
    expect(director.page.locator("[data-status]")).to_have_text(re.compile(r"^Sparat \d\d\.\d\d"))
    director.looks_closely("writing in a section")
    director.push("Klar")
    expect(text).to_have_count(0)
    director.open("plan", year=YEAR)
    director.reads(sentence(WRONG))
    director.looks_closely("the plan that is written")


def no_one_else_sees_the_draft(reviewer: Person, public: Person) -> None:
    reviewer.open("plan", year=YEAR)
    reviewer.reads("Det finns ingen verksamhetsplan att läsa ännu")
    reviewer.looks_closely("a plan that is not released")
    public.open_public()
    public.stands_at("Öppna handlingar")
    expect(public.main).not_to_contain_text(str(YEAR))


def the_director_asks_for_views(director: Person) -> None:
    director.open("review", year=YEAR)
    director.follow("Öppna en remissomgång")
    director.date("Svar senast", ANSWERED)
    director.write("Till den som läser", "Läs särskilt kapitlet om medel.")
    director.looks_closely("opening a round")
    director.push("Öppna remissomgången")
    director.reads(day_in_words(ANSWERED))
    director.looks_closely("the round")


def a_reviewer_asks_about_the_figure(reviewer: Person) -> None:
    reviewer.open("plan", year=YEAR)
    reviewer.reads(day_in_words(ANSWERED))
    reviewer.looks_closely("the plan that one is asked about")
    reviewer.follow(f"Kommentera {CHAPTER}")
    reviewer.choose("Vad gäller det?", FRAME)
    reviewer.write("Kommentar", "Är ramen avstämd med regionen?")
    reviewer.looks_closely("commenting")
    reviewer.push("Spara kommentaren")
    reviewer.is_told("Kommentaren är sparad.")
    reviewer.stands_at(re.compile(r"^Siffran 6\s308\s000"))


def the_director_answers_and_settles(director: Person) -> None:
    director.open("plan", year=YEAR)
    director.follow("Samtal om planen (1 olöst)")
    director.stands_at(f"Samtal om verksamhetsplan {YEAR}")
    director.looks_closely("the talk")
    director.follow("Siffran")
    director.stands_at(re.compile(r"^Siffran 6\s308\s000"))
    director.looks_closely("a thread")
    director.write("Svara", "Ja, i september.")
    director.push("Svara")
    director.is_told("Svaret är sparat.")
    director.push("Markera som löst")
    director.reads("Löst av Petra Prövande")


def the_members_are_consulted(director: Person) -> None:
    add_meeting(director, "Medlemssamråd", CONSULTED, "")
    director.open("consultation", year=YEAR)
    director.looks_closely("the consultation")
    director.choose("Samråd med medlemmarna", day_in_words(CONSULTED))
    director.write("Vad som framkom", "Medlemmarna står bakom förslaget.")
    for name in MEMBERS:
        member = director.main.get_by_role("group", name=name, exact=True)
        director.choose("Hur", "Deltog i samrådet", within=member)
    director.push("Spara samrådet")
    director.is_told("Sparat")


def the_director_lays_the_plan_before_the_board(director: Person) -> None:
    add_meeting(director, "Styrelsemöte", DECIDED, "09:00", "Kommunhuset, Avesta")
    add_seat(director, "Avesta kommun", "Ordförande", "Disa Övningsjö")
    add_seat(director, "Region Dalarna", "–", "Cajsa Låtsasdal")
    director.open("plan", year=YEAR)
    director.unfold("Mer")
    director.follow("Lägg fram för styrelsen")
    director.choose("Styrelsens möte", day_in_words(DECIDED))
    director.looks_closely("laying before the board")
    director.push("Lägg fram planen")
    director.is_told(day_in_words(DECIDED))


def the_director_posts_the_notice(director: Person) -> None:
    director.open("notices", year=YEAR)
    director.looks_closely("the notices")
    director.follow("Kungör mötet")
    director.stands_at("Ny kungörelse")
    director.looks_closely("preparing a notice")
    director.push("Spara")
    director.reads("Inte anslagen")
    director.looks_closely("a notice that is not posted")
    director.push("Anslå nu")
    director.is_told("Anslaget på förbundets öppna sidor", timeout=A_WHILE)
    director.looks_closely("a notice that is posted")


def the_public_reads_the_proposal(public: Person) -> None:
    public.open_public()
    public.looks_closely("the open page")
    public.follow("Kungörelse")
    public.stands_at(re.compile("^Kungörelse:"))
    public.looks_closely("a notice that anyone reads")
    public.follow("Läs förslaget")
    public.reads("Förslag till styrelsens möte")
    public.looks_closely("a document that anyone reads")
    public.follow("Läs på webben")
    expect(public.page.locator("body")).to_contain_text(sentence(WRONG))
    public.looks_closely("the frozen page")


def the_board_compares_with_last_year_and_reads(board: Person) -> None:
    board.open("board", year=YEAR)
    board.looks_closely("the board's page")
    board.follow(re.compile(rf"^Jämför med förra året.*{YEAR}"))
    board.stands_at(f"Jämför verksamhetsplanen {YEAR}")
    expect(board.main.locator("ins").filter(has_text=SENTENCE.strip())).to_be_visible()
    board.looks_closely("comparing with last year")
    board.open("board", year=YEAR)
    board.follow(re.compile(rf"^Läs.*{YEAR}"))
    board.reads(SENTENCE)


def the_director_says_why_the_warnings_are_accepted(director: Person) -> None:
    director.open("findings_accept", year=YEAR)
    director.looks_closely("accepting warnings")
    reasons = director.main.get_by_label("Därför godtas varningen")
    for place in range(reasons.count()):
        director.hands.write(reasons.nth(place), "Styrelsen känner till det.")
    director.push("Spara motiveringarna")
    director.is_told("Motiveringarna är sparade.")
    director.reads("Allt är klart för styrelsens beslut")


def the_decision_is_recorded(director: Person, paragraph: str) -> None:
    director.open("plan", year=YEAR)
    director.follow("Registrera beslut")
    director.write("Protokollets paragraf", paragraph)
    director.choose("Disa Övningsjö", "Deltog")
    director.choose("Cajsa Låtsasdal", "Deltog")
    director.looks_closely("recording the decision")
    director.push("Fastställ plan och budget")
    director.is_told("är fastställd tillsammans med budgeten", timeout=A_WHILE)
    director.looks_closely("the plan that is adopted")


def the_director_publishes(director: Person) -> None:
    director.push("Publicera")
    director.is_told("är publicerad. Nu kan alla läsa den.")


def the_public_reads_the_plan_and_checks_its_sum(public: Person, last: str) -> None:
    public.open_public()
    in_force = shelf(public, "Gäller")
    public.hands.press(in_force.get_by_role("link", name=re.compile(rf"^Verksamhetsplan.*{YEAR}$")))
    public.reads("Fastställd av styrelsen den")
    public.looks_closely("a plan that is in force")
    told = public.main.locator("#kontroll ~ dl").locator("dt:text-is('Webbsida') + dd").inner_text()
    page = public.page.request.get(f"{public.page.url}webb/")
    assert sha256(page.body()).hexdigest() == told
    public.follow("Läs på webben")
    expect(public.page.locator("body")).to_contain_text(sentence(last))


def the_director_corrects_a_sentence(director: Person) -> None:
    director.open("plan", year=YEAR)
    director.push("Börja en ny version")
    director.is_told("Version 2 är påbörjad.")
    text = open_section(director, CHAPTER)
    director.hands.write_on(text, f"{RIGHT}.", instead_of=f"{WRONG}.")
    expect(director.page.locator("[data-status]")).to_have_text(re.compile(r"^Sparat \d\d\.\d\d"))
    director.push("Klar")
    expect(text).to_have_count(0)
    add_meeting(director, "Styrelsemöte", CORRECTED_ON, "09:00", "Hedemora")
    director.open("plan", year=YEAR)
    director.reads(sentence(RIGHT))
    director.unfold("Mer")
    director.follow("Lägg fram för styrelsen")
    director.choose("Styrelsens möte", day_in_words(CORRECTED_ON))
    director.push("Lägg fram planen")
    director.is_told(day_in_words(CORRECTED_ON))


def the_public_finds_the_first_in_the_archive(public: Person) -> None:
    public.open_public()
    public.looks_closely("the open page with an archive")
    first = shelf(public, "Arkiv").get_by_role("listitem").filter(has_text="§ 51")
    expect(first).to_contain_text("Ersatt")
    public.hands.press(first.get_by_role("link"))
    public.reads("Det här är ersatt av en senare version.")
    public.looks_closely("a plan that is superseded")
    public.follow("Läs den som gäller")
    public.reads("§ 12")


def the_board_sees_what_was_corrected_and_nothing_else(board: Person) -> None:
    """The word, and the day of the meeting, which stands in the plan by reference."""
    board.open("comparison", year=YEAR)
    board.choose("Jämför", re.compile(rf"^{YEAR}, version 1: fastställd"))
    board.choose("med", re.compile(rf"^{YEAR}, version 2"))
    board.push("Jämför")
    changes = board.main.locator(".comparison-changes")
    gone, come = [long_date(DECIDED), WRONG], [long_date(CORRECTED_ON), RIGHT]
    expect(changes.locator("del")).to_have_text([f"[borttaget: {each}]" for each in gone])
    expect(changes.locator("ins")).to_have_text([f"[tillagt: {each}]" for each in come])
    expect(changes.locator(".comparison-part")).to_have_count(2)
    board.looks_closely("comparing two versions")


def day_in_words(day: date) -> re.Pattern[str]:
    """A day as pages write it."""
    return re.compile(rf"\b{re.escape(long_date(day))}\b")


def sentence(last: str) -> re.Pattern[str]:
    """The director's sentence as it is read, by its last word."""
    return re.compile(rf"{SENTENCE}{FRAME.pattern} i {last}\.")


def shelf(public: Person, heading: str) -> Locator:
    """A part of the federation's open page."""
    return public.main.locator("section").filter(
        has=public.page.get_by_role("heading", name=heading, exact=True)
    )


def open_section(director: Person, heading: str) -> Locator:
    """Opens a section where it stands in the outline: its text."""
    director.open("outline", year=YEAR)
    director.looks_closely("the outline")
    director.follow(heading)
    text = director.page.get_by_role("textbox", name="Text", exact=True)
    expect(text).to_be_focused()
    return text


def add_meeting(director: Person, kind: str, day: date, time: str, place: str = "Avesta") -> None:
    """Enters a meeting under Medlemmar."""
    director.open("meeting_add", year=YEAR)
    director.choose("Slag", kind)
    director.date("Datum", day)
    if time:
        director.hands.clock(director.field("Klockan"), time)
    director.write("Plats", place)
    director.looks_closely("a meeting")
    director.push("Spara")
    director.is_told("Sparat")


def add_seat(director: Person, member: str, office: str, holder: str) -> None:
    """Enters a seat on the board that was elected in 2023."""
    director.open("board_seat_add", year=YEAR)
    director.choose("Utsedd av", member)
    director.choose("Plats", "Ledamot")
    director.choose("Uppdrag", re.compile(rf"^{office}$"))
    director.write("Namn", holder)
    director.date("Från och med", date(2023, 4, 1))
    director.looks_closely("a seat on the board")
    director.push("Spara")
    director.is_told("Sparat")
