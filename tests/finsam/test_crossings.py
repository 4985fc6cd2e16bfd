"""References from a text to a table, a note, a chart or a section of its own document."""

from __future__ import annotations

import pytest

from finsam import richtext
from finsam.crossings import Crossing, Target, UnknownCrossing, in_words

TO_TABLE = '<data value="to:plans.goal_areas~2"></data>'
TABLE = Target("Tabell 7", "7", "Aktiviteter", "plans-goal-areas-2")


@pytest.mark.parametrize(
    ("text", "target", "form"),
    [
        ("to:budgets.operating_statement", "budgets.operating_statement", ""),
        ("to:plans.outcome_flow:avesta", "plans.outcome_flow:avesta", ""),
        ("to:plans.outcome_series:goal_share/number", "plans.outcome_series:goal_share", "number"),
        ("to:plans.goal_areas~2", "plans.goal_areas~2", ""),
        ("to:section:0a1b2c3d/number", "section:0a1b2c3d", "number"),
    ],
)
def test_a_reference_names_what_it_leads_to_and_how_it_is_shown(text: str, target: str, form: str) -> None:
    assert Crossing.parse(text) == Crossing(target, form)
    assert str(Crossing.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["to:", "to:section:", "to:section:hej", "to:Tabell 7", "to:plans.goal_areas/kr", "plans.goal_areas"],
)
def test_what_is_no_reference_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnknownCrossing, match="är ingen hänvisning till en tabell, en not eller ett avsnitt"):
        Crossing.parse(text)


def test_a_text_keeps_a_reference_and_tells_it_from_a_figure() -> None:
    text = richtext.clean(f'<p>Se {TO_TABLE} om <data value="budget.result/kr">fel</data>.</p>')

    assert richtext.crossing_references(text) == ["to:plans.goal_areas~2"]
    assert richtext.references(text) == ["budget.result/kr"]
    assert richtext.problems(text) == []


def test_one_that_is_misspelt_is_a_problem_of_the_text() -> None:
    assert richtext.problems('<p><data value="to:tabell 7"></data></p>') == [
        "”to:tabell 7” är ingen hänvisning till en tabell, en not eller ett avsnitt."
    ]


def test_it_reads_as_a_link_where_links_can_be_made_and_else_as_words() -> None:
    text = f'<p>Se {TO_TABLE}.<sup data-note="Som i {{to:plans.goal_areas~2}}."></sup></p>'

    assert richtext.resolve(text, lambda reference: TABLE.shown(), lambda reference: TABLE.link()) == (
        '<p>Se <a href="#plans-goal-areas-2">Tabell 7</a>.<sup data-note="Som i Tabell 7."></sup></p>'
    )
    assert richtext.resolve(text, lambda reference: TABLE.shown()) == (
        '<p>Se Tabell 7.<sup data-note="Som i Tabell 7."></sup></p>'
    )


def test_a_link_escapes_what_a_heading_may_hold() -> None:
    assert Target("avsnittet ”<b>”", "”<b>”", "<b>", "a").link() == '<a href="#a">avsnittet ”&lt;b&gt;”</a>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("to:plans.goal_areas", "”Målområden med aktiviteter”"),
        ("to:plans.goal_areas~9", "”Målområden med aktiviteter”, del 9"),
        ("to:budgets.contributions:tkr", "”Medelstilldelning per medlem (not), hela tusental kronor”"),
        ("to:section:0a1b2c3d", "ett avsnitt som är borta"),
        ("to:plans.nothing", "”plans.nothing”"),
        ("hej", "”hej”"),
    ],
)
def test_what_leads_nowhere_is_told_as_a_writer_knows_it(text: str, words: str) -> None:
    assert in_words(text) == words
