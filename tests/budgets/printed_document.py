"""A printed document to hold to its own figures, by short words: references beside what was printed, in tkr."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from budgets.domain.books import Books
from budgets.domain.contributions import contributions
from budgets.domain.equity import available_funds
from budgets.domain.facts import AmountFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.printed_checks import PUBLISHED_CHECKS
from budgets.domain.published import PublishedFact, PublishedFacts
from budgets.domain.step_parts import Name
from budgets.domain.steps import terms_of
from finsam import findings
from finsam.figures import Reference
from finsam.findings import Finding
from finsam.swedish import NBSP, parse_decimal
from tests.budgets.facts import centre, kr

UNITS = {"tkr": 1000, "kr": 1}


def area(pk: int, slug: str, *, parent: int | None = None, purpose: str = "operations") -> CentreFact:
    """An area that references know by its short name."""
    return replace(centre(pk, slug, parent=parent, purpose=purpose), slug=slug)


def with_forecast(found: LineFact, year: int, tkr: float | None) -> LineFact:
    """The line with a forecast of a year beside."""
    return replace(found, others=(*found.others, AmountFact("forecast", year, 0, kr(tkr))))


def with_plan(found: LineFact, **years: float) -> LineFact:
    """The line with plans beside: `with_plan(line, y2026=99)`."""
    plans = tuple(AmountFact("plan", int(year[1:]), 0, kr(tkr)) for year, tkr in years.items())
    return replace(found, others=(*found.others, *plans))


def computed(name: Name, books: Books) -> Decimal | None:
    """What is computed for a figure, by the ways that the registry of figures goes."""
    source, _, key = name.key.partition(".")
    if source == "outlook":
        found = books.outlook(name.year)
        row = found.row(int(name.argument)) if found else None
        return row.measure(key).amount if row else None
    facts, sums = books.by_year[name.year], books.sums(source, name.year)
    if sums is None:
        return None
    if key == "cost_centre_total":
        return sums.totals.by_centre[next(each.pk for each in sums.centres if each.slug == name.argument)]
    if key == "contribution" and facts.shares:
        return next(
            row.amount
            for row in contributions(sums.totals.funding, facts.shares).rows
            if row.member.slug == name.argument
        )
    if key == "available_funds":
        funds = available_funds(facts)
        return funds.available if funds else None
    if key in ("opening_equity", "closing_equity"):
        return computed(Name(f"outlook.{key}", str(name.year), name.year), books)
    return (
        max(-sums.totals.result, Decimal(0))
        if key == "from_equity"
        else getattr(sums.totals, f"{key}".removesuffix("_total"))
    )


def document(
    year: int, facts: tuple[BudgetFacts, ...], *printed: tuple[str, str], turned: bool = False
) -> PublishedFacts:
    """What a document of a year printed: (reference/unit, digits). The reference is the place too.

    `turned`: costs are printed with a minus.
    """
    books = Books({each.year: each for each in facts})
    return PublishedFacts(year, tuple(_fact(year, books, turned, *row) for row in printed), books)


def _fact(year: int, books: Books, turned: bool, text: str, digits: str) -> PublishedFact:
    reference = Reference.parse(text)
    name = Name(reference.key, reference.argument, int(reference.year or year))
    unit = reference.form or "tkr"
    value = parse_decimal(digits.rstrip("*")) * UNITS[unit]
    is_cost = "cost" in name.key
    return PublishedFact(
        document="Plan",
        place=text,
        printed=digits,
        value=-value if turned and is_cost else value,
        unit=unit,
        computed=computed(name, books),
        terms=terms_of(reference.key, reference.argument, books.by_year[name.year]),
        name=name,
    )


def found_in(facts: PublishedFacts) -> list[tuple[str, str, str, str]]:
    """Severity, place, expected and found of each finding, without units."""
    return [
        (each.severity.value, each.where, bare(each.expected), bare(each.found)) for each in all_found(facts)
    ]


def all_found(facts: PublishedFacts) -> tuple[Finding, ...]:
    """The findings."""
    return findings.run(PUBLISHED_CHECKS, facts)


def bare(text: str) -> str:
    """A figure as it is written, with ordinary spaces and no unit."""
    return text.replace(NBSP, " ").removesuffix(" tkr").removesuffix(" kr")
