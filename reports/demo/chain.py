"""Loads who sat on the board and audited when the report of 2018 was signed, and carries that report through its way.

What is there already is left as it is.
"""

from __future__ import annotations

from typing import Any

from members import services as member_services
from members.domain.decisions import PRESENT
from members.models import Federation, FormerName
from plans.models import Document
from reports import services
from reports.demo.folder import DemoFolder
from reports.demo.members import load_meetings

FILE = "chain"


def load_board(federation: Federation, folder: DemoFolder) -> None:
    """Former names, the board and the auditors of the time, and the meeting that decided."""
    data = folder.data(FILE)
    members = {member.slug: member for member in federation.members.all()}
    if not FormerName.objects.filter(member__federation=federation).exists():
        for entry in data["former_names"]:
            member = members[entry["member"]]
            member_services.save_former_name(federation=federation, **{**entry, "member": member})
    first = min(entry["term_start"] for entry in data["board_seats"])
    if not federation.board_seats.in_office(first).exists():
        for entry in data["board_seats"]:
            member_services.save_board_seat(federation=federation, **_appointed(entry, members))
    if not federation.auditors.in_office(first).exists():
        for entry in data["auditors"]:
            member_services.save_auditor(federation=federation, **_appointed(entry, members))
    days = set(federation.meetings.values_list("held_on", flat=True))
    load_meetings(federation, [each for each in data["meetings"] if each["held_on"] not in days])


def decision_of(federation: Federation, folder: DemoFolder) -> dict[str, Any]:
    """How the board decided on the report: what `reports.services.adopt` takes besides the report."""
    told = folder.data(FILE)
    seats = _signing_seats(federation, told["signing"])
    return {
        "minutes_ref": told["decision"]["minutes_ref"],
        "attendance": dict.fromkeys(seats, PRESENT),
        "reservations": "",
    }


def carry_through(document: Document, folder: DemoFolder) -> None:
    """Have the adopted report signed, audited, and tried by those members that have done so."""
    federation, told = document.federation, folder.data(FILE)
    if hasattr(document, "signing"):
        return
    signing = told["signing"]
    services.save_signing(
        federation=federation,
        document=document.pk,
        signed_on=signing["signed_on"],
        place=signing["place"],
        seats=_signing_seats(federation, signing),
    )
    for entry in told["audit_reports"]:
        auditors = federation.auditors.in_office(entry["dated"]).filter(holder__in=entry["auditors"])
        services.save_audit_report(
            federation=federation, document=document.pk, **{**entry, "auditors": list(auditors)}
        )
    members = {member.slug: member for member in federation.members.all()}
    for entry in told["discharges"]:
        services.save_discharge(
            federation=federation, document=document.pk, **{**entry, "member": members[entry["member"]]}
        )


def _signing_seats(federation: Federation, signing: dict[str, Any]) -> list[int]:
    """The seats of those who signed, as they sat on the day."""
    seats = federation.board_seats.in_office(signing["signed_on"])
    return list(seats.filter(holder__in=signing["signers"]).values_list("pk", flat=True))


def _appointed(entry: dict[str, Any], members: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "appointed_by": members[entry["appointed_by"]]}
