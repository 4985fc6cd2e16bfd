"""What a standard outline is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardSection:
    """A heading with guidance and the block it usually holds. Headings may hold figure references in braces."""

    heading: str
    guidance: str
    block: str = ""
    children: tuple[StandardSection, ...] = ()
