"""The structure tree of a PDF in the making: finding one's way in it, moving and removing its parts.

It works on the objects of pydyf before they are written. What is to be moved, and why, stands in
`pdf_structure` and `pdf_joining`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf


class StructureTree:
    """The structure tree among the objects of a PDF: from reference to object, from element to parent and kids."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self._owners: dict[int, bytes] = {}

    def at(self, reference: bytes) -> Any:
        """The object that `reference` points at."""
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: Any) -> Iterator[Any]:
        """The structure elements directly under `element`, without its pieces of content."""
        for kid in element["K"]:
            if isinstance(kid, bytes) and "S" in (child := self.at(kid)):
                yield child

    def parent(self, element: Any) -> Any:
        """The element that holds `element`."""
        return self.at(element["P"])

    def ancestor(self, element: Any, kind: str) -> Any | None:
        """The nearest element of the kind `kind` above `element`."""
        while "P" in element:
            element = self.parent(element)
            if element.get("S") == kind:
                return element
        return None

    def distinct(self, elements: Iterable[Any]) -> list[Any]:
        """The elements without repetition, in the order they were made, which is that of the pages."""
        by_number = {element.number: element for element in elements if element is not None}
        return [by_number[number] for number in sorted(by_number)]

    def unlink(self, element: Any) -> None:
        """Take `element`, and all under it, out of the tree."""
        self.parent(element)["K"].remove(element.reference)

    def add(self, kind: str, parent: Any) -> Any:
        """A new element of the kind `kind`, last under `parent` and on its page."""
        element = pydyf.Dictionary(
            {"Type": "/StructElem", "S": kind, "K": pydyf.Array(), "Pg": parent["Pg"], "P": parent.reference}
        )
        self.pdf.add_object(element)
        parent["K"].append(element.reference)
        return element

    def holds_only_elements(self, element: Any) -> bool:
        """Whether `element` has no pieces of content or annotations of its own."""
        return all(isinstance(kid, bytes) and "S" in self.at(kid) for kid in element["K"])

    def erase(self, reference: bytes) -> None:
        """Put nothing in the place of an object that nothing refers to any more."""
        item = self.at(reference)
        self.pdf.objects[item.number] = Settled(item, b"null")

    def move(self, element: Any, parent: Any, before: str = "") -> None:
        """Put `element` last under `parent`, or before the first kid of the kind `before`."""
        self.unlink(element)
        element["P"] = parent.reference
        kids = parent["K"]
        place = next((i for i, kid in enumerate(kids) if self.at(kid).get("S") == before), len(kids))
        kids.insert(place, element.reference)

    def parents(self) -> Iterator[tuple[int, Any]]:
        """The parent tree: for a page the holders of its pieces of content, for an annotation its one holder."""
        numbers = self.at(self.root["ParentTree"])["Nums"]
        yield from zip(numbers[::2], numbers[1::2], strict=True)

    def owner(self, annotation: Any) -> Any:
        """The element that holds `annotation`."""
        if not self._owners:
            self._owners = dict(self.parents())
        return self.at(self._owners[annotation["StructParent"]])

    def reachable(self) -> set[int]:
        """The numbers of all objects that hang in the tree."""
        found: set[int] = set()
        waiting = [int(kid.split()[0]) for kid in self.root["K"]]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                kids = self.pdf.objects[number].get("K", ())
                waiting.extend(int(kid.split()[0]) for kid in kids if isinstance(kid, bytes))
        return found


class Settled(pydyf.Object):
    """An object whose bytes are worked out: pydyf asks for them twice, to write them and to identify the file."""

    def __init__(self, source: pydyf.Object, data: bytes) -> None:
        super().__init__()
        self.number, self.generation, self.free = source.number, source.generation, source.free
        self._data, self._compressible = data, source.compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible
