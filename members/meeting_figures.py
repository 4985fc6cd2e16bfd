"""Figures of the year's meetings: how many the board held, on which days, and how often the members were consulted."""

from __future__ import annotations

from datetime import date

from django.utils.text import slugify

from finsam import swedish
from finsam.figures import Figure, Kind, UnknownFigure, Value, register
from finsam.scope import Scope
from members.models import Meeting

Held = tuple[str, str, date]
"""A meeting: its kind, what it is called among others of the kind, and its day."""


def _meetings(scope: Scope) -> tuple[Held, ...]:
    """The year's meetings in order. One query."""
    rows = Meeting.objects.filter(federation=scope.federation_id, held_on__year=scope.year)
    return tuple(rows.order_by("held_on", "pk").values_list("kind", "label", "held_on"))


def _of(scope: Scope, kind: Meeting.Kind) -> tuple[date, ...]:
    return tuple(day for found, _, day in scope.facts(_meetings) if found == kind)


def _consultations(scope: Scope, argument: str) -> Value:
    """Those of the year; with an argument those that are called so: ”lokalt”, ”hela-lanet”."""
    labels = [label for kind, label, _ in scope.facts(_meetings) if kind == Meeting.Kind.CONSULTATION]
    if argument and argument not in map(slugify, labels):
        raise UnknownFigure(f"Inget medlemssamråd {scope.year} heter ”{argument}”.")
    return sum(not argument or slugify(label) == argument for label in labels) or None


def _labels(scope: Scope) -> list[tuple[str, str]]:
    labels = dict.fromkeys(
        label for kind, label, _ in scope.facts(_meetings) if kind == Meeting.Kind.CONSULTATION
    )
    return [("", ""), *((slugify(label), label) for label in labels if slugify(label))]


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
    Figure(
        "meetings.board_count",
        "antal styrelsemöten under året",
        Kind.NEUTER,
        lambda scope, argument: len(_of(scope, Meeting.Kind.BOARD)) or None,
    ),
    Figure("meetings.board_days", "styrelsemötenas dagar under året", Kind.TEXT, _listed),
    Figure(
        "meetings.board_day",
        "dagen för ett styrelsemöte",
        Kind.DATE,
        _nth,
        argument_label="vilket av årets möten",
        arguments=_numbers,
    ),
    Figure(
        "meetings.consultation_count",
        "antal medlemssamråd under året",
        Kind.NEUTER,
        _consultations,
        argument_label="vad samrådet kallas",
        is_argument_optional=True,
        arguments=_labels,
    ),
)


def register_all() -> None:
    """Put the figures in the registry; called once, when Django has started."""
    for figure in FIGURES:
        register(figure)
