"""The pages of members as their users meet them: what is shown, what is refused and how, and what is kept of it."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image, ImageFile

from members.models import BoardSeat, Federation, Member, Role, User
from members.validators import contrast_with_white
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, form_data, messages, words
from tests.reading import main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(demo: Demo) -> Client:
    """The demo's director, signed in."""
    return demo.client()


@pytest.fixture
def send(demo: Demo, director: Client) -> Callable[..., HttpResponse]:
    """Opens a page's form, types over it and sends it: `send("member_add", name="Norberg")`."""

    def typed(page: str, pk: int | None = None, /, **changes: Any) -> HttpResponse:
        url = demo.url(page, **({} if pk is None else {"pk": pk}))
        response: HttpResponse = director.post(url, form_data(director.get(url), **changes))
        return response

    return typed


def member(demo: Demo, slug: str = "avesta-kommun") -> Member:
    """One of the demo's members."""
    found: Member = demo.federation.members.get(slug=slug)
    return found


# --- Reading --------------------------------------------------------------------------------------------------------


def test_the_members_page_shows_the_shares_of_note_1(demo: Demo, director: Client) -> None:
    """Note 1 of "Verksamhetsplan och budget år 2023"."""
    text = words(director.get(demo.url("members"))).replace("\u00a0", " ")
    for line in (
        "Försäkringskassan med Arbetsförmedlingen 50 %",
        "Region Dalarna 25 %",
        "Avesta kommun 11 %",
        "Hedemora kommun 8 %",
        "Säters kommun 6 %",
        "Totalt 100 %",
    ):
        assert line in text


def test_shares_that_break_the_law_are_shown_with_what_they_should_be(
    demo: Demo, director: Client, send: Callable[..., HttpResponse]
) -> None:
    """5 § of the law: 50, 25 and 25 per cent. Here the region pays 26 and the municipalities 24."""
    region, avesta = member(demo, "region-dalarna"), member(demo)
    answer = send("shares", **{f"member_{region.pk}": "26", f"member_{avesta.pk}": "10"})
    assert answer.status_code == 302
    page = director.get(demo.url("members"))
    assert [(each.message, each.expected, each.found) for each in page.context["findings"]] == [
        ("Andelen för regionen följer inte lagen.", "25\u00a0%", "26\u00a0%"),
        ("Andelen för kommunerna följer inte lagen.", "25\u00a0%", "24\u00a0%"),
    ]
    assert "Andelen för regionen följer inte lagen." in words(page)


def test_a_year_without_anything_says_what_to_do_first(demo: Demo, director: Client) -> None:
    text = words(director.get(demo.url("members", year=2030)))
    assert "Det finns inga fördelningstal för 2030 ännu. Lägg in fördelningstalen" in text


@pytest.mark.parametrize("year", ["20233", "1899", "2003", "2101", "0000", "203"])
def test_a_year_that_no_federation_can_have_is_no_page(demo: Demo, director: Client, year: str) -> None:
    assert director.get(f"/sodra-dalarna/{year}/medlemmar/").status_code == 404


# --- Shares ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ("10,9", "", "Andelarna blir 99,9\u00a0% tillsammans, inte 100 %: 0,1\u00a0% saknas."),
        ("11,01", "", "Andelarna blir 100,01\u00a0% tillsammans, inte 100 %: 0,01\u00a0% för mycket."),
        ("-11", "avesta", "En andel kan inte vara negativ."),
        ("100,001", "avesta", "”100,001” har fler än två decimaler."),
        ("100,01", "avesta", "En andel kan inte vara större än 100 %."),
        ("1000", "avesta", "En andel kan inte vara större än 100 %."),
        ("elva", "avesta", "”elva” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."),
        (
            "11.0",
            "avesta",
            "”11.0” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental.",
        ),
        ("", "avesta", "Det här fältet är obligatoriskt."),
    ],
)
def test_a_share_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    demo: Demo, send: Callable[..., HttpResponse], typed: str, field: str, message: str
) -> None:
    name = f"member_{member(demo).pk}"
    answer = send("shares", **{name: typed})
    assert answer.status_code == 422
    assert errors(answer) == {name if field else "": [message]}
    assert message.replace("\u00a0", " ") in words(answer).replace("\u00a0", " ")
    assert answer.context["form"][name].value() == typed
    shares = demo.federation.share_sets.get(year=2023).shares.all()
    assert [int(share.percent) for share in shares] == [50, 25, 11, 8, 6]


def test_shares_are_typed_as_swedes_write_them(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    avesta, hedemora = member(demo), member(demo, "hedemora-kommun")
    assert (
        send("shares", **{f"member_{avesta.pk}": "11,25 %", f"member_{hedemora.pk}": " 7,75"}).status_code
        == 302
    )
    shares = demo.federation.share_sets.get(year=2023).shares.all()
    assert [str(share.percent) for share in shares] == ["50.00", "25.00", "11.25", "7.75", "6.00"]


def test_the_second_of_two_who_change_the_shares_sees_both(demo: Demo, director: Client) -> None:
    avesta, hedemora = (f"member_{member(demo, slug).pk}" for slug in ("avesta-kommun", "hedemora-kommun"))
    url = demo.url("shares")
    mine = form_data(director.get(url), **{avesta: "12", hedemora: "7"})
    theirs = form_data(director.get(url), **{avesta: "10", hedemora: "9"})
    assert demo.client(Role.FINANCE).post(url, theirs).status_code == 302
    answer = director.post(url, mine)
    assert answer.status_code == 409
    assert [
        (each["label"], each["saved"], each["mine"]) for each in answer.context["conflict"]["fields"]
    ] == [
        ("Avesta kommun", "10", "12"),
        ("Hedemora kommun", "9", "7"),
    ]
    assert answer.context["form"][avesta].value() == "12"
    again = form_data(answer)
    assert director.post(url, again).status_code == 302
    assert str(demo.federation.share_sets.get(year=2023).shares.get(member=member(demo)).percent) == "12.00"


def test_the_second_of_two_who_begin_a_years_shares_overwrites_nothing(demo: Demo, director: Client) -> None:
    avesta, hedemora = (f"member_{member(demo, slug).pk}" for slug in ("avesta-kommun", "hedemora-kommun"))
    others = {
        f"member_{member(demo, slug).pk}": share
        for slug, share in (("forsakringskassan", "50"), ("region-dalarna", "25"), ("saters-kommun", "6"))
    }
    url = demo.url("shares", year=2024)
    page = director.get(url)
    mine = form_data(page, **others, **{avesta: "12", hedemora: "7"})
    theirs = form_data(page, **others, **{avesta: "10", hedemora: "9"})
    assert demo.client(Role.FINANCE).post(url, theirs).status_code == 302
    answer = director.post(url, mine)
    assert answer.status_code == 409
    shares = demo.federation.share_sets.get(year=2024).shares
    assert str(shares.get(member=member(demo)).percent) == "10.00"
    assert director.post(url, form_data(answer)).status_code == 302
    assert str(shares.get(member=member(demo)).percent) == "12.00"


SLUG = "Skriv kortnamnet med a–z, siffror och bindestreck, till exempel saters-kommun."
CHOICE = "Välj ett giltigt alternativ. church finns inte bland tillgängliga alternativ."

# --- Members, seats, decisions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"slug": "avesta-kommun"}, "", "Det finns redan en medlem med det kortnamnet."),
        ({"slug": "säter kommun"}, "slug", SLUG),
        ({"from_year": "20233"}, "from_year", "Året ska vara ett årtal mellan 2004 och 2100."),
        ({"from_year": "1899"}, "from_year", "Året ska vara ett årtal mellan 2004 och 2100."),
        ({"from_year": "99999999999"}, "from_year", "Året ska vara ett årtal mellan 2004 och 2100."),
        ({"from_year": "två"}, "from_year", "Fyll i ett heltal."),
        ({"from_year": "2023", "until_year": "2020"}, "", "Slutåret ska vara senare än startåret."),
        ({"party_group": "church"}, "party_group", CHOICE),
        ({"name": ""}, "name", "Det här fältet är obligatoriskt."),
    ],
)  # fmt: skip
def test_a_member_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    demo: Demo, send: Callable[..., HttpResponse], typed: dict[str, str], field: str, message: str
) -> None:
    valid = {"name": "Norbergs kommun", "slug": "norberg", "party_group": "municipality", "from_year": "2023"}
    answer = send("member_add", **{**valid, **typed})
    assert answer.status_code == 422
    assert errors(answer)[field] == [message]
    assert message in words(answer)
    kept = {name: answer.context["form"][name].value() for name in typed}
    assert kept == typed
    assert not Member.objects.filter(name="Norbergs kommun").exists()


def test_a_member_is_not_offered_to_pay_for_itself_or_through_another(demo: Demo, director: Client) -> None:
    page = director.get(demo.url("member", pk=member(demo, "forsakringskassan").pk))
    offered = {each.slug for each in page.context["form"].fields["paid_by"].queryset}
    assert offered == {"region-dalarna", "avesta-kommun", "hedemora-kommun", "saters-kommun"}


def test_a_deputy_in_the_chair_is_refused(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    deputy = BoardSeat.objects.filter(federation=demo.federation, kind="deputy").first()
    assert deputy
    answer = send("board_seat", deputy.pk, office="chair")
    assert answer.status_code == 422
    assert errors(answer) == {
        "": ["Ordförande och vice ordförande väljs bland ledamöterna, inte ersättarna."]
    }
    deputy.refresh_from_db()
    assert deputy.office == ""


def test_a_day_that_does_not_exist_is_refused(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    answer = send("meeting_add", held_on="2023-02-30")
    assert (answer.status_code, errors(answer)) == (422, {"held_on": ["Fyll i ett giltigt datum."]})
    assert answer.context["form"]["held_on"].value() == "2023-02-30"
    seat = BoardSeat.objects.filter(federation=demo.federation).earliest("pk")
    answer = send("board_seat", seat.pk, term_start="0219-04-01")
    said = "Året 219 kan inte stämma. Skriv ett år från 2004 till 2100."
    assert (answer.status_code, errors(answer)) == (422, {"term_start": [said]})


def test_removing_a_member_with_shares_says_what_holds_it(demo: Demo, director: Client) -> None:
    row = member(demo)
    url = demo.url("member_remove", pk=row.pk)
    answer = director.post(url, form_data(director.get(url)), follow=True)
    held = "”Avesta kommun” går inte att ta bort, eftersom andelar, platser i styrelsen och revisorer använder det."
    assert messages(answer) == [f"{held} Ta bort eller ändra dem först."]
    assert member(demo) == row


def test_removing_what_another_has_changed_asks_again(demo: Demo, director: Client) -> None:
    row = make.MemberFactory(federation=demo.federation, name="Norberg", slug="norberg")
    url = demo.url("member_remove", pk=row.pk)
    stale = form_data(director.get(url))
    row.save_next(name="Norbergs kommun")
    answer = director.post(url, stale)
    assert answer.status_code == 409
    assert "Någon annan har ändrat här. Läs igen innan du tar bort." in words(answer)
    assert "Norbergs kommun" in words(answer)
    assert Member.objects.filter(pk=row.pk).exists()
    assert director.post(url, form_data(answer)).status_code == 302
    assert not Member.objects.filter(pk=row.pk).exists()


def test_one_who_is_new_gets_a_letter_and_a_role(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    assert send("roles", email="ny@provbygden.example", name="Ny Person", role="board").status_code == 302
    assert [letter.to for letter in mail.outbox] == [["ny@provbygden.example"]]
    assert "Du har fått rollen Styrelsen i Södra Dalarnas Samordningsförbund." in mail.outbox[0].body
    assert "Glömt lösenordet" in mail.outbox[0].body
    assert User.objects.get(email="ny@provbygden.example").mandates.get().federation == demo.federation
    answer = send("roles", email="ny@provbygden.example", name="Ny Person", role="board")
    assert errors(answer) == {"role": ["ny@provbygden.example har redan rollen Styrelsen i förbundet."]}
    answer = send("roles", email="inte en adress", name="", role="")
    assert errors(answer) == {
        "email": ["Ange en giltig mejladress."],
        "name": ["Det här fältet är obligatoriskt."],
        "role": ["Det här fältet är obligatoriskt."],
    }


def test_taking_a_role_back_is_asked_first_with_whose_and_what_it_means(demo: Demo, director: Client) -> None:
    mandate = demo.user(Role.FINANCE).mandates.get(role=Role.FINANCE)
    url = demo.url("role_revoke", pk=mandate.pk)
    assert url in director.get(demo.url("roles")).content.decode()

    asked = director.get(url)

    assert f"Ta bort rollen Ekonom för {mandate.user}?" in words(asked)
    assert f"{mandate.user.email} kan då inte längre läsa eller göra det som rollen ger" in words(asked)
    assert "Rollen kan ges på nytt under Behörigheter." in words(asked)
    assert "Det går inte att ångra." not in words(asked)
    assert "Det är din egen roll." not in words(asked)
    assert demo.federation.mandates.filter(pk=mandate.pk).exists()
    unasked = director.post(url, {})
    assert (unasked.status_code, "Ta bort rollen Ekonom" in words(unasked)) == (422, True)
    assert demo.federation.mandates.filter(pk=mandate.pk).exists()
    done = director.post(url, form_data(asked), follow=True)
    assert messages(done) == [f"Borttaget: {mandate.user}, Ekonom."]
    assert not demo.federation.mandates.filter(pk=mandate.pk).exists()
    assert director.get(url).status_code == 404
    assert messages(director.post(url, {}, follow=True)) == ["Rollen är redan borttagen."]


def test_a_director_is_told_when_the_role_is_ones_own_and_the_last_keeps_it(
    demo: Demo, director: Client
) -> None:
    mandate = demo.user(Role.DIRECTOR).mandates.get(role=Role.DIRECTOR)
    url = demo.url("role_revoke", pk=mandate.pk)
    asked = director.get(url)
    assert "Det är din egen roll." in words(asked)
    refused = director.post(url, form_data(asked), follow=True)
    assert messages(refused) == ["Förbundet behöver minst en förbundschef. Lägg till en annan först."]
    assert demo.federation.mandates.filter(pk=mandate.pk).exists()


# --- The federation's own details -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("222000-9911", "Organisationsnumret stämmer inte. Skriv det som 222000-0000."),
        ("222000", "Organisationsnumret stämmer inte. Skriv det som 222000-0000."),
        ("tjugotvå", "Organisationsnumret stämmer inte. Skriv det som 222000-0000."),
        ("å-", "Organisationsnumret stämmer inte. Skriv det som 222000-0000."),
        ("811228-9874", "Det ser ut som ett personnummer. Skriv förbundets organisationsnummer."),
    ],
)
def test_an_organisation_number_that_is_wrong_or_a_persons_is_refused(
    demo: Demo, send: Callable[..., HttpResponse], number: str, message: str
) -> None:
    """811228-9874 is the example of a personal number in Skatteverket's own description."""
    answer = send("federation_settings", organisation_number=number)
    assert (answer.status_code, errors(answer)) == (422, {"organisation_number": [message]})
    assert answer.context["form"]["organisation_number"].value() == number


def test_a_colour_that_cannot_be_read_on_white_is_refused(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    message = "Färgen är för ljus: text i den går inte att läsa mot vitt. Välj en mörkare."
    for light in ("#ffffff", "#777777", "#e0b000"):
        assert errors(send("federation_settings", accent_colour=light)) == {"accent_colour": [message]}, light
    how = "Skriv färgen som # och sex tecken, till exempel #1f5f6b."
    for wrong in ("blue", "#12345", "#12345g", "red;}"):
        assert errors(send("federation_settings", accent_colour=wrong))["accent_colour"] == [how], wrong
    assert send("federation_settings", accent_colour="#767676").status_code == 302


def test_contrast_is_measured_as_wcag_does() -> None:
    """21 for black, 1 for white, and #767676 is the lightest grey above 4.5 (WCAG 2.1, 1.4.3)."""
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#777777") < 4.5 < contrast_with_white("#767676")


def test_the_second_of_two_who_change_the_details_sees_only_what_differs(
    demo: Demo, director: Client
) -> None:
    url = demo.url("federation_settings")
    mine = form_data(director.get(url), area="Avesta och Säter")
    theirs = form_data(director.get(url), area="Avesta och Hedemora")
    assert director.post(url, theirs).status_code == 302
    answer = director.post(url, mine)
    assert answer.status_code == 409
    assert [
        (each["label"], each["saved"], each["mine"]) for each in answer.context["conflict"]["fields"]
    ] == [("Område", "Avesta och Hedemora", "Avesta och Säter")]


# --- The logo -------------------------------------------------------------------------------------------------------


def picture(kind: str, size: tuple[int, int] = (900, 300)) -> bytes:
    """A picture in a format that Pillow can write."""
    data = io.BytesIO()
    Image.new("RGB", size, "#1d5c63").save(data, kind)
    return data.getvalue()


def png_that_says_it_is(width: int, height: int) -> bytes:
    """A PNG of some fifty bytes whose head promises any size: a decompression bomb."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"0" * 10))
        + chunk(b"IEND", b"")
    )


def png_with_a_swollen_comment() -> bytes:
    """A small PNG whose compressed comment is a hundred megabytes when unpacked."""
    comment = b"Comment\0\0" + zlib.compress(b"0" * 100_000_000)
    chunk = (
        struct.pack(">I", len(comment)) + b"zTXt" + comment + struct.pack(">I", zlib.crc32(b"zTXt" + comment))
    )
    small = picture("PNG", (10, 10))
    return small[:33] + chunk + small[33:]


def upload(demo: Demo, client: Client, name: str, data: bytes) -> HttpResponse:
    """Sends the settings with the file as logo."""
    url = demo.url("federation_settings")
    sent = form_data(client.get(url), logo=SimpleUploadedFile(name, data, content_type="image/png"))
    response: HttpResponse = client.post(url, sent)
    return response


TOO_HEAVY = "Bilden är {} MB. Välj en som är högst 2 MB, i PNG eller JPEG."
NO_PICTURE = "Filen går inte att läsa som en bild. Välj en bild i PNG eller JPEG."
TOO_MANY_POINTS = "Bilden är större än 4000 bildpunkter åt ett håll. Välj en mindre."


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("lite-for-stor.png", lambda: bytes(2 * 1024 * 1024 + 1), TOO_HEAVY.format("2,1")),
        ("stor.png", lambda: bytes(50 * 1024 * 1024), TOO_HEAVY.format("50")),
        ("plan.png", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj", NO_PICTURE),
        ("logo.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NO_PICTURE),
        ("logo.gif", lambda: picture("GIF"), NO_PICTURE),
        ("avklippt.png", lambda: picture("PNG")[:200], NO_PICTURE),
        ("avklippt.jpg", lambda: picture("JPEG")[:400], NO_PICTURE),
        ("bred.png", lambda: picture("PNG", (4001, 10)), TOO_MANY_POINTS),
        ("bomb.png", lambda: png_that_says_it_is(50_000, 50_000), TOO_MANY_POINTS),
        ("halv-bomb.png", lambda: png_that_says_it_is(10_000, 10_000), TOO_MANY_POINTS),
        ("oandlig.png", lambda: png_that_says_it_is(2**31 - 1, 2**31 - 1), TOO_MANY_POINTS),
        ("kommentar.png", png_with_a_swollen_comment, NO_PICTURE),
        ("tom.png", lambda: b"", "Den skickade filen var tom."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_logo_is_refused_with_the_reason(
    demo: Demo, director: Client, name: str, data: Callable[[], bytes], message: str
) -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as the PDF engine leaves it
    answer = upload(demo, director, name, data())
    assert (answer.status_code, errors(answer)) == (422, {"logo": [message]})
    assert not Federation.objects.get(pk=demo.federation.pk).logo


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_kept_as_a_small_png_under_a_name_of_our_own(
    demo: Demo, director: Client, kind: str
) -> None:
    assert upload(demo, director, "../../Vår logga.exe", picture(kind)).status_code == 302
    logo = Federation.objects.get(pk=demo.federation.pk).logo
    assert Path(logo.name).parent == Path("logos")
    assert Path(logo.path).is_relative_to(settings.MEDIA_ROOT)
    with Image.open(logo.path) as kept:
        assert (kept.format, kept.size) == ("PNG", (600, 200))


def test_a_logo_stays_when_something_else_is_saved_and_goes_when_it_is_cleared(
    demo: Demo, director: Client
) -> None:
    upload(demo, director, "logo.png", picture("PNG"))
    url = demo.url("federation_settings")
    assert director.post(url, form_data(director.get(url), area="Avesta")).status_code == 302
    assert Federation.objects.get(pk=demo.federation.pk).logo
    assert director.post(url, form_data(director.get(url), **{"logo-clear": "on"})).status_code == 302
    assert not Federation.objects.get(pk=demo.federation.pk).logo


def test_the_logo_is_shown_where_it_is_changed_and_nothing_leads_to_its_file(
    demo: Demo, director: Client
) -> None:
    url = demo.url("federation_settings")
    assert "data:image" not in director.get(url).content.decode()
    upload(demo, director, "logo.png", picture("PNG"))
    logo = Federation.objects.get(pk=demo.federation.pk).logo

    answer = director.get(url)

    page = main_of(answer.content.decode())
    (shown,) = page.iter("img")
    head, _, data = shown.get("src", "").partition(",")
    assert (head, shown.get("alt")) == ("data:image/png;base64", "Logotyp som den är nu")
    assert base64.b64decode(data) == Path(logo.path).read_bytes()
    assert logo.name not in answer.content.decode()
    assert "data:" in answer.headers["Content-Security-Policy"].partition("img-src")[2].partition(";")[0]


def test_the_settings_open_though_the_logos_file_is_gone_and_it_can_be_removed(
    demo: Demo, director: Client
) -> None:
    upload(demo, director, "logo.png", picture("PNG"))
    Path(Federation.objects.get(pk=demo.federation.pk).logo.path).unlink()
    url = demo.url("federation_settings")

    answer = director.get(url)

    assert (answer.status_code, "En fil finns redan." in words(answer)) == (200, True)
    assert director.post(url, form_data(answer, **{"logo-clear": "on"})).status_code == 302
    assert not Federation.objects.get(pk=demo.federation.pk).logo


def test_a_logo_has_no_address(demo: Demo, director: Client) -> None:
    upload(demo, director, "logo.png", picture("PNG"))
    name = Federation.objects.get(pk=demo.federation.pk).logo.name
    for client in (Client(), director):
        for address in (f"/{name}", f"/media/{name}", f"/static/{name}", f"/static/../media/{name}"):
            answer = client.get(address)
            assert answer.status_code == 404, address
            assert b"PNG" not in answer.content
