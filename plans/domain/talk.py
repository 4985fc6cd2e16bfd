"""The talk about a document: who may be named, which threads a reader meets, and how a round of review stands.

Plain data and plain functions. What a thread may be about is chosen in `reports`, which knows the document as it reads.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from finsam import figures, richtext
from plans.domain.facts import DocumentFacts
from plans.domain.outline import GOAL_AREAS, visible


@dataclass(frozen=True)
class Person:
    """Someone who may take part in the talk about a document, with what they are in the federation."""

    pk: int
    name: str
    email: str
    roles: tuple[str, ...]
    is_asked: bool
    """Whether a round of review asks for their view; the one who writes asks, and is not asked."""


@dataclass(frozen=True)
class MentionFact:
    """That a comment asks for someone."""

    user: int
    name: str
    is_seen: bool


@dataclass(frozen=True)
class CommentFact:
    """What someone said. `author` is None when they have no account any more."""

    pk: int
    author: int | None
    author_name: str
    text: str
    written_at: datetime
    edited_at: datetime | None
    mentions: tuple[MentionFact, ...] = ()

    def asks_for(self, user: int) -> bool:
        """Whether it mentions the user."""
        return any(mention.user == user for mention in self.mentions)

    def is_new_to(self, user: int) -> bool:
        """Whether it mentions the user, who has not seen it."""
        return any(mention.user == user and not mention.is_seen for mention in self.mentions)

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, and of each whether it is the name of someone it mentions."""
        return pieces(self.text, [mention.name for mention in self.mentions])

    @property
    def asks_also(self) -> tuple[str, ...]:
        """Those it asks for without naming them in the text."""
        named_there = {piece[1:].casefold() for piece, is_name in self.pieces if is_name}
        return tuple(each.name for each in self.mentions if each.name.casefold() not in named_there)


@dataclass(frozen=True)
class ThreadFact:
    """Comments on one thing. `subject` and `title` are as stored: see `CommentThread`."""

    pk: int
    target: str
    subject: str
    title: str
    started_by: int | None
    started_at: datetime
    revision: int
    resolved_by: str
    resolved_at: datetime | None
    comments: tuple[CommentFact, ...]

    @property
    def is_resolved(self) -> bool:
        """Whether nothing remains to be said."""
        return self.resolved_at is not None

    @property
    def last(self) -> CommentFact | None:
        """What was said last."""
        return self.comments[-1] if self.comments else None

    def has_part(self, user: int) -> bool:
        """Whether the user began it, has written in it or is mentioned in it."""
        return self.started_by == user or any(
            comment.author == user or comment.asks_for(user) for comment in self.comments
        )

    def is_new_to(self, user: int) -> bool:
        """Whether it mentions the user somewhere they have not seen."""
        return any(comment.is_new_to(user) for comment in self.comments)


class Filter(StrEnum):
    """Which threads a list shows. The value is the word in the address."""

    UNRESOLVED = "olosta"
    MENTIONS = "namner-mig"
    MINE = "mina"
    RESOLVED = "losta"
    ALL = "alla"

    def takes(self, thread: ThreadFact, user: int) -> bool:
        """Whether the list shows the thread to the user."""
        if self is Filter.MINE:
            return thread.started_by == user or any(each.author == user for each in thread.comments)
        if self is Filter.MENTIONS:
            return any(each.asks_for(user) for each in thread.comments)
        return self is Filter.ALL or thread.is_resolved is (self is Filter.RESOLVED)


def standing(facts: DocumentFacts) -> frozenset[str]:
    """Every subject that a reader of the document meets: what is hidden, removed or not shown is not there."""
    found = {""}
    for section in visible(facts.sections):
        found.add(section.key)
        references = richtext.references(section.body) + figures.line_references(section.heading)
        found |= {f"{section.key} {reference}" for reference in (section.block, *references) if reference}
        if section.block == GOAL_AREAS:
            found |= {area.key for area in facts.goal_areas}
            found |= {activity.key for area in facts.goal_areas for activity in area.activities}
    return frozenset(found)


def stands(subject: str, subjects: Collection[str]) -> bool:
    """Whether what a thread is about stands among the `subjects`; a part of a block does when the block does."""
    return " ".join(subject.split(" ")[:2]) in subjects


def readable(
    threads: Iterable[ThreadFact], user: int, subjects: Collection[str] | None
) -> tuple[ThreadFact, ...]:
    """The threads a reader meets: all (`subjects` None), or those about what they may read, and those they are part of.

    Else a title would tell a reviewer of a section that was hidden before the draft was released to them.
    """
    return tuple(
        thread
        for thread in threads
        if subjects is None or stands(thread.subject, subjects) or thread.has_part(user)
    )


# --- Mentions ----------------------------------------------------------------------------------------------


def named(text: str, people: Iterable[Person]) -> tuple[int, ...]:
    """Those of the people whom the text mentions as @Name, whatever the case; two of one name are both meant."""
    by_name: dict[str, list[int]] = {}
    for person in people:
        by_name.setdefault(person.name.casefold(), []).append(person.pk)
    found = _mention(by_name).findall(text) if by_name else []
    return tuple(dict.fromkeys(pk for name in found for pk in by_name[name.casefold()]))


def pieces(text: str, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The text cut where it mentions one of the names, and of each piece whether it is such a mention."""
    if not names:
        return ((text, False),)
    cut = re.split(f"(@(?:{_either(names)}))(?!\\w)", text, flags=re.IGNORECASE)
    return tuple((piece, place % 2 == 1) for place, piece in enumerate(cut) if piece)


def _mention(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"@({_either(names)})(?!\\w)", re.IGNORECASE)


def _either(names: Iterable[str]) -> str:
    """The names as alternatives, the longest first: Anna Berg is not taken for the Anna she begins with."""
    return "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))


# --- Rounds of review ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundFact:
    """A round of review."""

    pk: int
    number: int
    due: date
    message: str
    opened_on: date
    closed_on: date | None
    revision: int

    @property
    def is_open(self) -> bool:
        """Whether answers are still awaited."""
        return self.closed_on is None

    def is_overdue(self, today: date) -> bool:
        """Whether the last day has passed and the round is still open."""
        return self.is_open and today > self.due

    def holds(self, day: date) -> bool:
        """Whether the day falls within the round."""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)


@dataclass(frozen=True)
class Answer:
    """How someone who is asked has met the round: when they first and last read, and how much they said."""

    person: Person
    first_read: datetime | None
    last_read: datetime | None
    comments: int

    @property
    def has_answered(self) -> bool:
        """Whether they have read and said something."""
        return self.comments > 0


def answers(
    asked: Iterable[Person],
    readings: dict[int, tuple[datetime, datetime]],
    comments: Iterable[tuple[int | None, date]],
    current: RoundFact,
) -> tuple[Answer, ...]:
    """How each of those asked has met the round. `readings` are of days in it; `comments` tell author and day."""
    said: dict[int | None, int] = {}
    for author, day in comments:
        if current.holds(day):
            said[author] = said.get(author, 0) + 1
    found = []
    for person in asked:
        if person.is_asked:
            first, last = readings.get(person.pk, (None, None))
            found.append(Answer(person, first, last, said.get(person.pk, 0)))
    return tuple(found)
