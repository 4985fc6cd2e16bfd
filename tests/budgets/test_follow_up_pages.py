"""The pages of the follow-up: what they show of a year typed through the services, cell by cell and by role."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import CostCentre, FollowUpRule, Forecast
from budgets.services.ledger import save_forecast, save_ledger_amount
from members.models import Federation, Role
from tests import factories as make
from tests.budgets.follow_up_year import in_tkr, year_of_2018
from tests.conftest import signed_in
from tests.golden import sodra_dalarna_2018 as golden
from tests.pages import errors, form_data, words
from tests.reading import tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def federation(db: None) -> Federation:
    """Södra Dalarna's 2017 and 2018, entered as they were printed."""
    return year_of_2018()


def as_role(federation: Federation, role: str = Role.DIRECTOR) -> Client:
    return signed_in(make.MandateFactory(federation=federation, role=role).user)


def url(federation: Federation, name: str, year: int = 2018, **kwargs: Any) -> str:
    return reverse(name, kwargs={"slug": federation.slug, "year": year, **kwargs})


def grid(client: Client, address: str, caption: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200
    found = tables(response.content.decode())
    return [[cell.replace("\u00a0", " ") for cell in row] for row in found[caption]]


# --- The statement ---------------------------------------------------------------------------------------------


def test_every_cell_of_the_statement_of_2018_stands_on_the_page(federation: Federation) -> None:
    rows = grid(as_role(federation), url(federation, "follow_up"), "Driftredovisning 2018 hela året kr")

    assert rows[0][:6] == ["ID", "Beskrivning", *golden("operating_statement")["columns"]]
    assert [
        [row[0], row[1].partition(" stor")[0], *(in_tkr(cell) for cell in row[2:5]), row[5]]
        for row in rows[1:]
    ] == [[row["id"], row["label"], *row["printed"]] for row in golden("operating_statement")["rows"]]


@pytest.mark.parametrize("code", golden("areas")["tables"])
def test_every_cell_of_the_tables_of_an_area_stands_on_its_page(federation: Federation, code: str) -> None:
    address = url(federation, "follow_up_area", centre=code)

    rows = grid(as_role(federation), address, "Ur driftredovisningen kr")

    assert [[row[0], *(in_tkr(cell) for cell in row[3:6]), row[6]] for row in rows[1:]] == [
        [row["year"], *row["printed"]] for row in golden("areas")["tables"][code]["rows"]
    ]


def test_the_costs_and_income_of_publications_stand_on_its_page(federation: Federation) -> None:
    address = url(federation, "follow_up_area", centre="29000")

    rows = grid(as_role(federation), address, "Ur driftredovisningen kr")

    assert [in_tkr(cell) for cell in rows[-1][1:4]] == golden("areas")["costs_and_income"]["29000"]["rows"][
        0
    ]["printed"]


def test_large_deviations_stand_above_the_statement_with_their_kronor(federation: Federation) -> None:
    text = words(as_role(federation).get(url(federation, "follow_up"))).replace("\u00a0", " ")

    assert "ID 21 000 Övergripande samordning har kostat 424 900 kr mer än budgeten för året." in text
    assert "ID 10 000 Styrelse har" not in text


def test_the_federations_own_limit_decides_what_is_large(federation: Federation) -> None:
    make.FollowUpRuleFactory(
        federation=federation, amount=Decimal(400_000), percent=Decimal(100), from_year=2015, until_year=2019
    )

    text = words(as_role(federation).get(url(federation, "follow_up"))).replace("\u00a0", " ")

    assert text.count(" än budgeten för året.") == 1
    assert "minst 400 000 kr och minst 100 % av årsbudgeten" in text


def test_a_year_without_figures_says_what_to_do_first() -> None:
    federation = make.FederationFactory()
    text = words(as_role(federation).get(url(federation, "follow_up", 2024)))

    assert "Inget är bokfört för 2024 ännu" in text
    assert "Till budgeten" in text


@pytest.mark.parametrize("month", ["0", "13", "augusti", "-1"])
def test_a_month_that_is_none_is_not_found(federation: Federation, month: str) -> None:
    assert as_role(federation).get(url(federation, "follow_up"), {"manad": month}).status_code == 404


def test_a_month_leaves_out_what_came_later() -> None:
    federation = year_of_2018(month=5)
    rows = grid(
        as_role(federation),
        url(federation, "follow_up") + "?manad=4",
        "Driftredovisning 2018 till och med april kr",
    )

    assert rows[-1][2:5] == ["0", "−730 000", "730 000"]


def test_charts_stand_with_their_figures() -> None:
    federation = year_of_2018(month=5)
    client, address = as_role(federation), url(federation, "follow_up")

    months = grid(client, address, "Kostnader per månad 2018 tkr")
    shares = grid(client, address, "Förbrukad andel av årsbudgeten 2018 %")

    assert months[5:7] == [["maj", "6 480", "622", "4 638"], ["juni", "–", "622", "0"]]
    assert shares[3] == ["21 000 Övergripande samordning", "265", "42"]
    assert client.get(address).content.decode().count('role="img"') == 2


# --- Down to the row -------------------------------------------------------------------------------------------


def test_an_area_leads_to_its_account_its_month_its_file_and_its_voucher(federation: Federation) -> None:
    file = make.LedgerImportFactory(
        federation=federation, year=2018, name="2018.se", names={"accounts": {"4610": "Föreläsare"}}
    )
    make.LedgerObjectMapFactory(
        federation=federation,
        dimension="1",
        object_code="21",
        cost_centre=federation.cost_centres.get(code="21000"),
    )
    make.FileFigureFactory(
        ledger_import=file, month=3, account_number="4610", object_code="21", amount=Decimal("1350.00")
    )
    make.VoucherBlockFactory(
        ledger_import=file,
        month=3,
        rows={
            "objects": [[["1", "21"], ["6", "P1"]], []],
            "vouchers": [
                ["B", "7", "2018-03-05", "", ["0 1250.50 4610\x1fFaktura 7", "1 -1250.50 1930\x1f"]],
                ["B", "8", "2018-03-05", "Faktura 8", ["0 99.50 4610\x1f", "1 -99.50 1930\x1f"]],
            ],
        },
    )
    client = as_role(federation, Role.AUDITOR)
    area = grid(
        client, url(federation, "follow_up_area", centre="21000"), "Per kontogrupp och konto hela året kr"
    )
    rows = grid(
        client,
        url(federation, "follow_up_rows", centre="21000") + "?manad=12&konto=4610&bara=3",
        "Bokförda belopp kr",
    )

    assert [row[:3] for row in area if row[0] == "4610"] == [["4610", "Föreläsare", "1 350"]]
    assert rows[1:] == [
        ["Mars", "", "", "", "", ""],
        ["5 mars 2018", "B 7", "4610", "Faktura 7", "1 250,50", "2018.se"],
        ["5 mars 2018", "B 8", "4610", "Faktura 8", "99,50", "2018.se"],
        ["Summa mars", "", "", "", "1 350,00", ""],
        ["Totalt", "", "", "", "1 350,00", ""],
    ]


def test_what_has_no_id_has_a_page_of_its_own(federation: Federation) -> None:
    file = make.LedgerImportFactory(federation=federation, year=2018)
    make.FileFigureFactory(ledger_import=file, month=3, account_number="4610", object_code="okänt")
    client = as_role(federation)

    page = words(client.get(url(federation, "follow_up")))
    assert "Inte fördelat på ID" in page
    assert "är bokförda men hör inte till något ID. Säg vilket ID det hör till" in page
    text = words(client.get(url(federation, "follow_up_area", centre="ej-fordelat")))
    assert "som ännu inte hör till något ID" in text


def test_an_area_of_another_federation_is_not_found(federation: Federation) -> None:
    other = make.CostCentreFactory(code="77000", slug="77000")

    for name in ("follow_up_area", "follow_up_rows"):
        assert as_role(federation).get(url(federation, name, centre=other.slug)).status_code == 404


# --- Forecasts --------------------------------------------------------------------------------------------------


def of_samordning(federation: Federation) -> CostCentre:
    found: CostCentre = federation.cost_centres.get(code="21000")
    return found


def test_the_director_writes_a_forecast_and_the_board_reads_it_beside_the_id(federation: Federation) -> None:
    client = as_role(federation)
    address = url(federation, "forecast", centre="21000", month=8)
    page = client.get(address)
    assert "Årsbudgeten är 258\u00a0000\u00a0kr" in page.content.decode()

    answer = client.post(address, form_data(page, amount="700 000", comment="Boken trycks om."))

    assert answer.status_code == 302
    assert answer.headers["Location"] == url(federation, "follow_up") + "?manad=8"
    board = as_role(federation, Role.BOARD)
    rows = grid(board, url(federation, "follow_up"), "Driftredovisning 2018 hela året kr")
    assert rows[3][1] == "Övergripande samordning Boken trycks om."
    assert [rows[0][-1], rows[3][-1], rows[-1][-1]] == ["Prognos för året", "−700 000", "−1 172 000"]


def test_two_who_write_the_same_forecast_are_told_of_each_other(federation: Federation) -> None:
    client, address = as_role(federation), url(federation, "forecast", centre="21000", month=8)
    first, second = client.get(address), client.get(address)
    client.post(address, form_data(first, amount="700 000", comment="Boken trycks om."))

    answer = client.post(address, form_data(second, amount="650 000", comment="Boken säljs slut."))

    assert answer.status_code == 409
    assert "700 000" in words(answer)
    assert Forecast.objects.get().amount == Decimal(700_000)


def test_a_forecast_that_someone_has_removed_is_written_anew(federation: Federation) -> None:
    place = {"federation": federation, "year": 2018, "month": 8, "cost_centre": of_samordning(federation)}
    save_forecast(**place, amount=Decimal(700_000), user=None)
    client, address = as_role(federation), url(federation, "forecast", centre="21000", month=8)
    page = client.get(address)
    save_forecast(**place, amount=None, user=None)

    assert client.post(address, form_data(page, amount="650 000")).status_code == 302
    assert Forecast.objects.get().amount == Decimal(650_000)


def test_a_forecast_without_amount_and_words_is_refused(federation: Federation) -> None:
    client, address = as_role(federation), url(federation, "forecast", centre="21000", month=8)

    answer = client.post(address, form_data(client.get(address)))

    assert errors(answer) == {"": ["Skriv ett belopp eller en kommentar."]}


def test_a_forecast_is_taken_away_when_asked_for(federation: Federation) -> None:
    centre = of_samordning(federation)
    save_forecast(
        federation=federation, year=2018, month=8, cost_centre=centre, amount=Decimal(700_000), user=None
    )
    client, address = as_role(federation), url(federation, "forecast_remove", centre="21000", month=8)

    assert client.post(address, form_data(client.get(address))).status_code == 302
    assert not Forecast.objects.exists()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.BOARD, Role.FINANCE, Role.AUDITOR])
def test_only_the_director_is_offered_to_forecast(federation: Federation, role: str) -> None:
    assert "Prognos för Styrelse" not in words(as_role(federation, role).get(url(federation, "follow_up")))
    assert "Prognos för Styrelse" in words(as_role(federation).get(url(federation, "follow_up")))


def test_finance_sets_from_when_a_deviation_is_large(federation: Federation) -> None:
    client, address = as_role(federation, Role.FINANCE), url(federation, "follow_up_rule_add")

    client.post(
        address, form_data(client.get(address), amount="20 000", percent="5", source="Styrelsen 16 mars 2018")
    )

    rule = FollowUpRule.objects.get(federation=federation)
    assert (rule.amount, rule.percent, rule.from_year) == (20_000, 5, 2018)


# --- What it costs ----------------------------------------------------------------------------------------------

COST = {"follow_up": 32, "follow_up_area": 31, "follow_up_rows": 35}


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_costs_as_much_for_thirty_as_for_one(size: int) -> None:
    federation = make.FederationFactory()
    budgets = [make.BudgetFactory(federation=federation, year=year) for year in (2022, 2023)]
    for number in range(size):
        centre = make.CostCentreFactory(federation=federation)
        group = make.AccountGroupFactory(federation=federation)
        for budget in budgets:
            make.BudgetLineFactory(budget=budget, cost_centre=centre, account_group=group)
            save_ledger_amount(
                federation=federation,
                year=budget.year,
                month=1,
                cost_centre=centre,
                account_group=group,
                amount=Decimal(900),
                user=make.UserFactory(),
            )
        make.ForecastFactory(federation=federation, cost_centre=centre)
        make.FollowUpRuleFactory(federation=federation, from_year=2024 + number)
    for _ in range(size):
        file = make.LedgerImportFactory(federation=federation, year=2023)
        make.FileFigureFactory(ledger_import=file)
        make.VoucherBlockFactory(ledger_import=file)
    client = as_role(federation)
    client.get("/")

    def cost(name: str) -> int:
        place = {} if name == "follow_up" else {"centre": centre.slug}
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(federation, name, 2023, **place)).status_code == 200
        return len(asked)

    assert {name: cost(name) for name in COST} == COST


# --- What is expected ------------------------------------------------------------------------------------------


def test_what_is_paid_by_quarter_is_divided_in_the_budget_and_expected_so() -> None:
    """The page leads to the parts; the quarters are typed in the sheet; what is expected follows them."""
    line = make.BudgetLineFactory(budget__year=2023, amount=Decimal(1_200_000))
    federation, centre = line.budget.federation, line.cost_centre
    save_ledger_amount(
        federation=federation, year=2023, month=2, cost_centre=centre, amount=Decimal(900_000), user=None
    )
    client, page = as_role(federation), url(federation, "follow_up", 2023)
    parts = url(federation, "budget_parts", 2023)
    before = client.get(page)
    assert "årsbudgeten jämnt över året (17 %)." in words(before).replace("\u00a0", " ")
    assert f'href="{parts}"' in before.content.decode()

    client.post(parts, form_data(client.get(parts), parts="4"))
    sheet = client.get(url(federation, "sheet", 2023)).content.decode()
    cells = sorted(set(re.findall(r'name="(r[^"]+\.part-[1-4])"', sheet)))
    assert len(cells) == 4
    typed = [
        {"cell": cell, "was": "300000", "now": now}
        for cell, now in zip(cells, ("900000", "100000", "100000", "100000"), strict=True)
    ]
    answer = client.post(
        url(federation, "sheet_cells", 2023),
        {"budget": line.budget.pk, "cells": typed},
        content_type="application/json",
    )
    assert answer.json()["saved"] == 4

    after = client.get(page, {"manad": "3"})
    assert "det som är delat på kvartal efter delarna." in words(after)
    assert [row.deviation for row in after.context["statement"].rows] == [Decimal(0)]
    assert before.context["statement"].rows[0].deviation == Decimal(-700_000)
