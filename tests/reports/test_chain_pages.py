"""The pages of what becomes of an annual report, the auditor's, and what the public sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Role
from plans.models import Document
from reports import chain_openness, services
from reports.audit_report_files import checked_pdf
from reports.chain_openness import Openness
from reports.documents.builder import resolve_document
from reports.domain.drift import drift
from reports.models import AuditReport, Discharge, Publication, Signing
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import errors, form_data, words
from tests.reports.chain_sample import (
    audit,
    decided_report,
    new_version,
    pdf_file,
    seats,
    sign,
    try_discharge,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Document:
    """A report that the board has decided on."""
    return decided_report()


def client_of(document: Document, role: str) -> Client:
    return signed_in(make.MandateFactory(federation=document.federation, role=role).user)


def url(document: Document, tail: str = "") -> str:
    return f"/{document.federation.slug}/2018/arsredovisning/vagen/{tail}"


def test_the_whole_way_is_recorded_through_the_pages(report: Document) -> None:
    finance = client_of(report, Role.FINANCE)
    signing = finance.get(url(report, "underskrifter/"))
    assert signing.context["form"]["place"].value() == "Provköping"
    assert signing.context["form"]["seats"].value() == seats(report)
    signed = finance.post(url(report, "underskrifter/"), form_data(signing, seats=seats(report)), follow=True)
    assert "Undertecknad i Provköping den 15 mars 2019." in words(signed).replace("\xa0", " ")

    typed = form_data(
        finance.get(url(report, "revision/ny/")),
        auditors=[auditor.pk for auditor in report.federation.auditors.all()],
        dated="2019-03-25",
        received_on="2019-03-27",
        recommendation="approve",
        pdf=SimpleUploadedFile("berattelse.pdf", pdf_file(), "application/pdf"),
    )
    audited = finance.post(url(report, "revision/ny/"), typed, follow=True)
    assert "Tillstyrker ansvarsfrihet" in words(audited)
    assert "Hämta revisionsberättelsen (2 sidor)" in words(audited).replace(" )", ")")

    member = report.federation.members.get()
    page = finance.get(url(report, f"ansvarsfrihet/{member.pk}/"))
    tried = finance.post(
        url(report, f"ansvarsfrihet/{member.pk}/"),
        form_data(page, outcome="granted", decided_on="2019-05-20", minutes_ref="§ 61"),
        follow=True,
    )
    assert "Alla medlemmar har prövat frågan." in words(tried)
    assert "20 maj 2019 § 61" in words(tried)
    assert (Signing.objects.count(), AuditReport.objects.count(), Discharge.objects.count()) == (1, 1, 1)


def test_a_day_with_another_board_shows_who_sat_then_and_saves_nothing(report: Document) -> None:
    report.federation.board_seats.update(term_end="2019-04-01")
    new = make.BoardSeatFactory(
        federation=report.federation, holder="Nils Ny", term_start="2019-04-01", term_end=None
    )
    director = client_of(report, Role.DIRECTOR)
    page = director.get(url(report, "underskrifter/"))

    answer = director.post(
        url(report, "underskrifter/"), form_data(page, signed_on="2019-04-05", seats=seats(report))
    )

    assert answer.status_code == 422
    assert errors(answer) == {
        "seats": ["Styrelsen var en annan den dagen. Nu visas de som satt då: markera dem som skrev under."]
    }
    assert [pk for pk, _ in answer.context["form"].fields["seats"].choices] == [new.pk]
    assert not Signing.objects.exists()


def test_a_form_shows_who_signed_as_they_were_and_offers_to_correct_them(report: Document) -> None:
    sign(report)
    chair = report.federation.board_seats.get(office="chair")
    report.federation.board_seats.filter(pk=chair.pk).update(holder="Vera Rätt", term_end="2019-03-01")
    director = client_of(report, Role.DIRECTOR)

    page = director.get(url(report, "underskrifter/"))

    was = "Vera Ordförande, ordförande, Provköpings kommun"
    assert (chair.pk, was) in page.context["form"].fields["seats"].choices
    assert page.context["form"].fields["corrected"].choices == [
        (chair.pk, f"{was} blir Vera Rätt, ordförande, Provköpings kommun")
    ]
    director.post(url(report, "underskrifter/"), form_data(page, place="Avesta"))
    signers = Signing.objects.get().signatures
    assert [each.holder for each in signers.all()] == ["Vera Ordförande", "Lars Ledamot"]
    page = director.get(url(report, "underskrifter/"))
    director.post(url(report, "underskrifter/"), form_data(page, corrected=[chair.pk]))
    assert [each.holder for each in signers.all()] == ["Vera Rätt", "Lars Ledamot"]
    assert "corrected" not in director.get(url(report, "underskrifter/")).context["form"].fields


def test_an_auditor_whose_term_was_corrected_stays_on_the_report(report: Document) -> None:
    sign(report)
    kept = audit(report)
    report.federation.auditors.update(holder="Rut Rätt", term_end="2017-01-01")
    finance = client_of(report, Role.FINANCE)

    page = finance.get(url(report, f"revision/{kept.pk}/"))
    answer = finance.post(url(report, f"revision/{kept.pk}/"), form_data(page, recommendation="reject"))

    assert answer.status_code == 302
    assert [each.holder for each in kept.auditors.all()] == ["Rut Revisor"]
    assert "Rut Revisor, revisor, Provköpings kommun blir Rut Rätt" in words(page)


def test_an_auditor_enters_its_own_report_and_leaves_those_of_others(report: Document) -> None:
    sign(report)
    others = audit(report)
    other_auditor = make.AuditorFactory(
        federation=report.federation, holder="Ragnar Räknare", term_start="2015-04-01", term_end=None
    )
    auditor = client_of(report, Role.AUDITOR)
    typed = form_data(
        auditor.get(url(report, "revision/ny/")),
        auditors=[other_auditor.pk],
        dated="2019-03-25",
        received_on="2019-03-25",
        recommendation="reject",
        remarks="Målen är inte följda.",
    )

    assert auditor.post(url(report, "revision/ny/"), typed).status_code == 302
    own = AuditReport.objects.exclude(pk=others.pk).get()
    assert auditor.get(url(report, f"revision/{own.pk}/")).status_code == 200
    assert auditor.get(url(report, f"revision/{others.pk}/")).status_code == 403
    page = words(auditor.get(url(report)))
    assert "Avstyrker ansvarsfrihet" in page
    assert "Ändra revisionsberättelsen av Ragnar Räknare" in page
    assert "Ändra revisionsberättelsen av Rut Revisor" not in page


def test_the_file_comes_as_it_was_sent_and_is_never_shown_within_our_pages(report: Document) -> None:
    sign(report)
    data = pdf_file()
    kept = audit(report)
    board, director = client_of(report, Role.BOARD), client_of(report, Role.DIRECTOR)
    assert board.get(url(report, f"revision/{kept.pk}/fil/")).status_code == 404
    typed = form_data(
        director.get(url(report, f"revision/{kept.pk}/")),
        auditors=[each.auditor_id for each in kept.auditors.all()],
        recommendation="approve",
        pdf=SimpleUploadedFile("b.pdf", data),
    )
    assert director.post(url(report, f"revision/{kept.pk}/"), typed).status_code == 302

    answer = board.get(url(report, f"revision/{kept.pk}/fil/"))

    assert answer.content == data
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="revisionsberattelse-2019-03-25.pdf"'
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_board_reads_the_way_and_changes_nothing(report: Document) -> None:
    sign(report)
    page = client_of(report, Role.BOARD).get(url(report))
    assert "Undertecknad" in words(page)
    assert "Ändra" not in words(page)


def test_the_page_costs_as_much_for_thirty_members_as_for_one(report: Document) -> None:
    sign(report)
    audit(report)
    director = client_of(report, Role.DIRECTOR)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert director.get(url(report)).status_code == 200
        return len(asked)

    director.get(url(report))
    few = queries()
    for _ in range(29):
        make.MemberFactory(federation=report.federation)
    assert queries() == few


def test_what_is_recorded_of_a_replaced_version_is_read_and_not_changed(report: Document) -> None:
    sign(report, "Vera Ordförande", "Elsa Ersättare")
    kept = audit(report, pdf=checked_pdf(SimpleUploadedFile("b.pdf", pdf_file())))
    newest = new_version(report)
    sign(newest, "Lars Ledamot")
    new = audit(newest)
    auditor, director = client_of(report, Role.AUDITOR), client_of(report, Role.DIRECTOR)

    page = director.get(url(report))
    assert "Elsa Ersättare" not in words(page)
    assert "Version 1 Ersatt. Godkänd 15 mars 2019, § 12. Undertecknad 15 mars 2019." in words(page).replace(
        "\xa0", " "
    )
    old = director.get(url(report), {"version": "1"})
    told = words(old).replace("\xa0", " ")
    for each in (
        "Du läser om version 1, som är ersatt.",
        "Elsa Ersättare Tjänstgörande ersättare",
        "Hämta revisionsberättelsen",
        "Ingen medlem prövade frågan för den här versionen.",
    ):
        assert each in told
    assert "Skulle ha varit klart" not in told
    assert "Version 2 Godkänd 20 mars 2019, § 20. Undertecknad 20 mars 2019." in told
    for way in (
        "underskrifter/",
        "revision/ny/",
        f'revision/{new.pk}/"',
        "ansvarsfrihet/",
        "kungorelser/ny/",
    ):
        assert way in page.content.decode()
        assert way not in old.content.decode()
    assert f'revision/{kept.pk}/"' not in old.content.decode()
    assert director.get(url(report, f"revision/{kept.pk}/fil/")).status_code == 200
    assert [director.get(url(report), {"version": each}).status_code for each in ("3", "x")] == [404, 404]
    audit_page = auditor.get(f"/{report.federation.slug}/2018/granskning/").content.decode()
    assert "vagen/?version=1" in audit_page


def test_before_the_decision_the_page_says_what_is_to_come() -> None:
    draft = decided_report(status="draft")
    page = words(client_of(draft, Role.DIRECTOR).get(url(draft)))
    assert "Resten antecknas sedan styrelsen har godkänt den." in page
    assert client_of(draft, Role.DIRECTOR).get(url(draft, "underskrifter/")).status_code == 404


def test_a_decision_that_was_not_one_leaves_nothing_of_itself(report: Document) -> None:
    sign(report)
    audit(report)
    try_discharge(report, minutes_ref="§ 61")
    director = client_of(report, Role.DIRECTOR)
    address = url(report, f"ansvarsfrihet/{report.federation.members.get().pk}/")

    kept = director.post(address, form_data(director.get(address), outcome="untried"))

    assert sorted(errors(kept)) == ["body", "decided_on", "minutes_ref"]
    assert Discharge.objects.get().outcome == "granted"
    typed = form_data(kept, body="", decided_on="", minutes_ref="")
    assert director.post(address, typed).status_code == 302
    row = Discharge.objects.get()
    assert (row.outcome, row.body, row.decided_on, row.minutes_ref) == ("untried", "", None, "")


# --- Those who may not, and what does not belong together -------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.DIRECTOR, {"underskrifter/", "revision/ny/", "ansvarsfrihet/"}),
        (Role.FINANCE, {"underskrifter/", "revision/ny/", "ansvarsfrihet/"}),
        (Role.AUDITOR, {"revision/ny/"}),
        (Role.BOARD, set()),
        (Role.REVIEWER, set()),
    ],
)
def test_each_role_records_what_is_its_own_and_nothing_else(
    report: Document, role: Role, may: set[str]
) -> None:
    sign(report)
    audit(report)
    client = client_of(report, role)
    member = report.federation.members.get()
    tails = {
        "underskrifter/": "underskrifter/",
        "revision/ny/": "revision/ny/",
        "ansvarsfrihet/": f"ansvarsfrihet/{member.pk}/",
    }
    answers = {way: client.post(url(report, tail), {}).status_code for way, tail in tails.items()}
    assert answers == {way: 422 if way in may else 403 for way in tails}


def test_another_federation_reaches_nothing_of_it_by_any_address(report: Document) -> None:
    sign(report)
    kept = audit(report, pdf=checked_pdf(SimpleUploadedFile("b.pdf", pdf_file())))
    try_discharge(report)
    other = decided_report()
    sign(other)
    stranger = client_of(other, Role.DIRECTOR)
    member = report.federation.members.get()
    tails = (
        "",
        "underskrifter/",
        "underskrifter/ta-bort/",
        f"revision/{kept.pk}/fil/",
        f"ansvarsfrihet/{member.pk}/",
    )
    assert {stranger.post(url(report, tail), {}).status_code for tail in tails} == {404}
    for tail in (f"revision/{kept.pk}/", f"revision/{kept.pk}/fil/", f"ansvarsfrihet/{member.pk}/"):
        assert stranger.get(url(other, tail)).status_code == 404  # under its own name
        assert stranger.post(url(other, tail), {"as_new": "on"}).status_code in (404, 405)
    typed = form_data(
        stranger.get(url(other, "revision/ny/")),
        auditors=[each.auditor_id for each in kept.auditors.all()],
        dated="2019-03-25",
        received_on="2019-03-25",
        recommendation="approve",
    )
    assert list(errors(stranger.post(url(other, "revision/ny/"), typed))) == ["auditors"]
    page = stranger.get(url(other, "underskrifter/"))
    assert list(
        errors(stranger.post(url(other, "underskrifter/"), form_data(page, seats=seats(report))))
    ) == ["seats"]
    assert AuditReport.objects.count() == 1


def test_a_form_without_its_token_is_refused(report: Document) -> None:
    user = make.MandateFactory(federation=report.federation, role=Role.DIRECTOR).user
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    page = strict.get(url(report, "underskrifter/"))
    assert strict.post(url(report, "underskrifter/"), form_data(page)).status_code == 403
    assert not Signing.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"signed_on": "2019-03-14"}, "signed_on"),
        ({"signed_on": "0019-03-15"}, "signed_on"),
        ({"signed_on": "9999-12-31"}, "signed_on"),
        ({"signed_on": "2019-02-30"}, "signed_on"),
        ({"seats": []}, "seats"),
        ({"seats": ["99999999999999999999"]}, "seats"),
        ({"seats": ["x"]}, "seats"),
        ({"place": " "}, "place"),
        ({"place": "A" * 81}, "place"),
        ({"place": "A\0"}, "place"),
        ({"row": "99999999999999999999", "revision": "7"}, ""),
        ({"document": "x"}, ""),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_written(
    report: Document, typed: dict[str, Any], field: str
) -> None:
    director = client_of(report, Role.DIRECTOR)
    page = director.get(url(report, "underskrifter/"))
    answer = director.post(url(report, "underskrifter/"), form_data(page, **typed))
    assert answer.status_code in (409, 422)
    assert field in {**errors(answer), "": []}
    assert answer.status_code == 409 or errors(answer)
    assert not Signing.objects.exists()


def test_who_sends_a_form_twice_is_told_that_it_is_saved(report: Document) -> None:
    director = client_of(report, Role.DIRECTOR)
    typed = form_data(director.get(url(report, "underskrifter/")))
    answers = [director.post(url(report, "underskrifter/"), typed).status_code for _ in range(2)]
    assert (answers, Signing.objects.count(), Signing.objects.get().revision) == ([302, 409], 1, 1)
    typed = form_data(
        director.get(url(report, "revision/ny/")),
        auditors=[each.pk for each in report.federation.auditors.all()],
        dated="2019-03-25",
        received_on="2019-03-25",
        recommendation="approve",
    )
    answers = [director.post(url(report, "revision/ny/"), typed).status_code for _ in range(2)]
    assert (answers, AuditReport.objects.count()) == ([302, 422], 1)


# --- Two at once ------------------------------------------------------------------------------------------


def remove_signing(document: Document) -> None:
    """Another takes the signing away."""
    revision = Signing.objects.get(document=document).revision
    services.remove_signing(federation=document.federation, document=document.pk, revision=revision)


def test_a_signing_that_another_took_away_is_not_made_anew_unasked(report: Document) -> None:
    sign(report)
    director = client_of(report, Role.DIRECTOR)
    typed = form_data(
        director.get(url(report, "underskrifter/")),
        place="Hedemora",
        note="Lars var sjuk.",
        seats=seats(report),
    )
    remove_signing(report)

    answer = director.post(url(report, "underskrifter/"), typed)

    assert answer.status_code == 409
    assert "har tagit bort underskrifterna medan du skrev" in words(answer)
    assert answer.context["form"]["note"].value() == "Lars var sjuk."
    assert not Signing.objects.exists()
    again = director.post(url(report, "underskrifter/"), form_data(answer, seats=seats(report)))
    assert again.status_code == 302
    assert (Signing.objects.get().place, Signing.objects.get().note) == ("Hedemora", "Lars var sjuk.")


def test_a_signing_that_was_taken_away_and_recorded_anew_is_not_overwritten(report: Document) -> None:
    sign(report)
    director = client_of(report, Role.DIRECTOR)
    typed = form_data(director.get(url(report, "underskrifter/")), place="Hedemora")
    remove_signing(report)
    sign(report, place="Avesta")
    assert Signing.objects.get().revision == int(typed["revision"])  # which alone does not tell them apart

    answer = director.post(url(report, "underskrifter/"), typed)

    assert answer.status_code == 409
    assert [(each["saved"], each["mine"]) for each in answer.context["conflict"]["fields"]] == [
        ("Avesta", "Hedemora")
    ]
    assert Signing.objects.get().place == "Avesta"
    merged = director.post(url(report, "underskrifter/"), form_data(answer))
    assert (merged.status_code, Signing.objects.get().place) == (302, "Hedemora")


def test_a_signing_recorded_anew_is_not_taken_away_by_who_read_the_old(report: Document) -> None:
    sign(report)
    director = client_of(report, Role.DIRECTOR)
    typed = form_data(director.get(url(report, "underskrifter/ta-bort/")))
    remove_signing(report)
    sign(report, place="Avesta")

    answer = director.post(url(report, "underskrifter/ta-bort/"), typed)

    assert (answer.status_code, Signing.objects.count()) == (409, 1)
    assert director.post(url(report, "underskrifter/ta-bort/"), form_data(answer)).status_code == 302
    assert not Signing.objects.exists()


def test_what_was_written_of_a_version_is_not_saved_on_the_one_that_replaced_it(report: Document) -> None:
    director = client_of(report, Role.DIRECTOR)
    typed = form_data(director.get(url(report, "underskrifter/")), place="Hedemora")
    newest = new_version(report)

    answer = director.post(url(report, "underskrifter/"), typed)

    assert answer.status_code == 409
    assert "Styrelsen har godkänt version 2 av årsredovisningen medan du skrev" in words(answer)
    assert answer.context["form"]["place"].value() == "Hedemora"
    assert not Signing.objects.exists()
    early = director.post(url(report, "underskrifter/"), form_data(answer))
    assert list(errors(early)) == ["signed_on"]  # the day of the old version is before the new one's decision
    typed = form_data(early, signed_on="2019-03-20")
    assert director.post(url(report, "underskrifter/"), typed).status_code == 302
    assert (Signing.objects.get().document, Signing.objects.get().place) == (newest, "Hedemora")


def test_a_change_of_the_old_versions_signing_does_not_touch_the_new_ones(report: Document) -> None:
    sign(report)
    director = client_of(report, Role.DIRECTOR)
    typed = form_data(director.get(url(report, "underskrifter/")), place="Hedemora")
    newest = new_version(report)
    sign(newest, place="Avesta")

    answer = director.post(url(report, "underskrifter/"), typed)
    typed = form_data(answer, signed_on="2019-03-20", seats=seats(newest))
    again = director.post(url(report, "underskrifter/"), typed)

    assert (answer.status_code, again.status_code) == (409, 409)
    assert [each["mine"] for each in again.context["conflict"]["fields"]] == ["Hedemora"]
    places = Signing.objects.order_by("document__version").values_list("place", flat=True)
    assert list(places) == ["Provköping", "Avesta"]


def test_a_correction_of_the_old_versions_audit_report_is_kept_on_the_screen(report: Document) -> None:
    sign(report)
    kept = audit(report)
    director = client_of(report, Role.DIRECTOR)
    typed = form_data(director.get(url(report, f"revision/{kept.pk}/")), remarks="Målen är inte följda.")
    sign(new_version(report))

    answer = director.post(url(report, f"revision/{kept.pk}/"), typed)

    assert answer.status_code == 409
    assert answer.context["form"]["remarks"].value() == "Målen är inte följda."
    assert director.post(url(report, f"revision/{kept.pk}/"), form_data(answer)).status_code == 302
    remarks = AuditReport.objects.order_by("document__version").values_list("remarks", flat=True)
    assert list(remarks) == ["", "Målen är inte följda."]


def test_a_decision_of_a_member_that_came_meanwhile_is_laid_beside(report: Document) -> None:
    sign(report)
    audit(report)
    member = report.federation.members.get()
    director = client_of(report, Role.DIRECTOR)
    address = url(report, f"ansvarsfrihet/{member.pk}/")
    typed = form_data(director.get(address), outcome="refused", decided_on="2019-05-20")
    try_discharge(report)

    answer = director.post(address, typed)

    assert (answer.status_code, Discharge.objects.get().outcome) == (409, "granted")
    assert director.post(address, form_data(answer)).status_code == 302
    assert Discharge.objects.get().outcome == "refused"


# --- The public -------------------------------------------------------------------------------------------


def test_the_public_sees_the_way_of_what_is_published_and_nothing_of_what_is_not(report: Document) -> None:
    sign(report)
    audit(report, remarks="Hemlig anmärkning till förbundet.", pdf=None)
    try_discharge(report)
    publication = make.PublicationFactory(document=report, stage=Publication.Stage.ADOPTED)
    address = f"/{report.federation.slug}/publikt/{publication.pk}/"
    assert Client().get(address).status_code == 404

    Document.objects.filter(pk=report.pk).update(status="published", published_on="2019-04-01")
    page = words(Client().get(address)).replace("\xa0", " ")

    assert "Provköping den 15 mars 2019 av Vera Ordförande (ordförande, Provköpings kommun)" in page
    assert "25 mars 2019 av Rut Revisor: tillstyrker ansvarsfrihet" in page
    assert "Provköpings kommun Beviljad Kommunfullmäktige 20 maj 2019" in page
    assert "Hemlig anmärkning" not in page


def test_each_form_says_what_anyone_may_read_and_the_open_page_shows_that_and_no_more(
    report: Document,
) -> None:
    publication = make.PublicationFactory(document=report, stage=Publication.Stage.ADOPTED)
    director = client_of(report, Role.DIRECTOR)
    auditor = report.federation.auditors.get()
    typed: dict[str, tuple[Openness, dict[str, Any]]] = {
        "underskrifter/": (
            chain_openness.SIGNING,
            {
                "signed_on": "2019-03-16",
                "place": "Ortsnamnet",
                "seats": seats(report),
                "note": "Lars kom sent.",
            },
        ),
        "revision/ny/": (
            chain_openness.AUDIT_REPORT,
            {
                "auditors": [auditor.pk],
                "dated": "2019-03-24",
                "received_on": "2019-03-29",
                "recommendation": "reject",
                "remarks": "Målen är inte följda.",
                "pdf": SimpleUploadedFile("b.pdf", pdf_file()),
            },
        ),
        f"ansvarsfrihet/{report.federation.members.get().pk}/": (
            chain_openness.DISCHARGE,
            {
                "outcome": "refused",
                "body": "nämnden",
                "decided_on": "2019-05-27",
                "minutes_ref": "§ 617",
                "note": "Jäv för två.",
            },
        ),
    }
    read = {
        "signed_on": "16 mars 2019",
        "seats": "Vera Ordförande (ordförande, Provköpings kommun)",
        "auditors": "Rut Revisor",
        "dated": "24 mars 2019",
        "received_on": "29 mars 2019",
        "recommendation": "avstyrker ansvarsfrihet",
        "pdf": "Hämta revisionsberättelsen",
        "outcome": "Inte beviljad",
        "body": "Nämnden",
        "decided_on": "27 maj 2019",
    }
    for tail, (openness, values) in typed.items():
        page = director.get(url(report, tail))
        assert openness.told(is_published=False) in words(page)
        assert set(openness.shown) | set(openness.kept) == {
            each.name for each in page.context["form"].visible_fields()
        }
        assert director.post(url(report, tail), form_data(page, **values)).status_code == 302
    Document.objects.filter(pk=report.pk).update(status="published", published_on="2019-04-01")

    told = words(Client().get(f"/{report.federation.slug}/publikt/{publication.pk}/")).replace("\xa0", " ")

    for openness, values in typed.values():
        for name in openness.shown:
            assert read.get(name, values[name]) in told, name
        for name in openness.kept:
            assert read.get(name, values[name]) not in told, name
    assert "Årsredovisningen är publicerad. Så fort du sparar kan alla läsa det här" in words(
        director.get(url(report, "underskrifter/"))
    )


# --- The auditor ------------------------------------------------------------------------------------------


def test_the_auditor_has_document_rows_and_history_a_click_away(report: Document) -> None:
    make.PublicationFactory(document=report, stage=Publication.Stage.ADOPTED)
    centre = make.CostCentreFactory(federation=report.federation, code="10000")
    make.LedgerFigureFactory(federation=report.federation, year=2018, cost_centre=centre)
    sign(report)
    auditor = client_of(report, Role.AUDITOR)
    start = f"/{report.federation.slug}/2018/"

    page = auditor.get(f"{start}granskning/")

    told = words(page)
    assert "Kontrollsummorna stämmer: inget är ändrat sedan dess." in told
    for link in ("vagen/", "historik/", f"id/{centre.slug}/bokfort/", "filer/", "kontroller/"):
        assert link in page.content.decode()
    Publication.objects.filter(document=report).update(html=b"<p>annat</p>")
    assert "Inte som den frystes: webbsidan." in words(auditor.get(f"{start}granskning/"))


def test_the_history_says_who_changed_what_and_is_narrowed(report: Document) -> None:
    federation = report.federation
    director = client_of(report, Role.DIRECTOR)
    page = director.get(url(report, "underskrifter/"))
    director.post(url(report, "underskrifter/"), form_data(page, seats=seats(report)))
    signing = Signing.objects.get()
    page = director.get(url(report, "underskrifter/"))
    director.post(url(report, "underskrifter/"), form_data(page, place="Avesta", seats=seats(report)))
    address = f"/{federation.slug}/2018/granskning/historik/"

    everything = client_of(report, Role.AUDITOR).get(address)
    (kind,) = (pk for pk, name in everything.context["form"].fields["vad"].choices if name == "underskrift")
    rows = client_of(report, Role.AUDITOR).get(address, {"vad": kind}).context["rows"]

    assert [(row.action, row.what) for row in rows] == [
        ("Ändrades", str(signing)),
        ("Lades till", str(signing)),
    ]
    assert ("Ort", "Provköping", "Avesta") in [(each.field, each.was, each.now) for each in rows[0].changes]
    assert everything.context["number"] > 2


def test_the_history_is_of_one_federation_and_not_for_those_without_the_right(report: Document) -> None:
    other = make.MemberFactory(name="Annanstans kommun")
    auditor = client_of(report, Role.AUDITOR)
    page = auditor.get(f"/{report.federation.slug}/2018/granskning/historik/")
    assert "Annanstans kommun" not in page.content.decode()
    assert auditor.get(f"/{other.federation.slug}/2018/granskning/").status_code == 404
    assert (
        client_of(report, Role.FINANCE).get(f"/{report.federation.slug}/2018/granskning/").status_code == 403
    )


# --- The page of signatures -------------------------------------------------------------------------------


def test_the_page_has_a_line_for_each_who_is_to_sign_and_later_says_who_did(report: Document) -> None:
    make.SectionFactory(document=report, heading="Underskrifter", block="reports.signatures")
    before = resolve_document(report)
    html = before.sections[0].block.html if before.sections[0].block else ""
    assert "signatures-open" in html
    assert html.index("Vera Ordförande") < html.index("Lars Ledamot")
    assert "Elsa Ersättare" not in html
    sign(report, "Vera Ordförande", "Elsa Ersättare")
    after = resolve_document(Document.objects.get(pk=report.pk))
    html = after.sections[0].block.html if after.sections[0].block else ""

    assert "Tjänstgörande ersättare, utsedd av Provköpings kommun" in html
    assert "Lars Ledamot" not in html
    assert drift(before, after).number == 0  # what is recorded afterwards is shown beside
