"""A file's lines as text, one piece of the file in memory at a time, and what is no text refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from budgets.imports.sie.items import Code, Encoding, Limits, Problem

_PIECE = 65_536
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARK = b"\xef\xbb\xbf"
_OTHER_FILES = {
    b"PK\x03\x04": "en packad fil eller ett kalkylark",
    b"%PDF": "en PDF",
    b"\xd0\xcf\x11\xe0": "ett kalkylark i ett äldre format",
    b"\x1f\x8b": "en packad fil",
    b"\xff\xfe": "sparad som UTF-16",
    b"\xfe\xff": "sparad som UTF-16",
}


def chunks(file: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """The file in pieces, to no more than its size may be."""
    left = limits.size + 1
    while left > 0 and (chunk := file.read(min(_PIECE, left))):
        left -= len(chunk)
        yield chunk


def lines(file: BinaryIO, encoding: Encoding, limits: Limits) -> Iterator[tuple[int, str | Problem]]:
    """Each line with its number, counted from one, without its end; blank ones too. A problem stops the reading."""
    number, rest, size = 0, b"", 0
    for chunk in chunks(file, limits):
        if not size and (problem := _no_sie(chunk)):
            yield 1, problem
            return
        size += len(chunk)
        if size > limits.size:
            yield (
                number + 1,
                Problem(
                    Code.TOO_LARGE,
                    number + 1,
                    f"Filen är större än {limits.size // 1_000_000} MB. Exportera ett år i taget.",
                ),
            )
            return
        new = chunk.removeprefix(_MARK) if size == len(chunk) else chunk
        whole, newline, rest = (rest + new).rpartition(b"\n")
        if newline:
            for each in _decoded(whole, number, encoding, limits):
                yield each
                if isinstance(each[1], Problem):
                    return
            number += whole.count(b"\n") + 1
        if len(rest) > limits.line_length:
            yield number + 1, _too_long(number + 1, limits)
            return
    rest = rest.rstrip(b"\x1a")  # the end of a file, as DOS wrote it
    if rest.strip():
        yield from _decoded(rest, number, encoding, limits)


def _decoded(
    data: bytes, before: int, encoding: Encoding, limits: Limits
) -> Iterator[tuple[int, str | Problem]]:
    """Some whole lines, of which so many came before."""
    if control := _CONTROL.search(data):
        bad = data.count(b"\n", 0, control.start())
        end = data.rfind(b"\n", 0, control.start())
        if bad:
            yield from _decoded(data[:end], before, encoding, limits)
        line = before + bad + 1
        yield (
            line,
            Problem(
                Code.CONTROL_SIGN, line, "Raden har ett styrtecken, som ingen text har. Filen är skadad."
            ),
        )
        return
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = before + data.count(b"\n", 0, error.start) + 1
        yield (
            line,
            Problem(
                Code.UNREADABLE,
                line,
                f"Tecknen går inte att läsa som {encoding.label}. Välj en annan teckenkodning.",
            ),
        )
        return
    for number, line_text in enumerate(text.split("\n"), start=before + 1):
        if len(line_text) > limits.line_length:
            yield number, _too_long(number, limits)
            return
        if number > limits.lines:
            yield (
                number,
                Problem(
                    Code.TOO_MANY_LINES,
                    number,
                    f"Filen har fler än {limits.lines} rader. Exportera ett år i taget.",
                ),
            )
            return
        yield number, line_text.removesuffix("\r")


def _too_long(line: int, limits: Limits) -> Problem:
    return Problem(
        Code.LINE_TOO_LONG,
        line,
        f"Raden är längre än {limits.line_length} tecken. Kontrollera att det är en SIE-fil.",
    )


def _no_sie(start: bytes) -> Problem | None:
    """What the file is, told by its first bytes, when it is no SIE file."""
    for sign, what in _OTHER_FILES.items():
        if start.startswith(sign):
            return Problem(Code.NOT_SIE, 1, f"Filen är {what} och ingen SIE-fil.")
    start = start.removeprefix(_MARK).lstrip()
    if start.startswith(b"<"):
        return Problem(
            Code.NOT_SIE,
            1,
            "Filen är XML, kanske SIE 5, som inte läses. Exportera SIE 4 från ekonomisystemet.",
        )
    if start and not start.startswith(b"#"):
        return Problem(Code.NOT_SIE, 1, "Filen börjar inte med en etikett som #FLAGGA och är ingen SIE-fil.")
    return None
