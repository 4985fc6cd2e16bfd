"""Forms over revisioned rows: the hidden revision, and how a conflict between two editors is laid side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet

from finsam import richtext, swedish
from finsam.revisions import Revisioned

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
        """What the service is to write."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

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


def conflict_fields(form: RevisionForm, current: Revisioned) -> list[dict[str, Any]]:
    """Per field that differs: what is saved now and what this user wrote, as shown and as typed."""
    found = []
    for name in form.changes():
        bound, saved, mine = form[name], form.fields[name], form.cleaned_data[name]
        stored = getattr(current, name, None)
        if stored == mine or (isinstance(saved, forms.FileField) and mine is None):  # None keeps the file
            continue
        raw = saved.prepare_value(getattr(stored, "pk", stored))
        found.append(
            {
                "label": bound.label,
                "saved": _readable(stored),
                "mine": _readable(mine),
                "input_id": bound.id_for_label,
                "saved_raw": "" if raw is None else raw,
            }
        )
    return found


def _readable(value: Any) -> str:
    if value is None or value == "":
        return swedish.NOTHING
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if hasattr(value, "year") and hasattr(value, "day"):
        return swedish.long_date(value)
    if isinstance(value, str) and "<" in value:
        return richtext.plain(value)
    if hasattr(value, "as_tuple"):
        return swedish.decimal(value)
    return str(value)
