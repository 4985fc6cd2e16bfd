"""The year wheel as an iCalendar file (RFC 5545): whole days, in Swedish, each with an identity that stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from members.models import ROLE_LABELS, Federation
from reports.domain.year_wheel import Occasion, State

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_file(
    found: Iterable[Occasion],
    federation: Federation,
    *,
    now: datetime,
    today: date,
    url_of: Callable[[Occasion], str],
) -> bytes:
    """The occasions as a calendar. `now`, in UTC, is when it is told; `url_of` gives a whole address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Finsam//Finsam//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"Årshjul {federation.short_name}")
    calendar.add("x-published-ttl", "PT12H")
    for occasion in found:
        calendar.add_component(_event(occasion, federation, now, today, url_of(occasion)))
    data: bytes = calendar.to_ical()
    return data


def _event(occasion: Occasion, federation: Federation, now: datetime, today: date, url: str) -> Event:
    event = Event()
    event.add("uid", f"{occasion.key}.{federation.slug}@finsam")
    event.add("dtstamp", now)
    event.add("dtstart", occasion.due)
    event.add("dtend", occasion.due + timedelta(days=1))  # the first day after, as the standard has it
    event.add("summary", occasion.title)
    event.add("description", description(occasion, today))
    if occasion.place:
        event.add("location", occasion.place)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")  # a last day keeps nobody busy
    return event


def description(occasion: Occasion, today: date) -> str:
    """What is told of an occasion below its name, a line each."""
    responsible = ROLE_LABELS.get(occasion.responsible, "")
    lines = (
        "Klart." if occasion.state(today) is State.DONE else occasion.to_record,
        occasion.concerns,
        f"Ansvarig: {responsible}" if responsible else "",
        f"Enligt {occasion.source}" if occasion.source else "",
        occasion.note,
    )
    return "\n".join(line for line in lines if line)
