"""Freezing: what a document said when it was proposed or adopted, with its bytes and their checksums.

Making a PDF takes a second or more, and nobody is to wait for the database meanwhile. So it is done in three steps:

1. Rehearsal. All writes are made in a transaction, the document is resolved as it then reads, and all is undone.
2. The PDF of what was rehearsed is made at the press, with no transaction open.
3. The same writes are made again. If the document then reads exactly as it did at the rehearsal, it is kept with its
   bytes in the same transaction; if anything differs, all is undone and the user is told.

So the bytes and the decision they belong to are written together or not at all, wherever we are interrupted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finsam.calculation import CALCULATION_VERSION
from members.models import User
from plans.models import Document
from reports.documents.builder import resolve_document
from reports.documents.frozen import checksum, to_data
from reports.documents.render import file_html, paper_html
from reports.documents.resolved import ResolvedDocument
from reports.models import Publication
from reports.pdf_inputs import Pdf, RenderingRefused
from reports.press import PressClosed, shared_press

Act = Callable[[], object]
"""The writes that belong together with the freezing: for an adoption the adoption itself."""


class ChangedMeanwhile(ValidationError):
    """The document no longer says what it said when the PDF was made. Nothing is written."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            f"Något i {document.words.definite} ändrades just när den skulle frysas. Inget har sparats. "
            "Läs igen, och försök en gång till.",
            code="changed",
        )


@dataclass(frozen=True)
class Taken:
    """A document as it reads at one moment: resolved, as a page of its own and as the HTML of paper."""

    resolved: ResolvedDocument
    html: str
    paper: str


class _Undo(Exception):
    """Ends a rehearsal."""


def freeze(document: Document, *, stage: str, by: User | None = None, act: Act | None = None) -> Publication:
    """Keep what the document says, with its bytes. `act` makes the writes that belong with it, in one transaction.

    `act` is called twice, the first time to be undone. Must stand outside any transaction. Raises ChangedMeanwhile when
    the document is changed by another meanwhile, ValidationError when `act` refuses or the PDF cannot be made.
    """
    rehearsed = _rehearse(document.pk, act)
    pdf = printed(rehearsed.paper)
    with transaction.atomic(durable=True):
        return _keep(document.pk, stage, by, act, rehearsed, pdf)


def take(document: Document) -> Taken:
    """The document as it reads now."""
    resolved = resolve_document(document)
    return Taken(resolved, file_html(resolved), paper_html(resolved))


def _rehearse(pk: int, act: Act | None) -> Taken:
    taken = None
    try:
        with transaction.atomic(durable=True):
            taken = _act_and_take(pk, act)
            raise _Undo
    except _Undo:
        assert taken is not None
        return taken


def _act_and_take(pk: int, act: Act | None) -> Taken:
    locked = Document.locked(pk, None)
    if act is not None:
        act()
    taken = take(Document.objects.select_related("federation", "budget").get(pk=locked.pk))
    if taken.resolved.missing_figures:
        missing = ", ".join(taken.resolved.missing_figures)
        raise ValidationError(
            f"Det finns hänvisningar i {locked.words.definite} som inte leder någonstans: {missing}. "
            "Välj andra i avsnitten där de står."
        )
    return taken


def _keep(pk: int, stage: str, by: User | None, act: Act | None, rehearsed: Taken, pdf: Pdf) -> Publication:
    """The real writes, within the caller's transaction."""
    if _act_and_take(pk, act) != rehearsed:
        raise ChangedMeanwhile(Document.objects.get(pk=pk))
    content, html = to_data(rehearsed.resolved), rehearsed.html.encode("utf-8")
    document = Document.objects.get(pk=pk)
    publication = Publication(
        federation_id=document.federation_id,
        document=document,
        stage=stage,
        title=rehearsed.resolved.cover.title[:300],
        content=content,
        figures=[asdict(figure) for figure in rehearsed.resolved.figures],
        html=html,
        html_sha256=sha256(html),
        pdf=pdf.data,
        pdf_sha256=sha256(pdf.data),
        content_sha256=checksum(content),
        pages=pdf.pages,
        calculation_version=CALCULATION_VERSION,
        frozen_at=timezone.now(),
        frozen_by=by,
    )
    publication.full_clean(exclude=["html", "pdf", "content", "figures", "frozen_by"])
    publication.save()
    return publication


def printed(paper: str) -> Pdf:
    """The PDF of the HTML of paper, made at the press and let through its gate. Must stand outside any transaction."""
    try:
        made: Pdf = shared_press().submit(paper).result()
    except RenderingRefused as refusal:
        raise ValidationError(f"PDF:en gick inte att göra, och inget har sparats. {refusal}") from refusal
    except (PressClosed, CancelledError) as closed:
        raise ValidationError(
            "Programmet startas om just nu, och inget har sparats. Försök om en stund."
        ) from closed
    return made


def damage(publication: Publication) -> tuple[str, ...]:
    """What of a publication is not as it was written, in words; empty when all of it is."""
    parts: tuple[tuple[str, Any, Any], ...] = (
        ("webbsidan", sha256(publication.html), publication.html_sha256),
        ("PDF:en", sha256(publication.pdf), publication.pdf_sha256),
        ("innehållet", checksum(publication.content), publication.content_sha256),
        ("siffrorna", publication.figures, publication.content.get("figures")),
    )
    return tuple(name for name, found, written in parts if found != written)


def sha256(data: bytes | memoryview) -> str:
    """The checksum of bytes, as they come from the database."""
    return hashlib.sha256(bytes(data)).hexdigest()
