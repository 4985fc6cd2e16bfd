"""Writes of many rows that refer to nothing new, each of them logged: copies, and a budget divided into parts.

Their own rules are asked of every row. What the database holds itself (that a reference exists, that a row is the only
one) it says when they are written; asking before would be several questions for each row.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from budgets.models import BudgetLine

REFERRED = ("cost_centre", "account_group", "category")
"""What a line refers to, to be read with it: its rules ask them."""


def add_row(model: type[Model], **values: Any) -> Any:
    """A new row."""
    row = model(**values)
    _write(row)
    return row


def add_again(row: Any, **owner: Any) -> None:
    """The row as a row of its own under another owner."""
    row.pk, row.revision = None, 1
    row._state.adding = True
    for name, value in owner.items():
        setattr(row, name, value)
    _write(row)


def rewrite_amount(line: BudgetLine, amount: Any) -> None:
    """The line with another amount for the whole year, one revision further."""
    if line.amount != amount:
        line.amount = amount
        line.revision += 1
        _write(line)


def _write(row: Model) -> None:
    keys = [field.name for field in row._meta.concrete_fields if field.is_relation]
    row.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
    row.save()
