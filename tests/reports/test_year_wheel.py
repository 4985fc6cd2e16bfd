"""The year wheel: what comes on which day, when it is done or late, and who may change it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from finsam.sources import finsam_paragraph
from members.models import Federation, Meeting, Role, WheelEntry, WheelMark
from plans.domain import lifecycle
from plans.models import Document, MemberStatement
from plans.standing_queries import standing_facts
from reports.calendar_file import description
from reports.domain.usual_times import USUAL_TIMES
from reports.domain.wheel_drawing import wheel
from reports.domain.year_wheel import (
    EntryFact,
    Kind,
    MarkFact,
    Occasion,
    PaymentFact,
    RoundFact,
    State,
    WheelFacts,
    WheelMeeting,
    by_month,
    nearest,
    occasions,
    seen_by,
    to_remind_of,
)
from reports.services import year_wheel as services
from reports.wheel_queries import occasions_of
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.deciding import decide
from tests.pages import errors, form_data, messages, words

EVERYTHING = ("see_federation", "read_budget", "read_documents", "read_drafts")


def law(year: int = 2023, **facts: Any) -> dict[str, Occasion]:
    """The law's occasions of a year by key."""
    found = occasions(WheelFacts(**{"years": (year,), "met": {}, **facts}))
    return {each.law: each for each in found if each.kind is Kind.LAW}


def own(**changes: Any) -> EntryFact:
    """A row of the federation's own: the accounts are closed by 15 February the year after."""
    return EntryFact(**{"pk": 7, "title": "Bokslutet är klart", "days": {2023: date(2024, 2, 15)}, **changes})


# --- Days and states --------------------------------------------------------------------------------------


def test_the_laws_days_for_a_year_are_those_of_23_and_24_of_the_finsam_law() -> None:
    found = law()
    assert {key: (each.due, each.title) for key, each in found.items()} == {
        "samrad": (date(2022, 11, 30), "Samråd med medlemmarna inför budgeten 2023"),
        "plan": (date(2022, 11, 30), "Verksamhetsplan och budget 2023 fastställs"),
        "arsredovisning": (
            date(2024, 3, 31),
            "Årsredovisning 2023 godkänns, skrivs under och lämnas till revisorerna",
        ),
    }
    assert [str(each.source)[:4] for each in found.values()] == ["23 §", "23 §", "24 §"]


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2022, 9, 30), ""),
        (date(2022, 10, 1), "60 dagar kvar"),
        (date(2022, 11, 28), "2 dagar kvar"),
        (date(2022, 11, 29), "1 dag kvar"),
        (date(2022, 11, 30), "i dag"),
        (date(2022, 12, 1), ""),
    ],
)
def test_the_days_left_are_said_in_words(today: date, left: str) -> None:
    """The plan is to be adopted by 30 November before the year: 23 § of the law."""
    assert law()["plan"].time_left(today) == left
    assert law(met={(2023, "plan"): True})["plan"].time_left(today) == ""


@pytest.mark.parametrize(
    ("today", "state"), [(date(2022, 11, 30), State.AHEAD), (date(2022, 12, 1), State.LATE)]
)
def test_a_day_is_late_when_it_has_passed_and_not_before(today: date, state: State) -> None:
    assert law()["plan"].state(today) is state
    assert law(met={(2023, "plan"): True})["plan"].state(today) is State.DONE


def test_an_earlier_day_of_ones_own_stands_with_the_laws_day_beside_it() -> None:
    said = own(law="plan", days={2023: date(2022, 11, 25)}, responsible="board")
    plan = law(entries=(said,))["plan"]
    assert (plan.due, plan.law_day, plan.responsible) == (date(2022, 11, 25), date(2022, 11, 30), "board")
    samrad = law(entries=(said,))["samrad"]
    assert (samrad.due, samrad.law_day, samrad.responsible) == (date(2022, 11, 30), None, "director")


def test_a_later_day_than_the_laws_is_never_shown_however_it_came_to_be_stored() -> None:
    assert law(entries=(own(law="plan", days={2023: date(2022, 12, 24)}),))["plan"].due == date(2022, 11, 30)


def test_an_own_row_begins_with_its_year_but_what_is_done_stays() -> None:
    days = {2022: date(2023, 2, 15), 2023: date(2024, 2, 15)}
    facts = WheelFacts(years=(2022, 2023), met={}, entries=(own(days=days, from_year=2023),))
    assert [each.key for each in occasions(facts) if each.kind is Kind.OWN] == ["own-7-2023"]
    done = own(days=days, from_year=2023, marks={2022: MarkFact(1, date(2023, 2, 3))})
    found = occasions(WheelFacts(years=(2022, 2023), met={}, entries=(done,)))
    assert [(each.key, each.is_done) for each in found if each.kind is Kind.OWN] == [
        ("own-7-2022", True),
        ("own-7-2023", False),
    ]


def test_an_own_row_says_which_year_it_concerns_when_its_day_falls_in_another() -> None:
    found = occasions(WheelFacts(years=(2023,), met={}, entries=(own(),)))
    assert [each.concerns for each in found if each.kind is Kind.OWN] == ["Gäller 2023"]


BOARD = WheelMeeting(
    3, "Styrelsemöte", is_board=True, held_on=date(2022, 11, 25), starts_at=time(13), place="Avesta"
)
DECIDING = WheelMeeting(
    3, "Styrelsemöte", is_board=True, held_on=date(2022, 11, 25), place="Avesta", plan_year=2023
)


def test_a_meeting_comes_with_its_clock_and_place_and_is_never_late() -> None:
    (found,) = [
        each
        for each in occasions(WheelFacts(years=(2023,), met={}, meetings=(BOARD,)))
        if each.kind is not Kind.LAW
    ]
    assert (found.title, found.due, found.note) == (
        "Styrelsemöte",
        date(2022, 11, 25),
        "Klockan 13.00, Avesta",
    )
    assert found.state(date(2022, 11, 25)) is State.AHEAD
    assert found.state(date(2022, 11, 26)) is State.PAST


def test_a_meeting_that_decides_on_a_plan_has_a_last_day_for_its_notice_by_the_federations_rule() -> None:
    """Friday 25 November 2022 and seven days on a Wednesday: 16 November."""
    facts = WheelFacts(years=(2023,), met={}, meetings=(DECIDING,), notice_days=7, notice_weekday=2)
    (notice,) = [each for each in occasions(facts) if each.kind is Kind.NOTICE]
    assert notice.due == date(2022, 11, 16)
    assert [notice.state(date(2022, 11, day)) for day in (16, 17, 25, 26)] == [
        State.AHEAD,
        State.LATE,
        State.LATE,
        State.PAST,
    ]


def test_each_sees_what_they_may_know_of() -> None:
    facts = WheelFacts(
        years=(2023,),
        met={},
        meetings=(BOARD,),
        rounds=(
            RoundFact(1, "verksamhetsplan 2023", 2023, date(2022, 10, 14), is_closed=False, is_released=True),
            RoundFact(2, "verksamhetsplan 2023", 2023, date(2022, 10, 20), is_closed=True, is_released=False),
        ),
        payments=(PaymentFact(4, 2023, date(2023, 1, 15)),),
    )
    found = occasions(facts)

    def keys(*permissions: str) -> set[str]:
        return {each.key for each in seen_by(found, permissions) if each.kind is not Kind.LAW}

    assert keys("see_federation") == {"meeting-3"}
    assert keys("see_federation", "read_documents") == {"meeting-3", "review-1"}
    assert keys(*EVERYTHING) == {"meeting-3", "review-1", "review-2", "payment-4"}
    assert keys() == set()


def test_the_overview_tells_the_laws_days_what_is_late_and_what_comes_next() -> None:
    entries = [own(pk=pk, days={2023: date(2023, pk, 10)}) for pk in range(1, 13)]
    found = occasions(WheelFacts(years=(2023,), met={}, entries=tuple(entries), meetings=(BOARD,)))
    told = nearest(found, 2023, date(2023, 5, 1))
    assert [each.key for each in told] == [
        "law-samrad-2023",
        "law-plan-2023",
        *[f"own-{pk}-2023" for pk in (2, 3, 4, 5, 6, 7, 8, 9)],
        "law-arsredovisning-2023",
    ]


def test_a_reminder_is_of_what_is_not_done_and_due_within_the_days_asked_for() -> None:
    found = [
        Occasion("a", Kind.OWN, "Sen", date(2023, 5, 9), 2023),
        Occasion("b", Kind.OWN, "I dag", date(2023, 5, 10), 2023, responsible="finance"),
        Occasion("c", Kind.OWN, "Sista", date(2023, 5, 17), 2023),
        Occasion("d", Kind.OWN, "Klar", date(2023, 5, 17), 2023, is_done=True),
        Occasion("e", Kind.OWN, "För långt fram", date(2023, 5, 18), 2023),
    ]
    today = date(2023, 5, 10)
    assert [each.key for each in to_remind_of(found, today, 7, None)] == ["b", "c"]
    assert [each.key for each in to_remind_of(found, today, 7, {"finance"})] == ["b"]
    assert [each.key for each in to_remind_of(found, today, 0, None)] == ["b"]


def test_the_picture_has_a_dot_for_each_occasion_of_the_list_and_a_hand_for_today_alone() -> None:
    found = occasions(WheelFacts(years=(2021, 2022, 2023), met={}, meetings=(BOARD,)))
    listed = [each for month in by_month(found, 2022) for each in month.occasions]
    drawn = wheel(found, 2022, date(2022, 7, 2))
    assert len(drawn.dots) == len(listed) == 4
    assert len({dot.at for dot in drawn.dots}) == 4  # two of one day stand beside each other
    assert drawn.today is not None
    assert wheel(found, 2022, date(2023, 7, 2)).today is None


# --- Writes -----------------------------------------------------------------------------------------------


@pytest.fixture
def federation(db: None) -> Federation:
    """A federation without anything."""
    found: Federation = make.FederationFactory()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("month", "day"), [(12, 1), (12, 24)])
def test_a_day_later_than_the_laws_is_refused(federation: Federation, month: int, day: int) -> None:
    with pytest.raises(ValidationError) as refused:
        services.save_law_day(federation=federation, law="plan", month=month, day=day)
    assert refused.value.message_dict["day"] == [
        f"Lagen säger senast den 30 november ({finsam_paragraph('23 §')}). Välj den dagen eller en tidigare."
    ]
    assert not federation.wheel_entries.exists()


@pytest.mark.django_db
def test_the_laws_own_day_and_an_earlier_one_are_taken(federation: Federation) -> None:
    entry = services.save_law_day(federation=federation, law="plan", month=11, day=30, responsible="board")
    services.save_law_day(
        federation=federation, law="plan", pk=entry.pk, revision=entry.revision, month=10, day=31
    )
    (found,) = [each for each in occasions_of(federation, (2023,), date(2022, 1, 1)) if each.law == "plan"]
    assert (found.due, found.responsible) == (date(2022, 10, 31), "board")


@pytest.mark.django_db
def test_a_day_that_the_month_does_not_have_is_refused(federation: Federation) -> None:
    with pytest.raises(ValidationError) as refused:
        services.save_wheel_entry(federation=federation, title="Möte", month=2, day=30, year_offset=0)
    assert refused.value.message_dict == {"day": ["Februari har inte 30 dagar."]}


@pytest.mark.django_db
def test_29_february_is_the_28th_in_a_year_that_has_no_other(federation: Federation) -> None:
    entry = make.WheelEntryFactory(federation=federation, month=2, day=29, year_offset=0)
    assert (entry.due(2024), entry.due(2023)) == (date(2024, 2, 29), date(2023, 2, 28))


@pytest.mark.django_db
def test_the_usual_times_are_added_once_however_often_they_are_chosen(federation: Federation) -> None:
    keys = [each.key for each in USUAL_TIMES]
    assert services.add_usual_times(federation=federation, keys=keys[:3], from_year=2023) == 3
    assert services.add_usual_times(federation=federation, keys=keys, from_year=2023) == len(keys) - 3
    assert services.add_usual_times(federation=federation, keys=keys, from_year=2024) == 0
    assert set(federation.wheel_entries.values_list("from_year", flat=True)) == {2023}


@pytest.mark.django_db
def test_what_is_done_is_marked_once_with_who_was_first(federation: Federation) -> None:
    entry = make.WheelEntryFactory(federation=federation)
    first, second = make.UserFactory(), make.UserFactory()
    for user in (first, second):
        services.mark_done(federation=federation, pk=entry.pk, year=2023, user=user, done_on=date(2024, 2, 3))
    mark = WheelMark.objects.get()
    assert (mark.done_by, mark.done_on, mark.year) == (first, date(2024, 2, 3), 2023)


@pytest.mark.django_db
def test_what_the_law_says_is_not_marked_by_hand(federation: Federation) -> None:
    entry = services.save_law_day(federation=federation, law="plan", month=11, day=25)
    with pytest.raises(ValidationError, match="blir klara av sig själva"):
        services.mark_done(
            federation=federation,
            pk=entry.pk,
            year=2023,
            user=make.UserFactory(),
            done_on=date(2022, 11, 25),
        )


@pytest.mark.django_db
def test_another_federations_occasion_is_neither_changed_nor_marked(federation: Federation) -> None:
    other = make.WheelEntryFactory(title="Deras")
    with pytest.raises(ValidationError):
        services.save_wheel_entry(federation=federation, pk=other.pk, revision=1, title="Vår")
    with pytest.raises(ValidationError):
        services.mark_done(
            federation=federation, pk=other.pk, year=2023, user=make.UserFactory(), done_on=date(2024, 1, 1)
        )
    other.refresh_from_db()
    assert (other.title, other.marks.count()) == ("Deras", 0)


# --- Pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def director(demo: Demo) -> Client:
    """The director of the demo federation."""
    return demo.client(Role.DIRECTOR)


@time_machine.travel("2022-11-10", tick=False)
def test_the_page_tells_the_year_in_order_with_what_is_entered_elsewhere(
    demo: Demo, director: Client
) -> None:
    """Södra Dalarna's board is to decide on 25 November 2022; notice is posted at least a week before."""
    told = words(director.get(demo.url("year_wheel", year=2022)))
    order = [
        "Medlemssamråd",
        "Sista dag att kungöra styrelsemötet 25 november 2022",
        "Styrelsemöte",
        "Verksamhetsplan och budget 2023 fastställs",
    ]
    places = [told.rindex(each) for each in order]
    assert places == sorted(places)
    assert "20 dagar kvar" in told


@pytest.mark.parametrize("year", [2022, 2023])
@pytest.mark.parametrize(
    ("role", "leads"),
    [(Role.DIRECTOR, True), (Role.FINANCE, True), (Role.BOARD, False), (Role.INITIATIVE_OWNER, False)],
)
@time_machine.travel("2022-11-10", tick=False)
def test_the_last_day_of_a_notice_leads_those_who_post_it_to_where_it_is_to_be_written(
    demo: Demo, role: str, leads: bool, year: int
) -> None:
    """The meeting of 2022 decides on the plan of 2023: its notice stands there, whichever year of the wheel is open."""
    make.MeetingFactory(federation=demo.federation, held_on=date(2023, 11, 24))
    client, title = demo.client(role), "Sista dag att kungöra styrelsemötet 25\u00a0november 2022"
    notices = demo.url("notices", year=2023)
    link = f'<a href="{notices}">{title}</a>'

    page = client.get(demo.url("year_wheel", year=year)).content.decode()

    assert (title in page, link in page) == (year == 2022, year == 2022 and leads)
    if leads:
        assert "Kungör mötet 25 november 2022" in words(client.get(notices))


@time_machine.travel("2024-02-20", tick=False)
def test_an_own_occasion_is_late_until_it_is_marked_and_then_tells_who_and_when(
    demo: Demo, director: Client
) -> None:
    entry = make.WheelEntryFactory(federation=demo.federation, title="Bokslutet är klart", from_year=2023)
    page = demo.url("year_wheel", year=2024)
    assert "Senast den 15 Bokslutet är klart" in words(director.get(page))
    answer = director.post(
        demo.url("wheel_entry_done", year=2024, pk=entry.pk), {"galler": "2023"}, follow=True
    )
    assert messages(answer) == ["Klart: Bokslutet är klart, 2023."]
    user = demo.user(Role.DIRECTOR)
    assert f"Klart 20 februari 2024, {user}" in words(answer)


@pytest.mark.parametrize("year", ["", "abc", "99999", "1"])
def test_a_year_that_is_none_marks_nothing(demo: Demo, director: Client, year: str) -> None:
    entry = make.WheelEntryFactory(federation=demo.federation)
    answer = director.post(demo.url("wheel_entry_done", pk=entry.pk), {"galler": year}, follow=True)
    assert messages(answer) == ["Det är inget år som förbundet kan ha."]
    assert not WheelMark.objects.exists()


def test_a_later_day_than_the_laws_is_told_at_the_field_and_nothing_is_lost(
    demo: Demo, director: Client
) -> None:
    url = demo.url("wheel_law", law="plan")
    data = form_data(director.get(url), day="24", month="12", responsible="board", note="Som vi brukar")
    answer = director.post(url, data)
    assert answer.status_code == 422
    assert errors(answer)["day"][0].startswith("Lagen säger senast den 30 november")
    assert 'value="Som vi brukar"' in answer.content.decode()
    assert director.post(url, {**data, "month": "11"}).status_code == 302
    assert WheelEntry.objects.get().responsible == "board"


def test_a_law_day_that_the_law_does_not_have_is_no_page(demo: Demo, director: Client) -> None:
    assert director.get(demo.url("wheel_law", law="semester")).status_code == 404


def test_a_hidden_occasion_is_out_of_the_wheel_and_can_be_brought_back(demo: Demo, director: Client) -> None:
    entry = make.WheelEntryFactory(
        federation=demo.federation, title="Lärkvingen", year_offset=0, is_active=False
    )
    answer = director.get(demo.url("year_wheel"))
    assert f'id="own-{entry.pk}-2023"' not in answer.content.decode()
    assert "Dolda Lärkvingen" in words(answer)
    assert "Lärkvingen" not in words(demo.client(Role.BOARD).get(demo.url("year_wheel")))


def test_the_usual_times_are_shown_before_they_are_added(demo: Demo, director: Client) -> None:
    url = demo.url("wheel_usual")
    assert "Bokslutet är klart 15 februari 2024 Ekonom" in words(director.get(url))
    assert not WheelEntry.objects.exists()
    assert errors(director.post(url, {})) == {"usual": ["Kryssa för minst en tidpunkt."]}
    answer = director.post(url, {"usual": ["bokslut", "revision"]}, follow=True)
    assert messages(answer) == ["Årshjulet har fått två tidpunkter."]
    assert "Bokslutet är klart 15 februari 2024 Ekonom Finns redan i årshjulet" in words(director.get(url))


def test_a_removed_own_day_leaves_the_laws(demo: Demo, director: Client) -> None:
    entry = services.save_law_day(federation=demo.federation, law="plan", month=11, day=1)
    url = demo.url("wheel_entry_remove", pk=entry.pk)
    page = director.get(url)
    assert "Lagens egen dag gäller då igen" in words(page)
    assert director.post(url, form_data(page)).status_code == 302
    assert not WheelEntry.objects.exists()


SECRET = "Lärkvingens hemlighet"


def test_a_review_of_a_plan_is_not_told_to_those_who_may_not_read_it(demo: Demo) -> None:
    document: Document = demo.federation.documents.get(year=2023)
    make.ReviewRoundFactory(document=document, due=date(2022, 10, 14))
    told = "Synpunkter på verksamhetsplan 2023 lämnas"
    url = demo.url("year_wheel", year=2022)
    seen = {
        role: told in words(demo.client(role).get(url)) for role in (Role.REVIEWER, Role.INITIATIVE_OWNER)
    }
    assert seen == {Role.REVIEWER: True, Role.INITIATIVE_OWNER: False}
    Document.objects.filter(pk=document.pk).update(status=Document.Status.DRAFT)
    seen = {role: told in words(demo.client(role).get(url)) for role in (Role.REVIEWER, Role.BOARD)}
    assert seen == {Role.REVIEWER: False, Role.BOARD: True}


def test_no_views_are_waited_for_once_the_board_has_decided(demo: Demo) -> None:
    """Also when nobody has closed the round."""
    document: Document = demo.federation.documents.get(year=2023)
    make.ReviewRoundFactory(document=document, due=date(2022, 12, 1))

    def waited_for() -> list[bool]:
        found = occasions_of(demo.federation, [2023], date(2022, 11, 1))
        return [not each.is_done for each in found if each.kind is Kind.REVIEW]

    assert waited_for() == [True]
    decide(document)
    assert waited_for() == [False]


def test_a_plan_that_is_taken_back_asks_for_no_notice(demo: Demo) -> None:
    def asked() -> list[str]:
        found = occasions_of(demo.federation, [2022, 2023], date(2022, 11, 1))
        return [each.key for each in found if each.kind is Kind.NOTICE]

    document: Document = demo.federation.documents.get(year=2023)
    assert asked() == [f"notice-{document.meeting_id}"]
    for status in (Document.Status.DRAFT, Document.Status.IN_REVIEW):
        Document.objects.filter(pk=document.pk).update(status=status)
        assert asked() == [], status


def test_a_federations_wheel_holds_nothing_of_anothers(demo: Demo, director: Client) -> None:
    other = make.WheelEntryFactory(title=SECRET, year_offset=0)
    make.MeetingFactory(federation=other.federation, held_on=date(2023, 5, 5), place=SECRET)
    assert SECRET not in words(director.get(demo.url("year_wheel")))


def test_the_years_page_costs_as_much_for_thirty_as_for_one(db: None, django_assert_num_queries: Any) -> None:
    federation = make.FederationFactory()
    client = signed_in(make.MandateFactory(federation=federation).user)
    url = f"/{federation.slug}/2023/arshjul/"
    client.get(url)
    for size in (1, 30):
        for number in range(size):
            entry = make.WheelEntryFactory(federation=federation, title=f"{size} {number}")
            make.WheelMarkFactory(entry=entry)
            make.MeetingFactory(federation=federation, held_on=date(2023, 1 + size // 15, 1 + number))
            document = make.DocumentFactory(federation=federation, year=2023, version=size * 100 + number)
            make.ReviewRoundFactory(document=document)
        with django_assert_num_queries(19):
            assert client.get(url).status_code == 200


@time_machine.travel("2022-11-28", tick=False)
def test_a_consultation_that_is_held_is_done_first_when_the_plan_tells_of_it(federation: Federation) -> None:
    meeting = make.MeetingFactory(
        federation=federation, kind=Meeting.Kind.CONSULTATION, held_on=date(2022, 11, 28)
    )
    member = make.MemberFactory(federation=federation, from_year=2004)
    plan = make.DocumentFactory(federation=federation, year=2023)

    def state(today: date) -> State:
        found = occasions_of(federation, (2023,), today)
        return next(each.state(today) for each in found if each.law == "samrad")

    def recorded(document: Document) -> bool:
        standings = lifecycle.standing(lifecycle.goal_of(document.status), standing_facts(document))
        keys = ("consulted", "summary", "heard")
        return all(each.is_met for each in standings if each.requirement.key in keys)

    assert (state(date(2022, 11, 27)), state(date(2022, 11, 28))) == (State.AHEAD, State.HELD)
    assert state(date(2022, 12, 1)) is State.HELD
    for change in ({"consultation": meeting}, {"consultation_summary": "Medlemmarna är eniga."}):
        Document.objects.filter(pk=plan.pk).update(**change)
        plan.refresh_from_db()
        assert (state(date(2022, 11, 28)), recorded(plan)) == (State.HELD, False)
    MemberStatement.objects.create(document=plan, member=member)
    assert (state(date(2022, 11, 28)), recorded(plan)) == (State.DONE, True)
    make.MemberFactory(federation=federation, from_year=2004)
    assert (state(date(2022, 11, 28)), recorded(plan)) == (State.HELD, False)


@time_machine.travel("2022-11-20", tick=False)
def test_who_is_reminded_of_a_consultation_that_is_held_is_told_to_record_it(federation: Federation) -> None:
    make.MeetingFactory(federation=federation, kind=Meeting.Kind.CONSULTATION, held_on=date(2022, 11, 18))
    make.DocumentFactory(federation=federation, year=2023)
    found = to_remind_of(
        occasions_of(federation, (2023,), date(2022, 11, 20)), date(2022, 11, 20), 14, own_roles=None
    )
    told = {each.law: description(each, date(2022, 11, 20)).splitlines()[0] for each in found}
    assert told["samrad"] == "Hållet. Det återstår att anteckna."
    late = occasions_of(federation, (2023,), date(2022, 12, 5))
    assert "samrad" not in {each.law for each in to_remind_of(late, date(2022, 12, 5), 14, own_roles=None)}
