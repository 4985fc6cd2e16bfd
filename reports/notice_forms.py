"""The form of a public notice that is not posted yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from finsam.forms import RevisionForm
from members.models import Meeting
from reports.models import PublicNotice


class NoticeForm(RevisionForm):
    """What a notice is about, and what is to be added to it."""

    class Meta:
        model = PublicNotice
        fields: ClassVar = ["kind", "meeting", "extra"]
        labels: ClassVar = {"kind": "Vad som ska kungöras", "meeting": "Möte"}
        widgets: ClassVar = {"extra": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "meeting": "Behövs inte för en årsredovisning eller revisionsberättelse.",
            "extra": "Resten skrivs av uppgifterna om mötet. Lägg till mer här, till exempel hur man anmäler sig.",
        }

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = self.federation.meetings.filter(
            kind=Meeting.Kind.BOARD, held_on__year__in=(year - 1, year)
        )
        self.offer("meeting", meetings.order_by("-held_on", "-pk"))
