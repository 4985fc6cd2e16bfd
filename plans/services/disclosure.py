"""When small counts of a year are hidden: the rule of a year set and changed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from finsam.revisions import store
from members.models import Federation
from members.services import of_federation
from plans.models import DisclosureRule

NO_REASON = "Skriv varför små antal ska visas."


def save_disclosure_rule(
    *, federation: Federation, year: int, pk: int | None = None, revision: int | None = None, **changes: Any
) -> DisclosureRule:
    """Say whether small counts of the year are hidden in what is published; a reason is needed where they are not."""
    if not changes.get("is_on", True) and not str(changes.get("reason", "")).strip():
        raise ValidationError({"reason": NO_REASON})
    return store(
        DisclosureRule,
        pk=pk,
        revision=revision,
        changes={"federation": federation, "year": year, **changes},
        guard=of_federation(federation),
    )
