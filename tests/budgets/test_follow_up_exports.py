"""The follow-up as files: the figures of the pages, no text that a spreadsheet would run, the pages' readers."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from budgets.imports.ledger_standing import LedgerChoices
from budgets.models import LedgerImport
from budgets.services.ledger_import import import_ledger_file
from members.models import Federation, Role
from tests import factories as make
from tests.budgets.follow_up_year import in_tkr, year_of_2018
from tests.budgets.test_follow_up_pages import as_role, grid, url
from tests.golden import sodra_dalarna_2018 as golden

pytestmark = pytest.mark.django_db
ATTACKS = ("=cmd|'/c calc'!A0", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x")')


@pytest.fixture
def federation(db: None) -> Federation:
    return year_of_2018()


def in_xlsx(client: Client, address: str) -> list[list[Any]]:
    response = client.get(address)
    assert response.status_code == 200
    assert 'attachment; filename="' in response["Content-Disposition"]
    rows = openpyxl.load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    return [list(row) for row in rows]


def in_csv(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_statement_as_a_file_holds_every_printed_cell_of_2018(federation: Federation) -> None:
    client = as_role(federation)
    rows = in_csv(client, url(federation, "follow_up_csv"))
    assert rows[0][:6] == ["ID", "Beskrivning", *golden("operating_statement")["columns"]]
    figures = [[in_tkr(cell.replace("-", "\u2212")) for cell in row[2:5]] for row in rows[1:]]
    assert [[row[0], row[1], *figures[number]] for number, row in enumerate(rows[1:])] == [
        [row["id"].replace(" ", ""), row["label"], *row["printed"][:3]]
        for row in golden("operating_statement")["rows"]
    ]
    book = in_xlsx(client, url(federation, "follow_up_xlsx"))
    assert book[-1][2] == 254_535
    assert [len(row) for row in book] == [len(row) for row in rows]


@pytest.mark.parametrize("month", [3, 8])
def test_the_statement_to_a_month_is_the_page(federation: Federation, month: int) -> None:
    client = as_role(federation)
    page = client.get(f"{url(federation, 'follow_up')}?manad={month}")
    statement = page.context["statement"]

    rows = in_xlsx(client, f"{url(federation, 'follow_up_xlsx')}?manad={month}")

    assert [row[2:5] for row in rows[1:]] == [
        [float(each.actual), float(each.budget), float(each.remaining)]
        for each in (*statement.rows, statement.total)
    ]


@pytest.fixture
def attacked() -> Federation:
    """A year whose vouchers' texts attack the spreadsheet they are opened in."""
    federation = make.FederationFactory()
    make.CostCentreFactory(federation=federation, code="10000", slug="10000")
    lines = [
        f'5010;10000;1;A{number};"{text.replace(chr(34), chr(34) * 2)}";{number},50'
        for number, text in enumerate(ATTACKS, start=1)
    ]
    import_ledger_file(
        federation=federation,
        year=2018,
        name="=bok.csv",
        content="\n".join(
            ["Konto;Ansvar;Period;Vernr;Text;Belopp", *lines, "5010;10000;2;B1;Kaffe;-7"]
        ).encode(),
        choices=LedgerChoices(),
        kind=LedgerImport.Kind.TABLE,
    )
    return federation


def test_texts_that_attack_are_harmless_and_amounts_are_numbers(attacked: Federation) -> None:
    client = as_role(attacked)
    address = {form: url(attacked, f"follow_up_rows_{form}", centre="10000") for form in ("xlsx", "csv")}

    book, text = in_xlsx(client, address["xlsx"]), in_csv(client, address["csv"])

    assert [row[5] for row in book[1:6]] == [f"'{each}" for each in ATTACKS]
    assert [row[5] for row in text[1:6]] == [f"'{each}" for each in ATTACKS]
    assert [row[6] for row in book[1:]] == [1.5, 2.5, 3.5, 4.5, 5.5, -7]
    assert [row[6] for row in text[1:]] == ["1,5", "2,5", "3,5", "4,5", "5,5", "-7"]
    assert {row[7] for row in text[1:]} == {"'=bok.csv"}
    cells = [
        cell
        for row in openpyxl.load_workbook(BytesIO(client.get(address["xlsx"]).content)).active
        for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_rows_as_a_file_are_those_the_page_shows(attacked: Federation) -> None:
    client = as_role(attacked)
    for query in ("", "?manad=1", "?bara=2", "?konto=5010", "?konto=9999"):
        page = client.get(url(attacked, "follow_up_rows", centre="10000") + query)
        shown = [str(row.amount) for month in page.context["rows"].months for row in month.rows]
        rows = in_xlsx(client, url(attacked, "follow_up_rows_xlsx", centre="10000") + query)
        assert [row[6] for row in rows[1:]] == [float(each) for each in shown]
    page = client.get(url(attacked, "follow_up_rows", centre="10000") + "?manad=1&konto=5010")
    assert "export.xlsx?manad=1&amp;konto=5010" in page.content.decode()


def test_a_year_without_ledger_has_no_file_and_strangers_get_none(federation: Federation) -> None:
    assert as_role(federation).get(url(federation, "follow_up_xlsx", year=2030)).status_code == 404
    assert as_role(federation, Role.REVIEWER).get(url(federation, "follow_up_xlsx")).status_code == 403
    stranger = as_role(make.FederationFactory())
    assert stranger.get(url(federation, "follow_up_csv")).status_code == 404
    assert grid(
        as_role(federation, Role.BOARD), url(federation, "follow_up"), "Driftredovisning 2018 hela året kr"
    )
