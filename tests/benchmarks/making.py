"""What a PDF costs to make, beside WeasyPrint alone, one chapter beside the whole, and the stored one beside a file.

The peer is WeasyPrint's own tuned time for the same finished HTML: the style sheets parsed once, the font
configuration used again, the garbage collector off while it works, and no finisher. It makes PDF/UA-1 or PDF/A-2a,
each in its own run; we make both in one file, mend the structure, and look the result over.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import weasyprint

from plans.models import Document
from reports import pdf, pdf_gate, pdf_inputs, services
from reports.documents.builder import resolve_document
from reports.documents.render import paper_html
from tests.benchmarks.measure import Ratio, medians

PEER = "WeasyPrint alone, tuned, PDF/UA-1"
LIBREOFFICE = "LibreOffice, same HTML, no style sheets, tagged PDF/A"
TAGGED_PDF_A = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"SelectPdfVersion":{"type":"long","value":"2"},"PDFUACompliance":{"type":"boolean","value":"true"}}'
)


def ratios(rounds: int) -> Iterator[Ratio]:
    """All ratios of the PDF, with their bounds."""
    document = Document.objects.select_related("federation").get(federation__slug="sodra-dalarna", year=2023)
    resolved = resolve_document(document)
    whole = paper_html(resolved)
    chapters = {
        section.heading: paper_html(resolved, chapter=section.anchor) for section in resolved.sections
    }
    yield from _making(whole, rounds)
    yield from _chapters(whole, chapters, rounds)
    yield from _stored(document, whole, rounds)
    yield from _libreoffice(whole, rounds)
    yield from _report(rounds)


def _report(rounds: int) -> Iterator[Ratio]:
    """The annual report, which has most pages and most tables."""
    report = Document.objects.select_related("federation").get(
        federation__slug="sodra-dalarna", year=2018, kind=Document.Kind.ANNUAL_REPORT
    )
    whole = paper_html(resolve_document(report))
    made = pdf.render_pdf(whole)
    print(f"annual report: {resolved_words(whole)} words, {made.pages} pages, {len(made.data) // 1024} KB")
    taken = medians(
        {"ours": lambda: pdf.render_pdf(whole), "ua-1": lambda: weasyprint_alone(whole, "pdf/ua-1")}, rounds
    )
    yield Ratio("Whole annual report as PDF", taken["ours"], PEER, taken["ua-1"], bound=1.15)


def _making(whole: str, rounds: int) -> Iterator[Ratio]:
    made = pdf.render_pdf(whole)
    print(f"{resolved_words(whole)} words, {made.pages} pages, {len(made.data) // 1024} KB")
    taken = medians(
        {
            "ours": lambda: pdf.render_pdf(whole),
            "gate": lambda: pdf_gate.inspect_pdf(made.data),
            "ua-1": lambda: weasyprint_alone(whole, "pdf/ua-1"),
            "a-2a": lambda: weasyprint_alone(whole, "pdf/a-2a"),
        },
        rounds,
    )
    yield Ratio("Whole plan as PDF", taken["ours"], PEER, taken["ua-1"], bound=1.15)
    yield Ratio("Whole plan as PDF", taken["ours"], PEER.replace("UA-1", "A-2a"), taken["a-2a"])
    yield Ratio("Whole plan as PDF, with the gate", taken["ours"] + taken["gate"], PEER, taken["ua-1"])


def _chapters(whole: str, chapters: dict[str, str], rounds: int) -> Iterator[Ratio]:
    tasks = {heading: (lambda html=html: pdf.render_pdf(html)) for heading, html in chapters.items()}
    taken = medians({"whole": lambda: pdf.render_pdf(whole), **tasks}, rounds)
    by_time = sorted(chapters, key=taken.__getitem__)
    middle, slowest = by_time[len(by_time) // 2], by_time[-1]
    yield Ratio(f"The middle chapter: {middle}", taken[middle], "the whole", taken["whole"], bound=0.2)
    yield Ratio(
        f"The slowest chapter, {len(chapters[slowest]) / len(whole):.2f} of the HTML: {slowest}",
        taken[slowest],
        "the whole",
        taken["whole"],
    )


def _stored(document: Document, whole: str, rounds: int) -> Iterator[Ratio]:
    rendering = services.request_pdf(federation=document.federation, html=whole, title=document.title)
    rendering = services.wait_for(rendering, seconds=120)
    path = Path(rendering.file.path)
    taken = medians(
        {
            "stored": lambda: services.pdf_bytes(rendering),
            "asked": lambda: services.request_pdf(
                federation=document.federation, html=whole, title=document.title
            ),
            "read": path.read_bytes,
            "whole": lambda: pdf.render_pdf(whole),
        },
        rounds,
    )
    yield Ratio("Stored PDF, read and checked", taken["stored"], "a plain read of the file", taken["read"])
    yield Ratio("Stored PDF, asked for and read", taken["asked"], "making it", taken["whole"], bound=0.01)


def _libreoffice(whole: str, rounds: int) -> Iterator[Ratio]:
    if not shutil.which("soffice"):
        print("LibreOffice is not installed (apt-get install libreoffice-writer-nogui): not compared")
        return
    with tempfile.TemporaryDirectory() as directory:
        page = Path(directory) / "plan.html"
        page.write_text(whole)
        taken = medians(
            {
                "ours": lambda: pdf_gate.let_through(pdf.render_pdf(whole).data),
                "LibreOffice": lambda: libreoffice(page),
            },
            max(3, rounds // 2),
            time.perf_counter,
        )
    yield Ratio("Whole plan as PDF, with the gate", taken["ours"], LIBREOFFICE, taken["LibreOffice"])


def libreoffice(page: Path) -> None:
    """What LibreOffice takes to make a PDF of the page, with its own start: it is a program, not a library."""
    profile = f"-env:UserInstallation=file://{page.parent}/profile"
    formats = ["--infilter=HTML (StarWriter)", "--convert-to", TAGGED_PDF_A]
    command = ["soffice", profile, "--headless", *formats, "--outdir", str(page.parent), str(page)]
    fonts_of_the_machine = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    done = subprocess.run(command, capture_output=True, text=True, env=fonts_of_the_machine)
    assert page.with_suffix(".pdf").exists(), done.stderr


def weasyprint_alone(html: str, variant: str) -> bytes:
    """What WeasyPrint does by itself, as fast as it can: everything kept that can be kept between documents."""
    press = pdf._press(pdf_inputs.stamp())
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            document = weasyprint.HTML(string=html, url_fetcher=press.fetcher).render(
                font_config=press.fonts,
                counter_style=press.counters.copy(),
                stylesheets=press.style_sheets,
                pdf_variant=variant,
            )
            made: bytes = document.write_pdf(pdf_variant=variant)
            return made
    finally:
        gc.enable()


def resolved_words(html: str) -> int:
    """How many words the document has, roughly: what stands between the tags."""
    return len("".join(weasyprint.HTML(string=html).etree_element.itertext()).split())
