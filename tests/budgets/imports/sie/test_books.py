"""What a file comes to, each krona once, and whether it ties."""

import io
from decimal import Decimal

import pytest

from budgets.imports.sie.books import Books, books_of, split
from budgets.imports.sie.items import BalanceKind
from budgets.imports.sie.reading import read
from budgets.imports.sie.reconciliation import Check, Difference, Rule, checks

YEARS = ("#RAR 0 20230101 20231231", "#RAR -1 20220101 20221231")
HYRA = (
    '#VER A 1 20230131 "Hyra"',
    "{",
    "#TRANS 5010 {1 10 6 P1} 700.00",
    "#TRANS 5010 {1 20} 200.00",
    "#TRANS 5010 {} 100.00",
    "#TRANS 1930 {} -1000.00",
    "}",
)


def books(*lines: str) -> Books:
    found = books_of(read(io.BytesIO("\n".join(lines).encode("cp437"))))
    assert found.is_sound
    return found


def check(rule: Rule, *lines: str) -> Check:
    (found,) = [each for each in checks(books(*lines)) if each.rule is rule]
    return found


# --- Amounts by object -------------------------------------------------------------------------------------


def test_vouchers_are_divided_by_the_dimension_asked_for_and_add_up_alike_in_each() -> None:
    found = books(*YEARS, *HYRA)

    assert found.changes("1") == {
        ("202301", "5010", "10"): Decimal("700.00"),
        ("202301", "5010", "20"): Decimal("200.00"),
        ("202301", "5010", ""): Decimal("100.00"),
        ("202301", "1930", ""): Decimal("-1000.00"),
    }
    assert found.changes("6") == {
        ("202301", "5010", "P1"): Decimal("700.00"),
        ("202301", "5010", ""): Decimal("300.00"),
        ("202301", "1930", ""): Decimal("-1000.00"),
    }
    assert found.changes_of_accounts() == {"5010": Decimal("1000.00"), "1930": Decimal("-1000.00")}


def test_a_periods_whole_is_never_added_to_its_objects() -> None:
    found = books(
        "#PSALDO 0 202301 5010 {} 1000.00",
        "#PSALDO 0 202301 5010 {1 10} 700.00",
        "#PSALDO 0 202301 5010 {1 20} 200.00",
        "#PSALDO 0 202301 5010 {6 P1} 700.00",
        "#PSALDO 0 202301 5010 {1 10 6 P1} 700.00",
        "#PSALDO 0 202302 5010 {} 50.00",
        "#PSALDO -1 202201 5010 {} 9.00",
    )

    assert found.changes("1") == {
        ("202301", "5010", "10"): Decimal("700.00"),
        ("202301", "5010", "20"): Decimal("200.00"),
        ("202301", "5010", ""): Decimal("100.00"),
        ("202302", "5010", ""): Decimal("50.00"),
    }
    assert found.changes("20") == {
        ("202301", "5010", ""): Decimal("1000.00"),
        ("202302", "5010", ""): Decimal("50.00"),
    }
    assert found.changes_of_accounts() == {"5010": Decimal("1050.00")}


@pytest.mark.parametrize(
    ("levels", "parts"),
    [
        ({(("1", "10"),): "7", (("1", "20"),): "2"}, {"10": "7", "20": "2"}),
        ({(("1", "10"), ("6", "P")): "7", (("1", "10"), ("6", "Q")): "2"}, {"10": "9"}),
        ({(("6", "P"),): "7", (("6", "Q"),): "2"}, {"": "9"}),
        ({(("6", "P"),): "7", (("7", "1"),): "7"}, {"": "7"}),
        ({(): "0", (("1", "10"),): "7", (("1", "20"),): "-7"}, {"10": "7", "20": "-7"}),
    ],
)
def test_objects_without_their_whole_are_added_along_one_dimension_alone(
    levels: dict[tuple[tuple[str, str], ...], str], parts: dict[str, str]
) -> None:
    balances = {("202301", "5010", objects): Decimal(amount) for objects, amount in levels.items()}

    assert split(balances, "1") == {("202301", "5010", key): Decimal(amount) for key, amount in parts.items()}


def test_a_file_of_type_one_gives_the_years_results_without_periods() -> None:
    assert books("#RES 0 5010 9.00", "#RES -1 5010 8.00").changes("1") == {("", "5010", ""): Decimal("9.00")}


def test_a_row_counts_to_its_own_day_unless_that_lies_outside_the_year() -> None:
    found = books(
        *YEARS,
        "#VER A 1 20230131",
        "{",
        "#TRANS 5010 {} 1.00 20230228",
        "#TRANS 5010 {} 2.00 20221231",
        "#TRANS 1930 {} -3.00",
        "}",
        "#VER A 2 20240101",
        "{",
        "#TRANS 5010 {} 4.00",
        "#TRANS 1930 {} -4.00 20230131",
        "}",
    )

    assert found.changes("1") == {
        ("202302", "5010", ""): Decimal("1.00"),
        ("202301", "5010", ""): Decimal("2.00"),
        ("202301", "1930", ""): Decimal("-7.00"),
        ("202401", "5010", ""): Decimal("4.00"),
    }
    assert (found.moved_rows, found.outside_year) == (2, 1)


def test_what_an_account_is_comes_from_the_file_and_otherwise_from_its_first_digit() -> None:
    found = books("#KTYP 5010 T", "#KTYP 1930 K", "#RES 0 2999 1.00")

    assert {
        each: found.is_result(each) for each in ("5010", "1930", "2999", "1510", "2440", "3510", "8999", "A1")
    } == {
        "5010": False,
        "1930": True,
        "2999": True,
        "1510": False,
        "2440": False,
        "3510": True,
        "8999": True,
        "A1": True,
    }


def test_dimensions_that_amounts_have_are_named_by_the_file_or_else_by_the_standard() -> None:
    found = books("#DIM 20 Team", *YEARS, *HYRA, "#PSALDO 0 202301 5010 {20 A} 1")

    assert found.dimension_names() == {"1": "Kostnadsställe", "6": "Projekt", "20": "Team"}


# --- Whether it ties ---------------------------------------------------------------------------------------


def test_a_voucher_that_does_not_add_up_is_named_with_its_sum() -> None:
    found = check(
        Rule.VOUCHERS, *YEARS, *HYRA, *(line.replace("A 1", "A 2").replace("700", "800") for line in HYRA)
    )

    assert found == Check(Rule.VOUCHERS, 2, (Difference("A 2", Decimal(0), Decimal("100.00")),), 1)


def test_opening_and_changes_give_closing_account_by_account() -> None:
    ties = ("#IB 0 1930 5000.00", "#UB 0 1930 4000.00", "#IB 0 2010 -5000.00", "#UB 0 2010 -5000.00")

    assert check(Rule.CLOSING, *YEARS, *ties, *HYRA) == Check(Rule.CLOSING, 2)
    assert check(Rule.CLOSING, *YEARS, ties[0], "#UB 0 1930 4000.01", *HYRA) == Check(
        Rule.CLOSING, 1, (Difference("1930", Decimal("4000.00"), Decimal("4000.01")),), 1
    )
    assert check(Rule.CLOSING, *YEARS, *ties[2:], *HYRA) == Check(
        Rule.CLOSING, 2, (Difference("1930", Decimal("-1000.00"), Decimal(0)),), 1
    )
    assert check(Rule.CLOSING, *ties) == Check(Rule.CLOSING, 0)


def test_periods_give_closing_in_a_file_without_vouchers() -> None:
    lines = ("#IB 0 1930 10", "#PSALDO 0 202301 1930 {} 5", "#PSALDO 0 202302 1930 {} 6", "#UB 0 1930 21")

    assert check(Rule.CLOSING, *lines) == Check(Rule.CLOSING, 1)


def test_changes_give_results() -> None:
    assert check(Rule.RESULT, *YEARS, *HYRA, "#RES 0 5010 1000.00") == Check(Rule.RESULT, 1)
    assert check(Rule.RESULT, *YEARS, *HYRA, "#RES 0 5010 900.00", "#RES 0 6210 1.00") == Check(
        Rule.RESULT,
        2,
        (
            Difference("5010", Decimal("1000.00"), Decimal("900.00")),
            Difference("6210", Decimal(0), Decimal("1.00")),
        ),
        2,
    )
    assert check(Rule.RESULT, *YEARS, *HYRA) == Check(Rule.RESULT, 0)


def test_vouchers_give_periods_of_the_accounts_that_have_them() -> None:
    ties = ("#PSALDO 0 202301 5010 {} 1000.00", "#PSALDO 0 202301 5010 {1 10} 1.00")

    assert check(Rule.PERIODS, *YEARS, *HYRA, *ties) == Check(Rule.PERIODS, 1)
    assert check(Rule.PERIODS, *YEARS, *HYRA, "#PSALDO 0 202302 5010 {} 1000.00") == Check(
        Rule.PERIODS,
        2,
        (
            Difference("5010 202301", Decimal("1000.00"), Decimal(0)),
            Difference("5010 202302", Decimal(0), Decimal("1000.00")),
        ),
        2,
    )


def test_last_years_closing_is_this_years_opening() -> None:
    assert check(Rule.YEARS, "#UB -1 1930 5.00", "#IB 0 1930 5.00") == Check(Rule.YEARS, 1)
    assert check(Rule.YEARS, "#UB -1 1930 5.00", "#IB 0 1940 5.00") == Check(
        Rule.YEARS,
        2,
        (Difference("1930", Decimal("5.00"), Decimal(0)), Difference("1940", Decimal(0), Decimal("5.00"))),
        2,
    )
    assert check(Rule.YEARS, "#IB 0 1930 5.00") == Check(Rule.YEARS, 0)


def test_balances_with_results_add_up_to_nought() -> None:
    ties = ("#UB 0 1930 4.00", "#UB 0 2010 -5.00", "#RES 0 5010 1.00")

    assert check(Rule.BALANCE, *ties) == Check(Rule.BALANCE, 1)
    assert check(Rule.BALANCE, *ties[:2], "#IB 0 1930 5.00") == Check(
        Rule.BALANCE,
        2,
        (
            Difference("Ingående balanser", Decimal(0), Decimal("5.00")),
            Difference("Utgående balanser och resultat", Decimal(0), Decimal("-1.00")),
        ),
        2,
    )


def test_only_kinds_that_are_balances_of_accounts_are_whole() -> None:
    found = books('#OIB 0 1510 {8 "1"} 3.00', "#IB 0 1510 5.00", "#IB -1 1510 4.00")

    assert found.whole(BalanceKind.OPENING) == {"1510": Decimal("5.00")}
