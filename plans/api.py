"""REST: outcomes of initiatives, as they may be told to everyone. Whose they are is said by `plans.openness`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema

from finsam.rest.filters import YearFilter
from finsam.scope import Scope
from members.access import Permission
from members.api_access import FederationList
from plans.api_serializers import CSV_COLUMNS, PeriodSerializer, csv_rows
from plans.domain.outcome_rows import OutcomeRow, outcome_rows
from plans.models import OutcomePeriod, TeamOutcome
from plans.openness import open_outcome_years
from plans.outcome_results_queries import outcome_results


class OutcomeFilter(django_filters.FilterSet):
    """Which periods."""

    year = YearFilter()
    period = django_filters.ChoiceFilter(choices=OutcomePeriod.choices, help_text="Vilken del av året.")

    class Meta:
        model = TeamOutcome
        fields = ("year", "period")


@dataclass(frozen=True)
class PeriodTold:
    """A period with every value of it that is told, or hidden."""

    federation: str
    year: int
    period: str
    smallest_shown: int
    values: tuple[OutcomeRow, ...]


@extend_schema(
    summary="Ett förbunds resultat",
    description="Deltagare, avslut och tider per insats, period och kön, med summor. Öppna är år med en fastställd "
    "årsredovisning. Små antal är dolda, och det som skulle röja dem, också för den som har en nyckel. Som CSV en rad "
    "för varje tal.",
)
class OutcomesResource(FederationList):
    """The federation's outcomes, period by period, the latest first."""

    permission = Permission.READ_OUTCOMES
    queryset = TeamOutcome.objects.none()
    serializer_class = PeriodSerializer
    filterset_class = OutcomeFilter

    def get_queryset(self) -> QuerySet[Any]:
        found = TeamOutcome.objects.filter(initiative__federation=self.federation)
        if not self.reads_all:
            found = found.filter(year__in=open_outcome_years(self.federation.pk))
        return found.order_by("-year", "period")

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset).values("year", "period").distinct()

    def computed(self, rows: Any) -> list[PeriodTold]:
        return list(self._told(rows))

    def _told(self, rows: Any) -> Iterator[PeriodTold]:
        for row in rows:
            rule = self.results.facts.disclosure(row["year"])
            yield PeriodTold(
                self.federation.slug,
                row["year"],
                row["period"],
                rule.smallest if rule.is_on else 1,
                tuple(outcome_rows(self.results, row["year"], row["period"])),
            )

    @cached_property
    def results(self) -> Any:
        """All that may be told. Eight queries, once."""
        return outcome_results(Scope(self.federation.pk, 0))

    def table(self, data: Any) -> tuple[Sequence[str], Sequence[Mapping[str, Any]]]:
        return CSV_COLUMNS, csv_rows(data)
