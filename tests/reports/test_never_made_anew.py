"""What the board has adopted is shown as it was frozen: no address and no command makes it anew."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from members.models import Role
from plans.models import Document
from reports.documents.builder import resolve_document
from reports.documents.frozen import to_data
from reports.models import Publication, Rendering
from reports.publications import as_read
from tests import factories as make
from tests.access_table import GET, PUBLIC, World, furnish, keep_pdf
from tests.conftest import Demo, signed_in
from tests.pages import messages, words

pytestmark = pytest.mark.django_db

ANEW = "<article>MADE ANEW</article>"
OTHER_DOCUMENTS = ("follow_up_board", "follow_up_pdf")
"""The follow-up laid before the board: it is no part of the plan, and is made of the ledger as it stands."""
FROZEN_HTML = b"<!doctype html><article><h1>Frozen page</h1></article>"
FROZEN_PDF = b"%PDF-1.7 Frozen pdf"


@pytest.fixture
def plan(demo: Demo) -> Document:
    """The demo's plan, open."""
    found: Document = demo.federation.documents.get(year=2023)
    return found


@pytest.fixture
def world(demo: Demo, plan: Document) -> World:
    """The demo with a row of every kind, whose chapters are those of the plan."""
    made = furnish(demo.federation, plan)
    return World(made.federation, made.year, made.rows, resolve_document(plan).sections[0].anchor, None)


@pytest.fixture
def templates_of_today(world: World, settings: Any, tmp_path: Path) -> None:
    """All that makes a document, page or paper, makes one and the same: it is told wherever it is shown."""
    (tmp_path / "documents").mkdir()
    for name in ("page.html", "file.html", "document.html", "_sections.html"):
        (tmp_path / "documents" / name).write_text(ANEW)
    first, *rest = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path, *first["DIRS"]]}, *rest]
    keep_pdf(world.federation, ANEW, text="MADE ANEW")


def freeze(plan: Document) -> Publication:
    """The plan is adopted and published, with bytes and words of their own."""
    plan.decision = make.DecisionFactory(meeting=plan.meeting, minutes_ref="§ 48")
    plan.status = Document.Status.PUBLISHED
    plan.save()
    kept: Publication = make.PublicationFactory(
        document=plan,
        title="Frozen plan",
        stage=Publication.Stage.ADOPTED,
        content=to_data(resolve_document(plan)),
        figures=to_data(resolve_document(plan))["figures"],
        html=FROZEN_HTML,
        pdf=FROZEN_PDF,
    )
    return kept


def reader(world: World, role: str) -> Client:
    """A new user with the role, signed in."""
    return signed_in(make.MandateFactory(federation=world.federation, role=role).user)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    return b"".join(answer).decode(errors="replace")  # type: ignore[call-overload]


def made_anew(world: World, client: Client) -> set[str]:
    """The addresses, of all there are, at which the plan of 2023 is shown as the templates of today make it."""
    found = set()
    for name in (*GET, *PUBLIC):
        if name in OTHER_DOCUMENTS:
            continue
        kwargs = world.address(name)
        if "year" in kwargs:
            kwargs["year"] = 2023
        if "MADE ANEW" in shown(client, reverse(name, kwargs=kwargs)):
            found.add(name)
    return found


@pytest.mark.django_db(transaction=True)
def test_an_open_plan_is_made_as_it_reads_now_wherever_it_is_read(
    demo: Demo, world: World, templates_of_today: None
) -> None:
    """Else the next test would say nothing."""
    assert made_anew(world, reader(world, Role.DIRECTOR)) == {
        "plan",
        "plan_pdf",
        "chapter_pdf",
        "named_version",
    }


def test_no_address_makes_an_adopted_plan_anew(
    demo: Demo, world: World, plan: Document, templates_of_today: None
) -> None:
    """A named version is a draft that someone kept. What is asked for as PDF makes none."""
    kept = freeze(plan)
    rows = Rendering.objects.count()
    client = reader(world, Role.DIRECTOR)

    assert made_anew(world, client) == {"named_version"}
    assert Rendering.objects.count() == rows
    assert "Frozen page" in shown(client, demo.url("plan"))
    assert client.get(demo.url("plan_pdf")).content == FROZEN_PDF
    for name, data in (("public_html", FROZEN_HTML), ("public_pdf", FROZEN_PDF)):
        assert Client().get(reverse(name, args=[demo.federation.slug, kept.pk])).content == data


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.REVIEWER])
@pytest.mark.parametrize("anchor", ["of a chapter", "of nothing"])
def test_a_chapter_of_an_adopted_plan_leads_to_the_plan_which_says_why(
    demo: Demo, world: World, plan: Document, role: str, anchor: str
) -> None:
    freeze(plan)
    client = reader(world, role)
    chapter = world.chapter if anchor == "of a chapter" else "kapitel-99"

    answer = client.get(demo.url("chapter_pdf", anchor=chapter), follow=True)

    assert answer.redirect_chain == [(demo.url("plan"), 302)]
    [told] = messages(answer)
    assert told == (
        "Planen är fastställd och fryst. Ett kapitel för sig skulle göras om i dag och finns därför inte som PDF. "
        "Öppna PDF:en av hela planen: den är precis som när styrelsen beslutade."
    )
    assert "Ett kapitel i taget" not in words(answer)
    assert world.chapter not in client.get(demo.url("plan")).content.decode()


def test_the_talk_about_an_adopted_plan_stands_under_the_headings_that_were_frozen(plan: Document) -> None:
    heading = as_read(plan).sections[0].heading
    freeze(plan)
    plan.sections.filter(heading=heading).update(heading="Omdöpt efteråt")

    assert as_read(plan).sections[0].heading == heading


def render(to: Path) -> str:
    said = StringIO()
    call_command("render", "sodra-dalarna", "2023", "verksamhetsplan", f"--output={to}", stdout=said)
    return said.getvalue()


@pytest.mark.parametrize(("name", "data"), [("plan.html", FROZEN_HTML), ("plan.pdf", FROZEN_PDF)])
def test_the_command_gives_the_bytes_that_were_frozen(
    plan: Document, name: str, data: bytes, tmp_path: Path
) -> None:
    freeze(plan)
    said = render(tmp_path / name)

    assert (tmp_path / name).read_bytes() == data
    assert (
        said
        == f"Frozen plan: {tmp_path / name} ({len(data)} byte), som den frystes när styrelsen beslutade\n"
    )
    assert not Rendering.objects.exists()


def test_the_command_gives_nothing_that_is_damaged(plan: Document, tmp_path: Path) -> None:
    kept = freeze(plan)
    Publication.objects.filter(pk=kept.pk).update(pdf=b"annat")

    with pytest.raises(CommandError, match=r"är skadat: PDF:en\. Ingen fil har skrivits\."):
        render(tmp_path / "plan.pdf")
    assert list(tmp_path.iterdir()) == []
