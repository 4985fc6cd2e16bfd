"""Where figures are used: each place in the documents' texts that refers to one, with the year it means there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from finsam import figures, richtext
from finsam.figures import Reference, UnknownFigure
from plans.domain.kinds import PLAN_SLOT, Slot


@dataclass(frozen=True)
class Written:
    """A text that may refer to figures. `kind` is what it is in Swedish; `text` is rich, `line` plain with braces."""

    document: int
    document_label: str
    year: int
    is_newest: bool
    kind: str
    name: str
    anchor: str
    edits: tuple[str, int] | None
    """The page where it is changed, by name, and its row."""
    line: str = ""
    text: str = ""
    slot: Slot = PLAN_SLOT
    """Which of its year's documents it stands in."""


@dataclass(frozen=True)
class Use:
    """A place that refers to a figure: `reference` as it is written, and the year it means there."""

    written: Written
    reference: str
    argument: str
    year: int
    times: int

    @property
    def is_of_another_year(self) -> bool:
        """Whether it means another year than the document's own."""
        return self.year != self.written.year


def uses_of(texts: Iterable[Written]) -> dict[str, tuple[Use, ...]]:
    """Per figure the places that refer to it, in the order of the texts. One that names no figure is left out."""
    found: dict[str, list[Use]] = {}
    for written in texts:
        times: dict[str, int] = {}
        for text in (*figures.line_references(written.line), *richtext.references(written.text)):
            times[text] = times.get(text, 0) + 1
        for text, count in times.items():
            try:
                reference = Reference.parse(text)
            except UnknownFigure:
                continue
            year = _year(reference, written.year)
            found.setdefault(reference.key, []).append(Use(written, text, reference.argument, year, count))
    return {key: tuple(uses) for key, uses in found.items()}


def _year(reference: Reference, year: int) -> int:
    if not reference.year:
        return year
    return year + int(reference.year) if reference.is_relative else int(reference.year)
