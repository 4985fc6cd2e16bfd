"""Forms of the board's decision, and of the reasons for which warnings are accepted."""

from __future__ import annotations

from typing import Any

from django import forms

from members.decision_pages import attendance_in, seat_fields
from members.models import Meeting
from plans.domain.requirements import Concern
from plans.models import Document
from reports.services.adopting import is_about


class AdoptionForm(forms.Form):
    """The board's decision at a meeting: paragraph, who took part, reservations. A field `seat_<pk>` for each seat."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    minutes_ref = forms.CharField(
        label="Protokollets paragraf",
        max_length=20,
        help_text="Som i protokollet, till exempel § 47.",
    )
    reservations = forms.CharField(
        label="Reservationer",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Som i protokollet. Lämna tomt om ingen reserverade sig.",
    )

    def __init__(self, *args: Any, meeting: Meeting, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = meeting.federation.board_seats.in_office(meeting.held_on).select_related("appointed_by")
        noted = [each for each in meeting.decisions.filter(is_sealed=False) if is_about(each, document)]
        known = noted[0] if len(noted) == 1 else None
        taken_part = dict(known.participants.values_list("seat", "has_reservation")) if known else None
        self.fields.update(seat_fields(list(seats), taken_part or None))
        if known is not None:
            self.fields["minutes_ref"].initial = known.minutes_ref
            self.fields["reservations"].initial = known.reservations

    @property
    def seats(self) -> list[forms.BoundField]:
        """The fields of who took part."""
        return [self[name] for name in self.fields if name.startswith("seat_")]

    def given(self) -> dict[str, Any]:
        """What the service is told."""
        cleaned = self.cleaned_data
        return {
            "minutes_ref": cleaned["minutes_ref"],
            "reservations": cleaned["reservations"],
            "seen": cleaned["seen"],
            "attendance": attendance_in(cleaned),
        }


class ReasonsForm(forms.Form):
    """A reason for each finding that may be accepted; the field is called by the finding's fingerprint."""

    def __init__(
        self, *args: Any, concerns: tuple[Concern, ...], reasons: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.concerns = concerns
        for concern in concerns:
            if concern.may_be_accepted:
                self.fields[concern.fingerprint] = forms.CharField(
                    label=concern.finding.where,
                    required=False,
                    max_length=2000,
                    initial=reasons.get(concern.fingerprint, ""),
                    widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
                )

    @property
    def rows(self) -> list[tuple[Concern, forms.BoundField | None]]:
        """The findings, each with its field, or None for what must be mended."""
        return [(each, self[each.fingerprint] if each.may_be_accepted else None) for each in self.concerns]

    def changed_reasons(self) -> dict[str, str]:
        """The reasons that differ from those the form was opened with."""
        return {name: self.cleaned_data[name] for name in self.changed_data}
