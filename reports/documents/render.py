"""The resolved document as HTML: a fragment for the web page, a page of its own, a complete file for paper.

One set of templates serves both. What paper needs beside them stands here: the colours worked out from the
federation's own (WeasyPrint mixes none), and links and tables in running text that a PDF can carry. How the HTML
becomes a PDF is `reports.pdf`'s.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from reports.documents.own_style import own_style
from reports.documents.resolved import ResolvedDocument, ResolvedSection
from reports.documents.setting import set_texts
from reports.domain.talk import Beside

USUAL_ACCENT = "#1f5f6b"
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
TINTS = {
    "--accent": (100, WHITE),
    "--accent-strong": (72, BLACK),
    "--accent-line": (35, WHITE),
    "--accent-light": (16, WHITE),
    "--accent-wash": (7, WHITE),
}
"""The colours of paper: per name how many per cent of the accent, and what it is mixed with."""


class UnknownChapter(LookupError):
    """No chapter of the document has the anchor asked for."""


def page_html(resolved: ResolvedDocument, *, with_title: bool = True, beside: Beside | None = None) -> str:
    """The document as a fragment for the web page, with contents. It brings the page's h1, unless told not to.

    `beside`: what stands of the talk beside its headings.
    """
    context = {**_context(resolved), "with_title": with_title, "beside": beside}
    return _mended(render_to_string("documents/page.html", context), on_paper=False)


def paper_html(resolved: ResolvedDocument, *, chapter: str | None = None) -> str:
    """The complete HTML for a PDF, or for one chapter alone, by the anchor of its heading and numbered as in the whole.

    Raises UnknownChapter when the document has no such chapter.
    """
    cover = resolved.cover
    context = _context(resolved) | {
        "title": f"{cover.title} – {cover.federation}",
        "palette": palette(cover.accent),
    }
    if chapter is not None:
        alone = _chapter(set_texts(resolved.sections, resolved.pictures), chapter)
        context |= {
            "chapter": alone,
            "sections": (alone,),
            "title": f"{_numbered(alone)} – {cover.title} – {cover.federation}",
        }
    return _mended(render_to_string("documents/document.html", context), on_paper=True)


def file_html(resolved: ResolvedDocument) -> str:
    """The document as a web page of its own, to save or send: style and type are in it, nothing is fetched."""
    context = _context(resolved) | {"style": own_style(), "palette": palette(resolved.cover.accent)}
    return _mended(render_to_string("documents/file.html", context), on_paper=True)


def article_of(page: str) -> str:
    """The document itself out of its page of its own (`file_html`), sign by sign as it stands there."""
    return page[page.index("<article") : page.rindex("</article>") + len("</article>")]


def block_html(resolved: ResolvedDocument) -> SafeString:
    """The sections of a document alone, for a page that shows a block before it is chosen."""
    sections = set_texts(resolved.sections, resolved.pictures)
    html = render_to_string("documents/_sections.html", {"sections": sections})
    return mark_safe(_mended(html, on_paper=False))  # noqa: S308 - made of the project's own templates


def _context(resolved: ResolvedDocument) -> dict[str, object]:
    return {
        "cover": resolved.cover,
        "is_draft": resolved.is_draft,
        "is_proposal": resolved.is_proposal,
        "meeting": resolved.meeting,
        "sections": set_texts(resolved.sections, resolved.pictures),
        "adoption": resolved.adoption,
    }


def _chapter(sections: Sequence[ResolvedSection], anchor: str) -> ResolvedSection:
    for section in sections:
        if section.anchor == anchor:
            return section
    raise UnknownChapter(f"Dokumentet har inget kapitel ”{anchor}”.")


def _numbered(section: ResolvedSection) -> str:
    return f"{section.number} {section.heading}".strip()


# --- Colours -------------------------------------------------------------------------------------------


def palette(accent: str) -> SafeString:
    """The style element with the colours of the document. Only colours get through, whatever the accent holds."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        accent = USUAL_ACCENT
    colour = [int(accent[at : at + 2], 16) for at in (1, 3, 5)]
    names = "".join(f"{name}:{_mixed(colour, share, other)};" for name, (share, other) in TINTS.items())
    return mark_safe(f"<style>:root{{{names}}}</style>")  # noqa: S308 - nothing but hexadecimal colours


def _mixed(colour: Sequence[int], percent: int, other: Sequence[int]) -> str:
    parts = ((one * percent + two * (100 - percent)) // 100 for one, two in zip(colour, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


# --- What others have written --------------------------------------------------------------------------

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')
_OUTER = ("http:", "https:", "mailto:", "tel:")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)


def _mended(page: str, *, on_paper: bool) -> str:
    return _without_dead_links(_TABLE.sub(_with_heads, page), on_paper=on_paper)


def _with_heads(table: re.Match[str]) -> str:
    """A table someone wrote without header cells is read with its first row as head: a reader needs one."""
    if "<th" in table[0]:
        return table[0]
    return _ROW.sub(
        lambda row: re.sub(r"<td\b", '<th scope="col"', row[0]).replace("</td>", "</th>"), table[0], count=1
    )


def _without_dead_links(page: str, *, on_paper: bool) -> str:
    """The HTML with links that lead nowhere turned into plain words.

    A chapter alone lacks the notes it refers to, a table may be taken out of the document, and on paper an address
    within the site means nothing. Paper also wants the words of a link without markup: a PDF would split the link.
    """
    anchors = set(_ID.findall(page))

    def leads(target: str) -> bool:
        if target.startswith("#"):
            return target[1:] in anchors
        return not on_paper or target.lower().startswith(_OUTER)

    def mended(found: re.Match[str]) -> str:
        words = strip_tags(found[2])
        if not leads(html.unescape(found[1])) or not words.strip():
            return found[2]
        return f'<a href="{found[1]}">{words}</a>' if on_paper else found[0]

    return _LINK.sub(mended, page)
