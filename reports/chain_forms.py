"""Forms of what becomes of an annual report: who signed, what the auditors say, what each member decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from finsam.forms import RevisionForm
from members.forms import DATE
from members.models import Auditor, BoardSeat
from members.querysets import SeatQuerySet
from plans.models import Document
from reports.audit_report_files import CheckedPdf, checked_pdf
from reports.chain_queries import audited_by, auditor_of, seats_on, signed_by, signer_of
from reports.domain.chain import problem_with_outcome
from reports.domain.signers import SignerFact
from reports.models import AuditReport, Discharge, Signing

ANOTHER_BOARD = "Styrelsen var en annan den dagen. Nu visas de som satt då: markera dem som skrev under."


class ChainForm(RevisionForm):
    """A form over a record of a report's way. It knows which version of the report it was opened for.

    `row` is the record itself, where the report or the member has one alone: when another comes in its place, it is
    told apart from the one that was read.
    """

    document = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    row = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["document"] = document.pk
        self.initial["row"] = self.instance.pk

    def take_row(self, pk: int) -> None:
        """Let the next save of this bound form be of another record: the user has been shown what stands there."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("row")] = str(pk)
        self.data = data


CORRECT = "Rätta efter registret"
CORRECT_HELP = (
    "Det som antecknades då står kvar, också när namn eller uppdrag ändras under Medlemmar. Markera bara den som "
    "blev fel antecknad."
)
CHANGED_SINCE = (
    "Uppgifterna under Medlemmar har ändrats sedan du öppnade sidan. Läs igenom och markera på nytt."
)


def _corrections() -> forms.TypedMultipleChoiceField:
    """What of those recorded is to be written as the register has it now."""
    return forms.TypedMultipleChoiceField(
        label=CORRECT,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=CORRECT_HELP,
        error_messages={"invalid_choice": CHANGED_SINCE},
    )


def _offer_corrections(
    form: RevisionForm, recorded: Mapping[int, SignerFact], register: Mapping[int, SignerFact]
) -> None:
    """Let the form correct those who are recorded otherwise than the register has them; leave it out when none is."""
    other = [(key, each, register[key]) for key, each in recorded.items() if register.get(key, each) != each]
    if not other:
        del form.fields["corrected"]
        return
    field: Any = form.fields["corrected"]
    field.choices = [(key, f"{_told(was)} blir {_told(now)}") for key, was, now in other]


def _told(signer: SignerFact) -> str:
    return f"{signer.holder}, {signer.office.lower()}, {signer.appointed_by}"


class SigningForm(ChainForm):
    """Who signed, where and when. The seats to choose among are those in office on the day, and those that signed."""

    seats = forms.TypedMultipleChoiceField(
        label="Skrev under",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="En ersättare markeras bara om den tjänstgjorde i stället för en ledamot.",
        error_messages={"invalid_choice": ANOTHER_BOARD},
    )

    corrected = _corrections()

    class Meta:
        model = Signing
        fields: ClassVar = ["signed_on", "place", "note"]
        widgets: ClassVar = {"signed_on": DATE, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {"place": "Orten där styrelsen skrev under, till exempel Avesta."}

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance if self.instance.pk else None
        day = self._typed_day() or self.instance.signed_on or day
        signed = signed_by(row)
        seats = self._seats(day, signed if row is not None and row.signed_on == day else ())
        field: Any = self.fields["seats"]
        field.choices = [
            (seat.pk, _told(signed[seat.pk]) if seat.pk in signed else _label(seat)) for seat in seats
        ]
        field.initial = list(signed) or [seat.pk for seat in seats if seat.kind == BoardSeat.Kind.MEMBER]
        _offer_corrections(self, signed, {seat.pk: signer_of(seat) for seat in seats})
        self.order_fields(["signed_on", "place", "seats", "corrected", "note"])

    def _typed_day(self) -> date | None:
        """The day that was typed, when it is one."""
        if not self.is_bound:
            return None
        try:
            found: date = self.fields["signed_on"].clean(self.data.get(self.add_prefix("signed_on")))
        except forms.ValidationError:
            return None
        return found

    def _seats(self, day: date, signed: Iterable[int]) -> list[BoardSeat]:
        """The seats in office on the day and those that signed, the ordinary ones first."""
        seats = seats_on(self.federation, day, signed)
        return sorted(seats, key=lambda seat: seat.kind != BoardSeat.Kind.MEMBER)


def _label(seat: BoardSeat) -> str:
    office = seat.get_office_display() if seat.office else seat.get_kind_display()
    return f"{seat.holder}, {office.lower()}, {seat.appointer}"


class _AuditorsField(forms.ModelMultipleChoiceField):
    """Auditors to tick, each with who appointed them; who has given the report as they were then."""

    recorded: Mapping[int, SignerFact] = MappingProxyType({})

    def label_from_instance(self, obj: Any) -> str:
        return _told(self.recorded.get(obj.pk) or auditor_of(obj))


class AuditReportForm(ChainForm):
    """What one or several auditors say, with the report as a PDF."""

    auditors = _AuditorsField(
        label="Lämnad av",
        queryset=Auditor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Markera flera om de har skrivit en gemensam berättelse.",
        error_messages={"required": "Välj vem eller vilka som har lämnat berättelsen."},
    )
    corrected = _corrections()
    pdf = forms.FileField(
        label="Revisionsberättelsen som PDF",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        help_text="Högst 10 MB. Filen sparas precis som den är, med sin kontrollsumma. En elektroniskt undertecknad "
        "PDF går bra, också när underskrifternas bevis ligger i den som bilagor.",
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
        recorded = audited_by(self.instance if self.instance.pk else None)
        offered = auditors_of(self.federation, year, recorded)
        auditors: Any = self.fields["auditors"]
        auditors.recorded = recorded
        self.offer("auditors", offered)
        auditors.empty_label = None
        auditors.initial = list(recorded)
        then = offered.filter(pk__in=recorded).appointed_in(self.instance.dated.year) if recorded else ()
        _offer_corrections(self, recorded, {each.pk: auditor_of(each) for each in then})
        recommendation: Any = self.fields["recommendation"]
        recommendation.choices = AuditReport.Recommendation.choices
        if not self.instance.pdf_sha256:
            del self.fields["without_pdf"]
        self.order_fields(
            [
                "auditors",
                "corrected",
                "dated",
                "received_on",
                "recommendation",
                "remarks",
                "pdf",
                "without_pdf",
            ]
        )

    def clean_pdf(self) -> CheckedPdf | None:
        upload = self.cleaned_data["pdf"]
        return checked_pdf(upload) if upload else None

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        is_taken_away = found.pop("without_pdf", False) and found["pdf"] is None
        return {**found, "auditors": list(found["auditors"]), "pdf": False if is_taken_away else found["pdf"]}


def auditors_of(federation: Any, year: int, recorded: Iterable[int] = ()) -> SeatQuerySet:
    """Those who can have audited the year, and those who are `recorded` as having done so.

    They are in office some day of the year or later, for they audit it the year after.
    """
    ends_after = Q(term_end__isnull=True) | Q(term_end__gt=date(year, 1, 1))
    sat = Q(ends_after, term_start__lt=date(year + 2, 1, 1))
    found: SeatQuerySet = federation.auditors.filter(sat | Q(pk__in=list(recorded))).appointed_in(year + 1)
    return found


UNTRIED_HELP = "Välj Inte prövad om medlemmen inte har beslutat. Lämna då vem, dag och paragraf tomma."


class DischargeForm(ChainForm):
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
        self.fields["outcome"].help_text = UNTRIED_HELP
        outcome: Any = self.fields["outcome"]
        outcome.choices = Discharge.Outcome.choices

    def clean(self) -> dict[str, Any]:
        """The day and what else belongs to a decision stand with one, and without one they do not."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "outcome" in found:
            told = {name: found.get(name) for name in ("decided_on", "body", "minutes_ref")}
            for name, words in problem_with_outcome(found["outcome"], **told).items():
                if name not in self.errors:
                    self.add_error(name, words)
        return found
