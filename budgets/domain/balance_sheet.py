"""The balance sheet as it is printed: each row when a month ended beside last year-end (6 kap. 2 §, 13 kap. LKBR).

What the items stand at is in `ledger_balance`, how they are set up in `standard_forms`. Amounts are as printed, each
side without sign; surplus has +.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.domain.comparatives import Change, changes
from budgets.domain.ledger import YEAR_END, LedgerFacts
from budgets.domain.ledger_balance import (
    ASSETS,
    LIABILITIES,
    OPENING,
    BalanceFacts,
    BalanceSheet,
    balance_sheet,
)
from budgets.domain.standard_forms import LKBR_BALANCE
from budgets.domain.statement_forms import Amounts, Form, Line, in_groups, lines
from finsam import periods, swedish
from finsam.money import ZERO


@dataclass(frozen=True)
class YearEnd:
    """The balance that a year begins with."""

    sheet: BalanceSheet
    result: Decimal | None
    """The year's result; None where only what it has left in equity is known."""
    is_opening: bool


def is_known(facts: BalanceFacts, month: int) -> bool:
    """Whether it is known what the items stood at when the month ended."""
    if any(row.month == month and month != OPENING for row in facts.rows):
        return True
    has_opening = any(row.month == OPENING for row in facts.rows)
    return has_opening and month <= max((row.month for row in facts.ledger.movements), default=0)


def is_booked(ledger: LedgerFacts) -> bool:
    """Whether anything is booked in the year: without it the year's result is not known, rather than nought."""
    return bool(ledger.rows or ledger.movements)


def year_end(before: BalanceFacts, now: BalanceFacts) -> YearEnd | None:
    """What the year before ended with: its own balance, else what this year's files open with."""
    if is_known(before, YEAR_END):
        sheet = balance_sheet(before, YEAR_END)
        return YearEnd(sheet, sheet.result if before.ledger.rows else None, is_opening=False)
    if any(row.month == OPENING for row in now.rows):
        return YearEnd(balance_sheet(now, OPENING), None, is_opening=True)
    return None


@dataclass(frozen=True)
class PrintedBalance:
    """The balance sheet when a month ended. `has_before` says whether last year-end is known."""

    year: int
    month: int
    lines: tuple[Line, ...]
    """Each with the amount when the month ended and, where it is known, the one at last year-end."""
    has_before: bool
    difference: Decimal
    """What the sides differ by: 0 when the balance sheet balances."""
    equity: Decimal
    """With the result so far."""
    cash: Decimal
    is_before_from_opening: bool = False
    """Whether last year-end is told by this year's opening balances."""
    has_result_before: bool = True
    """Whether last year's result is known by itself, and not in its equity alone."""
    amounts: Amounts = field(default_factory=dict)
    """What each part stands at, as printed."""
    changed: tuple[Change, ...] = ()
    """What stands otherwise in the ledger now than in last year's adopted annual report, which is compared with."""
    form: Form = LKBR_BALANCE

    @property
    def groups(self) -> tuple[tuple[Line, ...], ...]:
        """The lines by what belongs together on paper."""
        return in_groups(self.lines)

    @property
    def changes(self) -> tuple[str, ...]:
        """What is told of each row that stands otherwise now."""
        day = swedish.long_date(periods.last_day(self.year - 1, YEAR_END))
        return tuple(each.told(day) for each in self.changed)

    def amount(self, key: str, column: int = 0) -> Decimal | None:
        """What stands in a cell: 0 is the month's column, 1 last year-end's. None where it is left out."""
        found = next((each for each in self.lines if each.key == key), None)
        return found.amounts[column] if found and len(found.amounts) > column else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing, and what does not tie."""
        found = []
        if not self.has_before:
            found.append(
                f"Balansen vid utgången av {self.year - 1} är inte införd, så att jämförelsen saknas."
            )
        if "result" in self.amounts and self.amounts["result"] is None:
            found.append(f"Inget är bokfört {self.year}, så att resultatet inte är känt.")
        if self.is_before_from_opening:
            found.append(f"Utgången av {self.year - 1} är den ingående balansen {self.year}.")
        if self.has_before and not self.has_result_before:
            found.append(f"Resultatet {self.year - 1} ingår i det egna kapitalet.")
        found += self.changes
        if self.difference:
            found.append(
                f"Tillgångarna och det som finansierar dem skiljer {swedish.exact(abs(self.difference))}"
                f"{swedish.NBSP}kr."
            )
        return tuple(found)


def printed_balance(
    now: BalanceFacts,
    before: BalanceFacts,
    month: int,
    form: Form = LKBR_BALANCE,
    adopted: Mapping[str, Decimal] | None = None,
) -> PrintedBalance | None:
    """The balance sheet when the month ended; None while it is not known what the items stood at.

    `adopted` is what the items stood at in last year's adopted annual report: then the comparison is with that.
    """
    if not is_known(now, month):
        return None
    sheet, earlier = balance_sheet(now, month), year_end(before, now)
    amounts = amounts_of(sheet, sheet.result if is_booked(now.ledger) else None)
    columns = [amounts]
    known = amounts_of(earlier.sheet, earlier.result) if earlier is not None else None
    if adopted is not None:
        columns.append(dict(adopted))
    elif known is not None:
        columns.append(known)
    year = now.ledger.year
    return PrintedBalance(
        year=year,
        month=month,
        lines=lines(form, columns, is_year=month == YEAR_END),
        has_before=len(columns) > 1,
        difference=sheet.difference,
        equity=sheet.equity,
        cash=sheet.cash,
        is_before_from_opening=adopted is None and earlier is not None and earlier.is_opening,
        has_result_before=adopted is not None or (earlier is not None and earlier.result is not None),
        amounts=amounts,
        changed=changes(form, adopted, known) if adopted is not None and known is not None else (),
        form=form,
    )


def amounts_of(sheet: BalanceSheet, result: Decimal | None) -> dict[str, Decimal | None]:
    """What each part stands at, as printed. One that the sheet does not name is nought; the result may be unknown."""
    return {
        **dict.fromkeys((*ASSETS, *LIABILITIES), ZERO),
        **{line.line: line.printed for line in (*sheet.assets, *sheet.liabilities)},
        "result": result,
    }
