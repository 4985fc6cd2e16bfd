"""A resolved document's texts set as they are read, and the pictures that they show.

A resolved text still says what is meant (`<sup data-note>`, `<img data-picture>`, headings h3 and h4), so that versions
can be compared; page, file and paper set it here, each time the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from finsam.running_text import Setter, Shown
from reports.documents.resolved import ResolvedPicture, ResolvedSection


def set_texts(
    sections: Iterable[ResolvedSection], pictures: Iterable[ResolvedPicture]
) -> tuple[ResolvedSection, ...]:
    """The sections with their texts set: notes numbered through the document, pictures shown."""
    setter = Setter({each.key: Shown(each.src, each.width, each.height) for each in pictures})
    return _set(sections, setter)


def _set(sections: Iterable[ResolvedSection], setter: Setter) -> tuple[ResolvedSection, ...]:
    # The document's title is h1 and a chapter h2. The text stands before what lies under it, and so do its notes.
    return tuple(
        replace(
            section,
            body=setter.set(section.body, section.level + 1),
            children=_set(section.children, setter),
        )
        for section in sections
    )
