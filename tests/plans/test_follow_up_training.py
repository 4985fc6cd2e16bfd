"""The year's training on the sheet for Uppföljning Finsam: a sum that lacks an event is not told as one."""

from __future__ import annotations

import pytest

from finsam.scope import Scope
from members.models import Federation
from plans.domain.follow_up_sheet import SheetGroup, follow_up_sheet
from plans.follow_up_sheet_queries import sheet_facts
from tests import factories as make

pytestmark = pytest.mark.django_db


def training(federation: Federation) -> SheetGroup:
    """The group of the training events."""
    sheet = follow_up_sheet(sheet_facts(Scope(federation.pk, 2023)))
    return sheet.administrator[-1]


def held(federation: Federation, **counts: int | None) -> None:
    make.TrainingEventFactory(federation=federation, year=2023, **{"participants": None, **counts})


def test_events_that_all_tell_genders_are_added_up() -> None:
    federation = make.FederationFactory()
    held(federation, women=12, men=8)
    held(federation, women=5, other=1)

    found = training(federation)
    assert [row.cells for row in found.rows] == [(17, 8, 1, 26)]
    assert found.note == ""


def test_no_gender_is_summed_where_an_event_tells_none_and_the_total_is_still_of_all() -> None:
    """Seventeen women would be read as all women of the year."""
    federation = make.FederationFactory()
    held(federation, women=12, men=8)
    held(federation, participants=20)

    found = training(federation)
    assert [row.cells for row in found.rows] == [(None, None, None, 40)]
    assert found.note == (
        "En av två utbildningsinsatser har deltagare utan könsuppdelning. Summorna visas när alla har det."
    )


def test_nothing_is_summed_where_an_event_has_no_participants_entered() -> None:
    federation = make.FederationFactory()
    held(federation, women=12, men=8)
    held(federation)

    found = training(federation)
    assert [row.cells for row in found.rows] == [(None, None, None, None)]
    assert found.note == (
        "En av två utbildningsinsatser saknar antal deltagare. Summorna visas när alla har det."
    )
