"""What columns mean, where the header stands, and rows as a budget understands them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgets.imports.columns import AmountColumn, ColumnMapping, Sign, Source, find_header, meaning, proposed
from budgets.imports.files import read_file
from budgets.imports.rows import ImportedAmount, ImportedRow, ImportedRows, RowKind, read_rows
from budgets.imports.tables import Row, SheetTable
from finsam.money import Unit
from tests.budgets.imports.making import Value, ods, raw_xlsx, text, xlsx

THOUSANDS = AmountColumn(5, Source.BUDGET, Unit.TKR)
PLAIN = ("id", "id_namn", "konto", "benamning", "belopp_tkr")


def table_of(*rows: tuple[str, ...]) -> SheetTable:
    """A text file of the rows."""
    (table,) = read_file(text(rows).encode(), "budget.csv").tables
    return table


def header_of(table: SheetTable) -> Row:
    """The header, which must be there."""
    header = find_header(table)
    assert header is not None
    return header


def mapping_of(table: SheetTable, signs: tuple[Sign, Sign] = (Sign.PLUS, Sign.MINUS)) -> ColumnMapping:
    """What is proposed for the table."""
    return proposed(header_of(table), signs=signs)


def rows_of(*rows: tuple[str, ...], signs: tuple[Sign, Sign] = (Sign.PLUS, Sign.MINUS)) -> ImportedRows:
    """The rows of a text file, read by what is proposed."""
    table = table_of(*rows)
    return read_rows(table, mapping_of(table, signs))


def problems_of(found: ImportedRows) -> list[str]:
    """What is wrong, with its place."""
    return [str(problem) for problem in found.problems]


# --- Columns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("id", "id"),
        (" ID ", "id"),
        ("Verksamhets-ID", "id"),
        ("verksamhets_id", "id"),
        ("ID-namn", "id_namn"),
        ("Konto", "konto"),
        ("Benämning", "benamning"),
        ("BENAMNING", "benamning"),
        ("beskrivning", "benamning"),
        ("grupp", "grupp"),
        ("radtyp", "radtyp"),
        ("slag", "slag"),
        ("Kategori", "kategori"),
        ("not", "not"),
        ("radnot", "radnot"),
    ],
)
def test_columns_are_known_by_name_whatever_case_accents_and_signs(title: str, field: str) -> None:
    assert meaning(title) == field


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("belopp_tkr", AmountColumn(0, Source.BUDGET, Unit.TKR)),
        ("Belopp (kr)", AmountColumn(0, Source.BUDGET, Unit.KR)),
        ("Belopp i mnkr", AmountColumn(0, Source.BUDGET, Unit.MNKR)),
        ("belopp_tkr_2025", AmountColumn(0, Source.BUDGET, Unit.TKR, 2025)),
        ("Budget 2025", AmountColumn(0, Source.BUDGET, None, 2025)),
        ("ar_2025_tkr", AmountColumn(0, Source.BUDGET, Unit.TKR, 2025)),
        ("arsbudget_2023_tkr", AmountColumn(0, Source.BUDGET, Unit.TKR, 2023)),
        ("prognos_tkr_2022", AmountColumn(0, Source.FORECAST, Unit.TKR, 2022)),
        ("prognos_2022_tkr", AmountColumn(0, Source.FORECAST, Unit.TKR, 2022)),
        ("plan_kr_2027", AmountColumn(0, Source.PLAN, Unit.KR, 2027)),
        ("foregaende_ar_tkr", AmountColumn(0, Source.PREVIOUS, Unit.TKR)),
        ("Föregående år, kr", AmountColumn(0, Source.PREVIOUS, Unit.KR)),
        ("Budget föregående år tkr", AmountColumn(0, Source.PREVIOUS, Unit.TKR)),
        ("belopp_kr_2025_kv1", AmountColumn(0, Source.BUDGET, Unit.KR, 2025, "kv1")),
        ("Budget kvartal 3 (tkr)", AmountColumn(0, Source.BUDGET, Unit.TKR, None, "kv3")),
        ("belopp_tkr_q4", AmountColumn(0, Source.BUDGET, Unit.TKR, None, "kv4")),
    ],
)
def test_columns_of_amounts_tell_source_unit_year_and_part(title: str, column: AmountColumn) -> None:
    assert meaning(title) == column
    assert meaning(column.name) == column


@pytest.mark.parametrize(
    "title",
    ["", "anmarkning", "2025", "Löner 2025", "prognos utfall tkr", "belopp kr tkr", "budget 2024 2025", "År"],
)
def test_what_a_column_means_is_never_guessed(title: str) -> None:
    assert meaning(title) is None


def test_the_header_is_found_in_row_seven() -> None:
    table = table_of(
        ("Södra Dalarnas samordningsförbund",),
        ("Budget 2023",),
        (),
        ("tkr",),
        ("", "", "id"),
        (),
        PLAIN,
        ("10000",),
    )
    assert header_of(table).number == 7
    assert find_header(table_of(("a", "b"), ("c", "d"))) is None
    assert find_header(table_of(*[("x",)] * 30, PLAIN)) is None


def test_a_mapping_is_proposed_by_name_and_by_what_was_chosen_before() -> None:
    table = table_of(("Verksamhet", "Post", "Äskat", "Budget", "anm"), ("Styrelsen", "Löner", "1", "2", "x"))
    first = proposed(table.rows[0])
    assert first.fields == (("id_namn", 1), ("benamning", 2))
    assert first.amounts == (AmountColumn(4, Source.BUDGET),)
    assert first.unused == ((3, "Äskat"), (5, "anm"))
    assert [problem.message for problem in first.problems] == [
        "Kolumnen säger inte om beloppen är i kr eller tkr. Välj enhet."
    ]
    chosen = {"askat": "belopp_tkr", "budget": "", "verksamhet": "grupp"}
    second = proposed(table.rows[0], chosen)
    assert second.fields == (("grupp", 1), ("benamning", 2))
    assert second.amounts == (AmountColumn(3, Source.BUDGET, Unit.TKR),)
    assert second.problems == ()
    assert proposed(table.rows[0], second.names()) == second


def test_a_column_of_notes_belongs_to_the_amounts_it_names() -> None:
    table = table_of(
        ("grupp", "benamning", "belopp_kr", "not", "Not prognos 2022", "prognos_kr_2022", "not_plan_2030"),
        ("Styrelse", "Arvoden", "93", "a", "b", "94", "c"),
    )
    mapping = mapping_of(table)
    assert mapping.amounts[1] == AmountColumn(6, Source.FORECAST, Unit.KR, 2022, note_column=5)
    assert mapping.unused == ((7, "not_plan_2030"),)
    assert proposed(table.rows[0], mapping.names()) == mapping
    (row,) = read_rows(table, mapping).rows
    assert (row.note, row.row_note, [each.note for each in row.amounts]) == ("a", None, [None, "b"])


def test_two_columns_that_mean_the_same_are_a_problem() -> None:
    mapping = mapping_of(table_of(("grupp", "benamning", "beskrivning", "belopp_tkr", "Belopp, tkr"), ("x",)))
    assert [str(problem) for problem in mapping.problems] == [
        "Cell C1: Kolumn B och C betyder samma sak (benamning). Välj en av dem.",
        "Cell E1: Kolumn D och E betyder samma sak (belopp_tkr). Välj en av dem.",
    ]


def test_a_header_without_amounts_or_labels_is_a_problem() -> None:
    mapping = proposed(table_of(("id", "konto"), ("1", "2")).rows[0])
    assert [problem.message for problem in mapping.problems] == [
        "Ingen kolumn med belopp hittades, till exempel belopp_tkr. Välj minst en.",
        "Ingen kolumn med benämning hittades. Välj vilken kolumn som säger vad raden är.",
    ]


# --- Rows -----------------------------------------------------------------------------------------------------------


def test_the_plainest_file_is_read() -> None:
    """Södra Dalarna's budget of 2023: 10 000 Styrelsen, its first row and its total."""
    found = rows_of(
        (*PLAIN, "radtyp"),
        ("10 000", "Styrelsen", "47", "Konsulttjänster (revision)", "50", "rad"),
        ("", "", "", "", "", ""),
        ("10000", "Styrelsen", "", "Totalt", "160", "total"),
    )
    fifty, sum_of_all = (
        ImportedAmount(THOUSANDS, printed, Decimal(kronor), Decimal(kronor))
        for printed, kronor in (("50", 50_000), ("160", 160_000))
    )
    line = ImportedRow(
        number=2,
        kind=RowKind.LINE,
        centre_code="10000",
        centre_name="Styrelsen",
        group="",
        account="47",
        label="Konsulttjänster (revision)",
        nature="",
        side="",
        amounts=(fifty,),
    )
    total = ImportedRow(
        number=4,
        kind=RowKind.TOTAL,
        centre_code="10000",
        centre_name="Styrelsen",
        group="",
        account="",
        label="Totalt",
        nature="",
        side="",
        amounts=(sum_of_all,),
    )
    assert found == ImportedRows((line, total))


@pytest.mark.parametrize("code", ["10 000", "10000", "10\u00a0000", "10\u202f000", Decimal(10000)])
@pytest.mark.parametrize("make", [xlsx, ods], ids=["xlsx", "ods"])
def test_an_id_is_its_digits_however_it_is_written(make: type, code: Value) -> None:
    (table,) = read_file(
        make([PLAIN, (code, "Styrelsen", Decimal(47), "Revision", Decimal("50.5"))]), "x"
    ).tables
    (row,) = read_rows(table, mapping_of(table)).rows
    assert (row.centre_code, row.account) == ("10000", "47")
    assert row.amounts == (ImportedAmount(THOUSANDS, "50,5", Decimal(50_500), Decimal(50_500)),)


def test_codes_may_be_missing_and_names_carry_the_tree() -> None:
    found = rows_of(
        ("grupp", "benamning", "belopp_tkr"), ("Styrelse", "Arvoden", "93"), ("Förvaltning", "Lön", "–")
    )
    assert found.problems == ()
    assert [(row.group, row.label, row.amounts[0].amount) for row in found.rows] == [
        ("Styrelse", "Arvoden", Decimal(93_000)),
        ("Förvaltning", "Lön", None),
    ]


def test_everything_that_is_wrong_is_told_at_once_with_its_place() -> None:
    found = rows_of(
        (*PLAIN, "radtyp", "slag"),
        ("10A", "", "47", "Revision", "1.234", "rad", ""),
        ("", "", "", "", "5", "rad", "kanske"),
        ("10000", "", "47123", "Löner", "fem", "okänd", "kostnad"),
        ("10000", "Styrelsen", "", "Rubrik", "5", "rubrik", ""),
    )
    assert problems_of(found) == [
        "Cell A2: ”10A” är fel. Ett ID består av högst tio siffror.",
        "Cell E2: ”1.234” kan betyda både 1\u00a0234 och 1,234. Skriv 1234 eller 1,2340.",
        "Rad 3: Raden säger inte vart den hör. Skriv ID, ID-namn eller grupp.",
        "Cell D3: Benämning saknas. Skriv vad raden är.",
        "Cell G3: Slaget ”kanske” är okänt. Skriv kostnad, intäkt eller medelstilldelning.",
        "Cell C4: ”47123” är fel. En kontogrupp består av högst fyra siffror.",
        "Cell E4: ”fem” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50.",
        "Cell F4: Radtypen ”okänd” är okänd. Skriv rad, delsumma, total, summa eller rubrik.",
        "Cell F5: En rubrik har inga belopp. Ta bort beloppet eller ändra radtypen.",
    ]


def test_signs_that_no_one_sees_are_told() -> None:
    """Excel writes a control character of a text as _x0001_."""
    cells = "".join(
        f'<c r="{at}" t="inlineStr"><is><t>{said}</t></is></c>'
        for at, said in zip(("A1", "B1", "C1"), ("grupp", "benamning", "belopp_tkr"), strict=True)
    )
    row = (
        '<c r="A2" t="inlineStr"><is><t>Lön_x0000_er</t></is></c><c r="B2"><v>5</v></c><c r="C2"><v>5</v></c>'
    )
    (table,) = read_file(raw_xlsx(f'<row r="1">{cells}</row><row r="2">{row}</row>'), "x").tables
    assert problems_of(read_rows(table, mapping_of(table))) == [
        "Blad Budget, cell A2: Cellen innehåller tecken som inte syns. Skriv om texten."
    ]


def test_duplicate_rows_are_both_named() -> None:
    found = rows_of(
        PLAIN,
        ("10000", "Styrelsen", "50", "Löner", "35"),
        ("10000", "Styrelsen", "50", "Reseersättning", "35"),
        ("10 000", "Styrelsen", "50", "LÖNER", "40"),
    )
    assert problems_of(found) == [
        "Rad 4: Rad 2 och rad 4 är samma rad (”LÖNER”). Ta bort den ena, eller ge dem olika benämning."
    ]


def test_ragged_rows_of_a_text_file_are_told() -> None:
    table = table_of(
        PLAIN, ("10000", "Styrelsen", "50", "Löner", "1", "234"), ("10000", "Styrelsen", "56", "1")
    )
    assert [
        (problem.row, problem.message.split(".")[0])
        for problem in read_rows(table, mapping_of(table)).problems
    ] == [
        (2, "Raden har 6 fält men rubrikraden 5"),
        (3, "Raden har 4 fält men rubrikraden 5"),
    ]


def test_merged_cells_among_the_data_are_refused_and_above_it_are_not() -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Budget</t></is></c></row><row r="2">'
        + "".join(
            f'<c r="{letter}2" t="inlineStr"><is><t>{title}</t></is></c>'
            for letter, title in zip(
                "ABCDE", ("grupp", "benamning", "belopp_tkr", "anm", "anm2"), strict=True
            )
        )
        + '</row><row r="3"><c r="A3" t="inlineStr"><is><t>Styrelse</t></is></c><c r="B3" t="inlineStr"><is>'
        '<t>Löner</t></is></c><c r="C3"><v>5</v></c></row>'
    )
    merged = (
        '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="D3:E4"/><mergeCell ref="A3:A4"/></mergeCells>'
    )
    (table,) = read_file(raw_xlsx(cells, merged), "x").tables
    assert problems_of(read_rows(table, mapping_of(table))) == [
        (
            "Blad Budget, cell A3: Cellerna A3:A4 är sammanfogade. "
            "Dela upp dem i filen, så att varje rad har egna celler."
        )
    ]


def test_a_formula_without_a_saved_value_is_named_where_it_matters() -> None:
    """openpyxl, as most programs that make workbooks, saves formulas without computing them."""
    rows = [("grupp", "benamning", "belopp_tkr", "kontroll"), ("Styrelse", "Löner", "=5+5", "=C2*2")]
    (table,) = read_file(xlsx(rows), "x").tables
    assert problems_of(read_rows(table, mapping_of(table))) == [
        "Blad Budget, cell C2: Cellen innehåller en formel utan sparat värde. Öppna filen i Excel och spara den."
    ]


def test_a_file_of_nothing_but_a_header_is_a_problem() -> None:
    assert problems_of(rows_of(PLAIN)) == ["Rad 1: Det finns inga rader under rubrikraden."]


# --- Signs ----------------------------------------------------------------------------------------------------------

COST, INCOME = ("kostnader", "Styrelse", "427"), ("intäkter", "Medel från huvudmännen", "7030")
SIGNED = [
    pytest.param(Sign.PLUS, Sign.MINUS, "427", "-7030", id="the ledger's own"),
    pytest.param(Sign.MINUS, Sign.PLUS, "-427", "7030", id="Norra Västmanland"),
    pytest.param(Sign.UNSIGNED, Sign.UNSIGNED, "427", "7030", id="Nedansiljan"),
    pytest.param(Sign.PLUS, Sign.PLUS, "427", "7030", id="income positive"),
    pytest.param(Sign.MINUS, Sign.MINUS, "-427", "-7030", id="both negative"),
]


@pytest.mark.parametrize(("cost", "income", "written_cost", "written_income"), SIGNED)
def test_signs_are_turned_to_the_ledgers(
    cost: Sign, income: Sign, written_cost: str, written_income: str
) -> None:
    """Norra Västmanland's budget of 2023: Styrelse 427 tkr, Medel från huvudmännen 7 030 tkr."""
    found = rows_of(
        ("grupp", "benamning", "belopp_tkr"),
        ("kostnader", "Styrelse", written_cost),
        ("intäkter", "Medel från huvudmännen", written_income),
        signs=(cost, income),
    )
    assert found.problems == ()
    assert [row.amounts[0].amount for row in found.rows] == [Decimal(427_000), Decimal(-7_030_000)]


def test_a_refund_among_costs_and_a_repayment_of_income_keep_their_sense() -> None:
    found = rows_of(
        ("grupp", "benamning", "belopp_tkr"),
        ("kostnader", "Återbetalning", "20"),
        ("intäkter", "Återbetald medelstilldelning", "-10"),
        signs=(Sign.MINUS, Sign.PLUS),
    )
    assert [row.amounts[0].amount for row in found.rows] == [Decimal(-20_000), Decimal(10_000)]


def test_an_unsigned_row_that_is_neither_cost_nor_income_is_refused() -> None:
    unsigned = (Sign.UNSIGNED, Sign.UNSIGNED)
    header = ("grupp", "benamning", "slag", "belopp_tkr")
    assert problems_of(rows_of(header, ("Styrelse", "Arvoden", "", "93"), signs=unsigned)) == [
        "Cell D2: Det går inte att se om raden är en kostnad eller en intäkt. Lägg till kolumnen slag i filen."
    ]
    assert problems_of(rows_of(header, ("Styrelse", "Arvoden", "kostnad", "-93"), signs=unsigned)) == [
        (
            "Cell D2: Beloppet har minus i en fil som annars skriver utan tecken. "
            "Välj hur filen skriver kostnader och intäkter."
        )
    ]
    assert rows_of(header, ("Styrelse", "Arvoden", "", "0"), signs=unsigned).problems == ()


def test_the_result_has_no_ledger_sign_and_keeps_what_was_printed() -> None:
    """Nedansiljan 2025: Årets resultat −239."""
    found = rows_of(
        ("radtyp", "grupp", "benamning", "ar_2025_tkr"),
        ("rad", "kostnader", "Styrelse", "93"),
        ("summa", "resultat", "Årets resultat", "-239"),
        signs=(Sign.UNSIGNED, Sign.UNSIGNED),
    )
    assert found.problems == ()
    result = found.rows[1]
    assert (result.kind, result.amounts[0].printed, result.amounts[0].shown, result.amounts[0].amount) == (
        RowKind.SUM,
        "-239",
        Decimal(-239_000),
        None,
    )
