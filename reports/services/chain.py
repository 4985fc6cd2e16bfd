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

from finsam.revisions import EditConflict, Revisioned, RowGone, remove, store
from members.models import Auditor, BoardSeat, Federation, Member, User
from plans.domain.kinds import ANNUAL_REPORT
from plans.models import Document
from reports.audit_report_files import CheckedPdf
from reports.chain_queries import (
    auditor_of,
    chain_facts,
    members_to_decide,
    seats_on,
    signed_by,
    signer_of,
)
from reports.domain import chain
from reports.domain.chain import ChainFacts
from reports.domain.signers import SERVING_DEPUTY, SignerFact, in_signing_order
from reports.models import AuditReport, AuditReportAuditor, Discharge, Signature, Signing


@transaction.atomic
def save_signing(
    *,
    federation: Federation,
    document: int,
    pk: int | None = None,
    revision: int | None = None,
    signed_on: date,
    place: str,
    seats: Collection[int],
    corrected: Collection[int] = (),
    note: str = "",
) -> Signing:
    """Record who signed the report, where and when: `seats` are those in office on the day that signed.

    A deputy signs in the place of a member who was away. Who has signed stands as it was written then, but for the
    seats that are `corrected`: they are written as the register has them now. Raises EditConflict when another has
    recorded it meanwhile, RowGone when another has taken it away.
    """
    report, facts = _locked(federation, document)
    _refuse(chain.problem_with_signing(facts, signed_on, timezone.localdate()))
    existing = Signing.objects.filter(document=report).first()
    _refuse_meanwhile(existing, pk, revision)
    before = signed_by(existing)
    stays = before if existing is not None and existing.signed_on == signed_on else {}
    in_office = seats_on(federation, signed_on, stays)
    signers = _signers(in_office, seats, {key: before[key] for key in before if key not in corrected})
    signing = store(
        Signing,
        pk=existing.pk if existing else None,
        revision=revision,
        changes={"document": report, "signed_on": signed_on, "place": place.strip(), "note": note.strip()},
    )
    if _write_signatures(signing, signers) and existing and signing.revision == existing.revision:
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


def _signers(
    in_office: Collection[BoardSeat], seats: Collection[int], kept: Mapping[int, SignerFact]
) -> list[SignerFact]:
    """Those who signed, in the order they sign: as they are `kept`, or as the register has them."""
    chosen = [kept.get(seat.pk) or signer_of(seat) for seat in in_office if seat.pk in seats]
    if len(chosen) != len(set(seats)):
        raise ValidationError(
            "Någon av dem du har markerat satt inte i styrelsen den dagen. Läs sidan igen och markera på nytt."
        )
    members = sum(each.office != SERVING_DEPUTY for each in chosen)
    ordinary = sum((kept.get(seat.pk) or signer_of(seat)).office != SERVING_DEPUTY for seat in in_office)
    if wrong := chain.problem_with_signers(members, len(chosen) - members, ordinary):
        raise ValidationError({"seats": wrong})
    return list(in_signing_order(chosen))


def _write_signatures(signing: Signing, signers: list[SignerFact]) -> bool:
    """Write who signed, row by row for the change log; whether any of it differed. What is the same is left alone."""
    rows = {each.seat_id: each for each in signing.signatures.all()}
    wanted = [
        {
            "seat_id": each.seat,
            "holder": each.holder,
            "office": each.office,
            "appointed_by": each.appointed_by,
            "position": position,
        }
        for position, each in enumerate(signers, start=1)
    ]
    gone = [row for seat, row in rows.items() if seat not in {each.seat for each in signers}]
    for row in gone:
        row.delete()
    written = [
        _write_row(rows.get(each.seat) or Signature(signing=signing), values)
        for each, values in zip(signers, wanted, strict=True)
    ]
    return bool(gone) or any(written)


def _write_row(row: Signature | AuditReportAuditor, values: Mapping[str, Any]) -> bool:
    """Write what differs in a row of who signed or audited; whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    if differing:
        row.save()
    return bool(differing)


@transaction.atomic
def save_audit_report(
    *,
    federation: Federation,
    document: int,
    pk: int | None = None,
    revision: int | None = None,
    auditors: Collection[Auditor],
    corrected: Collection[int] = (),
    dated: date,
    received_on: date,
    pdf: CheckedPdf | bool | None = None,
    by: User | None = None,
    **changes: Any,
) -> AuditReport:
    """Record what one or several auditors say. `pdf` is a checked file, False to take it away, None to keep it.

    Who has given it stands as it was written then, but for the auditors that are `corrected`, by key: they are
    written as the register has them now.
    """
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
    if _write_auditors(row, auditors, corrected) and pk and row.revision == revision:
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


def _write_auditors(row: AuditReport, auditors: Collection[Auditor], corrected: Collection[int]) -> bool:
    """Write who gave the report, row by row for the change log; whether any of it differed."""
    rows = {each.auditor_id: each for each in row.auditors.all()}
    chosen = {each.pk for each in auditors}
    gone = [each for key, each in rows.items() if key not in chosen]
    for each in gone:
        each.delete()
    anew = chosen - (rows.keys() - set(corrected))
    register = Auditor.objects.filter(pk__in=anew).appointed_in(row.dated.year)
    written = [
        _write_row(
            rows.get(fact.seat) or AuditReportAuditor(report=row),
            {
                "auditor_id": fact.seat,
                "holder": fact.holder,
                "title": fact.office,
                "appointed_by": fact.appointed_by,
            },
        )
        for fact in map(auditor_of, register)
    ]
    return bool(gone) or any(written)


@transaction.atomic
def save_discharge(
    *,
    federation: Federation,
    document: int,
    member: Member,
    pk: int | None = None,
    revision: int | None = None,
    outcome: str,
    decided_on: date | None = None,
    body: str = "",
    minutes_ref: str = "",
    **changes: Any,
) -> Discharge:
    """Record what a member has decided of the board's discharge, or that it has not tried it.

    Raises EditConflict when another has recorded it meanwhile, RowGone when another has taken it away.
    """
    report, facts = _locked(federation, document)
    if member.pk not in {each.pk for each in members_to_decide(report)}:
        raise ValidationError(f"{member} prövar inte ansvarsfriheten för {report.year}.")
    body, minutes_ref = body.strip(), minutes_ref.strip()
    _refuse(
        chain.problem_with_discharge(
            facts, outcome, decided_on, timezone.localdate(), body=body, minutes_ref=minutes_ref
        )
    )
    existing = Discharge.objects.filter(document=report, member=member).first()
    _refuse_meanwhile(existing, pk, revision)
    return store(
        Discharge,
        pk=existing.pk if existing else None,
        revision=revision,
        changes={
            "document": report,
            "member": member,
            "outcome": outcome,
            "decided_on": decided_on,
            "body": body,
            "minutes_ref": minutes_ref,
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
    if report.status == Document.Status.SUPERSEDED:
        raise ValidationError(
            f"Version {report.version} av årsredovisningen är ersatt. Det som är antecknat om den ändras inte längre."
        )
    return report, chain_facts(report)


def _refuse_meanwhile(existing: Revisioned | None, pk: int | None, revision: int | None) -> None:
    """Refuse to write what another has recorded or taken away since: of the report, or of the member, there is one.

    `pk` is the row that was read, None when the writer does not tell it apart from another that came in its place.
    """
    if existing is None and revision is not None:
        raise RowGone
    if existing is not None and (revision is None or pk not in (None, existing.pk)):
        raise EditConflict(existing)


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
