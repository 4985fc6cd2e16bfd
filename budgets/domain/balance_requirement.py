"""The result by the balance requirement (balanskravsutredning, 11 kap. 10–11 §§ LKBR)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.year_end import YearEndFacts, entered, result_of
from finsam import swedish
from finsam.money import ZERO, Unit

SIGNS = {
    "realised_gains": -1,
    "realised_gains_kept": 1,
    "realised_losses_kept": 1,
    "unrealised_gains": -1,
    "unrealised_losses": 1,
    "gains_returned": 1,
    "losses_returned": -1,
}
"""The adjustments of the balance requirement (11 kap. 10 § LKBR), in order, with what each does to the result."""
ADJUSTMENTS = {
    "realised_gains": "Realisationsvinster",
    "realised_gains_kept": "Realisationsvinster enligt undantag",
    "realised_losses_kept": "Realisationsförluster enligt undantag",
    "unrealised_gains": "Orealiserade vinster i värdepapper",
    "unrealised_losses": "Orealiserade förluster i värdepapper",
    "gains_returned": "Återförda orealiserade vinster i värdepapper",
    "losses_returned": "Återförda orealiserade förluster i värdepapper",
}


@dataclass(frozen=True)
class RequirementRow:
    """A row with its amount this year and last; None where the year is not known."""

    label: str
    amount: Decimal | None
    before: Decimal | None
    is_sum: bool = False


@dataclass(frozen=True)
class BalanceRequirement:
    """What the year's result is by the balance requirement, row by row, the last row that result."""

    year: int
    rows: tuple[RequirementRow, ...]
    result: Decimal
    has_before: bool
    unit: Unit
    remarks: tuple[str, ...] = ()
    """What each adjustment of the year is of, as entered."""

    @property
    def year_before(self) -> int:
        """The year beside it."""
        return self.year - 1

    @property
    def is_adjusted(self) -> bool:
        """Whether anything is added or taken away."""
        return len(self.rows) > 1


def balance_requirement(facts: YearEndFacts) -> BalanceRequirement | None:
    """The result by the balance requirement (11 kap. 10–11 §§ LKBR); None while the year is not in the ledger.

    Without anything to adjust it is one row. The reserves and the making good of 11 kap. 12–14 §§ of the Municipal Act
    are none of a samordningsförbund's: 21 § of the Finsam law does not refer to them.
    """
    result = result_of(facts.follow_up.now)
    if result is None:
        return None
    before = result_of(facts.follow_up.before)
    adjustments = [
        RequirementRow(
            ADJUSTMENTS[kind],
            _adjusted(facts, facts.year, kind),
            None if before is None else _adjusted(facts, facts.year - 1, kind),
        )
        for kind in SIGNS
        if facts.of(facts.year, kind) or (before is not None and facts.of(facts.year - 1, kind))
    ]
    final = result + sum((row.amount or ZERO for row in adjustments), ZERO)
    final_before = None if before is None else before + sum((row.before or ZERO for row in adjustments), ZERO)
    if adjustments:
        rows = (
            RequirementRow("Årets resultat", result, before),
            *adjustments,
            RequirementRow("Balanskravsresultat", final, final_before, is_sum=True),
        )
    else:
        rows = (RequirementRow("Årets resultat, som är balanskravsresultatet", result, before, is_sum=True),)
    remarks = tuple(
        f"{ADJUSTMENTS[kind]}: {swedish.listed([each.label for each in entries])}."
        for kind in SIGNS
        if (entries := facts.of(facts.year, kind))
    )
    return BalanceRequirement(facts.year, rows, final, before is not None, facts.follow_up.unit, remarks)


def _adjusted(facts: YearEndFacts, year: int, kind: str) -> Decimal:
    return SIGNS[kind] * entered(facts.of(year, kind)) or ZERO
