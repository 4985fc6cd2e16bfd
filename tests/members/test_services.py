"""Writes of members' data: what is refused and how it is said, and that each leaves its trace in the change log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from auditlog.context import set_actor
from django.core.exceptions import ValidationError
from django.db import models

from finsam.revisions import EditConflict
from finsam.scope import Scope
from members import services
from members.models import (
    BoardSeat,
    ChangeLogEntry,
    Decision,
    Federation,
    Mandate,
    Meeting,
    Member,
    Role,
    Share,
    ShareSet,
    User,
)
from members.queries import share_facts
from tests import factories as make

pytestmark = pytest.mark.django_db

PARTIES = (
    ("Försäkringskassan", "state", "50"),
    ("Region Dalarna", "region", "25"),
    ("Avesta kommun", "municipality", "11"),
    ("Hedemora kommun", "municipality", "8"),
    ("Säters kommun", "municipality", "6"),
)
"""The paying members and their shares: note 1 of "Verksamhetsplan och budget år 2023" of Södra Dalarna."""


def slug(name: str) -> str:
    """The first word of the name, as it stands in an address: "saters"."""
    return name.split()[0].lower().translate(str.maketrans("åäö", "aao"))


@pytest.fixture
def federation() -> Federation:
    """A federation with the parties of Södra Dalarna."""
    federation: Federation = make.FederationFactory(short_name="Södra Dalarna")
    for name, group, _ in PARTIES:
        make.MemberFactory(federation=federation, name=name, slug=slug(name), party_group=group)
    return federation


def percents(federation: Federation, **changed: str) -> dict[int, Decimal]:
    """The shares of note 1, some of them changed."""
    wanted = {slug(name): percent for name, _, percent in PARTIES} | changed
    return {member.pk: Decimal(wanted[member.slug]) for member in federation.members.filter(slug__in=wanted)}


def refusal(act: Callable[[], Any]) -> list[str]:
    """What is said when it is refused; nothing is written."""
    before = [
        list(model._base_manager.values())
        for model in (Member, ShareSet, Share, BoardSeat, Meeting, Decision)
    ]
    with pytest.raises(ValidationError) as raised:
        act()
    after = [
        list(model._base_manager.values())
        for model in (Member, ShareSet, Share, BoardSeat, Meeting, Decision)
    ]
    assert after == before
    return raised.value.messages


# --- Shares ---------------------------------------------------------------------------------------------------------


def save_shares(federation: Federation, **changed: str) -> ShareSet:
    return services.save_shares(
        federation=federation, year=2023, revision=None, percents=percents(federation, **changed)
    )


def test_shares_are_kept_to_the_hundredth(federation: Federation) -> None:
    saved = save_shares(federation, avesta="11.01", hedemora="7.99")
    assert [share.percent for share in saved.shares.all()] == [
        Decimal(each) for each in ("50.00", "25.00", "11.01", "7.99", "6.00")
    ]


@pytest.mark.parametrize(
    ("avesta", "message"),
    [
        ("10.9", "Andelarna blir 99,9\u00a0% tillsammans, inte 100 %: 0,1\u00a0% saknas."),
        ("11.01", "Andelarna blir 100,01\u00a0% tillsammans, inte 100 %: 0,01\u00a0% för mycket."),
        ("0", "Andelarna blir 89\u00a0% tillsammans, inte 100 %: 11\u00a0% saknas."),
    ],
)
def test_shares_that_do_not_add_up_are_refused_with_what_is_missing(
    federation: Federation, avesta: str, message: str
) -> None:
    assert refusal(lambda: save_shares(federation, avesta=avesta)) == [message]


def test_a_negative_share_is_refused_though_the_sum_is_whole(federation: Federation) -> None:
    assert refusal(lambda: save_shares(federation, avesta="-1", hedemora="20")) == [
        "En andel kan inte vara negativ."
    ]


def test_a_share_above_the_whole_is_refused_though_the_sum_is_whole(federation: Federation) -> None:
    changed = {
        "forsakringskassan": "100.01",
        "region": "-0.01",
        "avesta": "0",
        "hedemora": "0",
        "saters": "0",
    }
    assert "En andel kan inte vara större än 100 %." in refusal(lambda: save_shares(federation, **changed))


def test_a_share_of_three_decimals_is_refused(federation: Federation) -> None:
    changed = {"avesta": "11.001", "hedemora": "7.999"}
    assert len(refusal(lambda: save_shares(federation, **changed))) == 1


def test_one_who_does_not_pay_has_no_share(federation: Federation) -> None:
    payer = federation.members.get(slug="forsakringskassan")
    paid = make.MemberFactory(
        federation=federation, name="Arbetsförmedlingen", party_group="state", paid_by=payer
    )
    left = make.MemberFactory(federation=federation, until_year=2023)
    stranger = make.MemberFactory()
    for member in (paid, left, stranger):
        given = {payer.pk: Decimal(90), member.pk: Decimal(10)}
        message = refusal(
            lambda given=given: services.save_shares(
                federation=federation, year=2023, revision=None, percents=given
            )
        )
        assert message == ["1 av medlemmarna betalar ingen andel i förbundet 2023."]


def test_shares_are_one_thing_to_its_editors(federation: Federation) -> None:
    """A changed share makes the set new, so that the second of two editors is told."""
    first = save_shares(federation)
    changed = percents(federation, avesta="12", hedemora="7")
    second = services.save_shares(federation=federation, year=2023, revision=first.revision, percents=changed)
    assert second.revision == first.revision + 1
    with pytest.raises(EditConflict) as conflict:
        services.save_shares(
            federation=federation, year=2023, revision=first.revision, percents=percents(federation)
        )
    assert conflict.value.current.revision == second.revision
    assert Share.objects.get(share_set=second, member__slug="avesta").percent == 12
    again = services.save_shares(federation=federation, year=2023, revision=second.revision, percents=changed)
    assert again.revision == second.revision, "nothing changed, so nothing is new"


def test_the_shares_of_note_1_are_read_with_the_law_that_divides_them(federation: Federation) -> None:
    save_shares(federation)
    facts = share_facts(Scope(federation.pk, 2023))
    assert facts is not None
    assert [(share.member.name, share.percent) for share in facts.shares] == [
        (name, Decimal(percent)) for name, _, percent in PARTIES
    ]
    assert sorted(facts.statutory) == [("municipality", 25), ("region", 25), ("state", 50)]
    assert facts.source.startswith("5 § lagen (2003:1210)")


def test_a_municipality_outside_a_region_follows_another_paragraph(federation: Federation) -> None:
    """5 a § of the law: the state a half, the municipality a half."""
    save_shares(federation)
    federation.save_next(funding_rule=Federation.FundingRule.HALF_HALF)
    facts = share_facts(Scope(federation.pk, 2023))
    assert facts is not None
    assert sorted(facts.statutory) == [("municipality", 50), ("state", 50)]
    assert facts.source.startswith("5 a § lagen (2003:1210)")


def test_the_law_is_the_one_in_force_in_the_year(federation: Federation) -> None:
    """A change of the law is a new row, from a year on; invented figures."""
    from members.models import StatutoryShare

    save_shares(federation)
    StatutoryShare.objects.filter(paragraph="5 §").update(until_year=2030)
    StatutoryShare.objects.create(
        paragraph="5 §", party_group="state", percent=Decimal(60), from_year=2030, source="5 § en ny lag"
    )
    make.ShareSetFactory(federation=federation, year=2030)
    facts = [share_facts(Scope(federation.pk, year)) for year in (2023, 2030)]
    assert [len(each.statutory) if each else 0 for each in facts] == [3, 1]


# --- Members, seats, meetings ---------------------------------------------------------------------------------------


def test_a_short_name_stands_for_one_member(federation: Federation) -> None:
    assert refusal(
        lambda: services.save_member(
            federation=federation, name="Avesta", slug="avesta", party_group="municipality", from_year=2023
        )
    ) == ["Det finns redan en medlem med det kortnamnet."]


def test_the_same_short_name_may_stand_in_two_federations(federation: Federation) -> None:
    other = make.FederationFactory()
    saved = services.save_member(
        federation=other, name="Avesta", slug="avesta", party_group="municipality", from_year=2023
    )
    assert saved.federation == other


def test_a_membership_ends_after_it_begins(federation: Federation) -> None:
    for until in (2022, 2023):
        assert refusal(
            lambda until=until: services.save_member(
                federation=federation,
                name="X",
                slug="x",
                party_group="region",
                from_year=2023,
                until_year=until,
            )
        ) == ["Slutåret ska vara senare än startåret."]


@pytest.mark.parametrize("year", [20233, 1899, 2003, 2101, -1])
def test_a_year_that_no_federation_can_have_is_refused(federation: Federation, year: int) -> None:
    assert "Året ska vara ett årtal mellan 2004 och 2100." in refusal(
        lambda: services.save_member(
            federation=federation, name="X", slug="x", party_group="region", from_year=year
        )
    )


def test_members_do_not_pay_for_one_another_in_a_circle(federation: Federation) -> None:
    """One pays for another (5 §: Försäkringskassan for Arbetsförmedlingen); the payer pays itself."""
    payer = federation.members.get(slug="forsakringskassan")
    paid = make.MemberFactory(
        federation=federation, name="Arbetsförmedlingen", party_group="state", paid_by=payer
    )
    third = federation.members.get(slug="region")

    def pay(member: Member, by: Member) -> Callable[[], Any]:
        return lambda: services.save_member(
            federation=federation, pk=member.pk, revision=member.revision, paid_by=by
        )

    assert refusal(pay(payer, payer)) == ["En medlem kan inte betalas av sig själv."]
    assert refusal(pay(payer, paid)) == [
        "Arbetsförmedlingen betalas själv av en annan medlem. Välj den som betalar."
    ]
    assert refusal(pay(third, paid)) == [
        "Arbetsförmedlingen betalas själv av en annan medlem. Välj den som betalar."
    ]
    message = "Försäkringskassan betalar för Arbetsförmedlingen och kan inte själv betalas av en annan."
    assert refusal(pay(payer, third)) == [message]


def test_an_office_is_held_by_a_member_of_the_board(federation: Federation) -> None:
    """15 § of the law: the chair and vice chairs are chosen among the members."""
    for office in ("chair", "vice_chair"):
        assert refusal(
            lambda office=office: services.save_board_seat(
                federation=federation,
                appointed_by=federation.members.first(),
                kind="deputy",
                office=office,
                holder="Sven",
                term_start=date(2023, 4, 1),
            )
        ) == ["Ordförande och vice ordförande väljs bland ledamöterna, inte ersättarna."]


@pytest.mark.parametrize("save", [services.save_board_seat, services.save_auditor])
def test_a_term_ends_after_it_begins(federation: Federation, save: Callable[..., Any]) -> None:
    kind = {"kind": "member"} if save is services.save_board_seat else {}
    assert refusal(
        lambda: save(
            federation=federation,
            appointed_by=federation.members.first(),
            holder="Sven",
            term_start=date(2023, 4, 1),
            term_end=date(2023, 4, 1),
            **kind,
        )
    ) == ["Uppdraget ska sluta efter att det har börjat."]


def test_a_meeting_and_a_paragraph_stand_once(federation: Federation) -> None:
    """The board met on 25 November 2022: the plan's cover."""
    meeting = services.save_meeting(federation=federation, kind="board", held_on=date(2022, 11, 25))
    services.save_decision(federation=federation, meeting=meeting, minutes_ref="§ 47", subject="Budget 2023")
    assert refusal(
        lambda: services.save_meeting(federation=federation, kind="board", held_on=date(2022, 11, 25))
    ) == ["Det mötet finns redan."]
    assert refusal(
        lambda: services.save_decision(
            federation=federation, meeting=meeting, minutes_ref="§ 47", subject="Något annat"
        )
    ) == ["Paragrafen finns redan i protokollet från det mötet."]


def test_a_row_points_only_to_rows_of_its_own_federation(federation: Federation) -> None:
    stranger = make.MemberFactory()
    foreign_meeting = make.MeetingFactory()
    assert refusal(
        lambda: services.save_board_seat(
            federation=federation,
            appointed_by=stranger,
            kind="member",
            holder="S",
            term_start=date(2023, 4, 1),
        )
    ) == ["Välj något som hör till samma förbund."]
    assert refusal(
        lambda: services.save_decision(
            federation=federation, meeting=foreign_meeting, minutes_ref="§ 1", subject="S"
        )
    ) == ["Välj ett av förbundets egna möten."]
    assert refusal(
        lambda: services.save_member(federation=federation, pk=stranger.pk, revision=1, name="Kapad")
    ) == ["Raden hör till ett annat förbund."]
    assert refusal(lambda: services.remove_member(federation=federation, pk=stranger.pk, revision=1)) == [
        "Raden hör till ett annat förbund."
    ]


def test_a_member_with_shares_is_not_removed_and_it_is_said_what_holds_it(federation: Federation) -> None:
    save_shares(federation)
    member = federation.members.get(slug="avesta")
    make.BoardSeatFactory(federation=federation, appointed_by=member)
    message = "”Avesta kommun” går inte att ta bort, eftersom andelar och platser i styrelsen använder det."
    assert refusal(lambda: services.remove_member(federation=federation, pk=member.pk, revision=1)) == [
        f"{message} Ta bort eller ändra dem först."
    ]


def test_a_meeting_with_decisions_is_not_removed(federation: Federation) -> None:
    decision = make.DecisionFactory(
        meeting=make.MeetingFactory(federation=federation, held_on=date(2022, 11, 25))
    )
    message = "”Styrelsemöte 25\u00a0november 2022” går inte att ta bort, eftersom beslut använder det."
    assert refusal(
        lambda: services.remove_meeting(federation=federation, pk=decision.meeting.pk, revision=1)
    ) == [f"{message} Ta bort eller ändra dem först."]


# --- Roles ----------------------------------------------------------------------------------------------------------


def test_a_role_is_given_once_by_e_mail_address(federation: Federation) -> None:
    mandate = services.invite(
        federation=federation, email="Ny.Person@Provbygden.example", name="Ny Person", role=Role.BOARD
    )
    assert mandate.user.email == "ny.person@provbygden.example"
    assert not mandate.user.has_usable_password()
    known = {"federation": federation, "email": "ny.person@provbygden.EXAMPLE", "name": "Annan"}
    assert services.invite(**known, role=Role.FINANCE).user == mandate.user
    assert User.objects.get().name == "Ny Person"
    with pytest.raises(ValidationError, match="har redan rollen Ekonom i förbundet"):
        services.invite(**known, role=Role.FINANCE)


def test_one_who_is_new_needs_a_name(federation: Federation) -> None:
    with pytest.raises(ValidationError, match="får inte vara tomt"):
        services.invite(federation=federation, email="ny@provbygden.example", name="", role=Role.BOARD)
    assert not User.objects.exists()


def test_the_last_director_keeps_the_role(federation: Federation) -> None:
    first = make.MandateFactory(federation=federation)
    make.MandateFactory(role=Role.DIRECTOR)  # of another federation, which does not count
    with pytest.raises(ValidationError, match="Förbundet behöver minst en förbundschef"):
        services.revoke_role(federation=federation, pk=first.pk)
    second = make.MandateFactory(federation=federation)
    services.revoke_role(federation=federation, pk=first.pk)
    assert list(federation.mandates.all()) == [second]


def test_a_role_of_another_federation_is_not_taken_back(federation: Federation) -> None:
    foreign = make.MandateFactory(role=Role.BOARD)
    with pytest.raises(ValidationError, match="Rollen är redan borttagen"):
        services.revoke_role(federation=federation, pk=foreign.pk)
    assert Mandate.objects.filter(pk=foreign.pk).exists()


# --- The change log (LKBR 3 kap. 10–11 §) ---------------------------------------------------------------------------

CREATED, CHANGED, REMOVED = 0, 1, 2


def logged(row_class: type[models.Model]) -> list[tuple[int, Any, Any]]:
    """What is logged of a kind of row, oldest first: action, federation, who."""
    entries = ChangeLogEntry.objects.filter(content_type__model=row_class._meta.model_name).order_by("pk")
    return [(entry.action, entry.federation_id, entry.actor_id) for entry in entries]


@pytest.mark.parametrize(
    ("save", "remove", "row_class", "new", "changed"),
    [
        (
            services.save_member,
            services.remove_member,
            Member,
            {"name": "Norbergs kommun", "slug": "norberg", "party_group": "municipality", "from_year": 2023},
            {"name": "Norberg"},
        ),
        (
            services.save_board_seat,
            services.remove_board_seat,
            BoardSeat,
            {"appointed_by": "avesta", "kind": "member", "holder": "Disa", "term_start": date(2023, 4, 1)},
            {"office": "chair"},
        ),
        (
            services.save_auditor,
            services.remove_auditor,
            make.AuditorFactory._meta.model,
            {"appointed_by": "avesta", "holder": "Olga", "term_start": date(2023, 4, 1)},
            {"is_authorised": True},
        ),
        (
            services.save_meeting,
            services.remove_meeting,
            Meeting,
            {"kind": "board", "held_on": date(2022, 11, 25)},
            {"place": "Avesta"},
        ),
        (
            services.save_decision,
            services.remove_decision,
            Decision,
            {"meeting": "board", "minutes_ref": "§ 47", "subject": "Budget"},
            {"outcome": "Fastställs"},
        ),
    ],
    ids=["member", "seat", "auditor", "meeting", "decision"],
)
def test_each_write_is_logged_with_the_federation_and_who_did_it(
    federation: Federation,
    save: Callable[..., Any],
    remove: Callable[..., None],
    row_class: type[models.Model],
    new: dict[str, Any],
    changed: dict[str, Any],
) -> None:
    new = dict(new)
    if "appointed_by" in new:
        new["appointed_by"] = federation.members.get(slug=new["appointed_by"])
    if "meeting" in new:
        new["meeting"] = make.MeetingFactory(federation=federation)
    actor = make.UserFactory()
    before = len(logged(row_class))
    with set_actor(actor):
        row = save(federation=federation, **new)
        row = save(federation=federation, pk=row.pk, revision=row.revision, **changed)
        save(
            federation=federation, pk=row.pk, revision=row.revision, **changed
        )  # the same again: nothing to log
        remove(federation=federation, pk=row.pk, revision=row.revision)
    assert logged(row_class)[before:] == [
        (action, federation.pk, actor.pk) for action in (CREATED, CHANGED, REMOVED)
    ]


def test_each_changed_share_is_logged_with_what_it_was(federation: Federation) -> None:
    first = save_shares(federation)
    actor = make.UserFactory()
    before = ChangeLogEntry.objects.count()
    with set_actor(actor):
        services.save_shares(
            federation=federation,
            year=2023,
            revision=first.revision,
            percents=percents(federation, avesta="12", hedemora="7"),
        )
    entries = ChangeLogEntry.objects.filter(content_type__model="share", action=CHANGED).order_by("pk")
    assert [entry.changes for entry in entries] == [{"percent": ["11.00", "12"]}, {"percent": ["8.00", "7"]}]
    assert {(entry.federation_id, entry.actor_id) for entry in entries} == {(federation.pk, actor.pk)}
    assert ChangeLogEntry.objects.count() == before + 2


def test_changes_of_the_federation_and_of_roles_are_logged_and_no_password_is(federation: Federation) -> None:
    actor = make.UserFactory()
    with set_actor(actor):
        services.save_federation(
            federation=federation,
            pk=federation.pk,
            revision=federation.revision,
            area="Avesta, Hedemora, Säter",
        )
        mandate = services.invite(
            federation=federation, email="ny@provbygden.example", name="Ny", role=Role.BOARD
        )
        services.grant_role(federation=federation, user=mandate.user, role=Role.BOARD)
        services.revoke_role(federation=federation, pk=mandate.pk)
    assert logged(Federation)[-1] == (CHANGED, federation.pk, actor.pk)
    assert logged(Mandate) == [(CREATED, federation.pk, actor.pk), (REMOVED, federation.pk, actor.pk)]
    users = ChangeLogEntry.objects.filter(content_type__model="user")
    assert users.count() == 2
    assert not any("password" in (entry.changes or {}) for entry in users)


def test_a_refused_write_leaves_no_trace_in_the_log(federation: Federation) -> None:
    before = ChangeLogEntry.objects.count()
    refusal(lambda: save_shares(federation, avesta="10.9"))
    assert ChangeLogEntry.objects.count() == before
