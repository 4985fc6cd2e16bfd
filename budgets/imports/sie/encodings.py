"""How the letters of a SIE file are written. The standard says CP437; programs in a browser write other things.

A mark at the start decides; then whether all of it is UTF-8; then which code page makes Swedish letters of its bytes.
A CP1252 file read as CP437 gives `F÷retag` without any error, so the answer is told, and can be overridden.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable

from budgets.imports.sie.items import Encoding, Reason

_ASCII = bytes(range(128))
_SWEDISH = "åäöÅÄÖ"
_OTHER_LETTERS = "éÉüÜèàáæøÆØ"
_CODE_PAGES = (Encoding.CP437, Encoding.CP1252)


def detect(chunks: Iterable[bytes]) -> tuple[Encoding, Reason]:
    """The encoding of a file given in pieces, and why; the memory it takes is that of one piece."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_utf8, beyond_ascii, start = True, Counter[int](), b""
    for chunk in chunks:
        if len(start) < 3:
            start = (start + chunk)[:3]
        high = chunk.translate(None, _ASCII)
        beyond_ascii.update(high)
        try:
            if is_utf8:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            is_utf8 = False
    if start == codecs.BOM_UTF8:
        return Encoding.UTF8, Reason.MARK
    if not beyond_ascii:
        return Encoding.CP437, Reason.ONLY_ASCII
    if is_utf8 and _is_whole(decoder):
        return Encoding.UTF8, Reason.VALID_UTF8
    dos, windows = (_score(beyond_ascii, encoding) for encoding in _CODE_PAGES)
    if dos == windows:
        return Encoding.CP437, Reason.UNSURE
    return (Encoding.CP437 if dos > windows else Encoding.CP1252), Reason.LETTERS


def _is_whole(decoder: codecs.IncrementalDecoder) -> bool:
    """Whether the last letter is complete."""
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _score(counts: Counter[int], encoding: Encoding) -> int:
    """How many of the bytes are letters that a Swedish text is written with, in an encoding."""
    score = 0
    for byte, times in counts.items():
        sign = bytes([byte]).decode(encoding, errors="replace")
        score += times * (3 if sign in _SWEDISH else 1 if sign in _OTHER_LETTERS else -1)
    return score
