"""Pages that take a plan from the one who writes it to the board: released, proposed, taken back.

The decision itself is recorded on a page of `reports`, which also freezes what was decided.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from finsam import swedish
from finsam.forms import add_errors
from members.access import Permission
from members.models import Federation, Meeting
from plans import services
from plans.views.documents import DocumentMixin, PlanButton

TOGETHER = "Planen och budgeten läggs fram tillsammans. De kan ändras tills styrelsen har beslutat."
ALONE = "{} kan ändras tills styrelsen har beslutat."


class ProposalForm(forms.Form):
    """At which of the board's meetings the document is laid before it."""

    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(),
        label="Styrelsens möte",
        empty_label="Välj",
        help_text="Möten läggs in under Medlemmar.",
    )

    def __init__(self, *args: Any, federation: Federation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = federation.meetings.filter(  # type: ignore[attr-defined]
            kind=Meeting.Kind.BOARD, held_on__year__in=(year - 1, year, year + 1)
        )


class DocumentRelease(PlanButton):
    """Let others than the office read the plan."""

    def act(self) -> str:
        document = services.release(federation=self.federation, pk=self.document.pk)
        return f"{document} är släppt för läsning. Nu kan också beredningsgrupp och LSG läsa den."


class DocumentWithdraw(PlanButton):
    """Take the plan one step back."""

    def act(self) -> str:
        document = services.take_back(federation=self.federation, pk=self.document.pk)
        return f"{document} har nu status {document.get_status_display()}."


class ProposalPage(DocumentMixin):
    """Lay the plan and its budget before the board at a meeting."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Lägg fram för styrelsen"
    template_name = "form_page.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form(initial={"meeting": self._meeting()}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        meeting: Meeting = form.cleaned_data["meeting"]
        try:
            document = services.propose(federation=self.federation, pk=self.document.pk, meeting=meeting)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        day = swedish.long_date(meeting.held_on)
        messages.success(request, f"{document} är framlagd för styrelsens möte {day}.")
        return HttpResponseRedirect(self.url("plan"))

    def _form(self, *data: Any, **given: Any) -> ProposalForm:
        return ProposalForm(*data, federation=self.federation, year=self.year, **given)

    def _meeting(self) -> Meeting | None:
        """The meeting that is chosen already, else the board's next."""
        coming = self.federation.meetings.filter(
            kind=Meeting.Kind.BOARD, held_on__gte=timezone.localdate()
        ).order_by("held_on")
        return self.document.meeting or coming.first()

    def _page(self, form: ProposalForm, status: int = 200) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "cancel_url": self.url("plan"),
                "first_url": f"{self.url('meeting_add')}?{urlencode({'tillbaka': self.request.path})}",
                "first_label": "Lägg till ett möte",
                "submit_label": f"Lägg fram {self.words.definite}",
                "help_text": TOGETHER
                if self.slot.is_plan
                else ALONE.format(self.words.definite.capitalize()),
            },
            status=status,
        )
