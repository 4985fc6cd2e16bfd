"""Writes of what the year-end needs and no ledger says."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from budgets.domain.facts import CentreFact
from budgets.domain.follow_up_areas import within
from budgets.models import CostCentre, YearEndEntry
from budgets.queries import centre_facts
from finsam.revisions import remove, store
from finsam.scope import Scope
from members.models import Federation
from members.services import of_federation

PLACE = ("cost_centre", "account_group")
"""Where in the ledger the audit's cost stands."""


def save_year_end_entry(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> YearEndEntry:
    """Add or change an entry. No two of a year name the same place in the ledger: it would count twice.

    An ID is named with all under it, and without account group all of them.
    """

    def guard(entry: YearEndEntry) -> None:
        of_federation(federation)(entry)
        said = {name: changes.get(name, getattr(entry, name)) for name in ("year", "kind", "amount", *PLACE)}
        for name in PLACE:
            if said[name] is not None and said[name].federation_id != federation.pk:
                raise ValidationError({name: "Välj bland förbundets egna."})
        if said["amount"] is None:
            _refuse_overlap(federation, entry, said)

    return store(
        YearEndEntry, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
    )


def _refuse_overlap(federation: Federation, entry: YearEndEntry, said: dict[str, Any]) -> None:
    centre, group = (said[name] for name in PLACE)
    others = federation.year_end_entries.filter(year=said["year"], kind=said["kind"], amount=None)
    centres = centre_facts(Scope(federation.pk, said["year"]))
    for other in others.exclude(pk=entry.pk).select_related("cost_centre", "account_group"):
        has_group = None in (group, other.account_group) or group == other.account_group
        if has_group and _overlap(centres, centre, other.cost_centre):
            raise ValidationError({"cost_centre" if centre else "account_group": _told(other)})


def _overlap(centres: tuple[CentreFact, ...], one: CostCentre | None, other: CostCentre | None) -> bool:
    """Whether two IDs hold any of the same: they are one, or one lies under the other. None is all of them."""
    if one is None or other is None:
        return True
    return one.pk in within(centres, other.pk) or other.pk in within(centres, one.pk)


def _told(other: YearEndEntry) -> str:
    """That a place is counted already, by which entry, and what to do."""
    place = []
    if other.cost_centre:
        place.append(f"{other.cost_centre} med underliggande")
    if other.account_group:
        place.append(f"kontogrupp {other.account_group.code}")
    return (
        f"En del av det här räknas redan i ”{other.label}” ({', '.join(place)}), och skulle räknas två gånger. "
        "Ändra den raden, eller välj ett annat ID eller en annan kontogrupp."
    )


def remove_year_end_entry(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an entry."""
    remove(YearEndEntry, pk=pk, revision=revision, guard=of_federation(federation))
