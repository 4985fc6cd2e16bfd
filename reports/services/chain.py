"""Writes of what becomes of an annual report: its signing, what the auditors say, and what each member decides.

Everything is recorded after it has happened, in the order that `reports.domain.chain` holds it to. Corrections
are new revisions, and the change log keeps what stood there before. The report is locked meanwhile, so that two who
write at once are held to the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finsam.revisions import EditConflict, remove, store
from members.models import Auditor, BoardSeat, Federation, Member, User
from plans.domain.kinds import ANNUAL_REPORT
from plans.models import Document
from reports.audit_report_files import CheckedPdf
from reports.chain_queries import chain_facts, members_to_decide
from reports.domain import chain
from reports.domain.chain import ChainFacts
from reports.domain.signers import OFFICES, SERVING_DEPUTY
from reports.models import AuditReport, AuditReportAuditor, Discharge, Signature, Signing


@transaction.atomic
def save_signing(
    *,
    federation: Federation,
    document: int,
    revision: int | None = None,
    signed_on: date,
    place: str,
    seats: Collection[int],
    note: str = "",
) -> Signing:
    """Record who signed the report, where and when: `seats` are those in office on the day that signed.

    A deputy signs in the place of a member who was away. Raises EditConflict when another has recorded it meanwhile.
    """
    report, facts = _locked(federation, document)
    _refuse(chain.problem_with_signing(facts, signed_on, timezone.localdate()))
    signers = _signers(federation, signed_on, seats)
    existing = Signing.objects.filter(document=report).first()
    if existing is not None and revision is None:
        raise EditConflict(existing)
    signing = store(
        Signing,
        pk=existing.pk if existing else None,
        revision=revision,
        changes={"document": report, "signed_on": signed_on, "place": place.strip(), "note": note.strip()},
    )
    if _replace_signatures(signing, signers) and existing and signing.revision == existing.revision:
        signing.touch()  # who signed is edited together with where and when
    return signing


@transaction.atomic
def remove_signing(*, federation: Federation, document: int, revision: int | None) -> None:
    """The report was not signed after all; refused while there is an audit report."""
    report, facts = _locked(federation, document)
    if why := chain.why_signing_stays(facts):
        raise ValidationError(why)
    found = Signing.objects.filter(document=report).first()
    if found is not None:
        for signature in found.signatures.all():  # one by one, for the change log
            signature.delete()
        remove(Signing, pk=found.pk, revision=revision)


def _signers(federation: Federation, day: date, seats: Collection[int]) -> list[BoardSeat]:
    """The seats that signed, in the order they sign."""
    in_office = list(federation.board_seats.in_office(day))
    chosen = [seat for seat in in_office if seat.pk in seats]
    if len(chosen) != len(set(seats)):
        raise ValidationError(
            "Någon av dem du har markerat satt inte i styrelsen den dagen. Läs sidan igen och markera på nytt."
        )
    members = sum(seat.kind == BoardSeat.Kind.MEMBER for seat in chosen)
    ordinary = sum(seat.kind == BoardSeat.Kind.MEMBER for seat in in_office)
    if wrong := chain.problem_with_signers(members, len(chosen) - members, ordinary):
        raise ValidationError({"seats": wrong})
    return sorted(chosen, key=lambda seat: OFFICES.index(_office(seat)))


def _office(seat: BoardSeat) -> str:
    if seat.kind == BoardSeat.Kind.DEPUTY:
        return SERVING_DEPUTY
    return str(seat.get_office_display() if seat.office else seat.get_kind_display())


def _replace_signatures(signing: Signing, seats: list[BoardSeat]) -> bool:
    """Write who signed, row by row for the change log; whether any of it differed."""
    wanted = [
        {"seat_id": seat.pk, "holder": seat.holder, "office": _office(seat), "appointed_by": seat.appointer}
        for seat in seats
    ]
    if list(signing.signatures.values("seat_id", "holder", "office", "appointed_by")) == wanted:
        return False
    for signature in signing.signatures.all():
        signature.delete()
    for position, each in enumerate(wanted, start=1):
        Signature.objects.create(signing=signing, position=position, **each)
    return True


@transaction.atomic
def save_audit_report(
    *,
    federation: Federation,
    document: int,
    pk: int | None = None,
    revision: int | None = None,
    auditors: Collection[Auditor],
    dated: date,
    received_on: date,
    pdf: CheckedPdf | bool | None = None,
    by: User | None = None,
    **changes: Any,
) -> AuditReport:
    """Record what one or several auditors say. `pdf` is a checked file, False to take it away, None to keep it."""
    report, facts = _locked(federation, document)
    others = _without(facts, pk)
    _refuse(chain.problem_with_audit_report(others, dated, received_on, timezone.localdate()))
    _refuse_auditors(federation, report, pk, auditors)
    row = store(
        AuditReport,
        pk=pk,
        revision=revision,
        changes={
            "document": report,
            "dated": dated,
            "received_on": received_on,
            **changes,
            **_file(pdf),
            **({} if pk else {"entered_by": by}),
        },
        guard=_of_report(report),
    )
    if _replace_auditors(row, auditors) and pk and row.revision == revision:
        row.touch()
    return row


@transaction.atomic
def remove_audit_report(*, federation: Federation, document: int, pk: int, revision: int | None) -> None:
    """Remove an audit report entered by mistake; refused when a member has decided on it."""
    report, facts = _locked(federation, document)
    if why := chain.why_audit_report_stays(facts, pk):
        raise ValidationError(why)
    for auditor in AuditReportAuditor.objects.filter(report=pk, report__document=report):
        auditor.delete()
    remove(AuditReport, pk=pk, revision=revision, guard=_of_report(report))


def _without(facts: ChainFacts, pk: int | None) -> ChainFacts:
    """What has become of the report but for one audit report, which is to be written anew."""
    return replace(facts, reports=tuple(each for each in facts.reports if each.pk != pk))


def _refuse_auditors(
    federation: Federation, report: Document, pk: int | None, auditors: Collection[Auditor]
) -> None:
    if not auditors:
        raise ValidationError({"auditors": "Välj vem eller vilka som har lämnat berättelsen."})
    if any(each.federation_id != federation.pk for each in auditors):
        raise ValidationError({"auditors": "Välj bland förbundets egna revisorer."})
    taken = (
        AuditReportAuditor.objects.filter(report__document=report, auditor__in=auditors)
        .exclude(report=pk)
        .first()
    )
    if taken is not None:
        raise ValidationError(
            {"auditors": f"{taken.holder} har redan lämnat en berättelse. Ändra den i stället."}
        )


def _file(pdf: CheckedPdf | bool | None) -> dict[str, Any]:
    if isinstance(pdf, CheckedPdf):
        return {"pdf": pdf.data, "pdf_sha256": pdf.sha256, "pdf_pages": pdf.pages}
    return {"pdf": b"", "pdf_sha256": "", "pdf_pages": None} if pdf is False else {}


def _replace_auditors(row: AuditReport, auditors: Collection[Auditor]) -> bool:
    """Write who gave the report, row by row for the change log; whether any of it differed."""
    chosen = Auditor.objects.filter(pk__in=[each.pk for each in auditors]).appointed_in(row.dated.year)
    wanted = [
        {
            "auditor_id": each.pk,
            "holder": each.holder,
            "title": "Auktoriserad revisor" if each.is_authorised else "Revisor",
            "appointed_by": each.appointer,
        }
        for each in chosen
    ]
    if list(row.auditors.values("auditor_id", "holder", "title", "appointed_by")) == wanted:
        return False
    for auditor in row.auditors.all():
        auditor.delete()
    for each in wanted:
        AuditReportAuditor.objects.create(report=row, **each)
    return True


@transaction.atomic
def save_discharge(
    *,
    federation: Federation,
    document: int,
    member: Member,
    revision: int | None = None,
    outcome: str,
    decided_on: date | None = None,
    **changes: Any,
) -> Discharge:
    """Record what a member has decided of the board's discharge, or that it has not tried it.

    Raises EditConflict when another has recorded it meanwhile.
    """
    report, facts = _locked(federation, document)
    if member.pk not in {each.pk for each in members_to_decide(report)}:
        raise ValidationError(f"{member} prövar inte ansvarsfriheten för {report.year}.")
    _refuse(chain.problem_with_discharge(facts, outcome, decided_on, timezone.localdate()))
    existing = Discharge.objects.filter(document=report, member=member).first()
    if existing is not None and revision is None:
        raise EditConflict(existing)
    return store(
        Discharge,
        pk=existing.pk if existing else None,
        revision=revision,
        changes={
            "document": report,
            "member": member,
            "outcome": outcome,
            "decided_on": decided_on,
            **changes,
        },
    )


def _locked(federation: Federation, document: int) -> tuple[Document, ChainFacts]:
    """The report, locked, and what has become of it."""
    report = Document.locked(document, None)
    if report.federation_id != federation.pk:
        raise ValidationError("Årsredovisningen hör till ett annat förbund.")
    if report.kind != ANNUAL_REPORT:
        raise ValidationError("Bara en årsredovisning skrivs under, granskas och prövas.")
    return report, chain_facts(report)


def _of_report(report: Document) -> Any:
    def guard(row: AuditReport) -> None:
        if row.document_id != report.pk:
            raise ValidationError("Revisionsberättelsen hör till en annan årsredovisning.")

    return guard


def _refuse(problems: Mapping[str, str]) -> None:
    """Raise what is wrong, at the fields it concerns."""
    if "" in problems:
        raise ValidationError(problems[""])
    if problems:
        raise ValidationError(dict(problems))
