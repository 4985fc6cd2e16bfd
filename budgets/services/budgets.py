"""Writes of budgets, their IDs, lines, outlook and rules.

A budget the board has adopted is never changed: a correction is a new version with its own decision.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from budgets.models import (
    AccountGroup,
    Budget,
    BudgetLine,
    CostCentre,
    CostCentreName,
    EquityRule,
    OutlookYear,
)
from budgets.queries import changes_anything
from budgets.services.guards import open_budget_of, refuse_closed, refuse_stranger, refuse_unexplained
from budgets.services.ledger_meaning import closed_months_keep_their_meaning
from budgets.services.rows import REFERRED, add_again
from finsam import swedish
from finsam.periods import in_years
from finsam.revisions import remove, store
from members.models import Decision, Federation
from members.services import of_federation, seal_decision


@transaction.atomic
def start_budget(*, federation: Federation, year: int) -> Budget:
    """A first version of the year's budget, empty, beside last year's in force. Raises when the year has one.

    An open budget of the next year that had none to compare with gets this one.
    """
    if federation.budgets.filter(year=year).exists():
        raise ValidationError(f"Budgeten för {year} är redan påbörjad.")
    previous = federation.budgets.in_force(year - 1).first()
    parts = previous.parts if previous else Budget.Parts.YEAR
    budget = store(
        Budget,
        pk=None,
        revision=None,
        changes={"federation": federation, "year": year, "previous": previous, "parts": parts},
    )
    for later in federation.budgets.filter(year=year + 1, previous=None).select_for_update():
        if later.is_open:
            later.save_next(previous=budget)
    return budget


def save_budget(*, federation: Federation, pk: int, revision: int | None, **changes: Any) -> Budget:
    """Change which budget an open one is compared with, or what is said of a change."""

    def guard(budget: Budget) -> None:
        refuse_stranger(budget.federation_id, federation)
        refuse_closed(budget)

    return store(Budget, pk=pk, revision=revision, changes=changes, guard=guard)


@transaction.atomic
def save_cost_centre(
    *,
    federation: Federation,
    year: int,
    name: str,
    pk: int | None = None,
    revision: int | None = None,
    **changes: Any,
) -> CostCentre:
    """Add or change an ID. Its name is `name` from `year` on; earlier years keep what they called it.

    What an adopted budget holds keeps its code, its place in the tree and its purpose, and no code may give the amounts
    of a closed month another ID.
    """
    parent = changes.get("parent")
    if pk is not None and parent is not None:
        _refuse_circle(pk, parent)
    if pk is None and not changes.get("position"):
        changes["position"] = next_position(federation.cost_centres)
    if not changes.get("slug"):
        changes.pop("slug", None)
        if pk is None:
            changes["slug"] = _free_slug(
                federation, str(changes.get("code") or slugify(name)[:36] or "omrade")
            )

    def guard(centre: CostCentre) -> None:
        of_federation(federation)(centre)
        if pk is not None:
            _refuse_change_of_what_is_adopted(centre, changes)

    with closed_months_keep_their_meaning(federation):
        centre = store(
            CostCentre, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
        )
    before = centre.revision
    if _name_from(centre, year, name) and pk is not None and before == revision:
        centre.touch()  # the name is edited together with the ID
    return centre


def remove_cost_centre(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an ID without lines."""
    with closed_months_keep_their_meaning(federation):
        remove(CostCentre, pk=pk, revision=revision, guard=of_federation(federation))


def save_account_group(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> AccountGroup:
    """Add or change an account group. Raises when its code would give the accounts of a closed month another group."""
    with closed_months_keep_their_meaning(federation):
        return store(
            AccountGroup,
            pk=pk,
            revision=revision,
            changes={"federation": federation, **changes},
            guard=of_federation(federation),
        )


def remove_account_group(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an account group without lines."""
    with closed_months_keep_their_meaning(federation):
        remove(AccountGroup, pk=pk, revision=revision, guard=of_federation(federation))


def save_line(
    *,
    federation: Federation,
    pk: int | None = None,
    revision: int | None = None,
    continues: UUID | None = None,
    **changes: Any,
) -> BudgetLine:
    """Add or change a budget line. `continues` is the identity of last year's line that this one carries on."""
    budget = changes.get("budget")
    if pk is None and budget is not None:
        if continues is not None:
            changes["key"] = continues
        if not changes.get("position"):
            before = (
                budget.previous.lines.filter(key=continues).first() if continues and budget.previous else None
            )
            changes["position"] = before.position if before else next_position(budget.lines)
    guard = open_budget_of(federation, budget)
    return store(BudgetLine, pk=pk, revision=revision, changes=changes, guard=guard)


def remove_line(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a budget line."""
    remove(BudgetLine, pk=pk, revision=revision, guard=open_budget_of(federation))


def save_outlook_year(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> OutlookYear:
    """Add or change what a budget's outlook says of a year."""
    guard = open_budget_of(federation, changes.get("budget"))
    return store(OutlookYear, pk=pk, revision=revision, changes=changes, guard=guard)


def remove_outlook_year(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a year from a budget's outlook."""
    remove(OutlookYear, pk=pk, revision=revision, guard=open_budget_of(federation))


def save_equity_rule(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> EquityRule:
    """Add or change a floor or a ceiling."""
    return store(
        EquityRule,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=of_federation(federation),
    )


def remove_equity_rule(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a rule entered by mistake; one that no longer applies gets an end year instead."""
    remove(EquityRule, pk=pk, revision=revision, guard=of_federation(federation))


@transaction.atomic
def adopt_budget(*, federation: Federation, pk: int, decision: Decision) -> Budget:
    """The board has adopted the budget by `decision`. What was in force for the year before is superseded.

    Open budgets of the next year that were beside it get this version beside them.
    """
    budget = Budget.locked(pk, None)
    refuse_stranger(budget.federation_id, federation)
    refuse_stranger(decision.federation_id, federation)
    refuse_closed(budget)
    if changes_anything(budget):
        refuse_unexplained(budget)
    earlier = federation.budgets.filter(year=budget.year, status=Budget.Status.ADOPTED)
    for other in earlier.select_for_update():
        other.save_next(status=Budget.Status.SUPERSEDED)
    budget.save_next(status=Budget.Status.ADOPTED, decision=decision)
    seal_decision(federation=federation, pk=decision.pk)
    later = federation.budgets.filter(year=budget.year + 1, previous__version__lt=budget.version)
    for other in later.filter(previous__year=budget.year).select_for_update(of=("self",)):
        if other.is_open:
            other.save_next(previous=budget)
    return budget


@transaction.atomic
def new_budget_version(*, federation: Federation, pk: int) -> Budget:
    """A new draft of the year's adopted budget, with its lines (same identity) and its outlook.

    `pk` is any of the year's versions: what is carried on is the one in force, changes during the year included.
    """
    old = Budget.locked(pk, None)
    refuse_stranger(old.federation_id, federation)
    if old.status == Budget.Status.SUPERSEDED:
        old = federation.budgets.in_force(old.year).first() or old
    newest = federation.budgets.filter(year=old.year).order_by("-version").first()
    if newest is not None and newest.is_open:
        raise ValidationError(f"Budgeten för {old.year} har redan en version som är öppen för ändringar.")
    budget = store(
        Budget,
        pk=None,
        revision=None,
        changes={
            "federation": federation,
            "year": old.year,
            "version": (newest or old).version + 1,
            "previous": _in_force_instead_of(old.previous),
            "parts": old.parts,
        },
    )
    for line in old.lines.select_related(*REFERRED).prefetch_related("amounts"):
        cells = list(line.amounts.all())
        add_again(line, budget=budget)
        for cell in cells:
            add_again(cell, line=line)
    for entry in old.outlook_years.all():
        add_again(entry, budget=budget)
    return budget


def _in_force_instead_of(previous: Budget | None) -> Budget | None:
    """Last year's budget, or the version that has superseded it."""
    if previous is None or previous.status != Budget.Status.SUPERSEDED:
        return previous
    return previous.federation.budgets.in_force(previous.year).first() or previous


@transaction.atomic
def propose_budget(*, federation: Federation, pk: int) -> Budget:
    """The budget is laid before the board. It may still be changed until the board has decided."""
    budget = Budget.locked(pk, None)
    refuse_stranger(budget.federation_id, federation)
    refuse_closed(budget)
    if changes_anything(budget):
        refuse_unexplained(budget)
    budget.save_next(status=Budget.Status.PROPOSED)
    return budget


@transaction.atomic
def withdraw_budget(*, federation: Federation, pk: int) -> Budget:
    """The budget is taken back from the board, and is a draft again."""
    budget = Budget.locked(pk, None)
    refuse_stranger(budget.federation_id, federation)
    refuse_closed(budget)
    budget.save_next(status=Budget.Status.DRAFT)
    return budget


@transaction.atomic
def remove_budget_version(*, federation: Federation, pk: int) -> None:
    """Remove a new version that is still a draft, with its lines. The one before it goes on being in force."""

    def guard(budget: Budget) -> None:
        refuse_stranger(budget.federation_id, federation)
        if budget.status != Budget.Status.DRAFT or budget.version == 1:
            raise ValidationError(
                f"Budgeten för {budget.year} tas inte bort: bara en ny version som är utkast gör det."
            )

    remove(Budget, pk=pk, revision=None, guard=guard)


def _refuse_change_of_what_is_adopted(centre: CostCentre, changes: dict[str, Any]) -> None:
    """An ID with lines in a decided budget keeps what that budget's totals and table rest on."""
    kept = [
        name
        for name in ("code", "purpose", "parent")
        if name in changes and getattr(centre, name) != changes[name]
    ]
    if kept and _decided_years(centre):
        raise ValidationError(
            dict.fromkeys(
                kept, "ID:t finns i en fastställd budget och behåller detta. Lägg till ett nytt ID."
            )
        )


def _decided_years(centre: CostCentre) -> set[int]:
    """The years of the budgets the board has decided that have lines in the ID or under it."""
    under: dict[int | None, list[int]] = {}
    for pk, parent in CostCentre.objects.filter(federation=centre.federation_id).values_list("pk", "parent"):
        under.setdefault(parent, []).append(pk)
    within = [centre.pk]
    for pk in within:
        within += under.get(pk, [])
    decided = (Budget.Status.ADOPTED, Budget.Status.SUPERSEDED)
    years = Budget.objects.filter(status__in=decided, lines__cost_centre__in=within).values_list(
        "year", flat=True
    )
    return set(years)


def _refuse_circle(pk: int, parent: CostCentre) -> None:
    above: CostCentre | None = parent
    while above is not None:
        if above.pk == pk:
            raise ValidationError({"parent": "Ett ID kan inte höra till sig självt."})
        above = above.parent


def _free_slug(federation: Federation, wanted: str) -> str:
    """`wanted`, or with the first number after it that no other ID of the federation has."""
    taken = set(federation.cost_centres.values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


def _name_from(centre: CostCentre, year: int, name: str) -> bool:
    """Give the centre a name from a year on, unless it already has that name then; whether it was written."""
    in_force = centre.names.filter(from_year__lte=year).order_by("-from_year").first()
    if in_force is not None and in_force.name == name:
        return False
    later = centre.names.filter(from_year__gt=year).order_by("from_year").first()
    decided = [
        each for each in _decided_years(centre) if in_years(each, year, later.from_year if later else None)
    ]
    if decided:
        years = swedish.listed([str(each) for each in sorted(decided)])
        raise ValidationError(
            {"name": f"Budgeten för {years} är fastställd. Byt namn från ett år som inte är fastställt."}
        )
    row = centre.names.filter(from_year=year).first() or CostCentreName(cost_centre=centre, from_year=year)
    row.name = name
    row.full_clean(exclude=["cost_centre"])
    row.save()
    return True


def next_position(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 10
