"""Whether a budget's sheet has moved, asked so cheaply that an open page may ask often."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.db.models import Count, Max, Sum

from budgets.models import Budget, LineAmount


def mark_of(budget: Budget) -> str:
    """A text that is another as soon as a line, an amount or an ID of the budget is added, changed, moved or removed.

    Revisions only grow, and a row that is added has a number of its own, so that two states do not have the same.
    Three queries, however many the lines.
    """
    centres = budget.federation.cost_centres
    rows: tuple[models.QuerySet[Any], ...] = (
        budget.lines.order_by(),
        LineAmount.objects.filter(line__budget=budget).order_by(),
        centres.order_by(),
    )
    counted = [each.aggregate(Count("pk"), Max("pk"), Sum("pk"), Sum("revision")) for each in rows]
    told = repr((budget.pk, budget.revision, [tuple(each.values()) for each in counted]))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
