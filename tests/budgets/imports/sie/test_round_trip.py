"""What is written is what is read, in every manner of writing; and a damaged file is refused or read for what it is."""

import datetime
import io
import random
from collections import defaultdict
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.imports.sie.books import Books, books_of
from budgets.imports.sie.items import (
    Account,
    Balance,
    BalanceKind,
    Begin,
    Encoding,
    End,
    Info,
    Item,
    Limits,
    NamedObject,
    Problem,
    Reason,
    Voucher,
    VoucherEnd,
    VoucherRow,
)
from budgets.imports.sie.reading import read
from budgets.imports.sie.reconciliation import checks
from budgets.imports.sie.tokens import PLAIN_AMOUNT
from tests.budgets.imports.sie.ledgers import tied
from tests.budgets.imports.sie.writing import any_manner, said, written

# --- Whatever is written -----------------------------------------------------------------------------------

SIGNS = "abcXYZ0189 #{}\"\\-_.,;:/'%&()åäöÅÄÖ"


def texts(least: int = 0) -> st.SearchStrategy[str]:
    """Texts that every encoding can write. A backslash cannot end one: the standard would take the quote with it."""
    return st.text(SIGNS, min_size=least, max_size=20).filter(lambda text: not text.endswith("\\"))


CODES = texts(1).filter(lambda text: text[0] not in "{}" and text.strip() == text)
AMOUNTS = st.decimals(Decimal("-999999999999.99"), Decimal("999999999999.99"), places=2)
DATES = st.dates(datetime.date(2004, 1, 1), datetime.date(2100, 12, 31))
OBJECTS = st.dictionaries(st.integers(1, 999).map(str), CODES, max_size=3).map(
    lambda pairs: tuple(pairs.items())
)


@st.composite
def vouchers(draw: st.DrawFn, number: int) -> list[Item]:
    day = draw(DATES)
    voucher = Voucher(0, draw(texts()), str(number), day, draw(texts()), draw(st.none() | DATES))
    rows = draw(
        st.lists(
            st.builds(
                VoucherRow,
                st.just(0),
                st.just(voucher),
                CODES,
                OBJECTS,
                AMOUNTS,
                st.just(day) | DATES,
                texts(),
            ),
            max_size=4,
        )
    )
    total = sum((row.amount for row in rows), Decimal())
    return [voucher, *rows, VoucherEnd(0, voucher, len(rows), total)]


@st.composite
def ledgers(draw: st.DrawFn) -> list[Item]:
    accounts = draw(st.lists(CODES, unique=True, max_size=5))
    items: list[Item] = [Info(0, "#FNAMN", (draw(texts()),)), Info(0, "#PROSA", (draw(texts()),))]
    items += [Account(0, each, draw(texts())) for each in accounts]
    items += [
        NamedObject(0, "7", each, draw(texts())) for each in draw(st.lists(CODES, unique=True, max_size=3))
    ]
    items += [Balance(0, BalanceKind.CLOSING, -1, "", each, (), draw(AMOUNTS)) for each in accounts]
    items += [
        Balance(0, BalanceKind.PERIOD, 0, "202312", each, draw(OBJECTS), draw(AMOUNTS)) for each in accounts
    ]
    for number in range(draw(st.integers(0, 3))):
        items += draw(vouchers(number))
    return items


@settings(max_examples=300, deadline=None)
@given(ledgers(), st.integers(0, 2**32))
def test_what_is_written_is_read_in_any_manner_of_writing(ledger: list[Item], seed: int) -> None:
    draw = random.Random(seed)
    manner = any_manner(draw)
    data = written(ledger, manner, draw)

    found = list(read(io.BytesIO(data), manner.encoding))

    assert said(found) == said(ledger)
    end = found[-1]
    assert isinstance(end, End)
    assert (end.is_checked, end.unmatched_added_rows) == (manner.checksum, 0)


def test_a_file_that_ties_is_read_as_it_was_written_and_its_encoding_found() -> None:
    for seed in range(200):
        ledger, draw = tied(seed), random.Random(seed)
        manner = any_manner(draw)

        found = list(read(io.BytesIO(written(ledger, manner, draw))))

        begin, books = found[0], books_of(found)
        assert isinstance(begin, Begin)
        assert (begin.encoding, begin.reason is Reason.UNSURE) == (manner.encoding, False)
        assert said(found) == said(ledger)
        assert [(check.rule, check.ties, check.compared > 0) for check in checks(books)] == [
            (check.rule, True, True) for check in checks(books)
        ]


# --- Plain rows ---------------------------------------------------------------------------------------------

WITHOUT_SHORTCUT = Limits(amount=PLAIN_AMOUNT - Decimal("0.01"))
"""Amounts are refused from a milliard on, and so no row is taken for a plain one before its amount is looked at."""
PIECES = st.sampled_from(
    (
        '#TRANS #trans #RTRANS 1930 30A1 {} {1_"10"} {6_"Bilen"_1_"2"} {1_1_1_2} { } 100 -7.5 +3.00 3.001 1,50 -0 '
        '123456789.99 20230105 20230230 20240101 "" "20230105" "Hyra" Hyra "a\\"b" "åäö" \\ " 5 "sista" extra \ufffd'
    ).split()
)


def written_row(pieces: list[str], gap: str) -> str:
    return gap.join(pieces).replace("_", " ")


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.builds(
            written_row,
            st.lists(PIECES, max_size=6).map(lambda rest: ["#TRANS", *rest]) | st.lists(PIECES, max_size=5),
            st.sampled_from([" ", "\t", "  "]),
        )
        | st.sampled_from(
            (
                "#TRANS 1930 {} 100",
                '#TRANS 3010 {1 "10"} -100.00 20230105 "Hyra"',
                '#TRANS 4010 {6 "x"} 1 "" text',
                "}",
                "{",
            )
        ),
        max_size=12,
    )
)
def test_rows_read_at_once_are_those_read_one_by_one(rows: list[str]) -> None:
    """Every row that is not written as most are, and every one that is, comes out as without the shortcut for these."""
    data = "\n".join(["#FLAGGA 0", '#VER A 1 20230105 "x"', "{", *rows, "}", ""]).encode()

    assert list(read(io.BytesIO(data), Encoding.UTF8)) == list(
        read(io.BytesIO(data), Encoding.UTF8, WITHOUT_SHORTCUT)
    )


# --- Whatever is damaged -----------------------------------------------------------------------------------


def naive_sums(data: bytes) -> dict[str, Decimal]:
    """What the rows of each account come to, read sign by sign and with nothing of the product's own."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in data.removeprefix(b"\xef\xbb\xbf").decode("latin-1").split("\n"):
        fields, field, in_quotes, in_list, before = [], None, False, False, ""
        for sign in line.strip(" \t\r"):
            if in_quotes:
                if sign == '"' and before != "\\":
                    in_quotes = False
                else:
                    field = (field or "") + sign
            elif sign == '"' and before != "\\":
                in_quotes, field = True, field or ""
            elif sign == "{":
                in_list, field = True, "{"
            elif sign == "}" and in_list:
                in_list, field = False, (field or "") + "}"
            elif sign in " \t" and not in_list:
                fields += [] if field is None else [field]
                field = None
            else:
                field = (field or "") + sign
            before = sign
        fields += [] if field is None else [field]
        if fields and fields[0].upper() == "#TRANS":
            amount = fields[3] if fields[2].startswith("{") else fields[2]
            account = fields[1].replace('\\"', '"')
            sums[account.encode("latin-1").decode("latin-1")] += Decimal(amount.replace(",", "."))
    return dict(sums)


def sums_of(books: Books) -> dict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for (_, account, _), amount in books.movements.items():
        found[account] += amount
    return dict(found)


def damaged(data: bytes, draw: random.Random) -> bytes:
    """A file after one to three accidents: bits flipped, pieces lost, repeated or moved, lines swapped, the end cut."""
    changed = bytearray(data)
    for _ in range(draw.randint(1, 3)):
        if not changed:
            break
        at = draw.randrange(len(changed))
        upto = min(len(changed), at + draw.randint(1, 12))
        match draw.randrange(8):
            case 0:
                changed[at] ^= 1 << draw.randrange(8)
            case 1:
                del changed[at:upto]
            case 2:
                changed[at:at] = changed[at:upto]
            case 3:
                del changed[at:]
            case 4:
                changed[at:at] = draw.choice(
                    [b'"', b"{", b"}", b"\\", b" ", b"#", b"-", b".", b"\n", b"9", b"\x00"]
                )
            case kind:
                lines = bytes(changed).split(b"\n")
                one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
                if kind == 5:
                    lines[one], lines[other] = lines[other], lines[one]
                elif kind == 6:
                    lines.insert(other, lines[one])
                else:
                    del lines[one]
                changed = bytearray(b"\n".join(lines))
    return bytes(changed)


def test_ten_thousand_damaged_files_are_refused_or_read_for_what_they_are() -> None:
    draw = random.Random(20230131)
    fates: defaultdict[str, int] = defaultdict(int)
    originals = []
    for seed in range(40):
        manner = any_manner(draw)
        ledger = tied(seed, vouchers=2)
        originals.append((written(ledger, manner, draw), said(ledger), sums_of(books_of(ledger))))
    for number in range(10_000):
        data, content, sums = originals[number % len(originals)]
        broken = damaged(data, draw)
        items = list(read(io.BytesIO(broken)))
        books = books_of(items)
        if books.problems:
            assert all(each.line >= 1 and each.message.endswith(".") for each in books.problems)
            assert [each for each in items if isinstance(each, Problem)] == books.problems
            fates["refused"] += 1
        elif not all(check.ties for check in checks(books)):
            fates["does not tie"] += 1
        elif said(items) == content:
            fates["the same"] += 1
        elif sums_of(books) == sums:
            fates["other texts"] += 1
        else:
            assert sums_of(books) == naive_sums(broken), broken
            fates["another ledger that ties"] += 1
    assert sum(fates.values()) == 10_000
    assert all(fates[fate] > 100 for fate in ("refused", "does not tie", "the same", "other texts")), dict(
        fates
    )
