"""Forms of the year wheel."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from finsam import swedish
from finsam.forms import RevisionForm
from members.forms import DATE
from members.models import Role, WheelEntry, WheelMark
from reports.domain.deadlines import LawDay

WHO = [(role.value, role.label) for role in Role if role is not Role.API_READER]
DAY = forms.TextInput(attrs={"inputmode": "numeric", "class": "short-field"})


class WheelEntryForm(RevisionForm):
    """An occasion of the federation's own."""

    class Meta:
        model = WheelEntry
        fields: ClassVar = [
            "title",
            "day",
            "month",
            "year_offset",
            "responsible",
            "from_year",
            "note",
            "is_active",
        ]
        labels: ClassVar = {
            "title": "Vad ska göras",
            "day": "Senast dag",
            "year_offset": "Infaller",
            "is_active": "Visas i årshjulet",
        }
        help_texts: ClassVar = {
            "title": "Som det ska stå i årshjulet, till exempel Bokslutet är klart.",
            "year_offset": "Räknat från det år det gäller. Bokslutet för 2023 görs till exempel året efter.",
            "is_active": "Ta bort krysset för att dölja den utan att det som är markerat som klart försvinner.",
        }
        widgets: ClassVar = {"day": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [("", "Ingen särskild"), *WHO]  # type: ignore[attr-defined]
        self.fields["year_offset"].choices = WheelEntry.Offset.choices  # type: ignore[attr-defined]


class LawDayForm(RevisionForm):
    """What the federation says of one of the law's days."""

    class Meta:
        model = WheelEntry
        fields: ClassVar = ["day", "month", "responsible", "note"]
        labels: ClassVar = {"day": "Senast dag"}
        widgets: ClassVar = {"day": DAY}

    def __init__(self, *args: Any, law: LawDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = WHO  # type: ignore[attr-defined]
        self.fields["responsible"].required = True
        self.fields["day"].help_text = f"Lagens sista dag är den {law.day} {swedish.MONTHS[law.month - 1]}."


class WheelMarkForm(RevisionForm):
    """When something was done, and what there is to say of it."""

    class Meta:
        model = WheelMark
        fields: ClassVar = ["done_on", "note"]
        widgets: ClassVar = {"done_on": DATE}


class UsualTimesForm(forms.Form):
    """Which of the usual times to add."""

    usual = forms.MultipleChoiceField(
        label="Tidpunkter",
        error_messages={"required": "Kryssa för minst en tidpunkt."},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usual"].choices = offered  # type: ignore[attr-defined]


class ReminderForm(forms.Form):
    """Whether one wants reminders by e-mail, and of what."""

    wanted = forms.BooleanField(label="Påminn mig med e-post", required=False)
    days_before = forms.IntegerField(
        label="Antal dagar före",
        initial=7,
        validators=[
            MinValueValidator(0, "Skriv ett antal dagar mellan 0 och 90."),
            MaxValueValidator(90, "Skriv ett antal dagar mellan 0 och 90."),
        ],
        widget=DAY,
    )
    only_own = forms.BooleanField(
        label="Bara det som min roll ansvarar för",
        required=False,
    )
