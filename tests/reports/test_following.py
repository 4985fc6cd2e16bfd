"""Following the year wheel: the calendar by its secret address, and reminders by e-mail."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from typing import Any

import icalendar
import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from members.models import CalendarFeed, Federation, Mandate, Reminder, Role, SentReminder, User
from reports.services.following import hash_of, renew_feed, revoke_feed, save_reminder
from tests import factories as make
from tests.conftest import signed_in
from tests.letters import PostOffice
from tests.pages import form_data, messages, words

pytestmark = pytest.mark.django_db
TODAY = "2024-02-10 09:00 +01:00"


@pytest.fixture
def federation() -> Federation:
    """A federation whose accounts are closed by 15 February."""
    found: Federation = make.FederationFactory(short_name="Provbygden", slug="provbygden")
    make.WheelEntryFactory(
        federation=found, title="Bokslutet är klart", responsible="finance", from_year=2023
    )
    return found


@pytest.fixture
def director(federation: Federation) -> User:
    """Its director."""
    user: User = make.MandateFactory(federation=federation).user
    return user


def address(secret: str) -> str:
    """The calendar's address."""
    return reverse("calendar_feed", args=[secret])


def events(secret: str) -> dict[str, Any]:
    """The calendar's events by their identity, as a calendar program reads them."""
    answer = Client().get(address(secret))
    assert answer.status_code == 200
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(answer.content).events}


# --- The calendar -----------------------------------------------------------------------------------------


@time_machine.travel(TODAY, tick=False)
def test_the_calendar_is_read_without_signing_in_and_holds_the_years_occasions(
    federation: Federation, director: User
) -> None:
    meeting = make.MeetingFactory(
        federation=federation, held_on=date(2024, 3, 15), place="Säter; rådhuset, A"
    )
    found = events(renew_feed(federation=federation, user=director))
    own = found[f"own-{federation.wheel_entries.get().pk}-2023.provbygden@finsam"]
    assert (own["summary"], own.start, own.end) == (
        "Bokslutet är klart",
        date(2024, 2, 15),
        date(2024, 2, 16),
    )
    assert own["description"] == "Gäller 2023\nAnsvarig: Ekonom"
    assert own["url"].startswith("http://testserver/provbygden/2024/arshjul/#own-")
    assert found[f"meeting-{meeting.pk}.provbygden@finsam"]["location"] == "Säter; rådhuset, A"
    assert found["law-plan-2025.provbygden@finsam"].start == date(2024, 11, 30)


@time_machine.travel(TODAY, tick=False)
def test_the_calendar_keeps_the_rules_of_rfc_5545(federation: Federation, director: User) -> None:
    """3.1: lines end with CRLF and are at most 75 octets; 3.3.11: text is escaped; 3.6.1: UID and DTSTAMP; 3.8.2.2:
    the end of a whole day is the day after."""
    make.WheelEntryFactory(
        federation=federation, title="Åäö; " * 20, note="Först, sedan\noch \\ sist", from_year=2023
    )
    answer = Client().get(address(renew_feed(federation=federation, user=director)))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    raw = answer.content
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is folded in two
    unfolded = raw.decode().replace("\r\n ", "")
    assert "SUMMARY:" + ("Åäö\\; " * 20).strip() in unfolded
    assert r"Först\, sedan\noch \\ sist" in unfolded
    every = unfolded.split("BEGIN:VEVENT")[1:]
    assert len(every) > 10
    for event in every:
        assert re.search(r"\r\nUID:[a-z]+-[a-z0-9-]+\.provbygden@finsam\r\n", event)
        assert "\r\nDTSTAMP:20240210T080000Z\r\n" in event
        assert re.search(r"\r\nDTSTART;VALUE=DATE:\d{8}\r\n", event)
    assert len(re.findall(r"\r\nUID:", unfolded)) == len(set(re.findall(r"\r\nUID:(.*)\r\n", unfolded)))


@time_machine.travel(TODAY, tick=False)
def test_an_occasion_keeps_its_identity_when_its_day_or_name_changes(
    federation: Federation, director: User
) -> None:
    secret = renew_feed(federation=federation, user=director)
    before = set(events(secret))
    federation.wheel_entries.update(title="Nytt namn", day=20)
    assert set(events(secret)) == before


def test_the_secret_is_kept_nowhere(federation: Federation, director: User) -> None:
    secret = renew_feed(federation=federation, user=director)
    feed = CalendarFeed.objects.get()
    assert feed.token == hash_of(secret)
    assert secret not in str(CalendarFeed.objects.values())
    assert Client().get(address(feed.token)).status_code == 404  # the hash opens nothing


def test_a_new_address_closes_the_old_and_a_closed_one_opens_nothing(
    federation: Federation, director: User
) -> None:
    old = renew_feed(federation=federation, user=director)
    new = renew_feed(federation=federation, user=director)
    assert [Client().get(address(each)).status_code for each in (old, new)] == [404, 200]
    revoke_feed(federation=federation, user=director)
    assert Client().get(address(new)).status_code == 404


def test_a_calendar_is_closed_when_its_user_has_no_role_any_more_or_is_shut_out(
    federation: Federation, director: User
) -> None:
    secret = renew_feed(federation=federation, user=director)
    mandate = Mandate.objects.get(user=director)
    mandate.role = Role.API_READER
    mandate.save()
    assert Client().get(address(secret)).status_code == 404
    mandate.role = Role.INITIATIVE_OWNER
    mandate.save()
    assert Client().get(address(secret)).status_code == 200
    User.objects.filter(pk=director.pk).update(is_active=False)
    assert Client().get(address(secret)).status_code == 404
    User.objects.filter(pk=director.pk).update(is_active=True)
    make.MandateFactory(user=director)  # a role elsewhere is none here
    mandate.delete()
    assert Client().get(address(secret)).status_code == 404


@pytest.mark.parametrize("secret", ["x", "å", "a" * 500])
def test_what_is_no_address_is_no_page(secret: str) -> None:
    assert Client().get(address(secret)).status_code == 404


@time_machine.travel(TODAY, tick=False)
def test_the_calendar_of_a_director_too_tells_no_more_than_every_role_sees(
    federation: Federation, director: User
) -> None:
    document = make.DocumentFactory(federation=federation, year=2024, title="Lärkvingen")
    make.ReviewRoundFactory(document=document, due=date(2024, 2, 20), message="Lärkvingen")
    make.InstalmentFactory(federation=federation, year=2024, due_on=date(2024, 3, 1))
    kinds = {uid.split("-")[0] for uid in events(renew_feed(federation=federation, user=director))}
    assert kinds == {"law", "own"}
    page = words(signed_in(director).get("/provbygden/2024/arshjul/"))
    assert "Synpunkter på" in page
    assert "Medlemmarnas bidrag för 2024 betalas" in page


@pytest.mark.parametrize("size", [1, 30])
@time_machine.travel(TODAY, tick=False)
def test_the_calendar_costs_as_much_for_thirty_as_for_one(
    federation: Federation, director: User, size: int, django_assert_num_queries: Any
) -> None:
    secret = renew_feed(federation=federation, user=director)
    for number in range(size):
        make.WheelMarkFactory(entry=make.WheelEntryFactory(federation=federation, title=f"Nr {number}"))
        make.MeetingFactory(federation=federation, held_on=date(2024, 3, 1 + number))
    with django_assert_num_queries(12):
        assert Client().get(address(secret)).status_code == 200


def test_the_page_shows_the_address_once(federation: Federation, director: User) -> None:
    client = signed_in(director)
    url = reverse("calendar_feed_renew", args=["provbygden", 2023])
    answer = client.post(url)
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    shown = re.search(r"http://testserver(/kalender/[\w-]+\.ics)", answer.content.decode())
    assert shown is not None
    assert Client().get(shown[1]).status_code == 200
    follow = reverse("year_wheel_follow", args=["provbygden", 2023])
    assert ".ics" not in client.get(follow).content.decode()
    assert messages(client.post(follow, {"close_feed": "1"}, follow=True)) == ["Kalenderadressen är stängd."]
    assert Client().get(shown[1]).status_code == 404


# --- Reminders --------------------------------------------------------------------------------------------


def remind(day: str, **options: Any) -> str:
    """What the command says on a day."""
    out = StringIO()
    call_command("send_reminders", date=day, stdout=out, **options)
    return out.getvalue()


def wants(federation: Federation, user: User, **choices: Any) -> None:
    """The user asks for reminders."""
    save_reminder(federation=federation, user=user, wanted=True, **choices)


def test_a_reminder_comes_once_so_many_days_before(
    federation: Federation, director: User, settings: Any
) -> None:
    settings.SITE_URL = "https://finsam.example.org"
    wants(federation, director, days_before=5)
    assert remind("2024-02-09") == "0 påminnelser skickade.\n"
    assert remind("2024-02-10") == "1 påminnelser skickade.\n"
    (letter,) = mail.outbox
    assert letter.subject == "Provbygden: Bokslutet är klart"
    assert letter.to == [director.email]
    assert "Senast 15\u00a0februari 2024. Ansvarig: Ekonom" in letter.body
    entry = federation.wheel_entries.get()
    assert f"https://finsam.example.org/provbygden/2024/arshjul/#own-{entry.pk}-2023" in letter.body
    assert "https://finsam.example.org/provbygden/2024/arshjul/folj/" in letter.body
    assert remind("2024-02-10") == remind("2024-02-11") == "0 påminnelser skickade.\n"


def test_a_day_that_was_missed_is_made_up_for(federation: Federation, director: User) -> None:
    wants(federation, director, days_before=5)
    assert remind("2024-02-13") == "1 påminnelser skickade.\n"
    assert remind("2024-02-16") == "0 påminnelser skickade.\n"


def test_a_moved_day_is_told_of_anew(federation: Federation, director: User) -> None:
    wants(federation, director, days_before=5)
    remind("2024-02-10")
    federation.wheel_entries.update(day=25)
    assert remind("2024-02-20") == "1 påminnelser skickade.\n"


def test_several_occasions_are_one_letter(federation: Federation, director: User) -> None:
    make.WheelEntryFactory(federation=federation, title="Resultat för hela året", day=14, from_year=2023)
    wants(federation, director, days_before=7)
    remind("2024-02-10")
    (letter,) = mail.outbox
    assert letter.subject == "Provbygden: 2 tidpunkter närmar sig"
    assert SentReminder.objects.count() == 2


def test_nobody_is_reminded_of_what_is_done(federation: Federation, director: User) -> None:
    wants(federation, director, days_before=7)
    make.WheelMarkFactory(entry=federation.wheel_entries.get(), year=2023)
    assert remind("2024-02-10") == "0 påminnelser skickade.\n"


def test_only_ones_own_is_what_ones_role_answers_for(federation: Federation, director: User) -> None:
    finance = make.MandateFactory(federation=federation, role=Role.FINANCE).user
    for user in (director, finance):
        wants(federation, user, days_before=7, only_own=True)
    remind("2024-02-10")
    assert [letter.to for letter in mail.outbox] == [[finance.email]]


def test_who_has_no_role_any_more_or_is_shut_out_gets_nothing(federation: Federation, director: User) -> None:
    gone, shut_out, program = (make.MandateFactory(federation=federation).user for _ in range(3))
    for user in (director, gone, shut_out, program):
        wants(federation, user, days_before=7)
    Mandate.objects.filter(user=gone).delete()
    make.MandateFactory(user=gone)  # a role elsewhere is none here
    User.objects.filter(pk=shut_out.pk).update(is_active=False)
    Mandate.objects.filter(user=program).update(role=Role.API_READER)
    remind("2024-02-10")
    assert [letter.to for letter in mail.outbox] == [[director.email]]


def test_a_review_is_not_told_of_to_those_who_may_not_read_the_plan(federation: Federation) -> None:
    document = make.DocumentFactory(federation=federation, year=2024, status="in_review")
    make.ReviewRoundFactory(document=document, due=date(2024, 2, 12))
    reviewer = make.MandateFactory(federation=federation, role=Role.REVIEWER).user
    owner = make.MandateFactory(federation=federation, role=Role.INITIATIVE_OWNER).user
    for user in (reviewer, owner):
        wants(federation, user, days_before=7)
    remind("2024-02-10")
    told = {letter.to[0]: "Synpunkter på verksamhetsplan 2024" in letter.body for letter in mail.outbox}
    assert told == {reviewer.email: True, owner.email: False}


def test_a_letter_that_fails_stops_no_other_and_is_tried_again(
    federation: Federation, director: User, settings: Any
) -> None:
    other = make.MandateFactory(federation=federation).user
    for user in (director, other):
        wants(federation, user, days_before=7)
    PostOffice.refused = director.email
    settings.EMAIL_BACKEND = "tests.letters.PostOffice"
    with pytest.raises(CommandError, match="1 påminnelser gick inte att skicka"):
        remind("2024-02-10")
    assert [letter.to for letter in mail.outbox] == [[other.email]]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    remind("2024-02-11")
    assert [letter.to for letter in mail.outbox] == [[other.email], [director.email]]


def test_a_dry_run_shows_who_gets_what_and_sends_and_remembers_nothing(
    federation: Federation, director: User
) -> None:
    wants(federation, director, days_before=7)
    assert remind("2024-02-10", dry_run=True) == f"{director.email}: Provbygden: Bokslutet är klart\n"
    assert (mail.outbox, SentReminder.objects.count()) == ([], 0)


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="inget datum"):
        remind("i morgon")


@pytest.mark.parametrize("size", [1, 30])
def test_reminders_cost_as_much_for_thirty_users_as_for_one_but_for_the_letters(
    federation: Federation, size: int, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        wants(federation, make.MandateFactory(federation=federation).user, days_before=7)
    with django_assert_num_queries(13):
        remind("2024-02-10", dry_run=True)


def test_one_asks_for_reminders_and_ends_them_on_the_page(federation: Federation, director: User) -> None:
    client, url = signed_in(director), reverse("year_wheel_follow", args=["provbygden", 2023])
    answer = client.post(url, {"wanted": "on", "days_before": "14", "only_own": "on"}, follow=True)
    assert messages(answer) == [f"Du får påminnelser till {director.email}, 14 dagar före."]
    reminder = Reminder.objects.get()
    assert (reminder.days_before, reminder.only_own) == (14, True)
    data = form_data(client.get(url))
    del data["wanted"]
    assert messages(client.post(url, data, follow=True)) == ["Du får inga påminnelser."]
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("days", ["91", "-1"])
def test_a_number_of_days_out_of_bounds_is_told_at_the_field(
    federation: Federation, director: User, days: str
) -> None:
    url = reverse("year_wheel_follow", args=["provbygden", 2023])
    answer = signed_in(director).post(url, {"wanted": "on", "days_before": days})
    assert answer.status_code == 422
    assert "Skriv ett antal dagar mellan 0 och 90." in words(answer)
