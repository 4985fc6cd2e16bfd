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
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from reports import pdf_tables
from reports.pdf_joining import Marks, join_blocks, join_table
from reports.pdf_tree import Settled, StructureTree

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
"""The mark of PDF/UA-1, and the description of its schema that PDF/A asks of every schema it does not know."""

HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))


def finish(document: Any, pdf: pydyf.PDF, origins: Mapping[int, Element]) -> None:
    """Mend the structure of `pdf`, in place. `origins` says which HTML each structure element was made from."""
    _identify_as_pdfua(pdf)
    tree = StructureTree(pdf)
    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    marks = _marks_of_cells(boxes)
    names: dict[str, bytes] = {}
    for table, parts in _tables(tree, origins).items():
        join_table(tree, table, parts, marks)
        names |= _associate_headers(table, marks)
    join_blocks(tree, origins)
    names |= _tag_notes(tree, origins)
    _write_id_tree(tree, names)
    _complete_list_items(tree, tree.root)
    _open_headings(tree, tree.root)
    _describe_links(boxes)
    _give_each_link_one_annotation(tree)
    _tag_contents_list(tree, document._html.etree_element, boxes)
    _drop_empty_elements(tree, tree.root)
    _make_artifacts_of_loose_content(tree)
    _leave_images_unsmoothed(pdf)
    _settle(pdf)


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


def _tables(tree: StructureTree, origins: Mapping[int, Element]) -> dict[Element, list[Any]]:
    """Each table of the HTML with the Table elements made from it, one for every page it stands on."""
    tables: dict[Element, list[Any]] = defaultdict(list)
    for number in sorted(origins):
        if tree.pdf.objects[number]["S"] == "/Table":
            tables[origins[number]].append(tree.pdf.objects[number])
    return tables


def _associate_headers(table: Element, marks: Marks) -> dict[str, bytes]:
    """Write Scope, ID and Headers on the cells of `table`. Gives the references of the header cells by their ID."""
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


def _tag_notes(tree: StructureTree, origins: Mapping[int, Element]) -> dict[str, bytes]:
    """Tag footnotes as notes, and what refers to them as references. Gives the references of the notes by their ID."""
    names: dict[str, bytes] = {}
    for number in sorted(tree.reachable() & origins.keys()):
        element, html = tree.pdf.objects[number], origins[number]
        kind = (html.get("class"), element["S"])
        if kind == ("note-mark", "/NonStruct"):
            element["S"] = "/Reference"
        elif kind == ("note-number", "/Span"):
            element["S"] = "/Lbl"
        elif kind == ("note", "/P") and (name := html.get("id", "")) not in names:
            names[name] = element.reference
            element["S"] = "/Note"
            element["ID"] = pydyf.String(name)
    return names


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


def _complete_list_items(tree: StructureTree, element: Any) -> None:
    """Give every list item one body with all that is not its label; WeasyPrint leaves paragraphs beside it."""
    for kid in list(tree.kids(element)):
        _complete_list_items(tree, kid)
    if element.get("S") != "/LI":
        return
    contents = [kid for kid in tree.kids(element) if kid["S"] != "/Lbl"]
    if [kid["S"] for kid in contents] in ([], ["/LBody"]):
        return
    body = tree.add("/LBody", element)
    for content in contents:
        if content["S"] == "/LBody":
            for kid in list(tree.kids(content)):
                tree.move(kid, body)
            tree.unlink(content)
        else:
            tree.move(content, body)


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


def _open_headings(tree: StructureTree, element: Any) -> None:
    """A heading whose number stands in the margin comes as a heading within a heading; a reader would say it twice."""
    for kid in tree.kids(element):
        if kid["S"] in HEADINGS:
            for part in tree.kids(kid):
                part["S"] = "/Span" if part["S"] == kid["S"] else part["S"]
        _open_headings(tree, kid)


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
    """Turn the marked content with a number in `loose` into artifact: `/Span << /MCID 7 >> BDC` is three items."""
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


def _settle(pdf: pydyf.PDF) -> None:
    pdf.objects[:] = [
        item if item.free == "f" or isinstance(item, Settled) else Settled(item, item.data)
        for item in pdf.objects
    ]
