"""The form of the consultation: which meeting it was, what came of it, and what each member said."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms

from finsam.forms import RevisionForm
from members.models import Federation, Meeting, Member
from plans.models import Document, MemberStatement
from plans.services import Statement

NOT_RECORDED = ("", "Inte antecknat än")
NAMES = ("form", "received", "statement")


class ConsultationForm(RevisionForm):
    """The consultation, with three fields for each member: `form_<pk>`, `received_<pk>`, `statement_<pk>`."""

    class Meta:
        model = Document
        fields: ClassVar = ["consultation", "consultation_summary"]
        widgets: ClassVar = {"consultation_summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.instance
        meetings = self.federation.meetings.filter(
            kind=Meeting.Kind.CONSULTATION,
            held_on__gte=date(document.year - 1, 1, 1),
            held_on__lt=date(document.year + 1, 1, 1),
        )
        self.offer("consultation", meetings)
        self.fields["consultation"].help_text = "Samrådet hålls före styrelsens beslut (23 § Finsam-lagen)."
        self.fields["consultation_summary"].label = "Vad som framkom"
        self.fields[
            "consultation_summary"
        ].help_text = "Det medlemmarna tillsammans kom fram till, och vad det har lett till i planen."
        self.members = list(members_of(self.federation, document))
        said = {row.member_id: row for row in document.member_statements.all()}
        for member in self.members:
            self._add_member(member, said.get(member.pk))

    def _add_member(self, member: Member, row: MemberStatement | None) -> None:
        self.fields[f"form_{member.pk}"] = forms.ChoiceField(
            label=f"{member.name}: hur medlemmen deltog",
            choices=[NOT_RECORDED, *MemberStatement.Form.choices],
            required=False,
            initial=row.form if row else "",
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"received_{member.pk}"] = forms.DateField(
            label=f"{member.name}: inkommet",
            required=False,
            initial=row.received_on if row else None,
            widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        )
        self.fields[f"statement_{member.pk}"] = forms.CharField(
            label=f"{member.name}: synpunkter",
            required=False,
            max_length=8000,
            initial=row.statement if row else "",
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The members with their fields."""
        return [
            {"member": member, **{name: self[f"{name}_{member.pk}"] for name in NAMES}}
            for member in self.members
        ]

    def changes(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "consultation": cleaned["consultation"],
            "consultation_summary": cleaned["consultation_summary"],
            "statements": {
                member.pk: Statement(
                    cleaned[f"form_{member.pk}"],
                    cleaned[f"statement_{member.pk}"],
                    cleaned[f"received_{member.pk}"],
                )
                for member in self.members
            },
        }


def members_of(federation: Federation, document: Document) -> Any:
    """The members who are consulted: those of the document's year, in the federation's order."""
    return federation.members.in_year(document.year)
