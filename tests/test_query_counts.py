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

from members.models import Federation, Role, User
from plans import services as plans
from plans.models import Document, Mention
from tests import factories as make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

COST = {"home": 3, "members": 17, "shares": 10, "roles": 8, "api_tokens": 9, "overview": 57}
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


FOLLOWING = {"board": 15, "notices": 11, "notice": 14, "year_wheel": 19}
"""Queries of the pages that tell what lies before the board, what is made known and what is to be done."""
OPEN_TO_ALL = {"public": 3, "public_document": 2, "public_notice": 2}
"""Queries of the pages that anyone may read, without session and user."""


def furnish_following(federation: Federation, director: User, size: int) -> dict[str, int]:
    """Papers, releases, rounds, mentions, notices, publications and occasions, `size` of each; what addresses name."""
    for number in range(size):
        year = 2040 + number
        meeting = make.MeetingFactory(
            federation=federation, held_on=date(2022, 11, 1 + number % 30), label=str(number)
        )
        paper = make.DocumentFactory(federation=federation, year=2023, version=100 + number)
        plans.release(federation=federation, pk=make.SectionFactory(document=paper).document_id)
        paper.refresh_from_db()
        make.ReviewRoundFactory(document=paper)
        Document.objects.filter(pk=paper.pk).update(
            status=Document.Status.PROPOSED, meeting=meeting, proposed_on=date(2022, 10, 20)
        )
        comment = make.CommentFactory(thread=make.CommentThreadFactory(document=paper))
        Mention.objects.create(comment=comment, user=director)
        adopted = make.DocumentFactory(
            federation=federation,
            year=year,
            status=Document.Status.PUBLISHED,
            published_on=date(2022, 12, 1),
            decision=make.DecisionFactory(meeting=meeting, minutes_ref=f"§ {year}"),
        )
        kept = make.PublicationFactory(document=adopted, stage="adopted")
        proposal = make.PublicationFactory(document=paper)
        posted = make.PostedNoticeFactory(
            federation=federation, kind="meeting", meeting=meeting, publication=proposal, year=2023
        )
        make.PublicNoticeFactory(federation=federation, kind="minutes", meeting=meeting, year=2023)
        entry = make.WheelEntryFactory(federation=federation, title=f"Tid {number}")
        make.WheelMarkFactory(entry=entry)
        make.InstalmentFactory(federation=federation, due_on=date(2023, 1 + number % 12, 1 + number % 28))
    return {"notice": posted.pk, "public_document": kept.pk, "public_notice": posted.pk}


def asked(client: Client, name: str, **kwargs: Any) -> int:
    """How many queries the page at an address asks."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(name, kwargs=kwargs)).status_code == 200, name
    return len(found)


@pytest.mark.parametrize("size", [1, 30])
def test_the_board_notices_the_wheel_and_the_public_cost_as_much_for_thirty_as_for_one(size: int) -> None:
    federation = make.FederationFactory()
    director = make.MandateFactory(federation=federation).user
    rows = furnish_following(federation, director, size)
    client, anyone = signed_in(director), Client()
    client.get("/")

    def cost_of(reader: Client, name: str, **kwargs: Any) -> int:
        row = {"pk": rows[name]} if name in rows else {}
        return asked(reader, name, slug=federation.slug, **row, **kwargs)

    assert {name: cost_of(client, name, year=2023) for name in FOLLOWING} == FOLLOWING
    assert {name: cost_of(anyone, name) for name in OPEN_TO_ALL} == OPEN_TO_ALL


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_costs_as_much_for_thirty_as_for_one(size: int) -> None:
    federation, client = furnish(size)
    client.get("/")  # what a process asks once, such as content types
    assert {name: cost(federation, client, name) for name in COST} == COST
