"""Reads the year wheel into frozen facts. The number of queries is the same however many rows and years."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from members.models import Federation, Meeting, WheelEntry
from plans.domain.kinds import ANNUAL_REPORT, PLAN
from plans.models import Document, ReviewRound
from plans.standing_queries import years_consulted
from reports.chain_queries import STEP_OF_TITLE, years_done
from reports.domain.chain import Step
from reports.domain.deadlines import CONSULTATION, met_days
from reports.domain.year_wheel import (
    EntryFact,
    MarkFact,
    Occasion,
    PaymentFact,
    RoundFact,
    WheelFacts,
    WheelMeeting,
    occasions,
)


def occasions_of(federation: Federation, years: Iterable[int], today: date) -> tuple[Occasion, ...]:
    """All occasions that concern the years, whoever may know of them (`seen_by` chooses). Eleven queries."""
    return occasions(wheel_facts(federation, tuple(years), today))


def wheel_facts(federation: Federation, years: tuple[int, ...], today: date) -> WheelFacts:
    """What the wheel is made of, for the years. Eleven queries, sixteen with an adopted annual report."""
    documents = list(
        federation.documents.filter(year__in=years).values_list("year", "kind", "status", "meeting")
    )
    done = _done(federation, years, documents)
    meetings = list(federation.meetings.filter(held_on__year__in=(*years, min(years) - 1)))
    return WheelFacts(
        years=years,
        met=_met(documents, years_consulted(federation, years), done.get(Step.SIGNED.value, ()), years),
        to_record=frozenset((year, CONSULTATION) for year in _consultations_held(meetings, years, today)),
        entries=_entries(federation, years),
        meetings=_meetings(federation, meetings, _deciding(documents)),
        rounds=_rounds(federation, years),
        payments=tuple(
            PaymentFact(each.pk, each.year, each.due_on, each.get_party_group_display())
            for each in federation.instalments.filter(year__in=years)
        ),
        notice_days=federation.notice_days,
        notice_weekday=federation.notice_weekday,
        recorded={title: done.get(step.value, ()) for title, step in STEP_OF_TITLE.items()},
    )


DECIDED = ("adopted", "published", "superseded")
_Row = tuple[int, str, str, int | None]
"""A document's year, kind, status and meeting."""


def _deciding(documents: Iterable[_Row]) -> dict[int | None, int]:
    """The meetings that a plan lies before, or lay before when it was decided on, with the year of the latest such
    plan. One taken back lies before none."""
    lying = [
        (year, meeting)
        for year, kind, status, meeting in documents
        if kind == PLAN and status in (*DECIDED, "proposed")
    ]
    return {meeting: year for year, meeting in sorted(lying, key=lambda each: each[0])}


def _done(
    federation: Federation, years: Iterable[int], documents: Iterable[_Row]
) -> Mapping[str, Collection[int]]:
    """The years whose annual reports are signed, audited and tried, by step. Five queries when any is adopted."""
    is_any = any(kind == ANNUAL_REPORT and status in DECIDED for _, kind, status, _ in documents)
    return years_done(federation, years) if is_any else {}


def _met(
    documents: Sequence[_Row], consulted: Collection[int], signed: Collection[int], years: Iterable[int]
) -> dict[tuple[int, str], bool]:
    """The law's days by year and key. `consulted`: the years in which nothing remains of the consultation; `signed`:
    those whose annual report is signed."""
    found: dict[tuple[int, str], bool] = {}
    for year in years:
        adopted = {kind: True for of, kind, status, _ in documents if of == year and status in DECIDED}
        found |= {
            (year, key): is_met
            for key, is_met in met_days(adopted, year in consulted, year in signed).items()
        }
    return found


def _consultations_held(meetings: Iterable[Meeting], years: Iterable[int], today: date) -> frozenset[int]:
    """The years whose plan the members have met over, the year before it."""
    held = {
        meeting.held_on.year
        for meeting in meetings
        if meeting.kind == Meeting.Kind.CONSULTATION and meeting.held_on <= today
    }
    return frozenset(year for year in years if year - 1 in held)


def _entries(federation: Federation, years: tuple[int, ...]) -> tuple[EntryFact, ...]:
    """The federation's own rows that are in use. Three queries."""
    rows = WheelEntry.objects.filter(federation=federation, is_active=True).prefetch_related("marks__done_by")
    return tuple(
        EntryFact(
            pk=row.pk,
            title=row.title,
            days={year: row.due(year) for year in years},
            responsible=row.responsible,
            note=row.note,
            law=row.law,
            from_year=row.from_year,
            marks={
                mark.year: MarkFact(mark.pk, mark.done_on, str(mark.done_by or ""), mark.note)
                for mark in row.marks.all()
            },
        )
        for row in rows
    )


def _meetings(
    federation: Federation, meetings: list[Meeting], deciding: dict[int | None, int]
) -> tuple[WheelMeeting, ...]:
    """The meetings, and whether their notice is posted. One query."""
    posted = set(
        federation.notices.filter(kind="meeting", posted_on__isnull=False).values_list("meeting", flat=True)
    )
    return tuple(
        WheelMeeting(
            pk=meeting.pk,
            name=meeting.get_kind_display() + (f" ({meeting.label})" if meeting.label else ""),
            is_board=meeting.kind == Meeting.Kind.BOARD,
            held_on=meeting.held_on,
            starts_at=meeting.starts_at,
            place=meeting.place,
            plan_year=deciding.get(meeting.pk),
            is_noticed=meeting.pk in posted,
        )
        for meeting in meetings
    )


def _rounds(federation: Federation, years: tuple[int, ...]) -> tuple[RoundFact, ...]:
    """The review rounds of the years' documents. One query."""
    rounds = ReviewRound.objects.filter(document__federation=federation, document__year__in=years)
    return tuple(
        RoundFact(
            pk=each.pk,
            document=f"{each.document.get_kind_display()} {each.document.year}".lower(),
            year=each.document.year,
            due=each.due,
            is_closed=each.closed_on is not None or each.document.status in DECIDED,
            is_released=each.document.status != Document.Status.DRAFT,
        )
        for each in rounds.select_related("document")
    )
