"""The board carried into a new term: who may come along, and what stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from members.board_terms import carry_seats
from members.domain.terms import HeldSeat, carried, proposed_term
from members.models import BoardSeat, Federation, Role
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import errors, form_data, messages, words

NEW_YEAR = date(2027, 1, 1)


def seat(pk: int, **changes: Any) -> HeldSeat:
    """A member's seat of the term 2023–2026."""
    facts: dict[str, Any] = {
        "pk": pk,
        "member": 1,
        "member_name": "Säters kommun",
        "member_from": 2006,
        "member_until": None,
        "kind": "member",
        "office": "",
        "holder": f"Ledamot {pk}",
        "starts": date(2023, 1, 1),
        "ends": NEW_YEAR,
    }
    return HeldSeat(**{**facts, **changes})


def obstacles(*seats: HeldSeat, start: date = NEW_YEAR) -> dict[int, str]:
    """What stands in the way of each seat that is held the day before."""
    return {each.seat.pk: each.obstacle.replace("\u00a0", " ") for each in carried(seats, start)}


def test_seats_held_the_day_before_may_come_along_and_others_are_not_offered() -> None:
    over = seat(2, ends=date(2026, 12, 31))
    assert obstacles(seat(1), over, seat(3, starts=NEW_YEAR, ends=None, holder="Ny")) == {1: ""}


def test_a_seat_does_not_come_along_when_it_runs_on_or_its_member_leaves() -> None:
    assert obstacles(
        seat(1, ends=None),
        seat(2, ends=date(2027, 4, 1)),
        seat(3, member_until=2027),
        seat(4, member_from=2028),
    ) == {
        1: "Uppdraget gäller tills vidare. Ange när det slutar, om det ska börja om.",
        2: "Uppdraget gäller till den 1 april 2027.",
        3: "Säters kommun är inte medlem 2027.",
        4: "Säters kommun är inte medlem 2027.",
    }


def test_one_who_has_a_seat_in_the_new_term_does_not_get_another() -> None:
    new = seat(2, holder="Ledamot 1", starts=date(2027, 2, 1), ends=None)
    assert obstacles(seat(1), new) == {1: "Har redan en plats från den 1 februari 2027."}
    assert obstacles(seat(1), seat(2, holder="Ledamot 1", starts=NEW_YEAR, ends=None, kind="deputy")) == {
        1: ""
    }


def test_the_term_proposed_follows_and_is_as_long_as_the_one_before() -> None:
    assert proposed_term([seat(1)], 2026) == (NEW_YEAR, date(2031, 1, 1))
    assert proposed_term([seat(1)], 2027) is None
    assert proposed_term([seat(1, ends=None)], 2026) is None
    assert proposed_term([seat(1, starts=date(2020, 2, 29), ends=date(2024, 2, 29))], 2024) == (
        date(2024, 2, 29),
        date(2028, 2, 29),
    )
    assert proposed_term([seat(1, starts=date(2021, 2, 28), ends=date(2024, 2, 29))], 2024) == (
        date(2024, 2, 29),
        date(2027, 2, 28),
    )


# --- The page ---------------------------------------------------------------------------------------------


@pytest.fixture
def federation(db: None) -> Federation:
    """A federation whose board, a chair and a deputy, sits until the end of 2026."""
    federation = make.FederationFactory()
    member = make.MemberFactory(federation=federation, name="Säters kommun")
    for kind, office, holder in (("member", "chair", "Maj Ordförande"), ("deputy", "", "Sven Ersättare")):
        make.BoardSeatFactory(
            federation=federation,
            appointed_by=member,
            kind=kind,
            office=office,
            holder=holder,
            term_end=NEW_YEAR,
        )
    return federation


@pytest.fixture
def director(federation: Federation) -> Client:
    """Its director."""
    return signed_in(make.MandateFactory(federation=federation, role=Role.DIRECTOR).user)


def page_url(federation: Federation, year: int = 2026) -> str:
    """The page in a year."""
    return reverse("board_term", kwargs={"slug": federation.slug, "year": year})


def terms(federation: Federation) -> list[tuple[str, str, str, date, date | None]]:
    """Every seat of the federation, the oldest first."""
    return list(
        federation.board_seats.order_by("pk").values_list(
            "holder", "kind", "office", "term_start", "term_end"
        )
    )


OLD = [
    ("Maj Ordförande", "member", "chair", date(2023, 1, 1), NEW_YEAR),
    ("Sven Ersättare", "deputy", "", date(2023, 1, 1), NEW_YEAR),
]


def test_the_whole_board_is_carried_in_one_step_and_the_old_term_stays(
    federation: Federation, director: Client
) -> None:
    page = director.get(page_url(federation))
    assert "Platserna från 1 januari 2027 Mandat till 1 januari 2031 (inte med)" in words(page)
    answer = director.post(page_url(federation), form_data(page), follow=True)
    assert messages(answer) == ["Två platser i styrelsen från den 1\u00a0januari 2027."]
    assert terms(federation) == OLD + [
        (holder, kind, office, NEW_YEAR, date(2031, 1, 1)) for holder, kind, office, _, _ in OLD
    ]
    assert "Maj Ordförande" in words(answer)


def test_a_chosen_seat_comes_along_with_another_holder_and_without_its_office(
    federation: Federation, director: Client
) -> None:
    chair, deputy = federation.board_seats.order_by("pk")
    page = director.get(page_url(federation))
    sent = form_data(page, **{f"namn_{chair.pk}": "Per Ny"})
    for name in (f"kommer_{deputy.pk}", "with_offices"):
        del sent[name]
    assert director.post(page_url(federation), sent).status_code == 302
    assert terms(federation) == [*OLD, ("Per Ny", "member", "", NEW_YEAR, date(2031, 1, 1))]


def test_wrong_days_no_seat_and_no_name_are_told_where_they_are_and_nothing_is_written(
    federation: Federation, director: Client
) -> None:
    url, chair = page_url(federation), federation.board_seats.earliest("pk")
    assert director.get(url, {"term_start": "fel", "term_end": ""}).status_code == 422
    turned = director.get(url, {"term_start": "2027-01-01", "term_end": "2026-01-01"})
    assert errors(turned) == {"term_end": ["Perioden ska sluta efter att den har börjat."]}
    page = director.get(url)
    nobody = {name: value for name, value in form_data(page).items() if not name.startswith("kommer_")}
    assert errors(director.post(url, nobody)) == {"": ["Välj minst en plats som ska med."]}
    nameless = director.post(url, form_data(page, **{f"namn_{chair.pk}": " "}))
    assert errors(nameless) == {
        f"namn_{chair.pk}": ["Skriv vem som har platsen, eller ta inte med den."],
    }
    assert terms(federation) == OLD


def test_the_second_of_two_who_carry_the_board_is_told_and_nobody_gets_two_seats(
    federation: Federation, director: Client
) -> None:
    sent = form_data(director.get(page_url(federation)))
    assert director.post(page_url(federation), sent).status_code == 302
    again = director.post(page_url(federation), sent)
    assert (again.status_code, len(terms(federation))) == (422, 4)
    assert "Har redan en plats från den 1 januari 2027." in words(again)


def test_a_seat_of_another_federation_or_another_term_is_refused_whole(federation: Federation) -> None:
    own = federation.board_seats.earliest("pk")
    for other in (make.BoardSeatFactory(term_end=NEW_YEAR), make.BoardSeatFactory(federation=federation)):
        with pytest.raises(ValidationError):
            carry_seats(
                federation=federation,
                term_start=NEW_YEAR,
                term_end=None,
                holders={own.pk: "Maj Ordförande", other.pk: "Någon"},
                with_offices=True,
            )
    assert not BoardSeat.objects.filter(term_start=NEW_YEAR).exists()


def test_days_when_nobody_sits_say_what_to_do(federation: Federation, director: Client) -> None:
    page = director.get(page_url(federation), {"term_start": "2030-01-01", "term_end": ""})
    assert "Ingen sitter i styrelsen dagen före 1 januari 2030" in words(page)
