"""Forms of members' pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Max

from finsam import swedish
from finsam.fields import SwedishDecimalField
from finsam.forms import RevisionForm
from finsam.widgets import PictureInput
from members.models import (
    Auditor,
    BoardSeat,
    Decision,
    Federation,
    FormerName,
    Meeting,
    Member,
    Role,
    ShareSet,
)
from members.validators import cleaned_logo

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class FederationForm(RevisionForm):
    """A federation's own details."""

    logo = forms.FileField(
        label="Logotyp",
        required=False,
        widget=PictureInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="Visas på omslaget i dokumentens PDF. PNG eller JPEG, högst 2 MB.",
    )

    class Meta:
        model = Federation
        fields: ClassVar = [
            "name",
            "short_name",
            "organisation_number",
            "area",
            "funding_rule",
            "accent_colour",
            "logo",
            "contact_email",
            "notice_place",
            "notice_days",
            "notice_weekday",
        ]
        widgets: ClassVar = {"accent_colour": forms.TextInput(attrs={"type": "color"})}

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if not logo or logo == self.instance.logo:
            return False if logo is False else None
        return cleaned_logo(logo)


class _OfFederation(RevisionForm):
    """A form whose choices are the federation's own members."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = field.queryset.filter(federation=self.federation)  # type: ignore[union-attr]


class MemberForm(_OfFederation):
    """A member."""

    class Meta:
        model = Member
        fields: ClassVar = [
            "name",
            "slug",
            "party_group",
            "paid_by",
            "from_year",
            "until_year",
            "position",
            "notice_email",
            "notice_place",
        ]
        error_messages: ClassVar = {
            "slug": {
                "invalid": "Skriv kortnamnet med a–z, siffror och bindestreck, till exempel saters-kommun."
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = self.federation.members.paying().exclude(pk=self.instance.pk)
        self.offer("paid_by", others)
        self.fields[
            "paid_by"
        ].help_text = (
            "Fylls i när en annan medlem betalar, till exempel Försäkringskassan för Arbetsförmedlingen."
        )

    def clean_position(self) -> int | None:
        """A new member without a place comes last."""
        place: int | None = self.cleaned_data["position"]
        if place is None and not self.instance.pk:
            last = self.federation.members.aggregate(last=Max("position"))["last"]
            return (last or 0) + 10
        return place


class FormerNameForm(RevisionForm):
    """What a member was called before a year."""

    class Meta:
        model = FormerName
        fields: ClassVar = ["name", "until_year"]


class BoardSeatForm(_OfFederation):
    """A seat on the board."""

    class Meta:
        model = BoardSeat
        fields: ClassVar = ["appointed_by", "kind", "office", "holder", "term_start", "term_end"]
        widgets: ClassVar = {"term_start": DATE, "term_end": DATE}


class AuditorForm(_OfFederation):
    """An auditor."""

    class Meta:
        model = Auditor
        fields: ClassVar = ["appointed_by", "holder", "is_authorised", "term_start", "term_end"]
        widgets: ClassVar = {"term_start": DATE, "term_end": DATE}


class MeetingForm(RevisionForm):
    """A meeting."""

    class Meta:
        model = Meeting
        fields: ClassVar = [
            "kind",
            "held_on",
            "starts_at",
            "place",
            "label",
            "minutes_adjusted_on",
            "minutes_kept_at",
        ]
        widgets: ClassVar = {"held_on": DATE, "starts_at": CLOCK, "minutes_adjusted_on": DATE}
        help_texts: ClassVar = {
            "place": "Lokal och ort, som det ska stå i kungörelsen.",
            "minutes_adjusted_on": "Dagen då protokollet blev klart. Senast andra dagen därefter ska det tillkännages.",
        }


class DecisionForm(_OfFederation):
    """A decision."""

    class Meta:
        model = Decision
        fields: ClassVar = ["meeting", "minutes_ref", "subject", "outcome"]
        widgets: ClassVar = {"outcome": forms.Textarea(attrs={"rows": 4})}


class InvitationForm(forms.Form):
    """Who is to have which role."""

    email = forms.EmailField(label="E-post")
    name = forms.CharField(label="Namn", max_length=120)
    role = forms.ChoiceField(label="Roll", choices=[("", "Välj"), *Role.choices])


class RevokeForm(forms.Form):
    """Asks whether a role is to be taken back; `role` is the one that was asked about."""

    role = forms.ChoiceField(choices=Role.choices, widget=forms.HiddenInput)


class SharesForm(RevisionForm):
    """A year's shares: one field per paying member, `member_<pk>`."""

    class Meta:
        model = ShareSet
        fields: ClassVar = ["status", "settled_on", "source"]
        widgets: ClassVar = {"settled_on": DATE}

    def __init__(
        self, *args: Any, members: list[Member], percents: dict[int, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            self.fields[f"member_{member.pk}"] = SwedishDecimalField(
                label=member.name,
                units=swedish.PERCENT,
                min_value=Decimal(0),
                max_value=Decimal(100),
                decimal_places=2,
                initial=percents.get(member.pk),
                help_text=member.get_party_group_display(),
                error_messages={
                    "min_value": "En andel kan inte vara negativ.",
                    "max_value": "En andel kan inte vara större än 100 %%.",  # Django fills the message in
                    "max_decimal_places": "Skriv andelen med högst två decimaler.",
                },
            )

    def percents(self) -> dict[int, Decimal]:
        """Per cent by member."""
        return {member.pk: self.cleaned_data[f"member_{member.pk}"] for member in self.members}

    def changes(self) -> dict[str, Any]:
        names = ("status", "settled_on", "source")
        return {name: self.cleaned_data[name] for name in names}
