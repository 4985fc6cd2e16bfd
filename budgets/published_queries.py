"""Reads what old documents printed, each figure beside what is computed, into frozen facts."""

from __future__ import annotations

from decimal import Decimal

from budgets.cell_queries import is_of_statements, year_cells
from budgets.domain.books import Books
from budgets.domain.published import MONEY_UNITS, PublishedFact, PublishedFacts
from budgets.domain.step_parts import Name
from budgets.domain.steps import terms_of
from budgets.models import PublishedFigure
from budgets.queries import budget_facts
from finsam import figures
from finsam.figures import Kind, Reference, UnknownFigure
from finsam.scope import Scope

PRINTED_IN = {
    Kind.AMOUNT: MONEY_UNITS,
    Kind.PERCENT: {"percent"},
    Kind.COUNT: {"count"},
    Kind.NEUTER: {"count"},
}
"""Per kind of figure the units it can have been printed in; other kinds are not compared."""


def published_facts(scope: Scope) -> PublishedFacts:
    """What the documents of the scope's year printed, each beside what is computed.

    One query, and the facts behind the figures: read once for each year the figures speak of, however many they are.
    The statements are read of the years that a figure of them is of.
    """
    printed = PublishedFigure.objects.filter(federation_id=scope.federation_id, year=scope.year)
    figures = tuple(published_fact(row, scope) for row in printed)
    years = {scope.year, *(fact.name.year for fact in figures if fact.name)} if figures else set()
    cells = {fact.name.year for fact in figures if fact.name and is_of_statements(fact.name.key)}
    books = Books(
        {year: scope.for_year(year).facts(budget_facts) for year in sorted(years)},
        {year: scope.for_year(year).facts(year_cells) for year in sorted(cells)},
    )
    return PublishedFacts(scope.year, figures, books)


def published_fact(row: PublishedFigure, scope: Scope) -> PublishedFact:
    """A printed figure beside what is computed. No query, once the facts it speaks of are read."""
    computed, terms, problem, name = None, 1, "", None
    try:
        reference = Reference.parse(row.reference)
        computed = _computed(reference, row.unit, scope)
        year = reference.year_in(scope)
        name = Name(reference.key, reference.argument, year)
        terms = _terms(name, scope.for_year(year))
    except UnknownFigure as error:
        name, problem = None, str(error)
    return PublishedFact(
        document=row.document,
        place=row.place,
        printed=row.printed,
        value=row.value,
        unit=row.unit,
        computed=computed,
        terms=terms,
        problem=problem,
        name=name,
        pk=row.pk,
        reference=row.reference,
    )


def _terms(name: Name, scope: Scope) -> int:
    """How many figures the document adds up to it; `scope` is of its year."""
    if is_of_statements(name.key):
        return scope.facts(year_cells).terms_of(name)
    return terms_of(name.key, name.argument, scope.facts(budget_facts))


def _computed(reference: Reference, unit: str, scope: Scope) -> Decimal | None:
    figure = figures.find(reference)
    if unit not in PRINTED_IN.get(figure.kind, ()):
        raise UnknownFigure(f"Siffran ”{figure.label}” kan inte vara tryckt i den enheten.")
    value = figures.compute(reference, scope)
    return None if value is None else Decimal(value)  # type: ignore[arg-type]
