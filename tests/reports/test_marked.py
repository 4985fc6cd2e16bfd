"""How a compared text is set: marked for eye and ear, escaped, and easy to read."""

from __future__ import annotations

import re

import pytest

from plans.domain import worddiff
from reports.documents.marked import marked, set_passages


def shown(html: str) -> str:
    """The HTML without what is said only to those who listen."""
    return re.sub(r'<span class="visually-hidden">.*?</span>', "", html)


def line(before: str, after: str) -> str:
    """Two plain lines compared, as a page shows them."""
    return shown(marked(worddiff.words(before, after)))


def text(before: str, after: str) -> str:
    """Two rich texts compared, as a page shows them."""
    return shown(set_passages(worddiff.compare(before, after)))


def test_what_has_come_and_gone_is_said_to_those_who_listen_where_it_begins_and_ends() -> None:
    assert marked(worddiff.words("Klart i maj", "Klart i juni")) == (
        'Klart i <del><span class="visually-hidden">[borttaget: </span>maj<span class="visually-hidden">] </span></del>'
        ' <ins><span class="visually-hidden">[tillagt: </span>juni<span class="visually-hidden">] </span></ins>'
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Maj", "Juni", "<del>Maj</del> <ins>Juni</ins>"),
        ("Slut.", "Slut!", "Slut<del>.</del> <ins>!</ins>"),
        ("", "Ny", "<ins>Ny</ins>"),
        ("Gammal", "", "<del>Gammal</del>"),
        ("Lika", "Lika", "Lika"),
        ("ett och två", "tre och fyra", "<del>ett och två</del> <ins>tre och fyra</ins>"),
        (
            "ett kapitel två",
            "tre kapitel fyra",
            "<del>ett</del> <ins>tre</ins> kapitel <del>två</del> <ins>fyra</ins>",
        ),
    ],
)
def test_a_small_word_between_two_changes_is_read_as_part_of_them(
    before: str, after: str, expected: str
) -> None:
    assert line(before, after) == expected


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a & b < c"]
)
def test_whatever_was_written_is_shown_as_text(attack: str) -> None:
    for html in (line("", attack), line(attack, ""), line(f"x {attack}", f"y {attack}")):
        assert re.findall(r"<(?!/?(?:ins|del)>)[^>]*>", html) == []


def test_emphasis_is_kept_and_where_a_changed_link_leads_is_told() -> None:
    before = '<p>Läs <strong>mer</strong> <a href="https://a.example/?x=1&amp;y=2">här</a>.</p>'
    after = before.replace("a.example", "b.example")
    assert text(before, after) == (
        '<p class="comparison-changed">Läs <strong>mer</strong>'
        ' <del>här <span class="comparison-address">(https://a.example/?x=1&amp;y=2)</span></del>'
        ' <ins>här <span class="comparison-address">(https://b.example/?x=1&amp;y=2)</span></ins>.</p>'
    ).replace(' class="comparison-changed"', "")


def test_an_address_that_could_run_is_not_told_and_leads_nowhere() -> None:
    html = text('<p><a href="javascript:alert(1)">x</a></p>', '<p><a href="javascript:alert(2)">x</a></p>')
    assert html == "<p><del>x</del> <ins>x</ins></p>"


def test_the_points_of_a_list_stay_a_list_and_a_whole_paragraph_says_that_it_is_new() -> None:
    before = "<p>Vi ska</p><ul><li>mötas</li></ul>"
    after = "<p>Vi ska</p><ul><li>mötas</li><li>lära av varandra</li></ul><p>Och mer.</p>"
    assert text(before, after) == (
        '<p>Vi ska</p><ul><li>mötas</li><li class="comparison-added"><ins>lära av varandra</ins></li></ul>'
        '<p class="comparison-added"><ins>Och mer.</ins></p>'
    )
