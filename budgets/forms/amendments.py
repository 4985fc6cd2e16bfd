"""Forms of a budget's changes during the year: what is said of one, and the decision that adopts it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from budgets.models import Budget
from finsam.forms import RevisionForm
from finsam.swedish import long_date
from members.models import Federation, Meeting


class AmendmentForm(RevisionForm):
    """What a change during the year is, and how it is paid for."""

    class Meta:
        model = Budget
        fields: ClassVar = ["change_reason", "funding_source"]
        widgets: ClassVar = {"change_reason": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = self.fields["funding_source"].required = True
        self.fields[
            "funding_source"
        ].help_text = (
            "Ett beslut om utgifter under året säger hur de finansieras (11 kap. 15 § kommunallagen)."
        )


class MeetingChoice(forms.ModelChoiceField):
    """A meeting, by its day."""

    def label_from_instance(self, obj: Meeting) -> str:
        return long_date(obj.held_on)


class AmendmentDecisionForm(forms.Form):
    """By which paragraph of which of the board's meetings a change is adopted."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    meeting = MeetingChoice(
        queryset=Meeting.objects.none(),
        label="Styrelsens möte",
        empty_label="Välj",
        help_text="Möten läggs in under Medlemmar.",
    )
    minutes_ref = forms.CharField(
        label="Paragraf", max_length=20, help_text="Som i protokollet, till exempel § 47."
    )

    def __init__(self, *args: Any, federation: Federation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = federation.meetings.filter(  # type: ignore[attr-defined]
            kind=Meeting.Kind.BOARD, held_on__year__in=(year - 1, year, year + 1)
        ).order_by("-held_on")
