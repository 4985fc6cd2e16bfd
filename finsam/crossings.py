"""References from a text to something in the same document: a table, a note, a chart, a section.

A sentence holds what is meant, never a number: `to:KEY[:ARGUMENT][~PART]` for a computed block by the reference its
section stores, `to:section:SIGNS` for a section by its key; with `/number` behind it shows the number alone. The number
is made where the document is read, so it follows when sections move.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from finsam import blocks

PREFIX = "to:"
NUMBER = "number"
"""The form that shows the number alone: ”tabellerna 12–15”."""

_CROSSING = re.compile(
    r"to:(?P<target>section:[0-9a-f]{8}|[a-z_]+\.[a-z_]+(?::[a-z0-9_-]+)?(?:~[0-9a-z]{1,8})?)(?:/(?P<form>number))?"
)


class UnknownCrossing(LookupError):
    """A text that refers to nothing one can refer to. The message is Swedish."""


@dataclass(frozen=True)
class Crossing:
    """A parsed reference: the target as it is looked up in a document, and the form it is shown in."""

    target: str
    form: str = ""

    @classmethod
    def parse(cls, text: str) -> Crossing:
        """The reference in `text`; raises UnknownCrossing when it is not one."""
        found = _CROSSING.fullmatch(text.strip())
        if found is None:
            raise UnknownCrossing(f"”{text}” är ingen hänvisning till en tabell, en not eller ett avsnitt.")
        return cls(found["target"], found["form"] or "")

    def __str__(self) -> str:
        return f"{PREFIX}{self.target}{f'/{self.form}' if self.form else ''}"


@dataclass(frozen=True)
class Target:
    """What a reference leads to, in the document as it reads: ”Tabell 7”, its number alone, what it is, and where."""

    label: str
    number: str
    name: str
    anchor: str

    def shown(self, form: str = "") -> str:
        """How a reference to it reads in a sentence."""
        return self.number if form == NUMBER else self.label

    def link(self, form: str = "") -> str:
        """A reference to it as HTML that leads there."""
        return f'<a href="#{html.escape(self.anchor)}">{html.escape(self.shown(form), quote=False)}</a>'


def is_crossing(reference: str) -> bool:
    """Whether what stands in a text's empty element is a reference within the document, and not a figure."""
    return reference.strip().startswith(PREFIX)


def in_words(text: str) -> str:
    """What a reference means to lead to, as a writer knows it, for one that leads nowhere."""
    try:
        target = Crossing.parse(text).target
    except UnknownCrossing:
        return f"”{text}”"
    if target.startswith("section:"):
        return "ett avsnitt som är borta"
    reference, _, part = target.partition("~")
    try:
        block, argument = blocks.find(reference)
    except blocks.UnknownBlock:
        return f"”{reference}”"
    of = f", {dict(block.arguments).get(argument) or argument}" if argument else ""
    return f"”{block.label}{of}”{f', del {part}' if part else ''}"


def problems(references: Iterable[str]) -> list[str]:
    """What is wrong with the spelling of references, in Swedish. Whether they lead anywhere the document tells."""
    found = []
    for reference in references:
        try:
            Crossing.parse(reference)
        except UnknownCrossing as error:
            found.append(str(error))
    return found
