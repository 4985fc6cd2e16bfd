"""An annual report that the board has decided on, and what becomes of it: rows for tests, by the days of 2018."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pikepdf

from members.models import Federation
from plans.domain.kinds import ANNUAL_REPORT
from plans.models import Document
from reports import services
from reports.models import AuditReport, Discharge, Signing
from tests import factories as make

YEAR = 2018
DECIDED, AUDITED, TRIED = date(2019, 3, 15), date(2019, 3, 25), date(2019, 5, 20)


def decided_report(federation: Federation | None = None, year: int = YEAR, **given: Any) -> Document:
    """The report of a year, adopted on 15 March the year after by a board of a chair, a member and a deputy."""
    federation = federation or make.FederationFactory()
    day = DECIDED.replace(year=year + 1)
    if not federation.board_seats.in_office(day).exists():
        town = make.MemberFactory(federation=federation, name="Provköpings kommun", slug=f"provkoping-{year}")
        for kind, office, holder in (
            ("member", "chair", "Vera Ordförande"),
            ("member", "", "Lars Ledamot"),
            ("deputy", "", "Elsa Ersättare"),
        ):
            make.BoardSeatFactory(
                federation=federation,
                appointed_by=town,
                kind=kind,
                office=office,
                holder=holder,
                term_start=date(year - 3, 4, 1),
                term_end=date(year + 1, 12, 1),
            )
        make.AuditorFactory(
            federation=federation,
            appointed_by=town,
            holder="Rut Revisor",
            term_start=date(year - 3, 4, 1),
            term_end=date(year + 1, 12, 1),
        )
    meeting = make.MeetingFactory(federation=federation, held_on=day, place="Kommunhuset, Provköping")
    decision = make.DecisionFactory(meeting=meeting, minutes_ref="§ 12", subject=f"Årsredovisning {year}")
    return make.DocumentFactory(
        federation=federation,
        kind=ANNUAL_REPORT,
        year=year,
        title=f"Årsredovisning {year}",
        budget=None,
        meeting=meeting,
        decision=decision,
        **{"status": Document.Status.ADOPTED, **given},
    )


def new_version(document: Document) -> Document:
    """The version that the board adopted five days after the document, which it replaced."""
    Document.objects.filter(pk=document.pk).update(status=Document.Status.SUPERSEDED)
    day = document.decision.meeting.held_on + timedelta(days=5)
    meeting = make.MeetingFactory(
        federation=document.federation, held_on=day, place="Kommunhuset, Provköping"
    )
    return make.DocumentFactory(
        federation=document.federation,
        kind=ANNUAL_REPORT,
        year=document.year,
        version=document.version + 1,
        title=document.title,
        budget=None,
        meeting=meeting,
        decision=make.DecisionFactory(meeting=meeting, minutes_ref="§ 20"),
        status=Document.Status.ADOPTED,
    )


def seats(document: Document, *holders: str) -> list[int]:
    """The seats of those named, else of every ordinary member, on the day of the decision."""
    day = document.decision.meeting.held_on
    found = document.federation.board_seats.in_office(day)
    chosen = found.filter(holder__in=holders) if holders else found.filter(kind="member")
    return list(chosen.values_list("pk", flat=True))


def sign(document: Document, *holders: str, **given: Any) -> Signing:
    """The board has signed on the day of the decision."""
    return services.save_signing(
        federation=document.federation,
        document=document.pk,
        **{
            "signed_on": document.decision.meeting.held_on,
            "place": "Provköping",
            "seats": seats(document, *holders),
            **given,
        },
    )


def audit(document: Document, **given: Any) -> AuditReport:
    """The auditors of the year have given a report ten days later."""
    day = AUDITED.replace(year=document.year + 1)
    return services.save_audit_report(
        federation=document.federation,
        document=document.pk,
        **{
            "auditors": list(document.federation.auditors.in_office(day)),
            "dated": day,
            "received_on": day,
            "recommendation": "approve",
            **given,
        },
    )


def try_discharge(document: Document, slug: str = "", **given: Any) -> Discharge:
    """A member, else the first, has granted discharge."""
    members = document.federation.members.paying()
    return services.save_discharge(
        federation=document.federation,
        document=document.pk,
        **{
            "member": members.get(slug=slug) if slug else members[0],
            "outcome": "granted",
            "decided_on": TRIED.replace(year=document.year + 1),
            "body": "kommunfullmäktige",
            **given,
        },
    )


def pdf_file(pages: int = 2, script: bool = False) -> bytes:
    """A PDF of empty pages; with a script in it when asked."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    if script:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    data = BytesIO()
    pdf.save(data)
    return data.getvalue()
