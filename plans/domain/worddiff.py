"""Two texts compared by word: what stands, what has come and what has gone. Rich text or plain.

Passages (paragraphs, points of a list, cells) are paired first, then compared word by word. A word is the same when it
reads the same and is set the same: emphasised is another than plain. White space is no difference.
Merging two people's changes belongs in `merging`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from html.parser import HTMLParser

ALIKE_PERCENT = 40
"""Two passages that share fewer of their words are not one that was changed, but one gone and one come."""
MOST_PAIRS = 40_000
"""So many pairs of passages are weighed against each other at most, for time's sake."""

_WORD = re.compile(r"\u2212?\w+(?:[\u00a0\u202f.,:/’'\u2011-]\w+)*|[^\w\s]")
_PASSAGES = frozenset("p li h1 h2 h3 h4 h5 h6 th td caption figcaption dt dd".split())
_AROUND = frozenset("ul ol table thead tbody tfoot tr blockquote div section figure dl".split())
_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "a": "link", "sup": "sup", "sub": "sub"}


class Change(StrEnum):
    """What has become of a word or a passage."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    """Of a passage alone: some of its words have come or gone."""


@dataclass(frozen=True)
class Word:
    """A word, or a sign that stands alone. `marks` say how it is set: strong, em, link:ADDRESS."""

    text: str
    marks: tuple[str, ...] = ()
    space: str = field(default="", compare=False)
    """The white space before it; no difference between two words."""


@dataclass(frozen=True)
class Segment:
    """Words in a row that have the same fate and are set the same, with the white space before and between them."""

    change: Change
    text: str
    marks: tuple[str, ...] = ()

    @property
    def is_strong(self) -> bool:
        """Whether it is set in bold."""
        return "strong" in self.marks

    @property
    def is_emphasised(self) -> bool:
        """Whether it is set in italics."""
        return "em" in self.marks

    @property
    def address(self) -> str:
        """Where it leads, when it is a link."""
        return next((mark.removeprefix("link:") for mark in self.marks if mark.startswith("link:")), "")


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, point of a list or cell. `around` names what it stands in, from the outside in."""

    kind: str
    words: tuple[Word, ...]
    around: tuple[str, ...] = ()


@dataclass(frozen=True)
class PassageChange:
    """A passage of either text, with its words in the order they are read: what has gone before what has come."""

    change: Change
    kind: str
    around: tuple[str, ...]
    segments: tuple[Segment, ...]


def words(old: str, new: str) -> tuple[Segment, ...]:
    """Two lines of plain text, compared word by word."""
    return _segments(_split(old), _split(new))


def compare(
    old: str, new: str, shown: Callable[[str], str] = lambda reference: f"{{{reference}}}"
) -> tuple[PassageChange, ...]:
    """Two rich texts, passage by passage in the order they are read. `shown` tells how a figure reads."""
    return compare_passages(passages(old, shown), passages(new, shown))


def compare_passages(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[PassageChange, ...]:
    """Two lists of passages, paired and compared."""
    found: list[PassageChange] = []
    matcher = SequenceMatcher(None, [_key(each) for each in old], [_key(each) for each in new], False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found.extend(_whole(passage, Change.SAME) for passage in new[j1:j2])
        else:
            found.extend(_replaced(old[i1:i2], new[j1:j2]))
    return tuple(found)


def is_same(changes: Sequence[PassageChange]) -> bool:
    """Whether nothing has come or gone."""
    return all(each.change is Change.SAME for each in changes)


def passages(
    text: str, shown: Callable[[str], str] = lambda reference: f"{{{reference}}}"
) -> tuple[Passage, ...]:
    """The passages of a rich text, those without words left out."""
    reader = _Reader(shown)
    reader.feed(text)
    reader.close()
    reader.end_passage()
    return tuple(reader.found)


class _Reader(HTMLParser):
    """Reads rich text into passages of words."""

    def __init__(self, shown: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self._shown = shown
        self._kinds: list[str] = []
        self._around: list[str] = []
        self._marks: list[tuple[str, str]] = []
        self._pieces: list[tuple[str, tuple[str, ...]]] = []
        self._figure: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _PASSAGES:
            self.end_passage()
            self._kinds.append(tag)
        elif tag in _AROUND:
            self.end_passage()
            self._around.append(tag)
        elif tag == "br":
            self._take("\n")
        elif tag == "img":
            self._take(f" [bild: {given.get('alt', '')}] ")
        elif tag == "data" and given.get("value"):
            self._figure = (given["value"], len(self._pieces))
        elif tag == "sup" and given.get("data-note"):
            self._take(f" [not: {given['data-note']}]")
        elif tag in _MARKS:
            mark = f"link:{given.get('href', '')}" if tag == "a" else _MARKS[tag]
            self._marks.append((tag, mark))

    def handle_endtag(self, tag: str) -> None:
        if tag in _PASSAGES:
            self.end_passage()
            if tag in self._kinds:
                while self._kinds.pop() != tag:
                    pass
        elif tag in _AROUND:
            self.end_passage()
            if tag in self._around:
                while self._around.pop() != tag:
                    pass
        elif tag == "data" and self._figure is not None:
            reference, place = self._figure
            if len(self._pieces) == place:  # else it says itself what it shows
                self._take(self._shown(reference))
            self._figure = None
        elif any(tag == opened for opened, _mark in self._marks):
            while self._marks.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._take(data)

    def _take(self, text: str) -> None:
        marks = tuple(sorted({mark for _tag, mark in self._marks}))
        self._pieces.append((text, marks))

    def end_passage(self) -> None:
        """What has been read since the last passage is one, when it has words."""
        found = _words_of(self._pieces)
        self._pieces = []
        if found:
            self.found.append(Passage(self._kinds[-1] if self._kinds else "p", found, tuple(self._around)))


def _words_of(pieces: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Word, ...]:
    """Words of pieces that are set differently: where the setting changes a word ends, if only for being set so."""
    found: list[Word] = []
    waiting = ""
    for text, marks in pieces:
        end = 0
        for match in _WORD.finditer(text):
            found.append(Word(match[0], marks, waiting + text[end : match.start()]))
            waiting, end = "", match.end()
        waiting += text[end:]
    return tuple(found)


def _split(text: str) -> tuple[Word, ...]:
    return _words_of([(text, ())])


def _key(passage: Passage) -> tuple[str, tuple[str, ...], tuple[Word, ...]]:
    return (passage.kind, passage.around, passage.words)


def _whole(passage: Passage, change: Change) -> PassageChange:
    return PassageChange(change, passage.kind, passage.around, _joined([(change, passage.words)]))


def _replaced(old: Sequence[Passage], new: Sequence[Passage]) -> list[PassageChange]:
    """A stretch that differs: those alike are one passage that was changed, the rest have gone or come."""
    found: list[PassageChange] = []
    i = j = 0
    for left, right in [*_pairs(old, new), (len(old), len(new))]:
        found.extend(_whole(passage, Change.REMOVED) for passage in old[i:left])
        found.extend(_whole(passage, Change.ADDED) for passage in new[j:right])
        if left < len(old):
            before, after = old[left], new[right]
            segments = _segments(before.words, after.words)
            found.append(PassageChange(Change.CHANGED, after.kind, after.around, segments))
        i, j = left + 1, right + 1
    return found


def _pairs(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    """Which passages are the same one changed: in order, and as alike as can be all in all."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return []
    olds, news = ([Counter(word.text for word in each.words) for each in side] for side in (old, new))
    sizes = [[len(each.words) for each in side] for side in (old, new)]
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[0] * len(new) for _ in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            shared = (olds[i] & news[j]).total()
            percent = 200 * shared // (sizes[0][i] + sizes[1][j])
            alike[i][j] = percent if percent >= ALIKE_PERCENT else 0
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _segments(old: Sequence[Word], new: Sequence[Word]) -> tuple[Segment, ...]:
    runs: list[tuple[Change, Sequence[Word]]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            same = list(new[j1:j2])
            if j1 == 0:  # the first word of the new text may stand after one that has gone
                same[0] = replace(same[0], space=old[i1].space)
            runs.append((Change.SAME, same))
            continue
        runs.append((Change.REMOVED, old[i1:i2]))
        runs.append((Change.ADDED, new[j1:j2]))
    return _joined(runs)


def _joined(runs: Sequence[tuple[Change, Sequence[Word]]]) -> tuple[Segment, ...]:
    """Segments of runs of words. The white space before a passage's first word is not told."""
    found: list[Segment] = []
    is_first = {Change.REMOVED: True, Change.ADDED: True}
    for change, run in runs:
        for word in run:
            sides = (Change.REMOVED, Change.ADDED) if change is Change.SAME else (change,)
            space = "" if all(is_first[side] for side in sides) else word.space
            is_first.update(dict.fromkeys(sides, False))
            last = found[-1] if found else None
            if last is not None and (last.change, last.marks) == (change, word.marks):
                found[-1] = Segment(change, f"{last.text}{space}{word.text}", word.marks)
            else:
                found.append(Segment(change, f"{space}{word.text}", word.marks))
    return tuple(found)
