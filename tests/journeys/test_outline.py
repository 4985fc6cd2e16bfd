"""The outline in a real browser: rearranged and written in by mouse and by keyboard alone, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from auditlog.context import set_actor
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page, expect

from members.models import Federation
from plans import services
from plans.models import Document, RemovedSection, Section
from tests.factories import PASSWORD, DocumentFactory, MandateFactory, SectionFactory
from tests.journeys.accessibility import Console, assert_accessible, assert_well_made


@pytest.fixture
def document(db: None) -> Document:
    """Mål, Organisation with Styrelse and LSG, and Budget."""
    document: Document = DocumentFactory(federation__slug="sodra-dalarna")
    SectionFactory(
        document=document, heading="Mål", body="<p>Ett mål.</p><p>Två mål.</p>", guidance="Vad vill ni nå?"
    )
    chapter = SectionFactory(document=document, heading="Organisation")
    SectionFactory(parent=chapter, heading="Styrelse")
    SectionFactory(parent=chapter, heading="LSG")
    SectionFactory(document=document, heading="Budget")
    return document


@pytest.fixture
def open_outline(
    page: Page, document: Document, sign_in: Callable[..., None], address: Callable[[str], str]
) -> Callable[[], Page]:
    """Signs the director in and opens the outline; opens it again."""
    user = MandateFactory(federation=document.federation, user__name="Diana Direktör").user
    where = reverse("outline", kwargs={"slug": document.federation.slug, "year": document.year})

    def at() -> Page:
        if page.url == "about:blank":
            sign_in(user.email, PASSWORD, to=where)
        else:
            page.goto(address(where))
        expect(page.get_by_text("Tangenter")).to_be_visible()  # the script has begun
        return page

    return at


def line(page: Page, heading: str) -> Locator:
    return page.locator("[data-outline] li[data-section]").filter(
        has=page.get_by_role("link", name=heading, exact=True)
    )


def link(page: Page, heading: str) -> Locator:
    return page.locator("[data-outline]").get_by_role("link", name=heading, exact=True)


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text", exact=True)


def status(page: Page) -> Locator:
    return page.locator("[data-status]")


def headings(page: Page) -> list[str]:
    """The outline as one sees it: numbers and headings."""
    numbers = page.locator(".outline-number").all_inner_texts()
    names = page.locator(".outline-heading").all_inner_texts()
    return [f"{number} {name}".strip() for number, name in zip(numbers, names, strict=True)]


def named(heading: str) -> Section:
    return Section.objects.get(heading=heading)


def begin(page: Page, heading: str) -> None:
    """Opens a section, and stands at the end of its text."""
    link(page, heading).click()
    expect(text_box(page)).to_be_focused()
    page.evaluate("() => new Promise(done => setTimeout(done, 60))")  # the editor puts its caret back
    page.keyboard.press("Control+End")
    page.evaluate("() => new Promise(done => setTimeout(done, 60))")  # and hears of where it has gone


def someone_saves(section: Section, **changes: str) -> None:
    colleague = MandateFactory(federation=section.document.federation, user__name="Kajsa Kollega").user
    with set_actor(colleague):
        services.save_section(federation=section.document.federation, pk=section.pk, **changes)


def test_a_plan_is_rearranged_and_written_by_keyboard_alone(
    open_outline: Callable[[], Page], document: Document, console: Console
) -> None:
    page = open_outline()
    link(page, "Mål").focus()
    page.keyboard.press("ArrowDown")
    expect(link(page, "Organisation")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-outline-status]")).to_have_text("Flyttat: Organisation. Nu 1 Organisation.")
    expect(link(page, "Organisation")).to_be_focused()
    assert headings(page) == ["1 Organisation", "1.1 Styrelse", "1.2 LSG", "2 Mål", "3 Budget"]

    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(link(page, "Budget")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    expect(line(page, "Budget")).to_contain_text("2.1")
    expect(link(page, "Budget")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("[data-outline-status]")).to_have_text("Flyttat: Budget. Nu 3 Budget.")

    page.keyboard.press("Alt+h")
    expect(line(page, "Budget")).to_contain_text("dolt")
    expect(link(page, "Budget")).to_be_focused()
    page.keyboard.press("Alt+h")
    expect(page.locator("[data-outline-status]")).to_contain_text("Visas igen: Budget.")

    page.keyboard.press("Alt+Shift+Enter")
    heading = page.get_by_role("textbox", name="Rubrik")
    expect(heading).to_be_focused()
    page.keyboard.type("Medel")  # over "Nytt avsnitt", which is chosen
    page.keyboard.press("Tab")
    for _ in range(3):
        if not text_box(page).evaluate("element => element === document.activeElement"):
            page.keyboard.press("Tab")
    expect(text_box(page)).to_be_focused()
    page.keyboard.type("Ramen räcker.")
    expect(status(page)).to_have_text(re.compile(r"Sparat \d\d\.\d\d"))
    assert_well_made(page, console)
    page.keyboard.press("Escape")
    expect(link(page, "Medel")).to_be_focused()
    expect(line(page, "Medel")).to_contain_text("Ramen räcker.")
    assert headings(page)[-2:] == ["3 Budget", "3.1 Medel"]
    medel = named("Medel")
    assert (medel.body, medel.parent) == ("<p>Ramen räcker.</p>", named("Budget"))

    page.keyboard.press("Alt+Delete")
    expect(page.get_by_role("button", name="Ångra", exact=True)).to_be_focused()
    assert not Section.objects.filter(heading="Medel").exists()
    page.keyboard.press("Control+z")
    expect(link(page, "Medel")).to_be_focused()
    assert named("Medel").key == medel.key
    assert_well_made(page, console)


def test_a_plan_is_rearranged_by_mouse(
    open_outline: Callable[[], Page], document: Document, console: Console
) -> None:
    page = open_outline()
    page.get_by_role("button", name="Flytta ner Mål").click()
    expect(line(page, "Mål")).to_contain_text("2")
    expect(page.get_by_role("button", name="Flytta ner Mål")).to_be_focused()
    line(page, "LSG").get_by_text("Mer").click()
    assert_accessible(page)
    line(page, "LSG").get_by_role("button", name="Flytta ut en nivå").click()
    expect(page.locator("[data-outline-status]")).to_have_text("Flyttat: LSG. Nu 2 LSG.")
    assert headings(page) == ["1 Organisation", "1.1 Styrelse", "2 LSG", "3 Mål", "4 Budget"]

    line(page, "Budget").hover()
    source = line(page, "Budget").locator("[data-handle]")
    source.drag_to(line(page, "Organisation"), target_position={"x": 200, "y": 4})
    expect(page.locator("[data-outline-status]")).to_have_text("Flyttat: Budget. Nu 1 Budget.")

    line(page, "Styrelse").get_by_text("Mer").click()
    line(page, "Styrelse").get_by_role("button", name="Ta bort").click()
    undo = page.get_by_role("button", name="Ångra", exact=True)
    expect(undo).to_be_visible()
    page.get_by_text("Borttaget (1)").click()
    assert_well_made(page, console)
    page.get_by_role("button", name="Lägg tillbaka Styrelse").click()
    expect(line(page, "Styrelse")).to_contain_text("2.1")
    assert not RemovedSection.objects.exists()

    page.get_by_role("link", name="Lägg till avsnitt").click()
    expect(page.get_by_role("textbox", name="Rubrik")).to_have_value("Nytt avsnitt")
    page.get_by_role("button", name="Klar").click()
    expect(link(page, "Nytt avsnitt")).to_be_focused()
    page.get_by_role("link", name="Visa bara rubriker").click()
    expect(page.get_by_text("Ett mål.")).to_be_hidden()


def test_one_section_stands_open_at_a_time_and_what_was_written_in_the_other_is_saved(
    open_outline: Callable[[], Page], document: Document, console: Console
) -> None:
    page = open_outline()
    page.get_by_text("Två mål.").click()
    expect(text_box(page)).to_be_focused()
    expect(page.get_by_text("Vad vill ni nå?")).to_be_visible()
    page.evaluate("() => new Promise(done => setTimeout(done, 60))")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Och ett till.")
    page.get_by_role(
        "button", name="Flytta upp Budget"
    ).click()  # the outline is drawn anew around the open form
    expect(page.locator("[data-outline-status]")).to_have_text("Flyttat: Budget. Nu 2 Budget.")
    expect(text_box(page)).to_contain_text("Och ett till.")
    begin(page, "Styrelse")
    expect(line(page, "Mål")).to_contain_text("Två mål. Och ett till.")
    assert page.locator(".section-editor").count() == 1
    assert named("Mål").body.endswith("<p>Två mål. Och ett till.</p>")
    assert page.locator("dialog").count() == page.locator("dialog:not([open])").count()
    assert console.complaints == []


def test_when_two_write_in_one_section_the_second_sees_both_and_lays_them_together(
    open_outline: Callable[[], Page], document: Document, console: Console
) -> None:
    page = open_outline()
    begin(page, "Mål")
    someone_saves(named("Mål"), body="<p>Ett större mål.</p><p>Två mål.</p>")
    page.keyboard.type(" Och tre.")
    told = page.get_by_role("heading", name="Kajsa Kollega har sparat avsnittet medan du skrev")
    expect(told).to_be_focused()
    expect(page.locator(".section-conflict ins").first).to_contain_text("större")
    expect(page.locator(".section-conflict ins").last).to_contain_text("Och tre")
    expect(status(page)).to_have_text("Inte sparat: välj text ovanför")
    console.expect("409")
    assert_well_made(page, console)
    assert named("Mål").body == "<p>Ett större mål.</p><p>Två mål.</p>"

    page.get_by_role("button", name="Lägg ihop båda").click()
    expect(text_box(page)).to_have_text(re.compile("Ett större mål.*Två mål. Och tre."))
    expect(page.get_by_role("button", name="Spara", exact=True)).to_be_focused()
    page.wait_for_timeout(1600)
    assert "tre" not in named("Mål").body  # read first, saved on purpose
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(re.compile(r"Sparat \d\d\.\d\d"))
    assert named("Mål").body == "<p>Ett större mål.</p><p>Två mål. Och tre.</p>"
    page.keyboard.type("!")
    expect(status(page)).to_have_text(re.compile("Sparas"))
    expect(status(page)).to_have_text(re.compile("Sparat"))


@pytest.mark.parametrize(
    ("button", "kept"), [("Ta den andra texten", "Deras."), ("Behåll min text", "Mitt.")]
)
def test_when_both_have_written_in_one_paragraph_one_chooses(
    open_outline: Callable[[], Page], document: Document, button: str, kept: str
) -> None:
    page = open_outline()
    begin(page, "Styrelse")
    someone_saves(named("Styrelse"), body="<p>Deras.</p>")
    page.keyboard.type("Mitt.")
    expect(page.get_by_role("button", name=button)).to_be_visible()
    page.get_by_role("button", name=button).click()
    page.keyboard.press("Escape")
    expect(line(page, "Styrelse")).to_contain_text(kept)
    assert named("Styrelse").body == f"<p>{kept}</p>"


def test_what_is_written_without_contact_waits_and_is_saved_when_it_is_back(
    open_outline: Callable[[], Page], document: Document, context: BrowserContext
) -> None:
    page = open_outline()
    begin(page, "Mål")
    context.set_offline(True)
    page.keyboard.type(" Skrivet på tåget.")
    expect(status(page)).to_contain_text("Ingen kontakt – det du skriver finns kvar här")
    page.keyboard.press("Escape")
    expect(text_box(page)).to_be_visible()  # not closed: it is not saved
    context.set_offline(False)
    expect(status(page)).to_have_text(re.compile("Sparat"), timeout=10_000)
    assert named("Mål").body.endswith("<p>Två mål. Skrivet på tåget.</p>")
    assert page.evaluate("() => Object.keys(localStorage).length") == 0


def written_and_left(page: Page, context: BrowserContext) -> None:
    begin(page, "Mål")
    context.set_offline(True)
    # Nor as the page is left:
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    page.keyboard.type(" Skrivet på tåget.")
    expect(status(page)).to_contain_text("Ingen kontakt")


def test_what_was_not_saved_when_the_page_was_left_is_offered_when_it_is_opened_again(
    open_outline: Callable[[], Page], document: Document, context: BrowserContext, console: Console
) -> None:
    page = open_outline()
    written_and_left(page, context)
    page.goto("about:blank#")
    context.set_offline(False)
    open_outline()
    assert "tåget" not in named("Mål").body
    expect(line(page, "Mål")).to_contain_text("text som inte är sparad: öppna avsnittet")
    link(page, "Mål").click()
    expect(page.get_by_text("hann inte sparas")).to_be_visible()
    expect(text_box(page)).to_contain_text("Två mål. Skrivet på tåget.")
    console.complaints.clear()  # what a browser says without contact
    assert_well_made(page, console)
    page.get_by_role("button", name="Spara det").click()
    expect(status(page)).to_have_text(re.compile("Sparat"))
    assert named("Mål").body.endswith("<p>Två mål. Skrivet på tåget.</p>")
    assert page.evaluate("() => Object.keys(localStorage).length") == 0


LISTEN = """() => {
  window.sent = [];
  const send = window.fetch;
  window.fetch = async (url, options) => {
    const one = { keepalive: Boolean(options?.keepalive), status: null };
    window.sent.push(one);
    const answer = await send(url, options);
    one.status = answer.status;
    return answer;
  };
}"""
HIDE = """() => {
  Object.defineProperty(document, "hidden", { value: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
LONG = f"<p>{'Samverkan ger resultat. ' * 1_500}</p>"
"""36 kB, which stands twice in what is sent: as it was, and as it is."""


@pytest.mark.parametrize(("body", "outlives_its_page"), [("<p>Två mål.</p>", True), (LONG, False)])
def test_a_text_of_any_length_is_saved_at_once_when_the_page_is_hidden(
    open_outline: Callable[[], Page], document: Document, body: str, outlives_its_page: bool
) -> None:
    """A browser refuses to send more than 64 kB that is to go on without its page."""
    Section.objects.filter(heading="Mål").update(body=body)
    page = open_outline()
    begin(page, "Mål")
    page.evaluate(LISTEN)
    page.keyboard.type(" Skrivet på tåget.")
    page.evaluate(HIDE)
    expect(status(page)).to_have_text(re.compile("Sparat"), timeout=10_000)
    assert page.evaluate("() => window.sent") == [{"keepalive": outlives_its_page, "status": 200}]
    assert named("Mål").body.endswith("Skrivet på tåget.</p>")


@pytest.mark.parametrize("arrives", [True, False])
def test_a_long_text_is_there_still_when_the_page_is_left_right_after_it_was_written(
    open_outline: Callable[[], Page], document: Document, arrives: bool
) -> None:
    """Whether the browser lets the sending arrive, or ends it with the page."""
    Section.objects.filter(heading="Mål").update(body=LONG)
    page = open_outline()
    begin(page, "Mål")
    if not arrives:
        page.route(
            "**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
        )
    page.keyboard.type(" Skrivet på tåget.")
    page.goto("about:blank#")
    page.unroute_all()
    page.wait_for_timeout(500)  # what is on its way arrives
    open_outline()
    link(page, "Mål").click()
    expect(text_box(page)).to_contain_text("Skrivet på tåget.")
    if "tåget" not in named("Mål").body:
        page.get_by_role("button", name="Spara det").click()
        expect(status(page)).to_have_text(re.compile("Sparat"))
    assert named("Mål").body.endswith("Skrivet på tåget.</p>")
    assert not re.search("tåget.*tåget", named("Mål").body)


def test_it_is_never_put_over_what_someone_has_saved_since(
    open_outline: Callable[[], Page], document: Document, context: BrowserContext
) -> None:
    page = open_outline()
    written_and_left(page, context)
    page.goto("about:blank#")
    context.set_offline(False)
    someone_saves(named("Mål"), body="<p>Ett mål.</p><p>Kajsas mål.</p>")
    open_outline()
    link(page, "Mål").click()
    expect(page.get_by_role("heading", name="Kajsa Kollega har sparat")).to_be_visible()
    assert named("Mål").body == "<p>Ett mål.</p><p>Kajsas mål.</p>"
    page.get_by_role("button", name="Ta den andra texten").click()
    expect(text_box(page)).to_contain_text("Kajsas mål.")
    page.keyboard.press("Escape")
    expect(line(page, "Mål")).to_contain_text("Kajsas mål.")
    assert page.evaluate("() => Object.keys(localStorage).length") == 0


def test_a_section_someone_removes_meanwhile_comes_back_with_what_was_written(
    open_outline: Callable[[], Page], document: Document
) -> None:
    page = open_outline()
    begin(page, "Mål")
    section = named("Mål")
    services.remove_section(federation=document.federation, pk=section.pk, revision=None)
    page.keyboard.type(" Mer.")
    page.get_by_role("button", name="Lägg tillbaka avsnittet och spara").click()
    expect(text_box(page)).to_contain_text("Två mål. Mer.")
    page.get_by_role("button", name=re.compile("^Spara")).first.click()
    expect(status(page)).to_have_text(re.compile("Sparat"))
    assert (named("Mål").key, named("Mål").body.endswith("<p>Två mål. Mer.</p>")) == (section.key, True)


def test_what_is_wrong_is_told_at_its_field_and_mended(
    open_outline: Callable[[], Page], document: Document
) -> None:
    page = open_outline()
    begin(page, "Mål")
    heading = page.get_by_role("textbox", name="Rubrik")
    heading.fill("")
    expect(page.get_by_role("alert").filter(has_text="obligatoriskt")).to_be_visible()
    expect(status(page)).to_contain_text("Inte sparat")
    assert_accessible(page)
    heading.fill("Våra mål")
    expect(status(page)).to_have_text(re.compile("Sparat"))
    page.get_by_role("button", name="Klar").click()
    expect(link(page, "Våra mål")).to_be_focused()


def test_without_scripts_every_button_is_a_forms(
    browser: object, document: Document, address: Callable[[str], str]
) -> None:
    user = MandateFactory(federation=document.federation).user
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()  # type: ignore[attr-defined]
    where = reverse("outline", kwargs={"slug": document.federation.slug, "year": document.year})
    page.goto(address(f"/konto/login/?next={where}"))
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Flytta ner Mål").click()
    expect(page.get_by_text("Flyttat: Mål.")).to_be_visible()
    line(page, "Budget").get_by_text("Mer").click()
    line(page, "Budget").get_by_role("button", name="Flytta in en nivå").click()
    assert headings(page) == ["1 Organisation", "1.1 Styrelse", "1.2 LSG", "2 Mål", "2.1 Budget"]
    line(page, "Budget").get_by_text("Mer").click()
    line(page, "Budget").get_by_role("button", name="Ta bort").click()
    expect(page.get_by_text("Borttaget: Budget.")).to_be_visible()
    page.get_by_text("Borttaget (1)").click()
    page.get_by_role("button", name="Lägg tillbaka Budget").click()
    expect(page.get_by_text("Lagt tillbaka: Budget.")).to_be_visible()
    line(page, "Budget").get_by_text("Mer").click()
    line(page, "Budget").get_by_role("button", name="Nytt avsnitt efter").click()
    expect(page.get_by_label("Rubrik")).to_have_value("Nytt avsnitt")
    assert Federation.objects.get().documents.get().sections.count() == 6
