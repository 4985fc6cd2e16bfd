"""A rich text as its passages: paragraphs, points of a list, headings, cells, what a picture shows.

What is looked at one by one when a text is gone through. A figure stands as its reference in braces, as in a heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WITHIN = frozenset(
    ("a", "abbr", "b", "br", "data", "em", "i", "img", "small", "span", "strong", "sub", "sup", "u")
)
"""Tags that stand within a passage; every other one begins or ends one."""


@dataclass(frozen=True)
class Passage:
    """A passage's words with single spaces, and whether it is a heading within the text."""

    text: str
    is_heading: bool = False


def passages(rich: str) -> tuple[Passage, ...]:
    """The passages of a cleaned rich text that have words, in reading order."""
    reader = _Reader()
    reader.feed(rich)
    reader.close()
    reader.end()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Passage] = []
        self._words: list[str] = []
        self._aside: list[str] = []
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _WITHIN:
            self.end()
            self._heading = tag in HEADINGS
        elif tag == "data":
            self._words.append(f"{{{given.get('value') or ''}}}")
        elif tag == "br":
            self._words.append(" ")
        elif tag == "img" and given.get("alt"):
            self._aside.append(str(given["alt"]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _WITHIN:
            self.end()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def end(self) -> None:
        """Close the passage that is read; what its pictures show are passages of their own."""
        for text, is_heading in (
            ("".join(self._words), self._heading),
            *((alt, False) for alt in self._aside),
        ):
            words = re.sub(r"\s+", " ", text).strip()
            if words:
                self.found.append(Passage(words, is_heading))
        self._words, self._aside, self._heading = [], [], False
