"""Reads pages and PDFs as a reader does: tables as rows of cells, headings in order, the words under each heading.

A page is read with an HTML5 parser, a PDF from its structure tree, so that what is compared is what a browser or a
screen reader is given. Nothing here knows what the documents say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]

from reports import pdf
from reports.pdf_anatomy import Element as PaperElement
from reports.pdf_anatomy import anatomy_of
from reports.pdf_inputs import Pdf
from tests.reports.pdf_words import words_of

Grid = list[list[str]]
"""A table's cells by row and column. A cell that spans several columns stands in the first, the others are empty."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5}
BLOCKS = {*HEADINGS, "p", "li", "dt", "dd", "caption"}
"""Elements of a page that hold a text of their own."""
PAPER_HEADINGS = {"H2", "H3", "H4", "H5"}
PAPER_BLOCKS = {"P", "H1", *PAPER_HEADINGS, "TR", "Caption", "LBody"}
"""Elements of a PDF that hold a text of their own."""


def plain(text: str) -> str:
    """The text as a reader sees it: every space of HTML is one, and a no-break space stays what it is."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def squeezed(text: str) -> str:
    """The text without spaces and hyphens, for words that paper may break over lines anywhere."""
    return re.sub(r"[\s\u00a0\u2010-]+", "", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its closing mark."""
    return [part for part in re.split(r"(?<=[.!?])\s", text) if part]


# --- Pages -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """A heading: its machine-made number, "" when it has none, and its level, 1 for a chapter."""

    number: str
    level: int
    text: str


def parsed(html: str) -> Element:
    """The page as a tree."""
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def main_of(html: str) -> Element:
    """What a page says for itself, without the frame around it."""
    found = parsed(html).find(".//main")
    assert found is not None
    return found


def text_of(element: Element) -> str:
    """All words of an element."""
    return plain("".join(element.itertext()))


def tables(html: str) -> dict[str, Grid]:
    """Every table of a page by its caption, head and body together."""
    return {
        _caption(table): _grid(
            [
                [(text_of(cell), int(cell.get("colspan", "1"))) for cell in row if cell.tag in ("th", "td")]
                for row in table.iter("tr")
            ]
        )
        for table in parsed(html).iter("table")
    }


def texts(element: Element) -> list[str]:
    """The texts of a page in reading order: a row of a table, a heading, a term, and running text by sentence."""
    found: list[str] = []

    def read(node: Element) -> str:
        """Add what the blocks under `node` say, and give back the words that belong to no block under it."""
        if node.tag in ("script", "style", "svg", "form"):
            return ""
        if node.tag == "tr":
            found.append(" | ".join(text_of(cell) for cell in node))
            return ""
        own = node.text or ""
        for child in node:
            words = read(child)
            if child.tag in BLOCKS:
                found.extend(sentences(plain(words)))
            else:
                own += words
            own += child.tail or ""
        return own

    left = plain(read(element))
    return found + ([left] if left else [])


def headings(html: str) -> list[Heading]:
    """The headings of a document's sections, in order."""
    return [_heading(heading) for _, heading in _sections(html)]


def words_under(html: str) -> dict[str, str]:
    """Per heading of a document the words under it, up to the next heading."""
    found = {}
    for section, heading in _sections(html):
        own = [child for child in section if child.tag != "section" and child is not heading]
        found[_heading(heading).text] = plain(" ".join(text_of(child) for child in own))
    return found


def _sections(html: str) -> Iterator[tuple[Element, Element]]:
    for section in parsed(html).iter("section"):
        if "section" in section.get("class", "").split():
            yield section, next(child for child in section if child.tag in HEADINGS)


def _heading(element: Element) -> Heading:
    number = element.find("span[@class='number']")
    text = text_of(element)
    shown = text_of(number) if number is not None else ""
    return Heading(shown, HEADINGS[str(element.tag)] - 1, text.removeprefix(shown).strip())


def _caption(table: Element) -> str:
    caption = table.find("caption")
    return text_of(caption) if caption is not None else ""


def _grid(rows: Iterable[list[tuple[str, int]]]) -> Grid:
    """Cells with their spans as a grid."""
    return [
        [text if place == 0 else "" for text, span in row for place in range(span)] for row in rows if row
    ]


# --- PDFs --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PaperTable:
    """A table of a PDF. `read_out` is what a screen reader says of each data cell: its headers, then its text."""

    caption: str
    rows: Grid
    read_out: frozenset[tuple[str, ...]]


@cache
def pdf_of(html: str) -> Pdf:
    """The PDF of a paper HTML, made once in this process."""
    return pdf.render_pdf(html)


class Paper:
    """A PDF as its structure tree tells it."""

    def __init__(self, data: bytes) -> None:
        self.elements = anatomy_of(data).elements
        self.words = list(words_of(data))
        assert len(self.elements) == len(self.words)

    def tables(self) -> list[PaperTable]:
        """The tables in order."""
        return [self._table(element) for element in self.elements if element.kind == "Table"]

    def headings(self) -> list[Heading]:
        """The headings of sections in order, their words squeezed. The contents' own heading has no section."""
        return [self._heading(each) for each in self.elements if self._opens_section(each)]

    def words_under(self) -> dict[str, str]:
        """Per heading of a section the words up to the next heading, squeezed. A page break ends nothing."""
        found: dict[str, str] = {}
        heading = ""
        for element in self.elements:
            if self._opens_section(element):
                heading = self._heading(element).text
                found[heading] = ""
            elif heading and self._is_text(element) and not self._is_in_heading(element):
                found[heading] += squeezed(self.words[element.number])
        return found

    def texts(self) -> list[str]:
        """The texts in reading order: a row of a table, a heading, and running text by sentence; squeezed."""
        found = []
        for element in self.elements:
            if element.kind == "TR":
                found.append(" | ".join(self.words[cell] for cell in element.kids))
            elif self._is_text(element):
                found += re.split(r"(?<=[.!?])(?=\s|[A-ZÅÄÖ])", self.words[element.number])
        return [squeezed(text) for text in found]

    def _heading(self, element: PaperElement) -> Heading:
        number = re.match(r"\d+(\.\d+)*(?=\D)", self.words[element.number])
        shown = number[0] if number else ""
        text = self.words[element.number].removeprefix(shown)
        return Heading(shown, int(element.kind[1]) - 1, squeezed(text))

    def _table(self, table: PaperElement) -> PaperTable:
        caption, rows, cells = "", [], []
        ids = {}
        for element in self._under(table):
            if element.kind == "Caption":
                caption = self.words[element.number]
            elif element.kind == "TR":
                rows.append([self.elements[kid] for kid in element.kids])
            elif element.kind == "TH" and element.id:
                ids[element.id] = squeezed(self.words[element.number])
            if element.kind == "TD":
                cells.append(element)
        return PaperTable(
            caption,
            _grid([(self.words[cell.number], max(cell.columns, 1)) for cell in row] for row in rows),
            frozenset((*(ids[header] for header in cell.headers), self.words[cell.number]) for cell in cells),
        )

    def _under(self, element: PaperElement) -> Iterator[PaperElement]:
        for number in element.kids:
            yield self.elements[number]
            yield from self._under(self.elements[number])

    def _opens_section(self, element: PaperElement) -> bool:
        """Whether it is a heading straight under a section."""
        return element.kind in PAPER_HEADINGS and self._holder(element).kind == "Sect"

    def _is_in_heading(self, element: PaperElement) -> bool:
        return element.kind in PAPER_HEADINGS or self._holder(element).kind in PAPER_HEADINGS

    def _is_text(self, element: PaperElement) -> bool:
        """Whether it holds a text of its own, and no other that does."""
        return element.kind in PAPER_BLOCKS and not any(
            under.kind in PAPER_BLOCKS for under in self._under(element)
        )

    def _holder(self, element: PaperElement) -> PaperElement:
        """The element that holds it, not counting those that mean nothing."""
        holder = self.elements[element.parent or 0]
        return self._holder(holder) if holder.kind == "NonStruct" else holder


# --- Changes -----------------------------------------------------------------------------------------------


def changes(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """What differs between two readings, in order: (was, is). What is new was "", what is gone is ""."""
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if b - a == d - c:
            found += zip(before[a:b], after[c:d], strict=True)
        else:
            found += [(text, "") for text in before[a:b]] + [("", text) for text in after[c:d]]
    return found
