"""Comparative figures: what last year's adopted annual report said, and what the ledger says of the same year now.

The comparison is with what was adopted. Where the ledger says otherwise now, both are told (9 kap. LKBR).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from budgets.domain.statement_forms import Amounts, Form, Level, Statement, lines
from finsam import swedish
from finsam.money import ZERO

SEPARATOR = "."


def kept(statement: Statement, amounts: Mapping[str, Decimal | None]) -> Iterator[tuple[str, Decimal]]:
    """The parts of a statement under the names that they are frozen under: "income.cost"."""
    for part, amount in amounts.items():
        if amount is not None:
            yield f"{statement.value}{SEPARATOR}{part}", amount


def of_statement(statement: Statement, adopted: Mapping[str, Decimal]) -> dict[str, Decimal] | None:
    """What was frozen of a statement, by part; None where nothing of it was."""
    start = f"{statement.value}{SEPARATOR}"
    found = {key.removeprefix(start): amount for key, amount in adopted.items() if key.startswith(start)}
    return found or None


def changed(form: Form, was: Amounts, now: Amounts, when: str) -> tuple[str, ...]:
    """What is told of each row that has another amount now than was adopted; `when` is the year or the day."""
    return tuple(
        changed_words(line.label, when, old, new)
        for line in lines(form, (was, now))
        if line.level is Level.ROW
        for old, new in [(line.amounts[0] or ZERO, line.amounts[1] or ZERO)]
        if old != new
    )


def changed_words(label: str, when: str, old: Decimal, new: Decimal) -> str:
    """A changed comparative figure in words, with both."""
    return (
        f"Ändrat jämförelsetal: ”{label}” {when} står med {_kronor(old)}, som i den fastställda årsredovisningen. "
        f"I bokföringen är beloppet nu {_kronor(new)}."
    )


def _kronor(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"
