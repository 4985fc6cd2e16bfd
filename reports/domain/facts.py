"""What the overview reads of a year, frozen. Plain data; `reports.queries` fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plans.domain.kinds import Slot


@dataclass(frozen=True)
class DocumentRow:
    """A document in one version, as a list names it."""

    name: str
    slot: Slot
    version: int
    status: str
    status_label: str
    meeting: date | None
    decided_on: date | None
    minutes_ref: str


@dataclass(frozen=True)
class MeetingRow:
    """A meeting, as a list names it."""

    name: str
    place: str
    held_on: date
