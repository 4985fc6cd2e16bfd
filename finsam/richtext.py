"""Rich text: what may stand in it, and how the figures in it are resolved.

The same cleaning serves form, import, API, admin and shell, since the model field calls it on every write. A figure is
an empty `<data value="REFERENCE">`; what stands inside one is dropped, so that no typed number can pose as computed.
"""

import html
import re
from collections.abc import Callable

import nh3

from finsam import figures

TAGS = set("p br ul ol li strong em blockquote a data table thead tbody tr th td caption".split())
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # the cleaner would else let `title` and `lang` through everywhere
    "a": {"href"},
    "data": {"value"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
LONGEST = 200_000
"""Signs of rich text in one section; more is a pasted file, not a section."""

_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={"script", "style"},
    strip_comments=True,
)
_DATA = re.compile(r'<data value="([^"]*)"></data>')
_DATA_TAG = re.compile(r'<data(?: value="([^"]*)")?>|</data>')
_EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+")
_BETWEEN_WORDS = re.compile(r"<(?:br|/?(?:p|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|caption))\b[^>]*>")
_RENAMED = (("b", "strong"), ("i", "em"))


def clean(text: str) -> str:
    """The text with nothing but what the house allows; "" when nothing readable is left."""
    text = re.sub("[\u2028\u2029]", " ", text)  # line ends of other programs, which no font can show
    for old, new in _RENAMED:
        text = re.sub(rf"<(/?){old}(?=[\s>/])", rf"<\g<1>{new}", text, flags=re.IGNORECASE)
    cleaned = _CLEANER.clean(text)
    cleaned = _with_empty_figures(cleaned).strip()
    return "" if _EMPTY.fullmatch(cleaned) else cleaned


def _with_empty_figures(text: str) -> str:
    """Each figure without what stands in it; of figures within figures the outermost. `text` is well-formed."""
    kept: list[str] = []
    depth = end = 0
    for tag in _DATA_TAG.finditer(text):
        if depth == 0:
            kept += [text[end : tag.start()], f'<data value="{tag[1] or ""}"></data>']
        depth += -1 if tag[0] == "</data>" else 1
        end = tag.end()
    return "".join(kept) + text[end:]


def references(text: str) -> list[str]:
    """The figure references in a cleaned text, in order."""
    return [html.unescape(found[1]) for found in _DATA.finditer(text)]


def problems(text: str) -> list[str]:
    """What is wrong with the references in a cleaned text, in Swedish; empty when all is well."""
    return figures.problems(references(text))


def resolve(text: str, value_of: Callable[[str], str]) -> str:
    """A cleaned text with each reference replaced by `value_of(reference)`, escaped."""
    return _DATA.sub(lambda found: html.escape(value_of(html.unescape(found[1])), quote=False), text)


def plain(text: str) -> str:
    """The words of a cleaned text, without markup; a figure stands as its reference in braces, as in a heading."""
    words = _DATA.sub(r"{\1}", text)
    words = _BETWEEN_WORDS.sub(" ", words)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", words))).strip()
