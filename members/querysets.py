"""Domain names for the questions members' tables are asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Expression, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def _in_year(year: int) -> Q:
    return (Q(until_year__isnull=True) | Q(until_year__gt=year)) & Q(from_year__lte=year)


def name_in(year: int, member: str, name: str) -> Expression | Coalesce:
    """What a member was called in a year, as a column: `member` leads to it, `name` to what it is called today."""
    from members.models import FormerName  # which is made of these query sets

    former = FormerName.objects.filter(member=OuterRef(member), until_year__gt=year).order_by("until_year")
    return Coalesce(Subquery(former.values("name")[:1]), F(name))


class MemberQuerySet(models.QuerySet[Any]):
    """Members of federations."""

    def in_year(self, year: int) -> MemberQuerySet:
        """Those who are members during the year, each called what it was called then (`Member.called`)."""
        return self.filter(_in_year(year)).called_in(year)

    def called_in(self, year: int) -> MemberQuerySet:
        """Each called what it was called in the year."""
        return self.annotate(name_then=name_in(year, "pk", "name"))

    def in_any_year(self, years: Iterable[int]) -> MemberQuerySet:
        """Those who are members during at least one of the years."""
        return self.filter(reduce(or_, map(_in_year, years), Q(pk__in=())))

    def paying(self) -> MemberQuerySet:
        """Those who pay a share themselves."""
        return self.filter(paid_by__isnull=True)


class SeatQuerySet(models.QuerySet[Any]):
    """Board seats and auditors: held for a term."""

    def in_office(self, day: date) -> SeatQuerySet:
        """Those in office on the day, with what the member who appointed them was called then."""
        found = self.filter(Q(term_end__isnull=True) | Q(term_end__gt=day), term_start__lte=day)
        return found.appointed_in(day.year)

    def in_office_during(self, year: int) -> SeatQuerySet:
        """Those in office some day of the year, with what the member who appointed them was called then."""
        found = self.filter(
            Q(term_end__isnull=True) | Q(term_end__gt=date(year, 1, 1)), term_start__lt=date(year + 1, 1, 1)
        )
        return found.appointed_in(year)

    def appointed_in(self, year: int) -> SeatQuerySet:
        """With what the member who appointed them was called in the year (`appointer`)."""
        return self.annotate(name_then=name_in(year, "appointed_by", "appointed_by__name"))
