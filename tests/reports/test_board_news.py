"""The board's news: from which day each thing is new, and what is told of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from members.models import Federation, User
from plans import services
from plans.models import Document
from plans.services import reviewing
from reports.board_queries import news, to_decide
from reports.models import Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def federation(db: None) -> Federation:
    """A federation without anything."""
    found: Federation = make.FederationFactory()
    return found


@pytest.fixture
def user(federation: Federation) -> User:
    """One of the board."""
    found: User = make.MandateFactory(federation=federation, role="board").user
    return found


def test_an_adoption_is_new_from_the_day_it_is_put_on_record_and_tells_the_day_of_the_meeting(
    federation: Federation, user: User
) -> None:
    decision = make.DecisionFactory(meeting__federation=federation, meeting__held_on=date(2022, 11, 25))
    document = make.DocumentFactory(
        federation=federation,
        status=Document.Status.ADOPTED,
        decision=decision,
        proposed_on=date(2022, 11, 1),
    )
    make.PublicationFactory(
        document=document,
        stage=Publication.Stage.ADOPTED,
        frozen_at=datetime(2022, 12, 4, 23, 30, tzinfo=UTC),  # the 5th in Sweden
    )

    found = news(federation, user, datetime(2022, 12, 5, 8, tzinfo=UTC))
    assert [(each.day, each.words) for each in found] == [
        (date(2022, 12, 5), "fastställd den 25\u00a0november 2022")
    ]
    assert news(federation, user, datetime(2022, 12, 6, 8, tzinfo=UTC)) == ()


def test_an_adoption_that_was_never_frozen_is_dated_by_its_meeting(
    federation: Federation, user: User
) -> None:
    decision = make.DecisionFactory(meeting__federation=federation, meeting__held_on=date(2022, 11, 25))
    make.DocumentFactory(federation=federation, status=Document.Status.ADOPTED, decision=decision)
    assert [each.day for each in news(federation, user, None)] == [date(2022, 11, 25)]


# --- Released for reading -------------------------------------------------------------------------------------------


@pytest.fixture
def draft(federation: Federation) -> Document:
    """A plan that is written."""
    found: Document = make.DocumentFactory(federation=federation)
    make.SectionFactory(document=found)
    return found


def told(federation: Federation, user: User, since: datetime | None = None) -> list[tuple[date, str]]:
    return [(each.day, each.words) for each in news(federation, user, since)]


def test_a_plan_released_without_a_round_is_new_from_the_day_it_is_released(
    federation: Federation, user: User, draft: Document
) -> None:
    with time_machine.travel(datetime(2022, 10, 3, 22, 30, tzinfo=UTC)):  # the 4th in Sweden
        services.release(federation=federation, pk=draft.pk)

    assert told(federation, user) == [(date(2022, 10, 4), "släppt för läsning")]
    [each] = news(federation, user, datetime(2022, 10, 4, 9, tzinfo=UTC))
    assert (each.what, each.page, each.year, each.version) == (str(draft), "plan", 2023, 1)
    assert news(federation, user, datetime(2022, 10, 5, 9, tzinfo=UTC)) == ()


def test_a_plan_released_by_its_first_round_is_told_once(
    federation: Federation, user: User, draft: Document
) -> None:
    with time_machine.travel("2022-10-04 09:00"):
        reviewing.save_round(federation=federation, by=user, document=draft, due=date(2022, 10, 18))

    assert told(federation, user) == [(date(2022, 10, 4), "på remiss, svar senast den 18\u00a0oktober 2022")]


def test_a_plan_taken_back_is_no_news_and_released_again_it_is_new_again(
    federation: Federation, user: User, draft: Document
) -> None:
    with time_machine.travel("2022-10-04 09:00"):
        services.release(federation=federation, pk=draft.pk)
    with time_machine.travel("2022-10-05 09:00"):
        services.take_back(federation=federation, pk=draft.pk)
        assert told(federation, user) == []
    with time_machine.travel("2022-10-06 09:00"):
        services.release(federation=federation, pk=draft.pk)
        assert told(federation, user) == [
            (date(2022, 10, 6), "släppt för läsning"),
            (date(2022, 10, 4), "släppt för läsning"),
        ]


def test_a_release_in_another_federation_is_no_news_here(federation: Federation, user: User) -> None:
    other = make.SectionFactory().document
    services.release(federation=other.federation, pk=other.pk)
    assert told(federation, user) == []
    assert len(news(other.federation, user, None)) == 1


@pytest.mark.parametrize(
    ("year", "status", "is_offered"),
    [(2022, "in_review", True), (2022, "draft", False), (2021, "in_review", False)],
)
def test_comparing_is_offered_where_there_is_a_plan_of_last_year_to_compare_with(
    federation: Federation, year: int, status: str, is_offered: bool
) -> None:
    meeting = make.MeetingFactory(federation=federation, held_on=date(2022, 11, 25))
    make.DocumentFactory(federation=federation, year=2023, status=Document.Status.PROPOSED, meeting=meeting)
    make.DocumentFactory(federation=federation, year=year, status=status)
    make.DocumentFactory(year=2022, status="in_review")  # another federation's

    assert [(each.year, each.has_last_year) for each in to_decide(federation)] == [(2023, is_offered)]
