"""What goes into a PDF beside its HTML: style sheets, fonts, library versions, and the fingerprint of it all.

Light on purpose: the web process asks for the fingerprint of every document and must not load WeasyPrint for
it. How the PDF is made stands in `pdf`; what a stored one is filed under, in `services`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
STATIC_FILES = HERE.parent / "static"
FONTCONFIG_FILE = HERE / "fontconfig" / "fonts.conf"

STYLE_SHEETS = ("documents/fonts.css", "documents/document.css", "documents/print.css")
"""The style sheets of paper, in the order of the cascade, under `static/`."""

FONT_FAMILIES = frozenset({"Source Sans 3", "Source Serif 4"})
"""The only families that may stand in a document."""

STATIC_SCHEME = "static:"
LIBRARIES = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "fonttools", "pillow")
OWN_CODE = ("pdf.py", "pdf_structure.py", "pdf_tree.py", "pdf_joining.py", "pdf_tables.py", "pdf_inputs.py")


class RenderingRefused(Exception):
    """A document that does not become a PDF. The text is Swedish and says why to the one who asked for it."""


@dataclass(frozen=True)
class Pdf:
    """A finished PDF: its bytes and its number of pages."""

    data: bytes
    pages: int


def static_file(url: str) -> Path:
    """The project's own file behind a `static:` address, or RenderingRefused if it is not one.

    Names are taken literally: no query, no fragment, and nothing that leads out of the directory, by dots or
    by link.
    """
    name = unquote(url.removeprefix(STATIC_SCHEME))
    refusal = RenderingRefused(
        f"Dokumentet hänvisar till en fil som inte finns bland Finsams egna: {url[:120]}"
    )
    if not url.startswith(STATIC_SCHEME) or not name or any(sign in name for sign in "\\\0?#"):
        raise refusal
    path = (STATIC_FILES / name).resolve()
    if not path.is_relative_to(STATIC_FILES.resolve()) or not path.is_file():
        raise refusal
    return path


def style_sheet_names() -> tuple[str, ...]:
    """The style sheets of paper that are there, in the order of the cascade."""
    return tuple(name for name in STYLE_SHEETS if (STATIC_FILES / name).is_file())


def stamp() -> tuple[tuple[str, int, int], ...]:
    """What changes when a style sheet or a font changes on disk: cheap enough to ask before every rendering."""
    return tuple(
        (path.name, status.st_mtime_ns, status.st_size)
        for path in _standing_files()
        for status in [path.stat()]
    )


def key_of(html: str) -> str:
    """SHA-256 over everything that decides the bytes of the PDF: equal keys mean equal PDFs."""
    digest = hashlib.sha256(_fingerprint(stamp()).encode())
    digest.update(html.encode())
    for name in sorted(set(re.findall(r"static:[^\s\"'()<>]+", html))):
        with suppress(RenderingRefused):  # a file that is not there is for the rendering to refuse
            digest.update(_digest_of(static_file(name)).encode())
    return digest.hexdigest()


def _standing_files() -> Iterator[Path]:
    yield from (STATIC_FILES / name for name in style_sheet_names())
    yield from sorted((STATIC_FILES / "fonts").glob("*.ttf"))


@lru_cache(maxsize=1)
def _fingerprint(_stamp: tuple[tuple[str, int, int], ...]) -> str:
    """One digest of style sheets, fonts, library versions and our own code, worked out anew when the stamp changes.

    The code is in it as it stands: a version number of our own would be forgotten the day it matters.
    """
    parts = [f"{name}=={version(name)}" for name in LIBRARIES]
    parts += [_digest_of(path) for path in _standing_files()]
    parts += [_digest_of(HERE / name) for name in OWN_CODE]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
