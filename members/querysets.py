"""Domain names for the questions members' tables are asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    pass


def _in_year(year: int) -> Q:
    return (Q(until_year__isnull=True) | Q(until_year__gt=year)) & Q(from_year__lte=year)


class MemberQuerySet(models.QuerySet[Any]):
    """Members of federations."""

    def in_year(self, year: int) -> MemberQuerySet:
        """Those who are members during the year."""
        return self.filter(_in_year(year))

    def in_any_year(self, years: Iterable[int]) -> MemberQuerySet:
        """Those who are members during at least one of the years."""
        return self.filter(reduce(or_, map(_in_year, years), Q(pk__in=())))

    def paying(self) -> MemberQuerySet:
        """Those who pay a share themselves."""
        return self.filter(paid_by__isnull=True)


class SeatQuerySet(models.QuerySet[Any]):
    """Board seats and auditors: held for a term."""

    def in_office(self, day: date) -> SeatQuerySet:
        """Those in office on the day."""
        return self.filter(Q(term_end__isnull=True) | Q(term_end__gt=day), term_start__lte=day)

    def in_office_during(self, year: int) -> SeatQuerySet:
        """Those in office some day of the year."""
        return self.filter(
            Q(term_end__isnull=True) | Q(term_end__gt=date(year, 1, 1)), term_start__lt=date(year + 1, 1, 1)
        )
