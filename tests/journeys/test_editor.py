"""Writing a plan in a real browser: by keyboard alone, with figures by reference, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from plans import services
from plans.models import Document, Section
from tests.factories import (
    PASSWORD,
    BudgetFactory,
    ContributionLineFactory,
    DocumentFactory,
    MandateFactory,
    SectionFactory,
)
from tests.journeys.accessibility import Console, assert_accessible, assert_well_made

NBSP = "\u00a0"
PASTED_FROM_WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal { margin: 0cm }</style></head><body>
<!--StartFragment--><h2 style='color:#2F5496'>Vision<o:p></o:p></h2>
<p class=MsoNormal style='margin-bottom:0cm'><b style='mso-bidi-font-weight:normal'><span lang=SV>Fler</span></b>
<span style='color:red'>i arbete</span>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]>tidiga insatser</p>
<p class=MsoListParagraphCxSpLast style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o&nbsp;</span>i samverkan</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.&nbsp;</span>kartlägga</p>
<!--EndFragment--></body></html>
"""


@pytest.fixture
def section(db: None) -> Section:
    """A section of a plan whose budget frame is that of Södra Dalarna 2023: 6 308 tkr."""
    budget = BudgetFactory(federation__slug="sodra-dalarna")
    ContributionLineFactory(budget=budget, amount=Decimal(-6_308_000))
    document = DocumentFactory(federation=budget.federation, budget=budget)
    section: Section = SectionFactory(document=document, heading="Medel", body="<p>Ramen är</p>")
    return section


@pytest.fixture
def open_page(
    page: Page, section: Section, sign_in: Callable[..., None], address: Callable[[str], str]
) -> Callable[..., Page]:
    """Signs the director in and opens a page of the plan."""
    user = MandateFactory(federation=section.document.federation).user

    def at(name: str = "section", **kwargs: int) -> Page:
        where = path_of(
            section.document, name, **(kwargs or ({"pk": section.pk} if name == "section" else {}))
        )
        if page.url == "about:blank":
            sign_in(user.email, PASSWORD, to=where)
        else:
            page.goto(address(where))
        expect(page).to_have_url(re.compile(re.escape(where)))
        if page.locator("textarea[data-prose-editor]").count():
            expect(page.get_by_role("toolbar")).to_be_visible()  # the text area has become an editor
        return page

    return at


def path_of(document: Document, name: str, **kwargs: int) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": document.year, **kwargs})


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text", exact=True)


def stored(page: Page) -> str:
    """The text as the form would send it now."""
    return page.locator("[name=body]").input_value()


def tab_to(page: Page, target: Locator) -> None:
    """Walks with Tab, as one without a mouse does, until the target has focus."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            let_focus_settle(page)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with Tab")


def enter_text(page: Page) -> None:
    """Puts the caret in the text."""
    text_box(page).focus()
    let_focus_settle(page)


def let_focus_settle(page: Page) -> None:
    """Waits out the editor's answer to being entered: it puts back its caret 20 ms later, and no hand is that fast."""
    page.evaluate("() => new Promise(done => setTimeout(done, 50))")


def test_a_section_is_written_by_keyboard_alone(
    open_page: Callable[..., Page], section: Section, console: Console
) -> None:
    page = open_page()
    tab_to(page, text_box(page))
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    page.keyboard.press("Control+.")
    expect(page.get_by_role("dialog", name="Infoga siffra")).to_be_visible()
    page.keyboard.type("budgetram 6308")
    expect(page.get_by_role("status")).to_have_text("1 siffra")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # the second form: thousands
    expect(text_box(page)).to_be_focused()
    page.keyboard.type(" och den ")
    page.keyboard.press("Control+b")
    page.keyboard.type("räcker")
    page.keyboard.press("Control+b")
    page.keyboard.type(".")
    expect(text_box(page)).to_have_text(f"Ramen är 6{NBSP}308{NBSP}tkr och den räcker.")
    assert_well_made(page, console)

    tab_to(page, page.get_by_role("button", name="Spara"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sparat: Medel.")).to_be_visible()
    section.refresh_from_db()
    assert section.body == (
        '<p>Ramen är <data value="budget.funding_total/tkr"></data> och den <strong>räcker</strong>.</p>'
    )
    open_page("plan")
    expect(page.get_by_text(f"Ramen är 6{NBSP}308{NBSP}tkr och den räcker.")).to_be_visible()


def test_the_toolbar_is_one_stop_with_arrows_and_says_what_is_on(
    open_page: Callable[..., Page], console: Console
) -> None:
    page = open_page()
    bar = page.get_by_role("toolbar", name="Verktyg för texten")
    enter_text(page)
    page.keyboard.press("Alt+F10")
    expect(bar.get_by_role("button", name="Fet")).to_be_focused()
    page.keyboard.press("ArrowLeft")  # round the end
    expect(bar.get_by_role("button", name="Gör om")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Kursiv")).to_be_focused()
    page.keyboard.press("Enter")
    expect(text_box(page)).to_be_focused()
    expect(bar.get_by_role("button", name="Kursiv")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+i")
    assert stored(page) == "<p><em>Ramen är</em></p>"

    page.keyboard.press("Shift+Tab")
    expect(bar.get_by_role("button", name="Kursiv")).to_be_focused()  # where one was
    page.keyboard.press("End")
    expect(bar.get_by_role("button", name="Gör om")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    expect(text_box(page)).to_be_focused()
    page.keyboard.press("Control+z")
    assert stored(page) == "<p>Ramen är</p>"
    assert_accessible(page)
    assert console.complaints == []


def test_a_list_a_quotation_and_numbers_come_out_plain(open_page: Callable[..., Page]) -> None:
    page = open_page()
    enter_text(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("1. kartlägga")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("planera")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Citat").click()
    page.keyboard.type("Alla får plats")
    assert stored(page) == (
        "<ol><li>kartlägga<ol><li>planera</li></ol></li></ol><blockquote><p>Alla får plats</p></blockquote>"
    )


def test_a_link_is_asked_for_mended_and_taken_away(open_page: Callable[..., Page], console: Console) -> None:
    page = open_page()
    enter_text(page)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    field = page.get_by_role("textbox", name="Adress")
    expect(field).to_be_focused()
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "Skriv hela adressen, till exempel https://www.example.se."
    )
    expect(field).to_be_focused()
    assert_accessible(page)
    field.fill("www.finsam.se/om")
    page.keyboard.press("Enter")
    expect(text_box(page)).to_be_focused()
    assert stored(page) == '<p><a href="https://www.finsam.se/om">Ramen är</a></p>'

    page.keyboard.press("Control+k")
    expect(field).to_have_value("https://www.finsam.se/om")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ta bort länk").click()
    assert stored(page) == "<p>Ramen är</p>"
    assert console.complaints == []


def test_a_table_has_a_head_and_lets_the_keyboard_out(open_page: Callable[..., Page]) -> None:
    page = open_page()
    enter_text(page)
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Tabell", exact=True).click()
    for word in ("Insats", "Plats", "Antal"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Ta bort rad").click()
    assert stored(page) == (
        '<table><thead><tr><th scope="col">Insats</th><th scope="col">Plats</th><th scope="col">Antal</th></tr></thead>'
        "<tbody><tr><td></td><td></td><td></td></tr></tbody></table>"
    )
    tab_to(page, page.get_by_role("button", name="Spara"))


def test_what_is_pasted_from_word_comes_out_clean(open_page: Callable[..., Page]) -> None:
    page = open_page()
    enter_text(page)
    page.keyboard.press("Control+a")
    text_box(page).evaluate(
        """(element, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const paste = { clipboardData: data, bubbles: true, cancelable: true };
            element.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        PASTED_FROM_WORD,
    )
    assert stored(page) == (
        "<h3>Vision</h3><p><strong>Fler</strong> i arbete.</p>"
        "<ul><li>tidiga insatser<ul><li>i samverkan</li></ul></li></ul><ol><li>kartlägga</li></ol>"
    )


def test_a_figure_that_is_gone_is_said_to_be_missing(
    open_page: Callable[..., Page], section: Section
) -> None:
    Section.objects.update(body='<p>Antal: <data value="budget.gone"></data>.</p>')
    page = open_page()
    expect(text_box(page)).to_have_text("Antal: siffra saknas.")
    expect(text_box(page).get_by_role("img", name="siffra saknas: budget.gone")).to_be_visible()
    page.keyboard.press("Tab")
    assert_accessible(page)


def test_a_figure_is_exchanged_where_it_stands(open_page: Callable[..., Page]) -> None:
    Section.objects.update(body='<p><data value="budget.funding_total/kr"></data></p>')
    page = open_page()
    text_box(page).get_by_role("img").click()
    page.keyboard.press("Enter")
    page.keyboard.type("dokumentets år")
    page.keyboard.press("Enter")
    expect(text_box(page)).to_have_text("2023")
    assert stored(page) == '<p><data value="document.year"></data></p>'


def test_leaving_with_something_unsaved_asks_first(open_page: Callable[..., Page]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Avbryt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Redigera verksamhetsplanen 2023")
    assert asked == []  # nothing was written

    open_page()
    enter_text(page)
    page.keyboard.type("Nytt. ")
    page.get_by_role("link", name="Avbryt").click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    expect(text_box(page)).to_have_text("Nytt. Ramen är")

    page.keyboard.press("Control+s")
    enter_text(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Sparat: Medel.")).to_be_visible()
    assert asked == ["beforeunload"]  # saving does not ask


def test_a_refused_text_is_still_there_and_its_error_is_a_link_to_it(
    open_page: Callable[..., Page], console: Console
) -> None:
    page = open_page()
    heading = page.get_by_role("textbox", name=re.compile("^Rubrik"))
    heading.fill("")
    enter_text(page)
    page.keyboard.type("Nytt. ")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="Det finns fel att rätta")).to_be_visible()
    expect(text_box(page)).to_have_text("Nytt. Ramen är")
    page.get_by_role("link", name=re.compile("Rubrik:")).click()
    expect(heading).to_be_focused()
    console.expect("422")
    assert_well_made(page, console)


def test_when_two_save_the_saved_text_can_be_taken_into_the_editor(
    open_page: Callable[..., Page], section: Section, console: Console
) -> None:
    page = open_page()
    theirs = '<p>Ramen blir <strong>större</strong>: <data value="budget.funding_total/kr"></data>.</p>'
    services.save_section(federation=section.document.federation, pk=section.pk, revision=1, body=theirs)
    enter_text(page)
    page.keyboard.press("Control+End")
    page.keyboard.type(" mindre.")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name=re.compile("har sparat medan du skrev"))).to_be_visible()
    expect(text_box(page)).to_have_text("Ramen är mindre.")
    console.expect("409")
    assert_well_made(page, console)

    page.get_by_role("button", name="Ta det sparade: Text").click()
    expect(text_box(page)).to_have_text(f"Ramen blir större: 6{NBSP}308{NBSP}000{NBSP}kr.")
    assert stored(page) == theirs
    page.keyboard.press("Control+End")
    page.keyboard.type(" Det räcker.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Sparat: Medel.")).to_be_visible()
    section.refresh_from_db()
    assert section.body == theirs.replace("</p>", " Det räcker.</p>")


def test_the_outline_and_its_forms_are_well_made(open_page: Callable[..., Page], console: Console) -> None:
    for name in ("outline", "section_add", "goal_area_add", "activity_add", "document", "adoption"):
        page = open_page(name)
        assert_well_made(page, console)


def test_without_scripts_the_text_is_html_and_is_cleaned(
    browser, section: Section, address: Callable[[str], str]
) -> None:
    user = MandateFactory(federation=section.document.federation).user
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    page.goto(address(f"/konto/login/?next={path_of(section.document, 'section', pk=section.pk)}"))
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_text("Siffror, hänvisningar, fotnoter och bilder att infoga").click()
    expect(page.get_by_text("budget.funding_total/mnkr")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("<p onclick=x>Ramen <b>är</b> <script>y</script></p>")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Sparat: Medel.")).to_be_visible()
    section.refresh_from_db()
    assert section.body == "<p>Ramen <strong>är</strong> </p>"
