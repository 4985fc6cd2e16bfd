"""Forms of what old documents printed: one figure, and many at once."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django import forms

from budgets.domain.printed_rows import PrintedRow, read_printed, read_rows
from budgets.models import PublishedFigure
from finsam.forms import RevisionForm

MOST_BYTES = 500_000
_UNREADABLE = (
    "Tecknen i filen går inte att läsa. Spara den som ”CSV UTF-8”, eller klistra in raderna i stället."
)


class PublishedFigureForm(RevisionForm):
    """A figure as a document printed it. The value is read from what is typed, exactly."""

    reference = forms.ChoiceField(label="Siffra", help_text="Efter namnet står vad som beräknas nu.")
    turned = forms.BooleanField(
        label="Dokumentet skriver siffran med omvänt tecken",
        required=False,
        help_text="Till exempel kostnader med minus, som här skrivs utan.",
    )

    class Meta:
        model = PublishedFigure
        fields: ClassVar = ["document", "place", "reference", "printed", "unit"]
        help_texts: ClassVar = {
            "document": "Dokumentets titel.",
            "place": "Tabell och rad, så att den som läser hittar dit.",
            "printed": "Precis som det står: 905, 6,3 eller −873.",
        }

    field_order = ["document", "place", "reference", "printed", "unit", "turned"]

    def __init__(self, *args: Any, choices: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.reference
        offered: list[Any] = [("", "Välj"), *choices]
        if own and own not in {value for _group, entries in choices for value, _label in entries}:
            offered.append((own, own))
        field = self.fields["reference"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered
        if self.instance.pk:
            self.initial["turned"] = self._is_turned(self.instance)

    @staticmethod
    def _is_turned(figure: PublishedFigure) -> bool:
        try:
            return bool(figure.value) and read_printed(figure.printed, figure.unit) == -figure.value
        except ValueError:
            return False

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        printed, unit = found.get("printed"), found.get("unit")
        if printed and unit:
            try:
                value = read_printed(printed, unit)
            except ValueError as error:
                self.add_error("printed", str(error))
            else:
                found["value"] = -value if found.get("turned") and value else value
        return found

    def changes(self) -> dict[str, Any]:
        own = [name for name in self.fields if name not in ("revision", "turned")]
        return {name: self.cleaned_data[name] for name in (*own, "value")}


class PasteForm(forms.Form):
    """Many figures of one document: pasted, or from a file."""

    document = forms.CharField(label="Dokument", max_length=120, help_text="Dokumentets titel.")
    rows = forms.CharField(
        label="Rader",
        required=False,
        max_length=MOST_BYTES,
        strip=False,
        help_text=(
            "En rad per siffra: plats;siffra;tryckt;enhet. Siffran är en hänvisning, till exempel "
            "budget.cost_total@2022. Enheten är tkr, kr, mnkr, procent eller antal. Ett utdrag ur Excel går bra."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Eller en CSV-fil",
        required=False,
        help_text="Läses in i rutan ovanför, i stället för det som står där.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )
    turns_costs = forms.BooleanField(label="Dokumentet skriver kostnader med minus", required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        text = found.get("rows") or ""
        if found.get("file"):
            text = self._text_of(found["file"])
        if not self.errors:
            try:
                found["read"] = read_rows(text, turns_costs=found["turns_costs"])
            except ValueError as error:
                self.add_error("rows", str(error))
        found["rows"] = text
        return found

    def _text_of(self, file: Any) -> str:
        if file.size > MOST_BYTES:
            self.add_error("file", "Filen är större än en halv megabyte. Dela upp den.")
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", _UNREADABLE)
            return ""

    def seal(self) -> str:
        """A digest of what the form says, so that what is kept is what was shown."""
        said = [str(self.cleaned_data[name]) for name in ("document", "rows", "turns_costs")]
        return hashlib.sha256("\n".join(said).replace("\r\n", "\n").encode()).hexdigest()

    @property
    def read(self) -> tuple[PrintedRow, ...]:
        """The rows, once the form is valid."""
        found: tuple[PrintedRow, ...] = self.cleaned_data["read"]
        return found
