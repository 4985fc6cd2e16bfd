"""Public notices (kungörelser and tillkännagivanden): what they say, when they must be posted, and how long they stand.

Plain Python. A notice's words are written here from the meeting and the proposal until it is posted, and then kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from hashlib import sha256

from finsam import swedish
from finsam.sources import Source, finsam_paragraph, municipal_act

MEETING, MINUTES, REPORT, AUDIT = "meeting", "minutes", "report", "audit"
DAYS_FOR_MINUTES = 2
"""The adjusted minutes are made known by the second day after (KL 8:12)."""
WEEKS_TO_APPEAL = 3
"""A decision can be appealed until three weeks after the minutes were made known (KL 13:5), and so long it stands."""

SOURCES: dict[str, Source] = {
    MEETING: municipal_act("8 kap. 14 §"),
    MINUTES: municipal_act("8 kap. 12 § och 13 kap. 5 §"),
    REPORT: finsam_paragraph("24 §"),
    AUDIT: finsam_paragraph("26 §"),
}
"""Why each kind of notice is posted."""


@dataclass(frozen=True)
class MeetingFact:
    """A meeting as a notice tells of it."""

    held_on: date
    starts_at: time | None = None
    place: str = ""
    minutes_adjusted_on: date | None = None
    minutes_kept_at: str = ""


@dataclass(frozen=True)
class AuditFact:
    """What auditors have said: the day, who they are, and what they recommend (tillstyrker ansvarsfrihet)."""

    dated: date
    names: str
    words: str


@dataclass(frozen=True)
class ReportFact:
    """An annual report that the board has adopted, as a notice tells of it."""

    decided_on: date
    minutes_ref: str
    is_published: bool
    signed_on: date | None = None
    audits: tuple[AuditFact, ...] = ()


@dataclass(frozen=True)
class NoticeFacts:
    """All that a notice says something of. `address` is that of the federation's public pages; `proposal` is what the
    meeting is to decide, "" when there is none; `report` the year's annual report, None until it is adopted."""

    kind: str
    federation: str
    year: int
    meeting: MeetingFact | None
    proposal: str
    address: str
    contact: str
    extra: str = ""
    report: ReportFact | None = None


@dataclass(frozen=True)
class Recipient:
    """A member whose notice board is asked to show the notice."""

    pk: int
    name: str
    email: str
    place: str


# --- When -------------------------------------------------------------------------------------------------


def last_day_before(meeting: date, days: int, weekday: int | None = None) -> date:
    """The last day to post the notice of a meeting: so many days before, and where a weekday is said, on such a day."""
    latest = meeting - timedelta(days=days)
    if weekday is None:
        return latest
    return latest - timedelta(days=(latest.weekday() - weekday) % 7)


def last_day(kind: str, meeting: MeetingFact | None, days: int, weekday: int | None) -> date | None:
    """The last day to post a notice; None when the law or the statutes name none, or the day is not known yet."""
    if meeting is None:
        return None
    if kind == MEETING:
        return last_day_before(meeting.held_on, days, weekday)
    if kind == MINUTES and meeting.minutes_adjusted_on:
        return meeting.minutes_adjusted_on + timedelta(days=DAYS_FOR_MINUTES)
    return None


def taken_down_on(kind: str, meeting: MeetingFact | None, posted_on: date) -> date:
    """The first day a notice no longer stands: the day after the meeting, and else when the time to appeal is over."""
    weeks = posted_on + timedelta(weeks=WEEKS_TO_APPEAL, days=1)
    if kind == MEETING and meeting is not None:
        return max(meeting.held_on, posted_on) + timedelta(days=1)
    return weeks


def rule_in_words(days: int, weekday: int | None) -> str:
    """The federation's own rule: en onsdag, minst 7 dagar före mötet."""
    told = f"minst {swedish.count(days)} {'dag' if days == 1 else 'dagar'} före mötet"
    return told if weekday is None else f"på en {swedish.WEEKDAYS[weekday]}, {told}"


# --- What -------------------------------------------------------------------------------------------------


def heading(facts: NoticeFacts) -> str:
    """What the notice is called."""
    if facts.kind == MEETING:
        return f"Kungörelse: {facts.federation} har styrelsemöte"
    if facts.kind == MINUTES:
        return f"Justerat protokoll från styrelsen i {facts.federation}"
    if facts.kind == REPORT:
        return f"Årsredovisning {facts.year} för {facts.federation}"
    return f"Revisionsberättelse för {facts.federation} {facts.year}"


def text(facts: NoticeFacts) -> str:
    """What the notice says: paragraphs with an empty line between."""
    parts = {MEETING: _of_meeting, MINUTES: _of_minutes, REPORT: _of_report, AUDIT: _of_audit}
    body = parts[facts.kind](facts)
    contact = f"Kontakt: {facts.contact}" if facts.contact else ""
    return "\n\n".join(part for part in (*body, facts.extra.strip(), contact) if part)


def lacking(facts: NoticeFacts) -> tuple[str, ...]:
    """What the notice ought to say and does not, since it is not known. Told, and no hindrance."""
    found = []
    if facts.meeting and facts.kind == MEETING:
        if facts.meeting.starts_at is None:
            found.append("Mötets klockslag är inte angivet.")
        if not facts.meeting.place:
            found.append("Mötets plats är inte angiven.")
    if facts.kind == MINUTES and facts.meeting and not facts.meeting.minutes_kept_at:
        found.append("Det står inte var protokollet kan läsas.")
    if facts.kind == REPORT and facts.report and facts.report.signed_on is None:
        found.append("Det är inte antecknat när årsredovisningen skrevs under.")
    if facts.kind == AUDIT and not (facts.report and facts.report.audits):
        found.append(
            "Revisionsberättelsen är inte inlagd under årsredovisningen, så dag och slutsats står inte här."
        )
    if not facts.contact:
        found.append("Förbundet har ingen e-post för kontakt.")
    return tuple(found)


def hindrance(facts: NoticeFacts, *, has_proposal: bool) -> str:
    """Why the notice cannot be posted yet; "" when it can."""
    if facts.kind == AUDIT:
        return ""
    if facts.kind == REPORT:
        return "" if facts.report else "Registrera först styrelsens beslut om årsredovisningen."
    if facts.meeting is None:
        return "Välj vilket möte det gäller."
    if facts.kind == MEETING and not has_proposal:
        return "Lägg först fram planen vid mötet. Förslaget ska finnas att läsa när det kungörs."
    if facts.kind == MINUTES and facts.meeting.minutes_adjusted_on is None:
        return "Ange på mötet vilken dag protokollet justerades."
    return ""


# --- What someone was shown, and what is another now ---------------------------------------------------------


def shown(heading: str, text: str, proposal: str) -> str:
    """What the one who posts has read, to be sent along: a mark of each paragraph, and the proposal's checksum."""
    return f"{' '.join(_mark(part) for part in _parts(heading, text))}|{proposal}"


def changes_since(seen: str, heading: str, text: str, proposal: str) -> tuple[str, ...]:
    """What is not as when it was `shown`, in words; empty when all is."""
    if seen == shown(heading, text, proposal):
        return ()
    marks, _, proposal_seen = seen.partition("|")
    known, now = marks.split(), _parts(heading, text)
    if not known:
        return ("Läs igenom kungörelsen innan du anslår.",)
    told = [f"Nu står det: ”{part}”" for part in now if _mark(part) not in known]
    if not told and known != [_mark(part) for part in now]:
        told = ["Något har tagits bort ur texten."]
    if proposal != proposal_seen:
        told.append("Förslaget som kungörs har ändrats.")
    return tuple(told)


def _parts(heading: str, text: str) -> list[str]:
    return [heading, *(part for part in text.split("\n\n") if part)]


def _mark(part: str) -> str:
    return sha256(part.encode()).hexdigest()[:16]


def _when(meeting: MeetingFact) -> str:
    clock = f" klockan {meeting.starts_at:%H.%M}" if meeting.starts_at else ""
    return f"{swedish.weekday_and_date(meeting.held_on)}{clock}"


def _of_meeting(facts: NoticeFacts) -> tuple[str, ...]:
    assert facts.meeting is not None
    place = f"\nPlats: {facts.meeting.place}" if facts.meeting.place else ""
    proposal = (
        f"Styrelsen ska bland annat besluta om {facts.proposal}. Förslaget finns att läsa på {facts.address} "
        "från och med den dag då mötet kungörs."
        if facts.proposal
        else ""
    )
    return (
        f"Styrelsen för {facts.federation} sammanträder.",
        f"Tid: {_when(facts.meeting)}{place}",
        proposal,
    )


def _of_minutes(facts: NoticeFacts) -> tuple[str, ...]:
    assert facts.meeting is not None
    adjusted = facts.meeting.minutes_adjusted_on
    told = f"Protokollet från styrelsens möte den {swedish.long_date(facts.meeting.held_on)} är justerat"
    kept = f"Protokollet finns hos {facts.meeting.minutes_kept_at}." if facts.meeting.minutes_kept_at else ""
    return (
        f"{told} den {swedish.long_date(adjusted)}." if adjusted else f"{told}.",
        kept,
        "Besluten kan överklagas inom tre veckor från den dag då justeringen tillkännagavs.",
    )


def _of_report(facts: NoticeFacts) -> tuple[str, ...]:
    report = facts.report
    if report is None:
        return ()
    under = f", {report.minutes_ref}" if report.minutes_ref else ""
    signed = f" Den skrevs under den {swedish.long_date(report.signed_on)}." if report.signed_on else ""
    decided = f"godkände årsredovisningen för {facts.year} den {swedish.long_date(report.decided_on)}{under}."
    return (
        f"Styrelsen för {facts.federation} {decided}{signed}",
        f"Den finns att läsa på {facts.address}."
        if report.is_published
        else f"Den kan begäras ut från förbundet. Förbundets öppna sidor finns på {facts.address}.",
        "Nu granskas den av revisorerna. Därefter prövar varje medlem för sig om styrelsen ska få ansvarsfrihet."
        if not report.audits
        else "",
    )


def _of_audit(facts: NoticeFacts) -> tuple[str, ...]:
    return (
        f"Revisorerna har lämnat sin revisionsberättelse för {facts.federation} avseende år {facts.year}.",
        *_of_audits(facts.report.audits if facts.report else ()),
        f"Den kan begäras ut från förbundet. Förbundets öppna sidor finns på {facts.address}.",
    )


def _of_audits(audits: tuple[AuditFact, ...]) -> tuple[str, ...]:
    """What each report says and from which day, and what follows; nothing while none is on record."""
    if not audits:
        return ()
    told = (f"{each.names} {each.words}, {swedish.long_date(each.dated)}." for each in audits)
    return ("\n".join(told), "Varje medlem prövar frågan om ansvarsfrihet för sig.")


# --- To whom ----------------------------------------------------------------------------------------------


def letter(heading: str, text: str, federation: str, *, with_pdf: bool) -> str:
    """The words of the e-mail to the members' notice boards, above the notice itself."""
    attached = " Den är också bifogad som PDF." if with_pdf else ""
    return (
        "Hej!\n\n"
        f"{federation} ber er att anslå kungörelsen nedan på er anslagstavla.{attached}\n\n"
        f"{heading}\n\n{text}\n\n"
        f"Med vänlig hälsning\n{federation}\n"
    )
