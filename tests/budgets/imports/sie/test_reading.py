"""Reading SIE: what the standard allows, what real programs write, and what is refused, with line and reason."""

import datetime
import io
import tracemalloc
import zlib
from decimal import Decimal

import pytest

from budgets.imports.sie.books import books_of
from budgets.imports.sie.items import (
    Account,
    Balance,
    BalanceKind,
    Begin,
    Code,
    Dimension,
    Encoding,
    End,
    Info,
    Item,
    Limits,
    Problem,
    Reason,
    Voucher,
    VoucherEnd,
    VoucherRow,
)
from budgets.imports.sie.reading import read
from tests.budgets.imports.sie.ledgers import many_rows

DAY = datetime.date(2023, 1, 31)


def file_of(*lines: str, encoding: str = "cp437", newline: str = "\r\n") -> bytes:
    return newline.join([*lines, ""]).encode(encoding)


def records(*lines: str, encoding: Encoding | None = None, limits: Limits | None = None) -> list[Item]:
    data = file_of(*lines)
    return list(read(io.BytesIO(data), encoding, limits or Limits()))


def problems(*lines: str, limits: Limits | None = None) -> list[tuple[Code, int]]:
    return [(each.code, each.line) for each in records(*lines, limits=limits) if isinstance(each, Problem)]


def refusal(data: bytes) -> str:
    (problem,) = [each for each in read(io.BytesIO(data)) if isinstance(each, Problem)]
    return str(problem)


def rows(*lines: str) -> list[VoucherRow]:
    found = records(f'#VER A 1 {DAY:%Y%m%d} "Porto"', "{", *lines, "}")
    assert not [each for each in found if isinstance(each, Problem)]
    return [each for each in found if isinstance(each, VoucherRow)]


def end_of(*lines: str) -> End:
    found = records(*lines)[-1]
    assert isinstance(found, End)
    return found


# --- Fields ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("#KONTO 1930 Bank", "Bank"),
        ('#KONTO 1930 "Bank"', "Bank"),
        ('#KONTO\t"1930"\t \t"Kassa och bank"', "Kassa och bank"),
        ('   #KONTO 1930 "Bank"   ', "Bank"),
        ('#KONTO 1915 "Kassa \\"special\\""', 'Kassa "special"'),
        ('#KONTO 1915 Kassa\\"special\\"', 'Kassa"special"'),
        ('#KONTO 1930 ""', ""),
        ("#KONTO 1930", ""),
        ('#KONTO 1930 "C:\\temp"', "C:\\temp"),
        ('#KONTO 1930 "slutar så \\"', "slutar så \\"),
        ('#KONTO 1930 "{inte} en lista"', "{inte} en lista"),
        ('#konto 1930 "Bank"', "Bank"),
    ],
)
def test_a_field_is_read_however_it_is_quoted_and_spaced(line: str, name: str) -> None:
    (account,) = [each for each in records(line) if isinstance(each, Account)]

    assert account.name == name
    assert account.number in ("1930", "1915")


@pytest.mark.parametrize(
    ("written", "objects"),
    [
        ("{}", ()),
        ("{ }", ()),
        ("{1 10}", (("1", "10"),)),
        ('{1 "10" 6 "Bilen"}', (("1", "10"), ("6", "Bilen"))),
        ('{"1" "Nord" "7" "103"}', (("1", "Nord"), ("7", "103"))),
        ('{ \t1\t"Team }Ö{"\t}', (("1", "Team }Ö{"),)),
        ('{1 "" 6 "P"}', (("6", "P"),)),
        ('{01 "10"}', (("1", "10"),)),
    ],
)
def test_an_object_list_is_read_in_every_variant(written: str, objects: tuple[tuple[str, str], ...]) -> None:
    assert [each.objects for each in rows(f"#TRANS 5010 {written} 100.50")] == [objects]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("100", "100"),
        ("-100.5", "-100.5"),
        ("100.55", "100.55"),
        ('"100.55"', "100.55"),
        ("+7", "7"),
        ("100,5", "100.5"),
    ],
)
def test_an_amount_is_exact(written: str, amount: str) -> None:
    (row,) = rows(f"#TRANS 5010 {{}} {written}")

    assert (row.amount, type(row.amount)) == (Decimal(amount), Decimal)


@pytest.mark.parametrize(("written", "read_as"), [("20230228", 28), ("00000000", 31), ('""', 31), ("0", 31)])
def test_a_row_without_a_date_has_its_vouchers(written: str, read_as: int) -> None:
    (row,) = rows(f"#TRANS 5010 {{}} 1 {written} text")

    assert row.date is not None
    assert (row.date.day, row.text) == (read_as, "text")


def test_an_account_may_have_letters() -> None:
    assert [each.account for each in rows("#TRANS 4530A {} 1")] == ["4530A"]


def test_a_row_without_an_object_list_is_read_as_one_with_an_empty_list() -> None:
    assert [(each.objects, each.amount) for each in rows("#TRANS 5010 100.00 20230131")] == [
        ((), Decimal(100))
    ]


# --- Vouchers ----------------------------------------------------------------------------------------------


def test_the_standards_own_example_of_added_and_removed_rows_counts_each_row_once() -> None:
    found = records(
        '#VER "" "" 20080101 "Porto"',
        "{",
        "#TRANS 1910 { } -1000.00",
        "#TRANS 2640 { } 200.00",
        "#BTRANS 6110 { } 800.00",
        "#RTRANS 6250 { } 800.00",
        "#TRANS 6250 {} 800.00",
        "}",
    )
    voucher = Voucher(1, "", "", datetime.date(2008, 1, 1), "Porto", None)

    assert found[1:-1] == [
        voucher,
        VoucherRow(3, voucher, "1910", (), Decimal("-1000.00"), voucher.date, ""),
        VoucherRow(4, voucher, "2640", (), Decimal("200.00"), voucher.date, ""),
        VoucherRow(7, voucher, "6250", (), Decimal("800.00"), voucher.date, ""),
        VoucherEnd(8, voucher, 3, Decimal("0.00")),
    ]
    assert found[-1] == End(8, {}, 0, 1, 1, 0, 0, 0, False)


def test_an_added_row_that_no_equal_row_follows_is_not_counted_but_told() -> None:
    lines = (
        "#VER A 1 20230131",
        "{",
        "#RTRANS 6250 {} 800.00",
        "#TRANS 6250 {} 80.00",
        "#TRANS 1910 {} -80",
        "}",
    )

    assert end_of(*lines).unmatched_added_rows == 1
    assert [each.amount for each in records(*lines) if isinstance(each, VoucherRow)] == [
        Decimal(80),
        Decimal(-80),
    ]


def test_numbers_may_repeat_in_other_series_and_be_missing() -> None:
    heads = ("A 1", "B 1", '"#" 1', '"" 1', '"" ""', '"" ""', "A 3", "A 2")
    lines = [line for head in heads for line in (f"#VER {head} 20230131", "{", "}")]

    assert problems(*lines) == []


def test_a_number_twice_in_one_series_is_refused() -> None:
    lines = [line for head in ("A 1", "A 2", "A 3", "A 2") for line in (f"#VER {head} 20230131", "{", "}")]

    assert problems(*lines) == [(Code.TWICE, 10)]


# --- What readers have to pass over ------------------------------------------------------------------------


def test_unknown_records_with_what_they_hold_and_extra_fields_are_passed_over_and_counted() -> None:
    found = records(
        "#NYPOST 1 2",
        "{",
        "#INRE 1 2",
        "#UNDER",
        "{",
        "fritt",
        "}",
        "}",
        '#KONTO 1930 "Bank" framtida fält',
        "",
        "#SRU 1930 7214",
        "#VER A 1 20230131",
        "{",
        "#FRAMTID",
        "#TRANS 1930 {} 1 20230131 t 1 AN x y",
        "}",
        "#nypost",
    )

    assert [type(each) for each in found] == [Begin, Account, Voucher, VoucherRow, VoucherEnd, End]
    assert found[-1] == End(17, {"#NYPOST": 2, "#FRAMTID": 1}, 2, 0, 0, 0, 0, 0, False)


def test_a_dos_end_of_file_and_a_last_line_without_an_end_are_no_matter() -> None:
    found = list(read(io.BytesIO(b"#FLAGGA 0\r\n#KONTO 1930 Bank\x1a")))

    assert found[1:-1] == [Info(1, "#FLAGGA", ("0",)), Account(2, "1930", "Bank")]


def test_dimensions_keep_their_numbers_without_noughts_and_their_parents() -> None:
    assert records("#DIM 01 Ansvar", "#UNDERDIM 21 Enhet 1")[1:-1] == [
        Dimension(1, "1", "Ansvar", ""),
        Dimension(2, "21", "Enhet", "1"),
    ]


def test_balances_are_read_whole_and_by_object() -> None:
    assert records(
        "#IB 0 1930 10.00 5",
        '#OIB 0 1510 {8 "12345"} 3',
        "#PSALDO 0 202301 5010 {} 7",
        "#PSALDO -1 202201 5010 6",
    )[1:-1] == [
        Balance(1, BalanceKind.OPENING, 0, "", "1930", (), Decimal("10.00")),
        Balance(2, BalanceKind.OPENING, 0, "", "1510", (("8", "12345"),), Decimal(3)),
        Balance(3, BalanceKind.PERIOD, 0, "202301", "5010", (), Decimal(7)),
        Balance(4, BalanceKind.PERIOD, -1, "202201", "5010", (), Decimal(6)),
    ]


# --- Encodings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        ("#FNAMN Företag".encode("cp437"), Encoding.CP437, Reason.LETTERS),
        ("#FNAMN Företag".encode("cp1252"), Encoding.CP1252, Reason.LETTERS),
        ("#FNAMN Företag".encode(), Encoding.UTF8, Reason.VALID_UTF8),
        ("#FNAMN Foretag".encode("utf-8-sig"), Encoding.UTF8, Reason.MARK),
        (b"#FNAMN Foretag", Encoding.CP437, Reason.ONLY_ASCII),
        (b"#FNAMN F\xb0retag", Encoding.CP437, Reason.UNSURE),
        ("#FNAMN ”Företag – ÅÄÖ”".replace("”", '"').encode("cp1252"), Encoding.CP1252, Reason.LETTERS),
    ],
)
def test_the_encoding_is_found_and_told_with_its_reason(
    data: bytes, encoding: Encoding, reason: Reason
) -> None:
    found = list(read(io.BytesIO(data)))

    assert found[0] == Begin(encoding, reason)
    assert not [each for each in found if isinstance(each, Problem)]


def test_a_letter_on_the_border_of_two_pieces_is_one_letter() -> None:
    data = b"#PROSA " + b"x" * (65_536 - 8) + "ö".encode() + b"\r\n#FNAMN Team"
    limits = Limits(line_length=100_000)

    found = list(read(io.BytesIO(data), limits=limits))

    assert found[0] == Begin(Encoding.UTF8, Reason.VALID_UTF8)
    assert found[1:-1] == [
        Info(1, "#PROSA", ("x" * (65_536 - 8) + "ö",)),
        Info(2, "#FNAMN", ("Team",)),
    ]


def test_a_chosen_encoding_is_obeyed() -> None:
    data = "#FNAMN Företag".encode("cp1252")

    found = list(read(io.BytesIO(data), Encoding.CP437))

    assert found[:2] == [Begin(Encoding.CP437, Reason.CHOSEN), Info(1, "#FNAMN", ("F÷retag",))]


def test_an_encoding_that_does_not_fit_is_refused_at_the_line_where_it_does_not() -> None:
    data = b"#FLAGGA 0\n" + "#FNAMN Företag".encode("cp437")

    assert [str(each) for each in read(io.BytesIO(data), Encoding.UTF8) if isinstance(each, Problem)] == [
        "Rad 2: Tecknen går inte att läsa som UTF-8. Välj en annan teckenkodning."
    ]


def test_letters_that_were_lost_before_are_counted() -> None:
    data = "#FORMAT PC8\n#FNAMN F\ufffdretag\n#KONTO 1930 Bank".encode()

    end = list(read(io.BytesIO(data)))[-1]

    assert isinstance(end, End)
    assert end.lost_letters == 1


# --- The checksum ------------------------------------------------------------------------------------------


def test_the_checksum_is_over_labels_and_fields_without_quotes_spaces_and_braces() -> None:
    body = ('#KONTO 1915 "Kassa \\"special\\""', "#VER A 1 20230131", "{", '#TRANS 7010 { 1 "456" }  0', "}")
    value = zlib.crc32(b'#KONTO1915Kassa "special"#VERA120230131#TRANS701014560')

    assert end_of("#FLAGGA 0", "#KSUMMA", *body, f"#KSUMMA {value}").is_checked
    assert end_of("#FLAGGA 0", "#KSUMMA", *body, f"#KSUMMA {value - 2**32}").is_checked
    assert problems("#KSUMMA", *body, f"#KSUMMA {value + 1}") == [(Code.CHECKSUM, 7)]
    assert problems("#KSUMMA", *body) == [(Code.CUT_OFF, 6)]
    assert problems(*body, f"#KSUMMA {value}") == [(Code.CHECKSUM, 6)]
    assert problems("#KSUMMA", *body, f"#KSUMMA {value}", "#KONTO 1 2") == [(Code.CHECKSUM, 8)]


def test_the_checksum_is_of_letters_as_the_standard_writes_them_in_any_encoding() -> None:
    value = zlib.crc32("#FNAMNÅÄÖ".encode("cp437"))
    data = f"#KSUMMA\n#FNAMN ÅÄÖ\n#KSUMMA {value}\n".encode()

    end = list(read(io.BytesIO(data)))[-1]

    assert isinstance(end, End)
    assert end.is_checked


# --- Refusals ----------------------------------------------------------------------------------------------

HEAD = "#VER A 1 20230131"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (('#KONTO 1930 "Bank',), [(Code.QUOTES, 1)]),
        (('#KONTO 1930 Ba"nk"',), [(Code.QUOTES, 1)]),
        (('#KONTO 1930 "Ba"nk',), [(Code.QUOTES, 1)]),
        ((HEAD, "{", "#TRANS 1930 {1 10 -100.00", "}"), [(Code.QUOTES, 3)]),
        ((HEAD, "{", "#TRANS 1930 {1} 0", "}"), [(Code.OBJECTS, 3)]),
        ((HEAD, "{", "#TRANS 1930 {1 10 1 20} 0", "}"), [(Code.OBJECTS, 3)]),
        ((HEAD, "{", "#TRANS 1930 {x 10} 0", "}"), [(Code.OBJECTS, 3)]),
        ((HEAD, "{", "#TRANS 1930 {} 1.234", "}"), [(Code.DECIMALS, 3)]),
        ((HEAD, "{", "#TRANS 1930 {} 1 234", "}"), [(Code.DATE, 3)]),
        ((HEAD, "{", "#TRANS 1930 {} 1e3", "}"), [(Code.AMOUNT, 3)]),
        ((HEAD, "{", "#TRANS 1930 {} ١٢", "}"), [(Code.AMOUNT, 3)]),
        ((HEAD, "{", "#TRANS 1930 {} 1000000000000", "}"), [(Code.AMOUNT_TOO_LARGE, 3)]),
        ((HEAD, "{", "#TRANS 1930 {}", "}"), [(Code.FIELD_MISSING, 3)]),
        ((HEAD, "{", "#TRANS", "}"), [(Code.FIELD_MISSING, 3)]),
        ((HEAD, "{", "#TRANS {} 100", "}"), [(Code.ACCOUNT, 3)]),
        ((HEAD, "{", '#TRANS "" {} 100', "}"), [(Code.ACCOUNT, 3)]),
        ((HEAD, "{", "#TRANS 1930 {} 0 20230230", "}"), [(Code.DATE, 3)]),
        (("#VER A 1 00000000", "{", "#TRANS 1930 {} 0", "}"), [(Code.DATE, 3)]),
        (("#VER A 1 2023-01-31", "{", "#TRANS 1930 {} 0", "}"), [(Code.DATE, 1), (Code.DATE, 3)]),
        ((HEAD, "#TRANS 1930 {} 0"), [(Code.VOUCHER_WITHOUT_ROWS, 1), (Code.OUTSIDE_VOUCHER, 2)]),
        ((HEAD, HEAD.replace("1 2", "2 2"), "{", "}"), [(Code.VOUCHER_WITHOUT_ROWS, 1)]),
        ((HEAD, "{", "#TRANS 1930 {} 0"), [(Code.NOT_CLOSED, 3)]),
        ((HEAD, "{", HEAD, "{", "}"), [(Code.NOT_CLOSED, 3), (Code.BRACES, 4)]),
        ((HEAD, "{", "#IB 0 1930 1", "}"), [(Code.NOT_CLOSED, 3)]),
        ((HEAD, "{", "}", "}"), [(Code.BRACES, 4)]),
        ((HEAD, "{", "} #FLAGGA"), [(Code.QUOTES, 3), (Code.NOT_CLOSED, 3)]),
        (("#KONTO 1930 Bank", "{", "}"), [(Code.BRACES, 2), (Code.BRACES, 3)]),
        (("#NY", *"{{{{{"), [(Code.NESTING, 6), (Code.NOT_CLOSED, 6)]),
        (("#NY", "{", "#KONTO 1930 Bank", "}"), [(Code.NOT_CLOSED, 3)]),
        (("#FLAGGA 0", "Hej"), [(Code.NO_LABEL, 2)]),
        (("#RAR 0 20230101",), [(Code.FIELD_MISSING, 1)]),
        (("#RAR 1 20230101 20231231",), [(Code.YEAR, 1)]),
        (("#RAR 0 20231231 20230101",), [(Code.YEAR, 1)]),
        (("#IB 0 1930 1.00", "#IB 0 1930 1.00"), [(Code.TWICE, 2)]),
        (("#KONTO 1930 A", "#KONTO 1930 B"), [(Code.TWICE, 2)]),
        (("#PSALDO 0 202313 1930 {} 1",), [(Code.PERIOD, 1)]),
        (("#PSALDO {} 0 202301 1930 1",), [(Code.OBJECTS, 1)]),
        (("#KTYP 1930 X",), [(Code.TYPE, 1)]),
        (("#SIETYP 5",), [(Code.TYPE, 1)]),
        (("#DIM A Ansvar",), [(Code.OBJECTS, 1)]),
        (("",), [(Code.EMPTY, 1)]),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line(
    lines: tuple[str, ...], expected: list[tuple[Code, int]]
) -> None:
    found = [
        each
        for each in list(read(io.BytesIO(file_of(*lines, encoding="utf-8"))))
        if isinstance(each, Problem)
    ]

    assert [(each.code, each.line) for each in found] == expected
    assert all(each.message.endswith(".") for each in found)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Rad 1: Filen är tom. Exportera den på nytt."),
        (b"PK\x03\x04xx", "Rad 1: Filen är en packad fil eller ett kalkylark och ingen SIE-fil."),
        (b"\xff\xfe#\x00", "Rad 1: Filen är sparad som UTF-16 och ingen SIE-fil."),
        (
            b"\n <Sie>",
            "Rad 1: Filen är XML, kanske SIE 5, som inte läses. Exportera SIE 4 från ekonomisystemet.",
        ),
        (b"Konto;Belopp", "Rad 1: Filen börjar inte med en etikett som #FLAGGA och är ingen SIE-fil."),
        (
            b"#FLAGGA 0\n#KONTO 1\x00 A",
            "Rad 2: Raden har ett styrtecken, som ingen text har. Filen är skadad.",
        ),
    ],
)
def test_what_is_no_sie_file_is_told_for_what_it_is(data: bytes, said: str) -> None:
    assert refusal(data) == said


def test_what_is_too_large_is_refused_without_being_read_to_its_end() -> None:
    lines = ("#FLAGGA 0", "#PROSA " + "x" * 100, "#KONTO 1930 Bank")

    assert problems(*lines, limits=Limits(line_length=50)) == [(Code.LINE_TOO_LONG, 2)]
    assert problems(*lines, limits=Limits(lines=2)) == [(Code.TOO_MANY_LINES, 3)]
    assert problems(*lines, limits=Limits(size=20)) == [(Code.TOO_LARGE, 1)]


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory() -> None:
    data = io.BytesIO(b"#PROSA " + b"x" * 20_000_000)
    tracemalloc.start()

    found = list(read(data))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [each.code for each in found if isinstance(each, Problem)] == [Code.LINE_TOO_LONG]
    assert peak < 2_000_000


def test_reading_stops_at_a_hundred_problems_and_says_so() -> None:
    found = records("#FLAGGA 0", *["#IB"] * 5000)

    assert [type(each) for each in found] == [Begin, Info, *[Problem] * 101, End]
    assert found[-2] == Problem(
        Code.TOO_MANY_PROBLEMS, 102, "Filen har fler än 100 fel. Resten av den lästes inte."
    )


def test_quotes_without_end_are_read_in_time_that_grows_with_their_number_alone() -> None:
    nasty = '#KONTO 1930 "' + '\\"' * 3000 + " {" * 400

    assert problems("#FLAGGA 0", *[nasty] * 20) == [(Code.QUOTES, line) for line in range(2, 22)]


# --- Memory ------------------------------------------------------------------------------------------------


class Streamed(io.RawIOBase):
    """A file that is made as it is read, so that only the reader's own memory counts."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.seek(0)

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self._lines = (f"{line}\r\n".encode("cp437") for line in many_rows(self.rows))
        self._rest = b""
        return 0

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (line := next(self._lines, None)):
            self._rest += line
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def peak_of(rows: int) -> tuple[int, int]:
    tracemalloc.start()
    books = books_of(read(Streamed(rows)))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not books.problems
    return books.rows, peak


def test_ten_times_the_rows_take_no_more_memory() -> None:
    peak_of(1000)  # what is made once
    few, many = peak_of(10_000), peak_of(100_000)

    assert (few[0], many[0]) == (10_000, 100_000)
    assert many[1] < few[1] * 1.1
