"""REST: budgets, one federation's and all federations'. Who reads which is said by `budgets.openness`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema

from budgets.api_serializers import CSV_COLUMNS, BudgetSerializer, SummarySerializer, csv_rows
from budgets.domain.whole_budget import WholeBudget, whole_budget
from budgets.models import Budget
from budgets.openness import readable
from budgets.queries import budget_facts
from budgets.querysets import BudgetQuerySet
from budgets.summaries import BudgetSummary, summaries
from finsam.rest.filters import SlugFilter, YearFilter
from finsam.rest.views import ListResource, OneResource
from finsam.scope import Scope
from members.access import Permission
from members.api_access import FederationResource, Keyed, opened_by
from members.domain.decisions import DeciderFact
from members.models import Decision
from members.queries import decision_fact


class BudgetFilter(django_filters.FilterSet):
    """Which of a federation's budgets."""

    year = YearFilter()
    status = django_filters.ChoiceFilter(
        choices=Budget.Status.choices, help_text="Var budgeten står; adopted är den fastställda som gäller."
    )

    class Meta:
        model = Budget
        fields = ("year", "status")


class AllBudgetsFilter(BudgetFilter):
    """Which budgets, of which federation."""

    federation = SlugFilter(field_name="federation__slug")


class _Summaries(ListResource):
    """Budgets with their totals: the lines are read once for the whole page."""

    queryset = Budget.objects.none()
    serializer_class = SummarySerializer

    def computed(self, rows: Any) -> list[BudgetSummary]:
        return summaries(list(rows))


@extend_schema(
    summary="Alla förbunds budgetar",
    description="Budgetar med summor. `?year=2023&status=adopted` ger varje förbunds gällande budget för året: "
    "en per förbund, så att de kan läggas ihop.",
)
class BudgetsResource(_Summaries, Keyed):
    """The budgets of all federations that are decided, and what the key opens."""

    permission = Permission.READ_BUDGET
    filterset_class = AllBudgetsFilter

    def get_queryset(self) -> QuerySet[Budget]:
        allowed = readable()
        if self.token:
            own = readable(opened_by(self.token, self.token.federation) or ())
            allowed |= Q(federation=self.token.federation_id) & own
        found = Budget.objects.filter(allowed).select_related("federation", "decision__meeting")
        return found.order_by("-year", "federation__name", "-version")


class _BudgetsOfFederation(FederationResource, abstract=True):
    """Resources that reach a federation's budgets."""

    permission = Permission.READ_BUDGET

    def readable(self) -> BudgetQuerySet:
        """The budgets that the one who asks may read."""
        budgets = self.federation.budgets.filter(readable(self.opened or ()))
        return cast(BudgetQuerySet, budgets.select_related("federation", "decision__meeting"))


@extend_schema(summary="Ett förbunds budgetar", description="Budgetar i alla år och versioner, med summor.")
class FederationBudgetsResource(_Summaries, _BudgetsOfFederation):
    """The federation's budgets, the newest first."""

    filterset_class = BudgetFilter

    def get_queryset(self) -> QuerySet[Budget]:
        return self.readable().order_by("-year", "-version")


@dataclass(frozen=True)
class ShownBudget:
    """A budget with what is computed of it. `decision` is the one it was adopted by; a draft has none."""

    budget: Budget
    whole: WholeBudget

    @property
    def decision(self) -> Decision | None:
        return self.budget.decision

    @property
    def deciders(self) -> tuple[DeciderFact, ...]:
        """Those who took part in the decision. One query, where there is one."""
        return decision_fact(self.decision).deciders if self.decision else ()


class _OneBudget(OneResource, _BudgetsOfFederation, abstract=True):
    """One budget whole. As CSV its lines: one row for each amount."""

    queryset = Budget.objects.none()
    serializer_class = BudgetSerializer

    def chosen(self) -> Budget | None:
        """The budget in the address, if the one who asks may read it."""
        raise NotImplementedError

    def get_object(self) -> ShownBudget:
        budget = self.chosen()
        if budget is None:
            self.refuse()
        facts = budget_facts(Scope(self.federation.pk, budget.year, {f"budget@{budget.year}": budget.pk}))
        if facts.previous and not facts.previous.is_decided and not self.reads_all:
            facts = replace(
                facts, previous=None
            )  # what is adopted may rest on what is not: that stays closed
        assert facts.budget is not None  # it is the scope's own
        return ShownBudget(budget, whole_budget(facts, facts.budget))

    def table(self, data: Any) -> tuple[Sequence[str], Sequence[Mapping[str, Any]]]:
        return CSV_COLUMNS, csv_rows(data)


@extend_schema(
    summary="Årets budget",
    description="Budgeten som gäller för året: den fastställda, eller med en nyckel som räcker den senaste versionen. "
    "Som CSV en rad för varje belopp på varje budgetrad.",
)
class BudgetInForceResource(_OneBudget):
    """The year's budget in force."""

    def chosen(self) -> Budget | None:
        return self.readable().in_force(self.kwargs["year"]).first()


@extend_schema(
    summary="En version av årets budget",
    description="En version av årets budget. Som CSV en rad för varje belopp på varje budgetrad.",
)
class BudgetVersionResource(_OneBudget):
    """One version of the year's budget."""

    def chosen(self) -> Budget | None:
        return self.readable().filter(year=self.kwargs["year"], version=self.kwargs["version"]).first()
