"""Every page of a document, asked for as a report's: who is told what, and that no one reaches past it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from members.models import Role
from plans.domain.kinds import INTERIM_REPORT, Slot
from plans.models import Document
from tests import factories as make
from tests.access_table import GET, ROLES, World, furnish, with_pdfs
from tests.conftest import Demo, signed_in
from tests.test_access import OF_A_YEAR, everything, routes

HALF_YEAR = Slot(INTERIM_REPORT, 6)
OF_REPORTS = f"{OF_A_YEAR}<document:slot>/"
NAMES = tuple(sorted({str(pattern.name) for _, pattern in routes(OF_REPORTS)}))
OF_PLAN = {name for name in NAMES if name.startswith(("goal_area", "activity"))} | {"consultation"}
"""What the plan alone has: to those who write there is no such page of a report."""


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan, which the fixture `world` makes a report of."""
    found: Document = demo.federation.documents.get(year=2023)
    return found


@pytest.fixture
def world(demo: Demo, plan: Document) -> World:
    """The demo with a row of every kind, each of whose documents is a half-year report."""
    made = furnish(demo.federation, plan)
    made.federation.documents.update(kind=INTERIM_REPORT, month=6, budget=None)
    plan.refresh_from_db()
    return made


def address(world: World, name: str, user: object = None) -> str:
    """The address of the page, of the report."""
    return reverse(name, kwargs={**world.address(name, user), "slot": HALF_YEAR})  # type: ignore[arg-type]


def test_a_report_has_every_page_that_the_plan_has() -> None:
    of_plan = {str(pattern.name) for _, pattern in routes(f"{OF_A_YEAR}verksamhetsplan/")}
    assert set(NAMES) == of_plan


@pytest.mark.django_db(transaction=True)
def test_each_role_is_told_the_same_of_a_report_as_of_the_plan(world: World, plan: Document) -> None:
    made = with_pdfs(replace(world), plan)
    told: dict[str, list[str]] = {name: [] for name in NAMES}
    for role in ROLES:
        user = make.MandateFactory(federation=world.federation, role=role).user
        client = signed_in(user)
        before = everything()
        for name in NAMES:
            answer = client.get(address(made, name, user))
            b"".join(answer)  # to its end, or a file would stay open
            told[name].append(str(answer.status_code))
        assert everything() == before, f"reading wrote something for {role}"
    expected = {name: GET[name].split() for name in NAMES}
    for name in OF_PLAN:
        expected[name] = ["404" if each in ("200", "302") else each for each in expected[name]]
    assert told == expected


@pytest.mark.django_db
def test_who_has_no_role_in_the_federation_finds_no_page_of_its_reports(world: World) -> None:
    client = signed_in(make.MandateFactory(federation=make.FederationFactory(), role=Role.DIRECTOR).user)
    before = everything()
    for name in NAMES:
        for answer in (client.get(address(world, name)), client.post(address(world, name), {})):
            assert answer.status_code in (404, 405), name
    assert everything() == before
