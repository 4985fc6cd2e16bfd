"""What a member was called in a year: the region of Dalarna was Landstinget Dalarna until 2019."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from finsam.scope import Scope
from members.models import Federation, Member, Role
from members.queries import board_on, decision_fact, federation_facts, share_history
from members.services import save_former_name
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import form_data, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Member:
    """A region that has had its name since 2019, and was called two other things before."""
    region = make.MemberFactory(name="Region Dalarna", party_group="region")
    make.FormerNameFactory(member=region, name="Landstinget Dalarna", until_year=2019)
    make.FormerNameFactory(member=region, name="Kopparbergs läns landsting", until_year=2011)
    return region


def called(federation: Federation, year: int) -> list[str]:
    return [member.name for member in Scope(federation.pk, year).facts(federation_facts).members]


def test_a_member_is_called_in_each_year_what_it_was_called_then(region: Member) -> None:
    names = {year: called(region.federation, year) for year in (2010, 2011, 2018, 2019, 2026)}

    assert names == {
        2010: ["Kopparbergs läns landsting"],
        2011: ["Landstinget Dalarna"],
        2018: ["Landstinget Dalarna"],
        2019: ["Region Dalarna"],
        2026: ["Region Dalarna"],
    }


def test_the_one_who_pays_for_it_names_it_as_it_was_then(region: Member) -> None:
    payer = make.MemberFactory(federation=region.federation, name="Staten")
    region.paid_by = payer
    region.save()

    facts = Scope(region.federation_id, 2018).facts(federation_facts)

    assert [each.paying_name for each in facts.members if each.pk == payer.pk] == [
        "Staten med Landstinget Dalarna"
    ]


def test_shares_seats_and_deciders_are_of_the_member_as_it_was_called(region: Member) -> None:
    federation = region.federation
    for year in (2018, 2019):
        make.ShareFactory(
            share_set=make.ShareSetFactory(federation=federation, year=year), member=region, percent=100
        )
    seat = make.BoardSeatFactory(federation=federation, appointed_by=region, term_start=date(2015, 4, 1))
    decision = make.DecisionFactory(
        meeting=make.MeetingFactory(federation=federation, held_on=date(2018, 3, 16))
    )
    decision.participants.create(seat=seat)

    shares = {each.year: each.shares[0].member.name for each in share_history(federation.pk)}
    seats = [board_on(federation.pk, date(year, 3, 15)).seats[0].member for year in (2018, 2019)]

    assert shares == {2018: "Landstinget Dalarna", 2019: "Region Dalarna"}
    assert seats == ["Landstinget Dalarna", "Region Dalarna"]
    assert [each.appointed_by for each in decision_fact(decision).deciders] == ["Landstinget Dalarna"]


def test_a_name_that_ended_before_the_member_joined_is_refused(region: Member) -> None:
    with pytest.raises(ValidationError, match="Medlemmen är med från 2006"):
        save_former_name(federation=region.federation, member=region, name="Länet", until_year=2006)


def test_two_names_cannot_end_in_the_same_year(region: Member) -> None:
    with pytest.raises(ValidationError, match="har redan ett namn som gällde till det året"):
        save_former_name(federation=region.federation, member=region, name="Länet", until_year=2019)


def test_a_former_name_is_added_on_the_members_page_and_shown_in_the_years_it_was_used() -> None:
    member = make.MemberFactory(name="Region Provbygden")
    user = make.MandateFactory(federation=member.federation, role=Role.FINANCE).user
    client, start = signed_in(user), f"/{member.federation.slug}"
    address = f"{start}/2023/medlemmar/medlem/{member.pk}/namn/ny/"
    typed = form_data(client.get(address), name="Landstinget Provbygden", until_year="2019")

    answer = client.post(address, typed, follow=True)

    assert "Sparat: Landstinget Provbygden (till 2019)." in words(answer)
    assert "Landstinget Provbygden till 2019" in words(answer)
    assert "Landstinget Provbygden Kommun" in words(client.get(f"{start}/2018/medlemmar/"))
    assert "Region Provbygden Kommun" in words(client.get(f"{start}/2019/medlemmar/"))


def test_a_member_of_another_federation_has_no_such_page(region: Member) -> None:
    user = make.MandateFactory(role=Role.DIRECTOR).user
    slug = user.mandates.get().federation.slug

    assert signed_in(user).get(f"/{slug}/2023/medlemmar/medlem/{region.pk}/namn/ny/").status_code == 404
