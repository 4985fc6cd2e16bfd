"""Checks of what old documents printed: against what is computed, and against what the same document printed below it.

Every printed sum is held twice, as a careful reader would: to the lines ("deep"), and to the figures that the document
itself printed one step below ("step"). A wrong subtotal makes the first fail in every sum above it and the second in
none, so what only follows from another figure's fault is told with that one and is no finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from budgets.domain.books import Books
from budgets.domain.equity import OutlookRow, rule_in_force
from budgets.domain.facts import EquityRuleFact
from budgets.domain.printed_findings import (
    Compared,
    compare,
    differs,
    does_not_follow,
    not_compared,
    rounds,
    term,
    told,
)
from budgets.domain.published import PublishedFact, PublishedFacts
from budgets.domain.step_parts import Name, Part, Step
from budgets.domain.steps import EQUITY, chain_to, same_figure, spent_as_budgeted, steps_of
from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.money import ZERO

SUMS_OF_LINES = ("cost_centre_total", "cost_total", "income_total", "funding_total", "other_income_total")
"""Figures that are always held to the lines, also when they follow from printed subtotals."""


def published_figures_agree(facts: PublishedFacts) -> Iterator[Finding]:
    """What was printed is what the lines and the document's own figures give, but for rounding."""
    for figures in facts.by_document.values():
        yield from _Document(figures, facts.books).findings()


@dataclass
class _Document:
    """One document's figures, held to the lines and to each other."""

    figures: list[PublishedFact]
    books: Books
    errors: dict[int, Finding] = field(default_factory=dict)
    """The error found of a figure, by its place in the document."""

    @cached_property
    def names(self) -> list[Name | None]:
        """What each figure is, the same for figures that are the same by definition."""
        return [
            same_figure(fact.name, self.books) if fact.name and not fact.problem else None
            for fact in self.figures
        ]

    @cached_property
    def printed(self) -> dict[Name, int]:
        """Where each figure was printed first."""
        found: dict[Name, int] = {}
        for place, name in enumerate(self.names):
            if name is not None:
                found.setdefault(name, place)
        return found

    @cached_property
    def last_balances(self) -> set[int]:
        """The last equity that the document printed in each outlook: where all carrying forward ends."""
        last: dict[int, Name] = {}
        for name in self.printed:
            if name.key == EQUITY and name.argument.isdecimal():
                known = last.get(name.year)
                last[name.year] = max((name, known or name), key=lambda each: int(each.argument))
        return {self.printed[name] for name in last.values()}

    def findings(self) -> Iterator[Finding]:
        """In the order the figures were printed."""
        found: list[tuple[int, Finding]] = []
        followers: list[int] = []
        for place, fact in enumerate(self.figures):
            own = list(self._of(place, fact, followers))
            found += [(place, each) for each in own]
            self.errors.update((place, each) for each in own if each.severity is Severity.ERROR)
        passed_on: dict[int, list[PublishedFact]] = {}
        for place in followers:
            root = self._root(place)
            if root is None:
                # Every figure it is made of holds, and it holds to them: roundings that have piled up.
                piled_up = replace(self._beside_lines(place), severity=Severity.ROUNDING)
                found.append((place, rounds(self.figures[place], piled_up)))
            else:
                passed_on.setdefault(root, []).append(self.figures[place])
        found.sort(key=lambda each: each[0])
        for place, finding in found:
            is_root = place in passed_on and finding is self.errors.get(place)
            yield replace(finding, message=told(finding.message, passed_on[place])) if is_root else finding

    def _of(self, place: int, fact: PublishedFact, followers: list[int]) -> Iterator[Finding]:
        """The findings of one figure; what may be no more than another's fault goes among the followers."""
        if fact.problem:
            yield not_compared(fact, "budget.published_unknown", fact.problem, "Ändra hänvisningen.")
            return
        if fact.computed is None:
            yield not_compared(
                fact,
                "budget.published_not_computed",
                "Det finns inget beräknat värde att jämföra med.",
                "Lägg in det som siffran beräknas av, eller ändra hänvisningen.",
            )
        if self._first(place) != place:
            yield from self._of_repeat(place, fact, followers)
            return
        deep, step = self._deep(place), self._step(place)
        if step is not None and step.severity is Severity.ERROR:
            yield does_not_follow(fact, step, deep)
            if deep is not None and deep.severity is Severity.ROUNDING:
                yield rounds(fact, deep)
            return
        is_own = step is None or not self._only_follows(place)
        if deep is not None and deep.severity is Severity.ERROR:
            if is_own:
                yield differs(fact, deep)
            else:
                followers.append(place)
        elif deep is not None and deep.severity is Severity.ROUNDING and is_own:
            yield rounds(fact, deep)
            return
        if step is not None and step.severity is Severity.ROUNDING:
            yield rounds(fact, step)

    def _of_repeat(self, place: int, fact: PublishedFact, followers: list[int]) -> Iterator[Finding]:
        """A figure that the document printed before: held to the lines, or else to the first print."""
        deep, repeat = self._deep(place), self._repeat(place)
        if deep is None:
            if repeat.severity is Severity.ERROR:
                yield does_not_follow(fact, repeat, None)
            elif repeat.severity is Severity.ROUNDING:
                yield rounds(fact, repeat)
        elif deep.severity is Severity.ERROR:
            if repeat.severity is None:
                followers.append(place)
            else:
                yield differs(fact, deep)
        elif deep.severity is Severity.ROUNDING and repeat.severity is not None:
            yield rounds(fact, deep)

    # --- Comparing

    def _deep(self, place: int) -> Compared | None:
        """Beside what is computed from the lines; None when nothing is."""
        return None if self.figures[place].computed is None else self._beside_lines(place)

    def _beside_lines(self, place: int) -> Compared:
        fact = self.figures[place]
        return compare(fact, fact.computed or ZERO, fact.rounding, fact.terms)

    def _step(self, place: int) -> Compared | None:
        """Beside what the figures printed one step below give; None when there is none of them, or no step.

        Of several ways the one with the most printed terms counts. The last balance is held to all years' results too.
        """
        name = self.names[place]
        ways = [] if name is None else steps_of(name, self.books, self.printed)
        usable = [step for step in ways if self._is_usable(place, step)]
        fewest = min((self._missing(step) for step in usable), default=0)
        tried = [self._tried(place, step) for step in usable if self._missing(step) == fewest]
        if name is not None and place in self.last_balances and (chain := chain_to(name, self.books)):
            tried += [self._tried(place, chain)] if self._is_usable(place, chain) else []
        order = [Severity.ERROR, Severity.ROUNDING, None]
        return min(tried, key=lambda each: order.index(each.severity), default=None)

    def _is_usable(self, place: int, step: Step) -> bool:
        """Whether the document printed any of the terms, and all of them are known."""
        known = [self._printed(part.name) for part in step]
        return (
            any(known)
            and self.figures[place] not in known
            and all(self._amount(part) is not None for part in step)
        )

    def _tried(self, place: int, step: Step) -> Compared:
        fact = self.figures[place]
        terms = [(part, self._amount(part) or ZERO) for part in step]
        words = "".join(
            term(fact, amount * part.sign * fact.sign, is_first=number == 0)
            for number, (part, amount) in enumerate(terms)
        )
        reach = sum((self._last_digit(part, fact) / 2 * part.terms for part in step), ZERO)
        expected = sum((amount * part.sign for part, amount in terms), ZERO)
        return compare(
            fact, expected, reach, sum(part.terms for part in step), words if len(step) <= 6 else ""
        )

    def _repeat(self, place: int) -> Compared:
        """Beside the first print of the same figure."""
        fact, first = self.figures[place], self.figures[self._first(place)]
        reach = max(first.step, fact.step) / 2 * fact.terms
        words = f"{first.as_printed(first.value)} ({first.place})"
        return compare(fact, first.value, reach, fact.terms, words)

    def _first(self, place: int) -> int:
        name = self.names[place]
        return place if name is None else self.printed[name]

    def _printed(self, name: Name | None) -> PublishedFact | None:
        place = None if name is None else self.printed.get(same_figure(name, self.books))
        return None if place is None else self.figures[place]

    def _missing(self, step: Step) -> int:
        return sum(self._printed(part.name) is None for part in step)

    def _amount(self, part: Part) -> Decimal | None:
        """A term as printed, else as computed."""
        printed = self._printed(part.name)
        return part.amount if printed is None else printed.value

    def _last_digit(self, part: Part, fact: PublishedFact) -> Decimal:
        printed = self._printed(part.name)
        return fact.step if printed is None else max(printed.step, fact.step)

    # --- What only follows

    def _only_follows(self, place: int) -> bool:
        """Whether the figure is made of other figures, not of lines."""
        name = self.names[place]
        return name is not None and name.key.partition(".")[2] not in SUMS_OF_LINES

    def _root(self, place: int, seen: frozenset[int] = frozenset()) -> int | None:
        """The error that a figure's difference from the lines follows from, however far below."""
        name = self.names[place]
        if name is None or place in seen:
            return None
        first = self.printed[name]
        if first != place:
            return first if first in self.errors else self._root(first, seen | {place})
        for step in steps_of(name, self.books, self.printed):
            for part in step:
                below = None if part.name is None else self.printed.get(same_figure(part.name, self.books))
                deep = None if below is None else self._deep(below)
                if below is None or deep is None or deep.severity is not Severity.ERROR:
                    continue
                found = below if below in self.errors else self._root(below, seen | {place})
                if found is not None:
                    return found
        return None

    # --- The floor

    def floor(self, row: OutlookRow, year: int, rule: EquityRuleFact) -> Iterator[Finding]:
        """A warning when the year, spent as it was printed, ends under the floor and the lines say otherwise."""
        ways = sorted(spent_as_budgeted(row, year, self.books), key=self._missing)
        way = next((each for each in ways if self._is_spending_printed(each)), None)
        if way is None or rule.amount is None:
            return
        fact = next(found for found in map(self._printed, (part.name for part in way[1:])) if found)
        left = sum(((self._amount(part) or ZERO) * part.sign for part in way), ZERO)
        computed = sum(((part.amount or ZERO) * part.sign for part in way), ZERO)
        reach = sum((self._last_digit(part, fact) / 2 for part in way), ZERO)
        if rule.amount - left <= reach or abs(left - computed) <= reach:
            return
        words = "".join(
            term(fact, (self._amount(part) or ZERO) * part.sign, is_first=number == 0)
            for number, part in enumerate(way)
        )
        yield Finding(
            code="budget.published_below_floor",
            severity=Severity.WARNING,
            where=f"{fact.document}, långsiktig budget {row.year}",
            message=(
                f"Används hela budgeten som den är tryckt ({words}) blir det egna kapitalet "
                f"{swedish.amount_with_unit(rule.amount - left)} under lägsta nivå. "
                f"Raderna ger {swedish.amount_with_unit(computed)}."
            ),
            expected=f"minst {swedish.amount_with_unit(rule.amount)}",
            found=swedish.amount_with_unit(left),
            remedy="Rätta den siffra som är fel, eller motivera varför nivån underskrids.",
            source=rule.source,
            about=(str(Name(EQUITY, str(row.year), year)),),
        )

    def _is_spending_printed(self, way: Step) -> bool:
        known = all(self._amount(part) is not None for part in way)
        return known and any(self._printed(part.name) for part in way[1:])


def printed_years_keep_the_floor(facts: PublishedFacts) -> Iterator[Finding]:
    """No year breaks the floor by the figures that a document itself printed, spent as budgeted.

    A forecast may hide it, and the lines may give another sum: what is computed is in `checks`.
    """
    for figures in facts.by_document.values():
        document = _Document(figures, facts.books)
        outlook = facts.books.outlook(facts.year)
        for row in outlook.rows if outlook else ():
            rule = rule_in_force(facts.books.by_year[facts.year].rules, "floor", row.year)
            if rule is not None:
                yield from document.floor(row, facts.year, rule)


PUBLISHED_CHECKS = (published_figures_agree, printed_years_keep_the_floor)
