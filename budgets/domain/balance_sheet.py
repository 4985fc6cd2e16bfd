"""The balance sheet as it is printed: each row when a month ended beside last year-end (6 kap. 2 §, 13 kap. LKBR).

What the items stand at is in `ledger_balance`. Amounts are as printed, each side without sign; surplus has +.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from budgets.domain.ledger import YEAR_END
from budgets.domain.ledger_balance import (
    ASSETS,
    LIABILITIES,
    OPENING,
    BalanceFacts,
    BalanceSheet,
    balance_sheet,
)
from finsam import swedish
from finsam.money import ZERO


class Level(StrEnum):
    """What a line is: a heading without amounts, a row, the sum of a group, or of a side."""

    HEADING = "heading"
    ROW = "row"
    SUM = "sum"
    TOTAL = "total"


@dataclass(frozen=True)
class Group:
    """Rows under a heading with their sum. Without heading the rows stand by themselves."""

    heading: str
    rows: tuple[str, ...]
    sum_label: str = ""


ASSET_GROUPS = (
    Group(
        "Anläggningstillgångar",
        ("intangible_assets", "tangible_assets", "financial_assets"),
        "Summa anläggningstillgångar",
    ),
    Group("", ("infrastructure",)),
    Group(
        "Omsättningstillgångar",
        ("stock", "receivables", "short_investments", "cash"),
        "Summa omsättningstillgångar",
    ),
)
LIABILITY_GROUPS = (
    Group("Eget kapital", ("equity", "result"), "Summa eget kapital"),
    Group("Avsättningar", ("pension_provisions", "other_provisions"), "Summa avsättningar"),
    Group("Skulder", ("long_debts", "current_debts"), "Summa skulder"),
)
"""The rows of 6 kap. 2 § LKBR, in its order. "result" is the ledger's, from January."""
ALWAYS = frozenset({"equity", "result"})
"""Rows that are shown though they are nought."""


@dataclass(frozen=True)
class BalanceLine:
    """A line when the month ended and at last year-end; None where it is not known, and for a heading."""

    key: str
    label: str
    level: Level
    now: Decimal | None = None
    before: Decimal | None = None


@dataclass(frozen=True)
class PrintedBalance:
    """The balance sheet when a month ended. `has_before` says whether last year-end is known."""

    year: int
    month: int
    assets: tuple[BalanceLine, ...]
    liabilities: tuple[BalanceLine, ...]
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

    @property
    def groups(self) -> tuple[tuple[BalanceLine, ...], ...]:
        """The lines of both sides, a group ending with its sum and a side with its total."""
        found: list[list[BalanceLine]] = [[]]
        for line in (*self.assets, *self.liabilities):
            starts = line.level in (Level.HEADING, Level.TOTAL) or self._ends(found[-1])
            if starts and found[-1]:
                found.append([])
            found[-1].append(line)
        return tuple(tuple(group) for group in found)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing, and what does not tie."""
        found = []
        if not self.has_before:
            found.append(
                f"Balansen vid utgången av {self.year - 1} är inte införd, så att jämförelsen saknas."
            )
        if self.is_before_from_opening:
            found.append(f"Utgången av {self.year - 1} är den ingående balansen {self.year}.")
        if self.has_before and not self.has_result_before:
            found.append(f"Resultatet {self.year - 1} ingår i det egna kapitalet.")
        if self.difference:
            found.append(
                f"Tillgångarna och det som finansierar dem skiljer {swedish.exact(abs(self.difference))}"
                f"{swedish.NBSP}kr."
            )
        return tuple(found)

    @staticmethod
    def _ends(group: list[BalanceLine]) -> bool:
        return bool(group) and group[-1].level in (Level.SUM, Level.TOTAL)


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


def year_end(before: BalanceFacts, now: BalanceFacts) -> YearEnd | None:
    """What the year before ended with: its own balance, else what this year's files open with."""
    if is_known(before, YEAR_END):
        sheet = balance_sheet(before, YEAR_END)
        return YearEnd(sheet, sheet.result if before.ledger.rows else None, is_opening=False)
    if any(row.month == OPENING for row in now.rows):
        return YearEnd(balance_sheet(now, OPENING), None, is_opening=True)
    return None


def printed_balance(now: BalanceFacts, before: BalanceFacts, month: int) -> PrintedBalance | None:
    """The balance sheet when the month ended; None while it is not known what the items stood at."""
    if not is_known(now, month):
        return None
    sheet, earlier = balance_sheet(now, month), year_end(before, now)
    labels = {**now.names, "result": "Årets resultat" if month == YEAR_END else "Periodens resultat"}
    columns = [_amounts(sheet, sheet.result)]
    if earlier is not None:
        columns.append(_amounts(earlier.sheet, earlier.result))

    def side(groups: tuple[Group, ...], key: str, label: str) -> tuple[BalanceLine, ...]:
        lines = [line for group in groups for line in _group(group, labels, columns)]
        return (*lines, _line(key, label, Level.TOTAL, columns))

    return PrintedBalance(
        year=now.ledger.year,
        month=month,
        assets=side(ASSET_GROUPS, ASSETS_TOTAL, "Summa tillgångar"),
        liabilities=side(LIABILITY_GROUPS, LIABILITIES_TOTAL, "Summa eget kapital, avsättningar och skulder"),
        has_before=earlier is not None,
        difference=sheet.difference,
        equity=sheet.equity,
        cash=sum((line.printed for line in sheet.assets if line.line == "cash"), ZERO),
        is_before_from_opening=earlier is not None and earlier.is_opening,
        has_result_before=earlier is not None and earlier.result is not None,
    )


_Amounts: TypeAlias = dict[str, Decimal | None]
ASSETS_TOTAL, LIABILITIES_TOTAL = "assets_total", "liabilities_total"


def _amounts(sheet: BalanceSheet, result: Decimal | None) -> _Amounts:
    """What each row comes to, as printed. A row that the sheet does not name is nought; the result may be unknown."""
    every = (*ASSETS, *LIABILITIES)
    return {
        **dict.fromkeys(every, ZERO),
        **{line.line: line.printed for line in (*sheet.assets, *sheet.liabilities)},
        "result": result,
        ASSETS_TOTAL: sheet.assets_total,
        LIABILITIES_TOTAL: sheet.liabilities_total,
    }


def _group(group: Group, labels: Mapping[str, str], columns: list[_Amounts]) -> Iterator[BalanceLine]:
    """The rows that hold anything in any column, with heading and sum; equity always."""
    rows = [key for key in group.rows if key in ALWAYS or any(column[key] for column in columns)]
    if not rows:
        return
    if group.heading:
        yield BalanceLine("", group.heading, Level.HEADING)
    for key in rows:
        yield _line(key, labels[key], Level.ROW, columns)
    if group.sum_label:
        sums: list[_Amounts] = [{"": sum((column[key] or ZERO for key in rows), ZERO)} for column in columns]
        yield _line("", group.sum_label, Level.SUM, sums)


def _line(key: str, label: str, level: Level, columns: list[_Amounts]) -> BalanceLine:
    return BalanceLine(key, label, level, *(column[key] for column in columns))
