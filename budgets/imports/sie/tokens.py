"""A line's fields: split by spaces and tabs, quoted or not, with object lists in braces. No backtracking anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from budgets.imports.sie.items import Objects

_QUOTED = r'"(?:[^"\\]++|\\"?+)*+"'
_BARE = r'(?:[^ \t"{}\\]++|\\"?+)++'
_FIELD = re.compile(
    rf"(?<![^ \t{{}}]){_QUOTED}(?![^ \t{{}}])"  # a quoted field stands alone
    rf'|\{{(?:[^"{{}}\\]++|\\"?+|{_QUOTED})*+\}}'
    rf"|{_BARE}"
    rf"|[{{}}](?=[ \t]*+\Z)"  # a brace that begins or ends a block
    rf"|(?=[^ \t])"
)
"""One field as it is written; nothing at all where no field can begin."""
_GAP = r"[ \t]++"
_WORDS = r'(?:"([^"\\\ufffd]*+)"|([^ \t"{}\\\ufffd]++))'
_OTHER = r'(?:"[^"\\\ufffd]*+"|[^ \t"{}\\\ufffd]++)'
PLAIN_ROW = re.compile(
    rf"[ \t]*+#TRANS{_GAP}([0-9A-Za-z]{{1,20}}+){_GAP}(?:(\{{[^{{}}\\\ufffd]*+\}}){_GAP})?+"
    r"([+-]?[0-9]{1,9}+(?:[.][0-9]{1,2}+)?+)"
    rf'(?:{_GAP}(?:""|([0-9]++))(?:{_GAP}{_WORDS}(?:{_GAP}{_OTHER}){{0,2}}+)?+)?+[ \t]*+'
)
"""The row of a voucher as nearly all are written: account, object list, an amount under a milliard, date and text.

They are what `fields` gives, but for the list: that is one only where `fields` has found the same.
"""
PLAIN_AMOUNT = 10**9
"""What the amount of a plain row is less than."""
_UNUSED = "\x00"
"""A sign that no line can have: control signs are refused before."""


def fields(line: str) -> list[str] | None:
    """The fields of a line as they are written, quotes and braces kept; None when quotes or braces do not match."""
    found: list[str] = _FIELD.findall(line)
    if "" not in found:
        return found
    line = line.rstrip(" \t")
    if line.endswith('\\"'):  # a text that ends in a backslash, from a program that did not think of it
        found = _FIELD.findall(line[:-2] + _UNUSED + '"')
        if "" not in found:
            return [*found[:-1], found[-1].replace(_UNUSED, "\\")]
    return None


def content(field: str) -> str:
    """What a field says: without its quotes, and with those inside it as they were meant."""
    if field[0] == '"':
        field = field[1:-1]
    return field.replace('\\"', '"') if "\\" in field else field


def objects(field: str) -> Objects | None:
    """The pairs of a list such as {1 "10" 6 "Bilen"}; None when it is not one. An empty object is none at all."""
    inner = fields(field[1:-1])
    if inner is None or len(inner) % 2:
        return None
    pairs = []
    for dimension, number in zip(map(content, inner[::2]), map(content, inner[1::2]), strict=True):
        if not (dimension.isascii() and dimension.isdigit()) or len(dimension) > 6:
            return None
        if number:
            pairs.append((str(int(dimension)), number))
    return tuple(pairs) if len(dict(pairs)) == len(pairs) else None


def said(found: Iterable[str]) -> str:
    """All that fields say, one after the other, without quotes, spaces and braces."""
    parts: list[str] = []
    for field in found:
        if field[0] == "{":
            parts += map(content, fields(field[1:-1]) or ())
        elif field != "}":
            parts.append(content(field))
    return "".join(parts)
