"""HTML in, accessible PDF out: the only module that knows WeasyPrint.

Here stand the fetcher (nothing but the project's own static files and `data:`), the style sheets parsed once
per process, and the rendering itself. What WeasyPrint's tagging lacks is mended in `pdf_structure`; what a
finished file must live up to stands in `pdf_gate`; in which process this runs, in `press`. It needs no
Django.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from reports import pdf_inputs
from reports.pdf_inputs import Pdf, RenderingRefused
from reports.pdf_structure import finish

# Before Pango is loaded: with a fontconfig file that names no directory, the fonts of the machine do not
# exist, and a document looks the same everywhere. A sign that our fonts lack is then missing, and refused
# below. WeasyPrint warns of it when it is imported, since to others it would be a mistake.
os.environ["FONTCONFIG_FILE"] = str(pdf_inputs.FONTCONFIG_FILE)
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="No fonts configured")
    import weasyprint
    import weasyprint.pdf.tags
    from weasyprint.css.counters import CounterStyle
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-2a"
_one_at_a_time = threading.Lock()
COMPLAINTS = (
    (r"No anchor #(.*) for internal URI reference", "en länk leder till ”#{}”, som inte finns i dokumentet"),
    (r"Image .* has no required alt description", "en bild saknar alternativtext"),
    (r"Failed to (?:load image|load inline SVG|render SVG image)", "en bild går inte att läsa"),
    (r"Relative URI reference without a base URI", "något hänvisar till en fil vid sidan av dokumentet"),
)
CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}

_messages = logging.getLogger("weasyprint")
_progress = logging.getLogger("weasyprint.progress")
_progress.setLevel(logging.INFO)
_progress.propagate = False


class _StopError(FatalURLFetchingError):
    """Ends a rendering at once. WeasyPrint swallows ordinary errors and prints the document without the resource."""


class OwnFilesOnly(URLFetcher):
    """Fetches `data:` addresses and the project's own static files. Anything else ends the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The resource behind `url`."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if not url.startswith(pdf_inputs.STATIC_SCHEME):
            raise _StopError(f"Dokumentet försöker hämta något utifrån, och det får det inte: {url[:120]}")
        try:
            path = pdf_inputs.static_file(url)
        except RenderingRefused as refusal:
            raise _StopError(str(refusal)) from refusal
        content_type = CONTENT_TYPES.get(path.suffix, "application/octet-stream")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


class _Press:
    """Style sheets and fonts as WeasyPrint holds them, read once and used for every document of the process."""

    def __init__(self) -> None:
        self.fetcher = OwnFilesOnly()
        self.fonts = FontConfiguration()
        self.counters = CounterStyle()
        self.style_sheets = [
            weasyprint.CSS(
                url=f"{pdf_inputs.STATIC_SCHEME}{name}",
                url_fetcher=self.fetcher,
                font_config=self.fonts,
                counter_style=self.counters,
            )
            for name in pdf_inputs.style_sheet_names()
        ]


@lru_cache(maxsize=1)
def _press(_stamp: tuple[tuple[str, int, int], ...]) -> _Press:
    return _Press()


atexit.register(_press.cache_clear)  # while WeasyPrint can still remove its copies of the fonts


def render_pdf(
    html: str, *, on_stage: Callable[[str], None] | None = None, max_pages: int | None = None
) -> Pdf:
    """The document as PDF/A-2a and PDF/UA-1 in one file; the same bytes for the same input, wherever it is made.

    `on_stage` is told, in Swedish, what is being done. Raises RenderingRefused when the document asks for a
    resource that is not the project's own, lacks what a reader needs (alt text, a link's target, a sign in
    the fonts), or runs over `max_pages`. One document at a time: threads would only be in each other's way.
    """
    with _one_at_a_time:
        return _render(html, on_stage, max_pages)


def _render(html: str, on_stage: Callable[[str], None] | None, max_pages: int | None) -> Pdf:
    _stages.start(on_stage, max_pages)
    try:
        press = _press(pdf_inputs.stamp())
        with _no_garbage_collection(), _complaints() as complaints:
            document = _lay_out(html, press)
            data = _write(document)
            _refuse_missing_signs(document)
        if complaints:
            raise RenderingRefused(
                "Dokumentet går inte att göra PDF av: " + "; ".join(map(_in_swedish, complaints))
            )
    except _StopError as stop:
        raise RenderingRefused(str(stop)) from None
    finally:
        _stages.start(None, None)
    return Pdf(data=data, pages=len(document.pages))


def warm_up() -> None:
    """Read fonts and style sheets and set one line, so that the first document does not wait for it."""
    render_pdf("<html lang=sv><title>Uppvärmning</title><h1>Å</h1>")


def _lay_out(html: str, press: _Press) -> Any:
    source = weasyprint.HTML(string=html, url_fetcher=press.fetcher)
    _refuse_attachments(source)
    return source.render(
        font_config=press.fonts,
        counter_style=press.counters.copy(),
        stylesheets=press.style_sheets,
        pdf_variant=VARIANT,
    )


def _write(document: Any) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        with _origins() as origins:
            data: bytes = document.write_pdf(
                finisher=lambda document, pdf: finish(document, pdf, origins), pdf_variant=VARIANT
            )
    return data


@contextmanager
def _origins() -> Iterator[dict[int, Any]]:
    """Which piece of HTML each structure element is made from, by the element's number.

    WeasyPrint forgets it, and without it nothing tells a paragraph that a page break has cut from two
    paragraphs. So the function that makes the elements is listened to while it works.
    """
    origins: dict[int, Any] = {}
    build = weasyprint.pdf.tags._build_box_tree

    def listen(box: Any, *others: Any) -> Iterator[Any]:
        for element in build(box, *others):
            if box.element is not None:
                origins.setdefault(element.number, box.element)
            yield element

    weasyprint.pdf.tags._build_box_tree = listen
    try:
        yield origins
    finally:
        weasyprint.pdf.tags._build_box_tree = build


def _refuse_attachments(source: Any) -> None:
    """An attachment is a way to carry a file of the server into the PDF, and PDF/A-2 has no use for one."""
    for element in source.etree_element.iter():
        if element.tag == "base" or "attachment" in element.get("rel", "").lower().split():
            raise RenderingRefused(
                "Dokumentet försöker bifoga en fil eller byta basadress, och det får det inte."
            )


def _refuse_missing_signs(document: Any) -> None:
    missing = sorted({sign for font in document.fonts.values() for sign in font.missing})
    if missing:
        signs = ", ".join(f"{chr(sign)} (U+{sign:04X})" for sign in missing[:10])
        raise RenderingRefused(f"Tecken som typsnitten saknar: {signs}. Byt ut dem i texten.")


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Layout makes millions of objects and drops hardly any: looking through them costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _in_swedish(complaint: str) -> str:
    """A complaint of WeasyPrint's for the one who asked. What is not foreseen is left in its own words."""
    for english, swedish in COMPLAINTS:
        if found := re.match(english, complaint):
            return swedish.format(*(part[:120] for part in found.groups()))
    return complaint[:200]


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint reports as errors: an image it could not show, a link without a target, a missing alt text."""
    handler = _Complaints()
    _messages.addHandler(handler)
    try:
        yield handler.texts
    finally:
        _messages.removeHandler(handler)


class _Stages(logging.Handler):
    """Turns WeasyPrint's progress into words for the one who waits, and stops a document that grows too long."""

    WORDS = {
        "Step 1": "Läser dokumentet",
        "Step 3": "Lägger på formgivningen",
        "Step 4": "Bygger upp sidorna",
        "Step 6": "Ritar sidorna",
        "Step 7": "Märker upp för skärmläsare",
    }

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.start(None, None)

    def start(self, on_stage: Callable[[str], None] | None, max_pages: int | None) -> None:
        self.on_stage, self.max_pages = on_stage, max_pages

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        page = message.removeprefix("Step 5 - Creating layout - Page ")
        if page.isdecimal():
            self._page(int(page))
        elif (words := self.WORDS.get(message[:6])) and self.on_stage:
            self.on_stage(words)

    def _page(self, page: int) -> None:
        if self.max_pages and page > self.max_pages:
            raise _StopError(f"Dokumentet blir längre än {self.max_pages} sidor. Dela upp det.")
        if self.on_stage:
            self.on_stage(f"Bryter sida {page}")


_stages = _Stages()
_progress.addHandler(_stages)
