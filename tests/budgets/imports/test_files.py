"""Files that are read: what goes in comes out, and what is no budget is refused with what to do about it."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from budgets.imports.files import read_file
from budgets.imports.tables import MAX_BYTES, CellKind, FileReading, MergedRange, Problem, column_letter
from tests.budgets.imports.making import OFFICE, Value, archive, ods, raw_ods, raw_xlsx, text, xlsx

HEADER = ("id", "konto", "benamning", "belopp_tkr")
STYRELSEN = [  # Södra Dalarna, "Verksamhetsplan och budget år 2023", the table of budget, its first rows
    HEADER,
    ("10 000", "47", "Konsulttjänster (revision)", "50"),
    ("10 000", "50", "Löner arbetad tid", "35"),
    ("10 000", "56", "Sociala avgifter enligt lag och avtal", "20"),
]


def read(data: bytes, name: str = "budget") -> FileReading:
    """The file, which must have been readable."""
    found = read_file(data, name)
    assert found.problems == ()
    return found


def values(found: FileReading, sheet: int = 0) -> list[list[Value]]:
    """Each row's numbers and texts."""
    return [
        [cell.number if cell.number is not None else cell.text for cell in row.cells]
        for row in found.tables[sheet].rows
    ]


def refusal(data: bytes, name: str = "budget.xlsx") -> Problem:
    """Why the file was not read; nothing of it was."""
    found = read_file(data, name)
    assert found.tables == ()
    (problem,) = found.problems
    return problem


# --- What goes in comes out -----------------------------------------------------------------------------------------

words = st.text(
    st.characters(codec="cp1252", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=12
).map(lambda word: f"L{word}")
amounts = st.integers(-99_999_999_999_999, 99_999_999_999_999).map(lambda ore: Decimal(ore).scaleb(-2))
tables_of_values = st.lists(
    st.tuples(words, st.one_of(st.none(), words), st.one_of(st.none(), amounts)), min_size=1, max_size=8
)


def shown(rows: list[tuple[Value, ...]]) -> list[list[Value]]:
    """What reading should give: nothing is an empty text."""
    return [list(HEADER[:3]), *([value if value is not None else "" for value in row] for row in rows)]


@given(tables_of_values)
def test_a_workbook_of_excel_is_read_to_the_ore(rows: list[tuple[Value, ...]]) -> None:
    assume(not any(str(value).startswith("=") for row in rows for value in row))
    assert values(read(xlsx([HEADER[:3], *rows]))) == shown(rows)


@given(tables_of_values)
def test_a_workbook_of_libreoffice_is_read_to_the_ore(rows: list[tuple[Value, ...]]) -> None:
    assert values(read(ods([HEADER[:3], *rows]))) == shown(rows)


texts = st.lists(
    st.tuples(
        st.sampled_from(
            ["Löner arbetad tid", "Sociala avgifter; lag", 'Kallad "resor", tåg', "Åre\när här", "x"]
        ),
        st.sampled_from(["1 234,50", "-320", "", "85"]),
        st.sampled_from(["", "a,b", "c;d", "e\tf"]),
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: [HEADER[:3], ("Löner", "0", "ö"), *rows, ("sist", "1", "å")])


@given(
    texts,
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp437", "mac_roman"]),
)
def test_a_text_file_is_read_whatever_its_delimiter_and_encoding(
    rows: list[tuple[str, ...]], delimiter: str, encoding: str
) -> None:
    assert values(read(text(rows, delimiter).encode(encoding))) == [list(row) for row in rows]


@pytest.mark.parametrize(
    ("encoding", "called", "notices"),
    [
        ("utf-8", "UTF-8", 0),
        ("utf-8-sig", "UTF-8", 0),
        ("utf-16", "UTF-16", 0),
        ("cp1252", "Windows-1252", 1),
        ("cp437", "DOS (CP437)", 1),
        ("mac_roman", "Mac Roman", 1),
    ],
)
def test_the_encoding_is_found_by_what_makes_swedish_words_and_is_told(
    encoding: str, called: str, notices: int
) -> None:
    found = read(text(STYRELSEN).encode(encoding))
    assert (found.encoding, len(found.notices)) == (called, notices)
    assert values(found)[2][2] == "Löner arbetad tid"


def test_a_narrow_space_between_thousands_is_told_from_a_letter() -> None:
    """Excel writes a no-break space between thousands; in CP437 the same byte is á."""
    found = read(text([HEADER, ("10000", "50", "Lön", "1\u00a0234")]).encode("cp1252"))
    assert values(found)[1] == ["10000", "50", "Lön", "1\u00a0234"]


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00")
@example(b'a;"b\n')
@example(b'"a"b;c')
def test_whatever_the_bytes_are_there_is_a_table_or_a_refusal(data: bytes) -> None:
    found = read_file(data, "x")
    assert bool(found.tables) != bool(found.problems)
    assert all(problem.message.endswith(".") for problem in found.problems)


WORKBOOKS = [ods(STYRELSEN), xlsx(STYRELSEN)]


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(WORKBOOKS))
    place = data.draw(st.integers(0, len(good) - 1))
    bad = good[:place] + bytes([data.draw(st.integers(0, 255))]) + good[place + 1 :]
    found = read_file(data.draw(st.sampled_from([bad, good[:place]])), "x")
    assert bool(found.tables) != bool(found.problems)


# --- What a workbook holds besides values -----------------------------------------------------------------------------


def test_binary_noise_is_what_excel_shows_and_exact_amounts_stay_exact() -> None:
    """0.1 + 0.2 in a binary computer; 12 345 678.91; the largest amount we hold."""
    cells = ("0.30000000000000004", "12345678.91", "999999999999.99", "-0.0", "1E3", "1234.0005")
    row = "".join(f'<c r="{column_letter(n)}1"><v>{value}</v></c>' for n, value in enumerate(cells, 1))
    assert values(read(raw_xlsx(f'<row r="1">{row}</row>'))) == [
        [Decimal(each) for each in ("0.3", "12345678.91", "999999999999.99", "0", "1000", "1234.0005")]
    ]


def test_what_is_no_value_is_kept_as_what_it_is() -> None:
    cells = (
        '<c r="A1" t="e"><f>B9</f><v>#REF!</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>A1&amp;""</f><v></v></c><c r="F1"><v>NaN</v></c>'
        '<c r="G1" t="inlineStr"><is><t>text</t></is></c><c r="H1"><f>1+1</f><v/></c>'
    )
    (row,) = read(raw_xlsx(f'<row r="1">{cells}</row>')).tables[0].rows
    assert [(cell.kind, cell.text) for cell in row.cells] == [
        (CellKind.ERROR, "#REF!"),
        (CellKind.UNCACHED, ""),
        (CellKind.NUMBER, "2"),
        (CellKind.BOOLEAN, "SANT"),
        (CellKind.EMPTY, ""),
        (CellKind.ERROR, "nan"),
        (CellKind.TEXT, "text"),
        (CellKind.UNCACHED, ""),
    ]


def test_an_ods_tells_the_same() -> None:
    cells = (
        '<table:table-cell office:value-type="string" calcext:value-type="error" table:formula="of:=1/0">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=1+1" table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="date" office:date-value="2023-01-02"/>'
        '<table:table-cell office:value-type="string"><office:annotation><text:p>kommentar</text:p>'
        "</office:annotation><text:p>text</text:p></table:table-cell>"
    )
    (row,) = (
        read(raw_ods(f'<table:table table:name="B"><table:table-row>{cells}</table:table-row></table:table>'))
        .tables[0]
        .rows
    )
    assert [(cell.kind, cell.text) for cell in row.cells] == [
        (CellKind.ERROR, "#DIV/0!"),
        (CellKind.UNCACHED, ""),
        (CellKind.UNCACHED, ""),
        (CellKind.BOOLEAN, "SANT"),
        (CellKind.DATE, "2023-01-02"),
        (CellKind.TEXT, "text"),
    ]


def test_merged_cells_and_hidden_rows_and_sheets_are_told() -> None:
    workbook = Workbook()
    sheet = workbook.active
    for row in STYRELSEN:
        sheet.append(row)
    sheet.merge_cells("A2:B3")
    sheet.row_dimensions[3].hidden = True
    other = workbook.create_sheet("Äldre")
    other.append(HEADER)
    other.sheet_state = "hidden"
    made = BytesIO()
    workbook.save(made)
    found = read(made.getvalue())
    assert found.tables[0].merged == (MergedRange(2, 1, 3, 2),)
    assert [table.is_hidden for table in found.tables] == [False, True]
    assert found.notices == (
        "Rad 3 på bladet ”Sheet” är dold i filen men läses.",
        "Bladet ”Äldre” är dolt i filen men läses.",
    )


def test_merged_cells_and_hidden_rows_of_an_ods_are_told() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    found = read(
        raw_ods(
            '<table:table table:name="B"><table:table-row table:number-rows-repeated="2"/>'
            '<table:table-row><table:table-cell/><table:table-cell office:value-type="string" '
            'table:number-columns-spanned="2" table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell>'
            f'<table:covered-table-cell/></table:table-row><table:table-row table:visibility="collapse">{cell}'
            "</table:table-row></table:table>"
        )
    )
    assert [str(each) for each in found.tables[0].merged] == ["B3:C4"]
    assert values(found) == [["", ""], ["", ""], ["", "x"], ["x", ""]]
    assert found.notices == ("Rad 4 på bladet ”B” är dold i filen men läses.",)


def test_rows_keep_the_numbers_they_have_in_the_file() -> None:
    found = read(text([("Budget 2023",), (), HEADER, (), STYRELSEN[1]]).encode())
    assert [(row.number, row.is_blank) for row in found.tables[0].rows] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]


# --- What is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "är tom"),
        (b"\r\n \r\n", "är tom"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "är en PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "äldre format (.xls"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "skyddad med lösenord",
        ),
        (b"<html><table><tr><td>id</td></tr></table></html>", "webbsida eller XML"),
        (b'\xef\xbb\xbf\r\n<?xml version="1.0"?><Workbook/>', "webbsida eller XML"),
        (b"{\\rtf1 budget}", "ett textdokument (RTF)"),
        (b"\x89PNG\r\n\x1a\n", "en bild"),
        (b"id;konto\n\x00\x01", "varken ett kalkylark eller en textfil"),
        (b"id;konto\n\x1bX", "varken ett kalkylark eller en textfil"),
        (b"\xff\xfeabc", "går inte att läsa"),
        (b"\xef\xbb\xbf\xff\xff", "går inte att läsa"),
        ("σ÷Θ╣".encode()[:3] + b"\xff", "går inte att läsa"),
        (b'id;"konto\n', "Citattecknen"),
        (archive({"budget.csv": "id;konto"}), "packad mapp (zip)"),
        (archive({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "inget kalkylark"),
        (archive({"[Content_Types].xml": "<a/>", "xl/workbook.bin": "x"}), "binärt kalkylark (.xlsb)"),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "inget kalkylark",
        ),
        (archive({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a>"}), "är skadad"),
        (raw_ods("")[:-40], "är skadad"),
        (raw_ods('<table:table table:name="B"/>'), "är tom"),
        (xlsx([]), "är tom"),
        (raw_ods('<table:table table:name="B" table:x="&a;"/>'), "är skadad"),
    ],
)
def test_a_file_is_told_by_its_content_whatever_it_is_called(data: bytes, says: str) -> None:
    for name in ("budget.xlsx", "budget.xls", "budget.csv", "budget.ods"):
        assert says in refusal(data, name).message


def test_an_encrypted_ods_says_so() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    data = archive({"content.xml": b"\x01\x02\x03", "META-INF/manifest.xml": manifest})
    assert "skyddad med lösenord" in refusal(data).message


def test_a_locked_zip_says_so() -> None:
    data = bytearray(xlsx(STYRELSEN))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 1)
    assert "skyddad med lösenord" in refusal(bytes(data)).message


ENTITIES = '<!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c "&b;&b;&b;&b;&b;">]>'.format("x" * 1000)


def test_xml_entities_are_not_followed() -> None:
    """A document of a few lines that unfolds to gigabytes; or that fetches a file of the server's."""
    content = f"{ENTITIES}<office:document-content {OFFICE}>&c;</office:document-content>"
    fetch = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
    for xml in (content, fetch):
        data = archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": xml})
        assert "är skadad" in refusal(data).message


def test_a_file_of_more_than_five_megabytes_is_refused() -> None:
    assert refusal(b"id;konto\n" * 600_000).message == (
        "”budget.xlsx” är större än 5\u00a0MB. Spara bladet med budgeten i en egen fil."
    )


def bomb(name: str) -> bytes:
    """Half a gigabyte of spaces in half a megabyte."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<a/>")
        with target.open(name, "w") as part:
            for _ in range(500):
                part.write(b" " * 1_000_000)
    return made.getvalue()


@pytest.mark.parametrize("name", ["xl/workbook.xml", "content.xml", "xl/media/image1.png"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    data = bomb(name)
    tracemalloc.start()
    assert "packas upp" in refusal(data).message
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_zip_that_lies_about_its_size_is_refused_without_being_unpacked() -> None:
    data = bytearray(bomb("xl/workbook.xml"))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rfind(mark)
        data[place + offset : place + offset + 4] = struct.pack("<I", 1000)
    tracemalloc.start()
    assert "är skadad" in refusal(bytes(data)).message
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


ROW = "".join(f'<c r="{letter}{{0}}"><v>{{0}}</v></c>' for letter in "ABCDE")
MANY = {
    "xlsx": lambda: raw_xlsx("".join(f'<row r="{n}">{ROW.format(n)}</row>' for n in range(1, 50_001))),
    "ods": lambda: ods([("Löner", Decimal(n)) for n in range(50_000)]),
    "csv": lambda: text([HEADER, *([("10000", "50", "Löner", "1")] * 50_000)]).encode(),
    "xlsx at the bottom": lambda: raw_xlsx('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "ods repeated": lambda: raw_ods(
        '<table:table table:name="Budget"><table:table-row table:number-rows-repeated="50000"><table:table-cell '
        'office:value-type="float" office:value="1"/></table:table-row></table:table>'
    ),
}


@pytest.mark.parametrize("kind", MANY)
def test_fifty_thousand_rows_are_refused_at_once_and_in_little_memory(kind: str) -> None:
    data = MANY[kind]()
    started = time.process_time()
    problem = refusal(data)
    assert time.process_time() - started < 3
    tracemalloc.start()
    read_file(data, "x")
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()
    assert (problem.row, problem.sheet) == (20_001, "" if kind == "csv" else "Budget")
    assert "fler än 20\u00a0000 rader" in problem.message


@pytest.mark.parametrize(
    "data",
    [
        raw_xlsx('<row r="2"><c r="XFD2"><v>1</v></c></row>'),
        raw_ods(
            '<table:table table:name="Budget"><table:table-row/><table:table-row><table:table-cell '
            'office:value-type="float" office:value="1" table:number-columns-repeated="999999999"/>'
            "</table:table-row></table:table>"
        ),
        text([HEADER, tuple(map(str, range(61)))]).encode(),
    ],
)
def test_more_columns_than_a_budget_has_are_refused(data: bytes) -> None:
    problem = refusal(data)
    assert (problem.row, problem.letter) == (2, "BI")
    assert "fler än 60 kolumner" in problem.message


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_both_long_and_wide_is_refused(kind: str) -> None:
    """20 000 rows and 60 columns are each allowed, but not all of both."""
    if kind == "csv":
        data = text([["1"] * 60] * 7000).encode()
    else:
        data = raw_xlsx(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="20000"><c r="BH20000"><v>1</v></c></row>'
        )
    assert "fler än 400\u00a0000 celler" in refusal(data).message


def test_one_text_in_very_many_cells_does_not_fill_the_memory() -> None:
    """A shared text of 30 000 signs, written once and shown in 20 000 cells, would be 600 MB."""
    data = raw_xlsx(
        "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001)),
        shared=f"<si><t>{'x' * 30_000}</t></si>",
    )
    assert "mer text än som kan läsas" in refusal(data).message


def test_empty_cells_to_the_end_of_the_sheet_are_nothing() -> None:
    """LibreOffice ends each sheet with a million empty rows; Excel keeps formatted ones."""
    formatted = "".join(f'<row r="{n}"><c r="XFD{n}" s="0"/></row>' for n in range(2, 30_000))
    found = read(raw_xlsx(f'<row r="1"><c r="A1"><v>1</v></c></row>{formatted}'))
    assert values(found) == [[Decimal(1)]]


def test_more_than_twenty_sheets_are_refused() -> None:
    workbook = Workbook()
    for _ in range(20):
        workbook.create_sheet()
    made = BytesIO()
    workbook.save(made)
    assert "fler än 20 blad" in refusal(made.getvalue()).message


def test_a_place_is_told_as_excel_tells_it() -> None:
    assert [
        Problem("x.", 7, 4, "Budget").place,
        Problem("x.", 7, 4).place,
        Problem("x.", 7).place,
        Problem("x.", sheet="Budget").place,
        str(Problem("Fel.")),
    ] == ["Blad Budget, cell D7", "Cell D7", "Rad 7", "Blad Budget", "Fel."]
    assert [column_letter(each) for each in (1, 26, 27, 60, 702, 703)] == ["A", "Z", "AA", "BH", "ZZ", "AAA"]


HUGE = {
    "one line of separators": (b";" * MAX_BYTES, "Rad 1: Raden är längre än 40\u00a0000 tecken."),
    "one line of Latin-1": (
        "å".encode("latin-1") * MAX_BYTES,
        "Rad 1: Raden är längre än 40\u00a0000 tecken.",
    ),
    "one quoted field": (
        b'"' + b"a" * (MAX_BYTES - 2) + b'"',
        "Rad 1: Raden är längre än 40\u00a0000 tecken.",
    ),
    "many short lines of Latin-1": (
        ("å" * 99 + "\n").encode("latin-1") * (MAX_BYTES // 100),
        "Rad 20001: Det finns fler än 20\u00a0000 rader.",
    ),
    "long lines of fields": ((b"a;" * 19_000 + b"\n") * 130, "Cell BI1: Det finns fler än 60 kolumner."),
    "nothing but separators": ((b";" * 59 + b"\n") * (MAX_BYTES // 60), "”x.csv” är tom."),
    "something after very many empty rows": (
        b";;\n" * 30_000 + b"a;;",
        "Det finns fler än 20\u00a0000 rader.",
    ),
}
SECONDS = 1.0


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_file_is_refused_at_once_with_what_is_wrong_with_it(name: str) -> None:
    data, says = HUGE[name]
    began = time.process_time()
    (problem,) = read_file(data[:MAX_BYTES], "x.csv").problems
    assert time.process_time() - began < SECONDS
    assert says in str(problem)


def test_empty_rows_at_the_end_are_not_counted_and_a_quoted_note_may_end_in_a_blank_line() -> None:
    rows = b"id;not\r\n1;" + b'"Enligt beslut\n\n"\r\n' + b";\r\n" * 25_000
    (table,) = read_file(rows, "x.csv").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["id", "not"],
        ["1", "Enligt beslut\n\n"],
    ]
