"""Text files: how one is encoded, what stands between its fields, and its rows.

Nothing is guessed that cannot be told: a file whose letters fit no encoding better than another is refused.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable
from io import StringIO
from itertools import islice

from budgets.imports.tables import (
    MAX_COLUMNS,
    Cell,
    CellKind,
    Contents,
    FileReading,
    Row,
    SheetTable,
    refused,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)
from finsam import swedish

DELIMITERS = (";", "\t", ",")
UTF8 = "UTF-8"
_CODE_PAGES = {"cp1252": "Windows-1252", "cp437": "DOS (CP437)", "mac_roman": "Mac Roman"}
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig", UTF8),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SWEDISH = frozenset("åäöÅÄÖ")
_OTHER_LETTERS = frozenset("éÉüÜèàáæøÆØ")
_BETWEEN_WORDS = frozenset("–—”“’‘…•´§°½€·±²³\u00a0")
MAX_LINE = 40_000
"""Characters in one line; a cell of a spreadsheet holds at most 32 767."""
_JUDGED = 20_000
"""So many letters beyond ASCII tell how a file is encoded."""
_SAVE_AS_UTF8 = "Spara filen som ”CSV UTF-8” och försök igen."


def read_text(data: bytes, name: str, contents: Contents) -> FileReading:
    """The rows of a text file as one table. Raises Refused."""
    text, encoding = _decoded(data, name, contents)
    _refuse_long_lines(text, contents)
    if control := _CONTROL.search(text):
        row = text.count("\n", 0, control.start()) + 1
        raise refused(
            f"”{name}” är varken ett kalkylark eller en textfil. Välj en fil som är {contents.formats}.", row
        )
    records = _records(_without_blank_end(text, name), name, contents)
    rows = tuple(
        Row(
            number,
            tuple(
                Cell(number, column, field, kind=CellKind.TEXT if field else CellKind.EMPTY)
                for column, field in enumerate(record, start=1)
            ),
        )
        for number, record in enumerate(records, start=1)
    )
    notices = (
        ()
        if encoding in (UTF8, "UTF-16")
        else (f"Filen lästes som {encoding}. Kontrollera att å, ä och ö stämmer i förhandsvisningen.",)
    )
    return FileReading((SheetTable("", rows, is_text=True),), notices=notices, encoding=encoding)


def _refuse_long_lines(text: str, contents: Contents) -> None:
    """Nothing is split into fields that no table has."""
    for number, line in enumerate(StringIO(text, newline=None), start=1):
        if len(line) > MAX_LINE + 1:  # with its end
            raise refused(
                f"Raden är längre än {swedish.number(MAX_LINE)} tecken. Kontrollera att filen är en tabell med en rad "
                f"per {contents.row}.",
                number,
            )


def _decoded(data: bytes, name: str, contents: Contents) -> tuple[str, str]:
    """The text and what its encoding is called."""
    undecodable = refused(f"Tecknen i ”{name}” går inte att läsa. {_SAVE_AS_UTF8}")
    for mark, codec, called in _MARKED:
        if data.startswith(mark):
            try:
                return data.decode(codec), called
            except UnicodeDecodeError as error:
                raise undecodable from error
    try:
        return data.decode("utf-8"), UTF8
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise refused(
            f"”{name}” är varken ett kalkylark eller en textfil. Välj en fil som är {contents.formats}."
        )
    readings = []
    for codec, called in _CODE_PAGES.items():
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        readings.append((plausibility(text), text, called))
    readings.sort(key=lambda each: -each[0])
    best = readings[0]
    if best[0] <= 0 or best[0] == readings[1][0]:
        raise undecodable
    return best[1], best[2]


def plausibility(text: str) -> int:
    """How well the letters beyond ASCII stand in Swedish text: å inside a word speaks for it, σ or „ against.

    A long text is judged by its beginning.
    """
    score = 0
    for found in islice(re.finditer(r"[^\x00-\x7f]", text), _JUDGED):
        sign = found[0]
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        beside_letter = before.isalpha() or after.isalpha()
        beside_digit = before.isdigit() or after.isdigit()
        if sign in _SWEDISH:
            score += 3 if beside_letter and not beside_digit else 1 if not beside_digit else -3
        elif sign in _OTHER_LETTERS:
            score += 1 if beside_letter and not beside_digit else -2
        elif sign in _BETWEEN_WORDS:
            score += -3 if before.isalpha() and after.isalpha() else 1
        else:
            score -= 3
    return score


def _without_blank_end(text: str, name: str) -> str:
    """The text to the end of the last line that says something."""
    end = len(text.rstrip("".join(DELIMITERS) + "\r\n \u00a0"))
    if not end:
        raise refused(f"”{name}” är tom. Välj en fil med en rubrikrad och minst en rad.")
    rest = re.compile(r"[\r\n]").search(text, end)
    return text[: rest.start()] if rest else text


def _records(text: str, name: str, contents: Contents) -> list[list[str]]:
    """The fields of each row, blank rows kept as empty ones, split by the sign that stands between them."""
    try:
        delimiter = max(
            DELIMITERS,
            key=lambda each: _fit(_split(text, each, contents, strict=False), contents.is_known),
        )
        records = _split(text, delimiter, contents, strict=True)
    except csv.Error as error:
        raise refused(
            f"Citattecknen i ”{name}” går inte ihop. Spara filen på nytt från Excel eller LibreOffice."
        ) from error
    for number, record in enumerate(records, start=1):
        if number > contents.max_rows:
            raise too_many_rows("", contents)
        if len(record) > MAX_COLUMNS and any(field.strip() for field in record[MAX_COLUMNS:]):
            raise too_many_columns("", number, contents)
    if sum(map(len, records)) > contents.max_cells:
        raise too_many_cells("", contents)
    return records


def _split(text: str, delimiter: str, contents: Contents, *, strict: bool) -> list[list[str]]:
    """All rows, or the first ones that are too many."""
    records, fields = [], 0
    for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict):
        records.append(record)
        fields += len(record)
        if len(records) > contents.max_rows + 1000 or fields > 2 * contents.max_cells:
            break
    return records


def _fit(records: list[list[str]], is_known: Callable[[str], bool]) -> tuple[int, int, int]:
    """How well a delimiter fits: columns known by name, then how many rows share a width above one, then the width."""
    known = max((sum(map(is_known, record[:MAX_COLUMNS])) for record in records[:30]), default=0)
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, rows = widths.most_common(1)[0] if widths else (1, 0)
    return (known, rows, width)
