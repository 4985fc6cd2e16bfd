"""manage.py render: a document as a file, the same bytes for the same document, and clear words when it cannot be."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from plans.models import Section
from reports import services
from reports.models import Rendering
from tests import factories as make
from tests.conftest import Demo
from tests.reading import Heading, headings, tables


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    """A place for stored files that goes with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"


def render(*arguments: str, to: Path) -> str:
    """What the command says when it has written the file."""
    said = StringIO()
    call_command("render", *arguments, f"--output={to}", stdout=said)
    return said.getvalue()


PLAN = ("sodra-dalarna", "2023", "verksamhetsplan")


@pytest.mark.django_db
def test_the_plan_as_html_is_one_file_with_every_table(demo: Demo, tmp_path: Path) -> None:
    said = render(*PLAN, to=tmp_path / "plan.html")

    html = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert said == f"Verksamhetsplan och budget år 2023: {tmp_path}/plan.html ({len(html.encode())} byte)\n"
    assert headings(html)[-1] == Heading("7.1", 2, "Medelstilldelning från förbundets medlemmar")
    assert len(tables(html)) == 9
    render(*PLAN, to=tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "plan.html").read_bytes()


@pytest.mark.django_db(transaction=True)
def test_the_plan_as_pdf_is_byte_for_byte_the_same_made_anew(demo: Demo, tmp_path: Path) -> None:
    render(*PLAN, to=tmp_path / "plan.pdf")
    stored = Rendering.objects.get()
    assert (tmp_path / "plan.pdf").read_bytes() == services.pdf_bytes(stored)

    stored.delete()  # so that nothing can be taken from what is stored
    render(*PLAN, to=tmp_path / "again.pdf")

    assert Rendering.objects.get().pk != stored.pk
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "plan.pdf").read_bytes()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_made_is_told_and_leaves_no_file(demo: Demo, tmp_path: Path) -> None:
    Section.objects.filter(heading="Mål").update(body="<p>東京</p>")

    with pytest.raises(CommandError, match="Tecken som typsnitten saknar"):
        render(*PLAN, to=tmp_path / "plan.pdf")

    assert not (tmp_path / "plan.pdf").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "file", "words"),
    [
        (
            ("norra-dalarna", "2023", "verksamhetsplan"),
            "plan.pdf",
            "Förbundet ”norra-dalarna” finns inte. De som finns: sodra-dalarna.",
        ),
        (
            ("sodra-dalarna", "2024", "verksamhetsplan"),
            "plan.pdf",
            "har inget dokument ”verksamhetsplan” för 2024. Dokument som finns: verksamhetsplan 2023.",
        ),
        (
            ("sodra-dalarna", "2023", "arsredovisning"),
            "plan.pdf",
            "har inget dokument ”arsredovisning” för 2023.",
        ),
        (PLAN, "plan.docx", "”plan.docx” slutar inte på .pdf eller .html. Välj ett av dem."),
        (PLAN, "plan", "”plan” slutar inte på .pdf eller .html. Välj ett av dem."),
        (
            ("sodra-dalarna", "2023", "budget"),
            "plan.pdf",
            "slaget ”budget” finns inte. De som finns: verksamhetsplan, delarsrapport-april, delarsrapport-juni,",
        ),
        (
            ("sodra-dalarna", "tjugotre", "verksamhetsplan"),
            "plan.pdf",
            "”tjugotre” är inget årtal. Skriv det med fyra siffror, till exempel 2023.",
        ),
    ],
)
def test_what_is_asked_for_wrongly_is_said_in_one_line(
    demo: Demo, tmp_path: Path, arguments: tuple[str, ...], file: str, words: str
) -> None:
    with pytest.raises(CommandError) as error:
        render(*arguments, to=tmp_path / file)

    assert words in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_place_that_is_not_there_is_said_before_anything_is_made(demo: Demo, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Mappen .* finns inte\. Skapa den först\."):
        render(*PLAN, to=tmp_path / "nowhere" / "plan.pdf")

    assert not Rendering.objects.exists()


@pytest.mark.django_db
def test_the_newest_version_is_the_one_that_is_made(demo: Demo, tmp_path: Path) -> None:
    make.DocumentFactory(federation=demo.federation, version=2, title="Rättad plan {document.year}")

    assert render(*PLAN, to=tmp_path / "plan.html").startswith("Rättad plan 2023: ")
