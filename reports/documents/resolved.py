"""The resolved document: what page, PDF and (later) publication show, all computed.

Frozen results only. How they come about is in `builder`; how they look is in `templates/documents/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plans.domain.lifecycle import PATH, PROPOSED


@dataclass(frozen=True)
class ResolvedBlock:
    """A computed block in its place in the document, ready to show.

    `html` is the block's own template rendered with its result (for a table: the whole `<table>` with caption).
    `label` is the machine-made number: "Tabell 3", "Not 1" or "" for a block that carries none.
    """

    key: str
    html: str
    label: str
    caption: str
    anchor: str


@dataclass(frozen=True)
class ResolvedSection:
    """A heading with what stands under it.

    `level` is 1 for a chapter. `number` is "5" or "5.1", "" when the section is not numbered.
    `body` is sanitised HTML with every figure reference replaced by its value; notes, pictures and the levels of its
    headings stand as they are stored, and are set by `setting` when the document is shown.
    """

    anchor: str
    number: str
    level: int
    heading: str
    body: str
    block: ResolvedBlock | None
    children: tuple[ResolvedSection, ...] = ()


@dataclass(frozen=True)
class Cover:
    """What the cover says. `decision` says when and under which paragraph the board decided; None until then."""

    federation: str
    title: str
    subtitle: str
    motto: str
    year: int
    kind: str
    status: str
    decision: str | None
    accent: str
    logo: str | None
    """The federation's logo as a `data:` URI, or None."""


@dataclass(frozen=True)
class ResolvedFigure:
    """A figure that a text refers to, as it stood: `value` is the exact one as text, "" when there is none.

    `place` is the anchor of the section that refers to it first, "" for the cover; `source` says in words where the
    figure has its home.
    """

    reference: str
    label: str
    value: str
    shown: str
    place: str
    source: str


@dataclass(frozen=True)
class ResolvedPicture:
    """A picture that a text shows, whole: `src` is a `data:` URI, so that what is kept stays as it was."""

    key: str
    src: str
    width: int
    height: int


@dataclass(frozen=True)
class ResolvedActivity:
    """A planned activity. `key` is its identity over versions."""

    key: str
    text: str
    responsible: str
    due: str


@dataclass(frozen=True)
class ResolvedGoalArea:
    """A goal area with its activities in order. `key` is its identity over versions, `description` resolved HTML."""

    key: str
    number: int
    title: str
    description: str
    activities: tuple[ResolvedActivity, ...]


@dataclass(frozen=True)
class ResolvedDecider:
    """One who took part in the decision, with office and the member who appointed them."""

    name: str
    office: str
    appointed_by: str
    has_reservation: bool


@dataclass(frozen=True)
class Adoption:
    """The decision that adopted the document, as it is signed: rendered from the record, never typed.

    `day` is written YYYY-MM-DD; `sentence` is the one on the cover.
    """

    sentence: str
    day: str
    minutes_ref: str
    deciders: tuple[ResolvedDecider, ...]
    reservations: str


@dataclass(frozen=True)
class ResolvedDocument:
    """A whole document. `is_draft`: not decided yet, which the watermark on every page of paper says."""

    cover: Cover
    is_draft: bool
    sections: tuple[ResolvedSection, ...]
    meeting: date | None
    missing_figures: tuple[str, ...] = ()
    """References that could not be resolved, shown as such in a draft and listed for the editor."""
    figures: tuple[ResolvedFigure, ...] = ()
    """Every figure its texts refer to, in reading order, each once."""
    goal_areas: tuple[ResolvedGoalArea, ...] = ()
    pictures: tuple[ResolvedPicture, ...] = ()
    """Every picture its texts show, each once."""
    adoption: Adoption | None = None
    """How the board adopted it; None until then."""
    kept: tuple[tuple[str, str], ...] = ()
    """Exact amounts by name that its tables keep for next year to be compared with, as text."""

    @property
    def is_proposal(self) -> bool:
        """Whether it is laid before the board, as its status says."""
        return self.is_draft and self.cover.status == dict(PATH)[PROPOSED]
