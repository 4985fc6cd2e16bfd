"""How numbers, dates and lists are written, and what is read of what people type or paste."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam import swedish
from finsam.money import LARGEST_AMOUNT, Unit, in_unit, percent_of, round_half_up
from finsam.swedish import KRONOR, MINUS, NBSP, PERCENT

amounts = st.decimals(-LARGEST_AMOUNT, LARGEST_AMOUNT, places=2)
units = st.sampled_from(Unit)


def plain(text: str) -> str:
    """The text as one types it: ordinary spaces and a hyphen for a minus."""
    return text.replace(NBSP, " ").replace(MINUS, "-")


# --- Written --------------------------------------------------------------------------------------------------------


def test_the_members_contribution_is_written_with_its_unit() -> None:
    """6 308 000 kr, 6 308 tkr: "Verksamhetsplan och budget år 2023" of Södra Dalarna, page 19 and note 1."""
    funding = Decimal(6_308_000)
    assert [swedish.amount_with_unit(funding, unit) for unit in Unit] == [
        f"6{NBSP}308{NBSP}000{NBSP}kr",
        f"6{NBSP}308{NBSP}tkr",
        f"6,3{NBSP}mnkr",
    ]


def test_a_deficit_has_a_real_minus() -> None:
    """Result 2023 −760 tkr: the plan's table of budget."""
    assert swedish.amount(Decimal(-760_000), Unit.TKR) == "\u2212760"


def test_nothing_is_a_dash_and_zero_is_zero() -> None:
    assert [
        swedish.amount(None),
        swedish.amount_with_unit(None),
        swedish.percent(None),
        swedish.long_date(None),
    ] == ["–"] * 4
    assert swedish.amount(Decimal(0)) == "0"
    assert swedish.amount(Decimal("-0.4")) == "0"


@pytest.mark.parametrize(
    ("kronor", "tkr"),
    [
        ("500", "1"),
        ("499.99", "0"),
        ("-500", "−1"),
        ("-499.99", "0"),
        ("1499.99", "1"),
        ("1500", "2"),
        ("2500", "3"),
    ],
)
def test_thousands_are_rounded_half_away_from_zero(kronor: str, tkr: str) -> None:
    assert swedish.amount(Decimal(kronor), Unit.TKR) == tkr


def test_shares_have_just_the_decimals_they_have() -> None:
    shares = [Decimal("50.00"), Decimal("12.50"), Decimal("8.25"), Decimal(0), Decimal(100)]
    assert [plain(swedish.percent(share)) for share in shares] == ["50 %", "12,5 %", "8,25 %", "0 %", "100 %"]


def test_an_id_is_grouped_only_when_it_has_five_digits() -> None:
    """10 000 Styrelsen: the plan's table of budget. Other federations use other codes, or none."""
    assert [plain(swedish.code(code)) for code in ("10000", "910", "1000000", "")] == [
        "10 000",
        "910",
        "1000000",
        "",
    ]


def test_the_day_of_the_decision_is_written_out() -> None:
    """The plan was decided on 25 november 2022, says its cover."""
    assert plain(swedish.long_date(date(2022, 11, 25))) == "25 november 2022"


def test_counts_are_words_up_to_twelve() -> None:
    """Three municipalities, ten activities: the plan of 2023 spells them out."""
    assert [plain(swedish.count(count)) for count in (0, 3, 10, 12, 13, 1200)] == [
        "noll",
        "tre",
        "tio",
        "tolv",
        "13",
        "1 200",
    ]


def test_lists_end_with_and() -> None:
    names = ["Avesta", "Hedemora", "Säter"]
    assert [swedish.listed(names[:count]) for count in range(4)] == [
        "",
        "Avesta",
        "Avesta och Hedemora",
        "Avesta, Hedemora och Säter",
    ]


def test_a_share_of_nothing_has_no_value() -> None:
    assert percent_of(Decimal(5), Decimal(0)) is None
    assert percent_of(Decimal(-54), Decimal(-216)) == 25


@given(amounts, units)
def test_a_rounded_amount_is_within_half_a_unit_and_never_a_negative_zero(
    amount: Decimal, unit: Unit
) -> None:
    shown = in_unit(amount, unit)
    assert abs(shown * unit.kronor - amount) * 2 <= unit.kronor
    assert str(shown) != "-0"


@given(amounts)
def test_rounding_treats_cost_and_income_alike(amount: Decimal) -> None:
    assert round_half_up(-amount) == -round_half_up(amount)


# --- Read -----------------------------------------------------------------------------------------------------------


@given(amounts)
def test_what_we_write_we_can_read(amount: Decimal) -> None:
    assert swedish.parse_decimal(swedish.decimal(amount)) == amount
    assert swedish.parse_decimal(f"{swedish.number(amount, 2)} kr", KRONOR) == amount
    assert swedish.parse_decimal(plain(swedish.number(amount, 2))) == amount


@given(st.integers(-999_999_999, 999_999_999))
def test_an_amount_with_its_unit_of_kronor_is_read_back(kronor: int) -> None:
    assert swedish.parse_decimal(swedish.amount_with_unit(Decimal(kronor), Unit.KR), KRONOR) == kronor


@pytest.mark.parametrize(
    "space",
    [" ", "\u00a0", "\u2007", "\u2009", "\u202f", "  "],
    ids=["space", "no-break", "figure", "thin", "narrow", "two"],
)
def test_every_space_that_excel_word_and_pdf_put_between_thousands_is_read(space: str) -> None:
    """6 308 000: the year's contributions in the plan of 2023."""
    assert swedish.parse_decimal(f"{space}6{space}308{space}000{space}kr{space}", KRONOR) == 6_308_000


def test_the_tab_and_the_line_break_that_excel_puts_after_a_cell_are_nothing() -> None:
    assert swedish.parse_decimal("\t6 308 000\r\n") == 6_308_000


@pytest.mark.parametrize("text", ["9" * 61, "7" + "\t" * 200_000 + "x", " " * 61])
def test_what_is_longer_than_an_amount_is_refused_at_once(text: str) -> None:
    told = "Det som står här är längre än 60 tecken. Skriv bara talet, till exempel 1\u00a0234,50."
    assert not swedish.is_nothing(text)
    with pytest.raises(ValueError, match=re.escape(told)):
        swedish.parse_decimal(text, KRONOR)


@pytest.mark.parametrize("between", ["\t", "\r\n", "\n", " \t "])
def test_two_pasted_cells_are_not_one_number(between: str) -> None:
    """702 and 648, Löner of two years: the plan's table of budget. Together they would be 702 648."""
    text = f"702{between}648"
    with pytest.raises(ValueError, match=re.escape(f"”{text}” är flera tal. Klistra in ett i taget.")):
        swedish.parse_decimal(text, KRONOR)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,50", "1234.50"),
        ("1234,5", "1234.5"),
        ("12", "12"),
        ("007", "7"),
        ("-320", "-320"),
        ("\u2212320", "-320"),
        ("\u2013320", "-320"),
        ("\u2212 320", "-320"),
        ("- 1 000,25", "-1000.25"),
        ("+85", "85"),
        ("\t702 000\r\n", "702000"),
        ("-0", "0"),
    ],
)
def test_what_people_type_and_paste_is_read(text: str, value: str) -> None:
    assert swedish.parse_decimal(text) == Decimal(value)
    assert not swedish.parse_decimal("-0").is_signed()


@pytest.mark.parametrize(
    ("text", "units", "value"),
    [
        ("6 308 000 kr", KRONOR, "6308000"),
        ("6 308 000 Kronor", KRONOR, "6308000"),
        ("320:-", KRONOR, "320"),
        ("-320 kr", KRONOR, "-320"),
        ("25 %", PERCENT, "25"),
        ("12,5%", PERCENT, "12.5"),
        ("12,5 procent", PERCENT, "12.5"),
        ("12,5", PERCENT, "12.5"),
    ],
)
def test_a_number_may_say_the_unit_of_its_field(text: str, units: tuple[str, ...], value: str) -> None:
    assert swedish.parse_decimal(text, units) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "units", "message"),
    [
        ("50 %", KRONOR, "”50 %” är i procent. Skriv det i kronor, till exempel 702\u00a0000."),
        ("702 tkr", KRONOR, "”702 tkr” är i tusental kronor. Skriv det i kronor, till exempel 702\u00a0000."),
        (
            "6,3 mnkr",
            KRONOR,
            "”6,3 mnkr” är i miljoner kronor. Skriv det i kronor, till exempel 702\u00a0000.",
        ),
        ("50 kr", PERCENT, "”50 kr” är i kronor. Skriv det i procent."),
        ("3 kr", (), "”3 kr” är i kronor. Skriv det utan enhet."),
    ],
)
def test_another_unit_than_the_fields_is_not_taken_for_it(
    text: str, units: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        swedish.parse_decimal(text, units)


def test_a_dash_is_nothing_as_in_our_tables() -> None:
    assert [swedish.is_nothing(text) for text in ("", "-", "–", "−", "—", " – ", "0", "-1", "--")] == [
        *[True] * 6,
        *[False] * 3,
    ]


POINT = "”{}” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental."
GROUPING = "”{}” är grupperat på ett sätt som inte går att tolka: skriv till exempel 1\u00a0234,50."
DECIMALS = "”{}” har fler än två decimaler."
WORD = "”{}” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.234,50", POINT),
        ("1,234.50", POINT),
        ("1234.50", POINT),
        ("1.234", POINT),
        ("12 34", GROUPING),
        ("1 2345", GROUPING),
        ("1234 567", GROUPING),
        ("1,2,3", GROUPING),
        ("1 234,5 0", GROUPING),
        (",50", GROUPING),
        ("12,", GROUPING),
        ("12,345", DECIMALS),
        ("-1 000,001", DECIMALS),
        ("tusen", WORD),
        ("12o0", WORD),
        ("1e3", WORD),
        ("NaN", WORD),
        ("0x10", WORD),
        ("--5", WORD),
        ("5-", WORD),
        ("1_000", WORD),
        ("", WORD),
        ("kr", WORD),
        ("12 %%", WORD),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused_with_how_to_write_it(
    text: str, message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message.format(text))):
        swedish.parse_decimal(text)


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_number_or_a_refusal(text: str) -> None:
    try:
        value = swedish.parse_decimal(text, KRONOR)
    except ValueError as error:
        assert str(error).startswith("”")
    else:
        assert value.is_finite()
        assert int(value.as_tuple().exponent) >= -2
