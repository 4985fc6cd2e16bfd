"""Two texts compared by word, and two people's changes of one text laid together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.domain.merging import blocks_of, merge_fields, merge_texts
from plans.domain.worddiff import Change, Passage, PassageChange, compare, is_same, passages, words

NBSP = "\u00a0"


def marked(changes: tuple[PassageChange, ...]) -> list[str]:
    """Each passage as one reads it, with [-gone-] and {+come+}."""
    signs = {Change.SAME: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
    return ["".join(signs[each.change].format(each.text) for each in passage.segments) for passage in changes]


class TestByWord:
    def test_one_word_exchanged(self) -> None:
        old, new = "<p>Målet är viktigt för alla.</p>", "<p>Målet är mätbart för alla.</p>"
        assert marked(compare(old, new)) == ["Målet är[- viktigt-]{+ mätbart+} för alla."]

    def test_two_plain_lines(self) -> None:
        assert [(each.change, each.text) for each in words("Våra mål", "Våra nya mål")] == [
            (Change.SAME, "Våra"),
            (Change.ADDED, " nya"),
            (Change.SAME, " mål"),
        ]

    def test_the_same_text_is_no_change_however_its_lines_are_broken(self) -> None:
        old, new = (
            "<p>Ett mål\noch två.</p><ul><li>Tre</li></ul>",
            "<p>Ett  mål och två.</p>\n<ul>\n<li>Tre</li></ul>",
        )
        assert is_same(compare(old, new))

    def test_an_amount_with_its_spaces_is_one_word(self) -> None:
        old, new = f"<p>Ramen är 6{NBSP}308 tkr.</p>", f"<p>Ramen är 6{NBSP}322 tkr.</p>"
        assert marked(compare(old, new)) == [f"Ramen är[- 6{NBSP}308-]{{+ 6{NBSP}322+}} tkr."]

    def test_what_is_set_in_bold_alone_is_a_change(self) -> None:
        changes = compare("<p>Målet är viktigt.</p>", "<p>Målet är <strong>viktigt</strong>.</p>")
        assert marked(changes) == ["Målet är[- viktigt-]{+ viktigt+}."]
        assert [each.is_strong for each in changes[0].segments] == [False, False, True, False]

    def test_a_link_that_leads_elsewhere_is_a_change(self) -> None:
        changes = compare(
            '<p><a href="https://a.example">Läs</a></p>', '<p><a href="https://b.example">Läs</a></p>'
        )
        assert [each.address for each in changes[0].segments] == ["https://a.example", "https://b.example"]

    def test_a_figure_reads_as_what_it_shows(self) -> None:
        old = '<p>Ramen är <data value="budget.funding_total"></data>.</p>'
        new = '<p>Ramen är <data value="budget.cost_total"></data>.</p>'
        shown = {"budget.funding_total": "6 308", "budget.cost_total": "7 100"}
        assert marked(compare(old, new, shown.__getitem__)) == ["Ramen är[- 6 308-]{+ 7 100+}."]

    def test_a_figure_that_says_what_it_shows_is_believed(self) -> None:
        assert passages('<p><data value="a.b">7</data></p>')[0].words[0].text == "7"


class TestByPassage:
    def test_a_new_paragraph_is_wholly_new(self) -> None:
        old, new = "<p>Först.</p><p>Sist.</p>", "<p>Först.</p><p>Något helt annat.</p><p>Sist.</p>"
        assert marked(compare(old, new)) == ["Först.", "{+Något helt annat.+}", "Sist."]

    def test_a_paragraph_gone_and_another_changed_are_told_apart(self) -> None:
        old = "<p>Förbundet ska ge stöd åt unga.</p><p>Ägarna möts i maj.</p>"
        new = "<p>Ägarna möts i juni.</p>"
        assert marked(compare(old, new)) == [
            "[-Förbundet ska ge stöd åt unga.-]",
            "Ägarna möts i[- maj-]{+ juni+}.",
        ]

    def test_two_paragraphs_with_nothing_in_common_are_one_gone_and_one_come(self) -> None:
        assert [each.change for each in compare("<p>Ja tack</p>", "<p>Inte alls</p>")] == [
            Change.REMOVED,
            Change.ADDED,
        ]

    def test_points_and_cells_are_passages_where_they_stand(self) -> None:
        text = "<ul><li>ett<ul><li>två</li></ul></li></ul>"
        text += "<table><tbody><tr><th>År</th><td>2023</td></tr></tbody></table>"
        cell = ("table", "tbody", "tr")
        found = [(each.kind, each.around) for each in passages(text)]
        assert found == [("li", ("ul",)), ("li", ("ul", "ul")), ("th", cell), ("td", cell)]

    @given(st.lists(st.sampled_from(["<p>a b</p>", "<p>b c d</p>", "<p>d</p>", "<p>x y z</p>"]), max_size=6))
    def test_a_text_is_the_same_as_itself(self, parts: list[str]) -> None:
        assert is_same(compare("".join(parts), "".join(parts)))

    @given(*[st.lists(st.sampled_from(["a b c", "b c d", "d e", "x y z", "a x"]), max_size=6)] * 2)
    def test_what_stands_and_has_come_is_the_new_text_and_what_stands_and_has_gone_the_old(
        self, old: list[str], new: list[str]
    ) -> None:
        changes = compare(*("".join(f"<p>{each}</p>" for each in side) for side in (old, new)))

        def side(left_out: Change) -> list[str]:
            read = [
                "".join(each.text for each in passage.segments if each.change is not left_out)
                for passage in changes
            ]
            return [each.strip() for each in read if each]

        assert (side(Change.ADDED), side(Change.REMOVED)) == (old, new)

    def test_a_text_of_a_thousand_paragraphs_is_compared_in_time(self) -> None:
        old, new = (
            "".join(f"<p>Stycke {place * step} säger något.</p>" for place in range(1000)) for step in (1, 3)
        )
        assert not is_same(compare(old, new))

    def test_unfinished_markup_is_read_as_far_as_it_goes(self) -> None:
        assert passages("</p></ul><p>ett</em><p>två") == (
            Passage("p", passages("<p>ett</p>")[0].words),
            Passage("p", passages("<p>två</p>")[0].words),
        )


BASE = "<p>Ett.</p><p>Två.</p><ul><li>Tre</li></ul>"


class TestMerging:
    def test_the_outermost_elements_are_the_blocks(self) -> None:
        assert blocks_of("<p>Ett<br>till</p>\n<ul><li><p>Två</p></li></ul> löst <em>ord</em><p>Tre</p>") == (
            "<p>Ett<br>till</p>",
            "<ul><li><p>Två</p></li></ul>",
            "löst <em>ord</em>",
            "<p>Tre</p>",
        )

    @pytest.mark.parametrize(
        ("mine", "theirs", "merged"),
        [
            (BASE, "<p>Nytt.</p>", "<p>Nytt.</p>"),
            ("<p>Nytt.</p>", BASE, "<p>Nytt.</p>"),
            ("<p>Lika.</p>", "<p>Lika.</p>", "<p>Lika.</p>"),
            (
                BASE.replace("Ett", "Mitt"),
                BASE.replace("Två", "Ditt"),
                "<p>Mitt.</p><p>Ditt.</p><ul><li>Tre</li></ul>",
            ),
            (
                BASE.replace("Ett", "Mitt"),
                BASE.replace("<p>Två.</p>", ""),
                "<p>Mitt.</p><ul><li>Tre</li></ul>",
            ),
            (BASE + "<p>Mitt.</p>", "<p>Ditt.</p>" + BASE, "<p>Ditt.</p>" + BASE + "<p>Mitt.</p>"),
            (BASE + "<p>Mitt.</p>", BASE + "<p>Ditt.</p>", BASE + "<p>Ditt.</p><p>Mitt.</p>"),
        ],
    )
    def test_changes_of_different_paragraphs_are_laid_together(
        self, mine: str, theirs: str, merged: str
    ) -> None:
        assert merge_texts(BASE, mine, theirs) == merged

    @pytest.mark.parametrize(
        ("mine", "theirs"),
        [
            (BASE.replace("Ett", "Mitt"), BASE.replace("Ett", "Ditt")),
            (BASE.replace("Ett", "Mitt"), BASE.replace("<p>Ett.</p>", "")),
            (BASE.replace("Tre", "Mitt"), BASE.replace("Tre", "Ditt")),
        ],
    )
    def test_two_changes_of_one_paragraph_are_for_people_to_choose_between(
        self, mine: str, theirs: str
    ) -> None:
        assert merge_texts(BASE, mine, theirs) is None

    def test_how_an_editor_breaks_lines_and_wraps_points_is_no_change(self) -> None:
        base = "<p>Ett\nmål.</p>\n<ul>\n <li><p>Tre</p><ul><li><p>Fyra</p></li></ul></li>\n</ul><p>Två.</p>"
        mine = "<p>Ett mål.</p><ul><li>Tre<ul><li>Fyra</li></ul></li></ul><p>Mitt.</p>"
        theirs = base.replace("Tre", "Deras")
        merged = merge_texts(base, mine, theirs)
        assert (
            merged
            == "<p>Ett\nmål.</p><ul>\n <li><p>Deras</p><ul><li><p>Fyra</p></li></ul></li>\n</ul><p>Mitt.</p>"
        )

    def test_each_field_is_as_the_one_who_changed_it_left_it(self) -> None:
        base = {"heading": "Mål", "body": BASE, "is_numbered": True}
        mine = {**base, "body": BASE + "<p>Mitt.</p>"}
        theirs = {**base, "heading": "Våra mål", "body": "<p>Ditt.</p>" + BASE}
        merged = {"heading": "Våra mål", "body": "<p>Ditt.</p>" + BASE + "<p>Mitt.</p>", "is_numbered": True}
        assert merge_fields(base, mine, theirs, texts=("body",)) == merged
        assert merge_fields(base, {**base, "heading": "Mitt"}, theirs, texts=("body",)) is None
