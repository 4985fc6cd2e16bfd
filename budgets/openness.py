"""Which budgets one may read without the pages: what the board has adopted, anyone; the rest by permission."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import OuterRef, Q, Subquery

from budgets.models import Budget
from members.access import Permission

DECIDED = Q(status__in=(Budget.Status.ADOPTED, Budget.Status.SUPERSEDED), decision__isnull=False)
"""Budgets that rest on a decision, also when a later version replaced them: public documents."""


def readable(permissions: Collection[Permission] = ()) -> Q:
    """The budgets of a federation that one reads with the permissions there, as its pages would show them:

    an editor all versions, a reader the one in force in each year, and anyone those that are decided.
    """
    if Permission.EDIT_BUDGET in permissions:
        return Q()
    return DECIDED | _in_force() if Permission.READ_BUDGET in permissions else DECIDED


def open_years(federation_id: int | None) -> Iterable[tuple[int, int]]:
    """Pairs of federation and year that have a decided budget; of all federations for None. One query."""
    found = Budget.objects.filter(DECIDED)
    if federation_id is not None:
        found = found.filter(federation=federation_id)
    return found.order_by().values_list("federation_id", "year").distinct()


def _in_force() -> Q:
    same_year = Budget.objects.filter(federation=OuterRef("federation")).in_force(OuterRef("year"))  # type: ignore[arg-type]
    return Q(pk=Subquery(same_year.values("pk")[:1]))
