"""The style sheets and fonts that a document saved as a web page carries with it, as one style element.

Only the project's own files, read once per process. What they look like is said in `static/documents/`; paper gets
its style sheets from `reports.pdf`.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

STATIC_FILES = Path(__file__).resolve().parent.parent.parent / "static"
STYLE_SHEETS = ("css/tokens.css", "documents/file.css", "documents/document.css", "documents/screen.css")
FONTS = (
    ("Source Sans 3", "SourceSans3-Regular", 400, "normal"),
    ("Source Sans 3", "SourceSans3-SemiBold", 600, "normal"),
    ("Source Serif 4", "SourceSerif4-Regular", 400, "normal"),
    ("Source Serif 4", "SourceSerif4-Italic", 400, "italic"),
    ("Source Serif 4", "SourceSerif4-Bold", 700, "normal"),
)
"""The faces a document uses; the rest of the families would only make the file larger."""


@lru_cache(maxsize=1)
def own_style() -> SafeString:
    """The style element, some 600 kB with its fonts."""
    faces = [_face(*font) for font in FONTS]
    sheets = [(STATIC_FILES / name).read_text(encoding="utf-8") for name in STYLE_SHEETS]
    return mark_safe("<style>\n" + "\n".join(faces + sheets) + "</style>")  # noqa: S308 - the project's own files


def _face(family: str, file: str, weight: int, style: str) -> str:
    data = base64.b64encode((STATIC_FILES / "fonts" / f"{file}.woff2").read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f'src:url("data:font/woff2;base64,{data}") format("woff2");}}'
    )
