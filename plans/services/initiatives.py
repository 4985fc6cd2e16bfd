"""Initiatives added, changed and removed: what they are called from a year on, their owners, what they grew out of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from finsam.revisions import refuse_taken, remove, store
from members.models import Federation, User
from members.services import of_federation
from plans.domain.outcome_facts import InitiativeFact
from plans.models import (
    Initiative,
    InitiativeName,
    InitiativeOwner,
    InitiativeSuccession,
    InitiativeYear,
)
from plans.outcome_queries import initiative_fact


@transaction.atomic
def save_initiative(
    *,
    federation: Federation,
    year: int,
    name: str,
    short_name: str = "",
    budgeted_participants: int | None = None,
    owners: Iterable[User] = (),
    pk: int | None = None,
    revision: int | None = None,
    **changes: Any,
) -> Initiative:
    """Add or change an initiative. It is called `name` from `year` on; earlier years keep what they called it.

    `budgeted_participants` are the year's. A code that has been given is never changed: figures refer to it.
    """
    if pk is not None:
        changes.pop("code", None)
    elif not changes.get("code"):
        changes["code"] = _free_code(federation, slugify(short_name or name)[:36] or "insats")
    if changes.get("code") == ALL_TOGETHER:
        raise ValidationError({"code": "”total” betyder alla insatser tillsammans. Välj ett annat kortnamn."})
    _refuse_total(name, short_name)
    Federation.objects.select_for_update().get(pk=federation.pk)  # of two at once, the second sees what came
    if pk is None and not changes.get("position"):
        last = federation.initiatives.aggregate(last=Max("position"))["last"]
        changes["position"] = int(last or 0) + 10
    row = store(
        Initiative,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=of_federation(federation),
    )
    others_changed = [
        _name_from(row, year, name, short_name),
        _plan_for(row, year, budgeted_participants),
        _give_to(row, owners),
    ]
    _refuse_shared_names(row, year, name, short_name)
    if any(others_changed) and pk is not None and row.revision == revision:
        row.touch()  # they are edited together with it
    return row


@transaction.atomic
def remove_initiative(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an initiative that has no outcomes."""

    def guard(row: Initiative) -> None:
        of_federation(federation)(row)
        if row.outcomes.exists():
            raise ValidationError(
                "Insatsen har resultat och kan inte tas bort. Skriv när den upphörde i stället."
            )

    remove(Initiative, pk=pk, revision=revision, guard=guard)


@transaction.atomic
def save_succession(
    *, federation: Federation, earlier: Initiative, later: Initiative, year: int, kind: str
) -> InitiativeSuccession:
    """Say that an initiative grew out of another."""
    for each in (earlier, later):
        of_federation(federation)(each)
    if InitiativeSuccession.objects.filter(earlier=later, later=earlier).exists():
        raise ValidationError(
            "Det är redan sagt att insatserna hänger ihop åt andra hållet. Ta bort det först."
        )
    row = InitiativeSuccession(earlier=earlier, later=later, year=year, kind=kind)
    row.full_clean()
    with refuse_taken(row):
        row.save()
    return row


@transaction.atomic
def remove_succession(*, federation: Federation, pk: int) -> None:
    """Take back what was said of two initiatives; nothing happens when it is gone already."""
    for row in InitiativeSuccession.objects.filter(pk=pk).select_related("earlier"):
        of_federation(federation)(row)
        row.delete()


ALL_TOGETHER = "total"
"""What figures call all initiatives together: no initiative's own code."""


READS_AS_ALL = frozenset({"totalt", "total", "summa", "alla insatser", "alla"})
"""Names that a row of a table bears when it is all initiatives together."""


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _refuse_total(name: str, short_name: str) -> None:
    wrong = {
        field: f"”{value}” läses som alla insatser tillsammans. Välj ett annat namn."
        for field, value in (("name", name), ("short_name", short_name))
        if _same(value) in READS_AS_ALL
    }
    if wrong:
        raise ValidationError(wrong)


def _refuse_shared_names(row: Initiative, year: int, name: str, short_name: str) -> None:
    """No other initiative of the federation that runs at the same time is called the same in the same years.

    Asked when it has its name from `year` on, with the federation locked.
    """
    of_it = row.federation.initiatives.prefetch_related("names", "years").select_related("cost_centre")
    facts = [initiative_fact(each) for each in of_it]
    own = next(each for each in facts if each.pk == row.pk)
    until = min([start for start, *_ in own.names if start > year], default=None)
    for other in facts:
        starts = {year, *(start for start, *_ in other.names if start > year)}
        years = [each for each in sorted(starts) if until is None or each < until]
        for each in years:
            if other.pk == own.pk or not _run_together(own, other, each):
                continue
            taken = {_same(other.name(each)), _same(other.short_name(each))}
            for field, value in (("name", name), ("short_name", short_name)):
                if value and _same(value) in taken:
                    raise ValidationError(
                        {
                            field: f"En annan insats i förbundet heter ”{value}” samtidigt. Välj ett annat namn."
                        }
                    )


def _run_together(one: InitiativeFact, other: InitiativeFact, year: int) -> bool:
    """Whether both run on some day of the year or later."""
    begins = max(each.starts_on or date.min for each in (one, other))
    ends = min(each.ends_on or date.max for each in (one, other))
    return begins < ends and ends > date(year, 1, 1)


def _free_code(federation: Federation, wanted: str) -> str:
    taken = {*federation.initiatives.values_list("code", flat=True), ALL_TOGETHER}
    tried = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in tried if each not in taken)


def _name_from(initiative: Initiative, year: int, name: str, short_name: str) -> bool:
    """Give it a name from a year on, unless it is called so already then; gives whether anything was written."""
    names = list(initiative.names.all())
    own = next((each for each in names if each.from_year == year), None)
    before = [each for each in names if each.from_year < year]
    wanted = (name, short_name)
    if own is not None and (own.name, own.short_name) == wanted:
        return False
    if before and (before[-1].name, before[-1].short_name) == wanted:
        if own is not None:
            own.delete()
        return own is not None
    row = own or InitiativeName(initiative=initiative, from_year=year)
    row.name, row.short_name = wanted
    row.full_clean()
    row.save()
    return True


def _plan_for(initiative: Initiative, year: int, participants: int | None) -> bool:
    """Keep how many participants a year is planned for; gives whether anything was written."""
    row = initiative.years.filter(year=year).first()
    if participants == (row.budgeted_participants if row else None):
        return False
    if participants is None:
        assert row is not None  # else nothing would differ
        row.delete()
        return True
    row = row or InitiativeYear(initiative=initiative, year=year)
    row.budgeted_participants = participants
    row.full_clean()
    row.save()
    return True


def _give_to(initiative: Initiative, owners: Iterable[User]) -> bool:
    """Make the owners those given; gives whether anything was written."""
    wanted = {user.pk for user in owners}
    there = set(initiative.owners.values_list("user", flat=True))
    for row in initiative.owners.filter(user__in=there - wanted):
        row.delete()
    for pk in sorted(wanted - there):
        row = InitiativeOwner(initiative=initiative, user_id=pk)
        row.full_clean()
        row.save()
    return wanted != there
