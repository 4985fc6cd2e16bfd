"""The document as HTML: one outline, tables a reader finds the way in, nothing from outside, words escaped once."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from xml.etree.ElementTree import Element

import pikepdf
import pytest
import tinyhtml5  # type: ignore[import-untyped]

from budgets.domain.budget_table import BudgetTable, Column, Row, RowKind
from budgets.domain.shapes import STANDARD_YEARS
from budgets.domain.years_table import years_table
from reports.documents.render import UnknownChapter, file_html, page_html, paper_html
from reports.documents.resolved import ResolvedDocument, ResolvedSection
from reports.pdf import render_pdf
from reports.pdf_gate import inspect_pdf
from tests.reports.document_sample import adopted, block, budget_facts, document

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def parsed(html: str) -> Element:
    return tinyhtml5.parse(html, namespace_html_elements=False)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def headings(tree: Element) -> list[tuple[str, str]]:
    return [(element.tag, words(element)) for element in tree.iter() if element.tag in HEADINGS]


def table(html: str, anchor: str) -> Element:
    found = parsed(html).find(f".//table[@id='{anchor}']")
    assert found is not None
    return found


def rows(element: Element) -> list[list[str]]:
    return [
        ["".join(cell.itertext()).strip() for cell in row if cell.tag in ("th", "td")]
        for row in element.iter("tr")
    ]


def with_body(body: str) -> ResolvedDocument:
    return document(sections=(ResolvedSection("kapitel", "1", 1, "Kapitel", body, None),))


SHAPES = {
    "paper": lambda: paper_html(document()),
    "chapter": lambda: paper_html(document(), chapter="budget"),
    "page": lambda: page_html(document()),
    "file": lambda: file_html(document()),
}


# --- The outline ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_there_is_one_h1_first_and_no_level_is_skipped(shape: str) -> None:
    levels = [int(tag[1]) for tag, _ in headings(parsed(SHAPES[shape]()))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_headings_of_paper_are_those_of_the_document_in_order() -> None:
    assert headings(parsed(paper_html(document()))) == [
        ("h1", "Verksamhetsplan och budget år 2023"),
        ("h2", "Innehåll"),
        ("h2", "Förord"),
        ("h2", "1 Mål"),
        ("h3", "1.1 Målområde 1"),
        ("h4", "1.1.1 En nivå till"),
        ("h2", "2 Budget"),
        ("h3", "2.1 Långsiktig budget"),
        ("h3", "2.2 Medel till förfogande"),
        ("h2", "3 Medelstilldelning"),
    ]


def test_the_page_has_the_same_headings_as_paper() -> None:
    assert headings(parsed(page_html(document()))) == headings(parsed(paper_html(document())))


def test_a_page_without_its_title_has_no_h1() -> None:
    tags = [tag for tag, _ in headings(parsed(page_html(document(), with_title=False)))]

    assert "h1" not in tags
    assert tags[0] == "h2"


@pytest.mark.parametrize("shape", ["paper", "page", "file"])
def test_the_contents_list_chapters_and_the_level_under_them(shape: str) -> None:
    contents = parsed(SHAPES[shape]()).find(".//nav")
    assert contents is not None

    assert [(link.get("href"), words(link)) for link in contents.iter("a")] == [
        ("#forord", "Förord"),
        ("#mal", "Mål"),
        ("#malomrade-1", "Målområde 1"),
        ("#budget", "Budget"),
        ("#langsiktig", "Långsiktig budget"),
        ("#medel", "Medel till förfogande"),
        ("#not", "Medelstilldelning"),
    ]


def test_page_numbers_are_asked_for_where_the_links_lead() -> None:
    contents = parsed(paper_html(document())).find(".//nav")
    assert contents is not None

    links = [link.get("href") for link in contents.iter("a")]
    targets = [span.get("data-target") for span in contents.iter("span") if span.get("data-target")]

    assert targets == links


@pytest.mark.parametrize("shape", SHAPES)
def test_every_link_within_the_document_has_a_target(shape: str) -> None:
    tree = parsed(SHAPES[shape]())
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    inner = [link.get("href", "")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")]

    assert len(ids) == len(set(ids))
    assert inner or shape == "chapter"
    assert set(inner) <= set(ids)


# --- A chapter alone -----------------------------------------------------------------------------------


def test_a_chapter_alone_holds_only_itself_numbered_as_in_the_whole() -> None:
    tree = parsed(paper_html(document(), chapter="budget"))

    assert headings(tree) == [
        ("h1", "Verksamhetsplan och budget år 2023"),
        ("h2", "2 Budget"),
        ("h3", "2.1 Långsiktig budget"),
        ("h3", "2.2 Medel till förfogande"),
    ]
    assert tree.find(".//nav") is None
    assert [element.get("id") for element in tree.iter("table")] == ["budget-table", "outlook", "funds"]


def test_a_chapter_alone_is_called_by_its_own_name_first() -> None:
    title = parsed(paper_html(document(), chapter="budget")).find(".//title")
    assert title is not None

    assert title.text == "2 Budget – Verksamhetsplan och budget år 2023 – Södra Dalarnas Samordningsförbund"


def test_what_a_chapter_refers_to_in_other_chapters_becomes_plain_words() -> None:
    whole, alone = paper_html(document()), paper_html(document(), chapter="budget")

    assert '<a href="#budgets-contributions">(not 1)</a>' in whole
    assert "(not 1)" in alone
    assert "<a " not in alone


@pytest.mark.parametrize("anchor", ["medel", "finns-inte"])
def test_only_a_chapter_is_printed_alone(anchor: str) -> None:
    with pytest.raises(UnknownChapter):
        paper_html(document(), chapter=anchor)


# --- Tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_every_table_has_a_caption_and_header_cells_with_scope(shape: str) -> None:
    tables = list(parsed(SHAPES[shape]()).iter("table"))

    assert len(tables) == (3 if shape == "chapter" else 6)
    for element in tables:
        assert element[0].tag == "caption"
        assert re.match(r"(Tabell|Not) \d+ \S", words(element[0]))
        heads = list(element.iter("th"))
        assert all(words(head) and head.get("scope") for head in heads)
        width = len(list(element.iter("col")))
        for row in element.iter("tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row) == width


def test_the_budget_table_has_a_group_for_each_area_with_every_amount_in_its_cell() -> None:
    element = table(paper_html(document()), "budget-table")

    assert rows(element) == [
        ["ID", "Beskrivning", "Årsbudget 2023", "Årsbudget 2022"],
        ["20\u00a0000", "Administration"],
        ["50", "Löner arbetad tid", "702", "648"],
        ["60", "Lokal- och markhyror, fastighetsservice", "–", "–"],
        ["Totalt", "702", "648"],
        ["21\u00a0000", "Personalinriktade insatser"],
        ["36", "Kursintäkter", "−200", "−170"],
        ["47", "Kompetensutvecklingsinsatser", "230", "200"],
        ["Totalt", "30", "30"],
        ["50\u00a0000", "Intäkter (medelstilldelning från medlemmarna)"],
        ["35", "Bidrag (not 1)", "−6\u00a0308", "−6\u00a0322"],
        ["Totalt", "−6\u00a0308", "−6\u00a0322"],
        ["Intäkter totalt", "6\u00a0308", "6\u00a0322"],
        ["Kostnader totalt", "732", "678"],
        ["Resultat", "5\u00a0576", "5\u00a0644"],
    ]
    assert [len(group.findall("tr")) for group in element.iter("tbody")] == [4, 4, 3, 3]
    groups = [head for head in element.iter("th") if head.get("scope") == "rowgroup"]
    assert [words(head) for head in groups] == [
        "Administration",
        "Personalinriktade insatser",
        "Intäkter (medelstilldelning från medlemmarna)",
    ]


def test_a_budget_without_ids_has_no_column_for_them() -> None:
    found = BudgetTable(
        columns=(Column("Årsbudget 2023", year=2023),),
        rows=(
            Row(RowKind.HEADING, "", "Kansli", (None,), centre=1),
            Row(RowKind.LINE, "", "Löner", (None,), centre=1),
            Row(RowKind.TOTAL, "", "Totalt", (None,), centre=1),
        ),
        has_codes=False,
    )
    html = block("budgets/blocks/table.html", found, "Tabell 1", "Budget, tkr", "budget").html

    assert rows(table(html, "budget")) == [
        ["Beskrivning", "Årsbudget 2023"],
        ["Kansli"],
        ["Löner", "–"],
        ["Totalt", "–"],
    ]


def test_the_sum_over_areas_within_an_area_stands_in_a_group_of_its_own() -> None:
    found = BudgetTable(
        columns=(Column("Årsbudget 2023", year=2023),),
        rows=(
            Row(RowKind.HEADING, "", "Insatser", (None,), 0, centre=1),
            Row(RowKind.HEADING, "", "Team A", (None,), 1, centre=2),
            Row(RowKind.TOTAL, "", "Totalt", (None,), 1, centre=2),
            Row(RowKind.TOTAL, "", "Totalt", (None,), 0, centre=1),
        ),
        has_codes=False,
    )
    html = block("budgets/blocks/table.html", found, "Tabell 1", "Budget, tkr", "budget").html

    groups = [rows(group) for group in table(html, "budget").iter("tbody")]
    assert groups[:3] == [[["Insatser"]], [["Team A"], ["Totalt", "–"]], [["Totalt", "–"]]]


def test_marks_follow_their_figures_and_are_explained_once() -> None:
    html = paper_html(document())

    assert rows(table(html, "outlook")) == [
        ["År", "Årstilldelning från medlemmarna", "Budget", "Eget kapital 31/12"],
        ["2021", "6\u00a0322", "6\u00a0660", "1\u00a0262"],
        ["2022", "6\u00a0322", "678", "1\u00a0000*"],
        ["2023", "6\u00a0308", "732", "6\u00a0576*"],
        ["2024", "7\u00a0500**", "7\u00a0200*", "6\u00a0876*"],
    ]
    explained = [words(span) for span in parsed(html).iter("span") if span.get("class") == "explained-mark"]
    assert explained == ["* prognos", "** äskat belopp"]


def test_a_mark_that_does_not_occur_is_not_explained() -> None:
    facts = budget_facts()
    known = replace(facts, outlook=facts.outlook[:1], budget=None, previous=None)
    html = block(
        "budgets/blocks/outlook.html", years_table(known), "Tabell 1", "Långsiktig budget, tkr", "outlook"
    ).html

    assert "1\u00a0262" in html
    assert "prognos" not in html
    assert "*" not in html


@pytest.mark.parametrize(("unit", "shown"), [("kr", "6\u00a0322\u00a0000,50"), ("tkr", "6\u00a0322")])
def test_a_years_table_in_kronor_rounds_no_ore_away(unit: str, shown: str) -> None:
    facts = budget_facts()
    first = replace(facts.outlook[0], funding=Decimal("6322000.50"))
    known = replace(facts, outlook=(first,), budget=None, previous=None)
    found = years_table(known, replace(STANDARD_YEARS, unit=unit))
    html = block("budgets/blocks/outlook.html", found, "Tabell 1", "Långsiktig budget", "outlook").html

    assert rows(table(html, "outlook"))[1][1] == shown
    assert ("avrundat för sig till hela tkr" in html) is (unit == "tkr")


def test_a_table_in_millions_says_to_what_it_is_rounded() -> None:
    facts = replace(budget_facts(), budget=None, previous=None)
    found = years_table(facts, replace(STANDARD_YEARS, unit="mnkr"))
    html = block("budgets/blocks/outlook.html", found, "Tabell 1", "Långsiktig budget", "outlook").html

    assert "avrundat för sig till tiondels miljoner kronor" in html
    assert "tkr" not in html


def test_available_funds_and_contributions_are_shown_in_kronor() -> None:
    html = paper_html(document())

    assert rows(table(html, "funds")) == [
        ["Post", "Belopp"],
        ["Budgetram från medlemmarna", "6\u00a0308\u00a0000"],
        ["Beräknat eget kapital när året börjar", "1\u00a0000\u00a0000"],
        ["Avgår: lägsta nivå för det egna kapitalet", "400\u00a0000"],
        ["Tillgängligt 2023", "6\u00a0908\u00a0000"],
    ]
    assert rows(table(html, "budgets-contributions")) == [
        ["Medlem", "Andel", "Belopp"],
        ["Försäkringskassan med Arbetsförmedlingen", "50\u00a0%", "3\u00a0154\u00a0000"],
        ["Region Dalarna", "25\u00a0%", "1\u00a0577\u00a0000"],
        ["Avesta kommun", "11\u00a0%", "693\u00a0880"],
        ["Hedemora kommun", "8\u00a0%", "504\u00a0640"],
        ["Säters kommun", "6\u00a0%", "378\u00a0480"],
        ["Totalt", "100\u00a0%", "6\u00a0308\u00a0000"],
    ]


def test_an_activity_without_answer_or_time_shows_a_dash() -> None:
    assert rows(table(paper_html(document()), "activities"))[1:] == [
        ["Ordna en dag", "Förbundschefen", "Maj"],
        ["Följa upp", "–", "–"],
    ]


def test_a_table_in_tkr_says_once_that_it_is_rounded_and_one_in_kronor_does_not() -> None:
    sections = [section for chapter in document().sections for section in (chapter, *chapter.children)]
    said = {each.anchor: each.block.html.count("avrundat") for each in sections if each.block is not None}

    assert said == {"mal": 0, "malomrade-1": 0, "budget": 1, "langsiktig": 1, "medel": 0, "not": 0}


# --- Words that others have written --------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_names_and_headings_are_escaped_exactly_once(shape: str) -> None:
    written = 'Arbete & <b>hälsa</b> "nu"'
    sections = (replace(document().sections[2], heading=written),)
    cover = replace(document().cover, title=written, federation=written)
    resolved = document(cover=cover, sections=sections)

    html = {
        "paper": lambda: paper_html(resolved),
        "chapter": lambda: paper_html(resolved, chapter="budget"),
        "page": lambda: page_html(resolved),
        "file": lambda: file_html(resolved),
    }[shape]()

    found = headings(parsed(html))
    assert ("h1", written) in found
    assert ("h2", f"2 {written}") in found
    assert "&amp;amp;" not in html


def test_a_caption_is_escaped_exactly_once() -> None:
    found = BudgetTable((Column("Årsbudget 2023", year=2023),), (), has_codes=False)
    html = block("budgets/blocks/table.html", found, "Tabell 1", "Mat & <i>husrum</i>", "budget").html

    assert words(table(html, "budget")[0]) == "Tabell 1 Mat & <i>husrum</i>"


def test_running_text_stands_as_it_was_cleaned() -> None:
    assert '<div class="running-text"><p>Ord &amp; bild.</p></div>' in paper_html(document())


def test_links_that_lead_nowhere_on_paper_become_plain_words() -> None:
    body = '<p><a href="/inne/">inne</a> <a href="#borta">borta</a> <a href="https://exempel.se/a?b=1&amp;c=2">ute</a></p>'

    assert '<p>inne borta <a href="https://exempel.se/a?b=1&amp;c=2">ute</a></p>' in paper_html(
        with_body(body)
    )
    assert '<p><a href="/inne/">inne</a> borta <a href="https' in page_html(with_body(body))


def test_a_link_on_paper_holds_plain_words_only() -> None:
    body = '<p><a href="https://exempel.se">den <strong>nya &amp; bättre</strong> lagen</a></p>'

    assert '<a href="https://exempel.se">den nya &amp; bättre lagen</a>' in paper_html(with_body(body))
    assert "<strong>nya &amp; bättre</strong>" in page_html(with_body(body))


def test_a_written_table_without_header_cells_is_read_with_its_first_row_as_head() -> None:
    body = (
        '<table><tbody><tr><td colspan="2"><p>År</p></td></tr><tr><td>1</td><td>2</td></tr></tbody></table>'
    )

    for html in (paper_html(with_body(body)), page_html(with_body(body))):
        assert '<tr><th scope="col" colspan="2"><p>År</p></th></tr><tr><td>1</td><td>2</td></tr>' in html


def test_a_written_table_with_header_cells_is_left_as_it_is() -> None:
    body = "<table><tbody><tr><td>1</td><th>2</th></tr></tbody></table>"

    assert body in paper_html(with_body(body))


# --- Paper ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["paper", "chapter"])
def test_paper_asks_for_nothing_from_outside(shape: str) -> None:
    html = SHAPES[shape]()
    tree = parsed(html)

    assert {element.tag for element in tree.iter()}.isdisjoint(
        {"link", "script", "iframe", "object", "base", "svg"}
    )
    assert all(element.get("src", "data:").startswith("data:") for element in tree.iter())
    assert not re.search(r"url\(|@import", html)


def test_a_document_saved_as_a_web_page_carries_its_style_and_type() -> None:
    html = file_html(document())
    tree = parsed(html)

    assert {element.tag for element in tree.iter()}.isdisjoint({"link", "script", "iframe", "object", "base"})
    assert {address[:5] for address in re.findall(r'url\("?([^")]+)', html)} == {"data:"}
    assert "@import" not in html
    assert html.count("@font-face") == 5
    assert html.index("--accent: ") < html.index("--accent:#1d5c63;"), "the federation's colour comes last"


def test_the_logotype_is_carried_in_the_document_and_named() -> None:
    pixel = "data:image/png;base64,iVBORw0KGgo="
    tree = parsed(paper_html(document(cover=replace(document().cover, logo=pixel))))

    assert [(image.get("src"), image.get("alt")) for image in tree.iter("img")] == [
        (pixel, "Södra Dalarnas Samordningsförbund, logotyp")
    ]


def test_the_cover_says_what_the_board_has_decided_or_is_to_decide() -> None:
    def said(resolved: ResolvedDocument) -> str:
        cover = parsed(paper_html(resolved)).find(".//header")
        assert cover is not None
        return words(cover)

    assert "Förslag till styrelsens möte den 25\u00a0november 2022".replace("\u00a0", " ") in said(document())
    assert "Inte beslutad" in said(document(meeting=None))
    assert "Fastställd av styrelsen den 25 november 2022, § 47" in said(adopted())
    assert "Utkast" not in said(adopted())


@pytest.mark.parametrize(
    ("accent", "shown"),
    [("#8a3a1f", "#8a3a1f"), ("", "#1f5f6b"), ("red;}</style><script>", "#1f5f6b")],
)
def test_the_colour_of_the_federation_and_nothing_else_reaches_the_style(accent: str, shown: str) -> None:
    html = paper_html(document(cover=replace(document().cover, accent=accent)))

    style = re.search(r"<style>(.*?)</style>", html)
    assert style is not None
    assert re.fullmatch(r":root\{(--[a-z-]+:#[0-9a-f]{6};)+\}", style[1])
    assert f"--accent:{shown};" in style[1]


def paints_a_shape(resolved: ResolvedDocument) -> list[bool]:
    """For each page of the PDF, whether it holds a drawing: the watermark is the only one a document has."""
    with pikepdf.open(BytesIO(render_pdf(paper_html(resolved)).data)) as opened:
        return [
            any(str(step.operator) == "Do" for step in pikepdf.parse_content_stream(page))
            for page in opened.pages
        ]


def test_a_draft_is_marked_on_every_page_until_it_is_adopted() -> None:
    cover, *pages = paints_a_shape(document())

    assert len(pages) > 2
    assert all(pages)
    assert not cover, "the cover has the word as a stamp instead, which is read out"
    assert '<p class="cover-stamp">Utkast</p>' in paper_html(document())
    proposal = replace(document(), cover=replace(document().cover, status="Framlagd"))
    assert all(paints_a_shape(proposal)[1:])
    assert '<p class="cover-stamp">Förslag</p>' in paper_html(proposal)
    assert not any(paints_a_shape(adopted()))
    assert "cover-stamp" not in paper_html(adopted())


@pytest.mark.parametrize("chapter", [None, "budget"])
def test_the_gate_finds_nothing_in_the_finished_pdf(chapter: str | None) -> None:
    assert inspect_pdf(render_pdf(paper_html(document(), chapter=chapter)).data) == ()


def test_what_an_editor_writes_makes_an_accessible_pdf() -> None:
    body = (
        "<p>Före</p><ul><li><p>Ett</p><p>och mer</p><ol><li><p>Under</p></li></ol></li><li>Två</li></ul>"
        "<blockquote><p>Ett <em>citat</em></p></blockquote>"
        "<table><caption>Egen</caption><tbody><tr><td><p>A</p></td></tr><tr><td><p>1</p></td></tr></tbody></table>"
        '<p><a href="https://exempel.se">en <strong>länk</strong></a> och <a href="/inne/">en till</a></p>'
    )

    assert inspect_pdf(render_pdf(paper_html(with_body(body))).data) == ()
