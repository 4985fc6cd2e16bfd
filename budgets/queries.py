"""Reads budgets' tables into frozen facts, with a number of queries that does not depend on the number of rows."""

from __future__ import annotations

from budgets.domain import amendments
from budgets.domain.amendments import VersionFact, YearVersions
from budgets.domain.facts import (
    AmountFact,
    BudgetFact,
    BudgetFacts,
    CategoryFact,
    CentreFact,
    EquityRuleFact,
    LineFact,
    OutlookInput,
)
from budgets.domain.shapes import ShapeColumn, ShapeFact, ShapeRow
from budgets.models import (
    Budget,
    BudgetLine,
    CostCategory,
    CostCentre,
    EquityRule,
    LineAmount,
    OutlookYear,
    TableShape,
)
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
    """The year's budget, or the one the scope names, beside the previous one. 11 queries, and 4 for the shares."""
    budgets = Budget.objects.filter(federation_id=scope.federation_id)
    named = scope.subjects.get(f"budget@{scope.year}")
    if named is not None:
        budget = budgets.filter(pk=named).select_related("previous").first()
    else:
        budget = budgets.in_force(scope.year).select_related("previous").first()
    previous = budget.previous if budget else None
    amended = budgets.before(budget).first() if budget and budget.version > 1 else None
    lines = lines_of([each.pk for each in (budget, previous, amended) if each])
    outlook = _outlook_of([each.pk for each in (budget, amended) if each])
    return BudgetFacts(
        year=scope.year,
        budget=budget_fact(budget, lines) if budget else None,
        previous=budget_fact(previous, lines) if previous else None,
        centres=centre_facts(scope),
        outlook=outlook[budget.pk] if budget else (),
        rules=_rules(scope),
        shares=scope.facts(share_facts),
        categories=_categories(scope.federation_id),
        shapes=table_shapes(scope.federation_id),
        amended=budget_fact(amended, lines) if amended else None,
        amended_outlook=outlook[amended.pk] if amended else (),
    )


def year_versions(federation: Federation, year: int, *, is_editor: bool) -> YearVersions:
    """The versions of a year's budget with their lines, outlooks and decisions, the newest first. 9 queries.

    Others than editors see those that the board has decided, and while there is none the newest.
    """
    budgets = list(federation.budgets.worked_on(year).select_related("decision__meeting"))
    if not is_editor:
        budgets = [each for each in budgets if not each.is_open] or budgets[:1]
    return YearVersions(
        year=year,
        versions=version_facts(budgets),
        centres=centre_facts(Scope(federation.pk, year)),
        categories=_categories(federation.pk),
    )


def version_facts(budgets: list[Budget]) -> tuple[VersionFact, ...]:
    """All that each of the budgets says. Three queries, and their decisions when those are not read yet."""
    pks = [each.pk for each in budgets]
    lines, outlook = lines_of(pks), _outlook_of(pks)
    return tuple(
        VersionFact(
            budget=budget_fact(each, lines),
            change_reason=each.change_reason,
            decided_on=each.decision.meeting.held_on if each.decision else None,
            minutes_ref=each.decision.minutes_ref if each.decision else "",
            outlook=outlook[each.pk],
        )
        for each in budgets
    )


def basis_of(budget: Budget) -> str:
    """Fingerprint of all that a budget says: its lines, amounts, notes and outlook. Three queries."""
    return version_facts([budget])[0].fingerprint


def changes_anything(budget: Budget) -> bool:
    """Whether a version says anything else than the one before it; a year's first budget always does. 9 queries."""
    before = budget.federation.budgets.filter(year=budget.year, version__lt=budget.version)
    earlier = before.order_by("-version").first()
    if earlier is None:
        return True
    now, then = version_facts([budget, earlier])
    scope = Scope(budget.federation_id, budget.year)
    centres, categories = centre_facts(scope), _categories(budget.federation_id)
    return amendments.changes_anything(now, then, YearVersions(budget.year, (now, then), centres, categories))


def table_shapes(federation_id: int) -> tuple[ShapeFact, ...]:
    """The federation's own shapes of tables, in its order. Three queries."""
    shapes = TableShape.objects.filter(federation_id=federation_id).prefetch_related("rows", "columns")
    return tuple(shape_fact(shape) for shape in shapes)


def shape_fact(shape: TableShape) -> ShapeFact:
    """A stored shape, frozen."""
    return ShapeFact(
        pk=shape.pk,
        slug=shape.slug,
        name=shape.name,
        kind=shape.kind,
        rows=tuple(
            ShapeRow(
                kind=row.kind,
                areas=row.areas,
                centre=row.centre_id,
                style=row.style,
                joins_single=row.joins_single,
                measure=row.measure,
                reference=row.reference,
                label=row.label,
                is_total=row.is_total,
            )
            for row in shape.rows.all()
        ),
        columns=tuple(
            ShapeColumn(column.source, column.offset, column.part, column.measure, column.heading)
            for column in shape.columns.all()
        ),
        **{
            name: getattr(shape, name)
            for name in (
                "caption",
                "unit",
                "cost_sign",
                "funding_sign",
                "shows_codes",
                "shows_basis",
                "marks",
                "first_offset",
                "last_offset",
            )
        },
    )


def lines_of(budget_pks: list[int]) -> dict[int, list[LineFact]]:
    """The lines of each budget, in order. Two queries."""
    found: dict[int, list[LineFact]] = {}
    others: dict[int, list[AmountFact]] = {}
    for cell in LineAmount.objects.filter(line__budget__in=budget_pks):
        fact = AmountFact(cell.kind, cell.year, cell.part, cell.amount, cell.note)
        others.setdefault(cell.line_id, []).append(fact)
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
                whole=row.amount,
                note=row.note,
                label_note=row.label_note,
                category=row.category_id,
                others=tuple(others.get(row.pk, ())),
            )
        )
    return found


def budget_fact(budget: Budget, lines: dict[int, list[LineFact]]) -> BudgetFact:
    """The budget with its own among the lines."""
    own = tuple(lines.get(budget.pk, ()))
    return BudgetFact(
        pk=budget.pk,
        year=budget.year,
        version=budget.version,
        status=budget.status,
        lines=own,
        parts=budget.parts,
        funding_source=budget.funding_source,
    )


def centre_facts(scope: Scope) -> tuple[CentreFact, ...]:
    """The federation's IDs as they are called in the year. Two queries."""
    centres = CostCentre.objects.filter(federation_id=scope.federation_id).prefetch_related("names")
    return tuple(
        CentreFact(
            centre.pk,
            centre.parent_id,
            centre.code,
            name_in_year(centre, scope.year),
            centre.purpose,
            centre.slug,
            centre.category_id,
        )
        for centre in centres
    )


def name_in_year(centre: CostCentre, year: int) -> str:
    """The centre's name in a year: the latest begun, else the first it ever had. No query if prefetched."""
    names = list(centre.names.all())
    begun = [name.name for name in names if name.from_year <= year]
    return begun[-1] if begun else names[0].name if names else str(centre)


def _outlook_of(budget_pks: list[int]) -> dict[int, tuple[OutlookInput, ...]]:
    """What is entered for the years of each budget's outlook, in order. One query."""
    found: dict[int, list[OutlookInput]] = {pk: [] for pk in budget_pks}
    for row in OutlookYear.objects.filter(budget__in=budget_pks):
        found[row.budget_id].append(outlook_input(row))
    return {pk: tuple(years) for pk, years in found.items()}


def outlook_input(row: OutlookYear) -> OutlookInput:
    """What is entered for a year of an outlook."""
    return OutlookInput(
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


def _categories(federation_id: int) -> tuple[CategoryFact, ...]:
    return tuple(
        CategoryFact(row.pk, row.slug, row.name)
        for row in CostCategory.objects.filter(federation_id=federation_id)
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
