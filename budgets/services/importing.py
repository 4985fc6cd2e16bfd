"""Reading a file into a budget: all in one transaction, through the services that people's own edits go through."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.import_queries import document_of, first_choices, prepared
from budgets.imports.choices import Choices
from budgets.imports.columns import signature
from budgets.imports.files import read_file
from budgets.imports.plan import ImportPlan, LineWrite
from budgets.models import (
    AccountGroup,
    Budget,
    BudgetImport,
    BudgetLine,
    CostCategory,
    CostCentre,
    ImportMapping,
)
from budgets.services import keep_published_figure
from budgets.services.amounts import save_amount, set_parts
from budgets.services.budgets import (
    next_position,
    save_account_group,
    save_cost_centre,
    save_line,
    start_budget,
)
from budgets.services.guards import refuse_closed, refuse_stranger
from finsam.revisions import store
from members.models import Federation, User

STALE = "Budgeten har ändrats sedan förhandsvisningen. Ingenting är inläst: granska ändringarna på nytt."


@transaction.atomic
def keep_import_file(
    *, federation: Federation, year: int, name: str, content: bytes, user: User
) -> BudgetImport:
    """Keep a file on its way into a year's budget, with what is proposed for it. Raises when it cannot be read."""
    reading = read_file(content, name)
    if reading.problems:
        raise ValidationError([str(problem) for problem in reading.problems])
    changes = {
        "federation": federation,
        "year": year,
        "name": name[-200:],
        "content": content,
        "sha256": sha256(content).hexdigest(),
        "choices": first_choices(federation, reading).as_json(),
        "uploaded_by": user,
    }
    return store(BudgetImport, pk=None, revision=None, changes=changes)


@transaction.atomic
def save_import_choices(
    *, federation: Federation, pk: int, revision: int | None, choices: Choices
) -> BudgetImport:
    """Keep what is chosen for a file that waits."""
    return store(
        BudgetImport,
        pk=pk,
        revision=revision,
        changes={"choices": choices.as_json()},
        guard=_waiting_in(federation),
    )


@transaction.atomic
def discard_import(*, federation: Federation, pk: int) -> BudgetImport:
    """Leave a file unread, and drop its bytes: nothing was ever read from it."""
    changes = {"status": BudgetImport.Status.DISCARDED, "content": b""}
    return store(BudgetImport, pk=pk, revision=None, changes=changes, guard=_waiting_in(federation))


@transaction.atomic
def commit_import(*, federation: Federation, pk: int, revision: int | None, basis: str) -> ImportPlan:
    """Read a waiting file into its year's budget, as it was shown over `basis`."""
    waiting = BudgetImport.locked(pk, revision)
    _waiting_in(federation)(waiting)
    plan = import_budget(
        federation=federation,
        year=waiting.year,
        name=waiting.name,
        content=bytes(waiting.content),
        choices=Choices.from_json(waiting.choices),
        basis=basis,
    )
    waiting.save_next(status=BudgetImport.Status.COMMITTED)
    return plan


@transaction.atomic
def import_budget(
    *,
    federation: Federation,
    year: int,
    name: str,
    content: bytes,
    choices: Choices,
    basis: str | None = None,
) -> ImportPlan:
    """Read a file into the year's budget, which is begun when it is not: everything, or nothing.

    Raises ValidationError when the file has problems, when something still has to be chosen, and when the budget is
    not what `basis` says it was when the plan was shown. None skips that, for programs that show no plan.
    """
    for budget in federation.budgets.filter(year__in=(year - 1, year)).order_by("pk").select_for_update():
        refuse_stranger(budget.federation_id, federation)
    found = prepared(federation, year, content, name, choices)
    plan = found.plan
    if plan is None or found.mapping is None or plan.problems:
        raise ValidationError([str(problem) for problem in found.problems])
    if basis is not None and basis != plan.basis:
        raise ValidationError(STALE, code="stale")
    if plan.open_questions:
        raise ValidationError([str(question.problem) for question in plan.open_questions])
    if not plan.is_settled:
        raise ValidationError("Välj först vad som ska hända med det som inte finns i förbundet.")
    _Reader(federation, year, plan).carry_out(document_of(choices, name))
    if found.header is not None:
        titles, purpose = signature(found.header), ImportMapping.Purpose.BUDGET
        remember_columns(federation, purpose, titles, found.mapping.remembered)
    return plan


def _waiting_in(federation: Federation) -> Any:
    def guard(row: BudgetImport) -> None:
        refuse_stranger(row.federation_id, federation)
        if row.status != BudgetImport.Status.WAITING:
            raise ValidationError("Filen är redan inläst eller avbruten. Välj den på nytt.")

    return guard


class _Reader:
    """Carries out a plan through the services of lines, IDs and account groups."""

    def __init__(self, federation: Federation, year: int, plan: ImportPlan) -> None:
        self.federation, self.year, self.plan = federation, year, plan
        self.centres: dict[int, CostCentre] = {each.pk: each for each in federation.cost_centres.all()}
        self.accounts: dict[str, AccountGroup] = {each.code: each for each in federation.account_groups.all()}
        self.categories: dict[int, CostCategory] = {
            each.pk: each for each in federation.cost_categories.all()
        }
        self.keys: dict[int, UUID] = {}
        """The identity of a row's new line, so that its lines of two years are one."""

    def carry_out(self, document: str) -> None:
        """All of the plan. The sums are kept as what `document` printed."""
        self._add_what_is_missing()
        for year in (self.year - 1, self.year):  # last year's first: this year's lines carry them on
            writes = [write for row in self.plan.rows for write in row.writes if write.year == year]
            if year == self.year or any(write.is_needed for write in writes):
                self._write(self._budget(year), writes)
        self._keep_sums(document)

    def _keep_sums(self, document: str) -> None:
        for each in self.plan.sums:
            if not each.is_kept:
                continue
            centre = self.centres[each.centre] if each.centre is not None else None
            keep_published_figure(
                federation=self.federation,
                document=document,
                year=self.year,
                place=each.place,
                reference=each.reference(self.year, centre.slug if centre else ""),
                printed=each.printed,
                value=each.value,
                unit=each.unit.value,
            )

    def _add_what_is_missing(self) -> None:
        for need in self.plan.new_centres:
            centre = save_cost_centre(
                federation=self.federation,
                year=self.year,
                name=need.name,
                code=need.code,
                purpose=need.purpose,
                parent=self.centres[need.parent] if need.parent is not None else None,
            )
            self.centres[need.number] = centre
        for account in self.plan.accounts:
            self.accounts[account.code] = save_account_group(
                federation=self.federation, code=account.code, name=account.name
            )

    def _budget(self, year: int) -> Budget:
        """The year's budget that is worked on, begun when there is none."""
        budget: Budget | None = self.federation.budgets.worked_on(year).first()
        if budget is None:
            budget = start_budget(federation=self.federation, year=year)
        refuse_closed(budget)
        if year == self.year and budget.parts != self.plan.parts:
            budget = set_parts(federation=self.federation, pk=budget.pk, revision=None, parts=self.plan.parts)
        return budget

    def _write(self, budget: Budget, writes: list[LineWrite]) -> None:
        lines = {line.pk: line for line in budget.lines.select_related("budget")}
        position = next_position(budget.lines)
        labels = {row.row.number: row.row.label for row in self.plan.rows}
        for write in writes:
            if not write.is_needed:
                continue
            values = dict(write.values)
            if "category" in values:
                values["category"] = self.categories.get(values["category"])
            if write.pk is not None:
                line = lines[write.pk]
                if values:
                    line = save_line(federation=self.federation, pk=line.pk, **values)
            else:
                line = self._add(budget, write, position, labels[write.row], values)
                position += 10
            for slot, amount, note in write.cells:
                save_amount(
                    federation=self.federation,
                    line=line,
                    kind=slot.kind,
                    year=slot.year,
                    part=slot.part,
                    amount=amount,
                    note=note,
                )

    def _add(
        self, budget: Budget, write: LineWrite, position: int, label: str, values: Mapping[str, Any]
    ) -> BudgetLine:
        line = save_line(
            federation=self.federation,
            budget=budget,
            continues=write.continues or self.keys.get(write.row),
            cost_centre=self.centres[write.centre],
            account_group=self.accounts[write.account] if write.account else None,
            label=label,
            position=position,
            **values,
        )
        self.keys[write.row] = line.key
        return line


def remember_columns(
    federation: Federation, purpose: ImportMapping.Purpose, titles: str, chosen: Mapping[str, Any]
) -> None:
    """Read the next file with the same titles, which have the signature `titles`, the same way."""
    known = federation.import_mappings.filter(purpose=purpose, signature=titles).first()
    store(
        ImportMapping,
        pk=known.pk if known else None,
        revision=None,
        changes={
            "federation": federation,
            "purpose": purpose,
            "signature": titles,
            "choices": dict(chosen),
        },
    )
