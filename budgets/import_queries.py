"""Reads what an import is laid beside: the year's budget as editors see it, and the federation's own names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from budgets.domain.facts import BudgetFacts
from budgets.imports.choices import Choices
from budgets.imports.columns import HEADER_WITHIN, ColumnMapping, find_header, proposed, signature
from budgets.imports.files import read_file
from budgets.imports.headers import chosen_header
from budgets.imports.places import path_of
from budgets.imports.plan import ImportPlan
from budgets.imports.planning import plan_import
from budgets.imports.rows import RowKind, read_rows
from budgets.imports.tables import FileReading, Problem, Row, SheetTable
from budgets.models import ImportMapping
from budgets.printed_queries import kept_in
from budgets.queries import budget_facts, budget_scope
from finsam.scope import Scope
from members.models import Federation


@dataclass(frozen=True)
class Prepared:
    """A file as far as it could be understood: each step is None where the one before it stopped."""

    reading: FileReading
    table: SheetTable | None = None
    header: Row | None = None
    mapping: ColumnMapping | None = None
    facts: BudgetFacts | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)
    plan: ImportPlan | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stops the file from being read in, at the step where it stopped."""
        if self.plan is not None:
            return self.plan.problems
        return self.mapping.problems if self.mapping is not None else self.reading.problems


def prepared(federation: Federation, year: int, content: bytes, name: str, choices: Choices) -> Prepared:
    """Read a file and lay it beside the year's budget by the choices made. Writes nothing."""
    reading = read_file(content, name)
    if not reading.tables:
        return Prepared(reading)
    table, header = chosen_header(
        reading.tables, choices.sheet, choices.header_row, lambda each: find_header(each, choices.columns)
    )
    mapping = proposed(header, choices.columns, choices.signs)
    if mapping.problems:
        return Prepared(reading, table, header, mapping)
    facts, accounts = import_facts(federation, year), account_names(federation)
    names = [name for each in facts.centres for name in (each.name, path_of(each, facts.centres))]
    read = read_rows(table, mapping, choices.answers, names)
    has_sums = any(row.kind is not RowKind.LINE for row in read.rows)
    kept = kept_in(federation.pk, document_of(choices, name)) if has_sums else {}
    plan = plan_import(read, mapping, facts, accounts, choices, kept)
    return Prepared(reading, table, header, mapping, facts, accounts, plan)


def document_of(choices: Choices, name: str) -> str:
    """What the document is called whose sums a file holds: as chosen, else as the file."""
    return choices.document or name[-120:]


def import_facts(federation: Federation, year: int) -> BudgetFacts:
    """The facts of the version that is worked on; where it is compared with nothing, beside last year's newest."""
    facts = budget_scope(federation, year, is_editor=True).facts(budget_facts)
    if facts.previous is None:
        earlier = federation.budgets.in_force(year - 1).first()
        if earlier is not None:
            scope = Scope(federation.pk, year - 1, {f"budget@{year - 1}": earlier.pk})
            return replace(facts, previous=scope.facts(budget_facts).budget)
    return facts


def account_names(federation: Federation) -> dict[str, str]:
    """The federation's account groups, name by code."""
    return dict(federation.account_groups.values_list("code", "name"))


def first_choices(federation: Federation, reading: FileReading) -> Choices:
    """What is proposed for a file: what was chosen for the last one with the same titles, else the names alone."""
    return Choices(**remembered(federation, ImportMapping.Purpose.BUDGET, reading, find_header))


def remembered(
    federation: Federation,
    purpose: ImportMapping.Purpose,
    reading: FileReading,
    find: Callable[[SheetTable], Row | None],
) -> dict[str, Any]:
    """What was chosen for the last file with the same titles, and the sheet and row they stand in; else nothing."""
    for table in reading.tables:
        header = find(table)
        rows = [header] if header else list(table.rows[:HEADER_WITHIN])
        known = {
            each.signature: each
            for each in federation.import_mappings.filter(
                purpose=purpose, signature__in=[signature(row) for row in rows]
            )
        }
        for row in rows:
            found = known.get(signature(row))
            if found is not None:
                return {**found.choices, "sheet": table.name, "header_row": row.number}
    return {}
