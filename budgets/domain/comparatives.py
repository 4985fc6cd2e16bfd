"""Comparative figures: what last year's adopted annual report said, and what the ledger says of the same year now.

The comparison is with what was adopted. Where the ledger says otherwise now, both are told (9 kap. LKBR).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.statement_forms import PARTS, Amounts, Form, Level, Statement, lines
from finsam import swedish
from finsam.money import ZERO

SEPARATOR = "."
NOTE = "note"
OPENING_EQUITY = "Eget kapital med årets resultat"
"""What equity and the year's result are called together, where only their sum is known."""


@dataclass(frozen=True)
class Change:
    """A comparative figure that the ledger tells otherwise now than was adopted."""

    label: str
    adopted: Decimal
    present: Decimal

    def told(self, when: str) -> str:
        """It in words, with both figures; `when` is the year or the day."""
        return (
            f"Ändrat jämförelsetal: ”{self.label}” {when} står med {_kronor(self.adopted)}, som i den fastställda "
            f"årsredovisningen. I bokföringen är beloppet nu {_kronor(self.present)}."
        )

    def told_shortly(self) -> str:
        """It in a list of others."""
        return f"{self.label} (fastställt {_kronor(self.adopted)}, nu {_kronor(self.present)})"


def kept(statement: Statement, amounts: Mapping[str, Decimal | None]) -> Iterator[tuple[str, Decimal]]:
    """The parts of a statement under the names that they are frozen under: "income.cost"."""
    for part, amount in amounts.items():
        if amount is not None:
            yield f"{statement.value}{SEPARATOR}{part}", amount


def of_statement(statement: Statement, adopted: Mapping[str, Decimal]) -> dict[str, Decimal] | None:
    """What was frozen of a statement, by part; None where nothing of it was."""
    return _named(statement.value, adopted)


def note_name(key: str, row: str) -> str:
    """What a row of a note is frozen under: "note.costs.Direkta kostnader"."""
    return SEPARATOR.join((NOTE, key, row))


def of_note(key: str, adopted: Mapping[str, Decimal]) -> dict[str, Decimal] | None:
    """What was frozen of a note, by row; None where nothing of it was."""
    return _named(SEPARATOR.join((NOTE, key)), adopted)


def _named(name: str, adopted: Mapping[str, Decimal]) -> dict[str, Decimal] | None:
    start = f"{name}{SEPARATOR}"
    found = {key.removeprefix(start): amount for key, amount in adopted.items() if key.startswith(start)}
    return found or None


def changes(form: Form, was: Amounts, now: Amounts) -> tuple[Change, ...]:
    """Each row that has another amount now than was adopted.

    Where the result is not known by itself now, equity and result are compared together and the rest row by row.
    """
    were, are, together = _alike(was, now)
    by_row = (
        Change(line.label, line.amounts[0] or ZERO, line.amounts[1] or ZERO)
        for line in lines(form, (were, are))
        if line.level is Level.ROW
    )
    return only_changed((*by_row, *together))


def changes_of_parts(form: Form, was: Amounts, now: Amounts) -> tuple[Change, ...]:
    """The same part by part: a row may stand as it did though what it gathers has moved within it."""
    were, are, together = _alike(was, now)
    by_part = (
        Change(_label(form, part), were.get(part) or ZERO, are.get(part) or ZERO)
        for part in PARTS[form.statement]
    )
    return only_changed((*by_part, *together))


def only_changed(found: Iterable[Change]) -> tuple[Change, ...]:
    """Those whose figures differ."""
    return tuple(each for each in found if each.adopted != each.present)


def changes_of_rows(
    was: Mapping[str, Decimal], now: Mapping[str, Decimal], names: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """The rows of a note that have other amounts now, by their names; one that is not there is nought."""
    return only_changed(
        Change((names or {}).get(row, row), was.get(row, ZERO), now.get(row, ZERO))
        for row in dict.fromkeys((*was, *now))
    )


def _alike(was: Amounts, now: Amounts) -> tuple[Amounts, Amounts, tuple[Change, ...]]:
    """Both without equity and result, and these as one, where the result now is in equity and not known by itself."""
    if now.get("result", ZERO) is not None:
        return was, now, ()
    sums = [sum((each.get(part) or ZERO for part in ("equity", "result")), ZERO) for each in (was, now)]
    were, are = ({**each, "equity": ZERO, "result": ZERO} for each in (was, now))
    return were, are, (Change(OPENING_EQUITY, *sums),)


def _label(form: Form, part: str) -> str:
    """What a part is called: as its row, where the row is of it alone."""
    own = (row.label for row in form.rows if row.level is Level.ROW and row.gathers == (part,))
    return next(own, PARTS[form.statement][part])


def _kronor(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"
