"""Drift: what a frozen document would say otherwise, were it made today.

The frozen document stands as it was adopted. Where a source has changed since, the figure or the cell is named here
with what was frozen and what it would be now. Plain comparison of two resolved documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from reports.documents.resolved import ResolvedBlock, ResolvedDocument, ResolvedSection

RECORDED_AFTER = ("reports.signatures",)
"""Blocks of what is recorded after the decision: it is shown beside the frozen document, and is no drift."""
GONE = "finns inte"
"""What stands for a figure, a row or a table that is in one of the two alone."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs: what it is, what was frozen, what it would be now.

    `anchor` is where it stands in the frozen document, `home` the first part of the key of its figure or table, which
    tells where its source is.
    """

    what: str
    was: str
    now: str
    anchor: str = ""
    home: str = ""


@dataclass(frozen=True)
class Drift:
    """All that differs: figures in the texts, cells of the tables, and other words such as a name."""

    figures: tuple[Difference, ...]
    cells: tuple[Difference, ...]
    words: tuple[Difference, ...]

    @property
    def number(self) -> int:
        """How many things differ."""
        return len(self.figures) + len(self.cells) + len(self.words)


def drift(frozen: ResolvedDocument, now: ResolvedDocument) -> Drift:
    """What differs between the frozen document and the same one made today, in reading order."""
    return Drift(
        figures=tuple(_figures(frozen, now)),
        cells=tuple(_tables(frozen, now)),
        words=tuple(_words(frozen, now)),
    )


def _figures(frozen: ResolvedDocument, now: ResolvedDocument) -> Iterator[Difference]:
    today = {figure.reference: figure for figure in now.figures}
    for was in frozen.figures:
        found = today.get(was.reference)
        if found is None or (found.value, found.shown) != (was.value, was.shown):
            shown = found.shown if found else GONE
            yield Difference(was.label, was.shown, shown, was.place, was.reference.partition(".")[0])


def _words(frozen: ResolvedDocument, now: ResolvedDocument) -> Iterator[Difference]:
    for what, was, found in (
        ("Förbundets namn", frozen.cover.federation, now.cover.federation),
        ("Förbundets färg", frozen.cover.accent, now.cover.accent),
    ):
        if was != found:
            yield Difference(what, was, found, home="federation")
    if frozen.cover.logo != now.cover.logo:
        yield Difference("Förbundets logotyp", "den som fanns då", "en annan", home="federation")
    if frozen.adoption and now.adoption:
        for then, today in zip(frozen.adoption.deciders, now.adoption.deciders, strict=False):
            if then != today:
                yield Difference(
                    "Deltagare i beslutet",
                    f"{then.name}, {then.office}, {then.appointed_by}",
                    f"{today.name}, {today.office}, {today.appointed_by}",
                    "beslutet",
                    "members",
                )


# --- Tables ------------------------------------------------------------------------------------------------


def _tables(frozen: ResolvedDocument, now: ResolvedDocument) -> Iterator[Difference]:
    today = {block.anchor: block for block in _blocks(now.sections)}
    for block in _blocks(frozen.sections):
        found = today.pop(block.anchor, None)
        if found is None:
            yield Difference(_name(block), "tabellen", GONE, block.anchor, _home(block))
        elif found.html != block.html or found.caption != block.caption:
            yield from _block(block, found)
    for block in today.values():
        yield Difference(_name(block), GONE, "tabellen", home=_home(block))


def _block(was: ResolvedBlock, now: ResolvedBlock) -> Iterator[Difference]:
    found = list(_cells(was, now))
    yield from found
    if not found:
        # A heading, a note or how it is drawn: nothing of it is in a cell, but it is not what was adopted.
        yield Difference(
            _name(was), "som den frystes", "rubrik, not eller utseende är ändrat", was.anchor, _home(was)
        )


def _cells(was: ResolvedBlock, now: ResolvedBlock) -> Iterator[Difference]:
    before, after = _Rows.of(was.html), _Rows.of(now.html)
    for key in dict.fromkeys((*before.rows, *after.rows)):
        label = key[0] or "rad utan namn"
        old, new = before.rows.get(key), after.rows.get(key)
        if old is None or new is None:
            here, there = (GONE, "raden") if old is None else ("raden", GONE)
            yield Difference(f"{_name(was)}: {label}", here, there, was.anchor, _home(was))
            continue
        for place in range(max(len(old), len(new))):
            then, today = _at(old, place), _at(new, place)
            if then != today:
                column = _at(before.heads, place) or _at(after.heads, place)
                what = f"{_name(was)}: {label}" + (f", {column}" if column else "")
                yield Difference(what, then or "–", today or "–", was.anchor, _home(was))


def _at(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _blocks(sections: Iterable[ResolvedSection]) -> Iterator[ResolvedBlock]:
    for section in sections:
        if section.block and section.block.key not in RECORDED_AFTER:
            yield section.block
        yield from _blocks(section.children)


def _name(block: ResolvedBlock) -> str:
    return f"{block.label} {block.caption}".strip() or block.key


def _home(block: ResolvedBlock) -> str:
    return block.key.partition(".")[0]


def _squeezed(text: str) -> str:
    """The text on one line; a space that does not break stays what it is."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


class _Rows(HTMLParser):
    """The rows of a block's tables by their first cell, and the time it occurs; the last row of the head apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: dict[tuple[str, int], list[str]] = {}
        self.heads: list[str] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._is_head = False
        self._times: Counter[str] = Counter()

    @classmethod
    def of(cls, html: str) -> _Rows:
        """The rows of the HTML."""
        found = cls()
        found.feed(html)
        found.close()
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "thead":
            self._is_head = True
        elif tag == "tr":
            self._row = []
        elif tag in ("td", "th"):
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = int(span) if span.isdecimal() else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None and self._row is not None:
            self._row += [_squeezed("".join(self._cell)), *[""] * (self._span - 1)]
            self._cell = None
        elif tag == "tr" and self._row is not None:
            self._end_row(self._row)
            self._row = None
        elif tag == "thead":
            self._is_head = False

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_row(self, row: list[str]) -> None:
        if self._is_head:
            self.heads = row
        elif row:
            self._times[row[0]] += 1
            self.rows[row[0], self._times[row[0]]] = row
