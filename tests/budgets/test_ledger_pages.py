"""The ledger's pages: the sheet as a plain form and as what its script is answered, balances, and closed months."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import BalanceFigure, BudgetLine, CostCentre, LedgerClosing, LedgerFigure
from finsam.swedish import NBSP
from members.models import Federation, Role
from tests import factories as make
from tests.conftest import Demo
from tests.pages import messages, words
from tests.reading import main_of
from tests.test_access import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(demo: Demo) -> BudgetLine:
    """Administration, salaries."""
    found: BudgetLine = demo.federation.budgets.get(year=2023).lines.get(
        cost_centre__code="20000", account_group__code="50"
    )
    return found


def cell_of(line: BudgetLine, month: int) -> str:
    """The cell of a line's ID and account group in a month."""
    assert line.account_group is not None
    return f"r{line.cost_centre_id}-g{line.account_group.code}.part-{month}"


def filled(page: HttpResponse, **typed: str) -> dict[str, Any]:
    """What a browser would send of the sheet's form, with `typed` in cells by name."""
    form = next(each for each in main_of(page.content.decode()).iter("form") if "data-sheet" in each.attrib)
    sent: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if field.tag not in ("input", "textarea") or not name:
            continue
        value = (
            (field.text or "").replace("\n", "\r\n") if field.tag == "textarea" else field.get("value", "")
        )
        sent.setdefault(name, []).append(value)
    assert set(typed) <= set(sent), set(typed) - set(sent)
    return {**sent, **typed}


def send(client: Client, url: str, **body: Any) -> dict[str, Any]:
    """What the page's script is answered."""
    answer = client.post(url, json.dumps(body), content_type="application/json")
    found: dict[str, Any] = {"status": answer.status_code, **answer.json()}
    return found


def change(cell: str, was: str, now: str) -> dict[str, str]:
    return {"cell": cell, "was": was, "now": now}


# --- Without scripts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?enhet=tkr", "?period=ar"])
def test_the_form_as_it_stands_changes_nothing(demo: Demo, line: BudgetLine, query: str) -> None:
    client = demo.client(Role.FINANCE)
    page, before = client.get(demo.url("ledger") + query), everything()

    answer = client.post(demo.url("ledger_cells"), filled(page), follow=True)

    assert messages(answer) == ["Inget var ändrat. Allt är sparat."]
    assert everything() == before


def test_the_form_saves_what_was_typed_with_whose_it_is_and_from_where(demo: Demo, line: BudgetLine) -> None:
    client = demo.client(Role.FINANCE)
    page = client.get(demo.url("ledger"))

    typed = {cell_of(line, 1): "58 500,50", cell_of(line, 2): "-7", "kalla": "Resultatrapport februari"}
    answer = client.post(demo.url("ledger_cells"), filled(page, **typed), follow=True)

    assert messages(answer) == ["Sparat: två ändringar."]
    clerk = demo.user(Role.FINANCE)
    assert [
        (row.month, row.cost_centre, row.account_group, row.amount, row.source, row.entered_by)
        for row in LedgerFigure.objects.all()
    ] == [
        (1, line.cost_centre, line.account_group, Decimal("58500.50"), "Resultatrapport februari", clerk),
        (2, line.cost_centre, line.account_group, -7, "Resultatrapport februari", clerk),
    ]
    assert "58 493,50" in words(answer)


def test_the_form_can_be_typed_in_thousands_and_for_the_whole_year(demo: Demo, line: BudgetLine) -> None:
    client = demo.client(Role.FINANCE)
    page = client.get(demo.url("ledger") + "?enhet=tkr&period=ar")
    cell = f"r{line.cost_centre_id}-g50.amount"

    client.post(demo.url("ledger_cells"), filled(page, **{cell: "712,5"}))

    figure = LedgerFigure.objects.get()
    assert (figure.month, figure.amount) == (0, 712_500)
    assert "Hela 2023" in words(client.get(demo.url("ledger")))


def test_bad_input_stays_in_its_cell_with_its_reason_and_the_rest_is_saved(
    demo: Demo, line: BudgetLine
) -> None:
    client = demo.client(Role.FINANCE)
    bad, good = cell_of(line, 1), cell_of(line, 2)

    answer = client.post(
        demo.url("ledger_cells"), filled(client.get(demo.url("ledger")), **{bad: "sjuhundra", good: "5"})
    )

    told = f"”sjuhundra” är inte ett tal. Skriv med siffror, till exempel 1{NBSP}234,50."
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#{bad}">20{NBSP}000 Administration, 50 Löner arbetad tid, januari: {told}</a>' in html
    assert f'<li id="fel-{bad}">{told}</li>' in html
    assert filled(answer)[bad] == ["sjuhundra"]
    assert "räknas inte: ogiltigt belopp" in words(answer)
    assert LedgerFigure.objects.get().month == 2


def test_the_second_of_two_sees_what_the_first_wrote_and_saves_knowingly(
    demo: Demo, line: BudgetLine
) -> None:
    first, second, cell = demo.client(Role.FINANCE), demo.client(), cell_of(line, 3)
    opened = second.get(demo.url("ledger"))
    first.post(demo.url("ledger_cells"), filled(first.get(demo.url("ledger")), **{cell: "100"}))

    answer = second.post(demo.url("ledger_cells"), filled(opened, **{cell: "200"}))

    assert answer.status_code == 409
    assert "Nu står 100 (Rune Räknefors" in words(answer)
    assert LedgerFigure.objects.get().amount == 100
    second.post(demo.url("ledger_cells"), filled(answer))
    assert LedgerFigure.objects.get().amount == 200


def test_a_row_that_the_budget_has_not_is_asked_for_and_kept_when_it_is_filled(demo: Demo) -> None:
    client = demo.client(Role.FINANCE)
    centre = CostCentre.objects.get(code="29000")

    shown = client.get(demo.url("ledger"), {"centre": centre.pk, "account": "65"}, follow=True)
    cell = f"r{centre.pk}-g65.part-1"
    answer = client.post(demo.url("ledger_cells"), filled(shown, **{cell: "90"}))

    assert answer.headers["Location"].endswith(f"?enhet=kr&rad=r{centre.pk}-g65")
    assert cell in client.get(demo.url("ledger")).content.decode()
    assert client.get(demo.url("ledger"), {"centre": "x"}).status_code == 422


# --- With scripts ------------------------------------------------------------------------------------------


def test_each_cell_is_answered_for_itself(demo: Demo, line: BudgetLine) -> None:
    client, url = demo.client(Role.FINANCE), demo.url("ledger_cells")
    one, two, three = (cell_of(line, month) for month in (1, 2, 3))
    send(client, url, cells=[change(two, "", "10")])

    answer = send(
        client,
        url,
        cells=[
            change(one, "", "5"),
            change(two, "", "20"),
            change(three, "", "x"),
            change("r1-g99.part-1", "", "1"),
            change(f"r{line.cost_centre_id}-l{line.key.hex}x.part-1", "", "1"),
        ],
        source="Rapport",
    )

    who = answer["conflicts"][0].pop("who")
    answer["conflicts"][0].pop("when")
    assert (who, answer["conflicts"]) == ("Rune Räknefors", [{"cell": two, "theirs": "10"}])
    assert (answer["status"], answer["saved"]) == (200, 1)
    assert {each["cell"]: each["message"] for each in answer["errors"]} == {
        three: f"”x” är inte ett tal. Skriv med siffror, till exempel 1{NBSP}234,50.",
        "r1-g99.part-1": "Cellen finns inte i kalkylbladet.",
        f"r{line.cost_centre_id}-l{line.key.hex}x.part-1": "Cellen finns inte i kalkylbladet.",
    }


def test_what_is_written_already_is_no_conflict_and_an_emptied_cell_is_empty(
    demo: Demo, line: BudgetLine
) -> None:
    client, url, cell = demo.client(Role.FINANCE), demo.url("ledger_cells"), cell_of(line, 1)

    for was, now in (("", "10"), ("", "10,00"), ("10", "")):
        assert send(client, url, cells=[change(cell, was, now)])["saved"] == 1
    assert not LedgerFigure.objects.exists()


def test_a_month_that_is_closed_or_read_from_a_file_is_not_typed_in(demo: Demo, line: BudgetLine) -> None:
    client, url = demo.client(Role.FINANCE), demo.url("ledger_cells")
    make.LedgerClosingFactory(federation=demo.federation, month=1)
    file = make.LedgerImportFactory(federation=demo.federation, first_month=2, last_month=3, name="mars.se")
    make.FileFigureFactory(
        ledger_import=file, month=2, account_number="5010", object_code="20000", amount=Decimal(58_000)
    )

    answer = send(client, url, cells=[change(cell_of(line, month), "", "5") for month in (1, 2, 3, 4)])

    said = "Öppna igen under Uppföljning › Månader, med en motivering, om något ska rättas."
    assert [each["message"] for each in answer["errors"]] == [
        f"Januari 2023 är stängd och ändras inte. {said}",
        "Februari 2023 är inläst från en fil. Rätta i ekonomisystemet och läs in filen igen.",
        "Mars 2023 är inläst från en fil. Rätta i ekonomisystemet och läs in filen igen.",
    ]
    assert [row.month for row in LedgerFigure.objects.filter(ledger_import=None)] == [4]
    page = client.get(demo.url("ledger"))
    inputs = {each.get("name"): each for each in main_of(page.content.decode()).iter("input")}
    assert [
        ("readonly" in inputs[cell_of(line, month)].attrib, inputs[cell_of(line, month)].get("value"))
        for month in (1, 2, 4)
    ] == [(True, ""), (True, f"58{NBSP}000"), (False, "5")]
    assert "inläst ur mars.se" in words(page)


def test_what_was_typed_before_a_file_came_stands_beside_it_and_can_be_taken_away(
    demo: Demo, line: BudgetLine
) -> None:
    client, cell = demo.client(Role.FINANCE), cell_of(line, 2)
    send(client, demo.url("ledger_cells"), cells=[change(cell, "", "5")])
    file = make.LedgerImportFactory(federation=demo.federation, first_month=2, last_month=2)
    make.FileFigureFactory(
        ledger_import=file, month=2, account_number="5010", object_code="20000", amount=Decimal(58_000)
    )

    html = client.get(demo.url("ledger")).content.decode()
    inputs = {each.get("name"): each for each in main_of(html).iter("input")}
    given = inputs[cell.replace("-g50", "-fg50")]

    assert ("readonly" in inputs[cell].attrib, inputs[cell].get("value")) == (False, "5")
    assert ("readonly" in given.attrib, given.get("value")) == (True, f"58{NBSP}000")
    told = send(client, demo.url("ledger_cells"), cells=[change(cell, "5", "6")])["errors"][0]["message"]
    assert told == "Februari 2023 är inläst från en fil. Rätta i ekonomisystemet och läs in filen igen."
    assert send(client, demo.url("ledger_cells"), cells=[change(cell, "5", "")])["saved"] == 1
    assert not LedgerFigure.objects.filter(ledger_import=None).exists()


def test_what_belongs_to_no_id_is_shown_and_counts_in_the_result(demo: Demo) -> None:
    file = make.LedgerImportFactory(federation=demo.federation)
    make.FileFigureFactory(ledger_import=file, account_number="9", object_code="404", amount=Decimal(123))

    page = words(demo.client(Role.BOARD).get(demo.url("ledger")))

    assert "Av det som är inläst saknar 1 belopp ID eller kontogrupp." in page
    assert "Inte fördelat på ID" in page
    assert "Resultat −123" in page


def test_the_state_is_told_once_and_again_when_something_has_moved(demo: Demo, line: BudgetLine) -> None:
    client, url = demo.client(Role.FINANCE), demo.url("ledger_state")
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304

    send(client, demo.url("ledger_cells"), cells=[change(cell_of(line, 1), "", "5")])

    moved = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (moved.status_code, "\t5\t" in moved.json()["was"]) == (200, True)


@pytest.mark.parametrize(
    "body", ["[", "[]", '{"cells": 1}', '{"cells": [{"cell": 1, "was": "", "now": ""}]}']
)
def test_what_the_script_would_not_send_is_refused(demo: Demo, body: str) -> None:
    answer = demo.client(Role.FINANCE).post(demo.url("ledger_cells"), body, content_type="application/json")
    assert (answer.status_code, answer.json()["problem"]) == (400, "unreadable")


def test_another_federations_rows_are_none_of_the_sheets(demo: Demo) -> None:
    stranger = make.BudgetLineFactory()
    cells = [
        change(f"r{stranger.cost_centre_id}-x.part-1", "", "5"),
        change(f"r{CostCentre.objects.get(code='29000').pk}-l{stranger.key.hex}.part-1", "", "5"),
    ]

    answer = send(demo.client(Role.FINANCE), demo.url("ledger_cells"), cells=cells)

    assert [each["message"] for each in answer["errors"]] == ["Cellen finns inte i kalkylbladet."] * 2
    assert not LedgerFigure.objects.exists()


def test_the_board_reads_and_types_nothing(demo: Demo, line: BudgetLine) -> None:
    make.LedgerFigureFactory(
        federation=demo.federation,
        cost_centre=line.cost_centre,
        account_group=line.account_group,
        amount=Decimal(58_000),
    )
    html = demo.client(Role.BOARD).get(demo.url("ledger")).content.decode()

    assert f"58{NBSP}000" in html
    assert [each for each in main_of(html).iter("input") if "part-" in each.get("name", "")] == []


# --- Balances and months -----------------------------------------------------------------------------------


def test_a_balance_item_is_typed_as_it_is_printed_and_kept_in_ledger_sign(demo: Demo) -> None:
    client = demo.client(Role.FINANCE)
    item = {"month": "12", "line": "current_debts", "label": "Leverantörsskuld", "amount": "1 855"}

    client.post(demo.url("balance_item_add"), item)
    row = BalanceFigure.objects.get()
    form = client.get(demo.url("balance_item", pk=row.pk)).content.decode()
    client.post(demo.url("balance_item", pk=row.pk), {**item, "revision": row.revision, "amount": "1 900"})

    assert (row.amount, row.entered_by) == (-1855, demo.user(Role.FINANCE))
    assert f'value="1{NBSP}855"' in form
    assert BalanceFigure.objects.get().amount == -1900
    page = words(client.get(demo.url("balance")))
    assert "Leverantörsskuld 1 900" in page
    assert "Tillgångar och skulder skiljer −1 900 kr." in page


def test_the_balance_sheet_of_2018_balances(accounts_demo: Demo) -> None:
    page = words(accounts_demo.client(Role.AUDITOR).get(accounts_demo.url("balance")))

    assert "Summa tillgångar 4 465 732" in page
    assert "Årets resultat 254 535 räknas ur huvudboken" in page
    assert "Eget kapital med årets resultat 2 015 532" in page
    assert "Summa eget kapital, avsättningar och skulder 4 465 732" in page
    assert "skiljer" not in page


def test_balances_of_files_follow_the_months(demo: Demo) -> None:
    """What stood when the year began, and what has moved it since; a year-end that the file tells goes before."""
    file = make.LedgerImportFactory(federation=demo.federation)

    def told(month: int, account: str, kronor: int) -> None:
        make.BalanceFigureFactory(
            federation=demo.federation,
            ledger_import=file,
            line="",
            account_number=account,
            month=month,
            amount=Decimal(kronor),
        )

    for account, kronor in (("1940", 1000), ("2010", -1000)):
        told(0, account, kronor)
    make.FileFigureFactory(ledger_import=file, month=1, account_number="1940", amount=Decimal(-100))
    make.FileFigureFactory(ledger_import=file, month=1, account_number="4700", amount=Decimal(100))
    make.FileFigureFactory(ledger_import=file, month=2, account_number="1940", amount=Decimal(-50))
    make.FileFigureFactory(ledger_import=file, month=2, account_number="4700", amount=Decimal(50))
    client = demo.client(Role.AUDITOR)

    shown = [words(client.get(demo.url("balance") + f"?manad={month}")) for month in (1, 2)]

    assert ["Summa tillgångar 900" in shown[0], "Summa tillgångar 850" in shown[1]] == [True, True]
    assert ["Årets resultat −100" in shown[0], "Årets resultat −150" in shown[1]] == [True, True]
    assert not any("skiljer" in page for page in shown)
    told(12, "1940", 700)
    assert "Summa tillgångar 700" in words(client.get(demo.url("balance") + "?manad=12"))


def test_months_are_closed_and_opened_again_with_a_reason(demo: Demo) -> None:
    client = demo.client(Role.FINANCE)

    closed = client.post(demo.url("ledger_months_close"), {"through": "2"}, follow=True)
    reopen = demo.url("ledger_month_reopen", month=2)
    unexplained = client.post(reopen, {"reason": ""})
    opened = client.post(reopen, {"reason": "En faktura kom sent"}, follow=True)

    assert messages(closed) == ["Januari och februari 2023 är stängda."]
    assert unexplained.status_code == 422
    assert messages(opened) == ["Februari 2023 är öppen igen."]
    assert "av Rune Räknefors: En faktura kom sent" in words(opened)
    assert [(row.month, row.reason) for row in LedgerClosing.objects.all()] == [
        (1, ""),
        (2, "En faktura kom sent"),
    ]
    assert client.post(demo.url("ledger_months_close"), {"through": "1"}).status_code == 422
    assert client.get(demo.url("ledger_month_reopen", month=13)).status_code == 404


# --- What a page costs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "queries"), [("ledger", 31), ("balance", 17), ("ledger_months", 17)])
def test_a_page_asks_as_many_questions_however_much_it_shows(demo: Demo, page: str, queries: int) -> None:
    client = demo.client(Role.FINANCE)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(demo.url(page)).status_code == 200
        return len(found)

    def fill(federation: Federation, month: int) -> None:
        file = make.LedgerImportFactory(federation=federation, year=2023, first_month=12)
        make.FileFigureFactory(ledger_import=file, month=12)
        centre = make.CostCentreFactory(federation=federation, code=f"8{file.pk:04}", slug=f"nytt-{file.pk}")
        make.LedgerFigureFactory(federation=federation, month=month, cost_centre=centre, account_group=None)
        make.BalanceFigureFactory(federation=federation, label=str(file.pk))
        make.LedgerClosingFactory(federation=federation, month=month)

    fill(demo.federation, 1)
    client.get(demo.url(page))
    few = asked()
    for month in range(2, 12):
        for _time in range(3):
            LedgerClosing.objects.update(reopened_at="2023-12-01T12:00Z", reason="Rättelse")
            fill(demo.federation, month)

    assert (few, asked()) == (queries, queries)


def test_an_outsider_finds_no_ledger(demo: Demo) -> None:
    outsider = make.MandateFactory()
    client = Client()
    client.force_login(outsider.user)
    for name in ("ledger", "balance", "ledger_months"):
        address = reverse(name, kwargs={"slug": demo.federation.slug, "year": demo.year})
        assert client.get(address).status_code == 404
