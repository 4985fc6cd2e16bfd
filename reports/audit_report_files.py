"""An audit report as a file: a PDF of sensible size that can be read, with nothing in it that runs. Kept as it came."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 200
RUNS = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia")
"""What a PDF to be read has no use for, and can harm the one who opens it."""
UNREADABLE = "Filen går inte att läsa som PDF. Spara berättelsen som PDF på nytt och välj den filen."


@dataclass(frozen=True)
class CheckedPdf:
    """A PDF that may be kept."""

    data: bytes
    sha256: str
    pages: int


def checked_pdf(upload: UploadedFile) -> CheckedPdf:
    """The uploaded PDF, just as it came; ValidationError when it is too large, no PDF, locked, or can do things."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(f"Filen är större än {MOST_BYTES // 1024 // 1024} MB. Välj en mindre.")
    data = upload.read()
    if not data.startswith(b"%PDF-"):
        raise ValidationError("Filen är ingen PDF. Välj revisionsberättelsen som PDF.")
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            pages = len(pdf.pages)
            _refuse_what_runs(pdf)
    except pikepdf.PasswordError as locked:
        raise ValidationError("Filen har ett lösenord. Välj en PDF som går att öppna utan.") from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as fault:
        raise ValidationError(UNREADABLE) from fault
    if pages == 0:
        raise ValidationError("Filen har inga sidor. Välj en annan.")
    if pages > MOST_PAGES:
        raise ValidationError(f"Filen har {pages} sidor. Välj själva revisionsberättelsen.")
    return CheckedPdf(data, hashlib.sha256(data).hexdigest(), pages)


def _refuse_what_runs(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if any(_runs(part) for part in _within(each)):
            raise ValidationError(
                "Filen innehåller program eller bifogade filer, och tas därför inte emot. Spara den som en vanlig PDF."
            )


def _within(whole: Any) -> Iterator[Any]:
    """The dictionaries of an object: itself, and those that stand in it and not by themselves in the file."""
    waiting = [whole]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            inner: list[Any] = [value for _, value in each.items()]
        else:
            inner = list(each) if isinstance(each, pikepdf.Array) else []
        waiting += [part for part in inner if isinstance(part, pikepdf.Object) and not part.is_indirect]


def _runs(each: Any) -> bool:
    kinds = {str(each.get(name, "")) for name in ("/S", "/Subtype")}
    return bool(kinds & set(RUNS)) or any(name in each for name in RUNS)
