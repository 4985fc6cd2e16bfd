"""Figures of the year's meetings: how many the board held, on which days, and how often the members were consulted."""

from __future__ import annotations

from datetime import date

from finsam import swedish
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.scope import Scope
from members.models import Meeting


def _days(scope: Scope) -> dict[str, tuple[date, ...]]:
    """The days of the year's meetings by their kind, in order. One query."""
    found: dict[str, tuple[date, ...]] = {}
    rows = Meeting.objects.filter(federation=scope.federation_id, held_on__year=scope.year)
    for kind, day in rows.order_by("held_on", "pk").values_list("kind", "held_on"):
        found[kind] = (*found.get(kind, ()), day)
    return found


def _of(scope: Scope, kind: Meeting.Kind) -> tuple[date, ...]:
    return scope.facts(_days).get(kind, ())


def _count(kind: Meeting.Kind, key: str, label: str) -> Figure:
    return Figure(key, label, Kind.COUNT, lambda scope, argument: len(_of(scope, kind)) or None)


def _listed(scope: Scope, argument: str) -> Value:
    days = _of(scope, Meeting.Kind.BOARD)
    return swedish.listed([swedish.day_and_month(day) for day in days]) if days else None


def _nth(scope: Scope, argument: str) -> Value:
    days = _of(scope, Meeting.Kind.BOARD)
    if not argument.isdecimal() or not 1 <= int(argument) <= len(days):
        raise UnknownFigure(f"Styrelsen har inget möte med nummer {argument} inlagt {scope.year}.")
    return days[int(argument) - 1]


def _numbers(scope: Scope) -> list[tuple[str, str]]:
    return [(str(place), f"nr {place}") for place in range(1, len(_of(scope, Meeting.Kind.BOARD)) + 1)]


FIGURES = (
    _count(Meeting.Kind.BOARD, "meetings.board_count", "antal styrelsemöten under året"),
    Figure("meetings.board_days", "styrelsemötenas dagar under året", Kind.TEXT, _listed),
    Figure(
        "meetings.board_day",
        "dagen för ett styrelsemöte",
        Kind.DATE,
        _nth,
        argument_label="vilket av årets möten",
        arguments=_numbers,
    ),
    _count(Meeting.Kind.CONSULTATION, "meetings.consultation_count", "antal medlemssamråd under året"),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
