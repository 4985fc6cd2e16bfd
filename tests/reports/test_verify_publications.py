"""The command that tells whether what was frozen or posted is as it was, byte for byte."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.models import Publication, PublicNotice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Publication:
    found: Publication = make.PublicationFactory(
        document__federation__slug="provbygden", document__year=2023, title="Plan 2023"
    )
    Publication.objects.filter(pk=found.pk).update(figures=found.content["figures"])
    return found


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_publications", *arguments, stdout=out)
    return out.getvalue().strip()


def test_what_is_as_it_was_is_said_to_be(kept: Publication) -> None:
    make.PublicationFactory(document__federation__slug="annanstans")

    assert verify("provbygden") == "provbygden 2023, version 1, förslag: Plan 2023. oförändrad."


@pytest.mark.parametrize(("field", "told"), [("html", "webbsidan"), ("pdf", "PDF:en")])
def test_one_flipped_bit_is_found_and_the_command_fails(kept: Publication, field: str, told: str) -> None:
    data = bytearray(getattr(kept, field))
    data[len(data) // 2] ^= 1
    Publication.objects.filter(pk=kept.pk).update(**{field: bytes(data)})
    out = StringIO()

    with pytest.raises(CommandError, match="En fryst handling är inte som när den frystes"):
        call_command("verify_publications", stdout=out)

    assert out.getvalue().strip() == f"provbygden 2023, version 1, förslag: Plan 2023. SKADAD: {told}."


def test_programs_are_told_in_json(kept: Publication) -> None:
    Publication.objects.filter(pk=kept.pk).update(content={})
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_publications", "--format", "json", stdout=out)

    [row] = json.loads(out.getvalue())
    assert (row["federation"], row["year"], row["stage"]) == ("provbygden", 2023, "proposal")
    assert row["pdf_sha256"] == kept.pdf_sha256
    assert row["damaged"] == ["innehållet", "siffrorna"]


@pytest.fixture
def posted() -> PublicNotice:
    """A notice with its PDF, and one that is not posted."""
    found: PublicNotice = make.PostedNoticeFactory(
        federation__slug="provbygden", year=2023, posted_on=date(2024, 4, 2)
    )
    make.PublicNoticeFactory(federation=found.federation)
    return found


POSTED = "provbygden 2023, anslag 2024-04-02: Revisionsberättelse."


def test_the_pdf_of_a_posted_notice_is_verified_too(posted: PublicNotice) -> None:
    assert verify() == f"{POSTED} oförändrad."


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("harm", ["one flipped bit", "lost bytes", "another checksum", "lost checksum"])
def test_a_notice_whose_pdf_or_checksum_is_another_is_found_and_the_command_fails(
    posted: PublicNotice, harm: str, form: str
) -> None:
    flipped = bytearray(posted.pdf)
    flipped[len(flipped) // 2] ^= 1
    changes = {
        "one flipped bit": {"pdf": bytes(flipped)},
        "lost bytes": {"pdf": b""},
        "another checksum": {"pdf_sha256": "0" * 64},
        "lost checksum": {"pdf_sha256": ""},
    }[harm]
    PublicNotice.objects.filter(pk=posted.pk).update(**changes)
    out = StringIO()

    with pytest.raises(CommandError, match="En fryst handling är inte som när den frystes"):
        call_command("verify_publications", "provbygden", "--format", form, stdout=out)

    if form == "text":
        assert out.getvalue().strip() == f"{POSTED} SKADAD: PDF:en."
        return
    assert json.loads(out.getvalue()) == [
        {
            "kind": "notice",
            "federation": "provbygden",
            "year": 2023,
            "title": "Revisionsberättelse",
            "posted_on": "2024-04-02",
            "pdf_sha256": changes.get("pdf_sha256", posted.pdf_sha256),
            "damaged": ["PDF:en"],
        }
    ]


def test_a_notice_that_was_posted_before_pdfs_were_kept_is_told_as_that(posted: PublicNotice) -> None:
    PublicNotice.objects.filter(pk=posted.pk).update(pdf=b"", pdf_sha256="")
    assert verify("provbygden") == f"{POSTED} utan PDF: anslagen innan PDF:er sparades."


def test_all_that_is_damaged_is_counted_together(kept: Publication) -> None:
    Publication.objects.filter(pk=kept.pk).update(pdf=b"annat")
    make.PostedNoticeFactory(federation=kept.federation, pdf_sha256="0" * 64)
    with pytest.raises(CommandError, match="Två frysta handlingar är inte som när de frystes"):
        verify()


def test_nothing_frozen_is_nothing_to_verify() -> None:
    assert verify() == "Det finns inget fryst att kontrollera."


def test_a_federation_that_is_not_there_is_told_in_swedish() -> None:
    with pytest.raises(CommandError, match="Förbundet ”x” finns inte"):
        verify("x")
