"""Pictures taken in: what is kept of a file, what is refused, and that no other federation's is ever shown."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from members.models import Role
from plans import services
from plans.models import Document, Picture, Section
from reports.documents.builder import resolve_document
from reports.documents.render import page_html, paper_html
from tests.conftest import signed_in
from tests.factories import (
    DocumentFactory,
    FederationFactory,
    GoalAreaFactory,
    MandateFactory,
    PictureFactory,
    SectionFactory,
    png,
)

pytestmark = pytest.mark.django_db

ALT = "Två av tre har gått vidare till arbete"


def jpeg(size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "#1d5c63").save(data, "JPEG", **options)
    return data.getvalue()


def upload(data: bytes, name: str = "bild.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def taken_in(data: bytes, name: str = "bild.png", alt: str = ALT) -> Picture:
    return services.save_picture(federation=FederationFactory(), upload=upload(data, name), alt=alt)


def opened(picture: Picture) -> Image.Image:
    with picture.file.open("rb") as file:
        image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


def shown(picture: Picture, alt: str = ALT) -> str:
    return f'<img data-picture="{picture.key}" alt="{alt}">'


def test_a_picture_is_made_anew_without_what_came_along() -> None:
    exif = Image.Exif()
    exif[0x010E] = "hemligt"
    exif[0x8825] = {1: "N", 2: (60.0, 20.0, 0.0)}
    data = jpeg(exif=exif.tobytes(), comment=b"hemligt")
    assert b"hemligt" in data
    picture = taken_in(data + b"<script>hemligt</script>", "C:\\Users\\anv\\möte.jpg")
    with picture.file.open("rb") as file:
        kept = file.read()
    assert b"hemligt" not in kept
    assert not opened(picture).getexif()
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 60, 40)


def test_a_photograph_that_was_held_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = taken_in(jpeg((60, 40), exif=exif.tobytes()))
    assert opened(picture).size == (40, 60)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    picture = taken_in(png(4000, 1000))
    assert (picture.width, picture.height) == (1600, 400) == opened(picture).size


def test_what_shines_through_goes_on_shining_through() -> None:
    data = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(data, "PNG")
    assert opened(taken_in(data.getvalue())).mode == "RGBA"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "Filen går inte att läsa som en bild",
        ),
        (b"<script>alert(1)</script>", "Filen går inte att läsa som en bild"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "Filen går inte att läsa som en bild"),
        (jpeg()[:200], "Filen går inte att läsa som en bild"),
        (b"", "Filen går inte att läsa som en bild"),
        (png(8001, 1), "större än 8000 bildpunkter"),
        (png() + b"\0" * (10 * 1024 * 1024), "MB. Välj en som är högst 10 MB"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        taken_in(data)
    assert words in " ".join(refused.value.message_dict["file"])
    assert not Picture.objects.exists()


@pytest.mark.parametrize("alt", ["", "   ", "bild.png", "Diagram 2", "x" * 301])
def test_a_picture_without_a_description_is_refused(alt: str) -> None:
    with pytest.raises(ValidationError) as refused:
        taken_in(png(), alt=alt)
    assert list(refused.value.message_dict) == ["alt"]
    assert not Picture.objects.exists()


def test_the_same_picture_with_the_same_words_is_kept_once() -> None:
    federation = FederationFactory()
    first, second = (
        services.save_picture(federation=federation, upload=upload(png()), alt=ALT) for _ in range(2)
    )
    assert first.pk == second.pk


def test_a_text_with_an_undescribed_picture_is_refused_on_every_way() -> None:
    section = SectionFactory()
    body = shown(PictureFactory(federation=section.document.federation), alt="")
    with pytest.raises(ValidationError, match="Bild 1 i texten: Skriv vad bilden visar"):
        services.save_section(federation=section.document.federation, pk=section.pk, revision=1, body=body)
    with pytest.raises(ValidationError, match="Skriv vad bilden visar"), transaction.atomic():
        Section.objects.filter(pk=section.pk).update(body=body)
    section.body = body
    with pytest.raises(ValidationError, match="Skriv vad bilden visar"):
        section.save()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_picture_of_another_federation_is_refused_and_never_shown(is_known: bool) -> None:
    document: Document = DocumentFactory()
    section = SectionFactory(document=document)
    foreign = PictureFactory().key if is_known else uuid4()
    body = f'<img data-picture="{foreign}" alt="{ALT}">'
    with pytest.raises(ValidationError, match="finns inte bland förbundets bilder"):
        services.save_section(federation=document.federation, pk=section.pk, revision=1, body=body)
    area = GoalAreaFactory(document=document)
    with pytest.raises(ValidationError, match="finns inte bland förbundets bilder"):
        services.save_goal_area(federation=document.federation, pk=area.pk, revision=1, description=body)
    Section.objects.filter(pk=section.pk).update(body=body)  # past what refuses it
    resolved = resolve_document(document)
    assert resolved.pictures == ()
    assert resolved.missing_figures == ("en bild",)
    for made in (page_html(resolved), paper_html(resolved)):
        assert "data:image" not in made
        assert f"[bild saknas: {ALT}]" in made


def test_a_document_shows_its_pictures_whole_with_one_query_however_many() -> None:
    document: Document = DocumentFactory()
    SectionFactory(document=document)
    with CaptureQueriesContext(connection) as without:
        resolve_document(document)
    for _ in range(4):
        picture = PictureFactory(federation=document.federation)
        SectionFactory(document=document, body=shown(picture))
    with CaptureQueriesContext(connection) as with_pictures:
        resolved = resolve_document(document)
    assert len(with_pictures) == len(without) + 1
    assert [each.src[:22] for each in resolved.pictures] == ["data:image/png;base64,"] * 4


# --- The pages -------------------------------------------------------------------------------------------


@pytest.fixture
def document() -> Document:
    found: Document = DocumentFactory()
    return found


@pytest.fixture
def client(document: Document) -> Client:
    return signed_in(MandateFactory(federation=document.federation).user)


def path_of(document: Document, name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"slug": document.federation.slug, "year": document.year, **kwargs})


def test_the_editor_sends_a_picture_and_is_given_its_key(document: Document, client: Client) -> None:
    answer = client.post(
        path_of(document, "pictures"),
        {"file": upload(png()), "alt": ALT},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 201
    picture = document.federation.pictures.get()
    assert answer.json() == {"key": str(picture.key), "alt": ALT}
    assert picture.uploaded_by is not None


def test_what_is_wrong_is_said_at_the_field_to_editor_and_form_alike(
    document: Document, client: Client
) -> None:
    path = path_of(document, "pictures")
    sent = {"file": upload(b"ingen bild"), "alt": ALT}
    answer = client.post(path, sent, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json() == {
        "errors": {"file": ["Filen går inte att läsa som en bild. Välj en bild i PNG eller JPEG."]}
    }
    page = client.post(path, {"alt": ""})
    assert page.status_code == 422
    assert "Välj en bild." in page.content.decode()
    assert "Skriv vad bilden visar" in page.content.decode()


def test_a_picture_is_given_to_who_may_read_drafts_and_to_no_one_else(
    document: Document, client: Client
) -> None:
    picture = PictureFactory(federation=document.federation)
    path = path_of(document, "picture", key=picture.key)
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200, "image/png", "nosniff",
    )  # fmt: skip
    assert b"".join(answer.streaming_content) == png()
    reviewer = signed_in(MandateFactory(federation=document.federation, role=Role.REVIEWER).user)
    assert reviewer.get(path).status_code == 403
    outsider = signed_in(MandateFactory(role=Role.DIRECTOR).user)
    assert outsider.get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_a_picture_of_another_federation_has_no_address_here(document: Document, client: Client) -> None:
    assert client.get(path_of(document, "picture", key=PictureFactory().key)).status_code == 404
