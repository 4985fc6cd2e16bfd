"""Forms over revisioned rows: the hidden revision, and how a conflict between two editors is laid side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet

from finsam import richtext, swedish
from finsam.widgets import RichTextArea

NONE_YET = 0
"""The revision of a row that was not there: saving from it is a conflict, never a way around one."""


class RevisionForm(forms.ModelForm):
    """A form over a `Revisioned` row, of one federation. Carries the revision it was opened at."""

    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, federation: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.federation = federation
        if self.instance.pk:
            self.initial["revision"] = self.instance.revision
        if position := self.fields.get("position"):
            position.required, position.initial = False, None  # the column's own 0 would be first
            left_empty = "att inte flytta" if self.instance.pk else "sist"
            position.help_text = f"Lägre tal står först. Lämna tomt för {left_empty}."
        for field in self.fields.values():
            empty = "Välj" if field.required else swedish.NOTHING
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = empty
            elif isinstance(field, forms.TypedChoiceField):
                choices: list[tuple[Any, Any]] = list(field.choices)  # type: ignore[arg-type]
                field.choices = [(value, label if value else empty) for value, label in choices]

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let a field choose among `rows` and nothing else."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_revision(self) -> int | None:
        """The revision the form was opened at; 0, which no row has, when the row has come since."""
        found: int | None = self.cleaned_data["revision"]
        return NONE_YET if found is None and self.instance.pk else found

    def changes(self) -> dict[str, Any]:
        """What the service is to write: what the user sees. A place left empty is no change: a new row comes last."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not self.fields[name].widget.is_hidden and not (name == "position" and value is None)
        }

    def take_revision(self, revision: int) -> None:
        """Let the next save of this bound form start from `revision`: the user has been shown what stands there."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("revision")] = str(revision)
        self.data = data


class RemoveForm(forms.Form):
    """Asks whether a row is to be removed."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put a service's errors at the fields they concern, the rest in the form's summary."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def conflict_fields(form: RevisionForm, saved: RevisionForm) -> list[dict[str, Any]]:
    """Per field that differs: what is saved now and what this user wrote, as shown and as typed.

    `saved` is a form of the same kind, not bound, over the row as it stands now: a field knows how its value is
    written in a form and compared, whether the row has it as a column or the form computes it.
    """
    found = []
    for bound in form.visible_fields():
        field, stored = bound.field, saved[bound.name].initial
        mine = form.cleaned_data.get(bound.name)
        is_left_alone = bound.name == "position" and mine is None
        if is_left_alone or not _differs(field, stored, bound.data):
            continue
        found.append(
            {
                "label": bound.label,
                "saved": _shown(field, stored),
                "mine": _shown(field, mine),
                "input_id": bound.id_for_label,
                "saved_raw": _raw(saved[bound.name]),
            }
        )
    return found


def _differs(field: forms.Field, stored: Any, typed: Any) -> bool:
    if isinstance(stored, str) and isinstance(typed, str):
        stored, typed = (_as_kept(field, text) for text in (stored, typed))
    return field.has_changed(stored, typed)


def _as_kept(field: forms.Field, text: str) -> str:
    """A text as the database would have it; a browser sends line breaks of its own."""
    lines = text.replace("\r\n", "\n")
    return richtext.clean(lines) if isinstance(field.widget, RichTextArea) else lines


def _raw(saved: forms.BoundField) -> str | None:
    """What is to stand in the input for the saved value; None when nothing can be put there.

    "true" and "" for a box to tick. A file cannot be chosen for the user, nor what is no longer offered.
    """
    field, value = saved.field, saved.value()
    if isinstance(field, forms.FileField):
        return None
    if isinstance(field, forms.BooleanField):
        return "true" if value else ""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return None
    if isinstance(field, forms.ChoiceField):
        return ("" if value is None else str(value)) if _choice(field, value) is not None else None
    shown = field.widget.format_value(value)
    return "" if shown is None else str(shown)


def _no_longer_offered(field: forms.ChoiceField, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        row = field.queryset.model._base_manager.filter(pk=field.prepare_value(value)).first()
        return field.label_from_instance(row) if row else swedish.NOTHING
    return str(value)


def _choice(field: forms.ChoiceField, value: Any) -> str | None:
    """The label of a choice, or None when it is not among those offered."""
    if value in field.empty_values:
        return swedish.NOTHING
    wanted = str(field.prepare_value(value))
    return next((str(label) for key, label in _flat(field.choices) if str(key) == wanted), None)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _shown(field: forms.Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(field, forms.FileField):
        return "en fil" if value else swedish.NOTHING
    if isinstance(field, forms.BooleanField):
        return "Ja" if value else "Nej"
    if value in field.empty_values:
        return swedish.NOTHING
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return swedish.listed([_choice(field, one) or _no_longer_offered(field, one) for one in value])
    if isinstance(field, forms.ChoiceField):
        return _choice(field, value) or _no_longer_offered(field, value)
    if isinstance(field.widget, RichTextArea):
        return richtext.plain(richtext.clean(value))
    if isinstance(value, date):
        return swedish.long_date(value)
    return swedish.decimal(value) if isinstance(value, Decimal) else str(value)
