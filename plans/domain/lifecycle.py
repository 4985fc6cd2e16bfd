"""The way of a document from draft to published: every move, who makes it, and what must hold before it.

`MOVES` is the one table. Services refuse by it, pages offer buttons by it, and "Det här återstår" on the plan's page is
read from it. What must hold is asked by the functions of `plans.domain.requirements`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plans.domain.requirements import (
    ALL_ARE_HEARD,
    HAS_BOARD,
    HAS_BUDGET,
    HAS_DECIDERS,
    HAS_DECISION,
    HAS_FIGURES,
    HAS_SECTIONS,
    IS_CONSULTED,
    IS_EXPLAINED,
    IS_FROZEN,
    IS_NOT_FOLLOWED,
    IS_SUMMED_UP,
    MEETING_IS_HELD,
    NO_ERRORS,
    NO_WARNINGS,
    WAS_NEVER_PROPOSED,
    WAS_NEVER_REVIEWED,
    Requirement,
    Standing,
    StandingFacts,
)

DRAFT, IN_REVIEW, PROPOSED = "draft", "in_review", "proposed"
ADOPTED, PUBLISHED, SUPERSEDED = "adopted", "published", "superseded"
PATH = (
    (DRAFT, "Utkast"),
    (IN_REVIEW, "På remiss"),
    (PROPOSED, "Framlagd"),
    (ADOPTED, "Fastställd"),
    (PUBLISHED, "Publicerad"),
)
"""The way forward. What is adopted goes by the word of its kind (`Document.status_label`)."""


@dataclass(frozen=True)
class Move:
    """A step from one of `froms` to `to`: the verb on its button, the permission it takes, and what must hold.

    `page` is where it is made; `to` is "" when nothing is left. A move without a permission is made by no one: it
    follows of another's.
    """

    key: str
    verb: str
    froms: tuple[str, ...]
    to: str
    permission: str
    page: str
    requirements: tuple[Requirement, ...] = ()
    asks: bool = False
    """Whether its page asks for something, rather than being a button."""


RELEASE = Move(
    "release", "Släpp för läsning", (DRAFT,), IN_REVIEW, "edit_documents", "document_release", (HAS_SECTIONS,)
)
PROPOSE = Move(
    "propose",
    "Lägg fram för styrelsen",
    (DRAFT, IN_REVIEW),
    PROPOSED,
    "edit_documents",
    "document_propose",
    (HAS_SECTIONS, HAS_BUDGET, IS_EXPLAINED),
    asks=True,
)
CHANGE_MEETING = Move(
    "change_meeting", "Byt möte", (PROPOSED,), PROPOSED, "edit_documents", "document_propose", asks=True
)
TAKE_BACK = Move(
    "take_back",
    "Ta tillbaka till utkast",
    (IN_REVIEW,),
    DRAFT,
    "edit_documents",
    "document_withdraw",
)
WITHDRAW = Move(
    "withdraw",
    "Ta tillbaka från styrelsen",
    (PROPOSED,),
    IN_REVIEW,
    "edit_documents",
    "document_withdraw",
)
ADOPT = Move(
    "adopt",
    "Registrera beslut",
    (PROPOSED,),
    ADOPTED,
    "record_decisions",
    "adoption",
    (
        HAS_SECTIONS,
        HAS_FIGURES,
        HAS_BUDGET,
        IS_EXPLAINED,
        NO_ERRORS,
        NO_WARNINGS,
        IS_CONSULTED,
        IS_SUMMED_UP,
        ALL_ARE_HEARD,
        MEETING_IS_HELD,
        HAS_BOARD,
        HAS_DECISION,
        HAS_DECIDERS,
    ),
    asks=True,
)
PUBLISH = Move(
    "publish", "Publicera", (ADOPTED,), PUBLISHED, "edit_documents", "document_publish", (IS_FROZEN,)
)
REMOVE = Move(
    "remove",
    "Ta bort utkastet",
    (DRAFT,),
    "",
    "edit_documents",
    "document_remove",
    (WAS_NEVER_PROPOSED, WAS_NEVER_REVIEWED, IS_NOT_FOLLOWED),
    asks=True,
)
"""What was begun by mistake: only what has not left those who write it, and never what has been decided."""
SUPERSEDE = Move(
    "supersede", "Ersätts när en senare version beslutas", (ADOPTED, PUBLISHED), SUPERSEDED, "", ""
)
MOVES = (RELEASE, PROPOSE, CHANGE_MEETING, ADOPT, PUBLISH, TAKE_BACK, WITHDRAW, REMOVE, SUPERSEDE)


def moves_of(status: str, permissions: Collection[str]) -> tuple[Move, ...]:
    """The moves one with the permissions may make from a status, those forward first."""
    return tuple(move for move in MOVES if status in move.froms and move.permission in permissions)


def goal_of(status: str) -> Move | None:
    """The move a document with the status is on its way to: what remains is told for it. None when there is no more."""
    if status in (DRAFT, IN_REVIEW, PROPOSED):
        return ADOPT
    return PUBLISH if status == ADOPTED else None


def standing(move: Move, facts: StandingFacts) -> tuple[Standing, ...]:
    """Every requirement of the move for a document of the kind, as it stands, in the order of the table."""
    asked = (each for each in move.requirements if each.concerns(facts.kind))
    return tuple(Standing(each, each.remains(facts), facts.words) for each in asked)


def remaining(move: Move, facts: StandingFacts, *, prepared: bool = False) -> tuple[Standing, ...]:
    """What is not met. `prepared`: without what is asked for as the move is made."""
    return tuple(
        each
        for each in standing(move, facts)
        if not each.is_met and not (prepared and each.requirement.is_asked)
    )
