"""A year's statements side by side: what the checks of its annual report are held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.balance_sheet import PrintedBalance
from budgets.domain.bridge import Bridge
from budgets.domain.cash_flow import CashFlow
from budgets.domain.equity_history import EquityHistory, HistoryFacts
from budgets.domain.follow_up import OperatingStatement
from budgets.domain.income_statement import IncomeStatement
from budgets.domain.interim_checks import InterimFacts
from budgets.domain.result_kinds import Kinds
from budgets.domain.statement_notes import StatementNote
from budgets.domain.year_end import YearEndFacts


@dataclass(frozen=True)
class AnnualFacts:
    """A year's statements side by side; what cannot be drawn up is None."""

    interim: InterimFacts
    year_end: YearEndFacts
    operating: OperatingStatement | None
    statement: IncomeStatement | None
    balance: PrintedBalance | None
    cash_flow: CashFlow | None
    bridge: Bridge | None
    notes: tuple[StatementNote, ...]
    history: EquityHistory | None
    history_facts: HistoryFacts
    adopted: Mapping[str, Decimal]
    """What last year's adopted annual report kept, by name."""
    kinds_before: Kinds
    """What last year comes to by kind, as the ledger says now."""
    balance_before: Mapping[str, Decimal | None]
    """What last year's items stand at now, by part."""

    @property
    def year(self) -> int:
        """The year of the report."""
        return self.interim.year
