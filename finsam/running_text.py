"""Running text as it is read: its headings at the level of their place, its notes numbered, its pictures shown.

What is stored says what is meant (`finsam.richtext`); a `Setter` goes through a document's texts in reading order and
makes each one ready for page or paper. Figures are resolved before.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from finsam import richtext

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")

_TABLE = re.compile(r"<table>(?:<caption>(.*?)</caption>)?.*?</table>", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A picture to show: where it is, an address or a `data:` URI, and its size in pixels."""

    src: str
    width: int
    height: int


class Setter:
    """Sets the texts of one document, in reading order: its notes are numbered through."""

    def __init__(self, pictures: Mapping[str, Shown], *, marks: str = "fotnot") -> None:
        self.pictures = pictures
        self.marks = marks
        """What the anchors of notes begin with: two documents on one page need different ones."""
        self.last = 0
        self.tables = 0

    def set(self, body: str, level: int) -> str:
        """A cleaned text with its figures resolved, under a heading of `level`, with its notes after it."""
        noted: list[str] = []

        def refer(words: str) -> str:
            self.last += 1
            noted.append(self._note(self.last, words))
            return (
                f'<sup class="note-mark"><a href="#{self.marks}-{self.last}" id="{self.marks}-{self.last}-i-texten" '
                f'role="doc-noteref" aria-label="Fotnot {self.last}">{self.last}</a></sup>'
            )

        text = richtext.set_headings(body, level)
        text = richtext.set_notes(text, refer)
        text = richtext.set_pictures(text, self._picture)
        text = _TABLE.sub(self._table, text)
        return f'{text}<div class="notes" role="list">{"".join(noted)}</div>' if noted else text

    def _note(self, number: int, words: str) -> str:
        anchor = f"{self.marks}-{number}"
        return (
            f'<p class="note" role="listitem" id="{anchor}"><span class="note-number">{number}</span> '
            f'{_with_links(words)} <a class="note-back" href="#{anchor}-i-texten" role="doc-backlink" '
            f'aria-label="Tillbaka till texten vid fotnot {number}">↑</a></p>'
        )

    def _table(self, table: re.Match[str]) -> str:
        """A table that scrolls by itself where the screen is too narrow for it.

        Its caption has no number, unlike that of a computed table: the caption stands in the text, texts are compared
        word by word, and a table put in above would tell every later one as changed.
        """
        self.tables += 1
        name = richtext.plain(table[1]) if table[1] else f"Tabell i texten, nr {self.tables}"
        return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{html.escape(name)}">{table[0]}</div>'

    def _picture(self, key: str, description: str) -> str:
        shown = self.pictures.get(key)
        if shown is None:
            return (
                f'<span class="missing-picture">[bild saknas: {html.escape(description, quote=False)}]</span>'
            )
        return (
            f'<img class="picture" src="{html.escape(shown.src)}" alt="{html.escape(description)}" '
            f'width="{shown.width}" height="{shown.height}">'
        )


def _with_links(words: str) -> str:
    """Plain words as HTML; what is an address leads there."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(words):
        address = html.escape(found[0])
        parts += [html.escape(words[end : found.start()], quote=False), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join(parts) + html.escape(words[end:], quote=False)
