"""What a browser would make of stored rich text, and what of it may not be there. Parsed as HTML5 says."""

from __future__ import annotations

import re
from uuid import UUID

import tinyhtml5

ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in "p br h3 h4 ul ol li strong em blockquote table thead tbody tr caption".split()},
    "a": {"href"},
    "data": {"value"},
    "sup": {"data-note"},
    "img": {"data-picture", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
"""The elements and attributes of a stored text."""
FRAME = {"html", "head", "body"}


def forbidden_in(text: str) -> list[str]:
    """Elements, attributes, addresses and comments of a text that may not be stored."""
    found: list[str] = []
    for element in tinyhtml5.parse(text, namespace_html_elements=False).iter():
        tag = str(element.tag)
        if tag in FRAME and not element.attrib:
            continue
        if tag not in ALLOWED:
            found.append(tag)
            continue
        for name, value in element.attrib.items():
            if name not in ALLOWED[tag] or not _is_harmless(name, value):
                found.append(f"{tag} {name}={value}")
    return found


def _is_harmless(name: str, value: str) -> bool:
    if name == "href":
        bare = re.sub(r"[\x00-\x20]", "", value).lower()
        return (
            bare.startswith(("https://", "http://", "mailto:", "tel:"))
            or ":" not in re.split("[/?#]", bare)[0]
        )
    if name == "data-picture":
        try:
            return str(UUID(value)) == value
        except ValueError:
            return False
    if name in ("colspan", "rowspan"):
        return value.isdigit() and 1 <= int(value) <= 50
    if name == "scope":
        return value in ("col", "row", "colgroup", "rowgroup")
    return True


def runs_code(page: str) -> list[str]:
    """What in a finished page could run code that is not the page's own: handlers, scripts, addresses, frames."""
    found = []
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in ("script", "iframe", "object", "embed", "base", "template") or tag.startswith("<"):
            found.append(tag)
        for name, value in element.attrib.items():
            bare = re.sub(r"[\x00-\x20]", "", str(value)).lower()
            if str(name).lower().startswith("on") or bare.startswith(
                ("javascript:", "vbscript:", "data:text")
            ):
                found.append(f"{tag} {name}={value}")
    return found
