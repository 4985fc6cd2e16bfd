"""Pages of the board's decisions: day and paragraph, and who took part with which reservations."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models

from members import services
from members.access import Permission
from members.domain.decisions import ABSENT, ATTENDANCE, PRESENT, RESERVED
from members.forms import DecisionForm
from members.models import BoardSeat, Decision
from members.pages import RemovePage, RowPage
from members.queries import office_of

SEAT = "seat_"


def seat_fields(seats: list[BoardSeat], taken_part: dict[int, bool] | None) -> dict[str, forms.ChoiceField]:
    """A field for each seat: who took part in the decision. None in `taken_part`: nothing is recorded yet.

    Then the members are proposed and the deputies not, since that is how most decisions are made.
    """
    return {
        f"{SEAT}{seat.pk}": forms.ChoiceField(
            label=seat.holder,
            choices=ATTENDANCE,
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
            initial=_attendance(seat, taken_part),
            help_text=f"{office_of(seat)}, {seat.appointer}",
        )
        for seat in seats
    }


def attendance_in(cleaned: dict[str, Any]) -> dict[int, str]:
    """Who took part, by seat, as a form has been filled in."""
    return {int(name.removeprefix(SEAT)): how for name, how in cleaned.items() if name.startswith(SEAT)}


def _attendance(seat: BoardSeat, taken_part: dict[int, bool] | None) -> str:
    if taken_part is None:
        return PRESENT if seat.kind == BoardSeat.Kind.MEMBER else ABSENT
    if seat.pk not in taken_part:
        return ABSENT
    return RESERVED if taken_part[seat.pk] else PRESENT


class DecisionWithDecidersForm(DecisionForm):
    """A decision; once its meeting is known, who took part."""

    class Meta(DecisionForm.Meta):
        fields: ClassVar = [*DecisionForm.Meta.fields, "reservations"]
        widgets: ClassVar = {
            **DecisionForm.Meta.widgets,
            "reservations": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["reservations"]
            return
        meeting = self.instance.meeting
        if meeting.kind != meeting.Kind.BOARD:
            return
        seats = self.federation.board_seats.in_office(meeting.held_on).select_related("appointed_by")
        taken_part = dict(self.instance.participants.values_list("seat", "has_reservation"))
        is_recorded = self.instance.is_sealed or bool(taken_part)
        self.fields.update(seat_fields(list(seats), taken_part if is_recorded else None))
        self.order_fields([name for name in self.fields if name != "reservations"])

    @property
    def seats(self) -> list[forms.BoundField]:
        """The fields of who took part."""
        return [self[name] for name in self.fields if name.startswith(SEAT)]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that stand before them."""
        apart = {"reservations", *(field.name for field in self.seats)}
        return [field for field in self.visible_fields() if field.name not in apart]

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        attendance = attendance_in(found)
        rest = {name: value for name, value in found.items() if not name.startswith(SEAT)}
        return {**rest, "attendance": attendance} if attendance else rest


class DecisionPage(RowPage):
    """Record or change a decision."""

    permission = Permission.RECORD_DECISIONS
    place = "members"
    back = "members"
    template_name = "members/decision.html"
    form_class = DecisionWithDecidersForm
    noun, noun_new = "beslutet", "ett beslut"
    save = staticmethod(services.save_decision)
    remove = "decision_remove"

    def rows(self) -> models.QuerySet[Decision]:
        return Decision.objects.filter(meeting__federation=self.federation).select_related("meeting")


class DecisionRemove(RemovePage, DecisionPage):
    """Remove a decision."""

    template_name = "components/confirm_delete.html"
    discard = staticmethod(services.remove_decision)
