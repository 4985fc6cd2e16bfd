"""What texts may tell of the year's meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from finsam import figures
from finsam.scope import Scope
from members.models import Federation, Meeting
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(db: None) -> Scope:
    """A year with two board meetings, one in the year before, and three consultations of two kinds."""
    federation: Federation = make.FederationFactory()
    for day in (date(2023, 11, 24), date(2023, 3, 17), date(2022, 11, 25)):
        make.MeetingFactory(federation=federation, held_on=day)
    for day, label in ((1, "lokalt"), (2, "lokalt"), (3, "hela länet")):
        make.MeetingFactory(
            federation=federation, kind=Meeting.Kind.CONSULTATION, held_on=date(2023, 10, day), label=label
        )
    make.MeetingFactory(held_on=date(2023, 5, 5))
    return Scope(federation.pk, 2023)


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("meetings.board_count", "två"),
        ("meetings.board_count@-1", "ett"),
        ("meetings.board_days", "17 mars och 24 november"),
        ("meetings.board_day:2", "24 november 2023"),
        ("meetings.consultation_count", "tre"),
        ("meetings.consultation_count:lokalt/digits", "2"),
        ("meetings.consultation_count:hela-lanet", "ett"),
        ("meetings.board_count@-2", "–"),
    ],
)
def test_the_years_meetings_are_told_in_their_order(scope: Scope, reference: str, shown: str) -> None:
    assert figures.resolve(reference, scope).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    "reference", ["meetings.board_day:3", "meetings.board_day:0", "meetings.consultation_count:x"]
)
def test_a_meeting_that_is_not_entered_is_said_not_to_be(scope: Scope, reference: str) -> None:
    with pytest.raises(figures.UnknownFigure, match="2023"):
        figures.resolve(reference, scope)


def test_all_of_them_cost_one_query(scope: Scope, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        for key in ("board_count", "board_days", "board_day:1", "consultation_count:lokalt"):
            figures.resolve(f"meetings.{key}", scope)
