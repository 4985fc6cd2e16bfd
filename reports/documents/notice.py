"""A posted notice as HTML for paper: the words that were posted, and when."""

from __future__ import annotations

from django.template.loader import render_to_string

from reports.documents.render import palette
from reports.models import PublicNotice


def notice_html(notice: PublicNotice) -> str:
    """The complete HTML for the PDF of a notice that is posted: always the same for the same notice."""
    context = {
        "notice": notice,
        "federation": notice.federation,
        "paragraphs": paragraphs(notice.text),
        "palette": palette(notice.federation.accent_colour),
    }
    return render_to_string("documents/notice.html", context)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a notice's text; lines within one are kept."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
