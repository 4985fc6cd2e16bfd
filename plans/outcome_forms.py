"""The form of an outcome: the counts of a period by gender in one table, with what they add up to beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from finsam import swedish
from finsam.fields import SwedishDecimalField
from finsam.forms import RevisionForm
from plans.domain.outcome_facts import COUNTS, SPLIT, UNSPLIT, CountsFact, OutcomeFact, too_long
from plans.domain.outcome_flow import GENDER_NAMES
from plans.domain.outcome_sums import COLUMNS, COMPUTED, ENTERED, Sums
from plans.domain.outcomes import ALL, MEANS
from plans.models import OutcomeCounts, TeamOutcome
from plans.services.outcomes import field_name

LARGEST = 1_000_000
BY_GENDER, TOGETHER = "ja", "nej"
VALUES = tuple(row for row in ENTERED if row not in COMPUTED)
"""The rows that are entered."""
LABELS = {name: str(OutcomeCounts._meta.get_field(name).verbose_name) for name in VALUES}  # type: ignore[union-attr]
SHORT = {"women": "Kvinnor", "men": "Män", "other": "Annat/okänt", UNSPLIT: "Alla"}
GROUPS = {
    "enrolled_at_start": "In",
    "exits_to_work": "Avslut",
    "early_dropouts": "Andra sätt att lämna",
    "expected": "Vid periodens slut",
    "mean_months": "Tider",
}
"""The row before which a group begins, and what the group is called."""


class CountField(SwedishDecimalField):
    """A whole count of participants; nothing where nobody knows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            told = (
                f"”{value}” går inte att läsa som ett antal. Skriv ett helt tal med siffror, till exempel 12."
            )
            raise ValidationError(told, code="invalid") from error

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        if found is None:
            return None
        if found != found.to_integral_value():
            raise ValidationError("Skriv ett helt antal, till exempel 12.", code="invalid")
        if found < 0:
            raise ValidationError("Ett antal kan inte vara negativt.", code="invalid")
        if found > LARGEST:
            told = f"Antalet är större än vad som går att spara. Skriv högst {swedish.number(LARGEST)}."
            raise ValidationError(told, code="invalid")
        return int(found)


@dataclass(frozen=True)
class FormCell:
    """A cell of the table: a field to type in, or a sum. `column` is a gender or `all`."""

    column: str
    name: str
    field: forms.BoundField | None = None
    text: str = ""
    ident: str = ""


@dataclass(frozen=True)
class FormRow:
    """A row of the table."""

    name: str
    label: str
    group: str
    is_sum: bool
    cells: tuple[FormCell, ...]

    @property
    def problems(self) -> list[tuple[FormCell, str]]:
        """What is wrong in the row: the cell and the message."""
        return [(cell, str(error)) for cell in self.cells if cell.field for error in cell.field.errors]


class OutcomeForm(RevisionForm):
    """An outcome with its counts: a field for each row and gender, called as `field_name` says."""

    is_split = forms.ChoiceField(
        label="Är antalen uppdelade på kön?",
        choices=[
            (BY_GENDER, "Ja, på kvinnor, män och annat eller okänt"),
            (TOGETHER, "Nej, bara tillsammans"),
        ],
        initial=BY_GENDER,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        required=False,
    )

    class Meta:
        model = TeamOutcome
        fields: ClassVar = ["starts_on", "note"]
        widgets: ClassVar = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "Till exempel varför något inte går ihop. Trycks inte."
        for gender in COLUMNS:
            for name in VALUES:
                self.fields[field_name(gender, name)] = _field(gender, name)
        if self.instance.pk:
            stored = {each.gender: each for each in self.instance.counts.all()}
            for gender, row in stored.items():
                for name in VALUES:
                    self.initial[field_name(gender, name)] = getattr(row, name)
            is_together = UNSPLIT in stored and any(
                getattr(stored[UNSPLIT], name) is not None for name in COUNTS
            )
            self.initial["is_split"] = TOGETHER if is_together else BY_GENDER

    def clean(self) -> dict[str, Any]:
        """What is typed in columns that are not in use is told of, not thrown away.

        What a new period was begun with is not typed: untouched in a column that is not in use it is left out.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for gender in COLUMNS:
            for name in MEANS:
                if message := too_long(name, cleaned.get(field_name(gender, name))):
                    self.add_error(field_name(gender, name), message)
        is_split = cleaned.get("is_split") != TOGETHER
        unused = (UNSPLIT,) if is_split else SPLIT
        names = VALUES if is_split else COUNTS
        if not self.instance.pk:
            for begun in (field_name(gender, name) for gender in unused for name in names):
                if cleaned.get(begun) is not None and cleaned[begun] == self.initial.get(begun):
                    cleaned[begun] = None
        if any(cleaned.get(field_name(gender, name)) is not None for gender in unused for name in names):
            raise ValidationError(
                "Du har valt könsuppdelade antal men också skrivit i kolumnen Alla. Töm den, eller välj Nej."
                if is_split
                else "Du har valt att inte dela upp antalen på kön men skrivit antal för kvinnor, män eller annat. "
                "Töm dem, eller välj Ja."
            )
        return cleaned

    def changes(self) -> dict[str, Any]:
        return {
            "starts_on": self.cleaned_data["starts_on"],
            "note": self.cleaned_data["note"],
            "counts": {
                gender: {name: self.cleaned_data[field_name(gender, name)] for name in VALUES}
                for gender in COLUMNS
            },
        }

    def fact(self, outcome: OutcomeFact) -> OutcomeFact:
        """The outcome as it is typed so far: what cannot be read counts as not entered."""
        values = getattr(self, "cleaned_data", None)
        if values is None:
            values = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return OutcomeFact(
            pk=outcome.pk,
            initiative=outcome.initiative,
            year=outcome.year,
            period=outcome.period,
            starts_on=values.get("starts_on"),
            counts=tuple(
                CountsFact(gender, **{name: values.get(field_name(gender, name)) for name in VALUES})
                for gender in COLUMNS
            ),
        )

    def rows(self, sums: Sums) -> Iterator[FormRow]:
        """The table: every row with its cells, and what they add up to last; no sum where a part cannot be read."""
        unread = self.unread
        for row in ENTERED:
            is_sum = row in COMPUTED
            names = VALUES if is_sum else (row,)
            cells = [
                FormCell(
                    gender,
                    SHORT[gender],
                    text=_sum(sums, row, gender, unread & {field_name(gender, name) for name in names}),
                    ident=f"summa-{row}-{gender}",
                )
                if is_sum
                else FormCell(gender, SHORT[gender], field=self[field_name(gender, row)])
                for gender in COLUMNS
            ]
            parts = unread & {field_name(gender, name) for gender in COLUMNS for name in names}
            total = FormCell("all", "Totalt", text=_sum(sums, row, ALL, parts), ident=f"summa-{row}-alla")
            label = COMPUTED[row] if is_sum else LABELS[row]
            yield FormRow(row, label[:1].upper() + label[1:], GROUPS.get(row, ""), is_sum, (*cells, total))

    @property
    def shows_all(self) -> bool:
        """Whether the columns that are not in use have to be seen: something that stands there is wrong."""
        together = self["is_split"].value() == TOGETHER
        unused, names = (SPLIT, COUNTS) if together else ((UNSPLIT,), VALUES)
        return any(field_name(gender, name) in self.unread for gender in unused for name in names)

    @property
    def unread(self) -> set[str]:
        """The fields of the table that hold something that cannot be read."""
        return {
            name for gender in COLUMNS for each in VALUES if (name := field_name(gender, each)) in self.errors
        }


def _sum(sums: Sums, row: str, gender: str, unread: Collection[str]) -> str:
    return "–" if unread else sums.cell(row, gender)


def _field(gender: str, name: str) -> forms.Field:
    label = f"{GENDER_NAMES[gender]}, {LABELS[name]}"
    if name in MEANS:
        field: forms.Field = OutcomeCounts._meta.get_field(name).formfield(label=label)  # type: ignore[union-attr, assignment]
    else:
        field = CountField(label=label)
    field.widget.attrs |= {"class": "form-control", "aria-label": label}
    return field
