"""The editor of running text in a real browser: headings, notes, tables, pictures, what is pasted, what never runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from finsam import richtext
from plans.models import Document, Section
from tests.factories import (
    PASSWORD,
    BudgetFactory,
    ContributionLineFactory,
    DocumentFactory,
    MandateFactory,
    PictureFactory,
    SectionFactory,
    png,
)
from tests.journeys.accessibility import Console, assert_accessible, assert_well_made
from tests.journeys.test_editor import enter_text, let_focus_settle, stored, text_box
from tests.word_sample import sample
from tests.xss_payloads import PAYLOADS

NBSP = "\u00a0"
ALT = "Två av tre har gått vidare till arbete"
PASTE = """(element, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def section(db: None) -> Section:
    """A section of a plan whose budget frame is that of Södra Dalarna 2023, 6 308 tkr, and 2022, 6 322 tkr."""
    budget = BudgetFactory(federation__slug="sodra-dalarna")
    ContributionLineFactory(budget=budget, amount=Decimal(-6_308_000))
    earlier = BudgetFactory(federation=budget.federation, year=2022)
    ContributionLineFactory(budget=earlier, amount=Decimal(-6_322_000))
    document = DocumentFactory(federation=budget.federation, budget=budget)
    found: Section = SectionFactory(document=document, heading="Medel", body="<p>Ramen är</p>")
    return found


def path_of(document: Document, name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": document.year, **kwargs})


@pytest.fixture
def editor(page: Page, section: Section, sign_in: Callable[..., None]) -> Page:
    """The section's form, with the caret at the end of its text."""
    user = MandateFactory(federation=section.document.federation).user
    sign_in(user.email, PASSWORD, to=path_of(section.document, "section", pk=section.pk))
    expect(page.get_by_role("toolbar")).to_be_visible()
    enter_text(page)
    page.keyboard.press("Control+End")
    let_focus_settle(page)  # the editor hears of where the caret has gone a moment after the key
    return page


def save(page: Page) -> str:
    """Saves with the keyboard, and gives what is kept."""
    enter_text(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Sparat: Medel.")).to_be_visible()
    return Section.objects.get(heading="Medel").body


def test_headings_a_note_and_a_table_are_written_by_keyboard_alone(editor: Page, console: Console) -> None:
    page = editor
    page.keyboard.press("Control+Shift+f")
    expect(page.get_by_role("dialog", name="Fotnot")).to_be_visible()
    assert_accessible(page)
    page.keyboard.type("Lag (2003:1210), 7 §.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(text_box(page)).to_be_focused()
    let_focus_settle(page)
    page.keyboard.type(" fast.")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Alt+3")
    page.keyboard.type("Bakgrund")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Alt+4")
    page.keyboard.type("Unga")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+F10")
    for _ in range(40):
        if page.get_by_role("button", name="Tabell", exact=True).evaluate(
            "e => e === document.activeElement"
        ):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("Insats")
    page.get_by_role("button", name="Rubrikkolumn").press("Enter")
    page.get_by_role("button", name="Tabellrubrik").press("Enter")
    page.keyboard.type("Insatser i år")
    page.keyboard.press("Enter")
    expect(text_box(page).locator("caption")).to_have_text("Insatser i år")
    assert_well_made(page, console)
    kept = save(page)
    assert kept == (
        '<p>Ramen är<sup data-note="Lag (2003:1210), 7 §."></sup> fast.</p><h3>Bakgrund</h3><h4>Unga</h4>'
        '<table><caption>Insatser i år</caption><thead><tr><th scope="col">Insats</th><th scope="col"></th>'
        '<th scope="col"></th></tr></thead><tbody><tr><th scope="row"></th><td></td><td></td></tr>'
        '<tr><th scope="row"></th><td></td><td></td></tr></tbody></table>'
    )


def test_a_note_is_chosen_told_and_changed(editor: Page, section: Section) -> None:
    Section.objects.update(body='<p>Ramen<sup data-note="Förr."></sup></p>')
    page = editor
    page.reload()
    text_box(page).get_by_role("img", name="Fotnot: Förr.").click()
    expect(page.get_by_text("Fotnot: Förr.")).to_be_visible()
    page.get_by_role("button", name="Ändra fotnoten").click()
    field = page.get_by_role("textbox", name="Vad noten säger")
    field.fill("")
    page.get_by_role("button", name="Spara fotnoten").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv vad noten ska säga.")
    field.fill("Nu.")
    page.get_by_role("button", name="Spara fotnoten").click()
    assert stored(page) == '<p>Ramen<sup data-note="Nu."></sup></p>'


def test_a_picture_is_not_inserted_before_it_is_described(
    editor: Page, section: Section, console: Console
) -> None:
    page = editor
    page.get_by_role("button", name="Bild", exact=True).click()
    dialog = page.get_by_role("dialog", name="Bild")
    dialog.get_by_label("Bild", exact=True).set_input_files(
        {"name": "staplar.png", "mimeType": "image/png", "buffer": png(400, 200)}
    )
    dialog.get_by_role("button", name="Infoga bilden").click()
    expect(dialog.get_by_text("Skriv vad bilden visar, för den som inte ser den.")).to_be_visible()
    expect(dialog.get_by_label("Vad bilden visar")).to_be_focused()
    assert_accessible(page)
    page.keyboard.type(ALT)
    dialog.get_by_role("button", name="Infoga bilden").click()
    expect(text_box(page).get_by_role("img", name=ALT)).to_be_visible()
    assert_well_made(page, console)
    picture = section.document.federation.pictures.get()
    assert save(page) == f'<p>Ramen är</p><img data-picture="{picture.key}" alt="{ALT}">'
    page.goto(page.url.replace("redigera/", ""))
    shown = page.locator(".running-text").get_by_role("img", name=ALT)
    expect(shown).to_be_visible()
    assert (shown.get_attribute("src") or "").startswith("data:image/png;base64,")


def test_what_is_typed_after_a_picture_was_put_in_stands_after_it(editor: Page, section: Section) -> None:
    page = editor
    page.get_by_role("button", name="Bild", exact=True).click()
    dialog = page.get_by_role("dialog", name="Bild")
    dialog.get_by_label("Bild", exact=True).set_input_files(
        {"name": "staplar.png", "mimeType": "image/png", "buffer": png(400, 200)}
    )
    dialog.get_by_label("Vad bilden visar").fill(ALT)
    dialog.get_by_role("button", name="Infoga bilden").click()
    expect(text_box(page).get_by_role("img", name=ALT)).to_be_visible()
    page.keyboard.type("Det visar bilden.")
    picture = section.document.federation.pictures.get()
    assert save(page) == (
        f'<p>Ramen är</p><img data-picture="{picture.key}" alt="{ALT}"><p>Det visar bilden.</p>'
    )


def test_a_file_that_is_no_picture_is_refused_where_it_was_chosen(editor: Page, console: Console) -> None:
    page = editor
    page.get_by_role("button", name="Bild", exact=True).click()
    dialog = page.get_by_role("dialog", name="Bild")
    dialog.get_by_label("Bild", exact=True).set_input_files(
        {"name": "bild.png", "mimeType": "image/png", "buffer": b"<script>alert(1)</script>"}
    )
    dialog.get_by_label("Vad bilden visar").fill(ALT)
    dialog.get_by_role("button", name="Infoga bilden").click()
    expect(dialog.get_by_text("Filen går inte att läsa som en bild.")).to_be_visible()
    console.expect("422")
    assert stored(page) == "<p>Ramen är</p>"


def test_figures_of_another_year_are_chosen_and_told_with_where_they_are_used(
    editor: Page, section: Section, console: Console
) -> None:
    page = editor
    page.keyboard.type(" ")
    page.keyboard.press("Control+.")
    dialog = page.get_by_role("dialog", name="Infoga siffra")
    dialog.get_by_label("År", exact=True).select_option("2022")
    dialog.get_by_role("textbox").fill("budgetram 6322")
    expect(dialog.get_by_role("status")).to_have_text("1 siffra")
    assert_accessible(page)
    dialog.get_by_role("button", name=re.compile("tkr")).click()
    assert stored(page) == '<p>Ramen är <data value="budget.funding_total@-1/tkr"></data></p>'
    expect(text_box(page)).to_have_text(f"Ramen är 6{NBSP}322{NBSP}tkr")
    text_box(page).get_by_role("img").click()
    expect(page.locator(".editor-about code")).to_have_text("budget.funding_total@-1/tkr")
    save(page)
    page.goto(page.url.replace("redigera/", "siffror/budget.funding_total/"))
    expect(page.get_by_role("link", name="Medel")).to_be_visible()
    expect(page.get_by_text("avser 2022")).to_be_visible()
    assert_well_made(page, console)


def test_what_word_puts_on_the_clipboard_is_kept_as_the_server_would_keep_it(
    editor: Page, console: Console
) -> None:
    pasted = sample()
    assert len(pasted.word) > 200_000
    page = editor
    page.keyboard.press("Control+a")
    text_box(page).evaluate(PASTE, pasted.word)
    assert stored(page) == pasted.kept
    expect(page.get_by_text("Bilder följer inte med när du klistrar in.")).to_be_visible()
    assert save(page) == pasted.kept == richtext.clean(pasted.word)
    assert console.complaints == []


def test_a_table_or_list_is_shown_before_it_is_chosen(editor: Page, console: Console) -> None:
    page = editor
    choice = page.get_by_label("Tabell eller lista", exact=True)
    choice.focus()
    choice.press("ArrowDown")
    shown = page.get_by_role("region", name="Förhandsvisning")
    expect(shown).to_be_visible()
    expect(shown.locator("table, .empty-block").first).to_be_visible()
    assert_well_made(page, console)


def test_nothing_of_what_is_written_or_pasted_runs(
    editor: Page, section: Section, address: Callable[[str], str]
) -> None:
    """A tripwire in the page: `alarm()` is there to be called, and is not."""
    page = editor
    rung: list[str] = []
    page.expose_function("alarm", lambda: rung.append(page.url))

    def hear(dialog: Dialog) -> None:
        if dialog.type != "beforeunload":  # what was pasted is not saved, and the page asks
            rung.append(dialog.message)
        dialog.accept()

    page.on("dialog", hear)
    picture = PictureFactory(federation=section.document.federation)
    hidden = (
        '<p><sup data-note="&lt;img src=x onerror=alarm()&gt;"></sup>'
        f'<img data-picture="{picture.key}" alt="&lt;svg onload=alarm()&gt;"></p>'
    )
    attacks = [each for each in PAYLOADS if "\0" not in each and "plaintext" not in each]
    for place in range(0, len(attacks), 40):
        some = attacks[place : place + 40]
        Section.objects.filter(pk=section.pk).update(
            body=hidden + "".join(richtext.clean(each) for each in some if "data-picture" not in each)
        )
        page.goto(address(path_of(section.document, "section", pk=section.pk)))
        expect(page.get_by_role("toolbar")).to_be_visible()
        for attack in some:
            text_box(page).evaluate(PASTE, f"<p>x</p>{attack}")
        for each in text_box(page).locator("a, p, td").all()[:20]:
            each.dispatch_event("mouseover")
            each.dispatch_event("focus")
        page.goto(address(path_of(section.document, "plan")))
        for link in page.locator(".running-text a").all():
            href = link.get_attribute("href") or ""
            assert not re.match(r"\s*(java|vb|live)script|data:", href, re.IGNORECASE), href
    page.wait_for_timeout(300)
    assert rung == []
