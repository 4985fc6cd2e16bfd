"""HTML in, accessible PDF out: valid, the same wherever it is made, and made of the project's own files alone."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from reports import pdf, pdf_gate, pdf_inputs
from reports.pdf_inputs import Pdf, RenderingRefused
from tests.reports.pdf_sample import PIXEL, TORN, one_page, sample
from tests.verapdf import judge

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made() -> Pdf:
    return pdf.render_pdf(sample())


def text_of(made: Pdf) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(made.data)).pages)


UNTIDY = (
    "<ul><li><p>Punkt</p><ol><li><p>Under</p></li></ol></li></ul>"
    "<p></p><p><br></p><p> </p><ul><li></li><li><p></p></li></ul><ol></ol><blockquote></blockquote><p><strong></strong>"
    "<em>Lutat <strong>och fett</strong></em>, <u>understruket</u>, <s>struket</s>, x<sup>2</sup></p>"
    "<table><caption></caption><tr><th scope='row'>Rad</th><td></td><td><p></p></td></tr></table>"
    "<table><tbody></tbody></table>"
)
"""What someone may leave in a text without seeing it."""


def test_verapdf_finds_nothing_against_pdf_ua_1_and_pdf_a_2a(made: Pdf, tmp_path: Path) -> None:
    sample_path, untidy_path, torn_path = (tmp_path / f"{name}.pdf" for name in ("sample", "untidy", "torn"))
    sample_path.write_bytes(made.data)
    untidy_path.write_bytes(pdf.render_pdf(one_page(UNTIDY)).data)
    torn_path.write_bytes(pdf.render_pdf(one_page(TORN)).data)

    verdicts = judge([sample_path, untidy_path, torn_path])

    assert [verdict.failed for verdict in verdicts.values()] == [(), (), ()]
    assert verdicts[sample_path].checks > 10_000


def test_the_gate_lets_an_untidy_text_through() -> None:
    found = pdf_gate.let_through(pdf.render_pdf(one_page(UNTIDY)).data)

    assert {finding.code for finding in found} == {"pdf.caption_missing"}


def test_verapdf_finds_what_is_wrong(made: Pdf, tmp_path: Path) -> None:
    path = tmp_path / "wrong.pdf"
    with pikepdf.open(BytesIO(made.data)) as opened:
        del opened.Root.Lang
        del opened.Root.OutputIntents
        opened.save(path)

    assert {rule.profile for rule in judge([path])[path].failed} == {"ua1", "2a"}


def test_the_gate_finds_nothing(made: Pdf) -> None:
    assert pdf_gate.inspect_pdf(made.data) == ()


def test_title_language_and_bookmarks_are_those_of_the_document(made: Pdf) -> None:
    with pikepdf.open(BytesIO(made.data)) as opened, opened.open_outline() as outline:
        assert str(opened.docinfo["/Title"]) == "Verksamhetsplan 2023"
        assert str(opened.Root.Lang) == "sv"
        assert [item.title for item in outline.root] == ["Verksamhetsplan 2023"]
        assert [item.title for item in outline.root[0].children] == ["Innehåll", "Ekonomi", "Bilaga"]


def test_the_text_can_be_searched_with_its_swedish_signs(made: Pdf) -> None:
    text = text_of(made)

    assert "Förbundet får 6 308 000 kr" in text
    assert "−2,5 %" in text
    assert "Sida 1 av" in text


def test_the_number_of_pages_is_told(made: Pdf) -> None:
    assert made.pages == len(PdfReader(BytesIO(made.data)).pages) > 4


# --- The same bytes everywhere -------------------------------------------------------------------------


def digest_in_another_process(seed: str, *, warm: bool = False) -> str:
    """SHA-256 of the sample made in a process of its own."""
    code = (
        "import hashlib; from reports import pdf; from tests.reports.pdf_sample import sample\n"
        f"if {warm}: pdf.warm_up(); pdf.render_pdf(sample(body='<p>Något annat'))\n"
        "print(hashlib.sha256(pdf.render_pdf(sample()).data).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )
    return done.stdout.strip()


def test_the_bytes_are_the_same_in_every_process() -> None:
    first = digest_in_another_process("1")

    assert digest_in_another_process("2", warm=True) == first


def test_the_bytes_are_the_same_the_second_time(made: Pdf) -> None:
    assert pdf.render_pdf(sample()).data == made.data


def test_the_key_is_the_same_for_the_same_document_and_another_for_another() -> None:
    assert pdf_inputs.key_of(sample()) == pdf_inputs.key_of(sample())
    assert pdf_inputs.key_of(sample()) != pdf_inputs.key_of(sample(body="<p>."))


def test_the_key_follows_the_style_sheets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "fonts").mkdir()
    sheet = tmp_path / "documents" / "print.css"
    monkeypatch.setattr(pdf_inputs, "STATIC_FILES", tmp_path)
    sheet.write_text("p { color: red }")
    before = pdf_inputs.key_of(sample())

    sheet.write_text("p { color: #ff0001 }")

    assert pdf_inputs.key_of(sample()) != before


# --- Nothing from outside ------------------------------------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="8">hemligt</text></svg>'
    )
    return path


REFUSED = [
    '<img alt="x" src="http://example.org/a.png">',
    '<img alt="x" src="https://example.org/a.png">',
    '<img alt="x" src="ftp://example.org/a.png">',
    '<img alt="x" src="file://{secret}">',
    '<img alt="x" src="FILE://{secret}">',
    '<img alt="x" src="{secret}">',
    '<img alt="x" src="secret.svg">',
    '<img alt="x" src="//example.org/a.png">',
    '<img alt="x" src="static:../pyproject.toml">',
    '<img alt="x" src="static:fonts/../../pyproject.toml">',
    '<img alt="x" src="static:%2e%2e/pyproject.toml">',
    '<img alt="x" src="static:/etc/passwd">',
    '<img alt="x" src="static:documents">',
    '<img alt="x" src="static:missing.png">',
    '<object data="file://{secret}" type="image/svg+xml"></object>',
    '<embed src="file://{secret}" type="image/svg+xml">',
    '<p style="background: url(file://{secret})">x',
    '<p style="list-style-image: url(file://{secret}); display: list-item">x',
    "<style>p::before {{ content: url(file://{secret}) }}</style><p>x",
    "<style>@import url(file://{secret});</style>",
    "<style>@font-face {{ font-family: Annat; src: url(file://{secret}) }}</style><p style='font-family: Annat'>x",
    '<link rel="stylesheet" href="file://{secret}">',
    '<link rel="attachment" href="file://{secret}">',
    '<link rel="Attachment" href="data:text/plain,hej">',
    '<a rel="attachment" href="file://{secret}">bilaga</a>',
    '<base href="file:///"><img alt="x" src="etc/passwd">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{secret}" width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("html", REFUSED)
def test_nothing_is_fetched_from_outside(html: str, secret: Path) -> None:
    with pytest.raises(RenderingRefused):
        pdf.render_pdf(one_page(html.format(secret=secret)))


def test_the_refusal_says_what_was_asked_for() -> None:
    with pytest.raises(RenderingRefused, match=r"hämta något utifrån.*http://example\.org/a\.png"):
        pdf.render_pdf(one_page('<img alt="x" src="http://example.org/a.png">'))


def test_a_link_out_of_the_static_files_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "outside.txt").write_text("hemligt")
    (tmp_path / "static" / "inside.txt").symlink_to(tmp_path / "outside.txt")
    monkeypatch.setattr(pdf_inputs, "STATIC_FILES", tmp_path / "static")

    with pytest.raises(RenderingRefused):
        pdf_inputs.static_file("static:inside.txt")


def test_the_projects_own_files_and_images_in_the_page_are_used() -> None:
    made = pdf.render_pdf(one_page(f'<p><img alt="Märke" src="{PIXEL}">'))
    own = pdf_inputs.static_file("static:fonts/fonts.css")

    assert pdf_gate.inspect_pdf(made.data) == ()
    assert own == ROOT / "static" / "fonts" / "fonts.css"


# --- Nothing left out in silence -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>漢字</p>", r"Tecken som typsnitten saknar: 字 \(U\+5B57\), 漢 \(U\+6F22\)"),
        ('<p><a href="#nowhere">Se där</a></p>', "en länk leder till ”#nowhere”, som inte finns"),
        (f'<img src="{PIXEL}">', "en bild saknar alternativtext"),
        ('<img alt="x" src="data:image/png;base64,AAAA">', "en bild går inte att läsa"),
    ],
)
def test_what_would_be_left_out_is_refused(html: str, words: str) -> None:
    with pytest.raises(RenderingRefused, match=words):
        pdf.render_pdf(one_page(html))


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\ufeff", "\u00ad", "\t", "\u2060", "\u2011", "\u202f"])
def test_signs_that_are_not_seen_do_no_harm(sign: str) -> None:
    made = pdf.render_pdf(one_page(f"<p>Samordnings{sign}förbundet</p>"))

    assert pdf_gate.inspect_pdf(made.data) == ()


def test_the_fonts_of_the_machine_do_not_exist() -> None:
    made = pdf.render_pdf(one_page("<p style='font-family: \"DejaVu Sans\", sans-serif'>Åäö</p>"))
    with pikepdf.open(BytesIO(made.data)) as opened:
        families = {
            str(found.FontFamily)
            for found in opened.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == pikepdf.Name.FontDescriptor
        }

    assert families == {"Source Sans 3", "Source Serif 4"}


def test_a_document_that_grows_too_long_is_stopped() -> None:
    body = "".join(f"<h2>Kapitel {number}</h2>" for number in range(30))

    with pytest.raises(RenderingRefused, match="längre än 20 sidor"):
        pdf.render_pdf(sample(body=body), max_pages=20)


def test_the_one_who_waits_is_told_what_is_done() -> None:
    told: list[str] = []

    pdf.render_pdf(sample(), on_stage=told.append)

    assert told[0] == "Läser dokumentet"
    assert "Bryter sida 3" in told
    assert told[-1] == "Märker upp för skärmläsare"


def test_nothing_is_left_behind_on_disk(tmp_path: Path) -> None:
    code = "from reports import pdf; pdf.warm_up(); import tempfile, os; print(len(os.listdir(tempfile.gettempdir())))"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )

    assert (done.stdout.strip(), list(tmp_path.iterdir())) == ("1", [])


def test_the_module_needs_no_django() -> None:
    code = (
        "import sys, json; import reports.press_worker, reports.pdf, reports.pdf_gate\n"
        "print(json.dumps(list(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)

    assert [name for name in json.loads(done.stdout) if name.split(".")[0] == "django"] == []
