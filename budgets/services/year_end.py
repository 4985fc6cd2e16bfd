"""Writes of what the year-end needs and no ledger says."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from budgets.models import YearEndEntry
from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation

PLACE = ("cost_centre", "account_group")
"""Where in the ledger the audit's cost stands."""


def save_year_end_entry(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> YearEndEntry:
    """Add or change an entry. A place in the ledger is named once a year: it would count twice."""

    def guard(entry: YearEndEntry) -> None:
        of_federation(federation)(entry)
        said = {name: changes.get(name, getattr(entry, name)) for name in ("year", "kind", "amount", *PLACE)}
        for name in PLACE:
            if said[name] is not None and said[name].federation_id != federation.pk:
                raise ValidationError({name: "Välj bland förbundets egna."})
        if said["amount"] is None:
            _refuse_same_place(federation, entry, said)

    return store(
        YearEndEntry, pk=pk, revision=revision, changes={"federation": federation, **changes}, guard=guard
    )


def _refuse_same_place(federation: Federation, entry: YearEndEntry, said: dict[str, Any]) -> None:
    others = (
        federation.year_end_entries.exclude(pk=entry.pk) if entry.pk else federation.year_end_entries.all()
    )
    place = {name: said[name] for name in ("year", "kind", *PLACE)}
    if others.filter(amount=None, **place).exists():
        raise ValidationError(
            {"cost_centre": "Det ID:t och den kontogruppen räknas redan. Ändra den raden i stället."}
        )


def remove_year_end_entry(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove an entry."""
    remove(YearEndEntry, pk=pk, revision=revision, guard=of_federation(federation))
