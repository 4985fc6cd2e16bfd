"""Reads what the page of signatures is made of."""

from __future__ import annotations

from datetime import date

from finsam.scope import Scope
from members.queries import board_on
from plans.domain.kinds import ANNUAL_REPORT
from plans.models import Document
from reports.chain_queries import chain_facts
from reports.domain.deadlines import REPORT, law_day
from reports.domain.signature_page import SignatureFacts


def signature_facts(scope: Scope) -> SignatureFacts | None:
    """What the page of the scope's annual report is made of; None when nobody is to sign. Eleven queries at most."""
    document = _report(scope)
    chain = chain_facts(document) if document else None
    meeting = document.meeting if document else None
    day = meeting.held_on if meeting else None
    board = (chain.board_signing or chain.board_then) if chain else None
    board = board or board_on(scope.federation_id, day or _last_day(scope.year))
    if not any(seat.kind == "member" for seat in board.seats):
        return None
    return SignatureFacts(
        year=scope.year,
        meeting=day,
        place=_town(meeting.place) if meeting else "",
        board=board,
        signing=chain.signing if chain else None,
        reports=chain.reports if chain else (),
    )


def _report(scope: Scope) -> Document | None:
    """The report the scope is about. One query."""
    documents = Document.objects.filter(federation=scope.federation_id, kind=ANNUAL_REPORT, year=scope.year)
    of_scope = documents.filter(pk=scope.subjects.get("document", 0))
    found: Document | None = of_scope.select_related("federation", "meeting", "decision__meeting").first()
    return found


def _last_day(year: int) -> date:
    """The law's last day to sign: who sits then is the best guess while no meeting is chosen."""
    law = law_day(REPORT)
    assert law is not None
    return law.due(year)


def _town(place: str) -> str:
    """The town of a meeting's place, which stands last: "Kommunhuset, Avesta" is Avesta."""
    return place.rpartition(",")[2].strip()
