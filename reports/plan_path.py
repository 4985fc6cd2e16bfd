"""Where the plan stands, as its page shows it: the steps, what remains before the next, and the buttons one may press.

All of it is read from the table in `plans.domain.lifecycle`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from members.access import Permission
from plans.domain import lifecycle
from plans.domain.lifecycle import Move
from plans.models import Document
from reports.standing import remaining

Address = Callable[[str], str]


def buttons(document: Document, permissions: Collection[Permission], url: Address) -> list[dict[str, Any]]:
    """The moves one may make with the document, those forward first; each a page to open or a button to press."""
    moves = lifecycle.moves_of(document.status, [each.value for each in permissions])
    return [{"verb": move.verb, "url": url(move.page), "asks": move.asks} for move in moves]


def path_of(document: Document) -> list[dict[str, Any]]:
    """The steps from draft to published, the present one marked; the last for one that is superseded."""
    return [
        {"label": document.status_label(status), "is_current": status == document.status}
        for status, _ in lifecycle.PATH
    ]


def what_remains(
    document: Document, permissions: Collection[Permission], url: Address, missing: tuple[str, ...]
) -> dict[str, Any] | None:
    """What must hold before the step the document is on its way to, met and not; None for who does not make it.

    `missing` is what the text refers to in vain.
    """
    goal = lifecycle.goal_of(document.status)
    if goal is None or not _concerns(goal, permissions):
        return None
    found = [each for each in remaining(document, missing) if not each.requirement.is_asked]
    return {
        "goal": goal,
        "remains": [
            {"standing": each, "url": url(each.requirement.page) if each.requirement.page else ""}
            for each in found
            if not each.is_met
        ],
        "met": [each.words for each in found if each.is_met],
        "goal_url": url(goal.page),
        "is_next": document.status in goal.froms,
    }


def _concerns(goal: Move, permissions: Collection[Permission]) -> bool:
    return Permission.EDIT_DOCUMENTS in permissions or goal.permission in permissions
