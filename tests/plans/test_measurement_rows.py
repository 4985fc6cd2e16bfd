"""Measurements read from a file or a pasted text: what each row says, or what is wrong with it, in Swedish."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from finsam import swedish
from plans.domain.measurement_rows import parse_value
from plans.measurement_import import as_text, read_text

TEXT = (
    "År;Månad;Kommun;Svarande;Kön;N;Värde;Källa;Mätt;Kommentar\n"
    "2018;juni;Avesta;deltagare;Kvinnor;12;3,25;NNS;2018-06-30;fin\n"
)


def test_a_row_is_read_by_the_titles_of_its_columns_and_what_is_not_read_is_told() -> None:
    found = read_text(TEXT)

    assert [(row.number, row.values, row.problems) for row in found.rows] == [
        (
            2,
            {
                "year": 2018,
                "month": 6,
                "area": "Avesta",
                "respondents": "deltagare",
                "gender": "women",
                "n": 12,
                "value": Decimal("3.25"),
                "source": "NNS",
                "measured_on": date(2018, 6, 30),
            },
            (),
        )
    ]
    assert found.unread == ("Kommentar",)


def test_year_and_value_are_enough_and_a_tab_from_a_sheet_will_do() -> None:
    (row,) = read_text("år\tvärde\n2018\t345\n").rows
    assert (row.values["year"], row.values["value"], row.values["month"]) == (2018, Decimal(345), None)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("18;3;", "”18” är inget år som går att använda. Skriv ett årtal mellan 2004 och 2100."),
        ("2018;tre;", "”tre” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."),
        ("2018;;", "Värdet saknas. Skriv det, eller ta bort raden."),
        (
            "2018;1.5;",
            "”1.5” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental.",
        ),
        ("2018;1,23456;", "”1,23456” har fler än fyra decimaler."),
        ("2018;3;hund", "”hund” är inget kön. Skriv kvinnor, män, annat eller lämna tomt för alla."),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_what_to_do(line: str, told: str) -> None:
    (row,) = read_text(f"år;värde;kön\n{line}\n").rows
    assert (row.number, row.problems) == (2, (told,))


def test_two_rows_of_the_same_time_and_group_are_one_too_many() -> None:
    rows = read_text("år;värde\n2018;1\n2018;2\n").rows
    assert [row.problems for row in rows] == [
        (),
        ("Raden är om samma tid och grupp som rad 2. Ta bort den ena.",),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("namn;antal\nAvesta;3\n", "Ingen rubrikrad med ”år” och ”värde” hittades."),
        ("år;värde\n", "Det finns inga rader under rubrikraden."),
    ],
)
def test_a_text_without_titles_or_rows_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_text(text)


def test_a_workbook_is_read_as_it_stands_with_its_own_row_numbers() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Försäljning"])
    sheet.append([])
    sheet.append(["År", "Värde"])
    sheet.append([2018, 345.5])
    file = BytesIO()
    book.save(file)

    (row,) = read_text(as_text(file.getvalue(), "bok.xlsx")).rows
    assert (row.number, row.values["year"], row.values["value"]) == (4, 2018, Decimal("345.5"))


@pytest.mark.parametrize("column", ["värde", "n"])
def test_a_formula_that_nobody_has_computed_is_refused_and_not_read_as_nothing(column: str) -> None:
    """An n that is not read would leave a small group unprotected."""
    book = Workbook()
    titles = ["år", "värde", "n"]
    book.active.append(titles)
    book.active.append([2018, 3.5, 40])
    book.active.append(["=1+2" if title == column else 2019 if title == "år" else 3 for title in titles])
    file = BytesIO()
    book.save(file)

    with pytest.raises(
        ValueError, match=rf"Rad 3, kolumn {titles.index(column) + 1}: .*formel utan sparat värde"
    ):
        as_text(file.getvalue(), "bok.xlsx")


def test_a_file_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="är en PDF och inte ett kalkylark"):
        as_text(b"%PDF-1.7 ...", "rapport.pdf")


@given(st.decimals(-99_999_999, 99_999_999, places=4, allow_nan=False))
def test_a_value_is_read_back_as_it_is_written(value: Decimal) -> None:
    assert parse_value(swedish.decimal(value)) == value
