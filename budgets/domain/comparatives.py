"""Comparative figures: what last year's adopted annual report said, and what the ledger says of the same year now.

The comparison is with what was adopted. Where the ledger says otherwise now, both are told (9 kap. LKBR).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from budgets.domain.statement_forms import Level, Line, Statement
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


def changed(was: Iterable[Line], now: Iterable[Line], when: str, column: int = 0) -> tuple[str, ...]:
    """What is told of each row that has another amount now than was adopted; `when` is the year or the day."""
    before = {line.key: line for line in was if line.level is Level.ROW}
    after = {line.key: line for line in now if line.level is Level.ROW}
    found = []
    for key in dict.fromkeys((*before, *after)):
        old, new = (_amount(each.get(key), column) for each in (before, after))
        if old != new:
            found.append(changed_words((before.get(key) or after[key]).label, when, old, new))
    return tuple(found)


def changed_words(label: str, when: str, old: Decimal, new: Decimal) -> str:
    """A changed comparative figure in words, with both."""
    return (
        f"Ändrat jämförelsetal: ”{label}” {when} står med {_kronor(old)}, som i den fastställda årsredovisningen. "
        f"I bokföringen är beloppet nu {_kronor(new)}."
    )


def _amount(line: Line | None, column: int) -> Decimal:
    return ZERO if line is None else line.amounts[column] or ZERO


def _kronor(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"
