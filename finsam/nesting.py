"""How deep elements lie in each other in HTML that may be anything, told before it is read in earnest.

What reads a text goes one step down for each level, so the depth has a limit. One pass, whatever the text.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"<!--(?:-?>)?|--!?>|<(/?)([a-z][a-z0-9:-]*)", re.IGNORECASE)
_WITHOUT_END = set("area base br col embed hr img input link meta param source track wbr".split())
_END_IS_UNDERSTOOD = set(
    "p li dd dt td th tr thead tbody tfoot caption colgroup option html head body".split()
)
"""Such may be left open side by side; how deep they lie follows from the lists and tables they are of."""

DEEPEST_READ = 100
"""Levels of what is pasted, with all that only says how it looks; more is no text that anyone has written."""


class Refused(ValueError):
    """A text that is not read, with what is wrong with it in Swedish."""


def refuse_deep(text: str, deepest: int, *, is_whole: bool) -> None:
    """Raises Refused when elements lie deeper in each other than a text's do."""
    if depth(text, is_whole=is_whole) > deepest:
        raise Refused(
            "Texten har för många nivåer i varandra, till exempel listor i listor eller citat i citat. "
            f"Den får ha högst {deepest}. Klistra in den som ren text, eller dela upp den."
        )


def depth(text: str, *, is_whole: bool = False) -> int:
    """The levels of elements that are open at once, at most; `is_whole` when every element is known to be ended."""
    uncounted = _WITHOUT_END if is_whole else _WITHOUT_END | _END_IS_UNDERSTOOD
    opened: dict[str, int] = {}
    level = deepest = 0
    is_comment = False
    for mark in _MARK.finditer(text):
        if mark[2] is None:
            is_comment = mark[0] == "<!--"
            continue
        name = mark[2].lower()
        if is_comment or name in uncounted:
            continue
        if not mark[1]:
            opened[name] = opened.get(name, 0) + 1
            level += 1
            deepest = max(deepest, level)
        elif opened.get(name):  # an end of what was never begun ends nothing
            opened[name] -= 1
            level -= 1
    return deepest
