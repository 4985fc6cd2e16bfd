"""What is pasted from Word: a text of real size, and each of its tricks alone."""

from __future__ import annotations

import re
import time

import pytest

from finsam import richtext, word
from tests import word_sample as sample


def laid_out(text: str) -> str:
    """A line for each element, so that a difference can be seen."""
    return re.sub(r"(?=<(?:p|h\d|ul|ol|li|table|tr|caption|blockquote)>)", "\n", text)


def test_a_text_of_real_size_comes_out_as_clean_semantic_html() -> None:
    pasted = sample.sample()
    assert len(pasted.word) > 200_000
    assert laid_out(richtext.clean(pasted.word)) == laid_out(pasted.kept)


def test_cleaning_it_takes_a_moment_and_once_is_enough() -> None:
    pasted = sample.sample()
    start = time.perf_counter()
    cleaned = richtext.clean(pasted.word)
    assert time.perf_counter() - start < 3
    assert richtext.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "pasted",
    [
        sample.paragraph(1),
        sample.lists(1),
        sample.table(1),
        sample.QUOTATION,
        sample.CONTENTS,
        sample.PICTURE,
        sample.heading(1, "1", "Inledning"),
    ],
)
def test_each_shape_alone(pasted: sample.Pasted) -> None:
    assert laid_out(richtext.clean(pasted.word)) == laid_out(pasted.kept)


def test_a_note_that_is_not_pasted_with_its_reference_leaves_nothing() -> None:
    noted, _ = sample.with_note(1)
    assert richtext.clean(noted.word) == "<p>Lagen säger så.</p>"


def test_a_list_that_begins_deep_and_one_that_skips_a_level_are_lists_all_the_same() -> None:
    text = (
        sample.point("", "1", "l0", 3, "§", "djupt")
        + sample.point("", "1", "l0", 3, "§", "lika djupt")
        + sample.point("", "1", "l0", 1, "·", "ytligt")
        + sample.point("", "1", "l0", 3, "§", "djupt igen")
    )
    assert richtext.clean(text) == (
        "<ul><li>djupt</li><li>lika djupt</li></ul><ul><li>ytligt<ul><li>djupt igen</li></ul></li></ul>"
    )


def test_a_text_that_speaks_of_word_is_not_taken_for_its() -> None:
    text = "<p>Klassen heter MsoNormal och stilen mso-list.</p>"
    assert not word.is_from_word(text)
    assert richtext.clean(text) == text


def test_what_hides_in_words_own_markup_is_cleaned_too() -> None:
    hidden = (
        "<p class=MsoNormal style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>"
        "<img src=x onerror=alert(1)><script>alert(1)</script><a href='javascript:alert(1)'>länk</a></p>"
    )
    assert richtext.clean(hidden) == "<ul><li>länk</li></ul>"
