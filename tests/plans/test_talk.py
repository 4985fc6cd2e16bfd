"""The talk about a document: what may be said about it, by whom, who is asked for, and how a round of review stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from finsam.revisions import EditConflict
from members.models import Federation, Role, User
from plans.domain.talk import Filter, Person, RoundFact, ThreadFact, named, pieces, standing, stands
from plans.models import Comment, CommentThread, Document, Mention, Reading, ReviewRound
from plans.queries import document_facts, document_scope
from plans.services import new_version, reviewing, talk
from plans.services.copying import copy_goal_areas, copy_sections
from plans.talk_queries import people, round_answers, rounds, threads
from tests import factories as make

# --- Mentions in a text ---------------------------------------------------------------------------------------------


def person(pk: int, name: str) -> Person:
    """Someone who may be mentioned."""
    return Person(pk, name, f"p{pk}@provbygden.example", ("Styrelsen",), is_asked=True)


PEOPLE = (person(1, "Anna"), person(2, "Anna Berg"), person(3, "Bo Å. Ek"), person(4, "Anna Berg"))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Vad tycker du, @Anna?", (1,)),
        ("@Anna Berg kan svara", (2, 4)),
        ("@anna berg kan svara", (2, 4)),
        ("@Annas egna ord", ()),
        ("@Bo Å. Ek och @Anna.", (3, 1)),
        ("Skriv till anna@annabergs.example", ()),
        ("@Okänd Person", ()),
        ("(.*)@Anna(.*)", (1,)),
        ("Anna", ()),
    ],
)
def test_a_text_mentions_those_whose_whole_name_follows_an_at_sign(text: str, who: tuple[int, ...]) -> None:
    assert named(text, PEOPLE) == who


def test_a_text_is_cut_where_it_mentions_someone_and_loses_nothing() -> None:
    text = "Hej @Anna Berg!\nOch @Anna."
    cut = pieces(text, ["Anna", "Anna Berg"])
    assert cut == (("Hej ", False), ("@Anna Berg", True), ("!\nOch ", False), ("@Anna", True), (".", False))
    assert "".join(piece for piece, _ in cut) == text


# --- Which threads a list shows -------------------------------------------------------------------------------------


def thread_fact(**given: Any) -> ThreadFact:
    """A thread of user 1, without comments."""
    usual: dict[str, Any] = {
        "pk": 1,
        "target": "document",
        "subject": "",
        "title": "Hela dokumentet",
        "started_by": 1,
        "started_at": timezone.now(),
        "revision": 1,
        "resolved_by": "",
        "resolved_at": None,
        "comments": (),
    }
    return ThreadFact(**{**usual, **given})


def test_a_list_shows_what_its_filter_says() -> None:
    open_one, settled = thread_fact(), thread_fact(resolved_at=timezone.now())
    told = {
        each: (each.takes(open_one, 1), each.takes(settled, 1), each.takes(open_one, 2)) for each in Filter
    }
    assert told == {
        Filter.UNRESOLVED: (True, False, True),
        Filter.MENTIONS: (False, False, False),
        Filter.MINE: (True, True, False),
        Filter.RESOLVED: (False, True, False),
        Filter.ALL: (True, True, True),
    }


# --- A document to talk about ---------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(db: None) -> Document:
    """A plan that is out for review."""
    made: Document = make.DocumentFactory(status=Document.Status.IN_REVIEW)
    return made


@pytest.fixture
def federation(document: Document) -> Federation:
    """Whose it is."""
    return document.federation


def someone(federation: Federation, role: str, name: str = "") -> User:
    """A new user with the role."""
    user = make.UserFactory(**({"name": name} if name else {}))
    make.MandateFactory(user=user, federation=federation, role=role)
    return user  # type: ignore[no-any-return]


def say(document: Document, by: User, text: str = "Bra plan.", **more: Any) -> Comment:
    """A new thread about the whole document, by its first comment."""
    given = {"target": "document", "subject": "", "title": "Hela dokumentet", **more}
    said = talk.start_thread(federation=document.federation, document=document.pk, by=by, text=text, **given)
    return said.comment


def test_those_who_may_take_part_are_those_who_may_comment_and_read_the_document(
    document: Document, federation: Federation
) -> None:
    for role in Role:
        someone(federation, role, name=role)
    someone(make.FederationFactory(), Role.DIRECTOR, name="elsewhere")
    make.UserFactory(name="nobody")
    shut_out = someone(federation, Role.BOARD, name="shut out")
    shut_out.is_active = False
    shut_out.save()
    told = {}
    for status in (Document.Status.DRAFT, Document.Status.IN_REVIEW):
        document.status = status
        told[status] = {each.name: each.is_asked for each in people(federation, document)}
    inside = {"board": True, "director": False, "finance": True}
    assert told == {Document.Status.DRAFT: inside, Document.Status.IN_REVIEW: {**inside, "reviewer": True}}


def test_who_has_two_roles_is_one_person_with_both(document: Document, federation: Federation) -> None:
    user = someone(federation, Role.REVIEWER)
    make.MandateFactory(user=user, federation=federation, role=Role.FINANCE)
    document.status = Document.Status.DRAFT
    assert [(each.pk, each.roles) for each in people(federation, document)] == [
        (user.pk, ("Ekonom", "Beredningsgrupp eller LSG"))
    ]


def test_a_mention_asks_for_those_named_and_those_chosen_once_each(
    document: Document, federation: Federation
) -> None:
    anna, bo = (someone(federation, Role.BOARD, name) for name in ("Anna Berg", "Bo Ek"))
    comment = say(
        document, someone(federation, Role.REVIEWER), "@Anna Berg, vad säger du?", mentions=[anna.pk, bo.pk]
    )
    assert sorted(comment.mentions.values_list("user", flat=True)) == sorted([anna.pk, bo.pk])


def test_nobody_mentions_themselves(document: Document, federation: Federation) -> None:
    anna = someone(federation, Role.BOARD, "Anna Berg")
    assert not say(document, anna, "Jag, @Anna Berg, håller med.").mentions.exists()


def test_one_who_may_not_read_the_document_cannot_be_mentioned(
    document: Document, federation: Federation
) -> None:
    owner = someone(federation, Role.INITIATIVE_OWNER, "Olle Ägare")
    other = someone(make.FederationFactory(), Role.DIRECTOR, "Anna Annanstans")
    by = someone(federation, Role.BOARD)
    for chosen in (owner, other):
        with pytest.raises(ValidationError) as refused:
            say(document, by, mentions=[chosen.pk])
        assert refused.value.message_dict == {
            "mentions": ["Någon av dem du nämner får inte läsa planen nu. Välj andra."]
        }
    say(document, by, "@Olle Ägare och @Anna Annanstans")  # to the program these are only words
    assert not Mention.objects.exists()
    assert CommentThread.objects.count() == 1


def test_a_reviewer_is_not_mentioned_in_the_talk_about_a_draft(
    document: Document, federation: Federation
) -> None:
    document.status = Document.Status.DRAFT
    document.save()
    someone(federation, Role.REVIEWER, "Rut Läsare")
    say(document, someone(federation, Role.BOARD), "@Rut Läsare får inte veta något än")
    assert not Mention.objects.exists()


# --- What may be said, and changed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  \r\n "])
def test_an_empty_comment_is_refused_and_begins_no_thread(
    document: Document, federation: Federation, text: str
) -> None:
    with pytest.raises(ValidationError, match="Skriv något först"):
        say(document, someone(federation, Role.BOARD), text)
    assert not CommentThread.objects.exists()


def test_a_comment_holds_four_thousand_characters_whatever_the_browsers_line_breaks(
    document: Document, federation: Federation
) -> None:
    by = someone(federation, Role.BOARD)
    comment = say(document, by, "å" * 3998 + "\r\n" + "ä")
    assert len(comment.text) == 4000
    with pytest.raises(ValidationError, match="Den får vara högst"):
        say(document, by, "å" * 4001)


@pytest.mark.parametrize(
    "status", [Document.Status.ADOPTED, Document.Status.PUBLISHED, Document.Status.SUPERSEDED]
)
def test_once_the_board_has_decided_the_talk_is_read_only(
    document: Document, federation: Federation, status: str
) -> None:
    by = someone(federation, Role.DIRECTOR)
    comment = say(document, by)
    decision = make.DecisionFactory(meeting__federation=federation)
    Document.objects.filter(pk=document.pk).update(status=status, decision=decision)
    thread = {"federation": federation, "pk": comment.thread_id, "revision": None}
    own = {"federation": federation, "pk": comment.pk, "revision": None, "by": by}
    for write in (
        lambda: say(document, by),
        lambda: talk.reply(federation=federation, pk=comment.thread_id, by=by, text="Nej"),
        lambda: talk.save_comment(**own, text="Nej"),
        lambda: talk.remove_comment(**own),
        lambda: talk.resolve_thread(**thread, by=by),
        lambda: talk.reopen_thread(**thread),
    ):
        with pytest.raises(ValidationError, match="samtalet om den är avslutat"):
            write()
    comment.refresh_from_db()
    assert (comment.text, comment.thread.is_resolved, Comment.objects.count()) == ("Bra plan.", False, 1)


def test_nobody_writes_in_another_federations_thread(document: Document, federation: Federation) -> None:
    comment, stranger = say(document, someone(federation, Role.BOARD)), make.FederationFactory()
    by = someone(stranger, Role.DIRECTOR)
    with pytest.raises(ValidationError, match="annat förbund"):
        talk.reply(federation=stranger, pk=comment.thread_id, by=by, text="Hej")
    with pytest.raises(ValidationError, match="annat förbund"):
        talk.resolve_thread(federation=stranger, pk=comment.thread_id, revision=None, by=by)
    assert Comment.objects.count() == 1


def test_only_the_author_changes_or_removes_a_comment(document: Document, federation: Federation) -> None:
    comment, director = say(document, someone(federation, Role.BOARD)), someone(federation, Role.DIRECTOR)
    own = {"federation": federation, "pk": comment.pk, "revision": None, "by": director}
    with pytest.raises(ValidationError, match="Bara den som har skrivit"):
        talk.save_comment(**own, text="Något annat")
    with pytest.raises(ValidationError, match="Bara den som har skrivit"):
        talk.remove_comment(**own)
    comment.refresh_from_db()
    assert comment.text == "Bra plan."


def test_a_changed_comment_says_so_and_asks_for_those_it_names_now(
    document: Document, federation: Federation
) -> None:
    by = someone(federation, Role.REVIEWER)
    anna, bo, cia = (someone(federation, Role.BOARD, name) for name in ("Anna Berg", "Bo Ek", "Cia Al"))
    comment = say(document, by, "@Anna Berg?", mentions=[cia.pk])
    said = talk.save_comment(federation=federation, pk=comment.pk, revision=1, by=by, text="@Bo Ek?")
    assert [each.pk for each in said.asked_for] == [bo.pk]
    assert set(comment.mentions.values_list("user", flat=True)) == {bo.pk, cia.pk}
    assert said.comment.edited_at is not None
    assert anna.mentions.count() == 0


def test_a_comment_saved_unchanged_is_not_told_as_changed(document: Document, federation: Federation) -> None:
    by = someone(federation, Role.REVIEWER)
    comment = say(document, by)
    said = talk.save_comment(federation=federation, pk=comment.pk, revision=1, by=by, text="Bra plan.\r\n")
    assert (said.comment.edited_at, said.comment.revision) == (None, 1)


def test_a_comment_is_taken_back_while_nobody_has_answered(
    document: Document, federation: Federation
) -> None:
    by, other = someone(federation, Role.REVIEWER), someone(federation, Role.BOARD)
    first = say(document, by)
    answer = talk.reply(federation=federation, pk=first.thread_id, by=other, text="Ja.").comment
    with pytest.raises(ValidationError, match="Någon har svarat"):
        talk.remove_comment(federation=federation, pk=first.pk, revision=None, by=by)
    talk.remove_comment(federation=federation, pk=answer.pk, revision=None, by=other)
    assert CommentThread.objects.count() == 1
    talk.remove_comment(federation=federation, pk=first.pk, revision=None, by=by)
    assert not CommentThread.objects.exists()


def test_who_settles_a_thread_is_told_of_what_was_said_meanwhile(
    document: Document, federation: Federation
) -> None:
    director, by = someone(federation, Role.DIRECTOR), someone(federation, Role.REVIEWER)
    thread = say(document, by).thread
    talk.reply(federation=federation, pk=thread.pk, by=by, text="En sak till.")
    with pytest.raises(EditConflict):
        talk.resolve_thread(federation=federation, pk=thread.pk, revision=thread.revision, by=director)
    thread.refresh_from_db()
    assert not thread.is_resolved
    talk.resolve_thread(federation=federation, pk=thread.pk, revision=thread.revision, by=director)
    with pytest.raises(ValidationError, match="Tråden är löst"):
        talk.reply(federation=federation, pk=thread.pk, by=by, text="Vänta!")
    talk.reopen_thread(federation=federation, pk=thread.pk, revision=None)
    talk.reply(federation=federation, pk=thread.pk, by=by, text="Vänta!")
    thread.refresh_from_db()
    assert (thread.is_resolved, thread.resolved_by, thread.comments.count()) == (False, None, 3)


def test_a_thread_can_be_settled_though_its_author_has_no_account_any_more(
    document: Document, federation: Federation
) -> None:
    director, by = someone(federation, Role.DIRECTOR), someone(federation, Role.REVIEWER)
    thread = say(document, by).thread
    by.delete()
    settled = talk.resolve_thread(federation=federation, pk=thread.pk, revision=None, by=director)
    assert settled.is_resolved
    [told] = threads(document, director.pk, [])
    assert told.comments[0].author_name == "Någon som inte har något konto längre"


# --- What a reader meets --------------------------------------------------------------------------------------------


def test_what_stands_in_a_document_is_what_its_reader_meets(document: Document) -> None:
    shown = make.SectionFactory(
        document=document, body='<p><data value="budget.funding_total/kr"></data></p>', block="members.board"
    )
    hidden = make.SectionFactory(document=document, is_hidden=True)
    beneath = make.SectionFactory(document=document, parent=hidden)
    area = make.GoalAreaFactory(document=document)
    activity = make.PlannedActivityFactory(goal_area=area)
    key, area_key, activity_key = (row.key.hex[:8] for row in (shown, area, activity))

    def now() -> frozenset[str]:
        facts = document_facts(document_scope(document))
        assert facts is not None
        return standing(facts)

    assert now() == {"", key, f"{key} members.board", f"{key} budget.funding_total/kr"}
    assert not stands(beneath.key.hex[:8], now())
    goals = make.SectionFactory(document=document, block="plans.goal_areas")
    found = now()
    assert all(
        stands(subject, found)
        for subject in (area_key, activity_key, f"{goals.key.hex[:8]} plans.goal_areas 1")
    )


def test_a_reviewer_meets_no_thread_about_what_was_hidden_before_the_release(
    document: Document, federation: Federation
) -> None:
    """A title would tell of the section. Who may read drafts meets it, and so does one who took part in it."""
    board, reviewer = someone(federation, Role.BOARD), someone(federation, Role.REVIEWER)
    section = make.SectionFactory(document=document, heading="Nedläggning", is_hidden=True)
    about = {"target": "section", "subject": section.key.hex[:8], "title": "Avsnitt 4 Nedläggning"}
    thread = say(document, board, "Stryk detta.", **about).thread
    drafts = ["read_drafts", "read_documents"]
    assert [each.title for each in threads(document, board.pk, drafts)] == ["Avsnitt 4 Nedläggning"]
    assert threads(document, reviewer.pk, ["read_documents"]) == ()
    make.CommentFactory(thread=thread, author=reviewer)
    assert len(threads(document, reviewer.pk, ["read_documents"])) == 1


def test_copies_of_a_document_begin_without_talk(document: Document, federation: Federation) -> None:
    make.SectionFactory(document=document)
    say(document, someone(federation, Role.BOARD))
    Document.objects.filter(pk=document.pk).update(
        status=Document.Status.ADOPTED, decision=make.DecisionFactory(meeting__federation=federation)
    )
    later = new_version(federation=federation, pk=document.pk)
    next_year = make.DocumentFactory(federation=federation, year=2024)
    copy_sections(document, next_year)
    copy_goal_areas(document, next_year)
    assert [each.threads.count() for each in (document, later, next_year)] == [1, 0, 0]


# --- Rounds of review -----------------------------------------------------------------------------------------------


def test_a_round_is_overdue_the_day_after_its_last_while_it_is_open() -> None:
    last = date(2022, 10, 14)
    opened = RoundFact(1, 1, last, "", date(2022, 10, 1), None, 1)
    closed = RoundFact(1, 1, last, "", date(2022, 10, 1), last, 1)
    after = last + timedelta(days=1)
    assert [opened.is_overdue(last), opened.is_overdue(after), closed.is_overdue(after)] == [
        False,
        True,
        False,
    ]


def test_the_first_round_releases_a_draft_and_the_next_is_numbered_after_it(federation: Federation) -> None:
    director, due = someone(federation, Role.DIRECTOR), timezone.localdate() + timedelta(days=7)
    draft = make.DocumentFactory(federation=federation, year=2024)
    make.SectionFactory(document=draft)
    first = reviewing.save_round(federation=federation, by=director, document=draft, due=due, message="Läs")
    draft.refresh_from_db()
    assert (draft.status, first.number, first.opened_by) == (Document.Status.IN_REVIEW, 1, director)
    with pytest.raises(ValidationError, match="redan öppen"):
        reviewing.save_round(federation=federation, by=director, document=draft, due=due)
    reviewing.close_round(federation=federation, pk=first.pk, revision=first.revision, by=director)
    second = reviewing.save_round(federation=federation, by=director, document=draft, due=due)
    assert [each.number for each in rounds(draft)] == [2, 1]
    assert second.closed_on is None


def test_no_round_is_opened_for_a_plan_that_is_decided_or_with_a_day_that_has_passed(
    document: Document, federation: Federation
) -> None:
    director, today = someone(federation, Role.DIRECTOR), timezone.localdate()
    with pytest.raises(ValidationError, match="Dagen har redan passerat"):
        reviewing.save_round(
            federation=federation, by=director, document=document, due=today - timedelta(days=1)
        )
    Document.objects.filter(pk=document.pk).update(
        status=Document.Status.ADOPTED, decision=make.DecisionFactory(meeting__federation=federation)
    )
    with pytest.raises(ValidationError, match="Planen är fastställd"):
        reviewing.save_round(federation=federation, by=director, document=document, due=today)
    assert not ReviewRound.objects.exists()


def test_a_round_whose_day_has_passed_can_still_be_changed_and_a_closed_one_not(
    document: Document, federation: Federation
) -> None:
    director, today = someone(federation, Role.DIRECTOR), timezone.localdate()
    row = make.ReviewRoundFactory(document=document, due=today - timedelta(days=2), opened_by=None)
    change = {"federation": federation, "by": director, "pk": row.pk, "due": row.due}
    changed = reviewing.save_round(**change, revision=1, message="Påminnelse")
    assert (changed.message, changed.revision) == ("Påminnelse", 2)
    with pytest.raises(EditConflict):
        reviewing.save_round(**change, revision=1, message="Något annat")
    reviewing.close_round(federation=federation, pk=row.pk, revision=2, by=director)
    with pytest.raises(ValidationError, match="stängd"):
        reviewing.save_round(**change, revision=3, message="För sent")


def test_a_reading_is_noted_first_and_last_and_at_most_once_an_hour(document: Document) -> None:
    user, start = make.UserFactory(), datetime(2022, 10, 3, 9, tzinfo=timezone.get_current_timezone())
    for minutes in (0, 59, 61, 90, 200):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            reviewing.note_reading(document=document, by=user)
    reading = Reading.objects.get()
    assert (reading.first_at, reading.last_at) == (start, start + timedelta(minutes=200))


def test_a_round_tells_who_has_read_and_who_has_said_something(
    document: Document, federation: Federation
) -> None:
    someone(federation, Role.DIRECTOR, "Dag Chef")
    anna, bo, cia = (someone(federation, Role.BOARD, name) for name in ("Anna", "Bo", "Cia"))
    now = timezone.now()
    before = now - timedelta(days=30)
    with time_machine.travel(before, tick=False):
        say(document, bo)  # before the round: not an answer to it
        reviewing.note_reading(document=document, by=bo)
    make.ReviewRoundFactory(document=document)
    with time_machine.travel(now, tick=False):
        reviewing.note_reading(document=document, by=anna)
    say(document, cia)
    say(document, cia)
    [current] = rounds(document)
    told = [
        (each.person.name, each.last_read, each.comments, each.has_answered)
        for each in round_answers(federation, document, current)
    ]
    assert told == [
        ("Anna", now, 0, False),
        ("Bo", None, 0, False),
        ("Cia", None, 2, True),
    ]
