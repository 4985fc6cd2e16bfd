"""The gate: a passing PDF is spoiled in one way at a time, and each must be found."""

import inspect
import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from finsam.findings import Severity
from reports import pdf, pdf_gate, pdf_gate_tables
from reports.pdf_inputs import RenderingRefused
from tests.reports.pdf_sample import CHART, SPANNING_TABLE, long_table, one_page, sample

SPOILERS: dict[str, Callable[[Pdf], None]] = {}


@pytest.fixture(scope="module")
def passing() -> bytes:
    data = pdf.render_pdf(sample()).data
    assert codes(data) == set()
    return data


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in pdf_gate.inspect_pdf(data)}


def spoiler(spoil: Callable[[Pdf], None]) -> Callable[[Pdf], None]:
    """Registers a way to spoil a PDF under the code that is to find it."""
    SPOILERS[spoil.__name__] = spoil
    return spoil


def elements(opened: Pdf, kind: str = "") -> list[Dictionary]:
    """The structure elements in reading order, all or those of one kind."""

    def walk(element: Dictionary) -> Iterator[Dictionary]:
        kids = element.get("/K", [])
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                yield from walk(kid)

    return [e for e in walk(opened.Root.StructTreeRoot) if not kind or Name(f"/{kind}") == e.S]


def links(opened: Pdf) -> list[Dictionary]:
    return [annotation for page in opened.pages for annotation in page.get("/Annots", [])]


def rewrite(page: pikepdf.Page, old: bytes, new: bytes) -> None:
    """Change the first `old` in the content of a page."""
    content = page.Contents.read_bytes()
    assert old in content
    page.Contents.write(content.replace(old, new, 1))


def remove_kid(opened: Pdf, element: Dictionary) -> None:
    parent = element.P
    parent.K = Array(
        [kid for kid in parent.K if not (isinstance(kid, Dictionary) and kid.objgen == element.objgen)]
    )


# --- The file as a whole -------------------------------------------------------------------------------


@spoiler
def title_missing(opened: Pdf) -> None:
    del opened.docinfo["/Title"]


@spoiler
def title_not_shown(opened: Pdf) -> None:
    del opened.Root.ViewerPreferences


@spoiler
def language_missing(opened: Pdf) -> None:
    del opened.Root.Lang


@spoiler
def language_invalid(opened: Pdf) -> None:
    elements(opened, "P")[0].Lang = String("svenska!")


def replace_metadata(opened: Pdf, old: bytes, new: bytes) -> None:
    metadata = opened.Root.Metadata.read_bytes()
    assert old in metadata
    opened.Root.Metadata.write(metadata.replace(old, new))


@spoiler
def pdfua_missing(opened: Pdf) -> None:
    replace_metadata(opened, b"<pdfuaid:part>1</pdfuaid:part>", b"")


@spoiler
def pdfa_missing(opened: Pdf) -> None:
    replace_metadata(opened, b'pdfaid:part="2"', b'pdfaid:part="1"')


@spoiler
def pdfa_level_missing(opened: Pdf) -> None:
    replace_metadata(opened, b'pdfaid:conformance="A"', b'pdfaid:conformance="B"')


@spoiler
def tree_missing(opened: Pdf) -> None:
    del opened.Root.StructTreeRoot


@spoiler
def not_marked(opened: Pdf) -> None:
    opened.Root.MarkInfo.Marked = False


@spoiler
def embedded_files(opened: Pdf) -> None:
    opened.attachments["hemligt.txt"] = b"hemligt"


@spoiler
def scripts(opened: Pdf) -> None:
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('hej')"))


@spoiler
def bookmarks_missing(opened: Pdf) -> None:
    del opened.Root.Outlines


def fonts(opened: Pdf, kind: str) -> list[Dictionary]:
    return [
        found
        for found in opened.objects
        if isinstance(found, Dictionary) and found.get("/Type") == Name(f"/{kind}")
    ]


@spoiler
def font_foreign(opened: Pdf) -> None:
    fonts(opened, "FontDescriptor")[0].FontFamily = String("DejaVu Sans")


@spoiler
def font_not_embedded(opened: Pdf) -> None:
    del fonts(opened, "FontDescriptor")[0].FontFile2


@spoiler
def font_without_text(opened: Pdf) -> None:
    del next(font for font in fonts(opened, "Font") if "/ToUnicode" in font).ToUnicode


# --- Pages ---------------------------------------------------------------------------------------------


@spoiler
def page_without_structure(opened: Pdf) -> None:
    del opened.pages[0].StructParents


@spoiler
def content_untagged(opened: Pdf) -> None:
    rewrite(opened.pages[0], b"/Span\n<</MCID 0>>\nBDC", b"/Span\nBMC")


@spoiler
def content_mixed(opened: Pdf) -> None:
    page = opened.pages[2]
    start = page.Contents.read_bytes().index(b"BDC") + len(b"BDC")
    content = page.Contents.read_bytes()
    page.Contents.write(content[:start] + b"\n/Artifact BMC EMC\n" + content[start:])


@spoiler
def content_homeless(opened: Pdf) -> None:
    remove_kid(opened, elements(opened, "BlockQuote")[0])


@spoiler
def tab_order(opened: Pdf) -> None:
    page = next(page for page in opened.pages if "/Annots" in page)
    del page.Tabs


# --- Elements ------------------------------------------------------------------------------------------


@spoiler
def kind_unknown(opened: Pdf) -> None:
    elements(opened, "P")[0].S = Name.Stycke


@spoiler
def element_misplaced(opened: Pdf) -> None:
    elements(opened, "TH")[0].S = Name.P


@spoiler
def element_empty(opened: Pdf) -> None:
    elements(opened, "P")[0].K = Array()


@spoiler
def heading_skipped(opened: Pdf) -> None:
    elements(opened, "H2")[1].S = Name.H3
    elements(opened, "H2")[0].S = Name.P


@spoiler
def heading_in_heading(opened: Pdf) -> None:
    heading = elements(opened, "H2")[0]
    inner = opened.make_indirect(Dictionary(Type=Name.StructElem, S=Name.H2, P=heading, K=heading.K))
    heading.K = Array([inner])


@spoiler
def headings_missing(opened: Pdf) -> None:
    for level in ("H1", "H2", "H3"):
        for element in elements(opened, level):
            element.S = Name.P


@spoiler
def alt_missing(opened: Pdf) -> None:
    del elements(opened, "Figure")[0].Alt


@spoiler
def alt_placeholder(opened: Pdf) -> None:
    elements(opened, "Figure")[0].Alt = String("Diagram 1")


# --- Links ---------------------------------------------------------------------------------------------


@spoiler
def annotation_outside_tree(opened: Pdf) -> None:
    link = elements(opened, "Link")[-1]
    link.K = Array([kid for kid in link.K if not isinstance(kid, Dictionary)])


@spoiler
def link_dead(opened: Pdf) -> None:
    links(opened)[0].Dest = String("ingenstans")


@spoiler
def link_undescribed(opened: Pdf) -> None:
    links(opened)[0].Contents = links(opened)[0].Dest


@spoiler
def link_without_target(opened: Pdf) -> None:
    elements(opened, "Span")[0].S = Name.Link


@spoiler
def link_in_link(opened: Pdf) -> None:
    link = elements(opened, "Link")[0]
    inner = opened.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Link, P=link, Pg=link.Pg, K=Array(list(link.K)))
    )
    link.K = Array([inner])


# --- Tables --------------------------------------------------------------------------------------------


@spoiler
def scope_missing(opened: Pdf) -> None:
    del elements(opened, "TH")[0].A.Scope


@spoiler
def table_without_headers(opened: Pdf) -> None:
    for cell in elements(opened, "TH"):
        cell.S = Name.TD


@spoiler
def table_uneven(opened: Pdf) -> None:
    remove_kid(opened, elements(opened, "TD")[-1])


@spoiler
def caption_missing(opened: Pdf) -> None:
    remove_kid(opened, elements(opened, "Caption")[0])


@spoiler
def id_not_listed(opened: Pdf) -> None:
    del opened.Root.StructTreeRoot.IDTree


@spoiler
def id_repeated(opened: Pdf) -> None:
    heads = elements(opened, "TH")
    heads[1].ID = heads[0].ID


def with_headers(opened: Pdf) -> list[Dictionary]:
    return [cell for cell in elements(opened, "TD") if "/Headers" in cell.A]


@spoiler
def header_unknown(opened: Pdf) -> None:
    with_headers(opened)[0].A.Headers[0] = String("h999999")


@spoiler
def header_misplaced(opened: Pdf) -> None:
    """The budget of 2022 says that it is that of 2023."""
    first, second = with_headers(opened)[1:3]
    first.A.Headers[1] = second.A.Headers[1]


@spoiler
def header_not_named(opened: Pdf) -> None:
    headers = with_headers(opened)[1].A.Headers
    with_headers(opened)[1].A.Headers = Array(list(headers)[:-1])


@pytest.mark.parametrize("code", SPOILERS)
def test_what_is_spoiled_is_found(code: str, passing: bytes) -> None:
    spoiled = BytesIO()
    with pikepdf.open(BytesIO(passing)) as opened:
        SPOILERS[code](opened)
        opened.save(spoiled)

    assert f"pdf.{code}" in codes(spoiled.getvalue())


def test_every_code_of_the_gate_has_a_way_to_be_found() -> None:
    source = inspect.getsource(pdf_gate) + inspect.getsource(pdf_gate_tables)
    named = set(re.findall(r'(?:error|warning)\(\s*"([a-z_]+)"', source)) | set(
        re.findall(r'"pdf\.([a-z_]+)"', source)
    )
    named |= {"pdfua_missing", "pdfa_missing", "pdfa_level_missing"}

    assert named - {"unreadable", "crumbs"} == set(SPOILERS)


def test_bytes_that_are_no_pdf_are_found() -> None:
    assert codes(b"Inte en PDF") == {"pdf.unreadable"}


def test_a_page_in_crumbs_is_warned_of() -> None:
    crumbs = "".join(f"<b>{number % 10}</b>" for number in range(4_000))
    made = pdf.render_pdf(one_page(f'<p style="font-size: 4pt; line-height: 1">{crumbs}</p>'))
    found = pdf_gate.inspect_pdf(made.data)

    assert [(finding.code, finding.severity) for finding in found] == [("pdf.crumbs", Severity.WARNING)]


def test_errors_refuse_the_pdf_and_say_why(passing: bytes) -> None:
    spoiled = BytesIO()
    with pikepdf.open(BytesIO(passing)) as opened:
        alt_missing(opened)
        opened.save(spoiled)

    with pytest.raises(RenderingRefused, match=r"En bild saknar alternativtext\."):
        pdf_gate.let_through(spoiled.getvalue())


def test_warnings_are_let_through() -> None:
    made = pdf.render_pdf(one_page("<table><tr><th scope='row'>Kansli</th><td>905</td></tr></table>"))

    assert [finding.code for finding in pdf_gate.let_through(made.data)] == ["pdf.caption_missing"]


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<table><caption>T</caption><tr><td>1</td></tr></table>", "pdf.table_without_headers"),
        ("<h4>För långt ner</h4>", "pdf.heading_skipped"),
        ('<p style="opacity: 0.5">Blek</p>', "pdf.content_untagged"),
        ('<p style="display: flex"><a href="#money">Ekonomi</a></p>', "pdf.link_without_target"),
    ],
)
def test_what_weasyprint_does_not_say_is_found(html: str, code: str) -> None:
    made = pdf.render_pdf(one_page(f'<p id="money">Pengar.</p>{html}'))

    assert code in codes(made.data)


@pytest.mark.parametrize("part", [SPANNING_TABLE, CHART, long_table(5, 1)])
def test_the_parts_of_the_sample_pass_alone(part: str) -> None:
    assert codes(pdf.render_pdf(one_page(part)).data) == set()
