"""Every page of the product, met as people meet it: by following links from the start page, with the demo's data.

Here: that each passes what every page must pass. Not here: what a page says, or who may see it (the role × URL test).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from playwright.sync_api import Page, expect

from budgets.domain.standard_forms import OLDER_BALANCE
from budgets.services import new_budget_version
from budgets.services.layouts import save_layout
from members.models import Decision, Role
from reports.documents.builder import resolve_document
from reports.documents.render import file_html
from tests import factories as make
from tests.budgets.imports.test_ledger_import import sie
from tests.conftest import Demo
from tests.factories import PASSWORD
from tests.journeys.accessibility import PHONE_WIDTH, Console, assert_well_made
from tests.reports.chain_sample import audit, decided_report, sign

Address = Callable[[str], str]

# Not pages: a PDF and its making, what only answers a button, and the federation's own address, which leads to a year.
NOT_WALKED = {
    "budget_export_csv",
    "budget_export_xlsx",
    "budget_import",
    "budget_import_columns",
    "budget_import_discard",
    "budget_propose",
    "budget_version",
    "budget_start",
    "wheel_entry_done",
    "board_looked",
    "chapter_pdf",
    "document_publish",
    "document_release",
    "document_version",
    "document_withdraw",
    "federation",
    "figure_choices",
    "follow_up_csv",
    "follow_up_pdf",
    "follow_up_rows_csv",
    "follow_up_rows_xlsx",
    "follow_up_xlsx",
    "notice_letter",
    "notice_pdf",
    "notice_post",
    "notice_renew",
    "outlook_add",
    "outcome_import_preview",
    "outcome_template_csv",
    "outcome_template_xlsx",
    "instalments_fill",
    "layout_law",
    "ledger_cells",
    "ledger_file_discard",
    "ledger_file_original",
    "audit_report_file",
    "ledger_meanings_review",
    "ledger_months_close",
    "ledger_state",
    "picture",
    "plan_pdf",
    "public_html",
    "public_notice_pdf",
    "public_pdf",
    "rendering_file",
    "rendering_state",
    "requisitions_csv",
    "results_told_csv",
    "section_editor",
    "section_hide",
    "section_insert",
    "section_move",
    "section_restore",
    "shape_move",
    "shape_preview",
    "sheet_cells",
    "sheet_rows",
    "sheet_state",
    "review_round_close",
    "thread_reopen",
    "thread_reply",
    "thread_resolve",
}


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def names_of_a_federations_pages() -> set[str]:
    """The names of all addresses under /<federation>/."""
    ours = [
        pattern for pattern in get_resolver().url_patterns if str(pattern.pattern).startswith("<slug:slug>")
    ]
    return set(_names(ours))


def kind_of(path: str, year: int) -> tuple[str, bool] | None:
    """What kind of page an address leads to: its name, and whether it is in the demo's year. None: not for walking."""
    match = resolve(path)
    if match.app_name in ("admin", "api") or match.url_name is None or path.startswith("/konto/"):
        return None
    return None if match.url_name in NOT_WALKED else (match.url_name, match.kwargs.get("year", year) == year)


def walk(page: Page, console: Console, address: Address, demo: Demo, *more: str) -> dict[str, str]:
    """Follows links from the start page and the year's overview, one of each kind; `more` are paths to begin at too.

    Gives the names of the pages seen, with their paths.
    """
    waiting, seen = ["/", demo.url("overview"), *more], {("home", True), ("overview", True)}
    visited: dict[str, str] = {}
    while waiting:
        path = waiting.pop(0)
        response = page.goto(address(path))
        assert response is not None
        assert response.status == 200, path
        visited.setdefault(str(resolve(urlsplit(page.url).path).url_name), path)
        expect(page.locator("h1")).to_have_count(1)
        assert page.title().endswith("Finsam"), path
        assert_well_made(page, console)
        if resolve(path.partition("?")[0]).kwargs.get("year", demo.year) != demo.year:
            continue  # another year is looked at, for its empty pages, but its links lead to the same kinds again
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            parts = urlsplit(link)
            if parts.netloc != urlsplit(address("/")).netloc:
                continue
            kind = kind_of(parts.path, demo.year)
            if kind is not None and kind not in seen:
                seen.add(kind)
                waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return visited


def test_every_page_a_director_can_reach_is_well_made(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    director = demo.user(Role.DIRECTOR)
    make.ApiTokenFactory(federation=demo.federation, created_by=director)  # the demo has no keys
    make.InstalmentFactory(federation=demo.federation)  # nor payment days
    make.TableShapeFactory(federation=demo.federation)  # nor tables of its own
    make.CostCategoryFactory(federation=demo.federation)
    make.WheelMarkFactory(entry__federation=demo.federation, year=demo.year - 1)
    make.WheelEntryFactory(federation=demo.federation, year_offset=0)
    make.NamedVersionFactory(document=demo.federation.documents.get(year=2023))
    plan = demo.federation.documents.get(year=2023)
    make.CommentFactory(author=director, thread__document=plan)  # nor has anyone said anything
    make.ReviewRoundFactory(document=plan)
    booked = make.LedgerFigureFactory(  # nor is anything in its ledger of the year
        federation=demo.federation,
        cost_centre=demo.federation.cost_centres.get(code="21000"),
        account_group=demo.federation.account_groups.get(code="47"),
        amount=200_000,
    )
    make.ForecastFactory(federation=demo.federation, cost_centre=booked.cost_centre)
    make.FollowUpRuleFactory(federation=demo.federation)
    team = make.TeamOutcomeFactory(initiative__federation=demo.federation).initiative
    make.InitiativeSuccessionFactory(earlier=team)
    make.PublishedOutcomeFactory(federation=demo.federation)
    make.BalanceFigureFactory(federation=demo.federation)
    make.YearEndEntryFactory(federation=demo.federation)
    make.FinancialGoalFactory(federation=demo.federation)
    make.TrainingEventFactory(federation=demo.federation)
    make.MeasurementFactory(indicator__federation=demo.federation)
    make.LedgerClosingFactory(federation=demo.federation, month=2)
    content = sie({1: 100}, orgnr=demo.federation.organisation_number)
    demo.client().post(demo.url("ledger_file_add"), {"file": SimpleUploadedFile("bok.se", content)})
    waiting = demo.federation.ledger_imports.get()
    table = b"Konto;Ansvar;Period;Belopp\n5010;21000;1;100\nSumma;;;100\n"
    demo.client().post(demo.url("ledger_file_add"), {"file": SimpleUploadedFile("bok.csv", table)})
    waiting_table = demo.federation.ledger_imports.get(kind="table")
    mapped = make.LedgerAccountMapFactory(federation=demo.federation, account_group=booked.account_group)
    forecast = demo.url("forecast", centre="21000", month=1)
    sign_in(director.email)
    # The year's own decision is still to come; last year's has the same page.
    decision = demo.url(
        "decision", pk=Decision.objects.filter(meeting__federation=demo.federation).earliest("pk").pk
    )
    last_year = demo.federation.budgets.get(year=2022)
    new_budget_version(federation=demo.federation, pk=last_year.pk)
    adopted = make.DocumentFactory(
        federation=demo.federation, year=2022, status="adopted", decision=last_year.decision
    )
    make.PublicationFactory(document=adopted, stage="adopted", html=b"<article><h1>Plan 2022</h1></article>")
    make.PlannedActivityFactory(goal_area__document=adopted)
    changed = [demo.url(name, year=2022) for name in ("amendments", "amendment", "budget_adoption", "drift")]
    changed.append(demo.url("goal_assess", year=2022))
    changed.append(demo.url("document_start", year=2024))  # the demo's own year has its plan already
    former = make.FormerNameFactory(member=demo.federation.members.get(slug="region-dalarna"))
    changed.append(demo.url("former_name", member=former.member_id, pk=former.pk))
    audited, signed = decided_report(demo.federation, 2019), decided_report(demo.federation, 2020)
    for report in (audited, signed):
        sign(report)
    given = audit(audited)
    changed += [demo.url(name, year=2019) for name in ("report_chain", "report_signing")]
    changed += [demo.url(name, year=2019, pk=given.pk) for name in ("audit_report", "audit_report_remove")]
    changed += [demo.url(name, year=2020) for name in ("audit_report_add", "report_signing_remove")]
    payer = demo.federation.members.paying()[0]
    changed.append(demo.url("discharge", year=2019, member=payer.pk))
    own_form = save_layout(
        federation=demo.federation, statement="balance", from_year=2022, rows=OLDER_BALANCE.rows
    )
    changed += [demo.url(name, pk=own_form.pk) for name in ("layout", "layout_remove")]
    notice = make.PublicNoticeFactory(federation=demo.federation)
    changed += [demo.url(name, pk=notice.pk) for name in ("notice_edit", "notice_remove")]
    posted = make.PostedNoticeFactory(
        federation=demo.federation, publication=make.PublicationFactory(document=plan)
    )
    changed.append(demo.url("notice", pk=posted.pk))
    changed.append(demo.url("ledger_file", pk=waiting.pk))
    changed.append(demo.url("ledger_file_columns", pk=waiting_table.pk))
    changed.append(f"{demo.url('ledger_meaning')}?konto={mapped.account_number}")
    make.DocumentFactory(federation=demo.federation, year=2025)  # a draft that may be removed
    changed.append(demo.url("document_remove", year=2025))
    visited = walk(page, console, address, demo, decision, demo.url("review_round_add"), forecast, *changed)
    assert names_of_a_federations_pages() - NOT_WALKED - set(visited) == set()


def test_what_anyone_may_read_is_well_made(
    demo: Demo, page: Page, console: Console, address: Address
) -> None:
    plan = demo.federation.documents.get(year=2023)
    resolved = resolve_document(plan)
    publication = make.PublicationFactory(document=plan, html=file_html(resolved).encode())
    make.PostedNoticeFactory(federation=demo.federation, publication=publication)

    page.goto(address("/"))
    for link in (demo.federation.name, publication.title, "Läs på webben"):
        assert_well_made(page, console)
        page.get_by_role("link", name=link).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert_well_made(page, console)
    page.goto(address(reverse("public", args=[demo.federation.slug])))
    page.get_by_role("link", name="Revisionsberättelse").click()
    assert_well_made(page, console)


@pytest.mark.parametrize("role", [Role.BOARD, Role.INITIATIVE_OWNER])
def test_every_page_a_reader_can_reach_is_well_made(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None], role: str
) -> None:
    sign_in(demo.user(role).email)
    visited = walk(page, console, address, demo)
    assert {"home", "overview", "members"} <= set(visited)


def test_the_same_place_in_another_year_is_one_click(
    demo: Demo, page: Page, address: Address, sign_in: Callable[..., None]
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("budget"))
    page.get_by_role("navigation", name="År").get_by_role("link", name="2022").click()
    expect(page).to_have_url(address(demo.url("budget", year=2022)))
    expect(page.get_by_role("heading", level=1)).to_have_text("Budget 2022")


def test_pages_work_without_scripts(demo: Demo, browser: Any, address: Address) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto(address("/konto/login/"))
    page.get_by_label("E-postadress").fill(demo.user(Role.DIRECTOR).email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.goto(address(demo.url("budget")))
    page.get_by_role("link", name="Ändra Konsulttjänster (revision)").click()
    page.get_by_role("textbox", name="Belopp i kronor").fill("60 000")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sparat")
    row = page.get_by_role("row", name="Konsulttjänster (revision)")
    expect(row).to_contain_text("60\u00a0000")
    context.close()


def test_the_second_of_two_who_save_sees_both_and_chooses(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None], browser: Any
) -> None:
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("budget"))
    page.get_by_role("link", name="Ändra Löner arbetad tid").first.click()
    path = urlsplit(page.url).path

    colleague = browser.new_context(locale="sv-SE").new_page()
    colleague.goto(address(f"/konto/login/?next={path}"))
    colleague.get_by_label("E-postadress").fill(demo.user(Role.FINANCE).email)
    colleague.get_by_label("Lösenord").fill(PASSWORD)
    colleague.get_by_role("button", name="Logga in").click()
    colleague.get_by_role("textbox", name="Belopp i kronor").fill("36 000")
    colleague.get_by_role("button", name="Spara", exact=True).click()
    colleague.context.close()

    page.get_by_role("textbox", name="Belopp i kronor").fill("37 000")
    page.get_by_role("button", name="Spara", exact=True).click()
    both = page.get_by_role("alert")
    expect(both).to_contain_text("har sparat medan du skrev")
    expect(both).to_contain_text("36\u00a0000")
    expect(both).to_contain_text("37\u00a0000")
    expect(page.get_by_role("textbox", name="Belopp i kronor")).to_have_value("37 000")
    console.expect("409")
    assert_well_made(page, console)

    page.get_by_role("button", name="Ta det sparade: Belopp i kronor").click()
    expect(page.get_by_role("textbox", name="Belopp i kronor")).to_have_value("36\u00a0000")
    page.get_by_role("textbox", name="Belopp i kronor").fill("38 000")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sparat")


def test_on_a_phone_the_first_amounts_of_every_table_are_seen_beside_whole_captions(
    demo: Demo, page: Page, address: Address, sign_in: Callable[..., None]
) -> None:
    make.TeamOutcomeFactory(initiative__federation=demo.federation)
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("results_told"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Så publiceras resultaten {demo.year}")
    page.set_viewport_size({"width": PHONE_WIDTH, "height": 844})
    page.evaluate("document.fonts.ready.then(() => true)")
    seen = page.evaluate("""() => [...document.querySelectorAll(".table-scroll > .document-table")]
        .filter((table) => table.querySelector("td.amount"))
        .map((table) => [table.querySelector("td.amount"), table.caption]
            .map((each) => each.getBoundingClientRect().right <= innerWidth))""")
    assert len(seen) >= 3
    assert seen == [[True, True]] * len(seen)


def test_an_outcome_with_errors_fits_a_phone(
    demo: Demo, page: Page, console: Console, address: Address, sign_in: Callable[..., None]
) -> None:
    team = make.TeamOutcomeFactory(initiative__federation=demo.federation).initiative
    sign_in(demo.user(Role.DIRECTOR).email, to=demo.url("outcome", code=team.code, period="helar"))
    for gender in ("Kvinnor", "Män", "Annat eller okänt"):
        page.get_by_label(f"{gender}, nyinskrivna").fill("hundra och en till")
    page.get_by_role("button", name="Spara", exact=True).click()
    wrong = page.get_by_text("Kvinnor: ”hundra och en till” går inte att läsa")
    expect(wrong).to_be_visible()
    expect(page.get_by_label("Kvinnor, nyinskrivna")).to_have_accessible_description(
        "Fel: Kvinnor: ”hundra och en till” går inte att läsa som ett antal. Skriv ett helt tal med siffror, "
        "till exempel 12."
    )
    expect(page.locator("#gar-ihop")).to_have_text(
        "Något i tabellen går inte att läsa. Rätta det, så räknas resten ihop."
    )
    console.expect("422")
    assert_well_made(page, console)
