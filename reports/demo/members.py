"""Loads what a demo federation's folders say of its members: their shares by year, and meetings with decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from members import services
from members.domain.decisions import PRESENT
from members.models import BoardSeat, Federation, Meeting, Member


def load_shares(
    federation: Federation, entries: Iterable[dict[str, Any]], members: Mapping[str, Member]
) -> None:
    """What each member pays in per cent, by year; `members` by short name."""
    for entry in entries:
        shares = {members[each["member"]].pk: Decimal(each["percent"]) for each in entry["shares"]}
        services.save_shares(
            federation=federation,
            year=entry["year"],
            revision=None,
            percents=shares,
            status=entry["status"],
            source=entry["source"],
        )


def load_meetings(federation: Federation, entries: Iterable[dict[str, Any]]) -> None:
    """Meetings, with what they decided."""
    for entry in entries:
        meeting = services.save_meeting(
            federation=federation, **{name: value for name, value in entry.items() if name != "decisions"}
        )
        for decision in entry.get("decisions", ()):
            texts = {name: decision[name] for name in ("minutes_ref", "subject", "outcome")}
            services.save_decision(
                federation=federation, meeting=meeting, attendance=_attendance(meeting, decision), **texts
            )


def _attendance(meeting: Meeting, decision: Mapping[str, Any]) -> dict[int, str] | None:
    """By seat who took part: "members" is every member of the board that day. None where the entry does not say."""
    if decision.get("attendance") != "members":
        return None
    seats = meeting.federation.board_seats.in_office(meeting.held_on).filter(kind=BoardSeat.Kind.MEMBER)
    return dict.fromkeys(seats.values_list("pk", flat=True), PRESENT)
