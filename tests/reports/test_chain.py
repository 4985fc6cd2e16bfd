"""What becomes of an annual report is recorded in order, as it was on the day, and corrected with its history kept."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from finsam.figures import look_up
from finsam.revisions import EditConflict, RowGone
from finsam.scope import Scope
from members.models import ChangeLogEntry
from plans.models import Document
from reports import services
from reports.audit_report_files import MOST_BYTES, checked_pdf
from reports.chain_queries import chain_facts, years_done
from reports.domain.chain import Step
from reports.domain.signers import changes_of_board
from reports.models import AuditReport, Signing
from reports.notice_queries import notice_view, recipients, reports_to_announce
from reports.services.year_wheel import add_usual_times
from reports.wheel_queries import occasions_of
from tests import factories as make
from tests.reports.chain_sample import (
    DECIDED,
    audit,
    decided_report,
    new_version,
    pdf_file,
    seats,
    sign,
    try_discharge,
)

pytestmark = pytest.mark.django_db


def test_who_signed_stands_as_it_was_when_the_seat_is_corrected() -> None:
    document = decided_report()
    sign(document, "Vera Ordförande", "Elsa Ersättare")
    document.federation.board_seats.filter(office="chair").update(holder="Vera Nygift", office="")

    signing = chain_facts(document).signing

    assert signing is not None
    assert [(each.holder, each.office, each.appointed_by) for each in signing.signers] == [
        ("Vera Ordförande", "Ordförande", "Provköpings kommun"),
        ("Elsa Ersättare", "Tjänstgörande ersättare", "Provköpings kommun"),
    ]


def test_one_who_did_not_sit_on_the_day_does_not_sign() -> None:
    document = decided_report()
    late = make.BoardSeatFactory(federation=document.federation, term_start=date(2019, 4, 1))

    with pytest.raises(ValidationError, match="satt inte i styrelsen den dagen"):
        sign(document, seats=[late.pk])
    assert not Signing.objects.exists()


def test_sitting_members_sign_also_when_they_came_after_the_decision() -> None:
    document = decided_report()
    document.federation.board_seats.update(term_end=date(2019, 4, 1))
    new = make.BoardSeatFactory(
        federation=document.federation, holder="Nils Ny", term_start=date(2019, 4, 1), term_end=None
    )
    sign(document, signed_on=date(2019, 4, 5), seats=[new.pk])

    facts = chain_facts(document)

    assert "Nils Ny" in changes_of_board(facts.board_then, facts.board_signing)[-1]


def test_the_steps_are_recorded_in_order_and_not_otherwise() -> None:
    document = decided_report()
    with pytest.raises(ValidationError, match="ska vara undertecknad innan"):
        audit(document)
    with pytest.raises(ValidationError, match="sedan revisorerna har lämnat sin berättelse"):
        try_discharge(document)
    sign(document)
    with pytest.raises(ValidationError, match="sedan revisorerna har lämnat sin berättelse"):
        try_discharge(document)
    report = audit(document)
    try_discharge(document)
    with pytest.raises(ValidationError, match="Ta bort den först"):
        services.remove_signing(federation=document.federation, document=document.pk, revision=1)
    with pytest.raises(ValidationError, match="Ta bort det beslutet först"):
        services.remove_audit_report(
            federation=document.federation, document=document.pk, pk=report.pk, revision=report.revision
        )


def test_a_report_that_is_not_decided_or_is_no_annual_report_is_not_signed() -> None:
    draft = decided_report(status="draft")
    with pytest.raises(ValidationError, match="Registrera beslutet först"):
        sign(draft)
    plan = make.DocumentFactory(federation=draft.federation, year=2018)
    with pytest.raises(ValidationError, match="Bara en årsredovisning"):
        services.save_signing(
            federation=plan.federation, document=plan.pk, signed_on=DECIDED, place="Här", seats=[]
        )


def test_a_replaced_version_keeps_what_is_recorded_of_it() -> None:
    document = decided_report()
    signing = sign(document)
    newest = new_version(document)
    with pytest.raises(ValidationError, match="Version 1 av årsredovisningen är ersatt"):
        sign(document, place="Avesta", revision=signing.revision)
    sign(newest)
    assert [each.place for each in Signing.objects.all()] == ["Provköping", "Provköping"]


def test_another_federations_report_and_auditor_are_refused() -> None:
    document, other = decided_report(), make.FederationFactory()
    with pytest.raises(ValidationError, match="hör till ett annat förbund"):
        services.save_signing(
            federation=other, document=document.pk, signed_on=DECIDED, place="Här", seats=seats(document)
        )
    sign(document)
    with pytest.raises(ValidationError, match="förbundets egna revisorer"):
        audit(document, auditors=[make.AuditorFactory(federation=other)])


def test_of_two_who_record_the_signing_the_second_is_told() -> None:
    document = decided_report()
    sign(document)
    with pytest.raises(EditConflict):
        sign(document, place="Annanstans")
    signing = Signing.objects.get()
    sign(document, "Vera Ordförande", revision=signing.revision)
    assert Signing.objects.get().revision == signing.revision + 1  # who signed is part of it


def test_what_another_took_away_meanwhile_is_told_and_not_made_anew() -> None:
    document = decided_report()
    sign(document)
    services.remove_signing(federation=document.federation, document=document.pk, revision=1)
    with pytest.raises(RowGone):
        sign(document, revision=1)
    sign(document)
    audit(document)
    with pytest.raises(RowGone):
        try_discharge(document, revision=1)


def test_a_correction_is_a_revision_and_what_stood_there_is_in_the_history() -> None:
    document = decided_report()
    signing = sign(document)
    sign(document, place="Avesta", revision=signing.revision)

    entry = ChangeLogEntry.objects.filter(federation=document.federation, object_repr=str(signing)).first()

    assert entry is not None
    assert entry.changes["place"] == ["Provköping", "Avesta"]


def test_a_member_decides_for_itself_and_one_that_is_paid_for_does_not() -> None:
    document = decided_report()
    payer = make.MemberFactory(federation=document.federation, name="Försäkringskassan", slug="fk")
    paid_for = make.MemberFactory(
        federation=document.federation, name="Arbetsförmedlingen", slug="af", paid_by=payer
    )
    sign(document)
    audit(document)
    try_discharge(document, "fk", outcome="refused", body="styrelsen")

    assert [(each.name, each.words) for each in chain_facts(document).discharges] == [
        ("Provköpings kommun", "Inte prövad"),
        ("Försäkringskassan", "Inte beviljad"),
    ]
    with pytest.raises(ValidationError, match="prövar inte ansvarsfriheten"):
        try_discharge(document, member=paid_for)


def test_an_auditor_gives_one_report() -> None:
    document = decided_report()
    sign(document)
    audit(document)
    with pytest.raises(ValidationError, match="Rut Revisor har redan lämnat en berättelse"):
        audit(document)


# --- What was recorded stays as it was --------------------------------------------------------------------


def signed_as(document: Document) -> list[tuple[str, str, str]]:
    """Who signed, as it is recorded."""
    signing = chain_facts(document).signing
    assert signing is not None
    return [(each.holder, each.office, each.appointed_by) for each in signing.signers]


def audited_as(document: Document) -> list[tuple[str, str, str]]:
    """Who gave the one audit report, as it is recorded."""
    (report,) = chain_facts(document).reports
    return [(each.holder, each.office, each.appointed_by) for each in report.auditors]


TOWN = "Provköpings kommun"


def test_who_signed_stands_when_the_place_is_corrected_after_a_seat_has_changed() -> None:
    document = decided_report()
    signing = sign(document, "Vera Ordförande", "Elsa Ersättare")
    document.federation.board_seats.filter(office="chair").update(holder="Vera Nygift", office="")

    sign(document, seats=signing.signatures.values_list("seat", flat=True), place="Avesta", revision=1)

    assert signed_as(document) == [
        ("Vera Ordförande", "Ordförande", TOWN),
        ("Elsa Ersättare", "Tjänstgörande ersättare", TOWN),
    ]


def test_one_who_signs_too_is_written_as_the_seat_is_now_and_the_others_stay_in_their_rows() -> None:
    document = decided_report()
    signing = sign(document, "Lars Ledamot")
    kept = signing.signatures.get().pk
    document.federation.board_seats.update(holder=Concat("holder", Value(" Ny")))

    sign(document, revision=1)

    assert signed_as(document) == [
        ("Vera Ordförande Ny", "Ordförande", TOWN),
        ("Lars Ledamot", "Ledamot", TOWN),
    ]
    assert kept in signing.signatures.values_list("pk", flat=True)


def test_only_the_signature_that_is_corrected_is_written_anew() -> None:
    document = decided_report()
    sign(document)
    document.federation.board_seats.update(holder=Concat("holder", Value(" Ny")))

    assert sign(document, revision=1).revision == 1  # nothing was changed
    (chair,) = seats(document, "Vera Ordförande Ny")
    signing = sign(document, revision=1, corrected=[chair])

    assert signed_as(document) == [
        ("Vera Ordförande Ny", "Ordförande", TOWN),
        ("Lars Ledamot", "Ledamot", TOWN),
    ]
    assert signing.revision == 2


def test_a_signature_is_not_lost_when_the_term_of_its_seat_is_corrected() -> None:
    document = decided_report()
    signing = sign(document)
    chosen = list(signing.signatures.values_list("seat", flat=True))
    document.federation.board_seats.filter(office="chair").update(term_end=date(2019, 3, 1))

    sign(document, seats=chosen, place="Avesta", revision=1)
    assert len(signed_as(document)) == 2

    with pytest.raises(ValidationError, match="satt inte i styrelsen den dagen"):
        sign(document, seats=chosen, signed_on=date(2019, 3, 20), revision=2)


def test_who_audited_stands_when_the_report_is_corrected_after_the_auditor_has_changed() -> None:
    document = decided_report()
    sign(document)
    report = audit(document)
    rut = document.federation.auditors.get()
    document.federation.auditors.update(holder="Rut Nygift", is_authorised=True)

    report = audit(document, pk=report.pk, revision=report.revision, recommendation="reject")
    assert audited_as(document) == [("Rut Revisor", "Revisor", TOWN)]

    audit(document, pk=report.pk, revision=report.revision, auditors=[rut], corrected=[rut.pk])
    assert audited_as(document) == [("Rut Nygift", "Auktoriserad revisor", TOWN)]


def test_an_auditor_who_gives_it_too_is_added_and_the_first_stays_as_they_were() -> None:
    document = decided_report()
    sign(document)
    report = audit(document)
    document.federation.auditors.update(holder="Rut Nygift")
    make.AuditorFactory(
        federation=document.federation, holder="Ragnar", term_start=date(2016, 1, 1), term_end=None
    )

    report = audit(document, pk=report.pk, revision=1)

    assert [name for name, _, _ in audited_as(document)] == ["Rut Revisor", "Ragnar"]
    assert report.revision == 2


# --- The file ---------------------------------------------------------------------------------------------


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("berattelse.pdf", data, "application/pdf")


def test_the_audit_report_is_kept_just_as_it_came() -> None:
    document, data = decided_report(), pdf_file(3)
    sign(document)
    audit(document, pdf=checked_pdf(upload(data)))

    kept = AuditReport.objects.get()

    assert bytes(kept.pdf) == data
    assert (kept.pdf_sha256, kept.pdf_pages) == (hashlib.sha256(data).hexdigest(), 3)


def locked_pdf() -> bytes:
    pdf, data = pikepdf.open(BytesIO(pdf_file())), BytesIO()
    pdf.save(data, encryption=pikepdf.Encryption(owner="a", user="b"))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04 a word document", "Filen är ingen PDF"),
        (b"%PDF-1.7 and then nothing", "går inte att läsa som PDF"),
        (pdf_file()[:200], "går inte att läsa som PDF"),
        (
            pdf_file(script=True),
            "Filen innehåller JavaScript, och filen tas därför inte emot. Öppna revisionsberättelsen",
        ),
        (locked_pdf(), "har ett lösenord"),
        (pdf_file(201), "Filen har 201 sidor"),
        (b"%PDF-" + b"0" * MOST_BYTES, "större än 10 MB"),
    ],
    ids=["word", "torn", "cut", "script", "locked", "long", "large"],
)
def test_a_file_that_is_no_audit_report_is_refused_with_what_to_do(data: bytes, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        checked_pdf(upload(data))


# --- Where it is told -------------------------------------------------------------------------------------


def test_figures_say_when_a_report_was_signed_and_audited() -> None:
    document = decided_report()
    sign(document)
    audit(document)
    scope = Scope(document.federation_id, 2019)

    shown = {
        key: look_up(f"report.{key}@2018", scope).shown.replace("\xa0", " ")
        for key in ("decided_on", "signed_on", "signed_at", "audited_on", "discharge_granted_count")
    }

    assert shown == {
        "decided_on": "15 mars 2019",
        "signed_on": "15 mars 2019",
        "signed_at": "Provköping",
        "audited_on": "25 mars 2019",
        "discharge_granted_count": "noll",
    }


def test_the_year_wheel_ticks_off_what_is_on_record() -> None:
    document = decided_report()
    federation = document.federation
    add_usual_times(federation=federation, keys=("revision", "ansvarsfrihet"), from_year=2018)

    def done() -> dict[str, bool]:
        found = occasions_of(federation, (2018,), date(2019, 9, 1))
        return {
            each.title: each.is_done for each in found if each.law == "arsredovisning" or each.kind == "own"
        }

    told = [done()]
    for act in (sign, audit, try_discharge):
        act(document)
        told.append(done())

    assert [list(each.values()) for each in told] == [
        [False, False, False],
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_the_years_done_are_told_by_step_and_a_replaced_version_does_not_count() -> None:
    document = decided_report()
    sign(document)
    federation = document.federation
    assert years_done(federation, (2017, 2018))[Step.SIGNED] == {2018}
    document.status = "superseded"
    document.save()
    assert years_done(federation, (2017, 2018))[Step.SIGNED] == set()


def text_of(kind: str, document: Document) -> str:
    notice = make.PublicNoticeFactory(federation=document.federation, kind=kind, year=2018)
    return notice_view(notice, "https://finsam.example/x/", date(2019, 3, 20)).text.replace("\xa0", " ")


def test_the_notices_are_written_from_what_is_on_record() -> None:
    document = decided_report()
    document.federation.name = "Provbygdens Samordningsförbund"
    document.federation.contact_email = ""
    document.federation.save()
    sign(document)
    assert text_of("report", document) == (
        "Styrelsen för Provbygdens Samordningsförbund godkände årsredovisningen för 2018 den 15 mars 2019, § 12. Den "
        "skrevs under den 15 mars 2019.\n\n"
        "Den kan begäras ut från förbundet. Förbundets öppna sidor finns på https://finsam.example/x/.\n\n"
        "Nu granskas den av revisorerna. Därefter prövar varje medlem för sig om styrelsen ska få ansvarsfrihet."
    )
    audit(document)
    assert text_of("audit", document) == (
        "Revisorerna har lämnat sin revisionsberättelse för Provbygdens Samordningsförbund avseende år 2018.\n\n"
        "Rut Revisor tillstyrker ansvarsfrihet, 25 mars 2019.\n\n"
        "Varje medlem prövar frågan om ansvarsfrihet för sig.\n\n"
        "Den kan begäras ut från förbundet. Förbundets öppna sidor finns på https://finsam.example/x/."
    )


def test_what_is_to_be_made_known_is_told_until_a_notice_is_begun() -> None:
    document = decided_report()
    sign(document)
    assert [kind for kind, _ in reports_to_announce(document.federation, 2018)] == ["report"]
    audit(document)
    assert [kind for kind, _ in reports_to_announce(document.federation, 2018)] == ["report", "audit"]
    make.PublicNoticeFactory(federation=document.federation, kind="report", year=2018)
    assert [kind for kind, _ in reports_to_announce(document.federation, 2018)] == ["audit"]


def test_a_notice_of_a_report_goes_to_every_member_also_one_that_is_paid_for() -> None:
    document = decided_report()
    payer = make.MemberFactory(federation=document.federation, name="Försäkringskassan")
    make.MemberFactory(federation=document.federation, name="Arbetsförmedlingen", paid_by=payer)
    notice = make.PublicNoticeFactory(federation=document.federation, kind="audit", year=2018)

    assert [each.name for each in recipients(notice)] == [
        "Provköpings kommun",
        "Försäkringskassan",
        "Arbetsförmedlingen",
    ]


@pytest.mark.parametrize("size", [1, 30])
def test_the_whole_way_is_read_with_as_many_queries_for_thirty_members_as_for_one(size: int) -> None:
    document = decided_report()
    for _ in range(size - 1):
        member = make.MemberFactory(federation=document.federation)
        make.BoardSeatFactory(
            federation=document.federation, appointed_by=member, term_start=date(2015, 4, 1), term_end=None
        )
        make.AuditorFactory(
            federation=document.federation, appointed_by=member, term_start=date(2015, 4, 1), term_end=None
        )
    sign(document)
    audit(document)
    for member in document.federation.members.all():
        try_discharge(document, member=member)
    document.refresh_from_db()

    with CaptureQueriesContext(connection) as queries:
        facts = chain_facts(document)

    assert (len(facts.tried), len(queries)) == (size, 11)
