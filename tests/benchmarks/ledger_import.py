"""What reading a SIE file of 100 000 voucher rows costs, beside merely splitting its lines into fields."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from budgets.imports.sie.books import books_of
from budgets.imports.sie.items import Encoding, Limits
from budgets.imports.sie.lines import lines
from budgets.imports.sie.reading import read
from budgets.imports.sie.tokens import fields
from tests.benchmarks.measure import Ratio, medians
from tests.budgets.imports.sie.ledgers import many_rows

ROWS = 100_000
PEER = f"splitting {ROWS} voucher rows into fields"


def ratios(rounds: int) -> Iterator[Ratio]:
    """Reading the rows, and summing them up by month, account and object."""
    data = "\r\n".join([*many_rows(ROWS), ""]).encode("cp437")
    taken = medians(
        {
            "fields": lambda: split(data),
            "read": lambda: sum(1 for _ in read(BytesIO(data))),
            "books": lambda: books_of(read(BytesIO(data))),
        },
        rounds,
    )
    yield Ratio("SIE: every record, with its encoding found", taken["read"], PEER, taken["fields"], 2.6)
    yield Ratio("SIE: every record, summed up", taken["books"], PEER, taken["fields"], 3.0)


def split(data: bytes) -> int:
    """How many lines a file has; each is decoded and split into fields."""
    count = 0
    for _number, line in lines(BytesIO(data), Encoding.CP437, Limits()):
        assert isinstance(line, str)
        count += fields(line) is not None
    return count
