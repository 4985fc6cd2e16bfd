"""The form of a whole outlook: a row a year, and one year at a time; and rules for equity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from budgets.domain.equity import Outlook, OutlookRow
from budgets.models import Budget, EquityRule, OutlookYear
from budgets.services.outlook import YearChange
from finsam import swedish
from finsam.forms import NONE_YET, RevisionForm, add_errors

FIELDS = (
    "funding",
    "funding_basis",
    "cost",
    "cost_basis",
    "forecast_result",
    "closing_equity",
    "closing_equity_basis",
    "reason",
)
OF_THE_LINES = ("funding", "funding_basis", "cost", "cost_basis")
"""What the budget's own year takes from its lines and nowhere else."""
AMOUNTS = ("funding", "cost", "forecast_result", "closing_equity")
LABELS = {
    "funding": "årstilldelning",
    "funding_basis": "årstilldelningens grund",
    "cost": "kostnad",
    "cost_basis": "kostnadens grund",
    "forecast_result": "prognos för resultatet",
    "closing_equity": "eget kapital 31/12",
    "closing_equity_basis": "det egna kapitalets grund",
    "reason": "motivering",
}
NOT_WHOLE = "Sidan kom inte fram hel. Ladda om den och försök igen."
GONE = (
    "Någon annan har tagit bort det som var inskrivet för {year}. Spara igen för att skriva in det på nytt."
)


class OutlookYearForm(RevisionForm):
    """A year of the outlook."""

    class Meta:
        model = OutlookYear
        fields: ClassVar = ["year", *FIELDS]


class EquityRuleForm(RevisionForm):
    """A floor or a ceiling."""

    class Meta:
        model = EquityRule
        fields: ClassVar = ["kind", "amount", "percent", "denominator", "from_year", "until_year", "source"]


@dataclass(frozen=True)
class FormRow:
    """A year's fields by name, with what the outlook computes for it. A field may be missing: the lines give it."""

    year: int
    computed: OutlookRow | None
    pk: int | None
    fields: dict[str, forms.BoundField]
    has_errors: bool


class OutlookForm(forms.Form):
    """All years of an outlook, fields `<name>_<year>`. What is left empty is computed.

    Each field carries what it was when the page was opened, so that a year the user has not touched is left alone,
    whatever another has written in it since; each year carries its revision.
    """

    def __init__(
        self,
        *args: Any,
        budget: Budget,
        found: Outlook,
        entries: Mapping[int, OutlookYear],
        sent: Iterable[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.budget, self.entries = budget, entries
        self.fields["budget"] = forms.IntegerField(
            widget=forms.HiddenInput,
            initial=budget.pk,
            error_messages={"required": NOT_WHOLE, "invalid": NOT_WHOLE},
        )
        self.computed = {row.year: row for row in found.rows}
        self.years = sorted({*self.computed, *sent})
        for year in self.years:
            entry = entries.get(year)
            for name in self._names(year):
                self.fields[f"{name}_{year}"] = self._field(name, year, entry)
            self.fields[f"revision_{year}"] = forms.IntegerField(
                required=False,
                min_value=1,
                widget=forms.HiddenInput,
                initial=entry.revision if entry else None,
            )

    def _names(self, year: int) -> list[str]:
        return [name for name in FIELDS if year != self.budget.year or name not in OF_THE_LINES]

    def _field(self, name: str, year: int, entry: OutlookYear | None) -> forms.Field:
        column: Any = OutlookYear._meta.get_field(name)
        field: forms.Field = column.formfield()
        if name == "reason":
            field.widget = forms.Textarea({"rows": 2})
        field.label, field.help_text = f"{year} {LABELS[name]}", ""
        field.required, field.show_hidden_initial = False, True
        field.initial = getattr(entry, name) if entry else column.get_default()
        is_choice = isinstance(field, forms.ChoiceField)
        field.widget.attrs |= {
            "class": "form-select" if is_choice else "form-control",
            "aria-label": field.label,
        }
        if name in AMOUNTS:
            field.widget.attrs["placeholder"] = swedish.amount(self._computed(name, year))
        return field

    def _computed(self, name: str, year: int) -> Decimal | None:
        """What stands in the outlook where nothing is entered."""
        row = self.computed.get(year)
        if row is None:
            return None
        return row.forecast_result if name == "forecast_result" else row.measure(name).amount

    # --- Reading what was sent ---------------------------------------------------------------------------

    def clean_budget(self) -> int:
        """The version of the budget that the page was opened with, and that is still worked on."""
        opened: int = self.cleaned_data["budget"]
        if opened != self.budget.pk:
            raise ValidationError(
                "En ny version av budgeten är påbörjad sedan du öppnade sidan. Ladda om den."
            )
        return opened

    def clean(self) -> dict[str, Any]:
        """Hold every changed year to the model's own rules; one that has been removed is told of, once."""
        cleaned: dict[str, Any] = super().clean() or {}
        for year in self.changed_years():
            if self.is_gone(year):
                self.add_error(None, GONE.format(year=year))
                self._set_revision(year, "")
                continue
            self._hold_to_the_models_rules(year)
        return cleaned

    def _hold_to_the_models_rules(self, year: int) -> None:
        names = [name for name in self._names(year) if f"{name}_{year}" in self.cleaned_data]
        row = copy(self.entries.get(year)) or OutlookYear(budget=self.budget, year=year)
        for name in names:
            setattr(row, name, self._value(name, year))
        if not row.reason and (row.forecast_result is not None or row.closing_equity is not None):
            self.add_error(
                f"reason_{year}",
                "Skriv varför: en prognos eller ett inskrivet eget kapital har en motivering.",
            )
            return
        try:
            row.full_clean(exclude=["budget", *(set(FIELDS) - set(names))], validate_unique=False)
        except ValidationError as error:
            named = {
                f"{name}_{year}" if name in FIELDS else name: errors
                for name, errors in error.error_dict.items()
            }
            add_errors(self, ValidationError(named))

    def _value(self, name: str, year: int) -> Any:
        """What was typed; a basis left empty is the usual one."""
        value = self.cleaned_data[f"{name}_{year}"]
        if name.endswith("_basis") and not value:
            return OutlookYear._meta.get_field(name).get_default()  # type: ignore[union-attr]
        return value

    def changed_years(self) -> list[int]:
        """The years that the user has changed anything in."""
        changed = set(self.changed_data)
        return [year for year in self.years if any(f"{name}_{year}" in changed for name in self._names(year))]

    def is_gone(self, year: int) -> bool:
        """Whether the year's row was there when the page was opened, and is not now."""
        return self.cleaned_data.get(f"revision_{year}") is not None and year not in self.entries

    def changes(self) -> list[YearChange]:
        """What the service is to write: what the user has changed, from the revisions the page was opened at."""
        changed, found = set(self.changed_data), []
        for year in self.changed_years():
            entry = self.entries.get(year)
            revision = self.cleaned_data.get(f"revision_{year}")
            written = {
                name: self._value(name, year)
                for name in self._names(year)
                if entry is None or f"{name}_{year}" in changed
            }
            opened_at = NONE_YET if revision is None and entry else revision
            found.append(YearChange(year, entry.pk if entry else None, opened_at, written))
        return found

    def added(self) -> list[int]:
        """The next year, when the button that adds it was pressed."""
        asked = str(self.data.get("lagg_till", ""))
        return [max(self.computed) + 1] if asked == str(max(self.computed) + 1) else []

    def conflicting(self) -> list[int]:
        """The changed years that someone else has written in since the page was opened."""
        return [
            each.year
            for each in self.changes()
            if each.pk and each.revision != self.entries[each.year].revision
        ]

    def take_revision(self, revision: int) -> None:
        """Let the next save start from what stands there now: the user has been shown it. (`revision` is of one.)"""
        for year, entry in self.entries.items():
            self._set_revision(year, str(entry.revision))

    def _set_revision(self, year: int, revision: str) -> None:
        data = self.data.copy()  # type: ignore[attr-defined]
        data[f"revision_{year}"] = revision
        self.data = data

    # --- Showing it ---------------------------------------------------------------------------------------

    def rows(self) -> Iterator[FormRow]:
        """The years with their fields, for the table."""
        for year in self.years:
            entry = self.entries.get(year)
            bound = {name: self[f"{name}_{year}"] for name in (*self._names(year), "revision")}
            has_errors = any(field.errors for field in bound.values())
            yield FormRow(year, self.computed.get(year), entry.pk if entry else None, bound, has_errors)
