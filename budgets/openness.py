"""What of the budgets is open to everyone: what the board has adopted, also when a later version replaced it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from budgets.models import Budget

DECIDED = (Budget.Status.ADOPTED, Budget.Status.SUPERSEDED)


def decided(budgets: QuerySet[Budget]) -> QuerySet[Budget]:
    """Those of the budgets that rest on a decision: public documents. Drafts and proposals are not among them."""
    return budgets.filter(status__in=DECIDED, decision__isnull=False)


def open_years(federation_id: int | None) -> Iterable[tuple[int, int]]:
    """Pairs of federation and year that have a decided budget; of all federations for None. One query."""
    found = decided(Budget.objects.all())
    if federation_id is not None:
        found = found.filter(federation=federation_id)
    return found.order_by().values_list("federation_id", "year").distinct()
