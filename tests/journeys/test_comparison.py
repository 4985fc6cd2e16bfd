"""A version kept under a name and compared with what the plan has become, in a real browser: by mouse, by keyboard
alone, on a phone and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from budgets.models import BudgetLine
from members.models import Role
from plans.models import Document, Section
from tests import factories as make
from tests.conftest import Demo
from tests.journeys.accessibility import PHONE_WIDTH, Console, assert_well_made

Address = Callable[[str], str]


def rewrite(demo: Demo) -> None:
    """Change the plan in every way that is told: words, figures, the order of sections, sections and activities."""
    document = Document.objects.get(federation=demo.federation, year=2023)
    BudgetLine.objects.filter(
        budget=document.budget, cost_centre__code="20000", account_group__code="50"
    ).update(amount=712_000)
    sections = {each.heading: each for each in document.sections.all()}
    aims = sections["Mål"]
    aims.body = "<p>Målen gäller tre år, och följs upp varje år.</p><ul><li>Ett nytt mål.</li></ul>"
    aims.save()
    sections["Jämställdhetsintegrering"].delete()
    moved: Section = sections["Förbundschef och kansli"]
    moved.position = 9000
    moved.save()
    make.SectionFactory(
        document=document, heading="Sist av allt", body="<p>Ett nytt kapitel.</p>", position=9000
    )
    area = document.goal_areas.earliest("position")
    area.activities.earliest("position").delete()
    make.PlannedActivityFactory(goal_area=area, text="Pröva ett nytt mått", position=9000)


def name_version(page: Page, *, by_keyboard: bool) -> None:
    """Keep the plan under a name, from the plan's own page."""

    def follow(link: str) -> None:
        found = page.get_by_role("main").get_by_role("link", name=link, exact=True)
        if by_keyboard:
            found.focus()
            page.keyboard.press("Enter")
        else:
            found.click()

    follow("Jämför")
    follow("Namngivna versioner")
    follow("Spara en version")
    name = page.get_by_label("Namn", exact=False).first
    if by_keyboard:
        name.focus()
        page.keyboard.type("Före samrådet")
        page.keyboard.press("Tab")
        page.keyboard.type("Som den skickades ut.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        name.fill("Före samrådet")
        page.get_by_role("button", name="Spara versionen").click()
    expect(page.get_by_role("status")).to_contain_text("Sparat: ”Före samrådet”")


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
def test_the_director_names_a_version_and_reads_what_has_changed_since(
    demo: Demo,
    page: Page,
    console: Console,
    address: Address,
    sign_in: Callable[..., None],
    by_keyboard: bool,
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("plan"))
    name_version(page, by_keyboard=by_keyboard)
    assert_well_made(page, console)
    rewrite(demo)

    compare = page.get_by_role("link", name="Jämför med Före samrådet")
    if by_keyboard:
        compare.focus()
        page.keyboard.press("Enter")
    else:
        compare.click()

    summary = page.get_by_role("region", name="Det här skiljer")
    for told in (
        "1 flyttat avsnitt",
        "1 nytt avsnitt",
        "1 borttaget avsnitt",
        "9 ändrade celler i tabellerna",
        "1 ny aktivitet",
        "1 borttagen aktivitet",
    ):
        expect(summary).to_contain_text(told)
    row = page.get_by_role("row", name="50 Löner arbetad tid")
    expect(row).to_contain_text("+10")
    expect(row).to_contain_text("+1,4\u00a0%")
    assert_well_made(page, console)

    way = summary.get_by_role("link", name="Sist av allt")
    if by_keyboard:
        way.focus()
        page.keyboard.press("Enter")
    else:
        way.click()
    expect(page.get_by_role("region", name="Sist av allt")).to_be_in_viewport()

    folded = page.locator("details.comparison-same").first
    summary_of_folded = folded.locator("summary")
    if by_keyboard:
        summary_of_folded.focus()
        page.keyboard.press("Enter")
    else:
        summary_of_folded.click()
    expect(folded).to_have_attribute("open", "")
    assert_well_made(page, console)


def test_the_board_reads_the_changes_on_a_phone_and_prints_them(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    make.NamedVersionFactory(document=demo.federation.documents.get(year=2023), name="Före samrådet")
    rewrite(demo)
    page.set_viewport_size({"width": PHONE_WIDTH, "height": 844})
    sign_in(demo.user(Role.BOARD).email, to=demo.url("comparison"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Jämför verksamhetsplanen 2023")
    assert_well_made(page, console)

    page.emulate_media(media="print")
    expect(page.locator(".comparison-choice")).to_be_hidden()
    expect(page.get_by_text("”Före samrådet”").last).to_be_visible()
    for mark, line in (("ins", "underline"), ("del", "line-through")):
        for each in page.locator(f".comparison-changes td {mark}").all()[:3]:
            expect(each).to_be_visible()
            assert line in each.evaluate("mark => getComputedStyle(mark).textDecorationLine")
            assert each.evaluate("mark => getComputedStyle(mark).color") == "rgb(0, 0, 0)"


def test_other_versions_are_chosen_and_turned_around(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    document = demo.federation.documents.get(year=2023)
    make.NamedVersionFactory(document=document, name="Först")
    rewrite(demo)
    make.NamedVersionFactory(document=document, name="Sedan")
    sign_in(demo.user(Role.BOARD).email, to=demo.url("comparison"))
    expect(page.get_by_role("main")).to_contain_text("De två versionerna säger samma sak.")

    first = page.locator("#fore option", has_text="Först").get_attribute("value")
    page.get_by_label("Jämför").select_option(value=first)
    page.get_by_role("button", name="Jämför").click()
    expect(page.get_by_role("region", name="Det här skiljer")).to_contain_text("1 nytt avsnitt")

    page.get_by_role("link", name="Byt håll").click()
    expect(page.get_by_role("region", name="Det här skiljer")).to_contain_text("1 borttaget avsnitt")
    expect(page.locator(".comparison-sides div").last).to_contain_text("”Först”")
    assert console.complaints == []
