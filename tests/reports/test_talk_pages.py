"""Pages where a plan is talked about and reviewed: what each says, to whom, and what they never tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Role, User
from plans.models import Comment, CommentThread, Document, Reading, ReviewRound, Section
from plans.services import talk
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.letters import PostOffice
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db

SECRET = "Lärkvingen"
"""Stands nowhere but in the talk."""


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan, which lies before the board."""
    found: Document = demo.federation.documents.get(year=2023)
    return found


def subject(plan: Document, heading: str) -> str:
    """The key of a section, by the beginning of its heading."""
    found: Section = plan.sections.get(heading__startswith=heading)
    return found.key.hex[:8]


def begin(plan: Document, by: User, text: str = "Bra plan.", **about: Any) -> CommentThread:
    """A thread that someone begins, about the whole plan unless told otherwise."""
    given = {"target": "document", "subject": "", "title": "Hela dokumentet", **about}
    said = talk.start_thread(federation=plan.federation, document=plan.pk, by=by, text=text, **given)
    return said.comment.thread


def linked(response: Any) -> str:
    """The page's HTML."""
    return str(response.content.decode())


# --- From the plan --------------------------------------------------------------------------------------------------


def test_every_heading_of_the_plan_leads_to_commenting_on_it(demo: Demo, plan: Document) -> None:
    page = linked(demo.client(Role.REVIEWER).get(demo.url("plan")))
    keys = {section.key.hex[:8] for section in plan.sections.all()}
    keys |= {area.key.hex[:8] for area in plan.goal_areas.all()}
    assert len(keys) == 19
    assert all(f'href="{demo.url("thread_add")}?om={key}"' in page for key in keys)


def test_one_who_may_only_read_is_not_offered_to_comment(demo: Demo, plan: Document) -> None:
    begin(plan, demo.user(Role.BOARD))
    client = demo.client(Role.AUDITOR)
    for name in ("plan", "talk"):
        assert demo.url("thread_add") not in linked(client.get(demo.url(name))), name
    assert "Bra plan." in words(client.get(demo.url("talk")))


def test_a_heading_tells_how_many_threads_there_are_under_it(demo: Demo, plan: Document) -> None:
    key = subject(plan, "Mål")
    about = {"target": "section", "subject": key, "title": "Avsnitt 2 Mål"}
    first, _ = (begin(plan, demo.user(Role.BOARD), **about) for _ in range(2))
    assert f"2 trådar om {plan.sections.get(key__startswith=key).heading}" in words(
        demo.client().get(demo.url("plan"))
    )
    talk.resolve_thread(federation=demo.federation, pk=first.pk, revision=None, by=demo.user(Role.DIRECTOR))
    assert "Samtal om planen (1 olöst)" in words(demo.client().get(demo.url("plan")))


def test_the_plan_on_paper_and_in_a_file_says_nothing_of_the_talk(demo: Demo, plan: Document) -> None:
    from reports.documents.builder import resolve_document
    from reports.documents.render import file_html, paper_html

    begin(plan, demo.user(Role.BOARD), SECRET)
    resolved = resolve_document(plan)
    for html in (paper_html(resolved), file_html(resolved)):
        assert "Kommentera" not in html
        assert demo.url("talk") not in html
        assert SECRET not in html


# --- Beginning a thread ---------------------------------------------------------------------------------------------


def test_what_is_offered_under_a_heading_is_all_that_stands_there(demo: Demo, plan: Document) -> None:
    """Table 6 and the figures of chapter 5: "Verksamhetsplan och budget år 2023"."""
    key = subject(plan, "Medel till förfogande")
    form = demo.client(Role.REVIEWER).get(demo.url("thread_add") + f"?om={key}").context["form"]
    [(heading, offered)] = form.fields["about"].choices
    assert heading == "5 Medel till förfogande och beslutade insatser för 2023"
    assert [label.replace("\u00a0", " ") for _, label in offered] == [
        "Hela avsnittet",
        "Tabell 6 Medel till förfogande 2023, kr",
        "Siffran 6 308 000 kr (budgetram från medlemmarna)",
        "Siffran 1 000 000 kr (eget kapital vid årets ingång)",
        "Siffran 400 000 kr (lägsta nivå för eget kapital)",
        "Siffran 6 908 000 kr (tillgängliga medel)",
        "Siffran 6 908 000 kr (kostnader totalt)",
    ]


def test_goal_areas_and_activities_are_offered_where_they_stand(demo: Demo, plan: Document) -> None:
    area = plan.goal_areas.first()
    assert area is not None
    page = demo.client(Role.REVIEWER).get(demo.url("thread_add") + f"?om={area.key.hex[:8]}")
    [(_, offered)] = page.context["form"].fields["about"].choices
    assert [label for _, label in offered][:2] == [
        "Målområde 1: Att utveckla samverkanskultur och helhetstänkande",
        "Tabell 1 Aktiviteter 2023 inom målområde 1",
    ]
    assert [label for _, label in offered][2:] == [
        f"Aktiviteten ”{each.text}”" for each in area.activities.all()
    ]


def test_a_thread_about_a_figure_is_begun_and_read(demo: Demo, plan: Document) -> None:
    client, key = demo.client(Role.REVIEWER), subject(plan, "Medel till förfogande")
    url = demo.url("thread_add") + f"?om={key}"
    form = client.get(url)
    [(_, offered)] = form.context["form"].fields["about"].choices
    value = next(value for value, label in offered if "6\u00a0308\u00a0000" in label)
    answer = client.post(url, form_data(form, about=value, text="Stämmer det?"), follow=True)
    thread = CommentThread.objects.get()
    assert (thread.target, thread.subject) == ("figure", f"{key} budget.funding_total/kr")
    assert answer.redirect_chain[-1][0].endswith(f"#kommentar-{thread.comments.get().pk}")
    assert messages(answer) == ["Kommentaren är sparad."]
    assert "Siffran 6 308 000 kr (budgetram från medlemmarna)" in words(answer).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"text": ""}, {"text": ["Skriv något först."]}),
        (
            {"about": "section 00000000"},
            {"about": ["Det du valde finns inte kvar. Välj något annat. Det du har skrivit står kvar."]},
        ),
        (
            {"mentions": ["999999"]},
            {"mentions": ["Någon av dem du nämner får inte läsa planen nu. Välj andra."]},
        ),
        (
            {"text": "å" * 4001},
            {
                "text": [
                    "Kommentaren är 4\u00a0001 tecken. Den får vara högst 4\u00a0000: korta den eller dela upp den."
                ]
            },
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stands(
    demo: Demo, plan: Document, typed: dict[str, Any], wrong: dict[str, list[str]]
) -> None:
    client = demo.client(Role.REVIEWER)
    data = form_data(client.get(demo.url("thread_add")), about="document", text="Bra plan.")
    answer = client.post(demo.url("thread_add"), {**data, **typed})
    assert (answer.status_code, errors(answer)) == (422, wrong)
    assert str(answer.context["form"]["text"].value()) == {**data, **typed}["text"]
    assert not CommentThread.objects.exists()


def test_what_someone_writes_is_shown_as_text_and_never_as_markup(demo: Demo, plan: Document) -> None:
    name = "<b>Eva</b>"
    user = make.UserFactory(name=name)
    make.MandateFactory(user=user, federation=demo.federation, role=Role.BOARD)
    text = f"<script>alert(1)</script>\n@{name} <img src=x onerror=alert(2)>"
    thread = begin(plan, user, text)
    talk.reply(federation=demo.federation, pk=thread.pk, by=demo.user(Role.DIRECTOR), text=f"@{name}")
    client = demo.client(Role.REVIEWER)
    for url in (demo.url("thread", pk=thread.pk), demo.url("talk"), demo.url("thread_add")):
        page = linked(client.get(url))
        assert "<script>alert" not in page, url
        assert "<img src=x" not in page, url
        assert name not in page, url


# --- Mentions -------------------------------------------------------------------------------------------------------


def test_who_is_mentioned_gets_a_letter_that_says_nothing_of_what_stands_in_the_plan(
    demo: Demo, plan: Document
) -> None:
    director = demo.user(Role.DIRECTOR)
    client, url = demo.client(Role.REVIEWER), demo.url("thread_add")
    text = f"{SECRET}, @{director.name}"
    client.post(url, form_data(client.get(url), about="document", text=text))
    [letter] = mail.outbox
    comment = Comment.objects.get()
    assert letter.to == [director.email]
    reviewer = demo.user(Role.REVIEWER).name
    assert letter.subject == f"{reviewer} nämner dig i samtalet om verksamhetsplan 2023"
    address = demo.url("thread", pk=comment.thread_id)
    assert f"http://testserver{address}#kommentar-{comment.pk}" in letter.body
    assert SECRET not in letter.body + letter.subject


def test_a_letter_that_cannot_be_sent_loses_no_comment(
    demo: Demo, plan: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    client, url = demo.client(Role.REVIEWER), demo.url("thread_add")
    typed = form_data(client.get(url), about="document", text="Hej", mentions=[demo.user(Role.DIRECTOR).pk])
    answer = client.post(url, typed, follow=True)
    assert messages(answer) == [
        (
            f"Kommentaren är sparad, men mejlet till {demo.user(Role.DIRECTOR).name} kunde inte skickas. "
            "Omnämnandet syns i Finsam."
        )
    ]
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refused_address_stops_no_other_letter_and_none_is_sent_before_the_comment_is_saved_for_good(
    demo: Demo, plan: Document, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A new comment, an answer and a changed comment: each asks for three, of whom the first has a refused address."""
    reviewer = demo.user(Role.REVIEWER)
    thread = begin(plan, reviewer)
    asked = sorted(
        (demo.user(role) for role in (Role.BOARD, Role.DIRECTOR, Role.FINANCE)), key=lambda each: each.pk
    )
    PostOffice.refused = asked[0].email
    PostOffice.within_transactions.clear()
    settings.EMAIL_BACKEND = "tests.letters.PostOffice"
    client, text = demo.client(Role.REVIEWER), " ".join(f"@{user.name}" for user in asked)
    own = demo.url("comment", pk=thread.comments.get().pk)
    not_sent = f"men mejlet till {asked[0].name} kunde inte skickas. Omnämnandet syns i Finsam."
    for url, saved in (
        (demo.url("thread_add"), [f"Kommentaren är sparad, {not_sent}"]),
        (demo.url("thread_reply", pk=thread.pk), [f"Svaret är sparat, {not_sent}"]),
        (own, [f"Sparat: {text}.", f"Kommentaren är sparad, {not_sent}"]),
    ):
        mail.outbox.clear()
        about = {"about": "document"} if url == demo.url("thread_add") else {}
        answer = client.post(url, form_data(client.get(url, follow=True), text=text, **about), follow=True)
        assert messages(answer) == saved
        assert [letter.to for letter in mail.outbox] == [[user.email] for user in asked[1:]], url
    assert Comment.objects.filter(text=text, mentions__user=asked[0]).count() == 3
    assert PostOffice.within_transactions == [False] * 9
    told = [record.getMessage() for record in caplog.records if record.name == "reports.talk_letters"]
    assert told == [f"A letter to user {asked[0].pk} about a comment could not be sent"] * 3


def test_a_mention_is_new_until_the_thread_is_read(demo: Demo, plan: Document) -> None:
    director = demo.user(Role.DIRECTOR)
    thread = begin(plan, demo.user(Role.REVIEWER), f"@{director.name}?")
    client = demo.client()
    assert "1 nämner dig" in words(client.get(demo.url("overview")))
    assert "1 nämner dig" in words(client.get(demo.url("plan")))
    assert "Nämner dig" in words(client.get(demo.url("thread", pk=thread.pk)))
    assert "nämner dig" not in words(client.get(demo.url("overview")))
    assert "nämner dig" not in words(demo.client(Role.BOARD).get(demo.url("overview")))


def test_a_form_offers_nobody_of_another_federation_and_nobody_who_may_not_read(
    demo: Demo, plan: Document
) -> None:
    stranger = make.MandateFactory(role=Role.DIRECTOR).user
    owner = demo.user(Role.INITIATIVE_OWNER)
    page = demo.client(Role.REVIEWER).get(demo.url("thread_add"))
    offered = {label for _, label in page.context["form"].fields["mentions"].choices}
    assert len(offered) == 3
    for outsider in (stranger, owner):
        assert outsider.name not in linked(page)


def test_the_overview_leads_to_the_talk_about_the_version_that_is_written(demo: Demo, plan: Document) -> None:
    """The board's usual version is the one in force; what mentions them is said about the next."""
    decision = make.DecisionFactory(meeting=plan.meeting)
    Document.objects.filter(pk=plan.pk).update(status=Document.Status.ADOPTED, decision=decision)
    later = make.DocumentFactory(federation=demo.federation, version=2, status=Document.Status.IN_REVIEW)
    begin(later, demo.user(Role.DIRECTOR), f"Nästa version, @{demo.user(Role.BOARD).name}")
    client = demo.client(Role.BOARD)
    for query in ("?version=2&amp;visa=namner-mig", "?version=2"):
        link = f"{demo.url('talk')}{query}"
        assert f'href="{link}"' in linked(client.get(demo.url("overview")))
        assert "Nästa version" in words(client.get(link.replace("&amp;", "&")))
    assert "Nästa version" not in words(client.get(demo.url("talk") + "?visa=alla"))


# --- In a thread ----------------------------------------------------------------------------------------------------


def test_a_thread_is_answered_settled_and_taken_up_again(demo: Demo, plan: Document) -> None:
    thread = begin(plan, demo.user(Role.REVIEWER))
    client, url = demo.client(), demo.url("thread", pk=thread.pk)
    answer = client.post(demo.url("thread_reply", pk=thread.pk), {"text": "Tack!"}, follow=True)
    assert messages(answer) == ["Svaret är sparat."]
    assert "Tack!" in words(answer)
    revision = client.get(url).context["settle_form"].initial["revision"]
    settled = client.post(demo.url("thread_resolve", pk=thread.pk), {"revision": revision}, follow=True)
    assert "Löst av" in words(settled)
    assert "form" in settled.context
    assert 'id="svara"' not in linked(settled)
    late = demo.client(Role.BOARD).post(demo.url("thread_reply", pk=thread.pk), {"text": "En sak till"})
    assert (late.status_code, errors(late)) == (
        422,
        {"": ["Tråden är löst. Öppna den igen om det finns mer att säga."]},
    )
    assert "En sak till" in linked(late)
    revision = client.get(url).context["settle_form"].initial["revision"]
    opened = client.post(demo.url("thread_reopen", pk=thread.pk), {"revision": revision}, follow=True)
    assert messages(opened) == ["Tråden är öppen igen."]


def test_who_settles_is_told_when_someone_has_written_meanwhile(demo: Demo, plan: Document) -> None:
    thread = begin(plan, demo.user(Role.REVIEWER))
    client = demo.client()
    revision = client.get(demo.url("thread", pk=thread.pk)).context["settle_form"].initial["revision"]
    talk.reply(federation=demo.federation, pk=thread.pk, by=demo.user(Role.REVIEWER), text="En sak till.")
    answer = client.post(demo.url("thread_resolve", pk=thread.pk), {"revision": revision}, follow=True)
    assert messages(answer) == ["Någon har skrivit i tråden sedan du öppnade den. Läs det nya först."]
    thread.refresh_from_db()
    assert not thread.is_resolved


def test_the_one_who_asked_may_settle_and_another_reviewer_not(demo: Demo, plan: Document) -> None:
    thread, own = begin(plan, demo.user(Role.REVIEWER)), demo.client(Role.REVIEWER)
    other = make.MandateFactory(federation=demo.federation, role=Role.REVIEWER).user
    url, typed = demo.url("thread_resolve", pk=thread.pk), {"revision": thread.revision}
    assert signed_in(other).post(url, typed).status_code == 403
    assert own.post(url, typed).status_code == 302
    thread.refresh_from_db()
    assert thread.is_resolved


def test_ones_own_comment_is_changed_and_two_who_change_it_are_told(demo: Demo, plan: Document) -> None:
    comment = begin(plan, demo.user(Role.REVIEWER)).comments.get()
    client, url = demo.client(Role.REVIEWER), demo.url("comment", pk=comment.pk)
    opened = client.get(url)
    first = client.post(url, form_data(opened, text="Mycket bra plan."))
    assert first.headers["Location"].endswith(f"#kommentar-{comment.pk}")
    second = client.post(url, form_data(opened, text="Ganska bra plan."))
    assert second.status_code == 409
    assert "har sparat medan du skrev" in words(second)
    assert "Ganska bra plan." in linked(second)
    comment.refresh_from_db()
    assert comment.text == "Mycket bra plan."
    assert "ändrad" in words(client.get(demo.url("thread", pk=comment.thread_id)))


def test_a_comment_removed_in_another_window_is_told_and_the_text_stands(demo: Demo, plan: Document) -> None:
    comment = begin(plan, demo.user(Role.REVIEWER)).comments.get()
    client, url = demo.client(Role.REVIEWER), demo.url("comment", pk=comment.pk)
    opened = client.get(url)
    removed = client.post(
        demo.url("comment_remove", pk=comment.pk), {"revision": comment.revision}, follow=True
    )
    assert removed.redirect_chain == [(demo.url("talk"), 302)]
    gone = client.post(url, form_data(opened, text="Ganska bra plan."))
    assert gone.status_code == 409
    assert "Ganska bra plan." in linked(gone)
    again = client.post(url, form_data(gone, text="Ganska bra plan.", as_new="on"))
    assert (again.status_code, errors(again)) == (
        422,
        {"": ["Kommentaren är borttagen. Kopiera din text och skriv den som ett svar i tråden."]},
    )


def test_a_comment_with_an_answer_is_not_removed(demo: Demo, plan: Document) -> None:
    thread = begin(plan, demo.user(Role.REVIEWER))
    comment = thread.comments.get()
    talk.reply(federation=demo.federation, pk=thread.pk, by=demo.user(Role.DIRECTOR), text="Tack!")
    answer = demo.client(Role.REVIEWER).post(
        demo.url("comment_remove", pk=comment.pk), {"revision": comment.revision}, follow=True
    )
    assert messages(answer) == ["Någon har svarat, så kommentaren går inte att ta bort. Ändra den i stället."]


def test_a_thread_outlives_what_it_was_about(demo: Demo, plan: Document) -> None:
    section = make.SectionFactory(document=plan, heading="Kortlivat avsnitt", position=9000)
    about = {"target": "section", "subject": section.key.hex[:8], "title": "Avsnitt 8 Kortlivat avsnitt"}
    thread = begin(plan, demo.user(Role.REVIEWER), **about)
    client = demo.client(Role.REVIEWER)
    section.heading = "Nytt namn"
    section.save()
    page = words(client.get(demo.url("thread", pk=thread.pk)))
    assert "Avsnitt 8 Nytt namn" in page
    assert "Hette ”Avsnitt 8 Kortlivat avsnitt” när tråden började" in page
    section.delete()
    page = words(client.get(demo.url("thread", pk=thread.pk)))
    assert "Avsnitt 8 Kortlivat avsnitt" in page
    assert "Finns inte kvar i planen" in page
    assert "Sådant som inte finns kvar" in words(client.get(demo.url("talk")))


def test_lists_show_what_is_asked_for_and_no_other_word_is_taken(demo: Demo, plan: Document) -> None:
    director, reviewer = demo.user(Role.DIRECTOR), demo.user(Role.REVIEWER)
    begin(plan, reviewer, f"Tråd ett, @{director.name}")
    settled = begin(plan, director, "Tråd två")
    talk.resolve_thread(federation=demo.federation, pk=settled.pk, revision=None, by=director)
    client = demo.client()
    told = {}
    for shown in ("olosta", "namner-mig", "mina", "losta", "alla"):
        page = words(client.get(demo.url("talk") + f"?visa={shown}"))
        told[shown] = [number for number in ("ett", "två") if f"Tråd {number}" in page]
    assert told == {
        "olosta": ["ett"],
        "namner-mig": ["ett"],
        "mina": ["två"],
        "losta": ["två"],
        "alla": ["ett", "två"],
    }
    assert client.get(demo.url("talk") + "?visa=andras").status_code == 404


# --- What is never told ---------------------------------------------------------------------------------------------


def pages_of_the_talk(demo: Demo, client: Client, thread: CommentThread) -> str:
    """All that someone gets from the pages that could tell of the talk."""
    urls = [
        *(demo.url(name) for name in ("overview", "plan", "talk", "thread_add", "review")),
        demo.url("talk") + "?visa=alla",
        *(demo.url(name, pk=thread.pk) for name in ("thread", "thread_reply", "thread_resolve")),
        demo.url("comment", pk=thread.comments.earliest("pk").pk),
        reverse("federation", args=[demo.federation.slug]),
    ]
    return "".join(linked(client.get(url, follow=True)) for url in urls)


@pytest.fixture
def secret_thread(demo: Demo, plan: Document) -> CommentThread:
    """A thread that says a word that stands nowhere else, in its title and in what is said."""
    key = subject(plan, "Mål")
    about = {"target": "section", "subject": key, "title": f"Avsnitt 2 {SECRET}"}
    return begin(plan, demo.user(Role.BOARD), f"{SECRET} i texten", **about)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.INITIATIVE_OWNER, Role.API_READER])
def test_no_word_about_a_draft_reaches_those_who_may_not_read_drafts(
    demo: Demo, plan: Document, secret_thread: CommentThread, role: str
) -> None:
    Document.objects.filter(pk=plan.pk).update(status=Document.Status.DRAFT)
    assert SECRET in pages_of_the_talk(demo, demo.client(Role.BOARD), secret_thread)
    seen = pages_of_the_talk(demo, demo.client(role), secret_thread)
    assert SECRET not in seen
    assert "olöst" not in seen


def test_the_talk_is_told_to_nobody_outside_the_federation(
    demo: Demo, plan: Document, secret_thread: CommentThread
) -> None:
    other = make.MandateFactory(role=Role.DIRECTOR).user
    for client in (signed_in(other), signed_in(make.UserFactory()), Client()):
        assert SECRET not in pages_of_the_talk(demo, client, secret_thread)
    for role in (Role.INITIATIVE_OWNER, Role.API_READER):
        assert SECRET not in pages_of_the_talk(demo, demo.client(role), secret_thread)


def test_a_reviewer_is_not_told_what_a_section_was_called_before_the_release(
    demo: Demo, plan: Document, secret_thread: CommentThread
) -> None:
    """The thread was begun under another heading; the reviewer meets the one the plan has now."""
    page = words(demo.client(Role.REVIEWER).get(demo.url("thread", pk=secret_thread.pk)))
    assert "Avsnitt 2 Mål" in page
    assert f"Avsnitt 2 {SECRET}" not in page
    assert f"Hette ”Avsnitt 2 {SECRET}”" in words(
        demo.client(Role.BOARD).get(demo.url("thread", pk=secret_thread.pk))
    )


def test_a_reviewer_meets_nothing_of_a_thread_about_a_section_that_is_hidden(
    demo: Demo, plan: Document, secret_thread: CommentThread
) -> None:
    plan.sections.filter(key__startswith=secret_thread.subject).update(is_hidden=True)
    section = next(each for each in plan.sections.all() if each.key.hex[:8] == secret_thread.subject)
    section.is_hidden = True
    section.save()
    assert SECRET in pages_of_the_talk(demo, demo.client(Role.BOARD), secret_thread)
    assert SECRET not in pages_of_the_talk(demo, demo.client(Role.REVIEWER), secret_thread)
    assert demo.client(Role.REVIEWER).get(demo.url("thread", pk=secret_thread.pk)).status_code == 404


def test_programs_and_the_public_are_told_nothing_of_the_talk(
    demo: Demo, plan: Document, secret_thread: CommentThread
) -> None:
    slug = demo.federation.slug
    for url in (
        f"/api/v1/federations/{slug}/",
        f"/api/v1/federations/{slug}/budgets/",
        f"/api/v1/federations/{slug}/budgets/2023/",
        f"/{slug}/publikt/",
    ):
        assert SECRET not in linked(Client().get(url, follow=True)), url


# --- Rounds of review -----------------------------------------------------------------------------------------------


def test_a_round_is_opened_changed_followed_and_closed(demo: Demo, plan: Document) -> None:
    client, due = demo.client(), timezone.localdate() + timedelta(days=10)
    form = client.get(demo.url("review_round_add"))
    typed = form_data(form, due=due.isoformat(), message="Läs särskilt målen.")
    assert client.post(demo.url("review_round_add"), typed).status_code == 302
    row = ReviewRound.objects.get()
    reader = demo.client(Role.REVIEWER)
    assert "Läs särskilt målen." in words(reader.get(demo.url("plan")))
    page = client.get(demo.url("review"))
    told = {each.person.name: each.last_read is not None for each in page.context["answers"]}
    assert told == {
        demo.user(Role.BOARD).name: False,
        demo.user(Role.FINANCE).name: False,
        demo.user(Role.REVIEWER).name: True,
    }
    begin(plan, demo.user(Role.REVIEWER))
    reminder = client.get(demo.url("review")).context["reminder"]
    assert demo.user(Role.REVIEWER).email not in reminder["receivers"]
    assert demo.user(Role.BOARD).email in reminder["receivers"]
    assert f"{demo.url('plan')}?version={plan.version}" in reminder["text"]
    changed = client.post(
        demo.url("review_round", pk=row.pk),
        form_data(client.get(demo.url("review_round", pk=row.pk)), message="Läs allt."),
        follow=True,
    )
    assert messages(changed) == ["Sparat: Remissomgång 1."]
    url = demo.url("review_round_close", pk=row.pk)
    late = client.post(url, {"revision": 1}, follow=True)
    assert messages(late) == ["Någon har ändrat remissomgången. Läs den igen innan du stänger den."]
    closed = client.post(url, {"revision": 2}, follow=True)
    assert messages(closed) == ["Remissomgång 1 är stängd."]
    assert "Öppna nästa omgång" in words(closed)


def test_a_draft_is_released_with_its_first_round(demo: Demo, plan: Document) -> None:
    Document.objects.filter(pk=plan.pk).update(status=Document.Status.DRAFT, meeting=None)
    client, due = demo.client(), timezone.localdate() + timedelta(days=10)
    assert demo.client(Role.REVIEWER).get(demo.url("plan")).context["document"] is None
    form = client.get(demo.url("review_round_add"))
    assert re.findall(r">([^<]*)</button>", form.content.decode())[-1] == "Öppna remissomgången"
    assert "Den släpps för läsning när omgången öppnas" in words(form)
    client.post(demo.url("review_round_add"), form_data(form, due=due.isoformat()))
    plan.refresh_from_db()
    assert plan.status == Document.Status.IN_REVIEW
    assert demo.client(Role.REVIEWER).get(demo.url("plan")).context["document"] == plan


def test_a_day_that_has_passed_is_refused(demo: Demo, plan: Document) -> None:
    client, day = demo.client(), timezone.localdate() - timedelta(days=1)
    form = client.get(demo.url("review_round_add"))
    answer = client.post(demo.url("review_round_add"), form_data(form, due=day.isoformat(), message="Läs"))
    assert (answer.status_code, errors(answer)) == (
        422,
        {"due": ["Dagen har redan passerat. Välj dagens datum eller ett senare."]},
    )
    assert not ReviewRound.objects.exists()


def test_reading_is_noted_of_those_who_are_asked_while_a_round_is_open_and_of_no_others(
    demo: Demo, plan: Document
) -> None:
    for role in (Role.DIRECTOR, Role.BOARD, Role.REVIEWER, Role.AUDITOR):
        demo.client(role).get(demo.url("plan"))
    assert not Reading.objects.exists()
    make.ReviewRoundFactory(document=plan)
    for role in (Role.DIRECTOR, Role.BOARD, Role.REVIEWER, Role.AUDITOR, Role.INITIATIVE_OWNER):
        client = demo.client(role)
        client.get(demo.url("plan"))
        client.get(demo.url("talk"))
    readers = set(Reading.objects.values_list("user", flat=True))
    assert readers == {demo.user(Role.BOARD).pk, demo.user(Role.REVIEWER).pk}


def test_an_overdue_round_is_told_on_the_overview(demo: Demo, plan: Document) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    make.ReviewRoundFactory(document=plan, opened_on=yesterday, due=yesterday)
    page = words(demo.client().get(demo.url("overview")))
    assert "Remissomgång 1 Dagen har passerat" in page
    assert "Synpunkter skulle lämnas senast" in words(demo.client(Role.REVIEWER).get(demo.url("plan")))


def test_a_round_of_another_years_plan_is_not_closed_from_here(demo: Demo, plan: Document) -> None:
    row = make.ReviewRoundFactory(document=make.DocumentFactory(federation=demo.federation, year=2024))
    url = demo.url("review_round_close", pk=row.pk)
    assert demo.client().post(url, {"revision": 1}).status_code == 404
    assert demo.client().get(demo.url("review_round", pk=row.pk)).status_code == 404


# --- After the decision, and the cost -------------------------------------------------------------------------------


def test_after_the_decision_the_talk_is_read_and_nothing_is_offered(demo: Demo, plan: Document) -> None:
    thread = begin(plan, demo.user(Role.REVIEWER))
    make.ReviewRoundFactory(document=plan)
    meeting = plan.meeting
    decision = make.DecisionFactory(meeting=meeting)
    Document.objects.filter(pk=plan.pk).update(status=Document.Status.ADOPTED, decision=decision)
    client = demo.client(Role.REVIEWER)
    page = client.get(demo.url("thread", pk=thread.pk))
    assert "Samtalet går att läsa men är avslutat" in words(page)
    for url in (demo.url("thread", pk=thread.pk), demo.url("talk"), demo.url("plan")):
        shown = linked(client.get(url))
        for name in ("thread_add", "thread_reply", "comment", "thread_resolve"):
            pk = {} if name == "thread_add" else {"pk": thread.pk}
            assert demo.url(name, **pk) not in shown, (url, name)
    refused = client.post(demo.url("thread_reply", pk=thread.pk), {"text": "Nej"})
    assert refused.status_code == 422
    assert Reading.objects.count() == 0


COST = {"talk": 23, "plan": 26, "thread": 25, "thread_add": 17, "review": 12}
"""Queries per page of a reviewer (of the director for `review`), the session and the user's roles included."""


def asked(client: Client, url: str) -> int:
    """How many queries the page asks."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("size", [1, 30])
def test_pages_of_the_talk_cost_as_much_for_thirty_threads_as_for_one(size: int) -> None:
    federation = make.FederationFactory()
    document: Any = make.DocumentFactory(federation=federation, status=Document.Status.PROPOSED)
    reviewer = make.MandateFactory(federation=federation, role=Role.REVIEWER).user
    director = make.MandateFactory(federation=federation, role=Role.DIRECTOR).user
    make.SectionFactory(document=document, heading="Mål", block="plans.goal_areas")
    make.ReviewRoundFactory(document=document)
    for _ in range(size):
        section = make.SectionFactory(document=document)
        make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=document))
        other = make.MandateFactory(federation=federation, role=Role.BOARD).user
        about = {"target": "section", "subject": section.key.hex[:8], "title": section.heading}
        thread = begin(document, other, **about)
        for _ in range(size):
            talk.reply(
                federation=federation,
                pk=thread.pk,
                by=other,
                text=f"@{director.name}",
                mentions=[reviewer.pk],
            )
    last = {"slug": federation.slug, "year": 2023}
    url: Callable[[str], str] = lambda name: reverse(name, kwargs=last)  # noqa: E731
    client = signed_in(reviewer)
    client.get(url("plan"))  # the reading is noted once
    talk.see_mentions(thread=thread.pk, by=reviewer)
    told = {name: asked(client, url(name)) for name in ("talk", "plan", "thread_add")}
    told["thread"] = asked(client, reverse("thread", kwargs={**last, "pk": thread.pk}))
    told["review"] = asked(signed_in(director), url("review"))
    assert told == COST
