"""A federation that has adopted one budget and works on the next, one that has adopted nothing, and who asks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from budgets.models import Budget
from members.api_keys import issue_api_token
from members.models import Federation, Member, PartyGroup, Role, User
from tests import factories as make

OPEN, CLOSED = 2022, 2024
"""The year with an adopted budget, and the one with a draft."""
API = "/api/v1/"


@dataclass
class Asker:
    """Someone who asks the API, with a key or without."""

    key: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **query: Any) -> HttpResponse:
        """The answer at an address under /api/v1/."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        response: HttpResponse = self.client.get(API + path, query, headers=headers)
        return response

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """The rows of the first page of a list."""
        found: list[dict[str, Any]] = self.get(path, **query).json()["results"]
        return found


def key_for(user: User, federation: Federation) -> str:
    """A key for the user, good today."""
    return issue_api_token(
        federation=federation, user=user, name="Prov", last_day=timezone.localdate(), created_by=user
    )[1]


@pytest.fixture
def asker(db: None) -> Callable[..., Asker]:
    """Someone with a key to the federation and a role there: `asker(federation, Role.BOARD)`; without, no key."""

    def who(federation: Federation | None = None, role: str = Role.DIRECTOR) -> Asker:
        if federation is None:
            return Asker()
        user = make.MandateFactory(federation=federation, role=role).user
        return Asker(key_for(user, federation))

    return who


def adopt(budget: Budget, status: str = Budget.Status.ADOPTED) -> Budget:
    """The budget as one that the board has adopted."""
    label = f"möte {budget.federation.meetings.count() + 1}"
    meeting = make.MeetingFactory(federation=budget.federation, held_on=date(2021, 11, 26), label=label)
    budget.decision = make.DecisionFactory(meeting=meeting)
    budget.status = status
    budget.save()
    return budget


def staffed(name: str, slug: str) -> Federation:
    """A federation with members and shares in two years; one member comes and one leaves in the later."""
    federation: Federation = make.FederationFactory(name=name, short_name=slug.capitalize(), slug=slug)

    def member(key: str, group: str, **fields: Any) -> Member:
        found: Member = make.MemberFactory(
            federation=federation, slug=key, name=f"{key.capitalize()} i {slug}", party_group=group, **fields
        )
        return found

    payer = member("fk", PartyGroup.STATE)
    member("af", PartyGroup.STATE, paid_by=payer)
    region = member("region", PartyGroup.REGION)
    leaves = member("nyland", PartyGroup.MUNICIPALITY, until_year=CLOSED)
    comes = member("lyckby", PartyGroup.MUNICIPALITY, from_year=CLOSED)
    halves = {payer: Decimal(50), region: Decimal(25)}
    make.ShareSetFactory(federation=federation, year=OPEN, percents={**halves, leaves: Decimal(25)})
    make.ShareSetFactory(federation=federation, year=CLOSED, percents={**halves, comes: Decimal(25)})
    return federation


@pytest.fixture
def federation(db: None) -> Federation:
    """Has adopted its budget of 2022 and drafts that of 2024, in which one member leaves and another comes."""
    found = staffed("Samordningsförbundet Öppna", "oppna")
    adopt(make.BudgetFactory(federation=found, year=OPEN))
    make.BudgetFactory(federation=found, year=CLOSED)
    return found


@pytest.fixture
def secret(federation: Federation) -> Federation:
    """Another federation, that has adopted nothing: two drafts and a proposal."""
    found = staffed("Samordningsförbundet Hemliga", "hemliga")
    make.BudgetFactory(federation=found, year=OPEN)
    make.BudgetFactory(federation=found, year=CLOSED, status=Budget.Status.PROPOSED)
    return found
