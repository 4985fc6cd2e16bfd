"""Compared texts as HTML: what has come in `ins`, what has gone in `del`, both also said to those who listen.

Everything is escaped: a compared text brings no markup of its own but emphasis.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from plans.domain.worddiff import Change, PassageChange, Segment

LONGEST_ISLAND = 3
"""Signs of a word that stands alone between two changes and is read as a part of them: och, att, i."""
_TAGS = {Change.ADDED: "ins", Change.REMOVED: "del"}
_SAID = {Change.ADDED: "tillagt", Change.REMOVED: "borttaget"}
_OUTER = ("http:", "https:", "mailto:", "tel:")


def marked(segments: Sequence[Segment]) -> SafeString:
    """A line of text with its changes."""
    html = ""
    for change, run in groupby(readable(segments), _change):
        words = _run(change, list(run))
        # At the beginning of a line no space stands before what has come: it is not to be read on from what has gone.
        html += f" {words}" if html.endswith("</del>") and words.startswith("<ins>") else words
    return mark_safe(html.strip())  # noqa: S308 - every text in it has been escaped


def readable(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with no small word left alone between two changes, and what has gone before what has come."""
    found: list[Segment] = []
    pending: list[Segment] = []
    for place, segment in enumerate(segments):
        if segment.change is not Change.SAME:
            pending.append(segment)
        elif pending and _is_island(segment) and place + 1 < len(segments):
            if segments[place + 1].change is Change.SAME:
                found += [*_in_order(pending), segment]
                pending = []
            else:
                pending += [Segment(change, segment.text, segment.marks) for change in _TAGS]
        else:
            found += [*_in_order(pending), segment]
            pending = []
    return found + _in_order(pending)


def _is_island(segment: Segment) -> bool:
    return len(segment.text.strip()) <= LONGEST_ISLAND


def _in_order(segments: Iterable[Segment]) -> list[Segment]:
    """A stretch of changes: all that has gone, and then all that has come."""
    kept = list(segments)
    return [each for change in (Change.REMOVED, Change.ADDED) for each in kept if each.change is change]


def _change(segment: Segment) -> Change:
    return segment.change


def _run(change: Change, run: list[Segment]) -> str:
    """Segments of one fate. The space before them stands outside their element."""
    words = "".join(_set(segment) for segment in run)
    if change is Change.SAME:
        return words
    inner = words.lstrip()
    space = " " if len(inner) < len(words) else ""
    hidden = '<span class="visually-hidden">{}</span>'
    said = hidden.format(f"[{_SAID[change]}: ")
    tag = _TAGS[change]
    return f"{space}<{tag}>{said}{inner}{hidden.format('] ')}</{tag}>"


def _set(segment: Segment) -> str:
    """A segment's words, set as they are in the text. Where a link that has changed leads is told after it."""
    text = segment.text
    stripped = text.lstrip()
    space = " " if len(stripped) < len(text) else ""
    html = escape(stripped, quote=False)
    for tag in ("sub", "sup", "em", "strong"):
        if tag in segment.marks and html:
            html = f"<{tag}>{html}</{tag}>"
    address = segment.address
    if segment.change is not Change.SAME and address.lower().startswith(_OUTER):
        html += f' <span class="comparison-address">({escape(address)})</span>'
    return space + html


def set_passages(passages: Sequence[PassageChange]) -> SafeString:
    """Passages in order, the points of a list in a list."""
    html = []
    for kind, group in groupby(passages, _list_of):
        if kind:
            html.append(f"<{kind}>{''.join(_passage('li', each) for each in group)}</{kind}>")
        else:
            html += [_passage("p", each) for each in group]
    return mark_safe("".join(html))  # noqa: S308 - made of escaped texts alone


def _list_of(passage: PassageChange) -> str:
    """The list a passage is a point of, "" for none. A paragraph within a point is read as one of its own."""
    lists = [each for each in passage.around if each in ("ul", "ol")]
    return lists[-1] if lists else ""


def _passage(tag: str, passage: PassageChange) -> str:
    names = [f"comparison-{passage.change.value}"] if passage.change in _TAGS else []
    if passage.kind in ("h1", "h2", "h3", "h4", "h5", "h6"):
        names.append("comparison-subheading")
    attribute = f' class="{" ".join(names)}"' if names else ""
    return f"<{tag}{attribute}>{marked(passage.segments)}</{tag}>"
