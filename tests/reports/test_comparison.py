"""Comparing is exact: what has been changed is told, where it was changed and as what, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.domain.worddiff import Change, passages
from reports.documents.resolved import ResolvedDocument
from reports.domain.comparison import compare
from reports.domain.comparison.documents import Kind
from reports.domain.comparison.order import Fate, out_of_order
from tests.reports import document_sample
from tests.reports.compared_documents import (
    activity,
    area,
    cells,
    changed,
    counts,
    plan,
    section,
    table,
    told,
    words,
)

BACKGROUND = section("a", "Bakgrund", "<p>Förbundet bildades år 2006. Det har fyra medlemmar.</p>")
AIMS = section("b", "Mål", "<p>Målen gäller hela året.</p>")
MONEY = section("c", "Ekonomi", "<p>Budgetramen är 6 308 tkr.</p>")
AREAS = (
    area("x", "Samverkan", activity("1", "Ordna en dag för alla parter"), activity("2", "Följa upp teamen")),
    area("y", "Kunskap", activity("3", "Utbilda handläggare"), number=2),
)


# --- Nothing has changed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [plan(), plan(BACKGROUND, AIMS, MONEY, areas=AREAS), document_sample.document()],
    ids=["an empty plan", "a small plan", "a plan with every table"],
)
def test_a_document_does_not_differ_from_itself(document: ResolvedDocument) -> None:
    comparison = compare(document, document)

    assert not comparison.is_changed
    assert counts(comparison) == []
    assert [stretch.kind for stretch in comparison.stretches] in ([], [Kind.SAME])


def test_what_is_numbered_anew_since_another_has_come_before_it_has_not_changed() -> None:
    before = plan(
        replace(AIMS, number="1"), replace(MONEY, number="2", block=table([["", "Nu"], ["Hyra", "1"]]))
    )
    after = plan(
        replace(BACKGROUND, number="1"),
        replace(AIMS, number="2"),
        replace(MONEY, number="3", block=table([["", "Nu"], ["Hyra", "1"]], label="Tabell 2")),
    )

    comparison = compare(before, after)

    assert changed(comparison) == {"Bakgrund": "added"}
    assert counts(comparison) == ["1 nytt avsnitt"]


def test_white_space_and_line_breaks_in_the_source_are_no_change() -> None:
    assert not compare(
        plan(section("a", "Bakgrund", "<p>Ett två\ntre.</p>")),
        plan(section("a", "Bakgrund", "<p>Ett  två tre.</p>\n")),
    ).is_changed


# --- Sections --------------------------------------------------------------------------------------------------------


def test_a_changed_sentence_is_told_by_word() -> None:
    after = plan(replace(BACKGROUND, body="<p>Förbundet bildades år 2007. Det har fyra medlemmar.</p>"), AIMS)

    comparison = compare(plan(BACKGROUND, AIMS), after)

    assert changed(comparison) == {"Bakgrund": "changed"}
    assert words(comparison) == ["Förbundet bildades år[- 2006-]{+ 2007+}. Det har fyra medlemmar."]
    assert counts(comparison) == ["1 ändrat avsnitt"]


def test_a_section_that_stands_in_another_order_is_moved_and_the_others_are_not() -> None:
    comparison = compare(plan(BACKGROUND, AIMS, MONEY), plan(AIMS, MONEY, BACKGROUND))

    assert changed(comparison) == {"Bakgrund": "moved"}
    assert counts(comparison) == ["1 flyttat avsnitt"]
    (moved,) = [each for each in comparison.sections if each.moved_from]
    assert (moved.fate, moved.moved_from.after, moved.moved_from.is_under_another) == (Fate.SAME, "", False)


def test_a_section_that_lies_under_another_is_moved_and_what_lies_under_it_has_come_along() -> None:
    under = section("d", "Historia", "<p>Det började 2004.</p>")
    before = plan(replace(BACKGROUND, children=(under,)), AIMS)
    after = plan(replace(AIMS, children=(replace(BACKGROUND, level=2, children=(replace(under, level=3),)),)))

    comparison = compare(before, after)

    assert changed(comparison) == {"Bakgrund": "moved"}
    assert counts(comparison) == ["1 flyttat avsnitt"]


def test_a_section_that_is_moved_and_rewritten_is_both() -> None:
    after = plan(AIMS, MONEY, replace(BACKGROUND, body="<p>Något helt annat.</p>"))
    assert changed(compare(plan(BACKGROUND, AIMS, MONEY), after)) == {"Bakgrund": "changed moved"}


def test_a_section_that_has_gone_is_told_where_it_stood_and_one_that_has_come_where_it_stands() -> None:
    new = section("e", "Uppföljning", "<p>Vi följer upp i maj.</p>")

    comparison = compare(plan(BACKGROUND, AIMS, MONEY), plan(BACKGROUND, MONEY, new))

    assert [(each.name, each.fate.value) for each in comparison.sections] == [
        ("Bakgrund", "same"),
        ("Mål", "removed"),
        ("Ekonomi", "same"),
        ("Uppföljning", "added"),
    ]
    assert words(comparison) == ["[-Målen gäller hela året.-]", "{+Vi följer upp i maj.+}"]
    assert counts(comparison) == ["1 nytt avsnitt", "1 borttaget avsnitt"]


def test_a_section_that_has_got_another_heading_is_the_same_one() -> None:
    comparison = compare(plan(BACKGROUND, AIMS), plan(BACKGROUND, replace(AIMS, heading="Mål för året")))

    (section_changed,) = [each for each in comparison.sections if each.is_changed]
    assert told(section_changed.heading) == "Mål{+ för året+}"
    assert not section_changed.content.is_changed


def test_sections_of_plans_that_were_not_copied_are_matched_by_heading_and_else_by_their_words() -> None:
    before = plan(section("a", "Budget 2022", "<p>Ett.</p>"), section("b", "Lokala grupper", AIMS.body))
    after = plan(section("q", "Budget 2023", "<p>Två.</p>"), section("r", "Om lokala grupper", AIMS.body))

    assert changed(compare(before, after)) == {"Budget 2023": "changed", "Om lokala grupper": "changed"}


def test_a_word_that_is_emphasised_is_another_word_and_a_link_that_leads_elsewhere_too() -> None:
    before = section("a", "Bakgrund", '<p>Läs <a href="https://a.example/">mer</a> här.</p>')
    after = section("a", "Bakgrund", '<p>Läs <a href="https://b.example/">mer</a> <em>här</em>.</p>')

    assert words(compare(plan(before), plan(after))) == ["Läs[- mer-][- här-]{+ mer+}{+ här+}."]


def test_another_picture_with_the_same_description_is_told_and_a_note_is_compared_by_its_words() -> None:
    def illustrated(key: str, note: str) -> ResolvedDocument:
        picture = f'<figure><img data-picture="{key}" alt="En karta"></figure>'
        return plan(section("a", "Bakgrund", f'<p>Se bilden.<sup data-note="{note}"></sup></p>{picture}'))

    before = illustrated("1", "Källa ett")
    with_picture, with_note = (
        compare(before, illustrated(*new)) for new in (("2", "Källa ett"), ("1", "Källa två"))
    )
    assert [each.content.pictures_replaced for each in with_picture.sections] == [("En karta",)]
    assert words(with_picture) == []
    assert [each.content.pictures_replaced for each in with_note.sections] == [()]
    assert words(with_note) == ["Se bilden. [not: Källa[- ett-]{+ två+}]"]


def test_what_the_title_page_says_is_compared_but_not_how_far_the_plan_has_come() -> None:
    before = plan(BACKGROUND)
    cover = replace(
        before.cover, motto="Alla får plats", status="Fastställd", decision="Fastställd den 25 november"
    )
    comparison = compare(before, replace(before, cover=cover, is_draft=False))

    assert [(each.label, told(each.words)) for each in comparison.cover] == [("Devis", "{+Alla får plats+}")]
    assert counts(comparison) == []


# --- Tables ----------------------------------------------------------------------------------------------------------

ROWS = [
    ["Post", "Budget 2023", "Budget 2022"],
    ["Löner", "702", "648"],
    ["Hyra", "−200", "170"],
    ["Resa", "–", "0"],
]


def with_table(rows: list[list[str]], **given: Any) -> ResolvedDocument:
    """A plan with one table."""
    return plan(BACKGROUND, replace(MONEY, block=table(rows, **given)))


def test_a_table_with_one_changed_cell_tells_that_cell_and_how_much_it_differs() -> None:
    after = [[*ROWS[0]], ["Löner", "712", "648"], ROWS[2], ROWS[3]]

    comparison = compare(with_table(ROWS), with_table(after))

    assert cells(comparison) == [("Löner", "Budget 2023", "702", "712", "+10 tkr", "+1,4 %")]
    assert changed(comparison) == {"Ekonomi": "changed"}
    assert counts(comparison) == ["1 ändrat avsnitt", "1 ändrad cell i tabellerna"]


@pytest.mark.parametrize(
    ("before", "after", "difference", "percent"),
    [
        ("−200", "−250", "−50 tkr", "−25,0 %"),
        ("−200", "100", "+300 tkr", "+150,0 %"),
        ("400*", "390*", "−10 tkr", "−2,5 %"),
        ("–", "35", "+35 tkr", "–"),
        ("6\u00a0308", "6\u00a0318", "+10 tkr", "+0,2 %"),
        ("12,5", "12", "−0,5 tkr", "−4,0 %"),
        ("25\u00a0%", "27,5\u00a0%", "+2,5 procentenheter", "–"),
        ("6\u00a0308\u00a0kr", "6\u00a0310\u00a0kr", "+2 kr", "+0,0 %"),
        ("Maj", "Juni", "", ""),
        ("2023", "2024", "", ""),
    ],
)
def test_a_difference_has_the_unit_of_the_cell_or_the_table_and_words_have_none(
    before: str, after: str, difference: str, percent: str
) -> None:
    old, new = ([["Post", "Nu"], ["Rad", cell]] for cell in (before, after))
    assert cells(compare(with_table(old), with_table(new))) == [
        ("Rad", "Nu", before, after, difference, percent)
    ]


def test_a_row_inserted_is_a_new_row_and_leaves_the_others_alone() -> None:
    after = [*ROWS[:2], ["Porto", "5", "4"], *ROWS[2:]]

    comparison = compare(with_table(ROWS), with_table(after))

    (content,) = [each.content for each in comparison.sections if each.is_changed]
    assert [(row.fate, told(row.name)) for row in content.tables[0].rows] == [(Fate.ADDED, "{+Porto+}")]
    assert cells(comparison) == [
        ("Porto", "Budget 2023", "", "5", "", ""),
        ("Porto", "Budget 2022", "", "4", "", ""),
    ]
    gone = compare(with_table(after), with_table(ROWS))
    assert cells(gone) == [
        ("Porto", "Budget 2023", "5", "", "", ""),
        ("Porto", "Budget 2022", "4", "", "", ""),
    ]


def test_a_row_or_column_with_another_name_is_the_same_one_when_it_can_be_known() -> None:
    after = [["Post", "Årets budget 2023", "Budget 2022"], ["Löner och arvoden", "702", "648"], *ROWS[2:]]

    comparison = compare(with_table(ROWS), with_table(after))

    (content,) = [each.content for each in comparison.sections if each.is_changed]
    (found,) = content.tables
    assert cells(comparison) == []
    assert [told(row.name) for row in found.rows] == ["Löner{+ och arvoden+}"]
    assert [told(name) for name in found.columns_renamed] == ["[-Budget-]{+Årets budget+} 2023"]


def test_rows_with_one_name_in_several_groups_are_kept_apart() -> None:
    def grouped(first: str, second: str) -> str:
        groups = "".join(
            f'<tbody><tr><td class="code">{code}</td><th scope="rowgroup" colspan="2">{name}</th></tr>'
            f'<tr><th scope="row" colspan="2">Totalt</th><td class="amount">{amount}</td></tr></tbody>'
            for code, name, amount in (("10 000", "Styrelsen", first), ("20 000", "Kansliet", second))
        )
        return (
            '<table><thead><tr><th class="code">ID</th><th>Post</th><th>Nu</th></tr></thead>'
            f'{groups}<tbody class="summary"><tr><th scope="row" colspan="2">Totalt</th><td>9</td></tr></tbody></table>'
        )

    def document(html: str) -> ResolvedDocument:
        return plan(replace(MONEY, block=replace(table(ROWS), html=html)))

    comparison = compare(document(grouped("1", "2")), document(grouped("1", "3")))
    assert cells(comparison) == [("20 000 Kansliet › Totalt", "Nu", "2", "3", "+1 tkr", "+50,0 %")]


def test_a_table_that_stands_in_the_text_is_compared_by_cell_too() -> None:
    def typed(places: str) -> ResolvedDocument:
        rows = f"<tr><td>Team</td><td>Platser</td></tr><tr><td>Kraften</td><td>{places}</td></tr>"
        return plan(replace(AIMS, body=f"<p>Se nedan.</p><table><tbody>{rows}</tbody></table><p>Slut.</p>"))

    comparison = compare(typed("25"), typed("28"))

    assert cells(comparison) == [("Kraften", "Platser", "25", "28", "+3", "+12,0 %")]
    assert words(comparison) == []


def test_a_table_that_is_exchanged_for_another_kind_has_gone_and_come() -> None:
    other = replace(table(ROWS, caption="Långsiktig budget, tkr"), key="budgets.outlook")
    comparison = compare(with_table(ROWS), plan(BACKGROUND, replace(MONEY, block=other)))

    (content,) = [each.content for each in comparison.sections if each.is_changed]
    assert (content.tables_removed, content.tables_added) == (
        ("Budget 2023, tkr",),
        ("Långsiktig budget, tkr",),
    )


def test_a_table_that_had_nothing_to_show_has_come_when_it_has() -> None:
    empty = replace(
        table(ROWS), html='<div class="empty-block"><p>Fyll i budgeten.</p></div>', caption="", label=""
    )
    before, after = plan(replace(MONEY, block=empty)), with_table(ROWS)

    (content,) = [each.content for each in compare(before, after).sections if each.name == "Ekonomi"]
    assert (content.tables_added, content.tables_removed) == (("Budget 2023, tkr",), ())
    assert words(compare(before, after))[-1] == "[-Fyll i budgeten.-]"
    (content,) = [each.content for each in compare(after, before).sections if each.name == "Ekonomi"]
    assert (content.tables_added, content.tables_removed) == ((), ("Budget 2023, tkr",))


def test_this_years_budget_is_compared_with_last_years_and_years_alone_are_told_apart() -> None:
    last = plan(
        section("a", "Inriktning 2022", "<p>Det gäller 2022 och 2023.</p>"),
        replace(
            MONEY,
            block=table(
                [["Post", "Budget 2022", "Budget 2021"], ["Löner", "648", "630"]], "Budget 2022, tkr"
            ),
        ),
        year=2022,
    )
    this = plan(
        section("a", "Inriktning 2023", "<p>Det gäller 2023 och 2024.</p>"),
        replace(MONEY, block=table([["Post", "Budget 2023", "Budget 2022"], ["Löner", "702", "648"]])),
    )

    comparison = compare(last, this)

    assert cells(comparison) == [
        ("Löner", "Budget 2023", "648", "702", "+54 tkr", "+8,3 %"),
        ("Löner", "Budget 2022", "630", "648", "+18 tkr", "+2,9 %"),
    ]
    assert counts(comparison) == [
        "1 ändrat avsnitt",
        "1 avsnitt där bara årtal skiljer",
        "2 ändrade celler i tabellerna",
    ]
    assert [stretch.kind for stretch in comparison.stretches] == [Kind.YEARS, Kind.CHANGED]


# --- Goal areas and activities ---------------------------------------------------------------------------------------


def activities(before: ResolvedDocument, after: ResolvedDocument) -> list[tuple[str, str, str, str]]:
    """Every activity that differs: fate, and its words; where it comes from when it is from another area."""
    return [
        (
            f"{each.fate.value}{' moved' if each.is_moved else ''}",
            told(each.text),
            f"{told(each.responsible)}, {told(each.due)}",
            each.moved_from,
        )
        for each in compare(before, after).activities
        if each.is_changed
    ]


def test_a_renamed_activity_is_the_same_one_reworded() -> None:
    renamed = replace(
        AREAS[0], activities=(activity("1", "Ordna två dagar för alla parter"), AREAS[0].activities[1])
    )
    before, after = plan(areas=AREAS), plan(areas=(renamed, AREAS[1]))

    assert activities(before, after) == [
        ("changed", "Ordna[- en dag-]{+ två dagar+} för alla parter", "Förbundschefen, Maj", "")
    ]
    assert counts(compare(before, after)) == ["1 ändrad aktivitet"]


def test_another_who_is_responsible_and_another_day_are_told() -> None:
    given_away = replace(AREAS[1], activities=(activity("3", "Utbilda handläggare", "Styrelsen", "Juni"),))

    assert activities(plan(areas=AREAS), plan(areas=(AREAS[0], given_away))) == [
        ("changed", "Utbilda handläggare", "[-Förbundschefen-]{+Styrelsen+}, [-Maj-]{+Juni+}", "")
    ]


def test_activities_that_have_come_and_gone_are_told_in_their_goal_area() -> None:
    other = replace(AREAS[1], activities=(activity("9", "Göra en film om förbundet"),))
    before, after = plan(areas=AREAS), plan(areas=(AREAS[0], other))

    assert [each[:2] for each in activities(before, after)] == [
        ("removed", "[-Utbilda handläggare-]"),
        ("added", "{+Göra en film om förbundet+}"),
    ]
    assert counts(compare(before, after)) == ["1 ny aktivitet", "1 borttagen aktivitet"]


def test_an_activity_that_goes_to_another_goal_area_is_moved_and_neither_new_nor_gone() -> None:
    first, second = AREAS[0].activities
    before = plan(areas=AREAS)
    after = plan(
        areas=(
            replace(AREAS[0], activities=(first,)),
            replace(AREAS[1], activities=(*AREAS[1].activities, second)),
        )
    )

    assert activities(before, after) == [
        ("same moved", "Följa upp teamen", "Förbundschefen, Maj", "Målområde 1: Samverkan")
    ]
    assert counts(compare(before, after)) == ["1 flyttad aktivitet"]
    assert [each.moved_away for each in compare(before, after).areas] == [1, 0]


def test_an_activity_in_another_order_is_moved_within_its_goal_area() -> None:
    turned = replace(AREAS[0], activities=AREAS[0].activities[::-1])
    (found,) = activities(plan(areas=AREAS), plan(areas=(turned, AREAS[1])))
    assert (found[0], found[3]) == ("same moved", "")


def test_goal_areas_come_go_move_and_are_renamed() -> None:
    renamed = replace(AREAS[1], title="Kunskap och metod", number=1)
    new = area("z", "Samhälle", number=2)
    before, after = plan(areas=AREAS), plan(areas=(renamed, new))

    assert [(each.fate.value, told(each.title)) for each in compare(before, after).areas] == [
        ("removed", "[-Samverkan-]"),
        ("changed", "Kunskap{+ och metod+}"),
        ("added", "{+Samhälle+}"),
    ]
    turned = (replace(AREAS[1], number=1), replace(AREAS[0], number=2))
    assert counts(compare(before, plan(areas=turned))) == ["1 flyttat målområde"]


def test_goal_areas_are_told_where_they_stand_in_the_document() -> None:
    part = replace(section("plans-goal-areas-1", "Målområde 1: Samverkan"), level=2)
    document = plan(BACKGROUND, replace(AIMS, children=(part,)), MONEY, areas=AREAS)
    after = replace(document, goal_areas=(replace(AREAS[0], activities=AREAS[0].activities[:1]), AREAS[1]))

    assert [stretch.kind for stretch in compare(document, after).stretches] == [
        Kind.SAME,
        Kind.GOALS,
        Kind.SAME,
    ]
    assert [each.name for each in compare(document, after).sections] == ["Bakgrund", "Mål", "Ekonomi"]


# --- For every document ----------------------------------------------------------------------------------------------

KEYS = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=6)
TEXT = st.lists(
    st.sampled_from(["ett", "två", "tre", "och", "6\u00a0308", "−600", "&amp;", "<em>fem</em>", "."]),
    max_size=12,
)
BODY = st.lists(TEXT, max_size=4).map(lambda texts: "".join(f"<p>{' '.join(text)}</p>" for text in texts))


@st.composite
def documents(draw: st.DrawFn) -> ResolvedDocument:
    """A plan of a few sections, some of them within others, with goal areas."""
    found = [
        section(key, draw(st.sampled_from(["Mål", "Budget 2023", key])), draw(BODY)) for key in draw(KEYS)
    ]
    if len(found) > 2:
        found = [replace(found[0], children=tuple(found[1:3])), *found[3:]]
    areas = [
        area(
            key,
            draw(st.sampled_from(["Samverkan", "Kunskap"])),
            *(activity(f"{key}{n}", f"Gör {n}") for n in range(3)),
        )
        for key in draw(KEYS)
    ]
    return plan(*found, areas=areas)


@given(documents())
def test_no_document_differs_from_itself(document: ResolvedDocument) -> None:
    copy = ResolvedDocument(**{name: getattr(document, name) for name in document.__dataclass_fields__})
    assert not compare(document, copy).is_changed


@given(documents(), documents())
def test_every_section_and_activity_of_both_documents_is_told_once(
    before: ResolvedDocument, after: ResolvedDocument
) -> None:
    comparison = compare(before, after)

    def count(document: ResolvedDocument) -> int:
        return sum(1 + len(each.children) for each in document.sections)

    fates = [each.fate for each in comparison.sections]
    assert len(fates) - fates.count(Fate.ADDED) == count(before)
    assert len(fates) - fates.count(Fate.REMOVED) == count(after)
    fates = [each.fate for each in comparison.activities]
    assert len(fates) - fates.count(Fate.ADDED) == sum(len(each.activities) for each in before.goal_areas)
    assert len(fates) - fates.count(Fate.REMOVED) == sum(len(each.activities) for each in after.goal_areas)


@given(BODY, BODY)
def test_what_has_come_and_gone_makes_the_one_text_of_the_other(before: str, after: str) -> None:
    comparison = compare(plan(section("a", "Text", before)), plan(section("a", "Text", after)))
    (content,) = [each.content for each in comparison.sections]

    def side(kept: Change) -> list[list[str]]:
        shown = (
            "".join(each.text for each in passage.segments if each.change in (Change.SAME, kept))
            for passage in content.passages
        )
        return [text.split() for text in shown if text.strip()]

    def read(html: str) -> list[list[str]]:
        return ["".join(word.space + word.text for word in each.words).split() for each in passages(html)]

    if before != after:
        assert (side(Change.REMOVED), side(Change.ADDED)) == (read(before), read(after))


@given(st.permutations(range(6)))
def test_as_few_as_can_be_are_said_to_have_moved(places: list[int]) -> None:
    def rises(rest: tuple[int, ...]) -> bool:
        return list(rest) == sorted(rest)

    most = max(len(rest) for size in range(7) for rest in combinations(places, size) if rises(rest))
    moved = out_of_order(places)
    assert rises(tuple(place for place in places if place not in moved))
    assert len(moved) == len(places) - most


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9), st.sets(st.integers(0, 8)))
def test_the_cells_that_were_changed_are_told_and_no_others(amounts: list[int], places: set[int]) -> None:
    def rows(values: list[int]) -> list[list[str]]:
        return [
            ["Post", "A", "B", "C"],
            *([f"Rad {n}", *map(str, values[3 * n : 3 * n + 3])] for n in range(3)),
        ]

    after = [amount + 100 if place in places else amount for place, amount in enumerate(amounts)]
    comparison = compare(with_table(rows(amounts)), with_table(rows(after)))
    assert {(row, column) for row, column, *_ in cells(comparison)} == {
        (f"Rad {place // 3}", "ABC"[place % 3]) for place in places
    }
    assert {cell[4] for cell in cells(comparison)} <= {"+100 tkr"}
