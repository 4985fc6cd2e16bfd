"""The income statement and the balance sheet of the demo's 2018, cell by cell, as blocks of a document.

The cells are added up by hand from `reports/demo/sodra_dalarna_ar_2018`; those of whole years are as the published
"Årsredovisning 2018" prints its statements.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from budgets.models import BalanceFigure
from budgets.services.ledger import save_forecast
from finsam import blocks, figures
from finsam.figures import Reference, UnknownFigure
from finsam.scope import Scope
from members.models import Federation
from tests.conftest import Demo
from tests.golden.comparing import with_plain_spaces
from tests.reading import Grid, tables

pytestmark = pytest.mark.django_db


def scope_of(demo: Demo, month: int = 12, year: int = 2018) -> Scope:
    return Scope(demo.federation.pk, year, {"month": month} if month < 12 else {})


def shown(reference: str, scope: Scope) -> tuple[str, Grid, str]:
    """The caption, the table and all of the HTML of a block."""
    block, argument = blocks.find(reference)
    content = block.build(scope, argument)
    assert content is not None
    context = {"result": content.result, "label": "", "caption": content.caption, "anchor": "x"}
    html = render_to_string(block.template, context)
    (table,) = tables(html).values()
    return content.caption, with_plain_spaces(table), html


def value(key: str, scope: Scope) -> object:
    return figures.compute(Reference.parse(key), scope)


def forecast(federation: Federation, code: str, amount: int, month: int = 6) -> None:
    save_forecast(
        federation=federation,
        year=2018,
        month=month,
        cost_centre=federation.cost_centres.get(code=code),
        amount=Decimal(amount),
        comment="",
        user=None,
    )


def test_the_half_year_stands_beside_last_years_half_the_budget_and_last_year(accounts_demo: Demo) -> None:
    caption, table, html = shown("budgets.income_statement", scope_of(accounts_demo, 6))

    assert caption == "Resultaträkning januari\u2013juni 2018, tkr"
    assert table == [
        ["Post", "Januari–juni 2018", "Januari–juni 2017", "Budget 2018", "Helår 2017"],
        ["Verksamhetens medlemsavgifter", "3 367", "3 500", "6 734", "7 000"],
        ["EU-medel och andra bidrag", "0", "0", "0", "0"],
        ["Övriga intäkter", "207", "267", "100", "523"],
        ["Verksamhetens kostnader", "−3 336", "−3 116", "−7 564", "−6 137"],
        ["Resultat före finansiella poster", "237", "652", "−730", "1 386"],
        ["Finansiella intäkter", "0", "0", "0", "0"],
        ["Finansiella kostnader", "−1", "−1", "0", "−2"],
        ["Periodens resultat", "236", "651", "−730", "1 384"],
    ]
    assert "Ingen prognos är skriven för 2018." in html


def test_the_forecast_stands_in_a_column_of_its_own_and_gives_the_forecast_result(
    accounts_demo: Demo,
) -> None:
    forecast(accounts_demo.federation, "20000", 900_000)
    forecast(accounts_demo.federation, "35000", 2_200_000)
    scope = scope_of(accounts_demo, 6)
    _, table, html = shown("budgets.income_statement", scope)
    place = table[0].index("Prognos 2018")

    # Administration: 900 net. Its income is 190 so far, which is more than the 100 budgeted, and its financial cost 1:
    # so its cost is 1 089. The team 2 200. The others as budgeted: 260 + 258 + 0 + 2 600 + 600. Cost 7 007.
    # Publications are as budgeted, nought: what they have had in income is not forecast.
    assert [(row[0], row[place]) for row in table[1:]] == [
        ("Verksamhetens medlemsavgifter", "6 734"),
        ("EU-medel och andra bidrag", "0"),
        ("Övriga intäkter", "190"),
        ("Verksamhetens kostnader", "−7 007"),
        ("Resultat före finansiella poster", "−83"),
        ("Finansiella intäkter", "0"),
        ("Finansiella kostnader", "−1"),
        ("Periodens resultat", "−84"),
    ]
    assert value("actual.result_forecast", scope) == Decimal(-84_000)
    assert value("actual.forecast_deviation", scope) == Decimal(646_000)
    assert "är ett enda belopp" in html


def test_the_year_can_be_set_up_as_the_later_law_has_it(accounts_demo: Demo) -> None:
    caption, table, _ = shown("budgets.income_statement:lkbr", scope_of(accounts_demo))

    assert caption == "Resultaträkning 2018, tkr"
    assert table == [
        ["Post", "2018", "2017", "Budget 2018"],
        ["Verksamhetens intäkter", "408", "523", "100"],
        ["Verksamhetens kostnader", "−6 886", "−6 137", "−7 564"],
        ["Verksamhetens nettokostnader", "−6 477", "−5 614", "−7 464"],
        ["Bidrag från medlemmarna", "6 734", "7 000", "6 734"],
        ["Verksamhetens resultat", "257", "1 386", "−730"],
        ["Finansiella intäkter", "0", "0", "0"],
        ["Finansiella kostnader", "−2", "−2", "0"],
        ["Resultat efter finansiella poster", "255", "1 384", "−730"],
        ["Årets resultat", "255", "1 384", "−730"],
    ]


def test_a_block_may_be_told_another_month_than_its_documents(accounts_demo: Demo) -> None:
    assert shown("budgets.income_statement:8", scope_of(accounts_demo, 6))[0].endswith("augusti 2018, tkr")
    assert shown("budgets.operating_statement:12", scope_of(accounts_demo, 6))[0] == (
        "Driftredovisning 2018, tkr"
    )
    assert shown("budgets.operating_statement", scope_of(accounts_demo, 6))[0] == (
        "Driftredovisning 2018 till och med juni, tkr"
    )


def test_the_balance_sheet_can_be_set_up_as_the_later_law_has_it(accounts_demo: Demo) -> None:
    caption, table, html = shown("budgets.balance_sheet:lkbr", scope_of(accounts_demo))

    assert caption == "Balansräkning den 31\u00a0december 2018, tkr"
    assert table == [
        ["Post", "31 december 2018", "31 december 2017"],
        ["Omsättningstillgångar", "", ""],
        ["Kortfristiga fordringar", "140", "231"],
        ["Kassa och bank", "4 326", "3 276"],
        ["Summa omsättningstillgångar", "4 466", "3 507"],
        ["Summa tillgångar", "4 466", "3 507"],
        ["Eget kapital", "", ""],
        ["Eget kapital vid årets början", "1 761", "377"],
        ["Årets resultat", "255", "1 384"],
        ["Summa eget kapital", "2 016", "1 761"],
        ["Avsättningar", "", ""],
        ["Avsättningar för pensioner", "452", "307"],
        ["Summa avsättningar", "452", "307"],
        ["Skulder", "", ""],
        ["Kortfristiga skulder", "1 998", "1 440"],
        ["Summa skulder", "1 998", "1 440"],
        ["Summa eget kapital, avsättningar och skulder", "4 466", "3 507"],
    ]
    assert "skiljer" not in html.replace("kan därför skilja", "")


def test_the_half_years_balance_stands_beside_last_year_end(accounts_demo: Demo) -> None:
    federation = accounts_demo.federation
    for line, label, amount in (
        ("cash", "Kassa och bank", 3_400_000),
        ("receivables", "Fordringar", 150_000),
        ("equity", "Eget kapital", -1_760_997),
        ("pension_provisions", "Pensioner", -380_000),
        ("current_debts", "Skulder", -1_172_693),
    ):
        BalanceFigure.objects.create(
            federation=federation, year=2018, month=6, line=line, label=label, amount=Decimal(amount)
        )
    scope = scope_of(accounts_demo, 6)
    _, table, html = shown("budgets.balance_sheet", scope)

    assert [
        row for row in table if row[0] in ("Periodens resultat", "Summa eget kapital", "Summa tillgångar")
    ] == [
        ["Summa tillgångar", "3 550", "3 507"],
        ["Periodens resultat", "236", "1 384"],
        ["Summa eget kapital", "1 997", "1 761"],
    ]
    assert table[-1] == ["Summa skulder och eget kapital", "3 550", "3 507"]
    assert "skiljer" not in html.replace("kan därför skilja", "")
    assert value("balance.equity", scope) == Decimal(1_997_307)
    assert value("balance.cash", scope) == Decimal(3_400_000)


def test_what_is_not_entered_is_left_out_and_said(accounts_demo: Demo) -> None:
    scope = scope_of(accounts_demo, 6)
    block, argument = blocks.find("budgets.balance_sheet")

    assert block.build(scope, argument) is None
    assert value("balance.equity", scope) is None
    assert value("balance.cash", scope) is None
    _, table, html = shown("budgets.income_statement", scope_of(accounts_demo, 6, 2017))
    assert table[0] == ["Post", "Januari–juni 2017", "Budget 2017"]
    assert "Inget är bokfört för januari\u2013juni 2016, så att jämförelsen saknas." in html


def test_figures_reach_as_far_as_their_document(accounts_demo: Demo) -> None:
    half, year = scope_of(accounts_demo, 6), scope_of(accounts_demo)

    assert {
        key: value(key, half) for key in ("actual.result", "actual.result_before", "actual.contributions")
    } == {
        "actual.result": Decimal(236_310),
        "actual.result_before": Decimal(650_820),
        "actual.contributions": Decimal(3_367_000),
    }
    assert value("actual.result@-1", half) == Decimal(650_820)
    assert value("actual.cost_centre_total:10000", half) == Decimal(129_350)
    assert value("actual.result", year) == Decimal(254_535)
    assert value("balance.equity", year) == Decimal(2_015_532)
    assert {
        key: value(key, year)
        for key in (
            "statement.income:operating-result",
            "statement.income:cost@-1",
            "statement.balance:equity-total",
            "statement.balance:fixed-total",
            "statement.cash_flow:operating-result",
            "statement.cash_flow:flow",
            "statement.cash_flow:cash-opening@2018",
        )
    } == {
        "statement.income:operating-result": Decimal(256_681),
        "statement.income:cost@-1": Decimal(-6_136_900),
        "statement.balance:equity-total": Decimal(2_015_532),
        "statement.balance:fixed-total": Decimal(0),
        "statement.cash_flow:operating-result": Decimal(256_681),
        "statement.cash_flow:flow": Decimal(1_050_075),
        "statement.cash_flow:cash-opening@2018": Decimal(3_276_057),
    }
    with pytest.raises(UnknownFigure, match="Raden ”rad-9” finns inte"):
        value("statement.income:rad-9", year)
    labels = {choice.reference: choice.label for choice in figures.choices(half)}
    assert labels["actual.result/kr"] == "Periodens resultat, utfall till och med juni"
    assert (
        labels["actual.cost_centre_total:10000/kr"]
        == "Utfall för ett ID till och med juni, 10\u00a0000 Styrelse"
    )
    assert {choice.reference: choice.label for choice in figures.choices(year)}["actual.result/kr"] == (
        "Årets resultat, utfall"
    )


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("adopted", ""),
        ("proposed", " enligt framlagd budget"),
        ("draft", " enligt budgetens utkast"),
    ],
)
def test_equity_measured_by_a_budget_that_is_not_adopted_is_called_so(
    accounts_demo: Demo, status: str, told: str
) -> None:
    accounts_demo.federation.budgets.filter(year=2019).update(status=status)

    found = figures.look_up("balance.equity_percent", Scope(accounts_demo.federation.pk, 2018))

    assert found.label == f"Eget kapital i procent av nästa års medelstilldelning{told}"
