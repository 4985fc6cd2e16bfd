"""What every page of the results shares: which initiatives the user may see, enter, and see small counts of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage
from plans.domain.disclosure import Disclosure
from plans.domain.outcome_facts import InitiativeFact, OutcomeFact, OutcomeFacts
from plans.domain.outcome_overview import PeriodRow
from plans.domain.outcome_results import results
from plans.domain.outcomes import ALL
from plans.models import Initiative, InitiativeOwner, OutcomePeriod
from plans.outcome_queries import outcome_facts

PERIOD_SLUGS = {
    "helar": "year",
    "halvar-1": "half_1",
    "halvar-2": "half_2",
    "tertial-1": "tertial_1",
    "tertial-2": "tertial_2",
    "tertial-3": "tertial_3",
}
"""Periods in addresses."""
SLUGS = {period: slug for slug, period in PERIOD_SLUGS.items()}


class ResultsPage(FederationPage, abstract=True):
    """A page of the tab "Resultat". One who owns initiatives sees those alone, and their counts as they are."""

    permission = Permission.SEE_OUTCOMES
    place = "results"
    subpage = "outcomes"

    @cached_property
    def facts(self) -> OutcomeFacts:
        """The federation's initiatives and outcomes. Eight queries."""
        return Scope(self.federation.pk, self.year).facts(outcome_facts)

    @cached_property
    def owned(self) -> frozenset[int]:
        """The initiatives whose outcomes the user enters. One query."""
        if not self.may(Permission.ENTER_OUTCOMES):
            return frozenset()
        rows = InitiativeOwner.objects.filter(
            initiative__federation=self.federation, user=self.request.user.pk
        )
        return frozenset(rows.values_list("initiative", flat=True))

    def sees(self, initiative: int) -> bool:
        """Whether the user may see the initiative at all."""
        return self.may(Permission.READ_OUTCOMES) or initiative in self.owned

    def enters(self, initiative: int) -> bool:
        """Whether the user may enter its outcomes."""
        return self.may(Permission.EDIT_OUTCOMES) or initiative in self.owned

    def sees_small(self, initiative: int) -> bool:
        """Whether the user sees its counts with nothing hidden."""
        return self.may(Permission.READ_SMALL_COUNTS) or initiative in self.owned

    @cached_property
    def hiding(self) -> Disclosure:
        """What is hidden to those who may not see small counts."""
        return results(self.facts).disclosure

    def shows(self, outcome: OutcomeFact, measure: str, gender: str = ALL) -> bool:
        """Whether the user may see a measure of an outcome."""
        return self.sees_small(outcome.initiative) or self.hiding.shows(
            outcome.initiative, outcome.year, outcome.period, gender, measure
        )

    @property
    def today(self) -> date:
        """The day on which a period is over or is not."""
        return timezone.localdate()


class InitiativeMixin(ResultsPage, abstract=True):
    """A page about one initiative: 404 when the federation has none such, 403 when it is another owner's."""

    @cached_property
    def initiative(self) -> Initiative:
        """The initiative in the address. One query beside that of the owner's."""
        found: Initiative | None = self.federation.initiatives.filter(code=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        allowed = self.enters if self.permission == Permission.ENTER_OUTCOMES else self.sees
        if not allowed(found.pk):
            raise PermissionDenied
        return found

    @cached_property
    def fact(self) -> InitiativeFact:
        """The initiative as it is told."""
        found = self.facts.initiative(self.initiative.code)
        assert found is not None  # it has just been found
        return found

    def parents(self) -> list[tuple[str, str]]:
        return [(self.fact.name(self.year), self.url("initiative", code=self.initiative.code))]


def period_of(kwargs: dict[str, Any]) -> str:
    """The period in the address; 404 for a word that is none."""
    try:
        return PERIOD_SLUGS[kwargs["period"]]
    except KeyError:
        raise Http404 from None


def told_periods(rows: Iterable[PeriodRow]) -> list[tuple[PeriodRow, str, str]]:
    """Each row with what its period is called, and how addresses write it."""
    return [(row, str(OutcomePeriod(row.period).label), SLUGS[row.period]) for row in rows]
