"""Amounts as files write them: every way of grouping that means one number, and none that could mean two."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.imports.amounts import kronor
from budgets.imports.tables import Cell, CellKind
from finsam import swedish
from finsam.money import LARGEST_AMOUNT, Unit


def written(text: str) -> Cell:
    """A cell that says this."""
    return Cell(7, 4, text, kind=CellKind.TEXT)


def number(value: str) -> Cell:
    """A cell that holds a number."""
    return Cell(7, 4, value.replace(".", ","), Decimal(value), CellKind.NUMBER)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1\u2009234,50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1234.50", "1234.50"),
        ("1 234.50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1\u2019234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("1.234.567,5", "1234567.5"),
        ("6 308 000 kr", "6308000"),
        ("6.308.000,00 kr", "6308000"),
        ("320:-", "320"),
        ("-320", "-320"),
        ("\u2212320", "-320"),
        ("\u2013 320", "-320"),
        ("320-", "-320"),
        ("1 234,50 \u2212", "-1234.50"),
        ("1 234- kr", "-1234"),
        ("+85", "85"),
        ("0,10", "0.10"),
        ("-0", "0"),
        ("-0,00 kr", "0"),
        ("\u22120.0", "0"),
        ("  12  ", "12"),
    ],
)
def test_thousands_separators_of_every_kind_are_read(text: str, value: str) -> None:
    amount = kronor(written(text), Unit.KR)
    assert amount == Decimal(value)
    assert amount is not None and not (amount == 0 and amount.is_signed())


@pytest.mark.parametrize("text", ["", " ", "-", "–", "−", "—"])
def test_nothing_and_a_dash_are_no_amount(text: str) -> None:
    assert kronor(written(text), Unit.TKR) is None
    assert kronor(Cell(7, 4), Unit.TKR) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (written("702"), "702000"),
        (written("702,5 tkr"), "702500"),
        (written("0,00001"), "0.01"),
        (written("12,12345"), "12123.45"),
        (written("1 234,567"), "1234567"),
        (written("0,125"), "125"),
        (number("1.5"), "1500"),
        (number("-320.12345"), "-320123.45"),
    ],
)
def test_thousands_of_kronor_are_exact_to_the_ore(cell: Cell, value: str) -> None:
    assert kronor(cell, Unit.TKR) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "unit", "message"),
    [
        (written("1.234"), Unit.KR, "”1.234” kan betyda både 1\u00a0234 och 1,234. Skriv 1234 eller 1,2340."),
        (
            written("-12,345"),
            Unit.TKR,
            "”-12,345” kan betyda både 12\u00a0345 och 12,345. Skriv 12345 eller 12,3450.",
        ),
        (
            written("0,123"),
            Unit.KR,
            "”0,123” kr har delar av ett öre, och inget avrundas vid inläsning. Avrunda",
        ),
        (written("0,000001"), Unit.TKR, "”0,000001” tkr har delar av ett öre"),
        (written("0,1000000000000000000000000000000001"), Unit.KR, "har delar av ett öre"),
        (number("1234.0005"), Unit.KR, "”1234,0005” kr har delar av ett öre"),
        (written("50 %"), Unit.KR, "”50 %” är i procent. Skriv det i kronor"),
        (written("702 tkr"), Unit.KR, "”702 tkr” är i tusental kronor. Skriv det i kronor"),
        (written("1.702,50 kr"), Unit.TKR, "”1.702,50 kr” är i kronor. Skriv det i tusental kronor."),
        (written("1 23"), Unit.KR, "”1 23” är grupperat på ett sätt som inte går att tolka"),
        (written("1,23,456"), Unit.KR, "grupperat"),
        (written("1.23.456"), Unit.KR, "går inte att tolka"),
        (written("1.234,567.8"), Unit.KR, "går inte att tolka"),
        (written("-5-"), Unit.KR, "är inte ett tal"),
        (written("(320)"), Unit.KR, "är inte ett tal"),
        (written("5-10"), Unit.KR, "är inte ett tal"),
        (written("1e3"), Unit.KR, "är inte ett tal"),
        (written("se not"), Unit.KR, "”se not” är inte ett tal"),
        (written("x" * 41), Unit.KR, "Cellen innehåller en lång text där ett belopp ska stå."),
        (number("1E+15"), Unit.KR, "Beloppet är större än det största som kan lagras."),
        (number("1000000000"), Unit.TKR, "större än det största"),
        (
            Cell(7, 4, kind=CellKind.UNCACHED),
            Unit.KR,
            "Cellen innehåller en formel utan sparat värde. Öppna filen i Excel och spara den.",
        ),
        (
            Cell(7, 4, "#REF!", kind=CellKind.ERROR),
            Unit.KR,
            "Cellen innehåller felet #REF!. Rätta det i filen och spara den.",
        ),
        (
            Cell(7, 4, "2023-01-02", kind=CellKind.DATE),
            Unit.KR,
            "Cellen innehåller ett datum (2023-01-02) där ett belopp ska stå.",
        ),
        (
            Cell(7, 4, "SANT", kind=CellKind.BOOLEAN),
            Unit.KR,
            "Cellen innehåller ett sant/falskt-värde (SANT) där ett belopp ska stå.",
        ),
    ],
)
def test_what_is_no_one_amount_is_refused_and_nothing_is_rounded(
    cell: Cell, unit: Unit, message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        kronor(cell, unit)


amounts = st.integers(-99_999_999_999_999, 99_999_999_999_999).map(lambda ore: Decimal(ore).scaleb(-2))


@given(amounts, st.sampled_from(Unit))
def test_every_amount_comes_back_from_every_unit(amount: Decimal, unit: Unit) -> None:
    in_unit = amount / unit.kronor
    assert kronor(number(f"{in_unit:f}"), unit) == amount
    if not re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", f"{in_unit:f}"):
        assert kronor(written(swedish.decimal(in_unit)), unit) == amount


@given(st.text(st.sampled_from("0123456789 .,-−'kr%t\u00a0"), max_size=12), st.sampled_from(Unit))
def test_whatever_is_written_is_an_exact_amount_or_a_refusal(text: str, unit: Unit) -> None:
    try:
        amount = kronor(written(text), unit)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert amount is None or (abs(amount) <= LARGEST_AMOUNT and amount == round(amount, 2))
