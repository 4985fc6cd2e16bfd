"""What is read of documents, frozen. Plain data; `plans.queries` fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from members.domain.decisions import DecisionFact
from plans.domain.kinds import Slot


@dataclass(frozen=True)
class SectionFact:
    """A section as stored: `body` is cleaned rich text with figure references, `block` the reference of its block."""

    pk: int
    parent: int | None
    heading: str
    is_numbered: bool
    body: str
    block: str
    key: str = ""
    is_hidden: bool = False
    guidance: str = ""
    revision: int = 1


@dataclass(frozen=True)
class ActivityFact:
    """A planned activity."""

    pk: int
    text: str
    responsible: str
    due: str
    key: str = ""


@dataclass(frozen=True)
class GoalAreaFact:
    """A goal area with its activities in order."""

    pk: int
    number: int
    title: str
    description: str
    activities: tuple[ActivityFact, ...]
    key: str = ""


@dataclass(frozen=True)
class DocumentFacts:
    """A document with all it holds. `decided_on` and `minutes_ref` are None and "" until the board has decided."""

    pk: int
    federation_id: int
    budget: int | None
    kind: str
    kind_label: str
    year: int
    version: int
    status: str
    status_label: str
    title: str
    subtitle: str
    motto: str
    meeting: date | None
    decided_on: date | None
    minutes_ref: str
    sections: tuple[SectionFact, ...]
    goal_areas: tuple[GoalAreaFact, ...]
    decision: DecisionFact | None = None
    """What the board has decided, with those who made it."""
    month: int = 0

    @property
    def slot(self) -> Slot:
        """Which of its year's documents it is a version of."""
        return Slot(self.kind, self.month)

    @property
    def is_decided(self) -> bool:
        """Whether the board has adopted it: only then the watermark goes and the decision is named."""
        return self.decided_on is not None and self.status in ("adopted", "published", "superseded")
