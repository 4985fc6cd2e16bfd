"""What the balance sheet's items stood at when a month ended (6 kap. 2 § LKBR): as typed, or as files tell it.

Stored and computed amounts have the ledger's sign: assets +, equity, provisions and debts −. Shown and typed they are
as a balance sheet prints them, each side without sign. The year's result is computed from the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from budgets.domain.ledger import LedgerFacts, added
from finsam.money import ZERO

OPENING = 0
"""The month of what a file tells as the year's opening balance."""
ASSETS = (
    "intangible_assets",
    "tangible_assets",
    "financial_assets",
    "infrastructure",
    "stock",
    "receivables",
    "short_investments",
    "cash",
)
LIABILITIES = ("equity", "pension_provisions", "other_provisions", "long_debts", "current_debts")
BY_ACCOUNT = {
    "10": "intangible_assets",
    "11": "tangible_assets",
    "12": "tangible_assets",
    "13": "financial_assets",
    "14": "stock",
    "15": "receivables",
    "16": "receivables",
    "17": "receivables",
    "18": "short_investments",
    "19": "cash",
    "20": "equity",
    "21": "other_provisions",
    "221": "pension_provisions",
    "22": "other_provisions",
    "23": "long_debts",
    "24": "current_debts",
    "25": "current_debts",
    "26": "current_debts",
    "27": "current_debts",
    "28": "current_debts",
    "29": "current_debts",
    "899": "equity",
}
"""Where an account stands by the beginning of its number, unless the federation says otherwise.

Classes 1 (assets) and 2 (equity and debts) are Kommun-Bas's, which SKR builds on BAS (skr.se, "Kommun-Bas"). The
groups are those of BAS: 10 intangible, 11 and 12 tangible and 13 financial assets, 14 stock, 15 and 16 receivables, 19
cash and bank, 20 equity, 23 loans, 24, 26 and 29 current debts (FAR, "Baskontotabell K1 Mini"). What BAS lacks, or has
for companies alone, follows 6 kap. 2 § LKBR and is not checked against Kommun-Bas: 17, 18, 21, 22 with 221, 25, 27 and
28. The page therefore shows the account beside its line.
"""
YEARS_RESULT = "899"
"""The account that carries a closed year's result over to equity (BAS 8999, "Årets resultat"). It counts to equity: so
the year's result, which is computed, is neither taken away by the voucher that closes the year nor counted twice.
"""


def line_of(account_number: str, own: Mapping[str, str]) -> str:
    """The line an account stands on; "" when neither the federation nor its number says."""
    if account_number in own:
        return own[account_number]
    return next(
        (BY_ACCOUNT[account_number[:size]] for size in (3, 2) if account_number[:size] in BY_ACCOUNT), ""
    )


def as_printed(line: str, amount: Decimal) -> Decimal:
    """An amount as a balance sheet prints it: what is owed without minus. The same turns it back."""
    return -amount if line in LIABILITIES else amount


@dataclass(frozen=True)
class BalanceRow:
    """An item as it is stored. `line` is "" for an account that stands on none."""

    pk: int
    month: int
    line: str
    label: str
    amount: Decimal
    source: str = ""
    who: str = ""
    when: datetime | None = None
    account_number: str = ""
    is_of_file: bool = False

    @property
    def printed(self) -> Decimal:
        """As the balance sheet prints it."""
        return as_printed(self.line, self.amount)


@dataclass(frozen=True)
class BalanceFacts:
    """A year's items, of every month, and the ledger they go with."""

    ledger: LedgerFacts
    rows: tuple[BalanceRow, ...]
    own_lines: Mapping[str, str]
    """Per account the line that the federation says it stands on."""
    names: Mapping[str, str]
    """What each line is called."""

    @property
    def months(self) -> tuple[int, ...]:
        """The months at whose end something is known."""
        known = {row.month for row in self.rows} - {OPENING}
        if any(row.month == OPENING for row in self.rows):
            known |= {row.month for row in self.ledger.movements} - {0}
        return tuple(sorted(known))


@dataclass(frozen=True)
class BalanceSheetLine:
    """A line with its items, printed without sign."""

    line: str
    name: str
    items: tuple[BalanceRow, ...]

    @property
    def printed(self) -> Decimal:
        """What its items come to, as printed."""
        return sum((item.printed for item in self.items), ZERO)


@dataclass(frozen=True)
class BalanceSheet:
    """The balance when a month ended. `result` is the ledger's from January, surplus +."""

    month: int
    assets: tuple[BalanceSheetLine, ...]
    liabilities: tuple[BalanceSheetLine, ...]
    result: Decimal
    without_line: tuple[BalanceRow, ...]

    @property
    def assets_total(self) -> Decimal:
        """What there is."""
        return sum((line.printed for line in self.assets), ZERO)

    @property
    def equity(self) -> Decimal:
        """Equity with the year's result so far."""
        opening = sum((line.printed for line in self.liabilities if line.line == "equity"), ZERO)
        return opening + self.result

    @property
    def cash(self) -> Decimal:
        """Cash and bank."""
        return self.of("cash")

    def of(self, *names: str) -> Decimal:
        """What lines come to together, as printed."""
        return sum((line.printed for line in (*self.assets, *self.liabilities) if line.line in names), ZERO)

    @property
    def liabilities_total(self) -> Decimal:
        """Equity with the result, provisions and debts."""
        return sum((line.printed for line in self.liabilities), ZERO) + self.result

    @property
    def difference(self) -> Decimal:
        """What the sides differ by: 0 when the balance sheet balances."""
        return self.assets_total - self.liabilities_total


def balance_sheet(facts: BalanceFacts, month: int) -> BalanceSheet:
    """The balance when the month ended. What is typed for the month goes before what files tell."""
    rows = _typed(facts, month) or _of_files(facts, month)
    by_line: dict[str, list[BalanceRow]] = {}
    for row in rows:
        by_line.setdefault(row.line, []).append(row)
    return BalanceSheet(
        month=month,
        assets=_lines(ASSETS, by_line, facts.names),
        liabilities=_lines(LIABILITIES, by_line, facts.names),
        result=-added(facts.ledger.through(month)),
        without_line=tuple(by_line.get("", ())),
    )


def _lines(
    order: Iterable[str], by_line: Mapping[str, list[BalanceRow]], names: Mapping[str, str]
) -> tuple[BalanceSheetLine, ...]:
    return tuple(
        BalanceSheetLine(line, names[line], tuple(by_line[line])) for line in order if line in by_line
    )


def _typed(facts: BalanceFacts, month: int) -> list[BalanceRow]:
    return [row for row in facts.rows if row.month == month and not row.is_of_file]


def _of_files(facts: BalanceFacts, month: int) -> list[BalanceRow]:
    """Per account what a file tells for the month, else its opening balance and what has moved it since."""
    told = [row for row in facts.rows if row.is_of_file and row.month == month]
    if told:
        return told
    standing = {
        row.account_number: row.amount for row in facts.rows if row.is_of_file and row.month == OPENING
    }
    if not standing:
        return []
    for move in facts.ledger.movements:
        if 0 < move.month <= month:
            standing[move.account_number] = standing.get(move.account_number, ZERO) + move.amount
    return [
        BalanceRow(
            pk=0,
            month=month,
            line=line_of(number, facts.own_lines),
            label="",
            amount=amount,
            account_number=number,
            is_of_file=True,
        )
        for number, amount in sorted(standing.items())
        if amount
    ]
