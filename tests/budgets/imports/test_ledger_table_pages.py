"""Tables read into the ledger through the pages and the command: columns, sums, what is remembered, and 2018 whole."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from budgets.imports.ledger_standing import LedgerChoices
from budgets.ledger_queries import ledger_facts
from budgets.models import BalanceFigure, ImportMapping, LedgerFigure, LedgerImport
from budgets.services.ledger_import import import_ledger_file
from budgets.services.ledger_months import close_months
from finsam.scope import Scope
from members.models import Federation
from tests import factories as make
from tests.budgets.imports.making import ods, xlsx
from tests.budgets.imports.test_ledger_import import federation as federation  # a fixture
from tests.budgets.imports.test_ledger_import_pages import director as director  # a fixture
from tests.budgets.imports.test_ledger_import_pages import of_files, ours, send, shown, upload
from tests.budgets.imports.test_ledger_table import in_csv
from tests.conftest import Demo
from tests.pages import form_data, messages

pytestmark = pytest.mark.django_db
YEAR_2018 = Path(__file__).parents[3] / "reports/demo/sodra_dalarna_ar_2018/ledger_2018.yaml"
HEAD = "Konto;Enhet;Månad;Notering;Belopp\n"
FIRST = (HEAD + "5010;10000;1;=1+1;100,00\n5010;21000;2;Hyra;50,00\nSumma;;;;150,00\n").encode()
SECOND = (HEAD + "5010;10000;1;=1+1;100,00\n5010;21000;2;Hyra;70,00\nSumma;;;;170,00\n").encode()


def settle(demo: Demo, client: Client, page: HttpResponse, **typed: Any) -> HttpResponse:
    """The page of columns sent as it stands, with what is typed over it."""
    pk = page.context["file"].pk  # type: ignore[attr-defined]
    return client.post(demo.url("ledger_file_columns", pk=pk), form_data(page, **typed), follow=True)


def place(page: HttpResponse) -> str:
    """The last part of the address that was led to."""
    address = page.redirect_chain[-1][0] if hasattr(page, "redirect_chain") else page.request["PATH_INFO"]
    return str(address).rstrip("/").rpartition("/")[2]


def test_the_first_table_asks_and_the_second_asks_nothing(demo: Demo, director: Client) -> None:
    page = upload(demo, director, FIRST, "bok.csv")

    assert place(page) == "kolumner"
    assert "Rad 4 (”Summa”) ser ut som en summa." in shown(page)
    assert "150,00, lika mycket som rad 2–3 tillsammans." in shown(page)
    seen = settle(demo, director, page, column_2="ansvar", column_4="text", answer_4="bort")
    text = shown(seen)
    assert "2 rader. Inget är skrivet än." in text
    assert "Rad 4 är en summa och läses inte." in text
    assert "Konto: ”Konto”, Ansvar: ”Enhet”, Period eller månad: ”Månad”, Text: ”Notering”" in text
    assert "Januari 0 100 Ändras" in text
    assert "Filens summa 150 kr" in text
    assert LedgerFigure.objects.filter(ledger_import__isnull=False).count() == 0
    done = send(demo, director, seen, commit="1")
    assert messages(done) == ["”bok.csv” är inläst: januari och februari 2023."]
    assert of_files() == [
        (1, "5010", "10000", Decimal("100.00")),
        (2, "5010", "21000", Decimal("50.00")),
    ]

    again = upload(demo, director, SECOND, "nasta.csv")

    assert place(again).isdigit()
    assert "Rad 4 är en summa och läses inte." in shown(again)
    assert messages(send(demo, director, again, commit="1")) == [
        "”nasta.csv” är inläst: januari och februari 2023."
    ]
    assert [row[3] for row in of_files()] == [Decimal("100.00"), Decimal("70.00")]


def test_what_is_remembered_is_one_federations_own(demo: Demo, director: Client) -> None:
    page = upload(demo, director, FIRST, "bok.csv")
    send(demo, director, settle(demo, director, page, column_2="ansvar", answer_4="bort"), commit="1")

    (kept,) = ImportMapping.objects.all()
    assert (kept.federation, kept.purpose) == (demo.federation, ImportMapping.Purpose.LEDGER)
    assert kept.choices["columns"] == {
        "konto": "konto",
        "enhet": "ansvar",
        "manad": "period",
        "notering": "",
        "belopp": "belopp",
    }
    assert (kept.choices["sums"], kept.choices["sign"]) == ("bort", "plus")


def test_a_sum_that_does_not_tie_is_asked_about_in_the_second_table_too(demo: Demo, director: Client) -> None:
    page = upload(demo, director, FIRST, "bok.csv")
    send(demo, director, settle(demo, director, page, column_2="ansvar", answer_4="bort"), commit="1")

    cut = upload(demo, director, SECOND.replace(b"5010;21000;2;Hyra;70,00\n", b""), "kapad.csv")

    assert place(cut) == "kolumner"
    assert "men rad 2 ger 100 kr. Kontrollera att inga rader saknas." in shown(cut)


def test_rows_that_cannot_be_read_are_told_by_row_and_nothing_is_read(demo: Demo, director: Client) -> None:
    content = b"Konto;Ansvar;Period;Belopp\n5010;10000;202301;100\n;10000;202302;x\n5010;10000;2022-12;1\n"

    page = upload(demo, director, content, "bok.csv")

    text = shown(page)
    assert place(page) == "kolumner"
    assert "Rad 3: Kolumn A: Konto saknas." in text
    assert "Rad 3: Kolumn D: " in text
    assert "Rad 4: Kolumn C: ”2022-12” ligger utanför 2023." in text
    waiting = LedgerImport.objects.get()
    refused = director.post(demo.url("ledger_file", pk=waiting.pk), {"commit": "1"}, follow=True)
    assert place(refused) == "kolumner"
    assert of_files() == []


def test_a_table_meets_the_same_stops_as_a_sie_file(demo: Demo, director: Client) -> None:
    plain = b"Konto;Ansvar;Period;Belopp\n5010;10000;202301;100\n"
    send(demo, director, upload(demo, director, plain, "bok.csv"), commit="1")

    same = upload(demo, director, plain, "bok.csv")
    assert same.status_code == 422
    assert "Samma fil är redan inläst" in shown(same)
    close_months(federation=demo.federation, year=2023, through=1, user=None)
    other = upload(demo, director, plain.replace(b";100", b";101"), "bok.csv")
    assert "Januari 2023 är stängd, och filen har andra belopp där." in shown(other)
    assert [row[3] for row in of_files()] == [Decimal("100.00")]


def test_a_table_leaves_the_balances_of_a_sie_file_and_makes_none(demo: Demo, director: Client) -> None:
    send(demo, director, upload(demo, director, ours(demo, {1: 100})), commit="1")
    balances = sorted(BalanceFigure.objects.values_list("month", "account_number", "amount"))
    assert balances
    table = b"Konto;Ansvar;Period;Belopp\n5010;10000;202301;120\n1930;;202301;-120\n"

    page = upload(demo, director, table, "bok.csv")

    assert "Balansräkningen ändras inte" in shown(page)
    assert "Balanskonton −120 kr" in shown(page)
    send(demo, director, page, commit="1")
    assert sorted(BalanceFigure.objects.values_list("month", "account_number", "amount")) == balances
    assert of_files() == [(1, "1930", "", Decimal("-120.00")), (1, "5010", "10000", Decimal("120.00"))]


def test_another_row_of_titles_is_read_anew(demo: Demo, director: Client) -> None:
    page = upload(demo, director, b"a;b;c;d\nKonto;Ansvar;Period;Belopp\n5010;10000;1;5\n", "bok.csv")
    assert place(page).isdigit()
    columns = director.get(demo.url("ledger_file_columns", pk=page.context["file"].pk))  # type: ignore[attr-defined]

    moved = settle(demo, director, columns, header_row="1")

    assert place(moved) == "kolumner"
    assert "Ingen kolumn med konto hittades." in shown(moved)
    assert place(settle(demo, director, moved, header_row="2")).isdigit()


def test_two_who_choose_at_once_are_told(demo: Demo, director: Client) -> None:
    page = upload(demo, director, FIRST, "bok.csv")
    settle(demo, director, page, column_2="ansvar")

    second = settle(demo, director, page, column_2="projekt")

    assert messages(second)[0].startswith("Någon annan har gjort andra val för filen")


def test_the_columns_of_a_sie_file_are_none(demo: Demo, director: Client) -> None:
    page = upload(demo, director, ours(demo, {1: 100}))
    pk = page.context["file"].pk  # type: ignore[attr-defined]
    assert director.get(demo.url("ledger_file_columns", pk=pk)).status_code == 404


# --- The year 2018 -----------------------------------------------------------------------------------------


def table_of_2018() -> list[tuple[Any, ...]]:
    """The demo's ledger of 2018 as a municipal system exports it; an ID alone is booked on account 4600."""
    rows: list[tuple[Any, ...]] = [("Konto", "Ansvar", "Period", "Belopp")]
    for row in yaml.safe_load(YEAR_2018.read_text())["rows"]:
        account = f"{row.get('account_group', '46')}00"
        for month, amount in enumerate(row["months"], start=1):
            rows.append((account, row["centre"], f"2018{month:02}", Decimal(amount)))
    return rows


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.xlsx", xlsx), ("a.ods", ods), ("a.csv", lambda rows: in_csv(rows, ";", "cp1252"))],
)
def test_the_year_2018_read_from_a_table_comes_to_the_same_figures(name: str, write: Any) -> None:
    rows = table_of_2018()
    federation = make.FederationFactory()
    codes = {
        make.CostCentreFactory(federation=federation, code=code).pk: code for code in {r[1] for r in rows[1:]}
    }
    for code in {str(row[0])[:2] for row in rows[1:]}:
        make.AccountGroupFactory(federation=federation, code=code)

    plan = import_ledger_file(
        federation=federation,
        year=2018,
        name=name,
        content=write(rows),
        choices=LedgerChoices(),
        kind=LedgerImport.Kind.TABLE,
    )

    booked: defaultdict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    for each in Scope(federation.pk, 2018).facts(ledger_facts).rows:
        booked[f"{each.account}00", codes[each.centre or 0], each.month] += each.amount
    expected: defaultdict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    for account, code, period, amount in rows[1:]:
        expected[account, code, int(period[4:])] += amount
    assert {key: amount for key, amount in booked.items() if amount} == {
        key: amount for key, amount in expected.items() if amount
    }
    assert -sum(booked.values()) == Decimal(254_535)
    assert (plan.totals.unmapped, plan.totals.ties) == (Decimal(0), True)


# --- The command -------------------------------------------------------------------------------------------


def run(federation: Federation, content: bytes, path: Path, *options: str) -> str:
    file = path / "bok.csv"
    file.write_bytes(content)
    out = StringIO()
    call_command("import_ledger", federation.slug, "2023", str(file), *options, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


def test_the_command_reads_a_table_and_remembers_its_columns(federation: Federation, tmp_path: Path) -> None:
    options = ("--column", "Enhet=ansvar", "--sums", "bort")

    told = run(federation, FIRST, tmp_path, *options).splitlines()

    assert told == [
        "Tabell, UTF-8",
        "Kolumn ”Konto”: Konto",
        "Kolumn ”Enhet”: Ansvar – håller förbundets ID",
        "Kolumn ”Månad”: Period eller månad",
        "Kolumn ”Belopp”: Belopp",
        "Rader: 2",
        "Obs: Rad 4 är en summa och läses inte.",
        "Obs: Kolumner som inte läses: ”Notering”.",
        "Januari: kostnader minus intäkter 0 kr → 100 kr (ändras)",
        "Februari: kostnader minus intäkter 0 kr → 50 kr (ändras)",
        "Filens summa 150 kr = balanskonton 0 kr + kopplat 100 kr + ej kopplat 50 kr",
        "Objekt utan ID: 21000, 50 kr",
        "Ingenting är skrivet. Kör med --commit.",
    ]
    assert not LedgerImport.objects.exists()
    assert run(federation, FIRST, tmp_path, *options, "--commit").endswith("Filen är inläst.\n")
    data = json.loads(run(federation, SECOND, tmp_path, "--format", "json"))
    assert (data["kind"], data["rows"], data["ready"]) == ("table", 2, True)
    assert data["columns"]["enhet"] == "ansvar"


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (FIRST, (), "Filen är inte inläst."),
        (FIRST, ("--column", "Avdelning=ansvar"), "Filen har ingen kolumn med rubriken ”Avdelning”."),
        (FIRST, ("--column", "Enhet=avdelning"), "”avdelning” är inget en kolumn kan vara."),
        (b"%PDF-1.7", (), "är en PDF och inte ett kalkylark"),
    ],
)
def test_the_command_refuses_what_is_not_settled(
    federation: Federation, tmp_path: Path, content: bytes, options: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(federation, content, tmp_path, *options, "--commit")
    assert not LedgerFigure.objects.exists()
