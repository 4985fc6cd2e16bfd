"""Two people at one row: what is written, what is told, and that it holds between two real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from budgets.models import BudgetLine
from finsam.revisions import EditConflict, remove, store
from members import services
from members.models import Member
from tests import factories as make
from tests.conftest import Outcome


@pytest.fixture
def member(db: None) -> Member:
    """A member at its first revision."""
    found: Member = make.MemberFactory(name="Avesta kommun")
    return found


def change(member: Member, revision: int | None, **changes: Any) -> Member:
    """The member changed from a revision on."""
    return store(Member, pk=member.pk, revision=revision, changes=changes)


def test_each_save_is_one_revision_further(member: Member) -> None:
    assert change(member, 1, name="Avesta").revision == 2
    assert change(member, 2, name="Avesta kommun").revision == 3


def test_saving_what_stands_there_is_no_revision(member: Member) -> None:
    assert change(member, 1, name="Avesta kommun").revision == 1


def test_the_second_of_two_is_given_what_stands_there_now_and_overwrites_nothing(member: Member) -> None:
    change(member, 1, name="Avesta")
    with pytest.raises(EditConflict) as conflict:
        change(member, 1, name="Avesta stad")
    assert (conflict.value.current.name, conflict.value.current.revision) == ("Avesta", 2)
    assert conflict.value.messages == [
        "Någon annan har sparat här sedan du öppnade sidan. Inget av ditt är förlorat: jämför nedan och välj."
    ]
    member.refresh_from_db()
    assert member.name == "Avesta"


def test_a_program_that_names_no_revision_writes_on(member: Member) -> None:
    change(member, 1, name="Avesta")
    assert change(member, None, name="Avesta stad").revision == 3


def test_a_refused_change_leaves_the_row_as_it_was(member: Member) -> None:
    with pytest.raises(ValidationError):
        change(member, 1, name="", from_year=1899)
    stored = Member.objects.get(pk=member.pk)
    assert (stored.name, stored.revision) == ("Avesta kommun", 1)


def test_a_guard_refuses_before_anything_is_written(member: Member) -> None:
    def refuse(row: Member) -> None:
        raise ValidationError("Nej.")

    with pytest.raises(ValidationError, match="Nej"):
        store(Member, pk=member.pk, revision=1, changes={"name": "X"}, guard=refuse)
    with pytest.raises(ValidationError, match="Nej"):
        remove(Member, pk=member.pk, revision=1, guard=refuse)
    assert Member.objects.get().name == "Avesta kommun"


def test_a_row_that_has_changed_is_not_removed(member: Member) -> None:
    change(member, 1, name="Avesta")
    with pytest.raises(EditConflict):
        remove(Member, pk=member.pk, revision=1)
    remove(Member, pk=member.pk, revision=2)
    assert not Member.objects.exists()


# --- Two connections ------------------------------------------------------------------------------------------------


def test_of_two_who_save_one_line_at_the_same_moment_one_is_told(
    at_two_desks: Callable[..., list[Outcome]],
) -> None:
    """The first holds the row while the second begins: the second waits, and then sees that the row has moved.

    Administration, salaries, 702 tkr: "Verksamhetsplan och budget år 2023", table of budget.
    """
    line = make.BudgetLineFactory(label="Löner arbetad tid", amount=702_000)
    holds_the_row, other_has_begun = threading.Event(), threading.Event()

    def hold(row: BudgetLine) -> None:
        holds_the_row.set()
        other_has_begun.wait(10)
        threading.Event().wait(0.3)  # time for the other to reach the row

    def first() -> BudgetLine:
        return store(BudgetLine, pk=line.pk, revision=1, changes={"amount": 712_000}, guard=hold)

    def second() -> BudgetLine:
        holds_the_row.wait(10)
        other_has_begun.set()
        return store(BudgetLine, pk=line.pk, revision=1, changes={"amount": 722_000})

    saved, told = at_two_desks(first, second)
    assert (saved.amount, saved.revision) == (712_000, 2)
    assert isinstance(told, EditConflict), told
    assert (told.current.amount, told.current.revision) == (712_000, 2)


def test_of_six_who_save_one_line_at_the_same_moment_one_is_first(
    at_two_desks: Callable[..., list[Outcome]],
) -> None:
    line = make.BudgetLineFactory()
    start = threading.Barrier(6)

    def save(amount: int) -> BudgetLine:
        start.wait(10)
        return store(BudgetLine, pk=line.pk, revision=1, changes={"amount": amount})

    outcomes = at_two_desks(*(lambda amount=amount: save(amount) for amount in range(1, 7)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["BudgetLine"] + ["EditConflict"] * 5


def test_of_two_who_add_the_same_thing_at_the_same_moment_one_is_told_that_it_is_there(
    at_two_desks: Callable[..., list[Outcome]],
) -> None:
    federation = make.FederationFactory()
    start = threading.Barrier(4)

    def add() -> Member:
        start.wait(10)
        return services.save_member(
            federation=federation, name="Avesta", slug="avesta", party_group="municipality", from_year=2017
        )

    outcomes = at_two_desks(add, add, add, add)
    refused = [outcome for outcome in outcomes if not isinstance(outcome, Member)]
    assert [getattr(outcome, "messages", outcome) for outcome in refused] == [
        ["Det finns redan en medlem med det kortnamnet."]
    ] * 3
