"""Forms of what becomes of an annual report: who signed, what the auditors say, what each member decided."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet

from finsam.forms import RevisionForm
from members.forms import DATE
from members.models import Auditor, BoardSeat
from reports.audit_report_files import CheckedPdf, checked_pdf
from reports.models import AuditReport, Discharge, Signing

ANOTHER_BOARD = "Styrelsen var en annan den dagen. Nu visas de som satt då: markera dem som skrev under."


class SigningForm(RevisionForm):
    """Who signed, where and when. The seats to choose among are those in office on the day."""

    seats = forms.TypedMultipleChoiceField(
        label="Skrev under",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="En ersättare markeras bara om den tjänstgjorde i stället för en ledamot.",
        error_messages={"invalid_choice": ANOTHER_BOARD},
    )

    class Meta:
        model = Signing
        fields: ClassVar = ["signed_on", "place", "note"]
        widgets: ClassVar = {"signed_on": DATE, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {"place": "Orten där styrelsen skrev under, till exempel Avesta."}

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = self._seats(self._typed_day() or self.instance.signed_on or day)
        field: Any = self.fields["seats"]
        field.choices = [(seat.pk, _label(seat)) for seat in seats]
        field.initial = self._signed() or [seat.pk for seat in seats if seat.kind == BoardSeat.Kind.MEMBER]
        self.order_fields(["signed_on", "place", "seats", "note"])

    def _typed_day(self) -> date | None:
        """The day that was typed, when it is one."""
        if not self.is_bound:
            return None
        try:
            found: date = self.fields["signed_on"].clean(self.data.get(self.add_prefix("signed_on")))
        except forms.ValidationError:
            return None
        return found

    def _seats(self, day: date) -> list[BoardSeat]:
        """The seats in office on the day, the ordinary ones first."""
        seats = self.federation.board_seats.in_office(day)
        return sorted(seats, key=lambda seat: seat.kind != BoardSeat.Kind.MEMBER)

    def _signed(self) -> list[int]:
        if not self.instance.pk:
            return []
        return list(self.instance.signatures.values_list("seat", flat=True))


def _label(seat: BoardSeat) -> str:
    office = seat.get_office_display() if seat.office else seat.get_kind_display()
    return f"{seat.holder}, {office.lower()}, {seat.appointer}"


class _AuditorsField(forms.ModelMultipleChoiceField):
    """Auditors to tick, each with who appointed them."""

    def label_from_instance(self, obj: Any) -> str:
        title = "auktoriserad revisor" if obj.is_authorised else "revisor"
        return f"{obj.holder}, {title}, {obj.appointer}"


class AuditReportForm(RevisionForm):
    """What one or several auditors say, with the report as a PDF."""

    auditors = _AuditorsField(
        label="Lämnad av",
        queryset=Auditor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Markera flera om de har skrivit en gemensam berättelse.",
        error_messages={"required": "Välj vem eller vilka som har lämnat berättelsen."},
    )
    pdf = forms.FileField(
        label="Revisionsberättelsen som PDF",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        help_text="Högst 10 MB. Filen sparas precis som den är, med sin kontrollsumma.",
    )
    without_pdf = forms.BooleanField(label="Ta bort den PDF som finns", required=False)

    class Meta:
        model = AuditReport
        fields: ClassVar = ["dated", "received_on", "recommendation", "remarks"]
        widgets: ClassVar = {
            "dated": DATE,
            "received_on": DATE,
            "recommendation": forms.RadioSelect,
            "remarks": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts: ClassVar = {
            "dated": "Dagen som står i berättelsen.",
            "received_on": "Dagen då den kom in till förbundet.",
        }

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("auditors", auditors_of(self.federation, year))
        auditors: Any = self.fields["auditors"]
        auditors.empty_label = None
        recommendation: Any = self.fields["recommendation"]
        recommendation.choices = AuditReport.Recommendation.choices
        if self.instance.pk:
            auditors.initial = list(self.instance.auditors.values_list("auditor", flat=True))
        if not self.instance.pdf_sha256:
            del self.fields["without_pdf"]
        self.order_fields(
            ["auditors", "dated", "received_on", "recommendation", "remarks", "pdf", "without_pdf"]
        )

    def clean_pdf(self) -> CheckedPdf | None:
        upload = self.cleaned_data["pdf"]
        return checked_pdf(upload) if upload else None

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        is_taken_away = found.pop("without_pdf", False) and found["pdf"] is None
        return {**found, "auditors": list(found["auditors"]), "pdf": False if is_taken_away else found["pdf"]}


def auditors_of(federation: Any, year: int) -> QuerySet[Auditor]:
    """Those who can have audited the year: in office some day of it or later, for they audit it the year after."""
    sat = Q(term_end__isnull=True) | Q(term_end__gt=date(year, 1, 1))
    found: QuerySet[Auditor] = federation.auditors.filter(
        sat, term_start__lt=date(year + 2, 1, 1)
    ).appointed_in(year + 1)
    return found


class DischargeForm(RevisionForm):
    """What a member has decided of the board's discharge."""

    class Meta:
        model = Discharge
        fields: ClassVar = ["outcome", "body", "decided_on", "minutes_ref", "note"]
        widgets: ClassVar = {
            "outcome": forms.RadioSelect,
            "decided_on": DATE,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = Discharge.Outcome.choices
