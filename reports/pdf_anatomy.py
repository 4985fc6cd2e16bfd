"""What a finished PDF is made of, read once into frozen facts: structure tree, pages, links, fonts, metadata.

Only reading, with pikepdf; what the facts must live up to stands in `pdf_gate`. The file is read as any
reader reads it, without knowing how it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

STANDARD_TYPES = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"}
    | {"Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"}
    | {"Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry"}
    | {"Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"}
)
PAINTING = frozenset(
    {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI", "INLINE IMAGE"}
)


@dataclass(frozen=True)
class Element:
    """An element of the structure tree. Its number is its place in the reading order; kids are numbers too."""

    number: int
    kind: str
    parent: int | None
    kids: tuple[int, ...]
    contents: int
    """How many pieces of content it holds itself."""
    annotations: int
    alt: str
    actual_text: str
    language: str | None
    id: str
    scope: str
    headers: tuple[str, ...]
    columns: int
    rows: int


@dataclass(frozen=True)
class Page:
    """What stands on a page, as far as the structure is concerned."""

    number: int
    has_structure: bool
    tabs_follow_structure: bool
    untagged: int
    """Pieces of painting that are neither tagged nor artifact."""
    mixed: int
    """Artifacts inside tagged content, or tagged content inside artifacts."""
    homeless: int
    """Pieces of tagged content that no element in the tree holds."""


@dataclass(frozen=True)
class Annotation:
    """A link or another annotation that a reader meets."""

    page: int
    kind: str
    contents: str
    destination: str
    address: str
    holder: str | None
    """The kind of the element that holds it, or None if no element in the tree does."""


@dataclass(frozen=True)
class Font:
    """A font of the file: its family without the mark of the subset, and whether all of it is there."""

    name: str
    family: str
    is_embedded: bool
    maps_to_unicode: bool


@dataclass(frozen=True)
class Anatomy:
    """A PDF, taken apart."""

    title: str
    language: str
    metadata: bytes
    is_marked: bool
    is_suspect: bool
    shows_title: bool
    has_tree: bool
    has_embedded_files: bool
    has_scripts: bool
    header_ids: frozenset[str]
    """The IDs that the tree can be searched for."""
    destinations: frozenset[str]
    bookmarks: int
    elements: tuple[Element, ...] = ()
    pages: tuple[Page, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    fonts: tuple[Font, ...] = ()

    def under(self, element: Element) -> Iterator[Element]:
        """All elements under `element`, in reading order."""
        for number in element.kids:
            yield self.elements[number]
            yield from self.under(self.elements[number])


def anatomy_of(data: bytes) -> Anatomy:
    """The facts of a PDF. Raises pikepdf.PdfError when the bytes are not one."""
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root
        tree = root.get("/StructTreeRoot", Dictionary())
        walk = _Walk(tree)
        holders = {int(key): value for key, value in _leaves(tree.get("/ParentTree", Dictionary()), "/Nums")}
        names = root.get("/Names", Dictionary())
        marks = root.get("/MarkInfo", Dictionary())
        return Anatomy(
            title=str(pdf.docinfo.get("/Title", "")).strip(),
            language=str(root.get("/Lang", "")),
            metadata=bytes(root.Metadata.read_bytes()) if "/Metadata" in root else b"",
            is_marked=bool(marks.get("/Marked", False)),
            is_suspect=bool(marks.get("/Suspects", False)),
            shows_title=bool(root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)),
            has_tree="/StructTreeRoot" in root,
            has_embedded_files="/EmbeddedFiles" in names or "/AF" in root,
            has_scripts="/JavaScript" in names or "/OpenAction" in root or "/AA" in root,
            header_ids=frozenset(str(key) for key, _ in _leaves(tree.get("/IDTree", Dictionary()), "/Names")),
            destinations=_destinations(root, names),
            bookmarks=_count_bookmarks(pdf),
            elements=tuple(walk.elements),
            pages=tuple(
                _page(page, number, holders, walk.numbers) for number, page in enumerate(pdf.pages, 1)
            ),
            annotations=tuple(_annotations(pdf, walk.holders)),
            fonts=tuple(_fonts(pdf)),
        )


@dataclass
class _Walk:
    """The walk through the structure tree, in reading order."""

    tree: Any
    elements: list[Element] = field(default_factory=list)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    """The number of each element by its object."""
    holders: dict[tuple[int, int], str] = field(default_factory=dict)
    """The kind of the element that holds an annotation, by the annotation's object."""

    def __post_init__(self) -> None:
        self.roles = {str(key)[1:]: str(value)[1:] for key, value in self.tree.get("/RoleMap", {}).items()}
        for kid in _list(self.tree.get("/K")):
            if _is_element(kid):
                self._enter(kid, None)

    def _enter(self, element: Any, parent: int | None) -> int:
        number = len(self.elements)
        self.numbers[element.objgen] = number
        self.elements.append(None)  # type: ignore[arg-type]  # its place, until its kids are known
        entries = dict(element.items())
        kind = self._kind(str(entries["/S"])[1:])
        kids, contents, annotations = [], 0, 0
        for kid in _list(entries.get("/K")):
            if _is_element(kid):
                if kid.objgen not in self.numbers:
                    kids.append(self._enter(kid, number))
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                self.holders[kid.Obj.objgen] = kind
                annotations += 1
            else:
                contents += 1
        table = _attributes(entries)
        self.elements[number] = Element(
            number=number,
            kind=kind,
            parent=parent,
            kids=tuple(kids),
            contents=contents,
            annotations=annotations,
            alt=str(entries.get("/Alt", "")).strip(),
            actual_text=str(entries.get("/ActualText", "")).strip(),
            language=str(entries["/Lang"]) if "/Lang" in entries else None,
            id=str(entries.get("/ID", "")),
            scope=str(table.get("/Scope", ""))[1:],
            headers=tuple(str(header) for header in table.get("/Headers", ())),
            columns=int(table.get("/ColSpan", 1)),
            rows=int(table.get("/RowSpan", 1)),
        )
        return number

    def _kind(self, kind: str) -> str:
        """The standard type that `kind` stands for, or itself where it stands for none."""
        seen: set[str] = set()
        while kind not in STANDARD_TYPES and kind in self.roles and kind not in seen:
            seen.add(kind)
            kind = self.roles[kind]
        return kind


def _list(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _attributes(entries: dict[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for attributes in _list(entries.get("/A")):
        if isinstance(attributes, Dictionary):
            merged |= dict(attributes.items())
    return merged


def _leaves(node: Any, key: str) -> Iterator[tuple[Any, Any]]:
    """The pairs of a number tree or a name tree."""
    pairs = list(node.get(key, []))
    yield from zip(pairs[::2], pairs[1::2], strict=True)
    for kid in node.get("/Kids", []):
        yield from _leaves(kid, key)


def _destinations(root: Any, names: Any) -> frozenset[str]:
    return frozenset(
        str(name) for name, _ in _leaves(names.get("/Dests", Dictionary()), "/Names")
    ) | frozenset(name[1:] for name in root.get("/Dests", Dictionary()))


def _count_bookmarks(pdf: pikepdf.Pdf) -> int:
    with pdf.open_outline() as outline:
        waiting, count = list(outline.root), 0
        while waiting:
            waiting.extend(waiting.pop().children)
            count += 1
    return count


def _page(page: Any, number: int, holders: dict[int, Any], in_tree: Iterable[tuple[int, int]]) -> Page:
    owners = _list(holders.get(int(page.get("/StructParents", -1))))
    untagged = mixed = homeless = 0
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        name, operands = str(instruction.operator), instruction.operands
        if name in ("BDC", "BMC"):
            piece = (
                operands[1].get("/MCID") if name == "BDC" and isinstance(operands[1], Dictionary) else None
            )
            kind = "artifact" if operands[0] == Name.Artifact else "" if piece is None else "tagged"
            mixed += bool(kind) and any(mark and mark != kind for mark in open_marks)
            homeless += piece is not None and kind == "tagged" and not _is_held(owners, int(piece), in_tree)
            open_marks.append(kind)
        elif name == "EMC" and open_marks:
            open_marks.pop()
        elif name in PAINTING:
            untagged += not any(open_marks)
    return Page(
        number=number,
        has_structure="/StructParents" in page,
        tabs_follow_structure=page.get("/Tabs") == Name.S,
        untagged=untagged,
        mixed=mixed,
        homeless=homeless,
    )


def _is_held(owners: list[Any], piece: int, in_tree: Iterable[tuple[int, int]]) -> bool:
    owner = owners[piece] if piece < len(owners) else None
    return isinstance(owner, Dictionary) and owner.objgen in in_tree


def _annotations(pdf: pikepdf.Pdf, holders: dict[tuple[int, int], str]) -> Iterator[Annotation]:
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            is_hidden = int(annotation.get("/F", 0)) & 2
            if not is_hidden and annotation.get("/Subtype") != Name.Popup:
                yield Annotation(
                    page=number,
                    kind=str(annotation.get("/Subtype", "/"))[1:],
                    contents=str(annotation.get("/Contents", "")).strip(),
                    destination=_destination(annotation),
                    address=str(annotation.get("/A", Dictionary()).get("/URI", "")),
                    holder=holders.get(annotation.objgen),
                )


def _destination(annotation: Any) -> str:
    target = annotation.get("/Dest", annotation.get("/A", Dictionary()).get("/D"))
    return "" if target is None or isinstance(target, Array) else str(target).removeprefix("/")


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Font]:
    fonts = [
        found for found in pdf.objects if isinstance(found, Dictionary) and found.get("/Type") == Name.Font
    ]
    mapped = {
        descendant.objgen
        for composite in fonts
        if "/ToUnicode" in composite
        for descendant in composite.get("/DescendantFonts", [])
    }
    for font in fonts:
        if "/DescendantFonts" not in font:
            descriptor = font.get("/FontDescriptor", Dictionary())
            name = str(font.get("/BaseFont", "/?"))[1:]
            yield Font(
                name=name,
                family=str(descriptor.get("/FontFamily", re.sub(r"^[A-Z]{6}\+", "", name))).strip(" ,"),
                is_embedded=any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")),
                maps_to_unicode=font.objgen in mapped or "/ToUnicode" in font,
            )
