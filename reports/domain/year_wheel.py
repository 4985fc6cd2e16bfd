"""The year wheel: what is to be done on which day, by whom, and whether it is done.

Plain Python. The law's days, the federation's own, and days that follow from what is entered elsewhere (meetings,
review rounds, notices, payments) become occasions of one kind. Who may know of one is said by its `permission`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from finsam import swedish
from finsam.sources import Source
from reports.domain.deadlines import DAYS_AHEAD, LAW_DAYS, LawDay
from reports.domain.notices import MEETING, SOURCES, last_day_before

SEE_FEDERATION, READ_BUDGET = "see_federation", "read_budget"
READ_DOCUMENTS, READ_DRAFTS = "read_documents", "read_drafts"


class Kind(StrEnum):
    """Where an occasion comes from."""

    LAW = "law"
    OWN = "own"
    MEETING = "meeting"
    REVIEW = "review"
    NOTICE = "notice"
    PAYMENT = "payment"


class State(StrEnum):
    """How it stands with an occasion on a day."""

    DONE = "done"
    AHEAD = "ahead"
    HELD = "held"
    """It has taken place, but is not on record yet."""
    LATE = "late"
    PAST = "past"
    """The day is over, and there is nothing left to do about it."""


# --- Facts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MarkFact:
    """That an own occasion is done for a year."""

    pk: int
    done_on: date
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class EntryFact:
    """A row of the federation's: its own, or what it has said of one of the law's days. `days` and `marks` are by the
    year concerned."""

    pk: int
    title: str
    days: Mapping[int, date]
    responsible: str = ""
    note: str = ""
    law: str = ""
    from_year: int | None = None
    marks: Mapping[int, MarkFact] = field(default_factory=dict)


@dataclass(frozen=True)
class WheelMeeting:
    """A meeting. `plan_year`: of the plan that is laid before it, so that its notice must be posted in time."""

    pk: int
    name: str
    is_board: bool
    held_on: date
    starts_at: time | None = None
    place: str = ""
    plan_year: int | None = None
    is_noticed: bool = False


@dataclass(frozen=True)
class RoundFact:
    """A review round of a document."""

    pk: int
    document: str
    year: int
    due: date
    is_closed: bool
    is_released: bool


@dataclass(frozen=True)
class PaymentFact:
    """A day on which members pay. `party` is "" when all do."""

    pk: int
    year: int
    due: date
    party: str = ""


@dataclass(frozen=True)
class WheelFacts:
    """All that the wheel is made of, for the years concerned. `met` is the law's days that are met, by year and key;
    `to_record` those on which what the law asks for has taken place, whether or not it is on record."""

    years: tuple[int, ...]
    met: Mapping[tuple[int, str], bool]
    entries: tuple[EntryFact, ...] = ()
    meetings: tuple[WheelMeeting, ...] = ()
    rounds: tuple[RoundFact, ...] = ()
    payments: tuple[PaymentFact, ...] = ()
    notice_days: int = 7
    notice_weekday: int | None = None
    to_record: Collection[tuple[int, str]] = ()
    recorded: Mapping[str, Collection[int]] = field(default_factory=dict)
    """By the title of an own occasion, in small letters, the years for which it is on record elsewhere as done."""


# --- Occasions --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Occasion:
    """Something that is to be done by a day, inclusive. `key` is the same as long as it is the same occasion.

    `closes` is the last day on which there is anything to do about it, None when that is for ever. `law_day` is the
    law's own day where the federation has an earlier one. `page_year`: under which year it is seen to, if not its own.
    """

    key: str
    kind: Kind
    title: str
    due: date
    year: int
    responsible: str = ""
    note: str = ""
    is_done: bool = False
    is_held: bool = False
    mark: MarkFact | None = None
    source: Source | None = None
    law: str = ""
    law_day: date | None = None
    entry: int | None = None
    row: int | None = None
    closes: date | None = None
    place: str = ""
    permission: str = SEE_FEDERATION
    page_year: int | None = None

    def state(self, today: date) -> State:
        """How it stands on a day."""
        if self.is_done:
            return State.DONE
        if self.is_held:
            return State.HELD
        if today <= self.due:
            return State.AHEAD
        return State.PAST if self.closes is not None and today > self.closes else State.LATE

    def time_left(self, today: date) -> str:
        """The days left in words, when they are few: "i dag", "1 dag kvar", "20 dagar kvar"."""
        days = (self.due - today).days
        if self.is_done or not 0 <= days <= DAYS_AHEAD:
            return ""
        return {0: "i dag", 1: "1 dag kvar"}.get(days, f"{days} dagar kvar")

    @property
    def concerns(self) -> str:
        """Which year it is for, where that is not the year of its day and the title does not say so."""
        told = self.kind is not Kind.OWN or self.year == self.due.year
        return "" if told else f"Gäller {self.year}"

    @property
    def to_record(self) -> str:
        """That it has taken place and what is left, in words; "" when that is not so."""
        return "Hållet. Det återstår att anteckna." if self.is_held and not self.is_done else ""

    @property
    def is_day_of_something(self) -> bool:
        """Whether it takes place that day, and is not a last day."""
        return self.kind is Kind.MEETING


def occasions(facts: WheelFacts) -> tuple[Occasion, ...]:
    """All occasions of the years, by day; those of one day the law's first."""
    order = list(Kind)
    found = [*_of_law(facts), *_own(facts), *_of_meetings(facts), *_of_rounds(facts), *_of_payments(facts)]
    return tuple(sorted(found, key=lambda each: (each.due, order.index(each.kind))))


def seen_by(found: Iterable[Occasion], permissions: Collection[str]) -> tuple[Occasion, ...]:
    """The occasions that one with the permissions may know of."""
    return tuple(each for each in found if each.permission in permissions)


def _of_law(facts: WheelFacts) -> Iterator[Occasion]:
    said = {entry.law: entry for entry in facts.entries if entry.law}
    for year in facts.years:
        for day in LAW_DAYS:
            yield _law_occasion(day, year, said.get(day.key), facts)


def _law_occasion(day: LawDay, year: int, said: EntryFact | None, facts: WheelFacts) -> Occasion:
    law_day = day.due(year)
    due = min(said.days[year], law_day) if said else law_day
    return Occasion(
        key=f"law-{day.key}-{year}",
        kind=Kind.LAW,
        title=day.title.format(year=year),
        due=due,
        year=year,
        responsible=(said.responsible if said else "") or day.responsible,
        note=said.note if said else "",
        is_done=facts.met.get((year, day.key), False),
        is_held=(year, day.key) in facts.to_record,
        source=day.source,
        law=day.key,
        law_day=law_day if due < law_day else None,
        permission=SEE_FEDERATION,
    )


def _own(facts: WheelFacts) -> Iterator[Occasion]:
    for entry in facts.entries:
        for year in facts.years:
            mark = entry.marks.get(year)
            if entry.law or (mark is None and entry.from_year is not None and year < entry.from_year):
                continue
            yield Occasion(
                key=f"own-{entry.pk}-{year}",
                kind=Kind.OWN,
                title=entry.title,
                due=entry.days[year],
                year=year,
                responsible=entry.responsible,
                note=entry.note,
                is_done=mark is not None or year in facts.recorded.get(entry.title.casefold(), ()),
                mark=mark,
                entry=entry.pk,
            )


def _of_meetings(facts: WheelFacts) -> Iterator[Occasion]:
    for meeting in facts.meetings:
        clock = f"Klockan {meeting.starts_at:%H.%M}" if meeting.starts_at else ""
        yield Occasion(
            key=f"meeting-{meeting.pk}",
            kind=Kind.MEETING,
            title=meeting.name,
            due=meeting.held_on,
            year=meeting.held_on.year,
            responsible="board" if meeting.is_board else "director",
            note=", ".join(filter(None, (clock, meeting.place))),
            closes=meeting.held_on,
            place=meeting.place,
            row=meeting.pk,
        )
        if meeting.plan_year is not None:
            yield _notice_of(meeting, facts)


def _notice_of(meeting: WheelMeeting, facts: WheelFacts) -> Occasion:
    return Occasion(
        key=f"notice-{meeting.pk}",
        kind=Kind.NOTICE,
        title=f"Sista dag att kungöra styrelsemötet {swedish.long_date(meeting.held_on)}",
        due=last_day_before(meeting.held_on, facts.notice_days, facts.notice_weekday),
        year=meeting.held_on.year,
        responsible="director",
        is_done=meeting.is_noticed,
        source=SOURCES[MEETING],
        closes=meeting.held_on,
        row=meeting.pk,
        page_year=meeting.plan_year,
    )


def _of_rounds(facts: WheelFacts) -> Iterator[Occasion]:
    for each in facts.rounds:
        yield Occasion(
            key=f"review-{each.pk}",
            kind=Kind.REVIEW,
            title=f"Synpunkter på {each.document} lämnas",
            due=each.due,
            year=each.year,
            responsible="reviewer",
            is_done=each.is_closed,
            row=each.pk,
            permission=READ_DOCUMENTS if each.is_released else READ_DRAFTS,
        )


def _of_payments(facts: WheelFacts) -> Iterator[Occasion]:
    for each in facts.payments:
        who = f" ({each.party})" if each.party else ""
        yield Occasion(
            key=f"payment-{each.pk}",
            kind=Kind.PAYMENT,
            title=f"Medlemmarnas bidrag för {each.year} betalas{who}",
            due=each.due,
            year=each.year,
            responsible="finance",
            closes=each.due,
            row=each.pk,
            permission=READ_BUDGET,
        )


# --- Choosing among them ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """A month of the year with its occasions."""

    number: int
    name: str
    occasions: tuple[Occasion, ...]


def by_month(found: Iterable[Occasion], year: int) -> tuple[Month, ...]:
    """The occasions whose day falls in the year, month by month; months without any are left out."""
    days = [each for each in found if each.due.year == year]
    months = [(number, tuple(each for each in days if each.due.month == number)) for number in range(1, 13)]
    return tuple(
        Month(number, swedish.MONTHS[number - 1].capitalize(), within) for number, within in months if within
    )


NEAREST, LATEST = 5, 3
"""How many coming occasions, and how many late ones, the overview tells of besides the law's."""


def nearest(found: Iterable[Occasion], year: int, today: date) -> tuple[Occasion, ...]:
    """What the overview of a year tells of: the law's days for it, what is late since lately, and the next to come, by
    day. Meetings are told of by themselves."""
    of_year = [each for each in found if each.year == year and each.kind is not Kind.MEETING]
    law = [each for each in of_year if each.kind is Kind.LAW]
    rest = [each for each in of_year if each.kind is not Kind.LAW]
    late = [each for each in rest if each.state(today) is State.LATE][-LATEST:]
    coming = [each for each in rest if each.state(today) is State.AHEAD][:NEAREST]
    return tuple(sorted((*law, *late, *coming), key=lambda each: each.due))


def to_remind_of(
    found: Iterable[Occasion], today: date, days_before: int, own_roles: Collection[str] | None
) -> tuple[Occasion, ...]:
    """What one is to be reminded of on a day: what is not done and due within so many days. With `own_roles` only what
    one of those roles answers for."""
    return tuple(
        each
        for each in found
        if each.state(today) in (State.AHEAD, State.HELD)
        and 0 <= (each.due - today).days <= days_before
        and (own_roles is None or each.responsible in own_roles)
    )
