"""Two people's changes of one text laid together, where they have changed different paragraphs. No Django, no words of
its own: what clashes is for people to choose between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"\s*(</?(?:p|h3|h4|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|caption|br)\b[^>]*>)\s*"
)
_IN_CELL = re.compile(r"<(li|td|th)\b([^>]*)><p>((?:(?!<p>).)*?)</p>(?=<(?:/\1|ul|ol)\b)", re.DOTALL)
_EMPTY = frozenset({"br", "img", "hr", "wbr", "col", "input"})


@dataclass(frozen=True)
class _Edit:
    """The blocks from `start` to `end` (exclusive) of the text both began with, and what stands there instead."""

    start: int
    end: int
    blocks: tuple[str, ...]

    @property
    def as_written(self) -> tuple[int, int, tuple[str, ...]]:
        """The same for two who have made the same change."""
        return self.start, self.end, tuple(map(_as_written, self.blocks))

    def touches(self, other: _Edit) -> bool:
        """Whether both change the same block, or one of them adds within what the other changes."""
        return self.start < other.end and other.start < self.end


def blocks_of(text: str) -> tuple[str, ...]:
    """The outermost elements of a well-formed rich text, in order; loose words between them are blocks of their own."""
    found: list[str] = []
    depth = begun = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in _EMPTY:
            continue
        is_block = depth == 0 and tag[2].lower() not in {"a", "strong", "em", "data", "sup", "sub"}
        if not tag[1]:
            if is_block and text[begun : tag.start()].strip():
                found.append(text[begun : tag.start()].strip())
            if is_block:
                begun = tag.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0 and text.startswith("<", begun) and text[begun + 1 :].startswith(tag[2]):
                found.append(text[begun : tag.end()].strip())
                begun = tag.end()
    if text[begun:].strip():
        found.append(text[begun:].strip())
    return tuple(found)


def merge_texts(base: str, mine: str, theirs: str) -> str | None:
    """The text with both people's changes of `base`, or None when they have changed the same paragraph.

    Where both have added something in the same place, what was saved first (theirs) stands first.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    start = blocks_of(base)
    own, others = _edits(start, blocks_of(mine)), _edits(start, blocks_of(theirs))
    known = {edit.as_written for edit in others}
    own = [edit for edit in own if edit.as_written not in known]
    if any(edit.touches(other) for edit in own for other in others):
        return None
    merged: list[str] = []
    place = 0
    ordered = sorted(
        [(edit.start, edit.end, rank, edit) for rank, edits in enumerate((others, own)) for edit in edits],
        key=lambda each: each[:3],
    )
    for begin, end, _rank, edit in ordered:
        merged += [*start[place:begin], *edit.blocks]
        place = max(place, end)
    return "".join([*merged, *start[place:]])


def merge_fields(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], texts: Sequence[str] = ()
) -> dict[str, Any] | None:
    """Every field as the one who changed it left it, `texts` by paragraph; None when both have changed the same."""
    merged: dict[str, Any] = {}
    for name, stands in theirs.items():
        if mine[name] in (stands, base[name]):
            merged[name] = stands
        elif stands == base[name]:
            merged[name] = mine[name]
        else:
            text = merge_texts(base[name], mine[name], stands) if name in texts else None
            if text is None:
                return None
            merged[name] = text
    return merged


def _edits(base: Sequence[str], changed: Sequence[str]) -> list[_Edit]:
    """What was done to `base`. Blocks changed in a row, as many as before, are changed one by one."""
    found: list[_Edit] = []
    before, after = ([_as_written(block) for block in blocks] for blocks in (base, changed))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            continue
        if i2 - i1 == j2 - j1:
            found += [
                _Edit(i, i + 1, (changed[j],)) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
        else:
            found.append(_Edit(i1, i2, tuple(changed[j1:j2])))
    return found


def _as_written(block: str) -> str:
    """A block as every editor would write it: white space and a point's only paragraph make no difference."""
    text = _BLOCK_TAG.sub(r"\1", re.sub(r"\s+", " ", block))
    return _IN_CELL.sub(r"<\1\2>\3", text)
