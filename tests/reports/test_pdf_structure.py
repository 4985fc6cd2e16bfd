"""What a screen reader meets in the finished PDF: tables whole, links in words, decoration left out."""

from io import BytesIO

import pikepdf
import pytest

from reports import pdf
from reports.pdf_anatomy import Anatomy, Element, anatomy_of
from reports.pdf_gate_tables import Table, tables_of
from tests.reports.pdf_sample import TORN, long_table, one_page, sample
from tests.reports.pdf_words import words_by_page, words_of


@pytest.fixture(scope="module")
def data() -> bytes:
    return pdf.render_pdf(sample()).data


@pytest.fixture(scope="module")
def anatomy(data: bytes) -> Anatomy:
    return anatomy_of(data)


@pytest.fixture(scope="module")
def words(data: bytes) -> dict[int, str]:
    """The words of each element by its number in the reading order."""
    return dict(enumerate(words_of(data)))


def kinds(anatomy: Anatomy, element: Element) -> list[str]:
    return [anatomy.elements[kid].kind for kid in element.kids]


def heads_of(table: Table, words: dict[int, str]) -> dict[str, list[str]]:
    """For each data cell, by its words, the words of the headers that it names."""
    names = {head.cell.id: words[head.cell.number] for head in table.heads}
    return {
        words[data.cell.number]: [names[header] for header in data.cell.headers]
        for data in table.data
        if words[data.cell.number]
    }


def test_headers_that_span_columns_rows_and_groups_are_named_by_the_cells_under_them(
    anatomy: Anatomy, words: dict[int, str]
) -> None:
    spanning = tables_of(anatomy)[0]

    assert heads_of(spanning, words) == {
        "40": ["Konto", "Administration", "Kansli"],
        "895": ["Budget", "2022", "Administration", "Kansli"],
        "905": ["Budget", "2023", "Administration", "Kansli"],
        "14": ["Andel", "Administration", "Kansli"],
        "50": ["Konto", "Administration", "Kansli"],
        "120": ["Budget", "2022", "Administration", "Kansli"],
        "130": ["Budget", "2023", "Administration", "Kansli"],
        "2": ["Andel", "Administration", "Kansli"],
        "45": ["Konto", "Insatser", "Team"],
        "4 200": ["Budget", "2022", "2023", "Insatser", "Team"],
        "84": ["Andel", "Insatser", "Team"],
    }


def test_every_header_cell_says_whether_it_heads_a_column_or_a_row(
    anatomy: Anatomy, words: dict[int, str]
) -> None:
    scopes = {words[head.cell.number]: head.cell.scope for head in tables_of(anatomy)[0].heads}

    assert scopes == {
        "Konto": "Column",
        "Budget": "Column",
        "Andel": "Column",
        "2022": "Column",
        "2023": "Column",
        "Administration": "Row",
        "Kansli": "Row",
        "Insatser": "Row",
        "Team": "Row",
    }


def test_a_table_over_pages_is_one_table_with_every_row_once(anatomy: Anatomy, words: dict[int, str]) -> None:
    tables = tables_of(anatomy)
    long = tables[1]

    assert len(tables) == 2
    assert kinds(anatomy, long.element) == ["Caption", "THead", "TBody"]
    assert [words[head.cell.number] for head in long.heads] == ["Rad", "Text", "Tal"] + [
        f"Rad {row}" for row in range(70)
    ]


def test_a_row_that_is_cut_in_two_is_one_row(anatomy: Anatomy, words: dict[int, str]) -> None:
    cells = [words[data.cell.number] for data in tables_of(anatomy)[1].data]

    assert cells[70:72] == ["hög" * 40, "35"]


def test_the_long_table_really_ran_over_pages_and_cut_the_row(data: bytes) -> None:
    texts = words_by_page(data)

    assert sum("låg" in text for text in texts) >= 3
    assert sum("hög" in text for text in texts) == 2


def test_a_table_that_starts_again_in_a_new_section_keeps_its_sections() -> None:
    rows = "".join(f'<tr><th scope="row">Rad {row}</th><td>{row}</td></tr>' for row in range(50))
    made = pdf.render_pdf(
        one_page(
            f'<table><caption>Lång</caption><thead><tr><th scope="col">Rad</th><th scope="col">Tal</th></tr></thead>'
            f"<tbody>{rows}</tbody><tbody>{rows}</tbody>"
            '<tfoot><tr><th scope="row">Summa</th><td>1</td></tr></tfoot></table>'
        )
    )
    anatomy = anatomy_of(made.data)
    (table,) = tables_of(anatomy)

    assert made.pages > 2
    assert kinds(anatomy, table.element) == ["Caption", "THead", "TBody", "TBody", "TFoot"]
    assert len(table.data) == 101


def test_rows_without_cells_and_hidden_rows_do_no_harm_in_a_long_table() -> None:
    table = long_table(60, 1).replace(
        "<tbody>", "<tbody><tr></tr><tr style='display: none'><th>x</th><td>y</td></tr>"
    )
    (found,) = tables_of(anatomy_of(pdf.render_pdf(one_page(table)).data))

    assert len(found.data) == 120


def test_a_caption_left_alone_on_a_page_still_belongs_to_its_table() -> None:
    style = "<style>caption { break-after: page }</style>"
    (table,) = tables_of(anatomy_of(pdf.render_pdf(one_page(style + long_table(5, 1))).data))

    assert (table.has_caption, len(table.data)) == (True, 10)


def test_what_page_breaks_cut_is_whole() -> None:
    made = pdf.render_pdf(one_page(TORN))
    anatomy, words = anatomy_of(made.data), list(words_of(made.data))
    number = {
        kind: sum(element.kind == kind for element in anatomy.elements)
        for kind in ("Part", "Sect", "L", "LI")
    }
    paragraphs = [words[element.number] for element in anatomy.elements if element.kind == "P"]

    assert made.pages > 4
    assert number == {"Part": 1, "Sect": 2, "L": 1, "LI": 80}
    assert len(paragraphs) == 84
    assert paragraphs[0].count("finansierar") == 300
    assert paragraphs[1:3] == ["Sist.", "Punkt 0 av många."]
    assert paragraphs[-2].count("säger") == 300
    assert paragraphs[-1] == "Kort."


def test_paragraphs_in_a_head_that_is_repeated_are_read_once() -> None:
    made = pdf.render_pdf(one_page(long_table(90, 1).replace("Text</th>", "<p>Text</p></th>")))
    words = list(words_of(made.data))
    heads = tables_of(anatomy_of(made.data))[0].heads

    assert made.pages > 1
    assert [words[head.cell.number] for head in heads[:3]] == ["Rad", "Text", "Tal"]


@pytest.mark.parametrize(
    "items",
    [
        "<li><p>Punkt</p></li>",
        "<li>Punkt <strong>ett</strong><p>och mer</p>och slut</li>",
        "<li><p>Punkt</p><ul><li><p>Under</p></li></ul></li>",
        "<li><p>Ett</p><p>Två</p></li>",
    ],
)
def test_an_item_has_a_label_and_one_body(items: str) -> None:
    anatomy = anatomy_of(pdf.render_pdf(one_page(f"<ul>{items}</ul>")).data)

    assert {tuple(kinds(anatomy, item)) for item in anatomy.elements if item.kind == "LI"} == {
        ("Lbl", "LBody")
    }


def test_running_heads_page_numbers_and_watermark_are_not_read_out(words: dict[int, str]) -> None:
    read = "".join(words.values())

    assert "Verksamhetsplan 2023" in read
    assert "Samordningsförbundet Exempel" not in read
    assert "Sida 1 av" not in read
    assert "UTKAST" not in read


def test_links_are_described_by_their_words(anatomy: Anatomy) -> None:
    described = {(link.contents, link.destination or link.address) for link in anatomy.annotations}

    assert described == {
        ("Ekonomi", "money"),
        ("Budget per område", "spanning"),
        ("Bilaga", "annex"),
        ("bilagan med alla rader", "annex"),
        ("förbundets webbplats", "https://www.example.org/"),
    }


def test_a_link_with_words_in_bold_is_one_link() -> None:
    made = pdf.render_pdf(
        one_page('<p id="x">Se <a href="#x">hela <strong>avsnittet</strong> <em>om <b>x</b></em></a>.</p>')
    )
    links = anatomy_of(made.data).annotations

    assert [(link.contents, link.holder) for link in links] == [("hela avsnittet om x", "Link")]


def test_the_table_of_contents_is_one(anatomy: Anatomy) -> None:
    contents = next(element for element in anatomy.elements if element.kind == "TOC")

    assert kinds(anatomy, contents) == ["TOCI", "TOC", "TOCI"]
    assert {element.kind for element in anatomy.under(contents)} >= {"TOCI", "Reference", "Link"}


def test_lists_outside_the_contents_stay_lists(anatomy: Anatomy) -> None:
    lists = [element for element in anatomy.elements if element.kind == "L"]

    assert len(lists) == 2


def test_figures_say_what_they_show(anatomy: Anatomy) -> None:
    figures = [element.alt for element in anatomy.elements if element.kind == "Figure"]

    assert figures == ["Budgeten växer med en tiondel varje år", "Förbundets märke"]


def test_no_structure_is_left_that_hangs_outside_the_tree(data: bytes, anatomy: Anatomy) -> None:
    with pikepdf.open(BytesIO(data)) as opened:
        elements = [
            found
            for found in opened.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == pikepdf.Name.StructElem
        ]

    assert len(elements) == len(anatomy.elements)


def test_a_link_in_a_repeated_head_stops_the_document_rather_than_mislead() -> None:
    from reports import pdf_gate

    table = long_table(60, 1).replace('<th scope="col">Tal</th>', '<th scope="col"><a href="#x">Tal</a></th>')
    made = pdf.render_pdf(one_page(f'<p id="x">Här.</p>{table}'))

    assert {finding.code for finding in pdf_gate.inspect_pdf(made.data)} == {"pdf.annotation_outside_tree"}
