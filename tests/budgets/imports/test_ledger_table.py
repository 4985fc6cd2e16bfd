"""A table of the ledger: which periods, amounts, signs and columns are understood, and what is refused by row."""

from __future__ import annotations

import datetime
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from budgets.imports.ledger_reading import Reading
from budgets.imports.ledger_table import LEDGER, is_sie, items_of, read_table
from budgets.imports.ledger_table_choices import LEFT_OUT, ROW, TableChoices
from budgets.imports.ledger_table_columns import LABELS, meaning
from budgets.imports.ledger_table_periods import Periods
from budgets.imports.ledger_table_rows import TableRows
from budgets.imports.sie.items import VoucherRow
from budgets.imports.tables import Cell, CellKind
from finsam.swedish import MONTHS
from tests.budgets.imports.making import archive, ods, raw_xlsx, xlsx
from tests.budgets.imports.making import text as csv_text

YEAR = 2018
HEAD = "Konto;Ansvar;Period;Belopp"


def rows_of(text: str, year: int = YEAR, **choices: Any) -> TableRows:
    found = read_table(text.encode(), "bok.csv", TableChoices(**choices), year)
    assert found.rows is not None, found.problems
    return found.rows


def read(*lines: str, head: str = HEAD, year: int = YEAR, **choices: Any) -> TableRows:
    return rows_of("\n".join((head, *lines)), year, **choices)


def problems(*lines: str, head: str = HEAD, year: int = YEAR, **choices: Any) -> list[str]:
    return [str(each) for each in read(*lines, head=head, year=year, **choices).problems]


# --- Periods -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "month", "dated"),
    [
        ("201803", 3, None),
        ("2018-03", 3, None),
        ("2018-3", 3, None),
        ("2018/03", 3, None),
        ("2018.03", 3, None),
        ("2018 03", 3, None),
        ("03-2018", 3, None),
        ("1803", 3, None),
        ("18-03", 3, None),
        ("2018003", 3, None),
        ("2018-03-31", 3, datetime.date(2018, 3, 31)),
        ("2018-03-31 00:00:00", 3, datetime.date(2018, 3, 31)),
        ("2018-03-31T14:05:09", 3, datetime.date(2018, 3, 31)),
        ("20180331", 3, datetime.date(2018, 3, 31)),
        ("180331", 3, datetime.date(2018, 3, 31)),
        ("18-03-31", 3, datetime.date(2018, 3, 31)),
        ("31.3.2018", 3, datetime.date(2018, 3, 31)),
        ("mar", 3, None),
        ("Mars", 3, None),
        ("mars 2018", 3, None),
        ("mar-18", 3, None),
        ("2018 mars", 3, None),
        ("sept", 9, None),
        ("3", 3, None),
        ("03", 3, None),
        ("12", 12, None),
        ("P03", 3, None),
        ("Period 3", 3, None),
        ("201813", 12, None),
        ("13", 12, None),
    ],
)
def test_every_way_to_write_a_month_is_understood(
    written: str, month: int, dated: datetime.date | None
) -> None:
    found = read(f"5010;10000;{written};100")
    assert found.problems == []
    (row,) = found.rows
    assert (row.month, row.dated) == (month, dated)
    assert found.closing == ([2] if written.endswith("13") else [])


@pytest.mark.parametrize("month", range(1, 13))
def test_swedish_names_of_months_are_read_whole_and_short(month: int) -> None:
    name = MONTHS[month - 1]
    found = read(f"5010;;{name};1", f"5010;;{name[:3].upper()};2", f"5010;;{name} {YEAR};3")
    assert [row.month for row in found.rows] == [month] * 3


@pytest.mark.parametrize(
    "written",
    [
        "2018",
        "201814",
        "2018-14",
        "1814",
        "14",
        "32",
        "2018-02-30",
        "20180230",
        "01/02/2018",
        "janvier",
        "feb mars",
        "2018,1",
        "43101",
        "kvartal 1",
        "-1",
        "1.5",
        "²",
        "٣",
        "2018-03-31-01",
    ],
)
def test_a_period_that_is_none_is_refused_by_its_row(written: str) -> None:
    (told,) = problems("5010;10000;201801;1", f'5010;10000;"{written}";100')
    assert told == (
        f"Rad 3: Kolumn C: ”{written}” är ingen period som går att läsa. "
        "Skriv till exempel 201801, 2018-01-31 eller jan."
    )


@pytest.mark.parametrize(
    "written", ["201712", "1712", "2019-01", "dec 2017", "jan-19", "2017-12-31", "171231"]
)
def test_a_row_of_another_year_is_refused_by_its_row(written: str) -> None:
    (told,) = problems(f"5010;10000;{written};100")
    assert told == (
        f"Rad 2: Kolumn C: ”{written}” ligger utanför 2018. Exportera bara 2018, eller välj rätt år högst upp på sidan."
    )


def test_opening_balances_of_period_nought_are_no_month() -> None:
    (told,) = problems("1930;;201800;100")
    assert told.startswith("Rad 2: Kolumn C: Period 0 är ingående balanser, som inte läses ur en tabell.")


def test_six_digits_are_read_the_same_way_all_through_the_column() -> None:
    """The year 2010 read into 2020 must not become the days of October 2020."""
    months = [f"5010;;2010{month:02};1" for month in range(1, 13)]
    assert len(problems(*months, year=2020)) == 12
    assert [row.month for row in read(*months, year=2010).rows] == list(range(1, 13))
    days = read("5010;;201011;1", "5010;;201031;1", year=2020)
    assert [row.dated for row in days.rows] == [datetime.date(2020, 10, 11), datetime.date(2020, 10, 31)]


def test_a_month_without_year_takes_it_from_the_column_beside_it() -> None:
    head = "Konto;År;Månad;Belopp"
    assert [row.month for row in read("5010;2018;1;1", "5010;18;2;1", head=head).rows] == [1, 2]
    assert problems("5010;2017;1;1", head=head)[0].startswith("Rad 2: Kolumn C: ”1” ligger utanför 2018.")
    assert problems("5010;nu;1;1", head=head) == [
        "Rad 2: Kolumn B: ”nu” är inget år. Skriv till exempel 2018."
    ]


def test_the_period_goes_before_the_date_which_is_kept() -> None:
    head = "Konto;Period;Datum;Belopp"
    first, second = read("5010;201801;2017-12-28;1", "5010;201801;2018-01-15;1", head=head).rows
    assert (first.month, first.dated) == (1, datetime.date(2017, 12, 28))
    assert (second.month, second.dated) == (1, datetime.date(2018, 1, 15))


def test_only_a_date_says_the_month() -> None:
    (row,) = read("5010;2018-04-30;1", head="Konto;Bokföringsdatum;Belopp").rows
    assert (row.month, row.dated) == (4, datetime.date(2018, 4, 30))


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_written_as_a_day_is_that_day(day: datetime.date) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y"):
        text = day.strftime(form)
        cell = Cell(2, 1, text, kind=CellKind.TEXT)
        found = Periods([cell]).read(cell)
        assert found is not None
        assert (found.year, found.month, found.day) == (day.year, day.month, day.day)


@given(st.text(max_size=12))
def test_no_text_makes_the_reading_of_a_period_fail_otherwise_than_in_swedish(text: str) -> None:
    cell = Cell(2, 1, text, kind=CellKind.TEXT)
    try:
        found = Periods([cell]).read(cell)
    except ValueError as error:
        assert str(error).endswith(("går att läsa.", "läses ur en tabell."))
    else:
        assert found is None or 1 <= found.month <= 12


def test_a_date_of_a_spreadsheet_is_read() -> None:
    content = xlsx([("Konto", "Period", "Belopp"), ("5010", datetime.date(2018, 5, 31), Decimal("10.50"))])
    found = read_table(content, "a.xlsx", TableChoices(), YEAR)
    assert found.rows is not None
    (row,) = found.rows.rows
    assert (row.month, row.dated, row.amount) == (5, datetime.date(2018, 5, 31), Decimal("10.50"))


# --- Amounts and signs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("\u22121 234", "-1234"),
        ("-1234", "-1234"),
        ("1234-", "-1234"),
        ("(1 234,50)", "-1234.50"),
        ("( 1234 )", "-1234"),
        ("(1 234,50) kr", "-1234.50"),
        ("1 234,50 kr", "1234.50"),
        ("'-100", "-100"),
        ("0", "0"),
        ("+7", "7"),
    ],
)
def test_amounts_are_read_as_systems_write_them(written: str, amount: str) -> None:
    (row,) = read(f'5010;;1;"{written}"').rows
    assert row.amount == Decimal(amount)


@pytest.mark.parametrize(
    "written", ["1.234", "abc", "1 234,505", "12,3,4", "(-100)", "((1))", "1e3", "#N/A", "9" * 14, "100 tkr"]
)
def test_what_is_no_amount_is_refused_by_its_row_and_column(written: str) -> None:
    (told,) = problems(f'5010;10000;1;"{written}"')
    assert told.startswith("Rad 2: Kolumn D: ")


def test_a_table_may_write_costs_with_minus() -> None:
    found = read("5010;;1;-100", "3010;;1;250", sign="minus")
    assert [row.amount for row in found.rows] == [Decimal(100), Decimal(-250)]


def test_amounts_in_thousands_are_what_the_title_or_the_choice_says() -> None:
    assert read("5010;1;1,5", head="Konto;Period;Belopp tkr").rows[0].amount == Decimal(1500)
    assert read("5010;1;1,5", head="Konto;Period;Belopp", unit="tkr").rows[0].amount == Decimal(1500)


@pytest.mark.parametrize(
    ("lines", "choice", "amounts"),
    [
        (("5010;1;100;", "3010;1;;40"), "", ["100", "-40"]),
        (("5010;1;100;0", "3010;1;0;-40"), "", ["100", "-40"]),
        (("5010;1;100;", "3010;1;;-40"), "plus", ["100", "40"]),
        (("5010;1;100;-20", "3010;1;;40"), "", ["120", "-40"]),
        (("5010;1;-100;", "3010;1;60;60,5"), "", ["-100", "-0.5"]),
    ],
)
def test_debit_less_credit_is_the_amount_however_credit_is_written(
    lines: tuple[str, ...], choice: str, amounts: list[str]
) -> None:
    found = read(*lines, head="Konto;Period;Debet;Kredit", credit_sign=choice)
    assert [row.amount for row in found.rows] == [Decimal(each) for each in amounts]


def test_signs_that_look_turned_are_told_of() -> None:
    content = f"{HEAD}\n5010;;1;-100\n3010;;1;250\n".encode()
    assert any("ändrar du tecknen" in each for each in read_table(content, "a", TableChoices(), YEAR).notices)
    turned = read_table(content, "a", TableChoices(sign="minus"), YEAR)
    assert not any("ändrar du tecknen" in each for each in turned.notices)


# --- What a row says ---------------------------------------------------------------------------------------


def test_a_whole_row_is_kept() -> None:
    head = "Konto;Konto (T);Ansvar;Ansvar (T);Verksamhet;Projekt;Motpart;Period;Datum;Serie;Vernr;Text;Belopp"
    found = read("5010;Hyra;10000;Styrelsen;V1;P7;;201802;2018-02-28;A;17;Lokal februari;1 200,00", head=head)
    (row,) = found.rows
    assert (row.number, row.account, row.month, row.amount) == (2, "5010", 2, Decimal(1200))
    assert row.objects == (("ansvar", "10000"), ("verksamhet", "V1"), ("projekt", "P7"))
    assert (row.dated, row.series, row.voucher, row.text) == (
        datetime.date(2018, 2, 28),
        "A",
        "17",
        "Lokal februari",
    )
    assert (found.accounts, found.objects) == ({"5010": "Hyra"}, {("ansvar", "10000"): "Styrelsen"})


def test_code_and_name_may_share_a_cell() -> None:
    found = read("5010 Lokalhyra;10 000;1;1", "6070 - Representation;21000 Samordningsteam;1;1")
    assert [(row.account, dict(row.objects)["ansvar"]) for row in found.rows] == [
        ("5010", "10000"),
        ("6070", "21000"),
    ]
    assert found.accounts == {"5010": "Lokalhyra", "6070": "Representation"}
    assert found.objects == {("ansvar", "21000"): "Samordningsteam"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (";10000;1;100", "Rad 2: Kolumn A: Konto saknas. Skriv det på raden."),
        ("Hyra;10000;1;100", "Rad 2: Kolumn A: ”Hyra” är inget konto."),
        ("5010;10000;;100", "Rad 2: Kolumn C: Period saknas. Skriv det på raden."),
        ("5010;10000;1", "Rad 2: Raden har 3 fält men rubrikraden 4."),
        ("5010;10000;1;100;7", "Rad 2: Raden har 5 fält men rubrikraden 4."),
        ("5010;" + "x" * 41 + ";1;100", "Rad 2: Kolumn B: ”" + "x" * 40 + "…” är för långt för en kod."),
        ("9" * 21 + ";;1;100", "Rad 2: Kolumn A: ”" + "9" * 21 + "” är inget konto."),
    ],
)
def test_what_is_missing_or_wrong_is_told_by_row(line: str, told: str) -> None:
    found = problems(line)
    assert found[0].startswith(told), found


def test_all_that_is_wrong_with_a_row_is_told_at_once_and_no_more_than_a_hundred_things() -> None:
    assert len(problems("Hyra;;x;y")) == 3
    assert problems(*["x;;y;z"] * 200)[-1].endswith("felen är för många.")
    assert 100 <= len(problems(*["x;;y;z"] * 200)) <= 104


def test_a_row_without_amount_is_told_of_and_not_read() -> None:
    found = read("5010;;1;100", "6070;;1;", "Utskrivet den 3 maj")
    assert (len(found.rows), found.without_amount, found.problems) == (1, [3, 4], [])


def test_a_table_without_rows_is_refused() -> None:
    assert problems(";;;") == ["Rad 1: Det finns inga bokförda rader under rubrikraden."]


# --- Sums --------------------------------------------------------------------------------------------------

LINES = ("5010;10000;1;100", "5010;10000;2;50", "6070;10000;1;25")


@pytest.mark.parametrize(
    "line", ["Summa;;;175", "Totalt;;;175", ";Summa 10000;;175", "s:a;;;175,00", ";;;175", "Summa;;;999"]
)
def test_a_row_that_reads_as_a_sum_is_asked_about_and_not_read(line: str) -> None:
    found = read(*LINES, line)
    assert found.problems == []
    assert len(found.rows) == 3
    (asked,) = found.questions
    assert (asked.row, asked.is_complete) == (5, False)
    assert asked.ties == ("999" not in line)


def test_a_sum_that_does_not_tie_says_what_the_rows_come_to() -> None:
    (asked,) = read(*LINES, "Summa;;;200").questions
    assert asked.told == "200, men rad 2–4 ger 175\u00a0kr. Kontrollera att inga rader saknas."


def test_sums_of_accounts_and_areas_are_told_from_the_rows_they_are_of() -> None:
    found = read(
        "5010;10000;1;100", "5010;10000;2;50", "Summa 5010;;;150", "6070;10000;1;25", "Summa 6070;;;25",
        "Summa 10000;;;175", "5010;20000;1;10", "5010;20000;2;5", "Summa 20000;;;15", "Totalt;;;190",
    )  # fmt: skip
    assert [(each.row, each.ties) for each in found.questions] == [(n, True) for n in (4, 6, 7, 10, 11)]


def test_a_whole_row_is_a_sum_only_when_somebody_says_so() -> None:
    total = "6070;Totalt;2;175"
    (asked,) = read(*LINES, total).questions
    assert asked.is_complete
    assert len(read(*LINES, total, answers={5: ROW}).rows) == 4
    assert len(read(*LINES, total, answers={5: LEFT_OUT}).rows) == 3


def test_a_text_that_names_a_total_is_no_sum_unless_it_adds_up() -> None:
    head = "Konto;Ansvar;Period;Text;Belopp"
    found = read("5010;1;1;Totalförsvaret AB;100", "5010;1;1;Netto prisavdrag AB;7", head=head)
    assert (len(found.rows), found.questions) == (2, ())


def test_what_was_answered_of_sums_holds_only_for_those_that_tie() -> None:
    tied, untied = read(*LINES, "Summa;;;175", sums=LEFT_OUT), read(*LINES, "Summa;;;200", sums=LEFT_OUT)
    assert (len(tied.rows), tied.questions) == (3, ())
    assert len(untied.questions) == 1


def test_a_row_that_merely_lacks_its_account_is_never_left_out_by_an_earlier_answer() -> None:
    found = read("5010;1;1;100", "5010;1;2;50", ";1;3;150", sums=LEFT_OUT)
    assert len(found.questions) == 1


# --- Columns -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Konto", "konto"),
        ("KONTONR", "konto"),
        ("Konto (T)", "konto_namn"),
        ("Kontonamn", "konto_namn"),
        ("Ansvar", "ansvar"),
        ("Ansvarsbenämning", "ansvar_namn"),
        ("Ansvar namn", "ansvar_namn"),
        ("Kst", "kostnadsstalle"),
        ("Vht", "verksamhet"),
        ("Projekt", "projekt"),
        ("Motpart", "motpart"),
        ("Redovisningsperiod", "period"),
        ("Månad", "period"),
        ("Bokf.datum", "datum"),
        ("Belopp (kr)", "belopp"),
        ("Utfall", "belopp"),
        ("Debet", "debet"),
        ("Ver.nr", "verifikation"),
        ("Verifikationstext", "text"),
        ("Ack utfall", None),
        ("Budget", None),
        ("", None),
    ],
)
def test_titles_are_known_by_what_systems_call_them(title: str, name: str | None) -> None:
    assert meaning(title) == name


def test_our_own_names_of_columns_are_known_so_that_what_is_remembered_holds() -> None:
    assert {name: meaning(name) for name in LABELS} == {name: name for name in LABELS}


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Ansvar;Period;Belopp", "Ingen kolumn med konto hittades."),
        ("Konto;Ansvar;Belopp", "Ingen kolumn med period eller datum hittades."),
        ("Konto;Ansvar;Period", "Ingen kolumn med belopp hittades."),
        ("Konto;Period;Debet", "Ingen kolumn med belopp hittades."),
        ("Konto;Period;Belopp;Debet;Kredit", "Kolumn C: Välj antingen belopp, eller debet och kredit."),
        ("Konto;Konto;Period;Belopp", "Kolumn B: Kolumn A och B är båda konto."),
        ("Konto;Ansvar;jan;feb;mar;apr;Belopp", "Filen har en kolumn per månad."),
    ],
)
def test_columns_that_are_missing_or_meant_twice_have_to_be_chosen(head: str, told: str) -> None:
    found = read_table(f"{head}\n5010;1;1;1;1;1;1".encode(), "a.csv", TableChoices(), YEAR)
    assert found.rows is None
    assert any(told in str(each) for each in found.problems), found.problems


def test_titles_below_a_heading_are_found_and_the_sheet_with_them() -> None:
    workbook = Workbook()
    workbook.active.append(["Försättsblad"])
    sheet = workbook.create_sheet("Huvudbok")
    for row in (["Huvudbok 2018"], [], ["Konto", "Period", "Belopp"], ["5010", 201801, 100]):
        sheet.append(row)
    made = BytesIO()
    workbook.save(made)
    found = read_table(made.getvalue(), "a.xlsx", TableChoices(), YEAR)
    assert found.table is not None and found.table.name == "Huvudbok"
    assert found.rows is not None
    assert [(row.number, row.amount) for row in found.rows.rows] == [(4, Decimal(100))]


# --- Records -----------------------------------------------------------------------------------------------


def test_rows_of_one_voucher_are_one_voucher_and_every_row_is_a_record() -> None:
    head = "Konto;Ansvar;Period;Vernr;Text;Belopp"
    text = f"{head}\n5010;1;201801;A1;Hyra;100\n2440;;201801;A1;;-100\n6070;1;201802;;Kaffe;7\n"
    found = read_table(text.encode(), "a.csv", TableChoices(), YEAR)
    items = list(items_of(found, YEAR))
    rows = [
        (each.date, each.account, each.voucher.number, each.text)
        for each in items
        if isinstance(each, VoucherRow)
    ]
    january, february = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 2, 1)
    assert rows == [
        (january, "5010", "A1", "Hyra"),
        (january, "2440", "A1", ""),
        (february, "6070", "", "Kaffe"),
    ]
    first, second, *_ = (each.voucher for each in items if isinstance(each, VoucherRow))
    assert first is second
    books = Reading(items).books
    assert (books.vouchers, books.rows, books.is_sound, books.begin) == (0, 3, True, None)
    assert sum(books.changes("ansvar").values()) == Decimal(7)
    assert any("Balansräkningen ändras inte" in each for each in found.notices)


def in_csv(rows: list[Any], delimiter: str, encoding: str) -> bytes:
    """The rows as text, with decimal comma."""
    said = [
        [f"{each}".replace(".", ",") if isinstance(each, Decimal) else each for each in row] for row in rows
    ]
    return csv_text(said, delimiter).encode(encoding)


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
booked = st.lists(
    st.tuples(
        st.integers(3000, 8999).map(str),
        st.sampled_from(["", "10000", "21000", "A 7"]),
        st.integers(1, 12),
        amounts,
    ),
    min_size=1,
    max_size=12,
)


@given(booked, st.sampled_from(["xlsx", "ods", ";utf-8", "\tutf-8", ",cp1252", ";utf-16", ";utf-8-sig"]))
def test_any_table_comes_back_as_it_was_written(rows: list[Any], form: str) -> None:
    table = [
        ("Konto", "Ansvarsenhet", "Period", "Verifikationstext", "Belopp"),
        *(
            (account, code, f"{YEAR}{month:02}", f"Räkning {number}", amount)
            for number, (account, code, month, amount) in enumerate(rows)
        ),
    ]
    made = {"xlsx": xlsx, "ods": ods}.get(form) or (lambda each: in_csv(each, form[0], form[1:]))
    found = read_table(made(table), "a", TableChoices(), YEAR)
    assert found.rows is not None, found.problems
    assert found.rows.problems == []
    assert [
        (row.account, dict(row.objects).get("ansvar", ""), row.month, row.amount) for row in found.rows.rows
    ] == rows


# --- Attacks -----------------------------------------------------------------------------------------------


def refusal(content: bytes, name: str = "bok.xlsx") -> str:
    found = read_table(content, name, TableChoices(), YEAR)
    assert found.rows is None
    (problem,) = found.reading.problems
    return problem.message


def test_what_is_no_table_is_refused_whatever_it_is_called() -> None:
    assert "är en PDF" in refusal(b"%PDF-1.7\n" + b"x" * 100)
    assert "äldre format" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "är en bild" in refusal(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
    assert "webbsida" in refusal(b"<html><table><tr><td>Konto</td></tr></table></html>")
    assert "varken ett kalkylark eller en textfil" in refusal(
        b"Konto;Period;Belopp\n5010;1;\x00100\n", "bok.csv"
    )
    assert "är tom" in refusal(b"", "bok.csv")
    assert "filen med bokföringen" in refusal(archive({"bok.csv": b"Konto;Period;Belopp\n"}))


def test_bombs_and_files_that_are_too_large_are_refused() -> None:
    bomb = archive(
        {
            "xl/workbook.xml": b"<workbook/>",
            "[Content_Types].xml": b"",
            "xl/worksheets/sheet1.xml": b" " * 60_000_000,
        }
    )
    assert "när den packas upp" in refusal(bomb)
    assert "är större än 10" in refusal(b";" * (LEDGER.max_bytes + 1), "bok.csv")
    wide = "Konto;Period;Belopp" + ";x" * 60
    assert "fler än 60 kolumner" in refusal(wide.encode(), "bok.csv")
    long = b"Konto;Period;Belopp\n" + b"5010;1;1\n" * LEDGER.max_rows
    assert "fler än 30\u00a0000 rader" in refusal(long, "bok.csv")


def test_entities_are_not_followed() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"{head}<document><table name='a'>&e;</table></document>",
    }
    assert "skadad" in refusal(archive(parts), "bok.ods")


def test_a_workbook_with_macros_is_read_for_its_cells_alone() -> None:
    """Nothing of a macro is opened: only the sheets' own cells are looked at."""
    plain = xlsx([("Konto", "Period", "Belopp"), ("5010", "1", Decimal(5))])
    with zipfile.ZipFile(BytesIO(plain)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    found = read_table(
        archive({**parts, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Auto_Open"}), "a.xlsm", TableChoices(), YEAR
    )
    assert found.rows is not None
    assert [row.amount for row in found.rows.rows] == [Decimal(5)]


def test_a_formula_counts_as_the_value_it_was_saved_with_and_one_without_is_refused() -> None:
    def sheet(value: str) -> bytes:
        head = "".join(
            f'<c r="{letter}1" t="inlineStr"><is><t>{title}</t></is></c>'
            for letter, title in zip("ABC", ("Konto", "Period", "Belopp"), strict=True)
        )
        return raw_xlsx(
            f'<row r="1">{head}</row><row r="2"><c r="A2"><v>5010</v></c><c r="B2"><v>1</v></c>'
            f'<c r="C2"><f>SUM(1,2)</f>{value}</c></row>'
        )

    saved = read_table(sheet("<v>3</v>"), "a.xlsx", TableChoices(), YEAR)
    assert saved.rows is not None
    assert [row.amount for row in saved.rows.rows] == [Decimal(3)]
    unsaved = read_table(sheet(""), "a.xlsx", TableChoices(), YEAR)
    assert unsaved.rows is not None
    assert "formel utan sparat värde" in str(unsaved.rows.problems[0])


def test_a_text_that_a_spreadsheet_would_run_is_a_text() -> None:
    head = "Konto;Period;Text;Belopp"
    (row,) = read('5010;1;=HYPERLINK("http://x");1', head=head).rows
    assert row.text == '=HYPERLINK("http://x")'


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (b"#FLAGGA 0\r\n", True),
        (b"\xef\xbb\xbf#FLAGGA 0", True),
        (b"\r\n  #PROGRAM x", True),
        (b"#flagga\t0", True),
        (b"Konto;Period;Belopp\n", False),
        (b"#;Konto;Period\n", False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_a_sie_file_is_known_by_its_first_record(content: bytes, is_one: bool) -> None:
    assert is_sie(content) is is_one
