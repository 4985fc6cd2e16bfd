"""From bytes to tables. What a file is, is told by its content and never by its name; what it is not is refused."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO

from budgets.imports.columns import recognised
from budgets.imports.tables import Contents, FileReading, Refused, refused
from budgets.imports.text import read_text
from budgets.imports.workbook import read_workbook

MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|meta|head|!--)", re.IGNORECASE)
SAVE_AS = "Öppna den i Excel eller LibreOffice och spara den som .xlsx, .ods eller .csv."
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,  # and NotImplementedError
)
"""What Python's zipfile raises at archives that are not as they should be."""
_IS = {
    b"{\\rtf": "ett textdokument (RTF)",
    b"\x89PNG": "en bild",
    b"\xff\xd8\xff": "en bild",
    b"GIF8": "en bild",
    b"\x1f\x8b": "en packad fil (gzip)",
    b"7z\xbc\xaf": "en packad fil (7-Zip)",
    b"Rar!": "en packad fil (RAR)",
}


BUDGET = Contents("budgeten", "budgetrad", recognised)


def read_file(data: bytes, name: str, contents: Contents = BUDGET) -> FileReading:
    """The tables of a workbook (.xlsx, .ods) or a text file (.csv), or why it cannot be read. Raises nothing."""
    try:
        return _read(data, name, contents)
    except Refused as stopped:
        return FileReading(problems=(stopped.problem,))


def _read(data: bytes, name: str, contents: Contents) -> FileReading:
    if len(data) > contents.max_bytes:
        raise refused(
            f"”{name}” är större än {contents.max_bytes // 1_000_000}\u00a0MB. "
            f"Spara bladet med {contents.what} i en egen fil."
        )
    if not data.strip(b"\x00\t\r\n "):
        raise refused(f"”{name}” är tom. Välj en fil med en rubrikrad och minst en rad.")
    if b"%PDF-" in data[:1024]:
        raise refused(
            f"”{name}” är en PDF och inte ett kalkylark. Be om filen som den gjordes av, "
            "eller för över tabellen till ett kalkylark."
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound_file(data, name)
    for start, what in _IS.items():
        if data.startswith(start):
            raise refused(
                f"”{name}” är {what} och inte ett kalkylark. Välj en fil som är {contents.formats}."
            )
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data, name, contents)
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise refused(
            f"”{name}” är en webbsida eller XML och inte ett kalkylark, vad den än heter. {SAVE_AS}"
        )
    return read_text(data, name, contents)


def _compound_file(data: bytes, name: str) -> Refused:
    """Both the old .xls and an encrypted .xlsx are of this kind."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refused(
            f"”{name}” är skyddad med lösenord. Ta bort lösenordet i Excel och spara filen på nytt."
        )
    return refused(f"”{name}” är i ett äldre format (.xls eller .doc), som inte läses. {SAVE_AS}")


def _archive(data: bytes, name: str, contents: Contents) -> FileReading:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = {info.filename for info in archive.infolist()}
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise refused(
                    f"”{name}” är skyddad med lösenord. Ta bort lösenordet och spara filen på nytt."
                )
            if "content.xml" in members or "[Content_Types].xml" in members:
                return read_workbook(archive, name, contents)
    except _DAMAGED as error:
        raise refused(f"”{name}” är skadad och går inte att öppna. {SAVE_AS}") from error
    raise refused(f"”{name}” är en packad mapp (zip). Packa upp den och välj filen med {contents.what}.")
