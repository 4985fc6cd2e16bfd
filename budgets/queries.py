"""Reads budgets' tables into frozen facts, with a number of queries that does not depend on the number of rows."""

from __future__ import annotations

from decimal import Decimal

from budgets.domain.facts import BudgetFact, BudgetFacts, CentreFact, EquityRuleFact, LineFact, OutlookInput
from budgets.domain.published import MONEY_UNITS, PublishedFact, terms_of
from budgets.models import Budget, BudgetLine, CostCentre, EquityRule, OutlookYear, PublishedFigure
from finsam import figures
from finsam.figures import Kind, Reference, UnknownFigure
from finsam.scope import Scope
from finsam.sources import Source
from members.models import Federation
from members.queries import share_facts


def budget_scope(federation: Federation, year: int, *, is_editor: bool) -> Scope:
    """The scope of a page about a year's budget: editors see the version they work on, others the one in force."""
    if is_editor:
        newest = federation.budgets.worked_on(year).first()
        if newest is not None:
            return Scope(federation.pk, year, {f"budget@{year}": newest.pk})
    return Scope(federation.pk, year)


def budget_facts(scope: Scope) -> BudgetFacts:
    """The year's budget, or the one the scope names, beside the previous one. Six queries, and four for the shares."""
    budgets = Budget.objects.filter(federation_id=scope.federation_id)
    named = scope.subjects.get(f"budget@{scope.year}")
    if named is not None:
        budget = budgets.filter(pk=named).select_related("previous").first()
    else:
        budget = budgets.in_force(scope.year).select_related("previous").first()
    previous = budget.previous if budget else None
    lines = _lines([each.pk for each in (budget, previous) if each])
    return BudgetFacts(
        year=scope.year,
        budget=_budget_fact(budget, lines) if budget else None,
        previous=_budget_fact(previous, lines) if previous else None,
        centres=_centres(scope),
        outlook=_outlook(budget.pk) if budget else (),
        rules=_rules(scope),
        shares=scope.facts(share_facts),
    )


def _lines(budget_pks: list[int]) -> dict[int, list[LineFact]]:
    found: dict[int, list[LineFact]] = {}
    rows = BudgetLine.objects.filter(budget__in=budget_pks).select_related("account_group")
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.budget_id, []).append(
            LineFact(
                pk=row.pk,
                key=row.key,
                centre=row.cost_centre_id,
                account=row.account_group.code if row.account_group else "",
                label=row.label,
                nature=row.nature,
                amount=row.amount,
            )
        )
    return found


def _budget_fact(budget: Budget, lines: dict[int, list[LineFact]]) -> BudgetFact:
    return BudgetFact(budget.pk, budget.year, budget.version, budget.status, tuple(lines.get(budget.pk, ())))


def _centres(scope: Scope) -> tuple[CentreFact, ...]:
    centres = CostCentre.objects.filter(federation_id=scope.federation_id).prefetch_related("names")
    return tuple(
        CentreFact(
            centre.pk,
            centre.parent_id,
            centre.code,
            name_in_year(centre, scope.year),
            centre.purpose,
            centre.slug,
        )
        for centre in centres
    )


def name_in_year(centre: CostCentre, year: int) -> str:
    """The centre's name in a year: the latest begun, else the first it ever had. No query if prefetched."""
    names = list(centre.names.all())
    begun = [name.name for name in names if name.from_year <= year]
    return begun[-1] if begun else names[0].name if names else str(centre)


def _outlook(budget_pk: int) -> tuple[OutlookInput, ...]:
    return tuple(
        OutlookInput(
            pk=row.pk,
            year=row.year,
            funding=row.funding,
            funding_basis=row.funding_basis,
            cost=row.cost,
            cost_basis=row.cost_basis,
            forecast_result=row.forecast_result,
            closing_equity=row.closing_equity,
            closing_equity_basis=row.closing_equity_basis,
            reason=row.reason,
        )
        for row in OutlookYear.objects.filter(budget_id=budget_pk)
    )


def _rules(scope: Scope) -> tuple[EquityRuleFact, ...]:
    return tuple(
        EquityRuleFact(
            kind=rule.kind,
            amount=rule.amount,
            percent=rule.percent,
            denominator=rule.denominator,
            from_year=rule.from_year,
            until_year=rule.until_year,
            source=Source(rule.source),
        )
        for rule in EquityRule.objects.filter(federation_id=scope.federation_id)
    )


PRINTED_IN = {Kind.AMOUNT: MONEY_UNITS, Kind.PERCENT: {"percent"}, Kind.COUNT: {"count"}}
"""Per kind of figure the units it can have been printed in; other kinds are not compared."""


def published_facts(scope: Scope) -> tuple[PublishedFact, ...]:
    """What the documents of the scope's year printed, each beside what is computed.

    One query, and the facts behind the figures: read once for each year the figures speak of, however many they are.
    """
    printed = PublishedFigure.objects.filter(federation_id=scope.federation_id, year=scope.year)
    return tuple(_published_fact(row, scope) for row in printed)


def _published_fact(row: PublishedFigure, scope: Scope) -> PublishedFact:
    computed, terms, problem = None, 1, ""
    try:
        reference = Reference.parse(row.reference)
        computed = _computed(reference, row.unit, scope)
        facts = scope.for_year(reference.year_in(scope)).facts(budget_facts)
        terms = terms_of(reference.key, reference.argument, facts)
    except UnknownFigure as error:
        problem = str(error)
    return PublishedFact(
        document=row.document,
        place=row.place,
        printed=row.printed,
        value=row.value,
        unit=row.unit,
        computed=computed,
        terms=terms,
        problem=problem,
    )


def _computed(reference: Reference, unit: str, scope: Scope) -> Decimal | None:
    figure = figures.find(reference)
    if unit not in PRINTED_IN.get(figure.kind, ()):
        raise UnknownFigure(f"Siffran ”{figure.label}” kan inte vara tryckt i den enheten.")
    value = figures.compute(reference, scope)
    return None if value is None else Decimal(value)  # type: ignore[arg-type]
