"""SIE files read in through the pages: upload, preview, choices that are remembered, commit, the bytes back again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import LedgerFigure, LedgerImport, LedgerObjectMap
from budgets.services.ledger_months import close_months
from members.models import Role
from tests import factories as make
from tests.budgets.imports.test_files import bomb
from tests.budgets.imports.test_ledger_import import sie
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db
YEAR = 2023


@pytest.fixture
def director(demo: Demo) -> Client:
    """The director, signed in."""
    return demo.client()


def ours(demo: Demo, months: dict[int, int], **changed: Any) -> bytes:
    """A file of the demo federation's own."""
    return sie(months, **{"orgnr": demo.federation.organisation_number, **changed})


def upload(demo: Demo, client: Client, content: bytes, name: str = "bok.se") -> HttpResponse:
    """The file chosen and sent; the page it leads to."""
    return client.post(demo.url("ledger_file_add"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def send(demo: Demo, client: Client, page: HttpResponse, **typed: Any) -> HttpResponse:
    """The preview's form sent as it stands, with what is typed over it."""
    pk = page.context["file"].pk  # type: ignore[attr-defined]
    return client.post(demo.url("ledger_file", pk=pk), form_data(page, **typed), follow=True)


def shown(page: HttpResponse) -> str:
    return words(page).replace("\u00a0", " ")


def of_files() -> list[tuple[object, ...]]:
    return list(
        LedgerFigure.objects.exclude(ledger_import=None)
        .order_by("month", "account_number")
        .values_list("month", "account_number", "object_code", "amount")
    )


def test_a_file_is_shown_month_by_month_with_its_reconciliation_and_then_read_in(
    demo: Demo, director: Client
) -> None:
    content = ours(demo, {1: 100, 2: 200})

    page = upload(demo, director, content)

    text = shown(page)
    assert "2 verifikationer med 4 rader. Inget är skrivet än." in text
    assert "DOS (CP437): så blir å, ä och ö rätt" in text
    assert "Januari 0 100 Ändras" in text
    assert "Varje verifikation summerar till noll Stämmer (2 jämförda)" in text
    assert "Läs in januari och februari" in text
    assert of_files() == []

    done = send(demo, director, page, commit="1")

    assert messages(done) == ["”bok.se” är inläst: januari och februari 2023."]
    assert of_files() == [
        (1, "1930", "", Decimal("-100.00")),
        (1, "5010", "10000", Decimal("100.00")),
        (2, "1930", "", Decimal("-200.00")),
        (2, "5010", "10000", Decimal("200.00")),
    ]
    assert "bok.se Ekonomi 1.0 januari och februari" in shown(done)


def test_the_file_comes_back_as_it_was_to_those_who_read_the_budget(demo: Demo, director: Client) -> None:
    content = ours(demo, {1: 100})
    send(demo, director, upload(demo, director, content, name="bok, åäö.se"), commit="1")
    file = LedgerImport.objects.get()

    answer = demo.client(Role.AUDITOR).get(demo.url("ledger_file_original", pk=file.pk))

    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_file_that_waits_is_not_given_back(demo: Demo, director: Client) -> None:
    upload(demo, director, ours(demo, {1: 100}))
    file = LedgerImport.objects.get()

    assert director.get(demo.url("ledger_file_original", pk=file.pk)).status_code == 404


def test_an_object_is_mapped_on_the_page_and_remembered_for_the_next_file(
    demo: Demo, director: Client
) -> None:
    page = upload(demo, director, ours(demo, {1: 100}, centre="77"))
    assert "Ej kopplat 100 kr" in shown(page)
    centre = demo.federation.cost_centres.get(code="10000")

    mapped = send(demo, director, page, object_77=str(centre.pk))

    assert "Ej kopplat 0 kr" in shown(mapped)
    assert "Objekt utan ID" not in shown(mapped)
    kept = LedgerObjectMap.objects.get()
    assert (kept.dimension, kept.object_code, kept.cost_centre) == ("1", "77", centre)
    again = upload(demo, director, ours(demo, {1: 100, 2: 5}, centre="77"))
    assert "Ej kopplat 0 kr" in shown(again)


def test_what_is_not_mapped_is_told_first_with_the_way_to_map_it(demo: Demo, director: Client) -> None:
    page = upload(demo, director, ours(demo, {1: 100}, centre="77"))

    assert "1 objekt är inte kopplat: 100 kr. Koppla objekt nedan." in shown(page)
    assert '<a href="#objekt">' in page.content.decode()
    assert '<fieldset id="objekt">' in page.content.decode()


def test_a_choice_for_what_someone_else_has_mapped_meanwhile_is_told_of(demo: Demo, director: Client) -> None:
    page = upload(demo, director, ours(demo, {1: 100}, centre="77"))
    centre, other = (demo.federation.cost_centres.get(code=code) for code in ("10000", "21000"))
    make.LedgerObjectMapFactory(federation=demo.federation, object_code="77", cost_centre=other)

    told = send(demo, director, page, object_77=str(centre.pk))

    assert told.status_code == 422
    assert errors(told) == {
        "": ["Objekt 77 är redan kopplat. Se vad det hör till under Kopplingar, där det också kan ändras."]
    }
    assert LedgerObjectMap.objects.get().cost_centre == other


def test_a_file_of_the_same_amounts_is_said_to_change_nothing(demo: Demo, director: Client) -> None:
    send(demo, director, upload(demo, director, ours(demo, {1: 100, 2: 200})), commit="1")

    same = upload(demo, director, ours(demo, {1: 100, 2: 200}).replace(b"Ekonomi", b"Ekonomi 2"))
    corrected = upload(demo, director, ours(demo, {1: 100, 2: 201}))

    nothing = "Filen ändrar ingenting: bokföringen har redan samma belopp."
    assert nothing in shown(same)
    assert "Läs in januari och februari ändå" in shown(same)
    assert nothing not in shown(corrected)
    assert "Läs in januari och februari ändå" not in shown(corrected)


def test_a_file_that_cannot_be_read_asks_nothing_and_leads_to_another(demo: Demo, director: Client) -> None:
    other = ours(demo, {1: 100}, orgnr="212000-2254")
    page = upload(demo, director, other.replace(b"#FNAMN", b"#VALUTA EUR\n#FNAMN"))

    assert "Filens belopp är i EUR. Bara kronor (SEK) kan läsas in." in shown(page)
    assert "Det här behöver du svara på" not in shown(page)
    assert "Läs in filen ändå" not in shown(page)
    assert "Välj en annan fil" in shown(page)


def test_another_organisations_file_is_read_in_once_it_is_said_to_be_right(
    demo: Demo, director: Client
) -> None:
    page = upload(demo, director, ours(demo, {1: 100}, orgnr="212000-2254"))
    assert "Det här behöver du svara på innan filen kan läsas in" in shown(page)
    assert "Läs in januari" not in shown(page)

    said = send(demo, director, page, accept_organisation="on")

    assert "Läs in januari" in shown(said)
    send(demo, director, said, commit="1")
    assert len(of_files()) == 2


def test_another_encoding_is_chosen_when_the_letters_are_wrong(demo: Demo, director: Client) -> None:
    page = upload(demo, director, ours(demo, {1: 100}))

    other = send(demo, director, page, encoding="cp1252")

    assert "Windows-1252: valt av dig" in shown(other)


def test_a_month_closed_since_the_preview_stops_the_reading(demo: Demo, director: Client) -> None:
    page = upload(demo, director, ours(demo, {1: 100}))
    close_months(federation=demo.federation, year=YEAR, through=1, user=None)

    refused = send(demo, director, page, commit="1")

    assert refused.status_code == 409
    assert "Januari 2023 är stängd, och filen har andra belopp där." in shown(refused)
    assert of_files() == []


def test_a_file_left_unread_changes_nothing(demo: Demo, director: Client) -> None:
    upload(demo, director, ours(demo, {1: 100}))
    file = LedgerImport.objects.get()

    left = director.post(demo.url("ledger_file_discard", pk=file.pk), follow=True)

    assert messages(left) == ["”bok.se” lästes inte in. Bokföringen är oförändrad."]
    assert director.get(demo.url("ledger_file", pk=file.pk)).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen är tom. Exportera den på nytt."),
        (b"%PDF-1.7", "är en PDF och inte ett kalkylark."),
        (
            b"\x89PNG\r\n",
            "är en bild och inte ett kalkylark. Välj en fil som är en SIE-fil, .xlsx, .ods eller .csv.",
        ),
        (bomb("xl/worksheets/sheet1.xml"), "MB när den packas upp."),
        (b"<html><script>alert(1)</script>", "är en webbsida eller XML och inte ett kalkylark"),
        (
            b'<?xml version="1.0"?>\n<Sie xmlns="http://www.sie.se/sie5">',
            "Rad 1: Filen är XML, kanske SIE 5, som inte läses. Exportera SIE 4 från ekonomisystemet.",
        ),
        (b"hej", "är varken en SIE-fil eller en tabell med rubriker för konto, period och belopp."),
        (
            b"#FLAGGA 0\n#KONTO 1\x00 A",
            "Rad 2: Raden har ett styrtecken, som ingen text har. Filen är skadad.",
        ),
    ],
)
def test_what_holds_no_ledger_is_refused_and_not_kept(
    demo: Demo, director: Client, content: bytes, said: str
) -> None:
    page = upload(demo, director, content)

    assert page.status_code == 422
    assert said in str(errors(page))
    assert not LedgerImport.objects.exists()


def test_markup_in_a_file_is_shown_as_text(demo: Demo, director: Client) -> None:
    content = ours(demo, {1: 100}).replace(
        b'"Samordningsf\x94rbundet \x8elven"', b'"<script>alert(1)</script>"'
    )

    page = upload(demo, director, content)

    assert b"<script>alert(1)" not in page.content
    assert "<script>alert(1)</script>" in shown(page)


def test_another_federations_file_cannot_be_reached(demo: Demo, director: Client) -> None:
    send(demo, director, upload(demo, director, ours(demo, {1: 100})), commit="1")
    file = LedgerImport.objects.get()
    other = signed_in(make.MandateFactory(federation=make.FederationFactory()).user)

    assert other.get(demo.url("ledger_file_original", pk=file.pk)).status_code == 404


@pytest.mark.parametrize("size", [1, 30])
def test_the_pages_cost_as_much_for_thirty_files_accounts_and_objects_as_for_one(size: int) -> None:
    federation = make.FederationFactory()
    client = signed_in(make.MandateFactory(federation=federation).user)
    lines = ["#FLAGGA 0"]
    for number in range(size):
        make.FileFigureFactory(ledger_import=make.LedgerImportFactory(federation=federation), month=1)
        make.CostCentreFactory(federation=federation)
        make.AccountGroupFactory(federation=federation)
        lines += [f"#VER A {number + 1} 20230215", "{", f"#TRANS 5{number:03} {{1 X{number}}} 0", "}"]
    waiting = make.LedgerImportFactory(
        federation=federation, status=LedgerImport.Status.WAITING, content="\n".join(lines).encode()
    )
    kept = LedgerImport.objects.filter(status=LedgerImport.Status.COMMITTED).earliest("pk")
    cost = {}
    for name, pk in (("ledger_files", None), ("ledger_file", waiting.pk), ("ledger_file_original", kept.pk)):
        url = reverse(name, kwargs={"slug": federation.slug, "year": YEAR, **({"pk": pk} if pk else {})})
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        cost[name] = len(found)

    assert cost == {"ledger_files": 8, "ledger_file": 21, "ledger_file_original": 5}
