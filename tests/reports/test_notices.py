"""Notices: when they must be posted, what they say, and that what is posted is what the public reads."""

from __future__ import annotations

import email
import re
from datetime import date, time
from email.policy import SMTP
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from time_machine import travel

from members.models import Meeting, Role
from plans.models import Document, Section
from reports import services
from reports.domain import notices
from reports.domain.notices import MeetingFact, NoticeFacts
from reports.models import Publication, PublicNotice, Rendering
from reports.notice_letter import as_file, as_link
from reports.notice_queries import has_changed, recipients
from tests import factories as make
from tests.conftest import Demo
from tests.deciding import decide
from tests.pages import form_data, messages, words

ADDRESS = "https://finsam.example/sodra-dalarna/publikt/"

# --- When -----------------------------------------------------------------------------------------------------------


def test_a_wednesday_at_least_a_week_before_the_meeting_of_25_november_2022_is_the_16th() -> None:
    """The date of the meeting: "Verksamhetsplan och budget år 2023"."""
    assert notices.last_day_before(date(2022, 11, 25), 7, weekday=2) == date(2022, 11, 16)


@pytest.mark.parametrize(
    ("days", "weekday", "expected"),
    [
        (7, None, date(2022, 11, 18)),
        (7, 4, date(2022, 11, 18)),  # the day itself is a Friday
        (7, 5, date(2022, 11, 12)),
        (10, None, date(2022, 11, 15)),
        (1, None, date(2022, 11, 24)),
    ],
)
def test_the_last_day_is_so_many_days_before_and_on_the_weekday_if_there_is_one(
    days: int, weekday: int | None, expected: date
) -> None:
    assert notices.last_day_before(date(2022, 11, 25), days, weekday) == expected


def test_adjusted_minutes_are_made_known_by_the_second_day_after() -> None:
    meeting = MeetingFact(date(2022, 11, 25), minutes_adjusted_on=date(2022, 12, 2))
    assert notices.last_day(notices.MINUTES, meeting, 7, 2) == date(2022, 12, 4)


def test_minutes_stand_three_weeks_and_a_meeting_until_it_has_been_held() -> None:
    meeting = MeetingFact(date(2022, 11, 25))
    assert notices.taken_down_on(notices.MINUTES, meeting, date(2022, 12, 4)) == date(2022, 12, 26)
    assert notices.taken_down_on(notices.MEETING, meeting, date(2022, 11, 16)) == date(2022, 11, 26)


# --- What -----------------------------------------------------------------------------------------------------------


def test_a_notice_of_a_meeting_says_what_when_where_and_where_the_proposal_is_read() -> None:
    facts = NoticeFacts(
        kind=notices.MEETING,
        federation="Södra Dalarnas Samordningsförbund",
        year=2023,
        meeting=MeetingFact(date(2022, 11, 25), time(9), "Kommunhuset, Avesta"),
        proposal="verksamhetsplan och budget för 2023",
        address=ADDRESS,
        contact="kansli@sodra-dalarna.example",
        extra="Mötet är öppet.",
    )

    assert notices.heading(facts) == "Kungörelse: Södra Dalarnas Samordningsförbund har styrelsemöte"
    assert notices.text(facts).split("\n\n") == [
        "Styrelsen för Södra Dalarnas Samordningsförbund sammanträder.",
        "Tid: fredag den 25\u00a0november 2022 klockan 09.00\nPlats: Kommunhuset, Avesta",
        (
            "Styrelsen ska bland annat besluta om verksamhetsplan och budget för 2023. "
            f"Förslaget finns att läsa på {ADDRESS} från och med den dag då mötet kungörs."
        ),
        "Mötet är öppet.",
        "Kontakt: kansli@sodra-dalarna.example",
    ]


def test_what_is_not_known_is_told_and_left_out() -> None:
    facts = NoticeFacts(
        notices.MEETING, "Förbundet", 2023, MeetingFact(date(2022, 11, 25)), "planen", ADDRESS, contact=""
    )
    assert notices.lacking(facts) == (
        "Mötets klockslag är inte angivet.",
        "Mötets plats är inte angiven.",
        "Förbundet har ingen e-post för kontakt.",
    )
    assert "Plats" not in notices.text(facts)
    assert "klockan" not in notices.text(facts)


# --- Posting --------------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan, which lies before the board on 25 November 2022."""
    found: Document = demo.federation.documents.get(year=2023)
    return found


@pytest.fixture
def notice(plan: Document) -> PublicNotice:
    """The notice of the meeting, not posted."""
    return services.save_notice(
        federation=plan.federation, kind=PublicNotice.Kind.MEETING, meeting=plan.meeting, year=2023
    )


def read(page: Any) -> dict[str, str]:
    """What the page sends along with its button: what its reader was shown."""
    return {
        name: re.search(f'name="{name}" value="([^"]*)"', page.content.decode())[1]  # type: ignore[index]
        for name in ("revision", "seen")
    }


def post(notice: PublicNotice) -> PublicNotice:
    """The notice posted by nobody in particular."""
    return services.post_notice(federation=notice.federation, pk=notice.pk, revision=None, address=ADDRESS)


@travel("2022-11-15T10:00:00Z", tick=False)
def test_posting_fixes_the_words_and_freezes_the_proposal(notice: PublicNotice, plan: Document) -> None:
    posted = post(notice)

    posted.refresh_from_db()
    kept = Publication.objects.get()
    assert (posted.posted_on, posted.taken_down_on) == (date(2022, 11, 15), date(2022, 11, 26))
    assert (posted.publication, kept.stage, kept.document) == (kept, "proposal", plan)
    assert "Kommunhuset, Avesta" in posted.text
    Meeting.objects.filter(pk=plan.meeting_id).update(place="Säter")
    posted.refresh_from_db()
    assert "Säter" not in posted.text


def test_a_proposal_that_reads_the_same_is_not_frozen_again(notice: PublicNotice) -> None:
    first = post(notice)
    second = post(services.renew_notice(federation=notice.federation, pk=first.pk))

    first.refresh_from_db()
    assert second.publication == first.publication
    assert first.taken_down_on == second.posted_on
    assert Publication.objects.count() == 1


def test_a_proposal_changed_afterwards_is_told_to_those_who_write_it_and_may_be_posted_anew(
    notice: PublicNotice, demo: Demo
) -> None:
    posted = post(notice)
    section = Section.objects.filter(document=posted.publication.document).exclude(body="").first()
    assert not has_changed(posted)
    Section.objects.filter(pk=section.pk).update(body="<p>Skrivet efteråt.</p>")

    page = demo.client().get(demo.url("notice", pk=posted.pk))
    assert "Förslaget har ändrats sedan det kungjordes" in words(page)
    assert b"Skrivet efter" not in bytes(posted.publication.html)

    again = post(services.renew_notice(federation=demo.federation, pk=posted.pk))
    assert "Skrivet efteråt" in bytes(again.publication.html).decode()
    assert not has_changed(again)


def test_nothing_more_is_told_once_the_board_has_decided(notice: PublicNotice, plan: Document) -> None:
    posted = post(notice)
    decide(plan)
    assert not has_changed(posted)


def test_a_meeting_without_a_proposal_is_not_posted(notice: PublicNotice, plan: Document) -> None:
    Document.objects.filter(pk=plan.pk).update(status=Document.Status.IN_REVIEW)

    with pytest.raises(ValidationError, match="Lägg först fram planen"):
        post(notice)

    notice.refresh_from_db()
    assert (notice.is_posted, Publication.objects.exists()) == (False, False)


def test_what_is_posted_is_neither_changed_nor_removed_nor_posted_twice(notice: PublicNotice) -> None:
    post(notice)
    federation = notice.federation
    with pytest.raises(ValidationError, match="kan inte ändras"):
        services.save_notice(federation=federation, pk=notice.pk, revision=None, extra="Mer")
    with pytest.raises(ValidationError, match="tas inte bort"):
        services.remove_notice(federation=federation, pk=notice.pk, revision=None)
    with pytest.raises(ValidationError, match="redan anslaget"):
        post(notice)


def test_posting_late_is_told_and_not_stopped(notice: PublicNotice, demo: Demo) -> None:
    """The demo's rule gives 16 November 2022, and today is later."""
    page = demo.client().get(demo.url("notice", pk=notice.pk))
    assert "Den sista dagen var onsdag den 16\u00a0november 2022. Du kan anslå ändå." in page.content.decode()

    answer = demo.client().post(demo.url("notice_post", pk=notice.pk), read(page), follow=True)
    assert "Anslaget på förbundets öppna sidor." in words(answer)
    assert "Den anslogs efter den sista dagen" in words(answer)


def test_adjusted_minutes_are_posted_without_a_proposal(plan: Document) -> None:
    meeting = make.MeetingFactory(
        federation=plan.federation,
        held_on=date(2022, 12, 9),
        minutes_adjusted_on=date(2022, 12, 16),
        minutes_kept_at="kansliet i Hedemora",
    )
    notice = services.save_notice(
        federation=plan.federation, kind=PublicNotice.Kind.MINUTES, meeting=meeting, year=2023
    )
    with travel("2022-12-17T10:00:00Z", tick=False):
        posted = post(notice)

    assert (posted.publication, posted.taken_down_on) == (None, date(2023, 1, 8))
    assert posted.text.split("\n\n")[:2] == [
        "Protokollet från styrelsens möte den 9\u00a0december 2022 är justerat den 16\u00a0december 2022.",
        "Protokollet finns hos kansliet i Hedemora.",
    ]


def test_minutes_that_are_not_adjusted_are_not_posted(plan: Document) -> None:
    notice = services.save_notice(
        federation=plan.federation, kind=PublicNotice.Kind.MINUTES, meeting=plan.meeting, year=2023
    )
    with pytest.raises(ValidationError, match="vilken dag protokollet justerades"):
        post(notice)


# --- What is posted is what was read --------------------------------------------------------------------------------


def change_the_place(notice: PublicNotice) -> None:
    Meeting.objects.filter(pk=notice.meeting_id).update(place="Stadshuset, Säter")


def change_the_proposal(notice: PublicNotice) -> None:
    Section.objects.filter(document__meeting=notice.meeting_id).exclude(body="").update(body="<p>Nytt.</p>")


def change_the_notice(notice: PublicNotice) -> None:
    services.save_notice(federation=notice.federation, pk=notice.pk, revision=None, extra="Mötet är öppet.")


def change_the_notice_and_back(notice: PublicNotice) -> None:
    change_the_notice(notice)
    services.save_notice(federation=notice.federation, pk=notice.pk, revision=None, extra=notice.extra)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_the_place, "Plats: Stadshuset, Säter”"),
        (change_the_proposal, "Förslaget som kungörs har ändrats."),
        (change_the_notice, "Någon annan har sparat kungörelsen. Nu står det: ”Mötet är öppet.”"),
        (
            change_the_notice_and_back,
            "Någon annan har sparat kungörelsen, men den lyder som när du läste den.",
        ),
    ],
)
def test_what_has_changed_since_it_was_read_is_told_and_nothing_is_posted(
    notice: PublicNotice, demo: Demo, change: Any, told: str
) -> None:
    client, url = demo.client(), demo.url("notice_post", pk=notice.pk)
    seen = read(client.get(demo.url("notice", pk=notice.pk)))
    change(notice)

    answer = client.post(url, seen)

    assert answer.status_code == 409
    assert told in words(answer)
    notice.refresh_from_db()
    assert (notice.is_posted, Publication.objects.exists()) == (False, False)
    # What is shown now is read, and may be posted.
    assert client.post(url, read(answer)).status_code == 302
    notice.refresh_from_db()
    assert notice.is_posted


def test_what_is_written_in_a_notice_that_another_posts_stands_there_and_becomes_a_new_notice(
    notice: PublicNotice, demo: Demo
) -> None:
    client, url = demo.client(), demo.url("notice_edit", pk=notice.pk)
    typed = form_data(client.get(url), extra="Anmäl dig senast på torsdag.")
    finance = demo.client(Role.FINANCE)
    finance.post(demo.url("notice_post", pk=notice.pk), read(finance.get(demo.url("notice", pk=notice.pk))))

    answer = client.post(url, typed)

    assert answer.status_code == 409
    told = words(answer)
    assert f"{demo.user(Role.FINANCE)} har anslagit kungörelsen medan du skrev" in told
    assert "Det som är anslaget ändras inte. Lägg till på nytt, så börjar du en ny kungörelse" in told
    again = form_data(answer)
    assert again["extra"] == "Anmäl dig senast på torsdag."
    saved = client.post(url, again)
    new = PublicNotice.objects.get(posted_on__isnull=True)
    assert (saved.status_code, saved.headers["Location"]) == (302, demo.url("notice", pk=new.pk))
    assert (new.meeting, new.extra) == (notice.meeting, "Anmäl dig senast på torsdag.")
    notice.refresh_from_db()
    assert (notice.is_posted, notice.extra) == (True, "")


@pytest.mark.parametrize("name", ["notice_edit", "notice_remove"])
def test_a_posted_notice_is_neither_changed_nor_removed_and_leads_to_itself(
    notice: PublicNotice, demo: Demo, name: str
) -> None:
    client, url = demo.client(), demo.url(name, pk=notice.pk)
    client.post(demo.url("notice_post", pk=notice.pk), read(client.get(demo.url("notice", pk=notice.pk))))

    answers = [client.get(url, follow=True)]
    if name == "notice_remove":
        answers.append(client.post(url, {"revision": "1"}, follow=True))

    for answer in answers:
        assert answer.redirect_chain == [(demo.url("notice", pk=notice.pk), 302)]
        assert "Det är redan anslaget och kan inte ändras. Anslå på nytt om något är fel." in messages(answer)


@pytest.mark.parametrize("sent", [{}, {"revision": "x", "seen": ""}, {"revision": "1"}])
def test_a_notice_that_nobody_has_read_is_not_posted(
    notice: PublicNotice, demo: Demo, sent: dict[str, str]
) -> None:
    answer = demo.client().post(demo.url("notice_post", pk=notice.pk), sent)
    assert answer.status_code == 409
    notice.refresh_from_db()
    assert not notice.is_posted


def test_words_taken_away_are_told_as_a_change() -> None:
    seen = notices.shown("Rubrik", "Ett.\n\nTvå.", "")
    assert notices.changes_since(seen, "Rubrik", "Ett.\n\nTvå.", "") == ()
    assert notices.changes_since(seen, "Rubrik", "Ett.", "") == ("Något har tagits bort ur texten.",)
    assert notices.changes_since(seen, "Rubrik", "Ett.\n\nTre.", "") == ("Nu står det: ”Tre.”",)


def test_the_pdf_is_kept_as_it_was_posted_whatever_is_changed_later(notice: PublicNotice, demo: Demo) -> None:
    posted = post(notice)
    url = reverse("public_notice_pdf", args=["sodra-dalarna", posted.pk])
    before = Client().get(url)
    assert before.content.startswith(b"%PDF-")

    demo.federation.name, demo.federation.accent_colour = "Ett helt annat namn", "#123456"
    demo.federation.save()
    after = Client().get(url)

    assert after.content == before.content == bytes(posted.pdf)
    assert not Rendering.objects.exists()


@pytest.mark.parametrize("bytes_left", [b"%PDF-1.7 something else", b""])
def test_a_pdf_that_is_not_as_it_was_kept_is_given_to_nobody_and_none_is_made_for_the_public(
    demo: Demo, bytes_left: bytes
) -> None:
    kept = make.PostedNoticeFactory(federation=demo.federation)
    PublicNotice.objects.filter(pk=kept.pk).update(pdf=bytes_left)

    assert Client().get(reverse("public_notice_pdf", args=["sodra-dalarna", kept.pk])).status_code == 404
    for name in ("notice_pdf", "notice_letter"):
        shown = demo.client().get(demo.url(name, pk=kept.pk), follow=True)
        assert "Kungörelsens PDF finns inte kvar oskadad." in words(shown), name
    assert not Rendering.objects.exists()


# --- Posted anew ----------------------------------------------------------------------------------------------------


def test_the_one_posted_last_is_in_the_others_place_also_when_it_was_begun_first(plan: Document) -> None:
    def prepared() -> PublicNotice:
        return services.save_notice(federation=plan.federation, kind=PublicNotice.Kind.AUDIT, year=2023)

    begun_first, begun_last = prepared(), prepared()
    post(begun_last)
    post(begun_first)

    def page(notice: PublicNotice) -> Any:
        return Client().get(reverse("public_notice", args=["sodra-dalarna", notice.pk]))

    assert "Det här är ersatt av ett senare anslag." in words(page(begun_last))
    assert (
        reverse("public_notice", args=["sodra-dalarna", begun_first.pk]) in page(begun_last).content.decode()
    )
    assert "ersatt" not in words(page(begun_first))
    # A third: both lead to it.
    third = post(prepared())
    for each in (begun_first, begun_last):
        each.refresh_from_db()
        assert each.replaced_by == third


def test_why_a_notice_is_not_begun_anew_is_told(notice: PublicNotice, demo: Demo) -> None:
    posted = post(notice)
    Meeting.objects.filter(pk=posted.meeting_id).update(kind=Meeting.Kind.CONSULTATION)
    answer = demo.client().post(demo.url("notice_renew", pk=posted.pk), follow=True)
    assert "Välj ett av styrelsens möten." in words(answer)


# --- The e-mail to the members --------------------------------------------------------------------------------------


def test_the_letter_goes_to_every_member_with_an_address_and_carries_the_pdfs(notice: PublicNotice) -> None:
    posted = post(notice)
    posted.federation = notice.federation

    letter = email.message_from_bytes(
        as_file(posted, recipients(posted), [("kungorelse.pdf", b"%PDF-1"), ("forslag.pdf", b"%PDF-2")]),
        policy=SMTP,
    )

    assert letter["To"].split(", ") == [
        "registrator@forsakringskassan.example",
        "registrator@region-dalarna.example",
        "registrator@avesta-kommun.example",
        "registrator@hedemora-kommun.example",
        "registrator@saters-kommun.example",
    ]
    assert (letter["From"], letter["X-Unsent"]) == ("kansli@sodra-dalarna.example", "1")
    assert letter["Subject"] == posted.heading
    assert [(part.get_filename(), part.get_content()) for part in letter.iter_attachments()] == [
        ("kungorelse.pdf", b"%PDF-1"),
        ("forslag.pdf", b"%PDF-2"),
    ]
    assert "fredag den 25\u00a0november 2022 klockan 09.00" in letter.get_body().get_content()


def test_the_letter_as_a_link_keeps_its_lines_and_signs(notice: PublicNotice) -> None:
    posted = post(notice)
    link = as_link(posted, recipients(posted))
    assert link.startswith("mailto:registrator@forsakringskassan.example,registrator@region-dalarna.example,")
    assert "%0D%0A" in link
    assert " " not in link


def test_only_the_letter_that_carries_the_pdf_says_so(notice: PublicNotice) -> None:
    posted = post(notice)
    asked = "ber er att anslå kungörelsen nedan på er anslagstavla."
    letter = email.message_from_bytes(as_file(posted, recipients(posted), []), policy=SMTP)
    body = letter.get_body().get_content()
    assert f"{asked} Den är också bifogad som PDF.\n" in body.replace("\r\n", "\n")
    assert f"{asked}\r\n" in unquote(as_link(posted, recipients(posted)))


def test_a_member_without_an_address_is_named(notice: PublicNotice, demo: Demo) -> None:
    page = demo.client().get(demo.url("notice", pk=notice.pk))
    assert "E-post saknas för Arbetsförmedlingen." in words(page)


@pytest.mark.django_db(transaction=True)
def test_the_notice_and_its_letter_come_as_pdf_through_the_gate(demo: Demo) -> None:
    """The press refuses a file that is not accessible; what comes has been let through."""
    plan = demo.federation.documents.get(year=2023)
    notice = post(
        services.save_notice(
            federation=plan.federation, kind=PublicNotice.Kind.MEETING, meeting=plan.meeting, year=2023
        )
    )

    pdf = demo.client().get(demo.url("notice_pdf", pk=notice.pk))
    letter = demo.client().get(demo.url("notice_letter", pk=notice.pk))
    public = demo.client().get(reverse("public_notice_pdf", args=["sodra-dalarna", notice.pk]))

    assert pdf.content.startswith(b"%PDF-")
    assert public.content == pdf.content
    attached = list(email.message_from_bytes(letter.content, policy=SMTP).iter_attachments())
    assert [part.get_content()[:5] for part in attached] == [b"%PDF-", b"%PDF-"]
