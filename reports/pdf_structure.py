"""The finisher: mends the structure that WeasyPrint writes, so that one file is both PDF/A-2a and PDF/UA-1.

WeasyPrint 70 gives tags, but no PDF/UA identification beside PDF/A, no Scope on header cells, wrong header
associations where cells span, one Table for every page a table runs over, running heads as loose content, and
links that describe themselves by the name of their anchor. All of it is put right here, on the objects in
memory, just before they are written; the file is not parsed again.

It leans on names that WeasyPrint does not promise (`_page_box`, `mark`, `link_annotation`): the version is
pinned, and `pdf_gate` looks at the result of every rendering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from reports import pdf_tables

PDFUA_IDENTIFICATION = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li>"
    b"</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
"""The mark of PDF/UA-1, and the description of its schema that PDF/A asks of every schema it does not
know.
"""

Marks = dict[Element, list[Any]]
"""The structure elements of each table cell: one, or one on every page that the cell or its header row
stands on.
"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Mend the structure of `pdf`, in place."""
    _identify_as_pdfua(pdf)
    tree = StructureTree(pdf)
    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    marks = _marks_of_cells(boxes)
    names: dict[str, bytes] = {}
    for table in _tables(boxes):
        _join_pages(tree, table, marks)
        names |= _associate_headers(table, marks)
    _write_id_tree(tree, names)
    _describe_links(boxes)
    _give_each_link_one_annotation(tree)
    _tag_contents_list(tree, document._html.etree_element, boxes)
    _drop_empty_elements(tree, tree.root)
    _make_artifacts_of_loose_content(tree)
    _leave_images_unsmoothed(pdf)
    _settle(pdf)


class StructureTree:
    """The structure tree among the objects of a PDF: from reference to object, from element to parent and
    kids.
    """

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

    def erase(self, reference: bytes) -> None:
        """Put nothing in the place of an object that nothing refers to any more."""
        item = self.at(reference)
        self.pdf.objects[item.number] = _Settled(item, b"null")

    def move(self, element: Any, parent: Any, before: str = "") -> None:
        """Put `element` last under `parent`, or before the first kid of the kind `before`."""
        self.unlink(element)
        element["P"] = parent.reference
        kids = parent["K"]
        place = next((i for i, kid in enumerate(kids) if self.at(kid).get("S") == before), len(kids))
        kids.insert(place, element.reference)

    def parents(self) -> Iterator[tuple[int, Any]]:
        """The parent tree: for a page the holders of its pieces of content, for an annotation its one
        holder.
        """
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


def _identify_as_pdfua(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [
        part.replace(b"</rdf:RDF>", PDFUA_IDENTIFICATION + b"</rdf:RDF>") for part in metadata.stream
    ]


def _marks_of_cells(boxes: Iterable[Any]) -> Marks:
    marks: Marks = defaultdict(list)
    for box in boxes:
        mark = getattr(box, "mark", None)
        if mark is not None and box.element_tag in ("td", "th"):
            marks[box.element].append(mark)
    return marks


def _tables(boxes: Iterable[Any]) -> list[Element]:
    return list(dict.fromkeys(box.element for box in boxes if box.element_tag == "table"))


def _join_pages(tree: StructureTree, table: Element, marks: Marks) -> None:
    """Make one Table of a table that runs over pages, with the head once and a row that was cut in two made
    whole.

    What stays behind in the later parts, the head repeated on every page, leaves the tree with them, and
    becomes artifact together with all other content that no element holds.
    """
    cells = [cell for section in pdf_tables.sections_of(table) for cell in _cells(section)]
    parts = tree.distinct(tree.ancestor(mark, "/Table") for cell in cells for mark in marks[cell])
    if len(parts) < 2:
        return
    whole = parts[0]
    for section in pdf_tables.sections_of(table):
        home = None
        for row in section.rows:
            shown = [cell for cell in pdf_tables.cells_of(row) if marks[cell]]
            if not shown:
                continue
            first = _whole_row(tree, shown, marks, repeats=section.tag != "tbody")
            here = tree.parent(first)
            if home is None:
                home = here
                if tree.parent(home) is not whole:
                    tree.move(home, whole, before="/TFoot")
            elif here is not home:
                tree.move(first, home)
    for part in parts[1:]:
        tree.unlink(part)


def _cells(section: pdf_tables.Section) -> Iterator[Element]:
    for row in section.rows:
        yield from pdf_tables.cells_of(row)


def _whole_row(tree: StructureTree, cells: list[Element], marks: Marks, *, repeats: bool) -> Any:
    """The one TR of a row: of a head that is repeated, the first; of a row cut in two, the first with all
    content.
    """
    rows = tree.distinct(tree.parent(mark) for cell in cells for mark in marks[cell])
    for cell in cells:
        first, *later = marks[cell]
        if not repeats:
            for kid in [kid for part in later for kid in tree.kids(part)]:
                tree.move(kid, first)
        marks[cell] = [first]
    return rows[0]


def _associate_headers(table: Element, marks: Marks) -> dict[str, bytes]:
    """Write Scope, ID and Headers on the cells of `table`. Gives the references of the header cells by
    their ID.
    """
    names = {}
    for cell in pdf_tables.place_cells(table):
        for mark in marks[cell.element] if cell.heads else ():
            names[_id(mark)] = mark.reference
            mark["ID"] = pydyf.String(_id(mark))
            mark["A"]["Scope"] = "/Column" if cell.heads == "column" else "/Row"
    for data_cell, headers in pdf_tables.header_cells(table).items():
        for mark in marks[data_cell]:
            mark["A"].pop("Headers", None)
            ids = pydyf.Array(pydyf.String(_id(head)) for header in headers for head in marks[header][:1])
            if ids:
                mark["A"]["Headers"] = ids
    return names


def _id(mark: Any) -> str:
    return f"h{mark.number:06}"


def _write_id_tree(tree: StructureTree, names: dict[str, bytes]) -> None:
    if not names:
        return
    pairs = pydyf.Array(part for name in sorted(names) for part in (pydyf.String(name), names[name]))
    limits = pydyf.Array([pydyf.String(min(names)), pydyf.String(max(names))])
    leaf = pydyf.Dictionary({"Names": pairs, "Limits": limits})
    tree.pdf.add_object(leaf)
    trunk = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
    tree.pdf.add_object(trunk)
    tree.root["IDTree"] = trunk.reference


def _describe_links(boxes: Iterable[Any]) -> None:
    """Let a link be described by its own words; WeasyPrint writes the name of the anchor or the address."""
    for box in boxes:
        annotation: Any = getattr(box, "link_annotation", None)
        words = " ".join("".join(box.element.itertext()).split()) if annotation else ""
        if words:
            annotation["Contents"] = pydyf.String(words)


def _give_each_link_one_annotation(tree: StructureTree) -> None:
    """Leave a link the one annotation that covers it all; WeasyPrint makes another for every part of its words."""
    numbers = tree.at(tree.root["ParentTree"])["Nums"]
    kept = pydyf.Array()
    for number, holder in tree.parents():
        part = None if isinstance(holder, list) else tree.at(holder)
        if part is None or tree.ancestor(part, "/Link") is None:
            kept.extend((number, holder))
            continue
        part["S"] = "/Span" if part["S"] == "/Link" else part["S"]
        for kid in [kid for kid in part["K"] if isinstance(kid, bytes) and "Obj" in tree.at(kid)]:
            target = tree.at(kid)
            tree.at(target["Pg"])["Annots"].remove(target["Obj"])
            part["K"].remove(kid)
            tree.erase(target["Obj"])
            tree.erase(kid)
    numbers[:] = kept


def _tag_contents_list(tree: StructureTree, html: Element, boxes: Iterable[Any]) -> None:
    """Tag the lists of links inside `nav` as tables of contents."""
    links = {link for nav in html.iter("nav") for link in nav.iter("a")}
    for box in boxes:
        annotation = getattr(box, "link_annotation", None)
        if annotation and box.element in links:
            item = tree.ancestor(tree.owner(annotation), "/LI")
            while item is not None:
                above = tree.ancestor(item, "/LI")
                _tag_as_contents(tree, tree.parent(item))
                item = above


def _tag_as_contents(tree: StructureTree, items: Any) -> None:
    items["S"] = "/TOC"
    for item in tree.kids(items):
        if item["S"] == "/L":
            _tag_as_contents(tree, item)
        elif item["S"] == "/LI":
            item["S"] = "/TOCI"
            for body in tree.kids(item):
                body["S"] = "/Reference" if body["S"] == "/LBody" else body["S"]


def _drop_empty_elements(tree: StructureTree, element: Any) -> None:
    """Take out what holds nothing, such as an empty paragraph in someone's text. Cells may be empty: they count."""
    for kid in list(tree.kids(element)):
        _drop_empty_elements(tree, kid)
        if not kid["K"] and kid["S"] not in ("/TD", "/TH"):
            tree.unlink(kid)


def _make_artifacts_of_loose_content(tree: StructureTree) -> None:
    """Running heads, page numbers, watermarks and repeated table heads: to be seen, not to be read out."""
    held = tree.reachable()
    pages = tree.pdf.page_references
    for number, references in tree.parents():
        if not isinstance(references, list):
            continue
        loose = {i for i, reference in enumerate(references) if int(reference.split()[0]) not in held}
        if loose:
            page = tree.at(pages[number])
            _mark_as_artifacts(tree.at(page["Contents"]).stream, loose)
            references[:] = ["null" if i in loose else reference for i, reference in enumerate(references)]
    for item in list(tree.pdf.objects):
        if (
            isinstance(item, pydyf.Dictionary)
            and item.get("Type") == "/StructElem"
            and item.number not in held
        ):
            tree.erase(item.reference)


def _mark_as_artifacts(stream: list[Any], loose: set[int]) -> None:
    """Turn the marked content with a number in `loose` into artifact: `/Span << /MCID 7 >> BDC` is three
    items.
    """
    at = -1
    for _ in range(stream.count(b"BDC")):
        at = stream.index(b"BDC", at + 1)
        if stream[at - 1].get("MCID") in loose:
            stream[at - 2] = "/Artifact"
            stream[at - 1] = pydyf.Dictionary({"Type": "/Pagination"})


def _leave_images_unsmoothed(pdf: pydyf.PDF) -> None:
    """PDF/A-2 does not let a reader smooth an image (6.2.8); WeasyPrint asks for it unless CSS says otherwise."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"


class _Settled(pydyf.Object):
    """An object whose bytes are worked out: pydyf asks for them twice, to write them and to identify the
    file.
    """

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


def _settle(pdf: pydyf.PDF) -> None:
    pdf.objects[:] = [
        item if item.free == "f" or isinstance(item, _Settled) else _Settled(item, item.data)
        for item in pdf.objects
    ]
