"""Forms of training events, indicators and measurements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from finsam import swedish
from finsam.fields import SwedishDecimalField
from finsam.forms import RevisionForm
from plans.domain.measurement_rows import parse_value
from plans.models import Gender, Indicator, Measurement, TrainingEvent

MOST_BYTES = 5_000_000
MOST_SIGNS = 500_000


class TrainingEventForm(RevisionForm):
    """A training event: what, when, and how many took part."""

    class Meta:
        model = TrainingEvent
        fields: ClassVar = [
            "name",
            "held_on",
            "occasions",
            "women",
            "men",
            "other",
            "participants",
            "audience",
            "note",
            "position",
        ]
        widgets: ClassVar = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        labels: ClassVar = {
            "name": "Utbildningsinsats",
            "held_on": "Hölls den",
            "women": "Kvinnor som deltog",
            "men": "Män som deltog",
            "other": "Annat eller okänt kön",
            "participants": "Alla deltagare, om de inte är könsuppdelade",
        }
        help_texts: ClassVar = {
            "held_on": "Lämna tomt om den hölls vid flera tillfällen.",
            "participants": (
                "Summan av kvinnor, män och övriga räknas av systemet. Fyll i här bara om du inte har dem var för sig."
            ),
            "audience": "Till exempel chefer, handläggare eller styrgrupper.",
            "note": "För dig själv. Skrivs inte ut.",
        }


class IndicatorForm(RevisionForm):
    """What is measured, in what unit and from where."""

    class Meta:
        model = Indicator
        fields: ClassVar = ["name", "kind", "unit", "decimals", "source", "definition", "position"]
        widgets: ClassVar = {"definition": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "unit": "Till exempel exemplar, kronor per invånare eller procent.",
            "source": "Varifrån värdena kommer, till exempel SCB. En mätning kan ha en egen källa.",
            "definition": (
                "Vad som mäts och hur, med egna ord. Skriv inte av frågorna i en enkät: de är skyddade."
            ),
        }


class ValueField(SwedishDecimalField):
    """A value with up to four decimals, as Swedes write it."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        try:
            return parse_value(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return swedish.decimal(value) if isinstance(value, Decimal | int) else value


class MeasurementForm(RevisionForm):
    """A value of an indicator, and of what it is."""

    month = forms.TypedChoiceField(
        label="Månad",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Hela året"), *enumerate(swedish.MONTHS, start=1)],
    )
    value = ValueField(label="Värde")

    class Meta:
        model = Measurement
        fields: ClassVar = [
            "year",
            "month",
            "value",
            "area",
            "respondents",
            "gender",
            "n",
            "source",
            "measured_on",
        ]
        widgets: ClassVar = {"measured_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts: ClassVar = {
            "area": "Till exempel en kommun. Lämna tomt för hela förbundets område.",
            "respondents": "Vilka som har svarat, till exempel deltagare eller chefer. Lämna tomt för alla.",
            "n": (
                "Hur många svar värdet bygger på. Är de få visas värdet inte i det som publiceras. "
                "Inga svar från enskilda personer hör hemma här, bara medelvärden och antal."
            ),
            "source": "Bara om den är en annan än indikatorns.",
        }

    field_order = ["year", "month", "value", "area", "respondents", "gender", "n", "source", "measured_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month = self.fields["month"]
        assert isinstance(month, forms.ChoiceField)
        month.choices = [("", "Hela året"), *enumerate(swedish.MONTHS, start=1)]
        gender = self.fields["gender"]
        assert isinstance(gender, forms.ChoiceField)
        split = [choice for choice in Gender.choices if choice[0] != Gender.UNSPLIT]
        gender.choices = [("", "Alla"), *split]


class MeasurementImportForm(forms.Form):
    """Many measurements of one indicator: pasted, or from a file."""

    rows = forms.CharField(
        label="Rader",
        required=False,
        max_length=MOST_SIGNS,
        error_messages={"max_length": "Det är för många rader på en gång. Dela upp dem, eller välj en fil."},
        strip=False,
        help_text=(
            "En rubrikrad och en rad per mätning. Kolumnerna år och värde behövs; månad, område, svarande, kön, n, "
            "källa och mätt läses om de finns. Ett utdrag ur Excel går bra."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Eller en fil",
        required=False,
        help_text=(
            "Excel (.xlsx), LibreOffice (.ods) eller text (.csv). Den läses in i rutan ovanför, i stället för det som "
            "står där."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        """The file, which is not read when it is too large."""
        found = self.cleaned_data["file"]
        if found and found.size > MOST_BYTES:
            raise ValidationError("Filen är större än 5 MB. Spara bladet med mätningarna i en egen fil.")
        return found
