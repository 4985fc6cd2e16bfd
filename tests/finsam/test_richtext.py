"""What may stand in a text, and that nothing else ever does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam import richtext

HARMFUL = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://example.org/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<p onclick=alert(1) style='color:red' class=x id=y>text</p>",
    '<a href="javascript:alert(1)">länk</a>',
    '<a href=" java\tscript:alert(1)">länk</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">länk</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">länk</a>',
    '<a href="vbscript:msgbox(1)">länk</a>',
    '<a href="https://example.org" target=_blank onmouseover=alert(1)>länk</a>',
    "<iframe src=https://example.org></iframe>",
    "<object data=x.swf></object><embed src=x.swf>",
    "<form action=/x><input name=a><button>Skicka</button></form>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=x.css><meta http-equiv=refresh content=0><base href=//example.org>",
    "<!-- <script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<table background=javascript:alert(1)><td background=x>1</td></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    '<data value="budget.result/kr"><script>alert(1)</script></data>',
    '<data value="x&quot; onmouseover=&quot;alert(1)">1</data>',
    "<b/onclick=alert(1)>fet</b>",
    "<h1>Rubrik</h1><video autoplay src=x></video>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)([^>]*)>")
ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')


def assert_harmless(text: str) -> None:
    """Nothing but the tags and attributes of the house, and no address that runs code."""
    for _, tag, attributes in TAG.findall(text):
        assert tag in richtext.TAGS, text
        for name, value in ATTRIBUTE.findall(attributes):
            assert name in richtext.ATTRIBUTES.get(tag, set()), text
            if name == "href":
                assert re.match(r"(https?:|mailto:|tel:|[^:]*$)", value), text
        assert not ATTRIBUTE.sub("", attributes).strip(" /"), text
    assert "<" not in TAG.sub("", text), text


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_harmful_is_left(text: str) -> None:
    assert_harmless(richtext.clean(text))
    assert_harmless(richtext.clean(f"<p>Budget {text} 2023</p>"))


SHREDS = (
    "<p> </p> <ul><li> </li></ul> <b> </b> <i> <table><tr><td> </table> <br> "
    "<data <data> </data> & &amp; &lt; \" ' > <"
).split()
markup = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(HARMFUL),
        st.sampled_from(SHREDS),
        st.just('<data value="budget.funding_total/kr">6 308 000</data>'),
        st.just('<a href="https://finsam.example/">'),
    ),
    max_size=8,
).map("".join)


@given(markup)
def test_cleaning_once_is_enough_whatever_is_pasted(text: str) -> None:
    cleaned = richtext.clean(text)
    assert_harmless(cleaned)
    assert richtext.clean(cleaned) == cleaned


def test_what_an_editor_makes_stays_as_it_is() -> None:
    text = (
        "<p>Förbundet har <strong>en</strong> <em>vision</em>.<br>Ny rad.</p>"
        "<ul><li><p>Ett</p></li></ul><ol><li>Två</li></ol><blockquote><p>Citat</p></blockquote>"
        '<p><a href="https://www.finsam.example/">Länk</a> <a href="mailto:a@b.example">post</a></p>'
        '<table><tbody><tr><th scope="row" colspan="2">Team</th><td rowspan="2">1</td></tr></tbody></table>'
        '<p>Budgetram om <data value="budget.funding_total/kr"></data>.</p>'
    )
    assert richtext.clean(text) == text


def test_bold_and_italic_are_kept_as_what_they_mean() -> None:
    assert richtext.clean("<b>fet</b> <I>kursiv</I> <br>") == "<strong>fet</strong> <em>kursiv</em> <br>"


def test_no_typed_number_poses_as_a_computed_one() -> None:
    """6 908 000 is what the plan of 2023 says is available; typed, it would not follow the data."""
    typed = '<p>Tillgängligt <data value="budget.available/kr">6 908 000 <b>kr</b></data></p>'
    assert richtext.clean(typed) == '<p>Tillgängligt <data value="budget.available/kr"></data></p>'


@pytest.mark.parametrize(
    "text", ["", "  ", "<p></p>", "<p> </p><p><br></p>", "<p>&nbsp;</p>", "<script>1</script>"]
)
def test_a_text_without_words_is_no_text(text: str) -> None:
    assert richtext.clean(text) == ""


def test_the_references_of_a_text_are_found_and_filled_escaped() -> None:
    text = '<p><data value="a.b/kr"></data> och <data value="c.d:x@-1"></data></p>'
    assert richtext.references(text) == ["a.b/kr", "c.d:x@-1"]
    assert (
        richtext.resolve(text, lambda reference: f"<{reference}>")
        == "<p>&lt;a.b/kr&gt; och &lt;c.d:x@-1&gt;</p>"
    )


def test_what_is_wrong_with_a_texts_references_is_said() -> None:
    assert richtext.problems('<p><data value="6308"></data></p>') == [
        "”6308” är ingen hänvisning till en siffra."
    ]


def test_the_words_of_a_text_are_read_without_its_markup() -> None:
    assert richtext.plain("<p>Avesta &amp; Säter</p><ul><li>ett</li></ul>") == "Avesta & Säter ett"
