"""The gate: what a finished PDF must live up to before it is kept, checked without Java on every rendering.

The checks are plain functions over the facts of `pdf_anatomy`, written from PDF/UA-1 and the Matterhorn
protocol and with what a reader notices beside it; those of tables stand in `pdf_gate_tables`. Whether the
file as such is valid, the tests ask veraPDF. An error stops the PDF; a warning is kept with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pikepdf

from finsam.findings import Finding, Severity, run
from reports import pdf_gate_tables
from reports.pdf_anatomy import STANDARD_TYPES, Anatomy, anatomy_of
from reports.pdf_inputs import FONT_FAMILIES, RenderingRefused

PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "Lbl": {"LI", "TOCI", "Note"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
KIDS = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
MAY_BE_EMPTY = {"TD", "TH", "NonStruct", "Div", "Sect", "Part", "Art", "Span", "Document"}
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
PLACEHOLDER = re.compile(r".*\.(png|jpe?g|svg|gif)|(bild|diagram|figur|image|logo)\s*\d*", re.IGNORECASE)
MANY_PIECES = 3000
"""Pieces of content on one page beyond which something is cut up, such as a row of dots tagged dot by dot."""


def inspect_pdf(data: bytes) -> tuple[Finding, ...]:
    """What the PDF does not live up to, the gravest first; nothing when all is well."""
    try:
        anatomy = anatomy_of(data)
    except pikepdf.PdfError as fault:
        return (
            error("unreadable", "hela filen", "Filen går inte att läsa som PDF.", found=str(fault)[:200]),
        )
    found = run(CHECKS, anatomy) + run(pdf_gate_tables.CHECKS, pdf_gate_tables.tables_of(anatomy))
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))


def let_through(data: bytes) -> tuple[Finding, ...]:
    """The warnings of a PDF that may be kept. Raises RenderingRefused, in Swedish, for one that may not."""
    findings = inspect_pdf(data)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        shown = " ".join(f"{finding.message} ({finding.where})" for finding in errors[:3])
        more = f" Ytterligare {len(errors) - 3} fel." if len(errors) > 3 else ""
        raise RenderingRefused(f"PDF:en uppfyller inte kraven på tillgänglighet. {shown}{more}")
    return findings


def error(
    code: str, where: str, message: str, *, expected: str = "", found: str = "", remedy: str = ""
) -> Finding:
    """A finding that stops the PDF."""
    return Finding(f"pdf.{code}", Severity.ERROR, where, message, expected, found, remedy)


def warning(code: str, where: str, message: str, *, found: str = "", remedy: str = "") -> Finding:
    """A finding that is kept with the PDF."""
    return Finding(f"pdf.{code}", Severity.WARNING, where, message, found=found, remedy=remedy)


# --- The file as a whole -------------------------------------------------------------------------------


def check_title(pdf: Anatomy) -> Iterator[Finding]:
    """A title, in both places where readers look for it, and shown in the window instead of the file name."""
    if not pdf.title or b"dc:title" not in pdf.metadata:
        yield error("title_missing", "hela filen", "PDF:en saknar titel.", remedy="Ge dokumentet en titel.")
    if not pdf.shows_title:
        yield error("title_not_shown", "hela filen", "PDF:en visar filnamnet i stället för titeln.")


def check_language(pdf: Anatomy) -> Iterator[Finding]:
    """A language for the whole, and none on a part that is no language."""
    if not LANGUAGE.fullmatch(pdf.language):
        yield error(
            "language_missing", "hela filen", "PDF:en saknar språk.", expected="sv", found=pdf.language
        )
    for element in pdf.elements:
        if element.language is not None and not LANGUAGE.fullmatch(element.language):
            yield error(
                "language_invalid", element.kind, "En del har ett okänt språk.", found=element.language
            )


def check_identification(pdf: Anatomy) -> Iterator[Finding]:
    """The file says that it is PDF/UA-1 and PDF/A-2a."""
    for code, name, pattern in (
        ("pdfua_missing", "PDF/UA-1", rb"pdfuaid:part(=\"1\"|>1<)"),
        ("pdfa_missing", "PDF/A-2", rb"pdfaid:part(=\"2\"|>2<)"),
        ("pdfa_level_missing", "PDF/A nivå A", rb"pdfaid:conformance(=\"A\"|>A<)"),
    ):
        if not re.search(pattern, pdf.metadata):
            yield error(code, "hela filen", f"PDF:en anger inte att den följer {name}.", expected=name)


def check_structure_exists(pdf: Anatomy) -> Iterator[Finding]:
    """Tagged, said to be tagged, and nothing left to doubt."""
    if not pdf.has_tree or not pdf.elements:
        yield error("tree_missing", "hela filen", "PDF:en saknar struktur för skärmläsare.")
    if not pdf.is_marked or pdf.is_suspect:
        yield error("not_marked", "hela filen", "PDF:en anger inte att den är uppmärkt.")


def check_nothing_carried(pdf: Anatomy) -> Iterator[Finding]:
    """No files inside the file, and nothing that runs when it is opened."""
    if pdf.has_embedded_files:
        yield error("embedded_files", "hela filen", "PDF:en bär med sig bifogade filer.")
    if pdf.has_scripts:
        yield error("scripts", "hela filen", "PDF:en innehåller skript.")


def check_bookmarks(pdf: Anatomy) -> Iterator[Finding]:
    """A document of some length can be found one's way in."""
    chapters = sum(element.kind in ("H1", "H2") for element in pdf.elements)
    if len(pdf.pages) > 3 and pdf.bookmarks < chapters:
        yield error(
            "bookmarks_missing",
            "hela filen",
            "PDF:en saknar bokmärken till alla kapitel.",
            expected=str(chapters),
            found=str(pdf.bookmarks),
        )


def check_fonts(pdf: Anatomy) -> Iterator[Finding]:
    """Only the project's own fonts, whole in the file, and every sign known as a letter."""
    for font in pdf.fonts:
        if font.family not in FONT_FAMILIES:
            yield error(
                "font_foreign", font.name, "PDF:en använder ett främmande typsnitt.", found=font.family
            )
        if not font.is_embedded:
            yield error("font_not_embedded", font.name, "Ett typsnitt är inte inbäddat.", found=font.name)
        if not font.maps_to_unicode:
            yield error(
                "font_without_text", font.name, "Text i ett typsnitt går inte att läsa upp eller söka i."
            )


# --- Pages ---------------------------------------------------------------------------------------------


def check_pages(pdf: Anatomy) -> Iterator[Finding]:
    """All that stands on a page is either read out or known to be decoration, and never both."""
    for page in pdf.pages:
        where = f"sida {page.number}"
        if not page.has_structure:
            yield error("page_without_structure", where, "Sidan saknar struktur för skärmläsare.")
        if page.untagged:
            yield error("content_untagged", where, "Sidan har innehåll som skärmläsare inte når.")
        if page.mixed:
            yield error("content_mixed", where, "Sidan blandar innehåll och utsmyckning.")
        if page.homeless:
            yield error("content_homeless", where, "Sidan har uppmärkt innehåll utanför läsordningen.")


def check_tab_order(pdf: Anatomy) -> Iterator[Finding]:
    """The tab key follows the reading order."""
    with_links = {annotation.page for annotation in pdf.annotations}
    for page in pdf.pages:
        if page.number in with_links and not page.tabs_follow_structure:
            yield error("tab_order", f"sida {page.number}", "Tabbordningen följer inte läsordningen.")


# --- Elements ------------------------------------------------------------------------------------------


def check_kinds(pdf: Anatomy) -> Iterator[Finding]:
    """Only standard elements, each where it belongs."""
    for element in pdf.elements:
        parent = pdf.elements[element.parent].kind if element.parent is not None else ""
        if element.kind not in STANDARD_TYPES:
            yield error(
                "kind_unknown", element.kind, "Strukturen har ett okänt slags element.", found=element.kind
            )
        elif parent not in PARENTS.get(element.kind, {parent}) or element.kind not in KIDS.get(
            parent, {element.kind}
        ):
            yield error(
                "element_misplaced",
                element.kind,
                "Ett element i strukturen står på fel plats.",
                found=f"{element.kind} i {parent or 'roten'}",
            )
        is_empty = not (element.kids or element.contents or element.annotations or element.actual_text)
        if is_empty and element.kind not in MAY_BE_EMPTY:
            yield error(
                "element_empty", element.kind, "Ett element i strukturen är tomt.", found=element.kind
            )


def check_headings(pdf: Anatomy) -> Iterator[Finding]:
    """Headings begin at the first level, skip none on the way down, and hold no other heading."""
    last = 0
    for element in pdf.elements:
        if re.fullmatch(r"H[1-6]", element.kind):
            level = int(element.kind[1])
            if any(re.fullmatch(r"H[1-6]", under.kind) for under in pdf.under(element)):
                yield error(
                    "heading_in_heading",
                    element.kind,
                    "En rubrik ligger i en annan rubrik, och läses upp två gånger.",
                    found=element.kind,
                )
            if level > last + 1:
                yield error(
                    "heading_skipped",
                    element.kind,
                    "En rubriknivå hoppas över.",
                    expected=f"H{last + 1}",
                    found=element.kind,
                    remedy="Ge rubriken rätt nivå.",
                )
            last = level
    if not last:
        yield error("headings_missing", "hela filen", "PDF:en saknar rubriker.")


def check_figures(pdf: Anatomy) -> Iterator[Finding]:
    """Every figure says in words what it shows."""
    for element in pdf.elements:
        if element.kind in ("Figure", "Formula"):
            words = element.alt or element.actual_text
            if not words:
                yield error("alt_missing", "bild", "En bild saknar alternativtext.", remedy="Beskriv bilden.")
            elif PLACEHOLDER.fullmatch(words):
                yield error(
                    "alt_placeholder", "bild", "En bilds alternativtext beskriver den inte.", found=words
                )


def check_pieces(pdf: Anatomy) -> Iterator[Finding]:
    """No page is cut into crumbs, as a row of dots tagged dot by dot."""
    pieces = sum(element.contents for element in pdf.elements)
    if pdf.pages and pieces > MANY_PIECES * len(pdf.pages):
        yield warning(
            "crumbs", "hela filen", "Innehållet är uppdelat i väldigt många bitar.", found=str(pieces)
        )


# --- Links ---------------------------------------------------------------------------------------------


def check_links(pdf: Anatomy) -> Iterator[Finding]:
    """Every link leads somewhere, says where in words, and is known as a link."""
    for link in pdf.annotations:
        where = f"sida {link.page}"
        if link.holder is None or (link.kind == "Link") != (link.holder == "Link"):
            yield error(
                "annotation_outside_tree", where, "En länk når inte skärmläsare.", found=link.contents
            )
        if link.kind == "Link" and link.destination and link.destination not in pdf.destinations:
            yield error("link_dead", where, "En länk leder ingenstans.", found=link.destination)
        if link.kind == "Link" and not link.destination and not link.address:
            yield error("link_dead", where, "En länk leder ingenstans.", found=link.contents)
        if not link.contents or link.contents == link.destination:
            yield error(
                "link_undescribed", where, "En länk säger inte vart den leder.", found=link.destination
            )


def check_link_elements(pdf: Anatomy) -> Iterator[Finding]:
    """What is called a link can be followed, and is one link."""
    for element in pdf.elements:
        if element.kind == "Link":
            if not element.annotations:
                yield error("link_without_target", "länk", "En länk går inte att följa.")
            if element.parent is not None and pdf.elements[element.parent].kind == "Link":
                yield warning("link_in_link", "länk", "En länk ligger i en annan.")


CHECKS: tuple[Callable[[Anatomy], Iterator[Finding]], ...] = (
    check_structure_exists,
    check_identification,
    check_title,
    check_language,
    check_nothing_carried,
    check_bookmarks,
    check_fonts,
    check_pages,
    check_tab_order,
    check_kinds,
    check_headings,
    check_figures,
    check_pieces,
    check_links,
    check_link_elements,
)
