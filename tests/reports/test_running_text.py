"""A text's own headings, notes, tables and pictures, as they are read on page and paper."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from reports import pdf, pdf_gate
from reports.documents.render import file_html, page_html, paper_html
from reports.documents.resolved import ResolvedDocument, ResolvedPicture, ResolvedSection
from tests.reports.document_sample import document
from tests.verapdf import judge

KEY = "0b6c2f3e-5d1a-4c7b-9e8f-123456789abc"
TEXT = (
    '<p>Förbundet samverkar<sup data-note="Lag (2003:1210), 7 §. Se https://www.finsam.example/lag."></sup> brett.</p>'
    "<h3>Bakgrund</h3><p>Många har varit borta länge.</p><h4>Unga</h4><p>De yngsta först.</p>"
    f'<img data-picture="{KEY}" alt="Två staplar, den högra högst">'
    '<table><caption>Insatser</caption><thead><tr><th scope="col">Insats</th><th scope="col">Plats</th></tr></thead>'
    '<tbody><tr><th scope="row">Team</th><td>Säter<sup data-note="Från maj &amp; framåt."></sup></td></tr>'
    '<tr><th scope="row">Kurs</th><td>Avesta</td></tr></tbody></table>'
    "<blockquote><p>Alla får plats.</p></blockquote>"
)


def picture() -> ResolvedPicture:
    data = io.BytesIO()
    image = Image.new("RGB", (640, 320), "#e8eef0")
    image.paste("#1d5c63", (120, 160, 240, 300))
    image.paste("#1d5c63", (360, 60, 480, 300))
    image.save(data, "PNG")
    return ResolvedPicture(
        KEY, f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}", 640, 320
    )


def sample(*, pictures: bool = True) -> ResolvedDocument:
    """A chapter, a section under it and a section under that, each with the text; notes 1–6."""
    deepest = ResolvedSection("djupast", "1.1.1", 3, "Djupast", TEXT, None)
    under = ResolvedSection("under", "1.1", 2, "Under", TEXT, None, (deepest,))
    chapter = ResolvedSection("kapitel", "1", 1, "Kapitel", TEXT, None, (under,))
    second = ResolvedSection("andra", "2", 1, "Andra", '<p>Ord<sup data-note="Sist."></sup>.</p>', None)
    return document(sections=(chapter, second), pictures=(picture(),) if pictures else ())


def headings(page: str) -> list[tuple[int, str]]:
    found = re.findall(r"<h([1-6])[^>]*>(?:<span class=\"number\">[\d.]+</span> )?([^<]+)</h", page)
    return [(int(level), words) for level, words in found]


def test_a_texts_headings_stand_under_the_heading_of_their_section() -> None:
    shown = [(level, words) for level, words in headings(page_html(sample())) if words != "Innehåll"]
    assert shown[1:] == [
        (2, "Kapitel"), (3, "Bakgrund"), (4, "Unga"),
        (3, "Under"), (4, "Bakgrund"), (5, "Unga"),
        (4, "Djupast"), (5, "Bakgrund"), (6, "Unga"),
        (2, "Andra"),
    ]  # fmt: skip


def test_notes_are_numbered_through_the_document_and_lead_there_and_back() -> None:
    page = page_html(sample())
    assert re.findall(r'role="doc-noteref" aria-label="Fotnot (\d)">\1</a>', page) == list("1234567")
    assert re.findall(r'<span class="note-number">(\d)</span> (\w+)', page) == [
        ("1", "Lag"), ("2", "Från"), ("3", "Lag"), ("4", "Från"), ("5", "Lag"), ("6", "Från"), ("7", "Sist"),
    ]  # fmt: skip
    for number in range(1, 8):
        assert f'href="#fotnot-{number}"' in page
        assert f'id="fotnot-{number}"' in page
        assert f'href="#fotnot-{number}-i-texten"' in page
        assert f'id="fotnot-{number}-i-texten"' in page


def test_an_address_in_a_note_can_be_followed_and_its_full_stop_is_not_part_of_it() -> None:
    assert 'Se <a href="https://www.finsam.example/lag">https://www.finsam.example/lag</a>.' in page_html(
        sample()
    )


def test_what_is_typed_in_a_note_is_words_and_nothing_else() -> None:
    section = ResolvedSection(
        "a", "1", 1, "A", '<p>x<sup data-note="&lt;img src=x onerror=alert(1)&gt;"></sup></p>', None
    )
    page = page_html(document(sections=(section,)))
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page


def test_a_chapter_alone_keeps_the_numbers_its_notes_have_in_the_whole() -> None:
    alone = paper_html(sample(), chapter="andra")
    assert re.findall(r'<span class="note-number">(\d+)</span>', alone) == ["7"]


@pytest.mark.parametrize("shown", [page_html, file_html, paper_html])
def test_a_picture_stands_whole_in_what_is_shown(shown: object) -> None:
    made = shown(sample())  # type: ignore[operator]
    assert f'src="{picture().src}" alt="Två staplar, den högra högst" width="640" height="320"' in made
    assert "data-picture" not in made


def test_a_picture_that_is_gone_is_said_to_be_missing() -> None:
    page = page_html(sample(pictures=False))
    assert "[bild saknas: Två staplar, den högra högst]" in page
    assert "<img" not in page


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.render_pdf(paper_html(replace(sample(), is_draft=False))).data


def test_the_gate_and_verapdf_find_nothing_in_the_pdf(made: bytes, tmp_path: Path) -> None:
    assert [finding.code for finding in pdf_gate.let_through(made)] == []
    path = tmp_path / "text.pdf"
    path.write_bytes(made)
    assert [verdict.failed for verdict in judge([path]).values()] == [()]


def test_notes_are_notes_in_the_pdf_with_their_numbers_and_what_refers_to_them(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as file:
        kinds = [str(item.get("/S")) for item in file.objects if isinstance(item, pikepdf.Dictionary)]
        notes = [
            str(item["/ID"])
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Note"
        ]
    assert sorted(notes) == [f"fotnot-{number}" for number in range(1, 8)]
    assert kinds.count("/Figure") == 3
    assert kinds.count("/Reference") >= 7


def test_a_texts_headings_are_bookmarks_in_the_pdf(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as file, file.open_outline() as outline:
        chapter = next(each for each in outline.root[0].children if "Kapitel" in each.title)
        assert [each.title for each in chapter.children] == ["Bakgrund", "1.1 Under"]
        assert [each.title for each in chapter.children[0].children] == ["Unga"]
