"""Reads what public notices are written from into frozen facts, and who is asked to show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finsam import swedish
from members.models import Federation, Meeting, Member
from plans.domain.kinds import PLAN
from plans.models import Document
from reports.chain_queries import audit_report_facts, report_of_year
from reports.documents.builder import resolve_document
from reports.documents.frozen import checksum, to_data
from reports.domain import notices
from reports.domain.notices import AuditFact, MeetingFact, NoticeFacts, Recipient, ReportFact
from reports.models import Publication, PublicNotice, Signing

OF_REPORTS = (PublicNotice.Kind.REPORT, PublicNotice.Kind.AUDIT)
"""The notices that tell of the year's annual report, and of no meeting."""
BYTES = ("content", "figures", "html", "pdf")
"""What a list of publications does without."""


@dataclass(frozen=True)
class NoticeView:
    """A notice as its page shows it: its words, its days, and what is wrong with it."""

    heading: str
    text: str
    last_day: date | None
    taken_down_on: date | None
    is_late: bool
    lacking: tuple[str, ...]
    hindrance: str
    shown: str = ""
    """What is sent along when it is posted, to tell whether it still reads so (`notices.shown`)."""


def proposal_at(meeting: Meeting | None) -> Document | None:
    """The plan that is laid before the board at the meeting, the latest year first; None when there is none.

    Proposals of plans alone are made known, since they carry the budget: a report is open when it is published.
    """
    if meeting is None:
        return None
    proposed = Document.objects.filter(
        federation=meeting.federation_id, meeting=meeting, kind=PLAN, status=Document.Status.PROPOSED
    )
    return proposed.select_related("federation", "budget", "meeting").order_by("-year", "-version").first()


def meeting_fact(meeting: Meeting) -> MeetingFact:
    """A meeting as a notice tells of it."""
    return MeetingFact(
        meeting.held_on,
        meeting.starts_at,
        meeting.place,
        meeting.minutes_adjusted_on,
        meeting.minutes_kept_at,
    )


def report_fact(federation: Federation, year: int) -> ReportFact | None:
    """The year's annual report as notices tell of it; None until the board has adopted it. Four queries at most."""
    document = report_of_year(federation, year)
    if document is None or document.decision is None:
        return None
    signing = Signing.objects.filter(document=document).first()
    return ReportFact(
        decided_on=document.decision.meeting.held_on,
        minutes_ref=document.decision.minutes_ref,
        is_published=document.status == Document.Status.PUBLISHED,
        signed_on=signing.signed_on if signing else None,
        audits=tuple(
            AuditFact(each.dated, each.names, each.words.lower()) for each in audit_report_facts(document)
        ),
    )


def notice_facts(notice: PublicNotice, address: str) -> NoticeFacts:
    """All that the notice is written from. One query at most, if its meeting and federation are at hand; of an annual
    report four."""
    proposal = proposal_at(notice.meeting) if notice.kind == PublicNotice.Kind.MEETING else None
    federation = notice.federation
    return NoticeFacts(
        kind=notice.kind,
        federation=federation.name,
        year=notice.year,
        meeting=meeting_fact(notice.meeting) if notice.meeting else None,
        proposal=f"{proposal.get_kind_display().lower()} och budget för {proposal.year}" if proposal else "",
        address=address,
        contact=federation.contact_email,
        extra=notice.extra,
        report=report_fact(federation, notice.year) if notice.kind in OF_REPORTS else None,
    )


def notice_view(notice: PublicNotice, address: str, today: date) -> NoticeView:
    """The notice with its words as they were posted, or as they would be today."""
    facts = notice_facts(notice, address)
    federation = notice.federation
    last = notices.last_day(facts.kind, facts.meeting, federation.notice_days, federation.notice_weekday)
    posted = notice.posted_on
    heading = notice.heading if posted else notices.heading(facts)
    text = notice.text if posted else notices.text(facts)
    return NoticeView(
        heading=heading,
        text=text,
        last_day=last,
        taken_down_on=notice.taken_down_on,
        is_late=last is not None and (posted or today) > last,
        lacking=() if posted else notices.lacking(facts),
        hindrance="" if posted else notices.hindrance(facts, has_proposal=bool(facts.proposal)),
        shown="" if posted else notices.shown(heading, text, proposal_checksum(notice)),
    )


def proposal_checksum(notice: PublicNotice) -> str:
    """The checksum of what the meeting is to decide, as it reads now; "" when the notice makes no proposal known."""
    document = proposal_at(notice.meeting) if notice.kind == PublicNotice.Kind.MEETING else None
    return checksum(to_data(resolve_document(document))) if document else ""


def recipients(notice: PublicNotice) -> tuple[Recipient, ...]:
    """Every member whose notice board shows the notice, as members are in the year of the meeting. One query.

    Of an annual report the members of its own year are told, who are called what they are called the year after.
    """
    year = notice.meeting.held_on.year if notice.meeting else notice.year
    found = notice.federation.members.in_year(year)
    members: list[Member] = list(found.called_in(year + 1) if notice.kind in OF_REPORTS else found)
    return tuple(Recipient(each.pk, each.called, each.notice_email, each.notice_place) for each in members)


def has_changed(notice: PublicNotice) -> bool:
    """Whether the proposal reads otherwise today than when it was made known, while the board has not decided on it."""
    publication = notice.publication
    if publication is None:
        return False
    document = Document.objects.select_related("federation", "budget").get(pk=publication.document_id)
    if document.status != Document.Status.PROPOSED:
        return False
    return checksum(to_data(resolve_document(document))) != publication.content_sha256


def kept_proposal(document: Document) -> Publication | None:
    """The publication that holds the proposal just as it reads now, if there is one already."""
    latest = document.publications.filter(stage=Publication.Stage.PROPOSAL).defer(*BYTES).first()
    if latest is None or latest.content_sha256 != checksum(to_data(resolve_document(document))):
        return None
    return latest


def meetings_to_announce(federation: Federation, year: int) -> tuple[tuple[Meeting, date], ...]:
    """The meetings that are to decide on a plan of the year and have no notice begun, with the last day to post it."""
    announced = federation.notices.filter(kind=PublicNotice.Kind.MEETING, meeting__isnull=False)
    proposed = federation.documents.filter(
        year=year, kind=PLAN, status=Document.Status.PROPOSED, meeting__isnull=False
    )
    waiting = Meeting.objects.filter(pk__in=proposed.values("meeting")).exclude(
        pk__in=announced.values("meeting")
    )
    return tuple(
        (
            meeting,
            notices.last_day_before(meeting.held_on, federation.notice_days, federation.notice_weekday),
        )
        for meeting in waiting
    )


def minutes_to_announce(federation: Federation, year: int) -> tuple[tuple[Meeting, date], ...]:
    """The year's adjusted minutes that have no notice begun, with the last day to post it."""
    announced = federation.notices.filter(kind=PublicNotice.Kind.MINUTES, meeting__isnull=False)
    adjusted = federation.meetings.filter(
        kind=Meeting.Kind.BOARD, minutes_adjusted_on__isnull=False, held_on__year__in=(year - 1, year)
    ).exclude(pk__in=announced.values("meeting"))
    found = []
    for meeting in adjusted:
        day = notices.last_day(notices.MINUTES, meeting_fact(meeting), federation.notice_days, None)
        assert day is not None  # the minutes have been adjusted
        found.append((meeting, day))
    return tuple(found)


def reports_to_announce(federation: Federation, year: int) -> tuple[tuple[str, str], ...]:
    """What is to be made known of the year's annual report and has no notice begun, with words. Five queries."""
    report = report_fact(federation, year)
    if report is None:
        return ()
    begun = set(federation.notices.filter(year=year, kind__in=OF_REPORTS).values_list("kind", flat=True))
    told = [(notices.REPORT, f"Årsredovisningen godkändes {swedish.long_date(report.decided_on)}")]
    if report.audits:
        last = max(each.dated for each in report.audits)
        told.append((notices.AUDIT, f"Revisionsberättelsen är dagtecknad {swedish.long_date(last)}"))
    return tuple((kind, words) for kind, words in told if kind not in begun)
