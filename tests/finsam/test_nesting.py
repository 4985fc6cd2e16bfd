"""A text too deep or too long to be a text is refused with why, and none takes longer than its length asks for."""

from __future__ import annotations

from time import perf_counter

import pytest

from finsam import richtext
from finsam.nesting import Refused, depth

WORD = '<p class="MsoNormal">Ur Word</p>'
DEEP = "Texten har för många nivåer i varandra"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("", 0),
        ("bara ord, 1 < 2", 0),
        ("<p>Ett<p>Två<p>Tre<br><br>", 0),
        ("<div><span>a</span></div><div>b</div>", 2),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", 2),
        ("<div></span></b><div></i>a", 2),
        ("<!-- <div><div><div> --><div>a</div>", 1),
        ("<!--><div><div>a", 2),
        ("<DIV><dIv>a</DIV></div>", 2),
    ],
)
def test_the_depth_of_what_may_be_anything_is_told(text: str, levels: int) -> None:
    assert depth(text) == levels


def test_of_what_is_known_to_be_ended_every_element_counts() -> None:
    assert depth("<ul><li><p>a<br></p></li></ul>", is_whole=True) == 3


@pytest.mark.parametrize("before", ["", WORD])
@pytest.mark.parametrize("tag", ["blockquote", "div", "b", "ul><li", "table><tr><td", "x-y", "span></p"])
def test_a_text_of_thousands_of_levels_is_refused(before: str, tag: str) -> None:
    with pytest.raises(Refused, match=DEEP):
        richtext.clean(before + f"<{tag}>" * 5_000 + "a")


def test_levels_that_people_write_are_kept() -> None:
    lists = "<ul><li>a" * 9 + "</li></ul>" * 9
    assert richtext.clean(lists) == lists
    wrapped = WORD + "<div><span>" * 45 + "a" + "</span></div>" * 45
    assert richtext.plain(richtext.clean(wrapped)) == "Ur Word a"


def test_a_list_of_word_has_the_levels_of_word() -> None:
    points = "".join(
        f"<p class=MsoNormal style='mso-list:l0 level{level}'>a</p>"
        for level in [*range(1, 600), "1" * 5_000]
    )
    assert richtext.clean(points).count("<ul>") == 9


def test_a_text_too_long_to_be_read_is_refused_before_it_is_cleaned() -> None:
    longest = f"{richtext.LONGEST_READ:,}".replace(",", "\u00a0")
    with pytest.raises(Refused, match=rf"Texten är för lång \(.+ tecken, högst {longest}\)"):
        richtext.clean("<i></i>" * richtext.LONGEST_READ)


@pytest.mark.parametrize(
    "text",
    [
        WORD + "<p>a" + " " * 400_000 + "</p>",
        WORD + "<p>" + "<b>a<br></b>" * 15_000 + "</p>",
        WORD + "<p class=MsoCaption>" + " " * 400_000 + "</p><table><tr><td>a</td></tr></table>",
        WORD + "<div>" * 95 + "<a href=#_ftnref1>x</a>" * 5_000,
        "<p class=MsoNormal><a href=#_ftnref1>x</a>ord</p>" * 5_000,
        "<blockquote>" * 40_000,
    ],
    ids=["spaces", "bold", "caption", "notes in levels", "notes", "levels"],
)
def test_no_text_takes_longer_than_its_length_asks_for(text: str) -> None:
    began = perf_counter()
    try:
        richtext.clean(text)
    except Refused as error:
        assert DEEP in str(error)
    assert perf_counter() - began < 10  # minutes, when each sign is looked at once for every other
