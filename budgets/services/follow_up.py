"""Writes of what a year is followed up against: from when a deviation is large."""

from __future__ import annotations

from typing import Any

from budgets.models import FollowUpRule
from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation


def save_follow_up_rule(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> FollowUpRule:
    """Add or change when a deviation is large."""
    return store(
        FollowUpRule,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=of_federation(federation),
    )


def remove_follow_up_rule(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a limit entered by mistake; one that no longer applies gets an end year instead."""
    remove(FollowUpRule, pk=pk, revision=revision, guard=of_federation(federation))
