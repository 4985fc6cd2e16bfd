"""Which headers a cell stands under: the algorithm of the HTML standard, on the shapes that documents have."""

from xml.etree.ElementTree import fromstring

from reports.pdf_tables import header_cells, place_cells


def headers(table: str) -> dict[str, tuple[str, ...]]:
    """The words of each data cell with the words of its headers."""
    found = header_cells(fromstring(table))
    return {words(cell): tuple(words(header) for header in above) for cell, above in found.items()}


def words(cell: object) -> str:
    return "".join(cell.itertext())  # type: ignore[attr-defined]


def test_a_cell_stands_under_its_column_and_beside_its_row() -> None:
    assert headers(
        "<table><thead><tr><th scope='col'>ID</th><th scope='col'>2023</th></tr></thead>"
        "<tbody><tr><th scope='row'>Kansli</th><td>905</td></tr></tbody></table>"
    ) == {"905": ("2023", "Kansli")}


def test_a_header_over_several_columns_heads_them_all() -> None:
    assert headers(
        "<table><thead><tr><td rowspan='2'></td><th scope='colgroup' colspan='2'>Budget</th>"
        "<th scope='col' rowspan='2'>Andel</th></tr><tr><th scope='col'>2022</th><th scope='col'>2023</th></tr></thead>"
        "<tbody><tr><th scope='row'>Kansli</th><td>895</td><td>905</td><td>14</td></tr></tbody></table>"
    ) == {
        "": (),
        "895": ("Budget", "2022", "Kansli"),
        "905": ("Budget", "2023", "Kansli"),
        "14": ("Andel", "Kansli"),
    }


def test_a_header_over_several_rows_heads_them_all() -> None:
    assert headers(
        "<table><tbody><tr><th scope='row' rowspan='2'>Kansli</th><td>a</td></tr><tr><td>b</td></tr>"
        "<tr><th scope='row'>Team</th><td>c</td></tr></tbody></table>"
    ) == {"a": ("Kansli",), "b": ("Kansli",), "c": ("Team",)}


def test_the_nearest_group_header_of_the_section_counts() -> None:
    assert headers(
        "<table><tbody><tr><th scope='rowgroup' colspan='2'>Kostnader</th></tr>"
        "<tr><th scope='row'>Kansli</th><td>905</td></tr>"
        "<tr><th scope='rowgroup' colspan='2'>Intäkter</th></tr>"
        "<tr><th scope='row'>Staten</th><td>3 154</td></tr></tbody>"
        "<tbody><tr><th scope='row'>Summa</th><td>0</td></tr></tbody></table>"
    ) == {"905": ("Kostnader", "Kansli"), "3 154": ("Intäkter", "Staten"), "0": ("Summa",)}


def test_a_column_header_in_the_middle_hides_the_one_above() -> None:
    assert headers(
        "<table><tbody><tr><th scope='col'>Plan</th></tr><tr><td>a</td></tr>"
        "<tr><th scope='col'>Utfall</th></tr><tr><td>b</td></tr></tbody></table>"
    ) == {"a": ("Plan",), "b": ("Utfall",)}


def test_a_cell_over_several_columns_stands_under_all_their_headers() -> None:
    assert headers(
        "<table><thead><tr><th scope='col'>2022</th><th scope='col'>2023</th></tr></thead>"
        "<tbody><tr><td colspan='2'>4 200</td></tr></tbody></table>"
    ) == {"4 200": ("2022", "2023")}


def test_a_row_header_does_not_head_what_stands_before_it() -> None:
    assert headers("<table><tbody><tr><td>a</td><th scope='row'>Rad</th><td>b</td></tr></tbody></table>") == {
        "a": (),
        "b": ("Rad",),
    }


def test_an_empty_header_is_no_header() -> None:
    assert headers(
        "<table><thead><tr><th></th><th>2023</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    ) == {"a": (), "b": ("2023",)}


def test_without_scope_a_header_heads_a_column_in_the_head_and_a_row_in_the_body() -> None:
    assert headers(
        "<table><thead><tr><th>ID</th><th>Tal</th></tr></thead><tbody><tr><th>Kansli</th><td>905</td></tr></tbody></table>"
    ) == {"905": ("Tal", "Kansli")}


def test_a_rowspan_ends_with_its_section() -> None:
    places = [
        (words(cell.element), cell.x, cell.y, cell.height)
        for cell in place_cells(
            fromstring(
                "<table><tbody><tr><td rowspan='9'>a</td><td>b</td></tr></tbody>"
                "<tbody><tr><td>c</td></tr></tbody></table>"
            )
        )
    ]

    assert places == [("a", 0, 0, 1), ("b", 1, 0, 1), ("c", 0, 1, 1)]


def test_a_span_that_is_no_number_counts_as_one() -> None:
    cells = place_cells(
        fromstring("<table><tr><td colspan='två'>a</td><td colspan='0'>b</td><td>c</td></tr></table>")
    )

    assert [cell.x for cell in cells] == [0, 1, 2]
