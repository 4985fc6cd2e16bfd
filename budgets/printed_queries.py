"""What the pages of printed figures read: the figures to choose among, and each printed one beside the computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from budgets.domain.printed_rows import KeptFigure, PrintedRow
from budgets.domain.published import PublishedFact
from budgets.models import PublishedFigure
from budgets.published_queries import PRINTED_IN, published_fact
from finsam import figures, swedish
from finsam.figures import Reference, UnknownFigure
from finsam.findings import Finding
from finsam.scope import Scope

YEARS_BACK = 2
"""How many years beside the document's own it may print figures of, in the list to choose from."""


@dataclass(frozen=True)
class PrintedView:
    """A printed figure as a table shows it. `apart` is printed less computed, as exactly as print is; "" for none."""

    fact: PublishedFact
    figure: str
    printed: str
    computed: str
    apart: str
    finding: Finding | None = None


def figure_choices(scope: Scope) -> list[tuple[str, list[tuple[str, str]]]]:
    """Per year, every figure that has a value then, by its reference: what it is and what is computed."""
    groups = []
    for year in range(scope.year, scope.year - YEARS_BACK, -1):
        found: dict[str, str] = {}
        for choice in figures.choices(scope.for_year(year)):
            reference = Reference.parse(choice.reference)
            if figures.find(reference).kind in PRINTED_IN and reference.form in (
                "",
                "tkr",
                "percent",
                "digits",
            ):
                key = str(Reference(reference.key, reference.argument, str(year)))
                found[key] = f"{choice.label}: {choice.shown}"
        if found:
            groups.append((f"Ur budget och plan för {year}", list(found.items())))
    return groups


def figure_in_words(reference: str, scope: Scope, names: dict[tuple[str, int], dict[str, str]]) -> str:
    """What a reference means: "kostnad för ett ID, 20 000 Administration, 2022". `names` is remembered between."""
    try:
        parsed = Reference.parse(reference)
        figure, year = figures.find(parsed), parsed.year_in(scope)
    except UnknownFigure:
        return reference
    known = (figure.key, year)
    if known not in names:
        names[known] = dict(figure.arguments(scope.for_year(year))) if figure.arguments else {}
    argument = names[known].get(parsed.argument, parsed.argument)
    of = f", {argument}" if argument else ""
    if parsed.argument.isdecimal() and figure.argument_label == "ett år":
        return f"{figure.label}{of}" if year == scope.year else f"{figure.label}{of}, enligt budget {year}"
    return f"{figure.label}{of}, {year}"


def printed_views(
    facts: Iterable[PublishedFact], scope: Scope, found: Iterable[Finding] = ()
) -> list[PrintedView]:
    """The facts as a table shows them, each with the finding that concerns it."""
    by_place = {(str(each.source), each.where, each.about): each for each in reversed(list(found))}
    names: dict[tuple[str, int], dict[str, str]] = {}
    views = []
    for fact in facts:
        about = (str(fact.name),) if fact.name else ()
        views.append(
            PrintedView(
                fact=fact,
                figure=figure_in_words(fact.reference, scope, names),
                printed=fact.as_printed(fact.value),
                computed=swedish.NOTHING if fact.computed is None else fact.as_printed(fact.computed),
                apart=_apart(fact),
                finding=by_place.get((fact.document, fact.place, about)),
            )
        )
    return views


def _apart(fact: PublishedFact) -> str:
    if fact.computed is None:
        return ""
    apart: Decimal = fact.rounded(fact.value) - fact.rounded(fact.computed)
    return fact.as_printed(apart * fact.unit_size) if apart else ""


def kept_in(federation_id: int, document: str) -> dict[tuple[str, str], KeptFigure]:
    """What is kept of a document now, by place and reference. One query."""
    rows = PublishedFigure.objects.filter(federation_id=federation_id, document=document)
    return {
        (row.place, row.reference): KeptFigure(row.printed, row.value, row.unit)
        for row in rows.order_by("pk")
    }


Previewed: TypeAlias = tuple[PrintedRow, PublishedFact | None, str]
"""A pasted row with what it becomes, and what is wrong with it; "" for nothing."""


def previewed(rows: Iterable[PrintedRow], document: str, scope: Scope) -> list[Previewed]:
    """Each pasted row as it would be kept."""
    found: list[Previewed] = []
    for row in rows:
        if row.value is None:
            found.append((row, None, row.problem))
            continue
        figure = PublishedFigure(
            federation_id=scope.federation_id,
            document=document,
            year=scope.year,
            place=row.place,
            reference=row.reference,
            printed=row.printed,
            value=row.value,
            unit=row.unit,
        )
        fact = published_fact(figure, scope)
        found.append((row, fact, fact.problem))
    return found
