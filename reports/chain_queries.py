"""Reads what has become of annual reports into frozen facts. Constant number of queries, however many rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from finsam.scope import Scope
from members.domain.facts import AuditorFact, BoardFacts, SeatFact
from members.models import Auditor, BoardSeat, Federation, Member, WheelEntry
from members.queries import board_on
from plans.domain.kinds import ANNUAL_REPORT
from plans.models import Document
from reports.domain.chain import (
    AuditReportFact,
    ChainFacts,
    DischargeFact,
    SigningFact,
    Step,
)
from reports.domain.signers import SignerFact, office_of_signer
from reports.domain.usual_times import USUAL_TIMES
from reports.models import AuditReport, Discharge, Signing

DECIDED = (Document.Status.ADOPTED, Document.Status.PUBLISHED, Document.Status.SUPERSEDED)
USUAL_KEYS = {"revision": Step.AUDITED, "ansvarsfrihet": Step.DISCHARGED}
"""Which of the usual times of a year is which step."""
STEP_OF_TITLE = {
    each.title.casefold(): USUAL_KEYS[each.key] for each in USUAL_TIMES if each.key in USUAL_KEYS
}
"""The step that an occasion of the federation's own is about, by the title it was offered with."""


def chain_facts(document: Document, own_days: Mapping[str, date] | None = None) -> ChainFacts:
    """What has become of one annual report. At most ten queries, with the decision and its meeting at hand."""
    decision = document.decision if document.status in DECIDED else None
    decided_on = decision.meeting.held_on if decision else None
    signing = _signing(document)
    federation_id = document.federation_id
    board_then = board_on(federation_id, decided_on) if decided_on else None
    return ChainFacts(
        year=document.year,
        decided_on=decided_on,
        minutes_ref=decision.minutes_ref if decision else "",
        published_on=document.published_on if document.status in DECIDED else None,
        signing=signing,
        reports=audit_report_facts(document),
        discharges=_discharges(document),
        board_then=board_then,
        board_signing=_board_signing(federation_id, signing, board_then),
        own_days=own_days,
    )


def own_days(federation: Federation, year: int) -> dict[str, date]:
    """The days that the federation's year wheel says for the steps of the year's report, by step. One query."""
    found: dict[str, date] = {}
    for entry in WheelEntry.objects.filter(federation=federation, is_active=True):
        if entry.law == ANNUAL_REPORT:
            found |= {Step.DECIDED.value: entry.due(year), Step.SIGNED.value: entry.due(year)}
        elif entry.title.casefold() in STEP_OF_TITLE:
            found[STEP_OF_TITLE[entry.title.casefold()].value] = entry.due(year)
    return found


def report_of_year(federation: Federation, year: int) -> Document | None:
    """The annual report of the year that the board has decided on, the newest version; None while there is none."""
    return versions_of_year(federation, year).first()


def versions_of_year(federation: Federation, year: int) -> QuerySet[Document]:
    """The versions of the year's annual report that the board has decided on, the newest first, with their signings."""
    documents: QuerySet[Document] = federation.documents.filter(
        kind=ANNUAL_REPORT, year=year, status__in=DECIDED
    )
    return documents.select_related("federation", "decision__meeting", "signing").order_by("-version")


def report_chain(scope: Scope) -> ChainFacts | None:
    """What has become of the annual report of the scope's year; None while the board has decided on none."""
    document = report_of_year(Federation.objects.get(pk=scope.federation_id), scope.year)
    return chain_facts(document) if document else None


def years_done(federation: Federation, years: Iterable[int]) -> dict[str, frozenset[int]]:
    """The years whose reports are signed, audited and tried by every member, by step. Four queries."""
    years = frozenset(years)
    reports = list(
        federation.documents.filter(
            kind=ANNUAL_REPORT,
            year__in=years,
            status__in=(Document.Status.ADOPTED, Document.Status.PUBLISHED),
        ).values_list("pk", "year")
    )
    year_of = dict(reports)
    signed = Signing.objects.filter(document__in=year_of).values_list("document", flat=True)
    audited = AuditReport.objects.filter(document__in=year_of).values_list("document", flat=True)
    return {
        Step.SIGNED.value: frozenset(year_of[pk] for pk in signed),
        Step.AUDITED.value: frozenset(year_of[pk] for pk in audited),
        Step.DISCHARGED.value: _all_tried(federation, year_of),
    }


def _all_tried(federation: Federation, year_of: Mapping[int, int]) -> frozenset[int]:
    """The years that every member has tried. Two queries, or one where none has."""
    tried: dict[int, set[int]] = {}
    decided = Discharge.objects.filter(document__in=year_of).exclude(outcome=Discharge.Outcome.UNTRIED)
    for document, member in decided.values_list("document", "member"):
        tried.setdefault(year_of[document], set()).add(member)
    members = list(federation.members.paying().values_list("pk", "from_year", "until_year")) if tried else []
    return frozenset(
        year
        for year, who in tried.items()
        if all(pk in who for pk, start, end in members if start <= year and (end is None or year < end))
    )


def seats_on(federation: Federation, day: date, signed: Iterable[int] = ()) -> list[BoardSeat]:
    """The seats in office on the day, and those that have `signed` though their terms now say otherwise. One query."""
    ends_after = Q(term_end__isnull=True) | Q(term_end__gt=day)
    seats = federation.board_seats.filter(Q(ends_after, term_start__lte=day) | Q(pk__in=list(signed)))
    return list(seats.appointed_in(day.year))


def signer_of(seat: BoardSeat) -> SignerFact:
    """Who holds a seat, as the register has it now; ask for the seats with their appointers."""
    fact = SeatFact(seat.appointer, seat.kind, seat.office, seat.holder, seat.pk)
    return SignerFact(fact.holder, office_of_signer(fact), fact.member, fact.pk)


def auditor_of(auditor: Auditor) -> SignerFact:
    """An auditor as the register has them now; ask for the auditors with their appointers."""
    fact = AuditorFact(auditor.holder, auditor.appointer, auditor.is_authorised)
    return SignerFact(fact.holder, fact.title, fact.member, auditor.pk)


def signed_by(signing: Signing | None) -> dict[int, SignerFact]:
    """Who signed, as they were on the day, by seat. One query."""
    rows = signing.signatures.all() if signing else ()
    return {
        each.seat_id: SignerFact(each.holder, each.office, each.appointed_by, each.seat_id) for each in rows
    }


def audited_by(report: AuditReport | None) -> dict[int, SignerFact]:
    """Who gave an audit report, as they were on the day, by auditor. One query."""
    rows = report.auditors.all() if report else ()
    return {
        each.auditor_id: SignerFact(each.holder, each.title, each.appointed_by, each.auditor_id)
        for each in rows
    }


def _signing(document: Document) -> SigningFact | None:
    found = Signing.objects.filter(document=document).prefetch_related("signatures").first()
    if found is None:
        return None
    return SigningFact(
        revision=found.revision,
        signed_on=found.signed_on,
        place=found.place,
        signers=tuple(
            SignerFact(each.holder, each.office, each.appointed_by, each.seat_id)
            for each in found.signatures.all()
        ),
        note=found.note,
    )


def audit_report_facts(document: Document) -> tuple[AuditReportFact, ...]:
    """The audit reports, the first dated first. Two queries."""
    reports = AuditReport.objects.filter(document=document).defer("pdf").prefetch_related("auditors")
    return tuple(
        AuditReportFact(
            pk=each.pk,
            dated=each.dated,
            received_on=each.received_on,
            recommendation=each.recommendation,
            remarks=each.remarks,
            auditors=tuple(
                SignerFact(one.holder, one.title, one.appointed_by) for one in each.auditors.all()
            ),
            pages=each.pdf_pages,
            sha256=each.pdf_sha256,
            entered_by=each.entered_by_id,
        )
        for each in reports
    )


def members_to_decide(document: Document) -> QuerySet[Member]:
    """The members who each decide of the discharge: those of the year, but one that another pays and decides for.

    They are called what they are called the year after, when they decide.
    """
    members = document.federation.members.in_year(document.year)
    found: QuerySet[Member] = members.paying().called_in(document.year + 1)
    return found


def _discharges(document: Document) -> tuple[DischargeFact, ...]:
    """What each member has decided, in the members' order. Two queries."""
    decided = {each.member_id: each for each in Discharge.objects.filter(document=document)}
    return tuple(_discharge(member, decided.get(member.pk)) for member in members_to_decide(document))


def _discharge(member: Member, row: Discharge | None) -> DischargeFact:
    if row is None:
        return DischargeFact(member.pk, member.called)
    return DischargeFact(
        member.pk, member.called, row.outcome, row.body, row.decided_on, row.minutes_ref, row.note
    )


def _board_signing(
    federation_id: int, signing: SigningFact | None, then: BoardFacts | None
) -> BoardFacts | None:
    """The board on the day of the signing; that of the decision when it is the same day. Two queries at most."""
    if signing is None:
        return None
    if then is not None and then.day == signing.signed_on:
        return then
    return board_on(federation_id, signing.signed_on)
