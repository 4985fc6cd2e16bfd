"""Reads what an audit asks for: frozen documents and whether they are as they were, source rows, all changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from budgets.models import LedgerFigure, LedgerImport
from budgets.queries import name_in_year
from finsam import swedish
from members.models import ChangeLogEntry, Federation, User
from plans.models import Document
from reports.models import Publication
from reports.services.freezing import damage

ACTIONS = {
    ChangeLogEntry.Action.CREATE: "Lades till",
    ChangeLogEntry.Action.UPDATE: "Ändrades",
    ChangeLogEntry.Action.DELETE: "Togs bort",
    ChangeLogEntry.Action.ACCESS: "Lästes",
}


@dataclass(frozen=True)
class FrozenRow:
    """A document that the board has decided on, and whether its bytes are those that were frozen."""

    document: Document
    publication: Publication | None
    damaged: tuple[str, ...]


def frozen_rows(federation: Federation, year: int) -> tuple[FrozenRow, ...]:
    """The year's decided documents, each with its bytes read and summed now. Two queries."""
    documents = list(
        federation.documents.filter(year=year)
        .decided()
        .select_related("federation", "decision__meeting")
        .order_by("kind", "month", "-version")
    )
    kept = {
        each.document_id: each
        for each in Publication.objects.filter(document__in=documents, stage=Publication.Stage.ADOPTED)
    }
    return tuple(
        FrozenRow(each, kept.get(each.pk), damage(kept[each.pk]) if each.pk in kept else ())
        for each in documents
    )


# --- Source rows ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceRow:
    """An ID with how many amounts are booked on it in the year, and whether they were typed or read from files."""

    slug: str
    code: str
    name: str
    typed: int
    read: int


def source_rows(federation: Federation, year: int) -> tuple[SourceRow, ...]:
    """The IDs with anything booked in the year, by code. Three queries."""
    counted = LedgerFigure.objects.filter(federation=federation, year=year).values("cost_centre")
    booked = counted.annotate(
        typed=Count("pk", filter=Q(ledger_import__isnull=True)),
        read=Count("pk", filter=Q(ledger_import__isnull=False)),
    ).order_by("cost_centre")
    numbers = {row["cost_centre"]: row for row in booked}
    centres = federation.cost_centres.filter(pk__in=[pk for pk in numbers if pk]).prefetch_related("names")
    return tuple(
        SourceRow(
            centre.slug,
            centre.code,
            name_in_year(centre, year),
            numbers[centre.pk]["typed"],
            numbers[centre.pk]["read"],
        )
        for centre in sorted(centres, key=lambda each: (each.code, each.slug))
    )


def read_files(federation: Federation, year: int) -> QuerySet[LedgerImport]:
    """The files that are read into the year's ledger, the latest first, without their contents."""
    found: QuerySet[LedgerImport] = federation.ledger_imports.filter(
        year=year, status=LedgerImport.Status.COMMITTED
    )
    return found.defer("content", "names", "choices").select_related("imported_by").order_by("-imported_at")


# --- Who changed what -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """A field that was changed, from what to what, in words."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class HistoryRow:
    """A change: when, by whom, of what, and which fields."""

    at: datetime
    who: str
    kind: str
    what: str
    action: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class HistoryChoice:
    """What the history is narrowed to; empty where it is not."""

    kind: int | None = None
    who: int | None = None
    first: date | None = None
    last: date | None = None


def entries_of(federation: Federation, choice: HistoryChoice) -> QuerySet[ChangeLogEntry]:
    """The federation's changes, the latest first."""
    found: QuerySet[ChangeLogEntry] = ChangeLogEntry.objects.filter(federation=federation)
    if choice.kind:
        found = found.filter(content_type=choice.kind)
    if choice.who:
        found = found.filter(actor=choice.who)
    if choice.first:
        found = found.filter(timestamp__date__gte=choice.first)
    if choice.last:
        found = found.filter(timestamp__date__lte=choice.last)
    return found.select_related("content_type", "actor").order_by("-timestamp", "-pk")


def kinds_of(federation: Federation) -> list[tuple[int, str]]:
    """The kinds of rows that have a history, as (content type, Swedish name), by name. Two queries."""
    pks = ChangeLogEntry.objects.filter(federation=federation).order_by().values("content_type").distinct()
    kinds = [(each.pk, _name_of(each)) for each in ContentType.objects.filter(pk__in=pks)]
    return sorted(kinds, key=lambda kind: kind[1])


def people_of(federation: Federation) -> list[tuple[int, str]]:
    """Those who have changed anything, by name. One query."""
    pks = ChangeLogEntry.objects.filter(federation=federation).order_by().values("actor").distinct()
    return [(each.pk, str(each)) for each in User.objects.filter(pk__in=pks).order_by("name")]


def history_row(entry: ChangeLogEntry) -> HistoryRow:
    """A change as it is shown. No query when its kind and its user are at hand."""
    return HistoryRow(
        at=timezone.localtime(entry.timestamp),
        who=str(entry.actor) if entry.actor else "Programmet",
        kind=_name_of(entry.content_type).capitalize(),
        what=entry.object_repr,
        action=ACTIONS.get(entry.action, ""),
        changes=_changes(entry),
    )


def _name_of(kind: ContentType) -> str:
    model = kind.model_class()
    return str(model._meta.verbose_name) if model else kind.model


def _changes(entry: ChangeLogEntry) -> tuple[Changed, ...]:
    """The fields that tell something: not what the row is a part of, nor a key of the program's own."""
    model = entry.content_type.model_class()
    changes: Mapping[str, Any] = entry.changes or {}
    told: list[Changed] = []
    for name, pair in changes.items():
        field = _field(model, name)
        if isinstance(pair, list | tuple) and len(pair) == 2 and not _is_inner(field, name):
            told.append(Changed(_label(field, name), _shown(field, pair[0]), _shown(field, pair[1])))
    return tuple(told)


def _field(model: Any, name: str) -> Any:
    """The field as the program has it now; None when it is gone."""
    try:
        return model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return None


def _is_inner(field: Any, name: str) -> bool:
    """Whether a field is the program's own: a key, a reference or a list that has no name for people."""
    if name == "id" or (field is not None and not field.concrete):
        return True
    is_reference = isinstance(field, models.ForeignKey | models.UUIDField)
    return is_reference and str(field.verbose_name) == name.replace("_", " ")


def _label(field: Any, name: str) -> str:
    label = str(field.verbose_name) if field is not None else name
    return label[:1].upper() + label[1:]


def _shown(field: Any, value: Any) -> str:
    """A stored value as it is read: nothing is a dash, yes and no are words, a code is what it is called."""
    stored = str(value)
    words = {"None": swedish.NOTHING, "": swedish.NOTHING, "True": "Ja", "False": "Nej"}
    if stored in words:
        return words[stored]
    if isinstance(field, models.DateTimeField):
        return _local(stored)
    choices = {str(code): str(label) for code, label in getattr(field, "flatchoices", None) or ()}
    return choices.get(stored, stored)


def _local(stored: str) -> str:
    """A moment as the clock showed it here; the change log keeps it in UTC without saying so."""
    try:
        moment = datetime.fromisoformat(stored)
    except ValueError:
        return stored
    aware = moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
    return f"{timezone.localtime(aware):%Y-%m-%d %H:%M}"
