"""Reads members' tables into frozen facts. Each loader says how many queries it costs, whatever the number of rows."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from finsam.periods import in_years
from finsam.scope import Scope
from members.domain.decisions import DeciderFact, DecisionFact, in_order
from members.domain.facts import (
    AuditorFact,
    BoardFacts,
    FederationFacts,
    MemberFact,
    SeatFact,
    ShareFact,
    ShareFacts,
)
from members.models import Auditor, BoardSeat, Decision, Federation, Member, ShareSet, StatutoryShare
from members.querysets import name_in


def member_facts(members: list[Member]) -> tuple[MemberFact, ...]:
    """Members as facts; those who are paid for by another in the list are named by the payer."""
    return tuple(
        MemberFact(
            pk=member.pk,
            name=member.called,
            slug=member.slug,
            group=member.party_group,
            pays_for=tuple(other.called for other in members if other.paid_by_id == member.pk),
        )
        for member in members
    )


def federation_facts(scope: Scope) -> FederationFacts:
    """The federation with its members of the year and the board in office at the year's start. Three queries."""
    federation = Federation.objects.get(pk=scope.federation_id)
    members = list(Member.objects.filter(federation=federation).in_year(scope.year))
    seats_on = date(scope.year, 1, 1)
    seats = BoardSeat.objects.filter(federation=federation).in_office(seats_on)
    return FederationFacts(
        pk=federation.pk,
        name=federation.name,
        members=member_facts(members),
        seats=tuple(SeatFact(seat.appointer, seat.kind, seat.office, seat.holder) for seat in seats),
        seats_on=seats_on,
    )


def board_on(federation_id: int, day: date) -> BoardFacts:
    """Who sits on the board and who audits on the day, by what their members were called then. Two queries."""
    seats = BoardSeat.objects.filter(federation=federation_id).in_office(day)
    auditors = Auditor.objects.filter(federation=federation_id).in_office(day)
    return BoardFacts(
        day,
        tuple(SeatFact(each.appointer, each.kind, each.office, each.holder, each.pk) for each in seats),
        tuple(AuditorFact(each.holder, each.appointer, each.is_authorised) for each in auditors),
    )


def board_at_years_end(scope: Scope) -> BoardFacts:
    """Who sits on the board and who audits on the year's last day. Two queries."""
    return board_on(scope.federation_id, date(scope.year, 12, 31))


def share_history(federation_id: int) -> tuple[ShareFacts, ...]:
    """The shares of every year that has any, without what the law says. Five queries, however many years."""
    members = list(Member.objects.filter(federation_id=federation_id).prefetch_related("former_names"))
    sets = ShareSet.objects.filter(federation_id=federation_id).prefetch_related("shares__member")
    return tuple(
        ShareFacts(each.year, each.get_status_display(), _shares(each, _in_year(members, each.year)))
        for each in sets
    )


def _in_year(members: list[Member], year: int) -> list[Member]:
    """The members of the year, called what they were called then. Their former names are at hand."""
    found = [member for member in members if in_years(year, member.from_year, member.until_year)]
    for member in found:
        former = (each.name for each in member.former_names.all() if each.until_year > year)
        member.name_then = next(former, None)
    return found


def _shares(share_set: ShareSet, members: list[Member]) -> tuple[ShareFact, ...]:
    """A set's shares, each member as it is in the year; `members` are those of the year."""
    known = {fact.pk: fact for fact in member_facts(members)}
    return tuple(
        ShareFact(known.get(share.member_id) or member_facts([share.member])[0], share.percent)
        for share in share_set.shares.all()
    )


def share_facts(scope: Scope) -> ShareFacts | None:
    """The year's shares with what the law says, or None when there are none. Four queries at most."""
    share_set = (
        ShareSet.objects.filter(federation_id=scope.federation_id, year=scope.year)
        .select_related("federation")
        .prefetch_related("shares__member")
        .first()
    )
    if share_set is None:
        return None
    members = list(Member.objects.filter(federation_id=scope.federation_id).in_year(scope.year))
    statutory = (
        StatutoryShare.objects.filter(paragraph=share_set.federation.funding_rule, from_year__lte=scope.year)
        .filter(Q(until_year__isnull=True) | Q(until_year__gt=scope.year))
        .values_list("party_group", "percent", "source")
    )
    law = list(statutory)
    return ShareFacts(
        year=share_set.year,
        status=share_set.get_status_display(),
        shares=_shares(share_set, members),
        statutory=tuple((group, percent) for group, percent, _ in law),
        source=law[0][2] if law else "",
    )


def decision_fact(decision: Decision, adopted: str = "fastställd") -> DecisionFact:
    """A decision with those who made it; what it decided on is then `adopted`. One query, if its meeting is at hand."""
    held_on = decision.meeting.held_on
    called = name_in(held_on.year, "seat__appointed_by", "seat__appointed_by__name")
    participants = decision.participants.select_related("seat").annotate(appointer=called)
    return DecisionFact(
        held_on=held_on,
        minutes_ref=decision.minutes_ref,
        adopted=adopted,
        deciders=in_order(
            [
                DeciderFact(
                    participant.seat.holder,
                    office_of(participant.seat),
                    participant.appointer,
                    participant.has_reservation,
                )
                for participant in participants
            ]
        ),
        reservations=decision.reservations,
    )


def office_of(seat: BoardSeat) -> str:
    """What the holder of a seat is: chair, vice chair, member or deputy."""
    return str(seat.get_office_display() if seat.office else seat.get_kind_display())
