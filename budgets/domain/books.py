"""The budgets' facts of several years, with what they add up to worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from budgets.domain.equity import Outlook, outlook
from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact
from budgets.domain.statement_cells import StatementCells
from budgets.domain.totals import Totals, totals

Result = TypeVar("Result")


@dataclass(frozen=True)
class Sums:
    """A column of amounts and what it adds up to."""

    budget: BudgetFact
    centres: tuple[CentreFact, ...]
    totals: Totals


@dataclass(frozen=True)
class Books:
    """`by_year` holds each year's facts; the rest follows from them."""

    by_year: Mapping[int, BudgetFacts]
    cells: Mapping[int, StatementCells] = field(default_factory=dict)
    """The statements of the years that are spoken of, cell by cell."""
    _memory: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def outlook(self, year: int) -> Outlook | None:
        """The outlook of a year's budget."""
        facts = self.by_year.get(year)
        return None if facts is None else self._once(("outlook", year), lambda: outlook(facts))

    def sums(self, source: str, year: int) -> Sums | None:
        """What the budget of a year adds up to, or what it forecasts for the year before (`source` "forecast")."""
        return self._once(("sums", source, year), lambda: self._sums(source, year))

    def _sums(self, source: str, year: int) -> Sums | None:
        if source == "forecast":
            facts = self.by_year.get(year)
            column = facts.column("forecast", year - 1) if facts else None
            return _added(column, facts) if facts and column else None
        own = self.by_year.get(year)
        for facts in (own, *self.by_year.values()):
            column = facts.column("budget", year) if facts else None
            if facts and column:
                return _added(column, facts)
        return None

    def _once(self, key: tuple[Any, ...], work_out: Callable[[], Result]) -> Result:
        if key not in self._memory:
            self._memory[key] = work_out()
        found: Result = self._memory[key]
        return found


def _added(budget: BudgetFact, facts: BudgetFacts) -> Sums:
    return Sums(budget, facts.centres, totals(budget, facts.centres))
