"""A decision's record: who took part, with which reservations, and that it stays once something rests on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from finsam.swedish import NBSP
from members import services
from members.domain.decisions import DeciderFact, DecisionFact
from members.models import BoardSeat, Decision
from members.queries import decision_fact
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, form_data, words

pytestmark = pytest.mark.django_db
DAY = date(2022, 11, 25)


@pytest.fixture
def decision() -> Decision:
    """A decision of a board with a chair, a member and a deputy in office."""
    meeting = make.MeetingFactory(held_on=DAY)
    for kind, office in (("deputy", ""), ("member", ""), ("member", "chair")):
        make.BoardSeatFactory(
            federation=meeting.federation, kind=kind, office=office, term_start=date(2019, 4, 1)
        )
    found: Decision = make.DecisionFactory(meeting=meeting, minutes_ref="§ 47")
    return found


def seats(decision: Decision) -> list[BoardSeat]:
    return list(decision.meeting.federation.board_seats.order_by("pk"))


def save(decision: Decision, **changes: object) -> Decision:
    found: Decision = services.save_decision(
        federation=decision.meeting.federation, pk=decision.pk, revision=decision.revision, **changes
    )
    return found


def test_a_decision_tells_its_day_its_paragraph_its_deciders_and_their_reservations(
    decision: Decision,
) -> None:
    deputy, member, chair = seats(decision)

    saved = save(
        decision,
        reservations="Ville ha ett team till.",
        attendance={deputy.pk: "", member.pk: "reserved", chair.pk: "present"},
    )

    told = decision_fact(saved)
    assert told == DecisionFact(
        DAY,
        "§ 47",
        (
            DeciderFact(chair.holder, "Ordförande", chair.appointed_by.name),
            DeciderFact(member.holder, "Ledamot", member.appointed_by.name, has_reservation=True),
        ),
        "Ville ha ett team till.",
    )
    assert told.sentence == f"Fastställd av styrelsen den 25{NBSP}november 2022, § 47"
    assert saved.revision == decision.revision + 1


def test_changed_deciders_alone_are_a_new_revision(decision: Decision) -> None:
    saved = save(decision, attendance={seats(decision)[2].pk: "present"})

    assert saved.revision == decision.revision + 1
    assert save(saved, attendance={seats(decision)[2].pk: "present"}).revision == saved.revision


def test_only_those_in_office_that_day_take_part(decision: Decision) -> None:
    later = make.BoardSeatFactory(federation=decision.meeting.federation, term_start=date(2022, 11, 26))

    with pytest.raises(ValidationError, match="En av deltagarna satt inte i styrelsen den 25"):
        save(decision, attendance={later.pk: "present"})

    assert not decision.participants.exists()


@pytest.mark.parametrize(
    ("how", "text", "told"),
    [
        ("reserved", " ", "Skriv reservationen som den står i protokollet."),
        ("present", "Ville annat.", "Ange också vem som reserverade sig."),
    ],
)
def test_a_reservation_has_a_text_and_someone_who_made_it(
    decision: Decision, how: str, text: str, told: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        save(decision, reservations=text, attendance={seats(decision)[0].pk: how})

    assert refused.value.message_dict == {"reservations": [told]}
    decision.refresh_from_db()
    assert decision.reservations == ""


def test_what_is_printed_of_a_sealed_decision_stays(decision: Decision) -> None:
    deputy, member, chair = seats(decision)
    save(decision, attendance={chair.pk: "present"})
    sealed = services.seal_decision(federation=decision.meeting.federation, pk=decision.pk)

    for changes in (
        {"attendance": {chair.pk: "present", member.pk: "present"}},
        {"attendance": {}},
        {"reservations": "Efteråt"},
    ):
        with pytest.raises(ValidationError, match="Deltagare och reservationer kan inte ändras"):
            save(sealed, **changes)
    with pytest.raises(ValidationError, match="Möte och paragraf kan inte ändras"):
        save(sealed, minutes_ref="§ 48")

    assert save(sealed, outcome="Enligt förslaget.", attendance={chair.pk: "present"}).outcome
    with pytest.raises(ValidationError, match="går inte att ta bort"):
        services.remove_board_seat(federation=chair.federation, pk=chair.pk, revision=None)
    assert deputy.federation.board_seats.count() == 3


def test_line_breaks_of_a_browser_change_nothing_that_is_sealed(decision: Decision) -> None:
    chair = seats(decision)[2]
    save(decision, reservations="Ville vänta.\nVille annat.", attendance={chair.pk: "reserved"})
    sealed = services.seal_decision(federation=decision.meeting.federation, pk=decision.pk)
    sent = {"reservations": "Ville vänta.\r\nVille annat.", "attendance": {chair.pk: "reserved"}}
    assert save(sealed, subject="Planen", **sent).subject == "Planen"


class TestThePage:
    @pytest.fixture
    def client(self, decision: Decision, sign_in_as: Callable[..., Client]) -> Client:
        return sign_in_as(decision.meeting.federation)

    @pytest.fixture
    def url(self, decision: Decision) -> str:
        federation = decision.meeting.federation
        return reverse("decision", kwargs={"slug": federation.slug, "year": 2023, "pk": decision.pk})

    def test_members_of_the_board_are_proposed_and_deputies_not(
        self, client: Client, url: str, decision: Decision
    ) -> None:
        _, member, chair = seats(decision)
        page = client.get(url)

        assert f"{chair.holder} Ordförande, {chair.appointed_by.name}" in words(page)
        client.post(url, form_data(page))

        assert {each.seat for each in decision.participants.all()} == {member, chair}

    def test_a_reservation_without_words_is_refused_at_its_field(
        self, client: Client, url: str, decision: Decision
    ) -> None:
        seat = f"seat_{seats(decision)[1].pk}"

        answer = client.post(url, form_data(client.get(url), **{seat: "reserved"}))

        assert answer.status_code == 422
        assert errors(answer) == {"reservations": ["Skriv reservationen som den står i protokollet."]}
        assert answer.context["form"][seat].value() == "reserved"

    def test_the_second_of_two_is_told_who_took_part_as_the_first_saw_it(
        self, client: Client, url: str, decision: Decision
    ) -> None:
        seat = seats(decision)[0]
        mine = form_data(client.get(url), **{f"seat_{seat.pk}": "present"})
        client.post(url, form_data(client.get(url)))

        answer = client.post(url, mine)

        assert answer.status_code == 409
        assert [
            (each["label"], each["saved"], each["mine"]) for each in answer.context["conflict"]["fields"]
        ] == [(seat.holder, "–", "Deltog")]

    def test_nobody_is_proposed_once_something_is_adopted_by_it(
        self, client: Client, url: str, decision: Decision
    ) -> None:
        """Or a decision of which nobody was recorded could not be saved as it stands."""
        sealed = services.seal_decision(federation=decision.meeting.federation, pk=decision.pk)
        opened = client.get(url)
        assert {field.value() for field in opened.context["form"].seats} == {""}
        assert client.post(url, form_data(opened, subject="Planen")).status_code == 302
        assert not sealed.participants.exists()

    def test_a_consultation_has_no_deciders(self, demo: Demo) -> None:
        meeting = demo.federation.meetings.get(kind="consultation")
        noted = make.DecisionFactory(meeting=meeting)

        assert not demo.client().get(demo.url("decision", pk=noted.pk)).context["form"].seats
