"""Writes of a year's budget from last year's: all that the plan shows, or nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.domain.carrying import CarriedShares
from budgets.domain.copying import AS_IT_WAS, Choices, CopyPlan, copy_plan
from budgets.domain.facts import LineFact, OutlookInput
from budgets.models import Budget, BudgetLine, LineAmount, OutlookYear
from budgets.services.budgets import start_budget
from budgets.services.guards import refuse_closed, refuse_stranger
from budgets.services.rows import REFERRED, add_row
from budgets.year_queries import copy_facts
from members.models import Federation
from members.services import save_shares

KEPT = (*REFERRED, "label", "nature", "label_note", "position")
"""What a line takes along whatever becomes of its amount."""


class PreviewOutdated(ValidationError):
    """What would be copied is not what the user was shown."""


@transaction.atomic
def copy_forward(
    *,
    federation: Federation,
    year: int,
    source: Budget,
    choices: Choices = AS_IT_WAS,
    seen_facts: str | None = None,
    seen_plan: str | None = None,
) -> tuple[Budget, CopyPlan]:
    """Copy a budget of the year before into the year's, which is begun when it is not; what is there is left alone.

    `seen_facts` and `seen_plan` are the fingerprints of what the user was shown; None skips the comparison. Raises
    PreviewOutdated when they differ, and then nothing is written.
    """
    refuse_stranger(source.federation_id, federation)
    if source.year != year - 1:
        raise ValidationError(f"Budgeten för {year} kopieras från {year - 1}, inte från {source.year}.")
    list(federation.budgets.filter(year__in=(year - 1, year)).select_for_update())
    facts = copy_facts(federation, year, source)
    plan = copy_plan(facts, choices)
    if seen_facts is not None and seen_facts != facts.fingerprint:
        raise PreviewOutdated(
            f"Någon har ändrat budgeten för {year - 1} eller {year} sedan du såg förhandsgranskningen. Inget är "
            "kopierat. Läs igenom den igen nedan."
        )
    if seen_plan is not None and seen_plan != plan.fingerprint:
        raise PreviewOutdated(
            "Du har ändrat valen sedan förhandsgranskningen räknades. Inget är kopierat. Läs igenom den nya nedan."
        )
    budget = _target(federation, year, source, facts.parts)
    if not plan.changes_anything:
        raise ValidationError(
            f"Det finns inget att kopiera: allt du har valt finns redan i budgeten för {year}."
        )
    _write_lines(budget, source, plan.copies)
    for each in plan.outlook:
        if each.comes:
            _write_outlook_year(budget, each.entry)
    if plan.shares is not None and plan.shares.comes:
        _write_shares(federation, year, plan.shares)
    return budget, plan


def _target(federation: Federation, year: int, source: Budget, parts: int) -> Budget:
    """The version of the year's budget that is worked on, begun beside the source when there is none."""
    known: Budget | None = federation.budgets.worked_on(year).first()
    if known is not None:
        refuse_closed(known)
        return known
    budget = start_budget(federation=federation, year=year)
    budget.save_next(previous=source, parts=parts)
    return budget


def _write_lines(budget: Budget, source: Budget, copies: tuple[LineFact, ...]) -> None:
    originals = {line.key: line for line in source.lines.select_related(*REFERRED)}
    for copy in copies:
        changes = {name: getattr(originals[copy.key], name) for name in KEPT}
        try:
            line = add_row(
                BudgetLine, budget=budget, key=copy.key, amount=copy.whole, note=copy.note, **changes
            )
            for cell in copy.others:
                add_row(
                    LineAmount,
                    line=line,
                    kind=cell.kind,
                    year=cell.year,
                    part=cell.part,
                    amount=cell.amount,
                    note=cell.note,
                )
        except ValidationError as error:
            raise ValidationError(
                f"”{copy.label}” går inte att kopiera: {' '.join(error.messages)}"
            ) from error


def _write_outlook_year(budget: Budget, entry: OutlookInput) -> None:
    names = (
        "year",
        "funding",
        "funding_basis",
        "cost",
        "cost_basis",
        "forecast_result",
        "closing_equity",
        "closing_equity_basis",
        "reason",
    )
    try:
        add_row(OutlookYear, budget=budget, **{name: getattr(entry, name) for name in names})
    except ValidationError as error:
        place = f"{entry.year} i den långsiktiga budgeten"
        raise ValidationError(f"{place} går inte att kopiera: {' '.join(error.messages)}") from error


def _write_shares(federation: Federation, year: int, shares: CarriedShares) -> None:
    save_shares(
        federation=federation,
        year=year,
        revision=None,
        percents={share.member.pk: share.percent for share in shares.shares},
        source=f"Samma andelar som {year - 1}",
    )
