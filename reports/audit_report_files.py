"""An audit report as a file: a PDF of sensible size that can be read, with nothing in it that runs. Kept as it came.

Those who sign electronically get their evidence along, as files within the PDF (Scrive an HTML page of what happened,
Assently a log and an archive of originals). Such a file is taken when it is of a kind to be read, and what can hold a
program, a page or a PDF in its turn, is looked through too. What is refused says what to do instead.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 200
MOST_ATTACHED, MOST_UNPACKED, MOST_DEPTH = 50, 50 * 1024 * 1024, 3
"""How many files a PDF may carry, how many bytes they may be when unpacked, how deep they may lie in one another."""
RUNS = {
    "/JavaScript": "JavaScript",
    "/JS": "JavaScript",
    "/Launch": "kommandon som startar program",
    "/RichMedia": "inbäddade medier",
    "/3D": "inbäddade medier",
    "/XFA": "ett dynamiskt formulär",
    "/SubmitForm": "ett formulär som skickas iväg",
    "/ImportData": "ett formulär som hämtar uppgifter",
}
"""What a PDF to be read has no use for, and can harm the one who opens it, with what it is called."""
READ = frozenset(
    ".pdf .html .htm .zip .txt .log .csv .xml .json .png .jpg .jpeg .docx .xlsx .odt .ods".split()
    + ".p7s .p7m .p7b .cer .crt .pem .tsr .tst .ots .ksig".split()
)
"""The kinds of attached files that are read, and run nothing of themselves."""
LOOKED_INTO = frozenset((".pdf", ".zip", ".html", ".htm"))
"""The kinds that can hold something that runs, and are looked through."""
SCRIPTS = (b"<script", b"javascript:")
NAMES = ("/UF", "/F", "/Unix", "/DOS", "/Mac")
"""Where an attached file's names stand."""
UNREADABLE = "Filen går inte att läsa som PDF. Spara berättelsen som PDF på nytt och välj den filen."
INSTEAD = (
    "Öppna revisionsberättelsen, välj Skriv ut och sedan Spara som PDF, och välj den nya filen här. En elektronisk "
    "underskrift följer inte med i en utskrift, så spara originalet i diariet."
)


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
            _Attachments().look_through(pdf)
    except pikepdf.PasswordError as locked:
        raise ValidationError("Filen har ett lösenord. Välj en PDF som går att öppna utan.") from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as fault:
        raise ValidationError(UNREADABLE) from fault
    if pages == 0:
        raise ValidationError("Filen har inga sidor. Välj en annan.")
    if pages > MOST_PAGES:
        raise ValidationError(f"Filen har {pages} sidor. Välj själva revisionsberättelsen.")
    return CheckedPdf(data, hashlib.sha256(data).hexdigest(), pages)


@dataclass
class _Attachments:
    """The files that a PDF carries, looked through one by one as long as they are reasonably many and large."""

    number: int = 0
    unpacked: int = 0
    names: list[str] = field(default_factory=list)
    """The attached files that lead to the one that is looked through."""

    def look_through(self, pdf: pikepdf.Pdf) -> None:
        """Refuse a PDF with something that runs in it, or in what it carries."""
        for each in pdf.objects:
            for part in _within(each):
                if what := _runs(part):
                    raise self._refused(f"innehåller {what}")
                if "/EF" in part:
                    self._look_at(part)

    def _look_at(self, specification: Any) -> None:
        """Refuse an attached file. Which of its names is used depends on the program that opens the PDF."""
        self._count()
        names = list(dict.fromkeys(str(specification[key]) for key in NAMES if key in specification)) or [""]
        files = specification.get("/EF")
        for name in names:
            self._refuse_kind(name)
        streams = list(files.values()) if isinstance(files, pikepdf.Dictionary) else [None]
        for stream in streams if LOOKED_INTO & {_kind(name) for name in names} else ():
            content = self._content(names[0], stream)
            for name in names:
                self._look_into(name, content)

    def _count(self) -> None:
        self.number += 1
        if self.number > MOST_ATTACHED:
            raise self._refused(f"har fler än {MOST_ATTACHED} bilagor")

    def _refuse_kind(self, name: str) -> None:
        if _kind(name) not in READ:
            raise self._refused(f"har en bilaga av ett slag som kan innehålla program ({_quoted(name)})")

    def _look_into(self, name: str, content: bytes) -> None:
        """Refuse what is in an attached file; its name is one of the kinds that are read."""
        self.names.append(name)
        if len(self.names) > MOST_DEPTH:
            raise self._refused("ligger för djupt bland bilagorna")
        kind = _kind(name)
        if kind == ".pdf":
            self._look_into_pdf(content)
        elif kind == ".zip":
            self._look_into_archive(content)
        elif kind in LOOKED_INTO and any(sign in content.replace(b"\0", b"").lower() for sign in SCRIPTS):
            raise self._refused("innehåller JavaScript")
        self.names.pop()

    def _look_into_pdf(self, content: bytes) -> None:
        try:
            with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
                self.look_through(pdf)
        except (pikepdf.PasswordError, pikepdf.PdfError) as fault:
            raise self._refused("går inte att läsa") from fault

    def _look_into_archive(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for each in archive.infolist():
                    if each.is_dir():
                        continue
                    self._count()
                    self._refuse_kind(each.filename)
                    with archive.open(each) as member:
                        self._look_into(each.filename, self._counted(member.read(self._left() + 1)))
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
        ) as fault:
            raise self._refused("går inte att läsa") from fault

    def _content(self, name: str, stream: Any) -> bytes:
        """What an attached file holds, unpacked no further than what is left to unpack."""
        if not isinstance(stream, pikepdf.Stream):
            raise self._refused(f"har en bilaga som inte går att läsa ({_quoted(name)})")
        packing = stream.get("/Filter")
        packings = list(packing) if isinstance(packing, pikepdf.Array) else [packing] if packing else []
        raw = stream.read_raw_bytes()
        try:
            if not packings:
                return self._counted(raw)
            if packings == [pikepdf.Name.FlateDecode] and "/DecodeParms" not in stream:
                return self._counted(zlib.decompressobj().decompress(raw, self._left() + 1))
        except zlib.error as fault:
            raise self._refused(f"har en bilaga som inte går att läsa ({_quoted(name)})") from fault
        raise self._refused(f"har en bilaga som inte går att läsa ({_quoted(name)})")

    def _left(self) -> int:
        return MOST_UNPACKED - self.unpacked

    def _counted(self, content: bytes) -> bytes:
        self.unpacked += len(content)
        if self.unpacked > MOST_UNPACKED:
            raise self._refused(f"har bilagor på mer än {MOST_UNPACKED // 1024 // 1024} MB")
        return content

    def _refused(self, why: str) -> ValidationError:
        where = f"Bilagan {_quoted(self.names[-1])} i filen" if self.names else "Filen"
        return ValidationError(f"{where} {why}, och filen tas därför inte emot. {INSTEAD}")


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


def _runs(each: Any) -> str:
    """What runs in a dictionary, in words; "" when nothing does."""
    kinds = {str(each.get(name, "")) for name in ("/S", "/Subtype")}
    return next((what for name, what in RUNS.items() if name in kinds or name in each), "")


def _kind(name: str) -> str:
    """How a file's name ends, as the one who opens it would have it: ".pdf"."""
    return PurePosixPath(name.replace("\\", "/").rstrip(" .")).suffix.lower()


def _quoted(name: str) -> str:
    return f"”{name[:80]}”"
