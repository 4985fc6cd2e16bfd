"""The form of a federation's own table: its fields, and a form for each of its rows and columns.

What stands in a row or a column decides which fields it has; what does not matter there is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from budgets.domain.facts import BudgetFacts
from budgets.domain.shapes import PART_NAMES, ShapeColumn, ShapeFact, ShapeRow
from budgets.models import Measure, TableShape
from budgets.models import ShapeColumn as StoredColumn
from budgets.models import ShapeRow as StoredRow
from budgets.queries import budget_facts, shape_fact
from budgets.shape_rules import MOST_COLUMNS, MOST_ROWS, ROW_KINDS, SOURCES, shape_problems
from finsam import swedish
from finsam.forms import RevisionForm
from finsam.scope import Scope

ROWS, COLUMNS = "rader", "kolumner"
DECIDES = {"data-decides": ""}
"""Marks a field that decides which others there are."""
YEARS_BACK, YEARS_AHEAD = 10, 10


def year_label(year: int, offset: int) -> str:
    """A year counted from the budget's own, as one reads it: "2022 (året före)"."""
    distance = {0: "budgetåret", -1: "året före", 1: "året efter"}.get(
        offset, f"{abs(offset)} år {'före' if offset < 0 else 'efter'}"
    )
    return f"{year + offset} ({distance})"


class _Part(forms.Form):
    """A row or a column of the table."""

    has_errors_shown = True

    def __init__(self, *args: Any, facts: BudgetFacts, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts, self.kind = facts, kind

    def chosen(self, name: str, otherwise: str) -> str:
        """What stands in a field now, typed or stored."""
        found = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(found or otherwise)

    def keep(self, *names: str) -> None:
        """Ask for these fields and no others, in this order."""
        self.fields = {name: self.fields[name] for name in names}

    @property
    def errors(self) -> ErrorDict:
        return super().errors if self.has_errors_shown else ErrorDict()

    @property
    def described(self) -> list[tuple[str, str]]:
        """What has been chosen, as label and words."""
        return [(str(bound.label), words_of(bound)) for bound in self if words_of(bound)]


def words_of(bound: forms.BoundField) -> str:
    """What stands in a field, as people read it; "" for nothing."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return "ja" if value else ""
    if isinstance(bound.field, forms.ChoiceField):
        return {str(key): str(words) for key, words in bound.field.choices}.get(str(value), "")  # type: ignore[misc, union-attr]
    return str(value or "")


class RowForm(_Part):
    """A row of a table: what it shows and how."""

    kind_of_row = forms.ChoiceField(label="Visar", widget=forms.Select(attrs=DECIDES))
    areas = forms.ChoiceField(label="Vilka ID")
    style = forms.ChoiceField(label="Uppställning", choices=StoredRow.Style.choices)
    measure = forms.ChoiceField(label="Beräkning", choices=[("", "Välj"), *Measure.choices])
    reference = forms.CharField(
        label="Siffra",
        max_length=120,
        widget=forms.TextInput(attrs={"list": "siffror", "autocomplete": "off"}),
    )
    label = forms.CharField(label="Text", max_length=120, required=False)
    joins_single = forms.BooleanField(label="Ett ID med en enda rad visas på en rad", required=False)
    is_total = forms.BooleanField(label="Framhäv som summa", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ROW_KINDS[self.kind]
        chosen = self.chosen("kind_of_row", kinds[0])
        self._offer(kinds)
        self.keep(*self._fields_of(chosen))
        if chosen == "heading":
            self.fields["label"].required = True
        if chosen == "areas" and "label" in self.fields:
            self.fields["label"].label = "Text på summaraden"

    def _offer(self, kinds: Sequence[str]) -> None:
        labels = dict(StoredRow.Kind.choices)
        self.fields["kind_of_row"].choices = [(kind, labels[kind]) for kind in kinds]  # type: ignore[attr-defined]
        centres = [
            (f"id-{centre.pk}", f"bara {swedish.code(centre.code)} {centre.name}".replace("  ", " "))
            for centre in self.facts.centres
        ]
        self.fields["areas"].choices = [*StoredRow.Areas.choices, *centres]  # type: ignore[attr-defined]

    def _fields_of(self, chosen: str) -> tuple[str, ...]:
        if chosen == "areas":
            has_label = self.chosen("style", "total_below") == "total_below"
            self.fields["style"].widget.attrs.update(DECIDES)
            text = ("label",) if has_label else ()
            joins = ("joins_single",) if self.chosen("style", "total_below") != "totals_only" else ()
            return ("kind_of_row", "areas", "style", *text, *joins)
        return {
            "measure": ("kind_of_row", "measure", "label", "is_total"),
            "heading": ("kind_of_row", "label"),
            "figure": ("reference", "label", "is_total"),
        }.get(chosen, ("kind_of_row",))

    def fact(self) -> ShapeRow:
        """The row, from a valid form."""
        values = dict(self.cleaned_data)
        kind = values.pop("kind_of_row", "figure")
        areas = values.pop("areas", "all")
        if areas.startswith("id-"):
            values["centre"], areas = int(areas.removeprefix("id-")), "all"
        return ShapeRow(kind=kind, areas=areas, **values)

    @staticmethod
    def values_of(row: ShapeRow) -> dict[str, Any]:
        """What the form shows of a row."""
        areas = row.areas if row.centre is None else f"id-{row.centre}"
        same = ("style", "measure", "reference", "label", "joins_single", "is_total")
        return {"kind_of_row": row.kind, "areas": areas, **{name: getattr(row, name) for name in same}}


class ColumnForm(_Part):
    """A column of a table: where its amounts come from."""

    source = forms.ChoiceField(label="Visar", widget=forms.Select(attrs=DECIDES))
    offset = forms.TypedChoiceField(label="År", coerce=int)
    part = forms.TypedChoiceField(label="Del av året", coerce=int)
    measure = forms.ChoiceField(label="Beräkning", choices=[("", "Välj"), *Measure.choices])
    heading = forms.CharField(label="Rubrik", max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = SOURCES[self.kind]
        chosen = self.chosen("source", sources[0])
        labels = dict(StoredColumn.Source.choices)
        self.fields["source"].choices = [(source, labels[source]) for source in sources]  # type: ignore[attr-defined]
        offsets = {"budget": (0, -1), "plan": range(1, YEARS_AHEAD + 1)}.get(chosen, (0,))
        self.fields["offset"].choices = [(each, year_label(self.facts.year, each)) for each in offsets]  # type: ignore[attr-defined]
        self.fields["part"].choices = self._parts()  # type: ignore[attr-defined]
        fields = {
            "budget": ("source", "offset", "heading"),
            "plan": ("source", "offset", "heading"),
            "part": ("source", "part", "heading"),
            "measure": ("measure", "heading"),
        }
        self.keep(*fields.get(chosen, ("source", "heading")))

    def _parts(self) -> list[tuple[int, str]]:
        parts = self.facts.budget.parts if self.facts.budget else 1
        name = PART_NAMES.get(parts, "Del")
        return [(part, f"{name} {part}") for part in range(1, (parts if parts > 1 else 12) + 1)]

    def fact(self) -> ShapeColumn:
        """The column, from a valid form. A forecast is always of last year."""
        values = dict(self.cleaned_data)
        source = values.pop("source", "measure")
        if source == "forecast":
            values["offset"] = -1
        return ShapeColumn(source=source, **values)

    @staticmethod
    def values_of(column: ShapeColumn) -> dict[str, Any]:
        """What the form shows of a column."""
        return {name: getattr(column, name) for name in ("source", "offset", "part", "measure", "heading")}


FIELDS = {
    "budget": ("name", "caption", "unit", "cost_sign", "funding_sign", "shows_codes", "marks"),
    "years": ("name", "caption", "unit", "cost_sign", "first_offset", "last_offset", "shows_basis"),
    "figures": ("name", "caption", "unit"),
}
"""Per kind of table the fields that matter to it."""


class ShapeForm(RevisionForm):
    """A table with its rows and columns. Of a kind that is given, since documents refer to the table by it."""

    class Meta:
        model = TableShape
        fields: ClassVar = list(dict.fromkeys(name for names in FIELDS.values() for name in names))

    has_errors_shown = True

    def __init__(
        self, *args: Any, scope: Scope, kind: str, start: ShapeFact | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facts: BudgetFacts = scope.facts(budget_facts)
        self.kind = self.instance.kind = kind
        self.instance.federation = self.federation
        for name in set(self.Meta.fields) - set(FIELDS[kind]):
            del self.fields[name]
        self._offer_years()
        stored = shape_fact(self.instance) if self.instance.pk else start
        rows = stored.rows if stored else ()
        columns = stored.columns if stored else ()
        self.rows: list[RowForm] = self._parts(RowForm, ROWS, rows) if ROW_KINDS[kind] else []
        self.columns: list[ColumnForm] = self._parts(ColumnForm, COLUMNS, columns) if SOURCES[kind] else []

    def _offer_years(self) -> None:
        for name, empty in (("first_offset", "det första som finns"), ("last_offset", "det sista som finns")):
            if name in self.fields:
                model_field = self.fields[name]
                years = [
                    (each, year_label(self.facts.year, each)) for each in range(-YEARS_BACK, YEARS_AHEAD + 1)
                ]
                self.fields[name] = forms.TypedChoiceField(
                    label=model_field.label,
                    required=False,
                    coerce=int,
                    empty_value=None,
                    choices=[("", empty), *years],
                )

    def _parts(self, form: type[Any], prefix: str, stored: Sequence[Any]) -> list[Any]:
        shared = {"facts": self.facts, "kind": self.kind}
        if not self.is_bound:
            found = [form.values_of(each) for each in stored]
            return [form(prefix=f"{prefix}-{n}", initial=each, **shared) for n, each in enumerate(found)]
        most = {ROWS: MOST_ROWS, COLUMNS: MOST_COLUMNS}[prefix]
        places = sorted(typed(self.data)[prefix])[: most + 1]  # one too many is refused, not forgotten
        return [form(self.data, prefix=f"{prefix}-{place}", **shared) for place in places]

    @property
    def parts(self) -> list[_Part]:
        """The forms of rows and columns."""
        return [*self.rows, *self.columns]

    @property
    def errors(self) -> ErrorDict:
        return super().errors if self.has_errors_shown else ErrorDict()

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong, here or in a row or column."""
        return bool(self.errors) or any(part.errors for part in self.parts)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        valid: dict[str, list[_Part]] = {
            name: [part for part in getattr(self, name) if part.is_valid()] for name in ("rows", "columns")
        }
        parts = self.facts.budget.parts if self.facts.budget else None
        for problem in shape_problems(self.fact(), parts):
            if problem.part:
                part = valid[problem.part][problem.place]
                part.add_error(problem.field if problem.field in part.fields else None, problem.message)
            elif all(part.is_valid() for part in self.parts):
                self.add_error(None, problem.message)
        return cleaned

    def is_valid(self) -> bool:
        return super().is_valid() and all(part.is_valid() for part in self.parts)

    def fact(self) -> ShapeFact:
        """The table as it is filled in, without the rows and columns that are not yet as they must be."""
        names = {field.name for field in TableShape._meta.fields} & set(ShapeFact.__dataclass_fields__)
        own = {name: getattr(self.instance, name) for name in names - {"id"}}
        typed_in = getattr(self, "cleaned_data", {})
        own |= {name: value for name, value in typed_in.items() if name in names}
        return ShapeFact(
            pk=self.instance.pk,
            rows=tuple(form.fact() for form in self.rows if form.is_valid()),
            columns=tuple(form.fact() for form in self.columns if form.is_valid()),
            **own,
        )

    def changes(self) -> dict[str, Any]:
        fact = self.fact()
        return {**super().changes(), "rows": fact.rows, "columns": fact.columns}

    def problems(self) -> list[str]:
        """What is not yet as it must be in rows and columns, one line each."""
        named: list[tuple[str, _Part]] = [
            *((f"Rad {number}", form) for number, form in enumerate(self.rows, start=1)),
            *((f"Kolumn {number}", form) for number, form in enumerate(self.columns, start=1)),
        ]
        return [
            f"{name}: {' '.join(str(text) for texts in form.errors.values() for text in texts)}"
            for name, form in named
            if form.errors
        ]

    def complete(self) -> None:
        """Let a choice that nobody has made yet be the first one offered, as a browser shows it."""
        assert isinstance(self.data, QueryDict)
        for part in self.parts:
            for name, field in part.fields.items():
                typed_in = self.data.get(part.add_prefix(name))
                if isinstance(field, forms.ChoiceField) and not field.valid_value(typed_in):
                    first, _words = list(field.choices)[0]  # type: ignore[arg-type]  # noqa: RUF015
                    self.data[part.add_prefix(name)] = str(first)

    def hide_errors(self) -> None:
        """Show what is filled in without judging it: it is on its way."""
        self.has_errors_shown = False
        for part in self.parts:
            part.has_errors_shown = False

    def differences(self, saved: ShapeForm) -> list[dict[str, Any]]:
        """Rows and columns that are not as they are in `saved`, described, as `conflict_fields` describes fields."""
        found = []
        for name, mine, theirs in (("Rad", self.rows, saved.rows), ("Kolumn", self.columns, saved.columns)):
            for place in range(max(len(mine), len(theirs))):
                sides = [_described(each, place) for each in (theirs, mine)]
                if sides[0] != sides[1]:
                    link = mine[place].prefix if place < len(mine) else ""
                    found.append(
                        {
                            "label": f"{name} {place + 1}",
                            "saved": sides[0],
                            "mine": sides[1],
                            "input_id": link,
                            "saved_raw": None,
                        }
                    )
        return found


def _described(parts: Sequence[_Part], place: int) -> str:
    if place >= len(parts):
        return "finns inte"
    return "; ".join(f"{label}: {words}" for label, words in parts[place].described)


# --- Adding, moving and removing rows and columns -------------------------------------------------------------------

_NAME = re.compile(rf"(?P<part>{ROWS}|{COLUMNS})-(?P<place>\d{{1,4}})-(?P<field>[a-z_]+)")
_ACTION = re.compile(rf"(?P<part>{ROWS}|{COLUMNS})-(?P<what>ny|upp|ner|bort)(?:-(?P<place>\d{{1,4}}))?")


def typed(data: Mapping[str, Any]) -> dict[str, dict[int, dict[str, str]]]:
    """What is typed in each row and column, by place and field."""
    found: dict[str, dict[int, dict[str, str]]] = {ROWS: {}, COLUMNS: {}}
    for name in data:
        if match := _NAME.fullmatch(name):
            found[match["part"]].setdefault(int(match["place"]), {})[match["field"]] = data[name]
    return found


def arranged(data: QueryDict, action: str) -> tuple[QueryDict, str]:
    """The typed form after a button: a row or column added, moved or removed; and where one stands afterwards.

    Numbered from 0 without gaps. An action that means nothing changes nothing.
    """
    lists = {part: [fields for _, fields in sorted(places.items())] for part, places in typed(data).items()}
    focus = ""
    if match := _ACTION.fullmatch(action):
        part, rows = match["part"], lists[match["part"]]
        place = int(match["place"] or 0)
        if match["what"] == "ny":
            rows.append({"label" if part == ROWS else "heading": ""})
            focus = f"{part}-{len(rows) - 1}"
        elif place < len(rows) and match["what"] == "bort":
            rows.pop(place)
            focus = f"{part}-{min(place, len(rows) - 1)}" if rows else f"{part}-ny"
        elif place < len(rows):
            target = max(0, min(len(rows) - 1, place + (-1 if match["what"] == "upp" else 1)))
            rows.insert(target, rows.pop(place))
            focus = f"{part}-{match['what']}-{target}"
    found = QueryDict(mutable=True)
    for name in data:
        if not _NAME.fullmatch(name):
            found.setlist(name, data.getlist(name))
    for part, rows in lists.items():
        for place, fields in enumerate(rows):
            for field, value in fields.items():
                found[f"{part}-{place}-{field}"] = value
    return found, focus
