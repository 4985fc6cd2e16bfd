"""Writes of what cost is divided into when it is told in per cent."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from budgets.models import CostCategory
from finsam.revisions import remove, store
from members.models import Federation
from members.services import of_federation


def save_cost_category(
    *, federation: Federation, pk: int | None = None, revision: int | None = None, **changes: Any
) -> CostCategory:
    """Add a category last, or change one. A short name left empty is made of the name, once."""
    if not changes.get("slug"):
        changes.pop("slug", None)
        if pk is None:
            changes["slug"] = (
                slugify(str(changes.get("name", "")).replace("_", "-"))[:40].strip("-") or "grupp"
            )
    if pk is None and not changes.get("position"):
        last = federation.cost_categories.aggregate(last=Max("position"))["last"]
        changes["position"] = int(last or 0) + 10
    return store(
        CostCategory,
        pk=pk,
        revision=revision,
        changes={"federation": federation, **changes},
        guard=of_federation(federation),
    )


def remove_cost_category(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Remove a category that no ID and no line belongs to."""
    remove(CostCategory, pk=pk, revision=revision, guard=of_federation(federation))
