"""Reads a table of the ledger as a federation's tables are read: by what was chosen for the last one like it."""

from __future__ import annotations

from budgets.import_queries import remembered
from budgets.imports.files import read_file
from budgets.imports.ledger_table import LEDGER, LedgerTable, understood
from budgets.imports.ledger_table_choices import TableChoices
from budgets.imports.ledger_table_columns import find_header
from budgets.models import ImportMapping
from members.models import Federation


def first_table(
    federation: Federation, year: int, name: str, content: bytes
) -> tuple[LedgerTable, TableChoices]:
    """A table as it is proposed to be read, and by which choices. Two queries at most, and one for each sheet."""
    reading = read_file(content, name, LEDGER)
    known = remembered(federation, ImportMapping.Purpose.LEDGER, reading, find_header)
    choices = TableChoices.from_json(known)
    return understood(reading, choices, year), choices
