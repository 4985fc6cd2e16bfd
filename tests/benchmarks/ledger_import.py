"""What reading a SIE file of 100 000 voucher rows costs, beside merely splitting its lines into fields."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.test.utils import override_settings

from budgets.imports.ledger_standing import LedgerChoices
from budgets.imports.sie.books import books_of
from budgets.imports.sie.items import Encoding, Limits
from budgets.imports.sie.lines import lines
from budgets.imports.sie.reading import read
from budgets.imports.sie.tokens import fields
from budgets.services.ledger_import import import_ledger_file
from tests.benchmarks.measure import Ratio, medians
from tests.budgets.imports.sie.ledgers import many_rows
from tests.factories import FederationFactory

ROWS, YEAR = 100_000, 2023
PEER = f"splitting {ROWS} voucher rows into fields"


def ratios(rounds: int) -> Iterator[Ratio]:
    """Reading the rows, summing them up by month, account and object, and the whole import with its transaction."""
    data = "\r\n".join([*many_rows(ROWS, YEAR), ""]).encode("cp437")
    with override_settings(DEBUG=False):  # which would keep every statement with all that it writes
        taken = medians(
            {
                "fields": lambda: split(data),
                "read": lambda: sum(1 for _ in read(BytesIO(data))),
                "books": lambda: books_of(read(BytesIO(data))),
                "import": lambda: whole_import(data),
            },
            rounds,
        )
    yield Ratio("SIE: every record, with its encoding found", taken["read"], PEER, taken["fields"], 2.6)
    yield Ratio("SIE: every record, summed up", taken["books"], PEER, taken["fields"], 3.0)
    yield Ratio("SIE: the whole import, to the commit", taken["import"], PEER, taken["fields"], 3.0)


def whole_import(data: bytes) -> None:
    """The file read into the ledger of a new federation, in a transaction of its own."""
    import_ledger_file(
        federation=FederationFactory(), year=YEAR, name="stor.se", content=data, choices=LedgerChoices()
    )


def split(data: bytes) -> int:
    """How many lines a file has; each is decoded and split into fields."""
    count = 0
    for _number, line in lines(BytesIO(data), Encoding.CP437, Limits()):
        assert isinstance(line, str)
        count += fields(line) is not None
    return count
