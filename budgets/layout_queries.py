"""Reads the forms of statements that a federation has chosen into frozen facts."""

from __future__ import annotations

from budgets.domain.standard_forms import KEYS, form_of, law_form, standard_form
from budgets.domain.statement_forms import Form, FormColumn, FormRow, Layout, Level, Statement
from budgets.models import StatementLayout
from finsam.scope import Scope

LAW = "law"
"""What a block is told, to show the form of the law whatever the federation uses."""
STANDARD = {LAW: "i lagens uppställning för året", **KEYS}
"""The forms that a block may be told to show, with what each is called."""


def layouts(scope: Scope) -> tuple[Layout, ...]:
    """Every choice of the federation, of all years. One query, and two more where there are any."""
    rows = StatementLayout.objects.filter(federation_id=scope.federation_id)
    return tuple(layout_fact(row) for row in rows.prefetch_related("rows", "columns"))


def layout_fact(row: StatementLayout) -> Layout:
    """A choice as facts. Two queries, unless its rows and columns are at hand."""
    statement = Statement(row.statement)
    rows = tuple(
        FormRow(
            key=each.key,
            label=each.label,
            level=Level(each.level),
            gathers=tuple(each.gathers),
            note=each.note,
            period_label=each.period_label,
            is_optional=each.is_optional,
        )
        for each in row.rows.all()
    )
    form = Form(
        key="own",
        statement=statement,
        name=f"{row.get_statement_display()} i förbundets uppställning från {row.from_year}",
        source="Förbundets egen",
        rows=rows,
        columns=tuple(FormColumn(each.source, each.heading) for each in row.columns.all()),
        from_year=row.from_year,
        is_own=True,
    )
    return Layout(statement, row.from_year, form if rows else None, row.pk, row.revision)


def form_for(scope: Scope, statement: Statement, asked: str = "") -> Form:
    """The form that a statement of the scope's year has: what is asked for, else the federation's, else the law's."""
    if asked == LAW:
        return law_form(statement, scope.year)
    if asked in KEYS:
        return standard_form(statement, asked)
    return form_of(scope.facts(layouts), statement, scope.year)
