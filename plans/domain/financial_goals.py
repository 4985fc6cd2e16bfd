"""The financial goals of a year and how they went: the evaluation of god ekonomisk hushållning (11 kap. 8 § LKBR).

Equity's floor and ceiling and the result are computed from the accounts by the rules in force; a goal of the
federation's own is assessed in writing. What cannot be computed yet says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import Unit, percent_of
from finsam.sources import accounting_act
from plans.domain.assessments import MET, NOT_MET, UNASSESSED, WORDS

FLOOR, CEILING, WITHIN_BUDGET, OWN = "equity_floor", "equity_ceiling", "result_within_budget", "own"
OF_YEAR = {"this_year": "årets medelstilldelning", "next_year": "nästa års medelstilldelning"}
"""What a ceiling in per cent is taken of, in words."""


@dataclass(frozen=True)
class GoalFact:
    """A goal as it is entered. `status` and `comment` are of the assessment; a computed kind has no status."""

    pk: int
    kind: str
    title: str
    target: str
    status: str
    comment: str


@dataclass(frozen=True)
class GoalFacts:
    """A year's goals, and what they are measured by: kronor as a result, None for what is not known."""

    year: int
    goals: tuple[GoalFact, ...]
    equity: Decimal | None
    floor: Decimal | None
    ceiling_percent: Decimal | None
    ceiling_of: str
    """Which year's contributions the ceiling is taken of: this_year or next_year."""
    contributions: Decimal | None
    """The contributions that the ceiling is taken of."""
    result: Decimal | None
    budgeted: Decimal | None
    unit: Unit = Unit.TKR

    @property
    def equity_percent(self) -> Decimal | None:
        """Equity in per cent of the contributions that the ceiling is taken of."""
        if self.equity is None or self.contributions is None:
            return None
        return percent_of(self.equity, self.contributions)


@dataclass(frozen=True)
class GoalRow:
    """A goal with how it went. `outcome` is in words, with both figures; "" for one that is assessed alone."""

    goal: GoalFact
    target: str
    outcome: str
    status: str

    @property
    def words(self) -> str:
        """Uppfyllt."""
        return WORDS[self.status]


@dataclass(frozen=True)
class FinancialGoals:
    """The year's goals in order."""

    year: int
    rows: tuple[GoalRow, ...]

    @property
    def count(self) -> int:
        """How many goals there are."""
        return len(self.rows)

    @property
    def met(self) -> int:
        """How many are met."""
        return sum(row.status == MET for row in self.rows)


def financial_goals(facts: GoalFacts) -> FinancialGoals:
    """Each goal with what it came to."""
    return FinancialGoals(facts.year, tuple(_row(goal, facts) for goal in facts.goals))


def _row(goal: GoalFact, facts: GoalFacts) -> GoalRow:
    target, outcome, is_met = _measured(goal.kind, facts)
    if goal.kind == OWN:
        return GoalRow(goal, goal.target, "", goal.status)
    status = UNASSESSED if is_met is None else MET if is_met else NOT_MET
    return GoalRow(goal, goal.target or target, outcome, status)


def _measured(kind: str, facts: GoalFacts) -> tuple[str, str, bool | None]:
    """The level, what it came to, and whether it is met; None where something is not known."""
    if kind == FLOOR:
        return _floor(facts)
    if kind == CEILING:
        return _ceiling(facts)
    if kind == WITHIN_BUDGET:
        return _within_budget(facts)
    return "", "", None


def _floor(facts: GoalFacts) -> tuple[str, str, bool | None]:
    if facts.floor is None:
        return "", "Ingen lägsta nivå är beslutad för året.", None
    target = f"Minst {swedish.amount_with_unit(facts.floor, facts.unit)}"
    if facts.equity is None:
        return target, "Balansräkningen vid årets slut är inte införd.", None
    return target, swedish.amount_with_unit(facts.equity, facts.unit), facts.equity >= facts.floor


def _ceiling(facts: GoalFacts) -> tuple[str, str, bool | None]:
    if facts.ceiling_percent is None:
        return "", "Ingen högsta nivå är beslutad för året.", None
    of = OF_YEAR[facts.ceiling_of]
    target = f"Högst {swedish.percent(facts.ceiling_percent)} av {of}"
    if facts.equity is None:
        return target, "Balansräkningen vid årets slut är inte införd.", None
    share = facts.equity_percent
    if share is None or facts.contributions is None:
        return target, f"{of[:1].upper()}{of[1:]} är inte känd.", None
    equity, whole = (
        swedish.amount_with_unit(each, facts.unit) for each in (facts.equity, facts.contributions)
    )
    return target, f"{swedish.percent(share, 1)}: {equity} av {whole}", share <= facts.ceiling_percent


def _within_budget(facts: GoalFacts) -> tuple[str, str, bool | None]:
    if facts.budgeted is None:
        return "", "Året har ingen budget som gäller.", None
    target = f"Minst {swedish.amount_with_unit(facts.budgeted, facts.unit)}, som budgeterat"
    if facts.result is None:
        return target, "Ingenting är bokfört för året.", None
    return target, swedish.amount_with_unit(facts.result, facts.unit), facts.result >= facts.budgeted


def own_goals_are_assessed(facts: GoalFacts) -> Iterator[Finding]:
    """A goal that nothing computes has an assessment, and one that is not met a comment."""
    for row in financial_goals(facts).rows:
        if row.status == UNASSESSED:
            message = f"Det finansiella målet ”{row.goal.title}” är inte bedömt. {row.outcome}".strip()
        elif row.status != MET and not row.goal.comment:
            message = f"Det finansiella målet ”{row.goal.title}” är inte uppfyllt, och ingen kommentar säger varför."
        else:
            continue
        yield Finding(
            code="plan.financial_goal_unassessed",
            severity=Severity.WARNING,
            where=f"Finansiella mål {facts.year}",
            message=message,
            remedy="Bedöm målet, eller skriv en kommentar.",
            source=accounting_act("11 kap. 8 §"),
            page="financial_goals",
            page_label="Öppna de finansiella målen",
        )
