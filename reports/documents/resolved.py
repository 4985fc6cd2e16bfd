"""The resolved document: what page, PDF and (later) publication show, all computed.

Frozen results only. How they come about is in `builder`; how they look is in `templates/documents/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
    `body` is sanitised HTML with every figure reference replaced by its value.
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
class ResolvedDocument:
    """A whole document. `is_draft` puts the UTKAST watermark on every page of paper."""

    cover: Cover
    is_draft: bool
    sections: tuple[ResolvedSection, ...]
    meeting: date | None
    missing_figures: tuple[str, ...] = ()
    """References that could not be resolved, shown as such in a draft and listed for the editor."""
