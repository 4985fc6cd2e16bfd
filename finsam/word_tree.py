"""HTML as a tree that can be put in order and written again. Of what stands in it only `finsam.word` knows anything."""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.parser import HTMLParser

_VOID = {"br", "img"}


def read(text: str) -> Node:
    """Well-formed HTML as a tree; its root is an element without a name."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root


class Node:
    """An element with what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Node | str] = []

    @property
    def style(self) -> str:
        return self.attributes.get("style", "")

    @property
    def elements(self) -> list[Node]:
        """The elements in it, not the words."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def words(self) -> str:
        """All the words in it."""
        return "".join(child if isinstance(child, str) else child.words for child in self.children)

    def under(self) -> Iterator[Node]:
        """Every element in it, at any depth."""
        waiting = self.elements[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.elements))

    def drop(self, gone: list[Node]) -> None:
        """Take out elements that stand right in it."""
        if gone:
            which = {id(each) for each in gone}
            self.children = [child for child in self.children if id(child) not in which]


class _Reader(HTMLParser):
    """Reads well-formed HTML into nodes."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and tag not in _VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def written(node: Node | str) -> str:
    """What stands in the tree as HTML again."""
    if isinstance(node, str):
        return html.escape(node, quote=False)
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in node.attributes.items())
    if node.tag in _VOID:
        return f"<{node.tag}{attributes}>"
    return f"<{node.tag}{attributes}>{''.join(map(written, node.children))}</{node.tag}>"
