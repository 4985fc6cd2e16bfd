"""What old documents printed, beside what is computed: facts, how far rounding reaches, and the check that compares.

What a reference stands for is found in `budgets.queries`, through the registry of figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import Unit, round_half_up
from finsam.sources import Source

MONEY_UNITS = frozenset(unit.value for unit in Unit)
_SUFFIX = {**{unit: unit for unit in MONEY_UNITS}, "percent": "%", "count": ""}
_CHECK_ROWS = "Jämför raderna med dokumentet. Är de rätt inlagda är det dokumentets siffra som är fel."


@dataclass(frozen=True)
class PublishedFact:
    """A printed figure and the computed one, both exact: kronor, per cent or a count.

    `computed` is None when there is nothing to compare with; `problem` says in Swedish why the reference itself cannot
    be followed. `terms` is how many figures the document adds up to this one, as `terms_of` counts them.
    """

    document: str
    place: str
    printed: str
    value: Decimal
    unit: str
    computed: Decimal | None = None
    terms: int = 1
    problem: str = ""

    @property
    def unit_size(self) -> Decimal:
        """How much one of the unit it was printed in is."""
        return Unit(self.unit).kronor if self.unit in MONEY_UNITS else Decimal(1)

    @property
    def decimals(self) -> int:
        """How many decimals it was printed with: one in "6,3"."""
        found = re.search(r",(\d+)", self.printed)
        return len(found[1]) if found else 0

    @property
    def step(self) -> Decimal:
        """The last printed digit: 1 000 kr for "905" in tkr, 100 000 kr for "6,3" in mnkr."""
        return self.unit_size.scaleb(-self.decimals)

    @property
    def rounding(self) -> Decimal:
        """The most that rounding can account for: half of the last digit for each figure that was added."""
        return self.step / 2 * self.terms

    def rounded(self, value: Decimal) -> Decimal:
        """The value as exact as print was, in units."""
        return round_half_up(value / self.unit_size, self.decimals)

    def shown(self, value: Decimal, decimals: int | None = None) -> str:
        """The value in the printed unit, as a reader would see it."""
        shown = self.decimals if decimals is None else decimals
        text = swedish.number(round_half_up(value / self.unit_size, shown), shown)
        return f"{text}{swedish.NBSP}{_SUFFIX[self.unit]}".rstrip()


def terms_of(key: str, argument: str, facts: BudgetFacts) -> int:
    """How many figures a document adds up to this one, in the step just before it.

    An ID's total has its lines, "Kostnader totalt" the totals of the IDs, the result income and cost, equity the year's
    movements. Counted from the lines right up to the sum of all, twenty-four lines would let ten wrong tkr pass as
    rounding; and a document that rounds its totals from öre has drifted less the longer the column.
    """
    centres = facts.centres
    if key == "budget.cost_centre_total":
        pk = next((centre.pk for centre in centres if centre.slug == argument), None)
        return _terms_of_centre(pk, facts.budget, centres)
    if key in ("budget.income_total", "budget.cost_total"):
        return _terms_of_summary(facts.budget, centres, is_funding=key == "budget.income_total")
    if key == "budget.funding_total":
        return _terms_of_funding(facts.budget)
    if key == "budget.result":
        return 2
    if key == "budget.available_funds":
        return 3
    if key in ("budget.opening_equity", "budget.closing_equity"):
        return _terms_of_equity(facts, facts.year - (key == "budget.opening_equity"))
    if key.startswith("outlook.") and argument.isdigit():
        return _terms_of_outlook(key, int(argument), facts)
    return 1


def _terms_of_outlook(key: str, year: int, facts: BudgetFacts) -> int:
    if key == "outlook.closing_equity":
        return _terms_of_equity(facts, year)
    entry = next((each for each in facts.outlook if each.year == year), None)
    budget = next((each for each in (facts.budget, facts.previous) if each and each.year == year), None)
    if key == "outlook.funding" and (entry is None or entry.funding is None):
        return _terms_of_funding(budget)
    if key == "outlook.cost" and (entry is None or entry.cost is None):
        return _terms_of_summary(budget, facts.centres, is_funding=False)
    return 1


def _terms_of_equity(facts: BudgetFacts, year: int) -> int:
    """One where equity is entered; opening and a forecast result; or opening, funding and cost."""
    entry = next((each for each in facts.outlook if each.year == year), None)
    if entry is not None and entry.closing_equity is not None:
        return 1
    return 2 if entry is not None and entry.forecast_result is not None else 3


def _terms_of_funding(budget: BudgetFact | None) -> int:
    lines = budget.lines if budget else ()
    return max(1, sum(line.nature == "contribution" and line.amount is not None for line in lines))


def _terms_of_centre(pk: int | None, budget: BudgetFact | None, centres: tuple[CentreFact, ...]) -> int:
    lines = sum(line.centre == pk and line.amount is not None for line in budget.lines) if budget else 0
    below = _used(budget, centres)
    return max(1, lines + sum(centre.parent == pk and centre.pk in below for centre in centres))


def _terms_of_summary(budget: BudgetFact | None, centres: tuple[CentreFact, ...], *, is_funding: bool) -> int:
    used = _used(budget, centres)
    return max(
        1,
        sum(
            centre.parent is None and centre.pk in used and centre.is_funding == is_funding
            for centre in centres
        ),
    )


def _used(budget: BudgetFact | None, centres: tuple[CentreFact, ...]) -> set[int]:
    """Centres that hold an amount, and those above them."""
    parents = {centre.pk: centre.parent for centre in centres}
    used: set[int] = set()
    for line in budget.lines if budget else ():
        place = line.centre if line.amount is not None else None
        while place is not None and place not in used:
            used.add(place)
            place = parents.get(place)
    return used


def published_figures_agree(facts: tuple[PublishedFact, ...]) -> Iterator[Finding]:
    """What was printed is what is computed, or differs by no more than rounding can account for."""
    for fact in facts:
        if fact.problem:
            yield _not_compared(fact, "budget.published_unknown", fact.problem, "Ändra hänvisningen.")
        elif fact.computed is None:
            yield _not_compared(
                fact,
                "budget.published_not_computed",
                "Det finns inget beräknat värde att jämföra med.",
                "Lägg in det som siffran beräknas av, eller ändra hänvisningen.",
            )
        elif fact.rounded(fact.computed) != fact.rounded(fact.value):
            yield _difference(fact, fact.computed)


def _not_compared(fact: PublishedFact, code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        where=fact.place,
        message=message,
        found=fact.shown(fact.value),
        remedy=remedy,
        source=Source(fact.document),
    )


def _difference(fact: PublishedFact, computed: Decimal) -> Finding:
    is_rounding = abs(computed - fact.value) <= fact.rounding
    apart = fact.shown(abs(fact.rounded(computed) - fact.rounded(fact.value)) * fact.unit_size)
    return Finding(
        code="budget.published_rounding" if is_rounding else "budget.published_differs",
        severity=Severity.ROUNDING if is_rounding else Severity.ERROR,
        where=fact.place,
        message=f"Tryckt och beräknad siffra skiljer sig med {apart}. {_how_much_is_rounding(fact)}".strip(),
        expected=fact.shown(computed),
        found=fact.shown(fact.value),
        remedy="" if is_rounding else _CHECK_ROWS,
        source=Source(fact.document),
    )


def _how_much_is_rounding(fact: PublishedFact) -> str:
    if fact.unit == "count":
        return ""
    of = f" av {swedish.count(fact.terms)} tal som läggs ihop" if fact.terms > 1 else ""
    return f"Avrundning{of} kan ge högst {fact.shown(fact.rounding, fact.decimals + (fact.terms % 2))}."


PUBLISHED_CHECKS = (published_figures_agree,)
