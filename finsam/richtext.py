"""Rich text: what may stand in it, and how the figures in it are resolved.

The same cleaning serves form, import, API, admin and shell, since the model field calls it on every write. Three things
stand in a text as empty elements that say what is meant, and are filled in where the text is read:

    <data value="REFERENCE"></data>          a figure, so that no typed number can pose as computed; or (`to:…`)
                                             a table, note, chart or section of the document, by its number
    <sup data-note="WORDS"></sup>            a footnote, numbered by machine; figures stand in it as in a heading
    <img data-picture="KEY" alt="WORDS">     one of the federation's pictures, with what it shows in words

Headings are h3 and h4, whatever level the text itself stands at: `reports.documents` gives them the right one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from uuid import UUID

import nh3

from finsam import crossings, figures, swedish, word
from finsam.nesting import DEEPEST_READ, Refused, refuse_deep

TAGS = set(
    "p br h3 h4 ul ol li strong em blockquote a data sup img table thead tbody tr th td caption".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # the cleaner would else let `title` and `lang` through everywhere
    "a": {"href"},
    "data": {"value"},
    "sup": {"data-note"},
    "img": {"data-picture", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
LONGEST = 200_000
"""Signs of rich text in one section; more is a pasted file, not a section."""
LONGEST_READ = 3 * LONGEST
"""Signs of what is pasted, with all that is cleaned away; more is not even read."""
DEEPEST = 30
"""Levels of elements in each other in a cleaned text."""
LONGEST_NOTE = 1_000
LONGEST_DESCRIPTION = 300
WIDEST_SPAN = 50
"""Columns or rows that one cell may span; more is no table that anyone has written."""


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The attribute's value as it is kept, None for one that is not."""
    if name in ("colspan", "rowspan"):
        return value if re.fullmatch(r"[1-9]\d?", value) and int(value) <= WIDEST_SPAN else None
    if name == "scope":
        return value if value in ("col", "row", "colgroup", "rowgroup") else None
    if name in ("data-note", "alt"):
        return " ".join(value.split())
    if name == "data-picture":
        return _picture_key(value)
    if name == "href":
        return value if _ADDRESS.match(value.strip()) else None
    return value


_ADDRESS = re.compile(r"(?:https?|mailto|tel):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
"""An address with one of our schemes, or none: a colon before any path names a scheme, though no browser know it."""


def _picture_key(value: str) -> str | None:
    try:
        return str(UUID(value))
    except ValueError:
        return None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={"script", "style"},
    strip_comments=True,
)
_DATA = re.compile(r'<data value="([^"]*)"></data>')
_NOTE = re.compile(r'<sup data-note="([^"]*)"></sup>')
_PICTURE = re.compile(r'<img data-picture="([^"]*)" alt="([^"]*)">')
_EMPTIED_TAG = re.compile(r'<(data|sup)(?: (?:value|data-note)="([^"]*)")?>|</(?:data|sup)>')
_IMAGE_TAG = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_HEADING_TAG = re.compile(r"<(/?)h([1-6])(?=[\s>/])", re.IGNORECASE)
_EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+")
_EMPTY_HEADING = re.compile(r"<h([34])>(?:\s|&nbsp;|<br>)*</h\1>")
_BETWEEN_WORDS = re.compile(
    r"<(?:br|/?(?:p|h3|h4|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|caption))\b[^>]*>"
)
_NO_DESCRIPTION = re.compile(
    r".*\.(png|jpe?g|svg|gif)|(bild|diagram|figur|image|logo)\s*\d*", re.IGNORECASE
)  # the same as the gate of PDFs stops
_RENAMED = (("b", "strong"), ("i", "em"))


def clean(text: str) -> str:
    """The text with nothing but what the house allows; "" when nothing readable is left.

    Raises Refused, with why, for what is too long or too deep to be a text.
    """
    if len(text) > LONGEST_READ:
        raise Refused(too_long(len(text), LONGEST_READ))
    refuse_deep(text, DEEPEST_READ, is_whole=False)
    text = re.sub("[\u2028\u2029]", " ", text)  # line ends of other programs, which no font can show
    if word.is_from_word(text):
        text = word.in_order(text)
    for old, new in _RENAMED:
        text = re.sub(rf"<(/?){old}(?=[\s>/])", rf"<\g<1>{new}", text, flags=re.IGNORECASE)
    cleaned = _CLEANER.clean(_with_two_levels(text))
    cleaned = _IMAGE_TAG.sub(_picture_alone, _with_empty_elements(cleaned))
    cleaned = _EMPTY_HEADING.sub("", cleaned).strip()
    refuse_deep(cleaned, DEEPEST, is_whole=True)
    return "" if _EMPTY.fullmatch(cleaned) else cleaned


def too_long(length: int, longest: int) -> str:
    """What is said of a text with too many signs."""
    return (
        f"Texten är för lång ({swedish.number(length)} tecken, högst {swedish.number(longest)}). "
        "Dela upp den på flera avsnitt."
    )


def _with_two_levels(text: str) -> str:
    """Headings of other programs as ours: their highest level is our first, all below it our second."""
    levels = {int(tag[2]) for tag in _HEADING_TAG.finditer(text)}
    if levels <= {3, 4}:
        return text
    highest = min(levels)
    return _HEADING_TAG.sub(lambda tag: f"<{tag[1]}h{3 if int(tag[2]) == highest else 4}", text)


def _with_empty_elements(text: str) -> str:
    """Each figure and note without what stands in it; of those within others the outermost. `text` is well-formed.

    What is raised and is no note stays as words.
    """
    kept: list[str] = []
    opened: list[bool] = []
    """Of the elements that are open here, outermost first: whether each is a figure or a note."""
    end = 0
    for tag in _EMPTIED_TAG.finditer(text):
        is_inside = any(opened)
        if not is_inside:
            kept.append(text[end : tag.start()])
        end = tag.end()
        if tag[1] is None:
            opened.pop()
            continue
        stands = tag[1] == "data" or bool(tag[2])
        opened.append(stands)
        if stands and not is_inside:
            name = "value" if tag[1] == "data" else "data-note"
            kept.append(f'<{tag[1]} {name}="{tag[2] or ""}"></{tag[1]}>')
    return "".join(kept) + text[end:]


def _picture_alone(tag: re.Match[str]) -> str:
    """One of our pictures in its one spelling; nothing for an image from elsewhere, which no document fetches."""
    attributes = dict(re.findall(r' ([a-z-]+)="([^"]*)"', tag[1]))
    if "data-picture" not in attributes:
        return ""
    return f'<img data-picture="{attributes["data-picture"]}" alt="{attributes.get("alt", "")}">'


# --- What stands in it -----------------------------------------------------------------------------------


def references(text: str) -> list[str]:
    """The figure references in a cleaned text, in order, those of its notes with them."""
    return [each for each in _references(text) if not crossings.is_crossing(each)]


def crossing_references(text: str) -> list[str]:
    """The references to places of the document in a cleaned text, in order, those of its notes with them."""
    return [each for each in _references(text) if crossings.is_crossing(each)]


def _references(text: str) -> Iterator[str]:
    for found in re.finditer(f"{_DATA.pattern}|{_NOTE.pattern}", text):
        if found[1] is not None:
            yield html.unescape(found[1])
        else:
            yield from figures.line_references(html.unescape(found[2]))


def notes(text: str) -> list[str]:
    """The footnotes of a cleaned text, in order."""
    return [html.unescape(found[1]) for found in _NOTE.finditer(text)]


def pictures(text: str) -> list[str]:
    """The keys of the pictures in a cleaned text, in order."""
    return [found[1] for found in _PICTURE.finditer(text)]


def problems(text: str) -> list[str]:
    """What is wrong with a cleaned text, in Swedish; empty when all is well."""
    found = (
        figures.problems(references(text)) + crossings.problems(crossing_references(text)) + undescribed(text)
    )
    for note in notes(text):
        if len(note) > LONGEST_NOTE:
            found.append(
                f"Fotnoten som börjar ”{note[:40]}” är för lång ({len(note)} tecken, högst {LONGEST_NOTE}). "
                "Flytta något av den till texten."
            )
    return found


def undescribed(text: str) -> list[str]:
    """What is wrong with how a cleaned text describes its pictures, in Swedish. Such a text is never stored."""
    return [
        f"Bild {number} i texten: {problem}"
        for number, picture in enumerate(_PICTURE.finditer(text), start=1)
        if (problem := description_problem(html.unescape(picture[2])))
    ]


def description_problem(words: str) -> str:
    """What is wrong with the words that describe a picture, in Swedish; "" when they do."""
    if not words:
        return "Skriv vad bilden visar, för den som inte ser den."
    if _NO_DESCRIPTION.fullmatch(words):
        return f"”{words}” säger inte vad bilden visar. Beskriv det för den som inte ser den."
    if len(words) > LONGEST_DESCRIPTION:
        return (
            f"Beskrivningen är för lång ({len(words)} tecken, högst {LONGEST_DESCRIPTION}). "
            "Skriv det viktigaste, och resten i texten."
        )
    return ""


# --- How it is read --------------------------------------------------------------------------------------


def resolve(text: str, value_of: Callable[[str], str], link_of: Callable[[str], str] | None = None) -> str:
    """A cleaned text with each reference replaced by `value_of(reference)`, escaped; in its notes too.

    `link_of` gives what leads to another place of the document, as HTML; without it such a reference is words.
    """

    def noted(found: re.Match[str]) -> str:
        words = figures.fill(html.unescape(found[1]), value_of)
        return f'<sup data-note="{html.escape(words)}"></sup>'

    def value(found: re.Match[str]) -> str:
        reference = html.unescape(found[1])
        if link_of is not None and crossings.is_crossing(reference):
            return link_of(reference)
        return html.escape(value_of(reference), quote=False)

    return _NOTE.sub(noted, _DATA.sub(value, text))


def set_notes(text: str, note: Callable[[str], str]) -> str:
    """A text with each footnote replaced by `note(words)`, which is HTML."""
    return _NOTE.sub(lambda found: note(html.unescape(found[1])), text)


def set_pictures(text: str, picture: Callable[[str, str], str]) -> str:
    """A text with each picture replaced by `picture(key, description)`, which is HTML."""
    return _PICTURE.sub(lambda found: picture(found[1], html.unescape(found[2])), text)


def set_headings(text: str, level: int) -> str:
    """A text with its headings one and two levels under `level`, none skipped and none beyond the deepest there is."""
    first = min(level + 1, 6)
    has_first = False

    def heading(tag: re.Match[str]) -> str:
        nonlocal has_first
        if tag[2] == "3":
            has_first = True
        stands = min(first + 1, 6) if tag[2] == "4" and has_first else first
        look = (
            ""
            if tag[1]
            else ' class="subheading"'
            if tag[2] == "3"
            else ' class="subheading subheading-minor"'
        )
        return f"<{tag[1]}h{stands}{look}"

    return re.sub(r"<(/?)h([34])(?=>)", heading, text)


def plain(text: str) -> str:
    """The words of a cleaned text, without markup; a figure stands as its reference in braces, as in a heading.

    A note stands in parentheses where it is referred to, a picture as its description.
    """
    words = _DATA.sub(r"{\1}", text)
    words = _NOTE.sub(r" (\1)", words)
    words = _PICTURE.sub(r" \2 ", words)
    words = _BETWEEN_WORDS.sub(" ", words)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", words))).strip()
