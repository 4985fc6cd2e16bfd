"""Domain names for the questions members' tables are asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from members.models import User


class FederationQuerySet(models.QuerySet[Any]):
    """Federations."""

    def served_by(self, user: User) -> FederationQuerySet:
        """Those in which the user has a role. One join; distinct."""
        return self.filter(mandates__user=user).distinct()


class MemberQuerySet(models.QuerySet[Any]):
    """Members of federations."""

    def in_year(self, year: int) -> MemberQuerySet:
        """Those who are members during the year."""
        return self.filter(Q(until_year__isnull=True) | Q(until_year__gt=year), from_year__lte=year)

    def paying(self) -> MemberQuerySet:
        """Those who pay a share themselves."""
        return self.filter(paid_by__isnull=True)


class ShareSetQuerySet(models.QuerySet[Any]):
    """Sets of shares."""

    def with_shares(self) -> ShareSetQuerySet:
        """With shares and members at hand. Two further queries."""
        return self.prefetch_related("shares__member__pays_for")


class SeatQuerySet(models.QuerySet[Any]):
    """Board seats and auditors: held for a term."""

    def in_office(self, day: date) -> SeatQuerySet:
        """Those in office on the day."""
        return self.filter(Q(term_end__isnull=True) | Q(term_end__gt=day), term_start__lte=day)
