"""Reads what the adopted annual report of a year kept: the exact amounts that the next year is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from finsam.scope import Scope
from plans.models import Document
from reports.models import Publication


def adopted_amounts(scope: Scope) -> Mapping[str, Decimal]:
    """The amounts by name, of the latest annual report that was adopted for the year; empty without one. One query."""
    kept = (
        Publication.objects.filter(
            federation_id=scope.federation_id,
            stage=Publication.Stage.ADOPTED,
            document__kind=Document.Kind.ANNUAL_REPORT,
            document__year=scope.year,
        )
        .order_by("-frozen_at", "-pk")
        .values_list("content__kept", flat=True)
        .first()
    )
    return {name: Decimal(amount) for name, amount in kept or ()}
