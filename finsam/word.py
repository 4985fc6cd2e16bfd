"""What is pasted from Word, put in order before it is cleaned: what only looks like a list or a note becomes one.

Word writes a list as paragraphs with the bullet typed, a footnote as two links, a heading's number as words. The page
puts the same in order when something is pasted (`static/js/prose-paste.js`); here it is done for what comes as HTML by
any other way. What may stand in a text at all is for `finsam.richtext`, which cleans what this gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3

from finsam.nesting import DEEPEST_READ, refuse_deep
from finsam.word_tree import Node, read, written

_IS_WORDS = re.compile(r"<[a-z][^<>]*(?:\bmso-|\bclass=[\"']?Mso)", re.IGNORECASE)
_PLACE = re.compile(r"mso-list:\s*(l\d+)\s+level([1-9])(?!\d)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:\d+|[a-z])[.)]", re.IGNORECASE)
_TYPED_LABEL = re.compile(r"(?<!\s)\s*Tabell\s*\d+\s*[.:–-]?\s*", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_NOTE_REFERENCE = re.compile(r"#_(ftn|edn)(\d+)")
_NOTE_RETURN = re.compile(r"#_(ftn|edn)ref(\d+)")
_DROPPED_STYLE = re.compile(
    r"mso-element:\s*(?:field-\w+|comment-list|comment)|mso-comment-(?:reference|continuation)"
    r"|mso-hide:\s*all|display:\s*none|page-break-before:\s*always",
    re.IGNORECASE,
)
_DROPPED_CLASS = re.compile(r"MsoToc\d|MsoCommentReference|msoDel", re.IGNORECASE)
_BLOCKS = set("p ul ol li h1 h2 h3 h4 h5 h6 table caption thead tbody tr td th blockquote div".split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MARKS = {"b": "strong", "i": "em", "strong": "strong", "em": "em"}
_KEPT = {*_BLOCKS, *_MARKS, "a", "br", "span", "del", "data", "sup", "img"}
_READER = nh3.Cleaner(
    tags=_KEPT,
    attributes={
        "*": {"style", "class", "id"},
        "a": {"href"},
        "data": {"value"},
        "sup": {"data-note"},
        "img": {"data-picture", "alt"},
        **{cell: {"colspan", "rowspan", "scope"} for cell in ("td", "th")},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={"script", "style"},
    strip_comments=True,
)


def is_from_word(text: str) -> bool:
    """Whether the HTML is marked as Word marks its own."""
    return _IS_WORDS.search(text) is not None


def in_order(text: str) -> str:
    """The text with Word's lists, notes, captions and headings as such, and without what Word says of their looks.

    Raises Refused when it is too deep to be read.
    """
    text = _READER.clean(text)
    refuse_deep(text, DEEPEST_READ, is_whole=True)
    root = read(_SPACES.sub(lambda found: " " if "\n" in found[0] else found[0], text))
    _drop_hidden(root)
    _set_notes(root)
    _gather_lists(root)
    _tidy_tables(root)
    _unwrap(root)
    _tidy_words(root)
    return "".join(written(child) for child in root.children)


# --- What is not to be read ----------------------------------------------------------------------------


def _drop_hidden(node: Node) -> None:
    """Deleted and hidden words, comments, contents with page numbers, breaks of pages, images that do not follow."""

    def is_hidden(child: Node | str) -> bool:
        return isinstance(child, Node) and (
            child.tag == "del"
            or (child.tag == "img" and "data-picture" not in child.attributes)
            or _DROPPED_STYLE.search(child.style) is not None
            or _DROPPED_CLASS.search(child.attributes.get("class", "")) is not None
        )

    node.children = [child for child in node.children if not is_hidden(child)]
    for child in node.elements:
        _drop_hidden(child)


# --- Notes -----------------------------------------------------------------------------------------------


def _set_notes(root: Node) -> None:
    """A reference becomes a note with its words, and the list of notes at the end goes."""
    notes: dict[str, list[str]] = {}
    _take_notes(root, notes)
    _refer(root, {key: " ".join(words) for key, words in notes.items()})


def _take_notes(node: Node, notes: dict[str, list[str]]) -> None:
    """The words of each note, paragraph by paragraph."""
    taken = []
    for child in node.elements:
        if child.tag in ("p", "div") and (found := _return_in(child)):
            key, back = found
            notes.setdefault(key, []).extend(child.words.replace(back.words, "", 1).split())
            taken.append(child)
        else:
            _take_notes(child, notes)
    node.drop(taken)


def _return_in(node: Node) -> tuple[str, Node] | None:
    """Which note stands in the element, when it is no more than that one, and its link back."""
    found = None
    for link in node.under():
        if link.tag == "a" and (match := _NOTE_RETURN.fullmatch(link.attributes.get("href", ""))):
            if found:
                return None
            found = "".join(match.groups()), link
    return found


def _refer(node: Node, notes: dict[str, str]) -> None:
    for place, child in enumerate(node.children):
        if isinstance(child, str):
            continue
        found = _NOTE_REFERENCE.fullmatch(child.attributes.get("href", "")) if child.tag == "a" else None
        if found:
            words = notes.get("".join(found.groups()), "")
            node.children[place] = Node("sup", {"data-note": words}) if words else ""
        else:
            _refer(child, notes)


# --- Lists -----------------------------------------------------------------------------------------------


def _gather_lists(node: Node) -> None:
    """Paragraphs that Word has placed in a list become its points, lists in lists by their depth."""
    kept: list[Node | str] = []
    open_lists: list[tuple[Node, str, int]] = []  # with name and depth, outermost first
    for child in node.children:
        place = _PLACE.search(child.style) if isinstance(child, Node) and child.tag == "p" else None
        if not isinstance(child, Node) or place is None:
            if isinstance(child, Node):
                _gather_lists(child)
                _take_marker(child)
            if not isinstance(child, str) or child.strip():
                open_lists = []
            kept.append(child)
            continue
        name, depth = place[1], int(place[2])
        kind = "ol" if _NUMBERED.match(_take_marker(child)) else "ul"
        while open_lists and open_lists[-1][2] >= depth and open_lists[-1][1:] != (name, depth):
            open_lists.pop()
        if not open_lists or open_lists[-1][2] < depth:
            made = Node(kind)
            last = open_lists[-1][0].children[-1] if open_lists else None
            (last.children if isinstance(last, Node) else kept).append(made)
            open_lists.append((made, name, depth))
        point = Node("li")
        point.children = child.children
        open_lists[-1][0].children.append(point)
    node.children = kept


def _take_marker(node: Node) -> str:
    """Take out the bullet or number that Word types before the words; gives what it was."""
    marker = ""
    taken = []
    for child in node.elements:
        if child.tag == "span" and "mso-list" in child.style.lower():
            marker += child.words
            taken.append(child)
        elif child.tag not in _BLOCKS:
            marker += _take_marker(child)
    node.drop(taken)
    return marker


# --- Tables ----------------------------------------------------------------------------------------------


def _tidy_tables(node: Node) -> None:
    """A table has a head, and the line above that names it is its caption."""
    before: Node | None = None
    named = []
    for child in node.elements:
        if child.tag == "table":
            if before is not None and "MsoCaption" in before.attributes.get("class", ""):
                caption = Node("caption")
                caption.children = [_TYPED_LABEL.sub("", before.words, count=1)]
                child.children.insert(0, caption)
                named.append(before)
            _make_head(child)
        else:
            _tidy_tables(child)
        before = child
    node.drop(named)


def _make_head(table: Node) -> None:
    rows = [each for each in table.under() if each.tag == "tr"]
    if len(rows) < 2 or any(each.tag == "th" for each in table.under()):
        return
    for cell in rows[0].elements:
        cell.tag = "th"
        cell.attributes["scope"] = "col"
    head, body = Node("thead"), Node("tbody")
    head.children, body.children = list(rows[:1]), list(rows[1:])
    captions = [each for each in table.elements if each.tag == "caption"]
    table.children = [*captions, head, body]


# --- Words -----------------------------------------------------------------------------------------------


def _unwrap(node: Node) -> None:
    """Marks by their meaning, quotations as such, and nothing that only says how something looks."""
    children: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            children.append(child)
            continue
        is_quotation = child.tag == "p" and "Quote" in child.attributes.get("class", "")
        spaces = child.tag == "span" and re.search(r"mso-(?:spacerun|tab-count)", child.style, re.IGNORECASE)
        _unwrap(child)
        child.tag = _MARKS.get(child.tag, child.tag)
        child.attributes = {
            name: value
            for name, value in child.attributes.items()
            if name not in ("style", "class", "id") and not (name == "href" and value.startswith("#"))
        }
        if spaces:
            children.append(" ")
        elif (
            child.tag in ("span", "div")
            or (child.tag == "a" and not child.attributes)
            or (child.tag == "strong" and node.tag in ("th", *_HEADINGS))
        ):
            children.extend(child.children)
        elif is_quotation:
            quotation = Node("blockquote")
            quotation.children = [child]
            children.append(quotation)
        else:
            children.append(child)
    node.children = _joined(children)
    if node.tag in ("td", "th", "li") and [each.tag for each in node.elements].count("p") == 1:
        _unwrap_only_paragraph(node)
    if node.tag == "th":
        node.children = _joined(
            each
            for child in node.children
            for each in (child.children if isinstance(child, Node) and child.tag == "strong" else [child])
        )


def _joined(children: list[Node | str] | Iterator[Node | str]) -> list[Node | str]:
    """Words beside words, and bold beside bold, are one."""
    groups: list[list[Node | str]] = []
    for child in children:
        if groups and _are_one(groups[-1][0], child):
            groups[-1].append(child)
        elif isinstance(child, Node) and child.tag in ("strong", "em") and not child.words.strip(" \xa0"):
            if child.words:
                groups.append([child.words])
        elif child != "":
            groups.append([child])
    return [_as_one(group) if len(group) > 1 else group[0] for group in groups]


def _are_one(first: Node | str, second: Node | str) -> bool:
    if isinstance(first, str) or isinstance(second, str):
        return isinstance(first, str) and isinstance(second, str)
    return first.tag == second.tag and first.tag in ("strong", "em")


def _as_one(group: list[Node | str]) -> Node | str:
    first = group[0]
    if isinstance(first, str):
        return "".join(each for each in group if isinstance(each, str))
    first.children = _joined(child for each in group if isinstance(each, Node) for child in each.children)
    return first


def _unwrap_only_paragraph(cell: Node) -> None:
    first = cell.elements[0]
    if first.tag == "p" and not "".join(c for c in cell.children if isinstance(c, str)).strip():
        cell.children = [
            each for child in cell.children for each in (first.children if child is first else [child])
        ]


def _tidy_words(node: Node) -> None:
    """Spaces as one, none at the ends of a paragraph, and no paragraph without words."""
    for child in node.elements:
        _tidy_words(child)
    node.children = [
        re.sub(r"[ \t\r\n]+", " ", child) if isinstance(child, str) else child for child in node.children
    ]
    if node.tag in ("p", "li", "td", "th", "caption", *_HEADINGS):
        _strip(node, 0)
        _strip(node, -1)
    has_blocks = any(child.tag in _BLOCKS for child in node.elements)
    if has_blocks or node.tag in ("", "table", "thead", "tbody", "tr", "ul", "ol"):
        node.children = [
            child
            for child in node.children
            if (
                child.strip(" \xa0") if isinstance(child, str) else child.tag != "br" and not _is_empty(child)
            )
        ]


def _is_empty(node: Node) -> bool:
    if node.tag not in ("p", "caption", *_HEADINGS):
        return False
    return not node.words.strip() and not any(each.tag in ("data", "img", "sup") for each in node.under())


def _strip(node: Node, end: int) -> None:
    gone = 0
    for edge in node.children if end == 0 else reversed(node.children):
        if isinstance(edge, str) and edge.strip():
            break
        if isinstance(edge, Node) and edge.tag != "br":
            break
        gone += 1
    node.children = node.children[gone:] if end == 0 else node.children[: len(node.children) - gone]
    if not node.children:
        return
    edge = node.children[end]
    if isinstance(edge, str):
        node.children[end] = edge.lstrip() if end == 0 else edge.rstrip()
    elif edge.tag in ("strong", "em", "a"):
        _strip(edge, end)
