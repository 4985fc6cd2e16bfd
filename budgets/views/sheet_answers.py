"""What a sheet's page and its script say to each other: cells as they are sent, and what became of them in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import JsonResponse

from budgets.domain.sheet import Typed
from budgets.domain.sheet_cells import shown_as
from budgets.services.sheet import CellChange, Saved
from budgets.services.sheet_hands import Hand
from finsam import swedish
from finsam.money import Unit

UNREADABLE = "Sidan skickade något som inte går att läsa. Ladda om sidan: det du har skrivit finns kvar."
NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What comes of reading JSON that the page's script has not made."""


def cells_of(sent: list[dict[str, Any]]) -> list[CellChange]:
    """The cells that were sent; TypeError or KeyError when they are not of ours."""
    return [CellChange(text_of(each["cell"]), text_of(each["was"]), text_of(each["now"])) for each in sent]


def text_of(value: object) -> str:
    """A text that was sent; TypeError when it is none."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def unreadable() -> JsonResponse:
    """What was sent is not what the page's script sends."""
    return JsonResponse({"problem": "unreadable", "message": UNREADABLE}, status=400)


def refused(error: ValidationError) -> JsonResponse:
    """A broken rule that stops the whole save, such as a budget that has been adopted."""
    return JsonResponse({"problem": "refused", "message": " ".join(error.messages)}, status=409)


def outcome(saved: Saved) -> JsonResponse:
    """What became of a save, for the page's script."""
    return JsonResponse(
        {
            "saved": saved.count,
            "added": saved.added,
            **({"notes": saved.notes} if saved.notes else {}),
            "conflicts": [
                {"cell": each.cell, "theirs": each.theirs, **_hand(each.hand)} for each in saved.conflicts
            ],
            "errors": [{"cell": cell, "message": message} for cell, message in saved.errors.items()],
            "gone": [{"row": row, **_hand(hand)} for row, hand in saved.gone.items()],
        }
    )


def unsaved(saved: Saved, cells: Iterable[CellChange], unit: Unit) -> dict[str, Typed]:
    """Per cell in conflict or refused what was typed, and what to do."""
    now = {cell.cell: cell.now for cell in cells}
    found = {cell: Typed(now[cell], message) for cell, message in saved.errors.items() if cell in now}
    for conflict in saved.conflicts:
        theirs = shown_as(conflict.cell, conflict.theirs, unit)
        stands = f"Nu står {theirs}" if theirs else "Nu är cellen tom"
        by = f" ({who_wrote(conflict.hand)})" if conflict.hand.who else ""
        back = f"skriv {theirs}" if theirs else "töm den"
        message = f"{stands}{by}. Spara igen för att behålla ditt, eller {back}."
        found[conflict.cell] = Typed(now[conflict.cell], message)
    return found


def told(count: int) -> str:
    """How much was saved."""
    if not count:
        return "Inget var ändrat. Allt är sparat."
    return f"Sparat: {swedish.count(count)} {'ändring' if count == 1 else 'ändringar'}."


def who_wrote(hand: Hand) -> str:
    """Who, and when: "Rune Räknefors, 10.42"."""
    return ", ".join(part for part in (hand.who or "Någon annan", hand.clock) if part)


def _hand(hand: Hand) -> dict[str, str]:
    return {"who": hand.who, "when": hand.clock}
