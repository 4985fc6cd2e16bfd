"""Loads what a demo federation's folders say of its members: their shares by year, and meetings with decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from members import services
from members.models import Federation, Member


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
            services.save_decision(federation=federation, meeting=meeting, **texts)
