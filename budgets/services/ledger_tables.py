"""Keeping a table on its way into the ledger, read as the last one like it was."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.imports.ledger_standing import LedgerChoices
from budgets.ledger_table_queries import first_table
from budgets.models import LedgerImport
from budgets.services.ledger_import import keep_waiting
from members.models import Federation, User

LEAST = 3
"""So many columns a table of the ledger has: account, period and amount."""


@transaction.atomic
def keep_ledger_table(
    *, federation: Federation, year: int, name: str, content: bytes, user: User | None
) -> LedgerImport:
    """Keep a table, with what is proposed for it. Raises when it cannot be read, or was the last to be read."""
    found, choices = first_table(federation, year, name, content)
    if found.reading.problems:
        raise ValidationError([str(problem) for problem in found.reading.problems])
    if found.columns is None or sum(bool(title.strip()) for title in found.columns.titles) < LEAST:
        raise ValidationError(
            f"”{name}” är varken en SIE-fil eller en tabell med rubriker för konto, period och belopp. "
            "Exportera bokföringen på nytt."
        )
    return keep_waiting(
        federation, year, name, content, user, LedgerImport.Kind.TABLE, LedgerChoices(table=choices)
    )
