"""The form of a statement's own form: a form for each row, one for each column of an income statement."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from budgets.domain.statement_forms import PARTS, Form, FormColumn, FormRow, Level, Statement
from budgets.domain.statement_notes import NOTES
from budgets.models import StatementLayout, StatementLayoutColumn, StatementLayoutRow
from budgets.services.layouts import refuse_problems
from finsam.forms import RevisionForm, add_errors

ROWS = "rader"
MOST_ROWS = 60
_NAME = re.compile(rf"{ROWS}-(?P<place>\d{{1,4}})-(?P<field>[a-z_]+)")
_ACTION = re.compile(rf"{ROWS}-(?P<what>ny|upp|ner|bort)(?:-(?P<place>\d{{1,4}}))?")


class RowForm(forms.Form):
    """A row: what it is, what it says, and what it gathers where it has amounts."""

    key = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    period_label = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="Text", max_length=120)
    level = forms.ChoiceField(label="Slag", choices=StatementLayoutRow.Level.choices)
    note = forms.ChoiceField(label="Not", required=False, choices=(("", "ingen"), *NOTES.items()))
    is_optional = forms.BooleanField(label="Visas bara när den har belopp", required=False)
    gathers = forms.MultipleChoiceField(
        label="Samlar", required=False, widget=forms.CheckboxSelectMultiple, help_text=""
    )

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = PARTS[statement]
        self.fields["gathers"].choices = list(self.parts.items())  # type: ignore[attr-defined]

    @property
    def gathered(self) -> str:
        """What is chosen for it to gather, in words."""
        chosen = self["gathers"].value() or ()
        return ", ".join(self.parts[part] for part in chosen if part in self.parts)

    @property
    def described(self) -> str:
        """The row in words, for who compares two versions."""
        level = dict(StatementLayoutRow.Level.choices).get(str(self["level"].value()), "")
        note = dict(NOTES).get(str(self["note"].value() or ""), "")
        words = [str(self["label"].value() or ""), level, self.gathered, f"not: {note}" if note else ""]
        return "; ".join(each for each in words if each)

    def fact(self) -> FormRow:
        """The row, from a valid form. What is no row with amounts gathers nothing and is always shown."""
        data = self.cleaned_data
        level = Level(data["level"])
        is_row = level is Level.ROW
        return FormRow(
            key=data["key"],
            label=data["label"],
            level=level,
            gathers=tuple(data["gathers"]) if is_row else (),
            note=data["note"],
            period_label=data["period_label"],
            is_optional=bool(is_row and data["is_optional"]),
        )

    @staticmethod
    def values_of(row: FormRow) -> dict[str, Any]:
        """What the form shows of a row."""
        names = ("key", "label", "note", "period_label", "is_optional")
        shown = {name: getattr(row, name) for name in names}
        return {**shown, "level": row.level.value, "gathers": list(row.gathers)}


class ColumnForm(forms.Form):
    """A column that may be shown: whether it is, where, and what it is called."""

    is_shown = forms.BooleanField(label="Visa", required=False)
    place = forms.IntegerField(label="Plats", min_value=1, max_value=9, required=False)
    heading = forms.CharField(label="Rubrik", max_length=60, required=False)

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.name = StatementLayoutColumn.Source(source).label

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.cleaned_data.get("is_shown") and not self.cleaned_data.get("heading"):
            self.add_error("heading", "Skriv vad kolumnen heter, till exempel Utfall {år}.")
        return data


class LayoutForm(RevisionForm):
    """A statement's own form, with its rows and columns."""

    class Meta:
        model = StatementLayout
        fields: ClassVar = ["from_year"]

    def __init__(self, *args: Any, statement: Statement, start: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statement = statement
        self.instance.federation = self.federation
        self.instance.statement = statement.value
        self.fields["from_year"].help_text = "Gäller tills en senare uppställning tar över."
        self.rows = [self._row(place, row) for place, row in enumerate(self._given(start))]
        self.columns = self._columns(start) if statement is Statement.INCOME else []

    def _given(self, start: Form) -> list[FormRow | None]:
        if not self.is_bound:
            return list(start.rows)
        return [None] * min(len(typed_rows(self.data)), MOST_ROWS + 1)

    def _row(self, place: int, row: FormRow | None) -> RowForm:
        data = self.data if self.is_bound else None
        initial = RowForm.values_of(row) if row else None
        return RowForm(data, prefix=f"{ROWS}-{place}", initial=initial, statement=self.statement)

    def _columns(self, start: Form) -> list[ColumnForm]:
        places = {each.source: place for place, each in enumerate(start.columns, start=1)}
        headings = {each.source: each.heading for each in start.columns}
        sources = sorted(StatementLayoutColumn.Source.values, key=lambda each: places.get(each, 99))
        return [
            ColumnForm(
                self.data if self.is_bound else None,
                prefix=f"kolumner-{source}",
                initial={
                    "is_shown": source in places,
                    "place": places.get(source),
                    "heading": headings.get(source, ""),
                },
                source=source,
            )
            for source in sources
        ]

    @property
    def parts(self) -> list[forms.Form]:
        """The forms of rows and columns."""
        return [*self.rows, *self.columns]

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong, here or in a row or column."""
        return self.is_bound and (bool(self.errors) or any(part.errors for part in self.parts))

    def is_valid(self) -> bool:
        return super().is_valid() and all(part.is_valid() for part in self.parts)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.rows:
            self.add_error(None, "Uppställningen behöver minst en rad.")
        elif len(self.rows) > MOST_ROWS:
            self.add_error(None, f"En uppställning kan ha högst {MOST_ROWS} rader.")
        elif all(part.is_valid() for part in self.parts):
            try:
                refuse_problems(self.statement, self.row_facts(), self.column_facts())
            except ValidationError as error:
                add_errors(self, error)
        return cleaned

    def row_facts(self) -> tuple[FormRow, ...]:
        """The rows, from valid forms."""
        return tuple(row.fact() for row in self.rows)

    def column_facts(self) -> tuple[FormColumn, ...]:
        """The columns that are shown, in order."""
        shown = [each for each in self.columns if each.cleaned_data.get("is_shown")]
        shown.sort(key=lambda each: each.cleaned_data.get("place") or 9)
        return tuple(FormColumn(each.source, each.cleaned_data["heading"]) for each in shown)

    def changes(self) -> dict[str, Any]:
        return {**super().changes(), "rows": self.row_facts(), "columns": self.column_facts()}

    def differences(self, saved: LayoutForm) -> list[dict[str, Any]]:
        """The rows that are not as they are in `saved`, described, as `conflict_fields` describes fields."""
        found = []
        for place in range(max(len(self.rows), len(saved.rows))):
            theirs, mine = (
                form.rows[place].described if place < len(form.rows) else "finns inte"
                for form in (saved, self)
            )
            if theirs != mine:
                found.append(
                    {
                        "label": f"Rad {place + 1}",
                        "saved": theirs,
                        "mine": mine,
                        "input_id": f"{ROWS}-{place}",
                        "saved_raw": None,
                    }
                )
        return found


def typed_rows(data: Any) -> list[dict[str, list[str]]]:
    """What is typed in each row, in order, by field. `data` is a QueryDict."""
    found: dict[int, dict[str, list[str]]] = {}
    for name in data:
        if match := _NAME.fullmatch(name):
            found.setdefault(int(match["place"]), {})[match["field"]] = data.getlist(name)
    return [fields for _place, fields in sorted(found.items())]


def arranged(data: QueryDict, action: str) -> tuple[QueryDict, str]:
    """What is typed after a button: a row added, moved or removed; and where one stands afterwards.

    Numbered from 0 without gaps. An action that means nothing changes nothing.
    """
    rows, focus = typed_rows(data), ""
    if match := _ACTION.fullmatch(action):
        place = int(match["place"] or 0)
        if match["what"] == "ny":
            rows.append({"label": [""], "level": [Level.ROW.value]})
            focus = f"{ROWS}-{len(rows) - 1}"
        elif place < len(rows) and match["what"] == "bort":
            rows.pop(place)
            focus = f"{ROWS}-{max(0, min(place, len(rows) - 1))}"
        elif place < len(rows):
            target = max(0, min(len(rows) - 1, place + (-1 if match["what"] == "upp" else 1)))
            rows.insert(target, rows.pop(place))
            focus = f"{ROWS}-{target}"
    found = QueryDict(mutable=True)
    for name in data:
        if not _NAME.fullmatch(name):
            found.setlist(name, data.getlist(name))
    for place, fields in enumerate(rows):
        for field, values in fields.items():
            found.setlist(f"{ROWS}-{place}-{field}", values)
    return found, focus


class FollowLawForm(forms.Form):
    """Which form of a statement was in force, as it stood, when the law was asked for instead."""

    pk = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
