"""What the pages of a federation cost: as many queries for thirty of everything as for one. The numbers are literal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Federation, Role
from plans.models import Document
from tests import factories as make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

COST = {"home": 3, "members": 17, "shares": 10, "roles": 8, "api_tokens": 9, "overview": 28}
"""Queries per page, the session and the user's roles included."""


def furnish(size: int) -> tuple[Federation, Client]:
    """A federation with `size` of everything, and its director."""
    director = make.UserFactory()
    federations = [make.FederationFactory() for _ in range(size)]
    for each in federations:
        make.MandateFactory(user=director, federation=each)
    federation = federations[0]
    members = [make.MemberFactory(federation=federation) for _ in range(size)]
    make.MemberFactory(federation=federation, paid_by=members[0])
    whole = {member: Decimal(0) for member in members} | {members[0]: Decimal(100)}
    make.ShareSetFactory(federation=federation, percents=whole)
    meetings = [
        make.MeetingFactory(federation=federation, held_on=date(2022, 9, 1 + day)) for day in range(size)
    ]
    for member, meeting in zip(members, meetings, strict=True):
        make.BoardSeatFactory(federation=federation, appointed_by=member)
        make.AuditorFactory(federation=federation, appointed_by=member)
        make.DecisionFactory(meeting=meeting)
        make.MandateFactory(federation=federation, role=Role.BOARD)
        make.ApiTokenFactory(federation=federation)
    furnish_budget_and_plan(federation, size)
    return federation, signed_in(director)


def furnish_budget_and_plan(federation: Federation, size: int) -> None:
    """Budgets of two years with `size` IDs and lines, and a plan with `size` sections, goal areas and activities."""
    previous = make.BudgetFactory(federation=federation, year=2022)
    budget = make.BudgetFactory(federation=federation, previous=previous)
    make.ContributionLineFactory(budget=budget)
    document: Any = make.DocumentFactory(
        federation=federation, budget=budget, status=Document.Status.PROPOSED
    )
    make.EquityRuleFactory(federation=federation)
    make.SectionFactory(document=document, heading="Budget", block="budgets.budget_table")
    make.SectionFactory(document=document, heading="Mål", block="plans.goal_areas")
    reference = '<p>Budgetram om <data value="budget.funding_total/kr"></data> år {}.</p>'
    for number in range(size):
        centre = make.CostCentreFactory(federation=federation)
        group = make.AccountGroupFactory(federation=federation, code=str(100 + number))
        line = make.BudgetLineFactory(budget=previous, cost_centre=centre, account_group=group)
        make.BudgetLineFactory(
            budget=budget, cost_centre=centre, account_group=group, label=line.label, key=line.key
        )
        make.OutlookYearFactory(budget=budget, year=2024 + number)
        make.SectionFactory(document=document, body=reference.format(number))
        make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=document))


def cost(federation: Federation, client: Client, name: str) -> int:
    """How many queries the page asks."""
    address: dict[str, Any] = {} if name == "home" else {"slug": federation.slug, "year": 2023}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(reverse(name, kwargs=address)).status_code == 200
    return len(asked)


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_costs_as_much_for_thirty_as_for_one(size: int) -> None:
    federation, client = furnish(size)
    client.get("/")  # what a process asks once, such as content types
    assert {name: cost(federation, client, name) for name in COST} == COST
