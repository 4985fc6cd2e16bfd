"""An audit report as it comes from the services that auditors sign with, and what is not taken though it looks so.

Scrive puts its evidence in the signed PDF as HTML pages, Assently a log as PDF and the originals as an archive; a PAdES
signature stands in a field of the PDF. The files here are made with the same parts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, AttachedFileSpec, Dictionary, Name

from reports.audit_report_files import INSTEAD, MOST_ATTACHED, MOST_UNPACKED, checked_pdf
from tests.reports.chain_sample import pdf_file

HTML = b"<!doctype html><title>Evidence Log</title><p>Rut Revisor signed with BankID.</p>"


def changed(change: Callable[[pikepdf.Pdf], Any], data: bytes | None = None) -> bytes:
    """A PDF of two pages with something done to it."""
    pdf, found = pikepdf.open(BytesIO(data or pdf_file())), BytesIO()
    change(pdf)
    pdf.save(found)
    return found.getvalue()


def carrying(files: Mapping[str, bytes], data: bytes | None = None) -> bytes:
    """A PDF with files attached."""

    def attach(pdf: pikepdf.Pdf) -> None:
        for name, content in files.items():
            pdf.attachments[name] = AttachedFileSpec(pdf, content, filename=name)

    return changed(attach, data)


def archive(files: Mapping[str, bytes]) -> bytes:
    """The files as an archive."""
    found = BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return found.getvalue()


def with_signature_field(pdf: pikepdf.Pdf) -> None:
    """A signature as PAdES has it, with the certificates beside."""
    signature = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/ETSI.CAdES.detached"),
        ByteRange=Array([0, 840, 960, 240]),
        Contents=b"\x30\x82" * 64,
        M=pikepdf.String("D:20190325120000+01'00'"),
    )
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=pikepdf.String("Rut"), V=signature, F=132
    )
    field["/Rect"] = Array([0, 0, 0, 0])
    widget = pdf.make_indirect(field)
    pdf.pages[0].obj["/Annots"] = Array([widget])
    pdf.Root["/AcroForm"] = Dictionary(SigFlags=3, Fields=Array([widget]))
    pdf.Root["/DSS"] = Dictionary(Certs=Array([pdf.make_stream(b"\x30\x82")]))
    pdf.Root["/Perms"] = Dictionary(DocMDP=signature)


def checked(data: bytes) -> int:
    """The pages of an uploaded file that is taken."""
    return checked_pdf(SimpleUploadedFile("berattelse.pdf", data, "application/pdf")).pages


def refusal(data: bytes) -> str:
    """What is said of a file that is not taken."""
    with pytest.raises(ValidationError) as refused:
        checked(data)
    (message,) = refused.value.messages
    return str(message)


SIGNED = changed(with_signature_field)
REAL = {
    "PAdES": SIGNED,
    "Scrive": carrying(
        {"Evidence Quality of Scrive E-signed Documents.html": HTML, "Appendix 3 Evidence Log.html": HTML},
        SIGNED,
    ),
    "Assently": carrying(
        {
            "caseauditlog.pdf": pdf_file(),
            "caseaudit.zip": archive({"orig/": b"", "orig/berättelse.pdf": SIGNED}),
        }
    ),
    "a signed PDF in a PDF": carrying({"undertecknad.PDF": carrying({"logg.txt": b"\x00"})}),
}


@pytest.mark.parametrize("data", REAL.values(), ids=REAL)
def test_an_audit_report_that_is_signed_electronically_is_taken_as_it_came(data: bytes) -> None:
    assert checked_pdf(SimpleUploadedFile("berattelse.pdf", data, "application/pdf")).data == data


def on_opening(action: Dictionary) -> bytes:
    """A PDF that does something when it is opened."""
    return changed(lambda pdf: pdf.Root.__setattr__("OpenAction", action))


def script_in_a_signed_one(pdf: pikepdf.Pdf) -> None:
    with_signature_field(pdf)
    pdf.Root.AcroForm.Fields[0]["/AA"] = Dictionary(
        K=Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    )


ACTIVE = {
    "script when opened": (
        on_opening(Dictionary(S=Name.JavaScript, JS="app.alert(1)")),
        "Filen innehåller JavaScript",
    ),
    "script in a field": (changed(script_in_a_signed_one), "Filen innehåller JavaScript"),
    "launch": (
        on_opening(Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe"))),
        "Filen innehåller kommandon som startar program",
    ),
    "form sent": (
        on_opening(Dictionary(S=Name.SubmitForm, F=pikepdf.String("https://elsewhere.example/"))),
        "Filen innehåller ett formulär som skickas iväg",
    ),
    "media": (
        changed(
            lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", Array([Dictionary(Subtype=Name.RichMedia)]))
        ),
        "Filen innehåller inbäddade medier",
    ),
    "program attached": (
        carrying({"Evidence.exe": b"MZ"}),
        "Filen har en bilaga av ett slag som kan innehålla program (”Evidence.exe”)",
    ),
    "program that looks like a page": (
        carrying({"Evidence.html.js . ": b"alert(1)"}),
        "Filen har en bilaga av ett slag som kan innehålla program (”Evidence.html.js . ”)",
    ),
    "script in an attached page": (
        carrying({"Log.html": b"<p>Log</p><SCRIPT>alert(1)</SCRIPT>"}),
        "Bilagan ”Log.html” i filen innehåller JavaScript",
    ),
    "script in a page of wide letters": (
        carrying({"Log.htm": "<script>alert(1)</script>".encode("utf-16")}),
        "Bilagan ”Log.htm” i filen innehåller JavaScript",
    ),
    "script in an attached PDF": (
        carrying({"log.pdf": pdf_file(script=True)}),
        "Bilagan ”log.pdf” i filen innehåller JavaScript",
    ),
    "script in a PDF in an archive": (
        carrying({"case.zip": archive({"orig/original.pdf": pdf_file(script=True)})}),
        "Bilagan ”orig/original.pdf” i filen innehåller JavaScript",
    ),
    "program in an archive": (
        carrying({"case.zip": archive({"orig/run.bat": b"del"})}),
        "Bilagan ”case.zip” i filen har en bilaga av ett slag som kan innehålla program (”orig/run.bat”)",
    ),
    "no archive": (carrying({"case.zip": b"PK and nothing"}), "Bilagan ”case.zip” i filen går inte att läsa"),
    "no PDF": (carrying({"log.pdf": b"nothing"}), "Bilagan ”log.pdf” i filen går inte att läsa"),
    "many": (
        carrying({f"{number}.txt": b"" for number in range(MOST_ATTACHED + 1)}),
        "Filen har fler än 50 bilagor",
    ),
}


@pytest.mark.parametrize(("data", "told"), ACTIVE.values(), ids=ACTIVE)
def test_what_can_do_something_is_refused_with_where_it_is_and_what_to_do(data: bytes, told: str) -> None:
    assert refusal(data) == f"{told}, och filen tas därför inte emot. {INSTEAD}"


def test_a_file_that_is_attached_by_a_note_on_a_page_is_looked_at_too() -> None:
    def note(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(b"MZ")
        named = Dictionary(Type=Name.Filespec, F=pikepdf.String("a.txt"), UF=pikepdf.String("a.exe"))
        named["/EF"] = Dictionary(F=stream)
        pdf.pages[0].obj["/Annots"] = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=named)]
        )

    assert "(”a.exe”)" in refusal(changed(note))


def test_one_that_is_called_otherwise_by_another_program_is_looked_at_under_each_name() -> None:
    def two_names(pdf: pikepdf.Pdf) -> None:
        named = Dictionary(Type=Name.Filespec, F=pikepdf.String("log.html"), UF=pikepdf.String("log.txt"))
        named["/EF"] = Dictionary(F=pdf.make_stream(b"<script>"))
        pdf.Root["/AF"] = Array([pdf.make_indirect(named)])

    assert "Bilagan ”log.html” i filen innehåller JavaScript" in refusal(changed(two_names))


@pytest.mark.parametrize("name", ["a.html", "a.zip"])
def test_what_unpacks_to_more_than_can_be_read_is_refused(name: str) -> None:
    bomb = b"a" * (MOST_UNPACKED + 1)
    data = carrying({name: archive({"b.txt": bomb}) if name == "a.zip" else bomb})
    assert len(data) < 200_000
    assert "bilagor på mer än 50 MB" in refusal(data)


def test_an_attachment_that_is_no_file_is_told() -> None:
    def torn(pdf: pikepdf.Pdf) -> None:
        named = Dictionary(Type=Name.Filespec, F=pikepdf.String("log.html"))
        named["/EF"] = Array([1])
        pdf.Root["/AF"] = Array([named])

    assert "en bilaga som inte går att läsa (”log.html”)" in refusal(changed(torn))


def test_archives_within_archives_are_not_followed_for_ever() -> None:
    nested = archive({"a.txt": b""})
    for _ in range(5):
        nested = archive({"inner.zip": nested})
    assert "Bilagan ”inner.zip” i filen ligger för djupt bland bilagorna" in refusal(
        carrying({"a.zip": nested})
    )
