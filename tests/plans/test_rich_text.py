"""What may stand in a document's text: cleaned whichever way it is written, figures by reference and none typed."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from finsam import richtext
from plans import services
from plans.models import Document, GoalArea, Section
from tests.conftest import signed_in
from tests.factories import DocumentFactory, GoalAreaFactory, MandateFactory, SectionFactory

ATTACKS = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)"></style></mglyph></table></mtext></math>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">x</p></noscript>',
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    "<base href='https://ond.example/'><link rel=stylesheet href='https://ond.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://ond.example/'>",
    "<style>p { background: url(https://ond.example/) }</style>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVa&#x09;ScRiPt:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="https://finsam.se" target="_blank" onclick="alert(1)">x</a>',
    '<p onmouseover="alert(1)" style="position:fixed" class="btn" id="innehall">x</p>',
    '<b onclick="alert(1)">x</b><i/onclick=alert(1)>x</i>',
    "<table background='javascript:alert(1)'><tr><td width=1 onclick=alert(1)>x</td></tr></table>",
    '<data value="budget.result" onclick="alert(1)"><script>alert(1)</script></data>',
    "<!--[if IE]><script>alert(1)</script><![endif]--><template><script>alert(1)</script></template>",
    "<custom-element onfoo=alert(1)>x</custom-element>",
    '<p title="x" lang="en" dir="rtl">x</p>',
    '<a href="https://ond.example/<data>" rel="me">x</a><a href="https://ond.example/</data><img src=x>">x</a>',
)
ALLOWED = {
    **{tag: set() for tag in "p br h3 h4 ul ol li strong em blockquote table thead tbody tr caption".split()},
    "a": {"href"},
    "data": {"value"},
    "sup": {"data-note"},
    "img": {"data-picture", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}


class _Reader(HTMLParser):
    """Collects what a stored text holds that it may not."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forbidden: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.forbidden.append(tag)
        for name, value in attrs:
            schemes = ("https://", "http://", "mailto:", "tel:")
            if name not in ALLOWED.get(tag, set()) or (name == "href" and not str(value).startswith(schemes)):
                self.forbidden.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.forbidden.append(f"comment {data}")


def forbidden_in(text: str) -> list[str]:
    """Elements, attributes, addresses and comments that a stored text may not hold."""
    return _Reader(text).forbidden


def by_form(document: Document, body: str) -> None:
    user = MandateFactory(federation=document.federation).user
    address = reverse("section_add", args=[document.federation.slug, document.year])
    response = signed_in(user).post(address, {"heading": "Mål", "is_numbered": "on", "body": body})
    assert response.status_code == 302, response.content.decode()


def by_service(document: Document, body: str) -> None:
    services.save_section(federation=document.federation, document=document, heading="Mål", body=body)


def by_change_through_service(document: Document, body: str) -> None:
    section = SectionFactory(document=document)
    services.save_section(federation=document.federation, pk=section.pk, revision=1, body=body)


def by_create(document: Document, body: str) -> None:
    Section.objects.create(document=document, heading="Mål", body=body)


def by_save(document: Document, body: str) -> None:
    section = SectionFactory(document=document)
    section.body = body
    section.save()
    assert forbidden_in(section.body) == []  # the row in memory is what is stored


def by_bulk_create(document: Document, body: str) -> None:
    Section.objects.bulk_create([Section(document=document, heading="Mål", body=body)])


def by_update(document: Document, body: str) -> None:
    SectionFactory(document=document)
    document.sections.update(body=body)


def by_bulk_update(document: Document, body: str) -> None:
    section = SectionFactory(document=document)
    section.body = body
    Section.objects.bulk_update([section], ["body"])


WAYS = (
    by_form,
    by_service,
    by_change_through_service,
    by_create,
    by_save,
    by_bulk_create,
    by_update,
    by_bulk_update,
)


def test_the_reader_of_these_tests_sees_every_attack() -> None:
    assert [attack for attack in ATTACKS if not forbidden_in(attack)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("write", WAYS)
def test_no_attack_is_stored_whichever_way_it_comes(write: Callable[[Document, str], None]) -> None:
    document = DocumentFactory()
    for attack in ATTACKS:
        write(document, f"<p>Målet är nåbart.</p>{attack}")
        section = document.sections.latest("pk")
        assert section.body.startswith("<p>Målet är nåbart.</p>")
        assert forbidden_in(section.body) == []
        section.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS)
def test_goal_areas_are_cleaned_too(attack: str) -> None:
    area = GoalAreaFactory(description=attack)
    GoalArea.objects.filter(pk=area.pk).update(description=attack)
    area.refresh_from_db()
    assert forbidden_in(area.description) == []


@pytest.mark.django_db
def test_a_reference_that_hides_markup_is_shown_as_words_only() -> None:
    document = DocumentFactory()
    SectionFactory(document=document)
    hidden = '<p><data value="&lt;img src=x onerror=alert(1)&gt;"></data></p>'
    document.sections.update(body=hidden)  # past the form, which would refuse it
    client = signed_in(MandateFactory(federation=document.federation).user)
    frame = [document.federation.slug, document.year]
    for address in (
        reverse("plan", args=frame),
        reverse("section", args=[*frame, document.sections.get().pk]),
    ):
        page = client.get(address).content.decode()
        assert "onerror=alert(1)" in page  # it is there …
        assert "<img src=x" not in page  # … and is nothing but words


def test_what_a_director_writes_stays_as_written() -> None:
    text = (
        "<p>Förbundet ska nå <strong>fler</strong> och <em>tidigare</em>.<br>Se "
        '<a href="https://www.finsam.se">finsam.se</a> och <a href="mailto:info@finsam.se">skriv</a>.</p>'
        "<ul><li>en<ul><li>två</li></ul></li></ul><ol><li>tre</li></ol><blockquote><p>Alla får plats</p></blockquote>"
        '<table><caption>År</caption><thead><tr><th scope="col">År</th></tr></thead>'
        '<tbody><tr><td colspan="2">2023</td></tr></tbody></table>'
        '<p>Ramen är <data value="budget.funding_total/kr"></data>, förra året '
        '<data value="budget.funding_total@-1/tkr"></data>.</p>'
    )
    assert richtext.clean(text) == text


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_has_been_cleaned_stays_as_it_is(attack: str) -> None:
    cleaned = richtext.clean(attack)
    assert richtext.clean(cleaned) == cleaned


def test_bold_and_italic_of_other_programs_become_ours() -> None:
    assert richtext.clean("<p><b>fet</b> <i>kursiv</i></p>") == "<p><strong>fet</strong> <em>kursiv</em></p>"


@pytest.mark.parametrize(
    "text", ["", "<p></p>", "<p><br></p>", "<p>&nbsp;</p>\n<p> </p>", "<script>x</script>"]
)
def test_a_text_without_words_is_empty(text: str) -> None:
    assert richtext.clean(text) == ""


@pytest.mark.parametrize(
    "typed",
    [
        '<data value="budget.result/kr">6 908 000 kr</data>',
        '<data value="budget.result/kr"><strong>6 908 000</strong> kr</data>',
        '<data value="budget.result/kr" class="figure-chip" title="resultat">6 908 000 kr</data>',
        '<data value="budget.result/kr">6 908 000 <data value="budget.income_total">1</data> kr</data>',
    ],
)
def test_a_number_typed_inside_a_figure_is_dropped(typed: str) -> None:
    assert (
        richtext.clean(f"<p>Resultat {typed}.</p>")
        == '<p>Resultat <data value="budget.result/kr"></data>.</p>'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("budget.profit", "Siffran ”budget.profit” finns inte."),
        ("budget.result/percent", "Siffran ”resultat” kan inte visas som ”percent”."),
        ("budget.cost_centre_total", "Siffran ”kostnad för ett ID” behöver ett ID."),
        ("budget.result:10000", "Siffran ”resultat” tar inget tillägg."),
        ("6 908 000", "”6 908 000” är ingen hänvisning till en siffra."),
        ("", "”” är ingen hänvisning till en siffra."),
    ],
)
def test_an_unknown_reference_is_refused_with_what_is_wrong(reference: str, message: str) -> None:
    document = DocumentFactory()
    with pytest.raises(ValidationError) as refused:
        services.save_section(
            federation=document.federation,
            document=document,
            heading="Budget",
            body=f'<p><data value="{reference}"></data></p>',
        )
    assert refused.value.message_dict == {"body": [message]}
    assert not document.sections.exists()


@pytest.mark.django_db
def test_a_heading_may_refer_to_figures_that_exist() -> None:
    document = DocumentFactory()
    with pytest.raises(ValidationError) as refused:
        services.save_section(
            federation=document.federation, document=document, heading="Budget {document.yaer}"
        )
    assert refused.value.message_dict == {"heading": ["Siffran ”document.yaer” finns inte."]}


@pytest.mark.django_db
def test_a_text_as_long_as_a_book_is_refused() -> None:
    document = DocumentFactory()
    with pytest.raises(ValidationError) as refused:
        services.save_section(
            federation=document.federation, document=document, heading="Mål", body=f"<p>{'å' * 200_000}</p>"
        )
    assert refused.value.message_dict == {
        "body": [
            "Texten är för lång (200\u00a0007 tecken, högst 200\u00a0000). Dela upp den på flera avsnitt."
        ]
    }
