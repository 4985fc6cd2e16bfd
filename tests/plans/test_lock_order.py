"""Who writes in a document locks the document first and its rows after: two at once never wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from members.models import Federation, Role, User
from plans import services
from plans.models import Comment, Document, GoalArea, PlannedActivity, Section
from plans.services import talk
from reports.models import NamedVersion
from reports.services import name_version, remove_named_version
from tests import factories as make
from tests.conftest import Outcome

Act = Callable[[Federation, Any, User], object]


def area(document: Document, by: User) -> GoalArea:
    """The first of two goal areas."""
    make.GoalAreaFactory(document=document, position=20)
    found: GoalArea = make.GoalAreaFactory(document=document, position=10)
    return found


def activity(document: Document, by: User) -> PlannedActivity:
    """The first of two activities."""
    own = make.GoalAreaFactory(document=document)
    make.PlannedActivityFactory(goal_area=own, position=20)
    found: PlannedActivity = make.PlannedActivityFactory(goal_area=own, position=10)
    return found


def section(document: Document, by: User) -> Section:
    """The first of two sections."""
    make.SectionFactory(document=document, position=20)
    found: Section = make.SectionFactory(document=document, position=10)
    return found


def comment(document: Document, by: User) -> Comment:
    """What someone has said about the whole document."""
    return talk.start_thread(
        federation=document.federation,
        document=document.pk,
        by=by,
        target="document",
        subject="",
        title="Planen",
        text="Hej.",
    ).comment


def version(document: Document, by: User) -> NamedVersion:
    """What the document says now, under a name."""
    return name_version(federation=document.federation, pk=document.pk, name="Före", by=by)


WRITES: list[tuple[str, Callable[[Document, User], Any], Act]] = [
    ("change a goal area", area, lambda f, row, by: services.save_goal_area(
        federation=f, pk=row.pk, revision=1, title="Ny")),
    ("move a goal area", area, lambda f, row, by: services.move_goal_area(federation=f, pk=row.pk, steps=1)),
    ("remove a goal area", area, lambda f, row, by: services.remove_goal_area(
        federation=f, pk=row.pk, revision=1)),
    ("change an activity", activity, lambda f, row, by: services.save_activity(
        federation=f, pk=row.pk, revision=1, text="Ny")),
    ("move an activity", activity, lambda f, row, by: services.move_activity(
        federation=f, pk=row.pk, steps=1)),
    ("remove an activity", activity, lambda f, row, by: services.remove_activity(
        federation=f, pk=row.pk, revision=1)),
    ("change a section", section, lambda f, row, by: services.save_section(
        federation=f, pk=row.pk, revision=1, heading="Ny")),
    ("move a section", section, lambda f, row, by: services.move_section(federation=f, pk=row.pk, steps=1)),
    ("remove a section", section, lambda f, row, by: services.remove_section(
        federation=f, pk=row.pk, revision=1)),
    ("change a comment", comment, lambda f, row, by: talk.save_comment(
        federation=f, pk=row.pk, revision=1, by=by, text="Ny.")),
    ("remove a comment", comment, lambda f, row, by: talk.remove_comment(
        federation=f, pk=row.pk, revision=1, by=by)),
    ("remove a named version", version, lambda f, row, by: remove_named_version(federation=f, pk=row.pk)),
]  # fmt: skip


@pytest.mark.parametrize(("made", "write"), [pytest.param(*rest, id=name) for name, *rest in WRITES])
def test_one_who_writes_a_row_waits_for_the_document_with_the_row_still_free(
    at_two_desks: Callable[..., list[Outcome]], made: Callable[[Document, User], Any], write: Act
) -> None:
    """Another holds the document, and goes on to the row while the write waits: as one who adopts it, or removes it."""
    by = make.MandateFactory(role=Role.DIRECTOR).user
    federation = by.mandates.get().federation
    document = make.DocumentFactory(federation=federation)
    row = made(document, by)
    holds_the_document = threading.Event()

    @transaction.atomic
    def hold() -> str:
        Document.locked(document.pk, None)
        holds_the_document.set()
        threading.Event().wait(0.5)  # time for the other to take what it takes first
        type(row).objects.select_for_update().get(pk=row.pk)
        return "held both"

    def save() -> str:
        holds_the_document.wait(10)
        write(federation, row, by)
        return "written"

    assert at_two_desks(hold, save) == ["held both", "written"]


def test_two_goal_areas_moved_past_each_other_at_once_both_move(
    at_two_desks: Callable[..., list[Outcome]],
) -> None:
    document = make.DocumentFactory()
    titles = ["Ett", "Två", "Tre", "Fyra"]
    areas = [
        make.GoalAreaFactory(document=document, title=title, position=place * 10)
        for place, title in enumerate(titles, start=1)
    ]
    for _ in range(5):
        start = threading.Barrier(4)

        def move(pk: int, steps: int, start: threading.Barrier = start) -> str:
            start.wait(10)
            services.move_goal_area(federation=document.federation, pk=pk, steps=steps)
            return "moved"

        moves = [(areas[0].pk, 1), (areas[1].pk, -1), (areas[2].pk, 1), (areas[3].pk, -1)]
        acts = [lambda pk=pk, steps=steps, move=move: move(pk, steps) for pk, steps in moves]
        assert at_two_desks(*acts) == ["moved"] * 4
    assert sorted(document.goal_areas.values_list("position", flat=True)) == [10, 20, 30, 40]
